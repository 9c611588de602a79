/* SPDX-License-Identifier: Apache-2.0 */
/* Hash, equality and order of values by their content, through containers and reflected fields (abi.md section 19.1).
   Hooks of types are honoured. Walks are iterative; cyclic values end, shared ones cost linear time. */
#ifndef TVM_FFI_EXTRA_RECURSIVE_H_
#define TVM_FFI_EXTRA_RECURSIVE_H_

#include "core/func.h"

/* -1 with the error of a hook, ValueError for a type that has its own equality but no hash, or MemoryError. */
TF_NODISCARD int tf_recursive_hash(tf_view value, uint64_t* out);

/* Equality; NaN equals NaN, values of different types are unequal. */
TF_NODISCARD int tf_recursive_equal(tf_view a, tf_view b, bool* out);

/* Order: negative, zero or positive. TypeError for what has none: different types, maps that differ, NaN. ValueError for
   cyclic values. */
TF_NODISCARD int tf_recursive_compare(tf_view a, tf_view b, int* out);

/* Bodies of the global functions ffi.RecursiveHash, Eq, Lt, Le, Gt, Ge. */
int tf_recursive_hash_call(const tf_args* args, tf_any* result);
int tf_recursive_eq_call(const tf_args* args, tf_any* result);
int tf_recursive_lt_call(const tf_args* args, tf_any* result);
int tf_recursive_le_call(const tf_args* args, tf_any* result);
int tf_recursive_gt_call(const tf_args* args, tf_any* result);
int tf_recursive_ge_call(const tf_args* args, tf_any* result);

#endif /* TVM_FFI_EXTRA_RECURSIVE_H_ */
