/* SPDX-License-Identifier: Apache-2.0 */
#include "extra/stack.h"

#include "tf_test_core.h"

static void elements_stay_in_order(void** state) {
  (void)state;
  tf_stack stack = tf_stack_new(sizeof(int));
  for (int i = 0; i < 1000; ++i) {
    int* element = tf_stack_push(&stack);
    assert_non_null(element);
    assert_int_equal(*element, 0);
    *element = i;
  }
  assert_int_equal(stack.size, 1000);
  assert_int_equal(*(int*)tf_stack_top(&stack), 999);
  for (size_t i = 0; i < 1000; ++i) assert_int_equal(*(int*)tf_stack_at(&stack, i), i);
  tf_stack_drop(&stack);
}

static void room_that_is_used_again_is_zero(void** state) {
  (void)state;
  tf_stack stack = tf_stack_new(sizeof(int64_t));
  *(int64_t*)tf_stack_push(&stack) = -1;
  --stack.size;
  assert_int_equal(*(int64_t*)tf_stack_push(&stack), 0);
  tf_stack_drop(&stack);
}

static void dropping_twice_is_harmless(void** state) {
  (void)state;
  tf_stack stack = tf_stack_new(16);
  assert_non_null(tf_stack_push(&stack));
  tf_stack_drop(&stack);
  tf_stack_drop(&stack);
  assert_int_equal(stack.size, 0);
}

static int push_many(void* context) {
  (void)context;
  tf_stack stack = tf_stack_new(24);
  int status = 0;
  for (int i = 0; i < 100 && status == 0; ++i) status = tf_stack_push(&stack) != NULL ? 0 : -1;
  tf_stack_drop(&stack);
  return status;
}

static void pushing_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(push_many, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(elements_stay_in_order),
      tf_unit(room_that_is_used_again_is_zero),
      tf_unit(dropping_twice_is_harmless),
      tf_unit(pushing_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
