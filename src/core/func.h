/* SPDX-License-Identifier: Apache-2.0 */
/* Functions: making them from C, calling them, and unpacking arguments with checked errors (abi.md
   section 11).

   A native function is described by a constant tf_func_def. Its signature is one line of text, the
   single source of argument checks' messages and of the metadata JSON:

     static int array_get(const tf_args *args, tf_any *result) {
       tf_array *array;
       int64_t index;
       TF_TRY(tf_args_object(args, 0, kTVMFFIArray, &array));
       TF_TRY(tf_args_int(args, 1, &index));
       ...
     }
     static const tf_func_def functions[] = {
       {"ffi.ArrayGetItem", "(ffi.Array, int) -> Any", array_get, NULL},
     };
     TF_TRY(tf_registry_add_defs(functions, TF_COUNT_OF(functions)));

   Signature grammar: `(T, T, ...) -> T`, or `packed` for a function that takes anything. T is a
   type name, or Name<T, ...>: `Optional<ffi.Function>`, `ffi.Array<ffi.String>`, `Variant<int,
   ffi.String>`. `None` as result is written so. The number of arguments is checked before the body
   runs, unless packed. */
#ifndef TVM_FFI_CORE_FUNC_H_
#define TVM_FFI_CORE_FUNC_H_

#include <string.h>

#include "base/buf.h"
#include "core/any.h"
#include "core/error.h"

typedef struct tf_function {
  tf_object header;
  TVMFFIFunctionCell cell;
} tf_function;

typedef struct tf_args tf_args;

/* Body of a native function. `*result` comes in as None; on success it holds the owned result.
   Returns 0 or -1. */
typedef int (*tf_func_body)(const tf_args* args, tf_any* result);

/* Constant for ever: functions keep a pointer to it. */
typedef struct tf_func_def {
  const char* name;
  const char* signature;
  tf_func_body body;
  const char* doc; /* may be NULL */
} tf_func_def;

struct tf_args {
  const tf_func_def* def;
  const TVMFFIAny* values;
  int32_t count;
  void* context; /* what tf_func_new_closure was given; NULL for plain ones */
};

/* A function object over `def`. Owned. -1 with MemoryError. */
TF_NODISCARD int tf_func_new(const tf_func_def* def, tf_function** out);

/* The same with a pointer of its own; `drop(context)` runs at its end (NULL: nothing). Consumes
   `context` only on success. */
TF_NODISCARD int tf_func_new_closure(const tf_func_def* def, void* context,
                                     void (*drop)(void* context), tf_function** out);

/* TVMFFIFunctionCreate in internal clothes. */
TF_NODISCARD int tf_func_new_external(void* self, TVMFFISafeCallType safe_call,
                                      void (*deleter)(void* self), tf_function** out);

/* Is it one of ours over exactly this definition? Then its context comes back in *opt_out_context.
 */
bool tf_func_is_native(const tf_object* function, const tf_func_def* def, void** opt_out_context);

/* Calls. `args` are borrowed. An error of the callee stays raised; a callee that fails without
   raising anything (the host language has its own error pending, abi.md section 16) also gives -1,
   with the slot empty. */
TF_NODISCARD int tf_func_call(tf_object* function, const tf_view* args, int32_t count,
                              tf_any* result);

/* ---- Arguments. `index` counts from 0. On a wrong kind: TypeError in the reference's words
   (abi.md section 4): Mismatched type on argument #0 when calling: `name(0: int) -> int`. Expected
   `int` but got `ffi.SmallStr` An index at or beyond `count` (packed functions) is a TypeError as
   well. ---- */

int tf_args_int_mismatch(const tf_args* args, int32_t index);
TF_NODISCARD static inline int tf_args_int(const tf_args* args, int32_t index, int64_t* out) {
  if (index < args->count && tf_view_get_int(tf_view_raw(&args->values[index]), out)) return 0;
  return tf_args_int_mismatch(args, index); /* neither Int nor Bool */
}
TF_NODISCARD int tf_args_bool(const tf_args* args, int32_t index, bool* out); /* Bool, Int */
TF_NODISCARD int tf_args_float(const tf_args* args, int32_t index,
                               double* out);                                  /* Float, Int, Bool */
TF_NODISCARD int tf_args_ptr(const tf_args* args, int32_t index, void** out); /* OpaquePtr, None */
TF_NODISCARD int tf_args_str(const tf_args* args, int32_t index,
                             tf_str* out); /* 8, 11, 65; borrowed */
TF_NODISCARD int tf_args_bytes(const tf_args* args, int32_t index,
                               tf_str* out); /* 9, 12, 66; borrowed */

/* An object of this type or a derived one; *out is a pointer to any object type and receives it
   borrowed. */
TF_NODISCARD int tf_args_object_other(const tf_args* args, int32_t index, int32_t type_index,
                                      void* out);
TF_NODISCARD static inline int tf_args_object(const tf_args* args, int32_t index,
                                              int32_t type_index, void* out) {
  if (index < args->count && args->values[index].type_index == type_index &&
      args->values[index].v_obj != NULL) {
    memcpy(out, &args->values[index].v_obj, sizeof args->values[index].v_obj);
    return 0;
  }
  return tf_args_object_other(args, index, type_index, out); /* another type, which may derive */
}

/* The same, where None gives NULL. */
TF_NODISCARD int tf_args_opt_object(const tf_args* args, int32_t index, int32_t type_index,
                                    void* out);

/* Any value, borrowed. `index` must be below `count`. */
static inline tf_view tf_args_view(const tf_args* args, int32_t index) {
  return tf_view_raw(&args->values[index]);
}

/* Is argument `index` there, and not None? */
static inline bool tf_args_has(const tf_args* args, int32_t index) {
  return index < args->count && args->values[index].type_index != kTVMFFINone;
}

/* For conversions that live in higher layers: raises the message above, where `got` names what came
   (NULL: the key of the argument's type). `expected` NULL takes the type of the signature. Returns
   -1. */
int tf_args_mismatch(const tf_args* args, int32_t index, const char* expected, const char* got);

/* Raises "Mismatched number of arguments" with this expected number. Returns -1. */
int tf_args_count_mismatch(const tf_args* args, int32_t expected);

/* ---- Signatures as text. ---- */

/* `(0: ffi.Array, 1: int) -> Any`, the form of error messages. Appended to `buf`. */
void tf_func_put_signature(const tf_func_def* def, tf_buf* buf);

/* The metadata of a function with this signature, `{"type_schema":"{\"type\":...}"}` (abi.md
   section 14). Appended. */
void tf_func_put_metadata(const char* signature, tf_buf* buf);

/* The schema of one type of the grammar above, `{"type":"ffi.Array","args":[...]}` (not escaped).
   Appended. Fields use it. */
void tf_func_put_schema(tf_str type, tf_buf* buf);

/* JSON string escapes of abi.md section 14 for `text`, without the quotes. Appended. */
void tf_func_put_escaped(tf_str text, tf_buf* buf);

#endif /* TVM_FFI_CORE_FUNC_H_ */
