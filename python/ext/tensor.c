/* SPDX-License-Identifier: Apache-2.0 */
/* Tensor: shape, data type and place of data that travels by DLPack. */
#include "dlpack.h"

/* A Tensor owns a ffi.Tensor, or (arguments of callbacks given as DLTensor*) only knows where the
   caller's data is: then `borrowed` is a copy of its description. */
typedef struct {
  pytf_object base;
  DLTensor* borrowed; /* one block with shape and strides behind it, or NULL */
} tensor_object;

static pytf_state* state_of(PyObject* self) { return ((pytf_object*)self)->state; }

const DLTensor* pytf_tensor_peek(PyObject* self) {
  TVMFFIObjectHandle handle = pytf_handle_of(self);
  if (pytf_likely(handle != NULL)) return &((const tvm_ffi_tensor_object*)handle)->tensor;
  const DLTensor* borrowed = ((tensor_object*)self)->borrowed;
  if (!borrowed) pytf_object_get_handle(self); /* raises */
  return borrowed;
}

static void tensor_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  PyMem_Free(((tensor_object*)self)->borrowed);
  ((tensor_object*)self)->borrowed = NULL;
  pytf_object_dealloc(self);
}

/* ---- description */

static PyObject* tuple_of(const int64_t* numbers, int32_t count) {
  PyObject* tuple = PyTuple_New(count);
  for (int32_t i = 0; tuple && i < count; ++i) {
    PyObject* number = PyLong_FromLongLong(numbers[i]);
    if (number) {
      PyTuple_SET_ITEM(tuple, i, number);
    } else {
      Py_CLEAR(tuple);
    }
  }
  return tuple;
}

static PyObject* get_shape(PyObject* self, void* closure) {
  (void)closure;
  const DLTensor* dl = pytf_tensor_peek(self);
  return dl ? tuple_of(dl->shape, dl->ndim) : NULL;
}

/* Strides of a compact tensor, for those that state none. */
static PyObject* compact_strides(const DLTensor* dl) {
  PyObject* tuple = PyTuple_New(dl->ndim);
  uint64_t stride = 1; /* of a shape that is too large for memory it may wrap around */
  for (int32_t i = dl->ndim - 1; tuple && i >= 0; --i) {
    PyObject* number = PyLong_FromLongLong((int64_t)stride);
    if (number) {
      PyTuple_SET_ITEM(tuple, i, number);
    } else {
      Py_CLEAR(tuple);
    }
    stride *= (uint64_t)dl->shape[i];
  }
  return tuple;
}

static PyObject* get_strides(PyObject* self, void* closure) {
  (void)closure;
  const DLTensor* dl = pytf_tensor_peek(self);
  if (!dl) return NULL;
  return dl->strides ? tuple_of(dl->strides, dl->ndim) : compact_strides(dl);
}

static PyObject* get_dtype(PyObject* self, void* closure) {
  (void)closure;
  const DLTensor* dl = pytf_tensor_peek(self);
  return dl ? pytf_dtype_to_py(state_of(self), dl->dtype) : NULL;
}

static PyObject* get_device(PyObject* self, void* closure) {
  (void)closure;
  const DLTensor* dl = pytf_tensor_peek(self);
  return dl ? pytf_device_to_py(state_of(self), dl->device) : NULL;
}

static PyObject* get_ndim(PyObject* self, void* closure) {
  (void)closure;
  const DLTensor* dl = pytf_tensor_peek(self);
  return dl ? PyLong_FromLong(dl->ndim) : NULL;
}

/* ---- methods */

static PyObject* tensor_numel(PyObject* self, PyObject* none) {
  (void)none;
  const DLTensor* dl = pytf_tensor_peek(self);
  if (!dl) return NULL;
  uint64_t count = 1;
  for (int32_t i = 0; i < dl->ndim; ++i) count *= (uint64_t)dl->shape[i];
  return PyLong_FromLongLong((int64_t)count);
}

static PyObject* tensor_size(PyObject* self, PyObject* index) {
  const DLTensor* dl = pytf_tensor_peek(self);
  if (!dl) return NULL;
  const Py_ssize_t given = PyNumber_AsSsize_t(index, PyExc_IndexError);
  if (given == -1 && PyErr_Occurred()) return NULL;
  const Py_ssize_t at = given < 0 ? given + dl->ndim : given;
  if (at < 0 || at >= dl->ndim) {
    return PyErr_Format(PyExc_IndexError,
                        "Dimension %zd out of range for tensor with %d dimensions", given,
                        (int)dl->ndim);
  }
  return PyLong_FromLongLong(dl->shape[at]);
}

static PyObject* tensor_data_ptr(PyObject* self, PyObject* none) {
  (void)none;
  const DLTensor* dl = pytf_tensor_peek(self);
  return dl ? PyLong_FromUnsignedLongLong((uintptr_t)dl->data + dl->byte_offset) : NULL;
}

static int is_contiguous(const DLTensor* dl) {
  if (!dl->strides) return 1;
  for (int32_t i = 0; i < dl->ndim; ++i) {
    if (dl->shape[i] == 0) return 1;
  }
  uint64_t expected = 1;
  for (int32_t i = dl->ndim - 1; i >= 0; --i) {
    if (dl->shape[i] == 1) continue;
    if ((uint64_t)dl->strides[i] != expected) return 0;
    expected *= (uint64_t)dl->shape[i];
  }
  return 1;
}

static PyObject* tensor_is_contiguous(PyObject* self, PyObject* none) {
  (void)none;
  const DLTensor* dl = pytf_tensor_peek(self);
  return dl ? PyBool_FromLong(is_contiguous(dl)) : NULL;
}

static PyObject* tensor_dlpack_device(PyObject* self, PyObject* none) {
  (void)none;
  const DLTensor* dl = pytf_tensor_peek(self);
  if (!dl) return NULL;
  const int64_t pair[2] = {(int64_t)dl->device.device_type, dl->device.device_id};
  return tuple_of(pair, 2);
}

/* dtype[2, 3]@cpu:0 */
static PyObject* tensor_repr(PyObject* self) {
  if (!pytf_handle_of(self) && !((tensor_object*)self)->borrowed) return pytf_object_repr(self);
  PyObject* dtype = get_dtype(self, NULL);
  if (!dtype) { /* a data type without a name, such as complex numbers */
    if (!PyErr_ExceptionMatches(PyExc_ValueError)) return NULL;
    PyErr_Clear();
    const DLDataType value = pytf_tensor_peek(self)->dtype;
    dtype = PyUnicode_FromFormat("dtype(%d, %d, %d)", value.code, value.bits, value.lanes);
  }
  PyObject* shape = get_shape(self, NULL);
  PyObject* dims = shape ? PySequence_List(shape) : NULL;
  PyObject* device = get_device(self, NULL);
  PyObject* repr = NULL;
  if (dtype && dims && device) repr = PyUnicode_FromFormat("%S%R@%S", dtype, dims, device);
  Py_XDECREF(dtype);
  Py_XDECREF(shape);
  Py_XDECREF(dims);
  Py_XDECREF(device);
  return repr;
}

static PyObject* tensor_reduce(PyObject* self, PyObject* none) {
  (void)none;
  return PyErr_Format(PyExc_TypeError, "a %s cannot be pickled or copied; use numpy.from_dlpack",
                      Py_TYPE(self)->tp_name);
}

static PyGetSetDef tensor_getset[] = {
    {"shape", get_shape, NULL, "Extents, a tuple.", NULL},
    {"strides", get_strides, NULL, "Strides in elements, a tuple.", NULL},
    {"dtype", get_dtype, NULL, "Data type of the elements.", NULL},
    {"device", get_device, NULL, "Device that the data is on.", NULL},
    {"ndim", get_ndim, NULL, "Number of dimensions.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef tensor_methods[] = {
    {"numel", tensor_numel, METH_NOARGS, "Number of elements."},
    {"size", tensor_size, METH_O, "Extent of one dimension; negative counts from the end."},
    {"data_ptr", tensor_data_ptr, METH_NOARGS, "Address of the first element."},
    {"is_contiguous", tensor_is_contiguous, METH_NOARGS,
     "Whether the elements lie in row-major order without gaps."},
    {"__dlpack_device__", tensor_dlpack_device, METH_NOARGS, "DLPack device type and index."},
    {"__dlpack__", (PyCFunction)(void (*)(void))pytf_tensor_dlpack, METH_FASTCALL | METH_KEYWORDS,
     "__dlpack__(*, stream=None, max_version=None, dl_device=None, copy=None): a DLPack capsule."},
    {"__reduce__", tensor_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot tensor_slots[] = {
    {Py_tp_doc, "A tensor: data owned by some framework, described by DLPack."},
    {Py_tp_dealloc, tensor_dealloc},
    {Py_tp_traverse, pytf_object_traverse},
    {Py_tp_clear, pytf_object_clear},
    {Py_tp_repr, tensor_repr},
    {Py_tp_getset, tensor_getset},
    {Py_tp_methods, tensor_methods},
    {0, NULL},
};
static PyType_Spec tensor_spec = {"tvm_ffi.core.Tensor", (int)sizeof(tensor_object), 0,
                                  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
                                  tensor_slots};

/* ---- conversions */

int pytf_tensor_view(pytf_ctx* ctx, PyObject* tensor, TVMFFIAny* view) {
  (void)ctx;
  TVMFFIObjectHandle handle = pytf_handle_of(tensor);
  if (handle) {
    pytf_any_set_object(view, handle);
    return 0;
  }
  DLTensor* borrowed = ((tensor_object*)tensor)->borrowed;
  if (!borrowed) {
    pytf_any_set_none(view); /* a NULL reference is None */
    return 0;
  }
  pytf_any_set(view, kTVMFFIDLTensorPtr, 0);
  view->v_ptr = borrowed;
  return 0;
}

/* One block: the description, then shape and strides. */
static DLTensor* copy_description(const DLTensor* from) {
  const size_t ndim = from->ndim > 0 ? (size_t)from->ndim : 0;
  DLTensor* copy = PyMem_Malloc(sizeof(DLTensor) + 2 * ndim * sizeof(int64_t));
  if (!copy) {
    PyErr_NoMemory();
    return NULL;
  }
  int64_t* numbers = (int64_t*)(copy + 1);
  *copy = *from;
  copy->ndim = (int32_t)ndim;
  copy->shape = numbers;
  if (ndim > 0) memcpy(copy->shape, from->shape, ndim * sizeof(int64_t));
  if (from->strides) {
    copy->strides = numbers + ndim;
    if (ndim > 0) memcpy(copy->strides, from->strides, ndim * sizeof(int64_t));
  }
  return copy;
}

PyObject* pytf_dltensor_to_py(pytf_state* st, DLTensor* borrowed) {
  if (!borrowed) Py_RETURN_NONE;
  PyObject* self = pytf_object_new(st->tensor_type, st->values->no_args, NULL);
  if (!self) return NULL;
  ((tensor_object*)self)->borrowed = copy_description(borrowed);
  if (!((tensor_object*)self)->borrowed) Py_CLEAR(self);
  return self;
}

int pytf_setup_tensor(pytf_state* st, PyObject* module) {
  if (pytf_add_type(st, module, &tensor_spec, st->cobject_type, &st->tensor_type) != 0) return -1;
  return pytf_set_class(st, kTVMFFITensor, st->tensor_type);
}
