/* SPDX-License-Identifier: Apache-2.0 */
#include "elf.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Offsets of the fields that are needed, in both classes of the format. */
typedef struct layout {
  size_t header;         /* size of the file header */
  size_t section_offset; /* in it: where the section headers begin */
  size_t section_size;   /* in it: size of one */
  size_t section;        /* least size of a section header */
  size_t address_width;
  size_t s_offset, s_size, s_link; /* in a section header */
  size_t symbol;                   /* size of a symbol */
  size_t y_info, y_section;        /* in a symbol; its name comes first */
} layout;

static const layout wide = {64, 40, 58, 64, 8, 24, 32, 40, 24, 4, 6};
static const layout narrow = {52, 32, 46, 40, 4, 16, 20, 24, 16, 12, 14};

enum { SECTION_DYNAMIC_SYMBOLS = 11, BIND_GLOBAL = 1, BIND_WEAK = 2 };

typedef struct reader {
  tf_str file;
  const layout* l;
} reader;

/* `width` bytes at `at` as a number. What lies outside reads as 0; callers check ranges they rely on. */
static uint64_t number(const reader* r, uint64_t at, size_t width) {
  uint64_t value = 0;
  if (at > r->file.size || r->file.size - at < width) return 0;
  if (width == 2) {
    uint16_t half;
    memcpy(&half, r->file.data + at, sizeof half);
    value = half;
  } else if (width == 4) {
    uint32_t word;
    memcpy(&word, r->file.data + at, sizeof word);
    value = word;
  } else {
    memcpy(&value, r->file.data + at, sizeof value);
  }
  return value;
}

static bool fits(const reader* r, uint64_t offset, uint64_t size) {
  return offset <= r->file.size && size <= r->file.size - offset;
}

/* The text at `at` of a table of texts; empty when it does not end inside. */
static tf_str text_at(const reader* r, uint64_t table, uint64_t size, uint64_t at) {
  if (at >= size) return tf_str_of("", 0);
  tf_str rest = tf_str_of(r->file.data + table + at, (size_t)(size - at));
  size_t end = tf_str_find_byte(rest, '\0');
  return end == TF_STR_NONE ? tf_str_of("", 0) : tf_str_slice(rest, 0, end);
}

static void read_symbol(sg_arena* arena, const reader* r, uint64_t at, uint64_t texts,
                        uint64_t texts_size, tf_str prefix, sg_names* out) {
  uint64_t info = (unsigned char)r->file.data[at + r->l->y_info];
  uint64_t binding = info >> 4;
  bool is_defined = number(r, at + r->l->y_section, 2) != 0;
  if (!is_defined || (binding != BIND_GLOBAL && binding != BIND_WEAK)) return;
  tf_str name = text_at(r, texts, texts_size, number(r, at, 4));
  if (!tf_str_starts_with(name, prefix)) return;
  *SG_PUSH(arena, &out->list) = sg_copy(arena, tf_str_slice(name, prefix.size, name.size));
}

static const char* read_symbols(sg_arena* arena, const reader* r, uint64_t section,
                                uint64_t sections, uint64_t step, tf_str prefix, sg_names* out) {
  const layout* l = r->l;
  uint64_t begin = number(r, section + l->s_offset, l->address_width);
  uint64_t size = number(r, section + l->s_size, l->address_width);
  uint64_t link = number(r, section + l->s_link, 4);
  uint64_t strings = sections + link * step;
  if (!fits(r, begin, size) || !fits(r, strings, l->section))
    return "a table lies outside of the file";
  uint64_t texts = number(r, strings + l->s_offset, l->address_width);
  uint64_t texts_size = number(r, strings + l->s_size, l->address_width);
  if (!fits(r, texts, texts_size)) return "a table lies outside of the file";
  for (uint64_t at = begin; at + l->symbol <= begin + size; at += l->symbol) {
    read_symbol(arena, r, at, texts, texts_size, prefix, out);
  }
  return NULL;
}

const char* sg_elf_exports(sg_arena* arena, tf_str file, tf_str prefix, sg_names* out) {
  static const uint16_t one = 1;
  char own_order = *(const char*)&one == 1 ? 1 : 2;
  memset(out, 0, sizeof *out);
  if (file.size < 52 || memcmp(file.data,
                               "\x7f"
                               "ELF",
                               4) != 0)
    return "not an ELF file";
  reader r = {file, file.data[4] == 2 ? &wide : &narrow};
  if (file.size < r.l->header) return "truncated";
  if (file.data[5] != own_order) return "made for another machine";
  uint64_t sections = number(&r, r.l->section_offset, r.l->address_width);
  uint64_t step = number(&r, r.l->section_size, 2);
  uint64_t count = number(&r, r.l->section_size + 2, 2);
  if (step < r.l->section || !fits(&r, sections, count * step)) return "it has no section headers";
  for (uint64_t i = 0; i < count; i++) {
    uint64_t section = sections + i * step;
    if (number(&r, section + 4, 4) != SECTION_DYNAMIC_SYMBOLS) continue;
    return read_symbols(arena, &r, section, sections, step, prefix, out);
  }
  return "it has no table of dynamic symbols";
}
