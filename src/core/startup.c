/* SPDX-License-Identifier: Apache-2.0 */
/* What this layer registers when the library is loaded. */
#include "core/startup.h"

#include <stdio.h>

#include "core/bigint.h"
#include "core/column.h"
#include "core/error.h"
#include "core/func.h"
#include "core/typetable.h"

#include <tvm/ffi/extra/c_runtime_api.h>

const char* tvm_ffi_build_id(void) { return TVM_FFI_BUILD_ID; }

/* ---- Conversions: `__ffi_convert__` ---- */

static int raise_no_conversion(const tf_args* args, const char* wanted) {
  return tf_raise(TF_TYPE_ERROR, "Cannot convert from type `%s` to `%s`",
                  tf_view_type_key(tf_args_view(args, 0)).data, wanted);
}

static int convert_string(const tf_args* args, tf_any* result) {
  tf_view view = tf_args_view(args, 0);
  tf_str text;
  if (!tf_view_get_str(&view, &text)) return raise_no_conversion(args, "str");
  return tf_any_copy(view, result);
}

static int convert_bytes(const tf_args* args, tf_any* result) {
  tf_view view = tf_args_view(args, 0);
  tf_str content;
  if (!tf_view_get_bytes(&view, &content)) return raise_no_conversion(args, "bytes");
  return tf_any_copy(view, result);
}

static int convert_object_of(const tf_args* args, int32_t type_index, tf_any* result) {
  tf_any owned;
  TF_TRY(tf_any_copy(tf_args_view(args, 0), &owned));
  if (tf_view_get_object(tf_view_of(&owned), type_index) == NULL) {
    tf_any_drop(&owned);
    return raise_no_conversion(args, tf_type_key(type_index).data);
  }
  *result = owned;
  return 0;
}

static int convert_object(const tf_args* args, tf_any* result) {
  return convert_object_of(args, kTVMFFIObject, result);
}

static int convert_error(const tf_args* args, tf_any* result) {
  return convert_object_of(args, kTVMFFIError, result);
}

static int convert_function(const tf_args* args, tf_any* result) {
  return convert_object_of(args, kTVMFFIFunction, result);
}

static const struct {
  int32_t type_index;
  tf_func_def def;
} conversions[] = {
    {kTVMFFIObject, {"ffi.Object.__ffi_convert__", "(AnyView) -> Any", convert_object, NULL}},
    {kTVMFFIStr, {"ffi.String.__ffi_convert__", "(AnyView) -> Any", convert_string, NULL}},
    {kTVMFFIBytes, {"ffi.Bytes.__ffi_convert__", "(AnyView) -> Any", convert_bytes, NULL}},
    {kTVMFFIError, {"ffi.Error.__ffi_convert__", "(AnyView) -> Any", convert_error, NULL}},
    {kTVMFFIFunction, {"ffi.Function.__ffi_convert__", "(AnyView) -> Any", convert_function, NULL}},
};

static int register_conversions(void) {
  for (size_t i = 0; i < TF_COUNT_OF(conversions); ++i) {
    tf_function* function;
    TF_TRY(tf_func_new(&conversions[i].def, &function));
    TF_TRY(tf_column_set(TF_COLUMN_CONVERT, conversions[i].type_index, tf_any_own(function)));
  }
  return 0;
}

/* ---- Registration ---- */

void tf_startup_report(const char* layer, int status) {
  if (status == 0) return;
  tf_error* error = tf_error_take_raised();
  (void)fprintf(stderr, "tvm_ffi: %s could not be registered: %s\n", layer,
                error == NULL ? "unknown reason" : error->cell.message.data);
  tf_object_decref(error);
}

static int register_core(void) {
  TF_TRY(tf_bigint_register());
  return register_conversions();
}

TF_CONSTRUCTOR(110) static void load(void) {
  (void)tf_typetable_global();
  (void)tf_columns_global();
  tf_startup_report("the core", register_core());
}
