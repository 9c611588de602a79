/* SPDX-License-Identifier: Apache-2.0 */
#include "core/typetable.h"

#include "core/func.h"
#include "core/string.h"

#include "tf_test_core.h"

typedef struct point {
  tf_object header;
  int64_t x;
  int64_t y;
} point;

static int get_int(void* field, TVMFFIAny* result) {
  tf_any_give(tf_any_int(*(int64_t*)field), result);
  return 0;
}

static int set_int(void* field, const TVMFFIAny* value) {
  int64_t number;
  if (!tf_view_get_int(tf_view_raw(value), &number)) return tf_raise(TF_TYPE_ERROR, "no int");
  *(int64_t*)field = number;
  return 0;
}

static int set_body(const tf_args* args, tf_any* result) {
  void* field;
  int64_t number;
  TF_TRY(tf_args_ptr(args, 0, &field));
  TF_TRY(tf_args_int(args, 1, &number));
  *(int64_t*)field = number * 2;
  *result = tf_any_none();
  return 0;
}

static const tf_func_def set_def = {"set", "(void*, int) -> None", set_body, NULL};

static void add(int32_t type, const char* name, size_t offset, bool by_object) {
  TVMFFIFieldInfo field = {
      .name = {name, strlen(name)}, .offset = (int64_t)offset, .size = 8, .getter = get_int};
  TVMFFIFieldSetter setter = set_int;
  memcpy(&field.setter, &setter, sizeof setter);
  tf_function* function = NULL;
  if (by_object) {
    assert_ok(tf_func_new(&set_def, &function));
    field.setter = function;
    field.flags = kTVMFFIFieldFlagBitSetterIsFunctionObj;
  }
  assert_ok(tf_typetable_add_field(tf_typetable_global(), type, &field, tf_owner_self()));
  tf_object_drop(&function);
}

/* Registered once, for ever. */
static void point_types(int32_t* parent, int32_t* child) {
  static int32_t types[2];
  if (types[0] == 0) {
    tf_mem_watch(false);
    tf_type_spec spec = {.key = tf_str_c("test.type_fields.Point"),
                         .static_index = -1,
                         .depth = 1,
                         .can_overflow = true,
                         .parent = kTVMFFIObject};
    assert_ok(tf_type_register(&spec, NULL, &types[0]));
    tf_type_spec derived = {.key = tf_str_c("test.type_fields.Derived"),
                            .static_index = -1,
                            .depth = 2,
                            .parent = types[0]};
    assert_ok(tf_type_register(&derived, NULL, &types[1]));
    add(types[1], "y", offsetof(point, y), true);
    add(types[0], "x", offsetof(point, x), false);
    tf_mem_watch(true);
  }
  *parent = types[0];
  *child = types[1];
}

static void fields_come_from_the_root_down(void** state) {
  (void)state;
  int32_t parent;
  int32_t child;
  point_types(&parent, &child);
  tf_field_iter iter = tf_type_fields(child);
  assert_string_equal(tf_field_next(&iter)->name.data, "x");
  assert_string_equal(tf_field_next(&iter)->name.data, "y");
  assert_null(tf_field_next(&iter));
  assert_null(tf_field_next(&iter));
  iter = tf_type_fields(parent);
  assert_string_equal(tf_field_next(&iter)->name.data, "x");
  assert_null(tf_field_next(&iter));
  iter = tf_type_fields(kTVMFFIObject);
  assert_null(tf_field_next(&iter));
  iter = tf_type_fields(63);
  assert_null(tf_field_next(&iter));
}

static void fields_are_read_and_written(void** state) {
  (void)state;
  int32_t parent;
  int32_t child;
  point_types(&parent, &child);
  point* object = tf_object_new(sizeof *object, child, tf_object_delete_leaf);
  tf_field_iter iter = tf_type_fields(child);
  const TVMFFIFieldInfo* x = tf_field_next(&iter);
  const TVMFFIFieldInfo* y = tf_field_next(&iter);
  assert_ok(tf_field_set(x, &object->header, tf_view_int(5)));
  assert_ok(tf_field_set(y, &object->header, tf_view_int(5)));
  assert_int_equal(object->x, 5);
  assert_int_equal(object->y, 10);
  tf_any value;
  assert_ok(tf_field_get(y, &object->header, &value));
  assert_int_equal(value.raw.v_int64, 10);
  assert_raises(tf_field_set(x, &object->header, tf_view_float(1)), "TypeError", "no int");
  assert_raises(tf_field_set(y, &object->header, tf_view_float(1)), "TypeError", "Expected `int`");
  tf_object_decref(object);
}

static void a_field_without_accessor_says_so(void** state) {
  (void)state;
  TVMFFIFieldInfo field = {.name = {"f", 1}};
  tf_any value;
  assert_raises(tf_field_get(&field, tf_object_missing(), &value), "TypeError", "no getter");
  assert_raises(tf_field_set(&field, tf_object_missing(), tf_view_none()), "TypeError",
                "`f` has no setter");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(fields_come_from_the_root_down),
      tf_unit(fields_are_read_and_written),
      tf_unit(a_field_without_accessor_says_so),
  };
  return tf_test_run(tests);
}
