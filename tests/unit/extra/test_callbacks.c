/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of callbacks: which element fits which type, and the words for rows that are wrong. */
#include "extra/callbacks.h"

#include "extra/types.h"
#include "values.h"

static tf_any function_any(void) {
  return tf_any_own(tf_registry_find(tf_registry_global(), tf_str_c("ffi.Array")));
}

/* A row with one element of this type index. */
static tf_any row_of(int64_t type_index) { return ARRAY(ARRAY(INT(type_index), function_any())); }

static bool fits(int64_t wanted, int32_t type_index) {
  tf_any row = row_of(wanted);
  const tf_seq* found = tf_callbacks_find((const tf_seq*)(const void*)row.raw.v_obj, type_index);
  bool is_found = found != NULL;
  tf_any_drop(&row);
  return is_found;
}

static void types_fit_exactly_by_inheritance_or_always(void** state) {
  (void)state;
  assert_true(fits(-1, kTVMFFIInt));
  assert_true(fits(-1, kTVMFFIMap));
  assert_true(fits(kTVMFFIInt, kTVMFFIInt));
  assert_false(fits(kTVMFFIInt, kTVMFFIBool));
  assert_true(fits(kTVMFFIObject, kTVMFFIArray));
  assert_false(fits(kTVMFFIObject, kTVMFFISmallStr));
  assert_true(fits(tf_types_known.base_enum, tf_types_known.int_enum));
  assert_false(fits(tf_types_known.int_enum, tf_types_known.base_enum));
  assert_false(fits(INT64_MAX, kTVMFFIArray));
}

static void string_types_fit_their_small_forms(void** state) {
  (void)state;
  assert_true(fits(kTVMFFIStr, kTVMFFISmallStr));
  assert_true(fits(kTVMFFIBytes, kTVMFFISmallBytes));
  assert_true(fits(kTVMFFISmallStr, kTVMFFISmallStr));
  assert_false(fits(kTVMFFISmallStr, kTVMFFIStr));
}

static void the_first_element_that_fits_is_found(void** state) {
  (void)state;
  tf_any row = ARRAY(ARRAY(INT(kTVMFFIFloat), function_any()), ARRAY(INT(-1), function_any()),
                     ARRAY(INT(kTVMFFIInt), function_any()));
  const tf_seq* found = tf_callbacks_find((const tf_seq*)(const void*)row.raw.v_obj, kTVMFFIInt);
  assert_int_equal(tf_seq_at(found, 0).raw.v_int64, -1);
  assert_int_equal(tf_callbacks_function(found)->type_index, kTVMFFIFunction);
  assert_null(tf_callbacks_find(NULL, kTVMFFIInt));
  tf_any_drop(&row);
}

/* Reads a row of pairs from argument 0. Consumes it. */
static int read_row(tf_any row) {
  static const tf_func_def def = {"unit.take", "(ffi.Array<Tuple<int, ffi.Function>>) -> None",
                                  NULL, NULL};
  const tf_args args = {&def, &row.raw, 1, NULL};
  tf_seq* made = NULL;
  int code = tf_callbacks_read(&args, 0, 2, &made);
  tf_object_drop(&made);
  tf_any_drop(&row);
  return code;
}

static void wrong_parts_are_named(void** state) {
  (void)state;
  assert_ok(read_row(row_of(1)));
  assert_ok(read_row(LIST(ARRAY(INT(1), function_any()))));
  assert_raises(read_row(INT(1)), "TypeError", "but got `int`");
  assert_raises(read_row(ARRAY(INT(5))), "TypeError", "but got `Array[index 0: int]`");
  assert_raises(read_row(ARRAY(ARRAY(INT(1), function_any()), ARRAY(INT(1)))), "TypeError",
                "but got `Array[index 1: Array[size=1]]`");
  assert_raises(read_row(ARRAY(ARRAY(INT(1), INT(2)))), "TypeError",
                "but got `Array[index 0: Array[index 1: int]]`");
  assert_raises(read_row(ARRAY(ARRAY(text_any("a"), function_any()))), "TypeError",
                "but got `Array[index 0: Array[index 0: ffi.SmallStr]]`");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(types_fit_exactly_by_inheritance_or_always),
      tf_unit(string_types_fit_their_small_forms),
      tf_unit(the_first_element_that_fits_is_found),
      tf_unit(wrong_parts_are_named),
  };
  return tf_test_run(tests);
}
