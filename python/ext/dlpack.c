/* SPDX-License-Identifier: Apache-2.0 */
/* Tensors in and out of Python by DLPack: capsules and exchange tables. Nothing is copied. */
#include "dlpack.h"

#include <stdlib.h>

/* Capsules carry a managed tensor under one of these names; the consumer renames what it took. */
static const char* const plain_name = "dltensor";
static const char* const versioned_name = "dltensor_versioned";
static const char* const table_name = "dlpack_exchange_api";

/* ---- out: Tensor -> capsule */

static void drop_plain(PyObject* capsule) {
  if (!PyCapsule_IsValid(capsule, plain_name)) return;
  DLManagedTensor* managed = (DLManagedTensor*)PyCapsule_GetPointer(capsule, plain_name);
  if (managed->deleter) managed->deleter(managed);
}

static void drop_versioned(PyObject* capsule) {
  if (!PyCapsule_IsValid(capsule, versioned_name)) return;
  DLManagedTensorVersioned* managed =
      (DLManagedTensorVersioned*)PyCapsule_GetPointer(capsule, versioned_name);
  if (managed->deleter) managed->deleter(managed);
}

static PyObject* to_capsule(pytf_state* st, TVMFFIObjectHandle handle) {
  DLManagedTensor* managed = NULL;
  if (pytf_check(st, TVMFFITensorToDLPack(handle, &managed)) != 0) return NULL;
  PyObject* capsule = PyCapsule_New(managed, plain_name, drop_plain);
  if (!capsule && managed->deleter) managed->deleter(managed);
  return capsule;
}

static PyObject* to_versioned_capsule(pytf_state* st, TVMFFIObjectHandle handle) {
  DLManagedTensorVersioned* managed = NULL;
  if (pytf_check(st, TVMFFITensorToDLPackVersioned(handle, &managed)) != 0) return NULL;
  PyObject* capsule = PyCapsule_New(managed, versioned_name, drop_versioned);
  if (!capsule && managed->deleter) managed->deleter(managed);
  return capsule;
}

/* What the consumer asks for beyond the tensor as it is: 0 when that is nothing. */
static int check_request(const DLTensor* dl, PyObject* device, PyObject* copy) {
  if (device != Py_None) {
    int type = 0;
    int id = 0;
    PyObject* pair = PySequence_Tuple(device);
    const int ok = pair && PyArg_ParseTuple(pair, "ii;dl_device must be (type, index)", &type, &id);
    Py_XDECREF(pair);
    if (!ok) return -1;
    if (type != (int)dl->device.device_type || id != dl->device.device_id) {
      PyErr_SetString(PyExc_BufferError, "a Tensor cannot be exported to another device");
      return -1;
    }
  }
  if (copy == Py_None) return 0;
  const int wanted = PyObject_IsTrue(copy);
  if (wanted > 0) PyErr_SetString(PyExc_BufferError, "a Tensor is exported without a copy");
  return wanted == 0 ? 0 : -1;
}

/* Whether the consumer understands capsules with a version: 1, 0 or -1. */
static int wants_version(PyObject* max_version) {
  if (max_version == Py_None) return 0;
  if (!PyTuple_Check(max_version) || PyTuple_GET_SIZE(max_version) != 2) {
    PyErr_SetString(PyExc_TypeError, "max_version must be (major, minor)");
    return -1;
  }
  const long major = PyLong_AsLong(PyTuple_GET_ITEM(max_version, 0));
  return major == -1 && PyErr_Occurred() ? -1 : major >= 1;
}

/* Keyword arguments of __dlpack__, in the order of `export_names`. The stream is not looked at: the
   data is in the order of its own. */
enum { ARG_STREAM, ARG_MAX_VERSION, ARG_DL_DEVICE, ARG_COPY };
static const char* const export_names[PYTF_NUM_EXPORT_ARGS] = {"stream", "max_version", "dl_device",
                                                               "copy"};

/* Consumers call this for every tensor they take, with interned names: compared as pointers first. */
static int export_arg(PyObject* const* interned, PyObject* name) {
  for (int i = 0; i < PYTF_NUM_EXPORT_ARGS; ++i) {
    if (name == interned[i]) return i;
  }
  for (int i = 0; i < PYTF_NUM_EXPORT_ARGS; ++i) {
    if (PyUnicode_CompareWithASCIIString(name, export_names[i]) == 0) return i;
  }
  PyErr_Format(PyExc_TypeError, "__dlpack__() got an unexpected keyword argument %R", name);
  return -1;
}

static int read_request(pytf_state* st, PyObject* const* args, Py_ssize_t num_args, PyObject* names,
                        PyObject** out) {
  if (num_args > 0) {
    PyErr_SetString(PyExc_TypeError, "__dlpack__() takes keyword arguments only");
    return -1;
  }
  const Py_ssize_t count = names ? PyTuple_GET_SIZE(names) : 0;
  for (Py_ssize_t i = 0; i < count; ++i) {
    const int at = export_arg(st->values->export_names, PyTuple_GET_ITEM(names, i));
    if (at < 0) return -1;
    out[at] = args[i];
  }
  return 0;
}

PyObject* pytf_tensor_dlpack(PyObject* self, PyObject* const* args, Py_ssize_t num_args,
                             PyObject* names) {
  pytf_state* st = ((pytf_object*)self)->state;
  PyObject* request[PYTF_NUM_EXPORT_ARGS] = {Py_None, Py_None, Py_None, Py_None};
  if (read_request(st, args, num_args, names, request) != 0) return NULL;
  const DLTensor* dl = pytf_tensor_peek(self);
  if (!dl || check_request(dl, request[ARG_DL_DEVICE], request[ARG_COPY]) != 0) return NULL;
  const int versioned = wants_version(request[ARG_MAX_VERSION]);
  if (versioned < 0) return NULL;
  TVMFFIObjectHandle handle = pytf_handle_of(self);
  if (!handle) {
    PyErr_SetString(PyExc_BufferError,
                    "this Tensor only borrows its caller's data and cannot be exported");
    return NULL;
  }
  return versioned ? to_versioned_capsule(st, handle) : to_capsule(st, handle);
}

/* ---- in: capsule, exchange table, or anything with __dlpack__ -> ffi.Tensor */

typedef struct {
  int alignment;  /* in bytes; 0: any */
  int contiguous; /* or any strides */
} demands;

static int take_plain(pytf_state* st, PyObject* capsule, demands need, TVMFFIObjectHandle* out) {
  DLManagedTensor* managed = (DLManagedTensor*)PyCapsule_GetPointer(capsule, plain_name);
  const int rc = TVMFFITensorFromDLPack(managed, need.alignment, need.contiguous, out);
  if (rc != 0) return pytf_raise(st, rc);
  return PyCapsule_SetName(capsule, "used_dltensor");
}

static int adopt_versioned(pytf_state* st, DLManagedTensorVersioned* managed, demands need,
                           TVMFFIObjectHandle* out) {
  if (managed->version.major > DLPACK_MAJOR_VERSION) {
    PyErr_Format(PyExc_BufferError, "the producer's DLPack version %u.%u is too new",
                 (unsigned)managed->version.major, (unsigned)managed->version.minor);
    return -1;
  }
  return pytf_check(st,
                    TVMFFITensorFromDLPackVersioned(managed, need.alignment, need.contiguous, out));
}

static int take_capsule(pytf_state* st, PyObject* capsule, demands need, TVMFFIObjectHandle* out) {
  if (PyCapsule_IsValid(capsule, plain_name)) return take_plain(st, capsule, need, out);
  if (PyCapsule_IsValid(capsule, versioned_name)) {
    DLManagedTensorVersioned* managed =
        (DLManagedTensorVersioned*)PyCapsule_GetPointer(capsule, versioned_name);
    if (adopt_versioned(st, managed, need, out) != 0) return -1;
    return PyCapsule_SetName(capsule, "used_dltensor_versioned");
  }
  PyErr_SetString(PyExc_TypeError,
                  "expected an unused DLPack capsule; this one was taken already or is of "
                  "another kind");
  return -1;
}

int pytf_exchange_api_of(PyObject* cls, const DLPackExchangeAPI** out) {
  pytf_state* st = pytf_state_peek();
  if (st->values->skip_exchange) return 0;
  if (!pytf_type_lookup((PyTypeObject*)cls, st->names.dlpack_c_exchange_api)) return 0;
  PyObject* table = PyObject_GetAttr(cls, st->names.dlpack_c_exchange_api);
  if (!table) return -1;
  void* pointer = PyCapsule_CheckExact(table) ? PyCapsule_GetPointer(table, table_name)
                                              : PyLong_AsVoidPtr(table);
  Py_DECREF(table);
  if (!pointer) {
    if (!PyErr_Occurred()) {
      PyErr_SetString(PyExc_ValueError, "__dlpack_c_exchange_api__ is a null pointer");
    }
    return -1;
  }
  const DLPackExchangeAPI* api = (const DLPackExchangeAPI*)pointer;
  if (api->header.version.major != DLPACK_MAJOR_VERSION ||
      !api->managed_tensor_from_py_object_no_sync || !api->managed_tensor_to_py_object_no_sync) {
    return 0; /* of another version: the Python protocol remains */
  }
  *out = api;
  return 1;
}

/* The error of an exchange function that broke its promise to set one. */
static int table_failed(void) {
  if (!PyErr_Occurred()) PyErr_SetString(PyExc_RuntimeError, "a DLPack exchange function failed");
  return -1;
}

static int take_by_table(pytf_state* st, const DLPackExchangeAPI* api, PyObject* obj, demands need,
                         TVMFFIObjectHandle* out) {
  DLManagedTensorVersioned* managed = NULL;
  if (api->managed_tensor_from_py_object_no_sync(obj, &managed) != 0) return table_failed();
  if (adopt_versioned(st, managed, need, out) == 0) return 0;
  if (managed->deleter) managed->deleter(managed);
  return -1;
}

static int take_by_method(pytf_state* st, PyObject* obj, demands need, TVMFFIObjectHandle* out) {
  PyObject* capsule = PyObject_CallMethodNoArgs(obj, st->names.dlpack);
  if (!capsule) return -1;
  const int rc = take_capsule(st, capsule, need, out);
  Py_DECREF(capsule);
  return rc;
}

static PyObject* take_any(pytf_state* st, PyObject* obj, demands need) {
  const DLPackExchangeAPI* api = NULL;
  TVMFFIObjectHandle handle = NULL;
  int rc = pytf_exchange_api_of((PyObject*)Py_TYPE(obj), &api);
  if (rc < 0) return NULL;
  if (rc == 1) {
    rc = take_by_table(st, api, obj, need, &handle);
  } else if (pytf_class_has(obj, st->names.dlpack)) {
    rc = take_by_method(st, obj, need, &handle);
  } else if (PyCapsule_CheckExact(obj)) {
    rc = take_capsule(st, obj, need, &handle);
  } else {
    return PyErr_Format(
        PyExc_TypeError,
        "Expect from_dlpack to take either a compatible tensor or PyCapsule, got %s",
        Py_TYPE(obj)->tp_name);
  }
  return rc == 0 ? pytf_wrap(st, handle) : NULL;
}

static PyObject* from_dlpack(PyObject* module, PyObject* args, PyObject* kwargs) {
  static char* names[] = {"ext_tensor", "require_alignment", "require_contiguous", NULL};
  (void)module;
  PyObject* obj = NULL;
  demands need = {0, 0};
  if (!kwargs && PyTuple_GET_SIZE(args) == 1) {
    return take_any(pytf_state_peek(), PyTuple_GET_ITEM(args, 0), need);
  }
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|$ip:from_dlpack", names, &obj, &need.alignment,
                                   &need.contiguous)) {
    return NULL;
  }
  if (need.alignment < 0) {
    return PyErr_Format(PyExc_ValueError, "require_alignment must not be negative, got %d",
                        (int)need.alignment);
  }
  return take_any(pytf_state_peek(), obj, need);
}

/* ---- arguments and results */

/* Notes the framework of a tensor argument, and the stream of the first one that is not on a CPU. */
static int note_framework(pytf_ctx* ctx, const DLPackExchangeAPI* api, TVMFFIObjectHandle handle) {
  if (!ctx->exchange) ctx->exchange = api;
  const DLDevice device = ((const tvm_ffi_tensor_object*)handle)->tensor.device;
  if (ctx->device_type != 0 || device.device_type == kDLCPU || !api->current_work_stream) return 0;
  void* stream = NULL;
  if (api->current_work_stream(device.device_type, device.device_id, &stream) != 0) {
    return table_failed();
  }
  ctx->device_type = (int32_t)device.device_type;
  ctx->device_id = device.device_id;
  ctx->stream = stream;
  return 0;
}

int pytf_dlpack_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  pytf_state* st = ctx->state;
  const demands none = {0, 0};
  const DLPackExchangeAPI* api = NULL;
  TVMFFIObjectHandle handle = NULL;
  int rc = 0;
  if (pytf_class_has(obj, st->names.dlpack_c_exchange_api)) {
    rc = pytf_exchange_api_of((PyObject*)Py_TYPE(obj), &api);
    if (rc < 0) return -1;
  }
  if (api) {
    if (take_by_table(st, api, obj, none, &handle) != 0) return -1;
    if (note_framework(ctx, api, handle) != 0) {
      pytf_drop_handle(st, handle);
      return -1;
    }
  } else {
    if (!pytf_class_has(obj, st->names.dlpack)) return 0;
    if (take_by_method(st, obj, none, &handle) != 0) return -1;
  }
  pytf_any_set_object(view, handle);
  return pytf_ctx_keep_handle(ctx, handle) == 0 ? 1 : -1;
}

PyObject* pytf_tensor_to_py(pytf_state* st, TVMFFIObjectHandle tensor,
                            const DLPackExchangeAPI* exchange) {
  if (!exchange) return pytf_wrap(st, tensor);
  DLManagedTensorVersioned* managed = NULL;
  const int rc = pytf_check(st, TVMFFITensorToDLPackVersioned(tensor, &managed));
  pytf_drop_handle(st, tensor);
  if (rc != 0) return NULL;
  void* result = NULL;
  if (exchange->managed_tensor_to_py_object_no_sync(managed, &result) != 0) {
    table_failed();
    return NULL;
  }
  return (PyObject*)result;
}

static PyMethodDef functions[] = {
    {"from_dlpack", (PyCFunction)(void (*)(void))from_dlpack, METH_VARARGS | METH_KEYWORDS,
     "from_dlpack(ext_tensor, *, require_alignment=0, require_contiguous=False)\n--\n\nA Tensor on "
     "the data of any object that speaks DLPack, or of a DLPack capsule. Nothing is copied."},
    {NULL, NULL, 0, NULL},
};

int pytf_setup_dlpack(pytf_state* st, PyObject* module) {
  const char* skip = getenv("TVM_FFI_SKIP_DLPACK_C_EXCHANGE_API");
  st->values->skip_exchange = skip && strcmp(skip, "1") == 0;
  for (int i = 0; i < PYTF_NUM_EXPORT_ARGS; ++i) {
    st->values->export_names[i] = PyUnicode_InternFromString(export_names[i]);
    if (!st->values->export_names[i]) return -1;
  }
  PyObject* version = Py_BuildValue("(ii)", DLPACK_MAJOR_VERSION, DLPACK_MINOR_VERSION);
  if (!version) return -1;
  const int rc = PyModule_AddObjectRef(module, "__dlpack_version__", version);
  Py_DECREF(version);
  return rc == 0 ? PyModule_AddFunctions(module, functions) : -1;
}
