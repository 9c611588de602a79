/* SPDX-License-Identifier: Apache-2.0 */
#include "core/bigint.h"

#include "tf_test_core.h"

static tf_any from_text(const char* text) {
  tf_any any = tf_any_none();
  assert_ok(tf_bigint_from_text(tf_str_c(text), &any));
  return any;
}

static void assert_text(tf_any value, const char* want) {
  tf_any text;
  tf_str got = {NULL, 0};
  assert_ok(tf_bigint_to_text(tf_view_of(&value), &text));
  tf_view view = tf_view_of(&text);
  assert_true(tf_view_get_str(&view, &got));
  assert_str_is(got, want);
  tf_any_drop(&text);
}

static void what_fits_an_int_is_an_int(void** state) {
  (void)state;
  static const int64_t words[] = {-5, -1, -1};
  static const int64_t positive[] = {7, 0, 0};
  tf_any any;
  assert_ok(tf_bigint_new(words, 3, &any));
  assert_int_equal(any.raw.type_index, kTVMFFIInt);
  assert_int_equal(any.raw.v_int64, -5);
  assert_ok(tf_bigint_new(positive, 3, &any));
  assert_int_equal(any.raw.v_int64, 7);
  assert_ok(tf_bigint_new(NULL, 0, &any));
  assert_int_equal(any.raw.v_int64, 0);
}

static void redundant_sign_words_go(void** state) {
  (void)state;
  /* 2^63: the sign word is needed. */
  static const int64_t words[] = {INT64_MIN, 0, 0, 0};
  tf_any any;
  assert_ok(tf_bigint_new(words, 4, &any));
  assert_int_equal(any.raw.type_index, kTVMFFIBigInt);
  TVMFFIByteArray content = TVMFFIBigIntGetContentByteArray(&any.raw);
  assert_int_equal(content.size, 16);
  assert_memory_equal(content.data, words, 16);
  tf_any_drop(&any);
}

static void content_of_an_int_lies_in_the_value(void** state) {
  (void)state;
  TVMFFIAny value = tf_view_int(-2).raw;
  TVMFFIByteArray content = TVMFFIBigIntGetContentByteArray(&value);
  assert_ptr_equal(content.data, &value.v_int64);
  assert_int_equal(content.size, 8);
  value = tf_view_float(1).raw;
  content = TVMFFIBigIntGetContentByteArray(&value);
  assert_null(content.data);
  assert_int_equal(TVMFFIBigIntGetContentByteArray(NULL).size, 0);
}

static void bytes_must_be_whole_words(void** state) {
  (void)state;
  TVMFFIAny out = {.type_index = 9};
  TVMFFIByteArray input = {"1234567", 7};
  assert_raises(TVMFFIBigIntFromByteArray(&input, &out), "ValueError",
                "BigInt content must contain whole 64-bit words");
  assert_int_equal(out.type_index, 0);
  input.size = 0;
  assert_ok(TVMFFIBigIntFromByteArray(&input, &out));
  assert_int_equal(out.type_index, kTVMFFIInt);
  /* Not aligned. */
  char bytes[17] = {0};
  bytes[16] = 1;
  input = (TVMFFIByteArray){bytes + 1, 16};
  assert_ok(TVMFFIBigIntFromByteArray(&input, &out));
  assert_int_equal(out.type_index, kTVMFFIBigInt);
  tf_object_decref(out.v_obj);
  assert_raises(TVMFFIBigIntFromByteArray(NULL, &out), "TypeError", "NULL");
}

static void text_goes_both_ways(void** state) {
  (void)state;
  static const char* const texts[] = {
      "0",
      "1",
      "-1",
      "9223372036854775807",
      "9223372036854775808",
      "-9223372036854775808",
      "-9223372036854775809",
      "18446744073709551615",
      "18446744073709551616",
      "1180591620717411303424",
      "-1180591620717411303424",
      "1000000000000000000000000000000000000",
      "123456789012345678901234567890123456789012345678901234567890"};
  for (size_t i = 0; i < TF_COUNT_OF(texts); ++i) {
    tf_any any = from_text(texts[i]);
    assert_text(any, texts[i]);
    tf_any_drop(&any);
  }
  tf_any zero = from_text("-000");
  assert_text(zero, "0");
}

static void text_that_is_no_number_or_too_long_is_refused(void** state) {
  (void)state;
  static const char* const bad[] = {"", "-", "+1", "1.5", "0x10", " 1", "12a"};
  tf_any any;
  for (size_t i = 0; i < TF_COUNT_OF(bad); ++i) {
    assert_raises(tf_bigint_from_text(tf_str_c(bad[i]), &any), "ValueError",
                  "Invalid decimal string for ffi.BigInt");
  }
  char* digits = malloc(TF_BIGINT_MAX_DIGITS + 1);
  memset(digits, '9', TF_BIGINT_MAX_DIGITS + 1);
  assert_raises(tf_bigint_from_text(tf_str_of(digits, TF_BIGINT_MAX_DIGITS + 1), &any),
                "ValueError", "more than");
  assert_ok(tf_bigint_from_text(tf_str_of(digits, 2000), &any));
  tf_any_drop(&any);
  free(digits);
  int64_t* words = calloc(5000, sizeof *words);
  words[4999] = 1;
  assert_ok(tf_bigint_new(words, 5000, &any));
  free(words);
  tf_any text;
  assert_raises(tf_bigint_to_text(tf_view_of(&any), &text), "ValueError", "more than");
  tf_any_drop(&any);
  assert_raises(tf_bigint_to_text(tf_view_float(1), &text), "TypeError", "got `float`");
}

static void order_is_that_of_numbers(void** state) {
  (void)state;
  static const char* const ascending[] = {"-1180591620717411303424",
                                          "-18446744073709551616",
                                          "-9223372036854775809",
                                          "-5",
                                          "0",
                                          "5",
                                          "9223372036854775808",
                                          "18446744073709551615",
                                          "18446744073709551616",
                                          "1180591620717411303424"};
  tf_any values[TF_COUNT_OF(ascending)];
  for (size_t i = 0; i < TF_COUNT_OF(ascending); ++i) values[i] = from_text(ascending[i]);
  for (size_t i = 0; i < TF_COUNT_OF(ascending); ++i) {
    for (size_t k = 0; k < TF_COUNT_OF(ascending); ++k) {
      int order = tf_bigint_compare(tf_view_of(&values[i]), tf_view_of(&values[k]));
      assert_int_equal((order > 0) - (order < 0), (i > k) - (i < k));
    }
  }
  for (size_t i = 0; i < TF_COUNT_OF(ascending); ++i) tf_any_drop(&values[i]);
}

static int convert(void* context) {
  (void)context;
  tf_any any;
  tf_any text;
  TF_TRY(tf_bigint_from_text(tf_str_c("-123456789012345678901234567890"), &any));
  int status = tf_bigint_to_text(tf_view_of(&any), &text);
  tf_any_drop(&any);
  if (status == 0) tf_any_drop(&text);
  return status;
}

static void conversion_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(convert, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(what_fits_an_int_is_an_int),
      tf_unit(redundant_sign_words_go),
      tf_unit(content_of_an_int_lies_in_the_value),
      tf_unit(bytes_must_be_whole_words),
      tf_unit(text_goes_both_ways),
      tf_unit(text_that_is_no_number_or_too_long_is_refused),
      tf_unit(order_is_that_of_numbers),
      tf_unit(conversion_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
