/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include "tf_test.h"

static tf_str of(const char* text) { return tf_str_c(text); }

static void comparing_is_by_bytes(void** state) {
  (void)state;
  static const tf_str literal = TF_STR("abc");
  assert_true(tf_str_equal(literal, of("abc")));
  assert_true(tf_str_equal(tf_str_of(NULL, 0), of("")));
  assert_false(tf_str_equal_c(literal, "abd"));
  assert_true(tf_str_compare(of("a"), of("b")) < 0);
  assert_true(tf_str_compare(of("ab"), of("a")) > 0);
  assert_true(tf_str_compare(of("\xff"), of("a")) > 0);
  assert_int_equal(tf_str_compare(of(""), tf_str_of(NULL, 0)), 0);
  assert_true(tf_str_starts_with(literal, of("ab")));
  assert_false(tf_str_starts_with(literal, of("abcd")));
  assert_true(tf_str_ends_with(literal, of("bc")));
  assert_true(tf_str_ends_with(literal, of("")));
  assert_false(tf_str_ends_with(literal, of("b")));
}

static void finding_tells_where(void** state) {
  (void)state;
  assert_int_equal(tf_str_find_byte(of("a.b.c"), '.'), 1);
  assert_int_equal(tf_str_find_last_byte(of("a.b.c"), '.'), 3);
  assert_true(tf_str_find_byte(of("abc"), '.') == TF_STR_NONE);
  assert_true(tf_str_find_last_byte(of(""), '.') == TF_STR_NONE);
  assert_int_equal(tf_str_find(of("aaab"), of("aab")), 1);
  assert_int_equal(tf_str_find(of("x"), of("")), 0);
  assert_true(tf_str_find(of("aab"), of("abb")) == TF_STR_NONE);
  assert_true(tf_str_find(of("a"), of("ab")) == TF_STR_NONE);
}

static void slices_stay_inside(void** state) {
  (void)state;
  assert_str_is(tf_str_slice(of("hello"), 1, 3), "el");
  assert_str_is(tf_str_slice(of("hello"), 3, 100), "lo");
  assert_str_is(tf_str_slice(of("hello"), 7, 9), "");
  assert_str_is(tf_str_slice(tf_str_of(NULL, 0), 1, 2), "");
  assert_str_is(tf_str_trim(of(" \t a b\r\n")), "a b");
  assert_str_is(tf_str_trim(of("  ")), "");
}

static void lines_end_with_lf_or_crlf(void** state) {
  (void)state;
  tf_str rest = of("one\r\n\ntwo\nlast");
  tf_str line;
  assert_true(tf_str_next_line(&rest, &line));
  assert_str_is(line, "one");
  assert_true(tf_str_next_line(&rest, &line));
  assert_str_is(line, "");
  assert_true(tf_str_next_line(&rest, &line));
  assert_str_is(line, "two");
  assert_true(tf_str_next_line(&rest, &line));
  assert_str_is(line, "last");
  assert_false(tf_str_next_line(&rest, &line));
}

static void utf8_is_checked_strictly(void** state) {
  (void)state;
  static const char* const good[] = {"",
                                     "abc",
                                     "\xc3\xa4",
                                     "\xe2\x82\xac",
                                     "\xf0\x9f\x98\x80",
                                     "\xed\x9f\xbf",
                                     "\xf4\x8f\xbf\xbf"};
  static const char* const bad[] = {"\x80",
                                    "\xc0\xaf",
                                    "\xc3",
                                    "\xe0\x80\x80",
                                    "\xed\xa0\x80",
                                    "\xf4\x90\x80\x80",
                                    "\xf8\x88\x80\x80\x80",
                                    "\xe2\x82",
                                    "\xe2(\xa1"};
  for (size_t i = 0; i < TF_COUNT_OF(good); ++i) assert_true(tf_str_is_utf8(of(good[i])));
  for (size_t i = 0; i < TF_COUNT_OF(bad); ++i) assert_false(tf_str_is_utf8(of(bad[i])));
}

static void distance_counts_edits(void** state) {
  (void)state;
  assert_int_equal(tf_str_distance(of("kitten"), of("sitting"), 10), 3);
  assert_int_equal(tf_str_distance(of(""), of("abc"), 10), 3);
  assert_int_equal(tf_str_distance(of("abc"), of("abc"), 0), 0);
  assert_int_equal(tf_str_distance(of("abcdef"), of("uvwxyz"), 2), 3);
  char longer[500];
  memset(longer, 'x', sizeof longer);
  assert_int_equal(tf_str_distance(tf_str_of(longer, 500), tf_str_of(longer, 400), 5), 0);
}

static void near_names_are_offered_far_ones_not(void** state) {
  (void)state;
  size_t best = SIZE_MAX;
  assert_false(tf_str_is_nearer(of("add_one"), of("subtract"), &best));
  assert_true(tf_str_is_nearer(of("add_one"), of("ad_onne"), &best));
  assert_int_equal(best, 2);
  assert_true(tf_str_is_nearer(of("add_one"), of("add_ome"), &best));
  assert_int_equal(best, 1);
  assert_false(tf_str_is_nearer(of("add_one"), of("add_ons"), &best));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(comparing_is_by_bytes),
      tf_unit(finding_tells_where),
      tf_unit(slices_stay_inside),
      tf_unit(lines_end_with_lf_or_crlf),
      tf_unit(utf8_is_checked_strictly),
      tf_unit(distance_counts_edits),
      tf_unit(near_names_are_offered_far_ones_not),
  };
  return tf_test_run(tests);
}
