/* SPDX-License-Identifier: Apache-2.0 */
/* Binding Python classes to registered types: attributes from reflection records. */
#include "register.h"

#include "pytf.h"

#include "class.h"
#include "field.h"
#include "method.h"
#include "type_info.h"

/* ---- attributes ---- */

static int is_own(PyTypeObject* cls, PyObject* name) {
  PyObject* body = pytf_type_dict(cls);
  const int has = body ? PyDict_Contains(body, name) : -1;
  Py_XDECREF(body);
  return has;
}

/* Sets the attribute unless the body has it. Consumes `value`, which may be NULL with an exception set. */
static int install(PyTypeObject* cls, PyObject* name, PyObject* value) {
  const int rc = value ? PyObject_SetAttr((PyObject*)cls, name, value) : -1;
  Py_XDECREF(value);
  return rc;
}

static PyObject* name_of(const TVMFFIByteArray* text) {
  PyObject* name = PyUnicode_FromStringAndSize(text->data, (Py_ssize_t)text->size);
  if (name) PyUnicode_InternInPlace(&name);
  return name;
}

static int install_field(pytf_state* st, PyTypeObject* cls, int32_t type_index,
                         const TVMFFIFieldInfo* info) {
  PyObject* name = name_of(&info->name);
  if (!name) return -1;
  int rc = is_own(cls, name);
  if (rc == 0) rc = install(cls, name, pytf_field_new(st, cls, type_index, info));
  Py_DECREF(name);
  return rc < 0 ? -1 : 0;
}

static int install_method(pytf_state* st, PyTypeObject* cls, const TVMFFIMethodInfo* info) {
  PyObject* name = name_of(&info->name);
  if (!name) return -1;
  /* The constructor is bound by the class itself; it needs self. */
  int rc = PyUnicode_Compare(name, st->names.ffi_init) == 0 ? 1 : is_own(cls, name);
  if (rc == 0) rc = install(cls, name, pytf_method_new(st, cls, info));
  Py_DECREF(name);
  return rc < 0 ? -1 : 0;
}

static int install_members(pytf_state* st, PyTypeObject* cls, const TVMFFITypeInfo* info) {
  for (int32_t i = 0; i < info->num_fields; i++) {
    if (install_field(st, cls, info->type_index, &info->fields[i]) != 0) return -1;
  }
  for (int32_t i = 0; i < info->num_methods; i++) {
    if (info->methods[i].method.type_index != kTVMFFIFunction) continue;
    if (install_method(st, cls, &info->methods[i]) != 0) return -1;
  }
  return 0;
}

/* Whether a class above `cls` is registered for the type, and so has its members. */
static int is_inherited(const pytf_state* st, PyTypeObject* cls, int32_t type_index) {
  PyObject* mro = cls->tp_mro;
  for (Py_ssize_t i = 1; i < PyTuple_GET_SIZE(mro); i++) {
    PyObject* base = PyTuple_GET_ITEM(mro, i);
    if (!pytf_is_class(st, base)) continue;
    const pytf_class* known = (const pytf_class*)base;
    if (known->is_registered && known->type_index == type_index) return 1;
  }
  return 0;
}

/* The type's members, and those of the types above it that no Python class above brings along. */
static int install_chain(pytf_state* st, PyTypeObject* cls, const TVMFFITypeInfo* info) {
  if (install_members(st, cls, info) != 0) return -1;
  for (int32_t depth = info->type_depth - 1; depth > 0; depth--) {
    const TVMFFITypeInfo* above = info->type_ancestors[depth];
    if (is_inherited(st, cls, above->type_index)) break;
    if (install_members(st, cls, above) != 0) return -1;
  }
  return 0;
}

/* ---- the class ---- */

static int check_class(pytf_state* st, int32_t type_index, PyTypeObject* cls) {
  if (!PyType_IsSubtype(cls, st->cobject_type)) {
    PyErr_Format(PyExc_TypeError, "%s must derive from tvm_ffi.Object to be registered",
                 cls->tp_name);
    return -1;
  }
  if (!pytf_class_may_stand_for(st, cls, type_index)) {
    const char* key = TVMFFIGetTypeInfo(type_index)->type_key.data;
    PyErr_Format(PyExc_TypeError,
                 "%s cannot stand for %.200s: a class above it is made for objects of another type",
                 cls->tp_name, key);
    return -1;
  }
  const pytf_class_slot* slot = type_index < st->num_classes ? &st->classes[type_index] : NULL;
  if (slot && slot->cls && slot->cls != cls && !slot->is_fallback &&
      cls->tp_basicsize > slot->cls->tp_basicsize) {
    PyErr_Format(PyExc_ValueError,
                 "%s cannot replace %s: its instances are larger than those that exist already",
                 cls->tp_name, slot->cls->tp_name);
    return -1;
  }
  return 0;
}

static int install_ctor(pytf_state* st, pytf_class* cls, int32_t type_index, int install_init) {
  PyTypeObject* type = &cls->heap.ht_type;
  PyObject* ctor = pytf_ctor_new(st, type, type_index);
  if (!ctor) return -1;
  cls->ctor = (pytf_ctor*)ctor;
  int rc = 0;
  if (cls->ctor->function && is_own(type, st->names.ffi_init) == 0) {
    rc = PyObject_SetAttr((PyObject*)type, st->names.ffi_init, ctor);
  }
  if (rc == 0 && install_init && is_own(type, st->names.init) == 0) {
    rc = PyObject_SetAttr((PyObject*)type, st->names.init, ctor);
  }
  Py_DECREF(ctor);
  return rc;
}

/* Subclasses made before belong to the type now, unless one of their own kind lies between. */
static int update_subclasses(PyTypeObject* cls, const pytf_class* from) {
  PyObject* below = PyObject_CallMethod((PyObject*)cls, "__subclasses__", NULL);
  if (!below) return -1;
  int rc = 0;
  for (Py_ssize_t i = 0; rc == 0 && i < PyList_GET_SIZE(below); i++) {
    PyObject* sub = PyList_GET_ITEM(below, i);
    if (!pytf_is_class(pytf_state_peek(), sub) || ((pytf_class*)sub)->is_registered) continue;
    ((pytf_class*)sub)->type_index = from->type_index;
    ((pytf_class*)sub)->ctor = from->ctor;
    rc = update_subclasses((PyTypeObject*)sub, from);
  }
  Py_DECREF(below);
  return rc;
}

int pytf_register_class(pytf_state* st, int32_t type_index, PyTypeObject* cls, int install_init) {
  if (check_class(st, type_index, cls) != 0) return -1;
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(type_index);
  if (install_chain(st, cls, info) != 0) return -1;
  if (install(cls, st->names.type_info, pytf_type_info_new(st, type_index, cls)) != 0) return -1;
  if (pytf_is_class(st, (PyObject*)cls)) {
    pytf_class* own = (pytf_class*)cls;
    own->type_index = type_index;
    own->is_registered = 1;
    if (install_ctor(st, own, type_index, install_init) != 0) return -1;
    pytf_class_set_direct(own);
    if (update_subclasses(cls, own) != 0) return -1;
  }
  return pytf_set_class(st, type_index, cls);
}

/* ---- functions of the module ---- */

/* type_key_to_index(key) -> int | None */
static PyObject* type_key_to_index(PyObject* module, PyObject* key) {
  (void)module;
  Py_ssize_t size = 0;
  const char* data = PyUnicode_AsUTF8AndSize(key, &size);
  if (!data) return NULL;
  const TVMFFIByteArray bytes = {data, (size_t)size};
  /* The query form raises nothing when the key is unknown. */
  const int32_t index = TVMFFITypeGetOrAllocIndex(&bytes, -1, 0, 0, 0, -2);
  if (index < 0) Py_RETURN_NONE;
  return PyLong_FromLong(index);
}

/* register_class(type_index, cls, init) */
static PyObject* register_class(PyObject* module, PyObject* args) {
  int type_index, init;
  PyObject* cls;
  (void)module;
  if (!PyArg_ParseTuple(args, "iO!p:register_class", &type_index, &PyType_Type, &cls, &init)) {
    return NULL;
  }
  if (type_index < 0 || TVMFFIGetTypeInfo(type_index)->type_index != type_index) {
    PyErr_Format(PyExc_ValueError, "there is no type with index %d", type_index);
    return NULL;
  }
  if (pytf_register_class(pytf_state_peek(), type_index, (PyTypeObject*)cls, init) != 0)
    return NULL;
  Py_RETURN_NONE;
}

static PyMethodDef register_functions[] = {
    {"type_key_to_index", type_key_to_index, METH_O, "The index of a registered type, or None."},
    {"register_class", register_class, METH_VARARGS, "Binds a class to a type index."},
    {NULL, NULL, 0, NULL},
};

/* A singleton that the runtime hands out by a function; absent in a runtime that has no such function. */
static int fetch_singleton(pytf_state* st, PyObject* module, const char* function_name,
                           const char* name, TVMFFIObjectHandle* handle, PyObject** wrapper) {
  const TVMFFIByteArray bytes = pytf_bytes_of(function_name);
  TVMFFIObjectHandle function = NULL;
  if (pytf_check(st, TVMFFIFunctionGetGlobal(&bytes, &function)) != 0) return -1;
  if (!function) {
    *wrapper = Py_NewRef(Py_None);
    return PyModule_AddObjectRef(module, name, Py_None);
  }
  TVMFFIAny value;
  const int rc = pytf_call_views(st, function, NULL, 0, &value);
  pytf_handle_decref(function);
  if (rc != 0) return -1;
  if (!pytf_any_is_object(&value)) {
    PyErr_Format(PyExc_ImportError, "%s did not return an object", function_name);
    return -1;
  }
  *handle = value.v_obj;
  pytf_handle_incref(*handle);
  *wrapper = pytf_wrap_as(st, st->object_type, value.v_obj);
  return *wrapper ? PyModule_AddObjectRef(module, name, *wrapper) : -1;
}

int pytf_setup_register(pytf_state* st, PyObject* module) {
  if (PyModule_AddFunctions(module, register_functions) != 0) return -1;
  if (fetch_singleton(st, module, "ffi.GetInvalidObject", "MISSING", &st->missing_object,
                      &st->missing) != 0) {
    return -1;
  }
  return fetch_singleton(st, module, "ffi.GetKwargsObject", "KWARGS", &st->kwargs_object,
                         &st->kwargs);
}
