// SPDX-License-Identifier: Apache-2.0
// Throws what is asked for: nothing of it may leave the library as a C++ exception.
#include <stdexcept>
#include <string>
#include <tvm/ffi/tvm_ffi.h>

namespace ffi = tvm::ffi;

struct NotAnException {};

static void Throw(ffi::String what) {
  if (what == "int") throw 42;
  if (what == "struct") throw NotAnException();
  if (what == "pointer") throw "text";
  if (what == "runtime_error") throw std::runtime_error("a std::runtime_error");
  if (what == "bad_alloc") throw std::bad_alloc();
  if (what == "ffi") TVM_FFI_THROW(IndexError) << "an ffi error " << 7;
}

class FragileObj : public ffi::Object {
 public:
  int64_t value;
  explicit FragileObj(int64_t value) : value(value) {
    if (value < 0) throw NotAnException();
  }
  void Fail() const { throw 42; }
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("throws.Fragile", FragileObj, ffi::Object);
};

TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = ffi::reflection;
  refl::GlobalDef().def("throws.throw", Throw);
  refl::ObjectDef<FragileObj>()
      .def(refl::init<int64_t>())
      .def_rw("value", &FragileObj::value)
      .def("fail", &FragileObj::Fail);
}
