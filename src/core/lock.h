/* SPDX-License-Identifier: Apache-2.0 */
/* Who may change the tables, and when what a lock-free reader may still hold can be given back. */
#ifndef TVM_FFI_CORE_LOCK_H_
#define TVM_FFI_CORE_LOCK_H_

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"

/* The one lock of all writers (functions, types, columns). Not recursive; never held while foreign code runs: values are
   converted before, and references dropped after. A fork waits for it, so a child finds the tables whole. */
void tf_lock_writers(void);
void tf_unlock_writers(void);

/* A reader that takes something out of a table by reference count brackets "load the pointer, increment the count" with
   these. They cost two plain stores. */
typedef struct tf_reader {
  struct tf_reader* next;
  int busy;
  int is_taken;
} tf_reader;

extern TF_THREAD_LOCAL tf_reader* tf_reader_mine;

/* Slow parts, called by the two below. */
tf_reader* tf_reader_join(void);
extern int tf_reader_needs_fence;

static inline bool tf_reader_is_shared(const tf_reader* reader) {
  return __atomic_load_n(&reader->is_taken, __ATOMIC_RELAXED) > 1;
}

/* A full barrier. The thread sanitizer knows barriers only as part of an access. */
static inline void tf_reader_fence(void) {
#if TF_HAS_TSAN
  static int any;
  __atomic_fetch_add(&any, 1, __ATOMIC_SEQ_CST);
#else
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
#endif
}

static inline tf_reader* tf_reader_enter(void) {
  tf_reader* reader = tf_reader_mine;
  if (TF_UNLIKELY(reader == NULL)) reader = tf_reader_join();
  /* More than one thread at a time only on the reader that threads without memory for their own share. */
  if (TF_UNLIKELY(tf_reader_is_shared(reader))) {
    __atomic_fetch_add(&reader->busy, 1, __ATOMIC_SEQ_CST);
    return reader;
  }
  __atomic_store_n(&reader->busy, 1, __ATOMIC_RELAXED);
  /* The waiter's membarrier stands in for the fence that would be needed here. */
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  if (TF_UNLIKELY(__atomic_load_n(&tf_reader_needs_fence, __ATOMIC_RELAXED))) {
    tf_reader_fence();
  }
  return reader;
}

static inline void tf_reader_leave(tf_reader* reader) {
  if (TF_UNLIKELY(tf_reader_is_shared(reader))) {
    __atomic_fetch_sub(&reader->busy, 1, __ATOMIC_RELEASE);
  } else {
    __atomic_store_n(&reader->busy, 0, __ATOMIC_RELEASE);
  }
}

/* Waits until every reader that was inside has left: what a writer took out of the tables before is now its own. Must not
   be called between enter and leave. */
void tf_reader_wait(void);

#endif /* TVM_FFI_CORE_LOCK_H_ */
