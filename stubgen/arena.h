/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of one run of the tool: everything between reading and writing is allocated here and freed
   at once.

   Running out of memory, or over the arena's maximum, leaves through the arena's `failed` jump: the
   functions below never return NULL, and their callers hold nothing but arena memory. Whatever else
   a run holds (descriptors, threads, library handles) is registered in structs that the owner of
   the jump closes. Not thread-safe. */
#ifndef TVM_FFI_STUBGEN_ARENA_H_
#define TVM_FFI_STUBGEN_ARENA_H_

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/text.h"

typedef struct sg_arena {
  struct sg_chunk* chunks; /* newest first */
  char* at;
  size_t left;
  size_t used; /* bytes taken from the system */
  size_t max;
  jmp_buf failed; /* set by sg_arena_guard */
} sg_arena;

/* An empty arena that may take at most `max` bytes. Allocates nothing. */
void sg_arena_begin(sg_arena* arena, size_t max);

/* Frees everything. May be called twice. */
void sg_arena_drop(sg_arena* arena);

/* Calls body(arena, context) with the jump set. Returns false when memory ran out on the way. */
bool sg_arena_guard(sg_arena* arena, void (*body)(sg_arena* arena, void* context), void* context);

/* For tests: from now on every allocation of every arena is a block of its own, so that each can be refused, and a
   sanitizer sees where it ends. */
void sg_arena_split(bool on);

/* What was allocated since sg_arena_mark can be given back at once. */
typedef struct sg_arena_state {
  struct sg_chunk* chunks;
  char* at;
  size_t left;
  size_t used;
} sg_arena_state;
sg_arena_state sg_arena_mark(const sg_arena* arena);
void sg_arena_rewind(sg_arena* arena, sg_arena_state state);

/* `size` bytes, zeroed, aligned for any type. Jumps to `failed` when there is no memory. */
void* sg_alloc(sg_arena* arena, size_t size);

/* The same, not zeroed. */
void* sg_alloc_raw(sg_arena* arena, size_t size);

/* The same, but NULL when there is no memory: for callers that have something to close before they jump themselves. */
void* sg_try_alloc(sg_arena* arena, size_t size);
_Noreturn void sg_arena_fail(sg_arena* arena);

/* Room for `count` elements; the first `used` are copied from `old`. The rest is zeroed. */
void* sg_resize(sg_arena* arena, void* old, size_t used, size_t count, size_t element);

/* Copies, each with a NUL behind it. */
tf_str sg_copy(sg_arena* arena, tf_str text);
const char* sg_c_str(sg_arena* arena, tf_str text);
tf_str sg_format(sg_arena* arena, const char* format, ...) TF_PRINTF(2, 3);

/* For "%.*s". */
#define SG_ARG(text) (int)(text).size, (text).data

/* A list of any element type. SG_PUSH appends a zeroed element and is a pointer to it. */
#define SG_LIST(type) \
  struct {            \
    type* items;      \
    size_t count;     \
    size_t room;      \
  }
#define SG_PUSH(arena, list)                                                                      \
  ((list)->items =                                                                                \
       sg_list_grow((arena), (list)->items, (list)->count, &(list)->room, sizeof *(list)->items), \
   &(list)->items[(list)->count++])

void* sg_list_grow(sg_arena* arena, void* items, size_t count, size_t* room, size_t element);

/* Growing text. The last one begun grows in place as long as nothing else is allocated. */
typedef struct sg_text {
  sg_arena* arena;
  char* data;
  size_t size;
  size_t room;
} sg_text;

static inline sg_text sg_text_new(sg_arena* arena) {
  sg_text text = {arena, NULL, 0, 0};
  return text;
}
/* Makes room for `more` bytes at once. */
void sg_text_reserve(sg_text* text, size_t more);
void sg_put(sg_text* text, tf_str piece);
void sg_put_c(sg_text* text, const char* piece);
void sg_put_char(sg_text* text, char byte);
void sg_put_spaces(sg_text* text, size_t count);
void sg_putf(sg_text* text, const char* format, ...) TF_PRINTF(2, 3);
/* A JSON string, quotes included. */
void sg_put_json(sg_text* text, tf_str piece);
static inline tf_str sg_text_view(const sg_text* text) { return tf_str_of(text->data, text->size); }

/* Hash table from text to pointer. Keys are borrowed. NULL values are not stored. */
typedef struct sg_map {
  sg_arena* arena;
  struct sg_map_slot* slots;
  size_t count;
  size_t room; /* power of two */
} sg_map;

static inline sg_map sg_map_new(sg_arena* arena) {
  sg_map map = {arena, NULL, 0, 0};
  return map;
}

/* The value under `key`, or NULL. */
void* sg_map_find(const sg_map* map, tf_str key);

/* Stores `value` under `key`, replacing what was there. */
void sg_map_set(sg_map* map, tf_str key, void* value);

#endif /* TVM_FFI_STUBGEN_ARENA_H_ */
