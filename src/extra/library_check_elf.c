/* SPDX-License-Identifier: Apache-2.0 */
/* The checks of an ELF file's headers. Offsets are those of the ELF specification for 64-bit files:

     0 magic | 4 class | 5 byte order | 16 type | 18 machine | 32 phoff | 40 shoff | 54 phentsize | 56 phnum | ...     */
#include <stdint.h>
#include <string.h>

#include "base/compiler.h"
#include "extra/library_check_impl.h"

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

static const tf_machine machines[] = {{3, "i386"},    {21, "ppc64"},    {22, "s390"},  {40, "arm"},
                                      {62, "x86-64"}, {183, "aarch64"}, {243, "riscv"}};

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define OWN_ORDER 2
#else
#define OWN_ORDER 1
#endif

static uint64_t read_u64(const unsigned char* at) {
  uint64_t value;
  memcpy(&value, at, sizeof(value));
  return value;
}

static bool is_inside(uint64_t offset, uint64_t size, uint64_t file_size) {
  return offset <= file_size && size <= file_size - offset;
}

static bool check_segments(const unsigned char* data, size_t size, uint64_t file_size,
                           tf_buf* reason) {
  uint64_t offset = read_u64(data + 32);
  unsigned entry = tf_header_u16(data + 54);
  unsigned count = tf_header_u16(data + 56);
  if (count == 0 || entry < PROGRAM_HEADER_SIZE) {
    return tf_library_refuse(reason, "it has no program headers: not a library that can be loaded");
  }
  if (!is_inside(offset, (uint64_t)entry * count, file_size))
    return tf_library_refuse_truncated(reason);
  for (unsigned i = 0; i < count; ++i) {
    uint64_t at = offset + (uint64_t)entry * i;
    if (!is_inside(at, PROGRAM_HEADER_SIZE, size)) return true; /* beyond what was read */
    const unsigned char* segment = data + at;
    if (tf_header_u32(segment) != SEGMENT_LOAD) continue;
    if (!is_inside(read_u64(segment + 8), read_u64(segment + 32), file_size)) {
      return tf_library_refuse_truncated(reason);
    }
  }
  return true;
}

bool tf_library_check_bytes(const unsigned char* data, size_t size, uint64_t file_size,
                            tf_buf* reason) {
  if (file_size == 0) return tf_library_refuse(reason, "the file is empty");
  if (size < 4 || memcmp(data, "\177ELF", 4) != 0) {
    return tf_library_refuse(reason, "not a shared library (no ELF header)");
  }
  if (size < HEADER_SIZE) return tf_library_refuse_truncated(reason);
  if (data[4] != (sizeof(void*) == 8 ? 2 : 1)) {
    (void)tf_buf_printf(reason, "a %d-bit library, this process has %d bits",
                        data[4] == 2 ? 64 : 32, (int)sizeof(void*) * 8);
    return false;
  }
  if (data[5] != OWN_ORDER) return tf_library_refuse(reason, "a library for another byte order");
  unsigned machine = tf_header_u16(data + 18);
  if (OWN_MACHINE != 0 && machine != OWN_MACHINE) {
    (void)tf_buf_printf(reason, "a library for %s, this process runs on %s",
                        tf_machine_name(machines, TF_COUNT_OF(machines), machine),
                        tf_machine_name(machines, TF_COUNT_OF(machines), OWN_MACHINE));
    return false;
  }
  if (tf_header_u16(data + 16) != ELF_TYPE_SHARED) {
    return tf_library_refuse(reason,
                             "an ELF file, but not a shared library (object file or program)");
  }
  return sizeof(void*) == 8 ? check_segments(data, size, file_size, reason) : true;
}
