/* SPDX-License-Identifier: Apache-2.0 */
/* List: the mutable sequence. Reads go to the object's memory, changes through the runtime. */
#include "values_state.h"

static pytf_state* state_of(PyObject* self) { return ((pytf_object*)self)->state; }

/* ---- calls (list, ...) */

/* Fills `args[0]` with the list's handle. */
static int set_self(PyObject* self, TVMFFIAny* args) {
  TVMFFIObjectHandle handle = pytf_object_get_handle(self);
  if (!handle) return -1;
  pytf_any_set_object(&args[0], handle);
  return 0;
}

static int call_plain(PyObject* self, pytf_fn fn) {
  TVMFFIAny args[1];
  if (set_self(self, args) != 0) return -1;
  return pytf_call_void(state_of(self), fn, args, 1);
}

static int call_position(PyObject* self, pytf_fn fn, Py_ssize_t at) {
  TVMFFIAny args[2];
  if (set_self(self, args) != 0) return -1;
  pytf_any_set(&args[1], kTVMFFIInt, at);
  return pytf_call_void(state_of(self), fn, args, 2);
}

/* fn(list, value), or fn(list, at, value) when `at` is not negative. */
static int call_value(PyObject* self, pytf_fn fn, Py_ssize_t at, PyObject* value) {
  pytf_ctx ctx;
  TVMFFIAny args[3];
  int32_t count = 1;
  if (set_self(self, args) != 0) return -1;
  if (at >= 0) pytf_any_set(&args[count++], kTVMFFIInt, at);
  pytf_ctx_init(&ctx, state_of(self));
  int rc = pytf_from_py(&ctx, value, &args[count++]);
  if (rc == 0) rc = pytf_call_void(state_of(self), fn, args, count);
  pytf_ctx_drop(&ctx);
  return rc;
}

/* Erases [start, stop) and puts the items of a list or tuple there. */
static int replace_slice(PyObject* self, Py_ssize_t start, Py_ssize_t stop, PyObject* items) {
  pytf_state* st = state_of(self);
  pytf_ctx ctx;
  TVMFFIAny args[4];
  TVMFFIObjectHandle replacement = NULL;
  pytf_ctx_init(&ctx, st);
  int rc = pytf_container_from(&ctx, PYTF_FN_list, items, &replacement);
  pytf_ctx_drop(&ctx);
  if (rc != 0) return -1;
  rc = set_self(self, args);
  pytf_any_set(&args[1], kTVMFFIInt, start);
  pytf_any_set(&args[2], kTVMFFIInt, stop);
  pytf_any_set_object(&args[3], replacement);
  if (rc == 0) rc = pytf_call_void(st, PYTF_FN_list_replace, args, 4);
  pytf_drop_handle(st, replacement);
  return rc;
}

/* ---- item and slice assignment */

static int assign_extended(PyObject* self, Py_ssize_t start, Py_ssize_t step, Py_ssize_t count,
                           PyObject* items) {
  if (PySequence_Fast_GET_SIZE(items) != count) {
    PyErr_Format(PyExc_ValueError,
                 "attempt to assign sequence of size %zd to extended slice of size %zd",
                 PySequence_Fast_GET_SIZE(items), count);
    return -1;
  }
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyObject* item = PySequence_Fast_GET_ITEM(items, i);
    if (call_value(self, PYTF_FN_list_set, start + i * step, item) != 0) return -1;
  }
  return 0;
}

static int delete_extended(PyObject* self, Py_ssize_t start, Py_ssize_t step, Py_ssize_t count) {
  /* From the back, so that the positions in front stay right. */
  for (Py_ssize_t i = 0; i < count; ++i) {
    const Py_ssize_t nth = step > 0 ? count - 1 - i : i;
    if (call_position(self, PYTF_FN_list_erase, start + nth * step) != 0) return -1;
  }
  return 0;
}

static int erase_range(PyObject* self, Py_ssize_t start, Py_ssize_t stop) {
  TVMFFIAny args[3];
  if (set_self(self, args) != 0) return -1;
  pytf_any_set(&args[1], kTVMFFIInt, start);
  pytf_any_set(&args[2], kTVMFFIInt, stop);
  return pytf_call_void(state_of(self), PYTF_FN_list_erase_range, args, 3);
}

static int assign_slice(PyObject* self, PyObject* slice, PyObject* value) {
  Py_ssize_t start = 0;
  Py_ssize_t stop = 0;
  Py_ssize_t step = 0;
  if (PySlice_Unpack(slice, &start, &stop, &step) != 0) return -1;
  /* A snapshot: the value may be this list, or an iterable that changes it. */
  PyObject* items = value ? PySequence_Tuple(value) : NULL;
  if (value && !items) return -1;
  const Py_ssize_t size = pytf_seq_length(self);
  int rc = -1;
  if (size >= 0) {
    const Py_ssize_t count = PySlice_AdjustIndices(size, &start, &stop, step);
    if (stop < start && step > 0) stop = start;
    if (step == 1) {
      rc = items ? replace_slice(self, start, stop, items) : erase_range(self, start, stop);
    } else {
      rc = items ? assign_extended(self, start, step, count, items)
                 : delete_extended(self, start, step, count);
    }
  }
  Py_XDECREF(items);
  return rc;
}

static int list_assign(PyObject* self, PyObject* key, PyObject* value) {
  if (PySlice_Check(key)) return assign_slice(self, key, value);
  const Py_ssize_t size = pytf_seq_length(self);
  if (size < 0) return -1;
  const Py_ssize_t at = pytf_seq_position(key, size);
  if (at < 0) return -1;
  if (!value) return call_position(self, PYTF_FN_list_erase, at);
  return call_value(self, PYTF_FN_list_set, at, value);
}

/* ---- methods */

static PyObject* none_or_null(int rc) {
  if (rc != 0) return NULL;
  Py_RETURN_NONE;
}

static PyObject* list_append(PyObject* self, PyObject* value) {
  return none_or_null(call_value(self, PYTF_FN_list_append, -1, value));
}

static PyObject* list_insert(PyObject* self, PyObject* args) {
  Py_ssize_t at = 0;
  PyObject* value = NULL;
  if (!PyArg_ParseTuple(args, "nO:insert", &at, &value)) return NULL;
  const Py_ssize_t size = pytf_seq_length(self);
  if (size < 0) return NULL;
  if (at < 0) at = at + size < 0 ? 0 : at + size;
  return none_or_null(call_value(self, PYTF_FN_list_insert, at > size ? size : at, value));
}

static PyObject* list_pop(PyObject* self, PyObject* args) {
  PyObject* index = NULL;
  if (!PyArg_ParseTuple(args, "|O:pop", &index)) return NULL;
  const Py_ssize_t size = pytf_seq_length(self);
  if (size < 0) return NULL;
  if (size == 0) {
    PyErr_SetString(PyExc_IndexError, "pop from empty list");
    return NULL;
  }
  const Py_ssize_t at = index ? pytf_seq_position(index, size) : size - 1;
  TVMFFIAny call[2];
  TVMFFIAny result;
  if (at < 0 || set_self(self, call) != 0) return NULL;
  pytf_any_set(&call[1], kTVMFFIInt, at);
  if (pytf_call_fn(state_of(self), PYTF_FN_list_pop, call, 2, &result) != 0) return NULL;
  return pytf_to_py(state_of(self), &result, ((pytf_container*)self)->exchange);
}

static int extend_by(PyObject* self, PyObject* iterable) {
  PyObject* items = PySequence_Tuple(iterable);
  if (!items) return -1;
  const Py_ssize_t size = pytf_seq_length(self);
  const int rc = size < 0 ? -1 : replace_slice(self, size, size, items);
  Py_DECREF(items);
  return rc;
}

static PyObject* list_extend(PyObject* self, PyObject* iterable) {
  return none_or_null(extend_by(self, iterable));
}

static PyObject* list_inplace_add(PyObject* self, PyObject* iterable) {
  return extend_by(self, iterable) == 0 ? Py_NewRef(self) : NULL;
}

static PyObject* list_remove(PyObject* self, PyObject* value) {
  PyObject* args = PyTuple_Pack(1, value);
  PyObject* at = args ? pytf_seq_index(self, args) : NULL;
  Py_XDECREF(args);
  if (!at) return NULL;
  const int rc = list_assign(self, at, NULL);
  Py_DECREF(at);
  return none_or_null(rc);
}

static PyObject* list_clear(PyObject* self, PyObject* none) {
  (void)none;
  return none_or_null(call_plain(self, PYTF_FN_list_clear));
}

static PyObject* list_reverse(PyObject* self, PyObject* none) {
  (void)none;
  return none_or_null(call_plain(self, PYTF_FN_list_reverse));
}

static int list_init(PyObject* self, PyObject* args, PyObject* kwargs) {
  PyObject* given = NULL;
  if (pytf_container_argument(self, args, kwargs, "input_list", 0, &given) != 0) return -1;
  PyObject* items = given ? PySequence_Fast(given, "List() needs an iterable")
                          : Py_NewRef(state_of(self)->values->no_args);
  if (!items) return -1;
  const int rc = pytf_container_init(self, PYTF_FN_list, items);
  Py_DECREF(items);
  return rc;
}

static PyMethodDef list_methods[] = {
    {"append", list_append, METH_O, "Adds an element at the end."},
    {"insert", list_insert, METH_VARARGS,
     "insert(index, value): adds an element before a position."},
    {"pop", list_pop, METH_VARARGS, "pop(index=-1): takes an element out and returns it."},
    {"extend", list_extend, METH_O, "Adds the elements of an iterable at the end."},
    {"remove", list_remove, METH_O, "Takes out the first equal element; ValueError if none."},
    {"clear", list_clear, METH_NOARGS, "Takes out all elements."},
    {"reverse", list_reverse, METH_NOARGS, "Turns the order around."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot list_slots[] = {
    {Py_tp_init, list_init},
    {Py_tp_methods, list_methods},
    {Py_mp_ass_subscript, list_assign},
    {Py_nb_inplace_add, list_inplace_add},
    {0, NULL},
};
static PyType_Spec list_spec = {"tvm_ffi.core.List", (int)sizeof(pytf_container), 0,
                                Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, list_slots};

int pytf_setup_container_list(pytf_state* st, PyObject* module) {
  PyTypeObject* base = NULL;
  if (pytf_add_type(st, module, &list_spec, st->values->seq_base, &base) != 0) return -1;
  return pytf_add_container(st, module, "List", base, kTVMFFIList,
                            "List(input_list=()): a mutable sequence of FFI values.",
                            &st->list_type);
}
