/* SPDX-License-Identifier: Apache-2.0 */
/* Type attribute columns (abi.md section 13): one named table of values indexed by type. Column
   structs never move and never go away: clients cache their addresses, and NULL as well, for ever.
   Reads take no lock. */
#ifndef TVM_FFI_CORE_COLUMN_H_
#define TVM_FFI_CORE_COLUMN_H_

#include "core/any.h"
#include "core/owner.h"

/* The columns that exist from the start. */
typedef enum {
  TF_COLUMN_NEW,                    /* __ffi_new__ */
  TF_COLUMN_INIT,                   /* __ffi_init__ */
  TF_COLUMN_CONVERT,                /* __ffi_convert__ */
  TF_COLUMN_SHALLOW_COPY,           /* __ffi_shallow_copy__ */
  TF_COLUMN_TYPE_FINAL,             /* __ffi_type_final__ */
  TF_COLUMN_ANY_HASH,               /* __any_hash__ */
  TF_COLUMN_ANY_EQUAL,              /* __any_equal__ */
  TF_COLUMN_S_EQUAL,                /* __s_equal__ */
  TF_COLUMN_S_HASH,                 /* __s_hash__ */
  TF_COLUMN_REPR,                   /* __ffi_repr__ */
  TF_COLUMN_HASH,                   /* __ffi_hash__ */
  TF_COLUMN_EQ,                     /* __ffi_eq__ */
  TF_COLUMN_COMPARE,                /* __ffi_compare__ */
  TF_COLUMN_DATA_TO_JSON,           /* __data_to_json__ */
  TF_COLUMN_DATA_FROM_JSON,         /* __data_from_json__ */
  TF_COLUMN_S_VISIT,                /* __s_visit__ */
  TF_COLUMN_S_MUTATE,               /* __s_mutate__ */
  TF_COLUMN_S_MAYBE_INPLACE_MUTATE, /* __s_maybe_inplace_mutate__ */
  TF_COLUMN_ENUM,                   /* __ffi_enum__ */
  TF_COLUMN_COUNT
} tf_column_id;

typedef struct tf_columns tf_columns;

/* The process-wide set. */
tf_columns* tf_columns_global(void);

/* Others, for tests. NULL when memory is short. */
TF_NODISCARD tf_columns* tf_columns_new(void);
void tf_columns_drop(tf_columns** columns);

/* The column of a name, or NULL. */
const TVMFFITypeAttrColumn* tf_columns_find(tf_columns* columns, tf_str name);

/* Stores a value (converted to owned) for a type, making the column when there is none; type 0 only
   makes the column. A cell that is taken is a RuntimeError naming both owners, or a record in the
   thread's loading scope and 0. */
TF_NODISCARD int tf_columns_set(tf_columns* columns, int32_t type_index, tf_str name, tf_view value,
                                const tf_owner* owner);

/* The value of exactly this type in a column that always exists, process-wide; None when there is
   none. */
tf_view tf_column_get(tf_column_id column, int32_t type_index);

/* The same, looking at the type's ancestors as well, nearest first. */
tf_view tf_column_get_inherited(tf_column_id column, int32_t type_index);

/* Registers an attribute of a type of this library. Consumes `value`. */
TF_NODISCARD int tf_column_set(tf_column_id column, int32_t type_index, tf_any value);

typedef struct tf_column_value {
  tf_column_id column;
  tf_any value;
} tf_column_value;

/* Registers several attributes of a type: all of them, or none. Consumes the values. */
TF_NODISCARD int tf_column_set_all(int32_t type_index, tf_column_value* values, size_t count);

/* The name of a column that always exists. */
tf_str tf_column_name(tf_column_id column);

#endif /* TVM_FFI_CORE_COLUMN_H_ */
