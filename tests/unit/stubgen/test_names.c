/* SPDX-License-Identifier: Apache-2.0 */
#include "names.h"

#include "sg_test.h"

static void test_names_are_identifiers_but_no_keywords(void** state) {
  (void)state;
  const char* good[] = {"a",
                        "_",
                        "A9",
                        "match",
                        "type",
                        ("gr\xc3\xb6\xc3\x9f"
                         "e"),
                        "\xe5\x90\x8d"};
  const char* bad[] = {"",     "9a",        "a-b",  "a b",         "class",
                       "None", "a\xc2\xa0", "\xff", "\xe2\x82\xac"};
  for (size_t i = 0; i < TF_COUNT_OF(good); i++) assert_true(sg_is_name(S(good[i])));
  for (size_t i = 0; i < TF_COUNT_OF(bad); i++) assert_false(sg_is_name(S(bad[i])));
  assert_true(sg_is_identifier(S("class")));
}

static void test_dotted_names_and_modules(void** state) {
  (void)state;
  assert_true(sg_is_dotted_name(S("a.b_c.D")));
  assert_false(sg_is_dotted_name(S("a..b")));
  assert_false(sg_is_dotted_name(S(".a")));
  assert_false(sg_is_dotted_name(S("a.")));
  assert_false(sg_is_dotted_name(S("a.class")));
  assert_false(sg_is_dotted_name(S("../a")));
  assert_true(sg_is_module(S(".a.b")));
  assert_true(sg_is_module(S("..")));
  assert_true(sg_is_module(S("a")));
  assert_false(sg_is_module(S("")));
  assert_false(sg_is_module(S(".a.")));
}

static void test_splitting_at_the_last_dot(void** state) {
  (void)state;
  tf_str before, last;
  assert_true(sg_split_last(S("a.b.c"), &before, &last));
  assert_str_is(before, "a.b");
  assert_str_is(last, "c");
  assert_true(sg_split_last(S(".x"), &before, &last));
  assert_str_is(before, "");
  assert_false(sg_split_last(S("x"), &before, &last));
  assert_str_is(last, "x");
  assert_str_is(sg_last_part(S("a.")), "");
}

static void test_below_means_whole_parts(void** state) {
  (void)state;
  assert_true(sg_is_below(S("a.b"), S("a")));
  assert_true(sg_is_below(S("a"), S("a")));
  assert_false(sg_is_below(S("ab"), S("a")));
  assert_false(sg_is_below(S("a"), S("a.b")));
}

static void test_strip_takes_unicode_blanks(void** state) {
  (void)state;
  assert_str_is(sg_strip(S(" \t\x0c\x1c a b \xc2\x85\xe2\x80\xa8\xe3\x80\x80\r")), "a b");
  assert_str_is(sg_strip(S("   ")), "");
  assert_str_is(sg_strip(S("\xe2\x80\x8b"
                           "x")),
                "\xe2\x80\x8b"
                "x");                           /* zero width space is none */
  assert_str_is(sg_strip(S("x\xa0")), "x\xa0"); /* half a character */
}

static void test_all_is_ordered_by_class(void** state) {
  (void)state;
  assert_int_equal(sg_name_class(S("LIB")), 0);
  assert_int_equal(sg_name_class(S("X1_2")), 0);
  assert_int_equal(sg_name_class(S("\xc3\x84")), 0);
  assert_int_equal(sg_name_class(S("Pair")), 1);
  assert_int_equal(sg_name_class(S("My_Pair")), 2);
  assert_int_equal(sg_name_class(S("_1")), 2);
  assert_int_equal(sg_name_class(S("add")), 2);
  assert_true(sg_name_compare(S("Z"), S("Aa")) < 0);
  assert_true(sg_name_compare(S("Aa"), S("_a")) < 0);
  assert_true(sg_name_compare(S("fn_10"), S("fn_2")) < 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_names_are_identifiers_but_no_keywords),
      tf_unit(test_dotted_names_and_modules),
      tf_unit(test_splitting_at_the_last_dot),
      tf_unit(test_below_means_whole_parts),
      tf_unit(test_strip_takes_unicode_blanks),
      tf_unit(test_all_is_ordered_by_class),
  };
  return tf_test_run(tests);
}
