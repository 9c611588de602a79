/* SPDX-License-Identifier: Apache-2.0 */
/* Tensor objects: a DLTensor, and what keeps its memory alive (abi.md section 6.5). Metadata never
   changes after birth; thread-safe.

   Clients make Tensor objects of their own, which agree with tf_tensor up to and including `tensor`
   only: read that part of any Tensor, the rest of none but here. */
#ifndef TVM_FFI_CORE_TENSOR_H_
#define TVM_FFI_CORE_TENSOR_H_

#include "core/any.h"

/* More dimensions than any framework has; a larger ndim is garbage and not worth following. */
#define TF_TENSOR_MAX_NDIM 1024

typedef struct tf_tensor {
  tf_object header;
  DLTensor tensor;
} tf_tensor;

/* Are the metadata of `tensor` usable? Checked: ndim, the shape pointer, no negative extent, an
   element count below 2^63, and that strides and byte offset stay within 2^63 bytes. -1 with
   ValueError that begins with `where`. Does not look at the data. */
TF_NODISCARD int tf_tensor_check(const DLTensor* tensor, const char* where);

/* Number of elements of a checked tensor. */
int64_t tf_tensor_numel(const DLTensor* tensor);

/* Bytes that a checked tensor has in compact form. -1 with ValueError for scalable lanes or more
   than SIZE_MAX. */
TF_NODISCARD int tf_tensor_nbytes(const DLTensor* tensor, size_t* out);

/* Are the elements compact and in row-major order? NULL strides are; tensors without elements are;
   dimensions of extent 1 do not count. */
bool tf_tensor_is_contiguous(const DLTensor* tensor);

/* Address of the first element. */
static inline void* tf_tensor_data(const DLTensor* tensor) {
  return (void*)((uintptr_t)tensor->data + (uintptr_t)tensor->byte_offset);
}

/* Adopts a managed tensor; NULL strides are replaced by compact ones. Consumes `from` on success
   only: then its deleter runs once, at the end. `require_alignment` 0 asks for none. -1 with
   TypeError for NULL, ValueError for unusable metadata, RuntimeError for what is required and not
   so or a version that is not 1.x. */
TF_NODISCARD int tf_tensor_adopt(DLManagedTensor* from, int32_t require_alignment,
                                 bool require_contiguous, tf_tensor** out);
TF_NODISCARD int tf_tensor_adopt_versioned(DLManagedTensorVersioned* from,
                                           int32_t require_alignment, bool require_contiguous,
                                           tf_tensor** out);

/* A tensor of the prototype's metadata, shape and strides copied, over memory that `source` (NULL
   accepted) keeps alive. Nothing checks that the memory suffices. */
TF_NODISCARD int tf_tensor_new_view(tf_object* source, const DLTensor* prototype, tf_tensor** out);

/* The DLTensor of a Tensor, or the one that a DLTensor* value points at. NULL for other kinds.
   Borrowed. */
const DLTensor* tf_tensor_get(tf_view view);

/* DLPack flags of the memory behind a Tensor that an export has to repeat: READ_ONLY or nothing. */
uint64_t tf_tensor_flags(const tf_tensor* tensor);

#endif /* TVM_FFI_CORE_TENSOR_H_ */
