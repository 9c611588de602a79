/* SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#include "sg_file.h"

#define IN "    # tvm-ffi-stubgen(begin): object/p.Base\n    # tvm-ffi-stubgen(end)\n"

static sg_class_place place_in(sg_world* w, const char* text) {
  sg_file* file = sg_world_add(w, "m.py", text);
  assert_int_equal(w->diags.errors, 0);
  for (size_t i = 0; i < file->blocks.pieces.count; i++) {
    if (file->blocks.pieces.items[i].kind == SG_BLOCK) return sg_class_place_of(&file->blocks, i);
  }
  fail_msg("no block in %s", text);
  return (sg_class_place){false, {NULL, 0}};
}

static void test_bodies_that_the_block_fills_alone(void** state) {
  (void)state;
  sg_world w;
  sg_world_begin(&w);
  assert_true(place_in(&w, "class A(B):\n" IN).needs_body);
  assert_true(place_in(&w, "class A(B):\n" IN "\n\nx = 1\n").needs_body);
  assert_false(place_in(&w, "class A(B):\n" IN "\n    x = 1\n").needs_body);
  assert_false(place_in(&w, "class A(B):\n    \"\"\"Doc.\"\"\"\n" IN).needs_body);
  assert_false(place_in(&w, BLOCK("object/p.Base")).needs_body);
  sg_arena_drop(&w.arena);
}

static void test_bases_of_the_class_around(void** state) {
  (void)state;
  sg_world w;
  sg_world_begin(&w);
  assert_str_is(place_in(&w, "class A(B, c.D):\n    \"\"\"Doc.\"\"\"\n" IN).bases, "B, c.D");
  assert_str_is(place_in(&w, "class A:\n" IN).bases, "");
  assert_str_is(place_in(&w, "x = 1\n" BLOCK("object/p.Base")).bases, "");
  sg_arena_drop(&w.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_bodies_that_the_block_fills_alone),
      tf_unit(test_bases_of_the_class_around),
  };
  return tf_test_run(tests);
}
