/* SPDX-License-Identifier: Apache-2.0 */
#include "core/byte_array.h"

#include "core/error.h"

int tf_byte_array_check(const char* function, const TVMFFIByteArray* bytes) {
  if (TF_LIKELY(tf_byte_array_is_readable(bytes))) return 0;
  if (bytes == NULL) return tf_raise(TF_TYPE_ERROR, "%s: a byte array is NULL", function);
  if (bytes->data == NULL) {
    return tf_raise(TF_TYPE_ERROR, "%s: %zu bytes at NULL", function, bytes->size);
  }
  return tf_raise(TF_VALUE_ERROR, "%s: a byte array cannot have %zu bytes", function, bytes->size);
}
