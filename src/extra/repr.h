/* SPDX-License-Identifier: Apache-2.0 */
/* The text of any value (abi.md section 19.4). */
#ifndef TVM_FFI_EXTRA_REPR_H_
#define TVM_FFI_EXTRA_REPR_H_

#include "core/any.h"

/* Makes the text of a value, an owned string object. Cyclic values print `...` where they come back to themselves.
   -1 with the error of a `__ffi_repr__` hook, ValueError for a text beyond 1 GiB, or MemoryError. */
TF_NODISCARD int tf_repr(tf_view value, tf_any* out);

#endif /* TVM_FFI_EXTRA_REPR_H_ */
