/* SPDX-License-Identifier: Apache-2.0 */
/* Opening shared libraries. */
#include "extra/library.h"

#include <tvm/ffi/extra/c_runtime_api.h>

#include "base/dynlib.h"
#include "base/mem.h"
#include "base/thread.h"
#include "core/backtrace.h"
#include "core/error.h"
#include "core/loading.h"
#include "extra/demangle.h"
#include "extra/library_check.h"

#define PATH_LIMIT 4096
#define REASON_LIMIT (64 * 1024)

/* ---- libraries that must not be used: their constructors ran, so opening them again would seem to succeed ---- */

typedef struct refused {
  struct refused* next;
  void* handle;
  char* message;
} refused;

static tf_mutex refused_lock = TF_MUTEX_INIT;
static refused* refused_list;

static const char* find_refused(void* handle) {
  tf_mutex_lock(&refused_lock);
  const refused* entry = refused_list;
  while (entry != NULL && entry->handle != handle) entry = entry->next;
  tf_mutex_unlock(&refused_lock);
  return entry == NULL ? NULL : entry->message;
}

/* The entry is kept for ever, like the library. Out of memory: the next attempt is not recognised, which is all we can
   do. */
static void remember_refused(void* handle, tf_str message) {
  refused* entry = (refused*)tf_mem_permanent(sizeof(*entry));
  char* text = tf_mem_permanent_text(message.data, message.size);
  if (entry == NULL || text == NULL) return;
  entry->handle = handle;
  entry->message = text;
  tf_mutex_lock(&refused_lock);
  entry->next = refused_list;
  refused_list = entry;
  tf_mutex_unlock(&refused_lock);
}

/* ---- messages ---- */

static int raise_line(tf_str path, const tf_buf* reason) {
  return tf_raise(TF_RUNTIME_ERROR, "Failed to load dynamic shared library %.*s: %s",
                  (int)path.size, path.data, tf_buf_c_str(reason));
}

static bool is_symbol_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || c == '.' || c == '@';
}

static bool is_of_interpreter(tf_str symbol) {
  tf_str public_prefix = TF_STR("Py");
  tf_str private_prefix = TF_STR("_Py");
  return tf_str_starts_with(symbol, public_prefix) || tf_str_starts_with(symbol, private_prefix);
}

/* The system says `FILE: undefined symbol: NAME`, perhaps with more behind it. False when it said something else. */
static bool put_missing_symbol(tf_str system_text, tf_buf* out) {
  tf_str mark = TF_STR("undefined symbol: ");
  size_t at = tf_str_find(system_text, mark);
  if (at == TF_STR_NONE) return false;
  tf_str rest = tf_str_slice(system_text, at + mark.size, system_text.size);
  size_t end = 0;
  while (end < rest.size && is_symbol_byte(rest.data[end])) ++end;
  tf_str symbol = tf_str_slice(rest, 0, end);
  (void)tf_buf_put_c(out, "undefined symbol: ");
  tf_demangle_put(symbol, out);
  if (is_of_interpreter(symbol)) {
    (void)tf_buf_put_c(out, " (of the Python interpreter: load the library from Python)");
  }
  return true;
}

/* The loader's text without the path at its beginning, which our line has already. */
static tf_str without_path(tf_str text, tf_str path) {
  if (!tf_str_starts_with(text, path) || text.size < path.size + 2) return text;
  if (text.data[path.size] != ':') return text;
  return tf_str_slice(text, path.size + 2, text.size);
}

static int raise_refused_by_system(tf_str path, tf_str system_text) {
  tf_buf reason = tf_buf_new(REASON_LIMIT);
  if (!put_missing_symbol(system_text, &reason)) {
    (void)tf_buf_put_str(&reason, without_path(system_text, path));
  }
  int code = raise_line(path, &reason);
  tf_buf_drop(&reason);
  return code;
}

/* ---- after dlopen ---- */

static int raise_clashes(void* handle, tf_str path, const tf_loading* scope) {
  tf_buf reason = tf_buf_new(REASON_LIMIT);
  (void)tf_buf_put_c(&reason, "its registrations clash with those of another library:\n");
  tf_loading_put_clashes(scope, &reason);
  while (reason.size > 0 && reason.data[reason.size - 1] == '\n') {
    tf_buf_truncate(&reason, reason.size - 1);
  }
  remember_refused(handle, tf_buf_view(&reason));
  int code = raise_line(path, &reason);
  tf_buf_drop(&reason);
  return code;
}

/* Opens the checked file under the guard. `path` is NUL-terminated. */
static int open_guarded(tf_str path, void** out) {
  tf_loading scope;
  tf_buf reason = tf_buf_new(REASON_LIMIT);
  tf_loading_begin(&scope, path);
  void* handle = tf_dynlib_open(path.data, &reason);
  size_t num_clashes = tf_loading_end(&scope);
  int code = 0;
  if (handle == NULL) {
    code = raise_refused_by_system(path, tf_buf_view(&reason));
  } else {
    if (scope.num_registered > 0 || num_clashes > 0) tf_dynlib_pin(tf_dynlib_address_in(handle));
    const char* refusal = find_refused(handle);
    if (num_clashes > 0) {
      code = raise_clashes(handle, path, &scope);
    } else if (refusal != NULL) {
      (void)tf_buf_put_c(&reason, refusal);
      code = raise_line(path, &reason);
    }
    if (code != 0) tf_library_close(handle);
  }
  tf_buf_drop(&reason);
  tf_loading_drop(&scope);
  if (code == 0) *out = handle;
  return code;
}

int tf_library_open(tf_str path, void** out) {
  char text[PATH_LIMIT];
  if (path.size == 0) return tf_raise(TF_VALUE_ERROR, "the path of a library is empty");
  if (path.size >= sizeof(text)) {
    return tf_raise(TF_VALUE_ERROR, "the path of a library is longer than %d bytes",
                    PATH_LIMIT - 1);
  }
  if (memchr(path.data, '\0', path.size) != NULL) {
    return tf_raise(TF_VALUE_ERROR, "the path of a library holds a NUL byte");
  }
  memcpy(text, path.data, path.size);
  text[path.size] = '\0';
  tf_buf reason = tf_buf_new(REASON_LIMIT);
  int code = 0;
  if (!tf_library_check(text, &reason)) code = raise_line(path, &reason);
  tf_buf_drop(&reason);
  TF_TRY(code);
  return open_guarded(tf_str_of(text, path.size), out);
}

void tf_library_close(void* handle) {
  tf_dynlib_close(handle);
  /* What backtraces remember about addresses may have been of this library. */
  if (handle != NULL) tf_backtrace_forget();
}

void* tf_library_symbol(void* handle, const char* name) { return tf_dynlib_symbol(handle, name); }

int tvm_ffi_library_open(const TVMFFIByteArray* path, void** out_handle) {
  if (path == NULL || out_handle == NULL || (path->data == NULL && path->size != 0)) {
    return tf_raise(TF_VALUE_ERROR, "tvm_ffi_library_open: a null pointer was passed");
  }
  return tf_library_open(tf_str_from_ffi(path), out_handle);
}
