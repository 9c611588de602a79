/* SPDX-License-Identifier: Apache-2.0 */
#include "arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

/* Chunk bytes follow the head. */
typedef struct sg_chunk {
  struct sg_chunk* next;
  size_t size;
  max_align_t bytes[];
} sg_chunk;

enum { ALIGN = _Alignof(max_align_t), CHUNK = 64 * 1024 };

void sg_arena_begin(sg_arena* arena, size_t max) {
  memset(arena, 0, sizeof *arena);
  arena->max = max;
}

void sg_arena_drop(sg_arena* arena) {
  while (arena->chunks != NULL) {
    sg_chunk* chunk = arena->chunks;
    arena->chunks = chunk->next;
    tf_mem_free(chunk);
  }
  arena->at = NULL;
  arena->left = 0;
  arena->used = 0;
}

bool sg_arena_guard(sg_arena* arena, void (*body)(sg_arena* arena, void* context), void* context) {
  if (setjmp(arena->failed) != 0) return false;
  body(arena, context);
  return true;
}

_Noreturn void sg_arena_fail(sg_arena* arena) { longjmp(arena->failed, 1); }

static bool splits;

void sg_arena_split(bool on) { splits = on; }

/* NULL when there is no memory. */
static char* new_chunk(sg_arena* arena, size_t size) {
  size_t total = 0;
  if (!tf_size_add(size, sizeof(sg_chunk), &total) || total > arena->max - arena->used) return NULL;
  sg_chunk* chunk = tf_mem_alloc(total);
  if (chunk == NULL) return NULL;
  chunk->next = arena->chunks;
  chunk->size = size;
  arena->chunks = chunk;
  arena->used += total;
  return (char*)chunk->bytes;
}

/* Chunks grow with what is used, so that their number stays small. */
static size_t next_chunk_size(const sg_arena* arena) {
  size_t size = arena->used / 8;
  if (size < CHUNK) return CHUNK;
  return size > 4 * 1024 * 1024 ? 4 * 1024 * 1024 : size;
}

static char* try_take(sg_arena* arena, size_t size) {
  size_t rounded = 0;
  if (splits) return new_chunk(arena, size);
  if (!tf_size_add(size == 0 ? 1 : size, ALIGN - 1, &rounded)) return NULL;
  rounded &= ~(size_t)(ALIGN - 1);
  if (rounded > arena->left) {
    /* A chunk of its own for big blocks leaves the rest of the current one usable. */
    if (rounded >= CHUNK / 4) return new_chunk(arena, rounded);
    size_t chunk = next_chunk_size(arena);
    char* bytes = new_chunk(arena, chunk);
    if (bytes == NULL) return NULL;
    arena->at = bytes;
    arena->left = chunk;
  }
  char* block = arena->at;
  arena->at += rounded;
  arena->left -= rounded;
  return block;
}

static char* take(sg_arena* arena, size_t size) {
  char* block = try_take(arena, size);
  if (block == NULL) sg_arena_fail(arena);
  return block;
}

void* sg_try_alloc(sg_arena* arena, size_t size) { return try_take(arena, size); }

sg_arena_state sg_arena_mark(const sg_arena* arena) {
  sg_arena_state state = {arena->chunks, arena->at, arena->left, arena->used};
  return state;
}

void sg_arena_rewind(sg_arena* arena, sg_arena_state state) {
  while (arena->chunks != state.chunks) {
    sg_chunk* chunk = arena->chunks;
    arena->chunks = chunk->next;
    tf_mem_free(chunk);
  }
  arena->at = state.at;
  arena->left = state.left;
  arena->used = state.used;
}

void* sg_alloc(sg_arena* arena, size_t size) {
  char* block = take(arena, size);
  memset(block, 0, size);
  return block;
}

void* sg_alloc_raw(sg_arena* arena, size_t size) { return take(arena, size); }

void* sg_resize(sg_arena* arena, void* old, size_t used, size_t count, size_t element) {
  size_t bytes = 0;
  if (!tf_size_mul(count, element, &bytes)) sg_arena_fail(arena);
  char* block = sg_alloc(arena, bytes);
  if (used != 0) memcpy(block, old, used * element);
  return block;
}

void* sg_list_grow(sg_arena* arena, void* items, size_t count, size_t* room, size_t element) {
  if (count < *room) return items;
  *room = *room < 4 ? 4 : *room * 2;
  return sg_resize(arena, items, count, *room, element);
}

tf_str sg_copy(sg_arena* arena, tf_str text) {
  if (text.size == SIZE_MAX) sg_arena_fail(arena);
  char* copy = take(arena, text.size + 1);
  if (text.size != 0) memcpy(copy, text.data, text.size);
  copy[text.size] = '\0';
  return tf_str_of(copy, text.size);
}

const char* sg_c_str(sg_arena* arena, tf_str text) { return sg_copy(arena, text).data; }

tf_str sg_format(sg_arena* arena, const char* format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int size = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (size < 0) size = 0;
  char* out = take(arena, (size_t)size + 1);
  vsnprintf(out, (size_t)size + 1, format, again);
  va_end(again);
  return tf_str_of(out, (size_t)size);
}

/* Makes room for `more` bytes and a NUL. Text at the end of the current chunk grows in place. */
static void reserve(sg_text* text, size_t more) {
  size_t need = 0, twice = text->room * 2;
  sg_arena* arena = text->arena;
  if (!tf_size_add(text->size, more, &need) || !tf_size_add(need, 1, &need)) {
    sg_arena_fail(arena);
  }
  if (need <= text->room) return;
  if (need < twice) need = twice;
  if (need < 64) need = 64;
  size_t rounded = (need + ALIGN - 1) & ~(size_t)(ALIGN - 1);
  if (text->data != NULL && text->data + text->room == arena->at &&
      rounded - text->room <= arena->left) {
    arena->at += rounded - text->room;
    arena->left -= rounded - text->room;
    text->room = rounded;
    return;
  }
  char* data = take(arena, rounded);
  if (text->size != 0) memcpy(data, text->data, text->size);
  text->data = data;
  text->room = rounded;
}

void sg_text_reserve(sg_text* text, size_t more) { reserve(text, more); }

void sg_put(sg_text* text, tf_str piece) {
  if (piece.size == 0) return;
  reserve(text, piece.size);
  memcpy(text->data + text->size, piece.data, piece.size);
  text->size += piece.size;
}

void sg_put_c(sg_text* text, const char* piece) { sg_put(text, tf_str_c(piece)); }

void sg_put_char(sg_text* text, char byte) { sg_put(text, tf_str_of(&byte, 1)); }

void sg_put_spaces(sg_text* text, size_t count) {
  if (count == 0) return;
  reserve(text, count);
  memset(text->data + text->size, ' ', count);
  text->size += count;
}

void sg_putf(sg_text* text, const char* format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int size = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (size > 0) {
    reserve(text, (size_t)size);
    vsnprintf(text->data + text->size, (size_t)size + 1, format, again);
    text->size += (size_t)size;
  }
  va_end(again);
}

void sg_put_json(sg_text* text, tf_str piece) {
  sg_put_char(text, '"');
  for (size_t i = 0; i < piece.size; i++) {
    char c = piece.data[i];
    static const char special[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    const char* found = c == '\0' ? NULL : strchr(special, c);
    if (found != NULL) {
      sg_put_char(text, '\\');
      sg_put_char(text, letters[found - special]);
    } else if ((unsigned char)c < 0x20 || c == 0x7f) {
      sg_putf(text, "\\u%04x", (unsigned char)c);
    } else {
      sg_put_char(text, c);
    }
  }
  sg_put_char(text, '"');
}

typedef struct sg_map_slot {
  tf_str key;
  void* value;
} sg_map_slot;

static size_t slot_of(const sg_map_slot* slots, size_t room, tf_str key) {
  size_t at = (size_t)tf_hash_key(key) & (room - 1);
  while (slots[at].value != NULL && !tf_str_equal(slots[at].key, key)) at = (at + 1) & (room - 1);
  return at;
}

void* sg_map_find(const sg_map* map, tf_str key) {
  if (map->room == 0) return NULL;
  return map->slots[slot_of(map->slots, map->room, key)].value;
}

static void grow_map(sg_map* map) {
  size_t room = map->room == 0 ? 16 : map->room * 2;
  sg_map_slot* slots = sg_resize(map->arena, NULL, 0, room, sizeof *slots);
  for (size_t i = 0; i < map->room; i++) {
    if (map->slots[i].value != NULL) slots[slot_of(slots, room, map->slots[i].key)] = map->slots[i];
  }
  map->slots = slots;
  map->room = room;
}

void sg_map_set(sg_map* map, tf_str key, void* value) {
  if (value == NULL) return;
  if (map->count * 2 >= map->room) grow_map(map);
  sg_map_slot* slot = &map->slots[slot_of(map->slots, map->room, key)];
  if (slot->value == NULL) {
    map->count++;
    slot->key = key;
  }
  slot->value = value;
}
