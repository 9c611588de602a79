/* SPDX-License-Identifier: Apache-2.0 */
/* The process's registry as a model. The one file of the tool that calls the public C ABI. */
#ifndef TVM_FFI_STUBGEN_REGISTRY_H_
#define TVM_FFI_STUBGEN_REGISTRY_H_

#include "diag.h"
#include "model.h"

/* What a run has in hand of the runtime. */
typedef struct sg_registry sg_registry;

/* NULL when there is no memory. */
sg_registry* sg_registry_new(void);

/* Gives everything back, also what the arena's jump left in use. Accepts NULL. */
void sg_registry_drop(sg_registry** registry);

/* Opens the shared library `path`. Returns its handle; NULL when what is wrong was recorded, one line a problem. */
void* sg_registry_open(sg_registry* registry, sg_arena* arena, tf_str path, sg_diags* diags);

/* Lists what is registered now. Returns false, and records an error, when the runtime cannot be
   asked. The model reads the rest on demand, so the registry must not change while it is in use. */
bool sg_registry_list(sg_registry* registry, sg_arena* arena, sg_model* out, sg_diags* diags);

#endif /* TVM_FFI_STUBGEN_REGISTRY_H_ */
