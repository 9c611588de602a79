/* SPDX-License-Identifier: Apache-2.0 */
/* Tensors in and out of Python by DLPack: capsules and exchange tables. */
#ifndef PYTF_DLPACK_H_
#define PYTF_DLPACK_H_

#include "values_state.h"

/* The description of a Tensor, or NULL with TypeError when it holds none. Borrowed. */
const DLTensor* pytf_tensor_peek(PyObject* tensor);

/* Tensor.__dlpack__ */
PyObject* pytf_tensor_dlpack(PyObject* self, PyObject* const* args, Py_ssize_t num_args,
                             PyObject* names);

#endif /* PYTF_DLPACK_H_ */
