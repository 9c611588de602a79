/* SPDX-License-Identifier: Apache-2.0 */
/* Symbols of library modules, and the table of the system library. */
#include "extra/symbol_source.h"

#include <stdio.h>

#include "base/mem.h"
#include "base/thread.h"
#include "container/map.h"
#include "core/error.h"
#include "core/string.h"
#include "extra/library.h"
#include "extra/module_library.h"

#define NAME_LIMIT 4096

/* ---- the system library: a Dict from name to pointer, made with the first symbol and kept for ever ---- */

static tf_mutex system_lock = TF_MUTEX_INIT;
static tf_map* system_symbols;

static void* find_system(const char* name) {
  tf_mutex_lock(&system_lock);
  const tf_any* found =
      system_symbols == NULL ? NULL : tf_map_find_str(system_symbols, tf_str_c(name));
  void* symbol = found == NULL ? NULL : found->raw.v_ptr;
  tf_mutex_unlock(&system_lock);
  return symbol;
}

/* Under the lock. */
static int add_system(tf_str name, void* symbol) {
  if (system_symbols == NULL) TF_TRY(tf_map_new(kTVMFFIDict, 0, &system_symbols));
  const tf_any* known = tf_map_find_str(system_symbols, name);
  if (known != NULL && known->raw.v_ptr != symbol) {
    (void)fprintf(stderr, "[WARNING] SystemLib symbol %.*s is overridden with another address\n",
                  (int)name.size, name.data);
  }
  tf_any key = tf_any_none();
  TF_TRY(tf_string_new(name, &key));
  return tf_map_set(system_symbols, key, tf_any_ptr(symbol));
}

int tf_module_library_add_system_symbol(tf_str name, void* symbol) {
  tf_mutex_lock(&system_lock);
  int code = add_system(name, symbol);
  tf_mutex_unlock(&system_lock);
  return code;
}

/* ---- sources ---- */

tf_symbol_source* tf_symbol_source_new(void* handle, tf_str prefix) {
  size_t size = 0;
  tf_symbol_source* source = NULL;
  if (tf_size_add(sizeof(*source) + 1, prefix.size, &size)) {
    source = (tf_symbol_source*)tf_mem_alloc(size);
  }
  if (source == NULL) {
    (void)tf_raise_memory();
    return NULL;
  }
  source->handle = handle;
  source->num_prefix = prefix.size;
  if (prefix.size > 0) memcpy(source->prefix, prefix.data, prefix.size);
  source->prefix[prefix.size] = '\0';
  return source;
}

void tf_symbol_source_drop(void* context) {
  tf_symbol_source* source = (tf_symbol_source*)context;
  tf_library_close(source->handle);
  tf_mem_free(source);
}

static void* find_symbol(const tf_symbol_source* source, const char* name) {
  return source->handle != NULL ? tf_library_symbol(source->handle, name) : find_system(name);
}

/* Writes first + second + third, NUL-terminated; false when that does not fit or a NUL lies inside. */
static bool join(char out[NAME_LIMIT], tf_str first, tf_str second, tf_str third) {
  const tf_str parts[] = {first, second, third};
  size_t size = 0;
  for (size_t i = 0; i < TF_COUNT_OF(parts); ++i) {
    if (parts[i].size >= NAME_LIMIT - size) return false;
    if (tf_str_find_byte(parts[i], '\0') != TF_STR_NONE) return false;
    if (parts[i].size > 0) memcpy(out + size, parts[i].data, parts[i].size);
    size += parts[i].size;
  }
  out[size] = '\0';
  return true;
}

TVMFFISafeCallType tf_symbol_source_function(const tf_symbol_source* source,
                                             const char* kind_prefix, tf_str name) {
  char full[NAME_LIMIT];
  union {
    void* address;
    TVMFFISafeCallType function;
  } symbol = {NULL};
  tf_str own = tf_str_of(source->prefix, source->num_prefix);
  if (own.size > 0 && join(full, tf_str_c(kind_prefix), own, name)) {
    symbol.address = find_symbol(source, full);
  }
  if (symbol.address == NULL && join(full, tf_str_c(kind_prefix), name, tf_str_c(""))) {
    symbol.address = find_symbol(source, full);
  }
  return symbol.function;
}

void* tf_symbol_source_data(const tf_symbol_source* source, const char* name) {
  char full[NAME_LIMIT];
  void* symbol = NULL;
  if (source->num_prefix > 0 &&
      join(full, tf_str_of(source->prefix, source->num_prefix), tf_str_c(name), tf_str_c(""))) {
    symbol = find_symbol(source, full);
  }
  return symbol != NULL ? symbol : find_symbol(source, name);
}
