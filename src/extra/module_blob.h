/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of modules that a library carries in `__tvm_ffi__library_bin` (abi.md section 15):

     total | n, row[n] | m, child[m] | module 0: length, kind [, length, payload] | module 1 ...

   All numbers are 64-bit little endian; `total` counts the bytes behind it. There are n - 1 modules; module i imports
   child[row[i]] to child[row[i + 1] - 1]. Kind `_lib` is the library itself and has no payload; any other kind is made by
   the global function `ffi.Module.load_from_bytes.<kind>`. */
#ifndef TVM_FFI_EXTRA_MODULE_BLOB_H_
#define TVM_FFI_EXTRA_MODULE_BLOB_H_

#include "extra/module.h"

/* Builds the tree and gives its module 0, owned. `library` takes the place of `_lib`; *out_has_library says whether the
   tree has one. -1 with RuntimeError for a tree that is cut off, names modules that do not exist or imports in a cycle,
   or for a kind without a loader. */
TF_NODISCARD int tf_module_blob_load(const char* blob, tf_module* library, tf_module** out,
                                     bool* out_has_library);

#endif /* TVM_FFI_EXTRA_MODULE_BLOB_H_ */
