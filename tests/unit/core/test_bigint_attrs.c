/* SPDX-License-Identifier: Apache-2.0 */
#include "core/bigint.h"

#include "core/column.h"
#include "core/func.h"
#include "core/typetable.h"

#include "tf_test_core.h"

static tf_any big(const char* text) {
  tf_any any = tf_any_none();
  assert_ok(tf_bigint_from_text(tf_str_c(text), &any));
  return any;
}

static int call(tf_column_id column, const tf_view* args, int32_t count, tf_any* result) {
  return tf_func_call(tf_column_get(column, kTVMFFIBigInt).raw.v_obj, args, count, result);
}

/* Values recorded from the reference (abi.md section 8 for the combination). */
static void hashes_are_those_of_the_content(void** state) {
  (void)state;
  static const struct {
    const char* text;
    int64_t hash;
  } recorded[] = {{"1180591620717411303424", 64},
                  {"18446744073709551616", 1},
                  {"-18446744073709551616", 3},
                  {"9223372036854775808", 1894},
                  {"-9223372036854775809", 946}};
  for (size_t i = 0; i < TF_COUNT_OF(recorded); ++i) {
    tf_any value = big(recorded[i].text);
    tf_view args[2] = {tf_view_of(&value), tf_view_none()};
    tf_any result;
    assert_ok(call(TF_COLUMN_HASH, args, 2, &result));
    assert_int_equal(result.raw.v_int64, recorded[i].hash);
    tf_any_drop(&value);
  }
}

static void order_and_equality_see_numbers(void** state) {
  (void)state;
  tf_any a = big("18446744073709551616");
  tf_any b = big("18446744073709551617");
  tf_view args[3] = {tf_view_of(&a), tf_view_of(&b), tf_view_none()};
  tf_any result;
  assert_ok(call(TF_COLUMN_COMPARE, args, 3, &result));
  assert_true(result.raw.v_int64 < 0);
  assert_ok(call(TF_COLUMN_EQ, args, 3, &result));
  assert_int_equal(result.raw.v_int64, 0);
  args[1] = tf_view_of(&a);
  assert_ok(call(TF_COLUMN_EQ, args, 3, &result));
  assert_int_equal(result.raw.v_int64, 1);
  args[0] = tf_view_int(5);
  assert_ok(call(TF_COLUMN_COMPARE, args, 3, &result));
  assert_true(result.raw.v_int64 < 0);
  args[0] = tf_view_float(5);
  assert_raises(call(TF_COLUMN_COMPARE, args, 3, &result), "TypeError", "but got `float`");
  assert_raises(call(TF_COLUMN_COMPARE, args, 0, &result), "TypeError", "Mismatched number");
  tf_any_drop(&a);
  tf_any_drop(&b);
}

static void json_is_decimal_text(void** state) {
  (void)state;
  tf_any value = big("-1180591620717411303424");
  tf_view view = tf_view_of(&value);
  tf_any text;
  tf_any back;
  tf_str got = {NULL, 0};
  assert_ok(call(TF_COLUMN_DATA_TO_JSON, &view, 1, &text));
  tf_view text_view = tf_view_of(&text);
  assert_true(tf_view_get_str(&text_view, &got));
  assert_str_is(got, "-1180591620717411303424");
  assert_ok(call(TF_COLUMN_DATA_FROM_JSON, &text_view, 1, &back));
  assert_int_equal(tf_bigint_compare(tf_view_of(&value), tf_view_of(&back)), 0);
  tf_any_drop(&value);
  tf_any_drop(&text);
  tf_any_drop(&back);
}

static void the_type_is_described(void** state) {
  (void)state;
  const TVMFFITypeMetadata* metadata = tf_type_info(kTVMFFIBigInt)->metadata;
  assert_int_equal(metadata->total_size, 32);
  assert_null(metadata->creator);
  assert_int_equal(tf_column_get(TF_COLUMN_TYPE_FINAL, kTVMFFIBigInt).raw.v_int64, 1);
  assert_int_equal(tf_column_get(TF_COLUMN_ANY_HASH, kTVMFFIBigInt).raw.type_index,
                   kTVMFFIOpaquePtr);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(hashes_are_those_of_the_content),
      tf_unit(order_and_equality_see_numbers),
      tf_unit(json_is_decimal_text),
      tf_unit(the_type_is_described),
  };
  return tf_test_run(tests);
}
