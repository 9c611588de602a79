/* SPDX-License-Identifier: Apache-2.0 */
/* Copies of whole object graphs (abi.md section 19.3). */
#ifndef TVM_FFI_EXTRA_DEEP_COPY_H_
#define TVM_FFI_EXTRA_DEEP_COPY_H_

#include "core/func.h"

/* Copies a value and everything it reaches; what was shared or cyclic is so in the copy. Plain values, strings, bytes,
   shapes, big integers and enum members are shared with the source. Owned. -1 with InternalError for a type that cannot
   be copied, the error of a getter or setter, or MemoryError. */
TF_NODISCARD int tf_deep_copy(tf_view value, tf_any* out);

/* Body of ffi.DeepCopy. */
int tf_deep_copy_call(const tf_args* args, tf_any* result);

#endif /* TVM_FFI_EXTRA_DEEP_COPY_H_ */
