/* SPDX-License-Identifier: Apache-2.0 */
/* Values: making, copying, dropping, comparing (abi.md sections 4 and 8). */
#ifndef TVM_FFI_CORE_ANY_H_
#define TVM_FFI_CORE_ANY_H_

#include "base/hash.h"
#include "core/object.h"
#include "core/types.h"

/* ---- Views: borrowed, nothing to drop. ---- */

static inline tf_view tf_view_none(void) {
  tf_view view = {{.type_index = kTVMFFINone}};
  return view;
}

static inline tf_view tf_view_int(int64_t value) {
  tf_view view = {{.type_index = kTVMFFIInt, .v_int64 = value}};
  return view;
}

static inline tf_view tf_view_bool(bool value) {
  tf_view view = {{.type_index = kTVMFFIBool, .v_int64 = value}};
  return view;
}

static inline tf_view tf_view_float(double value) {
  tf_view view = {{.type_index = kTVMFFIFloat, .v_float64 = value}};
  return view;
}

static inline tf_view tf_view_ptr(void* value) {
  tf_view view = {{.type_index = kTVMFFIOpaquePtr, .v_ptr = value}};
  return view;
}

static inline tf_view tf_view_dtype(DLDataType value) {
  tf_view view = {{.type_index = kTVMFFIDataType}};
  view.raw.v_dtype = value;
  return view;
}

static inline tf_view tf_view_device(DLDevice value) {
  tf_view view = {{.type_index = kTVMFFIDevice}};
  view.raw.v_device = value;
  return view;
}

/* View of an object of any type; None for NULL. */
static inline tf_view tf_view_object(const void* object) {
  tf_view view = {{.type_index = kTVMFFINone}};
  if (object != NULL) {
    view.raw.v_obj = (tf_object*)(uintptr_t)object;
    view.raw.type_index = view.raw.v_obj->type_index;
  }
  return view;
}

/* View of a NUL-terminated text (kind 8). */
static inline tf_view tf_view_c_str(const char* text) {
  tf_view view = {{.type_index = kTVMFFIRawStr, .v_c_str = text}};
  return view;
}

/* View of a byte array that stays where it is (kind 9). */
static inline tf_view tf_view_byte_array(TVMFFIByteArray* bytes) {
  tf_view view = {{.type_index = kTVMFFIByteArrayPtr, .v_ptr = bytes}};
  return view;
}

/* What an owned value holds, for as long as it holds it. */
static inline tf_view tf_view_of(const tf_any* any) {
  tf_view view = {any->raw};
  return view;
}

/* A value that came through the ABI: an argument, a cell of a container, a slot. */
static inline tf_view tf_view_raw(const TVMFFIAny* raw) {
  tf_view view = {*raw};
  return view;
}

static inline bool tf_view_is_none(tf_view view) { return view.raw.type_index == kTVMFFINone; }

static inline bool tf_view_is_object(tf_view view) {
  return view.raw.type_index >= kTVMFFIStaticObjectBegin;
}

/* ---- Owned values. ---- */

static inline tf_any tf_any_none(void) {
  tf_any any = {{.type_index = kTVMFFINone}};
  return any;
}

static inline tf_any tf_any_int(int64_t value) {
  tf_any any = {tf_view_int(value).raw};
  return any;
}

static inline tf_any tf_any_bool(bool value) {
  tf_any any = {tf_view_bool(value).raw};
  return any;
}

static inline tf_any tf_any_float(double value) {
  tf_any any = {tf_view_float(value).raw};
  return any;
}

static inline tf_any tf_any_ptr(void* value) {
  tf_any any = {tf_view_ptr(value).raw};
  return any;
}

static inline tf_any tf_any_dtype(DLDataType value) {
  tf_any any = {tf_view_dtype(value).raw};
  return any;
}

static inline tf_any tf_any_device(DLDevice value) {
  tf_any any = {tf_view_device(value).raw};
  return any;
}

/* Takes over the caller's reference to an object of any type; None for NULL. */
static inline tf_any tf_any_own(void* object) {
  tf_any any = {tf_view_object(object).raw};
  return any;
}

/* Adds a reference to an object of any type; None for NULL. */
static inline tf_any tf_any_share(const void* object) {
  if (object != NULL) tf_object_incref(object);
  tf_any any = {tf_view_object(object).raw};
  return any;
}

/* Kinds that only views have: raw text, byte arrays, references that may be emptied. */
static inline bool tf_kind_is_view_only(int32_t kind) {
  return kind >= kTVMFFIRawStr && kind <= kTVMFFIObjectRValueRef;
}

/* What is not just copied: kinds 8 to 10, and an object that is not there. */
TF_NODISCARD int tf_any_copy_special(tf_view view, tf_any* out);

/* The conversion view -> owned of abi.md section 4: kinds 8 and 9 become string and bytes, 10 takes
   the object out of its slot, objects gain a reference. -1 with MemoryError, or InternalError when
   an rvalue was already taken. */
TF_NODISCARD static inline int tf_any_copy(tf_view view, tf_any* out) {
  int32_t kind = view.raw.type_index;
  if (kind >= kTVMFFIStaticObjectBegin) {
    if (TF_UNLIKELY(view.raw.v_obj == NULL)) return tf_any_copy_special(view, out);
    tf_object_incref(view.raw.v_obj);
  } else if (TF_UNLIKELY(tf_kind_is_view_only(kind))) {
    return tf_any_copy_special(view, out);
  }
  out->raw = view.raw;
  return 0;
}

/* An out-parameter of the ABI as one of ours. */
static inline tf_any* tf_any_slot(TVMFFIAny* slot) { return (tf_any*)(void*)slot; }

/* A copy of a value that is already of an owned kind (a cell of a container, a field). Cannot fail.
 */
static inline tf_any tf_any_copy_owned(const tf_any* source) {
  if (source->raw.type_index >= kTVMFFIStaticObjectBegin) tf_object_incref(source->raw.v_obj);
  return *source;
}

/* Gives the value to the caller and leaves None behind. */
static inline tf_any tf_any_move(tf_any* source) {
  tf_any any = *source;
  *source = tf_any_none();
  return any;
}

/* Drops the value and leaves None. May run any code; the slot is already None then. */
static inline void tf_any_drop(tf_any* any) {
  tf_object* old = any->raw.type_index >= kTVMFFIStaticObjectBegin ? any->raw.v_obj : NULL;
  *any = tf_any_none();
  tf_object_decref(old);
}

/* Puts `value` into `*slot` and drops what was there. Consumes `value`. */
static inline void tf_any_set(tf_any* slot, tf_any value) {
  tf_object* old = slot->raw.type_index >= kTVMFFIStaticObjectBegin ? slot->raw.v_obj : NULL;
  *slot = value;
  tf_object_decref(old);
}

/* Gives a value to a slot of the ABI (a result), without looking at what is there. Consumes
   `value`. */
static inline void tf_any_give(tf_any value, TVMFFIAny* slot) { *slot = value.raw; }

/* Takes over a value that came through the ABI as owned (a result). */
static inline tf_any tf_any_take(const TVMFFIAny* slot) {
  tf_any any = {*slot};
  return any;
}

/* ---- Hash and equality, bit for bit those of abi.md section 8. Hooks may be foreign code, so both
   can fail. ---- */

TF_NODISCARD int tf_any_hash_other(tf_view value, uint64_t* out);
TF_NODISCARD int tf_any_equal_other(tf_view a, tf_view b, bool* out);

/* Strings and bytes, whose content counts and not the form. */
static inline bool tf_kind_has_content(int32_t kind) {
  return kind == kTVMFFISmallStr || kind == kTVMFFISmallBytes || kind == kTVMFFIStr ||
         kind == kTVMFFIBytes;
}

/* Kinds whose hash and equality run no hook and cannot fail. */
static inline bool tf_kind_is_plain(int32_t kind) {
  return kind < kTVMFFIStaticObjectBegin || kind == kTVMFFIStr || kind == kTVMFFIBytes;
}

static inline bool tf_raw_same_bits(const TVMFFIAny* a, const TVMFFIAny* b) {
  return a->v_uint64 == b->v_uint64 && a->type_index == b->type_index &&
         a->zero_padding == b->zero_padding;
}

/* Hash of the content of a String or Bytes object. */
static inline uint64_t tf_any_content_hash(const TVMFFIAny* value) {
  const TVMFFIByteArray* content = (const TVMFFIByteArray*)TF_OBJECT_BODY(value->v_obj);
  return tf_hash_combine((uint64_t)value->type_index, tf_hash_bytes(content->data, content->size));
}

/* The hash of a value of a plain kind. */
static inline uint64_t tf_any_plain_hash(const TVMFFIAny* value) {
  int32_t kind = value->type_index;
  uint64_t payload = value->v_uint64;
  if (kind >= kTVMFFIStaticObjectBegin) return tf_any_content_hash(value);
  if (kind == kTVMFFISmallStr || kind == kTVMFFISmallBytes) {
    /* As the object of the same content. */
    kind = kind == kTVMFFISmallStr ? kTVMFFIStr : kTVMFFIBytes;
    payload = tf_hash_reduce(tf_hash_from_memory(payload));
  }
  return tf_hash_combine((uint64_t)(int64_t)kind, payload);
}

TF_NODISCARD static inline int tf_any_hash(tf_view value, uint64_t* out) {
  if (!tf_kind_is_plain(value.raw.type_index)) return tf_any_hash_other(value, out);
  *out = tf_any_plain_hash(&value.raw);
  return 0;
}

/* Of two values, of which at least one is of a plain kind. */
bool tf_any_content_equal(const TVMFFIAny* a, const TVMFFIAny* b);

static inline bool tf_any_plain_equal(const TVMFFIAny* a, const TVMFFIAny* b) {
  if (tf_raw_same_bits(a, b)) return true;
  /* Without an object on either side the bits decide: the unused bytes of a short string are zero. */
  if (a->type_index < kTVMFFIStaticObjectBegin && b->type_index < kTVMFFIStaticObjectBegin) {
    return false;
  }
  return tf_kind_has_content(a->type_index) && tf_any_content_equal(a, b);
}

TF_NODISCARD static inline int tf_any_equal(tf_view a, tf_view b, bool* out) {
  if (tf_kind_is_plain(a.raw.type_index)) {
    *out = tf_any_plain_equal(&a.raw, &b.raw);
    return 0;
  }
  return tf_any_equal_other(a, b, out);
}

/* ---- Looking inside. ---- */

/* Text of a string of any form (kinds 8, 11, 65). `view` must stay where it is while `*out` is
   used: a small string's bytes lie in it. False, and *out untouched, for any other kind. */
static inline bool tf_view_get_str(const tf_view* view, tf_str* out) {
  switch (view->raw.type_index) {
    case kTVMFFISmallStr:
      *out = tf_str_of(view->raw.v_bytes, view->raw.small_str_len);
      return true;
    case kTVMFFIStr:
      *out = tf_str_from_ffi((const TVMFFIByteArray*)TF_OBJECT_BODY(view->raw.v_obj));
      return true;
    case kTVMFFIRawStr:
      *out = tf_str_c(view->raw.v_c_str);
      return true;
    default:
      return false;
  }
}

/* Content of bytes of any form (kinds 9, 12, 66). The same rules. */
bool tf_view_get_bytes(const tf_view* view, tf_str* out);

/* Int or Bool; Float, Int or Bool; Bool or Int: the implicit conversions of abi.md section 4. False
   for others. */
static inline bool tf_view_get_int(tf_view view, int64_t* out) {
  if (view.raw.type_index != kTVMFFIInt && view.raw.type_index != kTVMFFIBool) return false;
  *out = view.raw.v_int64;
  return true;
}
bool tf_view_get_float(tf_view view, double* out);
bool tf_view_get_bool(tf_view view, bool* out);

/* The object if it is one of exactly this built-in type; NULL otherwise. Borrowed. */
static inline void* tf_view_get_exact(tf_view view, int32_t type_index) {
  return view.raw.type_index == type_index && type_index >= kTVMFFIStaticObjectBegin
             ? (void*)view.raw.v_obj
             : NULL;
}

/* The object if it is of this type or one derived from it; NULL otherwise. Borrowed. */
void* tf_view_get_object(tf_view view, int32_t type_index);

/* The key of the value's type as error messages name it ("int", "ffi.SmallStr", "ffi.Array").
   Permanent. */
tf_str tf_view_type_key(tf_view view);

#endif /* TVM_FFI_CORE_ANY_H_ */
