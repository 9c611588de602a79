/* SPDX-License-Identifier: Apache-2.0 */
/* CObject: the root of all wrappers, and CContainerBase. */
#include "object.h"

#include "pytf.h"

#include "gc.h"
#include "pickle.h"
#include "wrappers.h"

static PyObject* refuse_abstract(PyTypeObject* cls) {
  PyObject* no_args = PyTuple_New(0);
  PyObject* made = no_args ? PyBaseObject_Type.tp_new(cls, no_args, NULL) : NULL;
  Py_XDECREF(no_args);
  return made;
}

PyObject* pytf_object_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs) {
  const int has_args = PyTuple_GET_SIZE(args) > 0 || (kwargs && PyDict_GET_SIZE(kwargs) > 0);
  if (has_args && cls->tp_init == PyBaseObject_Type.tp_init) {
    PyErr_Format(PyExc_TypeError, "%s() takes no arguments", cls->tp_name);
    return NULL;
  }
  /* object's own one refuses abstract classes, in the words of the interpreter's version. */
  if (PyType_HasFeature(cls, Py_TPFLAGS_IS_ABSTRACT)) return refuse_abstract(cls);
  pytf_object* self = (pytf_object*)cls->tp_alloc(cls, 0);
  if (!self) return NULL;
  self->state = pytf_state_peek();
  return (PyObject*)self;
}

void pytf_object_dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  pytf_object* wrapper = (pytf_object*)self;
  /* Called at most once an object, also when the interpreter's own deallocator for classes asked before. */
  if (pytf_unlikely(cls->tp_finalize) && PyObject_CallFinalizerFromDealloc(self) < 0) return;
  PyObject_GC_UnTrack(self);
  Py_TRASHCAN_BEGIN(self, pytf_object_dealloc);
  /* Out of the cache before anything that may run code and ask for this handle. */
  TVMFFIObjectHandle handle = pytf_object_take_handle(self);
  if (wrapper->weakrefs) PyObject_ClearWeakRefs(self);
  if (handle) pytf_drop_handle(wrapper->state, handle);
  cls->tp_free(self);
  Py_DECREF(cls);
  Py_TRASHCAN_END;
}

int pytf_object_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  return pytf_gc_traverse((pytf_object*)self, visit, arg);
}

int pytf_object_clear(PyObject* self) {
  TVMFFIObjectHandle handle = pytf_object_take_handle(self);
  if (handle) pytf_drop_handle(((pytf_object*)self)->state, handle);
  return 0;
}

TVMFFIObjectHandle pytf_object_raise_null(PyObject* wrapper) {
  PyErr_Format(PyExc_TypeError, "%s object is NULL", Py_TYPE(wrapper)->tp_name);
  return NULL;
}

static const char* last_part(const char* dotted) {
  const char* dot = strrchr(dotted, '.');
  return dot ? dot + 1 : dotted;
}

/* The text that the runtime gives; NULL with an exception when it cannot. */
static PyObject* native_repr(pytf_state* st, TVMFFIObjectHandle handle) {
  TVMFFIObjectHandle print = pytf_runtime_function(st, "ffi.ReprPrint", &st->fn_repr_print);
  if (!print) return NULL;
  TVMFFIAny arg, text;
  pytf_any_set_object(&arg, handle);
  if (pytf_call_views(st, print, &arg, 1, &text) != 0) return NULL;
  PyObject* result = pytf_view_to_py(st, &text, NULL);
  pytf_drop_any(st, &text);
  if (result && !PyUnicode_Check(result)) {
    Py_DECREF(result);
    PyErr_SetString(PyExc_TypeError, "ffi.ReprPrint did not return a string");
    return NULL;
  }
  return result;
}

PyObject* pytf_object_repr(PyObject* self) {
  pytf_object* wrapper = (pytf_object*)self;
  const char* name = last_part(Py_TYPE(self)->tp_name);
  if (!wrapper->handle) return PyUnicode_FromFormat("%s(chandle=None)", name);
  PyObject* text = native_repr(wrapper->state, wrapper->handle);
  if (text) return text;
  PyErr_Clear();
  return PyUnicode_FromFormat("%s(%p)", name, wrapper->handle);
}

static Py_hash_t object_hash(PyObject* self) {
  const uintptr_t address = (uintptr_t)((pytf_object*)self)->handle;
  const Py_hash_t hash = (Py_hash_t)address;
  return hash == -1 ? -2 : hash;
}

static PyObject* object_richcompare(PyObject* self, PyObject* other, int op) {
  pytf_object* wrapper = (pytf_object*)self;
  if ((op != Py_EQ && op != Py_NE) || !pytf_is_object(wrapper->state, other)) {
    Py_RETURN_NOTIMPLEMENTED;
  }
  const int same = self == other || wrapper->handle == pytf_handle_of(other);
  return PyBool_FromLong(op == Py_EQ ? same : !same);
}

static PyObject* object_same_as(PyObject* self, PyObject* other) {
  pytf_object* wrapper = (pytf_object*)self;
  return PyBool_FromLong(pytf_is_object(wrapper->state, other) &&
                         wrapper->handle == pytf_handle_of(other));
}

static PyObject* object_chandle(PyObject* self, PyObject* unused) {
  (void)unused;
  return PyLong_FromVoidPtr(((pytf_object*)self)->handle);
}

static PyObject* object_ctypes_handle(PyObject* self, PyObject* unused) {
  (void)unused;
  pytf_object* wrapper = (pytf_object*)self;
  PyTypeObject* c_void_p = pytf_c_void_p(wrapper->state);
  if (!c_void_p) return NULL;
  return PyObject_CallFunction((PyObject*)c_void_p, "N", PyLong_FromVoidPtr(wrapper->handle));
}

/* self.__init_handle_by_constructor__(function, *args) */
static PyObject* object_init_by_constructor(PyObject* self, PyObject* const* args,
                                            Py_ssize_t num_args) {
  pytf_state* st = ((pytf_object*)self)->state;
  if (num_args < 1 || !PyObject_TypeCheck(args[0], st->function_type)) {
    PyErr_SetString(PyExc_TypeError,
                    "__init_handle_by_constructor__() needs a Function as first argument");
    return NULL;
  }
  TVMFFIObjectHandle function = pytf_object_get_handle(args[0]);
  if (!function) return NULL;
  TVMFFIAny value;
  if (pytf_call_value(st, function, args + 1, num_args - 1, 1, &value) != 0) return NULL;
  if (!pytf_any_is_object(&value)) {
    pytf_drop_any(st, &value);
    PyErr_Format(PyExc_TypeError, "the constructor of %s did not return an object",
                 Py_TYPE(self)->tp_name);
    return NULL;
  }
  if (pytf_object_adopt(self, value.v_obj) != 0) return NULL;
  Py_RETURN_NONE;
}

static PyObject* object_move_handle_from(PyObject* self, PyObject* other) {
  pytf_state* st = ((pytf_object*)self)->state;
  if (!pytf_is_object(st, other)) {
    PyErr_Format(PyExc_TypeError, "expected an FFI object, got %s", Py_TYPE(other)->tp_name);
    return NULL;
  }
  if (self == other) Py_RETURN_NONE;
  TVMFFIObjectHandle handle = pytf_handle_of(other);
  if (handle && !pytf_class_may_hold(st, Py_TYPE(self), handle)) {
    PyErr_Format(PyExc_TypeError, "a %s cannot take the object of a %s", Py_TYPE(self)->tp_name,
                 Py_TYPE(other)->tp_name);
    return NULL;
  }
  pytf_object_set_handle(self, pytf_object_take_handle(other));
  Py_RETURN_NONE;
}

static PyObject* object_move(PyObject* self, PyObject* unused) {
  (void)unused;
  return PyObject_CallOneArg((PyObject*)((pytf_object*)self)->state->rvalue_type, self);
}

static PyMethodDef object_methods[] = {
    {"same_as", object_same_as, METH_O, "Whether the other wrapper holds the same FFI object."},
    {"is_", object_same_as, METH_O, "Whether the other wrapper holds the same FFI object."},
    {"__chandle__", object_chandle, METH_NOARGS,
     "Address of the FFI object, 0 when there is none."},
    {"__ctypes_handle__", object_ctypes_handle, METH_NOARGS,
     "Address of the FFI object as ctypes.c_void_p."},
    {"__init_handle_by_constructor__", (PyCFunction)(void (*)(void))object_init_by_constructor,
     METH_FASTCALL, "Calls a Function with the further arguments and keeps the object it returns."},
    {"__move_handle_from__", object_move_handle_from, METH_O,
     "Takes the FFI object out of another wrapper."},
    {"_move", object_move, METH_NOARGS,
     "The object as an argument that the callee may take over; this wrapper is empty then."},
    {"__getstate__", pytf_object_getstate, METH_NOARGS, NULL},
    {"__setstate__", pytf_object_setstate, METH_O, NULL},
    {"__reduce__", pytf_object_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyObject* object_get_id(PyObject* self, void* closure) {
  (void)closure;
  return object_chandle(self, NULL);
}

static PyObject* object_get_class(PyObject* self, void* closure) {
  (void)closure;
  return Py_NewRef((PyObject*)Py_TYPE(self));
}

/* `obj.__class__ = other`, which the interpreter allows between classes of one layout: only for a class of the object's
   type, for a class reads its objects as objects of its type. */
static int object_set_class(PyObject* self, PyObject* cls, void* closure) {
  (void)closure;
  const pytf_object* wrapper = (const pytf_object*)self;
  if (cls && PyType_Check(cls) && wrapper->handle &&
      !pytf_class_may_hold(wrapper->state, (PyTypeObject*)cls, wrapper->handle)) {
    PyErr_Format(PyExc_TypeError, "__class__: the object of a %s is none of a %s",
                 Py_TYPE(self)->tp_name, ((PyTypeObject*)cls)->tp_name);
    return -1;
  }
  PyObject* of_object = PyObject_GetAttrString((PyObject*)&PyBaseObject_Type, "__dict__");
  PyObject* setter = of_object ? PyMapping_GetItemString(of_object, "__class__") : NULL;
  Py_XDECREF(of_object);
  if (!setter) return -1;
  const int code = Py_TYPE(setter)->tp_descr_set(setter, self, cls);
  Py_DECREF(setter);
  return code;
}

static PyGetSetDef object_getset[] = {
    {"__class__", object_get_class, object_set_class, "The object's class.", NULL},
    {"id_", object_get_id, NULL, "Address of the FFI object, 0 when there is none.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef object_members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(pytf_object, weakrefs), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot object_slots[] = {
    {Py_tp_doc, "Holder of one reference to an FFI object; the root of all FFI classes."},
    {Py_tp_new, pytf_object_new},
    {Py_tp_dealloc, pytf_object_dealloc},
    {Py_tp_traverse, pytf_object_traverse},
    {Py_tp_clear, pytf_object_clear},
    {Py_tp_repr, pytf_object_repr},
    {Py_tp_hash, object_hash},
    {Py_tp_richcompare, object_richcompare},
    {Py_tp_methods, object_methods},
    {Py_tp_getset, object_getset},
    {Py_tp_members, object_members},
    {0, NULL},
};

static PyType_Spec object_spec = {
    .name = "tvm_ffi.core.CObject",
    .basicsize = sizeof(pytf_object),
    /* Immutable because types below it are: an immutable type needs such bases. */
    .flags =
        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .slots = object_slots,
};

static PyType_Slot container_slots[] = {
    {Py_tp_doc, "An FFI container: elements may become tensors of a framework on access."},
    {0, NULL},
};

static PyType_Spec container_spec = {
    .name = "tvm_ffi.core.CContainerBase",
    .basicsize = sizeof(pytf_container),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = container_slots,
};

int pytf_setup_object(pytf_state* st, PyObject* module) {
  if (pytf_add_type(st, module, &object_spec, NULL, &st->cobject_type) != 0) return -1;
  return pytf_add_type(st, module, &container_spec, st->cobject_type, &st->container_type);
}
