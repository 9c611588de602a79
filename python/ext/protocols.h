/* SPDX-License-Identifier: Apache-2.0 */
/* Conversion by what a class offers: the `__tvm_ffi_*__` protocols and the rows behind them. */
#ifndef PYTF_PROTOCOLS_H_
#define PYTF_PROTOCOLS_H_

#include "convert.h"

int pytf_ffi_object_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view);
int pytf_cuda_stream_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view);
int pytf_c_void_p_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view);
int pytf_opaque_ptr_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view);
int pytf_int_view(pytf_ctx* ctx, PyObject* value, TVMFFIAny* view);

/* The rows from 25 on; ends in OpaquePyObject. The caller guards the recursion. */
int pytf_protocol_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view);

/* The integer that a pointer-like result stands for: an int, or an object whose `value` is one. */
int pytf_address_of(PyObject* value, void** out);

#endif /* PYTF_PROTOCOLS_H_ */
