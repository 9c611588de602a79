/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about a DLTensor, and how a new one is described. Part of tensor.h. */
#ifndef TVM_FFI_CONTAINER_TENSOR_DETAIL_H_
#define TVM_FFI_CONTAINER_TENSOR_DETAIL_H_

#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/error.h>

#include <cstdint>
#include <string>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* True when a data pointer of the device is an address one can do arithmetic with. */
inline bool IsDirectAddressDevice(const DLDevice& device) {
  switch (device.device_type) {
    case kDLCPU:
    case kDLCUDA:
    case kDLCUDAHost:
    case kDLCUDAManaged:
    case kDLROCM:
    case kDLROCMHost:
      return true;
    default:
      return false;
  }
}

/* Bytes of `numel` elements packed without gaps, rounded up. */
inline size_t GetDataSize(size_t numel, DLDataType dtype) {
  return (numel * dtype.bits * dtype.lanes + 7) / 8;
}
inline size_t GetDataSize(const DLTensor& tensor) {
  size_t numel = 1;
  for (int32_t i = 0; i < tensor.ndim; ++i) numel *= static_cast<size_t>(tensor.shape[i]);
  return GetDataSize(numel, tensor.dtype);
}

namespace detail {

/* True for compact row-major tensors: no strides, no elements, or each stride as computed, where
   dimensions of extent 1 do not count. */
inline bool IsContiguousTensor(const DLTensor& tensor) {
  if (tensor.strides == nullptr) return true;
  for (int32_t i = 0; i < tensor.ndim; ++i) {
    if (tensor.shape[i] == 0) return true;
  }
  int64_t expected = 1;
  for (int32_t i = tensor.ndim; i-- > 0;) {
    if (tensor.shape[i] == 1) continue;
    if (tensor.strides[i] != expected) return false;
    expected *= tensor.shape[i];
  }
  return true;
}

/* True when the first element lies on a multiple of `alignment`. */
inline bool IsAlignedTensor(const DLTensor& tensor, size_t alignment) {
  uint64_t address = tensor.byte_offset;
  if (IsDirectAddressDevice(tensor.device)) address += reinterpret_cast<uintptr_t>(tensor.data);
  return address % alignment == 0;
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowBadDimension(int64_t dim,
                                                                               int32_t ndim) {
  ThrowError("IndexError", JoinText({"Index ", IntText(dim), " out of bounds for tensor with ",
                                     IntText(ndim), " dimensions"}));
}

TVM_FFI_INLINE int64_t CheckedDimension(const DLTensor& tensor, int64_t dim) {
  int64_t index = dim < 0 ? dim + tensor.ndim : dim;
  if (TVM_FFI_PREDICT_FALSE(index < 0 || index >= tensor.ndim)) ThrowBadDimension(dim, tensor.ndim);
  return index;
}

TVM_FFI_INLINE int64_t SizeAt(const DLTensor& tensor, int64_t dim) {
  return tensor.shape[CheckedDimension(tensor, dim)];
}

TVM_FFI_INLINE ShapeView ShapeOf(const DLTensor& tensor) {
  return ShapeView(tensor.shape, static_cast<size_t>(tensor.ndim));
}

/* The strides; an error for a tensor that has dimensions and no strides. */
inline ShapeView StridesOf(const DLTensor& tensor) {
  if (TVM_FFI_PREDICT_FALSE(tensor.strides == nullptr && tensor.ndim > 0)) {
    ThrowError("InternalError", "the tensor has no strides");
  }
  return ShapeView(tensor.strides, static_cast<size_t>(tensor.ndim));
}

TVM_FFI_INLINE int64_t StrideAt(const DLTensor& tensor, int64_t dim) {
  return StridesOf(tensor).data()[CheckedDimension(tensor, dim)];
}

inline void CheckSameRank(ShapeView shape, ShapeView strides) {
  if (shape.size() == strides.size()) return;
  ThrowError("ValueError",
             JoinText({"shape has ", IntText(static_cast<int64_t>(shape.size())),
                       " dimensions, strides ", IntText(static_cast<int64_t>(strides.size()))}));
}

/* A tensor without data or strides, as allocators get it. */
inline DLTensor Prototype(ShapeView shape, DLDataType dtype, DLDevice device) {
  DLTensor out;
  out.data = nullptr;
  out.device = device;
  out.ndim = static_cast<int32_t>(shape.size());
  out.dtype = dtype;
  out.shape = const_cast<int64_t*>(shape.data());
  out.strides = nullptr;
  out.byte_offset = 0;
  return out;
}

/* Describes a tensor whose extents and strides are kept in `room`, twice as long as the shape. */
inline void InitTensor(DLTensor* tensor, ShapeView shape, const int64_t* strides, DLDataType dtype,
                       DLDevice device, int64_t* room) {
  *tensor = Prototype(shape, dtype, device);
  tensor->shape = room;
  tensor->strides = room + shape.size();
  for (size_t i = 0; i < shape.size(); ++i) tensor->shape[i] = shape[i];
  if (strides == nullptr) {
    FillStridesFromShape(shape, tensor->strides);
  } else {
    for (size_t i = 0; i < shape.size(); ++i) tensor->strides[i] = strides[i];
  }
}

/* `source` with other extents and strides, moved on by whole elements. Borrows both. */
inline DLTensor StridedView(const DLTensor& source, ShapeView shape, ShapeView strides,
                            int64_t element_offset) {
  CheckSameRank(shape, strides);
  DLTensor out = source;
  out.ndim = static_cast<int32_t>(shape.size());
  out.shape = const_cast<int64_t*>(shape.data());
  out.strides = const_cast<int64_t*>(strides.data());
  int64_t bits = element_offset * source.dtype.bits * source.dtype.lanes;
  if (bits % 8 != 0) {
    ThrowError("ValueError",
               JoinText({"element offset ", IntText(element_offset), " does not fall on a byte"}));
  }
  if (IsDirectAddressDevice(source.device)) {
    out.data = static_cast<char*>(source.data) + bits / 8;
  } else {
    out.byte_offset = source.byte_offset + static_cast<uint64_t>(bits / 8);
  }
  return out;
}

}  // namespace detail

/* True for a compact row-major tensor. */
inline bool IsContiguous(const DLTensor& tensor) { return detail::IsContiguousTensor(tensor); }
/* True when the first element lies on a multiple of `alignment`. */
inline bool IsAligned(const DLTensor& tensor, size_t alignment) {
  return detail::IsAlignedTensor(tensor, alignment);
}

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_TENSOR_DETAIL_H_
