/* SPDX-License-Identifier: Apache-2.0 */
#include "marker.h"

#include "sg_test.h"

#define M "# tvm-ffi-stubgen"

/* The kind of the only marker in `text`; -1 when there is none. */
static int only_kind(const char* text, sg_mark* mark) {
  sg_marks marks = sg_marks_of(S(text), S("#"));
  sg_mark second;
  if (!sg_marks_next(&marks, mark)) return -1;
  assert_false(sg_marks_next(&marks, &second));
  return (int)mark->kind;
}

static void test_markers_are_lines_of_their_own(void** state) {
  (void)state;
  sg_mark mark;
  assert_int_equal(only_kind("  \t" M "(begin): global/x  ", &mark), SG_MARK_BEGIN);
  assert_str_is(mark.payload, "global/x");
  assert_int_equal(mark.indent, 2);
  assert_int_equal(only_kind("\t " M "(end) more words", &mark), SG_MARK_END);
  assert_int_equal(mark.indent, 0);
  assert_int_equal(only_kind(M "(skip-file)x", &mark), SG_MARK_SKIP_FILE);
  assert_int_equal(only_kind(M "(ty-map): a -> b ", &mark), SG_MARK_DIRECTIVE);
  assert_str_is(mark.name, "ty-map");
  assert_str_is(mark.payload, "a -> b");
  assert_int_equal(only_kind(M "(begin):object/y", &mark), SG_MARK_BEGIN);
}

static void test_near_misses_are_text(void** state) {
  (void)state;
  sg_mark mark;
  assert_int_equal(only_kind("x = 1 " M "(end)", &mark), -1);
  assert_int_equal(only_kind("#tvm-ffi-stubgen(end)", &mark), -1);
  assert_int_equal(only_kind("#  tvm-ffi-stubgen(end)", &mark), -1);
  assert_int_equal(only_kind("# tvm-ffi-stubgen", &mark), -1);
  assert_int_equal(only_kind("// tvm-ffi-stubgen(end)", &mark), -1);
}

static void test_malformed_markers_are_found(void** state) {
  (void)state;
  sg_mark mark;
  const char* bad[] = {M "(end",      M "(ty-map) a", M "(bad name): x",
                       M "(begin) x", M "(): x",      M "(1a): x"};
  for (size_t i = 0; i < TF_COUNT_OF(bad); i++) {
    assert_int_equal(only_kind(bad[i], &mark), SG_MARK_BAD);
    assert_str_is(mark.text, bad[i]);
  }
}

static void test_only_lf_crlf_and_cr_end_lines(void** state) {
  (void)state;
  const char* text = "a\r\nb\rc\n" M "(end)\x0b\x0c\xe2\x80\xa8\r\n\r" M "(end)";
  sg_marks marks = sg_marks_of(S(text), S("#"));
  sg_mark mark;
  assert_true(sg_marks_next(&marks, &mark));
  assert_int_equal(mark.number, 4);
  assert_str_is(sg_line_end(S(text), mark.line), "\r\n");
  assert_true(sg_marks_next(&marks, &mark));
  assert_int_equal(mark.number, 6);
  assert_str_is(sg_line_end(S(text), mark.line), "");
}

static void test_a_byte_order_mark_hides_nothing(void** state) {
  (void)state;
  sg_mark mark;
  assert_int_equal(only_kind("\xef\xbb\xbf" M "(end)", &mark), SG_MARK_END);
  assert_int_equal(only_kind("x\n\xef\xbb\xbf" M "(end)", &mark), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_markers_are_lines_of_their_own),  tf_unit(test_near_misses_are_text),
      tf_unit(test_malformed_markers_are_found),     tf_unit(test_only_lf_crlf_and_cr_end_lines),
      tf_unit(test_a_byte_order_mark_hides_nothing),
  };
  return tf_test_run(tests);
}
