/* SPDX-License-Identifier: Apache-2.0 */
#include "prefix.h"

#include "sg_file.h"

#define PREFIX(p) "# tvm-ffi-stubgen(prefix): " p "\n"

static void test_missing_classes_get_blocks(void** state) {
  (void)state;
  sg_world w;
  sg_world_begin(&w);
  sg_file* file = sg_world_add(&w, "m.py", PREFIX("p.") "x = 1\n");
  sg_prefix_apply(&w.generator, &w.files);
  tf_str text = sg_blocks_join(&w.arena, &file->blocks);
  assert_str_is(text, PREFIX("p.") "\n" BLOCK("import-section") "\n" BLOCK(
                          "object/p.Base") "\n" BLOCK("object/p.Child") "x = 1\n");
  assert_true(sg_blocks_changed(&file->blocks));
  sg_arena_drop(&w.arena);
}

static void test_classes_that_have_blocks_get_none(void** state) {
  (void)state;
  sg_world w;
  sg_world_begin(&w);
  sg_world_add(&w, "a.py", BLOCK("object/p.Base"));
  sg_file* file = sg_world_add(
      &w, "m.py", PREFIX("p") "# tvm-ffi-stubgen(skip): p.Child\n" BLOCK("import-section"));
  sg_prefix_apply(&w.generator, &w.files);
  assert_false(sg_blocks_changed(&file->blocks));
  sg_arena_drop(&w.arena);
}

static void test_wrong_directives_are_refused(void** state) {
  (void)state;
  sg_world w;
  sg_world_begin(&w);
  sg_world_add(&w, "a.py", PREFIX("p") PREFIX("q"));
  sg_world_add(&w, "b.py", PREFIX("p"));
  sg_world_add(&w, "c.py", PREFIX("..."));
  sg_world_add(&w, "d.py", PREFIX("nobody"));
  sg_prefix_apply(&w.generator, &w.files);
  assert_int_equal(w.diags.errors, 3);
  assert_true(sg_world_says(&w, "more than one"));
  assert_true(sg_world_says(&w, "already declared by a.py"));
  assert_true(sg_world_says(&w, "an empty"));
  assert_int_equal(w.generator.notices.count, 1);
  sg_arena_drop(&w.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_missing_classes_get_blocks),
      tf_unit(test_classes_that_have_blocks_get_none),
      tf_unit(test_wrong_directives_are_refused),
  };
  return tf_test_run(tests);
}
