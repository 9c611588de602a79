// SPDX-License-Identifier: Apache-2.0
// Registration and field access where the reference is silent or ends the process.
#include <tvm/ffi/tvm_ffi.h>

#include <limits>

#include "check.h"

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;
using ffi::Any;
using ffi::Array;
using ffi::Function;
using ffi::Map;
using ffi::ObjectRef;
using ffi::String;

class NumbersObj : public ffi::Object {
 public:
  int8_t i8 = 0;
  uint8_t u8 = 0;
  int32_t i32 = 0;
  uint32_t u32 = 0;
  int64_t i64 = 0;
  uint64_t u64 = 0;
  const int64_t fixed = 3;
  Array<int16_t> list;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("rchecks.Numbers", NumbersObj, ffi::Object);
};

class TwiceObj : public ffi::Object {
 public:
  int64_t a = 0;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("rchecks.Twice", TwiceObj, ffi::Object);
};

// A constructor and a copy constructor that fail.
class BrokenObj : public ffi::Object {
 public:
  BrokenObj() { TVM_FFI_THROW(ValueError) << "cannot be made"; }
  explicit BrokenObj(int) {}
  BrokenObj(const BrokenObj& other) : ffi::Object(other) {
    TVM_FFI_THROW(ValueError) << "cannot be copied";
  }
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("rchecks.Broken", BrokenObj, ffi::Object);
};

// Virtual functions: the header does not lie at the start of the object.
class VirtualObj : public ffi::Object {
 public:
  int64_t x = 4;
  VirtualObj() = default;
  VirtualObj(const VirtualObj&) = default;
  virtual ~VirtualObj() = default;
  virtual int64_t Double() const { return 2 * x; }
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("rchecks.Virtual", VirtualObj, ffi::Object);
};

static std::string Set(const ObjectRef& object, const char* field, Any value) {
  refl::FieldSetter set(object.GetTypeKey(), field);
  return check::ErrorOf([&] { set(object, value); });
}

static void Ranges() {
  refl::ObjectDef<NumbersObj>()
      .def_rw("i8", &NumbersObj::i8)
      .def_rw("u8", &NumbersObj::u8)
      .def_rw("i32", &NumbersObj::i32)
      .def_rw("u32", &NumbersObj::u32)
      .def_rw("i64", &NumbersObj::i64)
      .def_rw("u64", &NumbersObj::u64)
      .def_ro("fixed", &NumbersObj::fixed)
      .def_rw("list", &NumbersObj::list);
  ffi::ObjectPtr<NumbersObj> numbers = ffi::make_object<NumbersObj>();
  ObjectRef object(numbers);
  CHECK(Set(object, "i8", 127).empty() && numbers->i8 == 127);
  CHECK(Set(object, "i8", -128).empty() && numbers->i8 == -128);
  CHECK(check::Contains(Set(object, "i8", 128), "OverflowError"));
  CHECK(numbers->i8 == -128);
  CHECK(check::Contains(Set(object, "u8", -1), "OverflowError"));
  CHECK(check::Contains(Set(object, "u8", 256), "OverflowError"));
  CHECK(check::Contains(Set(object, "i32", int64_t{1} << 31), "OverflowError"));
  CHECK(check::Contains(Set(object, "u32", int64_t{1} << 32), "OverflowError"));
  CHECK(Set(object, "u32", (int64_t{1} << 32) - 1).empty() && numbers->u32 == UINT32_MAX);
  CHECK(Set(object, "i64", INT64_MIN).empty() && numbers->i64 == INT64_MIN);
  CHECK(check::Contains(Set(object, "u64", -1), "OverflowError"));
  CHECK(check::Contains(Set(object, "i64", "1"), "TypeError"));
  CHECK(check::Contains(Set(object, "i64", 1.0), "TypeError"));
  CHECK(check::Contains(Set(object, "list", Array<Any>{1, 40000}), "TypeError"));
  CHECK(Set(object, "list", Array<Any>{1, 2}).empty() && numbers->list.size() == 2);
  refl::FieldGetter get_u64("rchecks.Numbers", "u64");
  numbers->u64 = static_cast<uint64_t>(INT64_MAX);
  CHECK(get_u64(object).cast<int64_t>() == INT64_MAX);
  numbers->u64 = static_cast<uint64_t>(INT64_MAX) + 1;
  CHECK(check::Contains(check::ErrorOf([&] { get_u64(object); }), "OverflowError"));
  CHECK(refl::FieldGetter("rchecks.Numbers", "fixed")(object).cast<int>() == 3);
}

// A setter that is a Function, as classes made by front ends have, and defaults.
static void Setters() {
  ffi::ObjectPtr<NumbersObj> numbers = ffi::make_object<NumbersObj>();
  ObjectRef object(numbers);
  Function set_doubled = Function::FromTyped([](void* field, int64_t value) {
    if (value < 0) TVM_FFI_THROW(ValueError) << "too small";
    *static_cast<int64_t*>(field) = 2 * value;
  });
  TVMFFIFieldInfo info = *refl::GetFieldInfo("rchecks.Numbers", "i64");
  info.setter = ffi::detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(set_doubled);
  info.flags |= kTVMFFIFieldFlagBitSetterIsFunctionObj;
  refl::FieldSetter set(&info);
  set(object, 21);
  CHECK(numbers->i64 == 42);
  CHECK_ERROR("ValueError: too small", (set(object, -1), 0));
  refl::default_value(5).Apply(&info);
  refl::SetFieldToDefault(&info, &numbers->i64);
  CHECK(numbers->i64 == 10);
  int made = 0;
  refl::default_factory factory(Function::FromTyped([&made] { return ++made; }));
  factory.Apply(&info);
  refl::SetFieldToDefault(&info, &numbers->i64);
  refl::SetFieldToDefault(&info, &numbers->i64);
  CHECK(made == 2 && numbers->i64 == 4);
  CHECK_ERROR("RuntimeError: Cannot find field  `nope` in rchecks.Numbers",
              refl::GetFieldInfo("rchecks.Numbers", "nope"));
}

static void Refusals() {
  // The error of a name that is taken reaches the caller; the destructor adds nothing to it.
  std::string twice = check::ErrorOf([] {
    refl::ObjectDef<TwiceObj>()
        .def_rw("a", &TwiceObj::a)
        .def_rw("a", &TwiceObj::a)
        .def(refl::init<>());
  });
  CHECK(check::Contains(twice, "Duplicate field name"));
  refl::TypeAttrColumn final("__ffi_type_final__");
  CHECK(final[TwiceObj::RuntimeTypeIndex()] == nullptr);
  refl::GlobalDef().def("rchecks.one", [] { return 1; });
  CHECK(check::Contains(
      check::ErrorOf([] { refl::GlobalDef().def("rchecks.one", [] { return 2; }); }),
      "Global Function `rchecks.one` is already registered"));
  CHECK(Function::GetGlobalRequired("rchecks.one")().cast<int>() == 1);
  CHECK_ERROR("TypeError: metadata `k` must be int, bool or str, not float",
              (refl::GlobalDef().def("rchecks.meta", [] {}, refl::Metadata{{"k", 1.5}}), 0));
  CHECK(!Function::GetGlobal("rchecks.meta").has_value());
  refl::GlobalDef().def("rchecks.quoted", [] {}, refl::Metadata{{"a\"b", 1}});
  Function metadata = Function::GetGlobalRequired("ffi.GetGlobalFuncMetadata");
  CHECK(check::Contains(metadata("rchecks.quoted").cast<String>(), ",\"a\\\"b\":1}"));
}

static void Constructors() {
  refl::ObjectDef<BrokenObj>();
  int32_t index = BrokenObj::RuntimeTypeIndex();
  Function make = refl::TypeAttrColumn("__ffi_new__")[index].cast<Function>();
  CHECK_ERROR("ValueError: cannot be made", make());
  CHECK_ERROR("ValueError: cannot be made", ffi::CreateEmptyObject(TVMFFIGetTypeInfo(index)));
  Function copy = refl::TypeAttrColumn("__ffi_shallow_copy__")[index].cast<Function>();
  CHECK_ERROR("ValueError: cannot be copied", copy(ObjectRef(ffi::make_object<BrokenObj>(1))));
}

static void VirtualClasses() {
  refl::ObjectDef<VirtualObj>().def_rw("x", &VirtualObj::x).def("double", &VirtualObj::Double);
  ffi::ObjectPtr<VirtualObj> object = ffi::make_object<VirtualObj>();
  ObjectRef ref(object);
  CHECK(refl::FieldGetter("rchecks.Virtual", "x")(ref).cast<int>() == 4);
  refl::FieldSetter("rchecks.Virtual", "x")(ref, 6);
  CHECK(object->x == 6 && refl::GetMethod("rchecks.Virtual", "double")(ref).cast<int>() == 12);
  Function copy =
      refl::TypeAttrColumn("__ffi_shallow_copy__")[VirtualObj::RuntimeTypeIndex()].cast<Function>();
  ObjectRef copied = copy(ref).cast<ObjectRef>();
  CHECK(copied.as<VirtualObj>()->x == 6 && copied.use_count() == 1);
}

int main() {
  Ranges();
  Setters();
  Refusals();
  Constructors();
  VirtualClasses();
  return check::Failures();
}
