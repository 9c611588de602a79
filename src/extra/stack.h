/* SPDX-License-Identifier: Apache-2.0 */
/* A stack of equal elements on the heap: what walks over values use in place of the machine's. */
#ifndef TVM_FFI_EXTRA_STACK_H_
#define TVM_FFI_EXTRA_STACK_H_

#include "core/types.h"

typedef struct tf_stack {
  char* data;
  size_t size; /* in elements, as all numbers here */
  size_t room;
  size_t element; /* bytes */
  char* lent;     /* memory of the caller that it began with, or NULL */
} tf_stack;

/* Allocates nothing. */
static inline tf_stack tf_stack_new(size_t element) {
  tf_stack stack = {NULL, 0, 0, element, NULL};
  return stack;
}

/* The same with memory of the caller for the first `room` elements. */
static inline tf_stack tf_stack_lent(void* memory, size_t room, size_t element) {
  tf_stack stack = {(char*)memory, 0, room, element, (char*)memory};
  return stack;
}

/* A new zero-filled element on top. It moves with the next push. NULL with MemoryError raised. */
TF_NODISCARD void* tf_stack_push(tf_stack* stack);

static inline void* tf_stack_at(const tf_stack* stack, size_t index) {
  return stack->data + index * stack->element;
}

/* The topmost element; the stack must not be empty. */
static inline void* tf_stack_top(const tf_stack* stack) {
  return tf_stack_at(stack, stack->size - 1);
}

/* Frees the memory. May be called twice. */
void tf_stack_drop(tf_stack* stack);

#endif /* TVM_FFI_EXTRA_STACK_H_ */
