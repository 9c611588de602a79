/* SPDX-License-Identifier: Apache-2.0 */
/* The dense layout of Map and Dict: an open table of chains that live inside the table, with the
   insertion order as a linked list of slots. Layout and algorithm are part of the ABI (abi.md
   section 7.2), for client code inlines both.

   Works on tables of raw pairs: nothing here touches the reference counts of keys and values. Not
   thread-safe for writers. */
#ifndef TVM_FFI_SRC_CONTAINER_MAP_DENSE_H_
#define TVM_FFI_SRC_CONTAINER_MAP_DENSE_H_

#include <tvm/ffi/c/layout.h>

#include "container/jump.h"
#include "core/any.h"

/* Tables beyond this many slots are refused. */
#define TF_DENSE_MAX_SLOTS (UINT64_C(1) << 40)

/* Turns `table` (its fields are overwritten, the header is not touched) into an empty dense table
   of `slots` slots, a power of two from 8 to TF_DENSE_MAX_SLOTS. Returns false, `table` untouched,
   when there is no memory. */
TF_NODISCARD bool tf_dense_init(tvm_ffi_dense_map_object* table, uint64_t slots);

/* Slots of a table that the doubling rule reaches with `count` entries: the smallest power of two
   from 8 on that is not full with them. 0 when that would be beyond the maximum. */
uint64_t tf_dense_slots_for(uint64_t count);

#define TF_DENSE_META_TAIL 0x80
#define TF_DENSE_META_JUMP 0x7F

static inline uint8_t* tf_dense_meta_at(const tvm_ffi_dense_map_object* table, uint64_t slot) {
  tvm_ffi_map_block* blocks = (tvm_ffi_map_block*)table->map.data;
  return &blocks[slot / TVM_FFI_MAP_BLOCK_SLOTS].meta[slot % TVM_FFI_MAP_BLOCK_SLOTS];
}

static inline uint64_t tf_dense_home_of(const tvm_ffi_dense_map_object* table, uint64_t hash) {
  return (UINT64_C(11400714819323198485) * hash) >> table->fib_shift;
}

/* Does `slot`, below the number of slots, hold an entry? */
static inline bool tf_dense_has(const tvm_ffi_dense_map_object* table, uint64_t slot) {
  return *tf_dense_meta_at(table, slot) < TVM_FFI_MAP_META_MOVING;
}

/* Slot of `key`, whose hash is `hash`, in `*out`; TVM_FFI_MAP_END when it is absent. Returns -1
   with the error of a comparison hook raised (container/map_key.h). */
TF_NODISCARD int tf_dense_find(const tvm_ffi_dense_map_object* table, tf_view key, uint64_t hash,
                               uint64_t* out);

/* Where the chain of a hash begins; TVM_FFI_MAP_END when there is none. */
static inline uint64_t tf_dense_chain_head(const tvm_ffi_dense_map_object* table, uint64_t hash) {
  if (table->map.size == 0) return TVM_FFI_MAP_END;
  uint64_t home = tf_dense_home_of(table, hash);
  return (*tf_dense_meta_at(table, home) & TF_DENSE_META_TAIL) != 0 ? TVM_FFI_MAP_END : home;
}

/* The next member of the chain behind `slot`, or TVM_FFI_MAP_END. */
static inline uint64_t tf_dense_chain_next(const tvm_ffi_dense_map_object* table, uint64_t slot) {
  unsigned jump = *tf_dense_meta_at(table, slot) & TF_DENSE_META_JUMP;
  if (jump == 0 || jump >= TF_JUMP_COUNT) return TVM_FFI_MAP_END;
  return (slot + tf_jump_table[jump]) & (table->map.slots - 1);
}

/* The same for a key of a plain kind (core/any.h): nothing foreign runs, and nothing can fail. */
static inline uint64_t tf_dense_find_plain(const tvm_ffi_dense_map_object* table,
                                           const TVMFFIAny* key, uint64_t hash) {
  uint64_t at = tf_dense_chain_head(table, hash);
  while (at != TVM_FFI_MAP_END &&
         !tf_any_plain_equal(key, &tvm_ffi_map_item_at(&table->map, at)->pair.key)) {
    at = tf_dense_chain_next(table, at);
  }
  return at;
}

typedef enum {
  TF_DENSE_ERROR = -1, /* a hook failed, or no memory: raised; the table is unchanged */
  TF_DENSE_DONE = 0,
  TF_DENSE_FULL = 1 /* the table must grow first; it is unchanged */
} tf_dense_status;

/* Adds a pair whose key is known to be absent. The bits of `key` and `value` are copied: on
   TF_DENSE_DONE the table owns what they own. */
TF_NODISCARD tf_dense_status tf_dense_add(tvm_ffi_dense_map_object* table, const TVMFFIAny* key,
                                          const TVMFFIAny* value, uint64_t hash);

/* Moves the entry in `slot` to the end of the order. */
void tf_dense_move_to_end(tvm_ffi_dense_map_object* table, uint64_t slot);

/* Removes the entry in `slot`, found for a key of hash `hash`. Its pair is forgotten, not dropped:
 * copy it first. */
void tf_dense_remove(tvm_ffi_dense_map_object* table, uint64_t slot, uint64_t hash);

/* Forgets all pairs and keeps the slots. */
void tf_dense_clear(tvm_ffi_dense_map_object* table);

/* Fills `*out` (as tf_dense_init does) with the pairs of `map`, of any layout, in order, in a table
   of at least `slots` slots. The bits are copied: afterwards one of the two must be forgotten.
   Returns -1 with the error raised. */
TF_NODISCARD int tf_dense_copy_bits(const tvm_ffi_map_object* map, uint64_t slots,
                                    tvm_ffi_dense_map_object* out);

/* Data deleter of the blocks: frees them without dropping pairs. */
void tf_dense_free_blocks(void* blocks);

/* Every slot that is in use is reachable from its home slot, every chain ends, the order list
   visits each entry once in both directions, and the count is right. For tests, fuzzers and debug
   builds. */
bool tf_dense_is_valid(const tvm_ffi_dense_map_object* table);

#endif /* TVM_FFI_SRC_CONTAINER_MAP_DENSE_H_ */
