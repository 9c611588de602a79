/* SPDX-License-Identifier: Apache-2.0 */
#include "container/seq.h"

#include "container/array.h"
#include "core/string.h"

#include "tf_test_core.h"

/* 1, "a text of some length", None. */
static tf_seq* new_array(void) {
  TVMFFIAny values[] = {{.type_index = kTVMFFIInt, .v_int64 = 1},
                        {.type_index = kTVMFFIRawStr, .v_c_str = "a text of some length"},
                        {.type_index = kTVMFFINone}};
  tf_seq* array;
  assert_ok(tf_array_from_views(values, 3, &array));
  return array;
}

static void only_arrays_and_lists_are_sequences(void** state) {
  (void)state;
  tf_seq* array = new_array();
  assert_ptr_equal(tf_seq_of(tf_view_object(array)), array);
  assert_null(tf_seq_of(tf_view_none()));
  assert_null(tf_seq_of(tf_view_int(kTVMFFIArray)));
  tf_object_decref(array);
}

static void indices_are_checked(void** state) {
  (void)state;
  tf_seq* array = new_array();
  assert_ok(tf_seq_check_index(array, 0));
  assert_ok(tf_seq_check_index(array, 2));
  assert_raises(tf_seq_check_index(array, 3), "IndexError", "Index 3 out of bounds 3");
  assert_raises(tf_seq_check_index(array, -1), "IndexError", "Index -1 out of bounds 3");
  assert_raises(tf_seq_check_index(array, INT64_MIN), "IndexError", "out of bounds");
  tf_object_decref(array);
}

static int64_t index_of(const tf_seq* seq, tf_view value) {
  int64_t index = -7;
  assert_ok(tf_seq_find(seq, value, &index));
  return index;
}

static void elements_are_found_by_equality(void** state) {
  (void)state;
  tf_seq* array = new_array();
  tf_any text;
  assert_ok(tf_string_new(tf_str_c("a text of some length"), &text));
  assert_int_equal(index_of(array, tf_view_int(1)), 0);
  assert_int_equal(index_of(array, tf_view_of(&text)), 1);
  assert_int_equal(index_of(array, tf_view_none()), 2);
  assert_int_equal(index_of(array, tf_view_float(1)), -1);
  assert_int_equal(index_of(array, tf_view_bool(true)), -1);
  tf_any_drop(&text);
  tf_object_decref(array);
}

static void broken_sequences_are_noticed(void** state) {
  (void)state;
  tf_seq* array = new_array();
  assert_true(tf_seq_is_valid(array));
  tf_seq broken = *array;
  broken.seq.size = -1;
  assert_false(tf_seq_is_valid(&broken));
  broken.seq.size = array->seq.capacity + 1;
  assert_false(tf_seq_is_valid(&broken));
  broken = *array;
  broken.seq.data = NULL;
  assert_false(tf_seq_is_valid(&broken));
  tf_object_decref(array);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(only_arrays_and_lists_are_sequences),
      tf_unit(indices_are_checked),
      tf_unit(elements_are_found_by_equality),
      tf_unit(broken_sequences_are_noticed),
  };
  return tf_test_run(tests);
}
