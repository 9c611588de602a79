/* SPDX-License-Identifier: Apache-2.0 */
/* Which class stands for which type index, and the classes made for types that nobody registered. */
#include "pytf.h"

#include "class.h"
#include "register.h"

static int grow_classes(pytf_state* st, int32_t type_index) {
  int32_t count = st->num_classes ? st->num_classes : 256;
  while (count <= type_index) {
    if (count > INT32_MAX / 2) {
      PyErr_NoMemory();
      return -1;
    }
    count *= 2;
  }
  pytf_class_slot* slots =
      (pytf_class_slot*)PyMem_Realloc(st->classes, (size_t)count * sizeof *slots);
  if (!slots) {
    PyErr_NoMemory();
    return -1;
  }
  memset(slots + st->num_classes, 0, (size_t)(count - st->num_classes) * sizeof *slots);
  st->classes = slots;
  st->num_classes = count;
  return 0;
}

int pytf_set_class(pytf_state* st, int32_t type_index, PyTypeObject* cls) {
  if (type_index >= st->num_classes && grow_classes(st, type_index) != 0) return -1;
  pytf_class_slot* slot = &st->classes[type_index];
  PyTypeObject* old = slot->cls;
  if (pytf_is_class(st, (PyObject*)cls) && cls != st->object_type &&
      ((pytf_class*)cls)->type_index < 0) {
    ((pytf_class*)cls)->type_index = type_index; /* a class of our own; others were registered */
  }
  Py_INCREF(cls);
  slot->cls = cls;
  slot->is_fallback = 0;
  Py_XDECREF(old);
  return 0;
}

/* Name and module of a fallback class: `a.b.C` is class C of module a.b. */
static PyTypeObject* new_fallback(pytf_state* st, const TVMFFITypeInfo* info,
                                  PyTypeObject* parent) {
  const char* key = info->type_key.data;
  const char* dot = strrchr(key, '.');
  PyObject* module = dot ? PyUnicode_FromStringAndSize(key, dot - key) : PyUnicode_FromString("");
  if (!module) return NULL;
  const char* module_name = PyUnicode_AsUTF8(module);
  PyTypeObject* cls =
      module_name
          ? pytf_new_class(st, dot ? dot + 1 : key, &parent, 1,
                           "Class of a type that no Python class was registered for.", module_name)
          : NULL;
  Py_DECREF(module);
  return cls;
}

static PyTypeObject* make_fallback(pytf_state* st, int32_t type_index) {
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(type_index);
  PyTypeObject* parent = st->object_type;
  if (info->type_depth > 0) {
    parent = pytf_class_of(st, info->type_ancestors[info->type_depth - 1]->type_index);
    if (!parent) return NULL;
  }
  if (!pytf_is_class(st, (PyObject*)parent)) parent = st->object_type;
  PyTypeObject* cls = new_fallback(st, info, parent);
  if (!cls) return NULL;
  if (pytf_register_class(st, type_index, cls, 1) != 0) {
    Py_DECREF(cls);
    return NULL;
  }
  st->classes[type_index].is_fallback = 1;
  Py_DECREF(cls); /* the table holds it */
  return st->classes[type_index].cls;
}

PyTypeObject* pytf_class_of(pytf_state* st, int32_t type_index) {
  if (pytf_likely(type_index < st->num_classes && st->classes[type_index].cls)) {
    return st->classes[type_index].cls;
  }
  return make_fallback(st, type_index);
}
