/* SPDX-License-Identifier: Apache-2.0 */
/* Python value -> TVMFFIAny (arguments, spec/python.md section 2.4) and TVMFFIAny -> Python value
 * (results, 2.5). */
#ifndef PYTF_CONVERT_H_
#define PYTF_CONVERT_H_

#include "object.h"

#define PYTF_INLINE_TEMPS 8

/* One conversion in progress: what must live until the call returns, and what tensors among the
   arguments said about their framework. On the C stack. A temporary is a FFI handle or a Python
   reference (lowest bit set). */
typedef struct {
  pytf_state* state;
  const DLPackExchangeAPI* exchange; /* first one seen among the arguments, or NULL */
  int32_t device_type;               /* first non-CPU device seen with it; 0: none */
  int32_t device_id;
  void* stream;  /* that device's current stream in the framework */
  int32_t depth; /* containers entered, see pytf_enter */
  int32_t num_temps;
  int32_t max_temps;
  uintptr_t* temps;
  uintptr_t inline_temps[PYTF_INLINE_TEMPS];
} pytf_ctx;

static inline void pytf_ctx_init(pytf_ctx* ctx, pytf_state* st) {
  ctx->state = st;
  ctx->exchange = NULL;
  ctx->device_type = 0;
  ctx->depth = 0;
  ctx->num_temps = 0;
  ctx->max_temps = PYTF_INLINE_TEMPS;
  ctx->temps = ctx->inline_temps;
}

/* Releases the temporaries; keeps a pending Python exception. May run twice. */
void pytf_ctx_drop_temps(pytf_ctx* ctx);
static inline void pytf_ctx_drop(pytf_ctx* ctx) {
  if (ctx->num_temps) pytf_ctx_drop_temps(ctx);
}

/* Around the conversion of anything that contains values: -1 with RecursionError when nested too deeply. */
int pytf_enter(pytf_ctx* ctx);
static inline void pytf_leave(pytf_ctx* ctx) {
  ctx->depth--;
  Py_LeaveRecursiveCall();
}

/* Keep something alive until the context is dropped. Both consume the reference, also on failure.
 */
int pytf_ctx_keep_slow(pytf_ctx* ctx, uintptr_t temp);
static inline int pytf_ctx_keep_handle(pytf_ctx* ctx, TVMFFIObjectHandle handle) {
  if (ctx->num_temps == ctx->max_temps) return pytf_ctx_keep_slow(ctx, (uintptr_t)handle);
  ctx->temps[ctx->num_temps++] = (uintptr_t)handle;
  return 0;
}
int pytf_ctx_keep_object(pytf_ctx* ctx, PyObject* obj);

/* Converts an argument into a view that lives as long as `obj` and `ctx`. Any Python value converts
   (at the latest to an OpaquePyObject); fails with the exception that a protocol method raised,
   UnicodeEncodeError for lone surrogates, or RecursionError for values nested too deeply or in
   themselves. */
int pytf_from_py(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* view);

/* The same into an owned value, for elements, fields and results of callbacks. `ctx` may have
   served other values: its temporaries may grow. */
int pytf_from_py_owned(pytf_ctx* ctx, PyObject* obj, TVMFFIAny* value);

/* Turns an owned value into a Python object. Consumes `*value`, also on failure, and leaves None
   there. New reference. `exchange` (may be NULL) is the framework that tensors become. ValueError
   for kinds that only exist as arguments (8, 9, 10). */
PyObject* pytf_to_py(pytf_state* st, TVMFFIAny* value, const DLPackExchangeAPI* exchange);

/* The same for a view, which is left alone: arguments of callbacks, elements of containers. Kinds
   8, 9 and 10 become str, bytes and the moved object. */
PyObject* pytf_view_to_py(pytf_state* st, const TVMFFIAny* view, const DLPackExchangeAPI* exchange);

/* ctypes.c_void_p, imported when first needed. Borrowed. */
PyTypeObject* pytf_c_void_p(pytf_state* st);

/* Makes a string or bytes view: inline up to 7 bytes, else an object kept by `ctx`. */
int pytf_text_view(pytf_ctx* ctx, const char* data, Py_ssize_t size, TVMFFIAny* view);
/* The object form of an inline string or bytes value. `*out` is owned. */
int pytf_text_object(const TVMFFIAny* small, TVMFFIObjectHandle* out);
int pytf_blob_view(pytf_ctx* ctx, const char* data, Py_ssize_t size, TVMFFIAny* view);

#endif /* PYTF_CONVERT_H_ */
