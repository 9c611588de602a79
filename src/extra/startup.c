/* SPDX-License-Identifier: Apache-2.0 */
/* What the library registers about itself when it is loaded: types in the order of their numbers, functions in the order
   in which they are listed (abi/registry.json). */
#include "core/startup.h"

#include "extra/builtin.h"
#include "extra/mutator.h"
#include "extra/types.h"
#include "extra/visitor.h"

static int (*const steps[])(void) = {
    tf_types_register_module,
    tf_types_register_interrupt,
    tf_types_register_enums,
    tf_types_register_paths,
    tf_types_register_visitor,
    tf_types_register_mutator,
    tf_types_register_key,
    tf_types_register_conversions,
    tf_visitor_register,
    tf_mutator_register,
    tf_builtin_core,
    tf_builtin_seq,
    tf_builtin_map,
    tf_builtin_device,
    tf_builtin_structural,
    tf_builtin_json,
    tf_builtin_dataclass,
    tf_builtin_structural_key,
    tf_builtin_module,
};

static int register_all(void) {
  for (size_t i = 0; i < TF_COUNT_OF(steps); ++i) TF_TRY(steps[i]());
  return 0;
}

TF_CONSTRUCTOR(120) static void load(void) {
  tf_startup_report("containers and services", register_all());
}
