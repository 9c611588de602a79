// SPDX-License-Identifier: Apache-2.0
// Tensor and TensorView: allocation, DLPack in and out, views, questions, conversions, error texts.
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/tvm_ffi.h>

#include <cstdlib>

#include "print.h"

namespace ffi = tvm::ffi;
using ffi::Any;
using ffi::AnyView;
using ffi::ShapeView;
using ffi::Tensor;
using ffi::TensorView;

static int live = 0;
static int deleted = 0;

struct CPUAlloc {
  void AllocData(DLTensor* tensor, int fill = 0) {
    ++live;
    size_t size = ffi::GetDataSize(*tensor);
    tensor->data = std::malloc(size + 1);
    for (size_t i = 0; i < size; ++i) static_cast<char*>(tensor->data)[i] = static_cast<char>(fill);
  }
  void FreeData(DLTensor* tensor) {
    --live;
    std::free(tensor->data);
  }
};

static const DLDataType kF32{kDLFloat, 32, 1};
static const DLDevice kCPU{kDLCPU, 0};

static Tensor Make(ShapeView shape, DLDataType dtype = kF32) {
  return Tensor::FromNDAlloc(CPUAlloc(), shape, dtype, kCPU);
}

static void Basics() {
  Tensor t = Make({2, 3, 4});
  Show("tensor", t.ndim(), t.dim(), t.numel(), t.size(0), t.size(-1), t.stride(0), t.stride(-2),
       t.byte_offset(), t.IsContiguous(), t.is_contiguous(), t.IsAligned(4), t.defined());
  Show("shape", t.shape().size(), t.sizes()[2], t.strides()[1], t.dtype() == kF32,
       t.device().device_type, t.device().device_id);
  ShowError("size", [&] { (void)t.size(3); });
  ShowError("size neg", [&] { (void)t.size(-4); });
  ShowError("stride", [&] { (void)t.stride(7); });
  Show("bytes", ffi::GetDataSize(t), ffi::GetDataSize(TensorView(t)),
       ffi::GetDataSize(*t.GetDLTensorPtr()), ffi::GetDataSize(3, DLDataType{kDLInt, 4, 1}),
       ffi::GetDataSize(5, DLDataType{kDLFloat, 16, 2}));
  Tensor filled = Tensor::FromNDAlloc(CPUAlloc(), ShapeView({2}), kF32, kCPU, 1);
  Show("extra argument", static_cast<int32_t*>(filled.data_ptr())[1]);
  Tensor scalar = Make({});
  Show("scalar", scalar.ndim(), scalar.numel(), scalar.shape().size(), scalar.strides().size(),
       scalar.IsContiguous());
  Tensor zero = Make({2, 0, 3});
  Show("zero", zero.numel(), zero.IsContiguous(), zero.stride(0), zero.stride(1));
  int64_t column[] = {1, 2};
  Tensor strided =
      Tensor::FromNDAllocStrided(CPUAlloc(), ShapeView({2, 3}), ShapeView(column, 2), kF32, kCPU);
  Show("strided", strided.stride(0), strided.stride(1), strided.IsContiguous());
  Tensor none;
  Show("null", none.defined(), Any(none).GetTypeKey());
}

static void Views() {
  Tensor t = Make({4, 6});
  TensorView v(t);
  Show("view", v.ndim(), v.size(-1), v.stride(0), v.numel(), v.IsContiguous(),
       v.data_ptr() == t.data_ptr(), v.dtype() == t.dtype(), sizeof(TensorView));
  ShowError("view size", [&] { (void)v.size(2); });
  Tensor part = t.as_strided({2, 3}, {6, 1}, 7);
  Show("part", part.ndim(), part.size(0), part.stride(0), part.byte_offset(),
       static_cast<char*>(part.data_ptr()) - static_cast<char*>(t.data_ptr()), part.IsContiguous(),
       t.use_count());
  Tensor same = t.as_strided({24}, {1});
  Show("same", same.numel(), same.data_ptr() == t.data_ptr());
  int64_t shape[] = {2, 2};
  int64_t strides[] = {6, 1};
  TensorView part_view = v.as_strided(ShapeView(shape, 2), ShapeView(strides, 2), 1);
  Show("part view", part_view.numel(),
       static_cast<char*>(part_view.data_ptr()) - static_cast<char*>(t.data_ptr()),
       part_view.byte_offset());
  DLTensor raw = *t.GetDLTensorPtr();
  raw.device = DLDevice{kDLVulkan, 0};
  TensorView far(&raw);
  TensorView far_part = far.as_strided(ShapeView(shape, 2), ShapeView(strides, 2), 5);
  Show("far", far_part.byte_offset(), far_part.data_ptr() == raw.data);
  raw.strides = nullptr;
  TensorView bare(&raw);
  Show("bare", bare.IsContiguous(), bare.numel());
  DLTensor ones = *t.GetDLTensorPtr();
  int64_t one_shape[] = {1, 6};
  int64_t odd_strides[] = {77, 1};
  ones.shape = one_shape;
  ones.strides = odd_strides;
  Show("contiguous", ffi::IsContiguous(ones), ffi::IsAligned(ones, 4), ffi::IsAligned(ones, 1));
  Show("direct", ffi::IsDirectAddressDevice(DLDevice{kDLCUDA, 0}),
       ffi::IsDirectAddressDevice(DLDevice{kDLROCMHost, 0}),
       ffi::IsDirectAddressDevice(DLDevice{kDLOpenCL, 0}),
       ffi::IsDirectAddressDevice(DLDevice{kDLMetal, 0}));
}

static void DLPack() {
  Tensor t = Make({2, 3});
  DLManagedTensor* managed = t.ToDLPack();
  Show("exported", t.use_count(), managed->dl_tensor.ndim, managed->dl_tensor.data == t.data_ptr());
  Tensor back = Tensor::FromDLPack(managed, 4, true);
  Show("imported", t.use_count(), back.same_as(t), back.size(1), back.data_ptr() == t.data_ptr());
  back = Tensor();
  Show("dropped", t.use_count());
  DLManagedTensorVersioned* versioned = t.ToDLPackVersioned();
  Show("versioned", versioned->version.major, versioned->version.minor, versioned->flags,
       t.use_count());
  back = Tensor::FromDLPackVersioned(versioned);
  Show("imported", back.numel(), t.use_count());
  back = Tensor();
  DLManagedTensor* own = new DLManagedTensor();
  static int64_t shape[] = {2, 2};
  static int64_t column[] = {1, 2};
  static float data[5];
  own->dl_tensor.data = data;
  own->dl_tensor.ndim = 2;
  own->dl_tensor.shape = shape;
  own->dl_tensor.strides = column;
  own->dl_tensor.dtype = kF32;
  own->dl_tensor.device = kCPU;
  own->dl_tensor.byte_offset = 2;
  own->deleter = [](DLManagedTensor* self) {
    ++deleted;
    delete self;
  };
  ShowError("not contiguous", [&] { Tensor::FromDLPack(own, 0, true); });
  ShowError("not aligned", [&] { Tensor::FromDLPack(own, 8); });
  own->dl_tensor.strides = nullptr;
  {
    Tensor adopted = Tensor::FromDLPack(own);
    Show("adopted", adopted.stride(0), adopted.byte_offset(), deleted);
  }
  Show("deleted", deleted);
  DLManagedTensorVersioned* padded = t.ToDLPackVersioned();
  padded->flags |= DLPACK_FLAG_BITMASK_IS_SUBBYTE_TYPE_PADDED;
  ShowError("padded", [&] { Tensor::FromDLPackVersioned(padded); });
  padded->deleter(padded);
  Show("count", t.use_count());
}

static void Conversions() {
  Tensor t = Make({2});
  Any x = t;
  Show("any", x.GetTypeKey(), x.as<Tensor>().has_value(), x.cast<TensorView>().numel());
  AnyView raw = const_cast<DLTensor*>(t.GetDLTensorPtr());
  Show("raw", raw.GetTypeKey(), raw.as<TensorView>().has_value(), raw.cast<TensorView>().numel(),
       raw.try_cast<Tensor>().has_value());
  AnyView view = TensorView(t);
  Show("view", view.GetTypeKey());
  ShowError("bad view", [] { (void)Any(1).cast<TensorView>(); });
  ShowError("bad tensor", [] { (void)Any(1).cast<Tensor>(); });
  ShowError("none view", [] { (void)Any(nullptr).cast<TensorView>(); });
  Show("none tensor", Any(nullptr).cast<Tensor>().defined());
  ffi::Function f = ffi::Function::FromTyped(
      [](TensorView a, ffi::Optional<TensorView> b) { return a.numel() + (b ? (*b).numel() : 0); },
      "sizes");
  Show("called", f(t, nullptr).cast<int>(), f(t, t).cast<int>());
  ShowError("called bad", [&] { f(1, nullptr); });
  ShowError("called bad optional", [&] { f(t, "x"); });
}

static int FailingAlloc(DLTensor*, TVMFFIObjectHandle*) {
  TVMFFIErrorSetRaisedFromCStr("ValueError", "no memory here");
  return -1;
}

static void Environment() {
  ShowError("failing alloc",
            [] { Tensor::FromEnvAlloc(FailingAlloc, ShapeView({1}), kF32, kCPU); });
  auto alloc = [](DLTensor* prototype, DLManagedTensorVersioned** out, void*,
                  void (*)(void*, const char*, const char*)) {
    Tensor made =
        Make(ShapeView(prototype->shape, static_cast<size_t>(prototype->ndim)), prototype->dtype);
    *out = made.ToDLPackVersioned();
    return 0;
  };
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIEnvSetDLPackManagedTensorAllocator(alloc, 0, nullptr));
  Tensor t = Tensor::FromEnvAlloc(TVMFFIEnvTensorAlloc, ShapeView({3, 5}), kF32, kCPU);
  Show("env alloc", t.numel(), t.stride(0));
}

int main() {
  Basics();
  Views();
  DLPack();
  Conversions();
  Environment();
  Show("live", live);
  return 0;
}
