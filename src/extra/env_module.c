/* SPDX-License-Identifier: Apache-2.0 */
/* The C functions through which generated code meets its module (abi.md sections 9.9 and 15). */
#include <tvm/ffi/extra/c_env_api.h>

#include "core/error.h"
#include "extra/module.h"
#include "extra/module_library.h"

static int raise_null(const char* function) {
  return tf_raise(TF_VALUE_ERROR, "%s: a null pointer was passed", function);
}

int TVMFFIEnvModLookupFromImports(TVMFFIObjectHandle library_ctx, const char* func_name,
                                  TVMFFIObjectHandle* out) {
  if (library_ctx == NULL || func_name == NULL || out == NULL) return raise_null(__func__);
  tf_object* found = NULL;
  TF_TRY(tf_module_lookup_from_imports(tf_module_of_library_context(library_ctx),
                                       tf_str_c(func_name), &found));
  *out = found;
  return 0;
}

int TVMFFIEnvModRegisterContextSymbol(const char* name, void* symbol) {
  if (name == NULL) return raise_null(__func__);
  return tf_module_library_add_context_symbol(tf_str_c(name), symbol);
}

int TVMFFIEnvModRegisterSystemLibSymbol(const char* name, void* symbol) {
  if (name == NULL) return raise_null(__func__);
  return tf_module_library_add_system_symbol(tf_str_c(name), symbol);
}
