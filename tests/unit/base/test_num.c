/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"

#include <float.h>
#include <locale.h>
#include <math.h>

#include "tf_test.h"

static tf_num_status as_int(const char* text, int64_t* out) {
  return tf_num_int64(tf_str_c(text), out);
}

static void integers_fit_or_are_refused(void** state) {
  (void)state;
  int64_t value = 5;
  assert_int_equal(as_int("9223372036854775807", &value), TF_NUM_OK);
  assert_true(value == INT64_MAX);
  assert_int_equal(as_int("-9223372036854775808", &value), TF_NUM_OK);
  assert_true(value == INT64_MIN);
  value = 5;
  assert_int_equal(as_int("9223372036854775808", &value), TF_NUM_RANGE);
  assert_int_equal(as_int("-9223372036854775809", &value), TF_NUM_RANGE);
  assert_int_equal(as_int("99999999999999999999999", &value), TF_NUM_RANGE);
  static const char* const bad[] = {"", "-", "+1", " 1", "1 ", "0x1", "1.0", "--1", "1-"};
  for (size_t i = 0; i < TF_COUNT_OF(bad); ++i)
    assert_int_equal(as_int(bad[i], &value), TF_NUM_SYNTAX);
  assert_int_equal(value, 5);
}

static void unsigned_integers_fit_or_are_refused(void** state) {
  (void)state;
  uint64_t value = 0;
  assert_int_equal(tf_num_uint64(tf_str_c("18446744073709551615"), &value), TF_NUM_OK);
  assert_true(value == UINT64_MAX);
  assert_int_equal(tf_num_uint64(tf_str_c("18446744073709551616"), &value), TF_NUM_RANGE);
  assert_int_equal(tf_num_uint64(tf_str_c("-1"), &value), TF_NUM_SYNTAX);
  tf_str rest = tf_str_c("42abc");
  assert_int_equal(tf_num_take_uint64(&rest, &value), TF_NUM_OK);
  assert_int_equal(value, 42);
  assert_str_is(rest, "abc");
  assert_int_equal(tf_num_take_uint64(&rest, &value), TF_NUM_SYNTAX);
}

static void doubles_are_read_in_the_c_locale(void** state) {
  (void)state;
  (void)setlocale(LC_ALL, "de_DE.UTF-8");
  double value = 0;
  assert_int_equal(tf_num_double(tf_str_c("-2.5e3"), &value), TF_NUM_OK);
  assert_true(value == -2500.0);
  assert_int_equal(tf_num_double(tf_str_c("nan"), &value), TF_NUM_OK);
  assert_true(isnan(value));
  assert_int_equal(tf_num_double(tf_str_c("-inf"), &value), TF_NUM_OK);
  assert_true(value == -INFINITY);
  assert_int_equal(tf_num_double(tf_str_c("5e-324"), &value), TF_NUM_OK);
  assert_true(value > 0);
  assert_int_equal(tf_num_double(tf_str_c("1e-999"), &value), TF_NUM_OK);
  assert_true(value == 0);
  assert_int_equal(tf_num_double(tf_str_c("1e999"), &value), TF_NUM_RANGE);
  static const char* const bad[] = {"", " 1", "0x1p3", "1,5", "nan(7)", "1e", ".", "infinity"};
  for (size_t i = 0; i < TF_COUNT_OF(bad); ++i) {
    assert_int_equal(tf_num_double(tf_str_c(bad[i]), &value), TF_NUM_SYNTAX);
  }
  char longest[1200];
  memset(longest, '1', sizeof longest);
  assert_int_equal(tf_num_double(tf_str_of(longest, 1101), &value), TF_NUM_SYNTAX);
  (void)setlocale(LC_ALL, "C");
}

static void numbers_are_written(void** state) {
  (void)state;
  char text[TF_NUM_MAX_TEXT];
  assert_int_equal(tf_num_put_int64(text, INT64_MIN), 20);
  assert_string_equal(text, "-9223372036854775808");
  (void)tf_num_put_int64(text, 0);
  assert_string_equal(text, "0");
  (void)tf_num_put_uint64(text, UINT64_MAX);
  assert_string_equal(text, "18446744073709551615");
  (void)tf_num_put_double(text, 0.1, 17, false);
  assert_string_equal(text, "0.10000000000000001");
  (void)tf_num_put_double(text, 3, 1, true);
  assert_string_equal(text, "3.0");
  assert_true(tf_num_put_double(text, -DBL_MAX, 17, false) < TF_NUM_MAX_TEXT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(integers_fit_or_are_refused),
      tf_unit(unsigned_integers_fit_or_are_refused),
      tf_unit(doubles_are_read_in_the_c_locale),
      tf_unit(numbers_are_written),
  };
  return tf_test_run(tests);
}
