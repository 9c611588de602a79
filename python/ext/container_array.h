/* SPDX-License-Identifier: Apache-2.0 */
/* Making Arrays in place. */
#ifndef PYTF_CONTAINER_ARRAY_H_
#define PYTF_CONTAINER_ARRAY_H_

#include "values_state.h"

/* A new ffi.Array of the items of a list or tuple. `*out` is owned. */
int pytf_array_new(pytf_ctx* ctx, PyObject* items, TVMFFIObjectHandle* out);

/* Raises RuntimeError: a collection changed while its items were converted. Returns -1. */
int pytf_collection_changed(void);

/* Raises ValueError: a Tensor that only borrows its caller's data cannot be stored. Returns -1. */
int pytf_refuse_borrowed(void);

/* The deleter by which the Arrays made here are told from others. */
pytf_deleter pytf_array_deleter(void);

#endif /* PYTF_CONTAINER_ARRAY_H_ */
