/* SPDX-License-Identifier: Apache-2.0 */
/* List (75): a row of values that may be changed in place; the object stays, its buffer moves.
   Removed values are dropped when the list is consistent again, since dropping may run code that
   comes back to it. */
#ifndef TVM_FFI_SRC_CONTAINER_LIST_H_
#define TVM_FFI_SRC_CONTAINER_LIST_H_

#include "container/seq.h"

/* A new empty list with room for `room` elements. Owned. -1 with MemoryError. */
TF_NODISCARD int tf_list_new(size_t room, tf_seq** out);

/* A new list of copies of `count` borrowed values. Owned. */
TF_NODISCARD int tf_list_from_views(const TVMFFIAny* values, size_t count, tf_seq** out);

/* A new list with the elements of an Array or List. Owned. */
TF_NODISCARD int tf_list_from_seq(const tf_seq* source, tf_seq** out);

/* Makes room for at least `room` elements in all. */
TF_NODISCARD int tf_list_reserve(tf_seq* list, int64_t room);

/* Appends. Consumes `value`, also on failure. */
TF_NODISCARD int tf_list_push(tf_seq* list, tf_any value);

/* Replaces element `index`, IndexError when there is none. Consumes `value`, also on failure. */
TF_NODISCARD int tf_list_set(tf_seq* list, int64_t index, tf_any value);

/* Inserts before element `index`, from 0 to the size. Consumes `value`, also on failure. */
TF_NODISCARD int tf_list_insert(tf_seq* list, int64_t index, tf_any value);

/* Takes element `index` out. Owned. */
TF_NODISCARD int tf_list_take(tf_seq* list, int64_t index, tf_any* out);

/* Removes the elements [start, stop). Nothing happens when both are equal, wherever they are. */
TF_NODISCARD int tf_list_erase(tf_seq* list, int64_t start, int64_t stop);

/* Puts copies of the elements of `replacement` (which may be `list` itself) in place of [start, stop). Nothing happens
   when there is nothing to remove and nothing to put, wherever that is. */
TF_NODISCARD int tf_list_replace(tf_seq* list, int64_t start, int64_t stop,
                                 const tf_seq* replacement);

void tf_list_reverse(tf_seq* list);

/* Removes all elements and keeps the room. */
void tf_list_clear(tf_seq* list);

#endif /* TVM_FFI_SRC_CONTAINER_LIST_H_ */
