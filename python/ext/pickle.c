/* SPDX-License-Identifier: Apache-2.0 */
/* Pickling and copying of wrappers: by the JSON graph of the runtime, where it has one and the type can be made from it. */
#include "pickle.h"

#include "pytf.h"

#include "setup.h"

/* A one-argument function of the runtime, or NULL with TypeError when it has none: what cannot be written down is an
   object that cannot be pickled. */
static TVMFFIObjectHandle graph_function(pytf_state* st, PyObject* self, const char* name,
                                         TVMFFIObjectHandle* slot) {
  TVMFFIObjectHandle function = pytf_runtime_function(st, name, slot);
  if (!function && PyErr_ExceptionMatches(PyExc_RuntimeError)) {
    PyErr_Format(PyExc_TypeError, "cannot pickle or copy '%s' object: the runtime has no %s",
                 Py_TYPE(self)->tp_name, name);
  }
  return function;
}

/* The type's text form as str. New reference. */
static PyObject* to_text(pytf_state* st, PyObject* self) {
  TVMFFIObjectHandle function = graph_function(st, self, "ffi.ToJSONGraphString", &st->fn_to_json);
  if (!function) return NULL;
  TVMFFIAny args[2], result;
  pytf_any_set_object(&args[0], pytf_handle_of(self));
  pytf_any_set_none(&args[1]); /* no metadata */
  if (pytf_call_views(st, function, args, 2, &result) != 0) return NULL;
  PyObject* text = pytf_to_py(st, &result, NULL);
  if (!text || PyUnicode_CheckExact(text)) return text;
  PyObject* plain = PyUnicode_FromObject(text);
  Py_DECREF(text);
  return plain;
}

PyObject* pytf_object_getstate(PyObject* self, PyObject* unused) {
  (void)unused;
  pytf_state* st = ((pytf_object*)self)->state;
  PyObject* text = pytf_handle_of(self) ? to_text(st, self) : Py_NewRef(Py_None);
  return text ? Py_BuildValue("{s:N}", "handle", text) : NULL;
}

PyObject* pytf_object_setstate(PyObject* self, PyObject* state) {
  pytf_state* st = ((pytf_object*)self)->state;
  PyObject* text = PyDict_Check(state) ? pytf_dict_get(state, "handle") : NULL;
  if (!text && PyErr_Occurred()) return NULL;
  if (!text) {
    PyErr_SetString(PyExc_TypeError, "the state of an FFI object is a dict with the key 'handle'");
    return NULL;
  }
  if (text == Py_None) {
    pytf_object_set_handle(self, NULL);
    Py_RETURN_NONE;
  }
  TVMFFIObjectHandle function =
      graph_function(st, self, "ffi.FromJSONGraphString", &st->fn_from_json);
  TVMFFIAny value;
  if (!function || pytf_call_value(st, function, &text, 1, 0, &value) != 0) return NULL;
  if (!pytf_any_is_object(&value)) {
    PyErr_SetString(PyExc_ValueError, "the text does not describe an object");
    return NULL;
  }
  if (pytf_object_adopt(self, value.v_obj) != 0) return NULL;
  Py_RETURN_NONE;
}

PyObject* pytf_object_reduce(PyObject* self, PyObject* unused) {
  (void)unused;
  PyObject* make = pytf_dict_get(((pytf_object*)self)->state->module_dict, "_new_object");
  if (!make) {
    if (!PyErr_Occurred()) {
      PyErr_SetString(PyExc_RuntimeError, "tvm_ffi.core has lost _new_object");
    }
    return NULL;
  }
  PyObject* state = PyObject_CallMethod(self, "__getstate__", NULL);
  return state ? Py_BuildValue("(O(O)N)", make, Py_TYPE(self), state) : NULL;
}

/* _new_object(cls): an instance whose handle is NULL. */
static PyObject* new_object(PyObject* module, PyObject* cls) {
  (void)module;
  if (!PyType_Check(cls) ||
      !PyType_IsSubtype((PyTypeObject*)cls, pytf_state_peek()->cobject_type)) {
    PyErr_SetString(PyExc_TypeError, "_new_object() takes an FFI class");
    return NULL;
  }
  return PyObject_CallMethod(cls, "__new__", "O", cls);
}

static PyMethodDef functions[] = {
    {"_new_object", new_object, METH_O, "An instance of an FFI class without an object."},
    {NULL, NULL, 0, NULL},
};

int pytf_setup_pickle(pytf_state* st, PyObject* module) {
  (void)st;
  return PyModule_AddFunctions(module, functions);
}
