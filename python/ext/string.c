/* SPDX-License-Identifier: Apache-2.0 */
/* String and Bytes: str and bytes that came out of the FFI, and PyNativeObject, what they share. */
#include "values_state.h"

/* A str that remembers the FFI object it was made from, so that passing it back costs nothing. */
typedef struct {
  PyUnicodeObject base;
  TVMFFIObjectHandle handle; /* owned, or NULL */
} string_object;

/* ---- String */

static PyObject* new_string(PyTypeObject* cls, PyObject* text) {
  PyObject* args = PyTuple_Pack(1, text);
  PyObject* self = args ? PyUnicode_Type.tp_new(cls, args, NULL) : NULL;
  Py_XDECREF(args);
  if (self) ((string_object*)self)->handle = NULL;
  return self;
}

static PyObject* string_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs) {
  static char* names[] = {"value", NULL};
  PyObject* text = NULL;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "U:String", names, &text)) return NULL;
  return new_string(cls, text);
}

static void string_dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  TVMFFIObjectHandle handle = ((string_object*)self)->handle;
  PyUnicode_Type.tp_dealloc(self);
  Py_DECREF(cls);
  if (handle) pytf_handle_decref(handle);
}

static PyObject* string_reduce(PyObject* self, PyObject* none) {
  (void)none;
  PyObject* text = PyUnicode_FromObject(self);
  return text ? Py_BuildValue("O(N)", (PyObject*)&PyUnicode_Type, text) : NULL;
}

static PyMethodDef string_methods[] = {
    {"__reduce__", string_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot string_slots[] = {
    {Py_tp_doc, "String(value): a str that came out of the FFI, and goes back in without a copy."},
    {Py_tp_new, string_new},
    {Py_tp_dealloc, string_dealloc},
    {Py_tp_methods, string_methods},
    {0, NULL},
};
static PyType_Spec string_spec = {"tvm_ffi.core.String", (int)sizeof(string_object), 0,
                                  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, string_slots};

/* Whether all bytes are below 128. */
static int is_ascii(const char* data, size_t size) {
  uint64_t high = 0;
  for (; size >= 8; size -= 8, data += 8) {
    uint64_t word;
    memcpy(&word, data, 8);
    high |= word;
  }
  for (; size > 0; --size, ++data) high |= (unsigned char)*data;
  return (high & UINT64_C(0x8080808080808080)) == 0;
}

static PyObject* decode(PyTypeObject* cls, const TVMFFIByteArray* bytes) {
  if (bytes->size <= PTRDIFF_MAX - 1 && is_ascii(bytes->data, bytes->size)) {
    return pytf_ascii_subtype_new(cls, bytes->data, (Py_ssize_t)bytes->size);
  }
  PyObject* text = PyUnicode_FromStringAndSize(bytes->data, (Py_ssize_t)bytes->size);
  PyObject* self = text ? new_string(cls, text) : NULL;
  Py_XDECREF(text);
  return self;
}

PyObject* pytf_string_to_py(pytf_state* st, TVMFFIObjectHandle string) {
  PyObject* self = decode(st->string_type, &((const tvm_ffi_bytes_object*)string)->bytes);
  if (self) {
    ((string_object*)self)->handle = string;
  } else {
    pytf_handle_decref(string);
  }
  return self;
}

/* ---- Bytes. Its content lies inside the Python object, so that there is no room for a handle. */

static PyObject* new_bytes(PyTypeObject* cls, PyObject* content) {
  PyObject* args = PyTuple_Pack(1, content);
  PyObject* self = args ? PyBytes_Type.tp_new(cls, args, NULL) : NULL;
  Py_XDECREF(args);
  return self;
}

static PyObject* bytes_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs) {
  static char* names[] = {"value", NULL};
  PyObject* content = NULL;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:Bytes", names, &content)) return NULL;
  if (!PyObject_CheckBuffer(content)) {
    return PyErr_Format(PyExc_TypeError, "Bytes() needs bytes, got %s", Py_TYPE(content)->tp_name);
  }
  return new_bytes(cls, content);
}

static PyObject* bytes_reduce(PyObject* self, PyObject* none) {
  (void)none;
  return Py_BuildValue("O(y#)", (PyObject*)&PyBytes_Type, PyBytes_AS_STRING(self),
                       PyBytes_GET_SIZE(self));
}

static PyMethodDef bytes_methods[] = {
    {"__reduce__", bytes_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot bytes_slots[] = {
    {Py_tp_doc, "Bytes(value): bytes that came out of the FFI."},
    {Py_tp_new, bytes_new},
    {Py_tp_methods, bytes_methods},
    {0, NULL},
};
static PyType_Spec bytes_spec = {"tvm_ffi.core.Bytes", 0, 0,
                                 Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, bytes_slots};

PyObject* pytf_bytes_to_py(pytf_state* st, TVMFFIObjectHandle bytes) {
  const TVMFFIByteArray* content = &((const tvm_ffi_bytes_object*)bytes)->bytes;
  PyTypeObject* cls = st->bytes_type;
  PyObject* self = NULL;
  if (content->size > PTRDIFF_MAX - sizeof(PyBytesObject)) {
    PyErr_NoMemory();
  } else {
    self = cls->tp_alloc(cls, (Py_ssize_t)content->size); /* zeroed, with room for the last NUL */
  }
  if (self) {
    memcpy(PyBytes_AS_STRING(self), content->data, content->size);
    pytf_bytes_forget_hash(self);
  }
  pytf_handle_decref(bytes);
  return self;
}

/* ---- arguments */

/* Another class below PyNativeObject: its attribute _tvm_ffi_cached_object is what travels. */
static int cached_view(pytf_ctx* ctx, PyObject* native, TVMFFIAny* view) {
  PyObject* cached = PyObject_GetAttrString(native, "_tvm_ffi_cached_object");
  if (!cached && !PyErr_ExceptionMatches(PyExc_AttributeError)) return -1;
  PyErr_Clear();
  if (!cached || !pytf_is_object(ctx->state, cached) || !pytf_handle_of(cached)) {
    Py_XDECREF(cached);
    PyErr_Format(PyExc_ValueError, "%s has no FFI object in _tvm_ffi_cached_object",
                 Py_TYPE(native)->tp_name);
    return -1;
  }
  pytf_any_set_object(view, pytf_handle_of(cached));
  return pytf_ctx_keep_object(ctx, cached);
}

int pytf_native_view(pytf_ctx* ctx, PyObject* native, TVMFFIAny* view) {
  pytf_state* st = ctx->state;
  if (PyObject_TypeCheck(native, st->string_type)) {
    TVMFFIObjectHandle handle = ((string_object*)native)->handle;
    if (handle) {
      pytf_any_set_object(view, handle);
      return 0;
    }
    Py_ssize_t size = 0;
    const char* text = PyUnicode_AsUTF8AndSize(native, &size);
    return text ? pytf_text_view(ctx, text, size, view) : -1;
  }
  if (PyObject_TypeCheck(native, st->bytes_type)) {
    return pytf_blob_view(ctx, PyBytes_AS_STRING(native), PyBytes_GET_SIZE(native), view);
  }
  if (PyObject_TypeCheck(native, st->shape_type)) return pytf_shape_view(ctx, native, view);
  return cached_view(ctx, native, view);
}

/* ---- set-up */

static PyType_Slot native_slots[] = {
    {Py_tp_doc, "Base of Python's own types that stand for an FFI object."},
    {0, NULL},
};
static PyType_Spec native_spec = {"tvm_ffi.core.PyNativeObject", 0, 0,
                                  Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, native_slots};

/* A type below a builtin and PyNativeObject both. */
static int add_native(pytf_state* st, PyObject* module, const char* name, PyType_Spec* spec,
                      PyTypeObject* builtin, PyTypeObject** slot) {
  PyObject* bases = PyTuple_Pack(2, builtin, st->native_type);
  if (!bases) return -1;
  *slot = (PyTypeObject*)PyType_FromSpecWithBases(spec, bases);
  Py_DECREF(bases);
  if (!*slot) return -1;
  return PyModule_AddObjectRef(module, name, (PyObject*)*slot);
}

int pytf_setup_string(pytf_state* st, PyObject* module) {
  if (pytf_add_type(st, module, &native_spec, NULL, &st->native_type) != 0) return -1;
  if (add_native(st, module, "String", &string_spec, &PyUnicode_Type, &st->string_type) != 0) {
    return -1;
  }
  return add_native(st, module, "Bytes", &bytes_spec, &PyBytes_Type, &st->bytes_type);
}
