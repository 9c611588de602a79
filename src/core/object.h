/* SPDX-License-Identifier: Apache-2.0 */
/* Objects: birth, reference counts (abi.md section 5), and a death that needs no stack.

   combined_ref_count: low half strong, high half weak; all strong references together hold one weak
   one. Reference counts may be changed from any thread. */
#ifndef TVM_FFI_CORE_OBJECT_H_
#define TVM_FFI_CORE_OBJECT_H_

#include "base/mem.h"
#include "core/types.h"

#define TF_REF_STRONG UINT64_C(1)
#define TF_REF_WEAK (UINT64_C(1) << 32)
#define TF_REF_ONE (TF_REF_WEAK | TF_REF_STRONG)
#define TF_REF_STRONG_MASK UINT64_C(0xffffffff)

#define TF_DELETE_CONTENTS 1 /* kTVMFFIObjectDeleterFlagBitMaskStrong */
#define TF_DELETE_MEMORY 2   /* kTVMFFIObjectDeleterFlagBitMaskWeak */

typedef void (*tf_object_deleter)(void* self, int flags);

/* New object of `size` bytes (header included, at least 24), zero-filled behind the header, with
   one strong reference. `deleter` is called by whoever drops the last reference. NULL with
   MemoryError raised. The result is owned. */
TF_NODISCARD void* tf_object_new(size_t size, int32_t type_index, tf_object_deleter deleter);

/* Fills in the header of memory that somebody else allocated: one strong reference. */
static inline void tf_object_init(tf_object* self, int32_t type_index, tf_object_deleter deleter) {
  self->combined_ref_count = TF_REF_ONE;
  self->type_index = type_index;
  self->__padding = 0;
  self->__ensure_align = 0; /* all of the union, where pointers are short */
  self->deleter = deleter;
}

/* Deleter for objects that own no other objects and were made by tf_object_new. */
void tf_object_delete_leaf(void* self, int flags);

/* Deletion on this thread: how many deleters are nested, and what waits for the outermost one. */
typedef struct tf_deleting {
  int depth;
  bool has_parked;
} tf_deleting;

extern TF_THREAD_LOCAL tf_deleting tf_object_deleting;

#define TF_NEST_MAX 24 /* deleters nest at most this deep */

/* Two parts of tf_object_delete. Putting an object off returns false when there is no memory for it; working off runs at
   depth 0. */
bool tf_object_put_off(tf_object* self, int flags);
void tf_object_work_off(void);

/* The body of every other deleter: releases the contents through `destroy`, then frees the memory
   through `release` (NULL: tf_mem_free(self)), as `flags` say. When deleters are already nested
   deeply on this thread the object is put into the thread's queue instead and deleted by the
   outermost one: a chain of ten million objects is dropped with a few frames of stack. Use it in
   every deleter that may drop other objects:

     static void list_delete(void *self, int flags) { tf_object_delete(self, flags, list_destroy,
   NULL); }  */
static TF_ALWAYS_INLINE void tf_object_delete(void* self, int flags,
                                              void (*destroy)(tf_object* self),
                                              void (*release)(tf_object* self)) {
  tf_deleting* deleting = &tf_object_deleting;
  if (flags & TF_DELETE_CONTENTS) {
    if (TF_UNLIKELY(deleting->depth >= TF_NEST_MAX) && tf_object_put_off(self, flags)) return;
    ++deleting->depth;
    destroy(self);
    --deleting->depth;
  }
  if (flags & TF_DELETE_MEMORY) {
    if (release != NULL) {
      release(self);
    } else {
      tf_mem_free(self);
    }
  }
  if (TF_UNLIKELY(deleting->has_parked) && deleting->depth == 0) tf_object_work_off();
}

static inline void tf_object_incref(const void* object) {
  __atomic_fetch_add(&((tf_object*)(uintptr_t)object)->combined_ref_count, TF_REF_STRONG,
                     __ATOMIC_RELAXED);
}

/* The rest of a decrement that met the last strong reference while weak ones are there. */
void tf_object_last_decref(tf_object* self, uint64_t old);

/* The end of an object whose last reference of any kind is the caller's. */
static inline void tf_object_end(tf_object* self) {
  /* What deleters see: no strong reference, one weak one. Nobody else can look any more. */
  __atomic_store_n(&self->combined_ref_count, TF_REF_WEAK, __ATOMIC_RELAXED);
  if (self->deleter != NULL) self->deleter(self, TF_DELETE_CONTENTS | TF_DELETE_MEMORY);
}

/* Drops a strong reference. May run any code. NULL does nothing. */
static inline void tf_object_decref(void* object) {
  tf_object* self = (tf_object*)object;
  if (self == NULL) return;
  /* Whoever has the only reference needs no atomic change: another one could only be made from it. */
  if (__atomic_load_n(&self->combined_ref_count, __ATOMIC_ACQUIRE) == TF_REF_ONE) {
    tf_object_end(self);
    return;
  }
  uint64_t old = __atomic_fetch_sub(&self->combined_ref_count, TF_REF_STRONG, __ATOMIC_RELEASE);
  if ((old & TF_REF_STRONG_MASK) == 1) tf_object_last_decref(self, old);
}

/* Drops what *slot holds and leaves it NULL. `slot` is the address of a pointer to any object type.
 */
void tf_object_drop(void* slot);

void tf_object_weak_incref(tf_object* self);
void tf_object_weak_decref(tf_object* self);

/* Makes a strong reference from a weak one; false when the object is already gone. */
bool tf_object_promote(tf_object* self);

/* Is the caller's strong reference the only reference of any kind? Then the object may be changed
   in place. */
static inline bool tf_object_is_unique(const tf_object* self) {
  return __atomic_load_n(&self->combined_ref_count, __ATOMIC_ACQUIRE) == TF_REF_ONE;
}

/* The process-wide sentinels MISSING and KWARGS: bare ffi.Object objects, told apart by address.
   Borrowed, never freed. */
tf_object* tf_object_missing(void);
tf_object* tf_object_kwargs(void);

/* Wraps a foreign pointer; see TVMFFIObjectCreateOpaque. */
TF_NODISCARD int tf_object_new_opaque(void* handle, void (*deleter)(void* handle), tf_object** out);

#endif /* TVM_FFI_CORE_OBJECT_H_ */
