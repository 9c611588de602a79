/* SPDX-License-Identifier: Apache-2.0 */
/* Tensors through the ABI: in and out of DLPack, both versions (abi.md section 9.6). */
#include "base/mem.h"
#include "core/error.h"
#include "core/tensor.h"

static int check_out(const void* out, const char* function) {
  return out != NULL ? 0 : tf_raise(TF_TYPE_ERROR, "%s: `out` is NULL", function);
}

static int raise_no_tensor(TVMFFIObjectHandle handle, const char* function) {
  tf_str key = tf_view_type_key(tf_view_object(handle));
  return tf_raise(TF_TYPE_ERROR, "%s: expected a ffi.Tensor, but got `%.*s`", function,
                  (int)key.size, key.data);
}

/* The Tensor behind a handle; NULL when it is something else. */
static inline tf_tensor* get_tensor(TVMFFIObjectHandle handle) {
  tf_tensor* tensor = handle;
  return tensor != NULL && tensor->header.type_index == kTVMFFITensor ? tensor : NULL;
}

/* ---- In. ---- */

int TVMFFITensorFromDLPack(DLManagedTensor* from, int32_t require_alignment,
                           int32_t require_contiguous, TVMFFIObjectHandle* out) {
  tf_tensor* tensor;
  TF_TRY(check_out(out, "TVMFFITensorFromDLPack"));
  TF_TRY(tf_tensor_adopt(from, require_alignment, require_contiguous != 0, &tensor));
  *out = tensor;
  return 0;
}

int TVMFFITensorFromDLPackVersioned(DLManagedTensorVersioned* from, int32_t require_alignment,
                                    int32_t require_contiguous, TVMFFIObjectHandle* out) {
  tf_tensor* tensor;
  TF_TRY(check_out(out, "TVMFFITensorFromDLPackVersioned"));
  TF_TRY(tf_tensor_adopt_versioned(from, require_alignment, require_contiguous != 0, &tensor));
  *out = tensor;
  return 0;
}

int TVMFFITensorCreateUnsafeView(TVMFFIObjectHandle source, const DLTensor* prototype,
                                 TVMFFIObjectHandle* out) {
  tf_tensor* tensor;
  TF_TRY(check_out(out, "TVMFFITensorCreateUnsafeView"));
  TF_TRY(tf_tensor_new_view(source, prototype, &tensor));
  *out = tensor;
  return 0;
}

/* ---- Out: a managed tensor that holds one reference to the Tensor, its context. ---- */

static void drop_export(DLManagedTensor* self) {
  if (self == NULL) return;
  tf_object_decref(self->manager_ctx);
  tf_mem_free(self);
}

int TVMFFITensorToDLPack(TVMFFIObjectHandle from, DLManagedTensor** out) {
  TF_TRY(check_out(out, "TVMFFITensorToDLPack"));
  tf_tensor* tensor = get_tensor(from);
  if (tensor == NULL) return raise_no_tensor(from, "TVMFFITensorToDLPack");
  DLManagedTensor* managed = tf_mem_alloc(sizeof *managed);
  if (managed == NULL) return tf_raise_memory();
  tf_object_incref(tensor);
  managed->dl_tensor = tensor->tensor;
  managed->manager_ctx = tensor;
  managed->deleter = drop_export;
  *out = managed;
  return 0;
}

static void drop_versioned_export(DLManagedTensorVersioned* self) {
  if (self == NULL) return;
  tf_object_decref(self->manager_ctx);
  tf_mem_free(self);
}

int TVMFFITensorToDLPackVersioned(TVMFFIObjectHandle from, DLManagedTensorVersioned** out) {
  TF_TRY(check_out(out, "TVMFFITensorToDLPackVersioned"));
  tf_tensor* tensor = get_tensor(from);
  if (tensor == NULL) return raise_no_tensor(from, "TVMFFITensorToDLPackVersioned");
  DLManagedTensorVersioned* managed = tf_mem_alloc(sizeof *managed);
  if (managed == NULL) return tf_raise_memory();
  tf_object_incref(tensor);
  managed->version.major = DLPACK_MAJOR_VERSION;
  managed->version.minor = DLPACK_MINOR_VERSION;
  managed->manager_ctx = tensor;
  managed->deleter = drop_versioned_export;
  managed->flags = tf_tensor_flags(tensor);
  managed->dl_tensor = tensor->tensor;
  *out = managed;
  return 0;
}
