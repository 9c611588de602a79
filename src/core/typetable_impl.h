/* SPDX-License-Identifier: Apache-2.0 */
/* Between typetable.c (keys and indices) and reflection.c (fields, methods, metadata): nobody else includes this. */
#ifndef TVM_FFI_CORE_TYPETABLE_IMPL_H_
#define TVM_FFI_CORE_TYPETABLE_IMPL_H_

#include "core/table.h"
#include "core/typetable.h"

/* Largest index plus one, and the deepest chain of ancestors: what hostile slot counts and depths run into. */
#define TF_TYPE_INDEX_LIMIT (1 << 24)
#define TF_TYPE_DEPTH_LIMIT 1024

/* A type. `info` is what clients hold on to. */
typedef struct tf_type {
  tf_table_key key;
  TVMFFITypeInfo info;
  int32_t slots; /* indices set aside for it and its children, and how many of them are given out */
  int32_t used;
  bool can_overflow;
  const tf_owner* owner;
  const tf_owner* metadata_owner;
  TVMFFITypeMetadata metadata;
  int32_t room_fields;
  int32_t room_methods;
  tf_table* field_names; /* once there are many */
} tf_type;

/* A value that the table keeps for ever. */
typedef struct tf_retained {
  struct tf_retained* next;
  tf_any value;
} tf_retained;

/* Types by index: chunk 0 has 256 entries, each further one as many as all before it. */
enum { TF_TYPE_FIRST_CHUNK = 256, TF_TYPE_CHUNKS = 17 };

struct tf_typetable {
  tf_arena arena;
  tf_table keys;
  tf_type** chunks[TF_TYPE_CHUNKS];
  int32_t end; /* next index to be given out */
  tf_retained* retained;
};

/* The record of an index, or NULL. Takes no lock. */
tf_type* tf_typetable_get(const tf_typetable* table, int32_t type_index);

/* Makes the table keep `value`. Under the writers' lock. False when memory is short; consumes `value` only on success. */
TF_NODISCARD bool tf_typetable_retain(tf_typetable* table, tf_any value);

/* Index of a type named `<invalid>` that needs no memory: one of four, taken in turn. */
int32_t tf_typetable_take_spare(tf_typetable* table);

#endif /* TVM_FFI_CORE_TYPETABLE_IMPL_H_ */
