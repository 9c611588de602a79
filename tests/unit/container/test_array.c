/* SPDX-License-Identifier: Apache-2.0 */
#include "container/array.h"

#include "container/list.h"
#include "core/string.h"

#include "tf_test_core.h"

static int64_t int_at(const tf_seq* seq, int64_t index) {
  int64_t value = -1;
  assert_true(tf_view_get_int(tf_seq_at(seq, index), &value));
  return value;
}

static void new_arrays_have_exactly_the_room_asked_for(void** state) {
  (void)state;
  tf_seq* array;
  assert_ok(tf_array_new(3, &array));
  assert_int_equal(array->header.type_index, kTVMFFIArray);
  assert_int_equal(array->seq.size, 0);
  assert_int_equal(array->seq.capacity, 3);
  assert_null((void*)(uintptr_t)array->seq.data_deleter);
  for (int i = 0; i < 3; ++i) tf_array_fill(array, tf_any_int(i));
  assert_true(tf_seq_is_valid(array));
  assert_int_equal(int_at(array, 2), 2);
  tf_object_decref(array);
}

static void elements_lie_in_the_object(void** state) {
  (void)state;
  tf_seq* array;
  assert_ok(tf_array_new(1, &array));
  assert_ptr_equal(array->seq.data, (char*)array + sizeof(tf_seq));
  tf_object_decref(array);
}

static void views_become_owned_values(void** state) {
  (void)state;
  TVMFFIAny values[] = {{.type_index = kTVMFFIRawStr, .v_c_str = "longer than seven"},
                        {.type_index = kTVMFFIInt, .v_int64 = 5}};
  tf_seq* array;
  assert_ok(tf_array_from_views(values, 2, &array));
  assert_int_equal(tf_seq_at(array, 0).raw.type_index, kTVMFFIStr);
  assert_int_equal(int_at(array, 1), 5);
  assert_int_equal(array->seq.capacity, 2);
  tf_object_decref(array);
}

static void an_rvalue_that_was_taken_is_an_error(void** state) {
  (void)state;
  TVMFFIObject* slot = NULL;
  TVMFFIAny values[] = {{.type_index = kTVMFFIRawStr, .v_c_str = "longer than seven"},
                        {.type_index = kTVMFFIObjectRValueRef, .v_ptr = &slot}};
  tf_seq* array;
  assert_raises(tf_array_from_views(values, 2, &array), "InternalError", "already moved");
}

static void lists_become_arrays(void** state) {
  (void)state;
  TVMFFIAny values[] = {{.type_index = kTVMFFIInt, .v_int64 = 7}};
  tf_seq *array, *copy;
  assert_ok(tf_array_from_views(values, 1, &array));
  assert_ok(tf_array_from_seq(array, &copy));
  assert_ptr_not_equal(array, copy);
  assert_int_equal(int_at(copy, 0), 7);
  tf_object_decref(array);
  tf_object_decref(copy);
}

static void growing_makes_a_new_object_of_twice_the_room(void** state) {
  (void)state;
  tf_seq* array;
  assert_ok(tf_array_new(2, &array));
  for (int i = 0; i < 100; ++i) {
    tf_seq* before = array;
    bool is_full = array->seq.size == array->seq.capacity;
    int64_t room = array->seq.capacity;
    assert_ok(tf_array_push(&array, tf_any_int(i)));
    if (is_full) {
      assert_true(array->seq.capacity >= 2 * room);
    } else {
      assert_ptr_equal(array, before);
    }
  }
  for (int i = 0; i < 100; ++i) assert_int_equal(int_at(array, i), i);
  assert_true(tf_seq_is_valid(array));
  tf_object_decref(array);
}

static void impossible_room_is_refused(void** state) {
  (void)state;
  tf_seq* array;
  assert_raises(tf_array_new(SIZE_MAX, &array), "MemoryError", "");
  assert_raises(tf_array_new((size_t)TF_SEQ_MAX_SIZE + 1, &array), "MemoryError", "");
}

static int build(void* context) {
  (void)context;
  TVMFFIAny text = {.type_index = kTVMFFIRawStr, .v_c_str = "longer than seven"};
  tf_any value;
  tf_seq *array, *copy;
  TF_TRY(tf_array_from_views(&text, 1, &array));
  int status = tf_any_copy(tf_view_raw(&text), &value);
  if (status == 0) status = tf_array_push(&array, value);
  if (status == 0) {
    status = tf_array_from_seq(array, &copy);
    if (status == 0) tf_object_decref(copy);
  }
  tf_object_decref(array);
  return status;
}

static void arrays_survive_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(build, NULL);
}

/* Each array holds the next one: dropping the first must not need a frame for each. */
static void deep_arrays_are_dropped_without_a_deep_stack(void** state) {
  (void)state;
  tf_seq* inner;
  assert_ok(tf_array_new(0, &inner));
  for (int i = 0; i < 200000; ++i) {
    tf_seq* outer;
    assert_ok(tf_array_new(1, &outer));
    tf_array_fill(outer, tf_any_own(inner));
    inner = outer;
  }
  tf_object_decref(inner);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(new_arrays_have_exactly_the_room_asked_for),
      tf_unit(elements_lie_in_the_object),
      tf_unit(views_become_owned_values),
      tf_unit(an_rvalue_that_was_taken_is_an_error),
      tf_unit(lists_become_arrays),
      tf_unit(growing_makes_a_new_object_of_twice_the_room),
      tf_unit(impossible_room_is_refused),
      tf_unit(arrays_survive_allocation_failure),
      tf_unit(deep_arrays_are_dropped_without_a_deep_stack),
  };
  return tf_test_run(tests);
}
