/* SPDX-License-Identifier: Apache-2.0 */
/* One `def` line each: functions, methods, constructors. */
#ifndef TVM_FFI_STUBGEN_RENDER_SIGNATURE_H_
#define TVM_FFI_STUBGEN_RENDER_SIGNATURE_H_

#include "annotate.h"

/* What follows the head of a definition: a comment on its line, and a docstring before the `...` when it is not empty,
   each on lines of their own behind `indent` spaces. */
typedef struct sg_def_end {
  const char* comment;
  tf_str doc;
  size_t indent;
} sg_def_end;

/* `def NAME(_0: T0, /) -> R: ...` */
void sg_render_function(sg_annotator* annotator, tf_str name, const sg_schema* schema,
                        const sg_def_end* end, sg_text* out);

/* The same for a method; a member's first parameter is `self`, whatever its schema calls it. */
void sg_render_method(sg_annotator* annotator, const sg_method* method, const sg_def_end* end,
                      sg_text* out);

/* A function that a library exports, as a member of the library's class: all parameters behind `self`. A NULL schema is
   shown as taking and giving anything. */
void sg_render_export_method(sg_annotator* annotator, tf_str name, const sg_schema* schema,
                             const sg_def_end* end, sg_text* out);

/* A docstring on lines of their own behind `indent` spaces. Line ends inside are kept, each line indented anew. */
void sg_put_docstring(sg_text* out, tf_str doc, size_t indent);

/* `def NAME(self, a: A, b: B = ...) -> None: ...` */
void sg_render_init(sg_annotator* annotator, const char* name, const sg_signature* signature,
                    const sg_def_end* end, sg_text* out);

#endif /* TVM_FFI_STUBGEN_RENDER_SIGNATURE_H_ */
