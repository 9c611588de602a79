/* SPDX-License-Identifier: Apache-2.0 */
/* Registering a reflected type of this library from constant tables. */
#ifndef TVM_FFI_EXTRA_REFLECT_H_
#define TVM_FFI_EXTRA_REFLECT_H_

#include "core/func.h"

typedef struct tf_reflect_field {
  const char* name;
  const char* type; /* in the grammar of core/func.h */
  const char* doc;  /* NULL: none */
  int64_t flags;
  int32_t offset;
  int32_t size;
  int32_t static_type_index;
  TVMFFIFieldGetter getter;
  TVMFFIFieldSetter setter;
} tf_reflect_field;

typedef struct tf_reflect_method {
  tf_func_def def;
  bool is_static;
} tf_reflect_method;

/* A type whose instances are records (extra/record.h) or are never made by reflection (`creator` NULL and `can_new`
   false). Fields with HasDefault get None. */
typedef struct tf_reflect_type {
  const char* key;
  const char* parent_key;
  int32_t static_index; /* -1: the next free number */
  int32_t total_size;
  int32_t structural_kind; /* TVMFFISEqHashKind */
  bool is_final;
  bool can_new;  /* registers __ffi_new__ */
  bool can_copy; /* registers __ffi_shallow_copy__ */
  TVMFFIObjectCreator creator;
  const tf_reflect_field* fields;
  int32_t num_fields;
  const tf_reflect_method* methods;
  int32_t num_methods;
} tf_reflect_type;

/* Registers everything of it, metadata first, attributes last, and tells its index. -1 with the error raised. */
TF_NODISCARD int tf_reflect_register(const tf_reflect_type* type, int32_t* out_index);

/* Registers a native function as an attribute of a type. `column` is a tf_column_id. */
TF_NODISCARD int tf_reflect_set_attr(int32_t type_index, int column, const tf_func_def* def);

#endif /* TVM_FFI_EXTRA_REFLECT_H_ */
