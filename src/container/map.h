/* SPDX-License-Identifier: Apache-2.0 */
/* Map (72) and Dict (76): ordered hash tables of owned values. They share layout and code; a Map is
   not changed any more once others can see it. Iteration follows insertion; overwriting moves an
   entry to the end in the dense layout and leaves it where it is in the small one (abi.md section
   7). Objects made by client code are handled as well as ours. Walk them with tvm_ffi_map_first and
   tvm_ffi_map_next (tvm/ffi/c/layout.h). Not thread-safe for writers. */
#ifndef TVM_FFI_SRC_CONTAINER_MAP_H_
#define TVM_FFI_SRC_CONTAINER_MAP_H_

#include <tvm/ffi/c/layout.h>

#include "core/any.h"

typedef tvm_ffi_map_object tf_map;

/* A new empty Map or Dict (`type_index` says which) that takes `expected` entries without growing.
   Owned. -1 with MemoryError. */
TF_NODISCARD int tf_map_new(int32_t type_index, size_t expected, tf_map** out);

/* A new Map or Dict with the entries of `source`. Owned. */
TF_NODISCARD int tf_map_copy(int32_t type_index, const tf_map* source, tf_map** out);

/* The value stored under `key`, until the next change of `map`; NULL when the key is absent. -1
   when a hash or equality hook failed. */
TF_NODISCARD int tf_map_find(const tf_map* map, tf_view key, const tf_any** out);

/* The same for a key of a plain kind (core/any.h), an owned form: nothing foreign runs, and nothing can fail. */
const tf_any* tf_map_find_plain(const tf_map* map, const TVMFFIAny* key);

/* The same for a text as key. Runs no hooks. */
const tf_any* tf_map_find_str(const tf_map* map, tf_str key);

/* Stores `value` under `key`, replacing what was there; the object stays the same. Consumes both,
   also on failure. -1 with MemoryError, or with what a hook raised; `map` is unchanged then. */
TF_NODISCARD int tf_map_set(tf_map* map, tf_any key, tf_any value);

/* The same for filling a map that was made with room for all its entries: a repeated key stays in the place that it would
   have in a map that started small (the first four entries keep theirs). */
TF_NODISCARD int tf_map_fill(tf_map* map, tf_any key, tf_any value);

/* A new map of `count` pairs: key, value, key, value ... whose keys are of plain kinds (core/any.h). A repeated key as in
   tf_map_fill. Consumes the pairs, also on failure. -1 with MemoryError. */
TF_NODISCARD int tf_map_from_plain_pairs(int32_t type_index, tf_any* pairs, size_t count,
                                         tf_map** out);

/* Removes an entry; *opt_out_found says whether there was one. -1 when a hook failed. */
TF_NODISCARD int tf_map_erase(tf_map* map, tf_view key, bool* opt_out_found);

/* Removes all entries and keeps the room. Cannot fail. */
void tf_map_clear(tf_map* map);

/* Key and value at a position of tvm_ffi_map_first and tvm_ffi_map_next. */
static inline const tf_any* tf_map_key_at(const tf_map* map, uint64_t at) {
  return (const tf_any*)(const void*)&tvm_ffi_map_pair_at(map, at)->key;
}

static inline tf_any* tf_map_value_at(const tf_map* map, uint64_t at) {
  return (tf_any*)(uintptr_t)(const void*)&tvm_ffi_map_pair_at(map, at)->value;
}

/* Does position `at` hold an entry? For those who keep positions across foreign code. */
bool tf_map_has_position(const tf_map* map, uint64_t at);

/* Are all invariants of its layout true? For tests and fuzzers. */
bool tf_map_is_valid(const tf_map* map);

#endif /* TVM_FFI_SRC_CONTAINER_MAP_H_ */
