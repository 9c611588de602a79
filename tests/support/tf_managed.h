/* SPDX-License-Identifier: Apache-2.0 */
/* Managed tensors for tests: their deleters count, the data are an address that nobody follows. */
#ifndef TF_TEST_MANAGED_H_
#define TF_TEST_MANAGED_H_

#include <dlpack/dlpack.h>
#include <stddef.h>

/* Aligned to 64 KiB and never read. */
#define TF_MANAGED_DATA ((void*)0x10000)

typedef struct tf_managed {
  DLManagedTensor plain;
  DLManagedTensorVersioned versioned;
  int64_t shape[2];
  int deleted; /* how often one of the deleters ran */
} tf_managed;

static inline void tf_managed_delete(DLManagedTensor* self) {
  ++((tf_managed*)self->manager_ctx)->deleted;
}

static inline void tf_managed_delete_versioned(DLManagedTensorVersioned* self) {
  ++((tf_managed*)self->manager_ctx)->deleted;
}

/* Both forms of one compact 2x3 float32 tensor on the CPU. */
static inline void tf_managed_init(tf_managed* self) {
  *self = (tf_managed){.shape = {2, 3}};
  DLTensor tensor = {.data = TF_MANAGED_DATA,
                     .device = {kDLCPU, 0},
                     .ndim = 2,
                     .dtype = {kDLFloat, 32, 1},
                     .shape = self->shape};
  self->plain =
      (DLManagedTensor){.dl_tensor = tensor, .manager_ctx = self, .deleter = tf_managed_delete};
  self->versioned = (DLManagedTensorVersioned){.version = {1, 3},
                                               .manager_ctx = self,
                                               .deleter = tf_managed_delete_versioned,
                                               .dl_tensor = tensor};
}

#endif /* TF_TEST_MANAGED_H_ */
