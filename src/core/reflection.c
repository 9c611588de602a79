/* SPDX-License-Identifier: Apache-2.0 */
/* Reflection records: fields, methods and metadata of types (abi.md sections 12.3 to 12.5). */
#include "core/typetable_impl.h"

#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/loading.h"
#include "core/lock.h"

/* ---- What a registration may meet ---- */

static tf_type* get_or_raise(tf_typetable* table, int32_t type_index, const char* what) {
  tf_type* type = tf_typetable_get(table, type_index);
  if (type == NULL) {
    (void)tf_raise(TF_TYPE_ERROR, "Cannot register %s: there is no type of index %d", what,
                   (int)type_index);
  }
  return type;
}

/* Inside a loading scope a library may not change the type of another one. 1: refused, and the caller says 0. */
static int check_owner(const tf_type* type, tf_str name, const char* what, const tf_owner* owner) {
  const tf_owner* other = type->metadata_owner;
  if (tf_loading_current() == NULL || other == NULL || other == owner) return 0;
  /* A class that is there twice is one clash, not one for each of its fields. */
  if (tf_loading_is_barred(owner, type->info.type_index)) return 1;
  int status = tf_loading_clash_or_raise(
      owner, TF_RUNTIME_ERROR,
      "%s `%.*s` cannot be added to type `%s` (it belongs to %s; now by %s)", what, (int)name.size,
      name.data, type->key.name.data, other->name, owner->name);
  return status == 0 ? 1 : -1;
}

/* Nothing was there before: taking back is removing. */
static void record(const tf_owner* owner, void (*undo)(const tf_loading_undo* step),
                   tf_typetable* table, const char* key, int32_t type_index) {
  tf_loading_record(&(tf_loading_undo){
      .owner = owner, .undo = undo, .table = table, .key = key, .number = type_index});
}

/* Under the writers' lock: permanent copies of the three texts that fields and methods have in common. */
static bool copy_texts(tf_arena* arena, const TVMFFIByteArray* from[3], TVMFFIByteArray* to[3]) {
  for (int i = 0; i < 3; ++i) {
    tf_str copy;
    if (!tf_arena_copy(arena, tf_str_from_ffi(from[i]), &copy)) return false;
    *to[i] = tf_str_to_ffi(copy);
  }
  return true;
}

/* Under the lock: an array with room for one more element than `count`. Returns it without publishing it. NULL when
   memory is short. Old arrays stay: somebody may be reading them. */
static void* with_room(tf_arena* arena, const void* array, int32_t count, int32_t* room,
                       size_t element) {
  if (count < *room) return (void*)(uintptr_t)array;
  if (count > INT32_MAX / 2) return NULL;
  int32_t wanted = *room == 0 ? 4 : *room * 2;
  void* fresh = tf_arena_alloc(arena, (size_t)wanted * element);
  if (fresh == NULL) return NULL;
  if (count != 0) memcpy(fresh, array, (size_t)count * element);
  *room = wanted;
  return fresh;
}

/* ---- Names of fields ---- */

enum { FEW = 16 };

typedef struct field_name {
  tf_table_key key;
  bool is_gone; /* taken back */
} field_name;

static bool put_name(tf_typetable* table, tf_type* type, tf_str name) {
  field_name* known = tf_table_find(type->field_names, name);
  if (known != NULL) {
    known->is_gone = false;
    return true;
  }
  if (!tf_table_reserve(type->field_names, &table->arena)) return false;
  field_name* fresh = tf_arena_alloc(&table->arena, sizeof *fresh);
  if (fresh == NULL) return false;
  fresh->key.name = name;
  fresh->key.hash = tf_hash_key(name);
  tf_table_put(type->field_names, &fresh->key);
  return true;
}

/* A type with many fields gets a table of their names, so that registering stays linear. `name` is permanent. */
static bool remember_name(tf_typetable* table, tf_type* type, tf_str name) {
  if (type->field_names != NULL) return put_name(table, type, name);
  if (type->info.num_fields < FEW) return true;
  type->field_names = tf_arena_alloc(&table->arena, sizeof *type->field_names);
  if (type->field_names == NULL) return false;
  for (int32_t i = 0; i < type->info.num_fields; ++i) {
    if (!put_name(table, type, tf_str_from_ffi(&type->info.fields[i].name))) {
      type->field_names = NULL;
      return false;
    }
  }
  return put_name(table, type, name);
}

static bool has_own_field(const tf_type* type, tf_str name) {
  if (type->field_names != NULL) {
    const field_name* known = tf_table_find(type->field_names, name);
    return known != NULL && !known->is_gone;
  }
  for (int32_t i = 0; i < type->info.num_fields; ++i) {
    if (tf_str_equal(tf_str_from_ffi(&type->info.fields[i].name), name)) return true;
  }
  return false;
}

static void warn_if_inherited(tf_typetable* table, const tf_type* type, tf_str name) {
  for (int32_t depth = 0; depth < type->info.type_depth; ++depth) {
    int32_t index = type->info.type_ancestors[depth]->type_index;
    const tf_type* ancestor = tf_typetable_get(table, index);
    if (ancestor == NULL || !has_own_field(ancestor, name)) continue;
    (void)fprintf(stderr, "[WARNING] field `%.*s` of type `%s` hides the field of `%s`\n",
                  (int)name.size, name.data, type->key.name.data, ancestor->key.name.data);
  }
}

/* ---- Fields ---- */

enum outcome { ADDED, NO_MEMORY, DUPLICATE };

/* Under the lock. `value` and `setter` are references already taken; consumed only on success. */
static enum outcome add_field_locked(tf_typetable* table, tf_type* type,
                                     const TVMFFIFieldInfo* field, tf_any value, tf_any setter,
                                     tf_str* out_name) {
  TVMFFITypeInfo* info = &type->info;
  if (has_own_field(type, tf_str_from_ffi(&field->name))) return DUPLICATE;
  TVMFFIFieldInfo copy = *field;
  const TVMFFIByteArray* from[3] = {&field->name, &field->doc, &field->metadata};
  TVMFFIByteArray* to[3] = {&copy.name, &copy.doc, &copy.metadata};
  if (!copy_texts(&table->arena, from, to)) return NO_MEMORY;
  TVMFFIFieldInfo* fields =
      with_room(&table->arena, info->fields, info->num_fields, &type->room_fields, sizeof *fields);
  if (fields == NULL || !remember_name(table, type, tf_str_from_ffi(&copy.name)) ||
      !tf_typetable_retain(table, value)) {
    return NO_MEMORY;
  }
  if (!tf_typetable_retain(table, setter)) {
    /* `value` is in the list already: it must not be dropped twice. */
    if (table->retained != NULL) table->retained->value = tf_any_none();
    return NO_MEMORY;
  }
  copy.default_value_or_factory = value.raw;
  fields[info->num_fields] = copy;
  __atomic_store_n(&info->fields, fields, __ATOMIC_RELEASE);
  __atomic_store_n(&info->num_fields, info->num_fields + 1, __ATOMIC_RELEASE);
  *out_name = tf_str_from_ffi(&copy.name);
  return ADDED;
}

/* A copy of an array of `count` records, with room for `room`, that leaves out number `at`. NULL when `at` is negative or
   there is no memory. Readers may hold the old array: it stays as it is. */
static void* copy_without(tf_typetable* table, const void* records, size_t record_size,
                          int32_t count, int32_t room, int32_t at) {
  if (at < 0) return NULL;
  char* copy = tf_arena_alloc(&table->arena, (size_t)room * record_size);
  if (copy == NULL) return NULL;
  memcpy(copy, records, (size_t)count * record_size);
  char* gap = copy + (size_t)at * record_size;
  memmove(gap, gap + record_size, (size_t)(count - 1 - at) * record_size);
  return copy;
}

static void undo_field(const tf_loading_undo* step) {
  tf_typetable* table = step->table;
  tf_type* type = tf_typetable_get(table, step->number);
  tf_lock_writers();
  TVMFFITypeInfo* info = &type->info;
  int32_t count = info->num_fields;
  int32_t at = count - 1;
  while (at >= 0 && !tf_str_equal_c(tf_str_from_ffi(&info->fields[at].name), step->key)) --at;
  TVMFFIFieldInfo* fields =
      copy_without(table, info->fields, sizeof *fields, count, type->room_fields, at);
  if (fields != NULL) {
    __atomic_store_n(&info->fields, fields, __ATOMIC_RELEASE);
    __atomic_store_n(&info->num_fields, count - 1, __ATOMIC_RELEASE);
    field_name* known =
        type->field_names == NULL ? NULL : tf_table_find(type->field_names, tf_str_c(step->key));
    if (known != NULL) known->is_gone = true;
  }
  tf_unlock_writers();
}

/* The references a field keeps: its default, and its setter when that is an object. */
static int take_references(const TVMFFIFieldInfo* field, tf_any* out_value, tf_any* out_setter) {
  tf_any value = tf_any_none();
  tf_any setter = tf_any_none();
  if (field->flags & kTVMFFIFieldFlagBitMaskHasDefault) {
    TF_TRY(tf_any_copy(tf_view_raw(&field->default_value_or_factory), &value));
  }
  if (field->flags & kTVMFFIFieldFlagBitSetterIsFunctionObj) setter = tf_any_share(field->setter);
  *out_value = value;
  *out_setter = setter;
  return 0;
}

int tf_typetable_add_field(tf_typetable* table, int32_t type_index, const TVMFFIFieldInfo* field,
                           const tf_owner* owner) {
  tf_type* type = get_or_raise(table, type_index, "a field");
  if (type == NULL) return -1;
  tf_str name = tf_str_from_ffi(&field->name);
  int refused = check_owner(type, name, "Field", owner);
  if (refused != 0) return refused < 0 ? -1 : 0;
  tf_any value;
  tf_any setter;
  TF_TRY(take_references(field, &value, &setter));
  warn_if_inherited(table, type, name);
  tf_lock_writers();
  enum outcome outcome = add_field_locked(table, type, field, value, setter, &name);
  tf_unlock_writers();
  if (outcome == ADDED) {
    record(owner, undo_field, table, name.data, type_index);
    return 0;
  }
  tf_any_drop(&value);
  tf_any_drop(&setter);
  if (outcome == NO_MEMORY) return tf_raise_memory();
  return tf_loading_clash_or_raise(owner, TF_INTERNAL_ERROR,
                                   "Duplicate field name `%.*s` in type `%s`", (int)name.size,
                                   name.data, type->key.name.data);
}

/* ---- Methods ---- */

static bool add_method_locked(tf_typetable* table, tf_type* type, const TVMFFIMethodInfo* method,
                              tf_any function, tf_str* out_name) {
  TVMFFITypeInfo* info = &type->info;
  TVMFFIMethodInfo copy = *method;
  const TVMFFIByteArray* from[3] = {&method->name, &method->doc, &method->metadata};
  TVMFFIByteArray* to[3] = {&copy.name, &copy.doc, &copy.metadata};
  if (!copy_texts(&table->arena, from, to)) return false;
  TVMFFIMethodInfo* methods = with_room(&table->arena, info->methods, info->num_methods,
                                        &type->room_methods, sizeof *methods);
  if (methods == NULL || !tf_typetable_retain(table, function)) return false;
  copy.method = function.raw;
  methods[info->num_methods] = copy;
  __atomic_store_n(&info->methods, methods, __ATOMIC_RELEASE);
  __atomic_store_n(&info->num_methods, info->num_methods + 1, __ATOMIC_RELEASE);
  *out_name = tf_str_from_ffi(&copy.name);
  return true;
}

/* Methods are taken back newest first: the last one of that name. */
static void undo_method(const tf_loading_undo* step) {
  tf_typetable* table = step->table;
  tf_type* type = tf_typetable_get(table, step->number);
  tf_lock_writers();
  TVMFFITypeInfo* info = &type->info;
  int32_t count = info->num_methods;
  int32_t at = count - 1;
  while (at >= 0 && !tf_str_equal_c(tf_str_from_ffi(&info->methods[at].name), step->key)) --at;
  TVMFFIMethodInfo* methods =
      copy_without(table, info->methods, sizeof *methods, count, type->room_methods, at);
  if (methods != NULL) {
    __atomic_store_n(&info->methods, methods, __ATOMIC_RELEASE);
    __atomic_store_n(&info->num_methods, count - 1, __ATOMIC_RELEASE);
  }
  tf_unlock_writers();
}

int tf_typetable_add_method(tf_typetable* table, int32_t type_index, const TVMFFIMethodInfo* method,
                            const tf_owner* owner) {
  tf_type* type = get_or_raise(table, type_index, "a method");
  if (type == NULL) return -1;
  tf_str name = tf_str_from_ffi(&method->name);
  int refused = check_owner(type, name, "Method", owner);
  if (refused != 0) return refused < 0 ? -1 : 0;
  tf_any function;
  TF_TRY(tf_any_copy(tf_view_raw(&method->method), &function));
  tf_lock_writers();
  bool is_added = add_method_locked(table, type, method, function, &name);
  tf_unlock_writers();
  if (!is_added) {
    tf_any_drop(&function);
    return tf_raise_memory();
  }
  record(owner, undo_method, table, name.data == NULL ? "" : name.data, type_index);
  return 0;
}

/* ---- Metadata ---- */

static void undo_metadata(const tf_loading_undo* step) {
  tf_type* type = tf_typetable_get(step->table, step->number);
  tf_lock_writers();
  __atomic_store_n(&type->info.metadata, NULL, __ATOMIC_RELEASE);
  type->metadata_owner = NULL;
  tf_unlock_writers();
}

/* Under the lock. On DUPLICATE *out_other is whose metadata is there. */
static enum outcome set_metadata_locked(tf_typetable* table, tf_type* type,
                                        const TVMFFITypeMetadata* metadata, const tf_owner* owner,
                                        const tf_owner** out_other) {
  if (type->info.metadata != NULL) {
    *out_other = type->metadata_owner;
    return DUPLICATE;
  }
  tf_str doc;
  if (!tf_arena_copy(&table->arena, tf_str_from_ffi(&metadata->doc), &doc)) return NO_MEMORY;
  type->metadata = *metadata;
  type->metadata.doc = tf_str_to_ffi(doc);
  type->metadata_owner = owner;
  __atomic_store_n(&type->info.metadata, &type->metadata, __ATOMIC_RELEASE);
  return ADDED;
}

int tf_typetable_set_metadata(tf_typetable* table, int32_t type_index,
                              const TVMFFITypeMetadata* metadata, const tf_owner* owner) {
  tf_type* type = get_or_raise(table, type_index, "metadata");
  if (type == NULL) return -1;
  const tf_owner* other = NULL;
  tf_lock_writers();
  enum outcome outcome = set_metadata_locked(table, type, metadata, owner, &other);
  tf_unlock_writers();
  if (outcome == ADDED) {
    record(owner, undo_metadata, table, "", type_index);
    return 0;
  }
  if (outcome == NO_MEMORY) return tf_raise_memory();
  TF_TRY(tf_loading_clash_or_raise(
      owner, TF_RUNTIME_ERROR,
      "Overriding %s, possible causes: two libraries define a class of this type key, or one is "
      "defined twice (registered by %s; now by %s)",
      type->key.name.data, other->name, owner->name));
  tf_loading_bar_type(owner, type_index);
  return 0;
}

const tf_owner* tf_typetable_metadata_owner(tf_typetable* table, int32_t type_index) {
  const tf_type* type = tf_typetable_get(table, type_index);
  return type == NULL ? NULL : type->metadata_owner;
}
