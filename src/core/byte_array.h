/* SPDX-License-Identifier: Apache-2.0 */
/* Byte arrays that come through the ABI: is there something that can be read? */
#ifndef TVM_FFI_CORE_BYTE_ARRAY_H_
#define TVM_FFI_CORE_BYTE_ARRAY_H_

#include "core/types.h"

/* False for NULL, for bytes at NULL, and for more bytes than any object can have. */
static inline bool tf_byte_array_is_readable(const TVMFFIByteArray* bytes) {
  return bytes != NULL && (bytes->data != NULL || bytes->size == 0) && bytes->size <= PTRDIFF_MAX;
}

/* The same as an error that names the function: TypeError, ValueError for the size. */
TF_NODISCARD int tf_byte_array_check(const char* function, const TVMFFIByteArray* bytes);

#endif /* TVM_FFI_CORE_BYTE_ARRAY_H_ */
