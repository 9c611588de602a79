/* SPDX-License-Identifier: Apache-2.0 */
/* JSON: what is read, what is written, and the words of each mistake. */
#include <math.h>

#include "extra/json_value.h"
#include "extra/recursive.h"
#include "values.h"

static int parse(const char* text, tf_any* out) { return tf_json_value_parse(tf_str_c(text), out); }

static tf_any value_of(const char* text) {
  tf_any value = tf_any_none();
  assert_ok(parse(text, &value));
  return value;
}

/* The text written for what was read; consumes nothing. */
static void assert_round(const char* text, int64_t indent, const char* want) {
  tf_any value = value_of(text);
  tf_any written = tf_any_none();
  tf_str content = {NULL, 0};
  assert_ok(tf_json_value_write(tf_view_of(&value), indent, &written));
  tf_view view = tf_view_of(&written);
  assert_true(tf_view_get_str(&view, &content));
  assert_str_is(content, want);
  tf_any_drop(&value);
  tf_any_drop(&written);
}

#define assert_refused(text, part)                            \
  do {                                                        \
    tf_any refused = tf_any_none();                           \
    assert_raises(parse(text, &refused), "ValueError", part); \
  } while (0)

static void values_keep_their_kind(void** state) {
  (void)state;
  assert_int_equal(value_of("null").raw.type_index, kTVMFFINone);
  assert_int_equal(value_of(" true ").raw.type_index, kTVMFFIBool);
  assert_int_equal(value_of("-9223372036854775808").raw.v_int64, INT64_MIN);
  assert_int_equal(value_of("9223372036854775808").raw.type_index, kTVMFFIFloat);
  assert_int_equal(value_of("-0").raw.type_index, kTVMFFIInt);
  assert_true(signbit(value_of("-0.0").raw.v_float64));
  assert_true(isnan(value_of("NaN").raw.v_float64));
  assert_true(value_of("-Infinity").raw.v_float64 < -1e308);
  assert_int_equal(value_of("1E5").raw.type_index, kTVMFFIFloat);
}

static void texts_come_back(void** state) {
  (void)state;
  assert_round("{\"x\":[1,{\"y\":null}],\"z\":true}", 0, "{\"x\":[1,{\"y\":null}],\"z\":true}");
  assert_round("[0.1,1.0,1e22,123456.0,-0.0,1e300,NaN,-Infinity,9007199254740992.0]", 0,
               "[0.10000000000000001,1.0,1e+22,123456.0,-0.0,1.0000000000000001e+300,NaN,-Infinity,"
               "9007199254740992.0]");
  assert_round("{\"a\":1,\"b\":2,\"a\":3}", 0, "{\"a\":3,\"b\":2}");
  assert_round("\"\\u00e9\\ud83d\\ude00\\n\\/\\u007f\"", 0,
               "\"\xc3\xa9\xf0\x9f\x98\x80\\n\\/\\u007f\"");
}

static void indents_are_the_recorded_ones(void** state) {
  (void)state;
  assert_round("[1,[2,{}],{\"a\":[]}]", 2,
               "[\n  1,\n  [\n    2,\n    {\n    }\n  ],\n  {\n    \"a\": [\n    ]\n  }\n]");
  assert_round("{\"a\":1,\"b\":[1,2]}", -1, "{\n\"a\": 1,\n\"b\": [\n1,\n2\n]\n}");
  assert_round("[]", 4, "[\n]");
}

static void mistakes_have_their_place(void** state) {
  (void)state;
  assert_refused("", "Expecting value: line 1 column 1 (char 0)");
  assert_refused("nul", "Expecting value: line 1 column 1 (char 0)");
  assert_refused("[1,]", "Expecting value: line 1 column 4 (char 3)");
  assert_refused("{\"a\":1,}",
                 "Expecting property name enclosed in double quotes: line 1 column 8");
  assert_refused("[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)");
  assert_refused("{\"a\" 1}", "Expecting ':' delimiter: line 1 column 6 (char 5)");
  assert_refused("\"abc", "Unterminated string starting at: line 1 column 1 (char 0)");
  assert_refused("\n\n \"a\x01\"", "Invalid control character at: line 3 column 4 (char 5)");
  assert_refused("\"\\x\"", "Invalid \\escape: line 1 column 3 (char 2)");
  assert_refused("\"\\u12\"", "Invalid \\uXXXX escape: line 1 column 3 (char 2)");
  assert_refused("\"\\ud800\"", "Invalid surrogate pair of \\uXXXX escapes");
  assert_refused("1 2", "Extra data: line 1 column 3 (char 2)");
  assert_refused("1e999", "Expecting value");
  assert_refused("01", "Expecting value");
  assert_refused("1.", "Expecting value");
  assert_refused("+1", "Expecting value");
  assert_refused(
      "\xef\xbb\xbf"
      "1",
      "Expecting value");
}

static void every_cut_of_a_text_is_refused(void** state) {
  (void)state;
  const char* text = "{\"k\\u00e9\":[1.5e3,true,{\"a\":\"b\\n\"},null],\"z\":-7}";
  for (size_t size = 0; size < strlen(text); ++size) {
    tf_any value = tf_any_none();
    assert_int_equal(tf_json_value_parse(tf_str_of(text, size), &value), -1);
    tf_error_clear();
  }
}

static void what_json_cannot_say_is_refused(void** state) {
  (void)state;
  tf_any text = tf_any_none();
  tf_any values[] = {tf_any_device((DLDevice){kDLCPU, 0}), MAP(INT(1), INT(2)),
                     DICT(text_any("a"), INT(2))};
  const char* const parts[] = {"Unsupported type: `Device`", "Expect key to be string, got `int`",
                               "Unsupported type: `ffi.Dict`"};
  for (size_t i = 0; i < TF_COUNT_OF(values); ++i) {
    assert_raises(tf_json_value_write(tf_view_of(&values[i]), 0, &text), "ValueError", parts[i]);
    tf_any_drop(&values[i]);
  }
  tf_any list = cyclic_list();
  assert_raises(tf_json_value_write(tf_view_of(&list), 0, &text), "ValueError",
                "List contains itself");
  list_break(&list);
}

/* 100,000 levels are read, one more is not. */
static void nesting_has_a_limit(void** state) {
  (void)state;
  enum { DEEP = TF_JSON_VALUE_DEPTH_MAX };
  char* text = (char*)tf_mem_alloc(2 * DEEP + 2);
  memset(text, '[', DEEP + 1);
  memset(text + DEEP, ']', DEEP);
  tf_any value = tf_any_none();
  assert_ok(tf_json_value_parse(tf_str_of(text, 2 * DEEP), &value));
  tf_any written = tf_any_none();
  assert_ok(tf_json_value_write(tf_view_of(&value), 0, &written));
  tf_any_drop(&written);
  tf_any_drop(&value);
  memset(text, '[', 2 * DEEP);
  assert_raises(tf_json_value_parse(tf_str_of(text, 2 * DEEP), &value), "RecursionError", "nested");
  tf_mem_free(text);
}

static int read_and_write(void* context) {
  (void)context;
  tf_any value = tf_any_none();
  tf_any text = tf_any_none();
  int code = parse("{\"a longer key\":[1,\"a longer \\u00e9 text\",{}]}", &value);
  if (code == 0) code = tf_json_value_write(tf_view_of(&value), 2, &text);
  tf_any_drop(&value);
  tf_any_drop(&text);
  return code;
}

static void reading_and_writing_survive_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(read_and_write, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(values_keep_their_kind),
      tf_unit(texts_come_back),
      tf_unit(indents_are_the_recorded_ones),
      tf_unit(mistakes_have_their_place),
      tf_unit(every_cut_of_a_text_is_refused),
      tf_unit(what_json_cannot_say_is_refused),
      tf_unit(nesting_has_a_limit),
      tf_unit(reading_and_writing_survive_allocation_failure),
  };
  return tf_test_run(tests);
}
