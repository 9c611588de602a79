/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lock.h"

#include <pthread.h>
#if !defined(_WIN32)
#include <sys/wait.h>
#include <unistd.h>
#endif

#include "base/thread.h"
#include "core/registry.h"
#include "core/string.h"

#include "tf_test_core.h"

static void entering_marks_and_leaving_unmarks(void** state) {
  (void)state;
  tf_reader* reader = tf_reader_enter();
  assert_int_equal(reader->busy, 1);
  assert_ptr_equal(tf_reader_mine, reader);
  tf_reader_leave(reader);
  assert_int_equal(reader->busy, 0);
  tf_reader_wait();
}

static int stage;

static void* stay_inside(void* argument) {
  (void)argument;
  tf_reader* reader = tf_reader_enter();
  __atomic_store_n(&stage, 1, __ATOMIC_RELEASE);
  while (__atomic_load_n(&stage, __ATOMIC_ACQUIRE) != 2) tf_thread_yield();
  /* The writer must still be waiting. */
  for (int i = 0; i < 1000; ++i) tf_thread_yield();
  __atomic_store_n(&stage, 3, __ATOMIC_RELEASE);
  tf_reader_leave(reader);
  return NULL;
}

static void a_writer_waits_for_readers_inside(void** state) {
  (void)state;
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, stay_inside, NULL), 0);
  while (__atomic_load_n(&stage, __ATOMIC_ACQUIRE) != 1) tf_thread_yield();
  __atomic_store_n(&stage, 2, __ATOMIC_RELEASE);
  tf_reader_wait();
  assert_int_equal(__atomic_load_n(&stage, __ATOMIC_ACQUIRE), 3);
  assert_int_equal(pthread_join(thread, NULL), 0);
}

static void* enter_once(void* argument) {
  (void)argument;
  tf_reader* reader = tf_reader_enter();
  tf_reader_leave(reader);
  return reader;
}

static void ended_threads_leave_their_reader_to_others(void** state) {
  (void)state;
  void* first = NULL;
  void* second = NULL;
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, enter_once, NULL), 0);
  assert_int_equal(pthread_join(thread, &first), 0);
  assert_int_equal(pthread_create(&thread, NULL, enter_once, NULL), 0);
  assert_int_equal(pthread_join(thread, &second), 0);
  assert_ptr_equal(first, second);
}

static void* enter_without_memory(void* argument) {
  (void)argument;
  tf_mem_fail_from(1);
  tf_reader* reader = tf_reader_enter();
  tf_reader_leave(reader);
  tf_mem_fail_from(0);
  return reader;
}

static void* hold_and_start_another(void* argument) {
  void** shared = argument;
  /* While this thread lives its reader is taken, and there is no memory for another one. */
  tf_reader* own = tf_reader_enter();
  tf_reader_leave(own);
  pthread_t thread;
  if (pthread_create(&thread, NULL, enter_without_memory, NULL) != 0) return NULL;
  (void)pthread_join(thread, shared);
  return own;
}

static void without_memory_readers_are_shared(void** state) {
  (void)state;
  void* shared = NULL;
  void* own = NULL;
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, hold_and_start_another, &shared), 0);
  assert_int_equal(pthread_join(thread, &own), 0);
  assert_non_null(shared);
  assert_ptr_not_equal(shared, own);
  assert_int_equal(((tf_reader*)shared)->busy, 0);
  tf_reader_wait();
}

/* Windows has no fork. */
#if !defined(_WIN32)
static int stop;

static void* register_without_pause(void* argument) {
  while (!__atomic_load_n(&stop, __ATOMIC_ACQUIRE)) {
    tf_lock_writers();
    void* block = tf_mem_permanent(8);
    tf_unlock_writers();
    tf_object* function = tf_registry_find(tf_registry_global(), tf_str_c("none"));
    if (function != NULL || block == NULL) return argument;
  }
  return NULL;
}

static void a_child_process_finds_the_lock_free(void** state) {
  (void)state;
  pthread_t thread;
  __atomic_store_n(&stop, 0, __ATOMIC_RELEASE);
  assert_int_equal(pthread_create(&thread, NULL, register_without_pause, NULL), 0);
  for (int i = 0; i < 20; ++i) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
      tf_lock_writers();
      tf_unlock_writers();
      tf_reader_wait();
      _exit(tf_mem_permanent(8) == NULL ? 1 : 7);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
  }
  __atomic_store_n(&stop, 1, __ATOMIC_RELEASE);
  assert_int_equal(pthread_join(thread, NULL), 0);
}
#endif

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(entering_marks_and_leaving_unmarks),
      tf_unit(a_writer_waits_for_readers_inside),
      tf_unit(ended_threads_leave_their_reader_to_others),
      tf_unit(without_memory_readers_are_shared),
#if !defined(_WIN32)
      tf_unit(a_child_process_finds_the_lock_free),
#endif
  };
  return tf_test_run(tests);
}
