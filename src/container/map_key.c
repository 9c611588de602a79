/* SPDX-License-Identifier: Apache-2.0 */
/* Hash and equality of keys that lie inside a map. */
#include "container/map_key.h"

#include "core/error.h"

/* Only objects other than strings can have hooks. */
static bool may_run_hook(const TVMFFIAny* value) {
  return value->type_index >= kTVMFFIStaticObjectBegin && value->type_index != kTVMFFIStr &&
         value->type_index != kTVMFFIBytes;
}

/* What tells that a map was changed: its storage and its count. */
typedef struct {
  const void* data;
  uint64_t size;
  uint64_t slots;
} map_state;

static map_state state_of(const tvm_ffi_map_object* map) {
  map_state state = {map->data, map->size, map->slots};
  return state;
}

static int check_unchanged(const tvm_ffi_map_object* map, map_state before) {
  if (map->data == before.data && map->size == before.size && map->slots == before.slots) return 0;
  return tf_raise(TF_RUNTIME_ERROR, "%s changed while its keys were being compared",
                  map->header.type_index == kTVMFFIDict ? "Dict" : "Map");
}

int tf_map_key_hash(const tvm_ffi_map_object* map, const TVMFFIAny* stored, uint64_t* out) {
  if (!may_run_hook(stored)) return tf_any_hash(tf_view_raw(stored), out);
  map_state before = state_of(map);
  tf_any held = tf_any_share(stored->v_obj);
  int code = tf_any_hash(tf_view_of(&held), out);
  tf_any_drop(&held);
  TF_TRY(code);
  return check_unchanged(map, before);
}

int tf_map_key_matches(const tvm_ffi_map_object* map, const TVMFFIAny* stored, tf_view key,
                       bool* out) {
  if (stored->v_uint64 == key.raw.v_uint64 && stored->type_index == key.raw.type_index &&
      stored->zero_padding == key.raw.zero_padding) {
    *out = true;
    return 0;
  }
  if (!may_run_hook(stored)) return tf_any_equal(tf_view_raw(stored), key, out);
  if (stored->type_index != key.raw.type_index) {
    *out = false;
    return 0;
  }
  map_state before = state_of(map);
  tf_any held = tf_any_share(stored->v_obj);
  int code = tf_any_equal(tf_view_of(&held), key, out);
  tf_any_drop(&held);
  TF_TRY(code);
  return check_unchanged(map, before);
}
