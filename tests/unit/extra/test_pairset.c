/* SPDX-License-Identifier: Apache-2.0 */
#include "extra/pairset.h"

#include "core/object.h"

#include "tf_test_core.h"

enum { COUNT = 60 };
static tf_object objects[COUNT];

static void make_objects(void) {
  for (int i = 0; i < COUNT; ++i) tf_object_init(&objects[i], kTVMFFIObject, NULL);
}

static void unknown_pairs_are_new(void** state) {
  (void)state;
  tf_pairset set = tf_pairset_new();
  assert_int_equal(tf_pairset_get(&set, &objects[0], &objects[1]), TF_PAIR_NEW);
  tf_pairset_drop(&set);
}

static void pairs_are_ordered(void** state) {
  (void)state;
  tf_pairset set = tf_pairset_new();
  make_objects();
  assert_ok(tf_pairset_put(&set, &objects[0], &objects[1], TF_PAIR_OPEN));
  assert_int_equal(tf_pairset_get(&set, &objects[0], &objects[1]), TF_PAIR_OPEN);
  assert_int_equal(tf_pairset_get(&set, &objects[1], &objects[0]), TF_PAIR_NEW);
  assert_ok(tf_pairset_put(&set, &objects[0], &objects[1], TF_PAIR_CLOSED));
  assert_int_equal(tf_pairset_get(&set, &objects[0], &objects[1]), TF_PAIR_CLOSED);
  assert_int_equal(set.size, 1);
  tf_pairset_drop(&set);
}

static void objects_are_kept_alive(void** state) {
  (void)state;
  tf_pairset set = tf_pairset_new();
  make_objects();
  assert_ok(tf_pairset_put(&set, &objects[0], &objects[1], TF_PAIR_OPEN));
  assert_false(tf_object_is_unique(&objects[0]));
  assert_false(tf_object_is_unique(&objects[1]));
  tf_pairset_drop(&set);
  tf_pairset_drop(&set);
  assert_true(tf_object_is_unique(&objects[0]));
  assert_true(tf_object_is_unique(&objects[1]));
}

static int put_all(void* context) {
  tf_pairset* set = context;
  for (int i = 0; i < COUNT; ++i) {
    for (int k = 0; k < COUNT; ++k) {
      TF_TRY(tf_pairset_put(set, &objects[i], &objects[k], i < k ? TF_PAIR_OPEN : TF_PAIR_CLOSED));
    }
  }
  return 0;
}

static void many_pairs_are_told_apart(void** state) {
  (void)state;
  tf_pairset set = tf_pairset_new();
  make_objects();
  assert_ok(put_all(&set));
  for (int i = 0; i < COUNT; ++i) {
    for (int k = 0; k < COUNT; ++k) {
      assert_int_equal(tf_pairset_get(&set, &objects[i], &objects[k]),
                       i < k ? TF_PAIR_OPEN : TF_PAIR_CLOSED);
    }
  }
  tf_pairset_drop(&set);
}

static int put_all_and_drop(void* context) {
  (void)context;
  tf_pairset set = tf_pairset_new();
  int status = put_all(&set);
  tf_pairset_drop(&set);
  for (int i = 0; i < COUNT; ++i) assert_true(tf_object_is_unique(&objects[i]));
  return status;
}

static void sets_survive_allocation_failure(void** state) {
  (void)state;
  make_objects();
  tf_test_fail_walk(put_all_and_drop, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(unknown_pairs_are_new),           tf_unit(pairs_are_ordered),
      tf_unit(objects_are_kept_alive),          tf_unit(many_pairs_are_told_apart),
      tf_unit(sets_survive_allocation_failure),
  };
  return tf_test_run(tests);
}
