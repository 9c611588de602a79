/* SPDX-License-Identifier: Apache-2.0 */
#include "extra/record.h"

#include "records.h"
#include "values.h"

static point_object* new_point(void) {
  tf_object* point = NULL;
  assert_ok(tf_record_new(point_type, 0, &point));
  return (point_object*)(void*)point;
}

static void new_records_are_empty(void** state) {
  (void)state;
  point_object* point = new_point();
  assert_int_equal(point->header.type_index, point_type);
  assert_int_equal(point->x, 0);
  assert_int_equal(point->tags.type_index, kTVMFFINone);
  assert_true(tf_record_is(&point->header));
  tf_object_decref(point);
}

static void records_own_what_their_fields_hold(void** state) {
  (void)state;
  tf_any array = ARRAY(INT(1));
  point_object* point = new_point();
  assert_ok(tf_field_set_any(&point->tags, &array.raw));
  assert_false(tf_object_is_unique(array.raw.v_obj));
  tf_object_decref(point);
  assert_true(tf_object_is_unique(array.raw.v_obj));
  tf_any_drop(&array);
}

static void copies_share_what_the_fields_hold(void** state) {
  (void)state;
  tf_any array = ARRAY(INT(1));
  tf_object* made = NULL;
  point_object* point = new_point();
  point->x = 7;
  assert_ok(tf_field_set_any(&point->tags, &array.raw));
  assert_ok(tf_record_shallow_copy(&point->header, &made));
  point_object* copy = (point_object*)(void*)made;
  assert_ptr_not_equal(copy, point);
  assert_int_equal(copy->x, 7);
  assert_ptr_equal(copy->tags.v_obj, array.raw.v_obj);
  tf_object_decref(point);
  tf_object_decref(copy);
  assert_true(tf_object_is_unique(array.raw.v_obj));
  tf_any_drop(&array);
}

static void other_objects_are_no_records(void** state) {
  (void)state;
  tf_any array = ARRAY(INT(1));
  tf_object* made = NULL;
  assert_false(tf_record_is(array.raw.v_obj));
  assert_raises(tf_record_shallow_copy(array.raw.v_obj, &made), "InternalError",
                "not copy-constructible");
  assert_raises(tf_record_create(kTVMFFIArray, &made), "RuntimeError",
                "does not support reflection creation");
  tf_any_drop(&array);
}

static void types_with_a_creator_are_created(void** state) {
  (void)state;
  tf_object* made = NULL;
  assert_ok(tf_record_create(point_type, &made));
  assert_int_equal(made->type_index, point_type);
  tf_object_decref(made);
}

static void records_too_small_for_their_fields_are_refused(void** state) {
  (void)state;
  tf_object* made = NULL;
  TVMFFIByteArray key = {"unit.Small", 10};
  int32_t type = TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 0, kTVMFFIObject);
  TVMFFIFieldInfo field = {.name = {"far", 3},
                           .size = 8,
                           .alignment = 8,
                           .offset = 4096,
                           .getter = tf_field_get_int64,
                           .field_static_type_index = kTVMFFIInt};
  assert_ok(TVMFFITypeRegisterField(type, &field));
  assert_raises(tf_record_new(type, 32, &made), "TypeError", "unit.Small");
}

static int find_field(const char* name, const TVMFFIFieldInfo** out) {
  const TVMFFITypeInfo* type = TVMFFIGetTypeInfo(point_type);
  for (int32_t i = 0; i < type->num_fields; ++i) {
    *out = &type->fields[i];
    if (strcmp((*out)->name.data, name) == 0) return 0;
  }
  return -1;
}

static void defaults_are_copied(void** state) {
  (void)state;
  const TVMFFIFieldInfo* field = NULL;
  tf_any value = tf_any_none();
  assert_int_equal(find_field("y", &field), 0);
  assert_ok(tf_record_default(field, &value));
  assert_int_equal(value.raw.v_int64, 5);
}

static int make_and_copy(void* context) {
  (void)context;
  TVMFFIAny text = tf_view_c_str("a text of some length").raw;
  tf_object *point = NULL, *copy = NULL;
  TF_TRY(tf_record_new(point_type, 0, &point));
  int status = tf_field_set_any(&((point_object*)(void*)point)->tags, &text);
  if (status == 0) status = tf_record_copy(point, &copy);
  tf_object_decref(copy);
  tf_object_decref(point);
  return status;
}

static void records_survive_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(make_and_copy, NULL);
}

/* Each point holds the next one in `tags`. */
static void chains_of_records_are_dropped_without_a_deep_stack(void** state) {
  (void)state;
  point_object* last = new_point();
  for (int i = 0; i < 200000; ++i) {
    point_object* point = new_point();
    tf_any_give(tf_any_own(last), &point->tags);
    last = point;
  }
  tf_object_decref(last);
}

int main(void) {
  if (point_register() != 0) return 1;
  const struct CMUnitTest tests[] = {
      tf_unit(new_records_are_empty),
      tf_unit(records_own_what_their_fields_hold),
      tf_unit(copies_share_what_the_fields_hold),
      tf_unit(other_objects_are_no_records),
      tf_unit(types_with_a_creator_are_created),
      tf_unit(records_too_small_for_their_fields_are_refused),
      tf_unit(defaults_are_copied),
      tf_unit(records_survive_allocation_failure),
      tf_unit(chains_of_records_are_dropped_without_a_deep_stack),
  };
  return tf_test_run(tests);
}
