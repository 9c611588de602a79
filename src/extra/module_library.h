/* SPDX-License-Identifier: Apache-2.0 */
/* Modules whose functions are symbols `__tvm_ffi_<name>`: those of a shared library, and those that statically linked
   code registered one by one, the system library (abi.md section 15). */
#ifndef TVM_FFI_EXTRA_MODULE_LIBRARY_H_
#define TVM_FFI_EXTRA_MODULE_LIBRARY_H_

#include "extra/module.h"

/* Opens a library and makes its module: fills in the context symbols, builds the tree of a `__tvm_ffi__library_bin`,
   stores the library context. Owned. -1 with the loader's error (extra/library.h) or a RuntimeError about the tree. */
TF_NODISCARD int tf_module_library_load(tf_str path, tf_module** out);

/* The module of registered symbols whose names start with `prefix`; the same object each time. Owned. */
TF_NODISCARD int tf_module_library_system(tf_str prefix, tf_module** out);

/* Remembers a symbol of the system library. A name that is there already with another address is replaced, with a warning
   on stderr. -1 with MemoryError. Thread-safe. */
TF_NODISCARD int tf_module_library_add_system_symbol(tf_str name, void* symbol);

/* Remembers a pointer that is stored into the variable `name` of each library loaded from now on. -1 with MemoryError.
   Thread-safe. */
TF_NODISCARD int tf_module_library_add_context_symbol(tf_str name, void* symbol);

#endif /* TVM_FFI_EXTRA_MODULE_LIBRARY_H_ */
