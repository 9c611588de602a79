/* SPDX-License-Identifier: Apache-2.0 */
/* Wrappers: Python objects that own one FFI handle, their identity cache, and the classes they are
 * made of. */
#ifndef PYTF_OBJECT_H_
#define PYTF_OBJECT_H_

#include "handle.h"
#include "state.h"

/* CObject and every class below it start with this. `handle` may be NULL. */
typedef struct {
  PyObject ob_base;
  TVMFFIObjectHandle handle;
  pytf_state* state;
  PyObject* weakrefs;
} pytf_object;

/* CContainerBase: `exchange` is the DLPack table of the framework whose tensors the elements
 * become, or NULL. */
typedef struct {
  pytf_object base;
  const DLPackExchangeAPI* exchange;
} pytf_container;

/* Whether `obj` is a wrapper. Never calls Python code. Classes of our metaclass, the most of them, are told by that. */
static inline int pytf_is_object(const pytf_state* st, PyObject* obj) {
  return Py_TYPE((PyObject*)Py_TYPE(obj)) == st->meta_type ||
         PyType_IsSubtype(Py_TYPE(obj), st->cobject_type);
}

static inline TVMFFIObjectHandle pytf_handle_of(PyObject* wrapper) {
  return ((pytf_object*)wrapper)->handle;
}

/* The live wrapper of `handle`, or a new one of the class registered for its type (a fallback class
   is made when there is none). Consumes one reference of `handle`, also on failure. New reference.
 */
PyObject* pytf_wrap(pytf_state* st, TVMFFIObjectHandle handle);

/* A new wrapper of class `cls` around `handle`, entered in the cache. Only for handles that have no
   wrapper. Consumes `handle`, also on failure. New reference. */
PyObject* pytf_wrap_as(pytf_state* st, PyTypeObject* cls, TVMFFIObjectHandle handle);

/* Puts `handle` (owned, or NULL) into a wrapper that has none, or drops the one it has first.
   Consumes `handle`. When another live wrapper of `handle` exists, that one stays the canonical
   one. Cannot fail. */
void pytf_object_set_handle(PyObject* wrapper, TVMFFIObjectHandle handle);

/* The same for a handle of unknown origin: a class reads its objects as objects of its type, so a handle of another
   type is refused (TypeError) and dropped. Consumes `handle` also on failure. */
int pytf_object_adopt(PyObject* wrapper, TVMFFIObjectHandle handle);

/* Whether the C code of the classes above `cls` may be let loose on objects of the type. */
int pytf_class_may_stand_for(const pytf_state* st, PyTypeObject* cls, int32_t type_index);

/* Whether objects of class `cls` may hold `handle`: its type is the class's or one below. A class
   without a type holds any object. */
int pytf_class_may_hold(const pytf_state* st, PyTypeObject* cls, TVMFFIObjectHandle handle);

/* Takes the handle out of a wrapper, which becomes NULL; the caller owns it (may be NULL). */
TVMFFIObjectHandle pytf_object_take_handle(PyObject* wrapper);

/* tp_new of all wrappers: an instance whose handle is NULL. */
PyObject* pytf_object_new(PyTypeObject* cls, PyObject* args, PyObject* kwargs);

/* Drops a handle with the GIL held, counted as a native frame: deleters are arbitrary code. */
void pytf_drop_handle(pytf_state* st, TVMFFIObjectHandle handle);
void pytf_drop_any(pytf_state* st, TVMFFIAny* value);

/* Sets TypeError "<class> object is NULL" and returns NULL. */
TVMFFIObjectHandle pytf_object_raise_null(PyObject* wrapper);

/* The wrapper's handle, or NULL with that TypeError set. Borrowed. */
static inline TVMFFIObjectHandle pytf_object_get_handle(PyObject* wrapper) {
  TVMFFIObjectHandle handle = ((pytf_object*)wrapper)->handle;
  return handle ? handle : pytf_object_raise_null(wrapper);
}

/* Makes a heap type from a spec, with `base` (may be NULL for object), enters it into `module`
   under `name`, and stores a strong reference in *slot. */
int pytf_add_type(pytf_state* st, PyObject* module, PyType_Spec* spec, PyTypeObject* base,
                  PyTypeObject** slot);

/* Makes a class of our metaclass with the given bases, as a class statement with the body
   {"__slots__": (),
   "__doc__": doc} would, with __module__ "tvm_ffi.core" unless `module_name` says otherwise. This
   is how a C type gets under Object: make its slots as a type below CObject or CContainerBase with
   pytf_add_type (name `_NameBase`, not exported), then `Name` with the bases (that type, Object).
   New reference. */
PyTypeObject* pytf_new_class(pytf_state* st, const char* name, PyTypeObject* const* bases,
                             Py_ssize_t num_bases, const char* doc, const char* module_name);

/* Binds `cls` to a type index: what pytf_wrap makes of handles of that type. Replaces. */
int pytf_set_class(pytf_state* st, int32_t type_index, PyTypeObject* cls);

/* The class for a type index, a fallback class if none is registered. Borrowed. */
PyTypeObject* pytf_class_of(pytf_state* st, int32_t type_index);

/* Text of ffi.ReprPrint for a wrapper; `Name(chandle=None)` when NULL, `Name(address)` when that
   fails. Only fails for want of memory. New reference. */
PyObject* pytf_object_repr(PyObject* wrapper);

/* tp_traverse and tp_clear of wrappers, for C types below CObject that add members of their own:
   visit or clear these, then call on. */
int pytf_object_traverse(PyObject* self, visitproc visit, void* arg);
int pytf_object_clear(PyObject* self);
/* tp_dealloc of wrappers. A type with own members: PyObject_GC_UnTrack(self), release them, then
 * call this. */
void pytf_object_dealloc(PyObject* self);

#endif /* PYTF_OBJECT_H_ */
