/* SPDX-License-Identifier: Apache-2.0 */
/* The global functions about the runtime itself: type keys, sentinels, the registry, strings, shapes. */
#include <inttypes.h>

#include "base/mem.h"
#include "container/array.h"
#include "core/registry.h"
#include "core/shape.h"
#include "core/string.h"
#include "core/typetable.h"
#include "extra/builtin.h"

/* ---- types and sentinels ---- */

static int get_registered_type_keys(const tf_args* args, tf_any* result) {
  (void)args;
  tf_typetable* table = tf_typetable_global();
  int32_t end = tf_typetable_end(table);
  tf_seq* keys = NULL;
  TF_TRY(tf_array_new((size_t)end, &keys));
  for (int32_t i = 0; i < end; ++i) {
    const TVMFFITypeInfo* info = tf_typetable_info(table, i);
    if (info == NULL) continue;
    tf_any key = tf_any_none();
    if (tf_string_new(tf_str_from_ffi(&info->type_key), &key) != 0) {
      tf_object_drop(&keys);
      return -1;
    }
    tf_array_fill(keys, key);
  }
  *result = tf_any_own(keys);
  return 0;
}

static int get_invalid_object(const tf_args* args, tf_any* result) {
  (void)args;
  *result = tf_any_share(tf_object_missing());
  return 0;
}

static int get_kwargs_object(const tf_args* args, tf_any* result) {
  (void)args;
  *result = tf_any_share(tf_object_kwargs());
  return 0;
}

/* ---- the registry ---- */

static int function_remove_global(const tf_args* args, tf_any* result) {
  tf_str name;
  TF_TRY(tf_args_str(args, 0, &name));
  *result = tf_any_bool(tf_registry_remove(tf_registry_global(), name));
  return 0;
}

/* A snapshot of all names: f(i) gives the i-th, f(-1) the count. Its context is an Array. */
static int name_list_call(const tf_args* args, tf_any* result) {
  const tf_seq* names = (const tf_seq*)args->context;
  int64_t index = 0;
  TF_TRY(tf_args_int(args, 0, &index));
  if (index < 0) {
    *result = tf_any_int(names->seq.size);
    return 0;
  }
  TF_TRY(tf_seq_check_index(names, index));
  *result = tf_any_copy_owned(&tf_seq_items(names)[index]);
  return 0;
}

static const tf_func_def name_list_def = {"", "(int) -> Any", name_list_call, NULL};

static int add_name(void* context, tf_str name) {
  tf_seq** names = (tf_seq**)context;
  tf_any text = tf_any_none();
  TF_TRY(tf_string_new(name, &text));
  return tf_array_push(names, text);
}

static int function_list_global_names(const tf_args* args, tf_any* result) {
  (void)args;
  tf_seq* names = NULL;
  tf_function* function = NULL;
  TF_TRY(tf_array_new(tf_registry_size(tf_registry_global()), &names));
  if (tf_registry_visit(tf_registry_global(), add_name, &names) != 0) goto fail;
  if (tf_func_new_closure(&name_list_def, names, tf_object_decref, &function) != 0) goto fail;
  *result = tf_any_own(function);
  return 0;
fail:
  tf_object_drop(&names);
  return -1;
}

static int get_global_func_metadata(const tf_args* args, tf_any* result) {
  tf_str name;
  tf_registry_item item;
  TF_TRY(tf_args_str(args, 0, &name));
  if (!tf_registry_describe(tf_registry_global(), name, &item)) {
    return tf_raise(TF_RUNTIME_ERROR, "Global Function is not found: %.*s", (int)name.size,
                    name.data);
  }
  return tf_string_new(item.metadata, result);
}

/* ---- values ---- */

static int string_identity(const tf_args* args, tf_any* result) {
  tf_str text;
  TF_TRY(tf_args_str(args, 0, &text));
  return tf_any_copy(tf_args_view(args, 0), result);
}

static int bytes_identity(const tf_args* args, tf_any* result) {
  tf_str content;
  TF_TRY(tf_args_bytes(args, 0, &content));
  return tf_any_copy(tf_args_view(args, 0), result);
}

static int function_from_extern_c(const tf_args* args, tf_any* result) {
  union {
    void* pointer;
    TVMFFISafeCallType safe_call;
    void (*deleter)(void* self);
  } call, end;
  void* self = NULL;
  TF_TRY(tf_args_ptr(args, 0, &self));
  TF_TRY(tf_args_ptr(args, 1, &call.pointer));
  TF_TRY(tf_args_ptr(args, 2, &end.pointer));
  if (call.pointer == NULL) {
    return tf_raise(TF_VALUE_ERROR, "ffi.FunctionFromExternC: safe_call is a null pointer");
  }
  tf_function* function = NULL;
  TF_TRY(tf_func_new_external(self, call.safe_call, end.deleter, &function));
  *result = tf_any_own(function);
  return 0;
}

static int shape_new(const tf_args* args, tf_any* result) {
  int64_t* extents = NULL;
  tf_any shape = tf_any_none();
  TF_TRY(tf_shape_new_room((size_t)args->count, &extents, &shape));
  for (int32_t i = 0; i < args->count; ++i) {
    if (!tf_view_get_int(tf_args_view(args, i), &extents[i])) {
      tf_any_drop(&shape);
      return tf_raise(TF_VALUE_ERROR, "Expect shape to take list of int arguments");
    }
  }
  *result = shape;
  return 0;
}

static const tf_func_def functions[] = {
    {"ffi.GetRegisteredTypeKeys", "() -> ffi.Array<ffi.String>", get_registered_type_keys, NULL},
    {"ffi.GetInvalidObject", "() -> ffi.Object", get_invalid_object, NULL},
    {"ffi.GetKwargsObject", "() -> ffi.Object", get_kwargs_object, NULL},
    {"ffi.FunctionRemoveGlobal", "(ffi.String) -> bool", function_remove_global, NULL},
    {"ffi.FunctionListGlobalNamesFunctor", "() -> ffi.Function", function_list_global_names, NULL},
    {"ffi.String", "(ffi.String) -> ffi.String", string_identity, NULL},
    {"ffi.Bytes", "(ffi.Bytes) -> ffi.Bytes", bytes_identity, NULL},
    {"ffi.GetGlobalFuncMetadata", "(ffi.String) -> ffi.String", get_global_func_metadata, NULL},
    {"ffi.FunctionFromExternC", "(void*, void*, void*) -> ffi.Function", function_from_extern_c,
     NULL},
    {"ffi.Shape", "packed", shape_new, NULL},
};

int tf_builtin_core(void) { return tf_registry_add_defs(functions, TF_COUNT_OF(functions)); }
