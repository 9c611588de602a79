/* SPDX-License-Identifier: Apache-2.0 */
/* TypeTraits: how C++ types travel as values. The place to teach the interface a type of one's own
   (spec: cpp.md §3). */
#ifndef TVM_FFI_TYPE_TRAITS_H_
#define TVM_FFI_TYPE_TRAITS_H_

#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/text_detail.h>

#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

class Any;
class AnyView;

/* How type T is put into and taken out of a TVMFFIAny. The primary template means: not at all. A
   specialisation normally inherits TypeTraitsBase and supplies
     static void CopyToAnyView(const T& src, TVMFFIAny* result);       borrows
     static void MoveToAny(T src, TVMFFIAny* result);                  gives ownership
     static bool CheckAnyStrict(const TVMFFIAny* src);                 is it a T as it stands?
     static T CopyFromAnyViewAfterCheck(const TVMFFIAny* src);
     static T MoveFromAnyAfterCheck(TVMFFIAny* src);                   leaves None
     static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src); with conversions
     static std::string TypeStr();  static std::string TypeSchema();
   Writers set all 16 bytes: equality and hashing read them all. A type without storage supplies only
   the first two, TryCastFromAnyView and the texts. */
template <typename T, typename = void>
struct TypeTraits {
  static constexpr bool convert_enabled = false;
  static constexpr bool storage_enabled = false;
};

template <typename T>
using TypeTraitsNoCR = TypeTraits<std::remove_const_t<std::remove_reference_t<T>>>;

/* Set to false for a reference class that brings its own TypeTraits. */
template <typename T>
inline constexpr bool use_default_type_traits_v = true;

struct TypeTraitsBase {
  static constexpr bool convert_enabled = true;
  static constexpr bool storage_enabled = true;
  static constexpr int32_t field_static_type_index = kTVMFFIAny;
  /* What `src` is, for messages that say why it is not a T. */
  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    return detail::TypeKeyOf(src->type_index);
  }
};

/* What is known at compile time of a field of type T: kTVMFFIAny if nothing. */
template <typename T, typename = void>
struct TypeToFieldStaticTypeIndex {
  static constexpr int32_t value = kTVMFFIAny;
};
template <typename T>
struct TypeToFieldStaticTypeIndex<T, std::enable_if_t<TypeTraits<T>::convert_enabled>> {
  static constexpr int32_t value = TypeTraits<T>::field_static_type_index;
};

/* The type index of T's objects. */
template <typename T, typename = void>
struct TypeToRuntimeTypeIndex {
  static int32_t v() { return TypeToFieldStaticTypeIndex<T>::value; }
};
template <typename T>
struct TypeToRuntimeTypeIndex<T, std::enable_if_t<std::is_base_of_v<Object, T>>> {
  static int32_t v() { return T::RuntimeTypeIndex(); }
};

/* True when every Source may be used as a Target without looking. */
template <typename Target, typename Source>
inline constexpr bool type_subsumes_v =
    std::is_same_v<Target, Source> || std::is_same_v<Target, Any> ||
    (std::is_base_of_v<Target, Source> && !std::is_same_v<Target, AnyView>);

namespace detail {

/* ---- One type as the code that is not templated sees it ---- */

struct TypeDesc {
  std::string (*type_str)();
  std::string (*type_schema)();
  std::string (*mismatch)(const TVMFFIAny* src); /* NULL for void */
  int8_t int_bits; /* width of an integer, negative when it is signed; 0 for other types */
};

template <typename T>
constexpr int8_t IntBitsOf() {
  if constexpr (std::is_enum_v<T>) {
    return IntBitsOf<std::underlying_type_t<T>>();
  } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    constexpr int bits = static_cast<int>(sizeof(T) * 8);
    return static_cast<int8_t>(std::is_signed_v<T> ? -bits : bits);
  } else {
    return 0;
  }
}

template <typename T>
inline constexpr TypeDesc kTypeDesc = {&TypeTraits<T>::TypeStr, &TypeTraits<T>::TypeSchema,
                                       &TypeTraits<T>::GetMismatchTypeInfo, IntBitsOf<T>()};

inline std::string VoidTypeStr() { return "void"; }

/* `{"type":"name"}` */
TVM_FFI_NO_INLINE inline std::string SimpleTypeSchema(const char* name) {
  return JoinText({"{\"type\":\"", name, "\"}"});
}

/* The schema of a value of type `value`, or None. */
TVM_FFI_NO_INLINE inline std::string OptionalTypeSchema(const std::string& value) {
  return JoinText({"{\"type\":\"Optional\",\"args\":[", value, "]}"});
}

inline std::string VoidTypeSchema() { return SimpleTypeSchema("None"); }

template <>
inline constexpr TypeDesc kTypeDesc<void> = {&VoidTypeStr, &VoidTypeSchema, nullptr, 0};

/* ---- Failed conversions; these live in error.h ---- */

/* TypeError `Cannot convert from type ...`, or OverflowError for an integer out of range. */
[[noreturn]] inline void ThrowCannotConvert(const TVMFFIAny* src, const TypeDesc& target);
/* TypeError `Cannot treat type ...`. */
[[noreturn]] inline void ThrowCannotTreat(const TVMFFIAny* src, const TypeDesc& target);
/* OverflowError for an unsigned integer that no Int can hold. */
[[noreturn]] inline void ThrowTooLarge(uint64_t value);

TVM_FFI_INLINE void SetNone(TVMFFIAny* result) {
  result->type_index = kTVMFFINone;
  result->zero_padding = 0;
  result->v_int64 = 0;
}

TVM_FFI_INLINE void SetInt64(TVMFFIAny* result, int32_t type_index, int64_t value) {
  result->type_index = type_index;
  result->zero_padding = 0;
  result->v_int64 = value;
}

TVM_FFI_INLINE void SetPtr(TVMFFIAny* result, int32_t type_index, void* value) {
  result->type_index = type_index;
  result->zero_padding = 0;
  TVM_FFI_CLEAR_PTR_PADDING_IN_FFI_ANY(result);
  result->v_ptr = value;
}

/* Borrows an object, or writes None for null. */
TVM_FFI_INLINE void SetObject(TVMFFIAny* result, TVMFFIObject* obj) {
  if (obj == nullptr) {
    SetNone(result);
    return;
  }
  result->type_index = obj->type_index;
  result->zero_padding = 0;
  TVM_FFI_CLEAR_PTR_PADDING_IN_FFI_ANY(result);
  result->v_obj = obj;
}

/* Takes the object out of an owned value, which is left None. */
TVM_FFI_INLINE TVMFFIObject* TakeObject(TVMFFIAny* src) {
  TVMFFIObject* obj = src->type_index == kTVMFFINone ? nullptr : src->v_obj;
  SetNone(src);
  return obj;
}

template <typename T>
TVM_FFI_INLINE bool IsInstanceValue(const TVMFFIAny* src) {
  return src->type_index >= kTVMFFIStaticObjectBegin && IsObjectInstance<T>(src->type_index);
}

}  // namespace detail

/* ---- None and plain values ----

   The traits of single types stand in templates, too: the members of a template cost nothing to
   whoever includes this and does not use them. */

template <typename T>
struct NullTraits : TypeTraitsBase {
  static constexpr int32_t field_static_type_index = kTVMFFINone;
  static void CopyToAnyView(const std::nullptr_t&, TVMFFIAny* result) { detail::SetNone(result); }
  static void MoveToAny(std::nullptr_t, TVMFFIAny* result) { detail::SetNone(result); }
  static bool CheckAnyStrict(const TVMFFIAny* src) { return src->type_index == kTVMFFINone; }
  static std::nullptr_t CopyFromAnyViewAfterCheck(const TVMFFIAny*) { return nullptr; }
  static std::nullptr_t MoveFromAnyAfterCheck(TVMFFIAny*) { return nullptr; }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (CheckAnyStrict(src)) return nullptr;
    return std::nullopt;
  }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFINone; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("None"); }
};
template <>
struct TypeTraits<std::nullptr_t> : NullTraits<std::nullptr_t> {};

namespace detail {

/* Traits of values that are a number in the payload. `Self` is the specialisation; it supplies
   CheckAnyStrict and TryCastFromAnyView. */
template <typename T, int32_t kIndex>
struct IntPayloadTraits : TypeTraitsBase {
  static constexpr int32_t field_static_type_index = kIndex;
  static void CopyToAnyView(const T& src, TVMFFIAny* result) {
    SetInt64(result, kIndex, static_cast<int64_t>(src));
  }
  static void MoveToAny(T src, TVMFFIAny* result) { CopyToAnyView(src, result); }
  static T CopyFromAnyViewAfterCheck(const TVMFFIAny* src) { return static_cast<T>(src->v_int64); }
  static T MoveFromAnyAfterCheck(TVMFFIAny* src) { return CopyFromAnyViewAfterCheck(src); }
};

}  // namespace detail

template <typename T>
struct BoolTraits : detail::IntPayloadTraits<bool, kTVMFFIBool> {
  static bool CheckAnyStrict(const TVMFFIAny* src) { return src->type_index == kTVMFFIBool; }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFIBool || src->type_index == kTVMFFIInt) return src->v_int64 != 0;
    return std::nullopt;
  }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFIBool; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("bool"); }
};
template <>
struct TypeTraits<bool> : BoolTraits<bool> {};

/* A bool that no integer turns into. */
struct StrictBool {
  StrictBool(bool value) : value_(value) {}  // NOLINT(*)
  operator bool() const { return value_; }   // NOLINT(*)

 private:
  bool value_;
};

template <typename T>
struct StrictBoolTraits : detail::IntPayloadTraits<StrictBool, kTVMFFIBool> {
  static void CopyToAnyView(const StrictBool& src, TVMFFIAny* result) {
    detail::SetInt64(result, kTVMFFIBool, static_cast<bool>(src) ? 1 : 0);
  }
  static void MoveToAny(StrictBool src, TVMFFIAny* result) { CopyToAnyView(src, result); }
  static StrictBool CopyFromAnyViewAfterCheck(const TVMFFIAny* src) { return src->v_int64 != 0; }
  static StrictBool MoveFromAnyAfterCheck(TVMFFIAny* src) { return src->v_int64 != 0; }
  static bool CheckAnyStrict(const TVMFFIAny* src) { return src->type_index == kTVMFFIBool; }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (CheckAnyStrict(src)) return StrictBool(src->v_int64 != 0);
    return std::nullopt;
  }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFIBool; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("bool"); }
};
template <>
struct TypeTraits<StrictBool> : StrictBoolTraits<StrictBool> {};

namespace detail {

/* What is said of a value that is not an integer of some type: its type or, if it is an Int, that. */
TVM_FFI_NO_INLINE inline std::string DescribeNonInteger(const TVMFFIAny* src) {
  if (src->type_index != kTVMFFIInt) return TypeTraitsBase::GetMismatchTypeInfo(src);
  return JoinText({"int ", IntText(src->v_int64), " (out of range)"});
}

/* Integers and enums. An Int that does not fit into T is not a T: a wrong number never comes out. */
template <typename T, typename Int>
struct IntegerTraits : IntPayloadTraits<T, kTVMFFIInt> {
  static bool Fits(int64_t value) {
    if constexpr (std::is_unsigned_v<Int>) {
      if constexpr (sizeof(Int) >= sizeof(int64_t)) return value >= 0;
      return value >= 0 && static_cast<uint64_t>(value) <= std::numeric_limits<Int>::max();
    } else {
      return value >= std::numeric_limits<Int>::min() && value <= std::numeric_limits<Int>::max();
    }
  }
  static void CopyToAnyView(const T& src, TVMFFIAny* result) {
    if constexpr (std::is_unsigned_v<Int> && sizeof(Int) >= sizeof(int64_t)) {
      if (TVM_FFI_PREDICT_FALSE(static_cast<Int>(src) > static_cast<Int>(INT64_MAX))) {
        ThrowTooLarge(static_cast<uint64_t>(src));
      }
    }
    SetInt64(result, kTVMFFIInt, static_cast<int64_t>(src));
  }
  static void MoveToAny(T src, TVMFFIAny* result) { CopyToAnyView(src, result); }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == kTVMFFIInt && Fits(src->v_int64);
  }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if ((src->type_index == kTVMFFIInt || src->type_index == kTVMFFIBool) && Fits(src->v_int64)) {
      return static_cast<T>(src->v_int64);
    }
    return std::nullopt;
  }
  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) { return DescribeNonInteger(src); }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFIInt; }
  static std::string TypeSchema() { return SimpleTypeSchema("int"); }
};

}  // namespace detail

template <typename Int>
struct TypeTraits<Int, std::enable_if_t<std::is_integral_v<Int> && !std::is_same_v<Int, bool> &&
                                        !std::is_const_v<Int>>> : detail::IntegerTraits<Int, Int> {
};

template <typename Enum>
struct TypeTraits<Enum, std::enable_if_t<std::is_enum_v<Enum> && !std::is_const_v<Enum> &&
                                         use_default_type_traits_v<Enum>>>
    : detail::IntegerTraits<Enum, std::underlying_type_t<Enum>> {};

template <typename Float>
struct TypeTraits<Float,
                  std::enable_if_t<std::is_floating_point_v<Float> && !std::is_const_v<Float>>>
    : TypeTraitsBase {
  static constexpr int32_t field_static_type_index = kTVMFFIFloat;
  static void CopyToAnyView(const Float& src, TVMFFIAny* result) {
    result->type_index = kTVMFFIFloat;
    result->zero_padding = 0;
    result->v_float64 = static_cast<double>(src);
  }
  static void MoveToAny(Float src, TVMFFIAny* result) { CopyToAnyView(src, result); }
  static bool CheckAnyStrict(const TVMFFIAny* src) { return src->type_index == kTVMFFIFloat; }
  static Float CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return static_cast<Float>(src->v_float64);
  }
  static Float MoveFromAnyAfterCheck(TVMFFIAny* src) { return CopyFromAnyViewAfterCheck(src); }
  static std::optional<Float> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFIFloat) return static_cast<Float>(src->v_float64);
    if (src->type_index == kTVMFFIInt || src->type_index == kTVMFFIBool) {
      return static_cast<Float>(src->v_int64);
    }
    return std::nullopt;
  }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFIFloat; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("float"); }
};

template <typename T>
struct OpaquePtrTraits : TypeTraitsBase {
  static constexpr int32_t field_static_type_index = kTVMFFIOpaquePtr;
  static void CopyToAnyView(void* const& src, TVMFFIAny* result) {
    detail::SetPtr(result, kTVMFFIOpaquePtr, src);
  }
  static void MoveToAny(void* src, TVMFFIAny* result) { CopyToAnyView(src, result); }
  static bool CheckAnyStrict(const TVMFFIAny* src) { return src->type_index == kTVMFFIOpaquePtr; }
  static void* CopyFromAnyViewAfterCheck(const TVMFFIAny* src) { return src->v_ptr; }
  static void* MoveFromAnyAfterCheck(TVMFFIAny* src) { return src->v_ptr; }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFIOpaquePtr) return src->v_ptr;
    if (src->type_index == kTVMFFINone) return static_cast<void*>(nullptr);
    return std::nullopt;
  }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFIOpaquePtr; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("void*"); }
};
template <>
struct TypeTraits<void*> : OpaquePtrTraits<void*> {};

/* A tensor that somebody else owns: passed, not stored. */
template <typename T>
struct DLTensorPtrTraits : TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  static constexpr int32_t field_static_type_index = kTVMFFIDLTensorPtr;
  static void CopyToAnyView(DLTensor* const& src, TVMFFIAny* result) {
    detail::SetPtr(result, kTVMFFIDLTensorPtr, src);
  }
  static void MoveToAny(DLTensor*, TVMFFIAny*) {
    detail::ThrowError("RuntimeError",
                       "a DLTensor* cannot be held in an Any: nothing keeps its memory alive");
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) { return src->type_index == kTVMFFIDLTensorPtr; }
  static DLTensor* CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return static_cast<DLTensor*>(src->v_ptr);
  }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFIDLTensorPtr) return static_cast<DLTensor*>(src->v_ptr);
    if (src->type_index == kTVMFFITensor) return TVMFFITensorGetDLTensorPtr(src->v_obj);
    return std::nullopt;
  }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFIDLTensorPtr; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("DLTensor*"); }
};
template <>
struct TypeTraits<DLTensor*> : DLTensorPtrTraits<DLTensor*> {};

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#include <tvm/ffi/type_traits_object.h>

#include <tvm/ffi/error.h>

#endif  // TVM_FFI_TYPE_TRAITS_H_
