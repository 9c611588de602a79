/* SPDX-License-Identifier: Apache-2.0 */
/* TypeInfo, TypeField and TypeMethod. */
#include "type_info.h"

#include "pytf.h"

typedef struct {
  PyObject ob_base;
  pytf_state* state;
  int32_t type_index;
  PyObject* cls;
} type_info;

static PyStructSequence_Field field_fields[] = {
    {"name", NULL},
    {"doc", "Documentation, or None."},
    {"size", "Bytes that the field takes."},
    {"alignment", NULL},
    {"offset", "From the start of the object's header."},
    {"field_static_type_index", "What is known of the kind at compile time, -1 if nothing."},
    {"frozen", "Whether the field cannot be assigned to."},
    {"metadata", "What was recorded with the field, as JSON text."},
    {NULL, NULL},
};

static PyStructSequence_Desc field_desc = {"tvm_ffi.core.TypeField", "A registered field.",
                                           field_fields, 8};

static PyStructSequence_Field method_fields[] = {
    {"name", NULL},
    {"doc", "Documentation, or None."},
    {"func", "The Function."},
    {"is_static", "Whether it takes no self."},
    {"metadata", "What was recorded with the method, as JSON text."},
    {NULL, NULL},
};

static PyStructSequence_Desc method_desc = {"tvm_ffi.core.TypeMethod", "A registered method.",
                                            method_fields, 5};

static PyObject* text_of(const TVMFFIByteArray* text) {
  if (text->size == 0) Py_RETURN_NONE;
  return PyUnicode_DecodeUTF8(text->data, (Py_ssize_t)text->size, "backslashreplace");
}

/* A struct sequence of these items, which it takes over; NULL items are an error. */
static PyObject* make_record(PyTypeObject* type, PyObject** items, Py_ssize_t count) {
  PyObject* made = PyStructSequence_New(type);
  int failed = !made;
  for (Py_ssize_t i = 0; i < count; i++) {
    failed = failed || !items[i];
    if (made) {
      PyStructSequence_SetItem(made, i, items[i]);
    } else {
      Py_XDECREF(items[i]);
    }
  }
  if (failed) Py_CLEAR(made);
  return made;
}

static PyObject* make_field(pytf_state* st, const TVMFFIFieldInfo* info) {
  PyObject* items[] = {
      PyUnicode_FromStringAndSize(info->name.data, (Py_ssize_t)info->name.size),
      text_of(&info->doc),
      PyLong_FromLongLong(info->size),
      PyLong_FromLongLong(info->alignment),
      PyLong_FromLongLong(info->offset),
      PyLong_FromLong(info->field_static_type_index),
      PyBool_FromLong(!(info->flags & kTVMFFIFieldFlagBitMaskWritable)),
      text_of(&info->metadata),
  };
  return make_record(st->type_field_type, items, 8);
}

static PyObject* make_method(pytf_state* st, const TVMFFIMethodInfo* info) {
  PyObject* items[] = {
      PyUnicode_FromStringAndSize(info->name.data, (Py_ssize_t)info->name.size),
      text_of(&info->doc),
      pytf_view_to_py(st, &info->method, NULL),
      PyBool_FromLong((info->flags & kTVMFFIFieldFlagBitMaskIsStaticMethod) != 0),
      text_of(&info->metadata),
  };
  return make_record(st->type_method_type, items, 5);
}

/* Appends what `make` returned; consumes it. */
static int append(PyObject* list, PyObject* item) {
  const int rc = item ? PyList_Append(list, item) : -1;
  Py_XDECREF(item);
  return rc;
}

static const TVMFFITypeInfo* record_of(PyObject* self) {
  return TVMFFIGetTypeInfo(((type_info*)self)->type_index);
}

static PyObject* get_fields(PyObject* self, void* closure) {
  (void)closure;
  const TVMFFITypeInfo* info = record_of(self);
  PyObject* list = PyList_New(0);
  for (int32_t i = 0; list && i < info->num_fields; i++) {
    if (append(list, make_field(((type_info*)self)->state, &info->fields[i])) != 0) Py_CLEAR(list);
  }
  return list;
}

static PyObject* get_methods(PyObject* self, void* closure) {
  (void)closure;
  const TVMFFITypeInfo* info = record_of(self);
  PyObject* list = PyList_New(0);
  for (int32_t i = 0; list && i < info->num_methods; i++) {
    if (append(list, make_method(((type_info*)self)->state, &info->methods[i])) != 0) {
      Py_CLEAR(list);
    }
  }
  return list;
}

static PyObject* get_ancestors(PyObject* self, void* closure) {
  (void)closure;
  const TVMFFITypeInfo* info = record_of(self);
  PyObject* list = PyList_New(0);
  for (int32_t i = 0; list && i < info->type_depth; i++) {
    if (append(list, PyLong_FromLong(info->type_ancestors[i]->type_index)) != 0) Py_CLEAR(list);
  }
  return list;
}

static PyObject* get_key(PyObject* self, void* closure) {
  (void)closure;
  return text_of(&record_of(self)->type_key);
}

static PyObject* get_parent(PyObject* self, void* closure) {
  (void)closure;
  const TVMFFITypeInfo* info = record_of(self);
  pytf_state* st = ((type_info*)self)->state;
  if (info->type_depth == 0) Py_RETURN_NONE;
  const int32_t parent = info->type_ancestors[info->type_depth - 1]->type_index;
  PyTypeObject* cls = pytf_class_of(st, parent);
  return cls ? pytf_type_info_new(st, parent, cls) : NULL;
}

static PyObject* get_total_size(PyObject* self, void* closure) {
  (void)closure;
  const TVMFFITypeInfo* info = record_of(self);
  return PyLong_FromLong(info->metadata ? info->metadata->total_size : 0);
}

static PyObject* info_repr(PyObject* self) {
  return PyUnicode_FromFormat("TypeInfo(%s)", record_of(self)->type_key.data);
}

static PyObject* info_richcompare(PyObject* self, PyObject* other, int op) {
  if ((op != Py_EQ && op != Py_NE) || Py_TYPE(other) != Py_TYPE(self)) Py_RETURN_NOTIMPLEMENTED;
  const int same = ((type_info*)self)->type_index == ((type_info*)other)->type_index;
  return PyBool_FromLong(op == Py_EQ ? same : !same);
}

static Py_hash_t info_hash(PyObject* self) { return ((type_info*)self)->type_index; }

static int info_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(((type_info*)self)->cls);
  return 0;
}

static int info_clear(PyObject* self) {
  Py_CLEAR(((type_info*)self)->cls);
  return 0;
}

static void info_dealloc(PyObject* self) {
  PyTypeObject* cls = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  (void)info_clear(self);
  cls->tp_free(self);
  Py_DECREF(cls);
}

static PyGetSetDef info_getset[] = {
    {"type_key", get_key, NULL, "The type's key.", NULL},
    {"type_ancestors", get_ancestors, NULL, "Indices of the types above, the root first.", NULL},
    {"fields", get_fields, NULL, "The type's own fields.", NULL},
    {"methods", get_methods, NULL, "The type's own methods.", NULL},
    {"parent_type_info", get_parent, NULL, "The type above, or None.", NULL},
    {"total_size", get_total_size, NULL, "Bytes of an object, 0 when unknown.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef info_members[] = {
    {"type_index", T_INT, offsetof(type_info, type_index), READONLY, "The type's index."},
    {"type_cls", T_OBJECT, offsetof(type_info, cls), READONLY, "The Python class."},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot info_slots[] = {
    {Py_tp_doc, "What is registered about a type."},
    {Py_tp_dealloc, info_dealloc},
    {Py_tp_traverse, info_traverse},
    {Py_tp_clear, info_clear},
    {Py_tp_repr, info_repr},
    {Py_tp_richcompare, info_richcompare},
    {Py_tp_hash, info_hash},
    {Py_tp_getset, info_getset},
    {Py_tp_members, info_members},
    {0, NULL},
};

static PyType_Spec info_spec = {
    .name = "tvm_ffi.core.TypeInfo",
    .basicsize = sizeof(type_info),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = info_slots,
};

PyObject* pytf_type_info_new(pytf_state* st, int32_t type_index, PyTypeObject* cls) {
  type_info* info = PyObject_GC_New(type_info, st->type_info_type);
  if (!info) return NULL;
  info->state = st;
  info->type_index = type_index;
  info->cls = Py_NewRef((PyObject*)cls);
  PyObject_GC_Track(info);
  return (PyObject*)info;
}

int pytf_setup_type_info(pytf_state* st, PyObject* module) {
  if (pytf_add_type(st, module, &info_spec, NULL, &st->type_info_type) != 0) return -1;
  st->type_field_type = PyStructSequence_NewType(&field_desc);
  st->type_method_type = PyStructSequence_NewType(&method_desc);
  if (!st->type_field_type || !st->type_method_type) return -1;
  if (PyModule_AddObjectRef(module, "TypeField", (PyObject*)st->type_field_type) != 0) return -1;
  return PyModule_AddObjectRef(module, "TypeMethod", (PyObject*)st->type_method_type);
}
