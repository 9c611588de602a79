/* SPDX-License-Identifier: Apache-2.0 */
/* Type schemas as Python annotations. */
#ifndef TVM_FFI_STUBGEN_ANNOTATE_H_
#define TVM_FFI_STUBGEN_ANNOTATE_H_

#include <stdbool.h>

#include "imports.h"
#include "model.h"
#include "tymap.h"

/* Everything annotations depend on. */
typedef struct sg_annotator {
  sg_model* model;
  const sg_ty_map* map;
  sg_scope* scope; /* where the text will stand */
} sg_annotator;

/* Writes the annotation of a value that is given out, or with `input` taken in. NULL is Any. Types without a name that
   Python could import are Any. The text has at most SG_ANNOTATION_MAX bytes; what would make it longer becomes Any. */
void sg_annotate(sg_annotator* annotator, const sg_schema* schema, bool input, sg_text* out);

enum { SG_ANNOTATION_MAX = 64 * 1024 };

#endif /* TVM_FFI_STUBGEN_ANNOTATE_H_ */
