/* SPDX-License-Identifier: Apache-2.0 */
/* Remaining stack of the calling thread; the bounds are asked for once a thread. */
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "stack.h"

#include <stdint.h>

#if defined(__linux__)
#include <pthread.h>
#include <sys/resource.h>

/* Room for the deepest chain of C calls between two checks. */
enum { kReserve = 192 * 1024 };

/* Lowest address that may still be entered; 1: unknown, never short. */
static _Thread_local uintptr_t limit_of_thread;

static uintptr_t find_limit(void) {
  pthread_attr_t attributes;
  void* base = NULL;
  size_t size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 1;
  const int failed = pthread_attr_getstack(&attributes, &base, &size);
  pthread_attr_destroy(&attributes);
  /* A small stack keeps a quarter as reserve. */
  const size_t reserve = size / 4 < kReserve ? size / 4 : kReserve;
  return failed || !base ? 1 : (uintptr_t)base + reserve;
}

int pytf_stack_is_short(void) {
  if (limit_of_thread == 0) limit_of_thread = find_limit();
  return (uintptr_t)__builtin_frame_address(0) < limit_of_thread;
}
#else
int pytf_stack_is_short(void) { return 0; }
#endif
