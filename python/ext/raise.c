/* SPDX-License-Identifier: Apache-2.0 */
/* FFI errors as Python exceptions and the reverse. */
#include "pytf.h"

#include "error_object.h"
#include "traceback.h"

static const TVMFFIErrorCell* cell_of(TVMFFIObjectHandle error) {
  return &((const tvm_ffi_error_object*)error)->error;
}

static int is_kind(const TVMFFIByteArray* kind, const char* name) {
  return kind->size == strlen(name) && memcmp(kind->data, name, kind->size) == 0;
}

/* Native text that need not be UTF-8. New reference. */
static PyObject* text_of(const TVMFFIByteArray* text) {
  return PyUnicode_DecodeUTF8(text->data, (Py_ssize_t)text->size, "backslashreplace");
}

/* ---- FFI -> Python ---- */

/* The class registered for a kind, else RuntimeError. Borrowed. NULL with MemoryError. */
static PyObject* class_of_kind(pytf_state* st, const TVMFFIByteArray* kind) {
  PyObject* name = text_of(kind);
  PyObject* cls = name ? PyDict_GetItemWithError(st->error_name_to_type, name) : NULL;
  Py_XDECREF(name);
  if (!cls && PyErr_Occurred()) return NULL;
  return cls ? cls : PyExc_RuntimeError;
}

/* cls(message); RuntimeError(message) when the class does not take one. New reference. */
static PyObject* make_exception(PyObject* cls, PyObject* message) {
  PyObject* exc = PyObject_CallOneArg(cls, message);
  if (exc && PyExceptionInstance_Check(exc)) return exc;
  if (!exc && PyErr_ExceptionMatches(PyExc_MemoryError)) return NULL;
  Py_XDECREF(exc);
  PyErr_Clear();
  return PyObject_CallOneArg(PyExc_RuntimeError, message);
}

PyObject* pytf_exception_from_error(pytf_state* st, TVMFFIObjectHandle error) {
  PyObject* original = pytf_error_object_peek(error);
  if (original) return Py_NewRef(original);
  const TVMFFIErrorCell* cell = cell_of(error);
  PyObject* message = text_of(&cell->message);
  PyObject* cls = message ? class_of_kind(st, &cell->kind) : NULL;
  PyObject* exc = cls ? make_exception(cls, message) : NULL;
  Py_XDECREF(message);
  if (!exc) return NULL;
  pytf_handle_incref(error);
  PyObject* wrapper = pytf_wrap(st, error);
  if (!wrapper || PyObject_SetAttr(exc, st->names.tvm_ffi_error, wrapper) != 0) {
    PyErr_Clear(); /* a class with slots of its own: the exception does without */
  }
  Py_XDECREF(wrapper);
  return exc;
}

int pytf_raise_error(pytf_state* st, TVMFFIObjectHandle error) {
  const TVMFFIErrorCell* cell = cell_of(error);
  if (is_kind(&cell->kind, "EnvErrorAlreadySet")) {
    pytf_drop_handle(st, error);
    if (!PyErr_Occurred()) {
      PyErr_SetString(PyExc_SystemError,
                      "native code says that a Python exception is pending, but there is none");
    }
    return -1;
  }
  PyErr_Clear(); /* what the callee left behind without saying so */
  PyObject* exc = pytf_exception_from_error(st, error);
  if (exc) {
    const size_t skipped = pytf_error_object_python_size(error);
    if (pytf_error_object_peek(error)) {
      pytf_set_exception(exc);
    } else {
      PyErr_SetObject((PyObject*)Py_TYPE(exc), exc);
      Py_DECREF(exc);
    }
    pytf_traceback_add(st, cell->backtrace.data + skipped, cell->backtrace.size - skipped);
  }
  pytf_drop_handle(st, error);
  return -1;
}

int pytf_raise(pytf_state* st, int rc) {
  if (rc == -2) {
    if (!PyErr_Occurred()) {
      PyErr_SetString(PyExc_SystemError,
                      "native code says that a Python exception is pending, but there is none");
    }
    return -1;
  }
  TVMFFIObjectHandle error = NULL;
  TVMFFIErrorMoveFromRaised(&error);
  if (error) return pytf_raise_error(st, error);
  if (!PyErr_Occurred()) {
    PyErr_SetString(PyExc_SystemError, "native code failed without saying why");
  }
  return -1;
}

/* ---- Python -> FFI ---- */

/* Kind of an exception class: its own, else that of the nearest registered base. Borrowed. */
static PyObject* kind_of_class(pytf_state* st, PyTypeObject* cls) {
  PyObject* mro = cls->tp_mro;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(mro); i++) {
    PyObject* kind = PyDict_GetItemWithError(st->error_type_to_name, PyTuple_GET_ITEM(mro, i));
    if (kind) return kind;
    PyErr_Clear();
  }
  return NULL;
}

/* str(exc); the key itself for a KeyError, whose str() is the key's repr and would grow quotes on the way. */
static PyObject* message_of(PyObject* exc) {
  PyObject* message = NULL;
  if (Py_TYPE(exc) == (PyTypeObject*)PyExc_KeyError) {
    PyObject* args = ((PyBaseExceptionObject*)exc)->args;
    if (args && PyTuple_GET_SIZE(args) == 1 && PyUnicode_CheckExact(PyTuple_GET_ITEM(args, 0))) {
      message = Py_NewRef(PyTuple_GET_ITEM(args, 0));
    }
  }
  if (!message) message = PyObject_Str(exc);
  if (message) return message;
  PyErr_Clear();
  return PyUnicode_FromFormat("%s (its text cannot be made)", Py_TYPE(exc)->tp_name);
}

static int text_bytes(PyObject* text, PyObject** owner, TVMFFIByteArray* out) {
  *owner = PyUnicode_AsEncodedString(text, "utf-8", "backslashreplace");
  if (!*owner) return -1;
  *out = (TVMFFIByteArray){PyBytes_AS_STRING(*owner), (size_t)PyBytes_GET_SIZE(*owner)};
  return 0;
}

/* The FFI error that the exception was made from, if it still is of the class that the error's kind becomes. Borrowed
   wrapper in *out (new reference), or NULL. */
static PyObject* carried_error(pytf_state* st, PyObject* exc) {
  if (!pytf_type_has_dict(Py_TYPE(exc))) return NULL;
  PyObject* wrapper = PyObject_GetAttr(exc, st->names.tvm_ffi_error);
  if (!wrapper) {
    PyErr_Clear();
    return NULL;
  }
  const int fits =
      PyObject_TypeCheck(wrapper, st->error_type) && pytf_handle_of(wrapper) &&
      class_of_kind(st, &cell_of(pytf_handle_of(wrapper))->kind) == (PyObject*)Py_TYPE(exc);
  if (!fits) Py_CLEAR(wrapper);
  PyErr_Clear(); /* without memory the exception becomes a new error */
  return wrapper;
}

/* Gives the error that the exception carries the backtrace that it has now. */
static int reuse_error(PyObject* wrapper, char* text, size_t size, TVMFFIObjectHandle* out) {
  TVMFFIObjectHandle error = pytf_handle_of(wrapper);
  const TVMFFIByteArray backtrace = {text ? text : "", size};
  cell_of(error)->update_backtrace(error, &backtrace, kTVMFFIBacktraceUpdateModeReplace);
  PyMem_RawFree(text);
  pytf_handle_incref(error);
  *out = error;
  return 0;
}

static int new_error(pytf_state* st, PyObject* exc, char* text, size_t size,
                     const TVMFFIByteArray* native, TVMFFIObjectHandle* out) {
  PyObject* kind = kind_of_class(st, Py_TYPE(exc));
  PyObject* message = message_of(exc);
  PyObject *kind_owner = NULL, *message_owner = NULL;
  TVMFFIByteArray kind_bytes = pytf_bytes_of("RuntimeError"), message_bytes;
  int rc = -1;
  if (message && (!kind || text_bytes(kind, &kind_owner, &kind_bytes) == 0) &&
      text_bytes(message, &message_owner, &message_bytes) == 0) {
    rc = pytf_error_object_new(exc, &kind_bytes, &message_bytes, text, size, native, out);
  } else {
    PyMem_RawFree(text);
  }
  Py_XDECREF(message_owner);
  Py_XDECREF(kind_owner);
  Py_XDECREF(message);
  return rc;
}

static int error_with_native(pytf_state* st, PyObject* exc, const TVMFFIByteArray* native,
                             TVMFFIObjectHandle* out) {
  char* text = NULL;
  size_t size = 0;
  if (pytf_traceback_text(exc, &text, &size) != 0) return -1;
  PyObject* wrapper = carried_error(st, exc);
  if (!wrapper) return new_error(st, exc, text, size, native, out);
  const int rc = reuse_error(wrapper, text, size, out);
  Py_DECREF(wrapper);
  return rc;
}

int pytf_error_from_exception(pytf_state* st, PyObject* exc, TVMFFIObjectHandle* out) {
  const TVMFFIByteArray nothing = {"", 0};
  return error_with_native(st, exc, &nothing, out);
}

int pytf_raise_to_ffi(pytf_state* st) {
  PyObject* exc = pytf_take_exception();
  if (!exc) {
    TVMFFIErrorSetRaisedFromCStr("SystemError", "a Python function failed without an exception");
    return -1;
  }
  TVMFFIObjectHandle error = NULL;
  if (error_with_native(st, exc, TVMFFIBacktrace(NULL, 0, NULL, 0), &error) == 0) {
    TVMFFIErrorSetRaised(error);
    pytf_handle_decref(error);
  } else {
    PyErr_Clear();
    TVMFFIErrorSetRaisedFromCStr("MemoryError", "out of memory while an exception was passed on");
  }
  Py_DECREF(exc);
  return -1;
}
