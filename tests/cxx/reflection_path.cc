// SPDX-License-Identifier: Apache-2.0
// AccessStep and AccessPath, conversion attributes.
#include <tvm/ffi/reflection/access_path.h>
#include <tvm/ffi/reflection/enum_def.h>
#include <tvm/ffi/tvm_ffi.h>

#include "print.h"

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;
using ffi::Any;
using ffi::Array;
using ffi::Function;
using ffi::ObjectRef;
using ffi::Optional;
using ffi::String;
using refl::AccessPath;
using refl::AccessStep;

static void Steps() {
  AccessStep attr = AccessStep::Attr("a");
  AccessStep item = AccessStep::ArrayItem(3);
  AccessStep key = AccessStep::MapItem("k");
  Show("kinds", attr->kind, item->kind, key->kind, AccessStep::AttrMissing("m")->kind,
       AccessStep::ArrayItemMissing(1)->kind, AccessStep::MapItemMissing(2)->kind);
  Show("keys", attr->key.cast<String>(), item->key.cast<int>(), key->key.cast<String>());
  Show("equal", attr->StepEqual(AccessStep::Attr("a")), attr->StepEqual(AccessStep::Attr("b")),
       attr->StepEqual(AccessStep::MapItem("a")));
  AccessPath root = AccessPath::Root();
  Show("root", root->depth, root->step.has_value(), root->GetParent().has_value());
  AccessPath p = root->Attr("x")->ArrayItem(2)->MapItem(7);
  Show("path", p->depth, p->step.value()->kind, p->GetParent().value()->depth);
  Array<AccessStep> steps = p->ToSteps();
  Show("steps", steps.size(), steps[0]->kind, steps[1]->kind, steps[2]->kind);
  AccessPath again = AccessPath::FromSteps(steps);
  Show("again", again->PathEqual(p), p->PathEqual(again), p->PathEqual(root), root->IsPrefixOf(p),
       p->IsPrefixOf(root), p->GetParent().value()->IsPrefixOf(p), p->IsPrefixOf(p));
  AccessPath other = root->Extend(attr)->Extend(AccessStep::AttrMissing("z"));
  Show("other", other->depth, other->PathEqual(root->Attr("a")->AttrMissing("z")),
       other->IsPrefixOf(p));
  Show("missing", root->ArrayItemMissing(1)->step.value()->kind,
       root->MapItemMissing("k")->step.value()->kind);
  Show("types", Any(p).GetTypeKey(), Any(attr).GetTypeKey());
  Show("repr", Function::GetGlobalRequired("ffi.ReprPrint")(p).cast<String>());
}

class CelsiusObj : public ffi::Object {
 public:
  double degrees;
  explicit CelsiusObj(double d) : degrees(d) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("path.Celsius", CelsiusObj, ffi::Object);
};

class Celsius : public ObjectRef {
 public:
  explicit Celsius(double d) { data_ = ffi::make_object<CelsiusObj>(d); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Celsius, ObjectRef, CelsiusObj);
};

namespace tvm {
namespace ffi {
template <>
inline constexpr bool use_default_type_traits_v<Celsius> = false;
template <>
struct TypeTraits<Celsius> : public ObjectRefWithFallbackTraitsBase<Celsius, double> {
  static Celsius ConvertFallbackValue(double d) { return Celsius(d); }
};
}  // namespace ffi
}  // namespace tvm

static void Converts() {
  refl::ObjectDef<CelsiusObj>().def_ro("degrees", &CelsiusObj::degrees).def_convert<Celsius>();
  Any attr = refl::TypeAttrColumn("__ffi_convert__")[CelsiusObj::RuntimeTypeIndex()];
  Show("attr", attr.GetTypeKey());
  Function convert = attr.cast<Function>();
  Show("converted", convert(1.5).cast<Celsius>()->degrees, convert(2).cast<Celsius>()->degrees);
  ShowError("bad", [&] { convert("x"); });
  ShowError("none", [&] { Show("is", convert(nullptr).GetTypeKey()); });
  ShowError("count", [&] { convert(1, 2); });
  refl::EnsureTypeAttrColumn("path_new_column");
  Show("column",
       refl::TypeAttrColumn("path_new_column")[CelsiusObj::RuntimeTypeIndex()].type_index());
  Show("key", refl::AsByteArray("abc").size);
}

int main() {
  Steps();
  Converts();
  return 0;
}
