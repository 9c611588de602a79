/* SPDX-License-Identifier: Apache-2.0 */
/* The checks of an ELF file's headers. Offsets are those of the ELF specification for 64-bit files:

     0 magic | 4 class | 5 byte order | 16 type | 18 machine | 32 phoff | 40 shoff | 54 phentsize | 56 phnum | ...     */
#include <stdint.h>
#include <string.h>

#include "base/compiler.h"
#include "extra/library_check.h"

#define HEADER_SIZE 64
#define PROGRAM_HEADER_SIZE 56
#define ELF_TYPE_SHARED 3
#define SEGMENT_LOAD 1

#if defined(__x86_64__)
#define OWN_MACHINE 62
#elif defined(__aarch64__)
#define OWN_MACHINE 183
#elif defined(__s390x__)
#define OWN_MACHINE 22
#elif defined(__riscv)
#define OWN_MACHINE 243
#elif defined(__powerpc64__)
#define OWN_MACHINE 21
#else
#define OWN_MACHINE 0
#endif

static const struct {
  unsigned machine;
  const char* name;
} machines[] = {{3, "i386"},    {21, "ppc64"},    {22, "s390"},  {40, "arm"},
                {62, "x86-64"}, {183, "aarch64"}, {243, "riscv"}};

static const char* machine_name(unsigned machine) {
  for (size_t i = 0; i < TF_COUNT_OF(machines); ++i) {
    if (machines[i].machine == machine) return machines[i].name;
  }
  return "an unknown machine";
}

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define OWN_ORDER 2
#else
#define OWN_ORDER 1
#endif

/* Numbers are read only after the byte order turned out to be ours. */
static unsigned read_u16(const unsigned char* at) {
  uint16_t value;
  memcpy(&value, at, sizeof(value));
  return value;
}

static uint32_t read_u32(const unsigned char* at) {
  uint32_t value;
  memcpy(&value, at, sizeof(value));
  return value;
}

static uint64_t read_u64(const unsigned char* at) {
  uint64_t value;
  memcpy(&value, at, sizeof(value));
  return value;
}

static bool refuse(tf_buf* reason, const char* text) {
  (void)tf_buf_put_c(reason, text);
  return false;
}

static bool is_inside(uint64_t offset, uint64_t size, uint64_t file_size) {
  return offset <= file_size && size <= file_size - offset;
}

static bool refuse_truncated(tf_buf* reason) {
  return refuse(reason, "the file is truncated: parts that its headers announce are not there");
}

static bool check_segments(const unsigned char* data, size_t size, uint64_t file_size,
                           tf_buf* reason) {
  uint64_t offset = read_u64(data + 32);
  unsigned entry = read_u16(data + 54);
  unsigned count = read_u16(data + 56);
  if (count == 0 || entry < PROGRAM_HEADER_SIZE) {
    return refuse(reason, "it has no program headers: not a library that can be loaded");
  }
  if (!is_inside(offset, (uint64_t)entry * count, file_size)) return refuse_truncated(reason);
  for (unsigned i = 0; i < count; ++i) {
    uint64_t at = offset + (uint64_t)entry * i;
    if (!is_inside(at, PROGRAM_HEADER_SIZE, size)) return true; /* beyond what was read */
    const unsigned char* segment = data + at;
    if (read_u32(segment) != SEGMENT_LOAD) continue;
    if (!is_inside(read_u64(segment + 8), read_u64(segment + 32), file_size)) {
      return refuse_truncated(reason);
    }
  }
  return true;
}

bool tf_library_check_bytes(const unsigned char* data, size_t size, uint64_t file_size,
                            tf_buf* reason) {
  if (file_size == 0) return refuse(reason, "the file is empty");
  if (size < 4 || memcmp(data, "\177ELF", 4) != 0) {
    return refuse(reason, "not a shared library (no ELF header)");
  }
  if (size < HEADER_SIZE) return refuse_truncated(reason);
  if (data[4] != (sizeof(void*) == 8 ? 2 : 1)) {
    (void)tf_buf_printf(reason, "a %d-bit library, this process has %d bits",
                        data[4] == 2 ? 64 : 32, (int)sizeof(void*) * 8);
    return false;
  }
  if (data[5] != OWN_ORDER) return refuse(reason, "a library for another byte order");
  unsigned machine = read_u16(data + 18);
  if (OWN_MACHINE != 0 && machine != OWN_MACHINE) {
    (void)tf_buf_printf(reason, "a library for %s, this process runs on %s", machine_name(machine),
                        machine_name(OWN_MACHINE));
    return false;
  }
  if (read_u16(data + 16) != ELF_TYPE_SHARED) {
    return refuse(reason, "an ELF file, but not a shared library (object file or program)");
  }
  return sizeof(void*) == 8 ? check_segments(data, size, file_size, reason) : true;
}
