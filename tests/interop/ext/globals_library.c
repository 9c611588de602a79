/* SPDX-License-Identifier: Apache-2.0 */
/* A library with one function, its metadata and its documentation, for globals.c. */
#include <tvm/ffi/c_api.h>

#include <string.h>

TVM_FFI_DLL_EXPORT int __tvm_ffi_add_one(void* handle, const TVMFFIAny* args, int32_t count,
                                         TVMFFIAny* result);
TVM_FFI_DLL_EXPORT int __tvm_ffi__metadata_add_one(void* handle, const TVMFFIAny* args,
                                                   int32_t count, TVMFFIAny* result);
TVM_FFI_DLL_EXPORT int __tvm_ffi__doc_add_one(void* handle, const TVMFFIAny* args, int32_t count,
                                              TVMFFIAny* result);

int __tvm_ffi_add_one(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)handle;
  if (count != 1 || args[0].type_index != kTVMFFIInt) {
    TVMFFIErrorSetRaisedFromCStr("TypeError", "add_one wants one int");
    return -1;
  }
  result->type_index = kTVMFFIInt;
  result->zero_padding = 0;
  result->v_int64 = args[0].v_int64 + 1;
  return 0;
}

static int give_text(const char* text, TVMFFIAny* result) {
  TVMFFIByteArray bytes = {text, strlen(text)};
  return TVMFFIStringFromByteArray(&bytes, result);
}

int __tvm_ffi__metadata_add_one(void* handle, const TVMFFIAny* args, int32_t count,
                                TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)count;
  return give_text("{\"type_schema\":\"{\\\"type\\\":\\\"ffi.Function\\\"}\"}", result);
}

int __tvm_ffi__doc_add_one(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)count;
  return give_text("Adds one to an int.", result);
}
