/* SPDX-License-Identifier: Apache-2.0 */
/* Array objects. */
#include "container/array.h"

#include <string.h>

#include "core/error.h"
#include "core/object.h"

#define FIRST_ROOM 4

static void array_delete(void* self, int flags) {
  tf_object_delete(self, flags, tf_seq_destroy, NULL);
}

int tf_array_new(size_t room, tf_seq** out) {
  if (room > TF_SEQ_MAX_SIZE) return tf_raise_memory();
  tf_seq* array = (tf_seq*)tf_mem_alloc(sizeof(tf_seq) + room * sizeof(TVMFFIAny));
  if (array == NULL) return tf_raise_memory();
  tf_object_init(&array->header, kTVMFFIArray, array_delete);
  array->seq.size = 0;
  array->seq.data_deleter = NULL;
  array->seq.data = array + 1;
  array->seq.capacity = (int64_t)room;
  *out = array;
  return 0;
}

void tf_array_fill(tf_seq* array, tf_any value) {
  tf_seq_items(array)[array->seq.size] = value;
  array->seq.size += 1;
}

int tf_array_from_views(const TVMFFIAny* values, size_t count, tf_seq** out) {
  tf_seq* array = NULL;
  TF_TRY(tf_array_new(count, &array));
  tf_any* items = tf_seq_items(array);
  for (size_t i = 0; i < count; ++i) {
    if (tf_any_copy(tf_view_raw(&values[i]), &items[i]) != 0) {
      array->seq.size = (int64_t)i;
      tf_object_drop(&array);
      return -1;
    }
  }
  array->seq.size = (int64_t)count;
  *out = array;
  return 0;
}

int tf_array_from_seq(const tf_seq* source, tf_seq** out) {
  tf_seq* array = NULL;
  TF_TRY(tf_array_new((size_t)source->seq.size, &array));
  for (int64_t i = 0; i < source->seq.size; ++i) {
    tf_array_fill(array, tf_any_copy_owned(&tf_seq_items(source)[i]));
  }
  *out = array;
  return 0;
}

/* Moves the elements into a new object of at least `room` elements. */
static int move_to_larger(tf_seq** array, size_t room) {
  tf_seq* larger = NULL;
  TF_TRY(tf_array_new(room, &larger));
  tf_seq* old = *array;
  memcpy(larger->seq.data, old->seq.data, (size_t)old->seq.size * sizeof(TVMFFIAny));
  larger->seq.size = old->seq.size;
  old->seq.size = 0;
  tf_object_drop(&old);
  *array = larger;
  return 0;
}

int tf_array_push(tf_seq** array, tf_any value) {
  size_t room = (size_t)(*array)->seq.capacity;
  if ((*array)->seq.size == (*array)->seq.capacity &&
      move_to_larger(array, room == 0 ? FIRST_ROOM : room * 2) != 0) {
    tf_any_drop(&value);
    return -1;
  }
  tf_array_fill(*array, value);
  return 0;
}
