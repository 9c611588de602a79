/* SPDX-License-Identifier: Apache-2.0 */
/* Values made from the input: a pool in which later values may hold earlier ones, so that parts are shared, and Lists and
   Dicts may come to hold themselves. */
#ifndef FUZZ_COMMON_VALUES_H_
#define FUZZ_COMMON_VALUES_H_

#include "common/check.h"
#include "common/input.h"

#include "container/array.h"
#include "container/list.h"
#include "container/map.h"
#include "core/any.h"
#include "core/error.h"
#include "core/shape.h"
#include "core/string.h"

enum { FUZZ_POOL_MAX = 32 };

typedef struct fuzz_pool {
  tf_any values[FUZZ_POOL_MAX];
  int count;
  bool may_cycle;    /* some List or Dict was given a value after it was made */
  bool has_odd_keys; /* some key counts by identity or by bits that no text shows */
} fuzz_pool;

/* What must succeed as long as no allocation is made to fail. */
#define FUZZ_OK(call) FUZZ_CHECK((call) == 0, "failed")

static inline tf_any fuzz_pool_pick(const fuzz_pool* pool, fuzz_input* in) {
  if (pool->count == 0) return tf_any_none();
  return tf_any_copy_owned(&pool->values[fuzz_input_choice(in, (uint32_t)pool->count)]);
}

static inline tf_any fuzz_make_text(fuzz_input* in, bool is_bytes) {
  char text[40];
  size_t size = fuzz_input_choice(in, 12);
  tf_any made = tf_any_none();
  for (size_t i = 0; i < size; ++i) text[i] = (char)fuzz_input_byte(in);
  if (size == 11) memset(text + 11, 'x', 20), size = 31;
  FUZZ_OK(is_bytes ? tf_string_new_bytes(tf_str_of(text, size), &made)
                   : tf_string_new(tf_str_of(text, size), &made));
  return made;
}

static inline tf_any fuzz_make_float(fuzz_input* in) {
  static const double edges[] = {0.0, -0.0, 1.0, 0.1, 5e-324, 1.7976931348623157e308, 1e15, 1e17};
  union {
    uint64_t bits;
    double value;
  } any;
  uint32_t which = fuzz_input_choice(in, 12);
  if (which < TF_COUNT_OF(edges)) return tf_any_float(edges[which]);
  any.bits = fuzz_input_number(in, 8);
  return tf_any_float(any.value);
}

static inline tf_any fuzz_make_shape(fuzz_input* in) {
  int64_t extents[4];
  size_t size = fuzz_input_choice(in, 5);
  tf_any made = tf_any_none();
  for (size_t i = 0; i < size; ++i) extents[i] = fuzz_input_edge(in);
  FUZZ_OK(tf_shape_new(extents, size, &made));
  return made;
}

static inline tf_any fuzz_make_seq(const fuzz_pool* pool, fuzz_input* in, bool is_array) {
  size_t size = fuzz_input_choice(in, 6);
  tf_seq* seq = NULL;
  FUZZ_OK(is_array ? tf_array_new(size, &seq) : tf_list_new(size, &seq));
  for (size_t i = 0; i < size; ++i) tf_array_fill(seq, fuzz_pool_pick(pool, in));
  return tf_any_own(seq);
}

static inline bool fuzz_counts_by_content(const tf_any* key) {
  int32_t kind = key->raw.type_index;
  if (kind == kTVMFFIFloat && key->raw.v_float64 != key->raw.v_float64)
    return false; /* its bits count */
  return kind < kTVMFFIStaticObjectBegin || kind == kTVMFFIStr || kind == kTVMFFIBytes;
}

static inline tf_any fuzz_make_map(fuzz_pool* pool, fuzz_input* in, int32_t type_index) {
  size_t size = fuzz_input_choice(in, 7);
  tf_map* map = NULL;
  FUZZ_OK(tf_map_new(type_index, 0, &map));
  for (size_t i = 0; i < size; ++i) {
    tf_any key = fuzz_pool_pick(pool, in);
    if (!fuzz_counts_by_content(&key)) pool->has_odd_keys = true;
    FUZZ_OK(tf_map_set(map, key, fuzz_pool_pick(pool, in)));
  }
  return tf_any_own(map);
}

/* Gives a List or Dict of the pool one more value of the pool. */
static inline void fuzz_pool_grow(fuzz_pool* pool, fuzz_input* in) {
  tf_any target = fuzz_pool_pick(pool, in);
  tf_any value = fuzz_pool_pick(pool, in);
  if (target.raw.type_index == kTVMFFIList) {
    pool->may_cycle = true;
    FUZZ_OK(tf_list_push((tf_seq*)(void*)target.raw.v_obj, tf_any_move(&value)));
  } else if (target.raw.type_index == kTVMFFIDict) {
    pool->may_cycle = true;
    tf_any key = fuzz_make_text(in, false);
    FUZZ_OK(tf_map_set((tf_map*)(void*)target.raw.v_obj, key, tf_any_move(&value)));
  }
  tf_any_drop(&value);
  tf_any_drop(&target);
}

static inline tf_any fuzz_make_value(fuzz_pool* pool, fuzz_input* in, uint32_t kind) {
  switch (kind) {
    case 0:
      return tf_any_none();
    case 1:
      return tf_any_bool(fuzz_input_choice(in, 2) != 0);
    case 2:
    case 3:
      return tf_any_int(fuzz_input_edge(in));
    case 4:
      return fuzz_make_float(in);
    case 5:
    case 6:
      return fuzz_make_text(in, false);
    case 7:
      return fuzz_make_text(in, true);
    case 8:
      return tf_any_dtype((DLDataType){(uint8_t)fuzz_input_choice(in, 3), 32, 1});
    case 9:
      return tf_any_device((DLDevice){kDLCPU, (int32_t)fuzz_input_choice(in, 3)});
    case 10:
      return fuzz_make_shape(in);
    case 11:
    case 12:
      return fuzz_make_seq(pool, in, true);
    case 13:
      return fuzz_make_seq(pool, in, false);
    case 14:
      return fuzz_make_map(pool, in, kTVMFFIMap);
    default:
      return fuzz_make_map(pool, in, kTVMFFIDict);
  }
}

/* Reads the input to its end, or until the pool is full. */
static inline void fuzz_pool_fill(fuzz_pool* pool, fuzz_input* in) {
  memset(pool, 0, sizeof(*pool));
  while (pool->count < FUZZ_POOL_MAX && fuzz_input_left(in) != 0) {
    uint32_t kind = fuzz_input_choice(in, 18);
    if (kind >= 16) {
      fuzz_pool_grow(pool, in);
    } else {
      tf_any made = fuzz_make_value(pool, in, kind);
      pool->values[pool->count++] = made;
    }
  }
}

static inline tf_view fuzz_pool_last(const fuzz_pool* pool) {
  return pool->count == 0 ? tf_view_none() : tf_view_of(&pool->values[pool->count - 1]);
}

/* Empties what may hold itself. */
static inline void fuzz_pool_cut(fuzz_pool* pool) {
  for (int i = 0; i < pool->count; ++i) {
    tf_view value = tf_view_of(&pool->values[i]);
    if (value.raw.type_index == kTVMFFIList) tf_list_clear((tf_seq*)(void*)value.raw.v_obj);
    if (value.raw.type_index == kTVMFFIDict) tf_map_clear((tf_map*)(void*)value.raw.v_obj);
  }
}

static inline void fuzz_pool_drop(fuzz_pool* pool) {
  fuzz_pool_cut(pool);
  for (int i = 0; i < pool->count; ++i) tf_any_drop(&pool->values[i]);
}

typedef struct fuzz_parts {
  tf_any* objects; /* containers, each once */
  size_t count;
} fuzz_parts;

static inline void fuzz_parts_add(fuzz_parts* parts, const tf_any* value) {
  int32_t kind = value->raw.type_index;
  if (kind != kTVMFFIArray && kind != kTVMFFIList && kind != kTVMFFIMap && kind != kTVMFFIDict) {
    return;
  }
  for (size_t i = 0; i < parts->count; ++i) {
    if (parts->objects[i].raw.v_obj == value->raw.v_obj) return;
  }
  parts->objects = realloc(parts->objects, (parts->count + 1) * sizeof(tf_any));
  if (parts->objects == NULL) abort();
  parts->objects[parts->count++] = tf_any_copy_owned(value);
}

/* Drops a value that may hold itself: empties every List and Dict that it reaches. */
static inline void fuzz_release(tf_any* value) {
  fuzz_parts parts = {NULL, 0};
  fuzz_parts_add(&parts, value);
  tf_any_drop(value);
  for (size_t i = 0; i < parts.count; ++i) {
    tf_view part = tf_view_of(&parts.objects[i]);
    const tf_seq* seq = tf_seq_of(part);
    for (int64_t at = 0; seq != NULL && at < seq->seq.size; ++at) {
      fuzz_parts_add(&parts, &tf_seq_items(seq)[at]);
    }
    if (seq != NULL) continue;
    const tf_map* map = (const tf_map*)(const void*)part.raw.v_obj;
    for (uint64_t at = tvm_ffi_map_first(map); at != TVM_FFI_MAP_END;
         at = tvm_ffi_map_next(map, at)) {
      fuzz_parts_add(&parts, tf_map_key_at(map, at));
      fuzz_parts_add(&parts, tf_map_value_at(map, at));
    }
  }
  for (size_t i = 0; i < parts.count; ++i) {
    tf_view part = tf_view_of(&parts.objects[i]);
    if (part.raw.type_index == kTVMFFIList) tf_list_clear((tf_seq*)(void*)part.raw.v_obj);
    if (part.raw.type_index == kTVMFFIDict) tf_map_clear((tf_map*)(void*)part.raw.v_obj);
  }
  for (size_t i = 0; i < parts.count; ++i) tf_any_drop(&parts.objects[i]);
  free(parts.objects);
}

/* The text of a string that `owned` holds; `slot` keeps the short ones' bytes and must stay where it is. */
static inline tf_str fuzz_text_of(const tf_any* owned, tf_view* slot) {
  tf_str text = tf_str_c("");
  *slot = tf_view_of(owned);
  FUZZ_CHECK(tf_view_get_str(slot, &text), "kind %d", owned->raw.type_index);
  return text;
}

/* The raised error is of one of these kinds (a space-separated list); it is dropped. */
static inline void fuzz_check_raised(const char* kinds, const char* what) {
  tf_error* error = tf_error_take_raised();
  FUZZ_CHECK(error != NULL, "%s failed without an error", what);
  FUZZ_CHECK(strstr(kinds, error->cell.kind.data) != NULL, "%s raised %s: %s", what,
             error->cell.kind.data, error->cell.message.data);
  tf_object_drop(&error);
}

#endif /* FUZZ_COMMON_VALUES_H_ */
