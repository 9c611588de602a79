/* SPDX-License-Identifier: Apache-2.0 */
/* Reflected fields as attributes. */
#ifndef PYTF_FIELD_H_
#define PYTF_FIELD_H_

#include "object.h"

/* How a field's memory may be read and written directly; kPytfIndirect: through getter and setter. */
typedef enum {
  kPytfIndirect = 0,
  kPytfInt8,
  kPytfUInt8,
  kPytfInt16,
  kPytfUInt16,
  kPytfInt32,
  kPytfUInt32,
  kPytfInt64,
  kPytfBool,
  kPytfFloat32,
  kPytfFloat64
} pytf_plain;

/* What getter and setter of a field were found to do, by trying them on a scratch cell. */
pytf_plain pytf_probe_field(const TVMFFIFieldInfo* info);

/* A data descriptor; one per field and class that it is bound to. */
typedef struct {
  PyObject ob_base;
  pytf_state* state;
  PyTypeObject* owner;
  PyObject* name;
  PyObject* doc; /* or NULL */
  int64_t offset;
  TVMFFIFieldGetter getter;
  void* setter;
  int64_t flags;
  int32_t plain;      /* pytf_plain */
  int32_t type_index; /* whose objects have the field */
} pytf_field;

/* A descriptor for a field of the type, to be installed in `owner`. New reference. */
PyObject* pytf_field_new(pytf_state* st, PyTypeObject* owner, int32_t type_index,
                         const TVMFFIFieldInfo* info);

int pytf_setup_field(pytf_state* st, PyObject* module);

#endif /* PYTF_FIELD_H_ */
