/* SPDX-License-Identifier: Apache-2.0 */
#include "report.h"

#include "sg_file.h"

static void test_the_report_says_what_is_used_where(void** state) {
  (void)state;
  sg_world w;
  sg_world_begin(&w);
  sg_file* file = sg_world_add(&w, "m.py", BLOCK("global/p") BLOCK("object/p.Child"));
  (void)sg_world_generate(&w, file);
  sg_warning(&w.diags, S("m.py"), 7, "quote \" here");
  sg_text out = sg_text_new(&w.arena);
  sg_report_write(&w.generator, &w.files, "1.2", 0, &out);
  tf_str text = sg_text_view(&out);
  static const char* const parts[] = {
      "\"version\":\"1.2\"", "\"status\":0",     "\"line\":7",
      "quote \\\" here",     "\"p.add\"",        "\"p.sub.deep\"",
      "\"key\":\"p.Child\"", "\"changed\":true", "(_0: int, _1: str, /) -> int"};
  for (size_t i = 0; i < TF_COUNT_OF(parts); i++) {
    if (!sg_has(text, parts[i])) fail_msg("no %s in %.*s", parts[i], SG_ARG(text));
  }
  assert_true(tf_str_ends_with(text, S("}\n")));
  sg_arena_drop(&w.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {tf_unit(test_the_report_says_what_is_used_where)};
  return tf_test_run(tests);
}
