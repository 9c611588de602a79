/* SPDX-License-Identifier: Apache-2.0 */
/* TypeTraits of the texts: String, Bytes, std::string, raw strings and byte arrays. Part of
   string.h. */
#ifndef TVM_FFI_STRING_TRAITS_H_
#define TVM_FFI_STRING_TRAITS_H_

#include <tvm/ffi/string.h>

#include <optional>
#include <string>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

template <typename T>
struct StringTraits : TypeTraitsBase {
  static void CopyToAnyView(const String& src, TVMFFIAny* result) { *result = Raw(src); }
  static void MoveToAny(String src, TVMFFIAny* result) {
    *result = Raw(src);
    detail::SetNone(&src.cell_.data_);
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == kTVMFFISmallStr || src->type_index == kTVMFFIStr;
  }
  static String CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    detail::TextCell cell(kTVMFFISmallStr);
    cell.data_ = *src;
    if (cell.IsObject()) detail::IncStrong(src->v_obj);
    return String(std::move(cell));
  }
  static String MoveFromAnyAfterCheck(TVMFFIAny* src) {
    detail::TextCell cell(kTVMFFISmallStr);
    cell.data_ = *src;
    detail::SetNone(src);
    return String(std::move(cell));
  }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (CheckAnyStrict(src)) return CopyFromAnyViewAfterCheck(src);
    if (src->type_index == kTVMFFIRawStr) return String(src->v_c_str);
    return std::nullopt;
  }
  static std::string TypeStr() { return "str"; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema(StaticTypeKey::kTVMFFIStr); }

 private:
  // A moved-from String reads as empty; as a value it is the empty string, too, not None.
  static TVMFFIAny Raw(const String& src) {
    TVMFFIAny data = src.cell_.data_;
    if (data.type_index == kTVMFFINone) data.type_index = kTVMFFISmallStr;
    return data;
  }
};
template <>
struct TypeTraits<String> : StringTraits<String> {};

template <typename T>
struct BytesTraits : TypeTraitsBase {
  static void CopyToAnyView(const Bytes& src, TVMFFIAny* result) { *result = Raw(src); }
  static void MoveToAny(Bytes src, TVMFFIAny* result) {
    *result = Raw(src);
    detail::SetNone(&src.cell_.data_);
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == kTVMFFISmallBytes || src->type_index == kTVMFFIBytes;
  }
  static Bytes CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    detail::TextCell cell(kTVMFFISmallBytes);
    cell.data_ = *src;
    if (cell.IsObject()) detail::IncStrong(src->v_obj);
    return Bytes(std::move(cell));
  }
  static Bytes MoveFromAnyAfterCheck(TVMFFIAny* src) {
    detail::TextCell cell(kTVMFFISmallBytes);
    cell.data_ = *src;
    detail::SetNone(src);
    return Bytes(std::move(cell));
  }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (CheckAnyStrict(src)) return CopyFromAnyViewAfterCheck(src);
    if (src->type_index == kTVMFFIByteArrayPtr) {
      return Bytes(*static_cast<TVMFFIByteArray*>(src->v_ptr));
    }
    return std::nullopt;
  }
  static std::string TypeStr() { return "bytes"; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema(StaticTypeKey::kTVMFFIBytes); }

 private:
  static TVMFFIAny Raw(const Bytes& src) {
    TVMFFIAny data = src.cell_.data_;
    if (data.type_index == kTVMFFINone) data.type_index = kTVMFFISmallBytes;
    return data;
  }
};
template <>
struct TypeTraits<Bytes> : BytesTraits<Bytes> {};

/* A raw string: borrowed as an argument, copied as a value. */
template <typename T>
struct RawStringTraits : TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  static void CopyToAnyView(const char* const& src, TVMFFIAny* result) {
    detail::SetPtr(result, kTVMFFIRawStr, const_cast<char*>(RequireText(src)));
  }
  static void MoveToAny(const char* src, TVMFFIAny* result) {
    TypeTraits<String>::MoveToAny(String(RequireText(src)), result);
  }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFIRawStr) return src->v_c_str;
    return std::nullopt;
  }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFIRawStr; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("const char*"); }

 private:
  static const char* RequireText(const char* text) { return TVM_FFI_ICHECK_NOTNULL(text); }
};
template <>
struct TypeTraits<const char*> : RawStringTraits<const char*> {};

template <size_t N>
struct TypeTraits<char[N]> : TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  static void CopyToAnyView(const char (&src)[N], TVMFFIAny* result) {
    detail::SetPtr(result, kTVMFFIRawStr, const_cast<char*>(src));
  }
  static void MoveToAny(const char (&src)[N], TVMFFIAny* result) {
    TypeTraits<const char*>::MoveToAny(src, result);
  }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFIRawStr; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("const char*"); }
};

template <typename T>
struct ByteArrayPtrTraits : TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  static constexpr int32_t field_static_type_index = kTVMFFIByteArrayPtr;
  static void CopyToAnyView(TVMFFIByteArray* const& src, TVMFFIAny* result) {
    TVM_FFI_ICHECK_NOTNULL(src);
    detail::SetPtr(result, kTVMFFIByteArrayPtr, src);
  }
  static void MoveToAny(TVMFFIByteArray* src, TVMFFIAny* result) {
    TypeTraits<Bytes>::MoveToAny(Bytes(*TVM_FFI_ICHECK_NOTNULL(src)), result);
  }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFIByteArrayPtr) return static_cast<TVMFFIByteArray*>(src->v_ptr);
    return std::nullopt;
  }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFIByteArrayPtr; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("TVMFFIByteArray*"); }
};
template <>
struct TypeTraits<TVMFFIByteArray*> : ByteArrayPtrTraits<TVMFFIByteArray*> {};

/* Borrowed as an argument, a String as a value; takes every kind of text. */
template <typename T>
struct StdStringTraits : TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  static void CopyToAnyView(const std::string& src, TVMFFIAny* result) {
    detail::SetPtr(result, kTVMFFIRawStr, const_cast<char*>(src.c_str()));
  }
  static void MoveToAny(std::string src, TVMFFIAny* result) {
    TypeTraits<String>::MoveToAny(String(std::move(src)), result);
  }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFIRawStr) return std::string(src->v_c_str);
    if (src->type_index == kTVMFFIByteArrayPtr) {
      return std::string(ToStringView(*static_cast<TVMFFIByteArray*>(src->v_ptr)));
    }
    if (detail::TextKind(src->type_index) >= 0) {
      return std::string(ToStringView(detail::TextOf(*src)));
    }
    return std::nullopt;
  }
  static std::string TypeStr() { return "std::string"; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("std::string"); }
};
template <>
struct TypeTraits<std::string> : StdStringTraits<std::string> {};

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_STRING_TRAITS_H_
