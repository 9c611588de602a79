/* SPDX-License-Identifier: Apache-2.0 */
/* The type table (abi.md section 12): type keys, indices, inheritance, reflection records. What
   clients read inline (TVMFFITypeInfo and the arrays in it) is published array before count and
   never freed. Look-ups take no lock. */
#ifndef TVM_FFI_CORE_TYPETABLE_H_
#define TVM_FFI_CORE_TYPETABLE_H_

#include "core/any.h"
#include "core/owner.h"

typedef struct tf_typetable tf_typetable;

/* The process-wide one, with the built-in types of abi.md section 12.1. Usable from the first
   constructor on. */
tf_typetable* tf_typetable_global(void);

/* Others, for tests and fuzzers, built-in types included. NULL when memory is short. Their records
   are permanent memory; drop gives back only what can be. */
TF_NODISCARD tf_typetable* tf_typetable_new(void);
void tf_typetable_drop(tf_typetable** table);

/* Index of a key, or -1 when there is none. Raises nothing. */
int32_t tf_typetable_find(tf_typetable* table, tf_str key);

/* Record of an index, or NULL when there is none. */
const TVMFFITypeInfo* tf_typetable_info(tf_typetable* table, int32_t type_index);

/* One past the largest index given out. */
int32_t tf_typetable_end(tf_typetable* table);

/* What TVMFFITypeGetOrAllocIndex takes. */
typedef struct tf_type_spec {
  tf_str key;
  int32_t static_index; /* -1: give one out */
  int32_t depth;
  int32_t child_slots;
  bool can_overflow;
  int32_t parent; /* -1: a root */
  const tf_owner* owner;
} tf_type_spec;

/* The index of the key, given out now when it is new. -1 with the error raised. */
TF_NODISCARD int tf_typetable_add(tf_typetable* table, const tf_type_spec* spec,
                                  int32_t* out_index);

/* Records. Texts are copied, values referenced anew. -1 with the error raised; inside a loading
   scope clashes are recorded and 0 comes back. */
TF_NODISCARD int tf_typetable_add_field(tf_typetable* table, int32_t type_index,
                                        const TVMFFIFieldInfo* field, const tf_owner* owner);
TF_NODISCARD int tf_typetable_add_method(tf_typetable* table, int32_t type_index,
                                         const TVMFFIMethodInfo* method, const tf_owner* owner);
TF_NODISCARD int tf_typetable_set_metadata(tf_typetable* table, int32_t type_index,
                                           const TVMFFITypeMetadata* metadata,
                                           const tf_owner* owner);

/* The library that registered the type's metadata; NULL while there is none. */
const tf_owner* tf_typetable_metadata_owner(tf_typetable* table, int32_t type_index);

/* The known key nearest to `key`; an empty text when none is near. Permanent. */
tf_str tf_typetable_nearest(tf_typetable* table, tf_str key);

/* ---- The process-wide table, for everyday use. ---- */

/* Record of an index; a permanent record of depth 0 named `<unknown type>` when there is none.
   Never NULL. */
const TVMFFITypeInfo* tf_type_info(int32_t type_index);

/* The key of a type. Permanent. */
tf_str tf_type_key(int32_t type_index);

/* Is `type_index` the type `ancestor` or derived from it? Both may be any number. */
bool tf_type_is_a(int32_t type_index, int32_t ancestor);

/* Registers a class of this library: index (static or new), and optionally metadata. */
TF_NODISCARD int tf_type_register(const tf_type_spec* spec, const TVMFFITypeMetadata* opt_metadata,
                                  int32_t* out_index);

/* All fields of a type in the order of abi.md section 12.3: ancestors from depth 1, each in order
   of registration, then its own. Start with a zeroed `iter` whose `type` is set. */
typedef struct tf_field_iter {
  const TVMFFITypeInfo* type;
  int32_t depth; /* of the type whose fields come next */
  int32_t index;
} tf_field_iter;

tf_field_iter tf_type_fields(int32_t type_index);

/* The next field; NULL at the end. Valid until the next registration for its type. */
const TVMFFIFieldInfo* tf_field_next(tf_field_iter* iter);

/* Reads the field of an object through its getter. */
TF_NODISCARD int tf_field_get(const TVMFFIFieldInfo* field, const tf_object* object, tf_any* out);

/* Stores through its setter, plain function or Function object. */
TF_NODISCARD int tf_field_set(const TVMFFIFieldInfo* field, tf_object* object, tf_view value);

#endif /* TVM_FFI_CORE_TYPETABLE_H_ */
