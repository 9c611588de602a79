/* SPDX-License-Identifier: Apache-2.0 */
/* The global functions of modules. */
#include "base/mem.h"
#include "base/thread.h"
#include "container/array.h"
#include "container/map.h"
#include "core/registry.h"
#include "core/string.h"
#include "extra/builtin.h"
#include "extra/module_library.h"

#define LOADER_PREFIX "ffi.Module.load_from_file."
#define NAME_LIMIT 4096

/* ---- loading ---- */

/* The name of the loader for a path; `dll`, `dylib` and `dso` are libraries too. */
static tf_str extension_of(tf_str path) {
  static const char* const libraries[] = {"dll", "dylib", "dso"};
  size_t dot = tf_str_find_last_byte(path, '.');
  tf_str extension = tf_str_slice(path, dot == TF_STR_NONE ? path.size : dot + 1, path.size);
  for (size_t i = 0; i < TF_COUNT_OF(libraries); ++i) {
    if (tf_str_equal_c(extension, libraries[i])) return tf_str_c("so");
  }
  return extension;
}

/* *out is owned; NULL when there is none, also for an extension that is too long for a name. */
static int find_loader(tf_str extension, tf_object** out) {
  tf_buf name = tf_buf_new(NAME_LIMIT);
  (void)tf_buf_put_c(&name, LOADER_PREFIX);
  (void)tf_buf_put_str(&name, extension);
  int code = name.status == TF_BUF_NO_MEMORY ? tf_raise_memory() : 0;
  *out =
      name.status == TF_BUF_OK ? tf_registry_find(tf_registry_global(), tf_buf_view(&name)) : NULL;
  tf_buf_drop(&name);
  return code;
}

static int load_from_file(const tf_args* args, tf_any* result) {
  tf_str path;
  TF_TRY(tf_args_str(args, 0, &path));
  tf_str extension = extension_of(path);
  if (extension.size == 0) {
    return tf_raise(TF_RUNTIME_ERROR, "Failed to get file format from %.*s", (int)path.size,
                    path.data);
  }
  tf_object* loader = NULL;
  TF_TRY(find_loader(extension, &loader));
  if (loader == NULL) {
    return tf_raise(TF_RUNTIME_ERROR,
                    "Loader for `.%.*s` files is not registered, resolved to (" LOADER_PREFIX
                    "%.*s) in the global registry. Is the runtime that brings it loaded?",
                    (int)extension.size, extension.data, (int)extension.size, extension.data);
  }
  tf_any format = tf_any_none();
  int code = tf_string_new(extension, &format);
  if (code == 0) {
    const tf_view loader_args[] = {tf_args_view(args, 0), tf_view_of(&format)};
    code = tf_func_call(loader, loader_args, 2, result);
  }
  tf_any_drop(&format);
  tf_object_decref(loader);
  return code;
}

static int load_library(const tf_args* args, tf_any* result) {
  tf_str path;
  tf_module* module = NULL;
  TF_TRY(tf_args_str(args, 0, &path));
  TF_TRY(tf_module_library_load(path, &module));
  *result = tf_any_own(module);
  return 0;
}

static int system_lib(const tf_args* args, tf_any* result) {
  tf_view view = args->count > 0 ? tf_args_view(args, 0) : tf_view_c_str("");
  tf_module* module = NULL;
  tf_str prefix;
  if (!tf_view_get_str(&view, &prefix)) {
    tf_str key = tf_view_type_key(view);
    return tf_raise(TF_TYPE_ERROR, "Cannot convert from type `%.*s` to `str`", (int)key.size,
                    key.data);
  }
  TF_TRY(tf_module_library_system(prefix, &module));
  *result = tf_any_own(module);
  return 0;
}

/* ---- asking ---- */

/* Module, name, query_imports: the arguments of most functions here. */
typedef struct {
  tf_module* module;
  tf_str name;
  bool query_imports;
} query;

static int read_query(const tf_args* args, query* out) {
  TF_TRY(tf_args_bool(args, 2, &out->query_imports));
  TF_TRY(tf_args_str(args, 1, &out->name));
  return tf_args_object(args, 0, kTVMFFIModule, &out->module);
}

static int get_item(const tf_args* args, tf_module_item item, tf_any* result) {
  query what;
  TF_TRY(read_query(args, &what));
  return tf_module_get(what.module, item, what.name, what.query_imports, result);
}

static int get_function(const tf_args* args, tf_any* result) {
  return get_item(args, TF_MODULE_FUNCTION, result);
}

static int get_function_metadata(const tf_args* args, tf_any* result) {
  return get_item(args, TF_MODULE_METADATA, result);
}

static int get_function_doc(const tf_args* args, tf_any* result) {
  return get_item(args, TF_MODULE_DOC, result);
}

static int implements_function(const tf_args* args, tf_any* result) {
  query what;
  bool found = false;
  TF_TRY(read_query(args, &what));
  TF_TRY(tf_module_implements(what.module, what.name, what.query_imports, &found));
  *result = tf_any_bool(found);
  return 0;
}

static int get_property_mask(const tf_args* args, tf_any* result) {
  tf_module* module = NULL;
  TF_TRY(tf_args_object(args, 0, kTVMFFIModule, &module));
  *result = tf_any_int(tf_module_property_mask(module));
  return 0;
}

static int get_kind(const tf_args* args, tf_any* result) {
  tf_module* module = NULL;
  TF_TRY(tf_args_object(args, 0, kTVMFFIModule, &module));
  return tf_string_new(tf_str_c(tf_module_kind_name(module)), result);
}

/* None of our kinds has a source to show or a format to write. */
static int inspect_source(const tf_args* args, tf_any* result) {
  tf_module* module = NULL;
  tf_str format;
  TF_TRY(tf_args_object(args, 0, kTVMFFIModule, &module));
  TF_TRY(tf_args_str(args, 1, &format));
  return tf_string_new(tf_str_c(""), result);
}

static int get_write_formats(const tf_args* args, tf_any* result) {
  tf_module* module = NULL;
  tf_seq* formats = NULL;
  TF_TRY(tf_args_object(args, 0, kTVMFFIModule, &module));
  TF_TRY(tf_array_new(0, &formats));
  *result = tf_any_own(formats);
  return 0;
}

static int write_to_file(const tf_args* args, tf_any* result) {
  (void)result;
  tf_module* module = NULL;
  tf_str text;
  TF_TRY(tf_args_object(args, 0, kTVMFFIModule, &module));
  TF_TRY(tf_args_str(args, 1, &text));
  TF_TRY(tf_args_str(args, 2, &text));
  return tf_raise(TF_RUNTIME_ERROR, "Module[%s] does not support WriteToFile",
                  tf_module_kind_name(module));
}

/* ---- imports ---- */

static int import_module(const tf_args* args, tf_any* result) {
  (void)result;
  tf_module* module = NULL;
  tf_module* other = NULL;
  TF_TRY(tf_args_object(args, 1, kTVMFFIModule, &other));
  TF_TRY(tf_args_object(args, 0, kTVMFFIModule, &module));
  return tf_module_import(module, other);
}

static int clear_imports(const tf_args* args, tf_any* result) {
  (void)result;
  tf_module* module = NULL;
  TF_TRY(tf_args_object(args, 0, kTVMFFIModule, &module));
  return tf_module_clear_imports(module);
}

/* ---- modules that live as long as the process: a Dict with the modules as keys ---- */

static tf_mutex globals_lock = TF_MUTEX_INIT;
static tf_map* globals;

/* Under the lock. */
static int add_global(tf_module* module) {
  if (globals == NULL) TF_TRY(tf_map_new(kTVMFFIDict, 0, &globals));
  return tf_map_set(globals, tf_any_share(module), tf_any_none());
}

static int globals_add(const tf_args* args, tf_any* result) {
  (void)result;
  tf_module* module = NULL;
  TF_TRY(tf_args_object(args, 0, kTVMFFIModule, &module));
  tf_mutex_lock(&globals_lock);
  int code = add_global(module);
  tf_mutex_unlock(&globals_lock);
  return code;
}

static int globals_remove(const tf_args* args, tf_any* result) {
  (void)result;
  tf_module* module = NULL;
  TF_TRY(tf_args_object(args, 0, kTVMFFIModule, &module));
  tf_mutex_lock(&globals_lock);
  /* The caller's reference keeps the module alive until the lock is free. */
  int code = globals == NULL ? 0 : tf_map_erase(globals, tf_view_object(module), NULL);
  tf_mutex_unlock(&globals_lock);
  return code;
}

static const tf_func_def functions[] = {
    {"ffi.ModuleLoadFromFile", "(ffi.String) -> ffi.Module", load_from_file, NULL},
    {"ffi.ModuleImplementsFunction", "(ffi.Module, ffi.String, bool) -> bool", implements_function,
     NULL},
    {"ffi.ModuleGetFunctionMetadata", "(ffi.Module, ffi.String, bool) -> Optional<ffi.String>",
     get_function_metadata, NULL},
    {"ffi.ModuleGetFunctionDoc", "(ffi.Module, ffi.String, bool) -> Optional<ffi.String>",
     get_function_doc, NULL},
    {"ffi.ModuleGetFunction", "(ffi.Module, ffi.String, bool) -> Optional<ffi.Function>",
     get_function, NULL},
    {"ffi.ModuleGetPropertyMask", "(ffi.Module) -> int", get_property_mask, NULL},
    {"ffi.ModuleInspectSource", "(ffi.Module, ffi.String) -> ffi.String", inspect_source, NULL},
    {"ffi.ModuleGetKind", "(ffi.Module) -> ffi.String", get_kind, NULL},
    {"ffi.ModuleGetWriteFormats", "(ffi.Module) -> ffi.Array<ffi.String>", get_write_formats, NULL},
    {"ffi.ModuleWriteToFile", "(ffi.Module, ffi.String, ffi.String) -> None", write_to_file, NULL},
    {"ffi.ModuleImportModule", "(ffi.Module, ffi.Module) -> None", import_module, NULL},
    {"ffi.ModuleClearImports", "(ffi.Module) -> None", clear_imports, NULL},
    {"ffi.ModuleGlobalsAdd", "(ffi.Module) -> None", globals_add, NULL},
    {"ffi.ModuleGlobalsRemove", "(ffi.Module) -> None", globals_remove, NULL},
    {"ffi.SystemLib", "packed", system_lib, NULL},
    {"ffi.Module.load_from_file.so", "(ffi.String, ffi.String) -> ffi.Module", load_library, NULL},
};

int tf_builtin_module(void) { return tf_registry_add_defs(functions, TF_COUNT_OF(functions)); }
