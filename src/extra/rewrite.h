/* SPDX-License-Identifier: Apache-2.0 */
/* Rewrites of values with callbacks chosen by type: ffi.StructuralMap and ffi.StructuralMutate. */
#ifndef TVM_FFI_EXTRA_REWRITE_H_
#define TVM_FFI_EXTRA_REWRITE_H_

#include "core/func.h"

/* Bodies of the global functions. */
int tf_rewrite_map_call(const tf_args* args, tf_any* result);
int tf_rewrite_mutate_call(const tf_args* args, tf_any* result);

#endif /* TVM_FFI_EXTRA_REWRITE_H_ */
