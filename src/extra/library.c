/* SPDX-License-Identifier: Apache-2.0 */
/* Opening shared libraries. */
#include "extra/library.h"

#include <tvm/ffi/extra/c_runtime_api.h>

#include "base/dynlib.h"
#include "base/mem.h"
#include "base/thread.h"
#include "core/backtrace.h"
#include "core/byte_array.h"
#include "core/error.h"
#include "core/loading.h"
#include "extra/demangle.h"
#include "extra/library_check.h"

#define PATH_LIMIT 4096
#define REASON_LIMIT (64 * 1024)

/* ---- libraries that must not be used: their constructors ran, so opening them again would seem to succeed ---- */

/* Found by handle. While the constructors run there is no handle yet, but already the first reason: another thread that opens
   the same path gets the finished library from the system at the very moment they end, perhaps before the thread that
   loads it said what came out. */
typedef struct refused {
  struct refused* next;
  void* handle; /* NULL while the library is being loaded */
  const char* path;
  const char* message; /* NULL: not refused after all, it could not be loaded */
} refused;

static tf_mutex refused_lock = TF_MUTEX_INIT;
static refused* refused_list;

/* Under the lock. */
static refused* find_entry(void* handle, tf_str path) {
  for (refused* entry = refused_list; entry != NULL; entry = entry->next) {
    bool is_same =
        entry->handle != NULL ? entry->handle == handle : tf_str_equal_c(path, entry->path);
    if (is_same && entry->message != NULL) return entry;
  }
  return NULL;
}

static const char* find_refused(void* handle, tf_str path) {
  tf_mutex_lock(&refused_lock);
  const refused* entry = find_entry(handle, path);
  const char* message = entry == NULL ? NULL : entry->message;
  tf_mutex_unlock(&refused_lock);
  return message;
}

/* Entries are kept for ever, like the libraries. Out of memory: the next attempt is not recognised, which is all we can
   do. */
static void remember_refused(void* opt_handle, tf_str path, tf_str message) {
  char* text = tf_mem_permanent_text(message.data, message.size);
  if (text == NULL) return;
  tf_mutex_lock(&refused_lock);
  refused* entry = find_entry(opt_handle, path);
  if (entry == NULL) {
    entry = (refused*)tf_mem_permanent(sizeof(*entry));
    char* copy = entry == NULL ? NULL : tf_mem_permanent_text(path.data, path.size);
    if (copy != NULL) {
      entry->path = copy;
      entry->next = refused_list;
      refused_list = entry;
    } else {
      entry = NULL;
    }
  }
  if (entry != NULL) {
    entry->handle = opt_handle;
    entry->message = text;
  }
  tf_mutex_unlock(&refused_lock);
}

/* For a load that the system gave up. */
static void forget_refused(tf_str path) {
  tf_mutex_lock(&refused_lock);
  refused* entry = find_entry(NULL, path);
  if (entry != NULL && entry->handle == NULL) entry->message = NULL;
  tf_mutex_unlock(&refused_lock);
}

#define CLASH_HEAD "its registrations clash with those of another library:\n"

/* The first reason; called from inside the constructors. */
static void note_refused(const tf_loading* scope, const char* reason) {
  tf_buf text = tf_buf_new(REASON_LIMIT);
  (void)tf_buf_put_c(&text, CLASH_HEAD);
  (void)tf_buf_put_c(&text, reason);
  remember_refused(NULL, scope->path, tf_buf_view(&text));
  tf_buf_drop(&text);
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
  (void)tf_buf_put_c(&reason, CLASH_HEAD);
  tf_loading_put_clashes(scope, &reason);
  while (reason.size > 0 && reason.data[reason.size - 1] == '\n') {
    tf_buf_truncate(&reason, reason.size - 1);
  }
  remember_refused(handle, path, tf_buf_view(&reason));
  int code = raise_line(path, &reason);
  tf_buf_drop(&reason);
  return code;
}

/* Opens the checked file under the guard. `path` is NUL-terminated. */
static int open_guarded(tf_str path, void** out) {
  tf_loading scope;
  tf_buf reason = tf_buf_new(REASON_LIMIT);
  tf_loading_begin(&scope, path);
  scope.refused = note_refused;
  void* handle = tf_dynlib_open(path.data, &reason);
  size_t num_clashes = tf_loading_end(&scope);
  int code = 0;
  if (handle == NULL) {
    if (num_clashes > 0) forget_refused(path);
    code = raise_refused_by_system(path, tf_buf_view(&reason));
  } else {
    if (scope.num_registered > 0 || num_clashes > 0) tf_dynlib_pin(tf_dynlib_address_in(handle));
    const char* refusal = find_refused(handle, path);
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
  TF_TRY(tf_byte_array_check(__func__, path));
  if (out_handle == NULL) {
    return tf_raise(TF_VALUE_ERROR, "tvm_ffi_library_open: a null pointer was passed");
  }
  return tf_library_open(tf_str_from_ffi(path), out_handle);
}
