/* SPDX-License-Identifier: Apache-2.0 */
/* inspect.Signature objects for constructors and methods; `inspect` is imported when somebody asks. */
#include "signature.h"

#include "pytf.h"

#include "ctor.h"

static PyObject* parameter_kind(PyObject* parameter_class, int32_t kind) {
  const char* name = kind == tvmFfiParamPositionalOnly ? "POSITIONAL_ONLY"
                     : kind == tvmFfiParamKeywordOnly  ? "KEYWORD_ONLY"
                     : kind == tvmFfiParamVariadic     ? "VAR_POSITIONAL"
                                                       : "POSITIONAL_OR_KEYWORD";
  return PyObject_GetAttrString(parameter_class, name);
}

/* Parameter(name, kind[, default=...]); steals nothing. */
static PyObject* make_parameter(PyObject* parameter_class, PyObject* name, int32_t kind,
                                PyObject* default_value) {
  PyObject* kind_object = parameter_kind(parameter_class, kind);
  PyObject* args = kind_object ? PyTuple_Pack(2, name, kind_object) : NULL;
  PyObject* kwargs = default_value ? Py_BuildValue("{s:O}", "default", default_value) : NULL;
  PyObject* made =
      args && (kwargs || !default_value) ? PyObject_Call(parameter_class, args, kwargs) : NULL;
  Py_XDECREF(kwargs);
  Py_XDECREF(args);
  Py_XDECREF(kind_object);
  return made;
}

static int append_parameter(PyObject* list, PyObject* parameter_class, PyObject* name, int32_t kind,
                            PyObject* default_value) {
  PyObject* made = name ? make_parameter(parameter_class, name, kind, default_value) : NULL;
  const int rc = made ? PyList_Append(list, made) : -1;
  Py_XDECREF(made);
  return rc;
}

static int append_named(PyObject* list, PyObject* parameter_class, const char* name, int32_t kind) {
  PyObject* text = PyUnicode_FromString(name);
  const int rc = append_parameter(list, parameter_class, text, kind, NULL);
  Py_XDECREF(text);
  return rc;
}

/* What the signature shows as default: the value, or MISSING where a factory makes it. */
static PyObject* shown_default(pytf_state* st, const pytf_param* param) {
  if (!param->has_default) return NULL;
  PyObject* value = NULL;
  if (!param->from_factory) {
    value = pytf_view_to_py(st, &param->default_value, NULL);
    if (!value) PyErr_Clear();
    if (value && PyUnicode_Check(value) && !PyUnicode_CheckExact(value)) {
      Py_SETREF(value, PyUnicode_FromObject(value)); /* of the runtime: shown as the text it is */
      if (!value) PyErr_Clear();
    }
  }
  return value ? value : Py_NewRef(st->missing ? st->missing : Py_None);
}

static int append_params(pytf_ctor* ctor, PyObject* list, PyObject* parameter_class) {
  for (Py_ssize_t i = 0; i < ctor->num_params; i++) {
    const pytf_param* param = &ctor->params[i];
    const int named = param->name && PyUnicode_IsIdentifier(param->name);
    PyObject* name = named ? Py_NewRef(param->name) : PyUnicode_FromFormat("_%zd", i);
    PyObject* value = shown_default(ctor->state, param);
    const int rc = append_parameter(list, parameter_class, name,
                                    named ? param->kind : tvmFfiParamPositionalOnly, value);
    Py_XDECREF(value);
    Py_XDECREF(name);
    if (rc != 0) return -1;
  }
  return ctor->is_variadic ? append_named(list, parameter_class, "args", tvmFfiParamVariadic) : 0;
}

static int fill(PyObject* list, PyObject* parameter_class, pytf_ctor* ctor, int with_self,
                Py_ssize_t num_positional) {
  if (with_self && append_named(list, parameter_class, "self", tvmFfiParamPositionalOnly) != 0) {
    return -1;
  }
  if (ctor) return append_params(ctor, list, parameter_class);
  if (num_positional < 0) return append_named(list, parameter_class, "args", tvmFfiParamVariadic);
  for (Py_ssize_t i = 0; i < num_positional; i++) {
    char name[32];
    PyOS_snprintf(name, sizeof name, "_%d", (int)i);
    if (append_named(list, parameter_class, name, tvmFfiParamPositionalOnly) != 0) return -1;
  }
  return 0;
}

static int fill_named(PyObject* list, PyObject* parameter_class, PyObject* names,
                      PyObject* defaults, int is_method) {
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); i++) {
    PyObject* name = PyTuple_GET_ITEM(names, i);
    const int32_t kind =
        is_method && i == 0 ? tvmFfiParamPositionalOnly : tvmFfiParamPositionalOrKeyword;
    PyObject* value = PyDict_GetItemWithError(defaults, name);
    if (append_parameter(list, parameter_class, name, kind, value) != 0) return -1;
  }
  return 0;
}

/* What a signature is made of: a constructor, names, or a number of parameters. */
typedef struct {
  pytf_ctor* ctor;
  PyObject* names;
  PyObject* defaults;
  Py_ssize_t num_positional;
  int with_self;
} source;

static int fill_from(PyObject* list, PyObject* parameter_class, const source* from) {
  if (from->names) {
    return fill_named(list, parameter_class, from->names, from->defaults, from->with_self);
  }
  return fill(list, parameter_class, from->ctor, from->with_self, from->num_positional);
}

static PyObject* make_signature(const source* from) {
  PyObject* inspect = PyImport_ImportModule("inspect");
  if (!inspect) return NULL;
  PyObject* parameter_class = PyObject_GetAttrString(inspect, "Parameter");
  PyObject* signature_class = PyObject_GetAttrString(inspect, "Signature");
  PyObject* list = PyList_New(0);
  PyObject* made = NULL;
  if (parameter_class && signature_class && list && fill_from(list, parameter_class, from) == 0) {
    made = PyObject_CallOneArg(signature_class, list);
  }
  Py_XDECREF(list);
  Py_XDECREF(signature_class);
  Py_XDECREF(parameter_class);
  Py_DECREF(inspect);
  return made;
}

PyObject* pytf_ctor_signature(pytf_ctor* ctor, int with_self) {
  PyObject* made = make_signature(&(source){.ctor = ctor, .with_self = with_self});
  if (made || !PyErr_ExceptionMatches(PyExc_ValueError)) return made;
  /* A name that is a word of Python: nothing that a signature can say. */
  PyErr_Clear();
  return pytf_positional_signature(-1, with_self);
}

PyObject* pytf_positional_signature(Py_ssize_t count, int with_self) {
  return make_signature(&(source){.num_positional = count, .with_self = with_self});
}

PyObject* pytf_named_signature(PyObject* names, PyObject* defaults, int is_method) {
  return make_signature(&(source){.names = names, .defaults = defaults, .with_self = is_method});
}
