/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of addresses and the work lists built on them. */
#include "extra/ptrmap.h"

#include "extra/worklist.h"
#include "tf_test_core.h"

static void what_was_stored_is_found(void** state) {
  (void)state;
  static char addresses[1000];
  tf_ptrmap map = tf_ptrmap_new();
  for (size_t i = 0; i < sizeof(addresses); ++i) assert_ok(tf_ptrmap_set(&map, &addresses[i], i));
  for (size_t i = 0; i < sizeof(addresses); ++i) {
    assert_int_equal(*tf_ptrmap_find(&map, &addresses[i]), i);
  }
  assert_null(tf_ptrmap_find(&map, &map));
  tf_ptrmap_drop(&map);
  tf_ptrmap_drop(&map);
}

static void each_object_comes_off_once(void** state) {
  (void)state;
  tf_object objects[3];
  tf_worklist list = tf_worklist_new();
  for (int i = 0; i < 9; ++i) assert_ok(tf_worklist_push(&list, &objects[i % 3]));
  assert_ptr_equal(tf_worklist_pop(&list), &objects[2]);
  assert_ok(tf_worklist_push(&list, &objects[2]));
  assert_ptr_equal(tf_worklist_pop(&list), &objects[1]);
  assert_ptr_equal(tf_worklist_pop(&list), &objects[0]);
  assert_null(tf_worklist_pop(&list));
  tf_worklist_drop(&list);
}

static int fill(void* context) {
  (void)context;
  static tf_object objects[100];
  tf_worklist list = tf_worklist_new();
  int code = 0;
  for (int i = 0; code == 0 && i < 100; ++i) code = tf_worklist_push(&list, &objects[i]);
  for (int i = 0; code == 0 && i < 100; ++i) assert_non_null(tf_worklist_pop(&list));
  tf_worklist_drop(&list);
  return code;
}

static void filling_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(fill, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(what_was_stored_is_found),
      tf_unit(each_object_comes_off_once),
      tf_unit(filling_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
