/* SPDX-License-Identifier: Apache-2.0 */
#include "extra/convert.h"

#include "values.h"

/* Arguments of a call that never happens. */
static const tf_func_def def = {"unit.f", "(ffi.Array) -> Any", NULL, NULL};

static tf_args args_of(const tf_any* value) {
  tf_args args = {.def = &def, .values = &value->raw, .count = 1};
  return args;
}

static void the_right_container_is_shared(void** state) {
  (void)state;
  tf_any array = ARRAY(INT(1)), list = LIST(INT(1)), dict = DICT(INT(1), INT(2));
  tf_args a = args_of(&array), l = args_of(&list), d = args_of(&dict);
  tf_seq* seq;
  tf_map* map;
  tf_seq* list_copy;
  tf_map* dict_copy;
  assert_ok(tf_convert_array(&a, 0, &seq));
  assert_ptr_equal(seq, array.raw.v_obj);
  tf_object_decref(seq);
  assert_ok(tf_convert_list(&l, 0, &seq));
  assert_ptr_equal(seq, list.raw.v_obj);
  tf_object_decref(seq);
  assert_ok(tf_convert_list_view(&l, 0, &seq, &list_copy));
  assert_ptr_equal(seq, list.raw.v_obj);
  assert_null(list_copy);
  assert_ok(tf_convert_dict_view(&d, 0, &map, &dict_copy));
  assert_ptr_equal(map, dict.raw.v_obj);
  assert_null(dict_copy);
  tf_any_drop(&array);
  tf_any_drop(&list);
  tf_any_drop(&dict);
}

static void the_other_container_is_copied(void** state) {
  (void)state;
  tf_any array = ARRAY(INT(1)), list = LIST(INT(1)), map = MAP(INT(1), INT(2));
  tf_args a = args_of(&array), l = args_of(&list), m = args_of(&map);
  tf_seq* seq;
  tf_map* dict;
  tf_seq* list_copy;
  tf_map* dict_copy;
  assert_ok(tf_convert_array(&l, 0, &seq));
  assert_int_equal(seq->header.type_index, kTVMFFIArray);
  assert_int_equal(seq->seq.size, 1);
  tf_object_decref(seq);
  assert_ok(tf_convert_list(&a, 0, &seq));
  assert_int_equal(seq->header.type_index, kTVMFFIList);
  tf_object_decref(seq);
  assert_ok(tf_convert_list_view(&a, 0, &seq, &list_copy));
  assert_ptr_equal(seq, list_copy);
  tf_object_decref(list_copy);
  assert_ok(tf_convert_dict_view(&m, 0, &dict, &dict_copy));
  assert_ptr_equal(dict, dict_copy);
  assert_int_equal(dict->header.type_index, kTVMFFIDict);
  assert_int_equal(dict->size, 1);
  tf_object_decref(dict_copy);
  tf_any_drop(&array);
  tf_any_drop(&list);
  tf_any_drop(&map);
}

static void other_kinds_are_refused(void** state) {
  (void)state;
  tf_any value = tf_any_int(1);
  tf_args args = args_of(&value);
  tf_seq* seq;
  tf_map* map;
  assert_raises(tf_convert_array(&args, 0, &seq), "TypeError",
                "Expected `ffi.Array` but got `int`");
  assert_raises(tf_convert_list(&args, 0, &seq), "TypeError", "but got `int`");
  assert_raises(tf_convert_list_view(&args, 0, &seq, &seq), "TypeError", "but got `int`");
  assert_raises(tf_convert_dict_view(&args, 0, &map, &map), "TypeError", "but got `int`");
  assert_null(tf_convert_view_map(tf_view_of(&value)));
}

static void integers_must_fit(void** state) {
  (void)state;
  tf_any value = tf_any_int(INT32_MIN);
  tf_args args = args_of(&value);
  int32_t out = 0;
  assert_ok(tf_convert_int32(&args, 0, &out));
  assert_int_equal(out, INT32_MIN);
  value = tf_any_int(INT64_C(1) << 31);
  assert_raises(tf_convert_int32(&args, 0, &out), "OverflowError", "argument #0 of `unit.f`");
  value = tf_any_float(1);
  assert_raises(tf_convert_int32(&args, 0, &out), "TypeError", "got `float`");
}

static void views_that_cannot_be_stored_are_converted(void** state) {
  (void)state;
  tf_any values[] = {{tf_view_c_str("a text of some length").raw}, tf_any_int(4)};
  tf_any holder;
  tf_view view;
  tf_args args = {.def = &def, .values = &values[0].raw, .count = 2};
  assert_ok(tf_convert_value(&args, 0, &holder, &view));
  assert_int_equal(view.raw.type_index, kTVMFFIStr);
  assert_ptr_equal(view.raw.v_obj, holder.raw.v_obj);
  tf_any_drop(&holder);
  assert_ok(tf_convert_value(&args, 1, &holder, &view));
  assert_int_equal(view.raw.v_int64, 4);
  assert_true(tf_view_is_none(tf_view_of(&holder)));
}

static int copy_array(void* context) {
  tf_any* array = context;
  tf_args args = args_of(array);
  tf_seq* list;
  TF_TRY(tf_convert_list(&args, 0, &list));
  tf_object_decref(list);
  return 0;
}

static void copies_survive_allocation_failure(void** state) {
  (void)state;
  tf_any array = ARRAY(text_any("a text of some length"), INT(2));
  tf_test_fail_walk(copy_array, &array);
  tf_any_drop(&array);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(the_right_container_is_shared),
      tf_unit(the_other_container_is_copied),
      tf_unit(other_kinds_are_refused),
      tf_unit(integers_must_fit),
      tf_unit(views_that_cannot_be_stored_are_converted),
      tf_unit(copies_survive_allocation_failure),
  };
  return tf_test_run(tests);
}
