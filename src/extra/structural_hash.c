/* SPDX-License-Identifier: Apache-2.0 */
/* Structural hash. Equal values have equal hashes: what equality ignores is ignored, bound variables and shared nodes
   count by the order in which they are met, and maps are visited in the order of their keys' hashes. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/thread.h"
#include "core/column.h"
#include "extra/children.h"
#include "extra/field_access.h"
#include "extra/ptrmap.h"
#include "extra/stack.h"
#include "extra/structural.h"
#include "extra/structural_leaf.h"

/* A map's entry: the hash of its key, and its value. */
typedef struct {
  uint64_t key_hash;
  tf_any value; /* owned */
} entry;

/* An object whose parts are being hashed. */
typedef struct {
  tf_children parts;
  uint64_t hash;
  tf_region region;
  tf_region inside;
  TVMFFISEqHashKind kind;
  size_t events;
  size_t first_entry; /* map: its entries begin here in `entries` */
  size_t next_entry;
} frame;

typedef struct {
  tf_stack frames;
  tf_stack entries; /* of entry */
  tf_stack held;    /* of tf_object*, owned: addresses in the tables stay what they are */
  tf_ptrmap known;  /* hashes that do not depend on what is bound */
  tf_ptrmap bound;  /* hashes of bound variables and shared nodes */
  tf_ptrmap open;   /* objects with a frame: 1; without: 0 */
  uint64_t next_var;
  uint64_t next_node;
  size_t events; /* look-ups and bindings so far */
  tf_structural_options options;
} walk;

static uint64_t type_hash(int32_t type_index) { return tf_type_info(type_index)->type_key_hash; }

/* ---- frames ---- */

static int remember(walk* w, tf_ptrmap* map, tf_object* object, uint64_t hash) {
  tf_object** held = (tf_object**)tf_stack_push(&w->held);
  if (held == NULL) return -1;
  *held = object;
  tf_object_incref(object);
  return tf_ptrmap_set(map, object, hash);
}

static int push(walk* w, tf_object* object, tf_region region, TVMFFISEqHashKind kind) {
  const uint64_t* is_open = tf_ptrmap_find(&w->open, object);
  if (is_open != NULL && *is_open != 0) {
    return tf_raise(TF_VALUE_ERROR, "StructuralHash: a value contains itself");
  }
  TF_TRY(tf_ptrmap_set(&w->open, object, 1));
  frame* top = (frame*)tf_stack_push(&w->frames);
  if (top == NULL) return -1;
  tf_children_begin(&top->parts, object, kTVMFFIFieldFlagBitMaskSEqHashIgnore);
  top->hash = type_hash(object->type_index);
  top->region = region;
  top->inside =
      kind == kTVMFFISEqHashKindFreeVar && region == TF_REGION_SIMPLE ? TF_REGION_NONE : region;
  top->kind = kind;
  top->events = w->events;
  top->first_entry = w->entries.size;
  top->next_entry = w->entries.size;
  return 0;
}

static void drop_top(walk* w) {
  frame* top = (frame*)tf_stack_top(&w->frames);
  uint64_t* is_open = tf_ptrmap_find(&w->open, top->parts.object);
  if (is_open != NULL) *is_open = 0;
  while (w->entries.size > top->first_entry) {
    w->entries.size -= 1;
    tf_any_drop(&((entry*)tf_stack_at(&w->entries, w->entries.size))->value);
  }
  tf_children_end(&top->parts);
  w->frames.size -= 1;
}

/* All parts are in: the hash of the topmost object. */
static int finish(walk* w, uint64_t* out) {
  frame* top = (frame*)tf_stack_top(&w->frames);
  uint64_t hash = top->hash;
  bool is_bound = top->kind == kTVMFFISEqHashKindFreeVar || top->kind == kTVMFFISEqHashKindDAGNode;
  if (is_bound) {
    uint64_t* counter = top->kind == kTVMFFISEqHashKindFreeVar ? &w->next_var : &w->next_node;
    hash = tf_hash_combine(hash, (*counter)++);
    w->events += 1;
  }
  int code = 0;
  if (is_bound) {
    code = remember(w, &w->bound, top->parts.object, hash);
  } else if (w->events == top->events) {
    code = remember(w, &w->known, top->parts.object, hash);
  }
  drop_top(w);
  *out = hash;
  return code;
}

/* ---- values ---- */

static int call_hook(walk* w, tf_view hook, tf_object* object, tf_region region,
                     TVMFFISEqHashKind kind, uint64_t* out);

static int hash_node(walk* w, tf_object* object, tf_region region, uint64_t* out,
                     bool* out_pushed) {
  TVMFFISEqHashKind kind = kTVMFFISEqHashKindTreeNode;
  TF_TRY(tf_structural_kind_of(object->type_index, &kind));
  if (kind == kTVMFFISEqHashKindFreeVar && region == TF_REGION_NONE) {
    w->events += 1;
    *out = (uint64_t)(uintptr_t)object;
    return 0;
  }
  tf_view hook = tf_column_get(TF_COLUMN_S_HASH, object->type_index);
  if (tf_view_get_exact(hook, kTVMFFIFunction) != NULL) {
    return call_hook(w, hook, object, region, kind, out);
  }
  *out_pushed = true;
  return push(w, object, region, kind);
}

static uint64_t hash_of_size(const tf_object* object) {
  const tf_seq* seq = tf_seq_of(tf_view_object(object));
  uint64_t size =
      seq != NULL ? (uint64_t)seq->seq.size : ((const tf_map*)(const void*)object)->size;
  return tf_hash_combine(type_hash(object->type_index), size);
}

static bool has_known_key_hash(const walk* w, tf_view key) {
  if (!tf_view_is_object(key)) return true;
  switch (key.raw.type_index) {
    case kTVMFFIStr:
    case kTVMFFIBytes:
    case kTVMFFIBigInt:
      return true;
    default:
      return tf_ptrmap_find(&w->bound, key.raw.v_obj) != NULL;
  }
}

static int key_hash_of(const walk* w, tf_view key, uint64_t* out) {
  /* As keys, NaNs of different bits are different; as values they are one. */
  if (key.raw.type_index == kTVMFFIFloat) {
    *out = tf_hash_combine((uint64_t)kTVMFFIFloat, key.raw.v_uint64);
    return 0;
  }
  const uint64_t* known = tf_view_is_object(key) ? tf_ptrmap_find(&w->known, key.raw.v_obj) : NULL;
  if (known == NULL) return tf_structural_leaf_hash(key, true, out);
  *out = *known;
  return 0;
}

static int compare_entries(const void* a, const void* b) {
  uint64_t x = ((const entry*)a)->key_hash;
  uint64_t y = ((const entry*)b)->key_hash;
  return x < y ? -1 : x > y;
}

#define SORTED_BY_HAND 16

/* Few entries are sorted sooner by hand than by a function that is called for each comparison. */
static void sort_entries(entry* entries, size_t count) {
  if (count > SORTED_BY_HAND) {
    qsort(entries, count, sizeof(entry), compare_entries);
    return;
  }
  for (size_t i = 1; i < count; ++i) {
    entry moved = entries[i];
    size_t at = i;
    for (; at > 0 && entries[at - 1].key_hash > moved.key_hash; --at) entries[at] = entries[at - 1];
    entries[at] = moved;
  }
}

/* Entries whose keys have a hash that is the same in every order of visiting, by that hash. */
static int collect_entries(walk* w, const tf_map* map) {
  size_t first = w->entries.size;
  for (uint64_t at = tvm_ffi_map_first(map); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(map, at)) {
    tf_view key = tf_view_of(tf_map_key_at(map, at));
    uint64_t hash = 0;
    if (!has_known_key_hash(w, key)) continue;
    w->events += tf_view_is_object(key) && key.raw.type_index >= kTVMFFIStaticObjectEnd;
    TF_TRY(key_hash_of(w, key, &hash));
    entry* added = (entry*)tf_stack_push(&w->entries);
    if (added == NULL) return -1;
    added->key_hash = hash;
    added->value = tf_any_copy_owned(tf_map_value_at(map, at));
  }
  size_t count = w->entries.size - first;
  if (count > 1) sort_entries((entry*)tf_stack_at(&w->entries, first), count);
  return 0;
}

static int open_container(walk* w, tf_object* object, tf_region region) {
  TF_TRY(push(w, object, region, kTVMFFISEqHashKindTreeNode));
  frame* top = (frame*)tf_stack_top(&w->frames);
  top->hash = hash_of_size(object);
  if (top->parts.kind != TF_CHILDREN_MAP) return 0;
  return collect_entries(w, (const tf_map*)(const void*)object);
}

static int hash_value(walk* w, tf_view value, tf_region region, uint64_t* out, bool* out_pushed) {
  *out_pushed = false;
  if (tf_structural_is_leaf(value)) {
    return tf_structural_leaf_hash(value, w->options.skip_tensor_content, out);
  }
  tf_object* object = value.raw.v_obj;
  const uint64_t* known = tf_ptrmap_find(&w->bound, object);
  w->events += known != NULL;
  if (known == NULL) known = tf_ptrmap_find(&w->known, object);
  if (known != NULL) {
    *out = *known;
    return 0;
  }
  switch (object->type_index) {
    case kTVMFFIArray:
    case kTVMFFIList:
    case kTVMFFIMap:
    case kTVMFFIDict:
      *out_pushed = true;
      return open_container(w, object, region);
    default:
      return hash_node(w, object, region, out, out_pushed);
  }
}

/* ---- the parts, one a step ---- */

static void fold(frame* top, uint64_t part) { top->hash = tf_hash_combine(top->hash, part); }

static const entry* entry_at(const walk* w, size_t index) {
  return (const entry*)tf_stack_at(&w->entries, index);
}

static size_t end_of_group(const walk* w, size_t first) {
  size_t end = first + 1;
  while (end < w->entries.size && entry_at(w, end)->key_hash == entry_at(w, first)->key_hash) ++end;
  return end;
}

/* The value of the next entry in *out; keys that share a hash contribute that hash alone. */
static bool next_entry(walk* w, frame* top, tf_any* out) {
  while (top->next_entry < w->entries.size) {
    size_t first = top->next_entry;
    top->next_entry = end_of_group(w, first);
    fold(top, entry_at(w, first)->key_hash);
    if (top->next_entry == first + 1) {
      *out = tf_any_copy_owned(&entry_at(w, first)->value);
      return true;
    }
  }
  return false;
}

static int next_part(walk* w, frame* top, tf_any* out, bool* out_found) {
  if (top->parts.kind != TF_CHILDREN_MAP) return tf_children_next(&top->parts, out, out_found);
  *out_found = next_entry(w, top, out);
  return 0;
}

static int step(walk* w, uint64_t* hash, size_t base) {
  frame* top = (frame*)tf_stack_top(&w->frames);
  tf_any part = tf_any_none();
  bool found = false;
  bool pushed = false;
  TF_TRY(next_part(w, top, &part, &found));
  int code = 0;
  if (!found) {
    code = finish(w, hash);
  } else {
    tf_region region = top->parts.kind == TF_CHILDREN_FIELDS
                           ? tf_region_of_field(top->inside, top->parts.field)
                           : top->inside;
    code = hash_value(w, tf_view_of(&part), region, hash, &pushed);
  }
  tf_any_drop(&part);
  if (code == 0 && !pushed && w->frames.size > base) {
    fold((frame*)tf_stack_top(&w->frames), *hash);
  }
  return code;
}

/* Hashes a value to the end, above the frames that are there. */
static int run(walk* w, tf_view value, tf_region region, uint64_t* out) {
  size_t base = w->frames.size;
  bool pushed = false;
  uint64_t hash = 0;
  int code = hash_value(w, value, region, &hash, &pushed);
  while (code == 0 && w->frames.size > base) code = step(w, &hash, base);
  while (w->frames.size > base) drop_top(w);
  *out = hash;
  return code;
}

/* ---- hooks ---- */

typedef struct {
  walk* w; /* NULL when the call is over */
} callback;

static int part_call(const tf_args* args, tf_any* result) {
  walk* w = ((const callback*)args->context)->w;
  int64_t init = 0;
  int64_t number = 0;
  uint64_t hash = 0;
  if (w == NULL) return tf_raise(TF_RUNTIME_ERROR, "the hash is done");
  TF_TRY(tf_args_int(args, 1, &init));
  TF_TRY(tf_args_int(args, 2, &number));
  tf_region inside = ((const frame*)tf_stack_top(&w->frames))->inside;
  tf_region region = inside;
  if (inside != TF_REGION_PATTERN && number == TF_REGION_PATTERN) region = TF_REGION_PATTERN;
  if (inside != TF_REGION_PATTERN && number == TF_REGION_SIMPLE) region = TF_REGION_SIMPLE;
  TF_TRY(run(w, tf_args_view(args, 0), region, &hash));
  *result = tf_any_int((int64_t)tf_hash_combine((uint64_t)init, hash));
  return 0;
}

static const tf_func_def part_def = {"", "(AnyView, int, int) -> int", part_call, NULL};

static int ask_hook(walk* w, tf_view hook, tf_object* object, tf_any* result) {
  tf_function* fn_part = NULL;
  if (!tf_thread_has_stack()) return tf_raise_depth("the value to hash");
  callback* context = (callback*)tf_mem_alloc(sizeof(*context));
  if (context == NULL) return tf_raise_memory();
  context->w = w;
  if (tf_func_new_closure(&part_def, context, tf_mem_free, &fn_part) != 0) {
    tf_mem_free(context);
    return -1;
  }
  const tf_view args[] = {tf_view_object(object),
                          tf_view_int((int64_t)type_hash(object->type_index)),
                          tf_view_object(fn_part)};
  int code = tf_func_call(hook.raw.v_obj, args, 3, result);
  context->w = NULL;
  tf_object_drop(&fn_part);
  return code;
}

static int call_hook(walk* w, tf_view hook, tf_object* object, tf_region region,
                     TVMFFISEqHashKind kind, uint64_t* out) {
  tf_any result = tf_any_none();
  int64_t number = 0;
  TF_TRY(push(w, object, region, kind));
  TF_TRY(ask_hook(w, hook, object, &result));
  if (!tf_view_get_int(tf_view_of(&result), &number)) {
    (void)tf_field_mismatch(tf_view_of(&result), "int");
    tf_any_drop(&result);
    return -1;
  }
  ((frame*)tf_stack_top(&w->frames))->hash = (uint64_t)number;
  return finish(w, out);
}

/* ---- entries ---- */

int tf_structural_hash(tf_view value, tf_structural_options options, uint64_t* out) {
  walk w = {.frames = tf_stack_new(sizeof(frame)),
            .entries = tf_stack_new(sizeof(entry)),
            .held = tf_stack_new(sizeof(tf_object*)),
            .known = tf_ptrmap_new(),
            .bound = tf_ptrmap_new(),
            .open = tf_ptrmap_new(),
            .options = options};
  uint64_t hash = 0;
  int code = run(&w, value, options.map_free_vars ? TF_REGION_PATTERN : TF_REGION_NONE, &hash);
  for (size_t i = 0; i < w.held.size; ++i) tf_object_drop(tf_stack_at(&w.held, i));
  tf_stack_drop(&w.frames);
  tf_stack_drop(&w.entries);
  tf_stack_drop(&w.held);
  tf_ptrmap_drop(&w.known);
  tf_ptrmap_drop(&w.bound);
  tf_ptrmap_drop(&w.open);
  if (code == 0) *out = hash;
  return code;
}

int tf_structural_hash_call(const tf_args* args, tf_any* result) {
  tf_structural_options options;
  uint64_t hash = 0;
  TF_TRY(tf_args_bool(args, 1, &options.map_free_vars));
  TF_TRY(tf_args_bool(args, 2, &options.skip_tensor_content));
  TF_TRY(tf_structural_hash(tf_args_view(args, 0), options, &hash));
  *result = tf_any_int((int64_t)hash);
  return 0;
}
