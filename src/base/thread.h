/* SPDX-License-Identifier: Apache-2.0 */
/* Threads: mutex, run-once, things to do when a thread ends, and how much stack is left. */
#ifndef TVM_FFI_BASE_THREAD_H_
#define TVM_FFI_BASE_THREAD_H_

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"

#if defined(_WIN32)
/* The system's words, without its header and the thousands of names in it. */
typedef struct tf_mutex {
  void* raw;
  bool is_recursive;
  unsigned depth;      /* recursive ones only, as is `owner` */
  unsigned long owner; /* thread id */
} tf_mutex;
typedef void* tf_once;
typedef unsigned long tf_thread_key;
#define TF_MUTEX_INIT {NULL, false, 0, 0}
#define TF_ONCE_INIT NULL
void tf_mutex_lock(tf_mutex* mutex);
void tf_mutex_unlock(tf_mutex* mutex);
/* Runs `action` once in the process; others wait until it is done. */
void tf_once_run(tf_once* once, void (*action)(void));
#else
#include <pthread.h>
typedef struct tf_mutex {
  pthread_mutex_t raw;
} tf_mutex;
typedef pthread_once_t tf_once;
typedef pthread_key_t tf_thread_key;
#define TF_MUTEX_INIT {PTHREAD_MUTEX_INITIALIZER}
#define TF_ONCE_INIT PTHREAD_ONCE_INIT
static inline void tf_mutex_lock(tf_mutex* mutex) { (void)pthread_mutex_lock(&mutex->raw); }
static inline void tf_mutex_unlock(tf_mutex* mutex) { (void)pthread_mutex_unlock(&mutex->raw); }
static inline void tf_once_run(tf_once* once, void (*action)(void)) {
  (void)pthread_once(once, action);
}
#endif

/* A mutex that the same thread may lock again. */
void tf_mutex_init_recursive(tf_mutex* mutex);

/* Runs `action(argument)` in at most `count` threads at once, the caller's among them, and returns when all are done. Fewer
   run when the system has no more threads, never none. */
void tf_thread_run(size_t count, void (*action)(void* argument), void* argument);

/* One thing to do when a thread ends. Make it static with TF_THREAD_EXIT_INIT and arm it in each
   thread that needs it. */
typedef struct tf_thread_exit {
  void (*action)(void* argument);
  tf_thread_key key;
  bool usable;
} tf_thread_exit;

#define TF_THREAD_EXIT_INIT(action_function) {action_function, 0, false}

/* Runs exit->action(argument) when the calling thread ends (not when the process does; on Windows
   perhaps then too, for the thread that ends it). `argument` must not be NULL; a later call replaces
   it. It may be armed again from inside the action of any thread exit. Returns false when the system
   has no slot left: then nothing is run and the caller's data stays behind. */
bool tf_thread_at_exit(tf_thread_exit* exit, void* argument);

/* Makes every other running thread of the process pass a full memory barrier, so that theirs can be a compiler barrier
   only. False where the system cannot do that. Prepare once before the first use. */
bool tf_thread_prepare_barrier(void);
bool tf_thread_barrier(void);

/* Lets other threads run. */
void tf_thread_yield(void);

/* Has these called before a fork, and after it in the parent and in the child. */
void tf_thread_at_fork(void (*before)(void), void (*in_parent)(void), void (*in_child)(void));

/* Bytes of stack left below the caller, less the system's guard. SIZE_MAX when the system cannot
   tell. Cheap after the first call of a thread. */
size_t tf_thread_stack_left(void);

/* What recursive code asks before it goes down: is there still comfortable room (64 KiB, 256 KiB
   with sanitizers)? */
bool tf_thread_has_stack(void);

/* Lowest and highest address of the calling thread's stack; false when unknown. */
bool tf_thread_stack_bounds(const char** low, const char** high);

/* The same, asked of the system each time. */
bool tf_thread_ask_stack(const char** low, const char** high);

#endif /* TVM_FFI_BASE_THREAD_H_ */
