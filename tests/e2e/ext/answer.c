/* SPDX-License-Identifier: Apache-2.0 */
/* Registers the function NAME ".answer"; NAME and ANSWER come from the command line. */
#include <tvm/ffi/c_api.h>

#define SCHEMA                                                                \
  "{\"type_schema\":\"{\\\"type\\\":\\\"ffi.Function\\\",\\\"named_args\\\":" \
  "{\\\"return\\\":[{\\\"type\\\":\\\"int\\\"}],\\\"params\\\":[]}}\"}"

static int answer(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)num_args;
  result->type_index = kTVMFFIInt;
  result->zero_padding = 0;
  result->v_int64 = ANSWER;
  return 0;
}

__attribute__((constructor)) static void register_answer(void) {
  TVMFFIMethodInfo info = {.name = {NAME ".answer", sizeof(NAME ".answer") - 1},
                           .metadata = {SCHEMA, sizeof(SCHEMA) - 1},
                           .flags = kTVMFFIFieldFlagBitMaskIsStaticMethod};
  TVMFFIObjectHandle function;
  if (TVMFFIFunctionCreate(NULL, answer, NULL, &function) != 0) return;
  info.method.type_index = kTVMFFIFunction;
  info.method.v_obj = (TVMFFIObject*)function;
  (void)TVMFFIFunctionSetGlobalFromMethodInfo(&info, 0);
  TVMFFIObjectDecRef(function);
}
