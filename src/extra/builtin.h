/* SPDX-License-Identifier: Apache-2.0 */
/* The global functions that the library registers by itself, one table per file. The order of the calls in startup.c is
   the order of `ffi.FunctionListGlobalNamesFunctor` (abi/registry.json). */
#ifndef TVM_FFI_EXTRA_BUILTIN_H_
#define TVM_FFI_EXTRA_BUILTIN_H_

#include "core/func.h"

/* Each registers its functions, in order. -1 with the error raised. */
TF_NODISCARD int tf_builtin_core(void);
TF_NODISCARD int tf_builtin_seq(void);
TF_NODISCARD int tf_builtin_map(void);
TF_NODISCARD int tf_builtin_device(void);
TF_NODISCARD int tf_builtin_structural(void);
TF_NODISCARD int tf_builtin_json(void);
TF_NODISCARD int tf_builtin_dataclass(void);
TF_NODISCARD int tf_builtin_structural_key(void);
TF_NODISCARD int tf_builtin_module(void);

#endif /* TVM_FFI_EXTRA_BUILTIN_H_ */
