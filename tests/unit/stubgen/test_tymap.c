/* SPDX-License-Identifier: Apache-2.0 */
#include "tymap.h"

#include "sg_test.h"

static void test_lines_are_read_and_refused(void** state) {
  (void)state;
  tf_str from, to;
  assert_null(sg_ty_map_parse(S("a.B->c.D"), &from, &to));
  assert_str_is(from, "a.B");
  assert_str_is(to, "c.D");
  assert_null(sg_ty_map_parse(S("  const char*  ->  str "), &from, &to));
  assert_str_is(from, "const char*");
  const char* bad[] = {"",     "a",        "a = b",     "a -> b -> c", "-> b",
                       "a ->", "a -> b c", "a -> ../b", "a -> b.class"};
  for (size_t i = 0; i < TF_COUNT_OF(bad); i++) {
    if (sg_ty_map_parse(S(bad[i]), &from, &to) == NULL) fail_msg("accepted: %s", bad[i]);
  }
}

static void check_find(const sg_ty_map* map, const char* origin, bool input, const char* want) {
  tf_str name;
  bool by_user;
  assert_true(sg_ty_map_find(map, S(origin), input, &name, &by_user));
  assert_str_is(name, want);
}

static void test_inputs_differ_until_mapped(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_ty_map map = sg_ty_map_new(&arena);
  check_find(&map, "List", false, "collections.abc.MutableSequence");
  check_find(&map, "List", true, "collections.abc.Sequence");
  sg_ty_map_set(&map, S("List"), S("collections.abc.MutableSequence"));
  check_find(&map, "List", true, "collections.abc.Sequence");
  sg_ty_map_set(&map, S("List"), S("my.List"));
  check_find(&map, "List", true, "my.List");
  check_find(&map, "List", false, "my.List");
  tf_str name;
  bool by_user;
  assert_false(sg_ty_map_find(&map, S("my.Class"), false, &name, &by_user));
  assert_str_is(sg_ty_map_class(&map, S("my.Class")), "my.Class");
  sg_arena_drop(&arena);
}

static void test_import_objects_have_three_fields(void** state) {
  (void)state;
  sg_import_object o;
  assert_null(sg_import_object_parse(S(" a.b.C ; TRUE ; D "), &o));
  assert_str_is(o.name, "a.b.C");
  assert_true(o.checking);
  assert_str_is(o.alias, "D");
  assert_null(sg_import_object_parse(S("os;yes;"), &o));
  assert_false(o.checking);
  assert_int_equal(o.alias.size, 0);
  assert_null(sg_import_object_parse(S(".rel.Name"), &o));
  assert_false(sg_import_object_is_loader(&o));
  assert_null(sg_import_object_parse(S("tvm_ffi.libinfo.load_lib_module"), &o));
  assert_true(sg_import_object_is_loader(&o));
  const char* bad[] = {"", ";True", "a;b;c;d", "a b", "a;;b c", "..", "a.", "a;;class"};
  for (size_t i = 0; i < TF_COUNT_OF(bad); i++) {
    if (sg_import_object_parse(S(bad[i]), &o) == NULL) fail_msg("accepted: %s", bad[i]);
  }
}

static void test_runtime_modules_live_in_the_package(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  assert_str_is(sg_python_name(&arena, S("ffi.Shape")), "tvm_ffi.Shape");
  assert_str_is(sg_python_name(&arena, S("ffi.a.B")), "tvm_ffi.a.B");
  assert_str_is(sg_python_name(&arena, S("testing.X")), "tvm_ffi.testing.X");
  assert_str_is(sg_python_name(&arena, S("testingx.X")), "testingx.X");
  assert_str_is(sg_python_name(&arena, S("ffi")), "ffi");
  sg_arena_drop(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_lines_are_read_and_refused),
      tf_unit(test_inputs_differ_until_mapped),
      tf_unit(test_import_objects_have_three_fields),
      tf_unit(test_runtime_modules_live_in_the_package),
  };
  return tf_test_run(tests);
}
