/* SPDX-License-Identifier: Apache-2.0 */
#include "core/any.h"

#include <string.h>

#include "base/hash.h"
#include "core/column.h"
#include "core/error.h"
#include "core/func.h"
#include "core/string.h"
#include "core/typetable.h"

/* ---- Conversion to owned ---- */

static int take_rvalue(tf_view view, tf_any* out) {
  tf_object** slot = view.raw.v_ptr;
  if (slot == NULL || *slot == NULL) return tf_raise(TF_INTERNAL_ERROR, "RValueRef already moved");
  *out = tf_any_own(*slot);
  *slot = NULL;
  return 0;
}

int tf_any_copy(tf_view view, tf_any* out) {
  switch (view.raw.type_index) {
    case kTVMFFIRawStr:
      return tf_string_new(tf_str_c(view.raw.v_c_str), out);
    case kTVMFFIByteArrayPtr:
      if (view.raw.v_ptr == NULL) return tf_raise(TF_TYPE_ERROR, "the TVMFFIByteArray* is NULL");
      return tf_string_new_bytes(tf_str_from_ffi(view.raw.v_ptr), out);
    case kTVMFFIObjectRValueRef:
      return take_rvalue(view, out);
    default:
      break;
  }
  if (tf_view_is_object(view)) {
    if (view.raw.v_obj == NULL) {
      return tf_raise(TF_TYPE_ERROR, "a value of type `%s` holds no object",
                      tf_view_type_key(view).data);
    }
    tf_object_incref(view.raw.v_obj);
  }
  out->raw = view.raw;
  return 0;
}

int TVMFFIAnyViewToOwnedAny(const TVMFFIAny* any_view, TVMFFIAny* out) {
  if (any_view == NULL || out == NULL) {
    return tf_raise(TF_TYPE_ERROR, "TVMFFIAnyViewToOwnedAny: an argument is NULL");
  }
  tf_any any;
  TF_TRY(tf_any_copy(tf_view_raw(any_view), &any));
  tf_any_give(any, out);
  return 0;
}

/* ---- Looking inside ---- */

bool tf_view_get_str(const tf_view* view, tf_str* out) {
  switch (view->raw.type_index) {
    case kTVMFFISmallStr:
      *out = tf_str_of(view->raw.v_bytes, view->raw.small_str_len);
      return true;
    case kTVMFFIStr:
      *out = tf_str_from_ffi(&((const tf_string*)(const void*)view->raw.v_obj)->cell);
      return true;
    case kTVMFFIRawStr:
      *out = tf_str_c(view->raw.v_c_str);
      return true;
    default:
      return false;
  }
}

bool tf_view_get_bytes(const tf_view* view, tf_str* out) {
  switch (view->raw.type_index) {
    case kTVMFFISmallBytes:
      *out = tf_str_of(view->raw.v_bytes, view->raw.small_str_len);
      return true;
    case kTVMFFIBytes:
      *out = tf_str_from_ffi(&((const tf_string*)(const void*)view->raw.v_obj)->cell);
      return true;
    case kTVMFFIByteArrayPtr:
      if (view->raw.v_ptr == NULL) return false;
      *out = tf_str_from_ffi(view->raw.v_ptr);
      return true;
    default:
      return false;
  }
}

bool tf_view_get_int(tf_view view, int64_t* out) {
  if (view.raw.type_index != kTVMFFIInt && view.raw.type_index != kTVMFFIBool) return false;
  *out = view.raw.v_int64;
  return true;
}

bool tf_view_get_bool(tf_view view, bool* out) {
  int64_t value;
  if (!tf_view_get_int(view, &value)) return false;
  *out = value != 0;
  return true;
}

bool tf_view_get_float(tf_view view, double* out) {
  int64_t value;
  if (view.raw.type_index == kTVMFFIFloat) {
    *out = view.raw.v_float64;
    return true;
  }
  if (!tf_view_get_int(view, &value)) return false;
  *out = (double)value;
  return true;
}

void* tf_view_get_object(tf_view view, int32_t type_index) {
  if (!tf_view_is_object(view)) return NULL;
  bool is = view.raw.type_index == type_index || type_index == kTVMFFIObject ||
            tf_type_is_a(view.raw.type_index, type_index);
  return is ? (void*)view.raw.v_obj : NULL;
}

tf_str tf_view_type_key(tf_view view) { return tf_type_key(view.raw.type_index); }

/* ---- Hash and equality ---- */

/* Calls a hook of a column: a native function or a Function object. */
static int call_hook(tf_view hook, const tf_view* args, int32_t count, tf_any* result) {
  if (hook.raw.type_index != kTVMFFIOpaquePtr) {
    if (hook.raw.type_index != kTVMFFIFunction) {
      return tf_raise(TF_TYPE_ERROR, "a hash or equality hook must be a function, got `%s`",
                      tf_view_type_key(hook).data);
    }
    return tf_func_call(hook.raw.v_obj, args, count, result);
  }
  /* Through memcpy: C has no conversion between data and function pointers. */
  TVMFFIAny answer;
  if (count == 1) {
    TVMFFIAny (*native)(const TVMFFIAny*);
    memcpy(&native, &hook.raw.v_ptr, sizeof native);
    answer = native(&args[0].raw);
  } else {
    TVMFFIAny (*native)(const TVMFFIAny*, const TVMFFIAny*);
    memcpy(&native, &hook.raw.v_ptr, sizeof native);
    answer = native(&args[0].raw, &args[1].raw);
  }
  if (answer.type_index == kTVMFFIError) return tf_raise_error((tf_error*)(void*)answer.v_obj);
  *result = tf_any_take(&answer);
  return 0;
}

static int call_int_hook(tf_view hook, const tf_view* args, int32_t count, int64_t* out) {
  tf_any answer = tf_any_none();
  TF_TRY(call_hook(hook, args, count, &answer));
  if (tf_view_get_int(tf_view_of(&answer), out)) return 0;
  tf_str key = tf_view_type_key(tf_view_of(&answer));
  (void)tf_raise(TF_TYPE_ERROR, "a hash or equality hook of `%s` must return int or bool, got `%s`",
                 tf_view_type_key(args[0]).data, key.data);
  tf_any_drop(&answer);
  return -1;
}

int tf_any_hash(tf_view value, uint64_t* out) {
  int32_t type_index = value.raw.type_index;
  switch (type_index) {
    case kTVMFFISmallStr:
      *out = tf_hash_combine(kTVMFFIStr, value.raw.v_uint64 % TF_HASH_MODULUS);
      return 0;
    case kTVMFFISmallBytes:
      *out = tf_hash_combine(kTVMFFIBytes, value.raw.v_uint64 % TF_HASH_MODULUS);
      return 0;
    case kTVMFFIStr:
    case kTVMFFIBytes: {
      const TVMFFIByteArray* cell = &((const tf_string*)(const void*)value.raw.v_obj)->cell;
      *out = tf_hash_combine((uint64_t)type_index, tf_hash_bytes(cell->data, cell->size));
      return 0;
    }
    default:
      break;
  }
  if (type_index >= kTVMFFIStaticObjectBegin) {
    tf_view hook = tf_column_get(TF_COLUMN_ANY_HASH, type_index);
    if (!tf_view_is_none(hook)) {
      int64_t answer;
      TF_TRY(call_int_hook(hook, &value, 1, &answer));
      *out = tf_hash_combine((uint64_t)type_index, (uint64_t)answer);
      return 0;
    }
  }
  *out = tf_hash_combine((uint64_t)(int64_t)type_index, value.raw.v_uint64);
  return 0;
}

static bool is_text(int32_t type_index) {
  return type_index == kTVMFFIStr || type_index == kTVMFFISmallStr;
}

static bool is_bytes(int32_t type_index) {
  return type_index == kTVMFFIBytes || type_index == kTVMFFISmallBytes;
}

static bool content_equal(tf_view a, tf_view b) {
  tf_str left = {NULL, 0};
  tf_str right = {NULL, 0};
  if (is_text(a.raw.type_index)) {
    (void)tf_view_get_str(&a, &left);
    (void)tf_view_get_str(&b, &right);
  } else {
    (void)tf_view_get_bytes(&a, &left);
    (void)tf_view_get_bytes(&b, &right);
  }
  return tf_str_equal(left, right);
}

int tf_any_equal(tf_view a, tf_view b, bool* out) {
  int32_t type = a.raw.type_index;
  int32_t other = b.raw.type_index;
  if (type == other && a.raw.zero_padding == b.raw.zero_padding &&
      a.raw.v_uint64 == b.raw.v_uint64) {
    *out = true;
    return 0;
  }
  if ((is_text(type) && is_text(other)) || (is_bytes(type) && is_bytes(other))) {
    *out = content_equal(a, b);
    return 0;
  }
  if (type == other && type >= kTVMFFIStaticObjectBegin) {
    tf_view hook = tf_column_get(TF_COLUMN_ANY_EQUAL, type);
    if (!tf_view_is_none(hook)) {
      tf_view args[2] = {a, b};
      int64_t answer;
      TF_TRY(call_int_hook(hook, args, 2, &answer));
      *out = answer != 0;
      return 0;
    }
  }
  *out = false;
  return 0;
}
