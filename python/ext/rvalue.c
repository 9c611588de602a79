/* SPDX-License-Identifier: Apache-2.0 */
/* ObjectRValueRef, and ObjectConvertible beside it: the two small argument classes. */
#include "rvalue.h"

#include "pytf.h"

typedef struct {
  PyObject ob_base;
  PyObject* obj;           /* the wrapper */
  TVMFFIObjectHandle slot; /* holds the handle during a call */
} rvalue_ref;

int pytf_rvalue_view(pytf_ctx* ctx, PyObject* self, TVMFFIAny* view) {
  rvalue_ref* rvalue = (rvalue_ref*)self;
  if (!rvalue->obj || rvalue->slot || !pytf_object_get_handle(rvalue->obj)) {
    if (!PyErr_Occurred()) {
      PyErr_SetString(PyExc_ValueError, "the object is being moved already");
    }
    return -1;
  }
  /* A Function may be moved into its own call: it has to live until that is over. */
  TVMFFIObjectHandle handle = pytf_handle_of(rvalue->obj);
  if (pytf_handle_type(handle) == kTVMFFIFunction) {
    pytf_handle_incref(handle);
    if (pytf_ctx_keep_handle(ctx, handle) != 0) return -1;
  }
  Py_INCREF(self);
  if (pytf_ctx_keep_rvalue(ctx, self) != 0) return -1;
  rvalue->slot = pytf_object_take_handle(rvalue->obj);
  pytf_any_set(view, kTVMFFIObjectRValueRef, 0);
  view->v_ptr = &rvalue->slot;
  return 0;
}

void pytf_rvalue_give_back(PyObject* self) {
  rvalue_ref* rvalue = (rvalue_ref*)self;
  TVMFFIObjectHandle handle = rvalue->slot;
  rvalue->slot = NULL;
  if (handle && pytf_object_adopt(rvalue->obj, handle) != 0) PyErr_Clear();
}

static PyObject* rvalue_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs) {
  static char* names[] = {"obj", NULL};
  PyObject* obj;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:ObjectRValueRef", names, &obj)) return NULL;
  if (!pytf_is_object(pytf_state_peek(), obj)) {
    PyErr_Format(PyExc_TypeError, "ObjectRValueRef needs an FFI object, got %s",
                 Py_TYPE(obj)->tp_name);
    return NULL;
  }
  rvalue_ref* self = (rvalue_ref*)cls->tp_alloc(cls, 0);
  if (self) self->obj = Py_NewRef(obj);
  return (PyObject*)self;
}

static int rvalue_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(((rvalue_ref*)self)->obj);
  return 0;
}

static int rvalue_clear(PyObject* self) {
  Py_CLEAR(((rvalue_ref*)self)->obj);
  return 0;
}

static void rvalue_dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  (void)rvalue_clear(self);
  cls->tp_free(self);
  Py_DECREF(cls);
}

static PyMemberDef rvalue_members[] = {
    {"obj", T_OBJECT_EX, offsetof(rvalue_ref, obj), READONLY, "The wrapper that is moved from."},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot rvalue_slots[] = {
    {Py_tp_doc, "An argument whose FFI object the callee may take over."},
    {Py_tp_new, rvalue_new},
    {Py_tp_dealloc, rvalue_dealloc},
    {Py_tp_traverse, rvalue_traverse},
    {Py_tp_clear, rvalue_clear},
    {Py_tp_members, rvalue_members},
    {0, NULL},
};

static PyType_Spec rvalue_spec = {
    .name = "tvm_ffi.core.ObjectRValueRef",
    .basicsize = sizeof(rvalue_ref),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = rvalue_slots,
};

static PyObject* convertible_asobject(PyObject* self, PyObject* unused) {
  (void)unused;
  PyErr_Format(PyExc_NotImplementedError, "%s.asobject()", Py_TYPE(self)->tp_name);
  return NULL;
}

static PyMethodDef convertible_methods[] = {
    {"asobject", convertible_asobject, METH_NOARGS, "The FFI object that stands for this one."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot convertible_slots[] = {
    {Py_tp_doc, "Base of Python classes that say which FFI object stands for them."},
    {Py_tp_methods, convertible_methods},
    {0, NULL},
};

static PyType_Spec convertible_spec = {
    .name = "tvm_ffi.core.ObjectConvertible",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = convertible_slots,
};

int pytf_setup_rvalue(pytf_state* st, PyObject* module) {
  if (pytf_add_type(st, module, &rvalue_spec, NULL, &st->rvalue_type) != 0) return -1;
  return pytf_add_type(st, module, &convertible_spec, NULL, &st->convertible_type);
}
