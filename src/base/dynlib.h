/* SPDX-License-Identifier: Apache-2.0 */
/* Shared libraries: opening, looking up, and which file an address belongs to. Knows nothing of
 * modules. */
#ifndef TVM_FFI_BASE_DYNLIB_H_
#define TVM_FFI_BASE_DYNLIB_H_

#include <stdbool.h>

#include "base/buf.h"
#include "base/compiler.h"
#include "base/text.h"

/* Opens the file NUL-terminated `path` with all symbols resolved now and none exported to others.
   On failure returns NULL and appends the system's one-line reason to `reason`. */
TF_NODISCARD void* tf_dynlib_open(const char* path, tf_buf* reason);

/* Address of `name` in `handle` or its dependencies, or NULL. */
void* tf_dynlib_symbol(void* handle, const char* name);

void tf_dynlib_close(void* handle);

/* Some address inside the library behind a handle; NULL when the system cannot tell. */
const void* tf_dynlib_address_in(void* handle);

/* Keeps the file that holds `address` loaded for ever. Does nothing for an address that no file
 * holds. */
void tf_dynlib_pin(const void* address);

/* The loaded file that holds an address. `base` tells files apart, `path` is the loader's text for
   it. Both live as long as the file stays loaded. */
typedef struct tf_dynlib_place {
  const void* base;
  const char* path;
  const char* symbol;         /* nearest exported name at or below the address, or NULL */
  const void* symbol_address; /* NULL with `symbol` */
} tf_dynlib_place;

/* False when no loaded file holds `address`. */
bool tf_dynlib_find(const void* address, tf_dynlib_place* out);

/* Address of `name` in the C++ runtime that the process has loaded, or NULL. */
void* tf_dynlib_cxx_symbol(const char* name);

/* Appends the C++ name behind a mangled symbol, or the symbol itself when it is none or no C++ runtime is loaded that could
   tell. */
void tf_dynlib_put_demangled(const char* symbol, tf_buf* buf);

/* The last part of a path. */
tf_str tf_dynlib_file_name(const char* path);

#endif /* TVM_FFI_BASE_DYNLIB_H_ */
