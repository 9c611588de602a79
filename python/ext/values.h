/* SPDX-License-Identifier: Apache-2.0 */
/* What the value and container files give to the conversions. Unless said otherwise functions
   return 0, or -1 with an exception set. */
#ifndef PYTF_VALUES_H_
#define PYTF_VALUES_H_

#include "convert.h"

/* ---- argument conversion: `obj` is of the named type or below it */

int pytf_tensor_view(pytf_ctx* ctx, PyObject* tensor,
                     TVMFFIAny* view); /* also the borrowing kind */
int pytf_datatype_view(pytf_ctx* ctx, PyObject* datatype, TVMFFIAny* view);
int pytf_dtype_view(pytf_ctx* ctx, PyObject* dtype, TVMFFIAny* view);
int pytf_device_view(pytf_ctx* ctx, PyObject* device, TVMFFIAny* view);
int pytf_native_view(pytf_ctx* ctx, PyObject* native,
                     TVMFFIAny* view); /* String, Bytes, Shape, others below
                                         PyNativeObject */

/* Sequences and dicts become an Array or Map that the context keeps. `items` is a list or tuple (or
   below), `dict` a dict (or below). The recursion guard is the caller's. */
int pytf_array_view(pytf_ctx* ctx, PyObject* items, TVMFFIAny* view);
int pytf_map_view(pytf_ctx* ctx, PyObject* dict, TVMFFIAny* view);

/* Called for objects of other types; 1 when they converted it, 0 when it is none of theirs. */
int pytf_dlpack_view(pytf_ctx* ctx, PyObject* obj,
                     TVMFFIAny* view); /* rows 7, 10, 11 of the table */
int pytf_foreign_dtype_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view);  /* rows 27, 28 */
int pytf_foreign_device_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view); /* row 29 */

/* ---- result conversion; handles are consumed, also on failure; new references */

PyObject* pytf_string_to_py(pytf_state* st, TVMFFIObjectHandle string);
PyObject* pytf_bytes_to_py(pytf_state* st, TVMFFIObjectHandle bytes);
PyObject* pytf_shape_to_py(pytf_state* st, TVMFFIObjectHandle shape);
PyObject* pytf_tensor_to_py(pytf_state* st, TVMFFIObjectHandle tensor,
                            const DLPackExchangeAPI* exchange);
PyObject* pytf_dltensor_to_py(pytf_state* st, DLTensor* borrowed); /* a Tensor with NULL handle */
PyObject* pytf_dtype_to_py(pytf_state* st, DLDataType dtype);
PyObject* pytf_device_to_py(pytf_state* st, DLDevice device);

/* ---- set-up, in the order of module.c */

int pytf_setup_dtype(pytf_state* st, PyObject* module);
int pytf_setup_device(pytf_state* st, PyObject* module);
int pytf_setup_string(pytf_state* st, PyObject* module);
int pytf_setup_shape(pytf_state* st, PyObject* module);
int pytf_setup_tensor(pytf_state* st, PyObject* module);
int pytf_setup_dlpack(pytf_state* st, PyObject* module);
int pytf_setup_container_seq(pytf_state* st, PyObject* module);
int pytf_setup_container_map(pytf_state* st, PyObject* module);

#endif /* PYTF_VALUES_H_ */
