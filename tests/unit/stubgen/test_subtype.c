/* SPDX-License-Identifier: Apache-2.0 */
#include "subtype.h"

#include "sg_test.h"

#define OF(type, args) "{\"type\":\"" type "\",\"args\":[" args "]}"
#define KEY(key) "{\"type\":\"" key "\"}"

static bool may_stand(const char* type, const char* wanted) {
  SG_TEST_ARENA(arena);
  sg_model model;
  sg_model_begin(&model, &arena);
  sg_type* root = sg_test_type(&model, "ffi.Object", NULL);
  sg_type* base = sg_test_type(&model, "m.Base", root);
  sg_test_type(&model, "m.Child", base);
  sg_model_finish(&model);
  bool result = sg_is_subtype(&model, sg_test_schema(&arena, type), sg_test_schema(&arena, wanted));
  sg_arena_drop(&arena);
  return result;
}

static void test_equal_types_and_any(void** state) {
  (void)state;
  assert_true(may_stand(SG_INT, SG_INT));
  assert_false(may_stand(SG_INT, SG_STR));
  assert_true(may_stand(SG_INT, KEY("Any")));
  assert_true(may_stand(KEY("Any"), SG_INT));
  assert_true(sg_is_subtype(NULL, NULL, NULL));
}

static void test_numbers(void** state) {
  (void)state;
  assert_true(may_stand(KEY("bool"), SG_INT));
  assert_true(may_stand(SG_INT, KEY("float")));
  assert_true(may_stand(KEY("bool"), KEY("float")));
  assert_false(may_stand(KEY("float"), SG_INT));
  assert_false(may_stand(SG_INT, KEY("bool")));
}

static void test_classes(void** state) {
  (void)state;
  assert_true(may_stand(KEY("m.Child"), KEY("m.Base")));
  assert_false(may_stand(KEY("m.Base"), KEY("m.Child")));
}

static void test_unions(void** state) {
  (void)state;
  assert_true(may_stand(SG_INT, OF("Variant", SG_INT "," SG_STR)));
  assert_true(may_stand(OF("Variant", SG_STR "," SG_INT), OF("Variant", SG_INT "," SG_STR)));
  assert_false(may_stand(OF("Variant", SG_STR "," SG_INT), SG_INT));
  assert_true(may_stand(SG_INT, OF("Optional", SG_INT)));
  assert_true(may_stand(KEY("None"), OF("Optional", SG_INT)));
  assert_true(may_stand(OF("Optional", KEY("bool")), OF("Optional", SG_INT)));
  assert_false(may_stand(OF("Optional", SG_INT), SG_INT));
}

static void test_containers(void** state) {
  (void)state;
  assert_true(may_stand(OF("ffi.Array", KEY("m.Child")), OF("ffi.Array", KEY("m.Base"))));
  assert_false(may_stand(OF("ffi.List", KEY("m.Child")), OF("ffi.List", KEY("m.Base"))));
  assert_false(may_stand(OF("ffi.Array", SG_INT), OF("ffi.List", SG_INT)));
  assert_true(may_stand(OF("ffi.Map", SG_STR "," KEY("bool")), OF("ffi.Map", SG_STR "," SG_INT)));
  assert_false(may_stand(OF("ffi.Map", KEY("bool") "," SG_STR), OF("ffi.Map", SG_INT "," SG_STR)));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_equal_types_and_any),
      tf_unit(test_numbers),
      tf_unit(test_classes),
      tf_unit(test_unions),
      tf_unit(test_containers),
  };
  return tf_test_run(tests);
}
