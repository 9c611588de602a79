/* SPDX-License-Identifier: Apache-2.0 */
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1 /* pthread_getattr_np, syscall */
#endif
#include "base/thread.h"

#include <sched.h>
#include <stdint.h>
#if defined(__linux__)
#include <linux/membarrier.h>
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
bool tf_thread_prepare_barrier(void) {
  return syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
}

bool tf_thread_barrier(void) {
  return syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0;
}
#else
bool tf_thread_prepare_barrier(void) { return false; }
bool tf_thread_barrier(void) { return false; }
#endif

void tf_thread_yield(void) { (void)sched_yield(); }

void tf_thread_at_fork(void (*before)(void), void (*in_parent)(void), void (*in_child)(void)) {
  (void)pthread_atfork(before, in_parent, in_child);
}

/* The calling thread's stack, asked for once. `state`: 0 not asked, 1 known, 2 unknown. */
static TF_THREAD_LOCAL struct {
  const char* low;
  const char* high;
  int state;
} stack;

static void ask_for_stack(void) {
  stack.state = 2;
#if defined(__linux__)
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  void* low = NULL;
  size_t size = 0;
  size_t guard = 0;
  if (pthread_attr_getstack(&attributes, &low, &size) == 0 &&
      pthread_attr_getguardsize(&attributes, &guard) == 0 && size > guard) {
    stack.low = (const char*)low + guard;
    stack.high = (const char*)low + size;
    stack.state = 1;
  }
  (void)pthread_attr_destroy(&attributes);
#elif defined(__APPLE__)
  stack.high = (const char*)pthread_get_stackaddr_np(pthread_self());
  stack.low = stack.high - pthread_get_stacksize_np(pthread_self());
  stack.state = 1;
#endif
}

bool tf_thread_stack_bounds(const char** low, const char** high) {
  if (stack.state == 0) ask_for_stack();
  if (stack.state != 1) return false;
  *low = stack.low;
  *high = stack.high;
  return true;
}

size_t tf_thread_stack_left(void) {
  const char* low;
  const char* high;
  if (!tf_thread_stack_bounds(&low, &high)) return SIZE_MAX;
  const char* here = (const char*)__builtin_frame_address(0);
  /* Outside its stack a thread may be on a fiber's or a signal's: nothing is known then. */
  if (here < low || here > high) return SIZE_MAX;
  return (size_t)(here - low);
}

bool tf_thread_has_stack(void) {
  enum { NEED = TF_HAS_ASAN || TF_HAS_TSAN ? 256 * 1024 : 64 * 1024 };
  return tf_thread_stack_left() >= NEED;
}
