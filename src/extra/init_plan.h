/* SPDX-License-Identifier: Apache-2.0 */
/* Which fields of a type are parameters of its generated constructor, and in which order: the one place that decides
   (abi.md section 19.8). */
#ifndef TVM_FFI_EXTRA_INIT_PLAN_H_
#define TVM_FFI_EXTRA_INIT_PLAN_H_

#include "core/types.h"

/* Parameters in calling order: positional ones without default, positional with default, keyword-only without, keyword-
   only with default; inside each group in the order of the fields, root type first. */
typedef struct tf_init_plan {
  struct tf_init_plan* older; /* for whoever keeps several */
  int32_t num_fields; /* of the whole chain when the plan was made; more now: make a new one */
  int32_t num_params;
  int32_t num_positional;
  const TVMFFIFieldInfo* params[];
} tf_init_plan;

static inline bool tf_init_plan_has_default(const TVMFFIFieldInfo* field) {
  return (field->flags &
          (kTVMFFIFieldFlagBitMaskHasDefault | kTVMFFIFieldFlagBitMaskDefaultFromFactory)) != 0;
}

static inline bool tf_init_plan_is_keyword_only(const TVMFFIFieldInfo* field) {
  return (field->flags & kTVMFFIFieldFlagBitMaskKwOnly) != 0;
}

/* Number of fields of a type and its ancestors. */
int32_t tf_init_plan_count_fields(int32_t type_index);

/* A new plan, for tf_mem_free. NULL with MemoryError raised. */
TF_NODISCARD tf_init_plan* tf_init_plan_new(int32_t type_index);

/* Index of the parameter of that name, -1 when there is none. */
int32_t tf_init_plan_find(const tf_init_plan* plan, tf_str name);

#endif /* TVM_FFI_EXTRA_INIT_PLAN_H_ */
