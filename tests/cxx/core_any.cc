// SPDX-License-Identifier: Apache-2.0
// any.h, any_hash.h, type_traits.h, optional.h, dtype.h, device.h: conversions, ranges, layouts.
#include <tvm/ffi/any.h>
#include <tvm/ffi/device.h>
#include <tvm/ffi/dtype.h>
#include <tvm/ffi/endian.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/string.h>

#include <cstring>
#include <limits>
#include <sstream>

#include "check.h"

namespace ffi = tvm::ffi;
using ffi::Any;
using ffi::AnyView;
using ffi::Optional;
using ffi::String;

class BoxObj : public ffi::Object {
 public:
  int64_t value = 0;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.any.Box", BoxObj, ffi::Object);
};
class Box : public ffi::ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Box, ffi::ObjectRef, BoxObj);
};
class SureBox : public ffi::ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(SureBox, ffi::ObjectRef, BoxObj);
};

enum class Color : int8_t { kRed = 1, kBlue = 2 };

static void PlainValues() {
  Any x = 3;
  CHECK(x.type_index() == ffi::TypeIndex::kTVMFFIInt && x.cast<double>() == 3.0);
  CHECK(!x.as<double>() && *x.as<int>() == 3 && *x.try_cast<bool>() && !x.as<bool>());
  x = true;
  CHECK(!x.as<int>() && x.cast<int>() == 1 && x.cast<double>() == 1.0 && *x.as<bool>());
  CHECK(*x.as<ffi::StrictBool>() && !Any(1).try_cast<ffi::StrictBool>());
  x = 1.5;
  CHECK(!x.try_cast<int>() && !x.try_cast<bool>() && *x.as<float>() == 1.5f);
  x = nullptr;
  CHECK(x == nullptr && x.type_index() == 0 && x.cast<void*>() == nullptr && !x.as<void*>());
  x = static_cast<void*>(&x);
  CHECK(x.cast<void*>() == &x && x != nullptr);
  x = Color::kBlue;
  CHECK(x.cast<int>() == 2 && x.cast<Color>() == Color::kBlue);
  CHECK_ERROR("TypeError: Cannot convert from type `float` to `int`", Any(1.5).cast<int>());
  CHECK_ERROR("TypeError: Cannot treat type `bool` as type `int`", Any(true).as_or_throw<int>());
  CHECK_ERROR("TypeError: Cannot convert from type `ffi.SmallStr` to `int`",
              Any("text").cast<int>());
}

// A number that does not fit never turns into another number.
static void Ranges() {
  int64_t large = int64_t{1} << 40;
  CHECK_ERROR("OverflowError: integer 1099511627776 does not fit into a signed 32-bit integer",
              Any(large).cast<int32_t>());
  CHECK_ERROR("OverflowError: integer 256 does not fit into an unsigned 8-bit integer",
              Any(256).cast<uint8_t>());
  CHECK_ERROR("OverflowError: integer -1 does not fit into an unsigned 64-bit integer",
              Any(-1).cast<uint64_t>());
  CHECK_ERROR("OverflowError: integer -129 does not fit into a signed 8-bit integer",
              Any(-129).as_or_throw<int8_t>());
  CHECK_ERROR("OverflowError: integer 300 does not fit into a signed 8-bit integer",
              Any(300).cast<Color>());
  CHECK(!Any(large).as<int32_t>() && !Any(large).try_cast<int32_t>() && *Any(large).as<int64_t>());
  CHECK(Any(255).cast<uint8_t>() == 255 && Any(-128).cast<int8_t>() == -128);
  CHECK(Any(std::numeric_limits<int64_t>::min()).cast<int64_t>() ==
        std::numeric_limits<int64_t>::min());
  CHECK(Any(uint64_t{1} << 62).cast<uint64_t>() == uint64_t{1} << 62);
  CHECK(check::Contains(check::ErrorOf([] { Any(~uint64_t{0}); }),
                        "OverflowError: integer 18446744073709551615"));
}

static void Owning() {
  Box box(ffi::make_object<BoxObj>());
  Any any = box;
  CHECK(box.use_count() == 2 && any.as<BoxObj>() == box.get() && any.same_as(box));
  AnyView view = any;
  CHECK(box.use_count() == 2 && view.cast<Box>().same_as(box));
  Any copy = any;
  Any moved = std::move(any);
  CHECK(any == nullptr && box.use_count() == 3 && copy.same_as(moved));
  CHECK(std::move(moved).cast<Box>().same_as(box) && moved == nullptr);
  copy.reset();
  CHECK(box.use_count() == 1);
  Any null = Box();
  CHECK(null == nullptr && null.as<Box>().has_value() && !null.as<SureBox>());
  CHECK_ERROR("TypeError: Cannot convert from type `None` to `test.any.Box`", null.cast<SureBox>());
  CHECK(Any(box.get()).cast<const BoxObj*>() == box.get());
  CHECK(!Any().try_cast<const BoxObj*>() && Any().cast<ffi::ObjectPtr<BoxObj>>() == nullptr);
  CHECK(!Any().try_cast<ffi::Arc<BoxObj>>());
  CHECK(Any(ffi::make_object<BoxObj>()).cast<ffi::Arc<BoxObj>>()->value == 0);
  CHECK(Any("short").try_cast<ffi::ObjectRef>().has_value() == false);
  CHECK(Any("a longer string").try_cast<ffi::ObjectRef>().has_value());
  Any self = box;
  Any& alias = self;
  self = alias;
  CHECK(self.same_as(box) && box.use_count() == 2);
}

static void RawAndBack() {
  Any text = "abcdefgh";
  TVMFFIAny raw = ffi::detail::AnyUnsafe::MoveAnyToTVMFFIAny(std::move(text));
  CHECK(text == nullptr && raw.type_index == ffi::TypeIndex::kTVMFFIStr);
  Any back = ffi::detail::AnyUnsafe::MoveTVMFFIAnyToAny(&raw);
  CHECK(raw.type_index == 0 && back.cast<String>() == "abcdefgh");
  AnyView view = back;
  CHECK(AnyView::CopyFromTVMFFIAny(view.CopyToTVMFFIAny()).same_as(view));
  // All 16 bytes count.
  Any dtype = DLDataType{kDLFloat, 32, 1};
  const unsigned char packed[8] = {kDLFloat, 32, 0, 0, 0, 0, 0, 0};
  const TVMFFIAny* raw_dtype = ffi::detail::AnyUnsafe::TVMFFIAnyPtrFromAny(dtype);
  CHECK(std::memcmp(raw_dtype->v_bytes, packed, 2) == 0 && raw_dtype->v_dtype.lanes == 1);
  CHECK(std::memcmp(raw_dtype->v_bytes + 4, packed + 4, 4) == 0);
  CHECK(Any(DLDataType{kDLFloat, 32, 1}).same_as(dtype));
  static_assert(sizeof(Any) == 16 && sizeof(AnyView) == 16);
  static_assert(std::is_trivially_copyable_v<AnyView> && std::is_trivially_destructible_v<AnyView>);
}

static void HashAndEquality() {
  ffi::AnyHash hash;
  ffi::AnyEqual equal;
  CHECK(hash(nullptr) == 0x9e3779b9 && hash(1) == 0x9e3779fb && hash(true) == 0x9e377a38);
  CHECK(hash(1.5) == 4609434221268138618U && hash("abc") == 0x9e9aec2b);
  CHECK(hash("hello world!") == 4293989269U && hash(ffi::Bytes("ab", 2)) == 2654465256U);
  CHECK(equal("abc", String(std::string("abc"))) && !equal("abc", "abd"));
  CHECK(equal("a longer string", String("a longer string")));
  CHECK(!equal(String("ab"), ffi::Bytes("ab", 2)) &&
        equal(ffi::Bytes("ab", 2), ffi::Bytes("ab", 2)));
  CHECK(!equal(1, true) && !equal(1, 1.0) && !equal(0.0, -0.0) && equal(2.5, 2.5));
  Box box(ffi::make_object<BoxObj>());
  CHECK(equal(box, box) && !equal(box, Box(ffi::make_object<BoxObj>())) && hash(box) == hash(box));
}

static void Optionals() {
  static_assert(sizeof(Optional<int>) == 16 && sizeof(Optional<String>) == 16);
  static_assert(sizeof(Optional<Box>) == 8 && sizeof(Optional<ffi::ObjectPtr<BoxObj>>) == 8);
  static_assert(sizeof(Optional<ffi::Error>) == 8 && sizeof(Optional<ffi::Function>) == 8);
  static_assert(sizeof(Optional<std::string>) == sizeof(std::optional<std::string>));
  Optional<int> none = std::nullopt;
  Optional<int> three = 3;
  CHECK(!none && none == std::nullopt && three == 3 && three != none && *three == 3);
  CHECK(none.value_or(4) == 4 && three.value_or(4) == 3 && none == Optional<int>());
  CHECK(Optional<int>(std::optional<int>(5)) == std::optional<int>(5));
  CHECK_ERROR("RuntimeError: Back optional access", none.value());
  none = 6;
  three = std::nullopt;
  CHECK(none == 6 && !three.has_value());
  Optional<String> text = String("v");
  CHECK(*text == "v" && text == "v" && text != "w" && text.value_or("d") == "v");
  Optional<Box> box = nullptr;
  CHECK(box == nullptr && !box && box.get() == nullptr && box.as<BoxObj>() == nullptr);
  box = Box(ffi::make_object<BoxObj>());
  CHECK(box != nullptr && box->value == 0 && box.use_count() == 1 && box.unique());
  CHECK(box.same_as(*box) && *box == box.value() && box.as<BoxObj>() == box.get());
  Box out = *std::move(box);
  CHECK(out.defined() && !box.has_value());
  Any any = Optional<int>(7);
  CHECK(any.cast<int>() == 7 && any.cast<Optional<int>>() == 7);
  any = Optional<int>();
  CHECK(any == nullptr && !any.cast<Optional<String>>().has_value());
  CHECK(!Any("x").try_cast<Optional<int>>().has_value());
  CHECK(AnyView(Optional<Box>(out)).cast<Box>().same_as(out));
  CHECK(ffi::TypeTraits<Optional<int>>::TypeStr() == "Optional<int>");
  CHECK(ffi::TypeTraits<Optional<int>>::TypeSchema() ==
        R"({"type":"Optional","args":[{"type":"int"}]})");
}

static void DataTypes() {
  CHECK(ffi::StringToDLDataType("float16") == (DLDataType{kDLFloat, 16, 1}));
  CHECK(ffi::DLDataTypeToString(DLDataType{kDLInt, 8, 4}) == "int8x4");
  CHECK_ERROR("ValueError: unknown dtype `foo32`", ffi::StringToDLDataType("foo32"));
  CHECK_ERROR("ValueError: unknown dtype `foo32`", Any("foo32").try_cast<DLDataType>());
  CHECK(Any("float32").cast<DLDataType>() == (DLDataType{kDLFloat, 32, 1}));
  CHECK(ffi::DTypeAbbrev(DLDataType{kDLBfloat, 16, 4}) == "bf16x4");
  CHECK(ffi::DTypeAbbrev(DLDataType{kDLFloat8_e4m3fn, 8, 1}) == "f8_e4m3fn");
  CHECK(ffi::DTypeIsFloat(DLDataType{kDLFloat4_e2m1fn, 4, 1}) && ffi::DTypeIsInt({kDLUInt, 8, 1}));
  CHECK(!ffi::DTypeIsFloat({kDLInt, 8, 1}) && ffi::DTypeIsBool({kDLBool, 8, 1}));
  std::ostringstream os;
  os << DLDataType{kDLUInt, 64, 1};
  CHECK(os.str() == "uint64");
}

static void Devices() {
  auto parse = [](const char* text) { return Any(text).try_cast<DLDevice>(); };
  CHECK(parse("cuda:1")->device_type == kDLCUDA && parse("cuda:1")->device_id == 1);
  CHECK(parse("mps")->device_type == kDLMetal && parse("wgpu:3 xx")->device_id == 3);
  for (const char* bad :
       {"", "CPU", "cuda:", "cuda:-1", "cuda:1x", "cuda:99999999999", "cpu:1:2"}) {
    CHECK(!parse(bad).has_value());
  }
  CHECK(Any(DLDevice{kDLROCM, 2}).cast<DLDevice>().device_id == 2);
}

static void ByteOrder() {
  uint32_t words[2] = {0x01020304, 0x0a0b0c0d};
  ffi::ByteSwap(words, 4, 2);
  CHECK(words[0] == 0x04030201 && words[1] == 0x0d0c0b0a);
}

// Traits of a class that is also made of other values.
class IntBoxObj : public ffi::Object {
 public:
  int64_t value = 0;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.any.IntBox", IntBoxObj, ffi::Object);
};
class IntBox : public ffi::ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(IntBox, ffi::ObjectRef, IntBoxObj);
};
namespace tvm {
namespace ffi {
template <>
inline constexpr bool use_default_type_traits_v<IntBox> = false;
template <>
struct TypeTraits<IntBox> : ObjectRefWithFallbackTraitsBase<IntBox, StrictBool, int64_t> {
  static IntBox ConvertFallbackValue(StrictBool value) {
    return ConvertFallbackValue(value ? 1000 : 0);
  }
  static IntBox ConvertFallbackValue(int64_t value) {
    ObjectPtr<IntBoxObj> box = make_object<IntBoxObj>();
    box->value = value;
    return detail::ObjectUnsafe::ObjectRefFromObjectPtr<IntBox>(ObjectPtr<Object>(box));
  }
};
}  // namespace ffi
}  // namespace tvm

static void Fallbacks() {
  CHECK(Any(5).cast<IntBox>()->value == 5 && Any(true).cast<IntBox>()->value == 1000);
  CHECK(!Any(5).as<IntBox>() && !Any(1.5).try_cast<IntBox>());
  IntBox box = Any(6).cast<IntBox>();
  CHECK(Any(box).cast<IntBox>().same_as(box));
}

int main() {
  PlainValues();
  Ranges();
  Owning();
  RawAndBack();
  HashAndEquality();
  Optionals();
  DataTypes();
  Devices();
  ByteOrder();
  Fallbacks();
  return check::Failures();
}
