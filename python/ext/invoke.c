/* SPDX-License-Identifier: Apache-2.0 */
/* Calls into native code. */
#include "invoke.h"

#include "pytf.h"

#include <tvm/ffi/extra/c_env_api.h>

#include "callback.h"
#include "from_py.h"
#include "to_py.h"

enum { kInlineArgs = 8 };

static int call_native(pytf_state* st, TVMFFIObjectHandle function, const TVMFFIAny* args,
                       int32_t num_args, int release_gil, TVMFFIAny* result) {
  const TVMFFISafeCallType safe_call = ((tvm_ffi_function_object*)function)->call.safe_call;
  int rc;
  st->native_frames++;
  if (release_gil) {
    PyThreadState* thread = PyEval_SaveThread();
    rc = safe_call(function, args, num_args, result);
    PyEval_RestoreThread(thread);
  } else {
    rc = safe_call(function, args, num_args, result);
  }
  st->native_frames--;
  return rc;
}

/* With the stream and the tensor allocator of the framework whose tensors are among the arguments. */
static PYTF_COLD int call_in_framework(pytf_ctx* ctx, TVMFFIObjectHandle function,
                                       const TVMFFIAny* args, int32_t num_args, int release_gil,
                                       TVMFFIAny* result) {
  const DLPackManagedTensorAllocator allocator = ctx->exchange->managed_tensor_allocator;
  DLPackManagedTensorAllocator old_allocator = NULL;
  TVMFFIStreamHandle old_stream = NULL;
  int rc = 0;
  const int has_device = ctx->device_type != 0;
  if (has_device) {
    rc = TVMFFIEnvSetStream(ctx->device_type, ctx->device_id, ctx->stream, &old_stream);
    if (rc != 0) return rc;
  }
  if (allocator) rc = TVMFFIEnvSetDLPackManagedTensorAllocator(allocator, 0, &old_allocator);
  if (rc == 0) {
    rc = call_native(ctx->state, function, args, num_args, release_gil, result);
    if (allocator) (void)TVMFFIEnvSetDLPackManagedTensorAllocator(old_allocator, 0, NULL);
  }
  if (has_device) {
    (void)TVMFFIEnvSetStream(ctx->device_type, ctx->device_id, old_stream, NULL);
  }
  return rc;
}

int pytf_invoke(pytf_ctx* ctx, TVMFFIObjectHandle function, const TVMFFIAny* args, int32_t num_args,
                int release_gil, TVMFFIAny* result) {
  pytf_any_set_none(result);
  if (pytf_unlikely(Py_EnterRecursiveCall(" in an FFI call"))) return -1;
  int rc;
  if (pytf_is_callback(function) && !ctx->exchange) {
    /* No native code lies between: releasing the GIL would only mean taking it again at once. With a framework's tensors
       among the arguments its stream and its allocator have to be current meanwhile, whoever is called. */
    rc = pytf_callback_invoke((pytf_callback*)function, args, num_args, result);
    Py_LeaveRecursiveCall();
    return rc;
  }
  if (pytf_likely(!ctx->exchange)) {
    rc = call_native(ctx->state, function, args, num_args, release_gil, result);
  } else {
    rc = call_in_framework(ctx, function, args, num_args, release_gil, result);
  }
  Py_LeaveRecursiveCall();
  if (pytf_likely(rc == 0)) return 0;
  pytf_any_set_none(result); /* what a failing callee left there is nobody's */
  return pytf_raise(ctx->state, rc);
}

/* Converts the arguments from `first` on into `views` and calls. */
static inline int convert_and_call(pytf_ctx* ctx, TVMFFIObjectHandle function,
                                   PyObject* const* args, Py_ssize_t first, Py_ssize_t num_args,
                                   TVMFFIAny* views, int release_gil, TVMFFIAny* value) {
  for (Py_ssize_t i = first; i < num_args; i++) {
    if (pytf_unlikely(pytf_from_py_inline(ctx, args[i], &views[i]) != 0)) return -1;
  }
  return pytf_invoke(ctx, function, views, (int32_t)num_args, release_gil, value);
}

/* More arguments than the stack array holds. */
static PYTF_COLD int convert_and_call_many(pytf_ctx* ctx, TVMFFIObjectHandle function,
                                           PyObject* const* args, Py_ssize_t num_args,
                                           int release_gil, TVMFFIAny* value) {
  if (num_args > INT32_MAX) {
    PyErr_SetString(PyExc_OverflowError, "too many arguments");
    return -1;
  }
  TVMFFIAny* views = (TVMFFIAny*)PyMem_Malloc((size_t)num_args * sizeof *views);
  if (!views) {
    PyErr_NoMemory();
    return -1;
  }
  const int rc = convert_and_call(ctx, function, args, 0, num_args, views, release_gil, value);
  PyMem_Free(views);
  return rc;
}

static inline int call_in_ctx(pytf_ctx* ctx, TVMFFIObjectHandle function, PyObject* const* args,
                              Py_ssize_t num_args, int release_gil, TVMFFIAny* value) {
  if (pytf_likely(num_args <= kInlineArgs)) {
    TVMFFIAny views[kInlineArgs];
    return convert_and_call(ctx, function, args, 0, num_args, views, release_gil, value);
  }
  return convert_and_call_many(ctx, function, args, num_args, release_gil, value);
}

int pytf_call_value(pytf_state* st, TVMFFIObjectHandle function, PyObject* const* args,
                    Py_ssize_t num_args, int release_gil, TVMFFIAny* value) {
  pytf_ctx ctx;
  pytf_ctx_init(&ctx, st);
  const int rc = call_in_ctx(&ctx, function, args, num_args, release_gil, value);
  pytf_ctx_drop(&ctx);
  return rc;
}

PyObject* pytf_call(pytf_state* st, TVMFFIObjectHandle function, PyObject* const* args,
                    Py_ssize_t num_args, int release_gil) {
  pytf_ctx ctx;
  TVMFFIAny value;
  pytf_ctx_init(&ctx, st);
  const int rc = call_in_ctx(&ctx, function, args, num_args, release_gil, &value);
  pytf_ctx_drop(&ctx);
  if (pytf_unlikely(rc != 0)) return NULL;
  return pytf_to_py_inline(st, &value, ctx.exchange);
}

PyObject* pytf_call_method(pytf_state* st, TVMFFIObjectHandle function, PyObject* const* args,
                           Py_ssize_t num_args, int release_gil) {
  if (pytf_unlikely(num_args > kInlineArgs)) {
    return pytf_call(st, function, args, num_args, release_gil);
  }
  pytf_ctx ctx;
  TVMFFIAny views[kInlineArgs], value;
  pytf_ctx_init(&ctx, st);
  pytf_any_set_object(&views[0], pytf_handle_of(args[0]));
  const int rc = convert_and_call(&ctx, function, args, 1, num_args, views, release_gil, &value);
  pytf_ctx_drop(&ctx);
  if (pytf_unlikely(rc != 0)) return NULL;
  return pytf_to_py_inline(st, &value, ctx.exchange);
}

int pytf_call_views(pytf_state* st, TVMFFIObjectHandle function, const TVMFFIAny* args,
                    int32_t num_args, TVMFFIAny* result) {
  pytf_ctx ctx;
  pytf_ctx_init(&ctx, st);
  return pytf_invoke(&ctx, function, args, num_args, 0, result);
}

TVMFFIObjectHandle pytf_runtime_function(pytf_state* st, const char* name,
                                         TVMFFIObjectHandle* slot) {
  if (*slot) return *slot;
  const TVMFFIByteArray bytes = pytf_bytes_of(name);
  TVMFFIObjectHandle function = NULL;
  if (pytf_check(st, TVMFFIFunctionGetGlobal(&bytes, &function)) != 0) return NULL;
  if (!function) {
    PyErr_Format(PyExc_RuntimeError, "the runtime library has no function %s", name);
    return NULL;
  }
  *slot = function;
  return function;
}
