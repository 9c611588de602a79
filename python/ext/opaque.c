/* SPDX-License-Identifier: Apache-2.0 */
/* OpaquePyObject: any Python object as an FFI object, and its wrapper class. */
#include "pytf.h"

static void opaque_deleter(void* self, int flags) {
  tvm_ffi_opaque_object* opaque = (tvm_ffi_opaque_object*)self;
  if (flags & kTVMFFIObjectDeleterFlagBitMaskStrong) {
    PyObject* obj = (PyObject*)opaque->opaque.handle;
    opaque->opaque.handle = NULL;
    pytf_release_from_anywhere(obj);
  }
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) PyMem_RawFree(opaque);
}

int pytf_opaque_new(pytf_state* st, PyObject* obj, TVMFFIObjectHandle* out) {
  (void)st;
  tvm_ffi_opaque_object* opaque = (tvm_ffi_opaque_object*)PyMem_RawMalloc(sizeof *opaque);
  if (!opaque) {
    PyErr_NoMemory();
    return -1;
  }
  memset(opaque, 0, sizeof *opaque);
  opaque->header.combined_ref_count = PYTF_ONE_OWNER;
  opaque->header.type_index = kTVMFFIOpaquePyObject;
  opaque->header.deleter = opaque_deleter;
  opaque->opaque.handle = Py_NewRef(obj);
  *out = opaque;
  return 0;
}

PyObject* pytf_opaque_peek(TVMFFIObjectHandle opaque) {
  return (PyObject*)((const tvm_ffi_opaque_object*)opaque)->opaque.handle;
}

int pytf_opaque_is_ours(TVMFFIObjectHandle opaque) {
  return ((const TVMFFIObject*)opaque)->deleter == opaque_deleter;
}

static PyObject* opaque_pyobject(PyObject* self, PyObject* unused) {
  (void)unused;
  TVMFFIObjectHandle handle = pytf_object_get_handle(self);
  if (!handle) return NULL;
  return Py_NewRef(pytf_opaque_peek(handle));
}

static PyObject* opaque_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs) {
  static char* names[] = {"", NULL};
  PyObject* obj = NULL;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O:OpaquePyObject", names, &obj)) return NULL;
  pytf_state* st = pytf_state_peek();
  pytf_object* self = (pytf_object*)cls->tp_alloc(cls, 0);
  if (!self) return NULL;
  self->state = st;
  TVMFFIObjectHandle handle = NULL;
  if (obj && pytf_opaque_new(st, obj, &handle) != 0) {
    Py_DECREF(self);
    return NULL;
  }
  pytf_object_set_handle((PyObject*)self, handle);
  return (PyObject*)self;
}

static PyMethodDef opaque_methods[] = {
    {"pyobject", opaque_pyobject, METH_NOARGS, "The Python object inside."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot opaque_slots[] = {
    {Py_tp_doc, "A Python object held by the FFI. As a result it comes back as the object itself."},
    {Py_tp_new, opaque_new},
    {Py_tp_dealloc, pytf_object_dealloc},
    {Py_tp_traverse, pytf_object_traverse},
    {Py_tp_clear, pytf_object_clear},
    {Py_tp_methods, opaque_methods},
    {0, NULL},
};

static PyType_Spec opaque_spec = {
    .name = "tvm_ffi.core.OpaquePyObject",
    .basicsize = sizeof(pytf_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = opaque_slots,
};

int pytf_setup_opaque(pytf_state* st, PyObject* module) {
  if (pytf_add_type(st, module, &opaque_spec, st->cobject_type, &st->opaque_type) != 0) return -1;
  return pytf_set_class(st, kTVMFFIOpaquePyObject, st->opaque_type);
}
