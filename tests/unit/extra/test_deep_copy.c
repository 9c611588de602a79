/* SPDX-License-Identifier: Apache-2.0 */
/* Deep copies: new containers and objects, the same sharing, the same cycles. */
#include "extra/deep_copy.h"

#include "extra/recursive.h"
#include "records.h"
#include "values.h"

static tf_any copy_of(const tf_any* value) {
  tf_any copy = tf_any_none();
  assert_ok(tf_deep_copy(tf_view_of(value), &copy));
  return copy;
}

static tf_object* item(const tf_any* seq, int64_t index) {
  return tf_seq_items((const tf_seq*)(const void*)seq->raw.v_obj)[index].raw.v_obj;
}

static void containers_are_new_and_equal(void** state) {
  (void)state;
  tf_any value = ARRAY(LIST(INT(1)), MAP(ARRAY(INT(2)), text_any("a longer text")));
  tf_any copy = copy_of(&value);
  assert_ptr_not_equal(copy.raw.v_obj, value.raw.v_obj);
  assert_ptr_not_equal(item(&copy, 0), item(&value, 0));
  assert_ptr_not_equal(item(&copy, 1), item(&value, 1));
  tf_any_drop(&value);
  tf_any_drop(&copy);
}

static void sharing_is_kept(void** state) {
  (void)state;
  tf_any inner = LIST(INT(1));
  tf_any value = ARRAY(tf_any_copy_owned(&inner), inner);
  tf_any copy = copy_of(&value);
  assert_ptr_equal(item(&copy, 0), item(&copy, 1));
  tf_any_drop(&value);
  tf_any_drop(&copy);
}

static void cycles_are_kept_also_through_arrays(void** state) {
  (void)state;
  tf_any list = make_with("ffi.List", NULL, 0);
  tf_any array = ARRAY(tf_any_copy_owned(&list));
  assert_ok(tf_list_push((tf_seq*)(void*)list.raw.v_obj, tf_any_copy_owned(&array)));
  tf_any copy = copy_of(&array);
  tf_object* inner = item(&copy, 0);
  assert_ptr_not_equal(inner, list.raw.v_obj);
  assert_ptr_equal(tf_seq_items((const tf_seq*)(void*)inner)[0].raw.v_obj, copy.raw.v_obj);
  tf_list_clear((tf_seq*)(void*)inner);
  tf_any_drop(&copy);
  list_break(&list);
  tf_any_drop(&array);
}

static void texts_are_shared(void** state) {
  (void)state;
  tf_any text = text_any("a longer text");
  tf_any copy = copy_of(&text);
  assert_ptr_equal(copy.raw.v_obj, text.raw.v_obj);
  tf_any_drop(&text);
  tf_any_drop(&copy);
}

static void objects_are_copied_with_their_fields(void** state) {
  (void)state;
  tf_any point = MAKE("ffi.MakeObjectFromPackedArgs", text_any("unit.Point"), text_any("x"), INT(3),
                      text_any("tags"), LIST(INT(1)));
  tf_any copy = copy_of(&point);
  const point_object* source = (const point_object*)(const void*)point.raw.v_obj;
  const point_object* made = (const point_object*)(const void*)copy.raw.v_obj;
  assert_int_equal(made->x, 3);
  assert_ptr_not_equal(made->tags.v_obj, source->tags.v_obj);
  tf_any_drop(&point);
  tf_any_drop(&copy);
}

static void what_cannot_be_copied_is_named(void** state) {
  (void)state;
  tf_any value = ARRAY(tf_any_own(tf_registry_find(tf_registry_global(), tf_str_c("ffi.Array"))));
  tf_any copy = tf_any_none();
  assert_raises(tf_deep_copy(tf_view_of(&value), &copy), "InternalError",
                "Cannot deep copy object of type \"ffi.Function\"");
  tf_any_drop(&value);
}

static void deep_and_shared_values_are_no_problem(void** state) {
  (void)state;
  tf_any deep = deep_list(100000);
  tf_any shared = shared_arrays(60);
  tf_any copy = copy_of(&deep);
  tf_any_drop(&copy);
  copy = copy_of(&shared);
  bool same = false;
  assert_ok(tf_recursive_equal(tf_view_of(&copy), tf_view_of(&shared), &same));
  assert_true(same);
  tf_any_drop(&copy);
  tf_any_drop(&deep);
  tf_any_drop(&shared);
}

static int copy_one(void* context) {
  tf_any copy = tf_any_none();
  int code = tf_deep_copy(tf_view_of((const tf_any*)context), &copy);
  tf_any_drop(&copy);
  return code;
}

static void copying_survives_allocation_failure(void** state) {
  (void)state;
  tf_any value = ARRAY(LIST(INT(1)), MAP(INT(1), ARRAY(INT(2))),
                       MAKE("ffi.MakeObjectFromPackedArgs", text_any("unit.Point"), text_any("x"),
                            INT(3), text_any("tags"), LIST(INT(1))));
  tf_test_fail_walk(copy_one, &value);
  tf_any_drop(&value);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(containers_are_new_and_equal),          tf_unit(sharing_is_kept),
      tf_unit(cycles_are_kept_also_through_arrays),   tf_unit(texts_are_shared),
      tf_unit(objects_are_copied_with_their_fields),  tf_unit(what_cannot_be_copied_is_named),
      tf_unit(deep_and_shared_values_are_no_problem), tf_unit(copying_survives_allocation_failure),
  };
  if (point_register() != 0) return 1;
  return tf_test_run(tests);
}
