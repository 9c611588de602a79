/* SPDX-License-Identifier: Apache-2.0 */
#include "core/loading.h"

#include <string.h>

#include "base/mem.h"
#include "core/error.h"

enum { CLASHES_MAX = 1000, TEXT_MAX = 4096 };

struct tf_loading_bar {
  const tf_owner* owner;
  int32_t type_index;
};

static TF_THREAD_LOCAL tf_loading* innermost;

tf_loading* tf_loading_current(void) { return innermost; }

void tf_loading_begin(tf_loading* scope, tf_str path) {
  memset(scope, 0, sizeof *scope);
  scope->path = path;
  scope->outer = innermost;
  innermost = scope;
}

/* The scope that a library's doings belong to: the one that loads it, or else the innermost, which loads it along. NULL
   outside of all. */
static tf_loading* scope_of(const tf_owner* owner) {
  for (tf_loading* scope = innermost; scope != NULL; scope = scope->outer) {
    size_t slash = tf_str_find_last_byte(scope->path, '/');
    size_t begin = slash == TF_STR_NONE ? 0 : slash + 1;
    if (tf_str_equal_c(tf_str_slice(scope->path, begin, scope->path.size), owner->name)) {
      return scope;
    }
  }
  return innermost;
}

static bool has_clash(const tf_loading* scope, const tf_owner* owner) {
  for (size_t i = 0; i < scope->num_clashes; ++i) {
    if (scope->clashes[i].owner == owner) return true;
  }
  return false;
}

size_t tf_loading_end(tf_loading* scope) {
  innermost = scope->outer;
  /* Newest first: a field goes before the metadata that it came after. */
  for (size_t i = scope->num_undos; i > 0; --i) {
    const tf_loading_undo* step = &scope->undos[i - 1];
    if (scope->out_of_memory || has_clash(scope, step->owner)) step->undo(step);
    if (step->forget != NULL) step->forget(step->saved);
  }
  tf_mem_free(scope->undos);
  scope->undos = NULL;
  scope->num_undos = 0;
  tf_mem_free(scope->bars);
  scope->bars = NULL;
  scope->num_bars = 0;
  return scope->num_clashes + (scope->out_of_memory ? 1 : 0);
}

void tf_loading_put_clashes(const tf_loading* scope, tf_buf* buf) {
  for (size_t i = 0; i < scope->num_clashes; ++i) {
    (void)tf_buf_put_c(buf, scope->clashes[i].text);
    (void)tf_buf_put_char(buf, '\n');
  }
  if (scope->out_of_memory) (void)tf_buf_put_c(buf, "out of memory while it registered\n");
}

void tf_loading_drop(tf_loading* scope) {
  for (size_t i = 0; i < scope->num_clashes; ++i) tf_mem_free(scope->clashes[i].text);
  tf_mem_free(scope->clashes);
  tf_mem_free(scope->undos);
  tf_mem_free(scope->bars);
  memset(scope, 0, sizeof *scope);
}

/* Room for one more element of an array in the scope. */
static bool grow(void* array, size_t count, size_t* room, size_t element) {
  if (count < *room) return true;
  size_t wanted;
  if (!tf_size_grow(*room, count + 1, element, &wanted)) return false;
  void* old;
  memcpy(&old, array, sizeof old);
  void* fresh = tf_mem_realloc(old, wanted * element);
  if (fresh == NULL) return false;
  memcpy(array, &fresh, sizeof fresh);
  *room = wanted;
  return true;
}

static void refuse(tf_loading* scope, const char* reason) {
  if (scope->num_clashes != 0 || scope->out_of_memory || scope->refused == NULL) return;
  scope->refused(scope, reason);
}

static void note_no_memory(tf_loading* scope) {
  refuse(scope, "out of memory while it registered");
  scope->out_of_memory = true;
}

static bool record_clash(tf_loading* scope, const tf_owner* owner, tf_buf* text) {
  /* A library of nothing but clashes is refused as well after a thousand. */
  if (scope->num_clashes >= CLASHES_MAX) return true;
  if (!grow(&scope->clashes, scope->num_clashes, &scope->room_clashes, sizeof *scope->clashes)) {
    return false;
  }
  char* taken = tf_buf_take(text, NULL);
  if (taken == NULL) return false;
  refuse(scope, taken);
  scope->clashes[scope->num_clashes].owner = owner;
  scope->clashes[scope->num_clashes].text = taken;
  ++scope->num_clashes;
  return true;
}

int tf_loading_clash_or_raise(const tf_owner* owner, const char* kind, const char* format, ...) {
  va_list args;
  va_start(args, format);
  int status = 0;
  tf_loading* scope = scope_of(owner);
  if (scope == NULL) {
    status = tf_raise_va(kind, format, args);
  } else {
    tf_buf text = tf_buf_new(TEXT_MAX);
    (void)tf_buf_vprintf(&text, format, args);
    if (text.status == TF_BUF_TOO_LONG) (void)(tf_buf_clear(&text), tf_buf_put_c(&text, format));
    if (!record_clash(scope, owner, &text)) note_no_memory(scope);
    tf_buf_drop(&text);
  }
  va_end(args);
  return status;
}

void tf_loading_record(const tf_loading_undo* step) {
  tf_loading* scope = scope_of(step->owner);
  bool is_kept = scope != NULL &&
                 grow(&scope->undos, scope->num_undos, &scope->room_undos, sizeof *scope->undos);
  if (scope != NULL) ++scope->num_registered;
  if (is_kept) {
    scope->undos[scope->num_undos++] = *step;
    return;
  }
  if (scope != NULL) {
    note_no_memory(scope);
    step->undo(step);
  }
  if (step->forget != NULL) step->forget(step->saved);
}

int tf_loading_no_memory(const tf_owner* owner) {
  tf_loading* scope = scope_of(owner);
  if (scope == NULL) return tf_raise_memory();
  note_no_memory(scope);
  return 0;
}

void tf_loading_bar_type(const tf_owner* owner, int32_t type_index) {
  tf_loading* scope = scope_of(owner);
  if (scope == NULL || tf_loading_is_barred(owner, type_index)) return;
  if (!grow(&scope->bars, scope->num_bars, &scope->room_bars, sizeof *scope->bars)) {
    note_no_memory(scope);
    return;
  }
  scope->bars[scope->num_bars++] = (struct tf_loading_bar){owner, type_index};
}

bool tf_loading_is_barred(const tf_owner* owner, int32_t type_index) {
  const tf_loading* scope = scope_of(owner);
  for (size_t i = 0; scope != NULL && i < scope->num_bars; ++i) {
    if (scope->bars[i].owner == owner && scope->bars[i].type_index == type_index) return true;
  }
  return false;
}
