/* SPDX-License-Identifier: Apache-2.0 */
/* Map and Dict: against a naive model, layouts against recorded ones, ownership, hooks. */
#include "container/map.h"

#include "base/hash.h"
#include "core/string.h"
#include "tf_test_core.h"

static tf_map* dict_new(void) {
  tf_map* map = NULL;
  assert_ok(tf_map_new(kTVMFFIDict, 0, &map));
  return map;
}

static void set_int(tf_map* map, int64_t key, int64_t value) {
  assert_ok(tf_map_set(map, tf_any_int(key), tf_any_int(value)));
}

static const tf_any* find_int(const tf_map* map, int64_t key) {
  const tf_any* found = NULL;
  assert_ok(tf_map_find(map, tf_view_int(key), &found));
  return found;
}

/* ---- a naive model: a row of pairs in order; dense maps move overwritten entries to the end ---- */

enum { MODEL_MAX = 600 };

typedef struct {
  int64_t keys[MODEL_MAX];
  int64_t values[MODEL_MAX];
  size_t size;
} model;

static size_t model_find(const model* m, int64_t key) {
  size_t at = 0;
  while (at < m->size && m->keys[at] != key) ++at;
  return at;
}

static void model_remove(model* m, size_t at) {
  m->size -= 1;
  memmove(&m->keys[at], &m->keys[at + 1], (m->size - at) * sizeof(m->keys[0]));
  memmove(&m->values[at], &m->values[at + 1], (m->size - at) * sizeof(m->values[0]));
}

static void model_set(model* m, int64_t key, int64_t value, bool is_small) {
  size_t at = model_find(m, key);
  /* With four entries a small map becomes dense before the key is looked for. */
  if (m->size >= 4) is_small = false;
  if (at < m->size && is_small) {
    m->values[at] = value;
    return;
  }
  if (at < m->size) model_remove(m, at);
  m->keys[m->size] = key;
  m->values[m->size] = value;
  m->size += 1;
}

static void assert_same(const tf_map* map, const model* m) {
  size_t i = 0;
  assert_int_equal(map->size, m->size);
  for (uint64_t at = tvm_ffi_map_first(map); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(map, at), ++i) {
    assert_int_equal(tf_map_key_at(map, at)->raw.v_int64, m->keys[i]);
    assert_int_equal(tf_map_value_at(map, at)->raw.v_int64, m->values[i]);
  }
  assert_int_equal(i, m->size);
  assert_true(tf_map_is_valid(map));
}

static uint64_t next_random(uint64_t* state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static void agree_with_the_model(uint64_t seed, uint64_t num_keys, int steps) {
  tf_map* map = dict_new();
  model m = {.size = 0};
  for (int i = 0; i < steps; ++i) {
    int64_t key = (int64_t)(next_random(&seed) % num_keys) * 7;
    uint64_t what = next_random(&seed) % 10;
    if (what < 6) {
      model_set(&m, key, i, tvm_ffi_map_is_small(map));
      set_int(map, key, i);
    } else if (what < 9) {
      bool found = false;
      size_t at = model_find(&m, key);
      assert_ok(tf_map_erase(map, tf_view_int(key), &found));
      assert_int_equal(found, at < m.size);
      if (at < m.size) model_remove(&m, at);
    } else {
      const tf_any* found = find_int(map, key);
      size_t at = model_find(&m, key);
      assert_int_equal(found != NULL, at < m.size);
      if (found != NULL) assert_int_equal(found->raw.v_int64, m.values[at]);
    }
    if (i % 16 == 0) assert_same(map, &m);
  }
  assert_same(map, &m);
  tf_object_drop(&map);
}

static void random_changes_agree_with_a_model(void** state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    agree_with_the_model(seed * 7919, 3 + seed * 12, 1500);
  }
}

/* ---- recorded layouts: what the released implementation makes of the same insertions ---- */

static void growth_is_the_recorded_one(void** state) {
  (void)state;
  static const struct {
    uint64_t size, slots;
    uint32_t shift;
    uint64_t head, tail;
  } recorded[] = {{5, 8, 61, 1, 4},  {6, 8, 61, 1, 3},    {7, 8, 61, 1, 6},  {8, 16, 60, 2, 11},
                  {9, 16, 60, 2, 1}, {10, 16, 60, 2, 14}, {11, 16, 60, 2, 4}};
  tf_map* map = dict_new();
  for (int64_t i = 0; i < 4; ++i) set_int(map, i, i);
  assert_true(tvm_ffi_map_is_small(map));
  for (size_t i = 0; i < TF_COUNT_OF(recorded); ++i) {
    set_int(map, (int64_t)i + 4, 0);
    const tvm_ffi_dense_map_object* dense = (const tvm_ffi_dense_map_object*)(void*)map;
    assert_int_equal(map->size, recorded[i].size);
    assert_int_equal(map->slots, recorded[i].slots);
    assert_int_equal(dense->fib_shift, recorded[i].shift);
    assert_int_equal(dense->head, recorded[i].head);
    assert_int_equal(dense->tail, recorded[i].tail);
  }
  tf_object_drop(&map);
}

/* One number for all of a map's memory that clients can see. */
static uint64_t layout_hash(const tf_map* map) {
  const tvm_ffi_map_block* blocks = (const tvm_ffi_map_block*)map->data;
  const tvm_ffi_dense_map_object* dense = (const tvm_ffi_dense_map_object*)(const void*)map;
  uint64_t hash = tf_hash_combine(map->size, map->slots);
  hash = tf_hash_combine(hash, dense->head);
  hash = tf_hash_combine(hash, dense->tail);
  for (uint64_t i = 0; i < map->slots; ++i) {
    uint8_t meta = blocks[i / 16].meta[i % 16];
    const tvm_ffi_map_item* item = &blocks[i / 16].items[i % 16];
    hash = tf_hash_combine(hash, meta);
    if (meta == TVM_FFI_MAP_META_EMPTY) continue;
    hash = tf_hash_combine(hash, item->pair.key.v_uint64);
    hash = tf_hash_combine(hash, item->prev);
    hash = tf_hash_combine(hash, item->next);
  }
  return hash;
}

static void every_byte_of_a_table_is_the_recorded_one(void** state) {
  (void)state;
  static const uint64_t recorded[] = {
#include "recorded_layouts.inc"
  };
  for (uint64_t seed = 1; seed <= TF_COUNT_OF(recorded); ++seed) {
    uint64_t random = seed * 2654435769u;
    tf_map* map = dict_new();
    for (int64_t i = 0; i < 8; ++i) set_int(map, i, 0);
    for (int i = 0; i < 400; ++i) {
      int64_t key = (int64_t)(next_random(&random) % (40 * seed));
      if (next_random(&random) % 4 != 0) {
        set_int(map, key, 0);
      } else {
        assert_ok(tf_map_erase(map, tf_view_int(key), NULL));
      }
    }
    assert_int_equal(layout_hash(map), recorded[seed - 1]);
    tf_object_drop(&map);
  }
}

/* ---- other properties ---- */

/* Recorded: the fifth set makes the map dense although it adds nothing, and moves the entry. */
static void overwriting_in_a_full_small_map_makes_it_dense(void** state) {
  (void)state;
  tf_map* map = dict_new();
  for (int64_t i = 1; i <= 4; ++i) set_int(map, i, i);
  assert_true(tvm_ffi_map_is_small(map));
  set_int(map, 1, 9);
  const tvm_ffi_dense_map_object* dense = (const tvm_ffi_dense_map_object*)(void*)map;
  assert_int_equal(map->slots, 8);
  assert_int_equal(dense->head, 2);
  assert_int_equal(dense->tail, 7);
  tf_object_drop(&map);
}

/* Keys repeated while filling end up where they would in a map that started small. */
static void filling_is_like_setting_one_by_one(void** state) {
  (void)state;
  for (uint64_t seed = 1; seed < 200; ++seed) {
    uint64_t random = seed * 77773;
    size_t count = 3 + seed % 9;
    tf_map* filled = NULL;
    tf_map* set = dict_new();
    assert_ok(tf_map_new(kTVMFFIDict, count, &filled));
    for (size_t i = 0; i < count; ++i) {
      int64_t key = (int64_t)(next_random(&random) % 6);
      set_int(set, key, (int64_t)i);
      assert_ok(tf_map_fill(filled, tf_any_int(key), tf_any_int((int64_t)i)));
    }
    uint64_t at = tvm_ffi_map_first(filled);
    for (uint64_t k = tvm_ffi_map_first(set); k != TVM_FFI_MAP_END; k = tvm_ffi_map_next(set, k)) {
      assert_int_equal(tf_map_key_at(filled, at)->raw.v_int64, tf_map_key_at(set, k)->raw.v_int64);
      assert_int_equal(tf_map_value_at(filled, at)->raw.v_int64,
                       tf_map_value_at(set, k)->raw.v_int64);
      at = tvm_ffi_map_next(filled, at);
    }
    assert_int_equal(at, TVM_FFI_MAP_END);
    tf_object_drop(&filled);
    tf_object_drop(&set);
  }
}

static void presized_maps_do_not_grow(void** state) {
  (void)state;
  for (size_t count = 0; count < 300; ++count) {
    tf_map* map = NULL;
    assert_ok(tf_map_new(kTVMFFIMap, count, &map));
    uint64_t slots = map->slots;
    for (size_t i = 0; i < count; ++i) set_int(map, (int64_t)i, 0);
    assert_int_equal(map->slots, slots);
    assert_int_equal(map->size, count);
    tf_object_drop(&map);
  }
}

static void text_keys_are_found_in_any_form(void** state) {
  (void)state;
  tf_map* map = dict_new();
  tf_any object = tf_any_none();
  tf_any small = tf_string_small(tf_str_c("key"));
  const tf_any* found = NULL;
  assert_ok(tf_string_new_object(kTVMFFIStr, tf_str_c("key"), &object));
  assert_ok(tf_map_set(map, object, tf_any_int(5)));
  for (int64_t i = 0; i < 10; ++i) {
    assert_ok(tf_map_find(map, tf_view_of(&small), &found));
    assert_int_equal(found->raw.v_int64, 5);
    assert_int_equal(tf_map_find_str(map, tf_str_c("key"))->raw.v_int64, 5);
    assert_null(tf_map_find_str(map, tf_str_c("keys")));
    set_int(map, i, i);
  }
  tf_object_drop(&map);
}

static void keys_of_different_kinds_differ(void** state) {
  (void)state;
  tf_map* map = dict_new();
  set_int(map, 1, 10);
  assert_ok(tf_map_set(map, tf_any_float(1.0), tf_any_int(11)));
  assert_ok(tf_map_set(map, tf_any_bool(true), tf_any_int(12)));
  assert_ok(tf_map_set(map, tf_any_none(), tf_any_int(13)));
  assert_int_equal(map->size, 4);
  assert_int_equal(find_int(map, 1)->raw.v_int64, 10);
  tf_object_drop(&map);
}

static void clear_keeps_the_slots(void** state) {
  (void)state;
  tf_map* map = dict_new();
  for (int64_t i = 0; i < 20; ++i) set_int(map, i, i);
  uint64_t slots = map->slots;
  tf_map_clear(map);
  assert_int_equal(map->slots, slots);
  assert_int_equal(map->size, 0);
  assert_true(tf_map_is_valid(map));
  set_int(map, 3, 4);
  assert_int_equal(find_int(map, 3)->raw.v_int64, 4);
  tf_map_clear(map);
  tf_object_drop(&map);
}

static void values_are_dropped_once(void** state) {
  (void)state;
  tf_any text = tf_any_none();
  tf_map* map = dict_new();
  assert_ok(tf_string_new(tf_str_c("long enough for an object"), &text));
  for (int64_t i = 0; i < 30; ++i) {
    assert_ok(tf_map_set(map, tf_any_int(i % 11), tf_any_copy_owned(&text)));
  }
  assert_int_equal(text.raw.v_obj->combined_ref_count & TF_REF_STRONG_MASK, 12);
  assert_ok(tf_map_erase(map, tf_view_int(3), NULL));
  assert_int_equal(text.raw.v_obj->combined_ref_count & TF_REF_STRONG_MASK, 11);
  tf_object_drop(&map);
  assert_int_equal(text.raw.v_obj->combined_ref_count & TF_REF_STRONG_MASK, 1);
  tf_any_drop(&text);
}

static void copies_keep_the_order(void** state) {
  (void)state;
  tf_map* map = dict_new();
  tf_map* copy = NULL;
  for (int64_t i = 20; i > 0; --i) set_int(map, i * 31, i);
  assert_ok(tf_map_copy(kTVMFFIMap, map, &copy));
  uint64_t at = tvm_ffi_map_first(copy);
  for (int64_t i = 20; i > 0; --i, at = tvm_ffi_map_next(copy, at)) {
    assert_int_equal(tf_map_key_at(copy, at)->raw.v_int64, i * 31);
  }
  assert_int_equal(copy->header.type_index, kTVMFFIMap);
  tf_object_drop(&map);
  tf_object_drop(&copy);
}

static int build(void* context) {
  (void)context;
  tf_map* map = NULL;
  int code = tf_map_new(kTVMFFIDict, 0, &map);
  for (int64_t i = 0; code == 0 && i < 40; ++i) {
    tf_any text = tf_any_none();
    code = tf_string_new(tf_str_c("long enough for an object"), &text);
    if (code == 0) code = tf_map_set(map, tf_any_int(i * 3), text);
    if (map != NULL && !tf_map_is_valid(map)) fail_msg("invalid after a refused allocation");
  }
  tf_object_drop(&map);
  return code;
}

static void growing_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(build, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(random_changes_agree_with_a_model),
      tf_unit(growth_is_the_recorded_one),
      tf_unit(every_byte_of_a_table_is_the_recorded_one),
      tf_unit(overwriting_in_a_full_small_map_makes_it_dense),
      tf_unit(filling_is_like_setting_one_by_one),
      tf_unit(presized_maps_do_not_grow),
      tf_unit(text_keys_are_found_in_any_form),
      tf_unit(keys_of_different_kinds_differ),
      tf_unit(clear_keeps_the_slots),
      tf_unit(values_are_dropped_once),
      tf_unit(copies_keep_the_order),
      tf_unit(growing_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
