/* SPDX-License-Identifier: Apache-2.0 */
/* What a target does when an oracle is violated, and the leak check around a run. */
#ifndef FUZZ_COMMON_CHECK_H_
#define FUZZ_COMMON_CHECK_H_

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

/* One line that says what differed, then abort. */
#define FUZZ_CHECK(condition, ...)                                            \
  do {                                                                        \
    if (!(condition)) {                                                       \
      fprintf(stderr, "%s:%d: not so: %s: ", __FILE__, __LINE__, #condition); \
      fprintf(stderr, __VA_ARGS__);                                           \
      fputc('\n', stderr);                                                    \
      abort();                                                                \
    }                                                                         \
  } while (0)

/* Blocks that live when a run begins; give it to fuzz_end. */
static inline long fuzz_begin(void) {
  static bool is_watching;
  if (!is_watching) tf_mem_watch(true);
  is_watching = true;
  return tf_mem_live();
}

static inline void fuzz_end(long live_at_begin) {
  long left = tf_mem_live() - live_at_begin;
  FUZZ_CHECK(left == 0, "the run leaves %ld blocks behind", left);
}

#endif /* FUZZ_COMMON_CHECK_H_ */
