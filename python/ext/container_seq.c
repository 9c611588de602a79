/* SPDX-License-Identifier: Apache-2.0 */
/* Array, and what it shares with List: everything that only reads. Elements are read from the
   object's memory; a List may change between two reads, so nothing of it is remembered. */
#include "container_key.h"

static const DLPackExchangeAPI* exchange_of(PyObject* self) {
  return ((pytf_container*)self)->exchange;
}

static inline PyObject* element(PyObject* self, const tvm_ffi_seq_object* seq, Py_ssize_t at) {
  const TVMFFIAny* any = &((const TVMFFIAny*)seq->seq.data)[at];
  if (any->type_index == kTVMFFIInt) return PyLong_FromLongLong(any->v_int64);
  return pytf_view_to_py(((pytf_object*)self)->state, any, exchange_of(self));
}

/* ---- size, index, slice */

Py_ssize_t pytf_seq_length(PyObject* self) {
  const tvm_ffi_seq_object* seq = pytf_seq_of(self);
  return seq ? (Py_ssize_t)seq->seq.size : -1;
}

PYTF_COLD static PyObject* raise_range(Py_ssize_t size, Py_ssize_t index) {
  return PyErr_Format(PyExc_IndexError, "Index out of range. size: %zd, got index %zd", size,
                      index);
}

static PyObject* seq_item(PyObject* self, Py_ssize_t index) {
  const tvm_ffi_seq_object* seq = pytf_seq_of(self);
  if (!seq) return NULL;
  const Py_ssize_t size = (Py_ssize_t)seq->seq.size;
  if (index < 0 || index >= size) return raise_range(size, index);
  return element(self, seq, index);
}

Py_ssize_t pytf_seq_position(PyObject* index, Py_ssize_t size) {
  if (!PyIndex_Check(index)) {
    PyErr_Format(PyExc_TypeError, "indices must be integers or slices, not %s",
                 Py_TYPE(index)->tp_name);
    return -1;
  }
  const Py_ssize_t given = PyNumber_AsSsize_t(index, PyExc_IndexError);
  if (given == -1 && PyErr_Occurred()) return -1;
  const Py_ssize_t at = given < 0 ? given + size : given;
  if (at >= 0 && at < size) return at;
  raise_range(size, given);
  return -1;
}

static PyObject* seq_slice(PyObject* self, Py_ssize_t start, Py_ssize_t step, Py_ssize_t count) {
  PyObject* list = PyList_New(count);
  for (Py_ssize_t i = 0; list && i < count; ++i) {
    PyObject* item = seq_item(self, start + i * step);
    if (item) {
      PyList_SET_ITEM(list, i, item);
    } else {
      Py_CLEAR(list);
    }
  }
  return list;
}

static PyObject* subscript_slow(PyObject* self, const tvm_ffi_seq_object* seq, PyObject* key) {
  const Py_ssize_t size = (Py_ssize_t)seq->seq.size;
  if (PySlice_Check(key)) {
    Py_ssize_t start = 0;
    Py_ssize_t stop = 0;
    Py_ssize_t step = 0;
    if (PySlice_Unpack(key, &start, &stop, &step) != 0) return NULL;
    const Py_ssize_t count = PySlice_AdjustIndices(size, &start, &stop, step);
    return seq_slice(self, start, step, count);
  }
  const Py_ssize_t at = pytf_seq_position(key, size);
  return at < 0 ? NULL : seq_item(self, at);
}

static PyObject* seq_subscript(PyObject* self, PyObject* key) {
  const tvm_ffi_seq_object* seq = pytf_seq_of(self);
  if (!seq) return NULL;
  int64_t at = 0;
  if (pytf_likely(PyLong_CheckExact(key) && pytf_small_int(key, &at))) {
    if (at < 0) at += seq->seq.size;
    if (pytf_likely(at >= 0 && at < seq->seq.size)) return element(self, seq, (Py_ssize_t)at);
  }
  return subscript_slow(self, seq, key);
}

/* ---- iteration */

typedef struct {
  PyObject ob_base;
  PyObject* container; /* NULL when done */
  Py_ssize_t at;
  Py_ssize_t end; /* where to stop: appended elements are not visited */
  int step;
} seq_iter;

static PyObject* new_iter(PyObject* self, int step) {
  const Py_ssize_t size = pytf_seq_length(self);
  if (size < 0) return NULL;
  seq_iter* iter = PyObject_GC_New(seq_iter, ((pytf_object*)self)->state->values->seq_iter_type);
  if (!iter) return NULL;
  iter->container = Py_NewRef(self);
  iter->at = step > 0 ? 0 : size - 1;
  iter->end = step > 0 ? size : -1;
  iter->step = step;
  PyObject_GC_Track(iter);
  return (PyObject*)iter;
}

static PyObject* seq_iter_new(PyObject* self) { return new_iter(self, 1); }

static PyObject* seq_reversed(PyObject* self, PyObject* none) {
  (void)none;
  return new_iter(self, -1);
}

static PyObject* iter_next(PyObject* self) {
  seq_iter* iter = (seq_iter*)self;
  if (!iter->container) return NULL;
  if (pytf_likely(iter->at != iter->end)) {
    const tvm_ffi_seq_object* seq = (const tvm_ffi_seq_object*)pytf_handle_of(iter->container);
    const Py_ssize_t at = iter->at;
    iter->at += iter->step;
    if (pytf_likely(seq && at < (Py_ssize_t)seq->seq.size)) {
      return element(iter->container, seq, at);
    }
    if (seq) {
      PyErr_Format(PyExc_IndexError, "Index %zd out of bounds %zd", at, (Py_ssize_t)seq->seq.size);
    } else {
      pytf_object_get_handle(iter->container);
    }
  }
  Py_CLEAR(iter->container);
  return NULL;
}

static PyObject* iter_length_hint(PyObject* self, PyObject* none) {
  (void)none;
  const seq_iter* iter = (const seq_iter*)self;
  const Py_ssize_t left = (iter->end - iter->at) * iter->step;
  return PyLong_FromSsize_t(iter->container ? left : 0);
}

static int iter_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(((seq_iter*)self)->container);
  return 0;
}

static int iter_clear(PyObject* self) {
  Py_CLEAR(((seq_iter*)self)->container);
  return 0;
}

static void iter_dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  Py_XDECREF(((seq_iter*)self)->container);
  PyObject_GC_Del(self);
  Py_DECREF(cls);
}

static PyMethodDef iter_methods[] = {
    {"__length_hint__", iter_length_hint, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot iter_slots[] = {
    {Py_tp_iter, PyObject_SelfIter},
    {Py_tp_iternext, iter_next},
    {Py_tp_traverse, iter_traverse},
    {Py_tp_clear, iter_clear},
    {Py_tp_dealloc, iter_dealloc},
    {Py_tp_methods, iter_methods},
    {0, NULL},
};
static PyType_Spec iter_spec = {"tvm_ffi.core._SequenceIterator", (int)sizeof(seq_iter), 0,
                                Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, iter_slots};

/* ---- search: `in` by FFI equality, `index` and `count` by Python's */

static int is_sequence(const TVMFFIAny* any) {
  return any->type_index == kTVMFFIArray || any->type_index == kTVMFFIList;
}

/* One element against the wanted value: 1, 0 or -1. Sequences are compared by content. */
static int same_element(pytf_state* st, const TVMFFIAny* item, const TVMFFIAny* wanted) {
  const int same = pytf_any_equal(item, wanted);
  if (same != 0 || !is_sequence(item) || !is_sequence(wanted)) return same;
  return pytf_deep_equal(st, item, wanted);
}

static int seq_contains(PyObject* self, PyObject* obj) {
  pytf_state* st = ((pytf_object*)self)->state;
  const tvm_ffi_seq_object* seq = pytf_seq_of(self);
  if (!seq) return -1;
  pytf_ctx ctx;
  TVMFFIAny wanted;
  pytf_ctx_init(&ctx, st);
  int found = pytf_from_py(&ctx, obj, &wanted);
  for (int64_t i = 0; found == 0 && i < seq->seq.size; ++i) {
    found = same_element(st, &((const TVMFFIAny*)seq->seq.data)[i], &wanted);
  }
  pytf_ctx_drop(&ctx);
  return found;
}

static PyObject* seq_count(PyObject* self, PyObject* obj) {
  Py_ssize_t count = 0;
  for (Py_ssize_t i = 0; i < pytf_seq_length(self); ++i) {
    PyObject* item = seq_item(self, i);
    const int same = item ? PyObject_RichCompareBool(item, obj, Py_EQ) : -1;
    Py_XDECREF(item);
    if (same < 0) return NULL;
    count += same;
  }
  return PyErr_Occurred() ? NULL : PyLong_FromSsize_t(count);
}

static void clamp(Py_ssize_t* bound, Py_ssize_t size) {
  if (*bound < 0) *bound += size;
  if (*bound < 0) *bound = 0;
  if (*bound > size) *bound = size;
}

static int optional_bound(PyObject* obj, Py_ssize_t* out) {
  if (!obj || obj == Py_None) return 0;
  *out = PyNumber_AsSsize_t(obj, NULL); /* too large is as good as the end */
  return *out == -1 && PyErr_Occurred() ? -1 : 0;
}

PyObject* pytf_seq_index(PyObject* self, PyObject* args) {
  PyObject* obj = NULL;
  PyObject* first = NULL;
  PyObject* last = NULL;
  if (!PyArg_ParseTuple(args, "O|OO:index", &obj, &first, &last)) return NULL;
  const Py_ssize_t size = pytf_seq_length(self);
  if (size < 0) return NULL;
  Py_ssize_t start = 0;
  Py_ssize_t stop = size;
  if (optional_bound(first, &start) != 0 || optional_bound(last, &stop) != 0) return NULL;
  clamp(&start, size);
  clamp(&stop, size);
  for (Py_ssize_t i = start; i < stop && i < pytf_seq_length(self); ++i) {
    PyObject* item = seq_item(self, i);
    const int same = item ? PyObject_RichCompareBool(item, obj, Py_EQ) : -1;
    Py_XDECREF(item);
    if (same < 0) return NULL;
    if (same) return PyLong_FromSsize_t(i);
  }
  return PyErr_Format(PyExc_ValueError, "%R is not in the sequence", obj);
}

/* ---- `+` with any iterable on either side; the left container decides what comes out */

static PyObject* seq_concat(PyObject* left, PyObject* right) {
  pytf_state* st = pytf_state_peek();
  PyTypeObject* types[] = {st->array_type, st->list_type};
  PyTypeObject* cls = NULL;
  pytf_fn fn = PYTF_FN_array;
  PyObject* sides[] = {left, right};
  for (int side = 0; !cls && side < 2; ++side) {
    for (int i = 0; !cls && i < 2; ++i) {
      if (!types[i] || !PyObject_TypeCheck(sides[side], types[i])) continue;
      cls = types[i];
      fn = i == 0 ? PYTF_FN_array : PYTF_FN_list;
    }
  }
  if (!cls) Py_RETURN_NOTIMPLEMENTED;
  PyObject* items = PySequence_List(left);
  PyObject* result = NULL;
  if (items) {
    PyObject* none = PyObject_CallMethod(items, "extend", "(O)", right);
    if (none) result = pytf_container_make(st, cls, fn, items);
    Py_XDECREF(none);
  }
  Py_XDECREF(items);
  return result;
}

static PyObject* seq_reduce(PyObject* self, PyObject* none) {
  (void)none;
  PyObject* items = PySequence_List(self);
  PyObject* reduced = items ? pytf_container_reduce(self, items) : NULL;
  Py_XDECREF(items);
  return reduced;
}

/* ---- Array */

static int array_init(PyObject* self, PyObject* args, PyObject* kwargs) {
  PyObject* given = NULL;
  if (pytf_container_argument(self, args, kwargs, "input_list", 1, &given) != 0) return -1;
  PyObject* items = PySequence_Fast(given, "");
  if (!items) {
    if (PyErr_ExceptionMatches(PyExc_TypeError) && !Py_TYPE(given)->tp_iter) {
      PyErr_Format(PyExc_TypeError, "Array() needs an iterable, got %s", Py_TYPE(given)->tp_name);
    }
    return -1;
  }
  const int rc = pytf_container_init(self, PYTF_FN_array, items);
  Py_DECREF(items);
  return rc;
}

static PyMethodDef seq_methods[] = {
    {"index", pytf_seq_index, METH_VARARGS,
     "index(value, start=0, stop=None): position of the first equal element; ValueError if none."},
    {"count", seq_count, METH_O, "Number of equal elements."},
    {"__reversed__", seq_reversed, METH_NOARGS, NULL},
    {"__reduce__", seq_reduce, METH_NOARGS, NULL},
    {"__deepcopy__", pytf_container_deepcopy, METH_O, NULL},
    {"__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot seq_slots[] = {
    {Py_tp_methods, seq_methods},
    {Py_tp_iter, seq_iter_new},
    {Py_tp_hash, pytf_container_hash},
    {Py_tp_richcompare, pytf_seq_richcompare},
    {Py_sq_length, pytf_seq_length},
    {Py_sq_item, seq_item},
    {Py_sq_contains, seq_contains},
    {Py_mp_length, pytf_seq_length},
    {Py_mp_subscript, seq_subscript},
    {Py_nb_add, seq_concat},
    {0, NULL},
};
static PyType_Spec seq_spec = {"tvm_ffi.core._SequenceBase", (int)sizeof(pytf_container), 0,
                               Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, seq_slots};

static PyType_Slot array_slots[] = {{Py_tp_init, array_init}, {0, NULL}};
static PyType_Spec array_spec = {"tvm_ffi.core.Array", (int)sizeof(pytf_container), 0,
                                 Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, array_slots};

int pytf_setup_container_seq(pytf_state* st, PyObject* module) {
  if (pytf_setup_container_build(st, module) != 0) return -1;
  if (pytf_add_type(st, module, &iter_spec, NULL, &st->values->seq_iter_type) != 0) return -1;
  PyTypeObject** reader = &st->values->seq_base;
  if (pytf_add_type(st, module, &seq_spec, st->container_type, reader) != 0) return -1;
  PyTypeObject* base = NULL;
  if (pytf_add_type(st, module, &array_spec, *reader, &base) != 0) return -1;
  return pytf_add_container(st, module, "Array", base, kTVMFFIArray,
                            "Array(input_list): an immutable sequence of FFI values.",
                            &st->array_type);
}
