/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters with names, and calls with keywords. None of it is on the way of a call with positional arguments. */
#include "params.h"

#include "pytf.h"

#include "call.h"
#include "ctor.h"
#include "signature.h"

enum { kNames, kDefaults, kCount };

/* ---- reading metadata ---- */

/* The value of JSON text. New reference; NULL with an exception. */
static PyObject* parse_json(pytf_state* st, PyObject* text) {
  TVMFFIObjectHandle parse = pytf_runtime_function(st, "ffi.json.Parse", &st->fn_json_parse);
  return parse ? pytf_call(st, parse, &text, 1, 0) : NULL;
}

/* `map[key]`, parsed when it is JSON text itself. New reference; NULL, no exception, when there is nothing of the kind. */
static PyObject* inner_json(pytf_state* st, PyObject* map, const char* key) {
  PyObject* text = PyMapping_GetItemString(map, key);
  PyObject* value = text && PyUnicode_Check(text) ? parse_json(st, text) : NULL;
  Py_XDECREF(text);
  PyErr_Clear();
  return value;
}

/* The names as a tuple of exact, interned, distinct str; NULL when they are anything else. */
static PyObject* clean_names(pytf_state* st, PyObject* list) {
  const int is_array = list && PyType_IsSubtype(Py_TYPE(list), st->array_type);
  PyObject* names = is_array ? PySequence_Tuple(list) : NULL;
  PyObject* seen = names ? PySet_New(names) : NULL;
  const Py_ssize_t count = names ? PyTuple_GET_SIZE(names) : 0;
  int ok = seen && PySet_GET_SIZE(seen) == count;
  for (Py_ssize_t i = 0; ok && i < count; i++) {
    PyObject* name = PyTuple_GET_ITEM(names, i);
    PyObject* exact = PyUnicode_Check(name) ? PyUnicode_FromObject(name) : NULL;
    ok = exact && PyUnicode_IsIdentifier(exact) == 1;
    if (!ok) {
      Py_XDECREF(exact);
      break;
    }
    PyUnicode_InternInPlace(&exact);
    Py_DECREF(name);
    PyTuple_SET_ITEM(names, i, exact);
  }
  Py_XDECREF(seen);
  if (!ok) Py_CLEAR(names);
  PyErr_Clear();
  return names;
}

/* A text as a str and nothing more: long ones come as objects of the runtime. Consumes `value`. */
static PyObject* plain_text(PyObject* value) {
  if (!PyUnicode_Check(value) || PyUnicode_CheckExact(value)) return value;
  PyObject* text = PyUnicode_FromObject(value);
  Py_DECREF(value);
  return text;
}

/* Enters the defaults that `map` (or NULL) has for the names. */
static int read_defaults(PyObject* names, PyObject* map, PyObject* defaults) {
  for (Py_ssize_t i = 0; map && i < PyTuple_GET_SIZE(names); i++) {
    PyObject* name = PyTuple_GET_ITEM(names, i);
    PyObject* value = PyObject_GetItem(map, name);
    if (!value) {
      PyErr_Clear();
      continue;
    }
    value = plain_text(value);
    const int rc = value ? PyDict_SetItem(defaults, name, value) : -1;
    Py_XDECREF(value);
    if (rc != 0) return -1;
  }
  return 0;
}

/* How many parameters the schema of a function has; -1 when it does not say. */
static Py_ssize_t count_params(PyObject* schema) {
  PyObject* named = schema ? PyMapping_GetItemString(schema, "named_args") : NULL;
  PyObject* params = named ? PyMapping_GetItemString(named, "params") : NULL;
  const Py_ssize_t count = params ? PyObject_Size(params) : -1;
  Py_XDECREF(params);
  Py_XDECREF(named);
  PyErr_Clear();
  return count;
}

static PyObject* read_params(pytf_state* st, PyObject* map, PyObject* defaults) {
  PyObject* schema = map ? inner_json(st, map, "type_schema") : NULL;
  PyObject* list = map ? inner_json(st, map, "arg_names") : NULL;
  PyObject* values = map ? inner_json(st, map, "arg_defaults") : NULL;
  PyObject* names = clean_names(st, list);
  const Py_ssize_t count = count_params(schema);
  if (names && PyTuple_GET_SIZE(names) != count) Py_CLEAR(names);
  PyObject* params = NULL;
  if (!names || read_defaults(names, values, defaults) == 0) {
    params = Py_BuildValue("(OOn)", names ? names : Py_None, defaults, count);
  }
  Py_XDECREF(names);
  Py_XDECREF(values);
  Py_XDECREF(list);
  Py_XDECREF(schema);
  return params;
}

PyObject* pytf_params_of(pytf_state* st, const TVMFFIByteArray* metadata) {
  PyObject* text = metadata->size
                       ? PyUnicode_DecodeUTF8(metadata->data, (Py_ssize_t)metadata->size, "strict")
                       : NULL;
  PyObject* map = text ? parse_json(st, text) : NULL;
  Py_XDECREF(text);
  if (map && !PyMapping_Check(map)) Py_CLEAR(map);
  PyErr_Clear();
  PyObject* defaults = PyDict_New();
  PyObject* params = defaults ? read_params(st, map, defaults) : NULL;
  Py_XDECREF(defaults);
  Py_XDECREF(map);
  return params;
}

/* ---- binding ---- */

typedef struct {
  PyObject* names;
  PyObject* defaults;
  PyObject* label;
  Py_ssize_t first; /* names below it are not for keywords: self */
} binder;

static PYTF_COLD Py_ssize_t raise_unknown(const binder* b, PyObject* name) {
  PyObject* known = PyList_New(0);
  for (Py_ssize_t i = b->first; known && i < PyTuple_GET_SIZE(b->names); i++) {
    if (PyList_Append(known, PyTuple_GET_ITEM(b->names, i)) != 0) Py_CLEAR(known);
  }
  PyObject* near = known ? pytf_nearest_name(name, known) : NULL;
  Py_XDECREF(known);
  if (near) {
    PyErr_Format(PyExc_TypeError,
                 "%U() got an unexpected keyword argument '%U'; did you mean '%U'?", b->label, name,
                 near);
  } else {
    PyErr_Format(PyExc_TypeError, "%U() got an unexpected keyword argument '%U'", b->label, name);
  }
  return -1;
}

static Py_ssize_t find_name(const binder* b, PyObject* name) {
  const Py_ssize_t count = PyTuple_GET_SIZE(b->names);
  for (Py_ssize_t i = b->first; i < count; i++) {
    if (PyTuple_GET_ITEM(b->names, i) == name) return i;
  }
  for (Py_ssize_t i = b->first; i < count; i++) {
    if (PyUnicode_Compare(PyTuple_GET_ITEM(b->names, i), name) == 0) return i;
  }
  return raise_unknown(b, name);
}

/* Fills `values` (borrowed, all NULL at first). Returns how many to pass, or -1. */
static Py_ssize_t bind(const binder* b, PyObject* const* args, Py_ssize_t num_args,
                       PyObject* kwnames, PyObject** values) {
  const Py_ssize_t count = PyTuple_GET_SIZE(b->names);
  if (num_args > count) {
    PyErr_Format(PyExc_TypeError,
                 "%U() takes at most %zd positional argument%s, but %zd were given", b->label,
                 count - b->first, count - b->first == 1 ? "" : "s", num_args - b->first);
    return -1;
  }
  for (Py_ssize_t i = 0; i < num_args; i++) values[i] = args[i];
  Py_ssize_t end = num_args;
  for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(kwnames); k++) {
    PyObject* name = PyTuple_GET_ITEM(kwnames, k);
    const Py_ssize_t i = find_name(b, name);
    if (i < 0) return -1;
    if (values[i]) {
      PyErr_Format(PyExc_TypeError, "%U() got multiple values for argument '%U'", b->label, name);
      return -1;
    }
    values[i] = args[num_args + k];
    if (i >= end) end = i + 1;
  }
  for (Py_ssize_t i = 0; i < count; i++) {
    if (values[i]) continue;
    PyObject* name = PyTuple_GET_ITEM(b->names, i);
    PyObject* value = PyDict_GetItemWithError(b->defaults, name);
    if (!value) {
      if (!PyErr_Occurred()) {
        PyErr_Format(PyExc_TypeError, "%U() missing required argument: '%U'", b->label, name);
      }
      return -1;
    }
    if (i < end) values[i] = value;
  }
  return end;
}

PyObject* pytf_params_call(pytf_state* st, PyObject* params, PyObject* label, int is_method,
                           TVMFFIObjectHandle function, PyObject* const* args, Py_ssize_t num_args,
                           PyObject* kwnames, int release_gil) {
  const binder b = {PyTuple_GET_ITEM(params, kNames), PyTuple_GET_ITEM(params, kDefaults), label,
                    is_method ? 1 : 0};
  if (b.names == Py_None) {
    PyErr_Format(PyExc_TypeError,
                 "%U() takes positional arguments only (its library does not name its parameters), "
                 "got the keyword argument '%U'",
                 label, PyTuple_GET_ITEM(kwnames, 0));
    return NULL;
  }
  const size_t count = (size_t)PyTuple_GET_SIZE(b.names);
  PyObject** values = (PyObject**)PyMem_Calloc(count ? count : 1, sizeof *values);
  if (!values) return PyErr_NoMemory();
  const Py_ssize_t end = bind(&b, args, num_args, kwnames, values);
  PyObject* result = NULL;
  if (end >= 0) {
    result = is_method ? pytf_call_method(st, function, values, end, release_gil)
                       : pytf_call(st, function, values, end, release_gil);
  }
  PyMem_Free(values);
  return result;
}

/* Whether one of the names is a word of the language: 1, 0, or -1 with an exception. Interpreters before 3.11 would show
   it in a signature. */
static int has_keyword(PyObject* names) {
  PyObject* module = PyImport_ImportModule("keyword");
  PyObject* is_keyword = module ? PyObject_GetAttrString(module, "iskeyword") : NULL;
  int found = is_keyword ? 0 : -1;
  for (Py_ssize_t i = 0; found == 0 && i < PyTuple_GET_SIZE(names); i++) {
    PyObject* answer = PyObject_CallOneArg(is_keyword, PyTuple_GET_ITEM(names, i));
    found = answer ? PyObject_IsTrue(answer) : -1;
    Py_XDECREF(answer);
  }
  Py_XDECREF(is_keyword);
  Py_XDECREF(module);
  return found;
}

PyObject* pytf_params_signature(PyObject* params, int is_method) {
  PyObject* names = PyTuple_GET_ITEM(params, kNames);
  const int cannot_be_said = names == Py_None ? 1 : has_keyword(names);
  if (cannot_be_said < 0) return NULL;
  if (cannot_be_said == 0) {
    PyObject* made = pytf_named_signature(names, PyTuple_GET_ITEM(params, kDefaults), is_method);
    if (made || !PyErr_ExceptionMatches(PyExc_ValueError)) return made;
    /* Defaults in front of parameters without: nothing that a signature can say. */
    PyErr_Clear();
  }
  const Py_ssize_t count = PyLong_AsSsize_t(PyTuple_GET_ITEM(params, kCount));
  if (is_method) return pytf_positional_signature(count > 0 ? count - 1 : -1, 1);
  if (count < 0) Py_RETURN_NONE;
  return pytf_positional_signature(count, 0);
}
