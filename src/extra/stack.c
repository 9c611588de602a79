/* SPDX-License-Identifier: Apache-2.0 */
/* Stacks. */
#include "extra/stack.h"

#include "base/mem.h"
#include "core/error.h"

void* tf_stack_push(tf_stack* stack) {
  if (stack->size == stack->room) {
    size_t room = 0;
    char* data = NULL;
    if (tf_size_grow(stack->room, stack->size + 1, stack->element, &room)) {
      data = (char*)tf_mem_realloc(stack->data, room * stack->element);
    }
    if (data == NULL) {
      (void)tf_raise_memory();
      return NULL;
    }
    stack->data = data;
    stack->room = room;
  }
  void* top = tf_stack_at(stack, stack->size++);
  memset(top, 0, stack->element);
  return top;
}

void tf_stack_drop(tf_stack* stack) {
  tf_mem_free(stack->data);
  *stack = tf_stack_new(stack->element);
}
