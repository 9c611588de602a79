/* SPDX-License-Identifier: Apache-2.0 */
#include "core/registry.h"

#include <string.h>

#include "base/mem.h"
#include "core/loading.h"
#include "core/lock.h"
#include "core/table.h"

/* A name, once known, keeps its record; a removed function leaves it with function NULL. */
typedef struct entry {
  tf_table_key key; /* first: tf_table finds records by it */
  tf_object* function;
  tf_str doc;
  tf_str metadata;
  int64_t flags;
  const tf_owner* owner;
  size_t position; /* in `order` */
} entry;

/* `order` lists entries as they were registered; replacing moves to the end and leaves a hole (NULL) behind. */
struct tf_registry {
  tf_arena arena;
  tf_table table;
  size_t size;
  entry** order;
  size_t num_order;
  size_t room_order;
};

static tf_registry global = {.arena = {.is_permanent = true}};

tf_registry* tf_registry_global(void) { return &global; }

tf_registry* tf_registry_new(void) { return tf_mem_zalloc(sizeof(tf_registry)); }

void tf_registry_drop(tf_registry** registry) {
  tf_registry* old = *registry;
  *registry = NULL;
  if (old == NULL) return;
  for (size_t i = 0; i < old->num_order; ++i) {
    if (old->order[i] != NULL) tf_object_decref(old->order[i]->function);
  }
  tf_mem_cache_free(old->order);
  tf_arena_drop(&old->arena);
  tf_mem_free(old);
}

/* ---- Reading ---- */

tf_object* tf_registry_find(tf_registry* registry, tf_str name) {
  const entry* found = tf_table_find(&registry->table, name);
  if (found == NULL) return NULL;
  tf_reader* reader = tf_reader_enter();
  tf_object* function = __atomic_load_n(&found->function, __ATOMIC_ACQUIRE);
  if (function != NULL) tf_object_incref(function);
  tf_reader_leave(reader);
  return function;
}

static void describe(const entry* found, tf_registry_item* out) {
  *out = (tf_registry_item){.name = found->key.name,
                            .doc = found->doc,
                            .metadata = found->metadata,
                            .flags = found->flags,
                            .owner = found->owner};
}

bool tf_registry_describe(tf_registry* registry, tf_str name, tf_registry_item* out) {
  tf_lock_writers();
  const entry* found = tf_table_find(&registry->table, name);
  bool is_there = found != NULL && found->function != NULL;
  if (is_there) describe(found, out);
  tf_unlock_writers();
  return is_there;
}

int tf_registry_visit(tf_registry* registry, int (*visit)(void* context, tf_str name),
                      void* context) {
  int status = 0;
  tf_lock_writers();
  for (size_t i = 0; i < registry->num_order && status == 0; ++i) {
    const entry* next = registry->order[i];
    if (next != NULL) status = visit(context, next->key.name);
  }
  tf_unlock_writers();
  return status;
}

size_t tf_registry_size(tf_registry* registry) {
  return __atomic_load_n(&registry->size, __ATOMIC_RELAXED);
}

tf_str tf_registry_nearest(tf_registry* registry, tf_str name) {
  return tf_table_nearest(&registry->table, name);
}

/* ---- Writing. What follows runs under the writers' lock. ---- */

/* Takes the holes out of `order`. */
static void close_holes(tf_registry* registry) {
  size_t kept = 0;
  for (size_t i = 0; i < registry->num_order; ++i) {
    entry* next = registry->order[i];
    if (next == NULL) continue;
    next->position = kept;
    registry->order[kept++] = next;
  }
  registry->num_order = kept;
}

static bool reserve_order(tf_registry* registry) {
  if (registry->num_order < registry->room_order) return true;
  if (registry->size < registry->num_order / 2) {
    close_holes(registry);
    return true;
  }
  size_t room;
  if (!tf_size_grow(registry->room_order, registry->num_order + 1, sizeof(entry*), &room)) {
    return false;
  }
  entry** order = tf_mem_cache_alloc(room * sizeof *order);
  if (order == NULL) return false;
  if (registry->num_order != 0) {
    memcpy(order, registry->order, registry->num_order * sizeof *order);
  }
  tf_mem_cache_free(registry->order);
  registry->order = order;
  registry->room_order = room;
  return true;
}

static void append_to_order(tf_registry* registry, entry* item) {
  item->position = registry->num_order;
  registry->order[registry->num_order++] = item;
}

static entry* add_entry(tf_registry* registry, tf_str name, uint64_t hash) {
  entry* fresh = tf_arena_alloc(&registry->arena, sizeof *fresh + name.size + 1);
  if (fresh == NULL) return NULL;
  char* text = (char*)(fresh + 1);
  if (name.size != 0) memcpy(text, name.data, name.size);
  fresh->key.name = tf_str_of(text, name.size);
  fresh->key.hash = hash;
  return fresh;
}

/* Copies a text unless it is the one already there. */
static bool copy_if_new(tf_registry* registry, tf_str text, tf_str* there) {
  return tf_str_equal(text, *there) || tf_arena_copy(&registry->arena, text, there);
}

/* Stores into an entry that the table may know already. Everything that can fail comes first. */
static bool fill_entry(tf_registry* registry, entry* target, const tf_registry_item* item,
                       entry* out_old) {
  tf_str doc = target->doc;
  tf_str metadata = target->metadata;
  if (!reserve_order(registry) || !copy_if_new(registry, item->doc, &doc) ||
      !copy_if_new(registry, item->metadata, &metadata)) {
    return false;
  }
  *out_old = *target;
  target->doc = doc;
  target->metadata = metadata;
  target->flags = item->flags;
  target->owner = item->owner;
  if (target->function != NULL) {
    registry->order[target->position] = NULL;
  } else {
    __atomic_store_n(&registry->size, registry->size + 1, __ATOMIC_RELAXED);
  }
  append_to_order(registry, target);
  tf_object_incref(item->function);
  out_old->function = __atomic_exchange_n(&target->function, item->function, __ATOMIC_ACQ_REL);
  return true;
}

enum outcome { STORED, NO_MEMORY, CLASH };

/* `*out_old` receives what the entry held, `*out_name` permanent text, `*out_owner` whose function was there. */
static enum outcome store(tf_registry* registry, const tf_registry_item* item, bool can_override,
                          entry* out_old, const char** out_name, const tf_owner** out_owner) {
  uint64_t hash = tf_hash_key(item->name);
  entry* found = tf_table_find_hashed(&registry->table, item->name, hash);
  if (found != NULL && found->function != NULL && !can_override) {
    *out_owner = found->owner;
    return CLASH;
  }
  if (found != NULL) {
    *out_name = found->key.name.data;
    return fill_entry(registry, found, item, out_old) ? STORED : NO_MEMORY;
  }
  if (!tf_table_reserve(&registry->table, &registry->arena)) return NO_MEMORY;
  entry* fresh = add_entry(registry, item->name, hash);
  if (fresh == NULL || !fill_entry(registry, fresh, item, out_old)) return NO_MEMORY;
  *out_name = fresh->key.name.data;
  tf_table_put(&registry->table, &fresh->key);
  return STORED;
}

/* ---- Under the lock until here ---- */

/* Gives back a reference that left the table. */
static void drop_old(tf_object* old) {
  if (old == NULL) return;
  tf_reader_wait();
  tf_object_decref(old);
}

/* ---- Taking back ---- */

/* What a registration put in the place of what. `old.function` is owned, NULL when nothing was there. */
typedef struct replaced {
  tf_object* put;
  entry old;
} replaced;

/* Back to the place in the order that it had, if that is still free. */
static void restore_order(tf_registry* registry, entry* target, size_t position) {
  if (position >= registry->num_order || registry->order[position] != NULL) return;
  registry->order[target->position] = NULL;
  registry->order[position] = target;
  target->position = position;
}

static void undo_set(const tf_loading_undo* step) {
  tf_registry* registry = step->table;
  replaced* saved = step->saved;
  tf_object* taken = NULL;
  tf_lock_writers();
  entry* found = tf_table_find(&registry->table, tf_str_c(step->key));
  /* Somebody else may have replaced it since: theirs stays. */
  if (found != NULL && found->function == saved->put && found->owner == step->owner) {
    taken = __atomic_exchange_n(&found->function, saved->old.function, __ATOMIC_ACQ_REL);
    if (saved->old.function == NULL) {
      registry->order[found->position] = NULL;
      __atomic_store_n(&registry->size, registry->size - 1, __ATOMIC_RELAXED);
    } else {
      found->doc = saved->old.doc;
      found->metadata = saved->old.metadata;
      found->flags = saved->old.flags;
      found->owner = saved->old.owner;
      restore_order(registry, found, saved->old.position);
      saved->old.function = NULL;
    }
  }
  tf_unlock_writers();
  drop_old(taken);
}

static void forget_set(void* argument) {
  replaced* saved = argument;
  drop_old(saved->old.function);
  tf_mem_free(saved);
}

int tf_registry_set(tf_registry* registry, const tf_registry_item* item, bool can_override) {
  entry old = {.function = NULL};
  const char* name = NULL;
  const tf_owner* owner = NULL;
  replaced* saved = NULL;
  if (tf_loading_current() != NULL) {
    saved = tf_mem_alloc(sizeof *saved);
    if (saved == NULL) return tf_loading_no_memory(item->owner);
  }
  tf_lock_writers();
  enum outcome outcome = store(registry, item, can_override, &old, &name, &owner);
  tf_unlock_writers();
  if (outcome != STORED) tf_mem_free(saved);
  if (outcome == NO_MEMORY) return tf_loading_no_memory(item->owner);
  if (outcome == CLASH) {
    return tf_loading_clash_or_raise(
        item->owner, TF_RUNTIME_ERROR, "Global Function `%.*s` is already registered (by %s%s%s)",
        (int)item->name.size, item->name.data, owner->name, owner == item->owner ? "" : "; now by ",
        owner == item->owner ? "" : item->owner->name);
  }
  if (saved == NULL) {
    drop_old(old.function);
    return 0;
  }
  *saved = (replaced){item->function, old};
  tf_loading_record(&(tf_loading_undo){.owner = item->owner,
                                       .undo = undo_set,
                                       .table = registry,
                                       .key = name,
                                       .saved = saved,
                                       .forget = forget_set});
  return 0;
}

bool tf_registry_remove(tf_registry* registry, tf_str name) {
  tf_object* old = NULL;
  tf_lock_writers();
  entry* found = tf_table_find(&registry->table, name);
  if (found != NULL && found->function != NULL) {
    old = __atomic_exchange_n(&found->function, NULL, __ATOMIC_ACQ_REL);
    registry->order[found->position] = NULL;
    __atomic_store_n(&registry->size, registry->size - 1, __ATOMIC_RELAXED);
  }
  tf_unlock_writers();
  drop_old(old);
  return old != NULL;
}

/* ---- Constants of this library ---- */

static int add_def(const tf_func_def* def) {
  tf_function* function = NULL;
  tf_buf metadata = tf_buf_new(1 << 16);
  int status = -1;
  tf_func_put_metadata(def->signature, &metadata);
  if (metadata.status != TF_BUF_OK) {
    (void)tf_raise_memory();
    goto done;
  }
  if (tf_func_new(def, &function) != 0) goto done;
  tf_registry_item item = {.name = tf_str_c(def->name),
                           .doc = tf_str_c(def->doc),
                           .metadata = tf_buf_view(&metadata),
                           .flags = kTVMFFIFieldFlagBitMaskIsStaticMethod,
                           .function = &function->header,
                           .owner = tf_owner_self()};
  status = tf_registry_set(tf_registry_global(), &item, false);
done:
  tf_object_drop(&function);
  tf_buf_drop(&metadata);
  return status;
}

int tf_registry_add_defs(const tf_func_def* defs, size_t count) {
  for (size_t i = 0; i < count; ++i) TF_TRY(add_def(&defs[i]));
  return 0;
}
