/* SPDX-License-Identifier: Apache-2.0 */
/* Shape: a tuple of integers that travels as a ffi.Shape. */
#include "values_state.h"

/* The items as an exact tuple of exact ints; ValueError for anything that is no integer. */
static PyObject* int_tuple(PyObject* content) {
  PyObject* items = PySequence_Tuple(content);
  if (!items) return NULL;
  const Py_ssize_t size = PyTuple_GET_SIZE(items);
  PyObject* ints = PyTuple_New(size);
  for (Py_ssize_t i = 0; ints && i < size; ++i) {
    PyObject* item = PyTuple_GET_ITEM(items, i);
    PyObject* number = PyIndex_Check(item) ? PyNumber_Index(item) : NULL;
    if (!number) {
      if (!PyErr_Occurred() || PyErr_ExceptionMatches(PyExc_TypeError)) {
        PyErr_Clear();
        PyErr_Format(PyExc_ValueError, "Shape must be a tuple of integers, item %zd is %R", i,
                     item);
      }
      Py_CLEAR(ints);
      break;
    }
    const long long extent = PyLong_AsLongLong(number);
    if (extent == -1 && PyErr_Occurred()) {
      PyErr_Clear();
      PyErr_Format(PyExc_ValueError, "Shape item %zd does not fit 64 bits: %R", i, number);
      Py_DECREF(number);
      Py_CLEAR(ints);
      break;
    }
    PyTuple_SET_ITEM(ints, i, number);
  }
  Py_DECREF(items);
  return ints;
}

static PyObject* shape_from_tuple(PyTypeObject* cls, PyObject* ints) {
  PyObject* args = PyTuple_Pack(1, ints);
  PyObject* self = args ? PyTuple_Type.tp_new(cls, args, NULL) : NULL;
  Py_XDECREF(args);
  return self;
}

static PyObject* shape_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs) {
  static char* names[] = {"content", NULL};
  PyObject* content = NULL;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:Shape", names, &content)) return NULL;
  PyObject* ints = int_tuple(content);
  if (!ints) return NULL;
  PyObject* self = shape_from_tuple(cls, ints);
  Py_DECREF(ints);
  return self;
}

static PyObject* shape_reduce(PyObject* self, PyObject* none) {
  (void)none;
  PyObject* items = PyTuple_GetSlice(self, 0, PyTuple_GET_SIZE(self));
  return items ? Py_BuildValue("O(N)", Py_TYPE(self), items) : NULL;
}

static PyMethodDef shape_methods[] = {
    {"__reduce__", shape_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot shape_slots[] = {
    {Py_tp_doc, "Shape(content): a tuple of integers that functions receive as a ffi.Shape."},
    {Py_tp_new, shape_new},
    {Py_tp_methods, shape_methods},
    {0, NULL},
};
static PyType_Spec shape_spec = {"tvm_ffi.core.Shape", 0, 0,
                                 Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, shape_slots};

int pytf_shape_view(pytf_ctx* ctx, PyObject* shape, TVMFFIAny* view) {
  pytf_state* st = ctx->state;
  const Py_ssize_t size = PyTuple_GET_SIZE(shape);
  if (size > INT32_MAX) {
    PyErr_SetString(PyExc_OverflowError, "a Shape has at most 2**31 - 1 dimensions");
    return -1;
  }
  TVMFFIAny inline_args[8] = {{0}};
  TVMFFIAny* args = size <= 8 ? inline_args : PyMem_Malloc((size_t)size * sizeof(TVMFFIAny));
  if (!args) {
    PyErr_NoMemory();
    return -1;
  }
  int rc = 0;
  for (Py_ssize_t i = 0; rc == 0 && i < size; ++i) {
    const long long extent = PyLong_AsLongLong(PyTuple_GET_ITEM(shape, i));
    if (extent == -1 && PyErr_Occurred()) rc = -1;
    pytf_any_set(&args[i], kTVMFFIInt, extent);
  }
  TVMFFIAny result;
  if (rc == 0) rc = pytf_call_fn(st, PYTF_FN_shape, args, (int32_t)size, &result);
  if (args != inline_args) PyMem_Free(args);
  if (rc != 0) return -1;
  pytf_any_set_object(view, result.v_obj);
  return pytf_ctx_keep_handle(ctx, result.v_obj);
}

PyObject* pytf_shape_to_py(pytf_state* st, TVMFFIObjectHandle shape) {
  const TVMFFIShapeCell* cell = &((const tvm_ffi_shape_object*)shape)->shape;
  const Py_ssize_t size = (Py_ssize_t)cell->size;
  PyObject* ints = PyTuple_New(size);
  for (Py_ssize_t i = 0; ints && i < size; ++i) {
    PyObject* number = PyLong_FromLongLong(cell->data[i]);
    if (!number) Py_CLEAR(ints);
    if (ints) PyTuple_SET_ITEM(ints, i, number);
  }
  PyObject* self = ints ? shape_from_tuple(st->shape_type, ints) : NULL;
  Py_XDECREF(ints);
  pytf_drop_handle(st, shape);
  return self;
}

int pytf_setup_shape(pytf_state* st, PyObject* module) {
  /* Below tuple and PyNativeObject both. */
  PyObject* bases = PyTuple_Pack(2, &PyTuple_Type, st->native_type);
  if (!bases) return -1;
  st->shape_type = (PyTypeObject*)PyType_FromSpecWithBases(&shape_spec, bases);
  Py_DECREF(bases);
  if (!st->shape_type) return -1;
  return PyModule_AddObjectRef(module, "Shape", (PyObject*)st->shape_type);
}
