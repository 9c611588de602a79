/* SPDX-License-Identifier: Apache-2.0 */
/* The checks of a PE file's headers. At 60 of the old header stands where the new one begins; in that one:

     0 magic | 4 machine | 6 number of sections | 20 size of the optional header | 22 flags | 24 optional header

   and behind it the sections, 40 bytes each: 16 size in the file | 20 offset in the file. */
#include <stdint.h>
#include <string.h>

#include "base/compiler.h"
#include "extra/library_check_impl.h"

#define OLD_HEADER_SIZE 64
#define HEADER_SIZE 24
#define SECTION_SIZE 40
#define FLAG_LIBRARY 0x2000u

#if defined(__x86_64__)
#define OWN_MACHINE 0x8664u
#elif defined(__aarch64__)
#define OWN_MACHINE 0xaa64u
#elif defined(__i386__)
#define OWN_MACHINE 0x014cu
#else
#error "which machine is this?"
#endif

static const tf_machine machines[] = {
    {0x014c, "i386"}, {0x01c4, "arm"}, {0x8664, "x86-64"}, {0xaa64, "aarch64"}};

static bool check_sections(const unsigned char* data, size_t size, uint64_t at, unsigned count,
                           uint64_t file_size, tf_buf* reason) {
  for (unsigned i = 0; i < count; ++i, at += SECTION_SIZE) {
    if (at > file_size || file_size - at < SECTION_SIZE) return tf_library_refuse_truncated(reason);
    if (at > size || size - at < SECTION_SIZE) return true; /* beyond what was read */
    uint64_t end = (uint64_t)tf_header_u32(data + at + 16) + tf_header_u32(data + at + 20);
    if (end > file_size) return tf_library_refuse_truncated(reason);
  }
  return true;
}

bool tf_library_check_bytes(const unsigned char* data, size_t size, uint64_t file_size,
                            tf_buf* reason) {
  if (file_size == 0) return tf_library_refuse(reason, "the file is empty");
  if (size < 2 || memcmp(data, "MZ", 2) != 0) {
    return tf_library_refuse(reason, "not a shared library (no PE header)");
  }
  if (size < OLD_HEADER_SIZE) return tf_library_refuse_truncated(reason);
  uint64_t at = tf_header_u32(data + 60);
  if (at > file_size || file_size - at < HEADER_SIZE) return tf_library_refuse_truncated(reason);
  if (at > size || size - at < HEADER_SIZE) return true; /* beyond what was read */
  const unsigned char* header = data + at;
  if (memcmp(header, "PE\0\0", 4) != 0)
    return tf_library_refuse(reason, "not a shared library (no PE header)");
  unsigned machine = tf_header_u16(header + 4);
  if (machine != OWN_MACHINE) {
    (void)tf_buf_printf(reason, "a library for %s, this process runs on %s",
                        tf_machine_name(machines, TF_COUNT_OF(machines), machine),
                        tf_machine_name(machines, TF_COUNT_OF(machines), OWN_MACHINE));
    return false;
  }
  if ((tf_header_u16(header + 22) & FLAG_LIBRARY) == 0) {
    return tf_library_refuse(reason, "a PE file, but not a shared library (a program)");
  }
  uint64_t sections = at + HEADER_SIZE + tf_header_u16(header + 20);
  return check_sections(data, size, sections, tf_header_u16(header + 6), file_size, reason);
}
