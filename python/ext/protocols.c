/* SPDX-License-Identifier: Apache-2.0 */
/* Protocols by which a class says what it converts to. */
#include "protocols.h"

#include "pytf.h"

static void pointer_view(void* pointer, TVMFFIAny* view) {
  pytf_any_set(view, kTVMFFIOpaquePtr, 0);
  view->v_ptr = pointer;
}

int pytf_address_of(PyObject* value, void** out) {
  PyObject* number = NULL;
  if (PyLong_Check(value)) {
    number = Py_NewRef(value);
  } else if (value == Py_None) {
    *out = NULL;
    return 0;
  } else if (PyIndex_Check(value)) {
    number = PyNumber_Index(value);
  } else {
    number = PyObject_HasAttrString(value, "value") ? PyObject_GetAttrString(value, "value")
                                                    : PyNumber_Long(value);
    if (number == Py_None) {
      Py_DECREF(number);
      *out = NULL;
      return 0;
    }
  }
  if (!number) return -1;
  void* pointer = PyLong_AsVoidPtr(number);
  Py_DECREF(number);
  if (!pointer && PyErr_Occurred()) return -1;
  *out = pointer;
  return 0;
}

int pytf_ffi_object_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  PyObject* made = PyObject_CallMethodNoArgs(obj, ctx->state->names.tvm_ffi_object);
  if (!made) return -1;
  if (!pytf_is_object(ctx->state, made)) {
    PyErr_Format(PyExc_TypeError, "%s.__tvm_ffi_object__() returned %s, not an FFI object",
                 Py_TYPE(obj)->tp_name, Py_TYPE(made)->tp_name);
    Py_DECREF(made);
    return -1;
  }
  if (pytf_ctx_keep_object(ctx, made) != 0) return -1;
  return pytf_from_py(ctx, made, view);
}

/* The second item of what __cuda_stream__ says; it is a method, in older classes a property. */
int pytf_cuda_stream_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  PyObject* pair = PyObject_GetAttr(obj, ctx->state->names.cuda_stream);
  if (pair && PyCallable_Check(pair)) {
    PyObject* called = PyObject_CallNoArgs(pair);
    Py_DECREF(pair);
    pair = called;
  }
  if (!pair) return -1;
  PyObject* handle = PySequence_GetItem(pair, 1);
  Py_DECREF(pair);
  void* pointer = NULL;
  const int rc = handle ? pytf_address_of(handle, &pointer) : -1;
  Py_XDECREF(handle);
  if (rc == 0) pointer_view(pointer, view);
  return rc;
}

int pytf_c_void_p_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  PyObject* value = PyObject_GetAttr(obj, ctx->state->names.value);
  void* pointer = NULL;
  const int rc = value ? pytf_address_of(value, &pointer) : -1;
  Py_XDECREF(value);
  if (rc == 0) pointer_view(pointer, view);
  return rc;
}

int pytf_opaque_ptr_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  PyObject* value = PyObject_CallMethodNoArgs(obj, ctx->state->names.tvm_ffi_opaque_ptr);
  void* pointer = NULL;
  const int rc = value ? pytf_address_of(value, &pointer) : -1;
  Py_XDECREF(value);
  if (rc == 0) pointer_view(pointer, view);
  return rc;
}

/* ---- the rows behind the builtin types: each returns 1 when it converted the value, 0 when it is none of its ---- */

static int handler_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  PyObject* handlers = ctx->state->opaque_ptr_handlers;
  if (!handlers || PyDict_GET_SIZE(handlers) == 0) return 0;
  PyObject* handler = PyDict_GetItemWithError(handlers, (PyObject*)Py_TYPE(obj));
  if (!handler) return PyErr_Occurred() ? -1 : 0;
  PyObject* value = PyObject_CallOneArg(handler, obj);
  void* pointer = NULL;
  const int rc = value ? pytf_address_of(value, &pointer) : -1;
  Py_XDECREF(value);
  if (rc != 0) return -1;
  pointer_view(pointer, view);
  return 1;
}

/* A new object as the view, kept by `ctx`; `rc` says whether making it went well. */
static int keep_object_view(pytf_ctx* ctx, int rc, const TVMFFIObjectHandle* made,
                            TVMFFIAny* view) {
  if (rc != 0) return -1;
  TVMFFIObjectHandle handle = *made;
  pytf_any_set_object(view, handle);
  return pytf_ctx_keep_handle(ctx, handle) != 0 ? -1 : 1;
}

static int callable_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  if (!PyCallable_Check(obj)) return 0;
  TVMFFIObjectHandle handle = NULL;
  return keep_object_view(ctx, pytf_callback_new(ctx->state, obj, NULL, &handle), &handle, view);
}

/* The result of a no-argument method of the class, or 0 when the class has none; new reference in *out. */
static int ask(PyObject* obj, PyObject* name, PyObject** out) {
  if (!pytf_type_lookup(Py_TYPE(obj), name)) return 0;
  *out = PyObject_CallMethodNoArgs(obj, name);
  return *out ? 1 : -1;
}

static int int_protocol_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  PyObject* value = NULL;
  int rc = ask(obj, ctx->state->names.tvm_ffi_int, &value);
  if (rc != 1) return rc;
  PyObject* number = PyNumber_Index(value);
  Py_DECREF(value);
  rc = number && pytf_int_view(ctx, number, view) == 0 ? 1 : -1;
  Py_XDECREF(number);
  return rc;
}

static int float_protocol_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  PyObject* value = NULL;
  const int rc = ask(obj, ctx->state->names.tvm_ffi_float, &value);
  if (rc != 1) return rc;
  const double number = PyFloat_AsDouble(value);
  Py_DECREF(value);
  if (number == -1.0 && PyErr_Occurred()) return -1;
  pytf_any_set(view, kTVMFFIFloat, 0);
  view->v_float64 = number;
  return 1;
}

/* Converts what the object says instead of itself, and keeps that alive. */
static int replaced_view(pytf_ctx* ctx, PyObject* value, TVMFFIAny* view) {
  if (pytf_ctx_keep_object(ctx, value) != 0) return -1;
  return pytf_from_py(ctx, value, view) != 0 ? -1 : 1;
}

static int value_protocol_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  PyObject* value = NULL;
  const int rc = ask(obj, ctx->state->names.tvm_ffi_value, &value);
  return rc == 1 ? replaced_view(ctx, value, view) : rc;
}

static int exception_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  /* Not BaseException: what ends a program is passed on as the object it is. */
  if (!PyType_IsSubtype(Py_TYPE(obj), (PyTypeObject*)PyExc_Exception)) return 0;
  TVMFFIObjectHandle handle = NULL;
  return keep_object_view(ctx, pytf_error_from_exception(ctx->state, obj, &handle), &handle, view);
}

static int convertible_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  if (!PyType_IsSubtype(Py_TYPE(obj), ctx->state->convertible_type)) return 0;
  PyObject* value = PyObject_CallMethodNoArgs(obj, ctx->state->names.asobject);
  return value ? replaced_view(ctx, value, view) : -1;
}

int pytf_protocol_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  static int (*const rows[])(pytf_ctx*, PyObject*, TVMFFIAny*) = {
      handler_view,      callable_view,       pytf_foreign_dtype_view, pytf_foreign_device_view,
      int_protocol_view, float_protocol_view, value_protocol_view,     exception_view,
      convertible_view,
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const int rc = rows[i](ctx, obj, view);
    if (rc != 0) return rc < 0 ? -1 : 0;
  }
  TVMFFIObjectHandle handle = NULL;
  const int rc = pytf_opaque_new(ctx->state, obj, &handle);
  return keep_object_view(ctx, rc, &handle, view) < 0 ? -1 : 0;
}
