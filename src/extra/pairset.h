/* SPDX-License-Identifier: Apache-2.0 */
/* Pairs of objects that a comparison has met. It keeps them alive, so that an address stands for one object throughout.
   One thread at a time. */
#ifndef TVM_FFI_EXTRA_PAIRSET_H_
#define TVM_FFI_EXTRA_PAIRSET_H_

#include "core/types.h"

typedef enum { TF_PAIR_NEW = 0, TF_PAIR_OPEN = 1, TF_PAIR_CLOSED = 2 } tf_pair_state;

typedef struct tf_pairset_entry {
  tf_object* a; /* owned; NULL: free */
  tf_object* b; /* owned */
  tf_pair_state state;
} tf_pairset_entry;

typedef struct tf_pairset {
  tf_pairset_entry* entries;
  size_t size;
  size_t slots;
} tf_pairset;

/* Allocates nothing. */
static inline tf_pairset tf_pairset_new(void) {
  tf_pairset set = {NULL, 0, 0};
  return set;
}

/* What is known of a pair. */
tf_pair_state tf_pairset_get(const tf_pairset* set, const tf_object* a, const tf_object* b);

/* Remembers a pair. -1 with MemoryError for a new one; changing the state of a known one cannot fail. */
TF_NODISCARD int tf_pairset_put(tf_pairset* set, tf_object* a, tf_object* b, tf_pair_state state);

/* May be called twice. */
void tf_pairset_drop(tf_pairset* set);

#endif /* TVM_FFI_EXTRA_PAIRSET_H_ */
