/* SPDX-License-Identifier: Apache-2.0 */
#include "diff.h"

#include "sg_test.h"

static tf_str diff_of(sg_arena* arena, const char* before, const char* after, bool headers) {
  sg_text out = sg_text_new(arena);
  sg_diff_style style = {false, headers};
  sg_diff(arena, S("f"), S(before), S(after), style, &out);
  return sg_text_view(&out);
}

static void test_hunks_have_three_lines_around(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  assert_str_is(diff_of(&arena, "a\n", "a\n", true), "");
  assert_str_is(diff_of(&arena, "1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nx\n6\n7\n8\n", true),
                "--- f\n+++ f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
  assert_str_is(diff_of(&arena, "", "a\nb\n", false), "@@ -0,0 +1,2 @@\n+a\n+b\n");
  assert_str_is(diff_of(&arena, "a\n", "", false), "@@ -1 +0,0 @@\n-a\n");
  assert_str_is(diff_of(&arena, "a\nb", "a\nb\n", false),
                "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
  sg_arena_drop(&arena);
}

static void test_far_changes_make_hunks_of_their_own(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  assert_str_is(diff_of(&arena, "a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n", false),
                "@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n");
  assert_str_is(
      diff_of(&arena, "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n", false),
      "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n");
  sg_arena_drop(&arena);
}

/* Applies a diff without looking at its numbers more than needed: context and removed lines must be there. */
static tf_str apply(sg_arena* arena, tf_str before, tf_str diff) {
  sg_text out = sg_text_new(arena);
  size_t line = 1, at = 0;
  tf_str text;
  while (tf_str_next_line(&diff, &text)) {
    if (text.data[0] == '@') {
      size_t begin = (size_t)strtoul(text.data + 4, NULL, 10);
      for (; line < begin; line++) {
        size_t end = at + tf_str_find_byte(tf_str_slice(before, at, before.size), '\n') + 1;
        sg_put(&out, tf_str_slice(before, at, end));
        at = end;
      }
      continue;
    }
    tf_str rest = tf_str_slice(text, 1, text.size);
    if (text.data[0] != '+') {
      assert_true(tf_str_equal(tf_str_slice(before, at, at + rest.size), rest));
      at += rest.size + 1;
      line++;
    }
    if (text.data[0] != '-') {
      sg_put(&out, rest);
      sg_put_char(&out, '\n');
    }
  }
  sg_put(&out, tf_str_slice(before, at, before.size));
  return sg_text_view(&out);
}

static void test_diffs_apply(void** state) {
  (void)state;
  unsigned seed = 1;
  for (int round = 0; round < 300; round++) {
    SG_TEST_ARENA(arena);
    sg_text a = sg_text_new(&arena), b = sg_text_new(&arena);
    for (int i = 0; i < 40; i++) {
      seed = seed * 1103515245u + 12345u;
      unsigned what = seed >> 16;
      if (what % 3 != 0) sg_putf(&a, "%u\n", what % 7);
      if (what % 5 != 0) sg_putf(&b, "%u\n", what % 11 == 0 ? 9 : what % 7);
    }
    if (a.size == 0 || b.size == 0) continue;
    tf_str before = sg_copy(&arena, sg_text_view(&a)), after = sg_copy(&arena, sg_text_view(&b));
    tf_str diff = diff_of(&arena, before.data, after.data, false);
    assert_true(tf_str_equal(apply(&arena, before, sg_copy(&arena, diff)), after));
    sg_arena_drop(&arena);
  }
}

static void test_large_changes_are_shown_whole(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_text a = sg_text_new(&arena), b = sg_text_new(&arena);
  for (int i = 0; i < 5000; i++) {
    sg_putf(&a, "a%d\n", i);
    sg_putf(&b, "b%d\n", i);
  }
  tf_str before = sg_copy(&arena, sg_text_view(&a)), after = sg_copy(&arena, sg_text_view(&b));
  tf_str diff = diff_of(&arena, before.data, after.data, false);
  assert_true(tf_str_starts_with(diff, S("@@ -1,5000 +1,5000 @@\n-a0\n")));
  assert_true(tf_str_equal(apply(&arena, before, diff), after));
  sg_arena_drop(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_hunks_have_three_lines_around),
      tf_unit(test_far_changes_make_hunks_of_their_own),
      tf_unit(test_diffs_apply),
      tf_unit(test_large_changes_are_shown_whole),
  };
  return tf_test_run(tests);
}
