/* SPDX-License-Identifier: Apache-2.0 */
/* A look at a shared library before the system's loader maps it: dlopen of a truncated file may end the process, and its
   messages name neither architecture. Leaf code: nothing raised, no objects. */
#ifndef TVM_FFI_EXTRA_LIBRARY_CHECK_H_
#define TVM_FFI_EXTRA_LIBRARY_CHECK_H_

#include <stdbool.h>

#include "base/buf.h"

/* Looks at the file NUL-terminated `path`. Returns true when the loader may be asked: it looks like a shared library for
   this machine, or cannot be judged (another system's format). Otherwise appends the reason, one line without the path,
   to `reason`. Thread-safe. */
bool tf_library_check(const char* path, tf_buf* reason);

/* The same for the first `size` bytes of a file that is `file_size` bytes long; for tests and fuzzers. */
bool tf_library_check_bytes(const unsigned char* data, size_t size, uint64_t file_size,
                            tf_buf* reason);

#endif /* TVM_FFI_EXTRA_LIBRARY_CHECK_H_ */
