/* SPDX-License-Identifier: Apache-2.0 */
/* Differences between CPython 3.9 and 3.13: the only place with version checks. */
#ifndef PYTF_COMPAT_H_
#define PYTF_COMPAT_H_

#ifndef PY_SSIZE_T_CLEAN
#define PY_SSIZE_T_CLEAN
#endif
#include <Python.h>
#include <frameobject.h>
#include <stdint.h>

#if PY_VERSION_HEX < 0x03090000
#error "Python 3.9 or newer is needed"
#endif

#if defined(__GNUC__)
#define pytf_likely(x) __builtin_expect(!!(x), 1)
#define pytf_unlikely(x) __builtin_expect(!!(x), 0)
#define PYTF_COLD __attribute__((cold, noinline))
#else
#define pytf_likely(x) (x)
#define pytf_unlikely(x) (x)
#define PYTF_COLD
#endif

#if PY_VERSION_HEX < 0x030A0000
static inline PyObject* pytf_new_ref(PyObject* obj) {
  Py_INCREF(obj);
  return obj;
}
#define Py_NewRef(obj) pytf_new_ref((PyObject*)(obj))
static inline PyObject* pytf_xnew_ref(PyObject* obj) {
  Py_XINCREF(obj);
  return obj;
}
#define Py_XNewRef(obj) pytf_xnew_ref((PyObject*)(obj))
#define Py_TPFLAGS_IMMUTABLETYPE 0
/* A bit that 3.9 does not use; pytf_apply_flags does what it means. */
#define Py_TPFLAGS_DISALLOW_INSTANTIATION (1UL << 7)
#define PyModule_AddObjectRef pytf_module_add_object_ref
static inline int pytf_module_add_object_ref(PyObject* module, const char* name, PyObject* value) {
  Py_XINCREF(value);
  if (PyModule_AddObject(module, name, value) == 0) return 0;
  Py_XDECREF(value);
  return -1;
}
#endif

/* Does by hand what flags of a new type mean that this version does not know. */
static inline void pytf_apply_flags(PyTypeObject* type) {
#if PY_VERSION_HEX < 0x030A0000
  if (type->tp_flags & Py_TPFLAGS_DISALLOW_INSTANTIATION) type->tp_new = NULL;
#else
  (void)type;
#endif
}

/* Reads an exact int of one digit. 1 when it is one; 0 (not an error) when it is larger. */
static inline int pytf_small_int(PyObject* exact_int, int64_t* out) {
#if PY_VERSION_HEX >= 0x030C0000
  if (!PyUnstable_Long_IsCompact((PyLongObject*)exact_int)) return 0;
  *out = PyUnstable_Long_CompactValue((PyLongObject*)exact_int);
  return 1;
#else
  const Py_ssize_t size = Py_SIZE(exact_int);
  if (size < -1 || size > 1) return 0;
  *out = size * (int64_t)((PyLongObject*)exact_int)->ob_digit[0];
  return 1;
#endif
}

/* The attribute of a type as implicit special method look-up finds it, unbound. Borrowed; NULL without exception when
   absent. */
static inline PyObject* pytf_type_lookup(PyTypeObject* type, PyObject* name) {
  return _PyType_Lookup(type, name);
}

/* Whether instances of the type have a dictionary. */
static inline int pytf_type_has_dict(const PyTypeObject* type) {
#if PY_VERSION_HEX >= 0x030B0000
  return type->tp_dictoffset != 0 ||
         PyType_HasFeature((PyTypeObject*)type, Py_TPFLAGS_MANAGED_DICT);
#else
  return type->tp_dictoffset != 0;
#endif
}

/* The class body's dictionary. New reference. */
static inline PyObject* pytf_type_dict(PyTypeObject* type) {
#if PY_VERSION_HEX >= 0x030C0000
  return PyType_GetDict(type);
#else
  return Py_NewRef(type->tp_dict);
#endif
}

/* Number that changes whenever the type is changed, and that no other type ever has; 0 when it has none. */
static inline unsigned int pytf_type_version(const PyTypeObject* type) {
  return PyType_HasFeature((PyTypeObject*)type, Py_TPFLAGS_VALID_VERSION_TAG) ? type->tp_version_tag
                                                                              : 0;
}

/* Whether the interpreter is shutting down or gone: no call into it is safe from a thread without
 * its lock. */
static inline int pytf_is_finalizing(void) {
#if PY_VERSION_HEX >= 0x030D0000
  return !Py_IsInitialized() || Py_IsFinalizing();
#else
  return !Py_IsInitialized() || _Py_IsFinalizing();
#endif
}

/* Line of a synthetic frame: from 3.11 on the frame takes it from its code object. */
static inline void pytf_frame_set_line(PyFrameObject* frame, int line) {
#if PY_VERSION_HEX < 0x030B0000
  frame->f_lineno = line;
#else
  (void)frame;
  (void)line;
#endif
}

/* Line of a traceback entry; since 3.12 it may have to be worked out from the instruction. */
static inline int pytf_traceback_line(const PyTracebackObject* entry) {
  if (entry->tb_lineno >= 0) return entry->tb_lineno;
  PyCodeObject* code = PyFrame_GetCode(entry->tb_frame);
  const int line = PyCode_Addr2Line(code, entry->tb_lasti);
  Py_DECREF(code);
  return line;
}

/* Takes the pending exception as one normalized instance with its traceback attached, or NULL. */
static inline PyObject* pytf_take_exception(void) {
#if PY_VERSION_HEX >= 0x030C0000
  return PyErr_GetRaisedException();
#else
  PyObject *type = NULL, *value = NULL, *trace = NULL;
  PyErr_Fetch(&type, &value, &trace);
  if (!type) return NULL;
  PyErr_NormalizeException(&type, &value, &trace);
  if (trace && value) PyException_SetTraceback(value, trace);
  Py_XDECREF(type);
  Py_XDECREF(trace);
  return value;
#endif
}

/* Makes an instance the pending exception, with the traceback it carries. Steals it. */
static inline void pytf_set_exception(PyObject* exc) {
#if PY_VERSION_HEX >= 0x030C0000
  PyErr_SetRaisedException(exc);
#else
  PyErr_Restore(Py_NewRef(Py_TYPE(exc)), exc, PyException_GetTraceback(exc));
#endif
}

/* Slots of the module that newer versions know. The state is one per process, so one interpreter has it. */
#if PY_VERSION_HEX >= 0x030C0000
#define PYTF_MODULE_SLOTS \
  {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED},
#else
#define PYTF_MODULE_SLOTS
#endif

/* Immutability of a type below CObject, which is mutable: from 3.12 a warning, in 3.14 an error. Before, a type needs it
   to keep the vectorcall protocol. */
#if PY_VERSION_HEX >= 0x030C0000
#define PYTF_TPFLAGS_IMMUTABLE_BELOW 0
#else
#define PYTF_TPFLAGS_IMMUTABLE_BELOW Py_TPFLAGS_IMMUTABLETYPE
#endif

/* str frees separate content with these since 3.13, with PyObject_Free before. */
#if PY_VERSION_HEX >= 0x030D0000
#define PYTF_STR_DATA_MALLOC PyMem_Malloc
#else
#define PYTF_STR_DATA_MALLOC PyObject_Malloc
#endif

/* A new instance of a class below str (not a GC type) with ASCII content: what str's own constructor
   does for such a class, without the str and the tuple that it would need. NULL with MemoryError. */
static inline PyObject* pytf_ascii_subtype_new(PyTypeObject* cls, const char* data,
                                               Py_ssize_t size) {
  PyObject* self = cls->tp_alloc(cls, 0); /* zeroed */
  if (!self) return NULL;
  char* copy = (char*)PYTF_STR_DATA_MALLOC((size_t)size + 1);
  PyASCIIObject* ascii = (PyASCIIObject*)self;
  ascii->hash = -1;
  ascii->state.kind = PyUnicode_1BYTE_KIND;
  ascii->state.ascii = 1;
#if PY_VERSION_HEX < 0x030C0000
  ascii->state.ready = 1;
#endif
  if (!copy) {
    Py_DECREF(self);
    return PyErr_NoMemory();
  }
  memcpy(copy, data, (size_t)size);
  copy[size] = '\0';
  ascii->length = size;
  ((PyUnicodeObject*)self)->data.any = copy;
  ((PyCompactUnicodeObject*)self)->utf8 = copy;
  ((PyCompactUnicodeObject*)self)->utf8_length = size;
  return self;
}

/* Marks the hash of a bytes object whose content was just written as not computed yet. */
static inline void pytf_bytes_forget_hash(PyObject* bytes) {
#if PY_VERSION_HEX >= 0x030B0000
  _Py_COMP_DIAG_PUSH
      _Py_COMP_DIAG_IGNORE_DEPR_DECLS /* the member is there to stay, reading it is not */
#endif
      ((PyBytesObject*)bytes)
          ->ob_shash = -1;
#if PY_VERSION_HEX >= 0x030B0000
  _Py_COMP_DIAG_POP
#endif
}

#endif /* PYTF_COMPAT_H_ */
