/* SPDX-License-Identifier: Apache-2.0 */
/* Getters and setters of fields. */
#include "extra/field_access.h"

#include <inttypes.h>
#include <string.h>

#include "container/array.h"
#include "container/list.h"
#include "container/map.h"
#include "core/error.h"

tf_field_storage tf_field_storage_of(int32_t static_type_index, int64_t size) {
  switch (static_type_index) {
    case kTVMFFIInt:
      return TF_FIELD_INT;
    case kTVMFFIFloat:
      return TF_FIELD_FLOAT;
    case kTVMFFIBool:
      return TF_FIELD_BOOL;
    case kTVMFFIOpaquePtr:
      return TF_FIELD_PTR;
    case kTVMFFIDataType:
      return TF_FIELD_DTYPE;
    case kTVMFFIDevice:
      return TF_FIELD_DEVICE;
    case kTVMFFIAny:
    case kTVMFFINone:
      return size == (int64_t)sizeof(void*) ? TF_FIELD_OBJECT : TF_FIELD_ANY;
    default:
      return static_type_index >= kTVMFFIStaticObjectBegin ? TF_FIELD_OBJECT : TF_FIELD_NONE;
  }
}

int tf_field_mismatch(tf_view value, const char* expected) {
  tf_str key = tf_view_type_key(value);
  return tf_raise(TF_TYPE_ERROR, "Cannot convert from type `%.*s` to `%s`", (int)key.size, key.data,
                  expected);
}

/* ---- getters ---- */

int tf_field_get_int64(void* field, TVMFFIAny* result) {
  tf_any_give(tf_any_int(*(const int64_t*)field), result);
  return 0;
}

int tf_field_get_int32(void* field, TVMFFIAny* result) {
  tf_any_give(tf_any_int(*(const int32_t*)field), result);
  return 0;
}

static int get_float(void* field, TVMFFIAny* result) {
  tf_any_give(tf_any_float(*(const double*)field), result);
  return 0;
}

static int get_bool(void* field, TVMFFIAny* result) {
  tf_any_give(tf_any_bool(*(const uint8_t*)field != 0), result);
  return 0;
}

static int get_ptr(void* field, TVMFFIAny* result) {
  void* pointer = *(void* const*)field;
  tf_any_give(pointer == NULL ? tf_any_none() : tf_any_ptr(pointer), result);
  return 0;
}

static int get_dtype(void* field, TVMFFIAny* result) {
  tf_any_give(tf_any_dtype(*(const DLDataType*)field), result);
  return 0;
}

static int get_device(void* field, TVMFFIAny* result) {
  tf_any_give(tf_any_device(*(const DLDevice*)field), result);
  return 0;
}

int tf_field_get_any(void* field, TVMFFIAny* result) {
  tf_any_give(tf_any_copy_owned((const tf_any*)field), result);
  return 0;
}

int tf_field_get_object(void* field, TVMFFIAny* result) {
  tf_any_give(tf_any_share(*(void* const*)field), result);
  return 0;
}

TVMFFIFieldGetter tf_field_getter_for(int32_t static_type_index) {
  switch (tf_field_storage_of(static_type_index, (int64_t)sizeof(TVMFFIAny))) {
    case TF_FIELD_INT:
      return tf_field_get_int64;
    case TF_FIELD_FLOAT:
      return get_float;
    case TF_FIELD_BOOL:
      return get_bool;
    case TF_FIELD_PTR:
      return get_ptr;
    case TF_FIELD_DTYPE:
      return get_dtype;
    case TF_FIELD_DEVICE:
      return get_device;
    case TF_FIELD_ANY:
      return tf_field_get_any;
    case TF_FIELD_OBJECT:
      return tf_field_get_object;
    case TF_FIELD_NONE:
      break;
  }
  return NULL;
}

/* ---- storing ---- */

/* Puts an owned handle (or NULL) into a field and drops what was there. */
static void put_object(void* field, void* object) {
  void** slot = (void**)field;
  void* old = *slot;
  *slot = object;
  tf_object_decref(old);
}

static int store_object(void* field, tf_any value) {
  tf_view view = tf_view_of(&value);
  if (!tf_view_is_none(view) && !tf_view_is_object(view)) {
    (void)tf_field_mismatch(view, "ffi.Object");
    tf_any_drop(&value);
    return -1;
  }
  put_object(field, tf_view_is_none(view) ? NULL : (void*)value.raw.v_obj);
  return 0;
}

static int store_pod(void* field, tf_view value, tf_field_storage storage) {
  int64_t integer = 0;
  double real = 0;
  bool truth = false;
  switch (storage) {
    case TF_FIELD_INT:
      if (!tf_view_get_int(value, &integer)) return tf_field_mismatch(value, "int");
      memcpy(field, &integer, sizeof(integer));
      return 0;
    case TF_FIELD_FLOAT:
      if (!tf_view_get_float(value, &real)) return tf_field_mismatch(value, "float");
      memcpy(field, &real, sizeof(real));
      return 0;
    case TF_FIELD_BOOL:
      if (!tf_view_get_bool(value, &truth)) return tf_field_mismatch(value, "bool");
      *(uint8_t*)field = truth;
      return 0;
    case TF_FIELD_PTR:
      if (value.raw.type_index != kTVMFFIOpaquePtr && !tf_view_is_none(value)) {
        return tf_field_mismatch(value, "void*");
      }
      memcpy(field, &value.raw.v_ptr, sizeof(void*));
      return 0;
    case TF_FIELD_DTYPE:
      if (value.raw.type_index != kTVMFFIDataType) return tf_field_mismatch(value, "DataType");
      memcpy(field, &value.raw.v_dtype, sizeof(DLDataType));
      return 0;
    case TF_FIELD_DEVICE:
      if (value.raw.type_index != kTVMFFIDevice) return tf_field_mismatch(value, "Device");
      memcpy(field, &value.raw.v_device, sizeof(DLDevice));
      return 0;
    default:
      return tf_field_mismatch(value, "a field of this type");
  }
}

int tf_field_store(void* field, int32_t static_type_index, tf_any value) {
  tf_field_storage storage = tf_field_storage_of(static_type_index, (int64_t)sizeof(TVMFFIAny));
  if (storage == TF_FIELD_OBJECT) return store_object(field, value);
  if (storage == TF_FIELD_ANY) {
    tf_any_set((tf_any*)field, value);
    return 0;
  }
  int code = store_pod(field, tf_view_of(&value), storage);
  tf_any_drop(&value);
  return code;
}

/* ---- setters ---- */

int tf_field_set_int64(void* field, const TVMFFIAny* value) {
  return store_pod(field, tf_view_raw(value), TF_FIELD_INT);
}

int tf_field_set_int32(void* field, const TVMFFIAny* value) {
  int64_t number = 0;
  if (!tf_view_get_int(tf_view_raw(value), &number)) {
    return tf_field_mismatch(tf_view_raw(value), "int");
  }
  if (number < INT32_MIN || number > INT32_MAX) {
    return tf_raise(TF_OVERFLOW_ERROR, "%" PRId64 " does not fit a 32-bit field", number);
  }
  *(int32_t*)field = (int32_t)number;
  return 0;
}

int tf_field_set_any(void* field, const TVMFFIAny* value) {
  tf_any owned = tf_any_none();
  TF_TRY(tf_any_copy(tf_view_raw(value), &owned));
  tf_any_set((tf_any*)field, owned);
  return 0;
}

int tf_field_set_string(void* field, const TVMFFIAny* value) {
  tf_view view = tf_view_raw(value);
  tf_str text;
  if (!tf_view_get_str(&view, &text)) return tf_field_mismatch(view, "str");
  return tf_field_set_any(field, value);
}

int tf_field_set_object_of(void* field, const TVMFFIAny* value, int32_t type_index,
                           bool can_be_none, const char* expected) {
  tf_view view = tf_view_raw(value);
  tf_any owned = tf_any_none();
  bool is_none = can_be_none && tf_view_is_none(view);
  if (!is_none && view.raw.type_index != kTVMFFIObjectRValueRef &&
      tf_view_get_object(view, type_index) == NULL) {
    return tf_field_mismatch(view, expected);
  }
  TF_TRY(tf_any_copy(view, &owned));
  if (!is_none && tf_view_get_object(tf_view_of(&owned), type_index) == NULL) {
    (void)tf_field_mismatch(tf_view_of(&owned), expected);
    tf_any_drop(&owned);
    return -1;
  }
  put_object(field, is_none ? NULL : (void*)owned.raw.v_obj);
  return 0;
}

int tf_field_set_opt_object(void* field, const TVMFFIAny* value) {
  return tf_field_set_object_of(field, value, kTVMFFIObject, true, "Optional<ffi.Object>");
}

int tf_field_set_array(void* field, const TVMFFIAny* value) {
  tf_seq* seq = tf_seq_of(tf_view_raw(value));
  if (seq == NULL) return tf_field_mismatch(tf_view_raw(value), "ffi.Array");
  if (seq->header.type_index == kTVMFFIArray) {
    tf_object_incref(seq);
  } else {
    TF_TRY(tf_array_from_seq(seq, &seq));
  }
  put_object(field, seq);
  return 0;
}

int tf_field_set_list(void* field, const TVMFFIAny* value) {
  tf_seq* seq = tf_seq_of(tf_view_raw(value));
  if (seq == NULL) return tf_field_mismatch(tf_view_raw(value), "ffi.List");
  if (seq->header.type_index == kTVMFFIList) {
    tf_object_incref(seq);
  } else {
    TF_TRY(tf_list_from_seq(seq, &seq));
  }
  put_object(field, seq);
  return 0;
}

int tf_field_set_dict(void* field, const TVMFFIAny* value) {
  tf_map* dict = NULL;
  if (value->type_index == kTVMFFIDict) {
    dict = (tf_map*)(void*)value->v_obj;
    tf_object_incref(dict);
  } else if (value->type_index == kTVMFFIMap) {
    TF_TRY(tf_map_copy(kTVMFFIDict, (const tf_map*)(const void*)value->v_obj, &dict));
  } else {
    return tf_field_mismatch(tf_view_raw(value), "ffi.Dict");
  }
  put_object(field, dict);
  return 0;
}
