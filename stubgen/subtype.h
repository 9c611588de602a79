/* SPDX-License-Identifier: Apache-2.0 */
/* Which types stand for which in the eyes of type checkers. */
#ifndef TVM_FFI_STUBGEN_SUBTYPE_H_
#define TVM_FFI_STUBGEN_SUBTYPE_H_

#include "model.h"

/* True when a value of `type` may be given where `wanted` is asked for. NULL is Any. False when in doubt: types under other
   names (`ty-map`) and callables are only equal to themselves. */
bool sg_is_subtype(const sg_model* model, const sg_schema* type, const sg_schema* wanted);

#endif /* TVM_FFI_STUBGEN_SUBTYPE_H_ */
