/* SPDX-License-Identifier: Apache-2.0 */
/* Modules of shared libraries and of the system library, through the ffi.Module functions. */
#include "extra/module_library.h"

#include <tvm/ffi/extra/c_env_api.h>

#include "core/registry.h"
#include "core/string.h"
#include "tf_test_core.h"

#define EXPORTS TF_FIXTURES "/fixture_exports.so"

static tf_any call(const char* name, const tf_view* args, int32_t count) {
  tf_any result = tf_any_none();
  tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c(name));
  assert_non_null(function);
  assert_ok(tf_func_call(function, args, count, &result));
  tf_object_decref(function);
  return result;
}

static tf_module* load(void) {
  tf_module* module = NULL;
  assert_ok(tf_module_library_load(tf_str_c(EXPORTS), &module));
  return module;
}

static tf_any get(tf_module* module, tf_module_item item, const char* name) {
  tf_any found = tf_any_none();
  assert_ok(tf_module_get(module, item, tf_str_c(name), false, &found));
  return found;
}

static void exported_functions_are_called_without_handle(void** state) {
  (void)state;
  tf_module* module = load();
  tf_any function = get(module, TF_MODULE_FUNCTION, "add_one");
  tf_any result = tf_any_none();
  tf_view arg = tf_view_int(41);
  assert_ok(tf_func_call(function.raw.v_obj, &arg, 1, &result));
  assert_int_equal(result.raw.v_int64, 42);
  tf_any_drop(&function);
  tf_object_drop(&module);
}

static void functions_keep_the_library_loaded(void** state) {
  (void)state;
  tf_module* module = load();
  tf_any function = get(module, TF_MODULE_FUNCTION, "add_one");
  tf_any result = tf_any_none();
  tf_view arg = tf_view_int(1);
  tf_object_drop(&module);
  assert_ok(tf_func_call(function.raw.v_obj, &arg, 1, &result));
  assert_int_equal(result.raw.v_int64, 2);
  tf_any_drop(&function);
}

static void metadata_and_doc_are_texts_or_none(void** state) {
  (void)state;
  tf_module* module = load();
  tf_any metadata = get(module, TF_MODULE_METADATA, "add_one");
  tf_any doc = get(module, TF_MODULE_DOC, "add_one");
  tf_any nothing = get(module, TF_MODULE_DOC, "context");
  tf_any odd = tf_any_none();
  tf_view view = tf_view_of(&metadata);
  tf_str text = {NULL, 0};
  assert_true(tf_view_get_str(&view, &text));
  assert_str_is(text, "{\"type_schema\":\"x\"}");
  view = tf_view_of(&doc);
  assert_true(tf_view_get_str(&view, &text));
  assert_str_is(text, "Adds one to its argument.");
  assert_true(tf_view_is_none(tf_view_of(&nothing)));
  assert_raises(tf_module_get(module, TF_MODULE_METADATA, tf_str_c("odd"), false, &odd),
                "TypeError", "to `str`");
  tf_any_drop(&metadata);
  tf_any_drop(&doc);
  tf_object_drop(&module);
}

static void the_context_is_eight_bytes_before_the_handle(void** state) {
  (void)state;
  tf_module* module = load();
  tf_any function = get(module, TF_MODULE_FUNCTION, "context");
  tf_any result = tf_any_none();
  assert_ok(tf_func_call(function.raw.v_obj, NULL, 0, &result));
  assert_ptr_equal(result.raw.v_ptr, (char*)module - 8);
  assert_ptr_equal(tf_module_of_library_context(result.raw.v_ptr), module);
  tf_any_drop(&function);
  tf_object_drop(&module);
}

static void context_symbols_are_filled_in(void** state) {
  (void)state;
  static int target;
  assert_ok(TVMFFIEnvModRegisterContextSymbol("tf_fixture_context_symbol", &target));
  tf_module* module = load();
  tf_any function = get(module, TF_MODULE_FUNCTION, "symbol");
  tf_any result = tf_any_none();
  assert_ok(tf_func_call(function.raw.v_obj, NULL, 0, &result));
  assert_ptr_equal(result.raw.v_ptr, &target);
  tf_any_drop(&function);
  tf_object_drop(&module);
}

static void loaders_are_chosen_by_extension(void** state) {
  (void)state;
  tf_any result = tf_any_none();
  tf_object* load_file = tf_registry_find(tf_registry_global(), tf_str_c("ffi.ModuleLoadFromFile"));
  tf_view path = tf_view_c_str(EXPORTS);
  assert_ok(tf_func_call(load_file, &path, 1, &result));
  assert_int_equal(result.raw.type_index, kTVMFFIModule);
  tf_any_drop(&result);
  path = tf_view_c_str("/nowhere/x.abc");
  assert_raises(tf_func_call(load_file, &path, 1, &result), "RuntimeError",
                "Loader for `.abc` files is not registered");
  path = tf_view_c_str("/nowhere/x");
  assert_raises(tf_func_call(load_file, &path, 1, &result), "RuntimeError",
                "Failed to get file format from /nowhere/x");
  tf_object_decref(load_file);
}

static int system_answer(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  (void)handle;
  (void)args;
  (void)num_args;
  result->type_index = kTVMFFIInt;
  result->v_int64 = 7;
  return 0;
}

static void system_library_tries_the_prefix_first(void** state) {
  (void)state;
  tf_mem_watch(false);
  union {
    TVMFFISafeCallType function;
    void* address;
  } symbol = {system_answer};
  assert_ok(TVMFFIEnvModRegisterSystemLibSymbol("__tvm_ffi_unit_answer", symbol.address));
  tf_view prefix = tf_view_c_str("unit_");
  tf_any with_prefix = call("ffi.SystemLib", &prefix, 1);
  tf_any again = call("ffi.SystemLib", &prefix, 1);
  tf_any plain = call("ffi.SystemLib", NULL, 0);
  assert_ptr_equal(with_prefix.raw.v_obj, again.raw.v_obj);
  assert_ptr_not_equal(with_prefix.raw.v_obj, plain.raw.v_obj);
  tf_any function = get((tf_module*)(void*)with_prefix.raw.v_obj, TF_MODULE_FUNCTION, "answer");
  assert_false(tf_view_is_none(tf_view_of(&function)));
  tf_any_drop(&function);
  function = get((tf_module*)(void*)plain.raw.v_obj, TF_MODULE_FUNCTION, "unit_answer");
  assert_false(tf_view_is_none(tf_view_of(&function)));
  tf_any_drop(&function);
  function = get((tf_module*)(void*)plain.raw.v_obj, TF_MODULE_FUNCTION, "answer");
  assert_true(tf_view_is_none(tf_view_of(&function)));
  tf_any_drop(&with_prefix);
  tf_any_drop(&again);
  tf_any_drop(&plain);
  tf_mem_watch(true);
}

static int load_and_get(void* context) {
  (void)context;
  tf_module* module = NULL;
  tf_any function = tf_any_none();
  int code = tf_module_library_load(tf_str_c(EXPORTS), &module);
  if (code == 0) {
    code = tf_module_get(module, TF_MODULE_FUNCTION, tf_str_c("add_one"), false, &function);
  }
  tf_any_drop(&function);
  tf_object_drop(&module);
  return code;
}

enum { BINARY = 1, RUNNABLE = 2 };

static void assert_is_library(tf_any module) {
  tf_view view = tf_view_of(&module);
  tf_any kind = call("ffi.ModuleGetKind", &view, 1);
  tf_any mask = call("ffi.ModuleGetPropertyMask", &view, 1);
  tf_view kind_view = tf_view_of(&kind);
  tf_str text = {NULL, 0};
  assert_true(tf_view_get_str(&kind_view, &text));
  assert_str_is(text, "library");
  assert_int_equal(mask.raw.v_int64, BINARY | RUNNABLE);
  tf_any_drop(&kind);
}

static void libraries_say_what_they_are(void** state) {
  (void)state;
  tf_module* module = load();
  assert_is_library(tf_any_own(module));
  tf_object_drop(&module);
  tf_mem_watch(false);
  tf_any system = call("ffi.SystemLib", NULL, 0);
  assert_is_library(system);
  tf_any_drop(&system);
  tf_mem_watch(true);
}

static int other_answer(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  int status = system_answer(handle, args, num_args, result);
  result->v_int64 += 1;
  return status;
}

static void* address_of(TVMFFISafeCallType function) {
  void* address;
  memcpy(&address, &function, sizeof address);
  return address;
}

static void a_system_symbol_can_be_replaced(void** state) {
  (void)state;
  tf_mem_watch(false);
  tf_view prefix = tf_view_c_str("replaced_");
  tf_any system = call("ffi.SystemLib", &prefix, 1);
  const char* name = "__tvm_ffi_replaced_answer";
  TVMFFISafeCallType answers[] = {system_answer, system_answer, other_answer};
  for (size_t i = 0; i < TF_COUNT_OF(answers); ++i) {
    assert_ok(TVMFFIEnvModRegisterSystemLibSymbol(name, address_of(answers[i])));
    tf_any function = get((tf_module*)(void*)system.raw.v_obj, TF_MODULE_FUNCTION, "answer");
    tf_any result = tf_any_none();
    assert_ok(tf_func_call(function.raw.v_obj, NULL, 0, &result));
    assert_int_equal(result.raw.v_int64, i < 2 ? 7 : 8);
    tf_any_drop(&function);
  }
  tf_any_drop(&system);
  tf_mem_watch(true);
}

/* ---- a library that carries a tree ---- */

static int load_tree(const tf_args* args, tf_any* result) {
  tf_str payload = {NULL, 0};
  TF_TRY(tf_args_bytes(args, 0, &payload));
  if (!tf_str_equal_c(payload, "payload")) return tf_raise(TF_VALUE_ERROR, "what is this?");
  tf_view prefix = tf_view_c_str("tree_");
  *result = call("ffi.SystemLib", &prefix, 1);
  return 0;
}

static const tf_func_def tree_loader = {"ffi.Module.load_from_bytes.tree",
                                        "(ffi.Bytes) -> ffi.Module", load_tree, NULL};

static tf_any find_from(tf_module* module, const char* name) {
  tf_any find = get(module, TF_MODULE_FUNCTION, "find");
  tf_view arg = tf_view_c_str(name);
  tf_any found = tf_any_none();
  assert_ok(tf_func_call(find.raw.v_obj, &arg, 1, &found));
  tf_any_drop(&find);
  return found;
}

static void a_tree_inside_a_library_is_built(void** state) {
  (void)state;
  tf_module* module = NULL;
  tf_any nothing = tf_any_none();
  tf_mem_watch(false);
  assert_raises(tf_module_library_load(tf_str_c(TF_FIXTURES "/fixture_embedded.so"), &module),
                "RuntimeError", "ffi.Module.load_from_bytes.tree");
  assert_int_equal(tf_registry_add_defs(&tree_loader, 1), 0);
  assert_ok(TVMFFIEnvModRegisterSystemLibSymbol("__tvm_ffi_tree_leaf", address_of(system_answer)));
  assert_ok(tf_module_library_load(tf_str_c(TF_FIXTURES "/fixture_embedded.so"), &module));
  /* The library itself comes first, its import behind. */
  tf_any own = get(module, TF_MODULE_FUNCTION, "count");
  assert_false(tf_view_is_none(tf_view_of(&own)));
  assert_ok(tf_module_get(module, TF_MODULE_FUNCTION, tf_str_c("leaf"), false, &nothing));
  assert_true(tf_view_is_none(tf_view_of(&nothing)));
  tf_any leaf = tf_any_none();
  assert_ok(tf_module_get(module, TF_MODULE_FUNCTION, tf_str_c("leaf"), true, &leaf));
  assert_false(tf_view_is_none(tf_view_of(&leaf)));
  tf_any_drop(&leaf);
  tf_any_drop(&own);
  /* The library's code reaches imports and global functions through its context; what was found once stays. */
  tf_any first = find_from(module, "leaf");
  tf_any again = find_from(module, "leaf");
  assert_ptr_equal(first.raw.v_obj, again.raw.v_obj);
  tf_any_drop(&again);
  tf_any_drop(&first);
  first = find_from(module, "ffi.Array");
  tf_any_drop(&first);
  tf_object_drop(&module);
  tf_mem_watch(true);
}

/* Its state is gone when the last reference is: the library was closed, and is loaded anew. */
static void the_last_reference_closes_the_library(void** state) {
  (void)state;
  tf_mem_watch(false);
  for (int round = 0; round < 2; ++round) {
    tf_module* module = NULL;
    assert_ok(tf_module_library_load(tf_str_c(TF_FIXTURES "/fixture_embedded.so"), &module));
    tf_any count = get(module, TF_MODULE_FUNCTION, "count");
    tf_object_drop(&module);
    for (int64_t i = 1; i < 4; ++i) {
      tf_any result = tf_any_none();
      assert_ok(tf_func_call(count.raw.v_obj, NULL, 0, &result));
      assert_int_equal(result.raw.v_int64, i);
    }
    tf_any_drop(&count);
  }
  tf_mem_watch(true);
}

static void loading_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(load_and_get, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(exported_functions_are_called_without_handle),
      tf_unit(functions_keep_the_library_loaded),
      tf_unit(metadata_and_doc_are_texts_or_none),
      tf_unit(the_context_is_eight_bytes_before_the_handle),
      tf_unit(context_symbols_are_filled_in),
      tf_unit(loaders_are_chosen_by_extension),
      tf_unit(system_library_tries_the_prefix_first),
      tf_unit(libraries_say_what_they_are),
      tf_unit(a_system_symbol_can_be_replaced),
      tf_unit(a_tree_inside_a_library_is_built),
      tf_unit(the_last_reference_closes_the_library),
      tf_unit(loading_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
