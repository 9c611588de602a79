/* SPDX-License-Identifier: Apache-2.0 */
#include "literal.h"

#include "sg_test.h"

static void test_texts_are_escaped(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_text out = sg_text_new(&arena);
  sg_put_python_string(&out, tf_str_of("a\"b\\c\n\t\0\x1f\x7f\xc3\xa9", 12));
  assert_str_is(sg_text_view(&out), "\"a\\\"b\\\\c\\n\\t\\x00\\x1f\\x7f\xc3\xa9\"");
  sg_arena_drop(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {tf_unit(test_texts_are_escaped)};
  return tf_test_run(tests);
}
