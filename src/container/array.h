/* SPDX-License-Identifier: Apache-2.0 */
/* Array (71): a row of values, inline in its object, not changed any more once others can see it.
 */
#ifndef TVM_FFI_SRC_CONTAINER_ARRAY_H_
#define TVM_FFI_SRC_CONTAINER_ARRAY_H_

#include "container/seq.h"

/* A new empty array with room for exactly `room` elements. Owned. -1 with MemoryError. */
TF_NODISCARD int tf_array_new(size_t room, tf_seq** out);

/* A new array of copies of `count` borrowed values. Owned. */
TF_NODISCARD int tf_array_from_views(const TVMFFIAny* values, size_t count, tf_seq** out);

/* A new array with the elements of an Array or List. Owned. */
TF_NODISCARD int tf_array_from_seq(const tf_seq* source, tf_seq** out);

/* Appends to an array that nobody else sees yet and that has room. Consumes `value`. */
void tf_array_fill(tf_seq* array, tf_any value);

/* Appends to an array that nobody else sees yet; when it has no room, *array becomes a new object
   with twice the room. Consumes `value`, also on failure. */
TF_NODISCARD int tf_array_push(tf_seq** array, tf_any value);

#endif /* TVM_FFI_SRC_CONTAINER_ARRAY_H_ */
