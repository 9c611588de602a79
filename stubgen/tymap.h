/* SPDX-License-Identifier: Apache-2.0 */
/* The one-line directives that carry names: `ty-map` and `import-object`, and the table from origins to Python names. */
#ifndef TVM_FFI_STUBGEN_TYMAP_H_
#define TVM_FFI_STUBGEN_TYMAP_H_

#include <stdbool.h>

#include "arena.h"

/* The table of a run: what `ty-map` lines say, on top of the built-in names. */
typedef struct sg_ty_map {
  sg_arena* arena;
  sg_map user;  /* origin -> tf_str* */
  sg_map* seen; /* origin -> sg_ty_name, of outputs and of inputs: what was looked up before */
} sg_ty_map;

sg_ty_map sg_ty_map_new(sg_arena* arena);

/* Reads `LHS -> RHS`. Returns NULL, or what is wrong. */
const char* sg_ty_map_parse(tf_str line, tf_str* from, tf_str* to);

/* Adds an entry; the last one for an origin counts. */
void sg_ty_map_set(sg_ty_map* map, tf_str from, tf_str to);

/* The Python name shown for an origin where it is taken (`input`) or given; false when the table has none. `*by_user`
   says whether a `ty-map` line decided. */
bool sg_ty_map_find(const sg_ty_map* map, tf_str origin, bool input, tf_str* name, bool* by_user);

/* What stands for an origin in annotations. */
typedef struct sg_ty_name {
  tf_str full;   /* where Python finds it */
  bool is_known; /* it can be imported, or the table or Python itself has it */
  bool is_none;
} sg_ty_name;

/* The same with all that follows from the name, looked up once for each origin. `origin` must outlive the table. */
const sg_ty_name* sg_ty_map_show(const sg_ty_map* map, tf_str origin, bool input);

/* The name of a class, mapped or not, as `object/KEY` blocks show it. */
tf_str sg_ty_map_class(const sg_ty_map* map, tf_str key);

/* One `import-object` line. */
typedef struct sg_import_object {
  tf_str name;   /* dotted */
  bool checking; /* under `if TYPE_CHECKING:` only */
  tf_str alias;  /* empty: none */
} sg_import_object;

/* Reads `NAME[;CHECKING_ONLY[;ALIAS]]`. Returns NULL, or what is wrong. */
const char* sg_import_object_parse(tf_str line, sg_import_object* out);

/* True when the line imports the loader whose result is called LIB. */
bool sg_import_object_is_loader(const sg_import_object* object);

/* Where Python finds a registered name: modules `ffi` and `testing` live in the package tvm_ffi. */
tf_str sg_python_name(sg_arena* arena, tf_str name);

#endif /* TVM_FFI_STUBGEN_TYMAP_H_ */
