/* SPDX-License-Identifier: Apache-2.0 */
#include "base/thread.h"

#include "tf_test.h"

#include <pthread.h>

static int exits;

static void count_exit(void* argument) { exits += *(int*)argument; }

static tf_thread_exit counter = TF_THREAD_EXIT_INIT(count_exit);

static void* arm_twice(void* argument) {
  int* amounts = argument;
  if (!tf_thread_at_exit(&counter, &amounts[0])) return NULL;
  return tf_thread_at_exit(&counter, &amounts[1]) ? argument : NULL;
}

static void the_last_argument_is_run_when_the_thread_ends(void** state) {
  (void)state;
  int amounts[2] = {1, 10};
  exits = 0;
  pthread_t thread;
  void* result = NULL;
  assert_int_equal(pthread_create(&thread, NULL, arm_twice, amounts), 0);
  assert_int_equal(pthread_join(thread, &result), 0);
  assert_ptr_equal(result, amounts);
  assert_int_equal(exits, 10);
}

/* An action that arms itself again runs again. */
static int repeats;

static void repeat(void* argument);
static tf_thread_exit repeater = TF_THREAD_EXIT_INIT(repeat);

static void repeat(void* argument) {
  if (++repeats == 1) (void)tf_thread_at_exit(&repeater, argument);
}

static void* arm_repeater(void* argument) {
  return tf_thread_at_exit(&repeater, argument) ? argument : NULL;
}

static void an_action_may_arm_itself_again(void** state) {
  (void)state;
  pthread_t thread;
  void* result = NULL;
  repeats = 0;
  assert_int_equal(pthread_create(&thread, NULL, arm_repeater, &repeats), 0);
  assert_int_equal(pthread_join(thread, &result), 0);
  assert_ptr_equal(result, &repeats);
  assert_int_equal(repeats, 2);
}

static void count_run(void* argument) { __atomic_fetch_add((int*)argument, 1, __ATOMIC_RELAXED); }

static void several_threads_run_one_action(void** state) {
  (void)state;
  int runs = 0;
  tf_thread_run(1, count_run, &runs);
  assert_int_equal(runs, 1);
  tf_thread_run(8, count_run, &runs);
  assert_true(runs >= 2 && runs <= 9);
  tf_thread_run(0, count_run, &runs);
  assert_true(runs >= 3 && runs <= 10);
}

static int onces;
static void count_once(void) { ++onces; }

static void once_is_once(void** state) {
  (void)state;
  static tf_once once = TF_ONCE_INIT;
  tf_once_run(&once, count_once);
  tf_once_run(&once, count_once);
  assert_int_equal(onces, 1);
}

static void recursive_mutexes_may_be_locked_again(void** state) {
  (void)state;
  tf_mutex mutex;
  tf_mutex_init_recursive(&mutex);
  tf_mutex_lock(&mutex);
  tf_mutex_lock(&mutex);
  tf_mutex_unlock(&mutex);
  tf_mutex_unlock(&mutex);
}

TF_NOINLINE static size_t left_below(int frames) {
  volatile int left_of_frame = frames;
  size_t left = frames == 0 ? tf_thread_stack_left() : left_below(frames - 1);
  return left_of_frame == frames ? left : 0;
}

static void* measure(void* argument) {
  size_t* results = argument;
  results[0] = tf_thread_stack_left();
  results[1] = left_below(20);
  const char* low;
  const char* high;
  results[2] = tf_thread_stack_bounds(&low, &high) ? (size_t)(high - low) : 0;
  results[3] = tf_thread_has_stack();
  return NULL;
}

static void the_rest_of_the_stack_is_known(void** state) {
  (void)state;
  enum { SIZE = 1 << 22 };
  size_t results[4] = {0};
  pthread_attr_t attributes;
  pthread_t thread;
  assert_int_equal(pthread_attr_init(&attributes), 0);
  assert_int_equal(pthread_attr_setstacksize(&attributes, SIZE), 0);
  assert_int_equal(pthread_create(&thread, &attributes, measure, results), 0);
  assert_int_equal(pthread_join(thread, NULL), 0);
  (void)pthread_attr_destroy(&attributes);
  /* The system and sanitizers may add to what was asked for. */
  assert_true(results[2] >= SIZE / 2 && results[2] <= 4 * SIZE);
  assert_true(results[0] < results[2] && results[0] > results[2] / 4);
  assert_true(results[1] + 20 * sizeof(void*) < results[0]);
  assert_true(results[3] == 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(the_last_argument_is_run_when_the_thread_ends),
      tf_unit(an_action_may_arm_itself_again),
      tf_unit(several_threads_run_one_action),
      tf_unit(once_is_once),
      tf_unit(recursive_mutexes_may_be_locked_again),
      tf_unit(the_rest_of_the_stack_is_known),
  };
  return tf_test_run(tests);
}
