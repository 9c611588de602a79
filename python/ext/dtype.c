/* SPDX-License-Identifier: Apache-2.0 */
/* dtype, a str that is the name of a data type, and DataType, the plain struct of the ABI. */
#include "values_state.h"

typedef struct {
  PyUnicodeObject base;
  DLDataType value;
  pytf_state* state;
} dtype_object;

typedef struct {
  PyObject ob_base;
  DLDataType value;
  pytf_state* state;
} datatype_object;

static uint32_t word_of(DLDataType value) {
  return (uint32_t)value.code | (uint32_t)value.bits << 8 | (uint32_t)value.lanes << 16;
}

static int lanes_of(DLDataType value) { return (int16_t)value.lanes; }

/* ---- text */

int pytf_dtype_parse(pytf_state* st, const char* text, Py_ssize_t size, DLDataType* out) {
  const TVMFFIByteArray bytes = {text, (size_t)size};
  return pytf_check(st, TVMFFIDataTypeFromString(&bytes, out));
}

static PyObject* text_of(pytf_state* st, DLDataType value) {
  TVMFFIAny text;
  pytf_any_set_none(&text);
  if (pytf_check(st, TVMFFIDataTypeToString(&value, &text)) != 0) return NULL;
  PyObject* any = pytf_to_py(st, &text, NULL);
  if (!any || PyUnicode_CheckExact(any)) return any;
  PyObject* exact = PyUnicode_FromObject(any);
  Py_DECREF(any);
  return exact;
}

static PyObject* itemsize_of(DLDataType value) {
  if (lanes_of(value) < 0) {
    PyErr_SetString(PyExc_ValueError, "Cannot determine itemsize for scalable vector types");
    return NULL;
  }
  return PyLong_FromLong(((long)value.bits * value.lanes + 7) / 8);
}

/* Reads (code, bits, lanes), every one in the range of its field. */
static int read_triple(PyObject* triple, DLDataType* out) {
  int code = 0;
  int bits = 0;
  int lanes = 0;
  PyObject* tuple = PySequence_Tuple(triple);
  if (!tuple) return -1;
  const int ok =
      PyArg_ParseTuple(tuple, "iii;a data type is (type code, bits, lanes)", &code, &bits, &lanes);
  Py_DECREF(tuple);
  if (!ok) return -1;
  if (code < 0 || code > 255 || bits < 0 || bits > 255 || lanes < INT16_MIN || lanes > INT16_MAX) {
    PyErr_Format(PyExc_OverflowError, "no data type has type code %d, %d bits and %d lanes", code,
                 bits, lanes);
    return -1;
  }
  out->code = (uint8_t)code;
  out->bits = (uint8_t)bits;
  out->lanes = (uint16_t)lanes;
  return 0;
}

/* ---- dtype */

/* A new dtype of class `cls` with the text; `text` is a str. */
static PyObject* new_dtype(pytf_state* st, PyTypeObject* cls, PyObject* text, DLDataType value) {
  PyObject* args = PyTuple_Pack(1, text);
  if (!args) return NULL;
  PyObject* self = PyUnicode_Type.tp_new(cls, args, NULL);
  Py_DECREF(args);
  if (!self) return NULL;
  ((dtype_object*)self)->value = value;
  ((dtype_object*)self)->state = st;
  return self;
}

static PyObject* dtype_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs) {
  static char* names[] = {"content", NULL};
  PyObject* content = NULL;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:dtype", names, &content)) return NULL;
  pytf_state* st = pytf_state_peek();
  PyObject* text = PyObject_Str(content);
  if (!text) return NULL;
  PyObject* self = NULL;
  Py_ssize_t size = 0;
  DLDataType value;
  const char* data = PyUnicode_AsUTF8AndSize(text, &size);
  if (data && pytf_dtype_parse(st, data, size, &value) == 0) self = new_dtype(st, cls, text, value);
  Py_DECREF(text);
  return self;
}

static DLDataType value_of(PyObject* self) { return ((dtype_object*)self)->value; }

PyObject* pytf_dtype_to_py(pytf_state* st, DLDataType value) {
  const uint32_t word = word_of(value);
  pytf_dtype_slot* slot = &st->values->dtypes[(word * 0x9E3779B1u) >> 26];
  if (slot->obj && slot->bits == word) return Py_NewRef(slot->obj);
  PyObject* text = text_of(st, value);
  if (!text) return NULL;
  PyObject* self = new_dtype(st, st->dtype_type, text, value);
  Py_DECREF(text);
  if (!self) return NULL;
  PyObject* old = slot->obj;
  slot->bits = word;
  slot->obj = Py_NewRef(self);
  Py_XDECREF(old);
  return self;
}

static PyObject* dtype_repr(PyObject* self) {
  PyObject* text = PyUnicode_FromObject(self);
  if (!text) return NULL;
  PyObject* repr = PyUnicode_FromFormat("dtype(%R)", text);
  Py_DECREF(text);
  return repr;
}

static PyObject* dtype_str(PyObject* self) { return PyUnicode_FromObject(self); }

static PyObject* dtype_reduce(PyObject* self, PyObject* none) {
  (void)none;
  PyObject* text = PyUnicode_FromObject(self);
  return text ? Py_BuildValue("O(N)", Py_TYPE(self), text) : NULL;
}

static PyObject* dtype_with_lanes(PyObject* self, PyObject* arg) {
  const long lanes = PyLong_AsLong(arg);
  if (lanes == -1 && PyErr_Occurred()) return NULL;
  if (lanes < 0 || lanes > INT16_MAX) {
    return PyErr_Format(PyExc_ValueError, "lanes must be between 0 and %d, got %ld", INT16_MAX,
                        lanes);
  }
  DLDataType value = value_of(self);
  value.lanes = (uint16_t)(lanes == 0 ? 1 : lanes);
  return pytf_dtype_to_py(((dtype_object*)self)->state, value);
}

static PyObject* get_type_code(PyObject* self, void* closure) {
  (void)closure;
  return PyLong_FromLong(value_of(self).code);
}
static PyObject* get_bits(PyObject* self, void* closure) {
  (void)closure;
  return PyLong_FromLong(value_of(self).bits);
}
static PyObject* get_lanes(PyObject* self, void* closure) {
  (void)closure;
  return PyLong_FromLong(lanes_of(value_of(self)));
}
static PyObject* get_itemsize(PyObject* self, void* closure) {
  (void)closure;
  return itemsize_of(value_of(self));
}
static PyObject* get_is_bool(PyObject* self, void* closure) {
  (void)closure;
  return PyBool_FromLong(value_of(self).code == kDLBool);
}
static PyObject* get_is_integer(PyObject* self, void* closure) {
  (void)closure;
  return PyBool_FromLong(value_of(self).code == kDLInt || value_of(self).code == kDLUInt);
}
static PyObject* get_is_float(PyObject* self, void* closure) {
  (void)closure;
  return PyBool_FromLong(value_of(self).code == kDLFloat);
}
static PyObject* get_is_handle(PyObject* self, void* closure) {
  (void)closure;
  return PyBool_FromLong(value_of(self).code == kDLOpaqueHandle);
}

static PyGetSetDef dtype_getset[] = {
    {"type_code", get_type_code, NULL, "DLPack type code.", NULL},
    {"bits", get_bits, NULL, "Bits of one lane.", NULL},
    {"lanes", get_lanes, NULL, "Number of lanes; negative for scalable vectors.", NULL},
    {"itemsize", get_itemsize, NULL, "Bytes of one element.", NULL},
    {"is_bool", get_is_bool, NULL, NULL, NULL},
    {"is_integer", get_is_integer, NULL, "Whether it is a signed or unsigned integer.", NULL},
    {"is_float", get_is_float, NULL, "Whether it is an IEEE floating point number.", NULL},
    {"is_handle", get_is_handle, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyObject* dtype_from_triple(PyObject* cls, PyObject* triple) {
  (void)cls;
  DLDataType value;
  if (read_triple(triple, &value) != 0) return NULL;
  return pytf_dtype_to_py(pytf_state_peek(), value);
}

static PyObject* dtype_is_dtype(PyObject* cls, PyObject* arg) {
  (void)cls;
  /* Text counts, as for every dtype parameter: a dtype is a str. */
  return PyBool_FromLong(PyUnicode_Check(arg));
}

static PyMethodDef dtype_methods[] = {
    {"with_lanes", dtype_with_lanes, METH_O, "The same type with another number of lanes."},
    {"from_dlpack_data_type", dtype_from_triple, METH_O | METH_CLASS,
     "The type with the given (type code, bits, lanes)."},
    {"is_dtype", dtype_is_dtype, METH_O | METH_CLASS, "Whether the value can name a type."},
    {"__reduce__", dtype_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot dtype_slots[] = {
    {Py_tp_doc, "Data type: a str with the type's name and DLPack's view of it."},
    {Py_tp_new, dtype_new},
    {Py_tp_repr, dtype_repr},
    {Py_tp_str, dtype_str},
    {Py_tp_getset, dtype_getset},
    {Py_tp_methods, dtype_methods},
    {0, NULL},
};
static PyType_Spec dtype_spec = {"tvm_ffi.core.dtype", (int)sizeof(dtype_object), 0,
                                 Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, dtype_slots};

/* ---- DataType */

static PyObject* datatype_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs) {
  static char* names[] = {"dtype_str", NULL};
  const char* text = NULL;
  Py_ssize_t size = 0;
  DLDataType value;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "s#:DataType", names, &text, &size)) return NULL;
  pytf_state* st = pytf_state_peek();
  if (pytf_dtype_parse(st, text, size, &value) != 0) return NULL;
  PyObject* self = cls->tp_alloc(cls, 0);
  if (!self) return NULL;
  ((datatype_object*)self)->value = value;
  ((datatype_object*)self)->state = st;
  return self;
}

static DLDataType struct_of(PyObject* self) { return ((datatype_object*)self)->value; }

static PyObject* datatype_str(PyObject* self) {
  return text_of(((datatype_object*)self)->state, struct_of(self));
}

static PyObject* datatype_repr(PyObject* self) {
  PyObject* text = datatype_str(self);
  if (!text) return NULL;
  PyObject* repr = PyUnicode_FromFormat("DataType(%R)", text);
  Py_DECREF(text);
  return repr;
}

static PyObject* datatype_reduce(PyObject* self, PyObject* none) {
  (void)none;
  PyObject* text = datatype_str(self);
  return text ? Py_BuildValue("O(N)", Py_TYPE(self), text) : NULL;
}

static Py_hash_t datatype_hash(PyObject* self) {
  const DLDataType value = struct_of(self);
  PyObject* triple = Py_BuildValue("iii", value.code, value.bits, lanes_of(value));
  if (!triple) return -1;
  const Py_hash_t hash = PyObject_Hash(triple);
  Py_DECREF(triple);
  return hash;
}

static PyObject* datatype_compare(PyObject* self, PyObject* other, int op) {
  if ((op != Py_EQ && op != Py_NE) || !PyObject_TypeCheck(other, Py_TYPE(self))) {
    Py_RETURN_NOTIMPLEMENTED;
  }
  return PyBool_FromLong((word_of(struct_of(self)) == word_of(struct_of(other))) == (op == Py_EQ));
}

static PyObject* datatype_code(PyObject* self, void* closure) {
  (void)closure;
  return PyLong_FromLong(struct_of(self).code);
}
static PyObject* datatype_bits(PyObject* self, void* closure) {
  (void)closure;
  return PyLong_FromLong(struct_of(self).bits);
}
static PyObject* datatype_lanes(PyObject* self, void* closure) {
  (void)closure;
  return PyLong_FromLong(lanes_of(struct_of(self)));
}
static PyObject* datatype_itemsize(PyObject* self, void* closure) {
  (void)closure;
  return itemsize_of(struct_of(self));
}

static PyGetSetDef datatype_getset[] = {
    {"type_code", datatype_code, NULL, NULL, NULL},
    {"bits", datatype_bits, NULL, NULL, NULL},
    {"lanes", datatype_lanes, NULL, NULL, NULL},
    {"itemsize", datatype_itemsize, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef datatype_methods[] = {
    {"__reduce__", datatype_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot datatype_slots[] = {
    {Py_tp_doc, "The DLDataType struct: type code, bits and lanes."},
    {Py_tp_new, datatype_new},
    {Py_tp_str, datatype_str},
    {Py_tp_repr, datatype_repr},
    {Py_tp_hash, datatype_hash},
    {Py_tp_richcompare, datatype_compare},
    {Py_tp_getset, datatype_getset},
    {Py_tp_methods, datatype_methods},
    {0, NULL},
};
static PyType_Spec datatype_spec = {"tvm_ffi.core.DataType", (int)sizeof(datatype_object), 0,
                                    Py_TPFLAGS_DEFAULT, datatype_slots};

/* ---- conversions */

static int set_dtype(TVMFFIAny* view, DLDataType value) {
  pytf_any_set(view, kTVMFFIDataType, 0);
  view->v_dtype = value;
  return 0;
}

int pytf_dtype_view(pytf_ctx* ctx, PyObject* dtype, TVMFFIAny* view) {
  (void)ctx;
  return set_dtype(view, value_of(dtype));
}

int pytf_datatype_view(pytf_ctx* ctx, PyObject* datatype, TVMFFIAny* view) {
  (void)ctx;
  return set_dtype(view, struct_of(datatype));
}

/* The name of a numpy or torch data type in `*text` (new reference): 1, 0 when `obj` is none, or
   -1. Neither package is imported: without it loaded there is no such object. */
static int foreign_name(PyObject* obj, PyObject** text) {
  const char* type_name = Py_TYPE(obj)->tp_name;
  const int is_torch = strcmp(type_name, "torch.dtype") == 0;
  if (!is_torch && strncmp(type_name, "numpy.dtype", 11) != 0) return 0;
  PyObject* full = PyObject_Str(obj);
  if (!full) return -1;
  if (is_torch) {
    *text = PyUnicode_Substring(full, 6 /* "torch." */, PyUnicode_GET_LENGTH(full));
    Py_DECREF(full);
    return *text ? 1 : -1;
  }
  *text = full;
  return 1;
}

int pytf_foreign_dtype_view(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view) {
  pytf_state* st = ctx->state;
  PyObject* text = NULL;
  DLDataType value;
  int rc = foreign_name(obj, &text);
  if (rc < 0) return -1;
  if (rc == 1) {
    Py_ssize_t size = 0;
    const char* data = PyUnicode_AsUTF8AndSize(text, &size);
    rc = data ? pytf_dtype_parse(st, data, size, &value) : -1;
    Py_DECREF(text);
  } else {
    if (!pytf_class_has(obj, st->names.dlpack_data_type)) return 0;
    PyObject* triple = PyObject_CallMethodNoArgs(obj, st->names.dlpack_data_type);
    rc = triple ? read_triple(triple, &value) : -1;
    Py_XDECREF(triple);
  }
  if (rc != 0) return -1;
  set_dtype(view, value);
  return 1;
}

/* ---- set-up */

int pytf_setup_dtype(pytf_state* st, PyObject* module) {
  if (!st->values) {
    st->values = PyMem_Calloc(1, sizeof(pytf_values));
    if (!st->values) {
      PyErr_NoMemory();
      return -1;
    }
  }
  if (pytf_add_type(st, module, &dtype_spec, &PyUnicode_Type, &st->dtype_type) != 0) return -1;
  return pytf_add_type(st, module, &datatype_spec, NULL, &st->datatype_type);
}
