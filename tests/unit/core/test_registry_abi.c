/* SPDX-License-Identifier: Apache-2.0 */
#include "core/registry.h"

#include "tf_test_core.h"

static int ignore(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)handle, (void)args, (void)count, (void)result;
  return 0;
}

static TVMFFIByteArray name_of(const char* text) {
  TVMFFIByteArray name = {text, strlen(text)};
  return name;
}

/* Tests share the process-wide registry: each cleans up after itself. */
static void forget(const char* name) {
  (void)tf_registry_remove(tf_registry_global(), tf_str_c(name));
}

static void functions_are_set_and_got(void** state) {
  (void)state;
  TVMFFIByteArray name = name_of("test.registry_abi.f");
  TVMFFIObjectHandle function = NULL;
  TVMFFIObjectHandle found = &name;
  assert_ok(TVMFFIFunctionGetGlobal(&name, &found));
  assert_null(found);
  assert_ok(TVMFFIFunctionCreate(NULL, ignore, NULL, &function));
  assert_ok(TVMFFIFunctionSetGlobal(&name, function, 0));
  assert_ok(TVMFFIFunctionGetGlobal(&name, &found));
  assert_ptr_equal(found, function);
  tf_object_decref(found);
  tf_registry_item item;
  assert_true(tf_registry_describe(tf_registry_global(), tf_str_from_ffi(&name), &item));
  assert_int_equal(item.flags, 4);
  /* The caller is this program. */
  assert_ptr_equal(item.owner, tf_owner_of("a constant of this program"));
  assert_raises(TVMFFIFunctionSetGlobal(&name, function, 0), "RuntimeError",
                "Global Function `test.registry_abi.f` is already registered");
  assert_ok(TVMFFIFunctionSetGlobal(&name, function, 1));
  tf_object_decref(function);
  forget("test.registry_abi.f");
}

static void method_info_brings_its_texts_along(void** state) {
  (void)state;
  char name[] = "test.registry_abi.g";
  char doc[] = "What it does.";
  TVMFFIObjectHandle function = NULL;
  assert_ok(TVMFFIFunctionCreate(NULL, ignore, NULL, &function));
  TVMFFIMethodInfo info = {.name = name_of(name),
                           .doc = name_of(doc),
                           .metadata = name_of("{}"),
                           .flags = 4,
                           .method = tf_view_object(function).raw};
  assert_ok(TVMFFIFunctionSetGlobalFromMethodInfo(&info, 0));
  memset(doc, 'x', sizeof doc - 1);
  tf_registry_item item;
  assert_true(tf_registry_describe(tf_registry_global(), tf_str_c(name), &item));
  assert_str_is(item.doc, "What it does.");
  assert_str_is(item.metadata, "{}");
  assert_raises(TVMFFIFunctionSetGlobalFromMethodInfo(&info, 0), "RuntimeError",
                "already registered");
  info.method = tf_view_int(3).raw;
  assert_raises(TVMFFIFunctionSetGlobalFromMethodInfo(&info, 1), "TypeError", "must be a function");
  tf_object_decref(function);
  forget(name);
}

static void bad_input_is_refused(void** state) {
  (void)state;
  TVMFFIByteArray name = name_of("test.registry_abi.h");
  TVMFFIByteArray broken = {NULL, 4};
  TVMFFIObjectHandle found = NULL;
  assert_raises(TVMFFIFunctionGetGlobal(NULL, &found), "TypeError", "NULL");
  assert_raises(TVMFFIFunctionGetGlobal(&name, NULL), "TypeError", "NULL");
  assert_raises(TVMFFIFunctionGetGlobal(&broken, &found), "TypeError", "NULL");
  assert_raises(TVMFFIFunctionSetGlobal(&broken, found, 0), "TypeError", "bytes at NULL");
  assert_raises(TVMFFIFunctionSetGlobal(&name, NULL, 0), "TypeError", "must be a function");
  assert_raises(TVMFFIFunctionSetGlobal(&name, tf_object_missing(), 0), "TypeError",
                "got `ffi.Object`");
  assert_raises(TVMFFIFunctionSetGlobalFromMethodInfo(NULL, 0), "TypeError", "NULL");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(functions_are_set_and_got),
      tf_unit(method_info_brings_its_texts_along),
      tf_unit(bad_input_is_refused),
  };
  return tf_test_run(tests);
}
