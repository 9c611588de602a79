/* SPDX-License-Identifier: Apache-2.0 */
/* Threads on POSIX systems. */
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1 /* pthread_getattr_np, syscall */
#endif
#include <sched.h>
#include <stdint.h>

#include "base/thread.h"
#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

void tf_mutex_init_recursive(tf_mutex* mutex) {
  pthread_mutexattr_t attributes;
  (void)pthread_mutexattr_init(&attributes);
  (void)pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  (void)pthread_mutex_init(&mutex->raw, &attributes);
  (void)pthread_mutexattr_destroy(&attributes);
}

/* pthread_once hands no argument over, so keys are made under one lock. */
static tf_mutex key_lock = TF_MUTEX_INIT;

bool tf_thread_at_exit(tf_thread_exit* exit, void* argument) {
  if (!__atomic_load_n(&exit->usable, __ATOMIC_ACQUIRE)) {
    tf_mutex_lock(&key_lock);
    if (!exit->usable && pthread_key_create(&exit->key, exit->action) == 0) {
      __atomic_store_n(&exit->usable, true, __ATOMIC_RELEASE);
    }
    tf_mutex_unlock(&key_lock);
    if (!__atomic_load_n(&exit->usable, __ATOMIC_ACQUIRE)) return false;
  }
  return pthread_setspecific(exit->key, argument) == 0;
}

#if defined(__linux__) && defined(SYS_membarrier)
/* Numbers of the kernel's interface; its header is not everywhere where its libc is. */
enum { MEMBARRIER_PRIVATE = 1 << 3, REGISTER_PRIVATE = 1 << 4 };

bool tf_thread_prepare_barrier(void) {
  return syscall(SYS_membarrier, REGISTER_PRIVATE, 0, 0) == 0;
}

bool tf_thread_barrier(void) { return syscall(SYS_membarrier, MEMBARRIER_PRIVATE, 0, 0) == 0; }
#else
bool tf_thread_prepare_barrier(void) { return false; }
bool tf_thread_barrier(void) { return false; }
#endif

void tf_thread_yield(void) { (void)sched_yield(); }

void tf_thread_at_fork(void (*before)(void), void (*in_parent)(void), void (*in_child)(void)) {
  (void)pthread_atfork(before, in_parent, in_child);
}

enum { MOST_RUNNERS = 64 };

typedef struct runner {
  void (*action)(void* argument);
  void* argument;
} runner;

static void* start_runner(void* argument) {
  const runner* r = argument;
  r->action(r->argument);
  return NULL;
}

void tf_thread_run(size_t count, void (*action)(void* argument), void* argument) {
  pthread_t threads[MOST_RUNNERS];
  runner r = {action, argument};
  size_t started = 0;
  size_t others = count == 0 ? 0 : count - 1;
  if (others > MOST_RUNNERS) others = MOST_RUNNERS;
  while (started < others && pthread_create(&threads[started], NULL, start_runner, &r) == 0) {
    ++started;
  }
  action(argument);
  for (size_t i = 0; i < started; ++i) (void)pthread_join(threads[i], NULL);
}

bool tf_thread_ask_stack(const char** low, const char** high) {
#if defined(__linux__)
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return false;
  void* begin = NULL;
  size_t size = 0;
  size_t guard = 0;
  bool known = pthread_attr_getstack(&attributes, &begin, &size) == 0 &&
               pthread_attr_getguardsize(&attributes, &guard) == 0 && size > guard;
  (void)pthread_attr_destroy(&attributes);
  if (!known) return false;
  *low = (const char*)begin + guard;
  *high = (const char*)begin + size;
  return true;
#elif defined(__APPLE__)
  *high = (const char*)pthread_get_stackaddr_np(pthread_self());
  *low = *high - pthread_get_stacksize_np(pthread_self());
  return true;
#else
  (void)low, (void)high;
  return false;
#endif
}
