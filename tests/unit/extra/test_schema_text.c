/* SPDX-License-Identifier: Apache-2.0 */
#include "extra/schema_text.h"

#include "tf_test.h"

#define LIMIT 100000

static void the_schema_is_unescaped(void** state) {
  (void)state;
  tf_buf buf = tf_buf_new(LIMIT);
  tf_str metadata = tf_str_c(
      "{\"other\": [1, {\"type_schema\": 2}], \"type_schema\":\"{\\\"type\\\":\\\"a\\/b\\\"}\"}");
  assert_true(tf_schema_text_of_metadata(metadata, &buf));
  assert_str_is(tf_buf_view(&buf), "{\"type\":\"a/b\"}");
  tf_buf_drop(&buf);
}

static void metadata_without_a_schema_have_none(void** state) {
  (void)state;
  static const char* const texts[] = {"",
                                      "{}",
                                      "[]",
                                      "{\"type_schema\":5}",
                                      "{\"type_schema\":\"",
                                      "{\"type_schema\"}",
                                      "nonsense",
                                      "{\"a\":{\"type_schema\":\"x\"}}"};
  for (size_t i = 0; i < TF_COUNT_OF(texts); ++i) {
    tf_buf buf = tf_buf_new(LIMIT);
    if (tf_schema_text_of_metadata(tf_str_c(texts[i]), &buf)) fail_msg("accepts %s", texts[i]);
    assert_int_equal(buf.status, TF_BUF_OK);
    tf_buf_drop(&buf);
  }
}

typedef struct {
  int count;
  int stop_at;
  char seen[4][64];
} visits;

static bool note(void* context, tf_str param) {
  visits* v = context;
  snprintf(v->seen[v->count], sizeof v->seen[0], "%.*s", (int)param.size, param.data);
  return ++v->count != v->stop_at;
}

#define FUNCTION                                                                            \
  "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":\"Any\"}],\"params\":[" \
  "{\"type\":\"int\"},{\"type\":\"ffi.Array\",\"args\":[{\"type\":\"int\"}]}]}}"

static void parameters_come_in_order(void** state) {
  (void)state;
  visits v = {0};
  assert_true(tf_schema_text_visit_params(tf_str_c(FUNCTION), note, &v));
  assert_int_equal(v.count, 2);
  assert_string_equal(v.seen[0], "{\"type\":\"int\"}");
  assert_string_equal(v.seen[1], "{\"type\":\"ffi.Array\",\"args\":[{\"type\":\"int\"}]}");
}

static void a_visit_can_end_the_walk(void** state) {
  (void)state;
  visits v = {.stop_at = 1};
  assert_false(tf_schema_text_visit_params(tf_str_c(FUNCTION), note, &v));
  assert_int_equal(v.count, 1);
}

static void schemas_without_parameters_are_not_visited(void** state) {
  (void)state;
  static const char* const texts[] = {"", "{\"type\":\"ffi.Function\"}", "{\"type\":\"int\"}", "[",
                                      "{\"type\":"};
  for (size_t i = 0; i < TF_COUNT_OF(texts); ++i) {
    visits v = {0};
    assert_false(tf_schema_text_visit_params(tf_str_c(texts[i]), note, &v));
    assert_int_equal(v.count, 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(the_schema_is_unescaped),
      tf_unit(metadata_without_a_schema_have_none),
      tf_unit(parameters_come_in_order),
      tf_unit(a_visit_can_end_the_walk),
      tf_unit(schemas_without_parameters_are_not_visited),
  };
  return tf_test_run(tests);
}
