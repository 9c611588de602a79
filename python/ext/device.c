/* SPDX-License-Identifier: Apache-2.0 */
/* Device: a DLPack device type and an index; and the current stream of a device. */
#include "values_state.h"

#include <tvm/ffi/extra/c_env_api.h>

typedef struct {
  PyObject ob_base;
  DLDevice value;
} device_object;

/* ---- names */

typedef struct {
  const char* name;
  int code;
  int is_input; /* whether device() takes the name; the first of a code is the one that is shown */
} device_name;

static const device_name device_names[] = {
    {"cpu", kDLCPU, 1},
    {"cuda", kDLCUDA, 1},
    {"cuda_host", kDLCUDAHost, 0},
    {"cuda_managed", kDLCUDAManaged, 0},
    {"opencl", kDLOpenCL, 1},
    {"vulkan", kDLVulkan, 1},
    {"metal", kDLMetal, 1},
    {"mps", kDLMetal, 1},
    {"vpi", kDLVPI, 1},
    {"rocm", kDLROCM, 1},
    {"rocm_host", kDLROCMHost, 0},
    {"ext_dev", kDLExtDev, 1},
    {"oneapi", kDLOneAPI, 0},
    {"webgpu", kDLWebGPU, 1},
    {"wgpu", kDLWebGPU, 1},
    {"hexagon", kDLHexagon, 1},
    {"maia", kDLMAIA, 1},
    {"trn", kDLTrn, 1},
};
#define NUM_NAMES (sizeof(device_names) / sizeof(device_names[0]))

/* The name of a device type, or NULL. */
static const char* name_of(int code) {
  for (size_t i = 0; i < NUM_NAMES; ++i) {
    if (device_names[i].code == code) return device_names[i].name;
  }
  return NULL;
}

static int code_of(const char* name, Py_ssize_t size, int* code) {
  for (size_t i = 0; i < NUM_NAMES; ++i) {
    const device_name* entry = &device_names[i];
    if (!entry->is_input || strlen(entry->name) != (size_t)size) continue;
    if (memcmp(entry->name, name, (size_t)size) != 0) continue;
    *code = entry->code;
    return 0;
  }
  return -1;
}

static int raise_unknown(const char* name, Py_ssize_t size) {
  PyObject* wanted = PyUnicode_DecodeUTF8(name, size, "replace");
  PyObject* names = PyList_New(0);
  for (size_t i = 0; names && i < NUM_NAMES; ++i) {
    if (!device_names[i].is_input) continue;
    PyObject* item = PyUnicode_FromString(device_names[i].name);
    if (!item || PyList_Append(names, item) != 0) Py_CLEAR(names);
    Py_XDECREF(item);
  }
  if (wanted && names) {
    PyObject* near = pytf_nearest_name(wanted, names);
    if (near) {
      PyErr_Format(PyExc_ValueError, "Unknown device: %U; did you mean %R?", wanted, near);
    } else {
      PyErr_Format(PyExc_ValueError, "Unknown device: %U", wanted);
    }
  }
  Py_XDECREF(wanted);
  Py_XDECREF(names);
  return -1;
}

/* ---- parsing */

static int to_int32(PyObject* number, int32_t* out) {
  int overflow = 0;
  const long value = PyLong_AsLongAndOverflow(number, &overflow);
  if (value == -1 && !overflow && PyErr_Occurred()) return -1;
  if (overflow || value < INT32_MIN || value > INT32_MAX) {
    PyErr_Format(PyExc_OverflowError, "device type or index does not fit 32 bits: %S", number);
    return -1;
  }
  *out = (int32_t)value;
  return 0;
}

/* An index that is no int: an integral number of numpy, or a one-element array by `.item()`. */
static PyObject* index_as_int(PyObject* index) {
  if (PyIndex_Check(index)) {
    PyObject* number = PyNumber_Index(index);
    if (number || !PyErr_ExceptionMatches(PyExc_TypeError)) return number;
    PyErr_Clear();
  }
  PyObject* item = PyUnicode_Check(index) ? NULL : PyObject_CallMethod(index, "item", NULL);
  if (item && PyIndex_Check(item)) {
    PyObject* number = PyNumber_Index(item);
    Py_DECREF(item);
    return number;
  }
  Py_XDECREF(item);
  PyErr_Clear();
  return PyErr_Format(PyExc_TypeError, "Invalid device index: %S", index);
}

static int parse_index(PyObject* index, int32_t* out) {
  if (!index || index == Py_None) {
    *out = 0;
    return 0;
  }
  PyObject* number = index_as_int(index);
  if (!number) return -1;
  const int rc = to_int32(number, out);
  Py_DECREF(number);
  return rc;
}

/* The index that stands in the text behind the colon. */
static int parse_text_index(const char* text, Py_ssize_t size, int32_t* out) {
  PyObject* digits = PyUnicode_DecodeUTF8(text, size, "replace");
  if (!digits) return -1;
  PyObject* number = PyLong_FromUnicodeObject(digits, 10);
  int rc = -1;
  if (number) {
    rc = to_int32(number, out);
    Py_DECREF(number);
  } else if (PyErr_ExceptionMatches(PyExc_ValueError)) {
    PyErr_Clear();
    PyErr_Format(PyExc_ValueError, "Invalid device index: %U", digits);
  }
  Py_DECREF(digits);
  return rc;
}

/* "name", "name:index"; what follows a space is ignored. An index in the text wins. */
static int parse_text(PyObject* spec, PyObject* index, DLDevice* out) {
  Py_ssize_t size = 0;
  const char* text = PyUnicode_AsUTF8AndSize(spec, &size);
  if (!text) return -1;
  const char* space = memchr(text, ' ', (size_t)size);
  if (space) size = space - text;
  const char* colon = memchr(text, ':', (size_t)size);
  const Py_ssize_t name_size = colon ? colon - text : size;
  int32_t number = 0;
  if (colon) {
    const Py_ssize_t rest = size - name_size - 1;
    if (memchr(colon + 1, ':', (size_t)rest)) {
      PyErr_Format(PyExc_ValueError, "Invalid device: %U", spec);
      return -1;
    }
    if (parse_text_index(colon + 1, rest, &number) != 0) return -1;
  } else if (parse_index(index, &number) != 0) {
    return -1;
  }
  int code = 0;
  if (code_of(text, name_size, &code) != 0) return raise_unknown(text, name_size);
  out->device_type = (DLDeviceType)code;
  out->device_id = number;
  return 0;
}

int pytf_device_parse(PyObject* spec, PyObject* index, DLDevice* out) {
  if (PyUnicode_Check(spec)) return parse_text(spec, index, out);
  if (!PyIndex_Check(spec)) {
    PyErr_Format(PyExc_TypeError, "device type must be a str or an int, got %s",
                 Py_TYPE(spec)->tp_name);
    return -1;
  }
  PyObject* number = PyNumber_Index(spec);
  int32_t code = 0;
  int32_t id = 0;
  int rc = number ? to_int32(number, &code) : -1;
  Py_XDECREF(number);
  if (rc == 0) rc = parse_index(index, &id);
  if (rc != 0) return -1;
  out->device_type = (DLDeviceType)code;
  out->device_id = id;
  return 0;
}

/* ---- the type */

static DLDevice value_of(PyObject* self) { return ((device_object*)self)->value; }

static PyObject* new_device(PyTypeObject* cls, DLDevice value) {
  PyObject* self = cls->tp_alloc(cls, 0);
  if (self) ((device_object*)self)->value = value;
  return self;
}

static PyObject* device_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs) {
  static char* names[] = {"device_type", "index", NULL};
  PyObject* spec = NULL;
  PyObject* index = NULL;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O:device", names, &spec, &index)) return NULL;
  if (PyObject_TypeCheck(spec, pytf_state_peek()->device_type) && (!index || index == Py_None)) {
    return new_device(cls, value_of(spec));
  }
  DLDevice value;
  return pytf_device_parse(spec, index, &value) == 0 ? new_device(cls, value) : NULL;
}

static PyObject* device_str(PyObject* self) {
  const DLDevice value = value_of(self);
  const char* name = name_of((int)value.device_type);
  if (!name) return PyUnicode_FromFormat("%d:%d", (int)value.device_type, (int)value.device_id);
  return PyUnicode_FromFormat("%s:%d", name, (int)value.device_id);
}

static PyObject* device_repr(PyObject* self) {
  const DLDevice value = value_of(self);
  const char* name = name_of((int)value.device_type);
  if (!name) {
    return PyUnicode_FromFormat("device(type=%d, index=%d)", (int)value.device_type,
                                (int)value.device_id);
  }
  return PyUnicode_FromFormat("device(type='%s', index=%d)", name, (int)value.device_id);
}

static Py_hash_t device_hash(PyObject* self) {
  const DLDevice value = value_of(self);
  PyObject* pair = Py_BuildValue("ii", (int)value.device_type, (int)value.device_id);
  if (!pair) return -1;
  const Py_hash_t hash = PyObject_Hash(pair);
  Py_DECREF(pair);
  return hash;
}

static PyObject* device_compare(PyObject* self, PyObject* other, int op) {
  if ((op != Py_EQ && op != Py_NE) || !PyObject_TypeCheck(other, pytf_state_peek()->device_type)) {
    Py_RETURN_NOTIMPLEMENTED;
  }
  const DLDevice a = value_of(self);
  const DLDevice b = value_of(other);
  const int same = a.device_type == b.device_type && a.device_id == b.device_id;
  return PyBool_FromLong(same == (op == Py_EQ));
}

static PyObject* device_type_name(PyObject* self, void* closure) {
  (void)closure;
  const int code = (int)value_of(self).device_type;
  const char* name = name_of(code);
  if (name) return PyUnicode_FromString(name);
  PyObject* number = PyLong_FromLong(code);
  if (number) PyErr_SetObject(PyExc_KeyError, number);
  Py_XDECREF(number);
  return NULL;
}

static PyObject* device_index(PyObject* self, void* closure) {
  (void)closure;
  return PyLong_FromLong(value_of(self).device_id);
}

static PyObject* device_dlpack_type(PyObject* self, PyObject* none) {
  (void)none;
  return PyLong_FromLong((long)value_of(self).device_type);
}

static PyObject* device_reduce(PyObject* self, PyObject* none) {
  (void)none;
  const DLDevice value = value_of(self);
  return Py_BuildValue("O(ii)", Py_TYPE(self), (int)value.device_type, (int)value.device_id);
}

static PyGetSetDef device_getset[] = {
    {"type", device_type_name, NULL, "Name of the device type.", NULL},
    {"index", device_index, NULL, "Number of the device among those of its type.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef device_methods[] = {
    {"dlpack_device_type", device_dlpack_type, METH_NOARGS, "DLPack's number of the device type."},
    {"__reduce__", device_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot device_slots[] = {
    {Py_tp_doc, "Device(device_type, index=None): where a tensor lives, such as cuda:1."},
    {Py_tp_new, device_new},
    {Py_tp_str, device_str},
    {Py_tp_repr, device_repr},
    {Py_tp_hash, device_hash},
    {Py_tp_richcompare, device_compare},
    {Py_tp_getset, device_getset},
    {Py_tp_methods, device_methods},
    {0, NULL},
};
static PyType_Spec device_spec = {"tvm_ffi.core.Device", (int)sizeof(device_object), 0,
                                  Py_TPFLAGS_DEFAULT, device_slots};

/* ---- conversions */

PyObject* pytf_device_to_py(pytf_state* st, DLDevice device) {
  return new_device(st->device_type, device);
}

static int set_device(TVMFFIAny* view, DLDevice value) {
  pytf_any_set(view, kTVMFFIDevice, 0);
  view->v_device = value;
  return 0;
}

int pytf_device_view(pytf_ctx* ctx, PyObject* device, TVMFFIAny* view) {
  (void)ctx;
  return set_device(view, value_of(device));
}

int pytf_foreign_device_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  if (!pytf_class_has(obj, ctx->state->names.dlpack_device)) return 0;
  PyObject* pair = PyObject_CallMethodNoArgs(obj, ctx->state->names.dlpack_device);
  PyObject* tuple = pair ? PySequence_Tuple(pair) : NULL;
  Py_XDECREF(pair);
  if (!tuple) return -1;
  int type = 0;
  int id = 0;
  const int ok =
      PyArg_ParseTuple(tuple, "ii;__dlpack_device__() must return (type, index)", &type, &id);
  Py_DECREF(tuple);
  if (!ok) return -1;
  const DLDevice value = {(DLDeviceType)type, id};
  set_device(view, value);
  return 1;
}

/* ---- module functions */

static PyObject* make_device(PyObject* module, PyObject* args, PyObject* kwargs) {
  (void)module;
  return device_new(pytf_state_peek()->device_type, args, kwargs);
}

static PyObject* env_set_stream(PyObject* module, PyObject* args) {
  (void)module;
  int type = 0;
  int id = 0;
  PyObject* address = NULL;
  if (!PyArg_ParseTuple(args, "iiO!", &type, &id, &PyLong_Type, &address)) return NULL;
  void* stream = PyLong_AsVoidPtr(address);
  if (!stream && PyErr_Occurred()) return NULL;
  if (type < 0 || id < 0) {
    return PyErr_Format(PyExc_ValueError, "no device has type %d and index %d", type, id);
  }
  void* old = NULL;
  if (pytf_check(pytf_state_peek(), TVMFFIEnvSetStream(type, id, stream, &old)) != 0) return NULL;
  return PyLong_FromVoidPtr(old);
}

static PyObject* env_get_stream(PyObject* module, PyObject* args) {
  (void)module;
  int type = 0;
  int id = 0;
  if (!PyArg_ParseTuple(args, "ii", &type, &id)) return NULL;
  if (type < 0 || id < 0) {
    return PyErr_Format(PyExc_ValueError, "no device has type %d and index %d", type, id);
  }
  return PyLong_FromVoidPtr(TVMFFIEnvGetStream(type, id));
}

static PyMethodDef functions[] = {
    {"device", (PyCFunction)(void (*)(void))make_device, METH_VARARGS | METH_KEYWORDS,
     "device(device_type, index=None)\n--\n\nThe Device of a name such as \"cuda:1\", or of a "
     "DLPack "
     "number, and an index."},
    {"env_set_stream", env_set_stream, METH_VARARGS,
     "Sets this thread's stream of a device; returns the previous one's address."},
    {"env_get_stream", env_get_stream, METH_VARARGS,
     "Address of this thread's stream of a device."},
    {NULL, NULL, 0, NULL},
};

int pytf_setup_device(pytf_state* st, PyObject* module) {
  if (pytf_add_type(st, module, &device_spec, NULL, &st->device_type) != 0) return -1;
  return PyModule_AddFunctions(module, functions);
}
