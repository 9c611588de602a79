/* SPDX-License-Identifier: Apache-2.0 */
/* One `def` line each: functions, methods, constructors. */
#ifndef TVM_FFI_STUBGEN_RENDER_SIGNATURE_H_
#define TVM_FFI_STUBGEN_RENDER_SIGNATURE_H_

#include "annotate.h"

/* `def NAME(_0: T0, /) -> R: ...` */
void sg_render_function(sg_annotator* annotator, tf_str name, const sg_schema* schema,
                        sg_text* out);

/* The same for a method; a member's first parameter is `self`, whatever its schema calls it. `comment` ends the line. */
void sg_render_method(sg_annotator* annotator, const sg_method* method, const char* comment,
                      sg_text* out);

/* `def NAME(self, a: A, b: B = ...) -> None: ...` */
void sg_render_init(sg_annotator* annotator, const char* name, const sg_signature* signature,
                    const char* comment, sg_text* out);

#endif /* TVM_FFI_STUBGEN_RENDER_SIGNATURE_H_ */
