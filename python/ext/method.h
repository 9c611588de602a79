/* SPDX-License-Identifier: Apache-2.0 */
/* Reflected methods as attributes. */
#ifndef PYTF_METHOD_H_
#define PYTF_METHOD_H_

#include "object.h"

/* The attribute for a registered method of `owner`: a method descriptor, or the Function itself for a static one. New
   reference. */
PyObject* pytf_method_new(pytf_state* st, PyTypeObject* owner, const TVMFFIMethodInfo* info);

int pytf_setup_method(pytf_state* st, PyObject* module);

#endif /* PYTF_METHOD_H_ */
