/* SPDX-License-Identifier: Apache-2.0 */
/* The reflected types that the library brings along: made, converted to, printed, compared. */
#include "extra/types.h"

#include "core/column.h"
#include "core/shape.h"
#include "extra/record.h"
#include "values.h"

/* ---- Conversions (types_convert.c). ---- */

static int convert(int32_t type_index, tf_view value, tf_any* out) {
  tf_view function = tf_column_get(TF_COLUMN_CONVERT, type_index);
  assert_int_equal(function.raw.type_index, kTVMFFIFunction);
  return tf_func_call(function.raw.v_obj, &value, 1, out);
}

static void values_of_the_type_pass(void** state) {
  (void)state;
  tf_any array = ARRAY(INT(1)), out = tf_any_none();
  assert_ok(convert(kTVMFFIArray, tf_view_of(&array), &out));
  assert_ptr_equal(out.raw.v_obj, array.raw.v_obj);
  tf_any_drop(&out);
  assert_ok(convert(kTVMFFIObject, tf_view_of(&array), &out));
  tf_any_drop(&out);
  assert_ok(convert(kTVMFFIObject, tf_view_none(), &out));
  assert_int_equal(out.raw.type_index, kTVMFFINone);
  assert_ok(convert(kTVMFFIStr, tf_view_c_str("short"), &out));
  assert_int_equal(out.raw.type_index, kTVMFFISmallStr);
  tf_any_drop(&array);
}

static void containers_convert_by_copy(void** state) {
  (void)state;
  tf_any list = LIST(INT(3), INT(4)), map = MAP(INT(1), INT(2)), out = tf_any_none();
  TVMFFIShapeCell shape;
  assert_ok(convert(kTVMFFIArray, tf_view_of(&list), &out));
  assert_int_equal(out.raw.type_index, kTVMFFIArray);
  tf_any_drop(&out);
  assert_ok(convert(kTVMFFIDict, tf_view_of(&map), &out));
  assert_int_equal(out.raw.type_index, kTVMFFIDict);
  tf_any_drop(&out);
  assert_ok(convert(kTVMFFIShape, tf_view_of(&list), &out));
  assert_true(tf_shape_get(tf_view_of(&out), &shape));
  assert_int_equal(shape.data[1], 4);
  tf_any_drop(&out);
  tf_any_drop(&list);
  tf_any_drop(&map);
}

static void what_does_not_convert_is_named(void** state) {
  (void)state;
  tf_any list = LIST(text_any("x")), out = tf_any_none();
  assert_raises(convert(kTVMFFIStr, tf_view_int(1), &out), "TypeError",
                "Cannot cast from `int` to `str`");
  assert_raises(convert(kTVMFFIArray, tf_view_int(1), &out), "TypeError", "to `Array<Any>`");
  assert_raises(convert(kTVMFFIShape, tf_view_of(&list), &out), "TypeError", "to `ffi.Shape`");
  assert_raises(convert(kTVMFFIError, tf_view_none(), &out), "TypeError", "from `None`");
  tf_any_drop(&list);
}

static int convert_list(void* context) {
  tf_any* list = context;
  tf_any out = tf_any_none();
  TF_TRY(convert(kTVMFFIArray, tf_view_of(list), &out));
  tf_any_drop(&out);
  TF_TRY(convert(kTVMFFIShape, tf_view_of(list), &out));
  tf_any_drop(&out);
  return 0;
}

static void conversions_survive_allocation_failure(void** state) {
  (void)state;
  tf_any list = LIST(INT(1), INT(2));
  tf_test_fail_walk(convert_list, &list);
  tf_any_drop(&list);
}

/* ---- Enums (types_enum.c). ---- */

static void enums_are_made_empty(void** state) {
  (void)state;
  tf_object* made = NULL;
  assert_ok(tf_record_create(tf_types_known.int_enum, &made));
  tvm_ffi_enum_object* value = (tvm_ffi_enum_object*)(void*)made;
  assert_int_equal(value->header.type_index, tf_types_known.int_enum);
  tf_object_decref(made);
}

static void enum_states_have_their_containers(void** state) {
  (void)state;
  tf_object* made = NULL;
  assert_ok(tf_record_create(tf_types_known.enum_state, &made));
  tvm_ffi_enum_state_object* value = (tvm_ffi_enum_state_object*)(void*)made;
  assert_int_equal(((tf_object*)value->entries)->type_index, kTVMFFIList);
  assert_int_equal(((tf_object*)value->indexes)->type_index, kTVMFFIDict);
  assert_int_equal(((tf_object*)value->attrs)->type_index, kTVMFFIDict);
  tf_object_decref(made);
}

/* ---- Access paths (types_path.c). ---- */

static tf_any path_of_three(void) {
  tf_object *root, *attr, *item, *missing;
  assert_ok(tf_types_new_root_path(&root));
  assert_ok(tf_types_extend_path(root, TF_ACCESS_ATTR, text_any("name"), &attr));
  assert_ok(tf_types_extend_path(attr, TF_ACCESS_ARRAY_ITEM, tf_any_int(2), &item));
  assert_ok(tf_types_extend_path(item, TF_ACCESS_MAP_ITEM_MISSING, text_any("key"), &missing));
  tf_object_decref(root);
  tf_object_decref(attr);
  tf_object_decref(item);
  return tf_any_own(missing);
}

static void paths_count_their_steps(void** state) {
  (void)state;
  tf_any path = path_of_three();
  const tvm_ffi_access_path_object* object =
      (const tvm_ffi_access_path_object*)(void*)path.raw.v_obj;
  assert_int_equal(object->depth, 3);
  assert_int_equal(((const tvm_ffi_access_path_object*)object->parent)->depth, 2);
  tf_any_drop(&path);
}

static void paths_print_as_one_reads_them(void** state) {
  (void)state;
  tf_any text = MAKE("ffi.ReprPrint", path_of_three());
  tf_view view = tf_view_of(&text);
  tf_str content = {NULL, 0};
  assert_true(tf_view_get_str(&view, &content));
  assert_str_is(content, "<root>.name[2][<missing:\"key\">]");
  tf_any_drop(&text);
}

static void long_paths_are_dropped_without_a_deep_stack(void** state) {
  (void)state;
  tf_object *path, *next;
  assert_ok(tf_types_new_root_path(&path));
  for (int i = 0; i < 100000; ++i) {
    assert_ok(tf_types_extend_path(path, TF_ACCESS_ARRAY_ITEM, tf_any_int(i), &next));
    tf_object_decref(path);
    path = next;
  }
  tf_object_decref(path);
}

static int make_path(void* context) {
  (void)context;
  tf_object *root, *next;
  tf_any key;
  TF_TRY(tf_types_new_root_path(&root));
  int status = tf_string_new(tf_str_c("a name of some length"), &key);
  if (status == 0) status = tf_types_extend_path(root, TF_ACCESS_ATTR, key, &next);
  if (status == 0) tf_object_decref(next);
  tf_object_decref(root);
  return status;
}

static void paths_survive_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(make_path, NULL);
}

/* ---- Interrupts and keys (types_visit.c, types_key.c). ---- */

static void interrupts_hold_a_value(void** state) {
  (void)state;
  tf_object* made;
  assert_ok(tf_types_new_interrupt(text_any("a text of some length"), &made));
  assert_int_equal(made->type_index, kTVMFFIVisitInterrupt);
  assert_int_equal(((tvm_ffi_visit_interrupt_object*)(void*)made)->value.type_index, kTVMFFIStr);
  tf_object_decref(made);
}

static void keys_are_equal_by_structure(void** state) {
  (void)state;
  tf_any a = MAKE("ffi.StructuralKey", ARRAY(INT(1), INT(2)));
  tf_any b = MAKE("ffi.StructuralKey", ARRAY(INT(1), INT(2)));
  tf_any c = MAKE("ffi.StructuralKey", ARRAY(INT(2), INT(1)));
  uint64_t hash_a, hash_b;
  bool equal = false;
  assert_ok(tf_any_hash(tf_view_of(&a), &hash_a));
  assert_ok(tf_any_hash(tf_view_of(&b), &hash_b));
  assert_true(hash_a == hash_b);
  assert_ok(tf_any_equal(tf_view_of(&a), tf_view_of(&b), &equal));
  assert_true(equal);
  assert_ok(tf_any_equal(tf_view_of(&a), tf_view_of(&c), &equal));
  assert_false(equal);
  tf_any_drop(&a);
  tf_any_drop(&b);
  tf_any_drop(&c);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(values_of_the_type_pass),
      tf_unit(containers_convert_by_copy),
      tf_unit(what_does_not_convert_is_named),
      tf_unit(conversions_survive_allocation_failure),
      tf_unit(enums_are_made_empty),
      tf_unit(enum_states_have_their_containers),
      tf_unit(paths_count_their_steps),
      tf_unit(paths_print_as_one_reads_them),
      tf_unit(long_paths_are_dropped_without_a_deep_stack),
      tf_unit(paths_survive_allocation_failure),
      tf_unit(interrupts_hold_a_value),
      tf_unit(keys_are_equal_by_structure),
  };
  return tf_test_run(tests);
}
