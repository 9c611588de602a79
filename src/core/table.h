/* SPDX-License-Identifier: Apache-2.0 */
/* Look-up by name for all registries: open addressing, at most half full, read without locks.

   A slot is one word: the upper 16 bits of the key's hash and a 48-bit pointer to the record. Records stay for ever (or
   as long as their arena); a grown table is published as a whole and the old one kept, so a reader never sees anything
   disappear. Writers hold the lock of whoever owns the table. */
#ifndef TVM_FFI_CORE_TABLE_H_
#define TVM_FFI_CORE_TABLE_H_

#include "base/hash.h"
#include "base/text.h"
#include "core/types.h"

/* Where records come from: permanent memory for the process-wide tables, else blocks that end with the arena. */
typedef struct tf_arena {
  bool is_permanent;
  struct tf_arena_block* blocks;
} tf_arena;

/* Zero-filled, 8-byte aligned; NULL when memory is short. Not thread-safe. */
TF_NODISCARD void* tf_arena_alloc(tf_arena* arena, size_t size);

/* NUL-terminated copy. An empty text gives {NULL, 0} and succeeds. */
TF_NODISCARD bool tf_arena_copy(tf_arena* arena, tf_str text, tf_str* out);

/* Frees the blocks; does nothing to permanent memory. */
void tf_arena_drop(tf_arena* arena);

/* First member of every record. `name` must be NUL-terminated and live in the arena. */
typedef struct tf_table_key {
  tf_str name;
  uint64_t hash; /* tf_hash_key(name) */
} tf_table_key;

typedef struct tf_table {
  struct tf_table_slots* slots;
  size_t count;
} tf_table;

/* The record of that name, or NULL. Takes no lock. */
void* tf_table_find_hashed(const tf_table* table, tf_str name, uint64_t hash);

static inline void* tf_table_find(const tf_table* table, tf_str name) {
  return tf_table_find_hashed(table, name, tf_hash_key(name));
}

/* Makes room for one more record. False when memory is short. Under the writers' lock. */
TF_NODISCARD bool tf_table_reserve(tf_table* table, tf_arena* arena);

/* Adds a record whose name is not in yet, after tf_table_reserve. Cannot fail. Under the writers' lock. */
void tf_table_put(tf_table* table, tf_table_key* record);

/* Calls visit(context, record) for each record in no particular order. */
void tf_table_visit(const tf_table* table, void (*visit)(void* context, tf_table_key* record),
                    void* context);

/* The name nearest to `name`; empty when none is near. Looks at 50,000 names at most. */
tf_str tf_table_nearest(const tf_table* table, tf_str name);

#endif /* TVM_FFI_CORE_TABLE_H_ */
