/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata.h"

#include "sg_test.h"

static void test_metadata_holds_a_schema_as_text(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  const char* why = NULL;
  const sg_schema* schema = sg_schema_of_metadata(
      &arena,
      S("{\"other\":[1,{}],\"type_schema\":\"{\\\"type\\\":\\\"const char*\\\"}\",\"z\":true}"),
      &why);
  assert_non_null(schema);
  assert_str_is(schema->origin, "str");
  assert_null(sg_schema_of_metadata(&arena, S(""), &why));
  assert_string_equal(why, "no metadata");
  assert_null(sg_schema_of_metadata(&arena, S("{\"a\":1}"), &why));
  assert_string_equal(why, "no type_schema");
  assert_null(sg_schema_of_metadata(&arena, S("{\"type_schema\":1}"), &why));
  assert_null(
      sg_schema_of_metadata(&arena, S("{\"type_schema\":\"{\\\"type\\\":\\\"int\\\"}\"} x"), &why));
  sg_arena_drop(&arena);
}

/* Metadata of a function from two integers to one, with further members. */
static const sg_schema* two_integers(sg_arena* arena, const char* members) {
  static const char schema[] = SG_FN(SG_INT, SG_INT "," SG_INT);
  sg_text text = sg_text_new(arena);
  sg_put_c(&text, "{\"type_schema\":");
  sg_put_json(&text, S(schema));
  sg_put_c(&text, members);
  sg_put_c(&text, "}");
  const sg_schema* found = sg_schema_of_metadata(arena, sg_text_view(&text), NULL);
  assert_non_null(found);
  assert_int_equal(found->params.count, 2);
  return found;
}

static void test_parameters_have_names_and_defaults(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  const sg_schema* s = two_integers(
      &arena, ",\"arg_names\":\"[\\\"x\\\",\\\"y\\\"]\",\"arg_defaults\":\"{\\\"y\\\":3}\"");
  assert_non_null(s->names);
  assert_str_is(s->names[0].name, "x");
  assert_str_is(s->names[1].name, "y");
  assert_int_equal(s->names[0].default_value.kind, SG_DEFAULT_NONE);
  assert_int_equal(s->names[1].default_value.kind, SG_DEFAULT_INT);
  assert_str_is(s->names[1].default_value.literal, "3");
  sg_arena_drop(&arena);
}

static void test_names_that_do_not_fit_are_none(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  static const char* const bad[] = {"",
                                    ",\"arg_names\":[\"x\",\"y\"]",
                                    ",\"arg_names\":\"{\\\"x\\\":1}\"",
                                    ",\"arg_names\":\"[\\\"if\\\",\\\"y\\\"]\"",
                                    ",\"arg_names\":\"[\\\"x\\\",\\\"x\\\"]\"",
                                    ",\"arg_names\":\"[\\\"x\\\",\\\"y\\\"]\","
                                    "\"arg_defaults\":\"{\\\"x\\\":3}\"",
                                    ",\"arg_names\":\"[\\\"x\\\"]\"",
                                    ",\"arg_names\":\"[\\\"x\\\",\\\"y\\\",\\\"z\\\"]\"",
                                    ",\"arg_names\":\"[\\\"x\\\",1]\"",
                                    ",\"arg_names\":\"[\\\"x\\\",\\\"y\\\"\"",
                                    ",\"arg_names\":\"[\\\"x\\\",\\\"y\\\"] 1\"",
                                    ",\"arg_defaults\":\"{\\\"y\\\":3}\""};
  for (size_t i = 0; i < TF_COUNT_OF(bad); i++) {
    const sg_schema* s = two_integers(&arena, bad[i]);
    if (s->names != NULL) fail_msg("accepted: %s", bad[i]);
  }
  sg_arena_drop(&arena);
}

static void check_default(const char* json, sg_default_kind kind, const char* literal) {
  SG_TEST_ARENA(arena);
  sg_text members = sg_text_new(&arena), defaults = sg_text_new(&arena);
  sg_putf(&defaults, "{\"y\":%s}", json);
  sg_put_c(&members, ",\"arg_names\":\"[\\\"x\\\",\\\"y\\\"]\",\"arg_defaults\":");
  sg_put_json(&members, sg_text_view(&defaults));
  const sg_schema* s = two_integers(&arena, sg_c_str(&arena, sg_text_view(&members)));
  assert_non_null(s->names);
  assert_int_equal(s->names[1].default_value.kind, kind);
  assert_str_is(s->names[1].default_value.literal, literal);
  sg_arena_drop(&arena);
}

static void test_defaults_are_literals(void** state) {
  (void)state;
  check_default("-3", SG_DEFAULT_INT, "-3");
  check_default("1e-5", SG_DEFAULT_FLOAT, "1e-5");
  check_default("true", SG_DEFAULT_BOOL, "True");
  check_default("false", SG_DEFAULT_BOOL, "False");
  check_default("null", SG_DEFAULT_NULL, "None");
  check_default("\"a \\\"b\\\" \\\\ \\n\\u0001\"", SG_DEFAULT_STR, "\"a \\\"b\\\" \\\\ \\n\\x01\"");
  check_default("[1]", SG_DEFAULT_HIDDEN, "");
  check_default("{}", SG_DEFAULT_HIDDEN, "");
  check_default(
      "1234567890123456789012345678901234567890123456789012345678901234567890123456789012345",
      SG_DEFAULT_HIDDEN, "");
}

static void test_signatures_are_told_apart(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  const sg_schema* plain = two_integers(&arena, "");
  const sg_schema* x = two_integers(&arena, ",\"arg_names\":\"[\\\"x\\\",\\\"y\\\"]\"");
  const sg_schema* z = two_integers(&arena, ",\"arg_names\":\"[\\\"z\\\",\\\"y\\\"]\"");
  const sg_schema* three = two_integers(
      &arena, ",\"arg_names\":\"[\\\"x\\\",\\\"y\\\"]\",\"arg_defaults\":\"{\\\"y\\\":3}\"");
  assert_true(sg_schema_equal(plain, x));
  assert_true(sg_args_equal(plain, plain));
  assert_false(sg_args_equal(plain, x));
  assert_true(sg_args_equal(x, x));
  assert_false(sg_args_equal(x, z));
  assert_false(sg_args_equal(x, three));
  sg_arena_drop(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_metadata_holds_a_schema_as_text),
      tf_unit(test_parameters_have_names_and_defaults),
      tf_unit(test_names_that_do_not_fit_are_none),
      tf_unit(test_defaults_are_literals),
      tf_unit(test_signatures_are_told_apart),
  };
  return tf_test_run(tests);
}
