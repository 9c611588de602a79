/* SPDX-License-Identifier: Apache-2.0 */
/* The metaclass of Object and of everything below it. It derives from ABCMeta, gives classes without `__slots__` empty
   ones, and lets a registered class be called without `tp_new` and `tp_init` in between. */
#include "class.h"

#include "pytf.h"
#include "wrappers.h"

/* ---- calling a class ---- */

/* cls(*args): tp_vectorcall of registered classes. */
static PyObject* class_vectorcall(PyObject* callable, PyObject* const* args, size_t nargsf,
                                  PyObject* kwnames) {
  const pytf_class* cls = (const pytf_class*)callable;
  pytf_ctor* ctor = cls->ctor;
  TVMFFIObjectHandle handle = NULL;
  if (pytf_ctor_construct(ctor, args, PyVectorcall_NARGS(nargsf), kwnames, &handle) != 0) {
    return NULL;
  }
  /* A constructor may return an object that Python has seen already. */
  PyObject* known = pytf_wrappers_find(&ctor->state->wrappers, handle);
  if (pytf_unlikely(known && Py_TYPE(known) == (PyTypeObject*)callable)) {
    Py_INCREF(known);
    pytf_drop_handle(ctor->state, handle);
    return known;
  }
  return pytf_wrap_as(ctor->state, (PyTypeObject*)callable, handle);
}

/* A class statement gives every class a tp_dealloc that looks for slots, a dictionary and a finalizer. A class that adds
   nothing to what is above it can go to the deallocator of the C type at once, which asks for finalizers itself. */
static void set_direct_dealloc(const pytf_state* st, PyTypeObject* type) {
  const destructor general = ((PyTypeObject*)st->object_type)->tp_dealloc;
  PyTypeObject* base = type->tp_base;
  while (base && base->tp_dealloc == general && Py_SIZE(base) == 0) base = base->tp_base;
  const int adds_nothing = base && Py_SIZE(type) == 0 && type->tp_dealloc == general &&
                           base->tp_dealloc != general &&
                           type->tp_basicsize == base->tp_basicsize &&
                           pytf_type_has_dict(type) == pytf_type_has_dict(base) && !type->tp_del;
  if (adds_nothing) type->tp_dealloc = base->tp_dealloc;
}

void pytf_class_set_direct(pytf_class* cls) {
  PyTypeObject* type = &cls->heap.ht_type;
  PyObject* init = PyObject_GetAttrString((PyObject*)type, "__init__");
  if (!init) PyErr_Clear();
  const int ours = cls->ctor && init == (PyObject*)cls->ctor && type->tp_new == pytf_object_new &&
                   !PyType_HasFeature(type, Py_TPFLAGS_IS_ABSTRACT);
  type->tp_vectorcall = ours ? class_vectorcall : NULL;
  Py_XDECREF(init);
  set_direct_dealloc(pytf_state_peek(), type);
}

/* Back to the ordinary path, for the class and all below it. */
static int clear_direct(PyTypeObject* type) {
  type->tp_vectorcall = NULL;
  PyObject* below = PyObject_CallMethod((PyObject*)type, "__subclasses__", NULL);
  if (!below) return -1;
  int rc = 0;
  for (Py_ssize_t i = 0; rc == 0 && i < PyList_GET_SIZE(below); i++) {
    rc = clear_direct((PyTypeObject*)PyList_GET_ITEM(below, i));
  }
  Py_DECREF(below);
  return rc;
}

/* ---- making and changing classes ---- */

/* The class body's dictionary with `__slots__ = ()` where it says nothing. New reference. */
static PyObject* body_with_slots(pytf_state* st, PyObject* body) {
  const int has = PyDict_Contains(body, st->names.slots);
  if (has < 0) return NULL;
  if (has) return Py_NewRef(body);
  PyObject* copy = PyDict_Copy(body);
  if (!copy) return NULL;
  PyObject* empty = PyTuple_New(0);
  const int rc = empty ? PyDict_SetItem(copy, st->names.slots, empty) : -1;
  Py_XDECREF(empty);
  if (rc != 0) Py_CLEAR(copy);
  return copy;
}

static int init_abc(pytf_state* st, PyObject* cls) {
  PyObject* result = PyObject_CallOneArg(st->abc_init, cls);
  Py_XDECREF(result);
  return result ? 0 : -1;
}

static PyObject* meta_new(PyTypeObject* meta, PyObject* args, PyObject* kwargs) {
  pytf_state* st = pytf_state_peek();
  PyObject *name, *bases, *body;
  if (!PyArg_ParseTuple(args, "UO!O!:type", &name, &PyTuple_Type, &bases, &PyDict_Type, &body)) {
    return NULL;
  }
  PyObject* full_body = body_with_slots(st, body);
  if (!full_body) return NULL;
  /* What ABCMeta.__new__ does; calling that itself is refused to a metaclass with a tp_new in C. */
  PyObject* full_args = PyTuple_Pack(3, name, bases, full_body);
  Py_DECREF(full_body);
  if (!full_args) return NULL;
  PyObject* made = PyType_Type.tp_new(meta, full_args, kwargs);
  Py_DECREF(full_args);
  if (made && init_abc(st, made) != 0) Py_CLEAR(made);
  if (!made || !pytf_is_class(st, made)) return made;

  pytf_class* cls = (pytf_class*)made;
  cls->type_index = -1;
  cls->is_registered = 0;
  cls->ctor = NULL;
  PyObject* mro = cls->heap.ht_type.tp_mro;
  for (Py_ssize_t i = 1; mro && i < PyTuple_GET_SIZE(mro); i++) {
    PyObject* base = PyTuple_GET_ITEM(mro, i);
    if (!pytf_is_class(st, base) || ((pytf_class*)base)->type_index < 0) continue;
    cls->type_index = ((pytf_class*)base)->type_index;
    cls->ctor = ((pytf_class*)base)->ctor;
    break;
  }
  return made;
}

static int is_name(PyObject* name, PyObject* interned) {
  return name == interned || (PyUnicode_Check(name) && PyUnicode_Compare(name, interned) == 0);
}

static int meta_setattro(PyObject* cls, PyObject* name, PyObject* value) {
  if (PyType_Type.tp_setattro(cls, name, value) != 0) return -1;
  const pytf_names* names = &pytf_state_peek()->names;
  const int matters = is_name(name, names->init) || is_name(name, names->new_) ||
                      is_name(name, names->abstractmethods);
  return matters ? clear_direct((PyTypeObject*)cls) : 0;
}

/* inspect.signature(cls) asks for this first. */
static PyObject* meta_get_signature(PyObject* self, void* closure) {
  (void)closure;
  const pytf_class* cls = (const pytf_class*)self;
  PyObject* init = PyObject_GetAttrString(self, "__init__");
  if (!init) return NULL;
  const int ours = init == (PyObject*)cls->ctor;
  Py_DECREF(init);
  if (!ours || !cls->ctor->function) {
    PyErr_Format(PyExc_AttributeError, "type object '%s' has no attribute '__signature__'",
                 cls->heap.ht_type.tp_name);
    return NULL;
  }
  return pytf_ctor_signature(cls->ctor, 0);
}

static PyGetSetDef meta_getset[] = {
    {"__signature__", meta_get_signature, NULL, "Signature of the constructor.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef meta_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(PyTypeObject, tp_vectorcall), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

/* tp_call is that of `type`; filled in at set-up, a foreign pointer is no constant everywhere. */
static PyType_Slot meta_slots[] = {
    {Py_tp_doc, "Metaclass of FFI classes."},
    {Py_tp_new, meta_new},
    {Py_tp_call, NULL},
    {Py_tp_setattro, meta_setattro},
    {Py_tp_getset, meta_getset},
    {Py_tp_members, meta_members},
    {0, NULL},
};

static PyType_Spec meta_spec = {
    .name = "tvm_ffi.core.ObjectMeta",
    .basicsize = sizeof(pytf_class),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_VECTORCALL,
    .slots = meta_slots,
};

static void set_meta_call(void) {
  for (PyType_Slot* slot = meta_slots; slot->slot; slot++) {
    if (slot->slot == Py_tp_call) slot->pfunc = (void*)PyType_Type.tp_call;
  }
}

/* An attribute of a module that may have to be imported. New reference. */
static PyObject* import_from(const char* module_name, const char* name) {
  PyObject* module = PyImport_ImportModule(module_name);
  PyObject* value = module ? PyObject_GetAttrString(module, name) : NULL;
  Py_XDECREF(module);
  return value;
}

static int make_meta(pytf_state* st, PyObject* module) {
  PyObject* abc_meta = import_from("abc", "ABCMeta");
  st->abc_init = import_from("_abc", "_abc_init");
  int rc = -1;
  if (!abc_meta || !st->abc_init) {
    rc = -1;
  } else if (((PyTypeObject*)abc_meta)->tp_basicsize > (Py_ssize_t)sizeof(PyHeapTypeObject)) {
    PyErr_SetString(PyExc_ImportError, "abc.ABCMeta has members of its own");
  } else {
    set_meta_call();
    rc = pytf_add_type(st, module, &meta_spec, (PyTypeObject*)abc_meta, &st->meta_type);
  }
  Py_XDECREF(abc_meta);
  return rc;
}

PyTypeObject* pytf_new_class(pytf_state* st, const char* name, PyTypeObject* const* bases,
                             Py_ssize_t num_bases, const char* doc, const char* module_name) {
  PyObject* made = NULL;
  PyObject* tuple = PyTuple_New(num_bases);
  if (!tuple) return NULL;
  for (Py_ssize_t i = 0; i < num_bases; i++) {
    PyTuple_SET_ITEM(tuple, i, Py_NewRef((PyObject*)bases[i]));
  }
  PyObject* body =
      Py_BuildValue("{s:s,s:s,s:()}", "__module__", module_name ? module_name : "tvm_ffi.core",
                    "__doc__", doc, "__slots__");
  if (body) {
    made = PyObject_CallFunction((PyObject*)st->meta_type, "sOO", name, tuple, body);
  }
  Py_XDECREF(body);
  Py_DECREF(tuple);
  return (PyTypeObject*)made;
}

int pytf_setup_class(pytf_state* st, PyObject* module) {
  if (make_meta(st, module) != 0) return -1;
  st->object_type = pytf_new_class(st, "Object", &st->cobject_type, 1,
                                   "Base of the classes of registered FFI types.", NULL);
  if (!st->object_type) return -1;
  if (pytf_set_class(st, kTVMFFIObject, st->object_type) != 0) return -1;
  return PyModule_AddObjectRef(module, "Object", (PyObject*)st->object_type);
}
