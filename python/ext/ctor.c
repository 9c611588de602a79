/* SPDX-License-Identifier: Apache-2.0 */
/* Constructors of registered classes. */
#include "ctor.h"

#include "pytf.h"

#include "class.h"
#include "invoke.h"

enum { kInlineParams = 16 };

static const char* owner_name(const pytf_ctor* ctor) {
  const char* dot = strrchr(ctor->owner->tp_name, '.');
  return dot ? dot + 1 : ctor->owner->tp_name;
}

/* ---- binding ---- */

/* What the arguments of one call were bound to: one entry a parameter, NULL where none was given. */
typedef struct {
  PyObject* inline_values[kInlineParams];
  PyObject** values; /* borrowed objects */
} bound;

static int bound_init(bound* b, Py_ssize_t count) {
  b->values = b->inline_values;
  if (count > kInlineParams) {
    b->values = (PyObject**)PyMem_Malloc((size_t)count * sizeof *b->values);
    if (!b->values) {
      PyErr_NoMemory();
      return -1;
    }
  }
  for (Py_ssize_t i = 0; i < count; i++) b->values[i] = NULL;
  return 0;
}

static void bound_drop(bound* b) {
  if (b->values != b->inline_values) PyMem_Free(b->values);
}

static PYTF_COLD int raise_unknown_keyword(const pytf_ctor* ctor, PyObject* name) {
  PyObject* known = PyList_New(0);
  for (Py_ssize_t i = 0; known && i < ctor->num_params; i++) {
    if (ctor->params[i].name && PyList_Append(known, ctor->params[i].name) != 0) Py_CLEAR(known);
  }
  PyObject* near = known ? pytf_nearest_name(name, known) : NULL;
  if (near) {
    PyErr_Format(PyExc_TypeError,
                 "%s.__init__() got an unexpected keyword argument '%U'; did you mean '%U'?",
                 owner_name(ctor), name, near);
  } else {
    PyErr_Format(PyExc_TypeError, "%s.__init__() got an unexpected keyword argument '%U'",
                 owner_name(ctor), name);
  }
  Py_XDECREF(known);
  return -1;
}

/* Index of the parameter called `name`; -1 with TypeError. */
static Py_ssize_t find_param(const pytf_ctor* ctor, PyObject* name) {
  for (Py_ssize_t i = 0; i < ctor->num_params; i++) {
    if (ctor->params[i].name == name) return i;
  }
  for (Py_ssize_t i = 0; i < ctor->num_params; i++) {
    if (ctor->params[i].name && PyUnicode_Compare(ctor->params[i].name, name) == 0) return i;
  }
  return raise_unknown_keyword(ctor, name);
}

static PYTF_COLD int raise_too_many(const pytf_ctor* ctor, Py_ssize_t given) {
  PyErr_Format(PyExc_TypeError,
               "%s.__init__() takes at most %zd positional argument%s, but %zd were given",
               owner_name(ctor), ctor->num_positional, ctor->num_positional == 1 ? "" : "s", given);
  return -1;
}

static PYTF_COLD int raise_missing(const pytf_ctor* ctor, Py_ssize_t index) {
  const pytf_param* param = &ctor->params[index];
  if (!param->name) {
    PyErr_Format(PyExc_TypeError, "%s.__init__() missing required positional argument %zd",
                 owner_name(ctor), index + 1);
  } else {
    PyErr_Format(PyExc_TypeError, "%s.__init__() missing required %sargument: '%U'",
                 owner_name(ctor), param->kind == tvmFfiParamKeywordOnly ? "keyword-only " : "",
                 param->name);
  }
  return -1;
}

static int bind(const pytf_ctor* ctor, PyObject* const* args, Py_ssize_t num_args,
                PyObject* kwnames, bound* b) {
  if (num_args > ctor->num_positional) return raise_too_many(ctor, num_args);
  for (Py_ssize_t i = 0; i < num_args; i++) b->values[i] = args[i];
  const Py_ssize_t num_kw = kwnames ? PyTuple_GET_SIZE(kwnames) : 0;
  for (Py_ssize_t k = 0; k < num_kw; k++) {
    PyObject* name = PyTuple_GET_ITEM(kwnames, k);
    const Py_ssize_t i = find_param(ctor, name);
    if (i < 0) return -1;
    if (b->values[i]) {
      PyErr_Format(PyExc_TypeError, "%s.__init__() got multiple values for argument '%U'",
                   owner_name(ctor), name);
      return -1;
    }
    b->values[i] = args[num_args + k];
  }
  PyObject* missing = ctor->state->missing;
  for (Py_ssize_t i = 0; i < ctor->num_params; i++) {
    if (b->values[i] && b->values[i] == missing) b->values[i] = NULL;
    if (!b->values[i] && !ctor->params[i].has_default) return raise_missing(ctor, i);
  }
  return 0;
}

/* ---- calling ---- */

/* A parameter's default as a view; a factory's result is kept by `ctx`. */
static int default_view(pytf_ctx* ctx, const pytf_param* param, TVMFFIAny* view) {
  if (!param->from_factory) {
    *view = param->default_value;
    return 0;
  }
  if (pytf_call_views(ctx->state, param->default_value.v_obj, NULL, 0, view) != 0) return -1;
  return pytf_any_is_object(view) ? pytf_ctx_keep_handle(ctx, view->v_obj) : 0;
}

/* All parameters in order. */
static int views_in_order(const pytf_ctor* ctor, const bound* b, pytf_ctx* ctx, TVMFFIAny* views) {
  for (Py_ssize_t i = 0; i < ctor->num_params; i++) {
    const int rc = b->values[i] ? pytf_from_py(ctx, b->values[i], &views[i])
                                : default_view(ctx, &ctor->params[i], &views[i]);
    if (rc != 0) return -1;
  }
  return 0;
}

/* The given leading positional ones, then KWARGS, name, value, ... Returns how many views, or -1. */
static Py_ssize_t views_with_names(const pytf_ctor* ctor, const bound* b, pytf_ctx* ctx,
                                   TVMFFIAny* views) {
  Py_ssize_t count = 0, i = 0;
  for (; i < ctor->num_positional && b->values[i]; i++) {
    if (pytf_from_py(ctx, b->values[i], &views[count++]) != 0) return -1;
  }
  int marked = 0;
  for (; i < ctor->num_params; i++) {
    if (!b->values[i]) continue;
    if (!marked) {
      pytf_any_set_object(&views[count++], ctor->state->kwargs_object);
      marked = 1;
    }
    if (pytf_from_py(ctx, ctor->params[i].name, &views[count++]) != 0) return -1;
    if (pytf_from_py(ctx, b->values[i], &views[count++]) != 0) return -1;
  }
  return count;
}

/* Takes the object out of what the constructor returned. */
static int check_result(const pytf_ctor* ctor, TVMFFIAny* value, TVMFFIObjectHandle* out) {
  if (!pytf_any_is_object(value) || !pytf_type_is_a(value->type_index, ctor->type_index)) {
    pytf_drop_any(ctor->state, value);
    PyErr_Format(PyExc_TypeError, "the constructor of %s returned something else",
                 owner_name(ctor));
    return -1;
  }
  *out = value->v_obj;
  return 0;
}

static int call_bound(pytf_ctor* ctor, const bound* b, TVMFFIAny* value) {
  TVMFFIAny inline_views[2 * kInlineParams + 1];
  TVMFFIAny* views = inline_views;
  if (ctor->num_params > kInlineParams) {
    views = (TVMFFIAny*)PyMem_Malloc((size_t)(2 * ctor->num_params + 1) * sizeof *views);
    if (!views) {
      PyErr_NoMemory();
      return -1;
    }
  }
  pytf_ctx ctx;
  pytf_ctx_init(&ctx, ctor->state);
  Py_ssize_t count = ctor->num_params;
  if (ctor->protocol == tvmFfiConstructorKeyword) {
    count = views_with_names(ctor, b, &ctx, views);
  } else if (views_in_order(ctor, b, &ctx, views) != 0) {
    count = -1;
  }
  int rc = -1;
  if (count >= 0) {
    rc = pytf_invoke(&ctx, ctor->function, views, (int32_t)count, ctor->release_gil, value);
  }
  pytf_ctx_drop(&ctx);
  if (views != inline_views) PyMem_Free(views);
  return rc;
}

static PYTF_COLD int construct_slow(pytf_ctor* ctor, PyObject* const* args, Py_ssize_t num_args,
                                    PyObject* kwnames, TVMFFIAny* value) {
  if (!ctor->function) {
    PyErr_Format(PyExc_TypeError, "%s cannot be constructed: its type has no constructor",
                 owner_name(ctor));
    return -1;
  }
  if (ctor->is_variadic) {
    if (kwnames && PyTuple_GET_SIZE(kwnames) > 0) {
      PyErr_Format(PyExc_TypeError, "%s.__init__() takes no keyword arguments, got '%U'",
                   owner_name(ctor), PyTuple_GET_ITEM(kwnames, 0));
      return -1;
    }
    return pytf_call_value(ctor->state, ctor->function, args, num_args, ctor->release_gil, value);
  }
  bound b;
  if (bound_init(&b, ctor->num_params) != 0) return -1;
  int rc = bind(ctor, args, num_args, kwnames, &b);
  if (rc == 0) rc = call_bound(ctor, &b, value);
  bound_drop(&b);
  return rc;
}

/* Whether MISSING stands among the arguments: it means "not given". */
static int has_missing(const pytf_ctor* ctor, PyObject* const* args, Py_ssize_t num_args) {
  for (Py_ssize_t i = 0; i < num_args; i++) {
    if (args[i] == ctor->state->missing) return 1;
  }
  return 0;
}

int pytf_ctor_construct(pytf_ctor* ctor, PyObject* const* args, Py_ssize_t num_args,
                        PyObject* kwnames, TVMFFIObjectHandle* out) {
  TVMFFIAny value;
  const int direct = ctor->function && !kwnames && num_args == ctor->num_params &&
                     num_args == ctor->num_positional && !ctor->is_variadic &&
                     !has_missing(ctor, args, num_args);
  const int rc = pytf_likely(direct) ? pytf_call_value(ctor->state, ctor->function, args, num_args,
                                                       ctor->release_gil, &value)
                                     : construct_slow(ctor, args, num_args, kwnames, &value);
  if (rc != 0) return -1;
  if (pytf_likely(value.type_index == ctor->type_index)) {
    *out = value.v_obj;
    return 0;
  }
  return check_result(ctor, &value, out);
}

/* ---- the descriptor ---- */

static PyObject* ctor_vectorcall(PyObject* callable, PyObject* const* args, size_t nargsf,
                                 PyObject* kwnames) {
  pytf_ctor* ctor = (pytf_ctor*)callable;
  const Py_ssize_t num_args = PyVectorcall_NARGS(nargsf);
  if (num_args < 1 || !pytf_is_object(ctor->state, args[0])) {
    PyErr_Format(PyExc_TypeError, "%s.__init__() needs an instance as first argument",
                 owner_name(ctor));
    return NULL;
  }
  PyTypeObject* cls = Py_TYPE(args[0]);
  if (!pytf_is_class(ctor->state, (PyObject*)cls) ||
      ((pytf_class*)cls)->type_index != ctor->type_index) {
    PyErr_Format(
        PyExc_TypeError,
        "%s.__init__() cannot initialize a %s object: its type has a constructor of its own",
        owner_name(ctor), cls->tp_name);
    return NULL;
  }
  TVMFFIObjectHandle handle = NULL;
  if (pytf_ctor_construct(ctor, args + 1, num_args - 1, kwnames, &handle) != 0) return NULL;
  pytf_object_set_handle(args[0], handle);
  Py_RETURN_NONE;
}

static PyObject* ctor_descr_get(PyObject* self, PyObject* obj, PyObject* type) {
  (void)type;
  if (!obj || obj == Py_None) return Py_NewRef(self);
  return PyMethod_New(self, obj);
}

static PyObject* ctor_repr(PyObject* self) {
  return PyUnicode_FromFormat("<constructor of %s>", owner_name((pytf_ctor*)self));
}

static PyObject* ctor_get_signature(PyObject* self, void* closure) {
  (void)closure;
  return pytf_ctor_signature((pytf_ctor*)self, 1);
}

static PyObject* ctor_get_name(PyObject* self, void* closure) {
  (void)self;
  (void)closure;
  return PyUnicode_FromString("__init__");
}

static PyObject* ctor_get_qualname(PyObject* self, void* closure) {
  (void)closure;
  return PyUnicode_FromFormat("%s.__init__", owner_name((pytf_ctor*)self));
}

static PyGetSetDef ctor_getset[] = {
    {"__signature__", ctor_get_signature, NULL, NULL, NULL},
    {"__name__", ctor_get_name, NULL, NULL, NULL},
    {"__qualname__", ctor_get_qualname, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef ctor_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(pytf_ctor, vectorcall), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot ctor_slots[] = {
    {Py_tp_doc, "Constructor of a registered class."},
    {Py_tp_call, PyVectorcall_Call},
    {Py_tp_descr_get, ctor_descr_get},
    {Py_tp_repr, ctor_repr},
    {Py_tp_getset, ctor_getset},
    {Py_tp_members, ctor_members},
    {0, NULL},
};

static PyType_Spec ctor_spec = {
    .name = "tvm_ffi.core.Constructor",
    .basicsize = sizeof(pytf_ctor),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_VECTORCALL |
             Py_TPFLAGS_METHOD_DESCRIPTOR | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = ctor_slots,
};

/* ---- making one ---- */

/* The default that metadata tell as JSON; kept for ever, like the constructor. */
static int parse_default(pytf_state* st, pytf_param* param, const TVMFFIByteArray* json) {
  TVMFFIObjectHandle parse = pytf_runtime_function(st, "ffi.json.Parse", &st->fn_json_parse);
  TVMFFIAny text;
  if (!parse || pytf_check(st, TVMFFIStringFromByteArray(json, &text)) != 0) return -1;
  const int rc = pytf_call_views(st, parse, &text, 1, &param->default_value);
  pytf_drop_any(st, &text);
  return rc;
}

static int fill_param(pytf_state* st, pytf_param* param, const tvm_ffi_param* from) {
  memset(param, 0, sizeof *param);
  param->kind = from->kind;
  param->has_default = from->has_default != 0;
  if (from->has_default && from->field) {
    param->default_value = from->field->default_value_or_factory;
    param->from_factory = (from->field->flags & kTVMFFIFieldFlagBitMaskDefaultFromFactory) != 0;
  }
  if (from->default_json.size && parse_default(st, param, &from->default_json) != 0) return -1;
  if (from->name.size == 0) return 0;
  param->name = PyUnicode_FromStringAndSize(from->name.data, (Py_ssize_t)from->name.size);
  if (!param->name) return -1;
  PyUnicode_InternInPlace(&param->name);
  return 0;
}

static int fill_ctor(pytf_ctor* ctor, const tvm_ffi_constructor* from) {
  ctor->protocol = from->protocol;
  if (from->protocol == tvmFfiConstructorNone) return 0;
  if (from->num_params > 0) {
    ctor->params = (pytf_param*)PyMem_Calloc((size_t)from->num_params, sizeof *ctor->params);
    if (!ctor->params) {
      PyErr_NoMemory();
      return -1;
    }
  }
  for (int32_t i = 0; i < from->num_params; i++) {
    if (from->params[i].kind == tvmFfiParamVariadic) {
      ctor->is_variadic = 1;
      continue;
    }
    if (fill_param(ctor->state, &ctor->params[i], &from->params[i]) != 0) return -1;
    ctor->num_params++;
    if (from->params[i].kind != tvmFfiParamKeywordOnly) ctor->num_positional++;
    /* In order means all of them: a default that nobody tells cannot be filled in. */
    if (from->protocol == tvmFfiConstructorPositional && !from->params[i].field &&
        !from->params[i].default_json.size) {
      ctor->params[ctor->num_params - 1].has_default = 0;
    }
  }
  pytf_handle_incref(from->function);
  ctor->function = from->function;
  return 0;
}

PyObject* pytf_ctor_new(pytf_state* st, PyTypeObject* owner, int32_t type_index) {
  pytf_ctor* ctor = PyObject_New(pytf_ctor, st->ctor_type);
  if (!ctor) return NULL;
  memset((char*)ctor + sizeof(PyObject), 0, sizeof *ctor - sizeof(PyObject));
  ctor->vectorcall = ctor_vectorcall;
  ctor->state = st;
  ctor->owner = owner;
  ctor->type_index = type_index;
  ctor->release_gil = st->release_gil_by_default;
  /* Constructors and their classes are as permanent as the type they construct. */
  Py_INCREF(owner);
  Py_INCREF(ctor);
  tvm_ffi_constructor* description = NULL;
  if (pytf_check(st, tvm_ffi_constructor_of(type_index, &description)) != 0) {
    Py_DECREF(ctor);
    return NULL;
  }
  const int rc = fill_ctor(ctor, description);
  tvm_ffi_constructor_free(description);
  if (rc != 0) {
    Py_DECREF(ctor);
    return NULL;
  }
  return (PyObject*)ctor;
}

int pytf_setup_ctor(pytf_state* st, PyObject* module) {
  return pytf_add_type(st, module, &ctor_spec, NULL, &st->ctor_type);
}
