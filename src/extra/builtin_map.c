/* SPDX-License-Identifier: Apache-2.0 */
/* The global functions of Map and Dict. */
#include "base/mem.h"
#include "container/map.h"
#include "core/registry.h"
#include "extra/builtin.h"
#include "extra/convert.h"

/* ---- making ---- */

static int fill_from_args(tf_map* map, const tf_args* args) {
  for (int32_t i = 0; i + 1 < args->count; i += 2) {
    tf_any key = tf_any_none();
    tf_any value = tf_any_none();
    TF_TRY(tf_any_copy(tf_args_view(args, i), &key));
    if (tf_any_copy(tf_args_view(args, i + 1), &value) != 0) {
      tf_any_drop(&key);
      return -1;
    }
    TF_TRY(tf_map_fill(map, key, value));
  }
  return 0;
}

static int new_from_args(const tf_args* args, int32_t type_index, tf_any* result) {
  if (args->count % 2 != 0) {
    return tf_raise(TF_INTERNAL_ERROR,
                    "Check failed: args.size() %% 2 == 0 (%d vs. 0) : ", args->count % 2);
  }
  tf_map* map = NULL;
  TF_TRY(tf_map_new(type_index, (size_t)args->count / 2, &map));
  if (fill_from_args(map, args) != 0) {
    tf_object_drop(&map);
    return -1;
  }
  *result = tf_any_own(map);
  return 0;
}

/* ---- looking up ---- */

static int get_size(const tf_args* args, int32_t type_index, tf_any* result) {
  tf_map* map = NULL;
  TF_TRY(tf_args_object(args, 0, type_index, &map));
  *result = tf_any_int((int64_t)map->size);
  return 0;
}

/* The value under the key in argument 1, borrowed; NULL when it is absent. */
static int find_value(const tf_args* args, int32_t type_index, const tf_any** out) {
  tf_map* map = NULL;
  tf_any holder;
  tf_view key;
  TF_TRY(tf_args_object(args, 0, type_index, &map));
  int32_t kind = args->values[1].type_index;
  if (tf_kind_is_plain(kind) && !tf_kind_is_view_only(kind)) {
    *out = tf_map_find_plain(map, &args->values[1]);
    return 0;
  }
  TF_TRY(tf_convert_value(args, 1, &holder, &key));
  int code = tf_map_find(map, key, out);
  tf_any_drop(&holder);
  return code;
}

static int get_item(const tf_args* args, int32_t type_index, tf_any* result) {
  const tf_any* value = NULL;
  TF_TRY(find_value(args, type_index, &value));
  if (value == NULL) return tf_raise(TF_KEY_ERROR, "key is not in Map");
  *result = tf_any_copy_owned(value);
  return 0;
}

static int get_item_or_missing(const tf_args* args, int32_t type_index, tf_any* result) {
  const tf_any* value = NULL;
  TF_TRY(find_value(args, type_index, &value));
  *result = value != NULL ? tf_any_copy_owned(value) : tf_any_share(tf_object_missing());
  return 0;
}

static int count_key(const tf_args* args, int32_t type_index, tf_any* result) {
  const tf_any* value = NULL;
  TF_TRY(find_value(args, type_index, &value));
  *result = tf_any_int(value != NULL);
  return 0;
}

/* ---- iterating ---- */

/* A cursor. It keeps its map alive and refuses to go on when the map has changed its storage or size. */
typedef struct {
  tf_map* map; /* owned */
  uint64_t at;
  uint64_t size;
  const void* data;
} cursor;

enum { CURSOR_KEY = 0, CURSOR_VALUE = 1 };

static void cursor_drop(void* context) {
  cursor* self = (cursor*)context;
  tf_object_drop(&self->map);
  tf_mem_free(self);
}

static int cursor_check(const cursor* self) {
  if (self->at == TVM_FFI_MAP_END) {
    return tf_raise(TF_INDEX_ERROR, "the iterator is at its end");
  }
  if (self->map->data != self->data || self->map->size != self->size ||
      !tf_map_has_position(self->map, self->at)) {
    return tf_raise(TF_RUNTIME_ERROR, "Dict changed during iteration");
  }
  return 0;
}

static int cursor_call(const tf_args* args, tf_any* result) {
  cursor* self = (cursor*)args->context;
  int64_t command = 0;
  TF_TRY(tf_args_int(args, 0, &command));
  if (command != CURSOR_KEY && command != CURSOR_VALUE && self->at == TVM_FFI_MAP_END) {
    *result = tf_any_bool(false);
    return 0;
  }
  TF_TRY(cursor_check(self));
  if (command == CURSOR_KEY) {
    *result = tf_any_copy_owned(tf_map_key_at(self->map, self->at));
  } else if (command == CURSOR_VALUE) {
    *result = tf_any_copy_owned(tf_map_value_at(self->map, self->at));
  } else {
    self->at = tvm_ffi_map_next(self->map, self->at);
    *result = tf_any_bool(self->at != TVM_FFI_MAP_END);
  }
  return 0;
}

static const tf_func_def cursor_def = {"", "(int) -> Any", cursor_call, NULL};

static int new_cursor(const tf_args* args, int32_t type_index, tf_any* result) {
  tf_map* map = NULL;
  TF_TRY(tf_args_object(args, 0, type_index, &map));
  cursor* self = (cursor*)tf_mem_alloc(sizeof(*self));
  if (self == NULL) return tf_raise_memory();
  *self = (cursor){map, tvm_ffi_map_first(map), map->size, map->data};
  tf_object_incref(map);
  tf_function* function = NULL;
  if (tf_func_new_closure(&cursor_def, self, cursor_drop, &function) != 0) {
    cursor_drop(self);
    return -1;
  }
  *result = tf_any_own(function);
  return 0;
}

/* ---- Map ---- */

static int map_new(const tf_args* args, tf_any* result) {
  return new_from_args(args, kTVMFFIMap, result);
}
static int map_size(const tf_args* args, tf_any* result) {
  return get_size(args, kTVMFFIMap, result);
}
static int map_get_item(const tf_args* args, tf_any* result) {
  return get_item(args, kTVMFFIMap, result);
}
static int map_count(const tf_args* args, tf_any* result) {
  return count_key(args, kTVMFFIMap, result);
}
static int map_iter(const tf_args* args, tf_any* result) {
  return new_cursor(args, kTVMFFIMap, result);
}
static int map_get_item_or_missing(const tf_args* args, tf_any* result) {
  return get_item_or_missing(args, kTVMFFIMap, result);
}

/* ---- Dict ---- */

static int dict_new(const tf_args* args, tf_any* result) {
  return new_from_args(args, kTVMFFIDict, result);
}
static int dict_size(const tf_args* args, tf_any* result) {
  return get_size(args, kTVMFFIDict, result);
}
static int dict_get_item(const tf_args* args, tf_any* result) {
  return get_item(args, kTVMFFIDict, result);
}
static int dict_count(const tf_args* args, tf_any* result) {
  return count_key(args, kTVMFFIDict, result);
}
static int dict_iter(const tf_args* args, tf_any* result) {
  return new_cursor(args, kTVMFFIDict, result);
}
static int dict_get_item_or_missing(const tf_args* args, tf_any* result) {
  return get_item_or_missing(args, kTVMFFIDict, result);
}

/* Functions that change a dict convert a Map by copy; the change is lost with the copy then. */
static int dict_set_item(const tf_args* args, tf_any* result) {
  (void)result;
  tf_map* dict = NULL;
  tf_map* copy = NULL;
  tf_any key = tf_any_none();
  tf_any value = tf_any_none();
  TF_TRY(tf_convert_dict_view(args, 0, &dict, &copy));
  int code = tf_any_copy(tf_args_view(args, 1), &key);
  if (code == 0) code = tf_any_copy(tf_args_view(args, 2), &value);
  if (code == 0) {
    code = tf_map_set(dict, tf_any_move(&key), tf_any_move(&value));
  }
  tf_any_drop(&key);
  tf_object_drop(&copy);
  return code;
}

static int dict_erase(const tf_args* args, tf_any* result) {
  (void)result;
  tf_map* dict = NULL;
  tf_map* copy = NULL;
  tf_any holder;
  tf_view key;
  TF_TRY(tf_convert_dict_view(args, 0, &dict, &copy));
  int code = tf_convert_value(args, 1, &holder, &key);
  if (code == 0) code = tf_map_erase(dict, key, NULL);
  tf_any_drop(&holder);
  tf_object_drop(&copy);
  return code;
}

static int dict_clear(const tf_args* args, tf_any* result) {
  (void)result;
  tf_map* dict = NULL;
  tf_map* copy = NULL;
  TF_TRY(tf_convert_dict_view(args, 0, &dict, &copy));
  tf_map_clear(dict);
  tf_object_drop(&copy);
  return 0;
}

static const tf_func_def functions[] = {
    {"ffi.Map", "packed", map_new, NULL},
    {"ffi.MapSize", "(ffi.Map) -> int", map_size, NULL},
    {"ffi.MapGetItem", "(ffi.Map, Any) -> Any", map_get_item, NULL},
    {"ffi.MapCount", "(ffi.Map, Any) -> int", map_count, NULL},
    {"ffi.MapForwardIterFunctor", "(ffi.Map) -> ffi.Function", map_iter, NULL},
    {"ffi.MapGetItemOrMissing", "(ffi.Map, Any) -> Any", map_get_item_or_missing, NULL},
    {"ffi.Dict", "packed", dict_new, NULL},
    {"ffi.DictSize", "(ffi.Dict) -> int", dict_size, NULL},
    {"ffi.DictGetItem", "(ffi.Dict, Any) -> Any", dict_get_item, NULL},
    {"ffi.DictSetItem", "(ffi.Dict<Any, Any>, Any, Any) -> None", dict_set_item, NULL},
    {"ffi.DictCount", "(ffi.Dict, Any) -> int", dict_count, NULL},
    {"ffi.DictErase", "(ffi.Dict<Any, Any>, Any) -> None", dict_erase, NULL},
    {"ffi.DictClear", "(ffi.Dict<Any, Any>) -> None", dict_clear, NULL},
    {"ffi.DictForwardIterFunctor", "(ffi.Dict) -> ffi.Function", dict_iter, NULL},
    {"ffi.DictGetItemOrMissing", "(ffi.Dict, Any) -> Any", dict_get_item_or_missing, NULL},
};

int tf_builtin_map(void) { return tf_registry_add_defs(functions, TF_COUNT_OF(functions)); }
