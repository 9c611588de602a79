/* SPDX-License-Identifier: Apache-2.0 */
/* Python literals. */
#ifndef TVM_FFI_STUBGEN_LITERAL_H_
#define TVM_FFI_STUBGEN_LITERAL_H_

#include "arena.h"

/* A string literal in double quotes. */
void sg_put_python_string(sg_text* out, tf_str text);

#endif /* TVM_FFI_STUBGEN_LITERAL_H_ */
