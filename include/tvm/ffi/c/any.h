/* SPDX-License-Identifier: Apache-2.0 */
/* Values of every kind: make, read, copy, move, drop. References have theirs in ref.h. */
#ifndef TVM_FFI_C_ANY_H_
#define TVM_FFI_C_ANY_H_

#include <tvm/ffi/c/base.h>
#include <tvm/ffi/c/ref.h>
#include <tvm/ffi/c/string.h>

/* ---- The life of an owned value ---- */

static inline void tvm_ffi_any_drop(tvm_ffi_any* any) { tvm_ffi_raw_drop(&any->raw); }

static inline tvm_ffi_any tvm_ffi_any_move(tvm_ffi_any* from) {
  const tvm_ffi_any moved = *from;
  from->raw = tvm_ffi_raw_none();
  return moved;
}

static inline tvm_ffi_view tvm_ffi_any_peek(const tvm_ffi_any* any) {
  tvm_ffi_view view;
  view.raw = any->raw;
  return view;
}

/* An owned value of a borrowed one: texts that nobody owns are copied (MemoryError), objects get a reference. */
TVM_FFI_NODISCARD_INT tvm_ffi_any_copy(tvm_ffi_view view, tvm_ffi_any* out) {
  if (tvm_ffi_raw_is_object(&view.raw)) {
    (void)TVMFFIObjectIncRef(view.raw.v_obj);
  } else if (view.raw.type_index >= kTVMFFIRawStr &&
             view.raw.type_index <= kTVMFFIObjectRValueRef) {
    return TVMFFIAnyViewToOwnedAny(&view.raw, &out->raw);
  }
  out->raw = view.raw;
  return 0;
}

/* Puts `value` where `*place` was, and drops that last: it may run any code. */
static inline void tvm_ffi_any_assign(tvm_ffi_any* place, tvm_ffi_any value) {
  tvm_ffi_any old = *place;
  *place = value;
  tvm_ffi_any_drop(&old);
}

/* ---- Views of plain values: nothing to drop, nothing to fail ---- */

static inline tvm_ffi_view tvm_ffi_view_of_raw(TVMFFIAny raw) {
  tvm_ffi_view view;
  view.raw = raw;
  return view;
}

static inline tvm_ffi_any tvm_ffi_any_of_raw(TVMFFIAny raw) {
  tvm_ffi_any any;
  any.raw = raw;
  return any;
}

static inline tvm_ffi_view tvm_ffi_view_none(void) {
  return tvm_ffi_view_of_raw(tvm_ffi_raw_none());
}
static inline tvm_ffi_view tvm_ffi_view_from_int(int64_t value) {
  return tvm_ffi_view_of_raw(tvm_ffi_raw_int(kTVMFFIInt, value));
}
static inline tvm_ffi_view tvm_ffi_view_from_bool(bool value) {
  return tvm_ffi_view_of_raw(tvm_ffi_raw_int(kTVMFFIBool, value ? 1 : 0));
}
static inline tvm_ffi_view tvm_ffi_view_from_float(double value) {
  return tvm_ffi_view_of_raw(tvm_ffi_raw_float(value));
}
static inline tvm_ffi_view tvm_ffi_view_from_ptr(void* value) {
  return tvm_ffi_view_of_raw(tvm_ffi_raw_ptr(kTVMFFIOpaquePtr, value));
}
static inline tvm_ffi_view tvm_ffi_view_from_dtype(DLDataType value) {
  TVMFFIAny raw = tvm_ffi_raw_int(kTVMFFIDataType, 0);
  raw.v_dtype = value;
  return tvm_ffi_view_of_raw(raw);
}
static inline tvm_ffi_view tvm_ffi_view_from_device(DLDevice value) {
  TVMFFIAny raw = tvm_ffi_raw_int(kTVMFFIDevice, 0);
  raw.v_device = value;
  return tvm_ffi_view_of_raw(raw);
}
/* A tensor that somebody else keeps: passed in calls, not stored. */
static inline tvm_ffi_view tvm_ffi_view_from_dltensor(DLTensor* value) {
  return tvm_ffi_view_of_raw(tvm_ffi_raw_ptr(kTVMFFIDLTensorPtr, value));
}
/* A C string, not copied; None for NULL. */
static inline tvm_ffi_view tvm_ffi_view_from_c_str(const char* text) {
  if (text == NULL) return tvm_ffi_view_none();
  TVMFFIAny raw = tvm_ffi_raw_int(kTVMFFIRawStr, 0);
  raw.v_c_str = text;
  return tvm_ffi_view_of_raw(raw);
}
static inline tvm_ffi_view tvm_ffi_view_from_string(const tvm_ffi_string* string) {
  if (string->raw.type_index == kTVMFFINone)
    return tvm_ffi_view_of_raw(tvm_ffi_raw_empty(kTVMFFISmallStr));
  return tvm_ffi_view_of_raw(string->raw);
}
static inline tvm_ffi_view tvm_ffi_view_from_bytes(const tvm_ffi_bytes* bytes) {
  if (bytes->raw.type_index == kTVMFFINone)
    return tvm_ffi_view_of_raw(tvm_ffi_raw_empty(kTVMFFISmallBytes));
  return tvm_ffi_view_of_raw(bytes->raw);
}

/* ---- Owned values ---- */

static inline tvm_ffi_any tvm_ffi_any_none(void) { return tvm_ffi_any_of_raw(tvm_ffi_raw_none()); }
static inline tvm_ffi_any tvm_ffi_any_from_int(int64_t value) {
  return tvm_ffi_any_of_raw(tvm_ffi_raw_int(kTVMFFIInt, value));
}
static inline tvm_ffi_any tvm_ffi_any_from_bool(bool value) {
  return tvm_ffi_any_of_raw(tvm_ffi_raw_int(kTVMFFIBool, value ? 1 : 0));
}
static inline tvm_ffi_any tvm_ffi_any_from_float(double value) {
  return tvm_ffi_any_of_raw(tvm_ffi_raw_float(value));
}
static inline tvm_ffi_any tvm_ffi_any_from_ptr(void* value) {
  return tvm_ffi_any_of_raw(tvm_ffi_raw_ptr(kTVMFFIOpaquePtr, value));
}
static inline tvm_ffi_any tvm_ffi_any_from_dtype(DLDataType value) {
  return tvm_ffi_any_of_raw(tvm_ffi_view_from_dtype(value).raw);
}
static inline tvm_ffi_any tvm_ffi_any_from_device(DLDevice value) {
  return tvm_ffi_any_of_raw(tvm_ffi_view_from_device(value).raw);
}
static inline tvm_ffi_any tvm_ffi_any_from_string(tvm_ffi_string string) {
  return tvm_ffi_any_of_raw(tvm_ffi_view_from_string(&string).raw);
}
static inline tvm_ffi_any tvm_ffi_any_from_bytes(tvm_ffi_bytes bytes) {
  return tvm_ffi_any_of_raw(tvm_ffi_view_from_bytes(&bytes).raw);
}
/* Copies the text. */
TVM_FFI_NODISCARD_INT tvm_ffi_any_new_text(const char* text, tvm_ffi_any* out) {
  const TVMFFIByteArray bytes = tvm_ffi_raw_text(text);
  return TVMFFIStringFromByteArray(&bytes, &out->raw);
}

/* ---- What is it? ---- */

static inline bool tvm_ffi_view_is_none(tvm_ffi_view view) {
  return view.raw.type_index == kTVMFFINone;
}
static inline bool tvm_ffi_view_is_int(tvm_ffi_view view) {
  return view.raw.type_index == kTVMFFIInt;
}
static inline bool tvm_ffi_view_is_bool(tvm_ffi_view view) {
  return view.raw.type_index == kTVMFFIBool;
}
static inline bool tvm_ffi_view_is_float(tvm_ffi_view view) {
  return view.raw.type_index == kTVMFFIFloat;
}
static inline bool tvm_ffi_view_is_string(tvm_ffi_view view) {
  return view.raw.type_index == kTVMFFISmallStr || view.raw.type_index == kTVMFFIStr ||
         view.raw.type_index == kTVMFFIRawStr;
}
static inline bool tvm_ffi_view_is_bytes(tvm_ffi_view view) {
  return view.raw.type_index == kTVMFFISmallBytes || view.raw.type_index == kTVMFFIBytes ||
         view.raw.type_index == kTVMFFIByteArrayPtr;
}

/* ---- Reading: 0, or -1 with a TypeError ---- */

/* An int or a bool. */
TVM_FFI_NODISCARD_INT tvm_ffi_view_get_int(tvm_ffi_view view, int64_t* out) {
  if (view.raw.type_index != kTVMFFIInt && view.raw.type_index != kTVMFFIBool)
    return tvm_ffi_raise_not_a(&view.raw, kTVMFFIInt);
  *out = view.raw.v_int64;
  return 0;
}

/* A bool or an int. */
TVM_FFI_NODISCARD_INT tvm_ffi_view_get_bool(tvm_ffi_view view, bool* out) {
  if (view.raw.type_index != kTVMFFIInt && view.raw.type_index != kTVMFFIBool)
    return tvm_ffi_raise_not_a(&view.raw, kTVMFFIBool);
  *out = view.raw.v_int64 != 0;
  return 0;
}

/* A float, an int or a bool. */
TVM_FFI_NODISCARD_INT tvm_ffi_view_get_float(tvm_ffi_view view, double* out) {
  if (view.raw.type_index == kTVMFFIFloat) {
    *out = view.raw.v_float64;
  } else if (view.raw.type_index == kTVMFFIInt || view.raw.type_index == kTVMFFIBool) {
    *out = (double)view.raw.v_int64;
  } else {
    return tvm_ffi_raise_not_a(&view.raw, kTVMFFIFloat);
  }
  return 0;
}

/* A text. Takes the address of the view: a short text lies inside it, and the result is borrowed from it. */
TVM_FFI_NODISCARD_INT tvm_ffi_view_get_string(const tvm_ffi_view* view, tvm_ffi_string_view* out) {
  if (!tvm_ffi_view_is_string(*view)) return tvm_ffi_raise_not_a(&view->raw, kTVMFFIStr);
  const TVMFFIByteArray content = tvm_ffi_raw_content(&view->raw);
  out->data = content.data;
  out->size = content.size;
  return 0;
}

TVM_FFI_NODISCARD_INT tvm_ffi_view_get_bytes(const tvm_ffi_view* view, tvm_ffi_bytes_view* out) {
  if (!tvm_ffi_view_is_bytes(*view)) return tvm_ffi_raise_not_a(&view->raw, kTVMFFIBytes);
  const TVMFFIByteArray content = tvm_ffi_raw_content(&view->raw);
  out->data = content.data;
  out->size = content.size;
  return 0;
}

TVM_FFI_NODISCARD_INT tvm_ffi_view_get_dtype(tvm_ffi_view view, DLDataType* out) {
  if (view.raw.type_index != kTVMFFIDataType)
    return tvm_ffi_raise_not_a(&view.raw, kTVMFFIDataType);
  *out = view.raw.v_dtype;
  return 0;
}

TVM_FFI_NODISCARD_INT tvm_ffi_view_get_device(tvm_ffi_view view, DLDevice* out) {
  if (view.raw.type_index != kTVMFFIDevice) return tvm_ffi_raise_not_a(&view.raw, kTVMFFIDevice);
  *out = view.raw.v_device;
  return 0;
}

/* A pointer; NULL for None. */
TVM_FFI_NODISCARD_INT tvm_ffi_view_get_ptr(tvm_ffi_view view, void** out) {
  if (view.raw.type_index != kTVMFFIOpaquePtr && view.raw.type_index != kTVMFFINone)
    return tvm_ffi_raise_not_a(&view.raw, kTVMFFIOpaquePtr);
  *out = view.raw.type_index == kTVMFFINone ? NULL : view.raw.v_ptr;
  return 0;
}

/* A tensor, passed as a DLTensor* or as an object. */
TVM_FFI_NODISCARD_INT tvm_ffi_view_get_dltensor(tvm_ffi_view view, DLTensor** out) {
  if (view.raw.type_index == kTVMFFIDLTensorPtr) {
    *out = (DLTensor*)view.raw.v_ptr;
  } else if (view.raw.type_index == kTVMFFITensor) {
    *out = TVMFFITensorGetDLTensorPtr(view.raw.v_obj);
  } else {
    return tvm_ffi_raise_not_a(&view.raw, kTVMFFITensor);
  }
  return 0;
}

#endif /* TVM_FFI_C_ANY_H_ */
