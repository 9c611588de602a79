/* SPDX-License-Identifier: Apache-2.0 */
/* Errors as objects: take the raised one, look at it, raise it again, wrap it. Raising a new one is in base.h. */
#ifndef TVM_FFI_C_ERROR_H_
#define TVM_FFI_C_ERROR_H_

#include <tvm/ffi/c/any.h>

/* Takes the raised error, after a call failed: the slot is empty then. Empty when nothing is raised, which is so when
   the host (Python) keeps its own pending exception. */
static inline tvm_ffi_error tvm_ffi_error_take(void) {
  TVMFFIObjectHandle handle = NULL;
  tvm_ffi_error error;
  TVMFFIErrorMoveFromRaised(&handle);
  error.object = (TVMFFIObject*)handle;
  return error;
}

/* Raises an error that was taken or made. Always returns -1. */
static inline int tvm_ffi_error_raise(tvm_ffi_error error) {
  TVMFFIErrorSetRaised(error.object);
  tvm_ffi_error_drop(&error);
  return -1;
}

/* Makes an error without raising it. MemoryError when there is no room. */
TVM_FFI_NODISCARD_INT tvm_ffi_error_new(const char* kind, const char* message, tvm_ffi_error* out) {
  const TVMFFIByteArray kind_bytes = tvm_ffi_raw_text(kind);
  const TVMFFIByteArray message_bytes = tvm_ffi_raw_text(message);
  const TVMFFIByteArray* backtrace = TVMFFIBacktrace(NULL, 0, NULL, 0);
  TVMFFIObjectHandle handle = NULL;
  if (TVMFFIErrorCreate(&kind_bytes, &message_bytes, backtrace, &handle) != 0)
    return tvm_ffi_raise_no_memory();
  out->object = (TVMFFIObject*)handle;
  return 0;
}

/* Texts of an error, borrowed from it. "" for an empty reference. */
static inline tvm_ffi_string_view tvm_ffi_error_kind(tvm_ffi_error_view error) {
  tvm_ffi_string_view view = {"", 0};
  if (error.object == NULL) return view;
  view.data = TVMFFIErrorGetCellPtr(error.object)->kind.data;
  view.size = TVMFFIErrorGetCellPtr(error.object)->kind.size;
  return view;
}

static inline tvm_ffi_string_view tvm_ffi_error_message(tvm_ffi_error_view error) {
  tvm_ffi_string_view view = {"", 0};
  if (error.object == NULL) return view;
  view.data = TVMFFIErrorGetCellPtr(error.object)->message.data;
  view.size = TVMFFIErrorGetCellPtr(error.object)->message.size;
  return view;
}

static inline tvm_ffi_string_view tvm_ffi_error_backtrace(tvm_ffi_error_view error) {
  tvm_ffi_string_view view = {"", 0};
  if (error.object == NULL) return view;
  view.data = TVMFFIErrorGetCellPtr(error.object)->backtrace.data;
  view.size = TVMFFIErrorGetCellPtr(error.object)->backtrace.size;
  return view;
}

#endif /* TVM_FFI_C_ERROR_H_ */
