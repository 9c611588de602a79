/* SPDX-License-Identifier: Apache-2.0 */
/* `__init__` of registered classes: binds positional and keyword arguments to the parameters of the type's constructor
   as tvm_ffi_constructor_of tells them, so that calls, `__signature__` and stubs agree. */
#ifndef PYTF_CTOR_H_
#define PYTF_CTOR_H_

#include "additions.h"
#include "object.h"

typedef struct {
  PyObject* name;          /* interned; NULL for positional-only ones */
  PyObject* annotation;    /* str or NULL */
  TVMFFIAny default_value; /* borrowed from the type table: the value, or the factory */
  int32_t kind;            /* tvm_ffi_param_kind */
  char has_default;
  char from_factory;
} pytf_param;

/* A method descriptor; one per registered class. */
typedef struct {
  PyObject ob_base;
  vectorcallfunc vectorcall;
  pytf_state* state;
  PyTypeObject* owner;
  TVMFFIObjectHandle function; /* owned; NULL: calling raises TypeError */
  int32_t type_index;
  int32_t protocol; /* tvm_ffi_constructor_protocol */
  Py_ssize_t num_params;
  Py_ssize_t num_positional; /* leading parameters that may be given by position */
  int is_variadic;
  int release_gil;
  pytf_param* params;
} pytf_ctor;

/* The constructor of a type as a descriptor for `owner`. New reference. */
PyObject* pytf_ctor_new(pytf_state* st, PyTypeObject* owner, int32_t type_index);

/* Constructs: an owned handle of the constructor's type in *out. Arguments as for vectorcall, without self. */
int pytf_ctor_construct(pytf_ctor* ctor, PyObject* const* args, Py_ssize_t num_args,
                        PyObject* kwnames, TVMFFIObjectHandle* out);

/* inspect.Signature of the constructor, with `self` or without. New reference. */
PyObject* pytf_ctor_signature(pytf_ctor* ctor, int with_self);

int pytf_setup_ctor(pytf_state* st, PyObject* module);

#endif /* PYTF_CTOR_H_ */
