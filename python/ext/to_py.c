/* SPDX-License-Identifier: Apache-2.0 */
/* Results: TVMFFIAny -> Python (spec/python.md section 2.5). */
#include "to_py.h"

#include "pytf.h"

PyTypeObject* pytf_c_void_p(pytf_state* st) {
  if (!st->c_void_p) {
    PyObject* ctypes = PyImport_ImportModule("ctypes");
    if (!ctypes) return NULL;
    st->c_void_p = (PyTypeObject*)PyObject_GetAttrString(ctypes, "c_void_p");
    Py_DECREF(ctypes);
  }
  return st->c_void_p;
}

static PyObject* pointer_to_py(pytf_state* st, void* pointer) {
  PyTypeObject* cls = pytf_c_void_p(st);
  if (!cls) return NULL;
  if (!pointer) return PyObject_CallNoArgs((PyObject*)cls);
  PyObject* address = PyLong_FromVoidPtr(pointer);
  if (!address) return NULL;
  PyObject* result = PyObject_CallOneArg((PyObject*)cls, address);
  Py_DECREF(address);
  return result;
}

/* int.from_bytes(words, "little", signed=True). Each step only after the one before: a pending exception would get lost in
   the next. */
static PyObject* bigint_to_py(pytf_state* st, TVMFFIObjectHandle handle) {
  TVMFFIAny view;
  pytf_any_set_object(&view, handle);
  const TVMFFIByteArray words = TVMFFIBigIntGetContentByteArray(&view);
  PyObject* args = Py_BuildValue("(y#s)", words.data, (Py_ssize_t)words.size, "little");
  PyObject* kwargs = args ? Py_BuildValue("{s:O}", "signed", Py_True) : NULL;
  PyObject* from_bytes =
      kwargs ? PyObject_GetAttrString((PyObject*)&PyLong_Type, "from_bytes") : NULL;
  PyObject* result = from_bytes ? PyObject_Call(from_bytes, args, kwargs) : NULL;
  Py_XDECREF(from_bytes);
  Py_XDECREF(kwargs);
  Py_XDECREF(args);
  pytf_drop_handle(st, handle);
  return result;
}

static PyObject* opaque_to_py(pytf_state* st, TVMFFIObjectHandle handle) {
  PyObject* obj = Py_NewRef(pytf_opaque_peek(handle));
  pytf_drop_handle(st, handle);
  return obj;
}

/* A wrapper; a container remembers what its tensors become. */
static PyObject* wrap_tagged(pytf_state* st, TVMFFIObjectHandle handle,
                             const DLPackExchangeAPI* exchange) {
  PyObject* wrapper = pytf_wrap(st, handle);
  if (pytf_unlikely(exchange && wrapper) &&
      PyType_IsSubtype(Py_TYPE(wrapper), st->container_type) &&
      !((pytf_container*)wrapper)->exchange) {
    ((pytf_container*)wrapper)->exchange = exchange;
  }
  return wrapper;
}

static PyObject* handle_to_py(pytf_state* st, TVMFFIObjectHandle handle,
                              const DLPackExchangeAPI* exchange) {
  switch (pytf_handle_type(handle)) {
    case kTVMFFIStr:
      return pytf_string_to_py(st, handle);
    case kTVMFFIBytes:
      return pytf_bytes_to_py(st, handle);
    case kTVMFFIBigInt:
      return bigint_to_py(st, handle);
    case kTVMFFIShape:
      return pytf_shape_to_py(st, handle);
    case kTVMFFITensor:
      return pytf_tensor_to_py(st, handle, exchange);
    case kTVMFFIOpaquePyObject:
      return opaque_to_py(st, handle);
    default:
      return wrap_tagged(st, handle, exchange);
  }
}

/* Kinds that lie inside the value. */
static PyObject* plain_to_py(pytf_state* st, const TVMFFIAny* value) {
  switch (value->type_index) {
    case kTVMFFINone:
      Py_RETURN_NONE;
    case kTVMFFIInt:
      return PyLong_FromLongLong(value->v_int64);
    case kTVMFFIBool:
      return PyBool_FromLong(value->v_int64 != 0);
    case kTVMFFIFloat:
      return PyFloat_FromDouble(value->v_float64);
    case kTVMFFISmallStr:
      return PyUnicode_FromStringAndSize(value->v_bytes, (Py_ssize_t)value->small_str_len);
    case kTVMFFISmallBytes:
      return PyBytes_FromStringAndSize(value->v_bytes, (Py_ssize_t)value->small_str_len);
    case kTVMFFIOpaquePtr:
      return pointer_to_py(st, value->v_ptr);
    case kTVMFFIDataType:
      return pytf_dtype_to_py(st, value->v_dtype);
    case kTVMFFIDevice:
      return pytf_device_to_py(st, value->v_device);
    case kTVMFFIDLTensorPtr:
      return pytf_dltensor_to_py(st, (DLTensor*)value->v_ptr);
    default:
      PyErr_Format(PyExc_ValueError, "a value of kind %d has no form in Python",
                   (int)value->type_index);
      return NULL;
  }
}

PyObject* pytf_to_py(pytf_state* st, TVMFFIAny* value, const DLPackExchangeAPI* exchange) {
  if (!pytf_any_is_object(value)) return plain_to_py(st, value);
  TVMFFIObjectHandle handle = value->v_obj;
  pytf_any_set_none(value);
  if (!handle) Py_RETURN_NONE;
  return handle_to_py(st, handle, exchange);
}

/* Takes the object out of an r-value reference. */
static PyObject* moved_to_py(pytf_state* st, const TVMFFIAny* view,
                             const DLPackExchangeAPI* exchange) {
  TVMFFIObjectHandle* slot = (TVMFFIObjectHandle*)view->v_ptr;
  TVMFFIObjectHandle handle = *slot;
  if (!handle) {
    PyErr_SetString(PyExc_ValueError, "the object was moved already");
    return NULL;
  }
  *slot = NULL;
  return handle_to_py(st, handle, exchange);
}

PyObject* pytf_view_to_py(pytf_state* st, const TVMFFIAny* view,
                          const DLPackExchangeAPI* exchange) {
  if (pytf_any_is_object(view)) {
    TVMFFIObjectHandle handle = view->v_obj;
    if (!handle) Py_RETURN_NONE;
    pytf_handle_incref(handle);
    return handle_to_py(st, handle, exchange);
  }
  if (view->type_index == kTVMFFIRawStr) return PyUnicode_FromString(view->v_c_str);
  if (view->type_index == kTVMFFIByteArrayPtr) {
    const TVMFFIByteArray* bytes = (const TVMFFIByteArray*)view->v_ptr;
    return PyBytes_FromStringAndSize(bytes->data, (Py_ssize_t)bytes->size);
  }
  if (view->type_index == kTVMFFIObjectRValueRef) return moved_to_py(st, view, exchange);
  return plain_to_py(st, view);
}
