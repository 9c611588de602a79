/* SPDX-License-Identifier: Apache-2.0 */
/* The loader of shared libraries: opened now and local, with a guard around their registrations (core/loading.h). */
#ifndef TVM_FFI_EXTRA_LIBRARY_H_
#define TVM_FFI_EXTRA_LIBRARY_H_

#include "core/types.h"

/* Opens a shared library. Opening it again gives the same handle. A library that registered anything stays loaded for
   ever; one whose registrations clash with those of another library has lost them all, stays loaded too, and each
   attempt to open it gives the same error. *out is for tf_library_close and tf_library_symbol. -1 with RuntimeError, one
   line with path and reason (ValueError for a path that holds a NUL). Thread-safe. */
TF_NODISCARD int tf_library_open(tf_str path, void** out);

void tf_library_close(void* handle);

/* Address of a symbol, or NULL. */
void* tf_library_symbol(void* handle, const char* name);

#endif /* TVM_FFI_EXTRA_LIBRARY_H_ */
