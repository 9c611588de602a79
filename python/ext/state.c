/* SPDX-License-Identifier: Apache-2.0 */
/* The extension's state: made once a process. */
#include "state.h"

#include "pytf.h"

static pytf_state* the_state;

pytf_state* pytf_state_peek(void) { return the_state; }

static int intern_names(pytf_names* names) {
#define PYTF_INTERN(id, text)                   \
  names->id = PyUnicode_InternFromString(text); \
  if (!names->id) return -1;
  PYTF_NAMES(PYTF_INTERN)
#undef PYTF_INTERN
  return 0;
}

/* TVM_FFI_RELEASE_GIL_BY_DEFAULT: anything but 0 is yes. */
static int release_gil_by_default(void) {
  const char* value = Py_GETENV("TVM_FFI_RELEASE_GIL_BY_DEFAULT");
  return !value || strcmp(value, "0") != 0;
}

pytf_state* pytf_state_new(void) {
  pytf_state* st = (pytf_state*)PyMem_RawCalloc(1, sizeof *st);
  if (!st) {
    PyErr_NoMemory();
    return NULL;
  }
  st->release_gil_by_default = release_gil_by_default();
  if (intern_names(&st->names) != 0) return NULL;
  the_state = st;
  return st;
}

int pytf_add_type(pytf_state* st, PyObject* module, PyType_Spec* spec, PyTypeObject* base,
                  PyTypeObject** slot) {
  (void)st;
  PyObject* bases = base ? PyTuple_Pack(1, base) : NULL;
  if (base && !bases) return -1;
  PyObject* type = PyType_FromModuleAndSpec(module, spec, bases);
  Py_XDECREF(bases);
  if (!type) return -1;
  pytf_apply_flags((PyTypeObject*)type);
  *slot = (PyTypeObject*)type;
  const char* dot = strrchr(spec->name, '.');
  return PyModule_AddObjectRef(module, dot ? dot + 1 : spec->name, type);
}
