/* SPDX-License-Identifier: Apache-2.0 */
#include "extra/worklist.h"

#include "core/object.h"

#include "tf_test_core.h"

enum { COUNT = 200 };
static tf_object objects[COUNT];

static void the_last_comes_out_first(void** state) {
  (void)state;
  tf_worklist list = tf_worklist_new();
  assert_ok(tf_worklist_push(&list, &objects[0]));
  assert_ok(tf_worklist_push(&list, &objects[1]));
  assert_ptr_equal(tf_worklist_pop(&list), &objects[1]);
  assert_ptr_equal(tf_worklist_pop(&list), &objects[0]);
  assert_null(tf_worklist_pop(&list));
  tf_worklist_drop(&list);
}

static void each_object_comes_out_once(void** state) {
  (void)state;
  tf_worklist list = tf_worklist_new();
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < COUNT; ++i) assert_ok(tf_worklist_push(&list, &objects[i]));
  }
  bool seen[COUNT] = {false};
  for (tf_object* object = tf_worklist_pop(&list); object != NULL;
       object = tf_worklist_pop(&list)) {
    assert_false(seen[object - objects]);
    seen[object - objects] = true;
  }
  for (int i = 0; i < COUNT; ++i) assert_true(seen[i]);
  assert_ok(tf_worklist_push(&list, &objects[3]));
  assert_null(tf_worklist_pop(&list));
  tf_worklist_drop(&list);
}

static void a_part_can_be_turned_around(void** state) {
  (void)state;
  tf_worklist list = tf_worklist_new();
  for (int i = 0; i < 4; ++i) assert_ok(tf_worklist_push(&list, &objects[i]));
  tf_worklist_reverse(&list, 1);
  assert_ptr_equal(tf_worklist_pop(&list), &objects[1]);
  assert_ptr_equal(tf_worklist_pop(&list), &objects[2]);
  assert_ptr_equal(tf_worklist_pop(&list), &objects[3]);
  assert_ptr_equal(tf_worklist_pop(&list), &objects[0]);
  tf_worklist_drop(&list);
  tf_worklist_drop(&list);
}

/* What push accepted, pop gives out without memory. */
static int walk(void* context) {
  (void)context;
  tf_worklist list = tf_worklist_new();
  int status = 0;
  size_t pushed = 0, popped = 0;
  while (status == 0 && pushed < COUNT) {
    status = tf_worklist_push(&list, &objects[pushed]);
    if (status == 0) ++pushed;
  }
  while (tf_worklist_pop(&list) != NULL) ++popped;
  assert_int_equal(popped, pushed);
  tf_worklist_drop(&list);
  return status;
}

static void work_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(walk, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(the_last_comes_out_first),
      tf_unit(each_object_comes_out_once),
      tf_unit(a_part_can_be_turned_around),
      tf_unit(work_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
