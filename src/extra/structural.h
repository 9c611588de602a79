/* SPDX-License-Identifier: Apache-2.0 */
/* Structural equality and hash (abi.md section 19.2): like the recursive ones, but each type says how its objects count
   (TVMFFISEqHashKind), and variables that are bound on both sides in the same place are the same. */
#ifndef TVM_FFI_EXTRA_STRUCTURAL_H_
#define TVM_FFI_EXTRA_STRUCTURAL_H_

#include "core/func.h"

/* Where variables are bound. */
typedef enum {
  TF_REGION_NONE = 0,
  TF_REGION_PATTERN = 1, /* also inside everything below */
  TF_REGION_SIMPLE = 2   /* but not in the fields of the variable itself */
} tf_region;

/* The region for a field of an object that is itself in region `outer`. */
static inline tf_region tf_region_of_field(tf_region outer, const TVMFFIFieldInfo* field) {
  if (outer == TF_REGION_PATTERN) return outer;
  if ((field->flags & kTVMFFIFieldFlagBitMaskSEqHashDefPattern) != 0) return TF_REGION_PATTERN;
  if ((field->flags & kTVMFFIFieldFlagBitMaskSEqHashDefSimple) != 0) return TF_REGION_SIMPLE;
  return outer;
}

/* How objects of a type count. TypeError when the type does not say. */
TF_NODISCARD int tf_structural_kind_of(int32_t type_index, TVMFFISEqHashKind* out);

/* What a comparison may ignore. */
typedef struct tf_structural_options {
  bool map_free_vars; /* variables count as bound where they are met first */
  bool skip_tensor_content;
} tf_structural_options;

/* Equality. When `opt_mismatch` is not NULL and the values differ, it receives the pair of ffi.reflection.AccessPath to
   the first difference, an Array, owned. -1 with TypeError for types that do not take part, InternalError for tensors
   that cannot be compared, ValueError for cyclic values. */
TF_NODISCARD int tf_structural_equal(tf_view a, tf_view b, tf_structural_options options, bool* out,
                                     tf_any* opt_mismatch);

TF_NODISCARD int tf_structural_hash(tf_view value, tf_structural_options options, uint64_t* out);

/* Bodies of the global functions. */
int tf_structural_equal_call(const tf_args* args, tf_any* result);
int tf_structural_mismatch_call(const tf_args* args, tf_any* result);
int tf_structural_hash_call(const tf_args* args, tf_any* result);

#endif /* TVM_FFI_EXTRA_STRUCTURAL_H_ */
