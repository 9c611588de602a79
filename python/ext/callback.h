/* SPDX-License-Identifier: Apache-2.0 */
/* Functions whose callee is a Python callable. The Function object is ours from its header on, so that a call from
   Python can see that no native code lies between. */
#ifndef PYTF_CALLBACK_H_
#define PYTF_CALLBACK_H_

#include <tvm/ffi/c/layout.h>

#include "call.h"

typedef struct {
  tvm_ffi_function_object function;
  pytf_state* state;
  PyObject* callable;
  const DLPackExchangeAPI* exchange;
  pytf_packed_call packed; /* what a function by its five addresses calls; NULL in others */
} pytf_callback;

/* safe_call of all callbacks: takes the GIL. */
int pytf_callback_safe_call(void* self, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result);

static inline int pytf_is_callback(TVMFFIObjectHandle function) {
  return ((const tvm_ffi_function_object*)function)->call.safe_call == pytf_callback_safe_call;
}

/* The same with the GIL held; on failure the Python exception stays set. */
int pytf_callback_invoke(pytf_callback* callback, const TVMFFIAny* args, int32_t num_args,
                         TVMFFIAny* result);

#endif /* PYTF_CALLBACK_H_ */
