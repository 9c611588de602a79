/* SPDX-License-Identifier: Apache-2.0 */
#include "core/func.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "core/func_sig.h"
#include "core/typetable.h"

/* ---- Functions written against tf_func_def ---- */

typedef struct native {
  tf_function function;
  const tf_func_def* def;
  int32_t num_params; /* -1: anything */
  void* context;
  void (*drop)(void* context);
} native;

static int native_call(void* handle, const TVMFFIAny* values, int32_t count, TVMFFIAny* result) {
  const native* self = handle;
  tf_args args = {self->def, values, count, self->context};
  if (count != self->num_params && self->num_params >= 0) {
    return tf_args_count_mismatch(&args, self->num_params);
  }
  return self->def->body(&args, tf_any_slot(result));
}

static void native_destroy(tf_object* object) {
  native* self = (native*)(void*)object;
  if (self->drop != NULL) self->drop(self->context);
}

static void native_delete(void* self, int flags) {
  tf_object_delete(self, flags, native_destroy, NULL);
}

int tf_func_new_closure(const tf_func_def* def, void* context, void (*drop)(void* context),
                        tf_function** out) {
  native* self = tf_object_new(sizeof *self, kTVMFFIFunction, native_delete);
  if (self == NULL) return -1;
  self->function.cell.safe_call = native_call;
  self->def = def;
  self->num_params = tf_func_sig_count(def->signature);
  self->context = context;
  self->drop = drop;
  *out = &self->function;
  return 0;
}

int tf_func_new(const tf_func_def* def, tf_function** out) {
  return tf_func_new_closure(def, NULL, NULL, out);
}

bool tf_func_is_native(const tf_object* function, const tf_func_def* def, void** opt_out_context) {
  if (function == NULL || function->deleter != native_delete) return false;
  const native* self = (const native*)(const void*)function;
  if (self->def != def) return false;
  if (opt_out_context != NULL) *opt_out_context = self->context;
  return true;
}

/* ---- Functions from outside ---- */

typedef struct external {
  tf_function function;
  TVMFFISafeCallType safe_call;
  void* self;
  void (*deleter)(void* self);
} external;

static int external_call(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  const external* function = handle;
  return function->safe_call(function->self, args, count, result);
}

static void external_destroy(tf_object* object) {
  external* function = (external*)(void*)object;
  if (function->deleter != NULL) function->deleter(function->self);
}

static void external_delete(void* self, int flags) {
  tf_object_delete(self, flags, external_destroy, NULL);
}

static inline int new_external(void* self, TVMFFISafeCallType safe_call,
                               void (*deleter)(void* self), TVMFFIObjectHandle* out) {
  if (self == NULL && deleter == NULL) {
    /* Called with the function object itself as handle (abi.md section 9.4). */
    tf_function* plain = tf_object_new(sizeof *plain, kTVMFFIFunction, tf_object_delete_leaf);
    if (plain == NULL) return -1;
    plain->cell.safe_call = safe_call;
    *out = plain;
    return 0;
  }
  external* function = tf_mem_alloc(sizeof *function);
  if (function == NULL) return tf_raise_memory();
  tf_object_init(&function->function.header, kTVMFFIFunction, external_delete);
  function->function.cell.safe_call = external_call;
  function->function.cell.cpp_call = NULL;
  function->safe_call = safe_call;
  function->self = self;
  function->deleter = deleter;
  *out = function;
  return 0;
}

int tf_func_new_external(void* self, TVMFFISafeCallType safe_call, void (*deleter)(void* self),
                         tf_function** out) {
  TVMFFIObjectHandle made;
  TF_TRY(new_external(self, safe_call, deleter, &made));
  *out = made;
  return 0;
}

/* ---- Calling ---- */

int tf_func_call(tf_object* function, const tf_view* args, int32_t count, tf_any* result) {
  TVMFFIAny answer = {.type_index = kTVMFFINone};
  const TVMFFIFunctionCell* cell = TF_OBJECT_BODY(function);
  if (cell->safe_call(function, count == 0 ? NULL : &args[0].raw, count, &answer) != 0) return -1;
  *result = tf_any_take(&answer);
  return 0;
}

int TVMFFIFunctionCreate(void* self, TVMFFISafeCallType safe_call, void (*deleter)(void* self),
                         TVMFFIObjectHandle* out) {
  if (safe_call == NULL || out == NULL) {
    return tf_raise(TF_TYPE_ERROR, "TVMFFIFunctionCreate: `%s` is NULL",
                    out == NULL ? "out" : "safe_call");
  }
  return new_external(self, safe_call, deleter, out);
}

int TVMFFIFunctionCall(TVMFFIObjectHandle func, TVMFFIAny* args, int32_t num_args,
                       TVMFFIAny* result) {
  const tf_function* function = func;
  if (TF_UNLIKELY(function == NULL || function->header.type_index != kTVMFFIFunction)) {
    return tf_raise(TF_TYPE_ERROR, "TVMFFIFunctionCall: not a function: %s",
                    func == NULL ? "NULL" : tf_view_type_key(tf_view_object(func)).data);
  }
  if (TF_UNLIKELY(result == NULL)) {
    return tf_raise(TF_TYPE_ERROR, "TVMFFIFunctionCall: `result` is NULL");
  }
  return function->cell.safe_call(func, args, num_args, result);
}

/* ---- Arguments ---- */

enum { MESSAGE_PART_MAX = 4096 };

static int raise_with_signature(const tf_args* args, tf_buf* front, const char* back) {
  (void)tf_buf_put_c(front, " when calling: `");
  (void)tf_buf_put_c(front, args->def->name);
  tf_func_put_signature(args->def, front);
  (void)tf_buf_put_c(front, back);
  int status = front->status == TF_BUF_NO_MEMORY
                   ? tf_raise_memory()
                   : tf_raise_str(tf_str_c(TF_TYPE_ERROR), tf_buf_view(front));
  tf_buf_drop(front);
  return status;
}

int tf_args_mismatch(const tf_args* args, int32_t index, const char* expected, const char* got) {
  if (index >= args->count) return tf_args_count_mismatch(args, index + 1);
  tf_buf back = tf_buf_new(MESSAGE_PART_MAX);
  (void)tf_buf_put_c(&back, "`. Expected `");
  if (expected != NULL) {
    (void)tf_buf_put_c(&back, expected);
  } else {
    tf_func_sig_put_param(args->def->signature, index, &back);
  }
  (void)tf_buf_put_c(&back, "` but got `");
  (void)tf_buf_put_c(&back, got != NULL ? got : tf_view_type_key(tf_args_view(args, index)).data);
  (void)tf_buf_put_char(&back, '`');
  tf_buf front = tf_buf_new(2 * MESSAGE_PART_MAX);
  (void)tf_buf_printf(&front, "Mismatched type on argument #%d", (int)index);
  int status = back.status == TF_BUF_NO_MEMORY
                   ? (tf_buf_drop(&front), tf_raise_memory())
                   : raise_with_signature(args, &front, tf_buf_c_str(&back));
  tf_buf_drop(&back);
  return status;
}

int tf_args_count_mismatch(const tf_args* args, int32_t expected) {
  char back[80];
  (void)snprintf(back, sizeof back, "`. Expected %d but got %d arguments", (int)expected,
                 (int)args->count);
  tf_buf front = tf_buf_new(2 * MESSAGE_PART_MAX);
  (void)tf_buf_put_c(&front, "Mismatched number of arguments");
  return raise_with_signature(args, &front, back);
}

/* What to expect in a message: the signature's word, or `word` for packed functions. */
static int mismatch(const tf_args* args, int32_t index, const char* word) {
  bool is_packed = tf_func_sig_is_packed(args->def->signature);
  return tf_args_mismatch(args, index, is_packed ? word : NULL, NULL);
}

int tf_args_int_mismatch(const tf_args* args, int32_t index) {
  return mismatch(args, index, "int");
}

int tf_args_bool(const tf_args* args, int32_t index, bool* out) {
  if (index < args->count && tf_view_get_bool(tf_args_view(args, index), out)) return 0;
  return mismatch(args, index, "bool");
}

int tf_args_float(const tf_args* args, int32_t index, double* out) {
  if (index < args->count && tf_view_get_float(tf_args_view(args, index), out)) return 0;
  return mismatch(args, index, "float");
}

int tf_args_ptr(const tf_args* args, int32_t index, void** out) {
  if (index < args->count) {
    const TVMFFIAny* value = &args->values[index];
    if (value->type_index == kTVMFFIOpaquePtr || value->type_index == kTVMFFINone) {
      *out = value->type_index == kTVMFFINone ? NULL : value->v_ptr;
      return 0;
    }
  }
  return mismatch(args, index, "void*");
}

/* The values of a call stay where they are during it, so that small strings may be lent from there. */
static const tf_view* stable_view(const tf_args* args, int32_t index) {
  return (const tf_view*)(const void*)&args->values[index];
}

int tf_args_str(const tf_args* args, int32_t index, tf_str* out) {
  if (index < args->count && tf_view_get_str(stable_view(args, index), out)) return 0;
  return mismatch(args, index, "str");
}

int tf_args_bytes(const tf_args* args, int32_t index, tf_str* out) {
  if (index < args->count && tf_view_get_bytes(stable_view(args, index), out)) return 0;
  return mismatch(args, index, "bytes");
}

/* The object of an argument: also one offered as an rvalue, which stays where it is. */
static void* get_object(const tf_args* args, int32_t index, int32_t type_index) {
  tf_view view = tf_args_view(args, index);
  if (view.raw.type_index == kTVMFFIObjectRValueRef && view.raw.v_ptr != NULL) {
    view = tf_view_object(*(tf_object**)view.raw.v_ptr);
  }
  return tf_view_get_object(view, type_index);
}

int tf_args_object_other(const tf_args* args, int32_t index, int32_t type_index, void* out) {
  void* object = index < args->count ? get_object(args, index, type_index) : NULL;
  if (object == NULL) return mismatch(args, index, tf_type_key(type_index).data);
  memcpy(out, &object, sizeof object);
  return 0;
}

int tf_args_opt_object(const tf_args* args, int32_t index, int32_t type_index, void* out) {
  if (index < args->count && args->values[index].type_index == kTVMFFINone) {
    void* none = NULL;
    memcpy(out, &none, sizeof none);
    return 0;
  }
  return tf_args_object(args, index, type_index, out);
}
