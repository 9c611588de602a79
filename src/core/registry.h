/* SPDX-License-Identifier: Apache-2.0 */
/* Global functions by name (abi.md section 11). Look-ups take no lock; writers take one. Nothing is
   ever freed but the functions that were replaced or removed. */
#ifndef TVM_FFI_CORE_REGISTRY_H_
#define TVM_FFI_CORE_REGISTRY_H_

#include "core/func.h"
#include "core/owner.h"

typedef struct tf_registry tf_registry;

/* The process-wide one. */
tf_registry* tf_registry_global(void);

/* Others, for tests and fuzzers. NULL without an error raised when memory is short. No other thread
   may use it any more when it is dropped. */
TF_NODISCARD tf_registry* tf_registry_new(void);
void tf_registry_drop(tf_registry** registry);

/* The function of that name, owned, or NULL. Cannot fail. */
tf_object* tf_registry_find(tf_registry* registry, tf_str name);

typedef struct tf_registry_item {
  tf_str name;
  tf_str doc; /* these two are copied */
  tf_str metadata;
  int64_t flags;
  tf_object* function;   /* borrowed; the registry takes its own reference */
  const tf_owner* owner; /* who registers */
} tf_registry_item;

/* Adds or replaces a function. Without `can_override` a known name is a RuntimeError that names
   both owners, or a record in the thread's loading scope and 0 (core/loading.h). */
TF_NODISCARD int tf_registry_set(tf_registry* registry, const tf_registry_item* item,
                                 bool can_override);

/* Removes it; false when there was none. */
bool tf_registry_remove(tf_registry* registry, tf_str name);

/* What is known of a name. False when absent. The texts are permanent; `function` in it is NULL
   (use find). */
bool tf_registry_describe(tf_registry* registry, tf_str name, tf_registry_item* out);

/* Calls `visit` with every name in order of registration, replaced ones last, under the writers'
   lock: `visit` must not call the registry. Stops at the first non-zero result and returns it. */
int tf_registry_visit(tf_registry* registry, int (*visit)(void* context, tf_str name),
                      void* context);

size_t tf_registry_size(tf_registry* registry);

/* Registers constants of this library in the process-wide registry, metadata from their signatures.
 */
TF_NODISCARD int tf_registry_add_defs(const tf_func_def* defs, size_t count);

/* The known name nearest to `name`, for "did you mean"; an empty text when none is near. Permanent.
 */
tf_str tf_registry_nearest(tf_registry* registry, tf_str name);

#endif /* TVM_FFI_CORE_REGISTRY_H_ */
