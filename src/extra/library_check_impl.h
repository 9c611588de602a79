/* SPDX-License-Identifier: Apache-2.0 */
/* What the checks of both formats, ELF and PE, need: names of machines, numbers of a header, reasons. */
#ifndef TVM_FFI_EXTRA_LIBRARY_CHECK_IMPL_H_
#define TVM_FFI_EXTRA_LIBRARY_CHECK_IMPL_H_

#include <stdint.h>
#include <string.h>

#include "extra/library_check.h"

typedef struct tf_machine {
  unsigned machine;
  const char* name;
} tf_machine;

static inline const char* tf_machine_name(const tf_machine* machines, size_t count,
                                          unsigned machine) {
  for (size_t i = 0; i < count; ++i) {
    if (machines[i].machine == machine) return machines[i].name;
  }
  return "an unknown machine";
}

/* Numbers in this machine's byte order, at any address: read after the file turned out to be of that order, which PE files
   and every machine of Windows are by definition. */
static inline unsigned tf_header_u16(const unsigned char* at) {
  uint16_t value;
  memcpy(&value, at, sizeof(value));
  return value;
}

static inline uint32_t tf_header_u32(const unsigned char* at) {
  uint32_t value;
  memcpy(&value, at, sizeof(value));
  return value;
}

/* Appends the reason. Always false. */
static inline bool tf_library_refuse(tf_buf* reason, const char* text) {
  (void)tf_buf_put_c(reason, text);
  return false;
}

static inline bool tf_library_refuse_truncated(tf_buf* reason) {
  return tf_library_refuse(reason,
                           "the file is truncated: parts that its headers announce are not there");
}

#endif /* TVM_FFI_EXTRA_LIBRARY_CHECK_IMPL_H_ */
