/* SPDX-License-Identifier: Apache-2.0 */
/* The global functions that work on any reflected object. */
#include "base/mem.h"
#include "core/registry.h"
#include "core/string.h"
#include "extra/builtin.h"
#include "extra/convert.h"
#include "extra/field_access.h"
#include "extra/deep_copy.h"
#include "extra/init.h"
#include "extra/recursive.h"
#include "extra/repr.h"

/* ---- getters and setters for fields of Python-defined classes ---- */

static int make_field_getter(const tf_args* args, tf_any* result) {
  int32_t static_type_index = 0;
  TF_TRY(tf_convert_int32(args, 0, &static_type_index));
  union {
    TVMFFIFieldGetter function;
    uintptr_t address;
  } getter = {tf_field_getter_for(static_type_index)};
  if (getter.function == NULL) {
    return tf_raise(TF_VALUE_ERROR, "there is no getter for fields of type index %d",
                    static_type_index);
  }
  *result = tf_any_int((int64_t)getter.address);
  return 0;
}

/* Converts a value for a field; what the front end passes as an address. */
typedef int (*convert_function)(void* converter, const TVMFFIAny* value, TVMFFIAny* result);

typedef struct {
  int32_t static_type_index;
  void* converter;
  convert_function convert;
} setter_context;

static int setter_call(const tf_args* args, tf_any* result) {
  (void)result;
  const setter_context* self = (const setter_context*)args->context;
  void* field = NULL;
  TF_TRY(tf_args_ptr(args, 0, &field));
  if (field == NULL) return tf_raise(TF_VALUE_ERROR, "the address of a field is a null pointer");
  TVMFFIAny converted = {0};
  TF_TRY(self->convert(self->converter, &args->values[1], &converted));
  return tf_field_store(field, self->static_type_index, tf_any_take(&converted));
}

static const tf_func_def setter_def = {"", "(void*, Any) -> None", setter_call, NULL};

static int make_field_setter(const tf_args* args, tf_any* result) {
  int32_t static_type_index = 0;
  int64_t converter = 0;
  int64_t convert = 0;
  TF_TRY(tf_convert_int32(args, 0, &static_type_index));
  TF_TRY(tf_args_int(args, 1, &converter));
  TF_TRY(tf_args_int(args, 2, &convert));
  if (convert == 0) return tf_raise(TF_VALUE_ERROR, "ffi.MakeFieldSetter: f_convert is 0");
  setter_context* context = (setter_context*)tf_mem_alloc(sizeof(*context));
  if (context == NULL) return tf_raise_memory();
  union {
    uintptr_t address;
    convert_function function;
  } pointer = {(uintptr_t)convert};
  *context = (setter_context){static_type_index, (void*)(uintptr_t)converter, pointer.function};
  tf_function* function = NULL;
  if (tf_func_new_closure(&setter_def, context, tf_mem_free, &function) != 0) {
    tf_mem_free(context);
    return -1;
  }
  *result = tf_any_own(function);
  return 0;
}

static int repr_print(const tf_args* args, tf_any* result) {
  return tf_repr(tf_args_view(args, 0), result);
}

static const tf_func_def functions[] = {
    {"ffi._RegisterFFIInit", "(int) -> None", tf_init_register_call, NULL},
    {"ffi.MakeFieldSetter", "(int, int, int) -> ffi.Function", make_field_setter, NULL},
    {"ffi._PyClassRegisterTypeAttrColumns", "(int, int) -> None", tf_init_register_py_class_call,
     NULL},
    {"ffi.DeepCopy", "(Any) -> Any", tf_deep_copy_call, NULL},
    {"ffi.ReprPrint", "(Any) -> ffi.String", repr_print, NULL},
    {"ffi.RecursiveHash", "(Any) -> int", tf_recursive_hash_call, NULL},
    {"ffi.MakeFieldGetter", "(int) -> int", make_field_getter, NULL},
    {"ffi.RecursiveEq", "(Any, Any) -> bool", tf_recursive_eq_call, NULL},
    {"ffi.RecursiveLt", "(Any, Any) -> bool", tf_recursive_lt_call, NULL},
    {"ffi.RecursiveLe", "(Any, Any) -> bool", tf_recursive_le_call, NULL},
    {"ffi.RecursiveGt", "(Any, Any) -> bool", tf_recursive_gt_call, NULL},
    {"ffi.RecursiveGe", "(Any, Any) -> bool", tf_recursive_ge_call, NULL},
    {"ffi.MakeObjectFromPackedArgs", "packed", tf_init_make_object_call, NULL},
};

int tf_builtin_dataclass(void) { return tf_registry_add_defs(functions, TF_COUNT_OF(functions)); }
