/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters of functions and methods as their metadata tell them: the keys `arg_names` and `arg_defaults` next to
   `type_schema`. Whoever does not have them takes positional arguments only. */
#ifndef PYTF_PARAMS_H_
#define PYTF_PARAMS_H_

#include "object.h"

/* What is known: a tuple (names, defaults, count). `names` is a tuple of str, or None; `defaults` a dict from name to
   value; `count` how many parameters the type schema has, -1 when it does not say. Metadata that make no sense tell
   nothing. New reference; NULL for want of memory alone. */
PyObject* pytf_params_of(pytf_state* st, const TVMFFIByteArray* metadata);

/* Calls with keywords: puts the arguments in order and fills gaps before the last given one with defaults; the callee knows
   those behind it. `label` names the callable in errors. `is_method`: the first argument is an instance, already
   checked. New reference. */
PyObject* pytf_params_call(pytf_state* st, PyObject* params, PyObject* label, int is_method,
                           TVMFFIObjectHandle function, PyObject* const* args, Py_ssize_t num_args,
                           PyObject* kwnames, int release_gil);

/* An inspect.Signature; None when nothing is known. New reference. */
PyObject* pytf_params_signature(PyObject* params, int is_method);

#endif /* PYTF_PARAMS_H_ */
