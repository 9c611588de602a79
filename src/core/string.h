/* SPDX-License-Identifier: Apache-2.0 */
/* Strings and bytes as values (abi.md sections 4 and 6.1). Immutable, hence thread-safe. */
#ifndef TVM_FFI_CORE_STRING_H_
#define TVM_FFI_CORE_STRING_H_

#include "base/buf.h"
#include "core/any.h"

#define TF_STRING_SMALL_MAX 7

/* A String or Bytes object. `cell.data` is NUL-terminated; in our own objects it follows the
   struct. */
typedef struct tf_string {
  tf_object header;
  TVMFFIByteArray cell;
} tf_string;

/* An owned string (bytes): inside the value up to 7 bytes, else an object. Copies `text`. -1 with
   MemoryError. */
TF_NODISCARD int tf_string_new(tf_str text, tf_any* out);
TF_NODISCARD int tf_string_new_bytes(tf_str content, tf_any* out);

/* The same with a printf format; at most 1 MiB. */
TF_NODISCARD int tf_string_format(tf_any* out, const char* format, ...) TF_PRINTF(2, 3);

/* Always an object, whatever the length: kTVMFFIStr or kTVMFFIBytes. */
TF_NODISCARD int tf_string_new_object(int32_t type_index, tf_str content, tf_any* out);

/* An object of `size` bytes that the caller fills in: *out_data has room for `size` bytes, the NUL
   is there. */
TF_NODISCARD int tf_string_new_room(int32_t type_index, size_t size, char** out_data, tf_any* out);

/* What a buffer holds, as an owned string. Turns the buffer's failure into MemoryError or, beyond
   its maximum, ValueError. The buffer stays the caller's. */
TF_NODISCARD int tf_string_from_buf(const tf_buf* buf, tf_any* out);

/* A short string (bytes) without an allocation; `text` must have at most 7 bytes. */
tf_any tf_string_small(tf_str text);
tf_any tf_string_small_bytes(tf_str content);

#endif /* TVM_FFI_CORE_STRING_H_ */
