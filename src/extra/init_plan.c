/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters of generated constructors. */
#include "extra/init_plan.h"

#include "base/mem.h"
#include "core/error.h"
#include "core/typetable.h"

int32_t tf_init_plan_count_fields(int32_t type_index) {
  const TVMFFITypeInfo* info = tf_type_info(type_index);
  int32_t count = info->num_fields;
  for (int32_t depth = 1; depth < info->type_depth; ++depth) {
    count += info->type_ancestors[depth]->num_fields;
  }
  return count;
}

/* Puts the parameters of one group into the plan. */
static void add_group(tf_init_plan* plan, int32_t type_index, bool keyword_only, bool has_default) {
  tf_field_iter fields = tf_type_fields(type_index);
  for (const TVMFFIFieldInfo* field; (field = tf_field_next(&fields)) != NULL;) {
    if ((field->flags & kTVMFFIFieldFlagBitMaskInitOff) != 0) continue;
    if (tf_init_plan_is_keyword_only(field) != keyword_only) continue;
    if (tf_init_plan_has_default(field) != has_default) continue;
    /* A field that another thread registers meanwhile has no room; the next plan will have it. */
    if (plan->num_params < plan->num_fields) plan->params[plan->num_params++] = field;
  }
}

tf_init_plan* tf_init_plan_new(int32_t type_index) {
  int32_t count = tf_init_plan_count_fields(type_index);
  tf_init_plan* plan =
      (tf_init_plan*)tf_mem_alloc(sizeof(*plan) + (size_t)count * sizeof(const TVMFFIFieldInfo*));
  if (plan == NULL) {
    (void)tf_raise_memory();
    return NULL;
  }
  plan->older = NULL;
  plan->num_fields = count;
  plan->num_params = 0;
  add_group(plan, type_index, false, false);
  add_group(plan, type_index, false, true);
  plan->num_positional = plan->num_params;
  add_group(plan, type_index, true, false);
  add_group(plan, type_index, true, true);
  return plan;
}

int32_t tf_init_plan_find(const tf_init_plan* plan, tf_str name) {
  for (int32_t i = 0; i < plan->num_params; ++i) {
    if (tf_str_equal(tf_str_from_ffi(&plan->params[i]->name), name)) return i;
  }
  return -1;
}
