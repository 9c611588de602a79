/* SPDX-License-Identifier: Apache-2.0 */
/* Tensor: a counted reference to a tensor; TensorView: somebody else's tensor, for the duration of a
   call. cpp.md §7; layout abi.md §6.5. */
#ifndef TVM_FFI_CONTAINER_TENSOR_H_
#define TVM_FFI_CONTAINER_TENSOR_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/shape.h>
#include <tvm/ffi/container/tensor_detail.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/type_traits.h>

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* Header, then a DLTensor at offset 24. Strides are never null when ndim is above 0. */
class TensorObj : public Object, public DLTensor {
 public:
  static constexpr int32_t _type_index = TypeIndex::kTVMFFITensor;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindUniqueInstance;
  static constexpr bool _type_final = true;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFITensor, TensorObj, Object);

  /* A managed tensor that holds one reference to this one; the caller owns it. */
  DLManagedTensor* ToDLPack() const;
  DLManagedTensorVersioned* ToDLPackVersioned() const;
};

namespace detail {

/* A tensor whose memory `Alloc` gave and takes back. Extents and strides follow the object. */
template <typename Alloc>
class AllocatedTensorObj : public TensorObj {
 public:
  template <typename... Args>
  explicit AllocatedTensorObj(Alloc alloc, Args&&... args) : alloc_(std::move(alloc)) {
    (void)sizeof...(args);
  }
  AllocatedTensorObj(const AllocatedTensorObj&) = delete;
  ~AllocatedTensorObj() {
    if (allocated_) alloc_.FreeData(static_cast<DLTensor*>(this));
  }

  /* Where extents and strides go: right behind the object. */
  int64_t* Room() {
    return reinterpret_cast<int64_t*>(reinterpret_cast<char*>(this) + sizeof(AllocatedTensorObj));
  }

  template <typename... Args>
  void Allocate(Args&&... args) {
    alloc_.AllocData(static_cast<DLTensor*>(this), std::forward<Args>(args)...);
    allocated_ = true;
  }

 private:
  Alloc alloc_;
  bool allocated_ = false;
};

}  // namespace detail

/* Reference to a TensorObj; nullable, but the accessors want a tensor. */
class Tensor : public ObjectRef {
 public:
  Tensor() = default;
  explicit Tensor(ObjectPtr<TensorObj> data) : ObjectRef(std::move(data)) {}
  explicit Tensor(UnsafeInit tag) : ObjectRef(tag) {}

  void* data_ptr() const { return get()->data; }
  DLDevice device() const { return get()->device; }
  int32_t ndim() const { return get()->ndim; }
  DLDataType dtype() const { return get()->dtype; }
  uint64_t byte_offset() const { return get()->byte_offset; }
  ShapeView shape() const { return detail::ShapeOf(*get()); }
  ShapeView strides() const { return detail::StridesOf(*get()); }
  /* Extent and stride of a dimension, counted from the end when negative; IndexError. */
  int64_t size(int64_t dim) const { return detail::SizeAt(*get(), dim); }
  int64_t stride(int64_t dim) const { return detail::StrideAt(*get(), dim); }
  /* Number of elements. */
  int64_t numel() const { return shape().Product(); }
  bool IsContiguous() const { return detail::IsContiguousTensor(*get()); }
  bool IsAligned(size_t alignment) const { return detail::IsAlignedTensor(*get(), alignment); }

  // The names that PyTorch gives the same.
  int32_t dim() const { return ndim(); }
  ShapeView sizes() const { return shape(); }
  bool is_contiguous() const { return IsContiguous(); }

  /* A tensor over the same memory with other extents and strides, `element_offset` elements on. It
     keeps this one alive. Nothing checks that it stays inside the memory. */
  Tensor as_strided(ShapeView shape, ShapeView strides,
                    std::optional<int64_t> element_offset = std::nullopt) const {
    DLTensor view = detail::StridedView(*get(), shape, strides, element_offset.value_or(0));
    TVMFFIObjectHandle out = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(TVMFFITensorCreateUnsafeView(Handle(), &view, &out));
    return FromHandle(out);
  }

  const DLTensor* GetDLTensorPtr() const { return get(); }

  /* A managed tensor for a DLPack consumer, owned by the caller. */
  DLManagedTensor* ToDLPack() const {
    DLManagedTensor* out = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(TVMFFITensorToDLPack(Handle(), &out));
    return out;
  }
  DLManagedTensorVersioned* ToDLPackVersioned() const {
    DLManagedTensorVersioned* out = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(TVMFFITensorToDLPackVersioned(Handle(), &out));
    return out;
  }

  /* Takes over a producer's tensor. On an error the producer keeps it. Alignment 0: any. */
  static Tensor FromDLPack(DLManagedTensor* tensor, size_t require_alignment = 0,
                           bool require_contiguous = false) {
    TVMFFIObjectHandle out = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(TVMFFITensorFromDLPack(tensor, static_cast<int32_t>(require_alignment),
                                                   require_contiguous ? 1 : 0, &out));
    return FromHandle(out);
  }
  static Tensor FromDLPackVersioned(DLManagedTensorVersioned* tensor, size_t require_alignment = 0,
                                    bool require_contiguous = false) {
    if ((tensor->flags & DLPACK_FLAG_BITMASK_IS_SUBBYTE_TYPE_PADDED) != 0) {
      detail::ThrowError("RuntimeError", "Subbyte type padded is not yet supported");
    }
    TVMFFIObjectHandle out = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(TVMFFITensorFromDLPackVersioned(
        tensor, static_cast<int32_t>(require_alignment), require_contiguous ? 1 : 0, &out));
    return FromHandle(out);
  }

  /* A new row-major tensor. `alloc` is stored in it; `alloc.AllocData(DLTensor*, args...)` fills in
     the data pointer, `alloc.FreeData(DLTensor*)` runs when the tensor dies. */
  template <typename Alloc, typename... Args>
  static Tensor FromNDAlloc(Alloc alloc, ShapeView shape, DLDataType dtype, DLDevice device,
                            Args&&... args) {
    return Allocate(std::move(alloc), shape, nullptr, dtype, device, std::forward<Args>(args)...);
  }
  /* The same with strides; as many as extents, or ValueError. */
  template <typename Alloc, typename... Args>
  static Tensor FromNDAllocStrided(Alloc alloc, ShapeView shape, ShapeView strides,
                                   DLDataType dtype, DLDevice device, Args&&... args) {
    detail::CheckSameRank(shape, strides);
    return Allocate(std::move(alloc), shape, strides.data(), dtype, device,
                    std::forward<Args>(args)...);
  }
  /* A new tensor from the allocator that the host framework has set: pass TVMFFIEnvTensorAlloc. */
  static Tensor FromEnvAlloc(int (*env_alloc)(DLTensor*, TVMFFIObjectHandle*), ShapeView shape,
                             DLDataType dtype, DLDevice device) {
    DLTensor prototype = detail::Prototype(shape, dtype, device);
    TVMFFIObjectHandle out = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(env_alloc(&prototype, &out));
    return FromHandle(out);
  }

  using ContainerType = TensorObj;
  static constexpr bool _type_is_nullable = true;

 protected:
  const TensorObj* get() const { return static_cast<const TensorObj*>(data_.get()); }
  const TensorObj* operator->() const { return get(); }

 private:
  TVMFFIObject* Handle() const { return detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*this); }

  static Tensor FromHandle(TVMFFIObjectHandle handle) {
    return Tensor(
        detail::ObjectUnsafe::ObjectPtrFromOwned<TensorObj>(static_cast<TVMFFIObject*>(handle)));
  }

  template <typename Alloc, typename... Args>
  static Tensor Allocate(Alloc alloc, ShapeView shape, const int64_t* strides, DLDataType dtype,
                         DLDevice device, Args&&... args) {
    using Obj = detail::AllocatedTensorObj<Alloc>;
    ObjectPtr<Obj> tensor =
        make_inplace_array_object<Obj, int64_t>(shape.size() * 2, std::move(alloc));
    detail::InitTensor(tensor.get(), shape, strides, dtype, device, tensor->Room());
    tensor->Allocate(std::forward<Args>(args)...);
    return Tensor(ObjectPtr<TensorObj>(std::move(tensor)));
  }
};

inline DLManagedTensor* TensorObj::ToDLPack() const {
  return Tensor(detail::ObjectUnsafe::ObjectPtrFromUnowned<TensorObj>(
                    detail::ObjectUnsafe::GetHeader(this)))
      .ToDLPack();
}
inline DLManagedTensorVersioned* TensorObj::ToDLPackVersioned() const {
  return Tensor(detail::ObjectUnsafe::ObjectPtrFromUnowned<TensorObj>(
                    detail::ObjectUnsafe::GetHeader(this)))
      .ToDLPackVersioned();
}

/* A copy of a DLTensor whose extents, strides and data belong to somebody else, who outlives it. The
   parameter type of kernels: it takes any tensor without counting. Cannot be stored. */
class TensorView {
 public:
  TensorView(const Tensor& tensor)  // NOLINT(google-explicit-constructor)
      : TensorView(tensor.GetDLTensorPtr()) {}
  TensorView(Tensor&&) = delete;  // nothing would keep the tensor alive
  /* InternalError for null. */
  TensorView(const DLTensor* tensor)  // NOLINT(google-explicit-constructor)
      : tensor_(*TVM_FFI_ICHECK_NOTNULL(tensor)) {}
  TensorView(const TensorView&) = default;
  TensorView& operator=(const TensorView&) = default;
  TensorView& operator=(const Tensor& tensor) { return *this = TensorView(tensor); }
  TensorView& operator=(Tensor&&) = delete;

  void* data_ptr() const { return tensor_.data; }
  DLDevice device() const { return tensor_.device; }
  int32_t ndim() const { return tensor_.ndim; }
  DLDataType dtype() const { return tensor_.dtype; }
  uint64_t byte_offset() const { return tensor_.byte_offset; }
  ShapeView shape() const { return detail::ShapeOf(tensor_); }
  ShapeView strides() const { return detail::StridesOf(tensor_); }
  /* Extent and stride of a dimension, counted from the end when negative; IndexError. */
  int64_t size(int64_t dim) const { return detail::SizeAt(tensor_, dim); }
  int64_t stride(int64_t dim) const { return detail::StrideAt(tensor_, dim); }
  /* Number of elements. */
  int64_t numel() const { return shape().Product(); }
  bool IsContiguous() const { return detail::IsContiguousTensor(tensor_); }
  bool IsAligned(size_t alignment) const { return detail::IsAlignedTensor(tensor_, alignment); }

  // The names that PyTorch gives the same.
  int32_t dim() const { return ndim(); }
  ShapeView sizes() const { return shape(); }
  bool is_contiguous() const { return IsContiguous(); }

  /* A view of the same memory; `shape` and `strides` are borrowed too. Nothing checks that it stays
     inside the memory. */
  TensorView as_strided(ShapeView shape, ShapeView strides,
                        std::optional<int64_t> element_offset = std::nullopt) const {
    DLTensor view = detail::StridedView(tensor_, shape, strides, element_offset.value_or(0));
    return TensorView(&view);
  }

  const DLTensor* GetDLTensorPtr() const { return &tensor_; }

 private:
  DLTensor tensor_;
};

/* Bytes that the elements of a tensor take, rounded up. */
inline size_t GetDataSize(const Tensor& tensor) { return GetDataSize(*tensor.GetDLTensorPtr()); }
inline size_t GetDataSize(const TensorView& tensor) {
  return GetDataSize(*tensor.GetDLTensorPtr());
}

template <>
inline constexpr bool use_default_type_traits_v<Tensor> = false;

template <>
struct TypeTraits<Tensor> : public ObjectRefTypeTraitsBase<Tensor> {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIObject;
};

template <>
struct TypeTraits<TensorView> : public TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIDLTensorPtr;

  static void CopyToAnyView(const TensorView& src, TVMFFIAny* result) {
    detail::SetPtr(result, TypeIndex::kTVMFFIDLTensorPtr,
                   const_cast<DLTensor*>(src.GetDLTensorPtr()));
  }
  static void MoveToAny(TensorView src, TVMFFIAny* result) {
    TypeTraits<DLTensor*>::MoveToAny(const_cast<DLTensor*>(src.GetDLTensorPtr()), result);
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == TypeIndex::kTVMFFIDLTensorPtr;
  }
  static TensorView CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return TensorView(static_cast<const DLTensor*>(src->v_ptr));
  }
  static std::optional<TensorView> TryCastFromAnyView(const TVMFFIAny* src) {
    std::optional<DLTensor*> tensor = TypeTraits<DLTensor*>::TryCastFromAnyView(src);
    if (!tensor.has_value()) return std::nullopt;
    return TensorView(*tensor);
  }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFIDLTensorPtr; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("DLTensor*"); }
};

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_TENSOR_H_
