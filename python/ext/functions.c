/* SPDX-License-Identifier: Apache-2.0 */
/* What the package's Python files call: global functions, conversion of single values. */
#include "functions.h"

#include "pytf.h"

#include "values_state.h"

/* A function's name as bytes, borrowed from `name`. */
static int name_bytes(PyObject* name, TVMFFIByteArray* out) {
  if (!PyUnicode_Check(name)) {
    PyErr_Format(PyExc_TypeError, "the function's name must be a str, got %s",
                 Py_TYPE(name)->tp_name);
    return -1;
  }
  Py_ssize_t size = 0;
  out->data = PyUnicode_AsUTF8AndSize(name, &size);
  out->size = (size_t)size;
  return out->data ? 0 : -1;
}

/* get_global_func(name) -> Function | None */
static PyObject* get_global_func(PyObject* module, PyObject* name) {
  (void)module;
  pytf_state* st = pytf_state_peek();
  TVMFFIByteArray bytes;
  if (name_bytes(name, &bytes) != 0) return NULL;
  TVMFFIObjectHandle function = NULL;
  if (pytf_check(st, TVMFFIFunctionGetGlobal(&bytes, &function)) != 0) return NULL;
  if (!function) Py_RETURN_NONE;
  PyObject* wrapper = pytf_wrap(st, function);
  if (wrapper) pytf_function_describe(wrapper, name, 1, NULL, NULL);
  return wrapper;
}

/* The Function that a value is or becomes; the view lives as long as `ctx`. */
static int function_view(pytf_ctx* ctx, PyObject* value, TVMFFIAny* view) {
  if (pytf_from_py(ctx, value, view) != 0) return -1;
  if (view->type_index == kTVMFFIFunction) return 0;
  PyErr_Format(PyExc_TypeError, "expected a callable, got %s", Py_TYPE(value)->tp_name);
  return -1;
}

static PyObject* wrap_view(pytf_state* st, const TVMFFIAny* view) {
  pytf_handle_incref(view->v_obj);
  return pytf_wrap(st, view->v_obj);
}

/* set_global_func(name, value, override) -> Function */
static PyObject* set_global_func(PyObject* module, PyObject* args) {
  PyObject *name, *value;
  int override;
  (void)module;
  if (!PyArg_ParseTuple(args, "OOp:set_global_func", &name, &value, &override)) return NULL;
  pytf_state* st = pytf_state_peek();
  TVMFFIByteArray bytes;
  if (name_bytes(name, &bytes) != 0) return NULL;
  pytf_ctx ctx;
  TVMFFIAny view;
  PyObject* result = NULL;
  pytf_ctx_init(&ctx, st);
  if (function_view(&ctx, value, &view) == 0 &&
      pytf_check(st, TVMFFIFunctionSetGlobal(&bytes, view.v_obj, override)) == 0) {
    result = wrap_view(st, &view);
  }
  pytf_ctx_drop(&ctx);
  return result;
}

/* convert_func(callable, tensor_cls=None) -> Function */
static PyObject* convert_func(PyObject* module, PyObject* args, PyObject* kwargs) {
  static char* names[] = {"pyfunc", "tensor_cls", NULL};
  PyObject *callable, *tensor_cls = Py_None;
  (void)module;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O:convert_func", names, &callable,
                                   &tensor_cls)) {
    return NULL;
  }
  pytf_state* st = pytf_state_peek();
  if (!PyCallable_Check(callable)) {
    PyErr_Format(PyExc_TypeError, "expected a callable, got %s", Py_TYPE(callable)->tp_name);
    return NULL;
  }
  if (tensor_cls != Py_None && !PyType_Check(tensor_cls)) {
    PyErr_Format(PyExc_TypeError, "tensor_cls: expected a class, got %s",
                 Py_TYPE(tensor_cls)->tp_name);
    return NULL;
  }
  const DLPackExchangeAPI* exchange = NULL;
  const int found = tensor_cls == Py_None ? 1 : pytf_exchange_api_of(tensor_cls, &exchange);
  if (found == 0) {
    PyErr_SetString(PyExc_TypeError, "tensor_cls has no __dlpack_c_exchange_api__");
  }
  if (found != 1) return NULL;
  TVMFFIObjectHandle handle = NULL;
  if (pytf_callback_new(st, callable, exchange, &handle) != 0) return NULL;
  return pytf_wrap(st, handle);
}

/* to_ffi(value): there and back. What the FFI keeps as an object comes back as one. */
static PyObject* to_ffi(PyObject* module, PyObject* value) {
  (void)module;
  pytf_state* st = pytf_state_peek();
  pytf_ctx ctx;
  TVMFFIAny any;
  pytf_ctx_init(&ctx, st);
  int rc = pytf_from_py_owned(&ctx, value, &any);
  if (rc == 0 && (any.type_index == kTVMFFISmallStr || any.type_index == kTVMFFISmallBytes)) {
    TVMFFIObjectHandle handle = NULL;
    rc = pytf_text_object(&any, &handle);
    if (rc == 0) pytf_any_set_object(&any, handle);
  }
  pytf_ctx_drop(&ctx);
  if (rc != 0) return NULL;
  if (any.type_index == kTVMFFIOpaquePyObject) return pytf_wrap(st, any.v_obj);
  return pytf_to_py(st, &any, NULL);
}

static PyMethodDef functions[] = {
    {"get_global_func", get_global_func, METH_O, "The global function of that name, or None."},
    {"set_global_func", set_global_func, METH_VARARGS,
     "Registers a callable under a global name and returns it as a Function."},
    {"convert_func", (PyCFunction)(void (*)(void))convert_func, METH_VARARGS | METH_KEYWORDS,
     "A Function that calls a Python callable; tensors reach it as `tensor_cls`."},
    {"to_ffi", to_ffi, METH_O, "The FFI form of a value."},
    {NULL, NULL, 0, NULL},
};

int pytf_setup_functions(pytf_state* st, PyObject* module) {
  st->opaque_ptr_handlers = PyDict_New();
  if (!st->opaque_ptr_handlers) return -1;
  if (PyModule_AddObjectRef(module, "_OPAQUE_PTR_HANDLERS", st->opaque_ptr_handlers) != 0)
    return -1;
  return PyModule_AddFunctions(module, functions);
}
