/* SPDX-License-Identifier: Apache-2.0 */
/* What type checkers say about a method that a class inherits in another form. */
#ifndef TVM_FFI_STUBGEN_OVERRIDE_H_
#define TVM_FFI_STUBGEN_OVERRIDE_H_

#include "imports.h"
#include "model.h"
#include "tymap.h"

/* The comment that a definition needs: none; one that mypy and pyright respect, because both refuse; or one for pyright
   alone, because mypy would call the other one unused. */
typedef enum { SG_OVERRIDE_FINE, SG_OVERRIDE_REFUSED, SG_OVERRIDE_PYRIGHT } sg_override;

/* The registered class after which the Python class is derived: an ancestor of `type` that one of the `bases` of its class
   statement names. NULL when they name none. */
const sg_type* sg_override_base(const sg_imports* imports, const sg_ty_map* map,
                                const sg_type* type, tf_str bases);

/* Compares what `type` writes under the name of a method, `__ffi_init__` too, with what `base` and its ancestors write. */
sg_override sg_override_of(sg_model* model, const sg_type* type, tf_str name, const sg_type* base);

/* `  # type: ignore[override]` and the like, or an empty text. */
const char* sg_override_comment(sg_override what);

#endif /* TVM_FFI_STUBGEN_OVERRIDE_H_ */
