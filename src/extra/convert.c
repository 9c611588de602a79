/* SPDX-License-Identifier: Apache-2.0 */
/* Container arguments, converted by copy where needed. */
#include "extra/convert.h"

#include <inttypes.h>

#include "container/array.h"
#include "container/list.h"

int tf_convert_array(const tf_args* args, int32_t index, tf_seq** out) {
  tf_seq* seq = tf_seq_of(tf_args_view(args, index));
  if (seq == NULL) return tf_args_mismatch(args, index, NULL, NULL);
  if (seq->header.type_index != kTVMFFIArray) return tf_array_from_seq(seq, out);
  tf_object_incref(seq);
  *out = seq;
  return 0;
}

int tf_convert_list(const tf_args* args, int32_t index, tf_seq** out) {
  tf_seq* seq = tf_seq_of(tf_args_view(args, index));
  if (seq == NULL) return tf_args_mismatch(args, index, NULL, NULL);
  if (seq->header.type_index != kTVMFFIList) return tf_list_from_seq(seq, out);
  tf_object_incref(seq);
  *out = seq;
  return 0;
}

int tf_convert_list_view(const tf_args* args, int32_t index, tf_seq** out, tf_seq** out_copy) {
  tf_seq* copy = NULL;
  tf_seq* list = (tf_seq*)tf_view_get_exact(tf_args_view(args, index), kTVMFFIList);
  if (list == NULL) TF_TRY(tf_convert_list(args, index, &copy));
  *out = list != NULL ? list : copy;
  *out_copy = copy;
  return 0;
}

int tf_convert_dict_view(const tf_args* args, int32_t index, tf_map** out, tf_map** out_copy) {
  tf_map* copy = NULL;
  tf_map* map = tf_convert_view_map(tf_args_view(args, index));
  if (map == NULL) return tf_args_mismatch(args, index, NULL, NULL);
  if (map->header.type_index != kTVMFFIDict) TF_TRY(tf_map_copy(kTVMFFIDict, map, &copy));
  *out = copy != NULL ? copy : map;
  *out_copy = copy;
  return 0;
}

int tf_convert_value(const tf_args* args, int32_t index, tf_any* holder, tf_view* out) {
  tf_view view = tf_args_view(args, index);
  int32_t kind = view.raw.type_index;
  *holder = tf_any_none();
  if (kind >= kTVMFFIRawStr && kind <= kTVMFFIObjectRValueRef) {
    TF_TRY(tf_any_copy(view, holder));
    view = tf_view_of(holder);
  }
  *out = view;
  return 0;
}

int tf_convert_int32(const tf_args* args, int32_t index, int32_t* out) {
  int64_t value = 0;
  TF_TRY(tf_args_int(args, index, &value));
  if (value < INT32_MIN || value > INT32_MAX) {
    return tf_raise(TF_OVERFLOW_ERROR, "argument #%d of `%s` is out of range: %" PRId64, index,
                    args->def->name, value);
  }
  *out = (int32_t)value;
  return 0;
}
