/* SPDX-License-Identifier: Apache-2.0 */
/* Dense tables of Map and Dict. Words used here: the *home* of a key is the slot its hash points
   at; a *chain* is the list of entries with one home, its *head* sits in that home, its other
   members are *tails* elsewhere in the table. */
#include "container/map_dense.h"

#include <string.h>

#include "base/mem.h"
#include "container/jump.h"
#include "container/map_key.h"
#include "core/error.h"

#define META_TAIL TF_DENSE_META_TAIL
#define MAX_LOAD 0.99
#define JOURNAL_INLINE 64

typedef tvm_ffi_dense_map_object dense;

static tvm_ffi_map_item* item_at(const dense* t, uint64_t slot) {
  return tvm_ffi_map_item_at(&t->map, slot);
}

static inline uint8_t* meta_at(const dense* t, uint64_t slot) { return tf_dense_meta_at(t, slot); }

static inline uint64_t home_of(const dense* t, uint64_t hash) { return tf_dense_home_of(t, hash); }

static inline uint64_t slot_after(const dense* t, uint64_t slot, unsigned jump) {
  return (slot + tf_jump_table[jump]) & (t->map.slots - 1);
}

static inline uint64_t chain_next(const dense* t, uint64_t slot) {
  return tf_dense_chain_next(t, slot);
}

static void set_jump(const dense* t, uint64_t slot, unsigned jump) {
  uint8_t* meta = meta_at(t, slot);
  *meta = (uint8_t)((*meta & META_TAIL) | jump);
}

/* The member of the chain headed by `head` whose successor is `slot`; END when there is none. */
static uint64_t chain_previous(const dense* t, uint64_t head, uint64_t slot) {
  uint64_t at = head;
  for (uint64_t left = t->map.slots; left > 0 && at != TVM_FFI_MAP_END; --left) {
    uint64_t next = chain_next(t, at);
    if (next == slot) return at;
    at = next;
  }
  return TVM_FFI_MAP_END;
}

/* First free slot in probing order from `slot`, with its jump; false when none of the distances
 * leads to one. */
static bool find_free(const dense* t, uint64_t slot, uint64_t* out, unsigned* out_jump) {
  for (unsigned jump = 1; jump < TF_JUMP_COUNT; ++jump) {
    uint64_t candidate = slot_after(t, slot, jump);
    if (*meta_at(t, candidate) == TVM_FFI_MAP_META_EMPTY) {
      *out = candidate;
      *out_jump = jump;
      return true;
    }
  }
  return false;
}

static bool is_full(const dense* t) {
  /* 99 hundredths of a power of two lie far from any integer: this is what the floating-point rule of the ABI says. */
  return (t->map.size + 1) * 100 > t->map.slots * 99;
}

/* ---- insertion order ---- */

static inline void link_last(dense* t, uint64_t slot) {
  tvm_ffi_map_item* item = item_at(t, slot);
  item->prev = t->tail;
  item->next = TVM_FFI_MAP_END;
  if (t->tail == TVM_FFI_MAP_END) {
    t->head = slot;
  } else {
    item_at(t, t->tail)->next = slot;
  }
  t->tail = slot;
}

/* Lets the neighbours of `item` (and the ends of the list) refer to `before` and `after` in its
 * place. */
static void set_neighbours(dense* t, const tvm_ffi_map_item* item, uint64_t before,
                           uint64_t after) {
  if (item->prev == TVM_FFI_MAP_END) {
    t->head = after;
  } else {
    item_at(t, item->prev)->next = after;
  }
  if (item->next == TVM_FFI_MAP_END) {
    t->tail = before;
  } else {
    item_at(t, item->next)->prev = before;
  }
}

static void unlink_item(dense* t, uint64_t slot) {
  const tvm_ffi_map_item* item = item_at(t, slot);
  set_neighbours(t, item, item->prev, item->next);
}

/* Moves the item of `from` to `to`, with its place in the order. Meta bytes are the caller's. */
static void move_item(dense* t, uint64_t from, uint64_t to) {
  tvm_ffi_map_item* target = item_at(t, to);
  *target = *item_at(t, from);
  set_neighbours(t, target, to, to);
}

void tf_dense_move_to_end(dense* t, uint64_t slot) {
  unlink_item(t, slot);
  link_last(t, slot);
}

/* ---- tables ---- */

void tf_dense_free_blocks(void* blocks) { tf_mem_free(blocks); }

static void mark_all_empty(dense* t) {
  tvm_ffi_map_block* blocks = (tvm_ffi_map_block*)t->map.data;
  uint64_t count = (t->map.slots + TVM_FFI_MAP_BLOCK_SLOTS - 1) / TVM_FFI_MAP_BLOCK_SLOTS;
  for (uint64_t i = 0; i < count; ++i) {
    memset(blocks[i].meta, TVM_FFI_MAP_META_EMPTY, sizeof(blocks[i].meta));
  }
}

void tf_dense_clear(dense* t) {
  t->map.size = 0;
  t->head = TVM_FFI_MAP_END;
  t->tail = TVM_FFI_MAP_END;
  mark_all_empty(t);
}

bool tf_dense_init(dense* t, uint64_t slots) {
  uint64_t count = (slots + TVM_FFI_MAP_BLOCK_SLOTS - 1) / TVM_FFI_MAP_BLOCK_SLOTS;
  size_t bytes = 0;
  if (!tf_size_mul((size_t)count, sizeof(tvm_ffi_map_block), &bytes)) return false;
  void* blocks = tf_mem_alloc(bytes);
  if (blocks == NULL) return false;
  t->map.data = blocks;
  t->map.slots = slots;
  t->map.data_deleter = tf_dense_free_blocks;
  t->padding = 0;
  t->fib_shift = 64;
  for (uint64_t rest = slots; rest > 1; rest >>= 1) t->fib_shift -= 1;
  tf_dense_clear(t);
  return true;
}

uint64_t tf_dense_slots_for(uint64_t count) {
  uint64_t slots = 8;
  while (slots <= TF_DENSE_MAX_SLOTS && (double)count > (double)slots * MAX_LOAD) slots *= 2;
  return slots <= TF_DENSE_MAX_SLOTS ? slots : 0;
}

int tf_dense_find(const dense* t, tf_view key, uint64_t hash, uint64_t* out) {
  uint64_t at = tf_dense_chain_head(t, hash);
  while (at != TVM_FFI_MAP_END) {
    bool equal = false;
    TF_TRY(tf_map_key_matches(&t->map, &item_at(t, at)->pair.key, key, &equal));
    if (equal) break;
    at = chain_next(t, at);
  }
  *out = at;
  return 0;
}

/* ---- adding ---- */

static inline void place(dense* t, uint64_t slot, uint8_t meta, const TVMFFIAny* key,
                         const TVMFFIAny* value) {
  *meta_at(t, slot) = meta;
  tvm_ffi_map_item* item = item_at(t, slot);
  item->pair.key = *key;
  item->pair.value = *value;
  t->map.size += 1;
  link_last(t, slot);
}

/* Where the members of a displaced chain came from, so that a displacement that gets stuck can be
 * undone. */
typedef struct {
  uint64_t from;
  uint64_t to;
  uint8_t meta;
} move_record;

static void undo_moves(dense* t, const move_record* moves, size_t count) {
  while (count > 0) {
    --count;
    move_item(t, moves[count].to, moves[count].from);
    *meta_at(t, moves[count].to) = TVM_FFI_MAP_META_EMPTY;
    *meta_at(t, moves[count].from) = moves[count].meta;
  }
}

/* Moves the chain members from `first` on to other slots, `before` being the member ahead of them.
   `first` ends up protected. False, and nothing changed, when some member finds no slot. `moves`
   has room for all of them. */
static bool move_chain(dense* t, uint64_t before, uint64_t first, move_record* moves) {
  const uint8_t before_meta = *meta_at(t, before);
  uint64_t writer = before;
  uint64_t reader = first;
  size_t count = 0;
  while (reader != TVM_FFI_MAP_END) {
    uint64_t free_slot = 0;
    unsigned jump = 0;
    if (!find_free(t, writer, &free_slot, &jump)) {
      undo_moves(t, moves, count);
      *meta_at(t, before) = before_meta;
      return false;
    }
    uint64_t next = chain_next(t, reader);
    moves[count++] = (move_record){reader, free_slot, *meta_at(t, reader)};
    move_item(t, reader, free_slot);
    *meta_at(t, free_slot) = META_TAIL;
    *meta_at(t, reader) = reader == first ? TVM_FFI_MAP_META_MOVING : TVM_FFI_MAP_META_EMPTY;
    set_jump(t, writer, jump);
    writer = free_slot;
    reader = next;
  }
  return true;
}

/* Frees `slot`, which a tail of another chain occupies. */
static tf_dense_status displace(dense* t, uint64_t slot) {
  uint64_t foreign_hash = 0;
  if (tf_map_key_hash(&t->map, &item_at(t, slot)->pair.key, &foreign_hash) != 0) {
    return TF_DENSE_ERROR;
  }
  uint64_t before = chain_previous(t, home_of(t, foreign_hash), slot);
  /* Only a key whose hash changed after it was stored can bring us here. */
  if (before == TVM_FFI_MAP_END) return TF_DENSE_FULL;
  size_t members = 0;
  for (uint64_t at = slot; at != TVM_FFI_MAP_END; at = chain_next(t, at)) ++members;
  move_record inline_moves[JOURNAL_INLINE];
  move_record* moves = inline_moves;
  if (members > JOURNAL_INLINE) {
    moves = (move_record*)tf_mem_alloc(members * sizeof(move_record));
    if (moves == NULL) return (tf_dense_status)tf_raise_memory();
  }
  bool moved = move_chain(t, before, slot, moves);
  if (moves != inline_moves) tf_mem_free(moves);
  return moved ? TF_DENSE_DONE : TF_DENSE_FULL;
}

tf_dense_status tf_dense_add(dense* t, const TVMFFIAny* key, const TVMFFIAny* value,
                             uint64_t hash) {
  uint64_t home = home_of(t, hash);
  uint8_t meta = *meta_at(t, home);
  /* An empty home takes the key even in a table that counts as full (abi.md section 20, 32). */
  if (meta == TVM_FFI_MAP_META_EMPTY) {
    place(t, home, 0, key, value);
    return TF_DENSE_DONE;
  }
  if (is_full(t)) return TF_DENSE_FULL;
  if ((meta & META_TAIL) != 0) {
    tf_dense_status status = displace(t, home);
    if (status == TF_DENSE_DONE) place(t, home, 0, key, value);
    return status;
  }
  uint64_t last = home;
  for (uint64_t next = chain_next(t, last); next != TVM_FFI_MAP_END; next = chain_next(t, last)) {
    last = next;
  }
  uint64_t slot = 0;
  unsigned jump = 0;
  if (!find_free(t, last, &slot, &jump)) return TF_DENSE_FULL;
  place(t, slot, META_TAIL, key, value);
  set_jump(t, last, jump);
  return TF_DENSE_DONE;
}

/* ---- removing ---- */

void tf_dense_remove(dense* t, uint64_t slot, uint64_t hash) {
  unlink_item(t, slot);
  t->map.size -= 1;
  uint64_t last = slot;
  uint64_t before = TVM_FFI_MAP_END;
  for (uint64_t next = chain_next(t, last); next != TVM_FFI_MAP_END; next = chain_next(t, last)) {
    before = last;
    last = next;
  }
  if (last == slot) {
    before = chain_previous(t, home_of(t, hash), slot);
  } else {
    move_item(t, last, slot);
  }
  if (before != TVM_FFI_MAP_END) set_jump(t, before, 0);
  *meta_at(t, last) = TVM_FFI_MAP_META_EMPTY;
}

/* ---- copying ---- */

static tf_dense_status add_all(dense* t, const tvm_ffi_map_object* source) {
  for (uint64_t at = tvm_ffi_map_first(source); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(source, at)) {
    const tvm_ffi_map_pair* pair = tvm_ffi_map_pair_at(source, at);
    uint64_t hash = 0;
    if (tf_map_key_hash(source, &pair->key, &hash) != 0) return TF_DENSE_ERROR;
    tf_dense_status status = tf_dense_add(t, &pair->key, &pair->value, hash);
    if (status != TF_DENSE_DONE) return status;
  }
  return TF_DENSE_DONE;
}

int tf_dense_copy_bits(const tvm_ffi_map_object* map, uint64_t slots, dense* out) {
  for (; slots <= TF_DENSE_MAX_SLOTS; slots *= 2) {
    dense table;
    memset(&table, 0, sizeof(table));
    if (!tf_dense_init(&table, slots)) return tf_raise_memory();
    tf_dense_status status = add_all(&table, map);
    if (status == TF_DENSE_DONE) {
      table.map.header = out->map.header;
      *out = table;
      return 0;
    }
    tf_dense_free_blocks(table.map.data);
    if (status == TF_DENSE_ERROR) return -1;
  }
  return tf_raise_memory();
}

/* ---- checking ---- */

/* Counts the entries that are reached from heads; UINT64_MAX when a chain does not end or its
 * members are no tails. */
static uint64_t count_in_chains(const dense* t) {
  uint64_t count = 0;
  for (uint64_t slot = 0; slot < t->map.slots; ++slot) {
    if ((*meta_at(t, slot) & META_TAIL) != 0) continue;
    for (uint64_t at = slot; at != TVM_FFI_MAP_END; at = chain_next(t, at)) {
      if (at != slot && (*meta_at(t, at) & META_TAIL) == 0) return UINT64_MAX;
      if (*meta_at(t, at) >= TVM_FFI_MAP_META_MOVING || ++count > t->map.size) return UINT64_MAX;
    }
  }
  return count;
}

static bool is_order_valid(const dense* t) {
  uint64_t count = 0;
  uint64_t before = TVM_FFI_MAP_END;
  for (uint64_t at = t->head; at != TVM_FFI_MAP_END; at = item_at(t, at)->next) {
    if (at >= t->map.slots || ++count > t->map.size) return false;
    if (*meta_at(t, at) >= TVM_FFI_MAP_META_MOVING || item_at(t, at)->prev != before) return false;
    before = at;
  }
  return before == t->tail && count == t->map.size;
}

/* Is each entry in the chain of its own home? Entries whose hash hook fails are taken on trust. */
static bool is_homed(const dense* t) {
  for (uint64_t at = t->head; at != TVM_FFI_MAP_END; at = item_at(t, at)->next) {
    uint64_t hash = 0;
    if (tf_map_key_hash(&t->map, &item_at(t, at)->pair.key, &hash) != 0) {
      tf_error_clear();
      continue;
    }
    uint64_t home = home_of(t, hash);
    if (home != at && chain_previous(t, home, at) == TVM_FFI_MAP_END) return false;
  }
  return true;
}

bool tf_dense_is_valid(const dense* t) {
  if (t->map.data == NULL || t->map.slots < 2 || (t->map.slots & (t->map.slots - 1)) != 0) {
    return false;
  }
  if (t->map.size > t->map.slots) return false;
  return count_in_chains(t) == t->map.size && is_order_valid(t) && is_homed(t);
}
