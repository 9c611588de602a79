/* SPDX-License-Identifier: Apache-2.0 */
#include "extra/children.h"

#include "records.h"
#include "values.h"

/* The next part as an int; -1 at the end. */
static int64_t next_int(tf_children* walk) {
  tf_any part = tf_any_none();
  bool found = false;
  int64_t value = -1;
  assert_ok(tf_children_next(walk, &part, &found));
  if (found) assert_true(tf_view_get_int(tf_view_of(&part), &value));
  tf_any_drop(&part);
  return value;
}

static void elements_of_sequences_come_in_order(void** state) {
  (void)state;
  tf_any seqs[] = {ARRAY(INT(1), INT(2)), LIST(INT(1), INT(2))};
  for (int i = 0; i < 2; ++i) {
    tf_children walk;
    tf_children_begin(&walk, seqs[i].raw.v_obj, 0);
    assert_int_equal(next_int(&walk), 1);
    assert_int_equal(next_int(&walk), 2);
    assert_int_equal(next_int(&walk), -1);
    tf_children_end(&walk);
    tf_any_drop(&seqs[i]);
  }
}

static void maps_give_keys_and_values(void** state) {
  (void)state;
  tf_any map = MAP(INT(1), INT(10), INT(2), INT(20));
  tf_children walk;
  tf_children_begin(&walk, map.raw.v_obj, 0);
  assert_int_equal(next_int(&walk), 1);
  assert_int_equal(next_int(&walk), 10);
  assert_int_equal(next_int(&walk), 2);
  assert_int_equal(next_int(&walk), 20);
  assert_int_equal(next_int(&walk), -1);
  tf_children_end(&walk);
  tf_any_drop(&map);
}

static void fields_come_in_order_and_some_are_left_out(void** state) {
  (void)state;
  tf_object* point = NULL;
  assert_ok(tf_record_new(point_type, 0, &point));
  ((point_object*)(void*)point)->x = 3;
  ((point_object*)(void*)point)->y = 4;
  tf_children walk;
  tf_any part = tf_any_none();
  bool found = false;
  tf_children_begin(&walk, point, kTVMFFIFieldFlagBitMaskReprOff);
  assert_int_equal(next_int(&walk), 3);
  assert_string_equal(walk.field->name.data, "x");
  assert_int_equal(next_int(&walk), 4);
  assert_ok(tf_children_next(&walk, &part, &found));
  assert_true(found && tf_view_is_none(tf_view_of(&part)));
  assert_int_equal(next_int(&walk), -1);
  tf_children_end(&walk);
  tf_object_decref(point);
}

static void the_object_is_kept_alive(void** state) {
  (void)state;
  tf_any array = ARRAY(INT(7));
  tf_children walk;
  tf_children_begin(&walk, array.raw.v_obj, 0);
  tf_any_drop(&array);
  assert_int_equal(next_int(&walk), 7);
  tf_children_end(&walk);
  tf_children_end(&walk);
}

static void lists_may_shrink_meanwhile(void** state) {
  (void)state;
  tf_any list = LIST(INT(1), INT(2));
  tf_children walk;
  tf_children_begin(&walk, list.raw.v_obj, 0);
  assert_int_equal(next_int(&walk), 1);
  tf_list_clear((tf_seq*)(void*)list.raw.v_obj);
  assert_int_equal(next_int(&walk), -1);
  tf_children_end(&walk);
  tf_any_drop(&list);
}

static void dicts_may_not_change_meanwhile(void** state) {
  (void)state;
  tf_any dict = DICT(INT(1), INT(10), INT(2), INT(20)), part = tf_any_none();
  bool found = false;
  tf_children walk;
  tf_children_begin(&walk, dict.raw.v_obj, 0);
  assert_int_equal(next_int(&walk), 1);
  tf_map_clear((tf_map*)(void*)dict.raw.v_obj);
  assert_raises(tf_children_next(&walk, &part, &found), "RuntimeError", "Dict changed");
  tf_children_end(&walk);
  tf_any_drop(&dict);
}

int main(void) {
  if (point_register() != 0) return 1;
  const struct CMUnitTest tests[] = {
      tf_unit(elements_of_sequences_come_in_order),
      tf_unit(maps_give_keys_and_values),
      tf_unit(fields_come_in_order_and_some_are_left_out),
      tf_unit(the_object_is_kept_alive),
      tf_unit(lists_may_shrink_meanwhile),
      tf_unit(dicts_may_not_change_meanwhile),
  };
  return tf_test_run(tests);
}
