/* SPDX-License-Identifier: Apache-2.0 */
/* Registers a function and a class under fixed names; built twice under two file names it clashes
 * with itself. */
#include <stdlib.h>
#include <tvm/ffi/c_api.h>

static int answer(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)num_args;
  result->type_index = kTVMFFIInt;
  result->zero_padding = 0;
  result->v_int64 = ANSWER;
  return 0;
}

static void register_function(const char* name, size_t size) {
  const TVMFFIByteArray key = {name, size};
  TVMFFIObjectHandle function;
  if (TVMFFIFunctionCreate(NULL, answer, NULL, &function) != 0) return;
  (void)TVMFFIFunctionSetGlobal(&key, function, 0);
  TVMFFIObjectDecRef(function);
}

__attribute__((constructor)) static void register_all(void) {
  const TVMFFIByteArray key = {"clash.Thing", 11};
  TVMFFITypeMetadata metadata = {{"", 0}, NULL, 24, kTVMFFISEqHashKindUnsupported};
  register_function("clash.answer", 12);
  register_function(OWN_NAME, sizeof(OWN_NAME) - 1);
  (void)TVMFFITypeRegisterMetadata(TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 0, kTVMFFIObject),
                                   &metadata);
}
