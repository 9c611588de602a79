/* SPDX-License-Identifier: Apache-2.0 */
#include "classes.h"

#include "sg_test.h"

static sg_file* file_of(sg_arena* arena, const char* text) {
  sg_file* file = sg_alloc(arena, sizeof *file);
  sg_diags diags = sg_diags_new(arena);
  file->path = S("m.py");
  sg_blocks_parse(arena, file->path, S(text), &diags, &file->blocks);
  assert_int_equal(diags.errors, 0);
  return file;
}

static void test_parents_come_first_then_keys(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_model model;
  sg_files files;
  sg_present present;
  sg_class_list list;
  memset(&files, 0, sizeof files);
  sg_model_begin(&model, &arena);
  sg_type* root = sg_test_type(&model, "ffi.Object", NULL);
  sg_type* z = sg_test_type(&model, "p.Z", root);
  sg_test_type(&model, "p.A", z);
  sg_test_type(&model, "p.B", root);
  sg_test_type(&model, "p.C", sg_test_type(&model, "q.Far", root));
  sg_test_type(&model, "p.Skipped", root);
  sg_test_type(&model, "p.There", root);
  sg_test_type(&model, "p.bad\nkey", root);
  sg_test_type(&model, "p.sub.Deep", root);
  sg_model_finish(&model);
  *SG_PUSH(&arena, &files.list) = file_of(&arena,
                                          "# tvm-ffi-stubgen(skip): p.Skipped\n"
                                          "# tvm-ffi-stubgen(begin): object/p.There\n"
                                          "# tvm-ffi-stubgen(end)\n"
                                          "# tvm-ffi-stubgen(begin): global/p.fns@.mine\n"
                                          "# tvm-ffi-stubgen(end)\n");
  sg_present_find(&arena, &files, NULL, &present);
  assert_non_null(sg_map_find(&present.prefixes, S("p.fns")));
  sg_classes_missing(&arena, &model, &present, S("p"), &list);
  const char* want[] = {"p.B", "p.C", "p.Z", "p.A"};
  assert_int_equal(list.list.count, TF_COUNT_OF(want));
  for (size_t i = 0; i < TF_COUNT_OF(want); i++) assert_str_is(list.list.items[i]->key, want[i]);
  /* A `prefix` directive minds the `skip` lines of its own file only. */
  sg_file other;
  memset(&other, 0, sizeof other);
  sg_present_find(&arena, &files, &other, &present);
  sg_classes_missing(&arena, &model, &present, S("p"), &list);
  assert_int_equal(list.list.count, TF_COUNT_OF(want) + 1);
  sg_arena_drop(&arena);
}

static void test_classes_of_the_package_are_left_out(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_model model;
  sg_files files;
  sg_present present;
  sg_class_list list;
  memset(&files, 0, sizeof files);
  sg_model_begin(&model, &arena);
  sg_test_type(&model, "ffi.Function", sg_test_type(&model, "ffi.Object", NULL));
  sg_test_type(&model, "ffi.Array", NULL);
  sg_model_finish(&model);
  sg_present_find(&arena, &files, NULL, &present);
  sg_classes_missing(&arena, &model, &present, S("ffi"), &list);
  assert_int_equal(list.list.count, 1);
  assert_str_is(list.list.items[0]->key, "ffi.Array");
  sg_arena_drop(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_parents_come_first_then_keys),
      tf_unit(test_classes_of_the_package_are_left_out),
  };
  return tf_test_run(tests);
}
