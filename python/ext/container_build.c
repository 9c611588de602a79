/* SPDX-License-Identifier: Apache-2.0 */
/* Making containers from Python values, and what all container classes share. */
#include "values_state.h"

#include "container_array.h"
#include "from_py.h"

/* ---- calling the runtime */

static const char* const fn_names[PYTF_NUM_FNS] = {
#define PYTF_FN_NAME(id, name) name,
    PYTF_CONTAINER_FUNCTIONS(PYTF_FN_NAME)
#undef PYTF_FN_NAME
};

int pytf_call_fn(pytf_state* st, pytf_fn fn, const TVMFFIAny* args, int32_t num_args,
                 TVMFFIAny* result) {
  TVMFFIObjectHandle function = pytf_runtime_function(st, fn_names[fn], &st->values->fns[fn]);
  pytf_any_set_none(result);
  return function ? pytf_call_views(st, function, args, num_args, result) : -1;
}

int pytf_call_void(pytf_state* st, pytf_fn fn, const TVMFFIAny* args, int32_t num_args) {
  TVMFFIAny result;
  if (pytf_call_fn(st, fn, args, num_args, &result) != 0) return -1;
  pytf_drop_any(st, &result);
  return 0;
}

/* ---- arguments of the container functions */

#define INLINE_ARGS 16

/* Views of the elements, in turn, for one call. */
typedef struct {
  TVMFFIAny* views;
  Py_ssize_t count;
  TVMFFIAny inline_views[INLINE_ARGS];
} arg_list;

static int args_init(arg_list* args, Py_ssize_t room) {
  args->count = 0;
  args->views = args->inline_views;
  if (room <= INLINE_ARGS) return 0;
  if (room > INT32_MAX) {
    args->views = args->inline_views;
    PyErr_SetString(PyExc_OverflowError, "an FFI container takes at most 2**31 - 1 elements");
    return -1;
  }
  args->views = PyMem_Malloc((size_t)room * sizeof(TVMFFIAny));
  if (args->views) return 0;
  args->views = args->inline_views;
  PyErr_NoMemory();
  return -1;
}

static void args_drop(arg_list* args) {
  if (args->views != args->inline_views) PyMem_Free(args->views);
  args->views = args->inline_views;
}

/* Whether the view of `obj` may borrow from it: wrappers, and what has a protocol of its own. */
static inline int borrows(const TVMFFIAny* view, PyObject* obj) {
  if (!pytf_any_is_object(view)) return 0;
  return !(PyUnicode_CheckExact(obj) || PyBytes_CheckExact(obj) || PyList_CheckExact(obj) ||
           PyTuple_CheckExact(obj) || PyDict_CheckExact(obj));
}

/* Converts one element. It is held meanwhile, and as long as its view is used where that borrows:
   conversion may run Python code that takes elements out of the collection. */
static inline int args_add(arg_list* args, pytf_ctx* ctx, PyObject* obj) {
  TVMFFIAny* view = &args->views[args->count];
  Py_INCREF(obj);
  int rc = pytf_from_py_inline(ctx, obj, view);
  if (rc == 0 && view->type_index == kTVMFFIDLTensorPtr) rc = pytf_refuse_borrowed();
  if (rc == 0) args->count += 1;
  if (rc == 0 && borrows(view, obj)) return pytf_ctx_keep_object(ctx, obj);
  Py_DECREF(obj);
  return rc;
}

int pytf_collection_changed(void) {
  PyErr_SetString(PyExc_RuntimeError, "the collection changed while it was converted");
  return -1;
}

int pytf_refuse_borrowed(void) {
  PyErr_SetString(PyExc_ValueError,
                  "a Tensor that only borrows its caller's data cannot be stored in a container");
  return -1;
}

static int args_add_items(arg_list* args, pytf_ctx* ctx, PyObject* items) {
  const Py_ssize_t count = PySequence_Fast_GET_SIZE(items);
  if (args_init(args, count) != 0) return -1;
  for (Py_ssize_t i = 0; i < count; ++i) {
    if (PySequence_Fast_GET_SIZE(items) != count) return pytf_collection_changed();
    if (args_add(args, ctx, PySequence_Fast_GET_ITEM(items, i)) != 0) return -1;
  }
  return 0;
}

static int args_add_dict(arg_list* args, pytf_ctx* ctx, PyObject* dict) {
  const Py_ssize_t count = PyDict_GET_SIZE(dict);
  if (args_init(args, count > INT32_MAX ? count : 2 * count) != 0) return -1;
  Py_ssize_t at = 0;
  PyObject* key = NULL;
  PyObject* value = NULL;
  while (PyDict_Next(dict, &at, &key, &value)) {
    if (args->count >= 2 * count) return pytf_collection_changed();
    Py_INCREF(value);
    int rc = args_add(args, ctx, key);
    if (rc == 0) rc = args_add(args, ctx, value);
    Py_DECREF(value);
    if (rc != 0) return -1;
    if (PyDict_GET_SIZE(dict) != count) return pytf_collection_changed();
  }
  return 0;
}

int pytf_container_from(pytf_ctx* ctx, pytf_fn fn, PyObject* items, TVMFFIObjectHandle* out) {
  if (fn == PYTF_FN_array && !PyDict_Check(items)) return pytf_array_new(ctx, items, out);
  arg_list args;
  TVMFFIAny result;
  int rc =
      PyDict_Check(items) ? args_add_dict(&args, ctx, items) : args_add_items(&args, ctx, items);
  if (rc == 0) rc = pytf_call_fn(ctx->state, fn, args.views, (int32_t)args.count, &result);
  args_drop(&args);
  if (rc == 0) *out = result.v_obj;
  return rc;
}

static int keep_as_view(pytf_ctx* ctx, pytf_fn fn, PyObject* items, TVMFFIAny* view) {
  TVMFFIObjectHandle handle = NULL;
  if (pytf_container_from(ctx, fn, items, &handle) != 0) return -1;
  pytf_any_set_object(view, handle);
  return pytf_ctx_keep_handle(ctx, handle);
}

int pytf_array_view(pytf_ctx* ctx, PyObject* items, TVMFFIAny* view) {
  return keep_as_view(ctx, PYTF_FN_array, items, view);
}

int pytf_map_view(pytf_ctx* ctx, PyObject* dict, TVMFFIAny* view) {
  return keep_as_view(ctx, PYTF_FN_map, dict, view);
}

/* ---- constructors */

int pytf_container_argument(PyObject* self, PyObject* args, PyObject* kwargs, const char* name,
                            int is_required, PyObject** out) {
  const Py_ssize_t num_args = PyTuple_GET_SIZE(args);
  const Py_ssize_t num_named = kwargs ? PyDict_GET_SIZE(kwargs) : 0;
  const char* cls = strrchr(Py_TYPE(self)->tp_name, '.');
  cls = cls ? cls + 1 : Py_TYPE(self)->tp_name;
  *out = num_args > 0 ? PyTuple_GET_ITEM(args, 0) : NULL;
  if (num_named > 0 && num_args == 0) *out = pytf_dict_get(kwargs, name);
  if (num_named > 0 && !*out && PyErr_Occurred()) return -1;
  if (num_args + num_named > 1 || (num_named == 1 && !*out)) {
    PyErr_Format(PyExc_TypeError, "%s() takes one argument, '%s'", cls, name);
    return -1;
  }
  if (!*out && is_required) {
    PyErr_Format(PyExc_TypeError, "%s() missing 1 required positional argument: '%s'", cls, name);
    return -1;
  }
  return 0;
}

int pytf_container_init(PyObject* self, pytf_fn fn, PyObject* items) {
  pytf_ctx ctx;
  TVMFFIObjectHandle handle = NULL;
  pytf_ctx_init(&ctx, ((pytf_object*)self)->state);
  const int rc = pytf_container_from(&ctx, fn, items, &handle);
  const DLPackExchangeAPI* exchange = ctx.exchange;
  pytf_ctx_drop(&ctx);
  if (rc != 0) return -1;
  ((pytf_container*)self)->exchange = exchange;
  pytf_object_set_handle(self, handle);
  return 0;
}

PyObject* pytf_container_make(pytf_state* st, PyTypeObject* cls, pytf_fn fn, PyObject* items) {
  (void)st;
  PyObject* self = pytf_object_new(cls, st->values->no_args, NULL);
  if (self && pytf_container_init(self, fn, items) != 0) Py_CLEAR(self);
  return self;
}

/* ---- pickling and copying, by value */

static int fn_of_class(pytf_state* st, PyTypeObject* cls, pytf_fn* fn) {
  if (st->array_type && PyType_IsSubtype(cls, st->array_type))
    *fn = PYTF_FN_array;
  else if (st->list_type && PyType_IsSubtype(cls, st->list_type))
    *fn = PYTF_FN_list;
  else if (st->map_type && PyType_IsSubtype(cls, st->map_type))
    *fn = PYTF_FN_map;
  else if (st->dict_type && PyType_IsSubtype(cls, st->dict_type))
    *fn = PYTF_FN_dict;
  else
    return -1;
  return 0;
}

static PyObject* restore(PyObject* module, PyObject* args) {
  (void)module;
  pytf_state* st = pytf_state_peek();
  PyObject* cls = NULL;
  PyObject* items = NULL;
  pytf_fn fn = PYTF_FN_array;
  if (!PyArg_ParseTuple(args, "O!O!", &PyType_Type, &cls, &PyList_Type, &items)) return NULL;
  if (fn_of_class(st, (PyTypeObject*)cls, &fn) != 0) {
    return PyErr_Format(PyExc_TypeError, "%s is no container class", ((PyTypeObject*)cls)->tp_name);
  }
  return pytf_container_make(st, (PyTypeObject*)cls, fn, items);
}

PyObject* pytf_container_reduce(PyObject* self, PyObject* items) {
  PyObject* function = pytf_dict_get(pytf_state_peek()->module_dict, "_restore_container");
  if (!function) {
    if (!PyErr_Occurred()) {
      PyErr_SetString(PyExc_RuntimeError, "tvm_ffi.core._restore_container is gone");
    }
    return NULL;
  }
  return Py_BuildValue("O(OO)", function, Py_TYPE(self), items);
}

static PyMethodDef build_functions[] = {
    {"_restore_container", restore, METH_VARARGS, "The container of a class with these items."},
    {NULL, NULL, 0, NULL},
};

int pytf_setup_container_build(pytf_state* st, PyObject* module) {
  st->values->no_args = PyTuple_New(0);
  if (!st->values->no_args) return -1;
  return PyModule_AddFunctions(module, build_functions);
}

int pytf_add_container(pytf_state* st, PyObject* module, const char* name, PyTypeObject* base,
                       int32_t type_index, const char* doc, PyTypeObject** slot) {
  PyTypeObject* bases[2] = {base, st->object_type};
  *slot = pytf_new_class(st, name, bases, 2, doc, "tvm_ffi.container");
  if (!*slot) return -1;
  if (pytf_set_class(st, type_index, *slot) != 0) return -1;
  return PyModule_AddObjectRef(module, name, (PyObject*)*slot);
}
