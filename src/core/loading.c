/* SPDX-License-Identifier: Apache-2.0 */
#include "core/loading.h"

#include <string.h>

#include "base/mem.h"
#include "core/error.h"

enum { CLASHES_MAX = 1000, TEXT_MAX = 4096 };

struct tf_loading_undo {
  const tf_owner* owner;
  void (*undo)(void* table, const char* key, int32_t number);
  void* table;
  const char* key;
  int32_t number;
};

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
    const tf_loading_undo* undo = &scope->undos[i - 1];
    if (scope->out_of_memory || has_clash(scope, undo->owner)) {
      undo->undo(undo->table, undo->key, undo->number);
    }
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

static bool record_clash(tf_loading* scope, const tf_owner* owner, tf_buf* text) {
  /* A library of nothing but clashes is refused as well after a thousand. */
  if (scope->num_clashes >= CLASHES_MAX) return true;
  if (!grow(&scope->clashes, scope->num_clashes, &scope->room_clashes, sizeof *scope->clashes)) {
    return false;
  }
  char* taken = tf_buf_take(text, NULL);
  if (taken == NULL) return false;
  scope->clashes[scope->num_clashes].owner = owner;
  scope->clashes[scope->num_clashes].text = taken;
  ++scope->num_clashes;
  return true;
}

int tf_loading_clash_or_raise(const tf_owner* owner, const char* kind, const char* format, ...) {
  va_list args;
  va_start(args, format);
  int status = 0;
  if (innermost == NULL) {
    status = tf_raise_va(kind, format, args);
  } else {
    tf_buf text = tf_buf_new(TEXT_MAX);
    (void)tf_buf_vprintf(&text, format, args);
    if (text.status == TF_BUF_TOO_LONG) (void)(tf_buf_clear(&text), tf_buf_put_c(&text, format));
    if (!record_clash(innermost, owner, &text)) innermost->out_of_memory = true;
    tf_buf_drop(&text);
  }
  va_end(args);
  return status;
}

void tf_loading_record(const tf_owner* owner,
                       void (*undo)(void* table, const char* key, int32_t number), void* table,
                       const char* key, int32_t number) {
  tf_loading* scope = innermost;
  if (scope == NULL) return;
  ++scope->num_registered;
  if (!grow(&scope->undos, scope->num_undos, &scope->room_undos, sizeof *scope->undos)) {
    scope->out_of_memory = true;
    return;
  }
  tf_loading_undo* entry = &scope->undos[scope->num_undos++];
  *entry = (tf_loading_undo){owner, undo, table, key, number};
}

void tf_loading_bar_type(const tf_owner* owner, int32_t type_index) {
  tf_loading* scope = innermost;
  if (scope == NULL || tf_loading_is_barred(owner, type_index)) return;
  if (!grow(&scope->bars, scope->num_bars, &scope->room_bars, sizeof *scope->bars)) {
    scope->out_of_memory = true;
    return;
  }
  scope->bars[scope->num_bars++] = (struct tf_loading_bar){owner, type_index};
}

bool tf_loading_is_barred(const tf_owner* owner, int32_t type_index) {
  const tf_loading* scope = innermost;
  for (size_t i = 0; scope != NULL && i < scope->num_bars; ++i) {
    if (scope->bars[i].owner == owner && scope->bars[i].type_index == type_index) return true;
  }
  return false;
}
