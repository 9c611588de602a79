// SPDX-License-Identifier: Apache-2.0
// EnumDef: entries, their order and look-up, attributes, error texts.
#include <tvm/ffi/reflection/access_path.h>
#include <tvm/ffi/reflection/enum_def.h>
#include <tvm/ffi/tvm_ffi.h>

#include "print.h"

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;
using ffi::Any;
using ffi::Function;
using ffi::ObjectRef;
using ffi::String;

class ColorObj : public ffi::EnumObj {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("enums.Color", ColorObj, ffi::EnumObj);
};

class LevelObj : public ffi::IntEnumObj {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("enums.Level", LevelObj, ffi::IntEnumObj);
};

class WordObj : public ffi::StrEnumObj {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("enums.Word", WordObj, ffi::StrEnumObj);
};

static void ShowState(const char* name, int32_t type_index) {
  Any value = refl::TypeAttrColumn("__ffi_enum__")[type_index];
  Show(name, value.GetTypeKey());
  const ffi::EnumStateObj* state = value.as<ffi::EnumStateObj>();
  for (const auto& entry : state->entries) {
    Any value_of_entry = entry;
    const ffi::EnumObj* e = value_of_entry.as<ffi::EnumObj>();
    Show("  entry", Any(entry).GetTypeKey(), e->_int_index, e->_str_index);
  }
  for (const auto& kv : state->indexes) {
    Any instance = kv.second;
    Show("  index", Any(kv.first).GetTypeKey(), instance.as<ffi::EnumObj>()->_str_index);
  }
  for (const auto& kv : state->attrs) {
    Show("  attr", Any(kv.first).cast<String>(), Any(kv.second).GetTypeKey());
    Show("  attr repr",
         Function::GetGlobalRequired("ffi.ReprPrint")(Any(kv.second)).cast<String>());
  }
}

int main() {
  refl::ObjectDef<ColorObj>();
  refl::ObjectDef<LevelObj>();
  refl::ObjectDef<WordObj>();
  refl::EnumDef<ColorObj>("red").set_attr("rgb", 0xff0000).set_attr("warm", true);
  refl::EnumDef<ColorObj>("green");
  refl::EnumDef<ColorObj>("blue").set_attr("rgb", 0xff);
  refl::EnumDef<LevelObj>("low", 10);
  refl::EnumDef<LevelObj>("high", 20).set_attr("note", "top");
  refl::EnumDef<WordObj>("yes");
  ShowState("color", ColorObj::RuntimeTypeIndex());
  ShowState("level", LevelObj::RuntimeTypeIndex());
  ShowState("word", WordObj::RuntimeTypeIndex());
  ShowError("duplicate name", [] { refl::EnumDef<ColorObj>("red"); });
  ShowError("duplicate value", [] { refl::EnumDef<LevelObj>("other", 10); });
  ShowError("attr twice",
            [] { refl::EnumDef<LevelObj>("third", 30).set_attr("a", 1).set_attr("a", 2); });
  Show("defined", refl::EnumDef<ColorObj>::IsDefined("red"),
       refl::EnumDef<ColorObj>::IsDefined("pink"));
  Show("by int", ffi::EnumObj::_GetByIntIndex<ColorObj>(2)->_str_index);
  Show("by str", ffi::EnumObj::_GetByStrIndex<LevelObj>("high")->_int_index);
  ShowError("no int", [] { ffi::EnumObj::_GetByIntIndex<ColorObj>(9); });
  ShowError("no str", [] { ffi::EnumObj::_GetByStrIndex<LevelObj>("nope"); });
  ShowState("level", LevelObj::RuntimeTypeIndex());
  ShowState("color", ColorObj::RuntimeTypeIndex());
  return 0;
}
