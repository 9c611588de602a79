/* SPDX-License-Identifier: Apache-2.0 */
/* Values of the C API: make, read, copy, move, drop; containers; errors; tensors. */
#include <tvm/ffi/c/ffi.h>

#include "tf_test_core.h"

static uint32_t strong_count(const TVMFFIObject* object) {
  return (uint32_t)object->combined_ref_count;
}

static void plain_values_have_no_stray_bits(void** state) {
  (void)state;
  const tvm_ffi_any values[] = {
      tvm_ffi_any_none(),          tvm_ffi_any_from_int(-1),
      tvm_ffi_any_from_bool(true), tvm_ffi_any_from_float(1.5),
      tvm_ffi_any_from_ptr(NULL),  tvm_ffi_any_from_dtype(tvm_ffi_dtype_of(kDLFloat, 16, 2))};
  for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); ++i)
    assert_int_equal(values[i].raw.zero_padding, 0);
  assert_int_equal(values[5].raw.v_uint64 >> 32, 0);
  assert_int_equal(values[2].raw.v_int64, 1);
}

static void reading_converts_numbers(void** state) {
  (void)state;
  int64_t number = 0;
  double real = 0;
  bool flag = false;
  assert_ok(tvm_ffi_view_get_int(tvm_ffi_view_from_bool(true), &number));
  assert_int_equal(number, 1);
  assert_ok(tvm_ffi_view_get_float(tvm_ffi_view_from_int(-3), &real));
  assert_true(real == -3.0);
  assert_ok(tvm_ffi_view_get_bool(tvm_ffi_view_from_int(7), &flag));
  assert_true(flag);
  assert_raises(tvm_ffi_view_get_int(tvm_ffi_view_from_float(1), &number), "TypeError",
                "Cannot convert from type `float` to `int`");
  assert_int_equal(number, 1);
}

static void texts_are_short_or_long_and_copied(void** state) {
  (void)state;
  char text[] = "a text of more than seven bytes";
  tvm_ffi_string longer = TVM_FFI_ZERO;
  tvm_ffi_string shorter = TVM_FFI_ZERO;
  assert_ok(tvm_ffi_string_new(tvm_ffi_string_view_of(text), &longer));
  assert_ok(tvm_ffi_string_new(tvm_ffi_string_view_of("seven77"), &shorter));
  memset(text, 'x', 5);
  assert_string_equal(tvm_ffi_string_peek(&longer).data, "a text of more than seven bytes");
  assert_int_equal(shorter.raw.type_index, kTVMFFISmallStr);
  assert_true(tvm_ffi_string_view_is(tvm_ffi_string_peek(&shorter), "seven77"));
  tvm_ffi_string twice = tvm_ffi_string_copy(&longer);
  assert_int_equal(strong_count(longer.raw.v_obj), 2);
  tvm_ffi_string_drop(&twice);
  tvm_ffi_string_drop(&twice);
  tvm_ffi_any any = tvm_ffi_any_from_string(tvm_ffi_string_move(&longer));
  assert_int_equal(tvm_ffi_string_peek(&longer).size, 0);
  const tvm_ffi_view view = tvm_ffi_any_peek(&any);
  tvm_ffi_string_view read = {NULL, 0};
  assert_ok(tvm_ffi_view_get_string(&view, &read));
  assert_int_equal(read.size, 31);
  tvm_ffi_any_drop(&any);
}

static void printed_texts_may_be_long(void** state) {
  (void)state;
  tvm_ffi_string text = TVM_FFI_ZERO;
  assert_ok(tvm_ffi_string_print(&text, "%0300d|%s", 7, "end"));
  assert_int_equal(tvm_ffi_string_peek(&text).size, 304);
  assert_string_equal(tvm_ffi_string_peek(&text).data + 299, "7|end");
  tvm_ffi_string_drop(&text);
}

static void copies_of_borrowed_texts_own_them(void** state) {
  (void)state;
  char text[] = "raw text, not owned";
  tvm_ffi_any any = TVM_FFI_ZERO;
  assert_ok(tvm_ffi_any_copy(tvm_ffi_view_from_c_str(text), &any));
  text[0] = 'X';
  assert_int_equal(any.raw.type_index, kTVMFFIStr);
  const TVMFFIByteArray content = tvm_ffi_raw_content(&any.raw);
  assert_string_equal(content.data, "raw text, not owned");
  tvm_ffi_any other = tvm_ffi_any_move(&any);
  assert_true(tvm_ffi_view_is_none(tvm_ffi_any_peek(&any)));
  tvm_ffi_any_assign(&any, other);
  tvm_ffi_any_drop(&any);
}

static void arrays_grow_and_give_up_what_they_hold(void** state) {
  (void)state;
  tvm_ffi_array array = TVM_FFI_ZERO;
  tvm_ffi_any text = TVM_FFI_ZERO;
  tvm_ffi_view item = tvm_ffi_view_none();
  assert_ok(tvm_ffi_any_new_text("a shared text of some length", &text));
  for (int i = 0; i < 100; ++i) {
    tvm_ffi_any copy = TVM_FFI_ZERO;
    assert_ok(tvm_ffi_any_copy(tvm_ffi_any_peek(&text), &copy));
    assert_ok(tvm_ffi_array_push(&array, copy));
  }
  assert_int_equal(tvm_ffi_array_size(tvm_ffi_array_peek(&array)), 100);
  assert_int_equal(strong_count(text.raw.v_obj), 101);
  assert_raises(tvm_ffi_array_get(tvm_ffi_array_peek(&array), 100, &item), "IndexError",
                "Index 100 out of bounds 100");
  assert_raises(tvm_ffi_array_get(tvm_ffi_array_peek(&array), -1, &item), "IndexError", "Index -1");
  tvm_ffi_array_drop(&array);
  assert_int_equal(strong_count(text.raw.v_obj), 1);
  tvm_ffi_any_drop(&text);
}

static void pushing_to_a_shared_array_leaves_the_other_alone(void** state) {
  (void)state;
  tvm_ffi_array array = TVM_FFI_ZERO;
  assert_ok(tvm_ffi_array_push(&array, tvm_ffi_any_from_int(1)));
  tvm_ffi_array other = tvm_ffi_array_copy(tvm_ffi_array_peek(&array));
  assert_ok(tvm_ffi_array_push(&array, tvm_ffi_any_from_int(2)));
  assert_int_equal(tvm_ffi_array_size(tvm_ffi_array_peek(&other)), 1);
  assert_int_equal(tvm_ffi_array_size(tvm_ffi_array_peek(&array)), 2);
  assert_int_equal(tvm_ffi_array_item(tvm_ffi_array_peek(&array), 0).raw.v_int64, 1);
  tvm_ffi_array_drop(&array);
  tvm_ffi_array_drop(&other);
  assert_raises(tvm_ffi_array_new(-1, &array), "ValueError", "-1");
  assert_raises(tvm_ffi_array_new(INT64_MAX, &array), "MemoryError", "");
}

static void lists_change_for_everybody(void** state) {
  (void)state;
  tvm_ffi_list list = TVM_FFI_ZERO;
  assert_ok(tvm_ffi_list_new(&list));
  tvm_ffi_list other = tvm_ffi_list_copy(tvm_ffi_list_peek(&list));
  assert_ok(tvm_ffi_list_push(tvm_ffi_list_peek(&list), tvm_ffi_any_from_int(5)));
  assert_ok(tvm_ffi_list_set(tvm_ffi_list_peek(&other), 0, tvm_ffi_any_from_int(6)));
  assert_int_equal(tvm_ffi_list_item(tvm_ffi_list_peek(&list), 0).raw.v_int64, 6);
  assert_raises(tvm_ffi_list_set(tvm_ffi_list_peek(&list), 3, tvm_ffi_any_none()), "IndexError",
                "");
  tvm_ffi_list_drop(&list);
  tvm_ffi_list_drop(&other);
}

static void maps_are_walked_in_order_and_searched(void** state) {
  (void)state;
  tvm_ffi_view items[20];
  char names[10][16];
  for (int i = 0; i < 10; ++i) {
    (void)snprintf(names[i], sizeof(names[i]), "key%d", i);
    items[2 * i] = tvm_ffi_view_from_c_str(names[i]);
    items[2 * i + 1] = tvm_ffi_view_from_int(i * i);
  }
  for (int count = 3; count <= 10; count += 7) { /* small, then dense */
    tvm_ffi_map map = TVM_FFI_ZERO;
    tvm_ffi_any value = TVM_FFI_ZERO;
    bool found = true;
    int64_t at = 0;
    assert_ok(tvm_ffi_map_new(items, count, &map));
    tvm_ffi_map_iter it = tvm_ffi_map_walk(tvm_ffi_map_peek(&map));
    for (; tvm_ffi_map_advance(&it); ++at) assert_int_equal(it.value.raw.v_int64, at * at);
    assert_int_equal(at, count);
    assert_int_equal(tvm_ffi_map_size(tvm_ffi_map_peek(&map)), count);
    assert_ok(
        tvm_ffi_map_find(tvm_ffi_map_peek(&map), tvm_ffi_view_from_c_str("key2"), &found, &value));
    assert_true(found);
    assert_int_equal(value.raw.v_int64, 4);
    assert_ok(
        tvm_ffi_map_find(tvm_ffi_map_peek(&map), tvm_ffi_view_from_c_str("none"), &found, &value));
    assert_false(found);
    assert_true(tvm_ffi_view_is_none(tvm_ffi_any_peek(&value)));
    tvm_ffi_map_drop(&map);
  }
}

static void dicts_take_what_is_set(void** state) {
  (void)state;
  tvm_ffi_dict dict = TVM_FFI_ZERO;
  tvm_ffi_any text = TVM_FFI_ZERO;
  assert_ok(tvm_ffi_dict_new(&dict));
  assert_ok(tvm_ffi_any_new_text("a value that is an object", &text));
  assert_ok(tvm_ffi_dict_set(tvm_ffi_dict_peek(&dict), tvm_ffi_view_from_int(1),
                             tvm_ffi_any_move(&text)));
  assert_int_equal(tvm_ffi_dict_size(tvm_ffi_dict_peek(&dict)), 1);
  tvm_ffi_map_iter it = tvm_ffi_dict_walk(tvm_ffi_dict_peek(&dict));
  assert_true(tvm_ffi_map_advance(&it));
  assert_int_equal(it.key.raw.v_int64, 1);
  assert_false(tvm_ffi_map_advance(&it));
  tvm_ffi_dict_drop(&dict);
}

static void references_are_told_apart(void** state) {
  (void)state;
  tvm_ffi_array array = TVM_FFI_ZERO;
  tvm_ffi_map_view map = {NULL};
  tvm_ffi_array back = TVM_FFI_ZERO;
  assert_ok(tvm_ffi_array_new(0, &array));
  tvm_ffi_any any = tvm_ffi_any_from_array(tvm_ffi_array_move(&array));
  assert_raises(tvm_ffi_view_get_map(tvm_ffi_any_peek(&any), &map), "TypeError",
                "Cannot convert from type `ffi.Array` to `ffi.Map`");
  assert_true(tvm_ffi_view_is_object(tvm_ffi_any_peek(&any)));
  assert_false(tvm_ffi_view_is_object(tvm_ffi_view_none()));
  assert_ok(tvm_ffi_any_take_array(&any, &back));
  assert_true(tvm_ffi_view_is_none(tvm_ffi_any_peek(&any)));
  tvm_ffi_array_drop(&back);
  tvm_ffi_array_drop(&back);
}

static int fail_formatted(int number) {
  TVM_FFI_CHECK(number < 3, "ValueError", "%d is not below %s", number, "three");
  return 0;
}

static int pass_on(int number) {
  TVM_FFI_AUTO(array) held = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_array_new(2, &held));
  TVM_FFI_TRY(fail_formatted(number));
  return 0;
}

static void errors_pass_through_early_returns(void** state) {
  (void)state;
  assert_ok(pass_on(2));
  assert_raises(pass_on(3), "ValueError", "3 is not below three");
  assert_int_equal(pass_on(4), -1);
  tvm_ffi_error error = tvm_ffi_error_take();
  assert_string_equal(tvm_ffi_error_kind(tvm_ffi_error_peek(&error)).data, "ValueError");
  assert_string_equal(tvm_ffi_error_message(tvm_ffi_error_peek(&error)).data,
                      "4 is not below three");
  assert_null(tvm_ffi_error_take().object);
  assert_raises(tvm_ffi_error_raise(error), "ValueError", "4 is");
  assert_ok(tvm_ffi_error_new("KeyError", "gone", &error));
  assert_raises(tvm_ffi_error_raise(error), "KeyError", "gone");
}

static void long_messages_are_whole(void** state) {
  (void)state;
  char text[2000];
  memset(text, 'm', sizeof(text) - 1);
  text[sizeof(text) - 1] = '\0';
  assert_int_equal(tvm_ffi_raise("ValueError", "<%s>", text), -1);
  tvm_ffi_error error = tvm_ffi_error_take();
  assert_int_equal(tvm_ffi_error_message(tvm_ffi_error_peek(&error)).size, sizeof(text) + 1);
  tvm_ffi_error_drop(&error);
}

static void tensors_in_main_memory_are_zeros(void** state) {
  (void)state;
  const int64_t shape[] = {2, 3};
  const int64_t negative[] = {-1};
  const int64_t huge[] = {INT64_MAX, INT64_MAX};
  tvm_ffi_tensor tensor = TVM_FFI_ZERO;
  assert_ok(tvm_ffi_tensor_new_on_cpu(2, shape, tvm_ffi_dtype_of(kDLFloat, 32, 1), &tensor));
  const DLTensor* t = tvm_ffi_tensor_get(tvm_ffi_tensor_peek(&tensor));
  assert_int_equal(tvm_ffi_tensor_numel(t), 6);
  assert_int_equal(tvm_ffi_tensor_stride(t, 0), 3);
  assert_true(tvm_ffi_tensor_is_contiguous(t));
  assert_int_equal((uintptr_t)tvm_ffi_tensor_data(t) % 64, 0);
  for (int i = 0; i < 6; ++i) assert_true(((const float*)tvm_ffi_tensor_data(t))[i] == 0);
  tvm_ffi_tensor_drop(&tensor);
  assert_raises(tvm_ffi_tensor_new_on_cpu(1, negative, tvm_ffi_dtype_of(kDLInt, 8, 1), &tensor),
                "ValueError", "-1");
  assert_raises(tvm_ffi_tensor_new_on_cpu(2, huge, tvm_ffi_dtype_of(kDLInt, 8, 1), &tensor),
                "MemoryError", "");
}

static void strides_are_computed_when_absent(void** state) {
  (void)state;
  int64_t shape[] = {4, 5, 6};
  int64_t swapped[] = {30, 1, 5};
  DLTensor tensor = {.ndim = 3, .shape = shape};
  assert_int_equal(tvm_ffi_tensor_stride(&tensor, 0), 30);
  assert_int_equal(tvm_ffi_tensor_stride(&tensor, 2), 1);
  assert_true(tvm_ffi_tensor_is_contiguous(&tensor));
  tensor.strides = swapped;
  assert_false(tvm_ffi_tensor_is_contiguous(&tensor));
  shape[0] = 0;
  assert_true(tvm_ffi_tensor_is_contiguous(&tensor));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(plain_values_have_no_stray_bits),
      tf_unit(reading_converts_numbers),
      tf_unit(texts_are_short_or_long_and_copied),
      tf_unit(printed_texts_may_be_long),
      tf_unit(copies_of_borrowed_texts_own_them),
      tf_unit(arrays_grow_and_give_up_what_they_hold),
      tf_unit(pushing_to_a_shared_array_leaves_the_other_alone),
      tf_unit(lists_change_for_everybody),
      tf_unit(maps_are_walked_in_order_and_searched),
      tf_unit(dicts_take_what_is_set),
      tf_unit(references_are_told_apart),
      tf_unit(errors_pass_through_early_returns),
      tf_unit(long_messages_are_whole),
      tf_unit(tensors_in_main_memory_are_zeros),
      tf_unit(strides_are_computed_when_absent),
  };
  return tf_test_run(tests);
}
