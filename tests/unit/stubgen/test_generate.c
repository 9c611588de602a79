/* SPDX-License-Identifier: Apache-2.0 */
#include "generate.h"

#include "sg_file.h"

static void test_blocks_are_filled_and_settled(void** state) {
  (void)state;
  sg_world w;
  sg_world_begin(&w);
  sg_file* file = sg_world_add(&w, "m.py", BLOCK("import-section") BLOCK("global/p") "tail = 1\n");
  tf_str once = sg_world_generate(&w, file);
  assert_true(sg_has(once, "_FFI_INIT_FUNC(\"p\", __name__)\n"));
  assert_true(sg_has(once, "    def add(_0: int, _1: str, /) -> int: ...\n"));
  assert_true(sg_has(once, "from tvm_ffi import init_ffi_api as _FFI_INIT_FUNC\n"));
  assert_true(tf_str_ends_with(once, S("tail = 1\n")));
  assert_int_equal(w.diags.errors, 0);
  sg_file* again = sg_world_add(&w, "n.py", sg_c_str(&w.arena, once));
  tf_str twice = sg_world_generate(&w, again);
  assert_ptr_equal(twice.data, again->text.data);
  sg_arena_drop(&w.arena);
}

static void test_unknown_names_are_refused_with_the_nearest(void** state) {
  (void)state;
  sg_world w;
  sg_world_begin(&w);
  sg_file* file =
      sg_world_add(&w, "m.py", BLOCK("global/p.sup") BLOCK("object/p.Bas") BLOCK("library/x"));
  (void)sg_world_generate(&w, file);
  assert_int_equal(w.diags.errors, 3);
  assert_true(sg_world_says(&w, "did you mean `p.sub`?"));
  assert_true(sg_world_says(&w, "did you mean `p.Base`?"));
  assert_true(sg_world_says(&w, "no library of --dlls"));
  sg_arena_drop(&w.arena);
}

static void test_pruning_removes_with_the_line_before(void** state) {
  (void)state;
  sg_world w;
  sg_world_begin(&w);
  w.generator.prune = true;
  sg_file* file = sg_world_add(&w, "m.py", "a = 1\n\n" BLOCK("object/p.Gone") "b = 2\n");
  assert_str_is(sg_world_generate(&w, file), "a = 1\nb = 2\n");
  assert_int_equal(w.generator.notices.count, 1);
  sg_arena_drop(&w.arena);
}

static void test_directives_are_obeyed(void** state) {
  (void)state;
  sg_world w;
  sg_world_begin(&w);
  sg_file* file =
      sg_world_add(&w, "m.py",
                   "# tvm-ffi-stubgen(ty-map): p.Base -> my.Thing\n"
                   "# tvm-ffi-stubgen(import-object): os.path;False;where\n" BLOCK("import-section")
                       BLOCK("object/p.Child"));
  tf_str text = sg_world_generate(&w, file);
  assert_true(sg_has(text, "y: Thing\n"));
  assert_true(sg_has(text, "from my import Thing\n"));
  assert_true(sg_has(text, "from os import path as where\n"));
  sg_world_add(&w, "n.py", "# tvm-ffi-stubgen(ty-map): nonsense\n");
  sg_generate_maps(&w.generator, &w.files);
  assert_true(sg_world_says(&w, "invalid ty-map"));
  sg_arena_drop(&w.arena);
}

static void test_bodies_fit_their_place(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  assert_str_is(sg_fit_body(&arena, S("a\n\nb\n"), 2, S("\r\n")), "  a\r\n\r\n  b\r\n");
  assert_str_is(sg_fit_body(&arena, S("a\n"), 0, S("\n")), "a\n");
  sg_arena_drop(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_blocks_are_filled_and_settled),
      tf_unit(test_unknown_names_are_refused_with_the_nearest),
      tf_unit(test_pruning_removes_with_the_line_before),
      tf_unit(test_directives_are_obeyed),
      tf_unit(test_bodies_fit_their_place),
  };
  return tf_test_run(tests);
}
