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

int tf_any_copy_special(tf_view view, tf_any* out) {
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
  return tf_raise(TF_TYPE_ERROR, "a value of type `%s` holds no object",
                  tf_view_type_key(view).data);
}

int TVMFFIAnyViewToOwnedAny(const TVMFFIAny* any_view, TVMFFIAny* out) {
  if (any_view == NULL || out == NULL) {
    return tf_raise(TF_TYPE_ERROR, "TVMFFIAnyViewToOwnedAny: an argument is NULL");
  }
  return tf_any_copy(tf_view_raw(any_view), tf_any_slot(out));
}

/* ---- Looking inside ---- */

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

int tf_any_hash_other(tf_view value, uint64_t* out) {
  int32_t type_index = value.raw.type_index;
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

/* Content of a value that has one. */
static tf_str content_of(const TVMFFIAny* value) {
  if (value->type_index < kTVMFFIStaticObjectBegin) {
    return tf_str_of(value->v_bytes, value->small_str_len);
  }
  return tf_str_from_ffi((const TVMFFIByteArray*)TF_OBJECT_BODY(value->v_obj));
}

bool tf_any_content_equal(const TVMFFIAny* a, const TVMFFIAny* b) {
  bool comparable = is_text(a->type_index)    ? is_text(b->type_index)
                    : is_bytes(a->type_index) ? is_bytes(b->type_index)
                                              : false;
  return comparable && tf_str_equal(content_of(a), content_of(b));
}

int tf_any_equal_other(tf_view a, tf_view b, bool* out) {
  int32_t type = a.raw.type_index;
  if (tf_raw_same_bits(&a.raw, &b.raw)) {
    *out = true;
    return 0;
  }
  if (type == b.raw.type_index && type >= kTVMFFIStaticObjectBegin) {
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
