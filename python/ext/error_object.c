/* SPDX-License-Identifier: Apache-2.0 */
/* FFI errors made of Python exceptions. */
#include "error_object.h"

#include "pytf.h"

typedef struct {
  tvm_ffi_error_object error;
  PyObject* exc;
  size_t python_size;
  char* backtrace; /* owned; the cell's text */
  char text[];     /* kind, NUL, message, NUL */
} error_object;

static tvm_ffi_error_object* base_of(TVMFFIObjectHandle handle) {
  return (tvm_ffi_error_object*)handle;
}

static void error_deleter(void* self, int flags) {
  error_object* object = (error_object*)self;
  if (flags & kTVMFFIObjectDeleterFlagBitMaskStrong) {
    TVMFFIErrorCell* cell = &object->error.error;
    if (cell->cause_chain) pytf_handle_decref(cell->cause_chain);
    if (cell->extra_context) pytf_handle_decref(cell->extra_context);
    cell->cause_chain = NULL;
    cell->extra_context = NULL;
    PyObject* exc = object->exc;
    object->exc = NULL;
    pytf_release_from_anywhere(exc);
  }
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) {
    PyMem_RawFree(object->backtrace);
    PyMem_RawFree(object);
  }
}

/* Out of memory leaves the text as it is: there is no way to report it, and the error itself matters more. */
static void update_backtrace(TVMFFIObjectHandle self, const TVMFFIByteArray* added, int32_t mode) {
  error_object* object = (error_object*)self;
  TVMFFIByteArray* shown = &object->error.error.backtrace;
  const size_t kept = mode == kTVMFFIBacktraceUpdateModeReplace ? 0 : shown->size;
  if (added->size > SIZE_MAX - kept - 1) return;
  char* text = (char*)PyMem_RawMalloc(kept + added->size + 1);
  if (!text) return;
  if (kept) memcpy(text, shown->data, kept);
  if (added->size) memcpy(text + kept, added->data, added->size);
  text[kept + added->size] = '\0';
  if (kept == 0) {
    const size_t python = object->python_size;
    const int same = python <= added->size && memcmp(text, shown->data, python) == 0;
    if (!same) object->python_size = 0;
  }
  PyMem_RawFree(object->backtrace);
  object->backtrace = text;
  shown->data = text;
  shown->size = kept + added->size;
}

/* python text + native text in one block; consumes the former. NULL when out of memory. */
static char* join(char* python_text, size_t python_size, const TVMFFIByteArray* native) {
  char* joined = (char*)PyMem_RawRealloc(python_text, python_size + native->size + 1);
  if (!joined) {
    PyMem_RawFree(python_text);
    return NULL;
  }
  if (native->size) memcpy(joined + python_size, native->data, native->size);
  joined[python_size + native->size] = '\0';
  return joined;
}

int pytf_error_object_new(PyObject* exc, const TVMFFIByteArray* kind,
                          const TVMFFIByteArray* message, char* python_text, size_t python_size,
                          const TVMFFIByteArray* native, TVMFFIObjectHandle* out) {
  char* backtrace = join(python_text, python_size, native);
  error_object* object =
      backtrace ? (error_object*)PyMem_RawMalloc(sizeof *object + kind->size + message->size + 2)
                : NULL;
  if (!object) {
    PyMem_RawFree(backtrace);
    PyErr_NoMemory();
    return -1;
  }
  memset(object, 0, sizeof *object);
  object->error.header.combined_ref_count = PYTF_ONE_OWNER;
  object->error.header.type_index = kTVMFFIError;
  object->error.header.deleter = error_deleter;
  object->exc = Py_NewRef(exc);
  object->python_size = python_size;
  object->backtrace = backtrace;
  char* kind_text = object->text;
  char* message_text = object->text + kind->size + 1;
  memcpy(kind_text, kind->data, kind->size);
  kind_text[kind->size] = '\0';
  memcpy(message_text, message->data, message->size);
  message_text[message->size] = '\0';
  TVMFFIErrorCell* cell = &object->error.error;
  cell->kind = (TVMFFIByteArray){kind_text, kind->size};
  cell->message = (TVMFFIByteArray){message_text, message->size};
  cell->backtrace = (TVMFFIByteArray){backtrace, python_size + native->size};
  cell->update_backtrace = update_backtrace;
  *out = object;
  return 0;
}

PyObject* pytf_error_object_peek(TVMFFIObjectHandle error) {
  if (base_of(error)->header.deleter != error_deleter) return NULL;
  return ((error_object*)error)->exc;
}

size_t pytf_error_object_python_size(TVMFFIObjectHandle error) {
  if (base_of(error)->header.deleter != error_deleter) return 0;
  return ((error_object*)error)->python_size;
}
