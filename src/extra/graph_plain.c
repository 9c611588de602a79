/* SPDX-License-Identifier: Apache-2.0 */
/* Values whose node of a graph holds all of them: numbers, texts, shapes, enum members, and what a hook makes. */
#include "extra/graph_plain.h"

#include <inttypes.h>

#include "base/thread.h"
#include "container/map.h"
#include "container/seq.h"
#include "core/column.h"
#include "core/shape.h"
#include "core/string.h"
#include "core/typetable.h"
#include "extra/base64.h"
#include "extra/field_access.h"
#include "extra/types.h"

#define INVALID TF_GRAPH_INVALID
#define BYTES_LIMIT (1024 * 1024 * 1024)

static bool has_hook(int32_t type_index) {
  return tf_view_get_exact(tf_column_get(TF_COLUMN_DATA_FROM_JSON, type_index), kTVMFFIFunction) !=
         NULL;
}

bool tf_graph_is_plain(int32_t type_index) {
  return type_index < kTVMFFIStaticObjectBegin || type_index == kTVMFFIStr ||
         type_index == kTVMFFIBytes || type_index == kTVMFFIShape ||
         tf_type_is_a(type_index, tf_types_known.base_enum) || has_hook(type_index);
}

static int make_bytes(tf_view data, tf_any* out) {
  tf_str text;
  if (!tf_view_get_str(&data, &text)) return tf_field_mismatch(data, "str");
  tf_buf bytes = tf_buf_new(BYTES_LIMIT);
  int code = tf_base64_put_decoded(text, &bytes)
                 ? 0
                 : tf_raise(TF_VALUE_ERROR, INVALID ": bytes that are no base64");
  if (code == 0 && bytes.status != TF_BUF_OK) code = tf_raise_memory();
  if (code == 0) code = tf_string_new_bytes(tf_buf_view(&bytes), out);
  tf_buf_drop(&bytes);
  return code;
}

int tf_graph_make_dtype(tf_view data, tf_any* out) {
  tf_str text;
  DLDataType dtype;
  if (!tf_view_get_str(&data, &text)) return tf_field_mismatch(data, "DataType");
  TVMFFIByteArray bytes = tf_str_to_ffi(text);
  TF_TRY(TVMFFIDataTypeFromString(&bytes, &dtype));
  *out = tf_any_dtype(dtype);
  return 0;
}

static int make_device(tf_view data, tf_any* out) {
  const tf_seq* pair = tf_seq_of(data);
  int64_t type = 0;
  int64_t id = 0;
  if (pair == NULL || pair->seq.size != 2 || !tf_view_get_int(tf_seq_at(pair, 0), &type) ||
      !tf_view_get_int(tf_seq_at(pair, 1), &id) || type < 0 || type > INT32_MAX || id < INT32_MIN ||
      id > INT32_MAX) {
    return tf_raise(TF_VALUE_ERROR, INVALID ": a device is no pair of integers");
  }
  *out = tf_any_device((DLDevice){(DLDeviceType)type, (int32_t)id});
  return 0;
}

static int make_shape(tf_view data, tf_any* out) {
  const tf_seq* numbers = tf_seq_of(data);
  int64_t* extents = NULL;
  tf_any shape = tf_any_none();
  if (numbers == NULL) return tf_field_mismatch(data, "ffi.Array");
  TF_TRY(tf_shape_new_room((size_t)numbers->seq.size, &extents, &shape));
  for (int64_t i = 0; i < numbers->seq.size; ++i) {
    if (!tf_view_get_int(tf_seq_at(numbers, i), &extents[i])) {
      tf_any_drop(&shape);
      return tf_field_mismatch(tf_seq_at(numbers, i), "int");
    }
  }
  *out = shape;
  return 0;
}

static int make_number(int32_t type_index, tf_view data, tf_any* out) {
  int64_t integer = 0;
  double real = 0;
  bool truth = false;
  if (type_index == kTVMFFIInt) {
    if (!tf_view_get_int(data, &integer)) return tf_field_mismatch(data, "int");
    *out = tf_any_int(integer);
  } else if (type_index == kTVMFFIFloat) {
    if (!tf_view_get_float(data, &real)) return tf_field_mismatch(data, "float");
    *out = tf_any_float(real);
  } else {
    if (!tf_view_get_bool(data, &truth)) return tf_field_mismatch(data, "bool");
    *out = tf_any_bool(truth);
  }
  return 0;
}

static int make_enum(int32_t type_index, tf_view data, tf_any* out) {
  tf_view state = tf_column_get(TF_COLUMN_ENUM, type_index);
  tf_str key = tf_type_key(type_index);
  const tf_any* member = NULL;
  if (tf_view_get_object(state, tf_types_known.enum_state) != NULL) {
    const tvm_ffi_enum_state_object* known =
        (const tvm_ffi_enum_state_object*)(const void*)state.raw.v_obj;
    if (known->indexes != NULL) {
      TF_TRY(tf_map_find((const tf_map*)known->indexes, data, &member));
    }
  }
  if (member == NULL) {
    return tf_raise(TF_VALUE_ERROR, INVALID ": `%.*s` has no such member", (int)key.size, key.data);
  }
  *out = tf_any_copy_owned(member);
  return 0;
}

static int make_with_hook(int32_t type_index, tf_view data, tf_any* out) {
  tf_view hook = tf_column_get(TF_COLUMN_DATA_FROM_JSON, type_index);
  if (!tf_thread_has_stack()) return tf_raise_depth("the graph to read");
  return tf_func_call(hook.raw.v_obj, &data, 1, out);
}

int tf_graph_make_plain(int32_t type_index, tf_view data, tf_any* out) {
  tf_str text;
  switch (type_index) {
    case kTVMFFINone:
      *out = tf_any_none();
      return 0;
    case kTVMFFIInt:
    case kTVMFFIFloat:
    case kTVMFFIBool:
      return make_number(type_index, data, out);
    case kTVMFFIStr:
      return tf_view_get_str(&data, &text) ? tf_any_copy(data, out)
                                           : tf_field_mismatch(data, "str");
    case kTVMFFIBytes:
      return make_bytes(data, out);
    case kTVMFFIDataType:
      return tf_graph_make_dtype(data, out);
    case kTVMFFIDevice:
      return make_device(data, out);
    case kTVMFFIShape:
      return make_shape(data, out);
    default:
      break;
  }
  if (has_hook(type_index)) return make_with_hook(type_index, data, out);
  if (tf_type_is_a(type_index, tf_types_known.base_enum)) {
    return make_enum(type_index, data, out);
  }
  tf_str key = tf_type_key(type_index);
  return tf_raise(TF_VALUE_ERROR, INVALID ": nodes of type `%.*s` cannot be read", (int)key.size,
                  key.data);
}
