/* SPDX-License-Identifier: Apache-2.0 */
#include "block.h"

#include "sg_test.h"

#define M "# tvm-ffi-stubgen"

static void test_pieces_join_to_the_file(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_diags diags = sg_diags_new(&arena);
  sg_blocks blocks;
  tf_str text =
      S("\xef\xbb\xbf"
        "a\r" M "(begin): global/x\r\nold\n  " M "(end)\n" M
        "(skip): y\nb\x0c\xe2\x80\xa8"
        "c");
  sg_blocks_parse(&arena, S("m.py"), text, &diags, &blocks);
  assert_int_equal(diags.errors, 0);
  assert_int_equal(blocks.pieces.count, 4);
  assert_int_equal(blocks.marks, 2);
  assert_true(tf_str_equal(sg_blocks_join(&arena, &blocks), text));
  assert_false(sg_blocks_changed(&blocks));
  const sg_piece* block = &blocks.pieces.items[1];
  assert_str_is(block->body, "old\n");
  assert_str_is(block->eol, "\r\n");
  assert_str_is(block->argument, "x");
  assert_str_is(sg_piece_title(&arena, block), "global/x");
  sg_arena_drop(&arena);
}

static void test_fresh_bodies_replace_old_ones(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_diags diags = sg_diags_new(&arena);
  sg_blocks blocks;
  sg_blocks_parse(&arena, S("m.py"), S("a\n" M "(begin): __all__\nold\n" M "(end)\nb"), &diags,
                  &blocks);
  sg_piece* block = sg_blocks_first(&blocks, SG_ALL);
  assert_non_null(block);
  block->has_fresh = true;
  block->fresh = S("old\n");
  assert_false(sg_blocks_changed(&blocks));
  block->fresh = S("new\n");
  assert_true(sg_blocks_changed(&blocks));
  assert_str_is(sg_blocks_join(&arena, &blocks), "a\n" M "(begin): __all__\nnew\n" M "(end)\nb");
  block->removed = true;
  assert_str_is(sg_blocks_join(&arena, &blocks), "a\nb");
  assert_null(sg_blocks_first(&blocks, SG_ALL));
  sg_arena_drop(&arena);
}

static void check_error(const char* text, size_t line, const char* words) {
  SG_TEST_ARENA(arena);
  sg_diags diags = sg_diags_new(&arena);
  sg_blocks blocks;
  sg_blocks_parse(&arena, S("m.py"), S(text), &diags, &blocks);
  assert_int_equal(diags.list.count, 1);
  assert_int_equal(diags.list.items[0].line, line);
  if (tf_str_find(diags.list.items[0].message, S(words)) == TF_STR_NONE) {
    fail_msg("%.*s", SG_ARG(diags.list.items[0].message));
  }
  sg_arena_drop(&arena);
}

static void test_broken_files_are_refused_with_their_lines(void** state) {
  (void)state;
  check_error("\n" M "(end)", 2, "without a block");
  check_error("\n" M "(begin): global/x\n", 2, "without an end");
  check_error(M "(begin): global/x\n" M "(begin): global/y\n" M "(end)\n" M "(end)\n", 2, "inside");
  check_error(M "(begin): globals/x\n" M "(end)\n", 1, "did you mean `global/`");
  check_error(M "(ty-mop): a\n", 1, "did you mean `ty-map`");
  check_error(M "(skip: a\n", 1, "malformed");
  check_error(M "(begin): __all__\n" M "(skip): a\n" M "(end)\n", 2, "inside a block");
  check_error(M "(begin): __all__\n" M "(end)\n" M "(begin): __all__\n" M "(end)\n", 3, "second");
  check_error(M "(end) \xe9\n", 0, "offset 23");
  check_error(M "(end) \xe2\x82\n", 0, "offset 23");
}

static void test_skip_file_silences_everything(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_diags diags = sg_diags_new(&arena);
  sg_blocks blocks;
  sg_blocks_parse(&arena, S("m.py"), S(M "(end)\n\xff\n  " M "(skip-file) x"), &diags, &blocks);
  assert_true(blocks.skip_file);
  assert_int_equal(diags.errors, 0);
  assert_int_equal(blocks.pieces.count, 0);
  sg_blocks_parse(&arena, S("m.py"), S("\xff plain"), &diags, &blocks);
  assert_int_equal(diags.errors, 0);
  assert_int_equal(blocks.marks, 0);
  sg_arena_drop(&arena);
}

static void test_rust_files_have_their_own_comment(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_diags diags = sg_diags_new(&arena);
  sg_blocks blocks;
  tf_str text = S("// tvm-ffi-stubgen(begin): export/x\n// tvm-ffi-stubgen(end)\n");
  sg_blocks_parse(&arena, S("m.rs"), text, &diags, &blocks);
  assert_int_equal(blocks.marks, 1);
  sg_blocks_parse(&arena, S("m.py"), text, &diags, &blocks);
  assert_int_equal(blocks.marks, 0);
  sg_arena_drop(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_pieces_join_to_the_file),
      tf_unit(test_fresh_bodies_replace_old_ones),
      tf_unit(test_broken_files_are_refused_with_their_lines),
      tf_unit(test_skip_file_silences_everything),
      tf_unit(test_rust_files_have_their_own_comment),
  };
  return tf_test_run(tests);
}
