/* SPDX-License-Identifier: Apache-2.0 */
/* Symbols of the system library; those of files are in test_module_library.c. */
#include "extra/symbol_source.h"

#include "extra/module_library.h"
#include "values.h"

static int first(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)count;
  *result = tf_view_int(1).raw;
  return 0;
}

static int second(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)count;
  *result = tf_view_int(2).raw;
  return 0;
}

static const char constant[] = "data";

static int add_symbols(void) {
  TF_TRY(tf_module_library_add_system_symbol(tf_str_c("__tvm_ffi_one"), (void*)(uintptr_t)first));
  TF_TRY(
      tf_module_library_add_system_symbol(tf_str_c("__tvm_ffi_my_one"), (void*)(uintptr_t)second));
  TF_TRY(tf_module_library_add_system_symbol(tf_str_c("my_data"), (void*)(uintptr_t)constant));
  return 0;
}

static void the_prefix_is_tried_first(void** state) {
  (void)state;
  tf_symbol_source* plain = tf_symbol_source_new(NULL, tf_str_c(""));
  tf_symbol_source* mine = tf_symbol_source_new(NULL, tf_str_c("my_"));
  tf_symbol_source* other = tf_symbol_source_new(NULL, tf_str_c("other_"));
  assert_true(tf_symbol_source_function(plain, "__tvm_ffi_", tf_str_c("one")) == first);
  assert_true(tf_symbol_source_function(mine, "__tvm_ffi_", tf_str_c("one")) == second);
  assert_true(tf_symbol_source_function(other, "__tvm_ffi_", tf_str_c("one")) == first);
  assert_ptr_equal(tf_symbol_source_data(mine, "data"), constant);
  assert_ptr_equal(tf_symbol_source_data(plain, "my_data"), constant);
  assert_null(tf_symbol_source_data(other, "data"));
  tf_symbol_source_drop(plain);
  tf_symbol_source_drop(mine);
  tf_symbol_source_drop(other);
}

static void unknown_names_are_not_found(void** state) {
  (void)state;
  static char name[100000];
  memset(name, 'x', sizeof name);
  tf_symbol_source* source = tf_symbol_source_new(NULL, tf_str_c("my_"));
  assert_true(tf_symbol_source_function(source, "__tvm_ffi_", tf_str_c("none")) == NULL);
  assert_true(tf_symbol_source_function(source, "__tvm_ffi_", tf_str_of(name, sizeof name)) ==
              NULL);
  assert_false(tf_error_is_raised());
  tf_symbol_source_drop(source);
}

static int make_source(void* context) {
  (void)context;
  tf_symbol_source* source = tf_symbol_source_new(NULL, tf_str_c("my_"));
  if (source == NULL) return -1;
  tf_symbol_source_drop(source);
  return 0;
}

static void sources_survive_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(make_source, NULL);
}

int main(void) {
  if (add_symbols() != 0) return 1;
  const struct CMUnitTest tests[] = {
      tf_unit(the_prefix_is_tried_first),
      tf_unit(unknown_names_are_not_found),
      tf_unit(sources_survive_allocation_failure),
  };
  return tf_test_run(tests);
}
