/* SPDX-License-Identifier: Apache-2.0 */
/* Maps and dicts, in order of insertion. A map never changes once it is made; a dict is one thing that everybody who
   holds it sees change. Walking costs no call:

       tvm_ffi_map_iter it = tvm_ffi_map_walk(map);
       while (tvm_ffi_map_advance(&it)) use(it.key, it.value); */
#ifndef TVM_FFI_C_MAP_H_
#define TVM_FFI_C_MAP_H_

#include <tvm/ffi/c/any.h>
#include <tvm/ffi/c/function.h>
#include <tvm/ffi/c/layout.h>

/* ---- Walking ---- */

/* A walk under way. `key` and `value` are borrowed from the map; a dict must not change meanwhile. */
typedef struct tvm_ffi_map_iter {
  tvm_ffi_view key;
  tvm_ffi_view value;
  const tvm_ffi_map_object* map;
  uint64_t next;
} tvm_ffi_map_iter;

static inline tvm_ffi_map_iter tvm_ffi_map_walk_object_(TVMFFIObject* object) {
  tvm_ffi_map_iter it;
  it.key = tvm_ffi_view_none();
  it.value = tvm_ffi_view_none();
  it.map = (const tvm_ffi_map_object*)object;
  it.next = object == NULL ? TVM_FFI_MAP_END : tvm_ffi_map_first(it.map);
  return it;
}
static inline tvm_ffi_map_iter tvm_ffi_map_walk(tvm_ffi_map_view map) {
  return tvm_ffi_map_walk_object_(map.object);
}
static inline tvm_ffi_map_iter tvm_ffi_dict_walk(tvm_ffi_dict_view dict) {
  return tvm_ffi_map_walk_object_(dict.object);
}

/* Goes to the next pair; false when there is none. */
static inline bool tvm_ffi_map_advance(tvm_ffi_map_iter* it) {
  if (it->next == TVM_FFI_MAP_END) return false;
  const tvm_ffi_map_pair* pair = tvm_ffi_map_pair_at(it->map, it->next);
  it->key = tvm_ffi_view_of_raw(pair->key);
  it->value = tvm_ffi_view_of_raw(pair->value);
  it->next = tvm_ffi_map_next(it->map, it->next);
  return true;
}

static inline int64_t tvm_ffi_map_size(tvm_ffi_map_view map) {
  return map.object == NULL ? 0 : (int64_t)((const tvm_ffi_map_object*)map.object)->size;
}
static inline int64_t tvm_ffi_dict_size(tvm_ffi_dict_view dict) {
  return dict.object == NULL ? 0 : (int64_t)((const tvm_ffi_map_object*)dict.object)->size;
}

/* ---- Looking up: `*out` is owned, None when the key is absent; `*found` (may be NULL) tells the two apart ---- */

TVM_FFI_NODISCARD_INT tvm_ffi_map_find_in_(const char* getter, tvm_ffi_view map, tvm_ffi_view key,
                                           bool* found, tvm_ffi_any* out) {
  tvm_ffi_any missing = TVM_FFI_ZERO;
  tvm_ffi_any value = TVM_FFI_ZERO;
  tvm_ffi_view args[2];
  args[0] = map;
  args[1] = key;
  TVM_FFI_TRY(tvm_ffi_call_global("ffi.GetInvalidObject", NULL, 0, &missing));
  const int status = tvm_ffi_call_global(getter, args, 2, &value);
  const bool present =
      value.raw.type_index != missing.raw.type_index || value.raw.v_obj != missing.raw.v_obj;
  tvm_ffi_any_drop(&missing);
  if (status != 0) return status;
  if (!present) tvm_ffi_any_drop(&value);
  if (found != NULL) *found = present;
  *out = value;
  return 0;
}

TVM_FFI_NODISCARD_INT tvm_ffi_map_find(tvm_ffi_map_view map, tvm_ffi_view key, bool* found,
                                       tvm_ffi_any* out) {
  return tvm_ffi_map_find_in_("ffi.MapGetItemOrMissing", tvm_ffi_view_from_map(map), key, found,
                              out);
}
TVM_FFI_NODISCARD_INT tvm_ffi_dict_find(tvm_ffi_dict_view dict, tvm_ffi_view key, bool* found,
                                        tvm_ffi_any* out) {
  return tvm_ffi_map_find_in_("ffi.DictGetItemOrMissing", tvm_ffi_view_from_dict(dict), key, found,
                              out);
}

/* ---- Making ---- */

/* A map of `num_pairs` pairs: `items` has twice as many views, key, value, key, value. A later pair wins. */
TVM_FFI_NODISCARD_INT tvm_ffi_map_new(const tvm_ffi_view* items, int32_t num_pairs,
                                      tvm_ffi_map* out) {
  tvm_ffi_any made = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_call_global("ffi.Map", items, 2 * num_pairs, &made));
  return tvm_ffi_any_take_map(&made, out);
}

/* An empty dict. */
TVM_FFI_NODISCARD_INT tvm_ffi_dict_new(tvm_ffi_dict* out) {
  tvm_ffi_any made = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_call_global("ffi.Dict", NULL, 0, &made));
  return tvm_ffi_any_take_dict(&made, out);
}

/* Stores `value`, consuming it, under `key`. */
TVM_FFI_NODISCARD_INT tvm_ffi_dict_set(tvm_ffi_dict_view dict, tvm_ffi_view key,
                                       tvm_ffi_any value) {
  tvm_ffi_view args[3];
  tvm_ffi_any nothing = TVM_FFI_ZERO;
  args[0] = tvm_ffi_view_from_dict(dict);
  args[1] = key;
  args[2] = tvm_ffi_any_peek(&value);
  const int status = tvm_ffi_call_global("ffi.DictSetItem", args, 3, &nothing);
  tvm_ffi_any_drop(&value);
  tvm_ffi_any_drop(&nothing);
  return status;
}

#endif /* TVM_FFI_C_MAP_H_ */
