/* SPDX-License-Identifier: Apache-2.0 */
/* Calling functions, by handle or by name, and making them. Functions with C types are declared in export.h. */
#ifndef TVM_FFI_C_FUNCTION_H_
#define TVM_FFI_C_FUNCTION_H_

#include <tvm/ffi/c/any.h>

/* Looks a global function up. `*out` is empty when there is none of that name. */
TVM_FFI_NODISCARD_INT tvm_ffi_function_find(const char* name, tvm_ffi_function* out) {
  const TVMFFIByteArray bytes = tvm_ffi_raw_text(name);
  TVMFFIObjectHandle handle = NULL;
  TVM_FFI_TRY(TVMFFIFunctionGetGlobal(&bytes, &handle));
  out->object = (TVMFFIObject*)handle;
  return 0;
}

/* The same; ValueError when there is none. */
TVM_FFI_NODISCARD_INT tvm_ffi_function_take(const char* name, tvm_ffi_function* out) {
  tvm_ffi_function found = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_function_find(name, &found));
  if (found.object == NULL) return tvm_ffi_raise("ValueError", "Function %s not found", name);
  *out = found;
  return 0;
}

/* Calls a function. The arguments are borrowed; `*result` gets an owned value. Whatever error the callee raises. */
TVM_FFI_NODISCARD_INT tvm_ffi_call(tvm_ffi_function_view function, const tvm_ffi_view* args,
                                   int32_t num_args, tvm_ffi_any* result) {
  TVMFFIAny answer = tvm_ffi_raw_none();
  if (function.object == NULL)
    return tvm_ffi_raise("ValueError", "call of an empty function reference");
  TVM_FFI_TRY(TVMFFIFunctionCall(function.object, (TVMFFIAny*)(uintptr_t)args, num_args, &answer));
  result->raw = answer;
  return 0;
}

/* Calls a global function. ValueError when there is none of that name. */
TVM_FFI_NODISCARD_INT tvm_ffi_call_global(const char* name, const tvm_ffi_view* args,
                                          int32_t num_args, tvm_ffi_any* result) {
  tvm_ffi_function function = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_function_take(name, &function));
  const int status = tvm_ffi_call(tvm_ffi_function_peek(&function), args, num_args, result);
  tvm_ffi_function_drop(&function);
  return status;
}

/* The same two with the arguments in place, one or more views:
       tvm_ffi_any answer = TVM_FFI_ZERO;
       TVM_FFI_TRY(TVM_FFI_CALL_GLOBAL("pkg.add", &answer, tvm_ffi_view_from_int(1), tvm_ffi_view_from_int(2))); */
#ifdef __cplusplus
#define TVM_FFI_CALL(function, result, ...) tvm_ffi_call_with_(function, result, __VA_ARGS__)
#define TVM_FFI_CALL_GLOBAL(name, result, ...) tvm_ffi_call_global_with_(name, result, __VA_ARGS__)
template <typename... Views>
static inline int tvm_ffi_call_with_(tvm_ffi_function_view function, tvm_ffi_any* result,
                                     Views... views) {
  const tvm_ffi_view args[] = {views...};
  return tvm_ffi_call(function, args, static_cast<int32_t>(sizeof...(Views)), result);
}
template <typename... Views>
static inline int tvm_ffi_call_global_with_(const char* name, tvm_ffi_any* result, Views... views) {
  const tvm_ffi_view args[] = {views...};
  return tvm_ffi_call_global(name, args, static_cast<int32_t>(sizeof...(Views)), result);
}
#else
#define TVM_FFI_CALL(function, result, ...)                                                   \
  tvm_ffi_call(function, (const tvm_ffi_view[]){__VA_ARGS__},                                 \
               (int32_t)(sizeof((const tvm_ffi_view[]){__VA_ARGS__}) / sizeof(tvm_ffi_view)), \
               result)
#define TVM_FFI_CALL_GLOBAL(name, result, ...)   \
  tvm_ffi_call_global(                           \
      name, (const tvm_ffi_view[]){__VA_ARGS__}, \
      (int32_t)(sizeof((const tvm_ffi_view[]){__VA_ARGS__}) / sizeof(tvm_ffi_view)), result)
#endif

/* Makes a function of a C function in the ABI's form. `call` gets `self` as its handle; `deleter(self)` runs at the end
   unless it is NULL. `self` is consumed, also on failure. */
TVM_FFI_NODISCARD_INT tvm_ffi_function_new(void* self, TVMFFISafeCallType call,
                                           void (*deleter)(void* self), tvm_ffi_function* out) {
  TVMFFIObjectHandle handle = NULL;
  const int status = TVMFFIFunctionCreate(self, call, deleter, &handle);
  if (status != 0) {
    if (deleter != NULL) deleter(self);
    return status;
  }
  out->object = (TVMFFIObject*)handle;
  return 0;
}

#endif /* TVM_FFI_C_FUNCTION_H_ */
