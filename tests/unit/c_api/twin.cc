// SPDX-License-Identifier: Apache-2.0
// The C++ half of the class that is written twice.
#include "twin.h"

#include <tvm/ffi/tvm_ffi.h>

namespace {

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;

class TwinObj : public ffi::Object {
 public:
  int64_t number = 0;
  int8_t small = 0;
  double real = 0;
  bool flag = false;
  ffi::String text;
  ffi::Any anything;
  ffi::Array<int64_t> items;
  ffi::List<ffi::Any> list;
  ffi::Map<ffi::String, ffi::Any> map;
  ffi::Function function;
  DLDataType dtype = {};

  double Scaled(double by) const { return static_cast<double>(number) * by; }
  static constexpr bool _type_mutable = true;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL(TWIN_X_KEY, TwinObj, ffi::Object);
};

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<TwinObj>("A class.")
      .def_rw("number", &TwinObj::number, "a number")
      .def_rw("small", &TwinObj::small, refl::default_value(3))
      .def_ro("real", &TwinObj::real, refl::default_value(1.5), refl::kw_only(true))
      .def_rw("flag", &TwinObj::flag, refl::default_value(true), refl::repr(false))
      .def_rw("text", &TwinObj::text, refl::default_value("text"), refl::compare(false))
      .def_rw("anything", &TwinObj::anything, refl::default_value(nullptr), refl::hash(false))
      .def_rw("items", &TwinObj::items, refl::init(false), refl::AttachFieldFlag::SEqHashIgnore())
      .def_rw("list", &TwinObj::list,
              refl::default_factory(ffi::Function::FromTyped([] { return ffi::List<ffi::Any>(); })))
      .def_rw("map", &TwinObj::map, refl::init(false), refl::AttachFieldFlag::SEqHashDefPattern())
      .def_rw("function", &TwinObj::function, refl::init(false))
      .def_ro("dtype", &TwinObj::dtype, refl::init(false))
      .def("scaled", &TwinObj::Scaled, "number * by")
      .def_static("answer", [] { return static_cast<int64_t>(42); });
}

}  // namespace
