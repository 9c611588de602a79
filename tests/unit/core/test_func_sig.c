/* SPDX-License-Identifier: Apache-2.0 */
#include "core/func_sig.h"

#include "tf_test_core.h"

static void assert_message(const char* signature, const char* want) {
  tf_func_def def = {"f", signature, NULL, NULL};
  tf_buf buf = tf_buf_new(1000);
  tf_func_put_signature(&def, &buf);
  assert_str_is(tf_buf_view(&buf), want);
  tf_buf_drop(&buf);
}

static void assert_metadata(const char* signature, const char* want) {
  tf_buf buf = tf_buf_new(10000);
  tf_func_put_metadata(signature, &buf);
  assert_str_is(tf_buf_view(&buf), want);
  tf_buf_drop(&buf);
}

/* All wants are what the reference printed. */
static void messages_spell_types_in_their_own_way(void** state) {
  (void)state;
  assert_message("() -> ffi.Array<ffi.String>", "() -> Array<str>");
  assert_message("(ffi.Module, ffi.String, bool) -> Optional<ffi.Function>",
                 "(0: ffi.Module, 1: str, 2: bool) -> Optional<ffi.Function>");
  assert_message(
      "(AnyView, ffi.Array<Tuple<int, ffi.Function>>, int) -> Optional<ffi.VisitInterrupt>",
      "(0: AnyView, 1: Array<Tuple<int, ffi.Function>>, 2: int) -> "
      "Optional<ffi.VisitInterrupt>");
  assert_message("(ffi.Dict<Any, Any>, Any) -> None", "(0: Dict<Any, Any>, 1: Any) -> void");
  assert_message("(ffi.Dict, ffi.Bytes) -> int", "(0: ffi.Dict, 1: bytes) -> int");
  assert_message("packed", "(...)");
}

static void metadata_is_json_in_json(void** state) {
  (void)state;
  assert_metadata("(ffi.Array) -> int",
                  "{\"type_schema\":\"{\\\"type\\\":\\\"ffi.Function\\\",\\\"named_args\\\":{"
                  "\\\"return\\\":[{\\\"type\\\":\\\"int\\\"}],\\\"params\\\":[{\\\"type\\\":"
                  "\\\"ffi.Array\\\"}]}}\"}");
  assert_metadata("packed", "{\"type_schema\":\"{\\\"type\\\":\\\"ffi.Function\\\"}\"}");
  assert_metadata("() -> ffi.Array<ffi.String>",
                  "{\"type_schema\":\"{\\\"type\\\":\\\"ffi.Function\\\",\\\"named_args\\\":{"
                  "\\\"return\\\":[{\\\"type\\\":\\\"ffi.Array\\\",\\\"args\\\":[{\\\"type\\\":"
                  "\\\"ffi.String\\\"}]}],\\\"params\\\":[]}}\"}");
}

static void parameters_are_counted_and_picked(void** state) {
  (void)state;
  assert_int_equal(tf_func_sig_count("packed"), -1);
  assert_int_equal(tf_func_sig_count("() -> int"), 0);
  assert_int_equal(tf_func_sig_count("(int) -> int"), 1);
  assert_int_equal(tf_func_sig_count("(Tuple<int, int>, Map<a, Tuple<b, c>>) -> int"), 2);
  tf_buf buf = tf_buf_new(100);
  tf_func_sig_put_param("(Tuple<int, int>, ffi.String, int) -> int", 1, &buf);
  assert_str_is(tf_buf_view(&buf), "str");
  tf_buf_drop(&buf);
}

static void schemas_of_single_types_are_plain_json(void** state) {
  (void)state;
  tf_buf buf = tf_buf_new(200);
  tf_func_put_schema(tf_str_c("ffi.Map<ffi.String, Optional<int>>"), &buf);
  assert_str_is(tf_buf_view(&buf),
                "{\"type\":\"ffi.Map\",\"args\":[{\"type\":\"ffi.String\"},{\"type\":\"Optional\","
                "\"args\":[{\"type\":\"int\"}]}]}");
  tf_buf_clear(&buf);
  tf_func_put_schema(tf_str_c("AnyView"), &buf);
  assert_str_is(tf_buf_view(&buf), "{\"type\":\"Any\"}");
  tf_buf_drop(&buf);
}

static void escapes_cover_all_control_bytes(void** state) {
  (void)state;
  tf_buf buf = tf_buf_new(200);
  tf_func_put_escaped(tf_str_of("a\"\\/\b\f\n\r\t\0\x1f\x7f\xc3\xa4", 14), &buf);
  assert_str_is(tf_buf_view(&buf), "a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f\xc3\xa4");
  tf_buf_drop(&buf);
}

static int put(void* context) {
  (void)context;
  tf_buf buf = tf_buf_new(10000);
  tf_func_put_metadata("(ffi.Array<ffi.Array<ffi.Array<int>>>, int) -> int", &buf);
  int status = buf.status == TF_BUF_OK ? 0 : tf_raise_memory();
  tf_buf_drop(&buf);
  return status;
}

static void writing_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(put, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(messages_spell_types_in_their_own_way),
      tf_unit(metadata_is_json_in_json),
      tf_unit(parameters_are_counted_and_picked),
      tf_unit(schemas_of_single_types_are_plain_json),
      tf_unit(escapes_cover_all_control_bytes),
      tf_unit(writing_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
