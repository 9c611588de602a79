/* SPDX-License-Identifier: Apache-2.0 */
/* Dict: the mutable mapping. Reads go to the object's memory, changes through the runtime. */
#include "values_state.h"

static pytf_state* state_of(PyObject* self) { return ((pytf_object*)self)->state; }

/* fn(dict, key), or fn(dict, key, value) when there is a value. */
static int call_key(PyObject* self, pytf_fn fn, PyObject* key, PyObject* value) {
  TVMFFIObjectHandle handle = pytf_object_get_handle(self);
  if (!handle) return -1;
  pytf_ctx ctx;
  TVMFFIAny args[3];
  pytf_any_set_object(&args[0], handle);
  pytf_ctx_init(&ctx, state_of(self));
  int rc = pytf_from_py(&ctx, key, &args[1]);
  if (rc == 0 && value) rc = pytf_from_py(&ctx, value, &args[2]);
  if (rc == 0) rc = pytf_call_void(state_of(self), fn, args, value ? 3 : 2);
  pytf_ctx_drop(&ctx);
  return rc;
}

static int erase(PyObject* self, PyObject* key) {
  return call_key(self, PYTF_FN_dict_erase, key, NULL);
}

static int dict_assign(PyObject* self, PyObject* key, PyObject* value) {
  if (value) return call_key(self, PYTF_FN_dict_set, key, value);
  const int found = pytf_map_contains(self, key);
  if (found == 0) pytf_raise_key(key);
  return found == 1 ? erase(self, key) : -1;
}

static PyObject* dict_pop(PyObject* self, PyObject* args) {
  PyObject* key = NULL;
  PyObject* fallback = NULL;
  if (!PyArg_ParseTuple(args, "O|O:pop", &key, &fallback)) return NULL;
  const int found = pytf_map_contains(self, key);
  if (found < 0) return NULL;
  if (found == 0) {
    if (fallback) return Py_NewRef(fallback);
    pytf_raise_key(key);
    return NULL;
  }
  PyObject* value = pytf_map_subscript(self, key);
  if (value && erase(self, key) != 0) Py_CLEAR(value);
  return value;
}

/* Takes the first entry out. */
static PyObject* dict_popitem(PyObject* self, PyObject* none) {
  (void)none;
  const Py_ssize_t size = pytf_map_length(self);
  if (size < 0) return NULL;
  if (size == 0) {
    PyErr_SetString(PyExc_KeyError, "popitem(): dictionary is empty");
    return NULL;
  }
  PyObject* iter = pytf_map_iter(self);
  PyObject* key = iter ? PyIter_Next(iter) : NULL;
  Py_XDECREF(iter);
  PyObject* value = key ? pytf_map_subscript(self, key) : NULL;
  PyObject* pair = value && erase(self, key) == 0 ? PyTuple_Pack(2, key, value) : NULL;
  Py_XDECREF(key);
  Py_XDECREF(value);
  return pair;
}

static PyObject* dict_setdefault(PyObject* self, PyObject* args) {
  PyObject* key = NULL;
  PyObject* fallback = Py_None;
  if (!PyArg_ParseTuple(args, "O|O:setdefault", &key, &fallback)) return NULL;
  const int found = pytf_map_contains(self, key);
  if (found < 0) return NULL;
  if (found == 0 && dict_assign(self, key, fallback) != 0) return NULL;
  return pytf_map_subscript(self, key);
}

static PyObject* dict_update(PyObject* self, PyObject* mapping) {
  PyObject* pairs = PyMapping_Items(mapping); /* a list: the source may be this very dict */
  if (!pairs) return NULL;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(pairs); ++i) {
    PyObject* pair = PySequence_Tuple(PyList_GET_ITEM(pairs, i));
    const int ok = pair && PyTuple_GET_SIZE(pair) == 2;
    if (pair && !ok) PyErr_SetString(PyExc_ValueError, "items() must give pairs");
    const int rc =
        ok ? dict_assign(self, PyTuple_GET_ITEM(pair, 0), PyTuple_GET_ITEM(pair, 1)) : -1;
    Py_XDECREF(pair);
    if (rc != 0) {
      Py_DECREF(pairs);
      return NULL;
    }
  }
  Py_DECREF(pairs);
  Py_RETURN_NONE;
}

static PyObject* dict_clear(PyObject* self, PyObject* none) {
  (void)none;
  TVMFFIObjectHandle handle = pytf_object_get_handle(self);
  if (!handle) return NULL;
  TVMFFIAny arg;
  pytf_any_set_object(&arg, handle);
  if (pytf_call_void(state_of(self), PYTF_FN_dict_clear, &arg, 1) != 0) return NULL;
  Py_RETURN_NONE;
}

static int dict_init(PyObject* self, PyObject* args, PyObject* kwargs) {
  PyObject* mapping = NULL;
  if (pytf_container_argument(self, args, kwargs, "input_dict", 0, &mapping) != 0) return -1;
  if (mapping && mapping != Py_None) return pytf_map_init_from(self, PYTF_FN_dict, mapping);
  return pytf_container_init(self, PYTF_FN_dict, state_of(self)->values->no_args);
}

static PyMethodDef dict_methods[] = {
    {"pop", dict_pop, METH_VARARGS, "pop(key[, default]): takes an entry out, returns its value."},
    {"popitem", dict_popitem, METH_NOARGS, "Takes the first entry out and returns it as a pair."},
    {"setdefault", dict_setdefault, METH_VARARGS,
     "setdefault(key, default=None): the value under the key, stored first if it is missing."},
    {"update", dict_update, METH_O, "Stores all entries of a mapping."},
    {"clear", dict_clear, METH_NOARGS, "Takes out all entries."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot dict_slots[] = {
    {Py_tp_init, dict_init},
    {Py_tp_methods, dict_methods},
    {Py_mp_ass_subscript, dict_assign},
    {0, NULL},
};
static PyType_Spec dict_spec = {"tvm_ffi.core.Dict", (int)sizeof(pytf_container), 0,
                                Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, dict_slots};

int pytf_setup_container_dict(pytf_state* st, PyObject* module) {
  PyTypeObject* base = NULL;
  if (pytf_add_type(st, module, &dict_spec, st->values->map_base, &base) != 0) return -1;
  return pytf_add_container(st, module, "Dict", base, kTVMFFIDict,
                            "Dict(input_dict=None): a mutable mapping of FFI values.",
                            &st->dict_type);
}
