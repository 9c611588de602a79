/* SPDX-License-Identifier: Apache-2.0 */
/* Function: an FFI function as a Python callable. */
#include "pytf.h"

#include "params.h"
#include "signature.h"

/* ---- what is known of the parameters ---- */

void pytf_function_describe(PyObject* function, PyObject* name, int is_global,
                            const TVMFFIByteArray* metadata, PyObject* opt_owner) {
  pytf_function* self = (pytf_function*)function;
  if (self->name) return;
  self->name = Py_NewRef(name);
  self->is_global = (char)is_global;
  if (metadata) self->metadata = *metadata;
  self->metadata_owner = Py_XNewRef(opt_owner);
}

/* The metadata of the global function it was found as, if it still is that one. New reference to a str, or NULL without an
   exception. */
static PyObject* global_metadata(const pytf_function* self) {
  pytf_state* st = self->base.state;
  Py_ssize_t size = 0;
  const char* name = PyUnicode_AsUTF8AndSize(self->name, &size);
  const TVMFFIByteArray bytes = {name, (size_t)size};
  TVMFFIObjectHandle current = NULL, describe = NULL;
  PyObject* text = NULL;
  if (name && TVMFFIFunctionGetGlobal(&bytes, &current) == 0 && current == self->base.handle) {
    describe = pytf_runtime_function(st, "ffi.GetGlobalFuncMetadata", &st->fn_global_metadata);
  }
  if (describe) text = pytf_call(st, describe, &self->name, 1, 0);
  if (current) pytf_drop_handle(st, current);
  if (text && !PyUnicode_Check(text)) Py_CLEAR(text);
  PyErr_Clear();
  return text;
}

/* Borrowed; NULL with MemoryError. */
static PyObject* get_params(pytf_function* self) {
  if (self->params) return self->params;
  if (self->is_global && !self->metadata_owner) {
    PyObject* text = global_metadata(self);
    Py_ssize_t size = 0;
    const char* data = text ? PyUnicode_AsUTF8AndSize(text, &size) : NULL;
    if (data) self->metadata = (TVMFFIByteArray){data, (size_t)size};
    self->metadata_owner = text;
    PyErr_Clear();
  }
  self->params = pytf_params_of(self->base.state, &self->metadata);
  return self->params;
}

static PYTF_COLD PyObject* call_with_keywords(pytf_function* self, PyObject* const* args,
                                              Py_ssize_t num_args, PyObject* kwnames) {
  PyObject* params = get_params(self);
  PyObject* label = self->name ? Py_NewRef(self->name) : PyUnicode_FromString("FFI function");
  PyObject* result = NULL;
  if (params && label && pytf_object_get_handle((PyObject*)self)) {
    result = pytf_params_call(self->base.state, params, label, 0, self->base.handle, args, num_args,
                              kwnames, self->release_gil);
  }
  Py_XDECREF(label);
  return result;
}

static PyObject* function_vectorcall(PyObject* callable, PyObject* const* args, size_t nargsf,
                                     PyObject* kwnames) {
  const pytf_function* self = (const pytf_function*)callable;
  if (pytf_unlikely(kwnames && PyTuple_GET_SIZE(kwnames) > 0)) {
    return call_with_keywords((pytf_function*)callable, args, PyVectorcall_NARGS(nargsf), kwnames);
  }
  TVMFFIObjectHandle handle = self->base.handle;
  if (pytf_unlikely(!handle)) {
    PyErr_SetString(PyExc_TypeError, "Function object is NULL and cannot be called");
    return NULL;
  }
  return pytf_call(self->base.state, handle, args, PyVectorcall_NARGS(nargsf), self->release_gil);
}

void pytf_function_init(pytf_state* st, pytf_function* self) {
  self->vectorcall = function_vectorcall;
  self->release_gil = (char)st->release_gil_by_default;
}

static PyObject* function_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs) {
  PyObject* self = pytf_object_new(cls, args, kwargs);
  if (self) pytf_function_init(((pytf_object*)self)->state, (pytf_function*)self);
  return self;
}

static void function_dealloc(PyObject* self) {
  pytf_function* function = (pytf_function*)self;
  PyObject_GC_UnTrack(self);
  Py_CLEAR(function->dict);
  Py_CLEAR(function->name);
  Py_CLEAR(function->metadata_owner);
  Py_CLEAR(function->params);
  pytf_object_dealloc(self);
}

static int function_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(((pytf_function*)self)->dict);
  return pytf_object_traverse(self, visit, arg);
}

static int function_clear(PyObject* self) {
  Py_CLEAR(((pytf_function*)self)->dict);
  return pytf_object_clear(self);
}

static PyObject* function_repr(PyObject* self) {
  if (!pytf_handle_of(self)) return PyUnicode_FromString("Function(chandle=None)");
  return PyUnicode_FromString("ffi.Function");
}

static PyObject* function_get_release_gil(PyObject* self, void* closure) {
  (void)closure;
  return PyBool_FromLong(((pytf_function*)self)->release_gil);
}

static int function_set_release_gil(PyObject* self, PyObject* value, void* closure) {
  (void)closure;
  if (!value) {
    PyErr_SetString(PyExc_AttributeError, "release_gil cannot be deleted");
    return -1;
  }
  const int truth = PyObject_IsTrue(value);
  if (truth < 0) return -1;
  ((pytf_function*)self)->release_gil = (char)truth;
  return 0;
}

static PyObject* function_get_signature(PyObject* self, void* closure) {
  (void)closure;
  pytf_function* function = (pytf_function*)self;
  PyObject* own = function->dict ? pytf_dict_get(function->dict, "__signature__") : NULL;
  if (own) return Py_NewRef(own);
  if (PyErr_Occurred()) return NULL;
  PyObject* params = get_params(function);
  return params ? pytf_params_signature(params, 0) : NULL;
}

/* Whoever knows better may say so. */
static int function_set_signature(PyObject* self, PyObject* value, void* closure) {
  (void)closure;
  pytf_function* function = (pytf_function*)self;
  if (!function->dict) function->dict = PyDict_New();
  if (!function->dict) return -1;
  if (!value) return PyDict_DelItemString(function->dict, "__signature__");
  return PyDict_SetItemString(function->dict, "__signature__", value);
}

static PyObject* function_is_described(PyObject* self, void* closure) {
  (void)closure;
  return PyBool_FromLong(((pytf_function*)self)->name != NULL);
}

/* _describe(name, metadata): where a module found it. */
static PyObject* function_describe(PyObject* self, PyObject* args) {
  PyObject *name, *metadata;
  if (!PyArg_ParseTuple(args, "UO:_describe", &name, &metadata)) return NULL;
  TVMFFIByteArray text = {"", 0};
  const int has_text = PyUnicode_Check(metadata);
  if (has_text) {
    Py_ssize_t size = 0;
    text.data = PyUnicode_AsUTF8AndSize(metadata, &size);
    if (!text.data) return NULL;
    text.size = (size_t)size;
  }
  pytf_function_describe(self, name, 0, &text, has_text ? metadata : NULL);
  Py_RETURN_NONE;
}

/* (address, *, keep_alive_object=None) of both makers. NULL with an exception. */
static void* parse_address(PyObject* args, PyObject* kwargs, const char* format,
                           PyObject** out_keep_alive) {
  static char* names[] = {"", "keep_alive_object", NULL};
  PyObject *address, *keep_alive = NULL;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, format, names, &address, &keep_alive)) return NULL;
  void* pointer = PyLong_AsVoidPtr(address);
  if (!pointer && !PyErr_Occurred()) {
    PyErr_SetString(PyExc_ValueError, "the function's address is 0");
  }
  *out_keep_alive = keep_alive == Py_None ? NULL : keep_alive;
  return pointer;
}

static PyObject* function_from_extern_c(PyObject* cls, PyObject* args, PyObject* kwargs) {
  PyObject* keep_alive = NULL;
  (void)cls;
  void* pointer = parse_address(args, kwargs, "O|$O:__from_extern_c__", &keep_alive);
  if (!pointer) return NULL;
  TVMFFISafeCallType safe_call;
  memcpy(&safe_call, &pointer, sizeof safe_call);
  pytf_state* st = pytf_state_peek();
  TVMFFIObjectHandle handle = NULL;
  if (pytf_extern_new(st, safe_call, keep_alive, &handle) != 0) return NULL;
  return pytf_wrap(st, handle);
}

static PyObject* function_from_packed(PyObject* cls, PyObject* args, PyObject* kwargs) {
  PyObject* keep_alive = NULL;
  (void)cls;
  void* pointer = parse_address(args, kwargs, "O|$O:__from_mlir_packed_safe_call__", &keep_alive);
  if (!pointer) return NULL;
  pytf_packed_call packed;
  memcpy(&packed, &pointer, sizeof packed);
  pytf_state* st = pytf_state_peek();
  TVMFFIObjectHandle handle = NULL;
  if (pytf_packed_new(st, packed, keep_alive, &handle) != 0) return NULL;
  return pytf_wrap(st, handle);
}

static PyMethodDef function_methods[] = {
    {"__from_extern_c__", (PyCFunction)(void (*)(void))function_from_extern_c,
     METH_VARARGS | METH_KEYWORDS | METH_CLASS,
     "A Function from the address of a TVMFFISafeCallType, which gets a NULL handle."},
    {"__from_mlir_packed_safe_call__", (PyCFunction)(void (*)(void))function_from_packed,
     METH_VARARGS | METH_KEYWORDS | METH_CLASS,
     "A Function from the address of a TVMFFISafeCallType in the packed C interface of MLIR."},
    {"_describe", function_describe, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef function_getset[] = {
    {"__signature__", function_get_signature, function_set_signature, NULL, NULL},
    {"_is_described", function_is_described, NULL, NULL, NULL},
    {"release_gil", function_get_release_gil, function_set_release_gil,
     "Whether calls release the GIL while native code runs.", NULL},
    {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef function_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(pytf_function, vectorcall), READONLY, NULL},
    {"__dictoffset__", T_PYSSIZET, offsetof(pytf_function, dict), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot function_slots[] = {
    {Py_tp_doc,
     "An FFI function. Calls take positional arguments, and keywords where its parameters have "
     "names."},
    {Py_tp_new, function_new},
    {Py_tp_dealloc, function_dealloc},
    {Py_tp_traverse, function_traverse},
    {Py_tp_clear, function_clear},
    {Py_tp_repr, function_repr},
    {Py_tp_call, PyVectorcall_Call},
    {Py_tp_methods, function_methods},
    {Py_tp_getset, function_getset},
    {Py_tp_members, function_members},
    {0, NULL},
};

static PyType_Spec function_spec = {
    .name = "tvm_ffi.core.Function",
    .basicsize = sizeof(pytf_function),
    .flags = Py_TPFLAGS_DEFAULT | PYTF_TPFLAGS_IMMUTABLE_BELOW | Py_TPFLAGS_HAVE_GC |
             Py_TPFLAGS_HAVE_VECTORCALL,
    .slots = function_slots,
};

int pytf_setup_function(pytf_state* st, PyObject* module) {
  if (pytf_add_type(st, module, &function_spec, st->cobject_type, &st->function_type) != 0)
    return -1;
  return pytf_set_class(st, kTVMFFIFunction, st->function_type);
}
