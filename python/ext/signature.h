/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures of callables that know how many arguments they take. */
#ifndef PYTF_SIGNATURE_H_
#define PYTF_SIGNATURE_H_

#include "object.h"

/* A signature of `count` positional-only parameters `_0`, `_1` ... (below 0: `*args`), behind `self` if wanted. New
   reference. */
PyObject* pytf_positional_signature(Py_ssize_t count, int with_self);

/* A signature of parameters with these names (a tuple) and defaults (a dict); the first is positional-only if `is_method`.
   New reference. */
PyObject* pytf_named_signature(PyObject* names, PyObject* defaults, int is_method);

#endif /* PYTF_SIGNATURE_H_ */
