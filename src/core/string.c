/* SPDX-License-Identifier: Apache-2.0 */
#include "core/string.h"

#include <string.h>

#include "base/mem.h"
#include "core/byte_array.h"
#include "core/error.h"

static tf_any small_value(int32_t type_index, tf_str content) {
  tf_any any = {{.type_index = type_index, .small_str_len = (uint32_t)content.size}};
  any.raw.v_uint64 = tf_hash_short_bytes(content.data, content.size);
  return any;
}

tf_any tf_string_small(tf_str text) { return small_value(kTVMFFISmallStr, text); }

tf_any tf_string_small_bytes(tf_str content) { return small_value(kTVMFFISmallBytes, content); }

int tf_string_new_room(int32_t type_index, size_t size, char** out_data, tf_any* out) {
  size_t bytes;
  if (!tf_size_add(sizeof(tf_string) + 8, size, &bytes)) return tf_raise_memory();
  /* Content, NUL, rounded up to whole words (abi.md section 6.1). */
  bytes = (sizeof(tf_string) + size + 8) & ~(size_t)7;
  tf_string* string = tf_mem_alloc(bytes);
  if (string == NULL) return tf_raise_memory();
  tf_object_init(&string->header, type_index, tf_object_delete_leaf);
  char* data = (char*)(string + 1);
  data[size] = '\0';
  string->cell.data = data;
  string->cell.size = size;
  *out_data = data;
  tf_any any = {{.type_index = type_index, .v_obj = &string->header}};
  *out = any;
  return 0;
}

int tf_string_new_object(int32_t type_index, tf_str content, tf_any* out) {
  char* data;
  TF_TRY(tf_string_new_room(type_index, content.size, &data, out));
  if (content.size != 0) memcpy(data, content.data, content.size);
  return 0;
}

int tf_string_new(tf_str text, tf_any* out) {
  if (text.size > TF_STRING_SMALL_MAX) return tf_string_new_object(kTVMFFIStr, text, out);
  *out = tf_string_small(text);
  return 0;
}

int tf_string_new_bytes(tf_str content, tf_any* out) {
  if (content.size > TF_STRING_SMALL_MAX) return tf_string_new_object(kTVMFFIBytes, content, out);
  *out = tf_string_small_bytes(content);
  return 0;
}

int tf_string_from_buf(const tf_buf* buf, tf_any* out) {
  if (buf->status == TF_BUF_NO_MEMORY) return tf_raise_memory();
  if (buf->status == TF_BUF_TOO_LONG) {
    return tf_raise(TF_VALUE_ERROR, "the text would be longer than %zu bytes", buf->max);
  }
  return tf_string_new(tf_buf_view(buf), out);
}

int tf_string_format(tf_any* out, const char* format, ...) {
  tf_buf buf = tf_buf_new((size_t)1 << 20);
  va_list args;
  va_start(args, format);
  (void)tf_buf_vprintf(&buf, format, args);
  va_end(args);
  int status = tf_string_from_buf(&buf, out);
  tf_buf_drop(&buf);
  return status;
}

/* ---- ABI ---- */

/* Checks what both functions below take. */
static TF_ALWAYS_INLINE int check_input(const char* function, const TVMFFIByteArray* input,
                                        const TVMFFIAny* out) {
  if (TF_UNLIKELY(!tf_byte_array_is_readable(input))) return tf_byte_array_check(function, input);
  if (TF_UNLIKELY(out == NULL)) return tf_raise(TF_TYPE_ERROR, "%s: `out` is NULL", function);
  return 0;
}

int TVMFFIStringFromByteArray(const TVMFFIByteArray* input, TVMFFIAny* out) {
  TF_TRY(check_input(__func__, input, out));
  return tf_string_new(tf_str_from_ffi(input), tf_any_slot(out));
}

int TVMFFIBytesFromByteArray(const TVMFFIByteArray* input, TVMFFIAny* out) {
  TF_TRY(check_input(__func__, input, out));
  return tf_string_new_bytes(tf_str_from_ffi(input), tf_any_slot(out));
}
