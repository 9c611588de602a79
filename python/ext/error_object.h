/* SPDX-License-Identifier: Apache-2.0 */
/* FFI errors that come from a Python exception and keep it, so that the same exception can be raised again when the
   error returns. Error objects like all others to everybody else. */
#ifndef PYTF_ERROR_OBJECT_H_
#define PYTF_ERROR_OBJECT_H_

#include "state.h"

/* Makes one. Copies kind and message, takes its own reference to `exc`; `python_text` (PyMem_RawMalloc'ed, may be NULL)
   is consumed, also on failure. `native` follows it in the backtrace. */
int pytf_error_object_new(PyObject* exc, const TVMFFIByteArray* kind,
                          const TVMFFIByteArray* message, char* python_text, size_t python_size,
                          const TVMFFIByteArray* native, TVMFFIObjectHandle* out);

/* The exception inside, or NULL when the error is of another make. Borrowed. */
PyObject* pytf_error_object_peek(TVMFFIObjectHandle error);

/* How many bytes at the start of the backtrace describe the exception's own traceback. */
size_t pytf_error_object_python_size(TVMFFIObjectHandle error);

#endif /* PYTF_ERROR_OBJECT_H_ */
