/* SPDX-License-Identifier: Apache-2.0 */
/* Memory: the one funnel through which everything is allocated, and size arithmetic that cannot
   wrap.

   Blocks are plain malloc blocks without a header of ours: clients free what we allocate and the
   reverse (abi.md section 5). Nothing here raises errors; NULL means "no memory" and the caller
   says so in its own way (core: `return tf_raise_memory();`). All functions are thread-safe. */
#ifndef TVM_FFI_BASE_MEM_H_
#define TVM_FFI_BASE_MEM_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"

/* Not 0 while a test counts blocks or lets allocations fail: the one word that the usual path looks at. */
extern int tf_mem_watched;

static inline bool tf_mem_is_watched(void) {
  return TF_UNLIKELY(__atomic_load_n(&tf_mem_watched, __ATOMIC_RELAXED) != 0);
}

/* The allocation functions under a test's eyes; called by those below. */
TF_NODISCARD void* tf_mem_watched_alloc(size_t size);
TF_NODISCARD void* tf_mem_watched_zalloc(size_t size);
void tf_mem_watched_free(void* block);

/* New block of `size` bytes (at least 1), aligned for any type, or NULL. */
TF_NODISCARD static inline void* tf_mem_alloc(size_t size) {
  return tf_mem_is_watched() ? tf_mem_watched_alloc(size) : malloc(size == 0 ? 1 : size);
}

/* Blocks up to this size are cleared by hand: calloc goes past the allocator's cache of small blocks. */
#define TF_MEM_SMALL 1024

/* The same, filled with zeros. */
TF_NODISCARD static inline void* tf_mem_zalloc(size_t size) {
  if (tf_mem_is_watched()) return tf_mem_watched_zalloc(size);
  if (size > TF_MEM_SMALL) return calloc(1, size);
  void* block = malloc(size == 0 ? 1 : size);
  TF_FORGET(block); /* or the compiler makes a calloc of the two */
  return block == NULL ? NULL : memset(block, 0, size);
}

/* Resizes `block` (NULL: allocates). On NULL the old block is still there. */
TF_NODISCARD void* tf_mem_realloc(void* block, size_t size);

/* Gives a block back. NULL does nothing. */
static inline void tf_mem_free(void* block) {
  if (tf_mem_is_watched()) {
    tf_mem_watched_free(block);
  } else {
    free(block);
  }
}

/* Zero-filled memory that is never freed: table entries that clients may read for ever. 8-byte
   aligned, taken from large pieces, not counted by tf_mem_live. NULL when there is none. */
TF_NODISCARD void* tf_mem_permanent(size_t size);

/* Permanent NUL-terminated copy of `size` bytes. NULL when there is no memory. */
TF_NODISCARD char* tf_mem_permanent_text(const char* data, size_t size);

/* Around a fork: so that the child finds permanent memory in order. */
void tf_mem_lock_permanent(void);
void tf_mem_unlock_permanent(void);

/* Memory of a cache: like tf_mem_alloc and tf_mem_free, but not counted by tf_mem_live, because what a cache holds when a
   test ends says nothing about the test. */
TF_NODISCARD void* tf_mem_cache_alloc(size_t size);
void tf_mem_cache_free(void* block);

/* *out = a + b (a * b). False, and *out untouched, when the result does not fit. */
TF_NODISCARD static inline bool tf_size_add(size_t a, size_t b, size_t* out) {
  if (a > SIZE_MAX - b) return false;
  *out = a + b;
  return true;
}

TF_NODISCARD static inline bool tf_size_mul(size_t a, size_t b, size_t* out) {
#if defined(__GNUC__)
  size_t product; /* no division */
  if (__builtin_mul_overflow(a, b, &product)) return false;
  *out = product;
#else
  if (b != 0 && a > SIZE_MAX / b) return false;
  *out = a * b;
#endif
  return true;
}

/* New capacity for an array that must hold `need` elements of `element` bytes: at least twice
   `room`, at least 4. False when its size in bytes does not fit. */
TF_NODISCARD bool tf_size_grow(size_t room, size_t need, size_t element, size_t* out);

/* ---- For tests. Process-wide; the allocation functions look at one flag when none of these is in
   use. ---- */

/* From now on counts live blocks: tf_mem_live is blocks allocated minus blocks freed since this
   call. */
void tf_mem_watch(bool on);
long tf_mem_live(void);

/* Lets allocation number `n` from now (1 = the next) return NULL, once; 0 switches failing off. */
void tf_mem_fail_at(long n);

/* Lets allocation number `n` from now and all later ones return NULL; 0 switches failing off. */
void tf_mem_fail_from(long n);

/* How many allocations have been refused since the last tf_mem_fail_at or tf_mem_fail_from. */
long tf_mem_refused(void);

#endif /* TVM_FFI_BASE_MEM_H_ */
