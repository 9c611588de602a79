/* SPDX-License-Identifier: Apache-2.0 */
/* Where the symbols of a library module come from: a loaded file, or the table of the system library. */
#ifndef TVM_FFI_EXTRA_SYMBOL_SOURCE_H_
#define TVM_FFI_EXTRA_SYMBOL_SOURCE_H_

#include "extra/module.h"

typedef struct tf_symbol_source {
  void* handle; /* of the loaded file; NULL: the system library */
  size_t num_prefix;
  char prefix[]; /* of the system library's names, NUL-terminated */
} tf_symbol_source;

/* A new source. `handle` is taken over on success. NULL with MemoryError raised. */
TF_NODISCARD tf_symbol_source* tf_symbol_source_new(void* handle, tf_str prefix);

/* Closes the file. */
void tf_symbol_source_drop(void* source);

/* The function behind `kind_prefix` + name, NULL when there is none: `__tvm_ffi_` for functions. In the system library
   the module's prefix is tried first. Never raises; a name that is too long is not found. */
TVMFFISafeCallType tf_symbol_source_function(const tf_symbol_source* source,
                                             const char* kind_prefix, tf_str name);

/* The address of a variable or constant, NULL when there is none. */
void* tf_symbol_source_data(const tf_symbol_source* source, const char* name);

#endif /* TVM_FFI_EXTRA_SYMBOL_SOURCE_H_ */
