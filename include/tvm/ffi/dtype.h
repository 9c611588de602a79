/* SPDX-License-Identifier: Apache-2.0 */
/* DLDataType as a value and as text. */
#ifndef TVM_FFI_DTYPE_H_
#define TVM_FFI_DTYPE_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/string.h>
#include <tvm/ffi/type_traits.h>

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* Type codes from here on are for users to define. */
enum DLExtDataTypeCode { kDLExtCustomBegin = 129 };

namespace detail {

TVM_FFI_NO_INLINE inline DLDataType ParseDataType(std::string_view text) {
  TVMFFIByteArray bytes = BytesOf(text);
  DLDataType dtype;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIDataTypeFromString(&bytes, &dtype));
  return dtype;
}

}  // namespace detail

/* Reads a data type's name; ValueError when it is none. */
inline DLDataType StringToDLDataType(const String& text) {
  return detail::ParseDataType(detail::TextView(text));
}

/* The name of a data type; ValueError when its code has none. */
inline String DLDataTypeToString(DLDataType dtype) {
  TVMFFIAny text;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIDataTypeToString(&dtype, &text));
  return TypeTraits<String>::MoveFromAnyAfterCheck(&text);
}

/* True for every kind of floating point. */
inline bool DTypeIsFloat(DLDataType dtype) {
  return dtype.code == kDLFloat || dtype.code == kDLBfloat ||
         (dtype.code >= kDLFloat8_e3m4 && dtype.code <= kDLFloat4_e2m1fn);
}
/* True for signed and unsigned integers. */
inline bool DTypeIsInt(DLDataType dtype) { return dtype.code == kDLInt || dtype.code == kDLUInt; }
inline bool DTypeIsBool(DLDataType dtype) { return dtype.code == kDLBool; }

/* The name with its first word cut short: `f32`, `bf16x4`, `f8_e4m3fn`. */
inline String DTypeAbbrev(DLDataType dtype) {
  struct Abbreviation {
    std::string_view full, cut;
  };
  constexpr Abbreviation kAbbreviations[] = {
      {"float", "f"}, {"int", "i"}, {"uint", "u"}, {"bfloat", "bf"}};
  String name = DLDataTypeToString(dtype);
  if (name.empty()) return "void";
  std::string_view text = detail::TextView(name);
  for (const Abbreviation& a : kAbbreviations) {
    if (text.substr(0, a.full.size()) != a.full) continue;
    return std::string(a.cut).append(text.substr(a.full.size()));
  }
  return name;
}

/* A data type, or any kind of text that names one: a bad name is a ValueError, also for try_cast. */
template <typename T>
struct DataTypeTraits : TypeTraitsBase {
  static constexpr int32_t field_static_type_index = kTVMFFIDataType;

  static void CopyToAnyView(const DLDataType& src, TVMFFIAny* result) {
    // The type fills half of the payload only.
    detail::SetInt64(result, kTVMFFIDataType, 0);
    result->v_dtype = src;
  }
  static void MoveToAny(DLDataType src, TVMFFIAny* result) { CopyToAnyView(src, result); }
  static bool CheckAnyStrict(const TVMFFIAny* src) { return src->type_index == kTVMFFIDataType; }
  static DLDataType CopyFromAnyViewAfterCheck(const TVMFFIAny* src) { return src->v_dtype; }
  static DLDataType MoveFromAnyAfterCheck(TVMFFIAny* src) { return src->v_dtype; }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFIDataType) return src->v_dtype;
    std::optional<std::string> text = TypeTraits<std::string>::TryCastFromAnyView(src);
    if (!text.has_value()) return std::nullopt;
    return detail::ParseDataType(*text);
  }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFIDataType; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("DataType"); }
};
template <>
struct TypeTraits<DLDataType> : DataTypeTraits<DLDataType> {};

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

TVM_FFI_HIDDEN inline bool operator==(const DLDataType& a, const DLDataType& b) {
  return a.code == b.code && a.bits == b.bits && a.lanes == b.lanes;
}
TVM_FFI_HIDDEN inline bool operator!=(const DLDataType& a, const DLDataType& b) {
  return !(a == b);
}
TVM_FFI_HIDDEN inline std::ostream& operator<<(std::ostream& os, DLDataType dtype) {
  return os << ::tvm::ffi::DLDataTypeToString(dtype);
}

#endif  // TVM_FFI_DTYPE_H_
