/* SPDX-License-Identifier: Apache-2.0 */
/* Error: an FFI error as a Python object (not an exception), and which class stands for which kind. */
#include "error.h"

#include "pytf.h"

static TVMFFIErrorCell* cell_of(PyObject* self) {
  TVMFFIObjectHandle handle = pytf_object_get_handle(self);
  return handle ? &((tvm_ffi_error_object*)handle)->error : NULL;
}

static PyObject* error_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs) {
  static char* names[] = {"kind", "message", "backtrace", NULL};
  const char *kind = NULL, *message = "", *backtrace = "";
  Py_ssize_t kind_size = 0, message_size = 0, backtrace_size = 0;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|s#s#s#:Error", names, &kind, &kind_size,
                                   &message, &message_size, &backtrace, &backtrace_size)) {
    return NULL;
  }
  pytf_state* st = pytf_state_peek();
  pytf_object* self = (pytf_object*)cls->tp_alloc(cls, 0);
  if (!self) return NULL;
  self->state = st;
  if (!kind) return (PyObject*)self;
  const TVMFFIByteArray kind_bytes = {kind, (size_t)kind_size};
  const TVMFFIByteArray message_bytes = {message, (size_t)message_size};
  const TVMFFIByteArray backtrace_bytes = {backtrace, (size_t)backtrace_size};
  TVMFFIObjectHandle handle = NULL;
  if (TVMFFIErrorCreate(&kind_bytes, &message_bytes, &backtrace_bytes, &handle) != 0) {
    Py_DECREF(self);
    return PyErr_NoMemory();
  }
  pytf_object_set_handle((PyObject*)self, handle);
  return (PyObject*)self;
}

static PyObject* text_of(const TVMFFIByteArray* text) {
  return PyUnicode_DecodeUTF8(text->data, (Py_ssize_t)text->size, "backslashreplace");
}

static PyObject* error_get_kind(PyObject* self, void* closure) {
  (void)closure;
  const TVMFFIErrorCell* cell = cell_of(self);
  return cell ? text_of(&cell->kind) : NULL;
}

static PyObject* error_get_message(PyObject* self, void* closure) {
  (void)closure;
  const TVMFFIErrorCell* cell = cell_of(self);
  return cell ? text_of(&cell->message) : NULL;
}

static PyObject* error_get_backtrace(PyObject* self, void* closure) {
  (void)closure;
  const TVMFFIErrorCell* cell = cell_of(self);
  return cell ? text_of(&cell->backtrace) : NULL;
}

static PyObject* error_get_extra_context(PyObject* self, void* closure) {
  (void)closure;
  const TVMFFIErrorCell* cell = cell_of(self);
  if (!cell) return NULL;
  if (!cell->extra_context) Py_RETURN_NONE;
  TVMFFIAny view;
  pytf_any_set_object(&view, cell->extra_context);
  return pytf_view_to_py(((pytf_object*)self)->state, &view, NULL);
}

static PyObject* error_py_error(PyObject* self, PyObject* unused) {
  (void)unused;
  TVMFFIObjectHandle handle = pytf_object_get_handle(self);
  return handle ? pytf_exception_from_error(((pytf_object*)self)->state, handle) : NULL;
}

static PyObject* error_update_backtrace(PyObject* self, PyObject* text) {
  TVMFFIErrorCell* cell = cell_of(self);
  if (!cell) return NULL;
  Py_ssize_t size = 0;
  const char* data = PyUnicode_AsUTF8AndSize(text, &size);
  if (!data) return NULL;
  const TVMFFIByteArray bytes = {data, (size_t)size};
  cell->update_backtrace(pytf_handle_of(self), &bytes, kTVMFFIBacktraceUpdateModeReplace);
  Py_RETURN_NONE;
}

static PyObject* error_reduce(PyObject* self, PyObject* unused) {
  (void)unused;
  const TVMFFIErrorCell* cell = cell_of(self);
  if (!cell) return NULL;
  return Py_BuildValue("(O(NNN))", Py_TYPE(self), text_of(&cell->kind), text_of(&cell->message),
                       text_of(&cell->backtrace));
}

static PyObject* error_repr(PyObject* self) {
  return PyUnicode_FromString(pytf_handle_of(self) ? "ffi.Error" : "Error(chandle=None)");
}

static PyMethodDef error_methods[] = {
    {"py_error", error_py_error, METH_NOARGS, "The exception for this error."},
    {"update_backtrace", error_update_backtrace, METH_O, "Replaces the backtrace."},
    {"__reduce__", error_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef error_getset[] = {
    {"kind", error_get_kind, NULL, "Kind of the error, such as ValueError.", NULL},
    {"message", error_get_message, NULL, "The message.", NULL},
    {"backtrace", error_get_backtrace, NULL, "One line a frame, the most recent call first.", NULL},
    {"extra_context", error_get_extra_context, NULL, "A further payload, or None.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot error_slots[] = {
    {Py_tp_doc, "Error(kind, message, backtrace): an FFI error as a value."},
    {Py_tp_new, error_new},
    {Py_tp_dealloc, pytf_object_dealloc},
    {Py_tp_traverse, pytf_object_traverse},
    {Py_tp_clear, pytf_object_clear},
    {Py_tp_repr, error_repr},
    {Py_tp_methods, error_methods},
    {Py_tp_getset, error_getset},
    {0, NULL},
};

static PyType_Spec error_spec = {
    .name = "tvm_ffi.core.Error",
    .basicsize = sizeof(pytf_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = error_slots,
};

/* register_error_class(kind, cls) */
static PyObject* register_error_class(PyObject* module, PyObject* args) {
  PyObject *name, *cls;
  (void)module;
  if (!PyArg_ParseTuple(args, "UO:register_error_class", &name, &cls)) return NULL;
  if (!PyExceptionClass_Check(cls)) {
    PyErr_Format(PyExc_TypeError,
                 "the class for errors of kind '%U' must derive from BaseException", name);
    return NULL;
  }
  pytf_state* st = pytf_state_peek();
  if (PyDict_SetItem(st->error_name_to_type, name, cls) != 0 ||
      PyDict_SetItem(st->error_type_to_name, cls, name) != 0) {
    return NULL;
  }
  Py_RETURN_NONE;
}

static PyMethodDef error_functions[] = {
    {"register_error_class", register_error_class, METH_VARARGS,
     "Lets errors of a kind be raised as a class, and the reverse."},
    {NULL, NULL, 0, NULL},
};

/* Kinds that the runtime itself raises and that a person expects under these names. */
static int register_builtin_errors(pytf_state* st) {
  PyObject* const classes[] = {
      PyExc_RuntimeError,  PyExc_ValueError,     PyExc_TypeError,           PyExc_AttributeError,
      PyExc_KeyError,      PyExc_IndexError,     PyExc_AssertionError,      PyExc_MemoryError,
      PyExc_OverflowError, PyExc_RecursionError, PyExc_NotImplementedError,
  };
  for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
    PyObject* name = PyUnicode_InternFromString(((PyTypeObject*)classes[i])->tp_name);
    const int failed = !name || PyDict_SetItem(st->error_name_to_type, name, classes[i]) != 0 ||
                       PyDict_SetItem(st->error_type_to_name, classes[i], name) != 0;
    Py_XDECREF(name);
    if (failed) return -1;
  }
  return 0;
}

int pytf_setup_error(pytf_state* st, PyObject* module) {
  st->error_name_to_type = PyDict_New();
  st->error_type_to_name = PyDict_New();
  st->frame_globals = PyDict_New();
  if (!st->error_name_to_type || !st->error_type_to_name || !st->frame_globals) return -1;
  if (register_builtin_errors(st) != 0) return -1;
  if (PyModule_AddObjectRef(module, "ERROR_NAME_TO_TYPE", st->error_name_to_type) != 0) return -1;
  if (PyModule_AddObjectRef(module, "ERROR_TYPE_TO_NAME", st->error_type_to_name) != 0) return -1;
  if (PyModule_AddFunctions(module, error_functions) != 0) return -1;
  if (pytf_add_type(st, module, &error_spec, st->cobject_type, &st->error_type) != 0) return -1;
  return pytf_set_class(st, kTVMFFIError, st->error_type);
}
