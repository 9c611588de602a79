/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of addresses: open addressing, linear probing, at most half full. */
#include "extra/ptrmap.h"

#include "base/mem.h"
#include "core/error.h"

#define FIRST_SLOTS 16

/* Addresses are multiples of 8 or 16: the multiplication spreads them, the high bits are the good ones. */
static size_t home_of(const void* key, size_t slots) {
  uint64_t hash = (uint64_t)(uintptr_t)key * UINT64_C(11400714819323198485);
  return (size_t)(hash >> 32) & (slots - 1);
}

static tf_ptrmap_entry* find_entry(const tf_ptrmap* map, const void* key) {
  size_t at = home_of(key, map->slots);
  while (map->entries[at].key != NULL && map->entries[at].key != key) {
    at = (at + 1) & (map->slots - 1);
  }
  return &map->entries[at];
}

uint64_t* tf_ptrmap_find(const tf_ptrmap* map, const void* key) {
  if (map->size == 0) return NULL;
  tf_ptrmap_entry* entry = find_entry(map, key);
  return entry->key == NULL ? NULL : &entry->value;
}

int tf_ptrmap_reserve(tf_ptrmap* map, size_t more) {
  size_t need = 0;
  if (!tf_size_add(map->size, more, &need)) return tf_raise_memory();
  size_t slots = map->slots == 0 ? FIRST_SLOTS : map->slots;
  while (slots / 2 < need) {
    if (!tf_size_mul(slots, 2, &slots)) return tf_raise_memory();
  }
  if (slots == map->slots) return 0;
  size_t bytes = 0;
  tf_ptrmap larger = {NULL, map->size, slots};
  if (tf_size_mul(slots, sizeof(tf_ptrmap_entry), &bytes)) {
    larger.entries = (tf_ptrmap_entry*)tf_mem_zalloc(bytes);
  }
  if (larger.entries == NULL) return tf_raise_memory();
  for (size_t i = 0; i < map->slots; ++i) {
    if (map->entries[i].key != NULL) *find_entry(&larger, map->entries[i].key) = map->entries[i];
  }
  tf_mem_free(map->entries);
  *map = larger;
  return 0;
}

int tf_ptrmap_set(tf_ptrmap* map, const void* key, uint64_t value) {
  TF_TRY(tf_ptrmap_reserve(map, 1));
  tf_ptrmap_entry* entry = find_entry(map, key);
  if (entry->key == NULL) map->size += 1;
  entry->key = key;
  entry->value = value;
  return 0;
}

void tf_ptrmap_drop(tf_ptrmap* map) {
  tf_mem_free(map->entries);
  *map = tf_ptrmap_new();
}
