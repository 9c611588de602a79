/* SPDX-License-Identifier: Apache-2.0 */
#include "core/column.h"

#include <string.h>

#include "base/mem.h"
#include "base/thread.h"
#include "core/error.h"
#include "core/loading.h"
#include "core/lock.h"
#include "core/table.h"
#include "core/typetable.h"

enum { FIRST_ROOM = 192, INDEX_LIMIT = 1 << 24 };

typedef struct column {
  tf_table_key key;
  TVMFFITypeAttrColumn view; /* what clients hold on to */
  tf_any* cells;             /* view.data, writable */
  const tf_owner** owners;   /* of each cell */
  int32_t room;
} column;

struct tf_columns {
  tf_arena arena;
  tf_table table;
  column known[TF_COLUMN_COUNT];
};

static const char* const known_names[TF_COLUMN_COUNT] = {
    [TF_COLUMN_NEW] = "__ffi_new__",
    [TF_COLUMN_INIT] = "__ffi_init__",
    [TF_COLUMN_CONVERT] = "__ffi_convert__",
    [TF_COLUMN_SHALLOW_COPY] = "__ffi_shallow_copy__",
    [TF_COLUMN_TYPE_FINAL] = "__ffi_type_final__",
    [TF_COLUMN_ANY_HASH] = "__any_hash__",
    [TF_COLUMN_ANY_EQUAL] = "__any_equal__",
    [TF_COLUMN_S_EQUAL] = "__s_equal__",
    [TF_COLUMN_S_HASH] = "__s_hash__",
    [TF_COLUMN_REPR] = "__ffi_repr__",
    [TF_COLUMN_HASH] = "__ffi_hash__",
    [TF_COLUMN_EQ] = "__ffi_eq__",
    [TF_COLUMN_COMPARE] = "__ffi_compare__",
    [TF_COLUMN_DATA_TO_JSON] = "__data_to_json__",
    [TF_COLUMN_DATA_FROM_JSON] = "__data_from_json__",
    [TF_COLUMN_S_VISIT] = "__s_visit__",
    [TF_COLUMN_S_MUTATE] = "__s_mutate__",
    [TF_COLUMN_S_MAYBE_INPLACE_MUTATE] = "__s_maybe_inplace_mutate__",
    [TF_COLUMN_ENUM] = "__ffi_enum__",
};

tf_str tf_column_name(tf_column_id id) { return tf_str_c(known_names[id]); }

/* ---- Birth and death ---- */

static bool add_known(tf_columns* columns) {
  for (int i = 0; i < TF_COLUMN_COUNT; ++i) {
    column* next = &columns->known[i];
    next->key.name = tf_str_c(known_names[i]);
    next->key.hash = tf_hash_key(next->key.name);
    if (!tf_table_reserve(&columns->table, &columns->arena)) return false;
    tf_table_put(&columns->table, &next->key);
  }
  return true;
}

static tf_columns global = {.arena = {.is_permanent = true}};
static tf_once global_once = TF_ONCE_INIT;
static bool global_is_ready;

static void make_global(void) {
  (void)add_known(&global);
  __atomic_store_n(&global_is_ready, true, __ATOMIC_RELEASE);
}

tf_columns* tf_columns_global(void) {
  if (TF_UNLIKELY(!__atomic_load_n(&global_is_ready, __ATOMIC_ACQUIRE))) {
    tf_once_run(&global_once, make_global);
  }
  return &global;
}

tf_columns* tf_columns_new(void) {
  tf_columns* columns = tf_mem_zalloc(sizeof *columns);
  if (columns != NULL && !add_known(columns)) tf_columns_drop(&columns);
  return columns;
}

static void drop_cells(void* context, tf_table_key* record) {
  (void)context;
  column* old = (column*)record;
  for (int32_t i = 0; i < old->view.size; ++i) tf_any_drop(&old->cells[i]);
}

void tf_columns_drop(tf_columns** columns) {
  tf_columns* old = *columns;
  *columns = NULL;
  if (old == NULL) return;
  tf_table_visit(&old->table, drop_cells, NULL);
  tf_arena_drop(&old->arena);
  tf_mem_free(old);
}

/* ---- Reading ---- */

const TVMFFITypeAttrColumn* tf_columns_find(tf_columns* columns, tf_str name) {
  const column* found = tf_table_find(&columns->table, name);
  return found == NULL ? NULL : &found->view;
}

tf_view tf_column_get(tf_column_id id, int32_t type_index) {
  const TVMFFITypeAttrColumn* view = &global.known[id].view;
  int32_t size = __atomic_load_n(&view->size, __ATOMIC_ACQUIRE);
  if (type_index < 0 || type_index >= size) return tf_view_none();
  return tf_view_raw(&__atomic_load_n(&view->data, __ATOMIC_ACQUIRE)[type_index]);
}

tf_view tf_column_get_inherited(tf_column_id id, int32_t type_index) {
  tf_view value = tf_column_get(id, type_index);
  if (!tf_view_is_none(value)) return value;
  const TVMFFITypeInfo* info = tf_type_info(type_index);
  for (int32_t depth = info->type_depth - 1; depth >= 0; --depth) {
    value = tf_column_get(id, info->type_ancestors[depth]->type_index);
    if (!tf_view_is_none(value)) return value;
  }
  return tf_view_none();
}

/* ---- Writing. Under the writers' lock. ---- */

/* A column that readers find once it is put into the table, for which there is room then. */
static column* new_column(tf_columns* columns, tf_str name) {
  tf_str copy;
  if (!tf_table_reserve(&columns->table, &columns->arena)) return NULL;
  if (!tf_arena_copy(&columns->arena, name, &copy)) return NULL;
  column* fresh = tf_arena_alloc(&columns->arena, sizeof *fresh);
  if (fresh == NULL) return NULL;
  fresh->key.name = copy;
  fresh->key.hash = tf_hash_key(copy);
  return fresh;
}

/* The new cells are None because arenas give zeros. */
static bool reserve_cells(tf_columns* columns, column* target, int32_t type_index) {
  if (type_index < target->room) return true;
  int32_t room = target->room == 0 ? FIRST_ROOM : target->room;
  while (room <= type_index) room *= 2;
  tf_any* cells = tf_arena_alloc(&columns->arena, (size_t)room * sizeof *cells);
  const tf_owner** owners = tf_arena_alloc(&columns->arena, (size_t)room * sizeof *owners);
  if (cells == NULL || owners == NULL) return false;
  size_t size = (size_t)target->view.size;
  if (size != 0) {
    memcpy(cells, target->cells, size * sizeof *cells);
    memcpy(owners, target->owners, size * sizeof *owners);
  }
  target->cells = cells;
  target->owners = owners;
  target->room = room;
  __atomic_store_n(&target->view.data, &cells[0].raw, __ATOMIC_RELEASE);
  return true;
}

/* The type comes last: who sees it sees the payload. */
static void put_cell(tf_any* cell, tf_any value) {
  cell->raw.zero_padding = value.raw.zero_padding;
  __atomic_store_n(&cell->raw.v_uint64, value.raw.v_uint64, __ATOMIC_RELAXED);
  __atomic_store_n(&cell->raw.type_index, value.raw.type_index, __ATOMIC_RELEASE);
}

enum outcome { STORED, NO_MEMORY, TAKEN };

static enum outcome reserve(tf_columns* columns, column* target, int32_t type_index) {
  if (!reserve_cells(columns, target, type_index)) return NO_MEMORY;
  bool is_taken =
      type_index < target->view.size && target->cells[type_index].raw.type_index != kTVMFFINone;
  return is_taken ? TAKEN : STORED;
}

/* After `reserve`. Cannot fail. */
static void put(column* target, int32_t type_index, tf_any value, const tf_owner* owner) {
  put_cell(&target->cells[type_index], value);
  target->owners[type_index] = owner;
  if (type_index >= target->view.size) {
    __atomic_store_n(&target->view.size, type_index + 1, __ATOMIC_RELEASE);
  }
}

/* A new column becomes known last: a failure leaves none behind. */
static enum outcome store(tf_columns* columns, int32_t type_index, tf_str name, tf_any value,
                          const tf_owner* owner, column** out_column) {
  column* known = tf_table_find(&columns->table, name);
  column* target = known != NULL ? known : new_column(columns, name);
  if (target == NULL) return NO_MEMORY;
  *out_column = target;
  if (type_index != kTVMFFINone) {
    enum outcome outcome = reserve(columns, target, type_index);
    if (outcome != STORED) return outcome;
    put(target, type_index, value, owner);
  }
  if (known == NULL) tf_table_put(&columns->table, &target->key);
  return STORED;
}

/* All of them, or none; *out_column is the one that stood in the way. */
static enum outcome store_all(int32_t type_index, const tf_column_value* values, size_t count,
                              column** out_column) {
  for (size_t i = 0; i < count; ++i) {
    *out_column = &global.known[values[i].column];
    enum outcome outcome = reserve(&global, *out_column, type_index);
    if (outcome != STORED) return outcome;
  }
  for (size_t i = 0; i < count; ++i) {
    put(&global.known[values[i].column], type_index, values[i].value, tf_owner_self());
  }
  return STORED;
}

/* ---- Under the lock until here ---- */

/* The value itself stays alive: somebody may just be reading it. */
static void undo_set(const tf_loading_undo* step) {
  tf_columns* columns = step->table;
  tf_lock_writers();
  column* found = tf_table_find(&columns->table, tf_str_c(step->key));
  if (found != NULL && step->number < found->view.size) {
    tf_any* cell = &found->cells[step->number];
    __atomic_store_n(&cell->raw.type_index, kTVMFFINone, __ATOMIC_RELEASE);
    cell->raw.zero_padding = 0;
    __atomic_store_n(&cell->raw.v_uint64, 0, __ATOMIC_RELAXED);
  }
  tf_unlock_writers();
}

/* A cell is never overwritten: taking back is emptying it. */
static void record(const tf_owner* owner, tf_columns* columns, const char* name,
                   int32_t type_index) {
  tf_loading_record(&(tf_loading_undo){
      .owner = owner, .undo = undo_set, .table = columns, .key = name, .number = type_index});
}

static int raise_taken(const column* target, int32_t type_index, const tf_owner* owner) {
  return tf_loading_clash_or_raise(
      owner, TF_RUNTIME_ERROR,
      "Attribute `%s` of type `%s` is already registered (by %s; now by %s); register a mutable "
      "container to be able to change it",
      target->key.name.data, tf_type_key(type_index).data, target->owners[type_index]->name,
      owner->name);
}

static int check_index(int32_t type_index, tf_str name) {
  if (type_index >= 0 && type_index < INDEX_LIMIT) return 0;
  return tf_raise(TF_TYPE_ERROR, "Cannot register attribute `%.*s`: no type has index %d",
                  (int)name.size, name.data, (int)type_index);
}

/* Consumes `value`. */
static int set_owned(tf_columns* columns, int32_t type_index, tf_str name, tf_any value,
                     const tf_owner* owner) {
  column* target = NULL;
  if (check_index(type_index, name) != 0) {
    tf_any_drop(&value);
    return -1;
  }
  tf_lock_writers();
  enum outcome outcome = store(columns, type_index, name, value, owner, &target);
  tf_unlock_writers();
  if (outcome != STORED || type_index == kTVMFFINone) tf_any_drop(&value);
  if (outcome == NO_MEMORY) return tf_raise_memory();
  if (outcome == TAKEN) return raise_taken(target, type_index, owner);
  if (type_index != kTVMFFINone) {
    record(owner, columns, target->key.name.data, type_index);
  }
  return 0;
}

int tf_columns_set(tf_columns* columns, int32_t type_index, tf_str name, tf_view value,
                   const tf_owner* owner) {
  TF_TRY(check_index(type_index, name));
  if (name.size == 0) return tf_raise(TF_TYPE_ERROR, "an attribute needs a name");
  tf_any owned = tf_any_none();
  if (type_index != kTVMFFINone) TF_TRY(tf_any_copy(value, &owned));
  return set_owned(columns, type_index, name, owned, owner);
}

int tf_column_set(tf_column_id id, int32_t type_index, tf_any value) {
  return set_owned(tf_columns_global(), type_index, tf_column_name(id), value, tf_owner_self());
}

int tf_column_set_all(int32_t type_index, tf_column_value* values, size_t count) {
  column* target = NULL;
  if (check_index(type_index, tf_column_name(values[0].column)) != 0) {
    for (size_t i = 0; i < count; ++i) tf_any_drop(&values[i].value);
    return -1;
  }
  tf_lock_writers();
  enum outcome outcome = store_all(type_index, values, count, &target);
  tf_unlock_writers();
  for (size_t i = 0; i < count; ++i) {
    if (outcome != STORED) {
      tf_any_drop(&values[i].value);
    } else {
      record(tf_owner_self(), &global, known_names[values[i].column], type_index);
    }
  }
  if (outcome == NO_MEMORY) return tf_raise_memory();
  return outcome == TAKEN ? raise_taken(target, type_index, tf_owner_self()) : 0;
}
