/* SPDX-License-Identifier: Apache-2.0 */
/* Calls into native code, Functions, and Python callables as Functions. */
#ifndef PYTF_CALL_H_
#define PYTF_CALL_H_

#include "object.h"

typedef struct {
  pytf_object base;
  vectorcallfunc vectorcall;
  PyObject* dict;
  char release_gil;
  /* Where it came from, for calls with keywords and `__signature__`. */
  char is_global;           /* `name` is its name in the registry */
  PyObject* name;           /* for messages; or NULL */
  TVMFFIByteArray metadata; /* permanent, or the text of `metadata_owner` */
  PyObject* metadata_owner; /* or NULL */
  PyObject* params;         /* params.h; NULL until somebody asks */
} pytf_function;

/* Tells a Function where it came from, unless it knows. `metadata` must be permanent, or the text of `opt_owner`. */
void pytf_function_describe(PyObject* function, PyObject* name, int is_global,
                            const TVMFFIByteArray* metadata, PyObject* opt_owner);

/* Calls an FFI function with Python arguments: converts them, calls (without the GIL when
   `release_gil`), converts the result. New reference. */
PyObject* pytf_call(pytf_state* st, TVMFFIObjectHandle function, PyObject* const* args,
                    Py_ssize_t num_args, int release_gil);

/* The same for a method: `args[0]` is a wrapper whose handle is not NULL. */
PyObject* pytf_call_method(pytf_state* st, TVMFFIObjectHandle function, PyObject* const* args,
                           Py_ssize_t num_args, int release_gil);

/* The same, but the result stays an owned value: None on failure. */
int pytf_call_value(pytf_state* st, TVMFFIObjectHandle function, PyObject* const* args,
                    Py_ssize_t num_args, int release_gil, TVMFFIAny* value);

/* What a new Function wrapper needs besides its handle. */
void pytf_function_init(pytf_state* st, pytf_function* self);

/* Calls an FFI function with views and takes an owned value, the GIL kept. On failure -1 with the
   FFI error turned into the Python exception, and `*result` is None. For short calls that
   containers, errors and values make themselves. */
int pytf_call_views(pytf_state* st, TVMFFIObjectHandle function, const TVMFFIAny* args,
                    int32_t num_args, TVMFFIAny* result);

/* The global function `name`, looked up once: `*slot` keeps it (owned for ever). NULL with
   RuntimeError naming it when the runtime has none. Borrowed. */
TVMFFIObjectHandle pytf_runtime_function(pytf_state* st, const char* name,
                                         TVMFFIObjectHandle* slot);

/* Makes a Function that calls a Python callable; takes its own reference to it. Arguments that are
   tensors become tensors of `exchange` (may be NULL). `*out` is owned. */
int pytf_callback_new(pytf_state* st, PyObject* callable, const DLPackExchangeAPI* exchange,
                      TVMFFIObjectHandle* out);

/* The Python callable inside a Function that pytf_callback_new made, or NULL. Borrowed; no
 * exception. */
PyObject* pytf_callback_peek(TVMFFIObjectHandle function);

/* Makes a Function of a C function that keeps `keep_alive` (may be NULL) as long as it lives. `*out` is owned. */
int pytf_extern_new(pytf_state* st, TVMFFISafeCallType safe_call, PyObject* keep_alive,
                    TVMFFIObjectHandle* out);

/* The packed C interface that MLIR gives a TVMFFISafeCallType: addresses of handle, args, num_args, result and of the
   status that it writes. */
typedef void (*pytf_packed_call)(void** arguments);

/* The same of such a function. */
int pytf_packed_new(pytf_state* st, pytf_packed_call packed, PyObject* keep_alive,
                    TVMFFIObjectHandle* out);

/* OpaquePyObject around any Python object. `*out` is owned. */
int pytf_opaque_new(pytf_state* st, PyObject* obj, TVMFFIObjectHandle* out);
/* The object inside an OpaquePyObject. Borrowed. */
PyObject* pytf_opaque_peek(TVMFFIObjectHandle opaque);
/* Whether the reference to it is ours, so that the collector may follow it. */
int pytf_opaque_is_ours(TVMFFIObjectHandle opaque);

/* Drops a Python reference from any thread; keeps it for ever when the interpreter is gone. */
void pytf_release_from_anywhere(PyObject* obj);

#endif /* PYTF_CALL_H_ */
