/* SPDX-License-Identifier: Apache-2.0 */
/* Global functions through the C ABI. */
#include "core/registry.h"

#include <string.h>

#include <tvm/ffi/extra/c_runtime_api.h>

#include "core/byte_array.h"

int TVMFFIFunctionGetGlobal(const TVMFFIByteArray* name, TVMFFIObjectHandle* out) {
  TF_TRY(tf_byte_array_check(__func__, name));
  if (TF_UNLIKELY(out == NULL)) return tf_raise(TF_TYPE_ERROR, "%s: `out` is NULL", __func__);
  *out = tf_registry_find(tf_registry_global(), tf_str_from_ffi(name));
  return 0;
}

/* A function handle, or a TypeError. */
static int check_function(const char* function, tf_str name, const tf_object* object) {
  if (object != NULL && object->type_index == kTVMFFIFunction) return 0;
  return tf_raise(TF_TYPE_ERROR, "%s: `%.*s` must be a function, got `%s`", function,
                  (int)name.size, name.data,
                  object == NULL ? "None" : tf_view_type_key(tf_view_object(object)).data);
}

int TVMFFIFunctionSetGlobal(const TVMFFIByteArray* name, TVMFFIObjectHandle f, int allow_override) {
  const void* caller = TF_RETURN_ADDRESS();
  TF_TRY(tf_byte_array_check(__func__, name));
  TF_TRY(check_function(__func__, tf_str_from_ffi(name), f));
  tf_registry_item item = {.name = tf_str_from_ffi(name),
                           .flags = kTVMFFIFieldFlagBitMaskIsStaticMethod,
                           .function = f,
                           .owner = tf_owner_of(caller)};
  return tf_registry_set(tf_registry_global(), &item, allow_override != 0);
}

int TVMFFIFunctionSetGlobalFromMethodInfo(const TVMFFIMethodInfo* info, int allow_override) {
  const void* caller = TF_RETURN_ADDRESS();
  if (info == NULL) return tf_raise(TF_TYPE_ERROR, "%s: `info` is NULL", __func__);
  TF_TRY(tf_byte_array_check(__func__, &info->name));
  TF_TRY(tf_byte_array_check(__func__, &info->doc));
  TF_TRY(tf_byte_array_check(__func__, &info->metadata));
  tf_view method = tf_view_raw(&info->method);
  TF_TRY(check_function(__func__, tf_str_from_ffi(&info->name),
                        tf_view_is_object(method) ? method.raw.v_obj : NULL));
  tf_registry_item item = {.name = tf_str_from_ffi(&info->name),
                           .doc = tf_str_from_ffi(&info->doc),
                           .metadata = tf_str_from_ffi(&info->metadata),
                           .flags = info->flags,
                           .function = method.raw.v_obj,
                           .owner = tf_owner_of(caller)};
  return tf_registry_set(tf_registry_global(), &item, allow_override != 0);
}

TVMFFIByteArray tvm_ffi_function_doc(const TVMFFIByteArray* name) {
  tf_registry_item item;
  bool is_known = tf_byte_array_is_readable(name) &&
                  tf_registry_describe(tf_registry_global(), tf_str_from_ffi(name), &item);
  if (!is_known || item.doc.size == 0) return (TVMFFIByteArray){"", 0};
  return (TVMFFIByteArray){item.doc.data, item.doc.size};
}
