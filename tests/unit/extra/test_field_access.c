/* SPDX-License-Identifier: Apache-2.0 */
#include "extra/field_access.h"

#include "values.h"

static void storage_follows_kind_and_size(void** state) {
  (void)state;
  assert_int_equal(tf_field_storage_of(kTVMFFIInt, 8), TF_FIELD_INT);
  assert_int_equal(tf_field_storage_of(kTVMFFIInt, 4), TF_FIELD_INT);
  assert_int_equal(tf_field_storage_of(kTVMFFIFloat, 8), TF_FIELD_FLOAT);
  assert_int_equal(tf_field_storage_of(kTVMFFIBool, 1), TF_FIELD_BOOL);
  assert_int_equal(tf_field_storage_of(kTVMFFIAny, 16), TF_FIELD_ANY);
  assert_int_equal(tf_field_storage_of(kTVMFFIAny, 8), TF_FIELD_OBJECT);
  assert_int_equal(tf_field_storage_of(kTVMFFIObject, 8), TF_FIELD_OBJECT);
}

static tf_any read_field(TVMFFIFieldGetter getter, void* field) {
  TVMFFIAny raw = {.type_index = kTVMFFINone};
  assert_ok(getter(field, &raw));
  return tf_any_take(&raw);
}

static void integers_keep_width_and_sign(void** state) {
  (void)state;
  struct {
    int32_t narrow;
    int32_t behind;
  } cell = {0, 77};
  TVMFFIAny value = tf_view_int(-5).raw;
  assert_ok(tf_field_set_int32(&cell.narrow, &value));
  assert_int_equal(cell.narrow, -5);
  assert_int_equal(cell.behind, 77);
  assert_int_equal(read_field(tf_field_get_int32, &cell.narrow).raw.v_int64, -5);
  int64_t wide = 0;
  value = tf_view_int(INT64_MIN).raw;
  assert_ok(tf_field_set_int64(&wide, &value));
  assert_int_equal(read_field(tf_field_get_int64, &wide).raw.v_int64, INT64_MIN);
}

static void integers_that_do_not_fit_are_refused(void** state) {
  (void)state;
  int32_t narrow = 3;
  TVMFFIAny value = tf_view_int(INT64_C(1) << 40).raw;
  assert_int_not_equal(tf_field_set_int32(&narrow, &value), 0);
  tf_error_clear();
  value = tf_view_float(1.5).raw;
  assert_raises(tf_field_set_int64(&(int64_t){0}, &value), "TypeError",
                "Cannot convert from type `float` to `int`");
  assert_int_equal(narrow, 3);
}

static void values_are_owned_by_the_field(void** state) {
  (void)state;
  tf_any field = tf_any_none();
  TVMFFIAny text = tf_view_c_str("a text of some length").raw, none = tf_view_none().raw;
  assert_ok(tf_field_set_any(&field, &text));
  assert_int_equal(field.raw.type_index, kTVMFFIStr);
  tf_any copy = read_field(tf_field_get_any, &field);
  assert_ptr_equal(copy.raw.v_obj, field.raw.v_obj);
  tf_any_drop(&copy);
  assert_ok(tf_field_set_any(&field, &none));
  assert_int_equal(field.raw.type_index, kTVMFFINone);
}

static void strings_are_checked(void** state) {
  (void)state;
  tf_any field = tf_any_none();
  TVMFFIAny text = tf_view_c_str("short").raw, number = tf_view_int(1).raw;
  assert_ok(tf_field_set_string(&field, &text));
  assert_int_equal(field.raw.type_index, kTVMFFISmallStr);
  assert_raises(tf_field_set_string(&field, &number), "TypeError", "from type `int` to `str`");
  assert_int_equal(field.raw.type_index, kTVMFFISmallStr);
  tf_any_drop(&field);
}

static void handles_are_owned_and_may_be_empty(void** state) {
  (void)state;
  tf_object* field = NULL;
  tf_any array = ARRAY(INT(1));
  TVMFFIAny none = tf_view_none().raw, number = tf_view_int(1).raw;
  assert_ok(tf_field_set_opt_object(&field, &array.raw));
  assert_ptr_equal(field, array.raw.v_obj);
  assert_false(tf_object_is_unique(field));
  tf_any copy = read_field(tf_field_get_object, &field);
  assert_ptr_equal(copy.raw.v_obj, field);
  tf_any_drop(&copy);
  assert_raises(tf_field_set_opt_object(&field, &number), "TypeError", "from type `int`");
  assert_ok(tf_field_set_opt_object(&field, &none));
  assert_null(field);
  assert_int_equal(read_field(tf_field_get_object, &field).raw.type_index, kTVMFFINone);
  assert_true(tf_object_is_unique(array.raw.v_obj));
  tf_any_drop(&array);
}

static void container_fields_take_the_other_kind_by_copy(void** state) {
  (void)state;
  tf_object *array_field = NULL, *list_field = NULL, *dict_field = NULL;
  tf_any array = ARRAY(INT(1)), list = LIST(INT(2)), map = MAP(INT(1), INT(2));
  assert_ok(tf_field_set_array(&array_field, &list.raw));
  assert_int_equal(array_field->type_index, kTVMFFIArray);
  assert_ok(tf_field_set_list(&list_field, &array.raw));
  assert_int_equal(list_field->type_index, kTVMFFIList);
  assert_ok(tf_field_set_dict(&dict_field, &map.raw));
  assert_int_equal(dict_field->type_index, kTVMFFIDict);
  assert_raises(tf_field_set_dict(&dict_field, &array.raw), "TypeError", "from type `ffi.Array`");
  tf_object_drop(&array_field);
  tf_object_drop(&list_field);
  tf_object_drop(&dict_field);
  tf_any_drop(&array);
  tf_any_drop(&list);
  tf_any_drop(&map);
}

static void typed_handles_are_checked(void** state) {
  (void)state;
  tf_object* field = NULL;
  tf_any array = ARRAY(INT(1));
  TVMFFIAny none = tf_view_none().raw;
  assert_ok(tf_field_set_object_of(&field, &array.raw, kTVMFFIArray, false, "Array"));
  assert_raises(tf_field_set_object_of(&field, &none, kTVMFFIArray, false, "Array"), "TypeError",
                "from type `None` to `Array`");
  assert_raises(tf_field_set_object_of(&field, &array.raw, kTVMFFIMap, true, "Map"), "TypeError",
                "from type `ffi.Array` to `Map`");
  assert_ok(tf_field_set_object_of(&field, &none, kTVMFFIMap, true, "Map"));
  tf_any_drop(&array);
}

static void values_of_another_kind_are_not_stored(void** state) {
  (void)state;
  int64_t number = 5;
  assert_ok(tf_field_store(&number, kTVMFFIInt, tf_any_int(6)));
  assert_int_equal(number, 6);
  assert_raises(tf_field_store(&number, kTVMFFIInt, text_any("a text of some length")), "TypeError",
                "");
  assert_int_equal(number, 6);
}

static void getters_exist_for_the_usual_kinds(void** state) {
  (void)state;
  static const int32_t kinds[] = {kTVMFFIAny,       kTVMFFIInt,      kTVMFFIBool,   kTVMFFIFloat,
                                  kTVMFFIOpaquePtr, kTVMFFIDataType, kTVMFFIDevice, kTVMFFIObject};
  for (size_t i = 0; i < TF_COUNT_OF(kinds); ++i) {
    uint64_t cell[2] = {0, 0};
    TVMFFIFieldGetter getter = tf_field_getter_for(kinds[i]);
    assert_non_null((void*)(uintptr_t)getter);
    tf_any value = read_field(getter, cell);
    assert_true(value.raw.type_index < kTVMFFIStaticObjectBegin);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(storage_follows_kind_and_size),
      tf_unit(integers_keep_width_and_sign),
      tf_unit(integers_that_do_not_fit_are_refused),
      tf_unit(values_are_owned_by_the_field),
      tf_unit(strings_are_checked),
      tf_unit(handles_are_owned_and_may_be_empty),
      tf_unit(container_fields_take_the_other_kind_by_copy),
      tf_unit(typed_handles_are_checked),
      tf_unit(values_of_another_kind_are_not_stored),
      tf_unit(getters_exist_for_the_usual_kinds),
  };
  return tf_test_run(tests);
}
