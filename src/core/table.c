/* SPDX-License-Identifier: Apache-2.0 */
#include "core/table.h"

#include <string.h>

#include "base/mem.h"

/* ---- Arena ---- */

struct tf_arena_block {
  struct tf_arena_block* next;
  uint64_t content[];
};

void* tf_arena_alloc(tf_arena* arena, size_t size) {
  if (arena->is_permanent) return tf_mem_permanent(size);
  if (!tf_size_add(size, sizeof(struct tf_arena_block), &size)) return NULL;
  struct tf_arena_block* block = tf_mem_zalloc(size);
  if (block == NULL) return NULL;
  block->next = arena->blocks;
  arena->blocks = block;
  return block->content;
}

bool tf_arena_copy(tf_arena* arena, tf_str text, tf_str* out) {
  tf_str copy = {NULL, 0};
  if (text.size != 0) {
    size_t size;
    if (!tf_size_add(text.size, 1, &size)) return false;
    char* data = tf_arena_alloc(arena, size);
    if (data == NULL) return false;
    memcpy(data, text.data, text.size);
    copy = tf_str_of(data, text.size);
  }
  *out = copy;
  return true;
}

void tf_arena_drop(tf_arena* arena) {
  while (arena->blocks != NULL) {
    struct tf_arena_block* block = arena->blocks;
    arena->blocks = block->next;
    tf_mem_free(block);
  }
}

/* ---- Slots ---- */

struct tf_table_slots {
  size_t mask;
  uint64_t words[];
};

#define POINTER_BITS 48
#define POINTER_MASK ((UINT64_C(1) << POINTER_BITS) - 1)

static uint64_t make_word(const tf_table_key* record) {
  return (record->hash & ~POINTER_MASK) | ((uint64_t)(uintptr_t)record & POINTER_MASK);
}

static tf_table_key* record_of(uint64_t word) {
  return (tf_table_key*)(uintptr_t)(word & POINTER_MASK);
}

static const struct tf_table_slots* get_slots(const tf_table* table) {
  return __atomic_load_n(&table->slots, __ATOMIC_ACQUIRE);
}

/* Of two names of equal length, with their hashes already compared: a loop over words, which short names leave sooner than
   a call of memcmp. */
static bool same_bytes(const char* a, const char* b, size_t size) {
  if (size < 8) return tf_hash_short_bytes(a, size) == tf_hash_short_bytes(b, size);
  uint64_t left, right;
  for (size_t i = 0; i + 8 < size; i += 8) {
    memcpy(&left, a + i, 8);
    memcpy(&right, b + i, 8);
    if (left != right) return false;
  }
  memcpy(&left, a + size - 8, 8);
  memcpy(&right, b + size - 8, 8);
  return left == right;
}

void* tf_table_find_hashed(const tf_table* table, tf_str name, uint64_t hash) {
  const struct tf_table_slots* slots = get_slots(table);
  if (slots == NULL) return NULL;
  for (size_t i = hash & slots->mask;; i = (i + 1) & slots->mask) {
    uint64_t word = __atomic_load_n(&slots->words[i], __ATOMIC_ACQUIRE);
    if (word == 0) return NULL;
    if (((word ^ hash) & ~POINTER_MASK) != 0) continue;
    tf_table_key* record = record_of(word);
    if (record->hash == hash && record->name.size == name.size &&
        same_bytes(record->name.data, name.data, name.size)) {
      return record;
    }
  }
}

static void put_word(struct tf_table_slots* slots, uint64_t hash, uint64_t word) {
  size_t i = hash & slots->mask;
  while (slots->words[i] != 0) i = (i + 1) & slots->mask;
  __atomic_store_n(&slots->words[i], word, __ATOMIC_RELEASE);
}

bool tf_table_reserve(tf_table* table, tf_arena* arena) {
  const struct tf_table_slots* old = table->slots;
  size_t room = old == NULL ? 0 : old->mask + 1;
  if (table->count + 1 <= room / 2) return true;
  size_t new_room = room == 0 ? 64 : room * 2;
  size_t size;
  if (!tf_size_mul(new_room, sizeof(uint64_t), &size) ||
      !tf_size_add(size, sizeof(struct tf_table_slots), &size)) {
    return false;
  }
  struct tf_table_slots* fresh = tf_arena_alloc(arena, size);
  if (fresh == NULL) return false;
  fresh->mask = new_room - 1;
  for (size_t i = 0; i < room; ++i) {
    if (old->words[i] != 0) put_word(fresh, record_of(old->words[i])->hash, old->words[i]);
  }
  __atomic_store_n(&table->slots, fresh, __ATOMIC_RELEASE);
  return true;
}

void tf_table_put(tf_table* table, tf_table_key* record) {
  put_word(table->slots, record->hash, make_word(record));
  ++table->count;
}

void tf_table_visit(const tf_table* table, void (*visit)(void* context, tf_table_key* record),
                    void* context) {
  const struct tf_table_slots* slots = get_slots(table);
  for (size_t i = 0; slots != NULL && i <= slots->mask; ++i) {
    uint64_t word = __atomic_load_n(&slots->words[i], __ATOMIC_ACQUIRE);
    if (word != 0) visit(context, record_of(word));
  }
}

/* Comparing takes up to a microsecond: among a million names only a part is looked at. */
enum { COMPARED_MAX = 50000 };

typedef struct nearest {
  tf_str name;
  tf_str found;
  size_t distance;
  size_t compared;
} nearest;

static void compare_name(void* context, tf_table_key* record) {
  nearest* state = context;
  if (state->compared++ >= COMPARED_MAX) return;
  if (tf_str_is_nearer(state->name, record->name, &state->distance)) state->found = record->name;
}

tf_str tf_table_nearest(const tf_table* table, tf_str name) {
  nearest state = {.name = name, .found = {"", 0}, .distance = SIZE_MAX};
  tf_table_visit(table, compare_name, &state);
  return state.found;
}
