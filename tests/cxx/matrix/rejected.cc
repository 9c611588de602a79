// SPDX-License-Identifier: Apache-2.0
// What must not compile, one CASE at a time. With CASE 0 the file compiles: it is not rejected for
// another reason.
#include <tvm/ffi/tvm_ffi.h>

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;

class FixedObj : public ffi::Object {
 public:
  int64_t a = 0;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("m.Fixed", FixedObj, ffi::Object);
};
class Fixed : public ffi::ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Fixed, ffi::ObjectRef, FixedObj);
};

#if CASE == 6  // deriving from a final class
class ChildObj : public FixedObj {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("m.Child", ChildObj, FixedObj);
};
#endif

int main() {
#if CASE == 1
  ffi::String s(nullptr);
#elif CASE == 2
  ffi::TensorView v(ffi::Tensor{});
#elif CASE == 3
  ffi::Function::FromTyped([](int& x) { ++x; });
#elif CASE == 4
  ffi::Array<ffi::TensorView> a;
#elif CASE == 5  // a class that does not change has no writable field
  refl::ObjectDef<FixedObj>().def_rw("a", &FixedObj::a);
#elif CASE == 7
  Fixed f;
#elif CASE == 8
  ffi::Expected<ffi::Error> e = ffi::Error("A", "b", "");
#elif CASE == 9
  ffi::Function::FromTyped([](std::ostream&) {});
#elif CASE == 10
  ffi::String s("a");
  bool b = s == nullptr;
#elif CASE == 11
  ffi::Arc<FixedObj> arc;
#elif CASE == 12
  ffi::GetRef<ffi::Array<int> >(static_cast<const ffi::ArrayObj*>(nullptr));
#endif
  return 0;
}
