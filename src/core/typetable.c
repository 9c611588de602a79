/* SPDX-License-Identifier: Apache-2.0 */
#include "core/typetable.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/thread.h"
#include "core/error.h"
#include "core/lock.h"
#include "core/typetable_impl.h"

/* ---- Types by index ---- */

static int chunk_of(int32_t type_index) {
  if (type_index < TF_TYPE_FIRST_CHUNK) return 0;
  return 24 - __builtin_clz((unsigned)type_index);
}

static int32_t chunk_begin(int chunk) {
  return chunk == 0 ? 0 : TF_TYPE_FIRST_CHUNK << (chunk - 1);
}

static size_t chunk_size(int chunk) {
  return (size_t)(chunk == 0 ? TF_TYPE_FIRST_CHUNK : TF_TYPE_FIRST_CHUNK << (chunk - 1));
}

tf_type* tf_typetable_get(const tf_typetable* table, int32_t type_index) {
  if (type_index < 0 || type_index >= TF_TYPE_INDEX_LIMIT) return NULL;
  int chunk = chunk_of(type_index);
  tf_type** types = __atomic_load_n(&table->chunks[chunk], __ATOMIC_ACQUIRE);
  if (types == NULL) return NULL;
  return __atomic_load_n(&types[type_index - chunk_begin(chunk)], __ATOMIC_ACQUIRE);
}

static bool reserve_index(tf_typetable* table, int32_t type_index) {
  int chunk = chunk_of(type_index);
  if (table->chunks[chunk] != NULL) return true;
  tf_type** types = tf_arena_alloc(&table->arena, chunk_size(chunk) * sizeof *types);
  if (types == NULL) return false;
  __atomic_store_n(&table->chunks[chunk], types, __ATOMIC_RELEASE);
  return true;
}

static void put_index(tf_typetable* table, tf_type* type) {
  int32_t index = type->info.type_index;
  int chunk = chunk_of(index);
  __atomic_store_n(&table->chunks[chunk][index - chunk_begin(chunk)], type, __ATOMIC_RELEASE);
}

/* ---- Giving out an index. Under the writers' lock. ---- */

/* Why a type could not be added. NULL: it was. */
typedef const char* refusal;
static const char no_memory[] = "out of memory";

static refusal check_parent(const tf_type* parent, const tf_type_spec* spec) {
  if (spec->depth < 0 || spec->depth >= TF_TYPE_DEPTH_LIMIT) return "its depth is out of range";
  if (spec->child_slots < 0 || spec->child_slots >= TF_TYPE_INDEX_LIMIT) {
    return "its number of child slots is out of range";
  }
  if (parent == NULL) {
    if (spec->parent != -1) return "its parent is not registered";
    if (spec->static_index < 0) return "a type without a fixed index needs a parent";
    return spec->depth == 0 ? NULL : "a root has depth 0";
  }
  if (spec->depth != parent->info.type_depth + 1) return "its depth is not its parent's plus one";
  return NULL;
}

static refusal choose_index(tf_typetable* table, tf_type* parent, const tf_type_spec* spec,
                            int32_t* out) {
  int32_t need = spec->child_slots + 1;
  if (spec->static_index >= 0) {
    if (spec->static_index >= kTVMFFIDynObjectBegin) return "its fixed index is 128 or more";
    if (tf_typetable_get(table, spec->static_index) != NULL) return "its fixed index is taken";
    *out = spec->static_index;
    return NULL;
  }
  if (need <= parent->slots - parent->used) {
    *out = parent->info.type_index + parent->used;
    parent->used += need;
    return NULL;
  }
  if (!parent->can_overflow) return "Reach maximum number of sub-classes";
  if (need > TF_TYPE_INDEX_LIMIT - table->end) return "there are too many types";
  *out = table->end;
  __atomic_store_n(&table->end, table->end + need, __ATOMIC_RELEASE);
  return NULL;
}

/* The record with key and ancestors, in one piece of memory. */
static tf_type* new_type(tf_typetable* table, tf_str key, uint64_t hash, const tf_type* parent) {
  size_t depth = parent == NULL ? 0 : (size_t)parent->info.type_depth + 1;
  size_t size = sizeof(tf_type) + depth * sizeof(TVMFFITypeInfo*);
  if (!tf_size_add(size, key.size, &size) || !tf_size_add(size, 1, &size)) return NULL;
  tf_type* type = tf_arena_alloc(&table->arena, size);
  if (type == NULL) return NULL;
  const TVMFFITypeInfo** ancestors = (const TVMFFITypeInfo**)(void*)(type + 1);
  char* text = (char*)(ancestors + depth);
  if (key.size != 0) memcpy(text, key.data, key.size);
  type->key.name = tf_str_of(text, key.size);
  type->key.hash = hash;
  if (parent != NULL) {
    if (depth > 1) {
      memcpy(ancestors, parent->info.type_ancestors, (depth - 1) * sizeof *ancestors);
    }
    ancestors[depth - 1] = &parent->info;
  }
  type->info.type_ancestors = ancestors;
  type->info.type_depth = (int32_t)depth;
  type->info.type_key = tf_str_to_ffi(type->key.name);
  type->info.type_key_hash = hash;
  return type;
}

static refusal add_locked(tf_typetable* table, const tf_type_spec* spec, int32_t* out_index) {
  uint64_t hash = tf_hash_key(spec->key);
  const tf_type* known = tf_table_find_hashed(&table->keys, spec->key, hash);
  if (known != NULL) {
    *out_index = known->info.type_index;
    return NULL;
  }
  tf_type* parent = spec->parent < 0 ? NULL : tf_typetable_get(table, spec->parent);
  refusal why = check_parent(parent, spec);
  if (why != NULL) return why;
  /* Memory first: an index once chosen is used. */
  tf_type* type = new_type(table, spec->key, hash, parent);
  if (type == NULL || !tf_table_reserve(&table->keys, &table->arena)) return no_memory;
  int32_t index;
  why = choose_index(table, parent, spec, &index);
  if (why != NULL) return why;
  if (!reserve_index(table, index)) return no_memory;
  type->info.type_index = index;
  type->slots = spec->child_slots + 1;
  type->used = 1;
  type->can_overflow = spec->can_overflow && (parent == NULL || parent->can_overflow);
  type->owner = spec->owner;
  put_index(table, type);
  tf_table_put(&table->keys, &type->key);
  *out_index = index;
  return NULL;
}

int tf_typetable_add(tf_typetable* table, const tf_type_spec* spec, int32_t* out_index) {
  /* Most calls ask for a type that is there. */
  int32_t index = tf_typetable_find(table, spec->key);
  refusal why = NULL;
  if (index < 0) {
    tf_lock_writers();
    why = add_locked(table, spec, &index);
    tf_unlock_writers();
  }
  if (why == no_memory) return tf_raise_memory();
  if (why != NULL) {
    return tf_raise(TF_RUNTIME_ERROR, "Cannot register type `%.*s`: %s", (int)spec->key.size,
                    spec->key.data, why);
  }
  *out_index = index;
  return 0;
}

int32_t tf_typetable_take_spare(tf_typetable* table) {
  enum { SPARES = 4 };
  static tf_type spares[SPARES];
  static int taken;
  tf_lock_writers();
  tf_type* type = &spares[taken++ % SPARES];
  int32_t index = kTVMFFIDynObjectBegin - 1 - (int32_t)(type - spares);
  static const TVMFFITypeInfo* ancestors[1];
  tf_type* object = tf_typetable_get(table, kTVMFFIObject);
  if (tf_typetable_get(table, index) == NULL && object != NULL) {
    ancestors[0] = &object->info;
    type->key.name = tf_str_c("<invalid>");
    type->key.hash = tf_hash_key(type->key.name);
    type->info.type_index = index;
    type->info.type_depth = 1;
    type->info.type_key = tf_str_to_ffi(type->key.name);
    type->info.type_key_hash = type->key.hash;
    type->info.type_ancestors = ancestors;
    type->slots = type->used = 1;
    put_index(table, type);
  }
  tf_unlock_writers();
  return index;
}

/* ---- Reading ---- */

int32_t tf_typetable_find(tf_typetable* table, tf_str key) {
  const tf_type* type = tf_table_find(&table->keys, key);
  return type == NULL ? -1 : type->info.type_index;
}

const TVMFFITypeInfo* tf_typetable_info(tf_typetable* table, int32_t type_index) {
  const tf_type* type = tf_typetable_get(table, type_index);
  return type == NULL ? NULL : &type->info;
}

int32_t tf_typetable_end(tf_typetable* table) {
  return __atomic_load_n(&table->end, __ATOMIC_ACQUIRE);
}

tf_str tf_typetable_nearest(tf_typetable* table, tf_str key) {
  return tf_table_nearest(&table->keys, key);
}

/* ---- Birth and death of tables ---- */

bool tf_typetable_retain(tf_typetable* table, tf_any value) {
  if (value.raw.type_index < kTVMFFIStaticObjectBegin || table->arena.is_permanent) return true;
  tf_retained* node = tf_arena_alloc(&table->arena, sizeof *node);
  if (node == NULL) return false;
  node->value = value;
  node->next = table->retained;
  table->retained = node;
  return true;
}

/* abi.md section 12.1: what the table registers before anything else. */
static const struct {
  int32_t index;
  const char* key;
} builtins[] = {
    {kTVMFFIObject, "ffi.Object"},
    {kTVMFFINone, "None"},
    {kTVMFFIInt, "int"},
    {kTVMFFIBool, "bool"},
    {kTVMFFIFloat, "float"},
    {kTVMFFIOpaquePtr, "void*"},
    {kTVMFFIDataType, "DataType"},
    {kTVMFFIDevice, "Device"},
    {kTVMFFIDLTensorPtr, "DLTensor*"},
    {kTVMFFIRawStr, "const char*"},
    {kTVMFFIByteArrayPtr, "TVMFFIByteArray*"},
    {kTVMFFIObjectRValueRef, "ObjectRValueRef"},
    {kTVMFFISmallStr, "ffi.SmallStr"},
    {kTVMFFISmallBytes, "ffi.SmallBytes"},
    {kTVMFFIUnchanged, "ffi.Unchanged"},
    {kTVMFFIStr, "ffi.String"},
    {kTVMFFIBytes, "ffi.Bytes"},
    {kTVMFFIError, "ffi.Error"},
    {kTVMFFIFunction, "ffi.Function"},
    {kTVMFFIShape, "ffi.Shape"},
    {kTVMFFITensor, "ffi.Tensor"},
    {kTVMFFIArray, "ffi.Array"},
    {kTVMFFIList, "ffi.List"},
    {kTVMFFIMap, "ffi.Map"},
    {kTVMFFIDict, "ffi.Dict"},
    {kTVMFFIModule, "ffi.Module"},
    {kTVMFFIOpaquePyObject, "ffi.OpaquePyObject"},
    {kTVMFFIBigInt, "ffi.BigInt"},
};

static int add_builtins(tf_typetable* table) {
  for (size_t i = 0; i < TF_COUNT_OF(builtins); ++i) {
    bool is_child = builtins[i].index > kTVMFFIObject;
    tf_type_spec spec = {.key = tf_str_c(builtins[i].key),
                         .static_index = builtins[i].index,
                         .depth = is_child ? 1 : 0,
                         .can_overflow = builtins[i].index == kTVMFFIObject,
                         .parent = is_child ? kTVMFFIObject : -1,
                         .owner = tf_owner_self()};
    int32_t index;
    TF_TRY(tf_typetable_add(table, &spec, &index));
  }
  TVMFFITypeMetadata object = {.total_size = sizeof(tf_object)};
  return tf_typetable_set_metadata(table, kTVMFFIObject, &object, tf_owner_self());
}

static tf_typetable global = {.arena = {.is_permanent = true}, .end = kTVMFFIDynObjectBegin};
static tf_once global_once = TF_ONCE_INIT;
static bool global_is_ready;

static void make_global(void) {
  if (add_builtins(&global) != 0) {
    tf_error_clear();
    (void)fputs("tvm_ffi: out of memory while the library was loaded\n", stderr);
  }
  __atomic_store_n(&global_is_ready, true, __ATOMIC_RELEASE);
}

tf_typetable* tf_typetable_global(void) {
  if (TF_UNLIKELY(!__atomic_load_n(&global_is_ready, __ATOMIC_ACQUIRE))) {
    tf_once_run(&global_once, make_global);
  }
  return &global;
}

tf_typetable* tf_typetable_new(void) {
  tf_typetable* table = tf_mem_zalloc(sizeof *table);
  if (table == NULL) return NULL;
  table->end = kTVMFFIDynObjectBegin;
  if (add_builtins(table) != 0) {
    tf_error_clear();
    tf_typetable_drop(&table);
  }
  return table;
}

void tf_typetable_drop(tf_typetable** table) {
  tf_typetable* old = *table;
  *table = NULL;
  if (old == NULL) return;
  for (tf_retained* node = old->retained; node != NULL; node = node->next) {
    tf_any_drop(&node->value);
  }
  tf_arena_drop(&old->arena);
  tf_mem_free(old);
}

/* ---- Everyday use ---- */

static const TVMFFITypeInfo* no_ancestors[1];
static const TVMFFITypeInfo unknown_type = {
    .type_index = -1,
    .type_key = {"<unknown type>", sizeof "<unknown type>" - 1},
    .type_ancestors = no_ancestors};

const TVMFFITypeInfo* tf_type_info(int32_t type_index) {
  const TVMFFITypeInfo* info = tf_typetable_info(tf_typetable_global(), type_index);
  return TF_LIKELY(info != NULL) ? info : &unknown_type;
}

tf_str tf_type_key(int32_t type_index) {
  return tf_str_from_ffi(&tf_type_info(type_index)->type_key);
}

bool tf_type_is_a(int32_t type_index, int32_t ancestor) {
  if (type_index == ancestor) return true;
  const TVMFFITypeInfo* info = tf_typetable_info(tf_typetable_global(), type_index);
  const TVMFFITypeInfo* above = tf_typetable_info(tf_typetable_global(), ancestor);
  if (info == NULL || above == NULL || info->type_depth <= above->type_depth) return false;
  return info->type_ancestors[above->type_depth] == above;
}

int tf_type_register(const tf_type_spec* spec, const TVMFFITypeMetadata* opt_metadata,
                     int32_t* out_index) {
  tf_type_spec own = *spec;
  if (own.owner == NULL) own.owner = tf_owner_self();
  int32_t index;
  TF_TRY(tf_typetable_add(tf_typetable_global(), &own, &index));
  if (opt_metadata != NULL) {
    TF_TRY(tf_typetable_set_metadata(tf_typetable_global(), index, opt_metadata, own.owner));
  }
  *out_index = index;
  return 0;
}
