/* SPDX-License-Identifier: Apache-2.0 */
/* Function: an FFI function as a Python callable. */
#include "pytf.h"

static PYTF_COLD PyObject* reject_keywords(PyObject* kwnames) {
  PyErr_Format(PyExc_TypeError,
               "FFI functions take positional arguments only, got the keyword argument '%U'",
               PyTuple_GET_ITEM(kwnames, 0));
  return NULL;
}

static PyObject* function_vectorcall(PyObject* callable, PyObject* const* args, size_t nargsf,
                                     PyObject* kwnames) {
  const pytf_function* self = (const pytf_function*)callable;
  if (pytf_unlikely(kwnames && PyTuple_GET_SIZE(kwnames) > 0)) return reject_keywords(kwnames);
  TVMFFIObjectHandle handle = self->base.handle;
  if (pytf_unlikely(!handle)) {
    PyErr_SetString(PyExc_TypeError, "Function object is NULL and cannot be called");
    return NULL;
  }
  return pytf_call(self->base.state, handle, args, PyVectorcall_NARGS(nargsf), self->release_gil);
}

void pytf_function_init(pytf_state* st, pytf_function* self) {
  self->vectorcall = function_vectorcall;
  self->release_gil = (char)st->release_gil_by_default;
}

static PyObject* function_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs) {
  PyObject* self = pytf_object_new(cls, args, kwargs);
  if (self) pytf_function_init(((pytf_object*)self)->state, (pytf_function*)self);
  return self;
}

static void function_dealloc(PyObject* self) {
  pytf_function* function = (pytf_function*)self;
  PyObject_GC_UnTrack(self);
  Py_CLEAR(function->dict);
  pytf_object_dealloc(self);
}

static int function_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(((pytf_function*)self)->dict);
  return pytf_object_traverse(self, visit, arg);
}

static int function_clear(PyObject* self) {
  Py_CLEAR(((pytf_function*)self)->dict);
  return pytf_object_clear(self);
}

static PyObject* function_repr(PyObject* self) {
  if (!pytf_handle_of(self)) return PyUnicode_FromString("Function(chandle=None)");
  return PyUnicode_FromString("ffi.Function");
}

static PyObject* function_get_release_gil(PyObject* self, void* closure) {
  (void)closure;
  return PyBool_FromLong(((pytf_function*)self)->release_gil);
}

static int function_set_release_gil(PyObject* self, PyObject* value, void* closure) {
  (void)closure;
  if (!value) {
    PyErr_SetString(PyExc_AttributeError, "release_gil cannot be deleted");
    return -1;
  }
  const int truth = PyObject_IsTrue(value);
  if (truth < 0) return -1;
  ((pytf_function*)self)->release_gil = (char)truth;
  return 0;
}

static PyObject* function_from_extern_c(PyObject* cls, PyObject* args, PyObject* kwargs) {
  static char* names[] = {"", "keep_alive_object", NULL};
  PyObject *address, *keep_alive = NULL;
  (void)cls;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|$O:__from_extern_c__", names, &address,
                                   &keep_alive)) {
    return NULL;
  }
  void* pointer = PyLong_AsVoidPtr(address);
  if (!pointer) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "the function's address is 0");
    return NULL;
  }
  TVMFFISafeCallType safe_call;
  memcpy(&safe_call, &pointer, sizeof safe_call);
  pytf_state* st = pytf_state_peek();
  TVMFFIObjectHandle handle = NULL;
  if (pytf_extern_new(st, safe_call, keep_alive == Py_None ? NULL : keep_alive, &handle) != 0) {
    return NULL;
  }
  return pytf_wrap(st, handle);
}

static PyMethodDef function_methods[] = {
    {"__from_extern_c__", (PyCFunction)(void (*)(void))function_from_extern_c,
     METH_VARARGS | METH_KEYWORDS | METH_CLASS,
     "A Function from the address of a TVMFFISafeCallType, which gets a NULL handle."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef function_getset[] = {
    {"release_gil", function_get_release_gil, function_set_release_gil,
     "Whether calls release the GIL while native code runs.", NULL},
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef function_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(pytf_function, vectorcall), READONLY, NULL},
    {"__dictoffset__", T_PYSSIZET, offsetof(pytf_function, dict), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot function_slots[] = {
    {Py_tp_doc, "An FFI function. Calls take positional arguments."},
    {Py_tp_new, function_new},
    {Py_tp_dealloc, function_dealloc},
    {Py_tp_traverse, function_traverse},
    {Py_tp_clear, function_clear},
    {Py_tp_repr, function_repr},
    {Py_tp_call, PyVectorcall_Call},
    {Py_tp_methods, function_methods},
    {Py_tp_getset, function_getset},
    {Py_tp_members, function_members},
    {0, NULL},
};

static PyType_Spec function_spec = {
    .name = "tvm_ffi.core.Function",
    .basicsize = sizeof(pytf_function),
    .flags = Py_TPFLAGS_DEFAULT | PYTF_TPFLAGS_IMMUTABLE_BELOW | Py_TPFLAGS_HAVE_GC |
             Py_TPFLAGS_HAVE_VECTORCALL,
    .slots = function_slots,
};

int pytf_setup_function(pytf_state* st, PyObject* module) {
  if (pytf_add_type(st, module, &function_spec, st->cobject_type, &st->function_type) != 0)
    return -1;
  return pytf_set_class(st, kTVMFFIFunction, st->function_type);
}
