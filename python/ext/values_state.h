/* SPDX-License-Identifier: Apache-2.0 */
/* What the value and container files share among themselves: their part of the state. */
#ifndef PYTF_VALUES_STATE_H_
#define PYTF_VALUES_STATE_H_

#include "pytf.h"

/* dtype objects by their DLDataType, direct mapped: tensors of one program have few types. */
#define PYTF_DTYPE_CACHE 64

typedef struct {
  uint32_t bits; /* the DLDataType as a word */
  PyObject* obj; /* strong, or NULL */
} pytf_dtype_slot;

/* Functions of the runtime that containers call; looked up when first needed. */
#define PYTF_CONTAINER_FUNCTIONS(X)         \
  X(array, "ffi.Array")                     \
  X(list, "ffi.List")                       \
  X(list_append, "ffi.ListAppend")          \
  X(list_insert, "ffi.ListInsert")          \
  X(list_set, "ffi.ListSetItem")            \
  X(list_erase, "ffi.ListErase")            \
  X(list_erase_range, "ffi.ListEraseRange") \
  X(list_replace, "ffi.ListReplaceSlice")   \
  X(list_pop, "ffi.ListPop")                \
  X(list_clear, "ffi.ListClear")            \
  X(list_reverse, "ffi.ListReverse")        \
  X(map, "ffi.Map")                         \
  X(dict, "ffi.Dict")                       \
  X(dict_set, "ffi.DictSetItem")            \
  X(dict_erase, "ffi.DictErase")            \
  X(dict_clear, "ffi.DictClear")            \
  X(shape, "ffi.Shape")                     \
  X(eq, "ffi.RecursiveEq")                  \
  X(hash, "ffi.RecursiveHash")              \
  X(deep_copy, "ffi.DeepCopy")

typedef enum {
#define PYTF_FN_ID(id, name) PYTF_FN_##id,
  PYTF_CONTAINER_FUNCTIONS(PYTF_FN_ID)
#undef PYTF_FN_ID
      PYTF_NUM_FNS
} pytf_fn;

#define PYTF_NUM_EXPORT_ARGS 4 /* keyword arguments of Tensor.__dlpack__ */

typedef struct pytf_values {
  PyObject* export_names[PYTF_NUM_EXPORT_ARGS];
  pytf_dtype_slot dtypes[PYTF_DTYPE_CACHE];
  TVMFFIObjectHandle fns[PYTF_NUM_FNS];    /* owned, or NULL as long as nobody asked */
  const TVMFFITypeAttrColumn* hash_column; /* __any_hash__ and __any_equal__, once looked up */
  const TVMFFITypeAttrColumn* equal_column;
  int skip_exchange;      /* TVM_FFI_SKIP_DLPACK_C_EXCHANGE_API was set to 1 */
  PyTypeObject* seq_base; /* C base of Array and List: what only reads */
  PyTypeObject* map_base; /* the same of Map and Dict */
  PyTypeObject* seq_iter_type;
  PyTypeObject* map_iter_type;
  PyObject* no_args;      /* the empty tuple */
  PyObject* sequence_abc; /* collections.abc, fetched when first needed */
  PyObject* mapping_abc;
  PyObject* keys_view; /* tvm_ffi._views, the same */
  PyObject* values_view;
  PyObject* items_view;
} pytf_values;

/* Calls one of the runtime's functions with views and takes an owned value; -1 with an exception. */
int pytf_call_fn(pytf_state* st, pytf_fn fn, const TVMFFIAny* args, int32_t num_args,
                 TVMFFIAny* result);

/* The same for functions whose result says nothing. */
int pytf_call_void(pytf_state* st, pytf_fn fn, const TVMFFIAny* args, int32_t num_args);

/* Whether the class of `obj` has the attribute: how special methods are found. Cannot fail. */
static inline int pytf_class_has(PyObject* obj, PyObject* name) {
  return pytf_type_lookup(Py_TYPE(obj), name) != NULL;
}

/* A Shape as an argument: a ffi.Shape that `ctx` keeps. */
int pytf_shape_view(pytf_ctx* ctx, PyObject* shape, TVMFFIAny* view);

/* The DLPack exchange table of a tensor class (attribute __dlpack_c_exchange_api__): 1, 0 when it has
   none that we understand, or -1. The table lives as long as the process. */
int pytf_exchange_api_of(PyObject* cls, const DLPackExchangeAPI** out);

/* Reads a DLPack device type and index from anything that device() takes. */
int pytf_device_parse(PyObject* spec, PyObject* index, DLDevice* out);

/* `name` as a DLDataType; ValueError when it is none. `text` need not be NUL-terminated. */
int pytf_dtype_parse(pytf_state* st, const char* text, Py_ssize_t size, DLDataType* out);

/* ---- containers */

static inline const tvm_ffi_seq_object* pytf_seq_of(PyObject* wrapper) {
  return (const tvm_ffi_seq_object*)pytf_object_get_handle(wrapper);
}
static inline const tvm_ffi_map_object* pytf_map_of(PyObject* wrapper) {
  return (const tvm_ffi_map_object*)pytf_object_get_handle(wrapper);
}

/* A new object of the container function `fn` (ffi.List, ffi.Map, ffi.Dict) from the items of a
   list or tuple, or from the keys and values of a dict in turn. `*out` is owned. */
int pytf_container_from(pytf_ctx* ctx, pytf_fn fn, PyObject* items, TVMFFIObjectHandle* out);

/* The same as the content of a wrapper (what constructors do), and as a new wrapper of class `cls`. */
int pytf_container_init(PyObject* self, pytf_fn fn, PyObject* items);
PyObject* pytf_container_make(pytf_state* st, PyTypeObject* cls, pytf_fn fn, PyObject* items);

/* tp_richcompare of sequences and of maps, tp_hash and __deepcopy__ of all. */
PyObject* pytf_seq_richcompare(PyObject* self, PyObject* other, int op);
PyObject* pytf_map_richcompare(PyObject* self, PyObject* other, int op);
Py_hash_t pytf_container_hash(PyObject* self);
PyObject* pytf_container_deepcopy(PyObject* self, PyObject* memo);

/* Whether two values are equal through and through, as ffi.RecursiveEq says: 1, 0 or -1. */
int pytf_deep_equal(pytf_state* st, const TVMFFIAny* a, const TVMFFIAny* b);

/* What List builds on: the slots and methods of Array that it calls itself. */
Py_ssize_t pytf_seq_length(PyObject* self);
PyObject* pytf_seq_index(PyObject* self, PyObject* args);

/* `index` (anything with __index__) as a position below `size`, negative ones counted from the
   end: -1 with IndexError or TypeError. */
Py_ssize_t pytf_seq_position(PyObject* index, Py_ssize_t size);

/* The same of Map for Dict. */
Py_ssize_t pytf_map_length(PyObject* self);
PyObject* pytf_map_subscript(PyObject* self, PyObject* key);
int pytf_map_contains(PyObject* self, PyObject* key);
PyObject* pytf_map_iter(PyObject* self);

/* Fills a wrapper from a dict or anything with items(). */
int pytf_map_init_from(PyObject* self, pytf_fn fn, PyObject* mapping);

/* Raises KeyError(key). */
void pytf_raise_key(PyObject* key);

/* The only argument of a container's constructor, by position or by `name`; NULL in *out when it is
   left out and may be. Borrowed. */
int pytf_container_argument(PyObject* self, PyObject* args, PyObject* kwargs, const char* name,
                            int is_required, PyObject** out);

/* What `__reduce__` returns for a container of these items (flat for maps): how to make it again. */
PyObject* pytf_container_reduce(PyObject* self, PyObject* items);

/* The first of the containers' set-up functions; called by that of container_seq.c. */
int pytf_setup_container_build(pytf_state* st, PyObject* module);

/* Makes the exported class `name` above the C type in `*base` (entered with pytf_add_type) and
   Object, binds it to `type_index` and stores it in `*slot`. */
int pytf_add_container(pytf_state* st, PyObject* module, const char* name, PyTypeObject* base,
                       int32_t type_index, const char* doc, PyTypeObject** slot);

int pytf_setup_container_list(pytf_state* st, PyObject* module);
int pytf_setup_container_dict(pytf_state* st, PyObject* module);

#endif /* PYTF_VALUES_STATE_H_ */
