/* SPDX-License-Identifier: Apache-2.0 */
/* `__ffi_convert__` of the built-in types: turns a value into one of that type where abi.md section 4 allows it. */
#include "container/array.h"
#include "container/list.h"
#include "container/map.h"
#include "core/column.h"
#include "core/func.h"
#include "core/shape.h"
#include "core/typetable.h"
#include "extra/types.h"

static int raise_cast(tf_view value, const char* expected) {
  tf_str key = tf_view_type_key(value);
  return tf_raise(TF_TYPE_ERROR, "Cannot cast from `%.*s` to `%s`", (int)key.size, key.data,
                  expected);
}

/* What the message calls a type. */
static const char* name_of(int32_t type_index) {
  switch (type_index) {
    case kTVMFFIStr:
      return "str";
    case kTVMFFIBytes:
      return "bytes";
    case kTVMFFIArray:
      return "Array<Any>";
    case kTVMFFIList:
      return "List<Any>";
    case kTVMFFIMap:
      return "Map<Any, Any>";
    case kTVMFFIDict:
      return "Dict<Any, Any>";
    default:
      return tf_type_key(type_index).data;
  }
}

static int convert_text(tf_view value, int32_t type_index, tf_any* out) {
  tf_str content;
  bool fits = type_index == kTVMFFIStr ? tf_view_get_str(&value, &content)
                                       : tf_view_get_bytes(&value, &content);
  return fits ? tf_any_copy(value, out) : raise_cast(value, name_of(type_index));
}

static int convert_seq(tf_view value, int32_t type_index, tf_any* out) {
  const tf_seq* seq = tf_seq_of(value);
  tf_seq* made = NULL;
  if (seq == NULL) return raise_cast(value, name_of(type_index));
  if (seq->header.type_index == type_index) return tf_any_copy(value, out);
  TF_TRY(type_index == kTVMFFIArray ? tf_array_from_seq(seq, &made) : tf_list_from_seq(seq, &made));
  *out = tf_any_own(made);
  return 0;
}

static int convert_map(tf_view value, int32_t type_index, tf_any* out) {
  tf_map* made = NULL;
  if (value.raw.type_index == type_index) return tf_any_copy(value, out);
  if (value.raw.type_index != kTVMFFIMap && value.raw.type_index != kTVMFFIDict) {
    return raise_cast(value, name_of(type_index));
  }
  TF_TRY(tf_map_copy(type_index, (const tf_map*)(const void*)value.raw.v_obj, &made));
  *out = tf_any_own(made);
  return 0;
}

static int convert_shape(tf_view value, tf_any* out) {
  const tf_seq* seq = tf_seq_of(value);
  int64_t* extents = NULL;
  tf_any shape = tf_any_none();
  if (value.raw.type_index == kTVMFFIShape) return tf_any_copy(value, out);
  if (seq == NULL) return raise_cast(value, name_of(kTVMFFIShape));
  TF_TRY(tf_shape_new_room((size_t)seq->seq.size, &extents, &shape));
  for (int64_t i = 0; i < seq->seq.size; ++i) {
    if (!tf_view_get_int(tf_seq_at(seq, i), &extents[i])) {
      tf_any_drop(&shape);
      return raise_cast(value, name_of(kTVMFFIShape));
    }
  }
  *out = shape;
  return 0;
}

static int convert_object(tf_view value, int32_t type_index, tf_any* out) {
  bool can_be_none =
      type_index == kTVMFFIObject || type_index == kTVMFFIFunction || type_index == kTVMFFITensor;
  bool fits =
      tf_view_get_object(value, type_index) != NULL || (can_be_none && tf_view_is_none(value));
  return fits ? tf_any_copy(value, out) : raise_cast(value, name_of(type_index));
}

static int convert_call(const tf_args* args, tf_any* result) {
  int32_t type_index = (int32_t)(intptr_t)args->context;
  tf_view value = tf_args_view(args, 0);
  switch (type_index) {
    case kTVMFFIStr:
    case kTVMFFIBytes:
      return convert_text(value, type_index, result);
    case kTVMFFIArray:
    case kTVMFFIList:
      return convert_seq(value, type_index, result);
    case kTVMFFIMap:
    case kTVMFFIDict:
      return convert_map(value, type_index, result);
    case kTVMFFIShape:
      return convert_shape(value, result);
    default:
      return convert_object(value, type_index, result);
  }
}

static const tf_func_def convert_def = {"__ffi_convert__", "(Any) -> Any", convert_call, NULL};

int tf_types_register_conversions(void) {
  const int32_t types[] = {kTVMFFIObject,
                           kTVMFFIStr,
                           kTVMFFIBytes,
                           kTVMFFIError,
                           kTVMFFIFunction,
                           kTVMFFIShape,
                           kTVMFFITensor,
                           kTVMFFIArray,
                           kTVMFFIMap,
                           kTVMFFIList,
                           kTVMFFIDict,
                           tf_types_known.int_enum,
                           tf_types_known.str_enum};
  for (size_t i = 0; i < TF_COUNT_OF(types); ++i) {
    tf_function* function = NULL;
    TF_TRY(tf_func_new_closure(&convert_def, (void*)(intptr_t)types[i], NULL, &function));
    TF_TRY(tf_column_set(TF_COLUMN_CONVERT, types[i], tf_any_own(function)));
  }
  return 0;
}
