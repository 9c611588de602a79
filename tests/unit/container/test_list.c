/* SPDX-License-Identifier: Apache-2.0 */
/* Array and List: order, growth, ranges, ownership. */
#include "container/list.h"

#include "container/array.h"
#include "core/string.h"
#include "tf_test_core.h"

static tf_seq* list_of(int64_t count) {
  tf_seq* list = NULL;
  assert_ok(tf_list_new(0, &list));
  for (int64_t i = 0; i < count; ++i) assert_ok(tf_list_push(list, tf_any_int(i)));
  return list;
}

/* Does the list hold exactly these integers? */
#define assert_holds(list, ...)                                       \
  do {                                                                \
    const int64_t want[] = {__VA_ARGS__};                             \
    assert_int_equal((list)->seq.size, (int64_t)TF_COUNT_OF(want));   \
    for (size_t at = 0; at < TF_COUNT_OF(want); ++at) {               \
      assert_int_equal(tf_seq_items(list)[at].raw.v_int64, want[at]); \
    }                                                                 \
    assert_true(tf_seq_is_valid(list));                               \
  } while (0)

static void push_doubles_the_room(void** state) {
  (void)state;
  tf_seq* list = list_of(5);
  assert_holds(list, 0, 1, 2, 3, 4);
  assert_int_equal(list->seq.capacity, 8);
  tf_object_drop(&list);
}

static void insert_and_take_shift_the_rest(void** state) {
  (void)state;
  tf_seq* list = list_of(3);
  tf_any taken = tf_any_none();
  assert_ok(tf_list_insert(list, 0, tf_any_int(10)));
  assert_ok(tf_list_insert(list, 4, tf_any_int(11)));
  assert_holds(list, 10, 0, 1, 2, 11);
  assert_ok(tf_list_take(list, 1, &taken));
  assert_int_equal(taken.raw.v_int64, 0);
  assert_holds(list, 10, 1, 2, 11);
  tf_object_drop(&list);
}

static void wrong_indices_are_refused(void** state) {
  (void)state;
  tf_seq* list = list_of(3);
  tf_any taken = tf_any_none();
  assert_raises(tf_list_insert(list, 9, tf_any_int(1)), "IndexError",
                "Index 9 out of bounds [0, 3]");
  assert_raises(tf_list_insert(list, -1, tf_any_int(1)), "IndexError",
                "Index -1 out of bounds [0, 3]");
  assert_raises(tf_list_take(list, 3, &taken), "IndexError", "Index 3 out of bounds 3");
  assert_raises(tf_list_set(list, -1, tf_any_int(1)), "IndexError", "Index -1 out of bounds 3");
  assert_raises(tf_list_erase(list, 2, 1), "IndexError", "Erase range [2, 1) out of bounds 3");
  assert_raises(tf_list_erase(list, 2, 9), "IndexError", "Erase range [2, 9) out of bounds 3");
  assert_raises(tf_list_replace(list, -1, 1, list), "IndexError", "out of bounds 3");
  assert_holds(list, 0, 1, 2);
  tf_object_drop(&list);
}

static void erase_removes_a_range(void** state) {
  (void)state;
  tf_seq* list = list_of(6);
  assert_ok(tf_list_erase(list, 1, 3));
  assert_holds(list, 0, 3, 4, 5);
  assert_ok(tf_list_erase(list, 9, 9));
  assert_ok(tf_list_erase(list, 0, 4));
  assert_int_equal(list->seq.size, 0);
  tf_object_drop(&list);
}

static void replace_takes_the_list_itself(void** state) {
  (void)state;
  tf_seq* list = list_of(3);
  assert_ok(tf_list_replace(list, 1, 2, list));
  assert_holds(list, 0, 0, 1, 2, 2);
  tf_list_reverse(list);
  assert_holds(list, 2, 2, 1, 0, 0);
  tf_object_drop(&list);
}

static void replace_fills_an_empty_list(void** state) {
  (void)state;
  tf_seq* list = list_of(0);
  tf_seq* other = list_of(2);
  assert_ok(tf_list_replace(list, 0, 0, list));
  assert_ok(tf_list_replace(list, 7, 7, list));
  assert_int_equal(list->seq.size, 0);
  assert_raises(tf_list_replace(list, 7, 7, other), "IndexError", "Index 7 out of bounds [0, 0]");
  assert_ok(tf_list_replace(list, 0, 0, other));
  assert_holds(list, 0, 1);
  tf_object_drop(&list);
  tf_object_drop(&other);
}

static void clear_keeps_the_room(void** state) {
  (void)state;
  tf_seq* list = list_of(5);
  tf_list_clear(list);
  assert_int_equal(list->seq.size, 0);
  assert_int_equal(list->seq.capacity, 8);
  tf_object_drop(&list);
}

static void elements_are_owned(void** state) {
  (void)state;
  tf_any text = tf_any_none();
  tf_seq* list = list_of(0);
  assert_ok(tf_string_new(tf_str_c("long enough for an object"), &text));
  for (int i = 0; i < 4; ++i) assert_ok(tf_list_push(list, tf_any_copy_owned(&text)));
  assert_ok(tf_list_erase(list, 1, 3));
  assert_int_equal(text.raw.v_obj->combined_ref_count & TF_REF_STRONG_MASK, 3);
  tf_object_drop(&list);
  assert_int_equal(text.raw.v_obj->combined_ref_count & TF_REF_STRONG_MASK, 1);
  tf_any_drop(&text);
}

static void find_compares_strings_by_content(void** state) {
  (void)state;
  tf_seq* list = list_of(2);
  tf_any object = tf_any_none();
  tf_any small = tf_string_small(tf_str_c("abc"));
  int64_t at = 7;
  assert_ok(tf_string_new_object(kTVMFFIStr, tf_str_c("abc"), &object));
  assert_ok(tf_list_push(list, object));
  assert_ok(tf_seq_find(list, tf_view_of(&small), &at));
  assert_int_equal(at, 2);
  assert_ok(tf_seq_find(list, tf_view_float(1.0), &at));
  assert_int_equal(at, -1);
  tf_object_drop(&list);
}

static void sizes_beyond_the_maximum_are_refused(void** state) {
  (void)state;
  tf_seq* list = list_of(1);
  tf_seq* array = NULL;
  assert_raises(tf_list_reserve(list, INT64_MAX), "MemoryError", "");
  assert_raises(tf_array_new(SIZE_MAX, &array), "MemoryError", "");
  assert_ok(tf_list_reserve(list, INT64_MIN));
  assert_holds(list, 0);
  tf_object_drop(&list);
}

static void array_has_exact_room_and_grows_into_a_new_object(void** state) {
  (void)state;
  tf_seq* array = NULL;
  assert_ok(tf_array_new(1, &array));
  assert_null(array->seq.data_deleter);
  assert_ptr_equal(array->seq.data, array + 1);
  for (int64_t i = 0; i < 3; ++i) assert_ok(tf_array_push(&array, tf_any_int(i)));
  assert_int_equal(array->seq.capacity, 4);
  assert_holds(array, 0, 1, 2);
  tf_object_drop(&array);
}

static void nesting_of_a_million_lists_is_dropped(void** state) {
  (void)state;
  enum { DEEP = 1000000 };
  tf_seq* outer = list_of(0);
  for (int i = 0; i < DEEP; ++i) {
    tf_seq* next = NULL;
    assert_ok(tf_list_new(1, &next));
    assert_ok(tf_list_push(next, tf_any_own(outer)));
    outer = next;
  }
  tf_object_drop(&outer);
}

static int build(void* context) {
  (void)context;
  tf_seq* list = NULL;
  tf_seq* array = NULL;
  int code = tf_list_new(0, &list);
  for (int64_t i = 0; code == 0 && i < 9; ++i) {
    tf_any text = tf_any_none();
    code = tf_string_new(tf_str_c("long enough for an object"), &text);
    if (code == 0) code = tf_list_push(list, text);
  }
  if (code == 0) code = tf_list_replace(list, 2, 4, list);
  if (code == 0) code = tf_array_from_seq(list, &array);
  tf_object_drop(&list);
  tf_object_drop(&array);
  return code;
}

static void building_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(build, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(push_doubles_the_room),
      tf_unit(insert_and_take_shift_the_rest),
      tf_unit(wrong_indices_are_refused),
      tf_unit(erase_removes_a_range),
      tf_unit(replace_takes_the_list_itself),
      tf_unit(replace_fills_an_empty_list),
      tf_unit(clear_keeps_the_room),
      tf_unit(elements_are_owned),
      tf_unit(find_compares_strings_by_content),
      tf_unit(sizes_beyond_the_maximum_are_refused),
      tf_unit(array_has_exact_room_and_grows_into_a_new_object),
      tf_unit(nesting_of_a_million_lists_is_dropped),
      tf_unit(building_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
