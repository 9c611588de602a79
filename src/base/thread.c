/* SPDX-License-Identifier: Apache-2.0 */
/* What is the same everywhere; the rest is in thread_posix.c and thread_windows.c. */
#include "base/thread.h"

#include <stdint.h>

/* The calling thread's stack, asked for once. `state`: 0 not asked, 1 known, 2 unknown. */
static TF_THREAD_LOCAL struct {
  const char* low;
  const char* high;
  int state;
} stack;

static void ask_for_stack(void) {
  stack.state = tf_thread_ask_stack(&stack.low, &stack.high) ? 1 : 2;
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
