/* SPDX-License-Identifier: Apache-2.0 */
/* Offsets are those of the ELF specification for 64-bit files:

     file header     0 magic | 4 class | 32 program headers | 40 section headers | 54 size, 56 number of the former |
                     58 size, 60 number of the latter | 62 the section that holds the names of sections
     program header  0 type | 8 offset | 16 address | 32 size in the file
     section header  0 name | 8 flags | 24 offset | 32 size
     packed section  8 size when unpacked                                                                                   */
#include "core/backtrace_file.h"

#if defined(__ELF__) && defined(__LP64__)

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

enum {
  PAGE = 4096,
  FILE_HEADER = 64,
  PROGRAM_HEADER = 56,
  SECTION_HEADER = 64,
  SEGMENT_LOAD = 1,
  SECTION_IS_PACKED = 0x800,
  MAX_NAMES = 1 << 20
};

/* All numbers have this machine's byte order: the loader took the file. */
static uint16_t read_u16(const char* at) {
  uint16_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static uint32_t read_u32(const char* at) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static uint64_t read_u64(const char* at) {
  uint64_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

/* Reads all of it, or fails. */
static bool read_at(int file, uint64_t offset, void* out, size_t size) {
  if (offset > INT64_MAX - size) return false;
  char* at = out;
  while (size != 0) {
    ssize_t got = pread(file, at, size, (off_t)offset);
    if (got <= 0) return false;
    at += got;
    offset += (uint64_t)got;
    size -= (size_t)got;
  }
  return true;
}

/* The same, into memory of its own. */
static char* read_block(int file, uint64_t offset, size_t size) {
  char* block = tf_mem_cache_alloc(size + 1);
  if (block == NULL) return NULL;
  if (read_at(file, offset, block, size)) {
    block[size] = '\0';
    return block;
  }
  tf_mem_cache_free(block);
  return NULL;
}

/* Is what lies in memory at `base` the beginning of this file? The headers and the build's identity are there, so that
   another build under the same name is noticed. `page` receives the beginning. */
static bool is_loaded_file(int file, const char* base, char* page, uintptr_t* out_bias) {
  if (!read_at(file, 0, page, FILE_HEADER) || memcmp(page, base, FILE_HEADER) != 0 ||
      memcmp(page, "\177ELF\2", 5) != 0) {
    return false;
  }
  uint64_t headers = read_u64(page + 32);
  unsigned size = read_u16(page + 54);
  unsigned count = read_u16(page + 56);
  if (size != PROGRAM_HEADER || headers > PAGE || headers + (uint64_t)size * count > PAGE) {
    return false;
  }
  if (!read_at(file, headers, page + headers, (size_t)size * count)) return false;
  for (unsigned i = 0; i < count; ++i) {
    const char* segment = page + headers + (size_t)i * size;
    if (read_u32(segment) != SEGMENT_LOAD) continue;
    uint64_t in_file = read_u64(segment + 32);
    size_t known = in_file < PAGE ? (size_t)in_file : PAGE;
    *out_bias = (uintptr_t)base - (uintptr_t)(read_u64(segment + 16) & ~(uint64_t)(PAGE - 1));
    /* The first segment begins with the file header, or the comparison fails. */
    return read_u64(segment + 8) == 0 && read_at(file, 0, page, known) &&
           memcmp(page, base, known) == 0;
  }
  return false;
}

/* What a section takes when it is unpacked. */
static uint64_t unpacked_size(int file, const char* section) {
  if ((read_u64(section + 8) & SECTION_IS_PACKED) == 0) return read_u64(section + 32);
  uint64_t size;
  return read_at(file, read_u64(section + 24) + 8, &size, sizeof size) ? size : UINT64_MAX;
}

static bool has_debug_sections(int file, const char* sections, unsigned count, const char* names,
                               size_t size_names) {
  bool has_info = false;
  bool has_lines = false;
  uint64_t total = 0;
  for (unsigned i = 0; i < count; ++i) {
    const char* section = sections + (size_t)i * SECTION_HEADER;
    uint32_t at = read_u32(section);
    const char* name = at < size_names ? names + at : "";
    if (strncmp(name, ".debug_", 7) != 0) continue;
    uint64_t size = unpacked_size(file, section);
    if (size > TF_BACKTRACE_MAX_DEBUG_BYTES - total) return false;
    total += size;
    has_info |= strcmp(name, ".debug_info") == 0;
    has_lines |= strcmp(name, ".debug_line") == 0;
  }
  return has_info && has_lines;
}

static bool has_debug_info(int file, const char* header) {
  unsigned count = read_u16(header + 60);
  unsigned index = read_u16(header + 62);
  if (read_u16(header + 58) != SECTION_HEADER || index >= count) return false;
  char* sections = read_block(file, read_u64(header + 40), (size_t)count * SECTION_HEADER);
  if (sections == NULL) return false;
  const char* own = sections + (size_t)index * SECTION_HEADER;
  uint64_t size = read_u64(own + 32);
  char* names = size > MAX_NAMES ? NULL : read_block(file, read_u64(own + 24), (size_t)size);
  bool has = names != NULL && has_debug_sections(file, sections, count, names, (size_t)size);
  tf_mem_cache_free(names);
  tf_mem_cache_free(sections);
  return has;
}

static int open_loaded(const char* path, const void* base, uintptr_t* out_bias) {
  char page[PAGE];
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return -1;
  if (is_loaded_file(file, base, page, out_bias) && has_debug_info(file, page)) return file;
  (void)close(file);
  return -1;
}

int tf_backtrace_file_open(const char* path, const void* base, uintptr_t* out_bias) {
  int file = open_loaded(path, base, out_bias);
  /* The loader knows the program by the name that it was called by, which need not lead to it from here. */
  if (file < 0 && strchr(path, '/') == NULL) file = open_loaded("/proc/self/exe", base, out_bias);
  return file;
}

#else

int tf_backtrace_file_open(const char* path, const void* base, uintptr_t* out_bias) {
  (void)path, (void)base, (void)out_bias;
  return -1;
}

#endif
