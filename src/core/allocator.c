/* SPDX-License-Identifier: Apache-2.0 */
/* The custom allocator (abi.md section 17.2). Nothing in the library allocates through it: objects have no header in
   front of them, and nobody may look for one. */
#include "core/error.h"

#include <stdint.h>

#include "base/mem.h"

/* In front of the body lies its TVMFFIObjectAllocHeader, and in front of that malloc's own answer, because a large
   alignment moves the body away from the begin of the block:

     block                -16            -8             0
     | unused bytes ...   | block        | delete_space | body ...                                                    */
enum { SMALL_ALIGNMENT = 16 };

static void delete_space(void* body) {
  void** place = (void**)body - 2;
  tf_mem_free(*place);
}

static void* allocate(size_t size, size_t alignment, int32_t type_index, void* context) {
  (void)type_index, (void)context;
  if (alignment < SMALL_ALIGNMENT) alignment = SMALL_ALIGNMENT;
  size_t total;
  if ((alignment & (alignment - 1)) != 0 || !tf_size_add(size, alignment, &total) ||
      !tf_size_add(total, SMALL_ALIGNMENT, &total)) {
    (void)tf_raise(TF_VALUE_ERROR, "cannot allocate %zu bytes aligned to %zu", size, alignment);
    return NULL;
  }
  char* block = tf_mem_alloc(total);
  if (block == NULL) {
    (void)tf_raise_memory();
    return NULL;
  }
  uintptr_t first = (uintptr_t)block + SMALL_ALIGNMENT;
  size_t shift = (size_t)(-first & (alignment - 1));
  void* body = block + SMALL_ALIGNMENT + shift;
  ((void**)body)[-2] = block;
  ((TVMFFIObjectAllocHeader*)body)[-1].delete_space = delete_space;
  return body;
}

static TVMFFICustomAllocator builtin = {allocate, NULL};
static TVMFFICustomAllocator* current = &builtin;

TVMFFICustomAllocator* TVMFFIGetCustomAllocator(void) {
  return __atomic_load_n(&current, __ATOMIC_ACQUIRE);
}

int TVMFFISetCustomAllocator(TVMFFICustomAllocator* allocator) {
  if (allocator != NULL && allocator->allocate == NULL) {
    return tf_raise(TF_TYPE_ERROR, "TVMFFISetCustomAllocator: `allocate` is NULL");
  }
  __atomic_store_n(&current, allocator == NULL ? &builtin : allocator, __ATOMIC_RELEASE);
  return 0;
}
