// SPDX-License-Identifier: Apache-2.0
// The three ways to export from C++: a C symbol, a global function, a class.
#include <tvm/ffi/tvm_ffi.h>

namespace counting_pairs {

namespace ffi = tvm::ffi;

// Writes x + 1 to y, element by element. One-dimensional float32 tensors of equal length in main
// memory.
void AddOneToAll(ffi::TensorView x, ffi::TensorView y) {
  const DLDataType f32{kDLFloat, 32, 1};
  TVM_FFI_CHECK(x.ndim() == 1 && y.ndim() == 1, ValueError) << "expected 1-d tensors";
  TVM_FFI_CHECK(x.dtype() == f32 && y.dtype() == f32, TypeError) << "expected float32 tensors";
  TVM_FFI_CHECK(x.device().device_type == kDLCPU && y.device().device_type == kDLCPU, ValueError)
      << "expected tensors in main memory";
  TVM_FFI_CHECK_EQ(x.size(0), y.size(0), ValueError) << "lengths differ";
  const float* from = static_cast<const float*>(x.data_ptr());
  float* to = static_cast<float*>(y.data_ptr());
  for (int64_t i = 0; i < x.size(0); ++i) {
    to[i * y.stride(0)] = from[i * x.stride(0)] + 1.0f;
  }
}

int AddOne(int x) { return x + 1; }

class IntPairObj : public ffi::Object {
 public:
  int64_t first;
  int64_t second;

  IntPairObj(int64_t first, int64_t second) : first(first), second(second) {}

  int64_t Sum() const { return first + second; }

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("counting_pairs.IntPair", IntPairObj, ffi::Object);
};

TVM_FFI_DLL_EXPORT_TYPED_FUNC(add_one_to_all, AddOneToAll);

TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = ffi::reflection;
  refl::GlobalDef().def("counting_pairs.add_one", AddOne, "Returns x + 1.");
  refl::ObjectDef<IntPairObj>()
      .def(refl::init<int64_t, int64_t>())
      .def_rw("first", &IntPairObj::first, "the number in front")
      .def_rw("second", &IntPairObj::second, "the number behind")
      .def("sum", &IntPairObj::Sum, "first + second");
}

}  // namespace counting_pairs
