/* SPDX-License-Identifier: Apache-2.0 */
/* What tf_json promises: the events of a document in order, and for anything else a code and an
 * offset inside it. */
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Reads all of `text` from an exact-size heap block, so that reading past the end is seen, and
   writes one letter per event. */
static tf_json_error read_all(const char* text, uint32_t depth, uint32_t flags, char* trace,
                              size_t* error_at) {
  static const char letters[] = "$!{}[]ksirtfnNIM";
  size_t size = strlen(text);
  char* copy = malloc(size ? size : 1);
  tf_json r;
  assert_non_null(copy);
  memcpy(copy, text, size);
  tf_json_begin(&r, copy, size, depth, flags);
  for (;;) {
    tf_json_event event = tf_json_next(&r);
    *trace++ = letters[event];
    if (event == TF_JSON_END || event == TF_JSON_ERROR) {
      assert_int_equal(tf_json_next(&r), event);
      break;
    }
  }
  *trace = '\0';
  if (error_at != NULL) *error_at = r.error_at;
  free(copy);
  return r.error;
}

static void check(const char* text, uint32_t flags, const char* trace) {
  char got[256];
  assert_int_equal(read_all(text, 64, flags, got, NULL), TF_JSON_OK);
  assert_string_equal(got, trace);
}

static void refuse(const char* text, tf_json_error error, size_t at) {
  char got[256];
  size_t error_at = 0;
  assert_int_equal(read_all(text, 64, TF_JSON_STRICT, got, &error_at), error);
  assert_int_equal(error_at, at);
}

static void test_json_events_come_in_order(void** state) {
  (void)state;
  check("{}", 0, "{}$");
  check(" [ ] ", 0, "[]$");
  check("{\"a\":[1,2.5,{\"b\":null}],\"c\":\"x\"}", 0, "{k[ir{kn}]ks}$");
  check("[true,false,-0,1e5,0.5E-3]", 0, "[tfirr]$");
  check("\"\"", 0, "s$");
}

static void test_json_lenient_knows_more_numbers(void** state) {
  (void)state;
  check("[NaN,Infinity,-Infinity,+1,01,1.]", TF_JSON_LENIENT, "[NIMiir]$");
  refuse("[NaN]", TF_JSON_WANT_VALUE, 1);
  refuse("[01]", TF_JSON_WANT_COMMA, 2);
  refuse("+1", TF_JSON_WANT_VALUE, 0);
}

static void test_json_refuses_with_offset(void** state) {
  (void)state;
  refuse("", TF_JSON_WANT_VALUE, 0);
  refuse("  ", TF_JSON_WANT_VALUE, 2);
  refuse("[1,]", TF_JSON_WANT_VALUE, 3);
  refuse("[1 2]", TF_JSON_WANT_COMMA, 3);
  refuse("[1}", TF_JSON_WANT_COMMA, 2);
  refuse("{,}", TF_JSON_WANT_KEY, 1);
  refuse("{\"a\":1,}", TF_JSON_WANT_KEY, 7);
  refuse("{\"a\" 1}", TF_JSON_WANT_COLON, 5);
  refuse("{\"a\":1", TF_JSON_WANT_COMMA, 6);
  refuse("1 2", TF_JSON_EXTRA_DATA, 2);
  refuse("nul", TF_JSON_WANT_VALUE, 0);
  refuse("-", TF_JSON_WANT_VALUE, 0);
  refuse("\"abc", TF_JSON_OPEN_STRING, 0);
  refuse(" \"abc\\", TF_JSON_OPEN_STRING, 1);
  refuse("\"a\nb\"", TF_JSON_BAD_CONTROL, 2);
  refuse("\"\\x\"", TF_JSON_BAD_ESCAPE, 1);
  refuse("\"\\u12g4\"", TF_JSON_BAD_UNICODE, 1);
  refuse("\"\\ud800\"", TF_JSON_BAD_UNICODE, 1);
  refuse("\"\\udc00\"", TF_JSON_BAD_UNICODE, 1);
  refuse("\"\\ud800\\u0041\"", TF_JSON_BAD_UNICODE, 1);
}

static void test_json_depth_is_bounded(void** state) {
  (void)state;
  char trace[64];
  assert_int_equal(read_all("[[[]]]", 3, 0, trace, NULL), TF_JSON_OK);
  assert_int_equal(read_all("[[[]]]", 2, 0, trace, NULL), TF_JSON_TOO_DEEP);
  tf_json r;
  char* deep = malloc(TF_JSON_DEPTH_MAX + 1);
  assert_non_null(deep);
  memset(deep, '[', TF_JSON_DEPTH_MAX + 1);
  tf_json_begin(&r, deep, TF_JSON_DEPTH_MAX + 1, UINT32_MAX, 0);
  for (int i = 0; i < TF_JSON_DEPTH_MAX; i++) {
    assert_int_equal(tf_json_next(&r), TF_JSON_ARRAY_BEGIN);
  }
  assert_int_equal(tf_json_next(&r), TF_JSON_ERROR);
  assert_int_equal(r.error, TF_JSON_TOO_DEEP);
  free(deep);
}

static void check_text(const char* json, const char* want, size_t size) {
  tf_json r;
  char out[128];
  tf_json_begin(&r, json, strlen(json), 4, 0);
  assert_int_equal(tf_json_next(&r), TF_JSON_STRING);
  assert_true(r.text_size <= sizeof out);
  assert_int_equal(tf_json_unescape(&r, out), size);
  assert_memory_equal(out, want, size);
  assert_true(tf_json_text_is(&r, want, size));
  assert_false(tf_json_text_is(&r, want, size - 1));
  assert_false(tf_json_text_is(&r, "other text of some length", 25));
}

static void test_json_escapes_resolve(void** state) {
  (void)state;
  check_text("\"plain\"", "plain", 5);
  check_text("\"a\\/b\\\\c\\\"\"", "a/b\\c\"", 6);
  check_text("\"\\b\\f\\n\\r\\t\"", "\b\f\n\r\t", 5);
  check_text("\"\\u0041\\u00e9\\u20ac\\ud83d\\ude00\"", "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80",
             10);
  check_text("\"\\u0000x\"", "\0x", 2);
}

static void test_json_skip_passes_one_value(void** state) {
  (void)state;
  const char* text = "[{\"a\":[1,[2]],\"b\":{}},7]";
  tf_json r;
  tf_json_begin(&r, text, strlen(text), 8, 0);
  assert_int_equal(tf_json_next(&r), TF_JSON_ARRAY_BEGIN);
  assert_true(tf_json_skip(&r, tf_json_next(&r)));
  tf_json_event seven = tf_json_next(&r);
  assert_int_equal(seven, TF_JSON_INTEGER);
  assert_true(tf_json_skip(&r, seven));
  assert_int_equal(tf_json_next(&r), TF_JSON_ARRAY_END);
  tf_json_begin(&r, "[[1", 3, 8, 0);
  assert_int_equal(tf_json_next(&r), TF_JSON_ARRAY_BEGIN);
  assert_false(tf_json_skip(&r, TF_JSON_ARRAY_BEGIN));
}

static bool int_of(const char* text, int64_t* out) {
  tf_json r;
  tf_json_begin(&r, text, strlen(text), 1, TF_JSON_LENIENT);
  return tf_json_next(&r) == TF_JSON_INTEGER && tf_json_int64(&r, out);
}

static void test_json_int64_keeps_its_edges(void** state) {
  (void)state;
  int64_t value = 0;
  assert_true(int_of("9223372036854775807", &value));
  assert_true(value == INT64_MAX);
  assert_true(int_of("-9223372036854775808", &value));
  assert_true(value == INT64_MIN);
  assert_true(int_of("+007", &value));
  assert_true(value == 7);
  assert_false(int_of("9223372036854775808", &value));
  assert_false(int_of("-9223372036854775809", &value));
  assert_false(int_of("1-2", &value));
  assert_false(int_of("-", &value));
  assert_true(value == 7);
}

static void test_json_positions_count_from_one(void** state) {
  (void)state;
  size_t line = 0, column = 0;
  tf_json_position("ab\ncd", 5, 4, &line, &column);
  assert_int_equal(line, 2);
  assert_int_equal(column, 2);
  tf_json_position("ab", 2, 99, &line, &column);
  assert_int_equal(line, 1);
  assert_int_equal(column, 3);
}

static void test_json_every_error_has_words(void** state) {
  (void)state;
  for (int e = TF_JSON_OK; e <= TF_JSON_TOO_DEEP; e++) {
    assert_string_not_equal(tf_json_error_text((tf_json_error)e), "unknown error");
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_json_events_come_in_order),
      cmocka_unit_test(test_json_lenient_knows_more_numbers),
      cmocka_unit_test(test_json_refuses_with_offset),
      cmocka_unit_test(test_json_depth_is_bounded),
      cmocka_unit_test(test_json_escapes_resolve),
      cmocka_unit_test(test_json_skip_passes_one_value),
      cmocka_unit_test(test_json_int64_keeps_its_edges),
      cmocka_unit_test(test_json_positions_count_from_one),
      cmocka_unit_test(test_json_every_error_has_words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
