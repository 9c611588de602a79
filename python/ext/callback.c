/* SPDX-License-Identifier: Apache-2.0 */
/* Python callables as Functions, and C functions that keep a Python object. */
#include "callback.h"

#include "pytf.h"

#include "from_py.h"
#include "stack.h"
#include "to_py.h"

enum { kInlineArgs = 8 };

void pytf_release_from_anywhere(PyObject* obj) {
  if (!obj || !Py_IsInitialized()) return;
  if (PyGILState_Check()) {
    Py_DECREF(obj);
  } else if (!pytf_is_finalizing()) {
    const PyGILState_STATE gil = PyGILState_Ensure();
    Py_DECREF(obj);
    PyGILState_Release(gil);
  }
}

/* ---- objects ---- */

static void callback_deleter(void* self, int flags) {
  pytf_callback* callback = (pytf_callback*)self;
  if (flags & kTVMFFIObjectDeleterFlagBitMaskStrong) {
    PyObject* callable = callback->callable;
    callback->callable = NULL;
    pytf_release_from_anywhere(callable);
  }
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) PyMem_RawFree(callback);
}

/* A Function object of ours around `callable`, which may be NULL. */
static int new_function(pytf_state* st, TVMFFISafeCallType safe_call, PyObject* callable,
                        const DLPackExchangeAPI* exchange, TVMFFIObjectHandle* out) {
  pytf_callback* callback = (pytf_callback*)PyMem_RawMalloc(sizeof *callback);
  if (!callback) {
    PyErr_NoMemory();
    return -1;
  }
  memset(callback, 0, sizeof *callback);
  TVMFFIObject* header = &callback->function.header;
  header->combined_ref_count = PYTF_ONE_OWNER;
  header->type_index = kTVMFFIFunction;
  header->deleter = callback_deleter;
  callback->function.call.safe_call = safe_call;
  callback->state = st;
  callback->exchange = exchange;
  callback->callable = Py_XNewRef(callable);
  *out = callback;
  return 0;
}

int pytf_callback_new(pytf_state* st, PyObject* callable, const DLPackExchangeAPI* exchange,
                      TVMFFIObjectHandle* out) {
  return new_function(st, pytf_callback_safe_call, callable, exchange, out);
}

int pytf_extern_new(pytf_state* st, TVMFFISafeCallType safe_call, PyObject* keep_alive,
                    TVMFFIObjectHandle* out) {
  return new_function(st, safe_call, keep_alive, NULL, out);
}

static int packed_safe_call(void* self, const TVMFFIAny* args, int32_t num_args,
                            TVMFFIAny* result) {
  void* handle = NULL;
  int32_t status = 0;
  void* arguments[] = {&handle, (void*)&args, &num_args, &result, &status};
  ((pytf_callback*)self)->packed(arguments);
  return status;
}

int pytf_packed_new(pytf_state* st, pytf_packed_call packed, PyObject* keep_alive,
                    TVMFFIObjectHandle* out) {
  if (new_function(st, packed_safe_call, keep_alive, NULL, out) != 0) return -1;
  ((pytf_callback*)*out)->packed = packed;
  return 0;
}

PyObject* pytf_callback_peek(TVMFFIObjectHandle function) {
  if (pytf_handle_type(function) != kTVMFFIFunction) return NULL;
  if (((const TVMFFIObject*)function)->deleter != callback_deleter) return NULL;
  return ((const pytf_callback*)function)->callable;
}

/* ---- calls ---- */

/* Calls with converted arguments; `argv[-1]` is scratch for the callee. Consumes the arguments. */
static int call_and_convert(pytf_callback* callback, PyObject** argv, Py_ssize_t num_args,
                            TVMFFIAny* result) {
  /* The callee may drop the Function, and with it the callable, while it runs. */
  PyObject* callable = Py_NewRef(callback->callable);
  pytf_state* st = callback->state;
  PyObject* value =
      PyObject_Vectorcall(callable, argv, (size_t)num_args | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
  for (Py_ssize_t i = 0; i < num_args; i++) Py_DECREF(argv[i]);
  Py_DECREF(callable);
  if (!value) return -1;
  int rc = 0;
  if (value == Py_None) {
    pytf_any_set_none(result);
  } else {
    pytf_ctx ctx;
    pytf_ctx_init(&ctx, st);
    rc = pytf_from_py_owned(&ctx, value, result);
    pytf_ctx_drop(&ctx);
  }
  Py_DECREF(value);
  return rc;
}

static int convert_and_call(pytf_callback* callback, const TVMFFIAny* args, int32_t num_args,
                            PyObject** argv, TVMFFIAny* result) {
  for (int32_t i = 0; i < num_args; i++) {
    argv[i] = pytf_view_to_py_inline(callback->state, &args[i], callback->exchange);
    if (!argv[i]) {
      while (i-- > 0) Py_DECREF(argv[i]);
      return -1;
    }
  }
  return call_and_convert(callback, argv, num_args, result);
}

int pytf_callback_invoke(pytf_callback* callback, const TVMFFIAny* args, int32_t num_args,
                         TVMFFIAny* result) {
  if (pytf_likely(num_args <= kInlineArgs)) {
    PyObject* stack[kInlineArgs + 1];
    stack[0] = NULL;
    return convert_and_call(callback, args, num_args, stack + 1, result);
  }
  PyObject** heap = (PyObject**)PyMem_Malloc(((size_t)num_args + 1) * sizeof *heap);
  if (!heap) {
    PyErr_NoMemory();
    return -1;
  }
  heap[0] = NULL;
  const int rc = convert_and_call(callback, args, num_args, heap + 1, result);
  PyMem_Free(heap);
  return rc;
}

/* With the GIL, from native code. */
static int invoke_from_native(pytf_callback* callback, const TVMFFIAny* args, int32_t num_args,
                              TVMFFIAny* result) {
  if (pytf_stack_is_short()) {
    TVMFFIErrorSetRaisedFromCStr("RecursionError",
                                 "the thread's stack is nearly used up in a call back into Python");
    return -1;
  }
  /* Native code may call back while it cleans up after a Python error. */
  PyObject* pending = pytf_unlikely(PyErr_Occurred() != NULL) ? pytf_take_exception() : NULL;
  const int rc = pytf_callback_invoke(callback, args, num_args, result);
  if (pytf_unlikely(rc != 0)) (void)pytf_raise_to_ffi(callback->state);
  if (pending) pytf_set_exception(pending);
  return rc;
}

int pytf_callback_safe_call(void* self, const TVMFFIAny* args, int32_t num_args,
                            TVMFFIAny* result) {
  /* A native thread that outlives the interpreter must not wait for its lock: waiting ends the thread. */
  if (pytf_unlikely(pytf_is_finalizing()) && !(Py_IsInitialized() && PyGILState_Check())) {
    TVMFFIErrorSetRaisedFromCStr("RuntimeError", "the Python interpreter is shutting down");
    return -1;
  }
  const PyGILState_STATE gil = PyGILState_Ensure();
  const int rc = invoke_from_native((pytf_callback*)self, args, num_args, result);
  PyGILState_Release(gil);
  return rc;
}
