/* SPDX-License-Identifier: Apache-2.0 */
/* Temporaries of a conversion. */
#include "pytf.h"

#include "rvalue.h"

/* Lowest bits of a temporary: a handle, a Python reference, or an ObjectRValueRef to restore. */
enum { kTagHandle = 0, kTagObject = 1, kTagRValue = 2, kTagMask = 3 };

enum { kMaxDepth = 1000 };

int pytf_enter(pytf_ctx* ctx) {
  if (ctx->depth >= kMaxDepth) {
    PyErr_SetString(PyExc_RecursionError,
                    "the value is nested too deeply, or in itself, to be converted");
    return -1;
  }
  if (Py_EnterRecursiveCall(" while converting a value for the FFI")) return -1;
  ctx->depth++;
  return 0;
}

static void release(pytf_state* st, uintptr_t temp) {
  void* pointer = (void*)(temp & ~(uintptr_t)kTagMask);
  switch (temp & kTagMask) {
    case kTagObject:
      Py_DECREF((PyObject*)pointer);
      break;
    case kTagRValue:
      pytf_rvalue_give_back((PyObject*)pointer);
      Py_DECREF((PyObject*)pointer);
      break;
    default:
      pytf_drop_handle(st, pointer);
  }
}

void pytf_ctx_drop_temps(pytf_ctx* ctx) {
  PyObject* pending = PyErr_Occurred() ? pytf_take_exception() : NULL;
  while (ctx->num_temps > 0) release(ctx->state, ctx->temps[--ctx->num_temps]);
  if (pytf_unlikely(ctx->temps != ctx->inline_temps)) {
    PyMem_Free(ctx->temps);
    ctx->temps = ctx->inline_temps;
    ctx->max_temps = PYTF_INLINE_TEMPS;
  }
  if (pending) pytf_set_exception(pending);
}

static PYTF_COLD int grow(pytf_ctx* ctx) {
  if (ctx->max_temps > INT32_MAX / 2) {
    PyErr_NoMemory();
    return -1;
  }
  const size_t bytes = (size_t)ctx->max_temps * sizeof *ctx->temps;
  const int is_inline = ctx->temps == ctx->inline_temps;
  uintptr_t* temps = (uintptr_t*)PyMem_Realloc(is_inline ? NULL : ctx->temps, 2 * bytes);
  if (!temps) {
    PyErr_NoMemory();
    return -1;
  }
  if (is_inline) memcpy(temps, ctx->inline_temps, bytes);
  ctx->temps = temps;
  ctx->max_temps *= 2;
  return 0;
}

int pytf_ctx_keep_slow(pytf_ctx* ctx, uintptr_t temp) {
  if (ctx->num_temps == ctx->max_temps && grow(ctx) != 0) {
    release(ctx->state, temp);
    return -1;
  }
  ctx->temps[ctx->num_temps++] = temp;
  return 0;
}

int pytf_ctx_keep_object(pytf_ctx* ctx, PyObject* obj) {
  return pytf_ctx_keep_slow(ctx, (uintptr_t)obj | kTagObject);
}

int pytf_ctx_keep_rvalue(pytf_ctx* ctx, PyObject* rvalue) {
  return pytf_ctx_keep_slow(ctx, (uintptr_t)rvalue | kTagRValue);
}
