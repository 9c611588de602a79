/* SPDX-License-Identifier: Apache-2.0 */
/* The C functions through which generated code meets its module. */
#include <tvm/ffi/extra/c_env_api.h>

#include "extra/module.h"
#include "values.h"

static int answer(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)count;
  *result = tf_view_int(42).raw;
  return 0;
}

static tf_any system_module(void) { return MAKE("ffi.SystemLib", text_any("envtest_")); }

/* The module of the system library keeps what it was given for the life of the process. */
static void symbols_of_the_system_library_are_found(void** state) {
  (void)state;
  assert_ok(
      TVMFFIEnvModRegisterSystemLibSymbol("__tvm_ffi_envtest_answer", (void*)(uintptr_t)answer));
  tf_any function =
      MAKE("ffi.ModuleGetFunction", system_module(), text_any("answer"), tf_any_bool(false));
  tf_any result = tf_any_none();
  assert_int_equal(function.raw.type_index, kTVMFFIFunction);
  assert_ok(tf_func_call(function.raw.v_obj, NULL, 0, &result));
  assert_int_equal(result.raw.v_int64, 42);
  tf_any_drop(&function);
}

static void nothing_is_dereferenced_that_is_not_there(void** state) {
  (void)state;
  TVMFFIObjectHandle out = NULL;
  assert_raises(TVMFFIEnvModLookupFromImports(NULL, "x", &out), "ValueError", "null pointer");
  assert_raises(TVMFFIEnvModRegisterContextSymbol(NULL, NULL), "ValueError", "null pointer");
  assert_raises(TVMFFIEnvModRegisterSystemLibSymbol(NULL, NULL), "ValueError", "null pointer");
  assert_null(out);
}

/* The context is the address of the C++ object, 8 bytes before the handle (abi.md section 15). */
static void global_functions_are_found_behind_the_imports(void** state) {
  (void)state;
  tf_any module = system_module();
  void* context = (char*)module.raw.v_obj - 8;
  TVMFFIObjectHandle found = NULL, again = NULL;
  assert_ok(TVMFFIEnvModLookupFromImports(context, "ffi.ArraySize", &found));
  assert_int_equal(((tf_object*)found)->type_index, kTVMFFIFunction);
  assert_ok(TVMFFIEnvModLookupFromImports(context, "ffi.ArraySize", &again));
  assert_ptr_equal(found, again);
  assert_raises(TVMFFIEnvModLookupFromImports(context, "envtest.none", &found), "RuntimeError",
                "envtest.none");
  tf_any_drop(&module);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(symbols_of_the_system_library_are_found),
      tf_unit(nothing_is_dereferenced_that_is_not_there),
      cmocka_unit_test(global_functions_are_found_behind_the_imports),
  };
  return tf_test_run(tests);
}
