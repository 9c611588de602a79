/* SPDX-License-Identifier: Apache-2.0 */
/* The class of a library handle: what `LIB` is for a type checker. */
#ifndef TVM_FFI_STUBGEN_RENDER_LIBRARY_H_
#define TVM_FFI_STUBGEN_RENDER_LIBRARY_H_

#include "render.h"

/* `my_ext` gives `MyExtLibrary`. */
tf_str sg_library_class(sg_arena* arena, tf_str target);

/* The body of `library/TARGET`. */
void sg_render_library(sg_renderer* r, const sg_library* library);

/* True when `LIB.name` reaches an exported function of that name: Python can write it, and the class of modules has no
   member of its own that is called so. */
bool sg_library_shows(tf_str name);

#endif /* TVM_FFI_STUBGEN_RENDER_LIBRARY_H_ */
