/* SPDX-License-Identifier: Apache-2.0 */
/* Work lists. */
#include "extra/worklist.h"

#include "base/mem.h"
#include "core/error.h"

tf_worklist tf_worklist_new(void) {
  tf_worklist list = {NULL, 0, 0, tf_ptrmap_new()};
  return list;
}

int tf_worklist_push(tf_worklist* list, tf_object* object) {
  if (tf_ptrmap_find(&list->seen, object) != NULL) return 0;
  if (list->size == list->room) {
    size_t room = 0;
    void* items = NULL;
    if (tf_size_grow(list->room, list->size + 1, sizeof(tf_object*), &room)) {
      items = tf_mem_realloc(list->items, room * sizeof(tf_object*));
    }
    if (items == NULL) return tf_raise_memory();
    list->items = (tf_object**)items;
    list->room = room;
  }
  TF_TRY(tf_ptrmap_reserve(&list->seen, list->size + 1));
  list->items[list->size++] = object;
  return 0;
}

tf_object* tf_worklist_pop(tf_worklist* list) {
  while (list->size > 0) {
    tf_object* object = list->items[--list->size];
    if (tf_ptrmap_find(&list->seen, object) != NULL) continue;
    /* There is room since push; this does not fail. */
    if (tf_ptrmap_set(&list->seen, object, 0) != 0) return NULL;
    return object;
  }
  return NULL;
}

void tf_worklist_reverse(tf_worklist* list, size_t begin) {
  for (size_t i = begin, j = list->size; i + 1 < j; ++i) {
    tf_object* item = list->items[i];
    list->items[i] = list->items[--j];
    list->items[j] = item;
  }
}

void tf_worklist_drop(tf_worklist* list) {
  tf_mem_free(list->items);
  tf_ptrmap_drop(&list->seen);
  *list = tf_worklist_new();
}
