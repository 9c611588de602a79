/* SPDX-License-Identifier: Apache-2.0 */
/* Map and Dict objects: the small layout, and the choice between it and the dense one. */
#include "container/map.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "container/map_dense.h"
#include "container/map_key.h"
#include "core/error.h"
#include "core/object.h"

#define SMALL_MIN 2
#define SMALL_MAX 4

typedef tvm_ffi_dense_map_object dense;

static dense* as_dense(tf_map* map) { return (dense*)(void*)map; }
static const dense* as_const_dense(const tf_map* map) { return (const dense*)(const void*)map; }

static tvm_ffi_map_pair* small_pairs(const tf_map* map) { return (tvm_ffi_map_pair*)map->data; }

static uint64_t small_capacity(const tf_map* map) { return map->slots & ~TVM_FFI_MAP_SMALL_TAG; }

static void* inline_storage(tf_map* map) { return map + 1; }

/* Drops what a pair holds; its memory is read before anything is dropped, and not touched again. */
static inline void drop_pair(const tvm_ffi_map_pair* pair) {
  tf_object* key = pair->key.type_index >= kTVMFFIStaticObjectBegin ? pair->key.v_obj : NULL;
  tf_object* value = pair->value.type_index >= kTVMFFIStaticObjectBegin ? pair->value.v_obj : NULL;
  tf_object_decref(key);
  tf_object_decref(value);
}

/* ---- life ---- */

/* Of a map that nobody can reach any more. In the order of memory: following the links would miss the cache at every
   pair. */
static void drop_all_pairs(const tf_map* map) {
  if (tvm_ffi_map_is_small(map)) {
    for (uint64_t i = 0; i < map->size; ++i) drop_pair(&small_pairs(map)[i]);
    return;
  }
  uint64_t left = map->size;
  for (uint64_t at = 0; left > 0 && at < map->slots; ++at) {
    if (!tf_dense_has(as_const_dense(map), at)) continue;
    drop_pair(&tvm_ffi_map_item_at(map, at)->pair);
    --left;
  }
}

static void free_storage(const tf_map* map) {
  if (map->data_deleter != NULL) map->data_deleter(map->data);
}

static void map_destroy(tf_object* self) {
  tf_map* map = (tf_map*)(void*)self;
  drop_all_pairs(map);
  free_storage(map);
}

static void map_delete(void* self, int flags) { tf_object_delete(self, flags, map_destroy, NULL); }

int tf_map_new(int32_t type_index, size_t expected, tf_map** out) {
  bool is_dense = expected > SMALL_MAX;
  uint64_t capacity = expected <= SMALL_MIN || is_dense ? SMALL_MIN : SMALL_MAX;
  tf_map* map = (tf_map*)tf_mem_alloc(sizeof(tf_map) + (size_t)capacity * sizeof(tvm_ffi_map_pair));
  if (map == NULL) return tf_raise_memory();
  tf_object_init(&map->header, type_index, map_delete);
  map->data = inline_storage(map);
  map->size = 0;
  map->slots = capacity | TVM_FFI_MAP_SMALL_TAG;
  map->data_deleter = NULL;
  if (is_dense) {
    uint64_t slots = tf_dense_slots_for(expected);
    if (slots == 0 || !tf_dense_init(as_dense(map), slots)) {
      tf_object_drop(&map);
      return tf_raise_memory();
    }
  }
  *out = map;
  return 0;
}

int tf_map_copy(int32_t type_index, const tf_map* source, tf_map** out) {
  tf_map* map = NULL;
  TF_TRY(tf_map_new(type_index, (size_t)source->size, &map));
  for (uint64_t at = tvm_ffi_map_first(source); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(source, at)) {
    uint64_t size = source->size;
    if (tf_map_set(map, tf_any_copy_owned(tf_map_key_at(source, at)),
                   tf_any_copy_owned(tf_map_value_at(source, at))) != 0) {
      goto fail;
    }
    if (source->size != size || !tf_map_has_position(source, at)) {
      (void)tf_raise(TF_RUNTIME_ERROR, "Dict changed while it was being copied");
      goto fail;
    }
  }
  *out = map;
  return 0;
fail:
  tf_object_drop(&map);
  return -1;
}

/* ---- finding ---- */

static uint64_t small_find_plain(const tf_map* map, const TVMFFIAny* key) {
  for (uint64_t i = 0; i < map->size; ++i) {
    if (tf_any_plain_equal(key, &small_pairs(map)[i].key)) return i;
  }
  return TVM_FFI_MAP_END;
}

static int small_find(const tf_map* map, tf_view key, uint64_t* out) {
  for (uint64_t i = 0; i < map->size; ++i) {
    bool equal = false;
    TF_TRY(tf_map_key_matches(map, &small_pairs(map)[i].key, key, &equal));
    if (equal) {
      *out = i;
      return 0;
    }
  }
  *out = TVM_FFI_MAP_END;
  return 0;
}

static inline uint64_t find_plain(const tf_map* map, const TVMFFIAny* key, uint64_t* hash) {
  if (tvm_ffi_map_is_small(map)) return small_find_plain(map, key);
  *hash = tf_any_plain_hash(key);
  return tf_dense_find_plain(as_const_dense(map), key, *hash);
}

const tf_any* tf_map_find_plain(const tf_map* map, const TVMFFIAny* key) {
  uint64_t hash = 0;
  uint64_t at = find_plain(map, key, &hash);
  return at == TVM_FFI_MAP_END ? NULL : tf_map_value_at(map, at);
}

/* Position of `key`, or TVM_FFI_MAP_END. `*hash` is set in the dense layout only. */
static inline int find_position(const tf_map* map, tf_view key, uint64_t* hash, uint64_t* out) {
  if (tf_kind_is_plain(key.raw.type_index)) {
    *out = find_plain(map, &key.raw, hash);
    return 0;
  }
  if (tvm_ffi_map_is_small(map)) return small_find(map, key, out);
  TF_TRY(tf_any_hash(key, hash));
  return tf_dense_find(as_const_dense(map), key, *hash, out);
}

int tf_map_find(const tf_map* map, tf_view key, const tf_any** out) {
  uint64_t hash = 0;
  uint64_t at = TVM_FFI_MAP_END;
  /* An empty map answers without running the hash hook. */
  if (map->size != 0) TF_TRY(find_position(map, key, &hash, &at));
  *out = at == TVM_FFI_MAP_END ? NULL : tf_map_value_at(map, at);
  return 0;
}

const tf_any* tf_map_find_str(const tf_map* map, tf_str key) {
  /* Equality looks at content only, so any object form of the text will do: a String on the stack.
   */
  struct {
    tf_object header;
    TVMFFIByteArray cell;
  } text;
  memset(&text, 0, sizeof(text));
  text.header.combined_ref_count = TF_REF_ONE;
  text.header.type_index = kTVMFFIStr;
  text.cell = tf_str_to_ffi(key);
  const tf_any* found = NULL;
  /* Comparing a string with anything runs no hook, and hashing it neither: this cannot fail. */
  if (tf_map_find(map, tf_view_object(&text), &found) != 0) return NULL;
  return found;
}

bool tf_map_has_position(const tf_map* map, uint64_t at) {
  if (tvm_ffi_map_is_small(map)) return at < map->size;
  return at < map->slots && tf_dense_has(as_const_dense(map), at);
}

/* ---- changing ---- */

static void free_pairs(void* pairs) { tf_mem_free(pairs); }

/* More room for a small map that is full but below the largest small size. */
static int small_grow(tf_map* map) {
  uint64_t capacity = small_capacity(map) < SMALL_MIN ? SMALL_MIN : SMALL_MAX;
  tvm_ffi_map_pair* pairs =
      (tvm_ffi_map_pair*)tf_mem_alloc((size_t)capacity * sizeof(tvm_ffi_map_pair));
  if (pairs == NULL) return tf_raise_memory();
  if (map->size > 0) memcpy(pairs, map->data, (size_t)map->size * sizeof(tvm_ffi_map_pair));
  free_storage(map);
  map->data = pairs;
  map->slots = capacity | TVM_FFI_MAP_SMALL_TAG;
  map->data_deleter = free_pairs;
  return 0;
}

/* Moves all pairs into a dense table of at least `slots` slots. The object stays. */
static int rehash(tf_map* map, uint64_t slots) {
  dense table;
  memset(&table, 0, sizeof(table));
  TF_TRY(tf_dense_copy_bits(map, slots, &table));
  free_storage(map);
  table.map.header = map->header;
  /* The header may be counted up and down by others at any time: leave it alone. */
  memcpy((char*)map + sizeof(TVMFFIObject), (const char*)&table + sizeof(TVMFFIObject),
         sizeof(dense) - sizeof(TVMFFIObject));
  return 0;
}

static int dense_append(tf_map* map, const tf_any* key, const tf_any* value, uint64_t hash) {
  for (;;) {
    tf_dense_status status = tf_dense_add(as_dense(map), &key->raw, &value->raw, hash);
    if (status != TF_DENSE_FULL) return status == TF_DENSE_DONE ? 0 : -1;
    TF_TRY(rehash(map, map->slots * 2));
  }
}

/* Adds an entry whose key is absent. Takes over the bits on success. */
static int append(tf_map* map, const tf_any* key, const tf_any* value, uint64_t hash) {
  if (!tvm_ffi_map_is_small(map)) return dense_append(map, key, value, hash);
  if (map->size >= small_capacity(map)) TF_TRY(small_grow(map));
  tvm_ffi_map_pair* pair = &small_pairs(map)[map->size];
  pair->key = key->raw;
  pair->value = value->raw;
  map->size += 1;
  return 0;
}

static void swap_value(tf_map* map, uint64_t at, tf_any* value) {
  tf_any* cell = tf_map_value_at(map, at);
  tf_any old = *cell;
  *cell = *value;
  *value = old;
}

/* Stores a pair; `keeps_place` says that an overwritten entry stays where it is, also in the dense layout. */
static int store(tf_map* map, tf_any key, tf_any value, bool keeps_place) {
  uint64_t hash = 0;
  uint64_t at = TVM_FFI_MAP_END;
  int code = 0;
  /* A small map with no room left becomes dense before anything is looked for, also when the key is there. */
  if (tvm_ffi_map_is_small(map) && map->size >= SMALL_MAX) {
    code = rehash(map, tf_dense_slots_for(map->size));
  }
  if (code == 0) code = find_position(map, tf_view_of(&key), &hash, &at);
  if (code == 0 && at == TVM_FFI_MAP_END) {
    code = append(map, &key, &value, hash);
    if (code == 0) return 0;
  } else if (code == 0) {
    swap_value(map, at, &value);
    if (!keeps_place && !tvm_ffi_map_is_small(map)) tf_dense_move_to_end(as_dense(map), at);
  }
  /* What is left in our hands is the refused pair, or the key that was there already and the old value. */
  tf_any_drop(&key);
  tf_any_drop(&value);
  return code;
}

int tf_map_set(tf_map* map, tf_any key, tf_any value) { return store(map, key, value, false); }

int tf_map_fill(tf_map* map, tf_any key, tf_any value) {
  return store(map, key, value, map->size < SMALL_MAX);
}

/* tf_map_fill for a key of a plain kind, where nothing but memory can fail. */
static inline int fill_plain(tf_map* map, const tf_any* key, const tf_any* value) {
  uint64_t hash = 0;
  /* A full small one becomes dense first: the general way. */
  if (tvm_ffi_map_is_small(map) && map->size >= small_capacity(map)) {
    return store(map, *key, *value, map->size < SMALL_MAX);
  }
  uint64_t at = find_plain(map, &key->raw, &hash);
  if (TF_UNLIKELY(at != TVM_FFI_MAP_END)) return store(map, *key, *value, map->size < SMALL_MAX);
  if (append(map, key, value, hash) == 0) return 0;
  tf_any lost[2] = {*key, *value};
  tf_any_drop(&lost[0]);
  tf_any_drop(&lost[1]);
  return -1;
}

int tf_map_from_plain_pairs(int32_t type_index, tf_any* pairs, size_t count, tf_map** out) {
  tf_map* map = NULL;
  size_t taken = 0;
  int code = tf_map_new(type_index, count, &map);
  for (; code == 0 && taken < count; ++taken) {
    code = fill_plain(map, &pairs[2 * taken], &pairs[2 * taken + 1]);
  }
  if (code == 0) {
    *out = map;
    return 0;
  }
  for (size_t i = 2 * taken; i < 2 * count; ++i) tf_any_drop(&pairs[i]);
  tf_object_drop(&map);
  return -1;
}

int tf_map_erase(tf_map* map, tf_view key, bool* opt_out_found) {
  uint64_t hash = 0;
  uint64_t at = TVM_FFI_MAP_END;
  if (map->size != 0) TF_TRY(find_position(map, key, &hash, &at));
  if (opt_out_found != NULL) *opt_out_found = at != TVM_FFI_MAP_END;
  if (at == TVM_FFI_MAP_END) return 0;
  tvm_ffi_map_pair pair = *tvm_ffi_map_pair_at(map, at);
  if (tvm_ffi_map_is_small(map)) {
    tvm_ffi_map_pair* pairs = small_pairs(map);
    map->size -= 1;
    memmove(&pairs[at], &pairs[at + 1], (size_t)(map->size - at) * sizeof(tvm_ffi_map_pair));
  } else {
    tf_dense_remove(as_dense(map), at, hash);
  }
  drop_pair(&pair);
  return 0;
}

static void dense_clear(tf_map* map) {
  /* Dropping may run code that comes back to this map: it meets an empty one without room. */
  dense old = *as_dense(map);
  map->data = inline_storage(map);
  map->size = 0;
  map->slots = TVM_FFI_MAP_SMALL_TAG;
  map->data_deleter = NULL;
  drop_all_pairs(&old.map);
  if (map->slots != TVM_FFI_MAP_SMALL_TAG) {
    free_storage(&old.map);
    return;
  }
  map->data = old.map.data;
  map->slots = old.map.slots;
  map->data_deleter = old.map.data_deleter;
  as_dense(map)->fib_shift = old.fib_shift;
  tf_dense_clear(as_dense(map));
}

void tf_map_clear(tf_map* map) {
  if (!tvm_ffi_map_is_small(map)) {
    dense_clear(map);
    return;
  }
  while (tvm_ffi_map_is_small(map) && map->size > 0) {
    map->size -= 1;
    tvm_ffi_map_pair pair = small_pairs(map)[map->size];
    drop_pair(&pair);
  }
}

bool tf_map_is_valid(const tf_map* map) {
  if (!tvm_ffi_map_is_small(map)) return tf_dense_is_valid(as_const_dense(map));
  if (map->size > small_capacity(map) || (map->size > 0 && map->data == NULL)) return false;
  for (uint64_t i = 0; i < map->size; ++i) {
    uint64_t at = TVM_FFI_MAP_END;
    if (small_find(map, tf_view_raw(&small_pairs(map)[i].key), &at) != 0) {
      tf_error_clear();
    } else if (at != i) {
      return false;
    }
  }
  return true;
}
