/* SPDX-License-Identifier: Apache-2.0 */
/* Table from addresses to numbers: what walks remember about objects they have met. Entries are never removed. One
   thread at a time. */
#ifndef TVM_FFI_EXTRA_PTRMAP_H_
#define TVM_FFI_EXTRA_PTRMAP_H_

#include "core/types.h"

typedef struct tf_ptrmap_entry {
  const void* key; /* NULL: free */
  uint64_t value;
} tf_ptrmap_entry;

typedef struct tf_ptrmap {
  tf_ptrmap_entry* entries;
  size_t size;
  size_t slots; /* a power of two, or 0 */
} tf_ptrmap;

/* Allocates nothing. */
static inline tf_ptrmap tf_ptrmap_new(void) {
  tf_ptrmap map = {NULL, 0, 0};
  return map;
}

/* The number stored under a non-NULL address, until the next set; NULL when there is none. */
uint64_t* tf_ptrmap_find(const tf_ptrmap* map, const void* key);

/* Stores a number under a non-NULL address. -1 with MemoryError. */
TF_NODISCARD int tf_ptrmap_set(tf_ptrmap* map, const void* key, uint64_t value);

/* Makes room so that the next `more` calls of set do not fail. */
TF_NODISCARD int tf_ptrmap_reserve(tf_ptrmap* map, size_t more);

/* May be called twice. */
void tf_ptrmap_drop(tf_ptrmap* map);

#endif /* TVM_FFI_EXTRA_PTRMAP_H_ */
