/* SPDX-License-Identifier: Apache-2.0 */
/* Walks over values with callbacks chosen by type: ffi.StructuralWalk and ffi.StructuralVisit. */
#ifndef TVM_FFI_EXTRA_WALK_H_
#define TVM_FFI_EXTRA_WALK_H_

#include "core/func.h"

/* Bodies of the global functions. */
int tf_walk_call(const tf_args* args, tf_any* result);
int tf_walk_visit_call(const tf_args* args, tf_any* result);

#endif /* TVM_FFI_EXTRA_WALK_H_ */
