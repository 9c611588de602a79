/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of registered classes. A call through an instance makes no bound object: self arrives as first argument. */
#include "method.h"

#include "pytf.h"

#include "params.h"

typedef struct {
  PyObject ob_base;
  vectorcallfunc vectorcall;
  pytf_state* state;
  PyTypeObject* owner;
  TVMFFIObjectHandle function; /* owned */
  PyObject* name;
  PyObject* doc; /* or NULL */
  int release_gil;
  TVMFFIByteArray metadata; /* permanent */
  PyObject* params;         /* params.h; NULL until somebody asks */
} method_object;

static const char* last_part(const char* dotted) {
  const char* dot = strrchr(dotted, '.');
  return dot ? dot + 1 : dotted;
}

static PYTF_COLD PyObject* raise_bad_call(const method_object* method, PyObject* const* args,
                                          Py_ssize_t num_args) {
  const char* owner = last_part(method->owner->tp_name);
  if (num_args < 1) {
    PyErr_Format(PyExc_TypeError, "%s.%U() needs an instance as first argument", owner,
                 method->name);
  } else {
    PyErr_Format(PyExc_TypeError, "%s.%U() needs a '%s' object, got a '%s' object", owner,
                 method->name, owner, Py_TYPE(args[0])->tp_name);
  }
  return NULL;
}

/* Borrowed; NULL with MemoryError. */
static PyObject* get_params(method_object* method) {
  if (!method->params) method->params = pytf_params_of(method->state, &method->metadata);
  return method->params;
}

static PYTF_COLD PyObject* call_with_keywords(method_object* method, PyObject* const* args,
                                              Py_ssize_t num_args, PyObject* kwnames) {
  PyObject* params = get_params(method);
  PyObject* label = PyUnicode_FromFormat("%s.%U", last_part(method->owner->tp_name), method->name);
  PyObject* result = NULL;
  if (params && label) {
    result = pytf_params_call(method->state, params, label, 1, method->function, args, num_args,
                              kwnames, method->release_gil);
  }
  Py_XDECREF(label);
  return result;
}

static PyObject* method_vectorcall(PyObject* callable, PyObject* const* args, size_t nargsf,
                                   PyObject* kwnames) {
  const method_object* method = (const method_object*)callable;
  const Py_ssize_t num_args = PyVectorcall_NARGS(nargsf);
  const int fits = num_args >= 1 && (Py_TYPE(args[0]) == method->owner ||
                                     PyType_IsSubtype(Py_TYPE(args[0]), method->owner));
  if (pytf_unlikely(!fits)) return raise_bad_call(method, args, num_args);
  if (pytf_unlikely(!pytf_object_get_handle(args[0]))) return NULL;
  if (pytf_unlikely(kwnames && PyTuple_GET_SIZE(kwnames) > 0)) {
    return call_with_keywords((method_object*)callable, args, num_args, kwnames);
  }
  return pytf_call_method(method->state, method->function, args, num_args, method->release_gil);
}

static PyObject* method_descr_get(PyObject* self, PyObject* obj, PyObject* type) {
  (void)type;
  if (!obj || obj == Py_None) return Py_NewRef(self);
  return PyMethod_New(self, obj);
}

static void method_dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  method_object* method = (method_object*)self;
  if (method->function) pytf_drop_handle(method->state, method->function);
  Py_XDECREF(method->owner);
  Py_XDECREF(method->name);
  Py_XDECREF(method->doc);
  Py_XDECREF(method->params);
  cls->tp_free(self);
  Py_DECREF(cls);
}

static PyObject* method_repr(PyObject* self) {
  const method_object* method = (const method_object*)self;
  return PyUnicode_FromFormat("<method '%U' of '%s'>", method->name,
                              last_part(method->owner->tp_name));
}

static PyObject* method_get_qualname(PyObject* self, void* closure) {
  (void)closure;
  const method_object* method = (const method_object*)self;
  return PyUnicode_FromFormat("%s.%U", last_part(method->owner->tp_name), method->name);
}

static PyObject* method_get_signature(PyObject* self, void* closure) {
  (void)closure;
  PyObject* params = get_params((method_object*)self);
  return params ? pytf_params_signature(params, 1) : NULL;
}

static PyObject* method_get_owner(PyObject* self, void* closure) {
  (void)closure;
  return Py_NewRef((PyObject*)((method_object*)self)->owner);
}

static PyGetSetDef method_getset[] = {
    {"__qualname__", method_get_qualname, NULL, NULL, NULL},
    {"__signature__", method_get_signature, NULL, NULL, NULL},
    {"__objclass__", method_get_owner, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef method_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(method_object, vectorcall), READONLY, NULL},
    {"__name__", T_OBJECT, offsetof(method_object, name), READONLY, NULL},
    {"__doc__", T_OBJECT, offsetof(method_object, doc), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot method_slots[] = {
    {Py_tp_dealloc, method_dealloc},
    {Py_tp_call, PyVectorcall_Call},
    {Py_tp_descr_get, method_descr_get},
    {Py_tp_repr, method_repr},
    {Py_tp_getset, method_getset},
    {Py_tp_members, method_members},
    {0, NULL},
};

static PyType_Spec method_spec = {
    .name = "tvm_ffi.core.FFIMethod",
    .basicsize = sizeof(method_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_VECTORCALL |
             Py_TPFLAGS_METHOD_DESCRIPTOR | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = method_slots,
};

static PyObject* text_of(const TVMFFIByteArray* text) {
  return PyUnicode_FromStringAndSize(text->data, (Py_ssize_t)text->size);
}

/* Names and documents the Function of a static method. */
static int describe_static(PyObject* function, PyTypeObject* owner, const TVMFFIMethodInfo* info) {
  PyObject* name = text_of(&info->name);
  PyObject* qualname = name ? PyUnicode_FromFormat("%s.%U", last_part(owner->tp_name), name) : NULL;
  PyObject* doc = info->doc.size ? text_of(&info->doc) : Py_NewRef(Py_None);
  const int failed = !name || !qualname || !doc ||
                     PyObject_SetAttrString(function, "__name__", name) != 0 ||
                     PyObject_SetAttrString(function, "__qualname__", qualname) != 0 ||
                     PyObject_SetAttrString(function, "__doc__", doc) != 0;
  Py_XDECREF(doc);
  Py_XDECREF(qualname);
  Py_XDECREF(name);
  return failed ? -1 : 0;
}

static PyObject* new_static(pytf_state* st, PyTypeObject* owner, const TVMFFIMethodInfo* info) {
  pytf_handle_incref(info->method.v_obj);
  PyObject* function = pytf_wrap(st, info->method.v_obj);
  if (function && describe_static(function, owner, info) != 0) Py_CLEAR(function);
  PyObject* label = function ? PyObject_GetAttr(function, st->names.qualname) : NULL;
  if (!label) {
    Py_XDECREF(function);
    return NULL;
  }
  pytf_function_describe(function, label, 0, &info->metadata, NULL);
  Py_DECREF(label);
  return function;
}

PyObject* pytf_method_new(pytf_state* st, PyTypeObject* owner, const TVMFFIMethodInfo* info) {
  if (info->flags & kTVMFFIFieldFlagBitMaskIsStaticMethod) return new_static(st, owner, info);
  method_object* method = PyObject_New(method_object, st->method_type);
  if (!method) return NULL;
  memset((char*)method + sizeof(PyObject), 0, sizeof *method - sizeof(PyObject));
  method->vectorcall = method_vectorcall;
  method->state = st;
  method->release_gil = st->release_gil_by_default;
  method->owner = (PyTypeObject*)Py_NewRef((PyObject*)owner);
  pytf_handle_incref(info->method.v_obj);
  method->function = info->method.v_obj;
  method->metadata = info->metadata;
  method->name = text_of(&info->name);
  method->doc = info->doc.size ? text_of(&info->doc) : NULL;
  if (!method->name || (info->doc.size && !method->doc)) {
    Py_DECREF(method);
    return NULL;
  }
  PyUnicode_InternInPlace(&method->name);
  return (PyObject*)method;
}

int pytf_setup_method(pytf_state* st, PyObject* module) {
  return pytf_add_type(st, module, &method_spec, NULL, &st->method_type);
}
