/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of our metaclass: what they know about the FFI type they stand for, and how they are called. */
#ifndef PYTF_CLASS_H_
#define PYTF_CLASS_H_

#include "ctor.h"
#include "object.h"

/* An instance of the metaclass. A class that was not registered itself has the type of its nearest registered base. */
typedef struct {
  PyHeapTypeObject heap;
  int32_t type_index; /* -1: no registered class in its chain */
  int is_registered;
  pytf_ctor* ctor; /* permanent, as the type is; NULL: no registered class in the chain */
} pytf_class;

static inline int pytf_is_class(const pytf_state* st, PyObject* obj) {
  return PyType_IsSubtype(Py_TYPE(obj), st->meta_type);
}

/* Lets calls of `cls` go straight to its constructor. Only when its `__new__` and `__init__` are ours. */
void pytf_class_set_direct(pytf_class* cls);

/* The metaclass and Object. */
int pytf_setup_class(pytf_state* st, PyObject* module);

#endif /* PYTF_CLASS_H_ */
