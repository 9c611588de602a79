/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of callbacks chosen by type, as walks and rewrites take them: Arrays of (type index, function) or (type index,
   function, bool). */
#ifndef TVM_FFI_EXTRA_CALLBACKS_H_
#define TVM_FFI_EXTRA_CALLBACKS_H_

#include "container/seq.h"
#include "core/func.h"

/* The row in an argument, every element checked to have `num_parts` (2 or 3) parts of the right kinds. Owned; a List is
   copied, so that nobody changes it during the walk. TypeError that names the wrong part. */
TF_NODISCARD int tf_callbacks_read(const tf_args* args, int32_t argument, int64_t num_parts,
                                   tf_seq** out);

/* The first element of a row (NULL: empty) whose type index fits a value of `type_index`; NULL when there is none. -1 in
   a row fits everything, a string type fits its small form, any other the types derived from it. Borrowed. */
const tf_seq* tf_callbacks_find(const tf_seq* row, int32_t type_index);

/* The function of an element. Borrowed. */
static inline tf_object* tf_callbacks_function(const tf_seq* element) {
  return tf_seq_at(element, 1).raw.v_obj;
}

/* TypeError "CallExpected: result type mismatch, expected E, but got K". Returns -1. */
int tf_callbacks_raise_result(tf_view result, const char* expected);

#endif /* TVM_FFI_EXTRA_CALLBACKS_H_ */
