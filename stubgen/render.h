/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies of blocks as Python text: a pure function of the model, the names of the file and the options. All lines end
   with LF and begin at column 0; rewrite.h fits them into their place. */
#ifndef TVM_FFI_STUBGEN_RENDER_H_
#define TVM_FFI_STUBGEN_RENDER_H_

#include "annotate.h"
#include "diag.h"

typedef struct sg_render_options {
  size_t inner; /* spaces that indent what stands under TYPE_CHECKING */
  bool docs;    /* write registered documentation */
  bool is_stub; /* of a .pyi file, where overloads have no implementation */
} sg_render_options;

typedef struct sg_renderer {
  sg_model* model;
  const sg_ty_map* map;
  sg_imports* imports;
  sg_render_options options;
  sg_text* out;
} sg_renderer;

/* True when the function has a place in stubs: a usable schema and a name that Python can write. */
bool sg_function_is_shown(sg_model* model, sg_function* function);

/* The function that a later block of the file binds to the name of `function`, with another signature. NULL when there is
   none. */
const sg_function* sg_function_bound_later(const sg_imports* imports, const sg_function* function);

/* The body of `global/PREFIX@MODULE` from `count` functions of that prefix. Those that are not shown, and those
   whose name a class of the file has or a later block takes, are left out. */
void sg_render_global(sg_renderer* r, tf_str prefix, tf_str module, sg_function* functions,
                      size_t count);

/* Where the body of a class stands. */
typedef struct sg_class_place {
  bool needs_body; /* write `...` when nothing else would stand in the class */
  tf_str bases;    /* of the class statement, as written */
} sg_class_place;

/* The body of `object/KEY`. */
void sg_render_object(sg_renderer* r, sg_type* type, sg_class_place place);

/* The body of `__all__`: sorts `names` and drops repeated ones. */
void sg_render_all(tf_str* names, size_t count, sg_text* out);

/* The body of `export/MODULE`. */
void sg_render_export(tf_str module, sg_text* out);

#endif /* TVM_FFI_STUBGEN_RENDER_H_ */
