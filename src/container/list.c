/* SPDX-License-Identifier: Apache-2.0 */
/* List objects. */
#include "container/list.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "core/error.h"
#include "core/object.h"

#define FIRST_ROOM 4

/* Client code may hand us a buffer from C++ operator new, and frees ours the same way: plain malloc
   on all sides (abi.md section 6.6). */
static void free_buffer(void* data) { tf_mem_free(data); }

static void list_delete(void* self, int flags) {
  tf_object_delete(self, flags, tf_seq_destroy, NULL);
}

static tf_any* alloc_items(int64_t count) {
  if (count > TF_SEQ_MAX_SIZE) return NULL;
  return (tf_any*)tf_mem_alloc((size_t)count * sizeof(tf_any));
}

int tf_list_new(size_t room, tf_seq** out) {
  if (room > TF_SEQ_MAX_SIZE) return tf_raise_memory();
  tf_seq* list = (tf_seq*)tf_object_new(sizeof(tf_seq), kTVMFFIList, list_delete);
  if (list == NULL) return -1;
  list->seq.data_deleter = free_buffer;
  if (tf_list_reserve(list, (int64_t)room) != 0) {
    tf_object_drop(&list);
    return -1;
  }
  *out = list;
  return 0;
}

int tf_list_from_views(const TVMFFIAny* values, size_t count, tf_seq** out) {
  tf_seq* list = NULL;
  TF_TRY(tf_list_new(count < FIRST_ROOM ? FIRST_ROOM : count, &list));
  tf_any* items = tf_seq_items(list);
  for (size_t i = 0; i < count; ++i) {
    if (tf_any_copy(tf_view_raw(&values[i]), &items[i]) != 0) {
      list->seq.size = (int64_t)i;
      tf_object_drop(&list);
      return -1;
    }
  }
  list->seq.size = (int64_t)count;
  *out = list;
  return 0;
}

/* Appends copies of `count` elements; there is room. `items` may lie in the list's own buffer. */
static void append_copies(tf_seq* list, const tf_any* items, int64_t count) {
  for (int64_t i = 0; i < count; ++i) {
    tf_seq_items(list)[list->seq.size++] = tf_any_copy_owned(&items[i]);
  }
}

int tf_list_from_seq(const tf_seq* source, tf_seq** out) {
  tf_seq* list = NULL;
  TF_TRY(tf_list_new((size_t)source->seq.size, &list));
  append_copies(list, tf_seq_items(source), source->seq.size);
  *out = list;
  return 0;
}

/* ---- room ---- */

int tf_list_reserve(tf_seq* list, int64_t room) {
  if (room <= list->seq.capacity) return 0;
  tf_any* items = alloc_items(room);
  if (items == NULL) return tf_raise_memory();
  if (list->seq.size > 0) memcpy(items, list->seq.data, (size_t)list->seq.size * sizeof(tf_any));
  void* old = list->seq.data;
  list->seq.data = items;
  list->seq.capacity = room;
  if (list->seq.data_deleter != NULL) list->seq.data_deleter(old);
  return 0;
}

/* Room for `extra` further elements: at least twice the old capacity when it has to grow. */
static int grow(tf_seq* list, int64_t extra) {
  if (extra > TF_SEQ_MAX_SIZE - list->seq.size) return tf_raise_memory();
  int64_t need = list->seq.size + extra;
  if (need <= list->seq.capacity) return 0;
  int64_t doubled = list->seq.capacity * 2;
  if (doubled > TF_SEQ_MAX_SIZE) doubled = TF_SEQ_MAX_SIZE;
  return tf_list_reserve(list, need > doubled ? need : doubled);
}

/* ---- changing ---- */

int tf_list_push(tf_seq* list, tf_any value) {
  if (grow(list, 1) != 0) {
    tf_any_drop(&value);
    return -1;
  }
  tf_seq_items(list)[list->seq.size++] = value;
  return 0;
}

int tf_list_set(tf_seq* list, int64_t index, tf_any value) {
  int code = tf_seq_check_index(list, index);
  if (code == 0) {
    tf_any_set(&tf_seq_items(list)[index], value);
  } else {
    tf_any_drop(&value);
  }
  return code;
}

/* Moves the elements from `index` on by `by` places; there is room. Changes the size. */
static void shift(tf_seq* list, int64_t index, int64_t by) {
  tf_any* from = tf_seq_items(list) + index;
  memmove(from + by, from, (size_t)(list->seq.size - index) * sizeof(tf_any));
  list->seq.size += by;
}

/* Is `index` a place to insert at? */
static int check_place(const tf_seq* list, int64_t index) {
  if (index >= 0 && index <= list->seq.size) return 0;
  return tf_raise(TF_INDEX_ERROR, "Index %" PRId64 " out of bounds [0, %" PRId64 "]", index,
                  list->seq.size);
}

int tf_list_insert(tf_seq* list, int64_t index, tf_any value) {
  int code = check_place(list, index);
  if (code == 0) code = grow(list, 1);
  if (code != 0) {
    tf_any_drop(&value);
    return code;
  }
  shift(list, index, 1);
  tf_seq_items(list)[index] = value;
  return 0;
}

int tf_list_take(tf_seq* list, int64_t index, tf_any* out) {
  TF_TRY(tf_seq_check_index(list, index));
  tf_any item = tf_seq_items(list)[index];
  shift(list, index + 1, -1);
  *out = item;
  return 0;
}

static int check_range(const tf_seq* list, int64_t start, int64_t stop) {
  if (start >= 0 && start <= stop && stop <= list->seq.size) return 0;
  return tf_raise(TF_INDEX_ERROR, "Erase range [%" PRId64 ", %" PRId64 ") out of bounds %" PRId64,
                  start, stop, list->seq.size);
}

static void reverse_items(tf_any* items, int64_t count) {
  for (int64_t i = 0, j = count - 1; i < j; ++i, --j) {
    tf_any item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
}

/* Drops elements from the end until `size` are left; others may change the list meanwhile. */
static void drop_down_to(tf_seq* list, int64_t size) {
  while (list->seq.size > size) {
    list->seq.size -= 1;
    tf_any item = tf_seq_items(list)[list->seq.size];
    tf_any_drop(&item);
  }
}

int tf_list_erase(tf_seq* list, int64_t start, int64_t stop) {
  if (start == stop) return 0;
  TF_TRY(check_range(list, start, stop));
  /* Rotates what goes to the end, in place: no memory is needed. */
  tf_any* from = tf_seq_items(list) + start;
  int64_t gone = stop - start;
  int64_t kept = list->seq.size - stop;
  reverse_items(from, gone);
  reverse_items(from + gone, kept);
  reverse_items(from, gone + kept);
  drop_down_to(list, list->seq.size - gone);
  return 0;
}

int tf_list_replace(tf_seq* list, int64_t start, int64_t stop, const tf_seq* replacement) {
  int64_t count = replacement->seq.size;
  if (start != stop) {
    TF_TRY(check_range(list, start, stop));
  } else if (count == 0) {
    return 0;
  } else {
    TF_TRY(check_place(list, start));
  }
  int64_t gone = stop - start;
  int64_t tail = list->seq.size - stop;
  /* Appends the copies, then rotates [gone][tail][new] into [new][tail][gone]. */
  TF_TRY(grow(list, count));
  append_copies(list, tf_seq_items(replacement), count);
  tf_any* from = tf_seq_items(list) + start;
  reverse_items(from, gone);
  reverse_items(from + gone, tail);
  reverse_items(from + gone + tail, count);
  reverse_items(from, gone + tail + count);
  drop_down_to(list, list->seq.size - gone);
  return 0;
}

void tf_list_reverse(tf_seq* list) { reverse_items(tf_seq_items(list), list->seq.size); }

void tf_list_clear(tf_seq* list) { drop_down_to(list, 0); }
