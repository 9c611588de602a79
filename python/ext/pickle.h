/* SPDX-License-Identifier: Apache-2.0 */
/* Pickling and copying of wrappers: methods of CObject. New references. */
#ifndef PYTF_PICKLE_H_
#define PYTF_PICKLE_H_

#include "object.h"

/* {"handle": the object's JSON graph, or None}; TypeError when the runtime cannot write graphs. */
PyObject* pytf_object_getstate(PyObject* self, PyObject* unused);

/* Takes such a dict. */
PyObject* pytf_object_setstate(PyObject* self, PyObject* state);

/* (_new_object, (class,), state) */
PyObject* pytf_object_reduce(PyObject* self, PyObject* unused);

#endif /* PYTF_PICKLE_H_ */
