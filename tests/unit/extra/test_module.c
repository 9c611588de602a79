/* SPDX-License-Identifier: Apache-2.0 */
/* Module objects: imports, look-ups, the C++ side of the object. */
#include "extra/module.h"

#include <tvm/ffi/extra/c_env_api.h>

#include "container/seq.h"
#include "core/string.h"
#include "tf_test_core.h"

/* A kind whose only function is called like its context and is its name as text. */
static int kind_get(tf_module* module, void* context, tf_module_item item, tf_str name,
                    tf_any* out) {
  (void)module;
  *out = tf_any_none();
  if (item != TF_MODULE_FUNCTION || !tf_str_equal_c(name, (const char*)context)) return 0;
  return tf_string_new(name, out);
}

static bool kind_implements(void* context, tf_str name) {
  return tf_str_equal_c(name, (const char*)context);
}

static int drops;
static void kind_drop(void* context) {
  (void)context;
  drops += 1;
}

static const tf_module_kind kind = {"unit", TF_MODULE_RUNNABLE, kind_get, kind_implements,
                                    kind_drop};

static tf_module* module_new(const char* name) {
  tf_module* module = NULL;
  assert_ok(tf_module_new(&kind, (void*)(uintptr_t)name, &module));
  return module;
}

static bool implements(tf_module* module, const char* name, bool query_imports) {
  bool found = false;
  assert_ok(tf_module_implements(module, tf_str_c(name), query_imports, &found));
  return found;
}

static void the_object_begins_before_its_handle(void** state) {
  (void)state;
  tf_module* module = module_new("a");
  void* const* vtable = *(void* const**)tf_module_to_library_context(module);
  union {
    void* address;
    const char* (*kind_name)(void* self);
  } slot = {vtable[0]};
  assert_string_equal(slot.kind_name(tf_module_to_library_context(module)), "unit");
  assert_int_equal(module->header.type_index, kTVMFFIModule);
  tf_object_drop(&module);
}

static void imports_are_searched_depth_first(void** state) {
  (void)state;
  drops = 0;
  tf_module* a = module_new("a");
  tf_module* b = module_new("b");
  tf_module* c = module_new("c");
  assert_ok(tf_module_import(a, b));
  assert_ok(tf_module_import(b, c));
  assert_true(implements(a, "c", true));
  assert_false(implements(a, "c", false));
  assert_false(implements(a, "d", true));
  assert_int_equal(((const tf_seq*)a->imports)->seq.size, 1);
  assert_ok(tf_module_clear_imports(a));
  assert_false(implements(a, "b", true));
  tf_object_drop(&a);
  tf_object_drop(&b);
  tf_object_drop(&c);
  assert_int_equal(drops, 3);
}

static void cycles_are_refused(void** state) {
  (void)state;
  tf_module* a = module_new("a");
  tf_module* b = module_new("b");
  tf_module* c = module_new("c");
  assert_ok(tf_module_import(a, b));
  assert_ok(tf_module_import(b, c));
  assert_raises(tf_module_import(c, a), "RuntimeError", "Cyclic dependency");
  assert_raises(tf_module_import(a, a), "RuntimeError", "Cyclic dependency");
  tf_object_drop(&a);
  tf_object_drop(&b);
  tf_object_drop(&c);
}

/* 2 to the power of 40 paths lead to the end: each module is asked once. */
static void shared_imports_cost_linear_time(void** state) {
  (void)state;
  enum { LAYERS = 40 };
  tf_module* below = module_new("bottom");
  for (int i = 0; i < LAYERS; ++i) {
    tf_module* above = module_new("layer");
    assert_ok(tf_module_import(above, below));
    assert_ok(tf_module_import(above, below));
    tf_object_drop(&below);
    below = above;
  }
  assert_true(implements(below, "bottom", true));
  assert_false(implements(below, "nowhere", true));
  tf_object_drop(&below);
}

static void lookups_from_imports_end_with_global_functions(void** state) {
  (void)state;
  tf_module* a = module_new("a");
  tf_module* b = module_new("b");
  void* context = tf_module_to_library_context(a);
  TVMFFIObjectHandle found = NULL;
  TVMFFIObjectHandle again = NULL;
  assert_ok(tf_module_import(a, b));
  assert_ok(TVMFFIEnvModLookupFromImports(context, "ffi.Array", &found));
  assert_ok(TVMFFIEnvModLookupFromImports(context, "ffi.Array", &again));
  assert_ptr_equal(found, again);
  assert_raises(TVMFFIEnvModLookupFromImports(context, "unit.nowhere", &found), "RuntimeError",
                "Cannot find function unit.nowhere in the imported modules or global registry.");
  assert_raises(TVMFFIEnvModLookupFromImports(NULL, "x", &found), "ValueError", "null");
  tf_object_drop(&a);
  tf_object_drop(&b);
}

static int build(void* context) {
  (void)context;
  tf_module* a = NULL;
  tf_module* b = NULL;
  int code = tf_module_new(&kind, (void*)(uintptr_t)"a", &a);
  if (code == 0) code = tf_module_new(&kind, (void*)(uintptr_t)"b", &b);
  if (code == 0) code = tf_module_import(a, b);
  if (code == 0) code = tf_module_clear_imports(a);
  tf_object_drop(&a);
  tf_object_drop(&b);
  return code;
}

static void building_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(build, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(the_object_begins_before_its_handle),
      tf_unit(imports_are_searched_depth_first),
      tf_unit(cycles_are_refused),
      tf_unit(shared_imports_cost_linear_time),
      tf_unit(lookups_from_imports_end_with_global_functions),
      tf_unit(building_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
