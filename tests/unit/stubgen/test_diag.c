/* SPDX-License-Identifier: Apache-2.0 */
#include "diag.h"

#include "sg_test.h"

static void test_messages_are_lines_with_their_places(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_diags diags = sg_diags_new(&arena);
  char* said = NULL;
  size_t size;
  sg_error(&diags, S("a.py"), 3, "bad `%s`", "x\ny\x7f");
  sg_error(&diags, S("a.py"), 0, "whole");
  sg_warning(&diags, S(""), 0, "about the run");
  assert_int_equal(diags.errors, 2);
  FILE* out = open_memstream(&said, &size);
  assert_non_null(out);
  sg_diags_print(&diags, out);
  fclose(out);
  assert_string_equal(said,
                      "a.py:3: error: bad `x?y?`\na.py: error: whole\n"
                      "tvm-ffi-stubgen: warning: about the run\n");
  free(said);
  sg_arena_drop(&arena);
}

static void test_long_messages_are_whole(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_diags diags = sg_diags_new(&arena);
  char text[2000];
  memset(text, 'a', sizeof text - 1);
  text[sizeof text - 1] = '\0';
  sg_error(&diags, S(""), 0, "%s", text);
  assert_str_is(diags.list.items[0].message, text);
  sg_arena_drop(&arena);
}

static void test_the_nearest_name_is_offered(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_nearest nearest = sg_nearest_to(S("globl/"));
  assert_int_equal(sg_nearest_hint(&nearest, &arena).size, 0);
  sg_nearest_offer(&nearest, S("export/"));
  sg_nearest_offer(&nearest, S("global/"));
  sg_nearest_offer(&nearest, S("object/"));
  assert_str_is(sg_nearest_hint(&nearest, &arena), "; did you mean `global/`?");
  sg_arena_drop(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_messages_are_lines_with_their_places),
      tf_unit(test_long_messages_are_whole),
      tf_unit(test_the_nearest_name_is_offered),
  };
  return tf_test_run(tests);
}
