/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of callbacks. */
#include "extra/callbacks.h"

#include <inttypes.h>

#include "core/typetable.h"
#include "extra/convert.h"

static bool is_match(int64_t wanted, int32_t type_index) {
  if (wanted == kTVMFFIAny || wanted == type_index) return true;
  if (wanted == kTVMFFIStr && type_index == kTVMFFISmallStr) return true;
  if (wanted == kTVMFFIBytes && type_index == kTVMFFISmallBytes) return true;
  return type_index >= kTVMFFIStaticObjectBegin && wanted >= kTVMFFIStaticObjectBegin &&
         wanted <= INT32_MAX && tf_type_is_a(type_index, (int32_t)wanted);
}

const tf_seq* tf_callbacks_find(const tf_seq* row, int32_t type_index) {
  for (int64_t i = 0; row != NULL && i < row->seq.size; ++i) {
    const tf_seq* element = tf_seq_of(tf_seq_at(row, i));
    if (is_match(tf_seq_at(element, 0).raw.v_int64, type_index)) return element;
  }
  return NULL;
}

int tf_callbacks_raise_result(tf_view result, const char* expected) {
  tf_str key = tf_view_type_key(result);
  return tf_raise(TF_TYPE_ERROR, "CallExpected: result type mismatch, expected %s, but got %.*s",
                  expected, (int)key.size, key.data);
}

/* The first part of an element that has the wrong kind, or the number of parts. */
static int64_t find_wrong_part(const tf_seq* element) {
  int64_t at = 0;
  for (; at < element->seq.size; ++at) {
    int32_t kind = tf_seq_at(element, at).raw.type_index;
    bool fits = at == 0   ? kind == kTVMFFIInt
                : at == 1 ? kind == kTVMFFIFunction
                          : kind == kTVMFFIBool || kind == kTVMFFIInt;
    if (!fits) return at;
  }
  return at;
}

/* Names what is wrong with element `index`, in the words of typed containers. */
static int raise_element(const tf_args* args, int32_t argument, const tf_seq* row, int64_t index,
                         int64_t num_parts) {
  tf_view view = tf_seq_at(row, index);
  const tf_seq* element = tf_seq_of(view);
  tf_str key = tf_view_type_key(view);
  tf_buf got = tf_buf_new(1024);
  (void)tf_buf_printf(&got, "Array[index %" PRId64 ": ", index);
  if (element == NULL || element->header.type_index != kTVMFFIArray) {
    (void)tf_buf_put_str(&got, key);
  } else if (element->seq.size != num_parts) {
    (void)tf_buf_printf(&got, "Array[size=%" PRId64 "]", element->seq.size);
  } else {
    int64_t part = find_wrong_part(element);
    key = tf_view_type_key(tf_seq_at(element, part));
    (void)tf_buf_printf(&got, "Array[index %" PRId64 ": %.*s]", part, (int)key.size, key.data);
  }
  (void)tf_buf_put_char(&got, ']');
  int code = tf_args_mismatch(args, argument, NULL, tf_buf_c_str(&got));
  tf_buf_drop(&got);
  return code;
}

int tf_callbacks_read(const tf_args* args, int32_t argument, int64_t num_parts, tf_seq** out) {
  tf_seq* row = NULL;
  TF_TRY(tf_convert_array(args, argument, &row));
  for (int64_t i = 0; i < row->seq.size; ++i) {
    const tf_seq* element = tf_seq_of(tf_seq_at(row, i));
    bool fits = element != NULL && element->header.type_index == kTVMFFIArray &&
                element->seq.size == num_parts && find_wrong_part(element) == num_parts;
    if (!fits) {
      int code = raise_element(args, argument, row, i, num_parts);
      tf_object_drop(&row);
      return code;
    }
  }
  *out = row;
  return 0;
}
