/* SPDX-License-Identifier: Apache-2.0 */
#include "core/dtype.h"

#include "core/dtype_text.h"
#include "core/func.h"
#include "core/registry.h"
#include "core/string.h"

#include "tf_test_core.h"

static int from_c(const char* text, DLDataType* out) {
  return tf_dtype_from_str(tf_str_c(text), out);
}

static void names_become_types(void** state) {
  (void)state;
  DLDataType dtype;
  assert_ok(from_c("float32x4", &dtype));
  assert_int_equal(dtype.code, kDLFloat);
  assert_int_equal(dtype.bits, 32);
  assert_int_equal(dtype.lanes, 4);
}

static void errors_show_the_name_that_was_written(void** state) {
  (void)state;
  DLDataType dtype = {9, 9, 9};
  assert_raises(from_c("zork", &dtype), "ValueError", "unknown dtype `zork`");
  assert_raises(from_c("float8_zork", &dtype), "ValueError", "unknown float8 type `float8_zork`");
  assert_raises(from_c("fp6_zork", &dtype), "ValueError", "unknown float6 type `fp6_zork`");
  assert_raises(from_c("int256", &dtype), "ValueError",
                "Bits value 256 is out of range for uint8_t in dtype 'int256'");
  assert_raises(from_c("int8x65536", &dtype), "ValueError",
                "Lanes value 65536 is out of range for uint16_t in dtype 'int8x65536'");
  assert_raises(from_c("int8x", &dtype), "ValueError",
                "Invalid lanes specification in dtype 'int8x'. Lanes must be a positive integer.");
  assert_raises(from_c("custom8", &dtype), "ValueError", "expected opening brace");
  assert_raises(from_c("custom[8", &dtype), "ValueError", "expected closing brace");
  assert_int_equal(dtype.code, 9);
}

static void errors_name_what_was_probably_meant(void** state) {
  (void)state;
  DLDataType dtype;
  assert_raises(from_c("flaot32", &dtype), "ValueError", "did you mean `float32`?");
  assert_raises(from_c("float8_e4m3fm", &dtype), "ValueError", "did you mean `float8_e4m3fn`?");
}

static void long_texts_are_shown_in_part(void** state) {
  (void)state;
  DLDataType dtype;
  static char text[100000];
  memset(text, 'y', sizeof text);
  assert_int_equal(tf_dtype_from_str(tf_str_of(text, sizeof text), &dtype), -1);
  tf_error* error = tf_error_take_raised();
  assert_true(error->cell.message.size < 300);
  tf_object_decref(error);
  memset(text, '7', sizeof text);
  memcpy(text, "int", 3);
  assert_raises(tf_dtype_from_str(tf_str_of(text, 4000), &dtype), "ValueError", "...");
}

static void values_convert_implicitly(void** state) {
  (void)state;
  DLDataType dtype, int8 = {kDLInt, 8, 1};
  assert_ok(tf_dtype_from_view(tf_view_dtype(int8), &dtype));
  assert_int_equal(dtype.bits, 8);
  assert_ok(tf_dtype_from_view(tf_view_c_str("bool"), &dtype));
  assert_int_equal(dtype.code, kDLBool);
  assert_raises(tf_dtype_from_view(tf_view_int(3), &dtype), "TypeError", "got `int`");
}

static void printed_names_are_objects(void** state) {
  (void)state;
  tf_any text;
  assert_ok(tf_dtype_to_string((DLDataType){kDLInt, 8, 1}, &text));
  assert_int_equal(text.raw.type_index, kTVMFFIStr);
  tf_view view = tf_view_of(&text);
  tf_str content = {NULL, 0};
  assert_true(tf_view_get_str(&view, &content));
  assert_str_is(content, "int8");
  tf_any_drop(&text);
  assert_ok(tf_dtype_to_string((DLDataType){kDLOpaqueHandle, 0, 0}, &text));
  assert_int_equal(text.raw.type_index, kTVMFFIStr);
  tf_any_drop(&text);
}

static void codes_without_a_name_are_an_error(void** state) {
  (void)state;
  tf_any text;
  assert_raises(tf_dtype_to_string((DLDataType){kDLComplex, 64, 1}, &text), "ValueError",
                "DLDataType contains unknown type_code=5");
  assert_raises(tf_dtype_to_string((DLDataType){128, 64, 1}, &text), "ValueError", "type_code=128");
}

/* ---- Custom types: handlers whose answer the test chooses. ---- */

static tf_any handler_answer;

static int answer(const tf_args* args, tf_any* result) {
  (void)args;
  return tf_any_copy(tf_view_of(&handler_answer), result);
}

static const tf_func_def handlers[] = {
    {"dtype.get_custom_type_code", "packed", answer, NULL},
    {"dtype.get_custom_type_name", "packed", answer, NULL},
};

static void with_handlers(void) { assert_ok(tf_registry_add_defs(handlers, 2)); }

static void without_handlers(void) {
  tf_any_drop(&handler_answer);
  for (size_t i = 0; i < TF_COUNT_OF(handlers); ++i) {
    tf_registry_remove(tf_registry_global(), tf_str_c(handlers[i].name));
  }
}

static void custom_types_need_a_handler(void** state) {
  (void)state;
  DLDataType dtype;
  tf_any text;
  assert_raises(from_c("custom[a]", &dtype), "ValueError",
                "Function dtype.get_custom_type_code not found");
  assert_raises(tf_dtype_to_string((DLDataType){200, 8, 1}, &text), "ValueError",
                "Function dtype.get_custom_type_name not found");
}

static void handlers_give_code_and_name(void** state) {
  (void)state;
  DLDataType dtype;
  tf_any text;
  with_handlers();
  handler_answer = tf_any_int(130);
  assert_ok(from_c("custom[foo]16x4", &dtype));
  assert_int_equal(dtype.code, 130);
  assert_int_equal(dtype.bits, 16);
  handler_answer = tf_string_small(tf_str_c("foo"));
  assert_ok(tf_dtype_to_string(dtype, &text));
  tf_view view = tf_view_of(&text);
  tf_str content = {NULL, 0};
  assert_true(tf_view_get_str(&view, &content));
  assert_str_is(content, "custom[foo]x4");
  tf_any_drop(&text);
  without_handlers();
}

static void wrong_answers_of_handlers_are_errors(void** state) {
  (void)state;
  DLDataType dtype;
  tf_any text;
  static char long_name[5000];
  with_handlers();
  memset(long_name, 'n', sizeof long_name);
  assert_ok(tf_string_new(tf_str_of(long_name, sizeof long_name), &handler_answer));
  assert_raises(tf_dtype_to_string((DLDataType){200, 8, 1}, &text), "ValueError", "too long");
  tf_any_drop(&handler_answer);
  handler_answer = tf_any_int(256);
  assert_raises(from_c("custom[foo]", &dtype), "ValueError", "returned 256");
  handler_answer = tf_any_int(-1);
  assert_raises(from_c("custom[foo]", &dtype), "ValueError", "returned -1");
  handler_answer = tf_any_none();
  assert_raises(from_c("custom[foo]", &dtype), "TypeError", "must return an int");
  assert_raises(tf_dtype_to_string((DLDataType){200, 8, 1}, &text), "TypeError",
                "must return a str");
  without_handlers();
}

/* ---- The ABI. ---- */

static void abi_refuses_null(void** state) {
  (void)state;
  TVMFFIByteArray text = {"int8", 4};
  DLDataType dtype = {kDLInt, 8, 1};
  TVMFFIAny out;
  assert_raises(TVMFFIDataTypeFromString(NULL, &dtype), "TypeError", "NULL");
  assert_raises(TVMFFIDataTypeFromString(&text, NULL), "TypeError", "NULL");
  assert_raises(TVMFFIDataTypeToString(NULL, &out), "TypeError", "NULL");
  assert_raises(TVMFFIDataTypeToString(&dtype, NULL), "TypeError", "NULL");
}

static int convert_both_ways(void* context) {
  (void)context;
  TVMFFIByteArray text = {"custom[long enough for an object]", 33};
  TVMFFIAny out;
  DLDataType dtype = {kDLInt, 8, 1};
  TF_TRY(TVMFFIDataTypeFromString(&text, &dtype));
  dtype.code = kDLFloat;
  TF_TRY(TVMFFIDataTypeToString(&dtype, &out));
  tf_any text_any = tf_any_take(&out);
  tf_any_drop(&text_any);
  return 0;
}

static int raise_unknown(void* context) {
  (void)context;
  DLDataType dtype;
  assert_int_equal(from_c("flaot32", &dtype), -1);
  assert_true(tf_error_is_raised());
  tf_error_clear();
  return 0;
}

static void conversions_survive_allocation_failure(void** state) {
  (void)state;
  with_handlers();
  handler_answer = tf_any_int(130);
  tf_test_fail_walk(convert_both_ways, NULL);
  tf_test_fail_walk(raise_unknown, NULL);
  without_handlers();
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(names_become_types),
      tf_unit(errors_show_the_name_that_was_written),
      tf_unit(errors_name_what_was_probably_meant),
      tf_unit(long_texts_are_shown_in_part),
      tf_unit(values_convert_implicitly),
      tf_unit(printed_names_are_objects),
      tf_unit(codes_without_a_name_are_an_error),
      tf_unit(custom_types_need_a_handler),
      tf_unit(handlers_give_code_and_name),
      tf_unit(wrong_answers_of_handlers_are_errors),
      tf_unit(abi_refuses_null),
      tf_unit(conversions_survive_allocation_failure),
  };
  return tf_test_run(tests);
}
