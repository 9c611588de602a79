/* SPDX-License-Identifier: Apache-2.0 */
/* Stacks. */
#include "extra/stack.h"

#include "base/mem.h"
#include "core/error.h"

/* Memory for at least one more element. */
static bool grow(tf_stack* stack) {
  size_t room = 0;
  if (!tf_size_grow(stack->room, stack->size + 1, stack->element, &room)) return false;
  char* old = stack->data == stack->lent ? NULL : stack->data;
  char* data = (char*)tf_mem_realloc(old, room * stack->element);
  if (data == NULL) return false;
  if (old == NULL && stack->size > 0) memcpy(data, stack->lent, stack->size * stack->element);
  stack->data = data;
  stack->room = room;
  return true;
}

void* tf_stack_push(tf_stack* stack) {
  if (stack->size == stack->room && !grow(stack)) {
    (void)tf_raise_memory();
    return NULL;
  }
  void* top = tf_stack_at(stack, stack->size++);
  memset(top, 0, stack->element);
  return top;
}

void tf_stack_drop(tf_stack* stack) {
  if (stack->data != stack->lent) tf_mem_free(stack->data);
  *stack = tf_stack_new(stack->element);
}
