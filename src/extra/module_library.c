/* SPDX-License-Identifier: Apache-2.0 */
/* Library modules. */
#include "extra/module_library.h"

#include "base/mem.h"
#include "base/thread.h"
#include "container/map.h"
#include "core/error.h"
#include "core/func.h"
#include "core/string.h"
#include "extra/library.h"
#include "extra/module_blob.h"
#include "extra/symbol_source.h"

#define FUNCTION_PREFIX "__tvm_ffi_"
#define METADATA_PREFIX "__tvm_ffi__metadata_"
#define DOC_PREFIX "__tvm_ffi__doc_"
#define CONTEXT_SYMBOL "__tvm_ffi__library_ctx"
#define BLOB_SYMBOL "__tvm_ffi__library_bin"

/* ---- functions of a module: they keep it, and thereby the library, alive ---- */

typedef struct {
  TVMFFISafeCallType symbol;
  tf_module* module; /* owned */
} bound_symbol;

static void bound_symbol_drop(void* self) {
  bound_symbol* bound = (bound_symbol*)self;
  tf_object_drop(&bound->module);
  tf_mem_free(bound);
}

/* Exported symbols are called without a handle. */
static int call_symbol(void* self, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  return ((const bound_symbol*)self)->symbol(NULL, args, num_args, result);
}

static int bind_symbol(tf_module* module, TVMFFISafeCallType symbol, tf_any* out) {
  bound_symbol* bound = (bound_symbol*)tf_mem_alloc(sizeof(*bound));
  if (bound == NULL) return tf_raise_memory();
  bound->symbol = symbol;
  bound->module = module;
  tf_object_incref(module);
  tf_function* function = NULL;
  if (tf_func_new_external(bound, call_symbol, bound_symbol_drop, &function) != 0) {
    bound_symbol_drop(bound);
    return -1;
  }
  *out = tf_any_own(function);
  return 0;
}

/* Calls the symbol that says a text about a function. */
static int get_text(TVMFFISafeCallType symbol, tf_any* out) {
  TVMFFIAny result = {0};
  if (symbol(NULL, NULL, 0, &result) != 0) return -1;
  tf_any text = tf_any_take(&result);
  tf_view view = tf_view_of(&text);
  tf_str content;
  if (!tf_view_get_str(&view, &content)) {
    tf_str key = tf_view_type_key(view);
    (void)tf_raise(TF_TYPE_ERROR, "Cannot convert from type `%.*s` to `str`", (int)key.size,
                   key.data);
    tf_any_drop(&text);
    return -1;
  }
  *out = text;
  return 0;
}

static int library_get(tf_module* module, void* context, tf_module_item item, tf_str name,
                       tf_any* out) {
  static const char* const prefixes[] = {FUNCTION_PREFIX, METADATA_PREFIX, DOC_PREFIX};
  TVMFFISafeCallType symbol =
      tf_symbol_source_function((const tf_symbol_source*)context, prefixes[item], name);
  if (symbol == NULL) {
    *out = tf_any_none();
    return 0;
  }
  return item == TF_MODULE_FUNCTION ? bind_symbol(module, symbol, out) : get_text(symbol, out);
}

static bool library_implements(void* context, tf_str name) {
  return tf_symbol_source_function((const tf_symbol_source*)context, FUNCTION_PREFIX, name) != NULL;
}

static const tf_module_kind library_kind = {"library",
                                            TF_MODULE_BINARY_SERIALIZABLE | TF_MODULE_RUNNABLE,
                                            library_get, library_implements, tf_symbol_source_drop};

static int new_library_module(void* handle, tf_str prefix, tf_module** out) {
  tf_symbol_source* source = tf_symbol_source_new(handle, prefix);
  if (source == NULL) return -1;
  if (tf_module_new(&library_kind, source, out) != 0) {
    source->handle = NULL;
    tf_symbol_source_drop(source);
    return -1;
  }
  return 0;
}

/* ---- context symbols ---- */

typedef struct context_symbol {
  struct context_symbol* next;
  const char* name;
  void* value;
} context_symbol;

static tf_mutex context_lock = TF_MUTEX_INIT;
static context_symbol* context_symbols;

int tf_module_library_add_context_symbol(tf_str name, void* value) {
  context_symbol* entry = (context_symbol*)tf_mem_permanent(sizeof(*entry));
  const char* text = tf_mem_permanent_text(name.data, name.size);
  if (entry == NULL || text == NULL) return tf_raise_memory();
  entry->name = text;
  entry->value = value;
  tf_mutex_lock(&context_lock);
  entry->next = context_symbols;
  context_symbols = entry;
  tf_mutex_unlock(&context_lock);
  return 0;
}

static void store_pointer(const tf_symbol_source* source, const char* name, void* value) {
  void* variable = tf_symbol_source_data(source, name);
  if (variable != NULL) memcpy(variable, &value, sizeof(value));
}

/* Of several entries with one name the newest, which comes first in the list, must win. */
static void store_context_symbols(const tf_symbol_source* source) {
  tf_mutex_lock(&context_lock);
  const context_symbol* first = context_symbols;
  tf_mutex_unlock(&context_lock);
  for (const context_symbol* entry = first; entry != NULL; entry = entry->next) {
    const context_symbol* newer = first;
    while (newer != entry && strcmp(newer->name, entry->name) != 0) newer = newer->next;
    if (newer == entry) store_pointer(source, entry->name, entry->value);
  }
}

/* ---- loading ---- */

/* Fills in what the code of the library expects, and puts the modules of its blob around it. Consumes `library`. */
static int finish(tf_module* library, tf_module** out) {
  const tf_symbol_source* source =
      (const tf_symbol_source*)tf_module_context(library, &library_kind);
  store_context_symbols(source);
  const char* blob = (const char*)tf_symbol_source_data(source, BLOB_SYMBOL);
  tf_module* root = library;
  bool is_in_tree = true;
  if (blob == NULL) {
    tf_object_incref(root);
  } else if (tf_module_blob_load(blob, library, &root, &is_in_tree) != 0) {
    tf_object_drop(&library);
    return -1;
  }
  /* Code looks its imports up through the module that stands for its own library. */
  store_pointer(source, CONTEXT_SYMBOL, tf_module_to_library_context(is_in_tree ? library : root));
  tf_object_drop(&library);
  *out = root;
  return 0;
}

int tf_module_library_load(tf_str path, tf_module** out) {
  void* handle = NULL;
  tf_module* library = NULL;
  TF_TRY(tf_library_open(path, &handle));
  if (new_library_module(handle, tf_str_c(""), &library) != 0) {
    tf_library_close(handle);
    return -1;
  }
  return finish(library, out);
}

/* ---- system library: a Dict from prefix to module, kept for ever ---- */

static tf_mutex system_lock = TF_MUTEX_INIT;
static tf_map* system_modules;

/* Under the lock. */
static int get_system(tf_str prefix, tf_module** out) {
  if (system_modules == NULL) TF_TRY(tf_map_new(kTVMFFIDict, 0, &system_modules));
  const tf_any* known = tf_map_find_str(system_modules, prefix);
  if (known != NULL) {
    *out = (tf_module*)(void*)known->raw.v_obj;
    tf_object_incref(*out);
    return 0;
  }
  tf_module* library = NULL;
  tf_module* module = NULL;
  tf_any key = tf_any_none();
  TF_TRY(new_library_module(NULL, prefix, &library));
  TF_TRY(finish(library, &module));
  if (tf_string_new(prefix, &key) != 0 ||
      tf_map_set(system_modules, key, tf_any_share(module)) != 0) {
    tf_object_drop(&module);
    return -1;
  }
  *out = module;
  return 0;
}

int tf_module_library_system(tf_str prefix, tf_module** out) {
  tf_mutex_lock(&system_lock);
  int code = get_system(prefix, out);
  tf_mutex_unlock(&system_lock);
  return code;
}
