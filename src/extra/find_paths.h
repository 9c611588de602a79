/* SPDX-License-Identifier: Apache-2.0 */
/* From the trail of an error back to paths in the value: ffi.VisitErrorContext.FindAccessPaths. */
#ifndef TVM_FFI_EXTRA_FIND_PATHS_H_
#define TVM_FFI_EXTRA_FIND_PATHS_H_

#include "container/seq.h"
#include "core/func.h"

/* More paths than this are not looked for. */
#define TF_FIND_PATHS_MAX 1000

/* The paths from `root` on which the objects of `trail` (innermost first) lie in this order; each ends at the innermost.
   With `prefix` and no such path: those on which the longest outer part of the trail lies. An Array of
   ffi.reflection.AccessPath, owned. -1 with MemoryError or what a getter raised. */
TF_NODISCARD int tf_find_paths(tf_object* root, const tf_seq* trail, bool prefix, tf_seq** out);

/* Body of the global function. */
int tf_find_paths_call(const tf_args* args, tf_any* result);

#endif /* TVM_FFI_EXTRA_FIND_PATHS_H_ */
