/* SPDX-License-Identifier: Apache-2.0 */
/* Tensors: reading a DLTensor, making and keeping tensors, shapes. Kernels take `DLTensor*`, whose memory the caller
   keeps; what is kept longer is a `tvm_ffi_tensor`. */
#ifndef TVM_FFI_C_TENSOR_H_
#define TVM_FFI_C_TENSOR_H_

#include <tvm/ffi/c/any.h>
#include <tvm/ffi/extra/c_env_api.h>

/* ---- Reading ---- */

/* The first element. */
static inline void* tvm_ffi_tensor_data(const DLTensor* tensor) {
  return (char*)tensor->data + tensor->byte_offset;
}

/* Number of elements. */
static inline int64_t tvm_ffi_tensor_numel(const DLTensor* tensor) {
  int64_t count = 1;
  for (int32_t i = 0; i < tensor->ndim; ++i) count *= tensor->shape[i];
  return count;
}

/* Distance, in elements, from one index of a dimension to the next; `dim` must be from 0 to below `ndim`. */
static inline int64_t tvm_ffi_tensor_stride(const DLTensor* tensor, int32_t dim) {
  if (tensor->strides != NULL) return tensor->strides[dim];
  int64_t stride = 1;
  for (int32_t i = tensor->ndim - 1; i > dim; --i) stride *= tensor->shape[i];
  return stride;
}

/* True when the elements lie one after the other, the last dimension the fastest. */
static inline bool tvm_ffi_tensor_is_contiguous(const DLTensor* tensor) {
  if (tensor->strides == NULL) return true;
  int64_t expected = 1;
  bool compact = true;
  for (int32_t i = tensor->ndim - 1; i >= 0; --i) {
    if (tensor->shape[i] == 0) return true;
    if (tensor->shape[i] == 1) continue;
    if (tensor->strides[i] != expected) compact = false;
    if (compact) expected *= tensor->shape[i];
  }
  return compact;
}

static inline bool tvm_ffi_tensor_has_shape_of(const DLTensor* tensor, const DLTensor* other) {
  if (tensor->ndim != other->ndim) return false;
  for (int32_t i = 0; i < tensor->ndim; ++i) {
    if (tensor->shape[i] != other->shape[i]) return false;
  }
  return true;
}

static inline DLDataType tvm_ffi_dtype_of(int code, int bits, int lanes) {
  DLDataType dtype;
  dtype.code = (uint8_t)code;
  dtype.bits = (uint8_t)bits;
  dtype.lanes = (uint16_t)lanes;
  return dtype;
}

static inline bool tvm_ffi_dtype_equal(DLDataType a, DLDataType b) {
  return a.code == b.code && a.bits == b.bits && a.lanes == b.lanes;
}

/* ---- Tensors that are kept ---- */

/* The metadata of a tensor, borrowed. */
static inline DLTensor* tvm_ffi_tensor_get(tvm_ffi_tensor_view tensor) {
  return TVMFFITensorGetDLTensorPtr(tensor.object);
}

/* A tensor from the allocator in force, which is the caller's framework: the way for results. RuntimeError when there
   is none. `shape` has `ndim` extents and is copied. */
TVM_FFI_NODISCARD_INT tvm_ffi_tensor_new(int32_t ndim, const int64_t* shape, DLDataType dtype,
                                         DLDevice device, tvm_ffi_tensor* out) {
  DLTensor prototype;
  TVMFFIObjectHandle handle = NULL;
  memset(&prototype, 0, sizeof(prototype));
  prototype.ndim = ndim;
  prototype.shape = (int64_t*)(uintptr_t)shape;
  prototype.dtype = dtype;
  prototype.device = device;
  TVM_FFI_TRY(TVMFFIEnvTensorAlloc(&prototype, &handle));
  out->object = (TVMFFIObject*)handle;
  return 0;
}

static inline void tvm_ffi_tensor_free_block_(DLManagedTensorVersioned* managed) {
  free(managed->manager_ctx);
}

/* A tensor of zeros in main memory, whatever the framework. ValueError for a negative extent, MemoryError. */
TVM_FFI_NODISCARD_INT tvm_ffi_tensor_new_on_cpu(int32_t ndim, const int64_t* shape,
                                                DLDataType dtype, tvm_ffi_tensor* out) {
  const size_t alignment = 64;
  const uint64_t most =
      ((uint64_t)1 << 46); /* bits: more than any machine has, and no product below overflows */
  uint64_t bits = (uint64_t)dtype.bits * dtype.lanes;
  TVM_FFI_CHECK(ndim >= 0 && ndim <= 64, "ValueError", "a tensor cannot have %d dimensions",
                (int)ndim);
  for (int32_t i = 0; i < ndim; ++i) {
    TVM_FFI_CHECK(shape[i] >= 0, "ValueError", "a tensor cannot have extent %lld",
                  (long long)shape[i]);
    if (shape[i] != 0 && bits > most / (uint64_t)shape[i]) return tvm_ffi_raise_no_memory();
    bits *= (uint64_t)shape[i];
  }
  const size_t head = sizeof(DLManagedTensorVersioned) + 2 * (size_t)ndim * sizeof(int64_t);
  char* block = (char*)calloc(1, head + alignment + (size_t)((bits + 7) / 8));
  if (block == NULL) return tvm_ffi_raise_no_memory();
  DLManagedTensorVersioned* managed = (DLManagedTensorVersioned*)(void*)block;
  int64_t* extents = (int64_t*)(void*)(managed + 1);
  managed->version.major = DLPACK_MAJOR_VERSION;
  managed->version.minor = DLPACK_MINOR_VERSION;
  managed->manager_ctx = block;
  managed->deleter = tvm_ffi_tensor_free_block_;
  managed->dl_tensor.data =
      block + head + (alignment - ((uintptr_t)block + head) % alignment) % alignment;
  managed->dl_tensor.device.device_type = kDLCPU;
  managed->dl_tensor.ndim = ndim;
  managed->dl_tensor.dtype = dtype;
  managed->dl_tensor.shape = extents;
  managed->dl_tensor.strides = extents + ndim;
  uint64_t stride = 1; /* without elements it may wrap, and then means nothing */
  for (int32_t i = ndim - 1; i >= 0; --i) {
    extents[i] = shape[i];
    extents[ndim + i] = (int64_t)stride;
    stride *= shape[i] == 0 ? 1 : (uint64_t)shape[i];
  }
  TVMFFIObjectHandle handle = NULL;
  if (TVMFFITensorFromDLPackVersioned(managed, 0, 0, &handle) != 0) {
    free(block);
    return -1;
  }
  out->object = (TVMFFIObject*)handle;
  return 0;
}

/* ---- Shapes ---- */

/* The numbers of a shape, borrowed. */
static inline TVMFFIShapeCell tvm_ffi_shape_get(tvm_ffi_shape_view shape) {
  const TVMFFIShapeCell none = {NULL, 0};
  return shape.object == NULL ? none : *TVMFFIShapeGetCellPtr(shape.object);
}

#endif /* TVM_FFI_C_TENSOR_H_ */
