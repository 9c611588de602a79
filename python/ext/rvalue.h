/* SPDX-License-Identifier: Apache-2.0 */
/* ObjectRValueRef: an argument whose object the callee may take over. */
#ifndef PYTF_RVALUE_H_
#define PYTF_RVALUE_H_

#include "convert.h"

/* Moves the wrapper's handle into the reference's slot and points `view` at it. When `ctx` is dropped the handle goes
   back into the wrapper unless the callee took it. */
int pytf_rvalue_view(pytf_ctx* ctx, PyObject* rvalue, TVMFFIAny* view);

void pytf_rvalue_give_back(PyObject* rvalue);
int pytf_ctx_keep_rvalue(pytf_ctx* ctx, PyObject* rvalue);

#endif /* PYTF_RVALUE_H_ */
