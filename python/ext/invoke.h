/* SPDX-License-Identifier: Apache-2.0 */
/* The path of one call into native code. */
#ifndef PYTF_INVOKE_H_
#define PYTF_INVOKE_H_

#include "call.h"
#include "convert.h"

/* Calls with views: guards the recursion, releases the GIL unless the callee is our own trampoline or `release_gil` is
   0, sets stream and allocator that the context asks for, and turns an FFI error into the Python exception. `*result` is
   an owned value, None on failure. */
int pytf_invoke(pytf_ctx* ctx, TVMFFIObjectHandle function, const TVMFFIAny* args, int32_t num_args,
                int release_gil, TVMFFIAny* result);

#endif /* PYTF_INVOKE_H_ */
