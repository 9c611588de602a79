/* SPDX-License-Identifier: Apache-2.0 */
/* At 60 of the old header stands where the new one begins. In that one, a section and the table of exports:

     0 magic | 4 machine | 6 number of sections | 20 size of the optional header | 24 optional header | sections
     section, 40 bytes:  8 size in memory | 12 address | 16 size in the file | 20 offset in the file
     exports:            24 number of names | 32 address of the addresses of the names                                    */
#include "pe.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { HEADER = 24, SECTION = 40, EXPORTS = 40, PLAIN = 0x10b, WIDE = 0x20b };

/* The format is little-endian whatever this machine is. What lies outside reads as 0. */
static uint32_t number(tf_str file, uint64_t at, size_t width) {
  uint32_t value = 0;
  if (at > file.size || file.size - at < width) return 0;
  for (size_t i = width; i > 0; i--) value = value << 8 | (unsigned char)file.data[at + i - 1];
  return value;
}

typedef struct reader {
  tf_str file;
  uint64_t sections;
  uint32_t count;
} reader;

/* Where in the file `size` bytes at an address lie; false when they are in no section. */
static bool find(const reader* r, uint64_t address, uint64_t size, uint64_t* out) {
  for (uint32_t i = 0; i < r->count; i++) {
    uint64_t at = r->sections + (uint64_t)i * SECTION;
    uint64_t begin = number(r->file, at + 12, 4), length = number(r->file, at + 16, 4);
    if (address < begin || address - begin > length || length - (address - begin) < size) continue;
    uint64_t offset = number(r->file, at + 20, 4) + (address - begin);
    if (offset > r->file.size || r->file.size - offset < size) return false;
    *out = offset;
    return true;
  }
  return false;
}

/* The text at an address; empty when it does not end inside of the file. */
static tf_str text_at(const reader* r, uint64_t address) {
  uint64_t at;
  if (!find(r, address, 1, &at)) return tf_str_of("", 0);
  tf_str rest = tf_str_slice(r->file, (size_t)at, r->file.size);
  size_t end = tf_str_find_byte(rest, '\0');
  return end == TF_STR_NONE ? tf_str_of("", 0) : tf_str_slice(rest, 0, end);
}

static const char* list(sg_arena* arena, const reader* r, uint64_t exports, tf_str prefix,
                        sg_names* out) {
  uint64_t at, names;
  if (!find(r, exports, EXPORTS, &at)) return "a table lies outside of the file";
  uint64_t count = number(r->file, at + 24, 4);
  if (count == 0) return NULL;
  if (!find(r, number(r->file, at + 32, 4), count * 4, &names)) {
    return "a table lies outside of the file";
  }
  for (uint64_t i = 0; i < count; i++) {
    tf_str name = text_at(r, number(r->file, names + i * 4, 4));
    if (!tf_str_starts_with(name, prefix)) continue;
    *SG_PUSH(arena, &out->list) = sg_copy(arena, tf_str_slice(name, prefix.size, name.size));
  }
  return NULL;
}

const char* sg_pe_exports(sg_arena* arena, tf_str file, tf_str prefix, sg_names* out) {
  memset(out, 0, sizeof *out);
  if (file.size < 64 || memcmp(file.data, "MZ", 2) != 0) return "not a PE file";
  uint64_t header = number(file, 60, 4);
  if (header > file.size || file.size - header < HEADER) return "truncated";
  if (memcmp(file.data + header, "PE\0\0", 4) != 0) return "not a PE file";
  uint64_t optional = header + HEADER;
  uint32_t optional_size = number(file, header + 20, 2), kind = number(file, optional, 2);
  if (kind != PLAIN && kind != WIDE) return "made for another machine";
  uint64_t directory = optional + (kind == WIDE ? 112 : 96);
  reader r = {file, optional + optional_size, number(file, header + 6, 2)};
  uint64_t exports = number(file, directory, 4);
  if (directory + 4 > r.sections || exports == 0) return "it has no table of exports";
  return list(arena, &r, exports, prefix, out);
}
