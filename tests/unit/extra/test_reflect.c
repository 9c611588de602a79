/* SPDX-License-Identifier: Apache-2.0 */
#include "extra/reflect.h"

#include "core/column.h"
#include "extra/field_access.h"
#include "values.h"

typedef struct {
  TVMFFIObject header;
  int64_t number;
} box_object;

static int double_it(const tf_args* args, tf_any* result) {
  const box_object* box = (const box_object*)(const void*)args->values[0].v_obj;
  *result = tf_any_int(2 * box->number);
  return 0;
}

static const tf_reflect_field fields[] = {
    {"number", "int", "What it holds.", kTVMFFIFieldFlagBitMaskWritable,
     offsetof(box_object, number), 8, kTVMFFIInt, tf_field_get_int64, tf_field_set_int64}};
static const tf_reflect_method methods[] = {
    {{"double_it", "(ffi.Object) -> int", double_it, "Twice the number."}, false}};

static tf_reflect_type box_type(const char* key) {
  tf_reflect_type type = {.key = key,
                          .parent_key = "ffi.Object",
                          .static_index = -1,
                          .total_size = sizeof(box_object),
                          .structural_kind = kTVMFFISEqHashKindTreeNode,
                          .is_final = true,
                          .can_new = true,
                          .can_copy = true,
                          .fields = fields,
                          .num_fields = 1,
                          .methods = methods,
                          .num_methods = 1};
  return type;
}

static const TVMFFITypeInfo* register_box(const char* key) {
  tf_reflect_type type = box_type(key);
  int32_t index = 0;
  assert_ok(tf_reflect_register(&type, &index));
  assert_true(index >= kTVMFFIDynObjectBegin);
  return TVMFFIGetTypeInfo(index);
}

static void metadata_fields_and_methods_are_registered(void** state) {
  (void)state;
  const TVMFFITypeInfo* info = register_box("unit.Box");
  assert_string_equal(info->type_key.data, "unit.Box");
  assert_int_equal(info->metadata->total_size, sizeof(box_object));
  assert_int_equal(info->metadata->structural_eq_hash_kind, kTVMFFISEqHashKindTreeNode);
  assert_int_equal(info->num_fields, 1);
  assert_string_equal(info->fields[0].name.data, "number");
  assert_string_equal(info->fields[0].doc.data, "What it holds.");
  assert_string_equal(info->fields[0].metadata.data,
                      "{\"type_schema\":\"{\\\"type\\\":\\\"int\\\"}\"}");
  assert_int_equal(info->num_methods, 1);
  assert_string_equal(info->methods[0].doc.data, "Twice the number.");
}

static void attributes_make_copy_and_close_the_type(void** state) {
  (void)state;
  const TVMFFITypeInfo* info = register_box("unit.OtherBox");
  tf_view new_box = tf_column_get(TF_COLUMN_NEW, info->type_index);
  tf_any box = tf_any_none(), twice = tf_any_none();
  assert_int_equal(new_box.raw.type_index, kTVMFFIFunction);
  assert_ok(tf_func_call(new_box.raw.v_obj, NULL, 0, &box));
  ((box_object*)(void*)box.raw.v_obj)->number = 21;
  tf_view self = tf_view_of(&box);
  assert_ok(tf_func_call(info->methods[0].method.v_obj, &self, 1, &twice));
  assert_int_equal(twice.raw.v_int64, 42);
  assert_int_equal(tf_column_get(TF_COLUMN_SHALLOW_COPY, info->type_index).raw.type_index,
                   kTVMFFIFunction);
  assert_int_equal(tf_column_get(TF_COLUMN_TYPE_FINAL, info->type_index).raw.v_int64, 1);
  tf_any_drop(&box);
}

static void a_second_registration_is_an_error(void** state) {
  (void)state;
  tf_reflect_type type = box_type("unit.TwiceBox");
  int32_t index = 0;
  register_box("unit.TwiceBox");
  assert_int_equal(tf_reflect_register(&type, &index), -1);
  assert_true(tf_error_is_raised());
}

static void parents_must_exist(void** state) {
  (void)state;
  tf_reflect_type type = box_type("unit.Orphan");
  int32_t index = 0;
  type.parent_key = "unit.NoSuchParent";
  assert_int_equal(tf_reflect_register(&type, &index), -1);
  assert_true(tf_error_is_raised());
}

/* What is registered stays for ever, functions included: no leak check. */
int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(metadata_fields_and_methods_are_registered),
      cmocka_unit_test(attributes_make_copy_and_close_the_type),
      cmocka_unit_test(a_second_registration_is_an_error),
      cmocka_unit_test(parents_must_exist),
  };
  return tf_test_run(tests);
}
