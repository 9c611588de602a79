/* SPDX-License-Identifier: Apache-2.0 */
/* Growth of the identity cache, and making wrappers through it. */
#include "wrappers.h"

#include "pytf.h"

#include "class.h"

enum { kFirstCapacity = 256 };

int pytf_wrappers_grow(pytf_wrappers* table) {
  const size_t old_capacity = table->slots ? table->mask + 1 : 0;
  const size_t capacity = old_capacity ? old_capacity * 2 : kFirstCapacity;
  void** old = table->slots;
  void** slots = (void**)PyMem_Calloc(capacity, sizeof *slots);
  if (!slots) {
    PyErr_NoMemory();
    return -1;
  }
  table->slots = slots;
  table->mask = capacity - 1;
  for (size_t i = 0; i < old_capacity; i++) {
    const pytf_object* wrapper = (const pytf_object*)old[i];
    if (!wrapper) continue;
    size_t at = pytf_wrappers_home(table, wrapper->handle);
    while (slots[at]) at = (at + 1) & table->mask;
    slots[at] = old[i];
  }
  PyMem_Free(old);
  return 0;
}

PyObject* pytf_wrap_as(pytf_state* st, PyTypeObject* cls, TVMFFIObjectHandle handle) {
  pytf_object* wrapper = (pytf_object*)cls->tp_alloc(cls, 0);
  if (!wrapper) {
    pytf_drop_handle(st, handle);
    return NULL;
  }
  wrapper->state = st;
  wrapper->handle = handle;
  if (cls == st->function_type) pytf_function_init(st, (pytf_function*)wrapper);
  if (pytf_wrappers_add(&st->wrappers, wrapper) != 0) {
    Py_DECREF(wrapper);
    return NULL;
  }
  return (PyObject*)wrapper;
}

PyObject* pytf_wrap(pytf_state* st, TVMFFIObjectHandle handle) {
  PyObject* known = pytf_wrappers_find(&st->wrappers, handle);
  if (known) {
    Py_INCREF(known);
    pytf_drop_handle(st, handle);
    return known;
  }
  PyTypeObject* cls = pytf_class_of(st, pytf_handle_type(handle));
  if (!cls) {
    pytf_drop_handle(st, handle);
    return NULL;
  }
  return pytf_wrap_as(st, cls, handle);
}

void pytf_object_set_handle(PyObject* self, TVMFFIObjectHandle handle) {
  pytf_object* wrapper = (pytf_object*)self;
  pytf_state* st = wrapper->state;
  TVMFFIObjectHandle old = pytf_object_take_handle(self);
  wrapper->handle = handle;
  if (handle && !pytf_wrappers_find(&st->wrappers, handle) &&
      pytf_wrappers_add(&st->wrappers, wrapper) != 0) {
    PyErr_Clear(); /* without its entry the wrapper still works, it is just not found again */
  }
  if (old) pytf_drop_handle(st, old);
}

/* The type whose objects the C code of a class above `cls` reads: that of the class next to it. -1: there is no such
   class above, any object will do; -2: there is one and nobody has said for which type. */
static int32_t type_read_by(const pytf_state* st, PyTypeObject* cls) {
  PyObject* mro = cls->tp_mro;
  int32_t nearest = -1;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(mro); i++) {
    PyObject* above = PyTuple_GET_ITEM(mro, i);
    if (pytf_is_class(st, above)) {
      nearest = ((pytf_class*)above)->type_index;
    } else if (above != (PyObject*)st->cobject_type && above != (PyObject*)st->container_type &&
               PyType_IsSubtype((PyTypeObject*)above, st->cobject_type)) {
      return nearest < 0 ? -2 : nearest;
    }
  }
  return -1;
}

int pytf_class_may_stand_for(const pytf_state* st, PyTypeObject* cls, int32_t type_index) {
  const int32_t read = type_read_by(st, cls);
  return read == -1 || (read >= 0 && pytf_type_is_a(type_index, read));
}

int pytf_class_may_hold(const pytf_state* st, PyTypeObject* cls, TVMFFIObjectHandle handle) {
  const int32_t type_index = pytf_handle_type(handle);
  if (!pytf_class_may_stand_for(st, cls, type_index)) return 0;
  const int32_t own = pytf_is_class(st, (PyObject*)cls) ? ((pytf_class*)cls)->type_index : -1;
  return own < 0 || pytf_type_is_a(type_index, own);
}

int pytf_object_adopt(PyObject* self, TVMFFIObjectHandle handle) {
  pytf_state* st = ((pytf_object*)self)->state;
  if (handle && !pytf_class_may_hold(st, Py_TYPE(self), handle)) {
    const char* key = TVMFFIGetTypeInfo(pytf_handle_type(handle))->type_key.data;
    PyErr_Format(PyExc_TypeError, "a %s cannot hold an object of type %.200s",
                 Py_TYPE(self)->tp_name, key);
    pytf_drop_handle(st, handle);
    return -1;
  }
  pytf_object_set_handle(self, handle);
  return 0;
}

TVMFFIObjectHandle pytf_object_take_handle(PyObject* self) {
  pytf_object* wrapper = (pytf_object*)self;
  TVMFFIObjectHandle handle = wrapper->handle;
  if (handle) pytf_wrappers_remove(&wrapper->state->wrappers, wrapper);
  wrapper->handle = NULL;
  return handle;
}

void pytf_drop_handle(pytf_state* st, TVMFFIObjectHandle handle) {
  st->native_frames++;
  pytf_handle_decref(handle);
  st->native_frames--;
}

void pytf_drop_any(pytf_state* st, TVMFFIAny* value) {
  if (pytf_any_is_object(value) && value->v_obj) pytf_drop_handle(st, value->v_obj);
  pytf_any_set_none(value);
}
