/* SPDX-License-Identifier: Apache-2.0 */
/* CAny: a Python object that owns any FFI value as it is. */
#include "cany.h"

#include "pytf.h"

#include "setup.h"

typedef struct {
  PyObject ob_base;
  pytf_state* state;
  TVMFFIAny value;
} cany;

static PyObject* cany_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs) {
  static char* names[] = {"value", NULL};
  PyObject* obj = Py_None;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O:CAny", names, &obj)) return NULL;
  cany* self = (cany*)cls->tp_alloc(cls, 0);
  if (!self) return NULL;
  self->state = pytf_state_peek();
  pytf_ctx ctx;
  pytf_ctx_init(&ctx, self->state);
  const int rc = pytf_from_py_owned(&ctx, obj, &self->value);
  pytf_ctx_drop(&ctx);
  if (rc != 0) Py_CLEAR(self);
  return (PyObject*)self;
}

static void cany_dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  pytf_drop_any(((cany*)self)->state, &((cany*)self)->value);
  cls->tp_free(self);
  Py_DECREF(cls);
}

void pytf_cany_view(PyObject* self, TVMFFIAny* view) { *view = ((cany*)self)->value; }

static PyObject* cany_repr(PyObject* self) {
  const TVMFFIAny* value = &((cany*)self)->value;
  if (pytf_any_is_object(value)) {
    return PyUnicode_FromFormat("CAny(object, type_index=%d)", (int)value->type_index);
  }
  PyObject* inner = pytf_view_to_py(((cany*)self)->state, value, NULL);
  if (!inner) return NULL;
  const char* dot = strrchr(Py_TYPE(inner)->tp_name, '.');
  PyObject* text =
      inner == Py_None
          ? PyUnicode_FromString("CAny(None)")
          : PyUnicode_FromFormat("CAny(%s=%R)", dot ? dot + 1 : Py_TYPE(inner)->tp_name, inner);
  Py_DECREF(inner);
  return text;
}

static PyMemberDef cany_members[] = {
    {"type_index", T_INT, offsetof(cany, value) + offsetof(TVMFFIAny, type_index), READONLY,
     "Kind of the value."},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot cany_slots[] = {
    {Py_tp_doc, "CAny(value=None): owns any FFI value."},
    {Py_tp_new, cany_new},
    {Py_tp_dealloc, cany_dealloc},
    {Py_tp_repr, cany_repr},
    {Py_tp_members, cany_members},
    {0, NULL},
};

static PyType_Spec cany_spec = {
    .name = "tvm_ffi.core.CAny",
    .basicsize = sizeof(cany),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = cany_slots,
};

int pytf_setup_cany(pytf_state* st, PyObject* module) {
  return pytf_add_type(st, module, &cany_spec, NULL, &st->cany_type);
}
