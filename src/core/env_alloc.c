/* SPDX-License-Identifier: Apache-2.0 */
/* The tensor allocator in force: the thread's, else the process' (abi.md section 16). */
#include <tvm/ffi/extra/c_env_api.h>

#include "core/error.h"
#include "core/tensor.h"

static TF_THREAD_LOCAL DLPackManagedTensorAllocator thread_allocator;
static DLPackManagedTensorAllocator process_allocator; /* read and written atomically */

int TVMFFIEnvSetDLPackManagedTensorAllocator(
    DLPackManagedTensorAllocator allocator, int write_to_global_context,
    DLPackManagedTensorAllocator* opt_out_original_allocator) {
  if (opt_out_original_allocator != NULL) *opt_out_original_allocator = thread_allocator;
  thread_allocator = allocator;
  if (write_to_global_context != 0) {
    __atomic_store_n(&process_allocator, allocator, __ATOMIC_RELEASE);
  }
  return 0;
}

DLPackManagedTensorAllocator TVMFFIEnvGetDLPackManagedTensorAllocator(void) {
  if (thread_allocator != NULL) return thread_allocator;
  return __atomic_load_n(&process_allocator, __ATOMIC_ACQUIRE);
}

/* What an allocator reports its failure to. */
static void set_error(void* error_ctx, const char* kind, const char* message) {
  (void)error_ctx;
  (void)tf_raise_str(tf_str_c(kind != NULL ? kind : TF_RUNTIME_ERROR), tf_str_c(message));
}

/* Allocators trust what they are asked for. Only dtype, ndim, shape and device count. */
static int check_prototype(const DLTensor* prototype) {
  DLTensor compact = *prototype;
  compact.strides = NULL;
  compact.byte_offset = 0;
  return tf_tensor_check(&compact, "TVMFFIEnvTensorAlloc");
}

/* Makes the managed tensor. The allocator's own code comes back unchanged, with an error raised. */
static int allocate(DLPackManagedTensorAllocator allocator, DLTensor* prototype,
                    DLManagedTensorVersioned** out) {
  *out = NULL;
  int status = allocator(prototype, out, NULL, set_error);
  if (status != 0) {
    if (!tf_error_is_raised()) {
      (void)tf_raise(TF_RUNTIME_ERROR, "TVMFFIEnvTensorAlloc: the allocator failed with code %d",
                     status);
    }
    return status;
  }
  if (*out == NULL) {
    return tf_raise(TF_RUNTIME_ERROR, "TVMFFIEnvTensorAlloc: the allocator made no tensor");
  }
  return 0;
}

int TVMFFIEnvTensorAlloc(DLTensor* prototype, TVMFFIObjectHandle* out) {
  DLManagedTensorVersioned* managed;
  tf_tensor* tensor;
  if (prototype == NULL || out == NULL) {
    return tf_raise(TF_TYPE_ERROR, "TVMFFIEnvTensorAlloc: an argument is NULL");
  }
  DLPackManagedTensorAllocator allocator = TVMFFIEnvGetDLPackManagedTensorAllocator();
  if (allocator == NULL) {
    return tf_raise(TF_RUNTIME_ERROR,
                    "TVMFFIEnvTensorAlloc: allocator is nullptr, likely because "
                    "TVMFFIEnvSetDLPackManagedTensorAllocator has not been called.");
  }
  TF_TRY(check_prototype(prototype));
  int status = allocate(allocator, prototype, &managed);
  if (status != 0) return status;
  if (tf_tensor_adopt_versioned(managed, 0, false, &tensor) != 0) {
    if (managed->deleter != NULL) managed->deleter(managed);
    return -1;
  }
  *out = tensor;
  return 0;
}
