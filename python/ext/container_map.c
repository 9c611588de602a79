/* SPDX-License-Identifier: Apache-2.0 */
/* Map, and what it shares with Dict: everything that only reads, on the object's memory. */
#include "container_key.h"

static pytf_state* state_of(PyObject* self) { return ((pytf_object*)self)->state; }

static PyObject* to_py(PyObject* self, const TVMFFIAny* any) {
  return pytf_view_to_py(state_of(self), any, ((pytf_container*)self)->exchange);
}

/* ---- look-up */

/* Whether there is an entry for a key: 1, 0, or -1 with an exception. Its value as a new reference
   in `*value`, unless that is NULL. */
static int find(PyObject* self, PyObject* key, PyObject** value) {
  const tvm_ffi_map_object* map = pytf_map_of(self);
  if (!map) return -1;
  pytf_ctx ctx;
  pytf_key wanted;
  uint64_t at = 0;
  pytf_ctx_init(&ctx, state_of(self));
  int found = pytf_key_init(&ctx, key, &wanted);
  if (found == 0) found = pytf_map_find(map, &wanted, &at);
  if (found == 1 && value) {
    *value = to_py(self, &tvm_ffi_map_pair_at(map, at)->value);
    if (!*value) found = -1;
  }
  /* Last: dropping the key may run code that changes the map. */
  pytf_ctx_drop(&ctx);
  return found;
}

Py_ssize_t pytf_map_length(PyObject* self) {
  const tvm_ffi_map_object* map = pytf_map_of(self);
  return map ? (Py_ssize_t)map->size : -1;
}

PyObject* pytf_map_subscript(PyObject* self, PyObject* key) {
  PyObject* value = NULL;
  if (pytf_unlikely(find(self, key, &value) == 0)) pytf_raise_key(key);
  return value;
}

void pytf_raise_key(PyObject* key) {
  /* A tuple as it is would become the arguments of the exception. */
  PyObject* args = PyTuple_Pack(1, key);
  if (args) PyErr_SetObject(PyExc_KeyError, args);
  Py_XDECREF(args);
}

int pytf_map_contains(PyObject* self, PyObject* key) { return find(self, key, NULL); }

/* get(key, default=None) */
static PyObject* map_get(PyObject* self, PyObject* const* args, Py_ssize_t num_args,
                         PyObject* names) {
  PyObject* given[2] = {NULL, Py_None};
  const Py_ssize_t num_named = names ? PyTuple_GET_SIZE(names) : 0;
  if (num_args > 2) return PyErr_Format(PyExc_TypeError, "get() takes at most 2 arguments");
  for (Py_ssize_t i = 0; i < num_args; ++i) given[i] = args[i];
  for (Py_ssize_t i = 0; i < num_named; ++i) {
    PyObject* name = PyTuple_GET_ITEM(names, i);
    const int is_key = PyUnicode_CompareWithASCIIString(name, "key") == 0;
    if (!is_key && PyUnicode_CompareWithASCIIString(name, "default") != 0) {
      return PyErr_Format(PyExc_TypeError, "get() got an unexpected keyword argument %R", name);
    }
    if (num_args > (is_key ? 0 : 1)) {
      return PyErr_Format(PyExc_TypeError, "get() got multiple values for argument %R", name);
    }
    given[is_key ? 0 : 1] = args[num_args + i];
  }
  if (!given[0]) return PyErr_Format(PyExc_TypeError, "get() missing argument 'key'");
  PyObject* value = NULL;
  return find(self, given[0], &value) == 0 ? Py_NewRef(given[1]) : value;
}

/* ---- iteration */

typedef enum { KEYS, VALUES, ITEMS } iter_kind;

#define MAX_SMALL 4

/* The position of the next entry is fetched before the present one is handed out: storing under a
   present key moves its entry to the end. `left` bounds the walk whatever happens meanwhile.
   A small Dict changes its layout when a present key is stored: its keys are copied at the start. */
typedef struct {
  PyObject ob_base;
  PyObject* container; /* NULL when done */
  const void* data;    /* the map's buffers at the start; they change with its shape */
  uint64_t size;
  uint64_t at;
  uint64_t left;
  iter_kind kind;
  int num_keys; /* 0, or the number of keys in `keys` */
  TVMFFIAny keys[MAX_SMALL];
} map_iter;

static void copy_keys(map_iter* iter, const tvm_ffi_map_object* map) {
  iter->num_keys = 0;
  if (map->header.type_index != kTVMFFIDict || !tvm_ffi_map_is_small(map)) return;
  for (uint64_t i = 0; i < map->size && i < MAX_SMALL; ++i) {
    TVMFFIAny* key = &iter->keys[iter->num_keys++];
    *key = tvm_ffi_map_pair_at(map, i)->key;
    if (pytf_any_is_object(key)) pytf_handle_incref(key->v_obj);
  }
}

static void drop_keys(map_iter* iter) {
  while (iter->num_keys > 0) pytf_any_drop(&iter->keys[--iter->num_keys]);
}

static PyObject* new_iter(PyObject* self, iter_kind kind) {
  const tvm_ffi_map_object* map = pytf_map_of(self);
  if (!map) return NULL;
  map_iter* iter = PyObject_GC_New(map_iter, state_of(self)->values->map_iter_type);
  if (!iter) return NULL;
  iter->container = Py_NewRef(self);
  iter->data = map->data;
  iter->size = map->size;
  iter->at = tvm_ffi_map_first(map);
  iter->left = map->size;
  iter->kind = kind;
  copy_keys(iter, map);
  PyObject_GC_Track(iter);
  return (PyObject*)iter;
}

PyObject* pytf_map_iter(PyObject* self) { return new_iter(self, KEYS); }

static PyObject* iter_values(PyObject* self, PyObject* none) {
  (void)none;
  return new_iter(self, VALUES);
}

static PyObject* iter_items(PyObject* self, PyObject* none) {
  (void)none;
  return new_iter(self, ITEMS);
}

/* Whether the entry at the iterator's position is still there to be read. */
static int is_valid(const map_iter* iter, const tvm_ffi_map_object* map) {
  if (!map || map->size != iter->size || map->data != iter->data) return 0;
  if (tvm_ffi_map_is_small(map)) return iter->at < map->size;
  if (iter->at >= map->slots) return 0;
  const tvm_ffi_map_block* blocks = (const tvm_ffi_map_block*)map->data;
  const uint8_t meta =
      blocks[iter->at / TVM_FFI_MAP_BLOCK_SLOTS].meta[iter->at % TVM_FFI_MAP_BLOCK_SLOTS];
  return meta != TVM_FFI_MAP_META_EMPTY && meta != TVM_FFI_MAP_META_MOVING;
}

static PyObject* entry_to_py(PyObject* self, const tvm_ffi_map_pair* pair, iter_kind kind) {
  if (kind == KEYS) return to_py(self, &pair->key);
  if (kind == VALUES) return to_py(self, &pair->value);
  PyObject* items = PyTuple_New(2);
  if (!items) return NULL;
  PyObject* key = to_py(self, &pair->key);
  PyObject* value = key ? to_py(self, &pair->value) : NULL;
  if (!value) {
    Py_XDECREF(key);
    Py_DECREF(items);
    return NULL;
  }
  PyTuple_SET_ITEM(items, 0, key);
  PyTuple_SET_ITEM(items, 1, value);
  return items;
}

/* The next entry of a small Dict, found by its key; NULL when it is gone. -1 with an exception. */
static int find_next(map_iter* iter, const tvm_ffi_map_object* map, const tvm_ffi_map_pair** pair) {
  pytf_key key;
  uint64_t at = 0;
  if (!map || map->size != iter->size) return 0;
  pytf_key_init_value(&key, &iter->keys[(uint64_t)iter->num_keys - iter->left]);
  const int found = pytf_map_find(map, &key, &at);
  if (found == 1) *pair = tvm_ffi_map_pair_at(map, at);
  return found < 0 ? -1 : 0;
}

static PyObject* iter_next(PyObject* self) {
  map_iter* iter = (map_iter*)self;
  if (!iter->container) return NULL;
  if (iter->left > 0) {
    const tvm_ffi_map_object* map = (const tvm_ffi_map_object*)pytf_handle_of(iter->container);
    const tvm_ffi_map_pair* pair = NULL;
    if (iter->num_keys > 0) {
      if (find_next(iter, map, &pair) != 0) return NULL;
    } else if (pytf_likely(is_valid(iter, map))) {
      pair = tvm_ffi_map_pair_at(map, iter->at);
      iter->at = tvm_ffi_map_next(map, iter->at);
    }
    if (pytf_likely(pair != NULL)) {
      iter->left -= 1;
      return entry_to_py(iter->container, pair, iter->kind);
    }
    PyErr_Format(PyExc_RuntimeError, "%s changed during iteration",
                 Py_TYPE(iter->container)->tp_name);
  }
  Py_CLEAR(iter->container);
  return NULL;
}

static PyObject* iter_length_hint(PyObject* self, PyObject* none) {
  (void)none;
  const map_iter* iter = (const map_iter*)self;
  return PyLong_FromUnsignedLongLong(iter->container ? iter->left : 0);
}

static int iter_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(((map_iter*)self)->container);
  return 0;
}

static int iter_clear(PyObject* self) {
  Py_CLEAR(((map_iter*)self)->container);
  return 0;
}

static void iter_dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  drop_keys((map_iter*)self);
  Py_XDECREF(((map_iter*)self)->container);
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
static PyType_Spec iter_spec = {"tvm_ffi.core._MapIterator", (int)sizeof(map_iter), 0,
                                Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, iter_slots};

/* ---- views: classes of tvm_ffi._views, which inherit the set operations of collections.abc */

static PyObject* new_view(PyObject* self, PyObject** slot, const char* name) {
  if (!*slot) {
    PyObject* module = PyImport_ImportModule("tvm_ffi._views");
    if (!module) return NULL;
    *slot = PyObject_GetAttrString(module, name);
    Py_DECREF(module);
    if (!*slot) return NULL;
  }
  return PyObject_CallOneArg(*slot, self);
}

static PyObject* map_keys(PyObject* self, PyObject* none) {
  (void)none;
  return new_view(self, &state_of(self)->values->keys_view, "KeysView");
}

static PyObject* map_values(PyObject* self, PyObject* none) {
  (void)none;
  return new_view(self, &state_of(self)->values->values_view, "ValuesView");
}

static PyObject* map_items(PyObject* self, PyObject* none) {
  (void)none;
  return new_view(self, &state_of(self)->values->items_view, "ItemsView");
}

/* ---- construction: from a dict, or from anything with items() */

static PyObject* flat_items(pytf_state* st, PyObject* mapping) {
  PyObject* pairs = PyObject_CallMethodNoArgs(mapping, st->names.items);
  PyObject* iter = pairs ? PyObject_GetIter(pairs) : NULL;
  Py_XDECREF(pairs);
  PyObject* flat = iter ? PyList_New(0) : NULL;
  PyObject* pair = NULL;
  while (flat && (pair = PyIter_Next(iter)) != NULL) {
    PyObject* two = PySequence_Tuple(pair);
    Py_DECREF(pair);
    if (two && PyTuple_GET_SIZE(two) != 2) {
      PyErr_Format(PyExc_ValueError, "items() must give pairs, got %zd values",
                   PyTuple_GET_SIZE(two));
      Py_CLEAR(two);
    }
    if (!two || PyList_Append(flat, PyTuple_GET_ITEM(two, 0)) != 0 ||
        PyList_Append(flat, PyTuple_GET_ITEM(two, 1)) != 0) {
      Py_CLEAR(flat);
    }
    Py_XDECREF(two);
  }
  Py_XDECREF(iter);
  if (flat && PyErr_Occurred()) Py_CLEAR(flat);
  return flat;
}

int pytf_map_init_from(PyObject* self, pytf_fn fn, PyObject* mapping) {
  PyObject* items =
      PyDict_CheckExact(mapping) ? Py_NewRef(mapping) : flat_items(state_of(self), mapping);
  if (!items) return -1;
  const int rc = pytf_container_init(self, fn, items);
  Py_DECREF(items);
  return rc;
}

static int map_init(PyObject* self, PyObject* args, PyObject* kwargs) {
  PyObject* mapping = NULL;
  if (pytf_container_argument(self, args, kwargs, "input_dict", 1, &mapping) != 0) return -1;
  return pytf_map_init_from(self, PYTF_FN_map, mapping);
}

/* By value: keys and values in turn. Not a dict, whose keys 1 and 1.0 would be one. */
static PyObject* map_reduce(PyObject* self, PyObject* none) {
  (void)none;
  const tvm_ffi_map_object* map = pytf_map_of(self);
  PyObject* flat = map ? PyList_New(0) : NULL;
  PyObject* iter = flat ? new_iter(self, ITEMS) : NULL;
  PyObject* pair = NULL;
  int rc = iter ? 0 : -1;
  while (rc == 0 && (pair = PyIter_Next(iter)) != NULL) {
    rc = PyList_Append(flat, PyTuple_GET_ITEM(pair, 0));
    if (rc == 0) rc = PyList_Append(flat, PyTuple_GET_ITEM(pair, 1));
    Py_DECREF(pair);
  }
  Py_XDECREF(iter);
  PyObject* reduced = NULL;
  if (rc == 0 && !PyErr_Occurred()) reduced = pytf_container_reduce(self, flat);
  Py_XDECREF(flat);
  return reduced;
}

static PyMethodDef map_methods[] = {
    {"get", (PyCFunction)(void (*)(void))map_get, METH_FASTCALL | METH_KEYWORDS,
     "get(key, default=None): the value under the key, or the default."},
    {"keys", map_keys, METH_NOARGS, "A view of the keys, in order of insertion."},
    {"values", map_values, METH_NOARGS, "A view of the values, in order of insertion."},
    {"items", map_items, METH_NOARGS, "A view of the pairs of key and value."},
    {"_iter_values", iter_values, METH_NOARGS, NULL},
    {"_iter_items", iter_items, METH_NOARGS, NULL},
    {"__reduce__", map_reduce, METH_NOARGS, NULL},
    {"__deepcopy__", pytf_container_deepcopy, METH_O, NULL},
    {"__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot reader_slots[] = {
    {Py_tp_methods, map_methods},        {Py_tp_iter, pytf_map_iter},
    {Py_tp_hash, pytf_container_hash},   {Py_tp_richcompare, pytf_map_richcompare},
    {Py_mp_length, pytf_map_length},     {Py_mp_subscript, pytf_map_subscript},
    {Py_sq_contains, pytf_map_contains}, {0, NULL},
};
static PyType_Spec reader_spec = {"tvm_ffi.core._MappingBase", (int)sizeof(pytf_container), 0,
                                  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, reader_slots};

static PyType_Slot map_slots[] = {{Py_tp_init, map_init}, {0, NULL}};
static PyType_Spec map_spec = {"tvm_ffi.core.Map", (int)sizeof(pytf_container), 0,
                               Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, map_slots};

int pytf_setup_container_map(pytf_state* st, PyObject* module) {
  if (pytf_add_type(st, module, &iter_spec, NULL, &st->values->map_iter_type) != 0) return -1;
  PyTypeObject** reader = &st->values->map_base;
  if (pytf_add_type(st, module, &reader_spec, st->container_type, reader) != 0) return -1;
  PyTypeObject* base = NULL;
  if (pytf_add_type(st, module, &map_spec, *reader, &base) != 0) return -1;
  return pytf_add_container(st, module, "Map", base, kTVMFFIMap,
                            "Map(input_dict): an immutable mapping of FFI values.", &st->map_type);
}
