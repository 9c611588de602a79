/* SPDX-License-Identifier: Apache-2.0 */
#include "schema.h"

#include "sg_test.h"

static void check_written(const char* json, const char* want) {
  SG_TEST_ARENA(arena);
  sg_text text = sg_text_new(&arena);
  const sg_schema* schema = sg_test_schema(&arena, json);
  sg_schema_write(schema, &text);
  assert_str_is(sg_text_view(&text), want);
  const sg_schema* again = sg_test_schema(&arena, sg_c_str(&arena, sg_text_view(&text)));
  assert_true(sg_schema_equal(schema, again));
  sg_arena_drop(&arena);
}

static void test_all_generations_read_as_one(void** state) {
  (void)state;
  check_written("{\"type\":\"std::vector\",\"args\":[{\"type\":\"const char*\"}]}",
                "{\"type\":\"Array\",\"args\":[{\"type\":\"str\"}]}");
  check_written("{\"type\":\"ffi.Function\",\"args\":[{\"type\":\"int\"},{\"type\":\"bool\"}]}",
                "{\"type\":\"Callable\",\"named_args\":{\"return\":[{\"type\":\"int\"}],\"params\":"
                "[{\"type\":\"bool\"}]}}");
  check_written("{\"type\":\"std::function\",\"args\":[{\"type\":\"int\"},[{\"type\":\"bool\"}]]}",
                "{\"type\":\"Callable\",\"named_args\":{\"return\":[{\"type\":\"int\"}],\"params\":"
                "[{\"type\":\"bool\"}]}}");
  check_written("{\"type\":\"ffi.Function\",\"args\":[{\"type\":\"int\"}]}",
                "{\"type\":\"Callable\",\"named_args\":{\"return\":[{\"type\":\"int\"}]}}");
  check_written("{\"type\":\"ffi.Map\"}",
                "{\"type\":\"Map\",\"args\":[{\"type\":\"Any\"},{\"type\":\"Any\"}]}");
  check_written("{\"type\":\"std::array\",\"args\":[{\"type\":\"int\"},3]}",
                "{\"type\":\"std::array\",\"args\":[{\"type\":\"int\"}]}");
  check_written("{\"type\":\"my.X\",\"fallback\":{\"type\":\"int\"},\"more\":[{}]}",
                "{\"type\":\"my.X\",\"fallback\":{\"type\":\"int\"}}");
}

static void test_bad_schemas_say_why(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  const char* bad[] = {
      "",
      "[]",
      "{}",
      "{\"type\":\"\"}",
      "{\"type\":1}",
      "{\"type\":\"Optional\"}",
      "{\"type\":\"Variant\",\"args\":[{\"type\":\"int\"}]}",
      "{\"type\":\"ffi.Map\",\"args\":[{\"type\":\"int\"}]}",
      "{\"type\":\"ffi.Function\",\"named_args\":{}}",
      "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[]}}",
      "{\"type\":\"ffi.Function\",\"args\":[],\"named_args\":{\"return\":[{\"type\":\"int\"}]}}",
      "{\"type\":\"int\"} x",
      "{\"type\":\"x\",\"fallback\":1}",
      "{\"type\":\"int\""};
  for (size_t i = 0; i < TF_COUNT_OF(bad); i++) {
    const char* why = NULL;
    if (sg_schema_parse(&arena, S(bad[i]), &why) != NULL) fail_msg("accepted: %s", bad[i]);
    assert_non_null(why);
  }
  sg_arena_drop(&arena);
}

static void test_depth_is_bounded(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  for (int depth = SG_SCHEMA_DEPTH - 2; depth <= SG_SCHEMA_DEPTH + 2; depth++) {
    sg_text json = sg_text_new(&arena);
    for (int i = 0; i < depth; i++) sg_put_c(&json, "{\"type\":\"Optional\",\"args\":[");
    sg_put_c(&json, SG_INT);
    for (int i = 0; i < depth; i++) sg_put_c(&json, "]}");
    bool good = sg_schema_parse(&arena, sg_text_view(&json), NULL) != NULL;
    assert_int_equal(good, depth < SG_SCHEMA_DEPTH);
  }
  sg_arena_drop(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_all_generations_read_as_one),
      tf_unit(test_bad_schemas_say_why),
      tf_unit(test_depth_is_bounded),
  };
  return tf_test_run(tests);
}
