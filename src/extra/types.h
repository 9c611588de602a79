/* SPDX-License-Identifier: Apache-2.0 */
/* The reflected types that the library brings along (abi/registry.json), and how C code makes and reads them. */
#ifndef TVM_FFI_EXTRA_TYPES_H_
#define TVM_FFI_EXTRA_TYPES_H_

#include <tvm/ffi/c/layout.h>

#include "core/func.h"

/* Numbers given out when the library was loaded; they never change afterwards. */
typedef struct tf_types {
  int32_t enum_state;
  int32_t base_enum;
  int32_t int_enum;
  int32_t str_enum;
  int32_t access_step;
  int32_t access_path;
  int32_t structural_visitor;
  int32_t visit_error_context;
  int32_t structural_mutator;
  int32_t structural_key;
} tf_types;

extern tf_types tf_types_known;

/* Each registers the types of its file, in the order in which their numbers come. -1 with the error raised. */
TF_NODISCARD int tf_types_register_enums(void);
TF_NODISCARD int tf_types_register_paths(void);
TF_NODISCARD int tf_types_register_interrupt(void);
TF_NODISCARD int tf_types_register_visitor(void);
TF_NODISCARD int tf_types_register_mutator(void);
TF_NODISCARD int tf_types_register_key(void);
TF_NODISCARD int tf_types_register_module(void);
TF_NODISCARD int tf_types_register_conversions(void);

/* ---- access paths: where in a value something is ---- */

typedef enum {
  TF_ACCESS_ATTR = 0,
  TF_ACCESS_ARRAY_ITEM = 1,
  TF_ACCESS_MAP_ITEM = 2,
  TF_ACCESS_ATTR_MISSING = 3,
  TF_ACCESS_ARRAY_ITEM_MISSING = 4,
  TF_ACCESS_MAP_ITEM_MISSING = 5
} tf_access_kind;

/* The path of the value itself. Owned. */
TF_NODISCARD int tf_types_new_root_path(tf_object** out);

/* `parent` with one more step; takes a new reference to it. Consumes `key`, also on failure. Owned. */
TF_NODISCARD int tf_types_extend_path(tf_object* parent, tf_access_kind kind, tf_any key,
                                      tf_object** out);

/* ---- others ---- */

/* A VisitInterrupt with a value. Consumes `value`, also on failure. Owned. */
TF_NODISCARD int tf_types_new_interrupt(tf_any value, tf_object** out);

/* Bodies of ffi.StructuralKey and ffi.StructuralKeyEqual. */
int tf_types_new_key_call(const tf_args* args, tf_any* result);
int tf_types_key_equal_call(const tf_args* args, tf_any* result);

#endif /* TVM_FFI_EXTRA_TYPES_H_ */
