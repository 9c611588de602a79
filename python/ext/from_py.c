/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments: Python -> TVMFFIAny, the rows of spec/python.md section 2.4 that are not inline. A type's row is found once
   and remembered with the type's version number. */
#include "from_py.h"

#include "pytf.h"

#include "cany.h"
#include "protocols.h"
#include "rvalue.h"

/* How values of a type convert. The order is that of the table. */
typedef enum {
  kRowUnknown = 0,
  kRowObject,
  kRowRValue,
  kRowAny,
  kRowFFIObject,
  kRowDLPack,
  kRowCudaStream,
  kRowInt,
  kRowIntegral,
  kRowFloat,
  kRowReal,
  kRowDataType,
  kRowDtype,
  kRowDevice,
  kRowNative,
  kRowStr,
  kRowBytes,
  kRowByteArray,
  kRowSequence,
  kRowDict,
  kRowPointer,
  kRowOpaquePtr,
  kRowTail
} row;

/* ---- which row ---- */

static int is_below(PyTypeObject* type, PyTypeObject* base) {
  return base && PyType_IsSubtype(type, base);
}

/* isinstance by ABC, asked once a type and only of those that look like numbers. */
static int is_registered_number(PyTypeObject* type, PyObject** abc, const char* name) {
  if (!*abc) {
    PyObject* numbers = PyImport_ImportModule("numbers");
    *abc = numbers ? PyObject_GetAttrString(numbers, name) : NULL;
    Py_XDECREF(numbers);
    if (!*abc) return -1;
  }
  return PyObject_IsSubclass((PyObject*)type, *abc);
}

static int number_row(pytf_state* st, PyTypeObject* type) {
  if (type->tp_flags & Py_TPFLAGS_LONG_SUBCLASS) return kRowInt;
  if (PyType_IsSubtype(type, &PyFloat_Type)) return kRowFloat;
  const PyNumberMethods* number = type->tp_as_number;
  if (!number || (!number->nb_index && !number->nb_int && !number->nb_float)) return kRowUnknown;
  int is = is_registered_number(type, &st->integral_abc, "Integral");
  if (is != 0) return is < 0 ? -1 : kRowIntegral;
  is = is_registered_number(type, &st->real_abc, "Real");
  if (is != 0) return is < 0 ? -1 : kRowReal;
  return kRowUnknown;
}

static row builtin_row(pytf_state* st, PyTypeObject* type) {
  if (is_below(type, st->datatype_type)) return kRowDataType;
  if (is_below(type, st->dtype_type)) return kRowDtype;
  if (is_below(type, st->device_type)) return kRowDevice;
  if (is_below(type, st->native_type) || is_below(type, st->string_type) ||
      is_below(type, st->bytes_type) || is_below(type, st->shape_type)) {
    return kRowNative;
  }
  if (type->tp_flags & Py_TPFLAGS_UNICODE_SUBCLASS) return kRowStr;
  if (type->tp_flags & Py_TPFLAGS_BYTES_SUBCLASS) return kRowBytes;
  if (PyType_IsSubtype(type, &PyByteArray_Type)) return kRowByteArray;
  if (type->tp_flags & (Py_TPFLAGS_TUPLE_SUBCLASS | Py_TPFLAGS_LIST_SUBCLASS)) return kRowSequence;
  if (type->tp_flags & Py_TPFLAGS_DICT_SUBCLASS) return kRowDict;
  if (is_below(type, st->c_void_p)) return kRowPointer;
  if (pytf_type_lookup(type, st->names.tvm_ffi_opaque_ptr)) return kRowOpaquePtr;
  return kRowTail;
}

static int find_row(pytf_state* st, PyTypeObject* type) {
  const pytf_names* names = &st->names;
  if (is_below(type, st->cobject_type)) return kRowObject;
  if (is_below(type, st->rvalue_type)) return kRowRValue;
  if (is_below(type, st->cany_type)) return kRowAny;
  if (pytf_type_lookup(type, names->tvm_ffi_object)) return kRowFFIObject;
  if (pytf_type_lookup(type, names->dlpack_c_exchange_api)) return kRowDLPack;
  if (pytf_type_lookup(type, names->cuda_stream)) return kRowCudaStream;
  if (pytf_type_lookup(type, names->dlpack)) return kRowDLPack;
  /* ctypes may be imported by others; its pointers cannot exist before that. */
  if (!st->c_void_p && strcmp(type->tp_name, "c_void_p") == 0 && !pytf_c_void_p(st)) return -1;
  const int number = number_row(st, type);
  return number != kRowUnknown ? number : (int)builtin_row(st, type);
}

static int row_of(pytf_state* st, PyTypeObject* type) {
  pytf_row_slot* slot = &st->rows[((uintptr_t)type >> 5) & (PYTF_ROW_SLOTS - 1)];
  const unsigned int version = pytf_type_version(type);
  if (slot->type == type && version != 0 && slot->version == version) return slot->row;
  const int found = find_row(st, type);
  if (found < 0) return -1;
  /* The look-ups above gave the type a version if it can have one. */
  slot->type = type;
  slot->version = pytf_type_version(type);
  slot->row = found;
  return found;
}

/* ---- the rows ---- */

void pytf_ctx_join_container(pytf_ctx* ctx, PyObject* wrapper) {
  if (ctx->exchange || !is_below(Py_TYPE(wrapper), ctx->state->container_type)) return;
  ctx->exchange = ((pytf_container*)wrapper)->exchange;
}

static int object_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  TVMFFIObjectHandle handle = pytf_handle_of(obj);
  if (handle) {
    pytf_any_set_object(view, handle);
    return 0;
  }
  if (is_below(Py_TYPE(obj), ctx->state->tensor_type)) return pytf_tensor_view(ctx, obj, view);
  pytf_any_set_none(view); /* a NULL reference is None */
  return 0;
}

static PYTF_COLD int big_int_view(pytf_ctx* ctx, PyObject* value, TVMFFIAny* view) {
  PyObject* bits = PyObject_CallMethod(value, "bit_length", NULL);
  const Py_ssize_t num_bits = bits ? PyLong_AsSsize_t(bits) : -1;
  Py_XDECREF(bits);
  if (num_bits < 0) return -1;
  const Py_ssize_t size = (num_bits / 64 + 1) * 8;
  /* int.to_bytes(value, size, "little", signed=True). Each step only after the one before: a pending exception would get
     lost in the next. */
  PyObject* args = Py_BuildValue("(Ons)", value, size, "little");
  PyObject* kwargs = args ? Py_BuildValue("{s:O}", "signed", Py_True) : NULL;
  PyObject* method = kwargs ? PyObject_GetAttrString((PyObject*)&PyLong_Type, "to_bytes") : NULL;
  PyObject* bytes = method ? PyObject_Call(method, args, kwargs) : NULL;
  Py_XDECREF(method);
  Py_XDECREF(kwargs);
  Py_XDECREF(args);
  if (!bytes) return -1;
  const TVMFFIByteArray words = {PyBytes_AS_STRING(bytes), (size_t)PyBytes_GET_SIZE(bytes)};
  const int rc = pytf_check(ctx->state, TVMFFIBigIntFromByteArray(&words, view));
  Py_DECREF(bytes);
  if (rc != 0) return -1;
  return pytf_any_is_object(view) ? pytf_ctx_keep_handle(ctx, view->v_obj) : 0;
}

int pytf_int_view(pytf_ctx* ctx, PyObject* value, TVMFFIAny* view) {
  int overflow = 0;
  const long long small = PyLong_AsLongLongAndOverflow(value, &overflow);
  if (overflow) return big_int_view(ctx, value, view);
  if (small == -1 && PyErr_Occurred()) return -1;
  pytf_any_set(view, kTVMFFIInt, small);
  return 0;
}

static int integral_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  PyObject* value = PyNumber_Index(obj);
  if (!value) {
    /* Registered as Integral without __index__: __int__ has to do. */
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) return -1;
    PyErr_Clear();
    value = PyNumber_Long(obj);
    if (!value) return -1;
  }
  const int rc = pytf_int_view(ctx, value, view);
  Py_DECREF(value);
  return rc;
}

static int real_view(PyObject* obj, TVMFFIAny* view) {
  const double value = PyFloat_AsDouble(obj);
  if (value == -1.0 && PyErr_Occurred()) return -1;
  pytf_any_set(view, kTVMFFIFloat, 0);
  view->v_float64 = value;
  return 0;
}

static int nested_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view,
                       int (*convert)(pytf_ctx*, PyObject*, TVMFFIAny*)) {
  if (pytf_enter(ctx) != 0) return -1;
  const int rc = convert(ctx, obj, view);
  pytf_leave(ctx);
  return rc;
}

/* 1 when converted. */
static int dlpack_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  const int rc = pytf_dlpack_view(ctx, obj, view);
  if (rc != 0) return rc < 0 ? -1 : 0;
  return pytf_protocol_view(ctx, obj, view);
}

int pytf_from_py_slow(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  pytf_state* st = ctx->state;
  if (PyLong_CheckExact(obj)) return pytf_int_view(ctx, obj, view);
  switch (row_of(st, Py_TYPE(obj))) {
    case kRowObject:
      return object_view(ctx, obj, view);
    case kRowRValue:
      return pytf_rvalue_view(ctx, obj, view);
    case kRowAny:
      pytf_cany_view(obj, view);
      return 0;
    case kRowFFIObject:
      return pytf_ffi_object_view(ctx, obj, view);
    case kRowDLPack:
      return dlpack_view(ctx, obj, view);
    case kRowCudaStream:
      return pytf_cuda_stream_view(ctx, obj, view);
    case kRowInt:
      return pytf_int_view(ctx, obj, view);
    case kRowIntegral:
      return integral_view(ctx, obj, view);
    case kRowFloat:
    case kRowReal:
      return real_view(obj, view);
    case kRowDataType:
      return pytf_datatype_view(ctx, obj, view);
    case kRowDtype:
      return pytf_dtype_view(ctx, obj, view);
    case kRowDevice:
      return pytf_device_view(ctx, obj, view);
    case kRowNative:
      return pytf_native_view(ctx, obj, view);
    case kRowStr:
      return pytf_str_view(ctx, obj, view);
    case kRowBytes:
      return pytf_blob_view(ctx, PyBytes_AS_STRING(obj), PyBytes_GET_SIZE(obj), view);
    case kRowByteArray:
      return pytf_blob_view(ctx, PyByteArray_AS_STRING(obj), PyByteArray_GET_SIZE(obj), view);
    case kRowSequence:
      return nested_view(ctx, obj, view, pytf_array_view);
    case kRowDict:
      return nested_view(ctx, obj, view, pytf_map_view);
    case kRowPointer:
      return pytf_c_void_p_view(ctx, obj, view);
    case kRowOpaquePtr:
      return pytf_opaque_ptr_view(ctx, obj, view);
    case kRowTail:
      return nested_view(ctx, obj, view, pytf_protocol_view);
    default:
      return -1;
  }
}

int pytf_from_py(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  return pytf_from_py_inline(ctx, obj, view);
}

int pytf_from_py_owned(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* value) {
  TVMFFIAny view;
  if (pytf_from_py_inline(ctx, obj, &view) != 0) return -1;
  if (view.type_index == kTVMFFIObjectRValueRef) {
    return pytf_check(ctx->state, TVMFFIAnyViewToOwnedAny(&view, value));
  }
  if (pytf_any_is_object(&view)) pytf_handle_incref(view.v_obj);
  *value = view;
  return 0;
}
