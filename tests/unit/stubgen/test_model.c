/* SPDX-License-Identifier: Apache-2.0 */
#include "model.h"

#include "sg_test.h"

static void test_functions_come_by_prefix_in_order(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_model model;
  sg_model_begin(&model, &arena);
  const char* names[] = {"a.fn_2", "b.x", "a.fn_10", "a.b.c", "plain", ".odd", "a.A", "ab.z"};
  for (size_t i = 0; i < TF_COUNT_OF(names); i++) sg_test_function(&model, names[i], NULL);
  sg_model_finish(&model);
  size_t count;
  sg_function* f = sg_model_functions(&model, S("a"), &count);
  assert_int_equal(count, 3);
  assert_str_is(f[0].last, "A");
  assert_str_is(f[1].last, "fn_10");
  assert_str_is(f[2].last, "fn_2");
  f = sg_model_functions(&model, S(""), &count);
  assert_int_equal(count, 1);
  assert_str_is(f[0].name, ".odd");
  assert_null(sg_model_functions(&model, S("a.c"), &count));
  assert_true(sg_model_has_prefix(&model, S("a.b")));
  assert_false(sg_model_has_prefix(&model, S("plain")));
  assert_false(sg_model_has_prefix(&model, S("c")));
  sg_arena_drop(&arena);
}

static void add_fields(sg_model* model, sg_type** base, sg_type** child) {
  sg_type* root = sg_test_type(model, "ffi.Object", NULL);
  *base = sg_test_type(model, "m.Base", root);
  *child = sg_test_type(model, "m.Child", *base);
  sg_test_field(model, *base, "late", SG_INT)->has_default = true;
  sg_test_field(model, *base, "first", SG_INT);
  sg_test_field(model, *base, "off", SG_INT)->init_off = true;
  sg_test_field(model, *child, "key", SG_STR)->keyword_only = true;
  sg_test_field(model, *child, "second", SG_STR);
}

static void test_fields_are_ordered_as_parameters(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_model model;
  sg_type *base, *child;
  sg_model_begin(&model, &arena);
  add_fields(&model, &base, &child);
  sg_model_finish(&model);
  sg_model_order_fields(&model, child);
  const char* want[] = {"first", "second", "late", "key"};
  assert_int_equal(child->by_fields.count, 4);
  for (size_t i = 0; i < 4; i++) assert_str_is(child->by_fields.params[i].name, want[i]);
  assert_true(child->by_fields.params[2].has_default);
  assert_int_equal(child->by_fields.params[3].kind, SG_KEYWORD_ONLY);
  sg_arena_drop(&arena);
}

static void test_constructors_take_field_names_when_they_agree(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_model model;
  sg_type *base, *child;
  sg_model_begin(&model, &arena);
  add_fields(&model, &base, &child);
  sg_model_finish(&model);
  sg_model_order_fields(&model, base);
  const char* same = SG_FN("{\"type\":\"ffi.Object\"}", SG_INT "," SG_INT);
  sg_signature s = sg_model_signature_of(&model, base, sg_test_schema(&arena, same));
  assert_int_equal(s.count, 2);
  assert_str_is(s.params[0].name, "first");
  assert_false(s.params[1].has_default);
  const char* other = SG_FN("{\"type\":\"ffi.Object\"}", SG_INT "," SG_STR);
  s = sg_model_signature_of(&model, base, sg_test_schema(&arena, other));
  assert_int_equal(s.params[1].kind, SG_POSITIONAL_ONLY);
  s = sg_model_signature_of(&model, base, sg_test_schema(&arena, "{\"type\":\"ffi.Function\"}"));
  assert_int_equal(s.count, 1);
  assert_int_equal(s.params[0].kind, SG_VARIADIC);
  sg_arena_drop(&arena);
}

static void test_keys_the_package_binds_are_known(void** state) {
  (void)state;
  assert_true(sg_model_is_bound(S("ffi.Function")));
  assert_false(sg_model_is_bound(S("ffi.Array")));
  assert_false(sg_model_is_bound(S("my.Function")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_functions_come_by_prefix_in_order),
      tf_unit(test_fields_are_ordered_as_parameters),
      tf_unit(test_constructors_take_field_names_when_they_agree),
      tf_unit(test_keys_the_package_binds_are_known),
  };
  return tf_test_run(tests);
}
