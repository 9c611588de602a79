/* SPDX-License-Identifier: Apache-2.0 */
/* The two directions of errors: a raised FFI error becomes a Python exception and the reverse. */
#ifndef PYTF_ERROR_H_
#define PYTF_ERROR_H_

#include "object.h"

/* Takes the FFI error in the raised slot and sets the Python exception for it: the very exception
   object when it came from Python, else the class registered for its kind. `rc` is what the ABI
   function returned (-2 and the kind EnvErrorAlreadySet: the Python exception is set already).
   Always returns -1. */
int pytf_raise(pytf_state* st, int rc);

/* rc of an ABI function -> 0, or -1 with the Python exception set. */
static inline int pytf_check(pytf_state* st, int rc) { return rc == 0 ? 0 : pytf_raise(st, rc); }

/* Sets the Python exception of an owned Error handle (not the raised slot). Consumes it. Always
 * returns -1. */
int pytf_raise_error(pytf_state* st, TVMFFIObjectHandle error);

/* Moves the pending Python exception into the FFI raised slot. Always returns -1, which a safe_call
 * may return. */
int pytf_raise_to_ffi(pytf_state* st);

/* The FFI error for an exception instance. `*out` is owned. */
int pytf_error_from_exception(pytf_state* st, PyObject* exc, TVMFFIObjectHandle* out);

/* The exception for an FFI error, not raised; borrowed handle. New reference. */
PyObject* pytf_exception_from_error(pytf_state* st, TVMFFIObjectHandle error);

/* The name in `names` (a sequence of str) nearest to `name`, or NULL when none is near. Borrowed
   from `names`; never leaves an exception. */
PyObject* pytf_nearest_name(PyObject* name, PyObject* names);

/* The value under a name, borrowed; NULL without an exception when there is none, with one when memory is short. (What
   Python has for this loses the exception.) */
static inline PyObject* pytf_dict_get(PyObject* dict, const char* name) {
  PyObject* key = PyUnicode_InternFromString(name);
  PyObject* value = key ? PyDict_GetItemWithError(dict, key) : NULL;
  Py_XDECREF(key);
  return value;
}

#endif /* PYTF_ERROR_H_ */
