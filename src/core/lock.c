/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lock.h"

#include <stddef.h>

#include "base/mem.h"
#include "base/thread.h"

static tf_mutex writers = TF_MUTEX_INIT;

void tf_lock_writers(void) { tf_mutex_lock(&writers); }
void tf_unlock_writers(void) { tf_mutex_unlock(&writers); }

/* ---- Readers ---- */

TF_THREAD_LOCAL tf_reader* tf_reader_mine;
int tf_reader_needs_fence = 1;

/* For threads that find no memory for a reader of their own. */
static tf_reader shared = {.is_taken = 2};
static tf_reader* readers = &shared;

static void leave_thread(void* argument) {
  tf_reader* reader = argument;
  if (tf_reader_mine == reader) tf_reader_mine = NULL;
  __atomic_store_n(&reader->is_taken, 0, __ATOMIC_RELEASE);
}

static tf_thread_exit reader_exit = TF_THREAD_EXIT_INIT(leave_thread);

/* A reader that an ended thread left behind. */
static tf_reader* take_old(void) {
  tf_reader* reader = __atomic_load_n(&readers, __ATOMIC_ACQUIRE);
  for (; reader != NULL; reader = reader->next) {
    int is_free = 0;
    if (__atomic_compare_exchange_n(&reader->is_taken, &is_free, 1, false, __ATOMIC_ACQ_REL,
                                    __ATOMIC_RELAXED)) {
      return reader;
    }
  }
  return NULL;
}

tf_reader* tf_reader_join(void) {
  tf_reader* reader = take_old();
  if (reader == NULL) {
    reader = tf_mem_permanent(sizeof *reader);
    if (reader == NULL) return &shared;
    reader->is_taken = 1;
    reader->next = __atomic_load_n(&readers, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(&readers, &reader->next, reader, true, __ATOMIC_ACQ_REL,
                                        __ATOMIC_RELAXED)) {
    }
  }
  /* Without an exit action the reader stays taken for ever: a small loss, not an error. */
  (void)tf_thread_at_exit(&reader_exit, reader);
  tf_reader_mine = reader;
  return reader;
}

void tf_reader_wait(void) {
  if (__atomic_load_n(&tf_reader_needs_fence, __ATOMIC_RELAXED) != 0 || !tf_thread_barrier()) {
    tf_reader_fence();
  }
  tf_reader* reader = __atomic_load_n(&readers, __ATOMIC_ACQUIRE);
  for (; reader != NULL; reader = reader->next) {
    while (__atomic_load_n(&reader->busy, __ATOMIC_ACQUIRE) != 0) tf_thread_yield();
  }
}

/* ---- Fork ---- */

static void before_fork(void) {
  tf_lock_writers();
  tf_mem_lock_permanent();
}

static void after_fork(void) {
  tf_mem_unlock_permanent();
  tf_unlock_writers();
}

/* Only the forking thread lives on; what the others were reading, nobody reads any more. */
static void in_child(void) {
  for (tf_reader* reader = readers; reader != NULL; reader = reader->next) {
    reader->busy = 0;
    if (reader != tf_reader_mine && reader != &shared) reader->is_taken = 0;
  }
  after_fork();
}

TF_CONSTRUCTOR(105) static void prepare(void) {
  tf_thread_at_fork(before_fork, after_fork, in_child);
  bool works = tf_thread_prepare_barrier();
  __atomic_store_n(&tf_reader_needs_fence, works ? 0 : 1, __ATOMIC_RELAXED);
}
