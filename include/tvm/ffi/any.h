/* SPDX-License-Identifier: Apache-2.0 */
/* Any, a value of any kind, and AnyView, a borrowed one (abi.md §4). */
#ifndef TVM_FFI_ANY_H_
#define TVM_FFI_ANY_H_

#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/type_traits.h>

#include <cstring>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

template <>
struct TypeTraits<Any>;
template <>
struct TypeTraits<AnyView>;

namespace detail {
struct AnyUnsafe;

/* True for the types whose traits turn them into a value; Any and AnyView go their own ways. */
template <typename T>
inline constexpr bool kGoesIntoAny = TypeTraits<T>::convert_enabled;
template <>
inline constexpr bool kGoesIntoAny<Any> = false;
template <>
inline constexpr bool kGoesIntoAny<AnyView> = false;

/* What kinds of T there are to ask for: an object class is answered with a pointer. */
template <typename T>
using IfObject = std::enable_if_t<std::is_base_of_v<Object, T>>;
template <typename T>
using IfValue = std::enable_if_t<!std::is_base_of_v<Object, T> && !std::is_same_v<T, Any>>;

/* The questions that Any and AnyView answer alike. */
template <typename T>
TVM_FFI_INLINE std::optional<T> AsValue(const TVMFFIAny* src) {
  static_assert(TypeTraits<T>::convert_enabled, "as<T> needs a T that values can be converted to");
  if (!TypeTraits<T>::CheckAnyStrict(src)) return std::nullopt;
  return TypeTraits<T>::CopyFromAnyViewAfterCheck(src);
}

template <typename T>
TVM_FFI_INLINE const T* AsObject(const TVMFFIAny* src) {
  if (!IsInstanceValue<T>(src)) return nullptr;
  return ObjectUnsafe::RawObjectPtrFromUnowned<T>(src->v_obj);
}

template <typename T>
TVM_FFI_INLINE T CastValue(const TVMFFIAny* src) {
  static_assert(TypeTraits<T>::convert_enabled,
                "cast<T> needs a T that values can be converted to");
  std::optional<T> result = TypeTraits<T>::TryCastFromAnyView(src);
  if (TVM_FFI_PREDICT_FALSE(!result.has_value())) ThrowCannotConvert(src, kTypeDesc<T>);
  return *std::move(result);
}

template <typename T>
TVM_FFI_INLINE T AsValueOrThrow(const TVMFFIAny* src) {
  if (TVM_FFI_PREDICT_FALSE(!TypeTraits<T>::CheckAnyStrict(src))) {
    ThrowCannotTreat(src, kTypeDesc<T>);
  }
  return TypeTraits<T>::CopyFromAnyViewAfterCheck(src);
}

}  // namespace detail

/* A value that somebody else keeps alive, made implicitly of everything that converts. Trivially
   copyable. */
class AnyView {
 public:
  AnyView() { detail::SetNone(&data_); }
  template <typename T, typename = std::enable_if_t<detail::kGoesIntoAny<T>>>
  AnyView(const T& value) {  // NOLINT(*)
    TypeTraits<T>::CopyToAnyView(value, &data_);
  }
  template <typename T, typename = std::enable_if_t<detail::kGoesIntoAny<T>>>
  AnyView& operator=(const T& value) {
    TypeTraits<T>::CopyToAnyView(value, &data_);
    return *this;
  }

  int32_t type_index() const { return data_.type_index; }
  std::string GetTypeKey() const { return detail::TypeKeyOf(data_.type_index); }
  void reset() { detail::SetNone(&data_); }
  void swap(AnyView& other) noexcept { std::swap(data_, other.data_); }

  /* The value if it is a T as it stands, else nothing. */
  template <typename T, typename = detail::IfValue<T>>
  std::optional<T> as() const {
    return detail::AsValue<T>(&data_);
  }
  template <typename T, typename = detail::IfObject<T>, int = 0>
  const T* as() const {
    return detail::AsObject<T>(&data_);
  }
  template <typename T, typename = std::enable_if_t<std::is_same_v<T, Any>>, char = 0>
  std::optional<T> as() const {
    return T(*this);
  }
  /* The same; TypeError when it is none. */
  template <typename T, typename = detail::IfValue<T>>
  T as_or_throw() const {
    return detail::AsValueOrThrow<T>(&data_);
  }
  /* The value converted to T; TypeError, or OverflowError, when it does not convert. */
  template <typename T>
  T cast() const {
    if constexpr (std::is_same_v<T, Any>) {
      return T(*this);
    } else {
      return detail::CastValue<T>(&data_);
    }
  }
  /* The same; nothing when it does not convert. */
  template <typename T>
  std::optional<T> try_cast() const {
    if constexpr (std::is_same_v<T, Any>) {
      return T(*this);
    } else {
      return TypeTraits<T>::TryCastFromAnyView(&data_);
    }
  }

  bool same_as(const AnyView& other) const {
    return std::memcmp(&data_, &other.data_, sizeof(data_)) == 0;
  }
  bool operator==(std::nullptr_t) const { return data_.type_index == kTVMFFINone; }
  bool operator!=(std::nullptr_t) const { return data_.type_index != kTVMFFINone; }

  /* The raw view, and back. */
  TVMFFIAny CopyToTVMFFIAny() const { return data_; }
  static AnyView CopyFromTVMFFIAny(TVMFFIAny data) {
    AnyView view;
    view.data_ = data;
    return view;
  }

 private:
  TVMFFIAny data_;
  friend class Any;
  friend struct detail::AnyUnsafe;
};

static_assert(sizeof(AnyView) == sizeof(TVMFFIAny), "layout of AnyView");
// Native hooks take it by value, that is in two registers.
static_assert(std::is_trivially_copyable_v<AnyView>, "an AnyView is passed like a TVMFFIAny");

namespace detail {

/* Makes a view's value owned, in place. Texts behind raw pointers are copied, r-value references
   emptied. */
TVM_FFI_NO_INLINE inline void OwnSlow(TVMFFIAny* data) {
  TVMFFIAny owned;
  SetNone(&owned);
  if (TVMFFIAnyViewToOwnedAny(data, &owned) != 0) {
    SetNone(data);
    ThrowRaised();
  }
  *data = owned;
}

TVM_FFI_INLINE void OwnInPlace(TVMFFIAny* data) {
  if (data->type_index >= kTVMFFIStaticObjectBegin) {
    IncStrong(data->v_obj);
  } else if (data->type_index >= kTVMFFIRawStr && data->type_index <= kTVMFFIObjectRValueRef) {
    OwnSlow(data);
  }
}

TVM_FFI_INLINE void Disown(const TVMFFIAny& data) {
  if (data.type_index >= kTVMFFIStaticObjectBegin) DecStrong(data.v_obj);
}

}  // namespace detail

/* An owned value of any kind. None by default and after a move. */
class Any {
 public:
  Any() { detail::SetNone(&data_); }
  Any(const Any& other) : data_(other.data_) {
    if (data_.type_index >= kTVMFFIStaticObjectBegin) detail::IncStrong(data_.v_obj);
  }
  Any(Any&& other) noexcept : data_(other.data_) { detail::SetNone(&other.data_); }
  Any(const AnyView& other) : data_(other.data_) { detail::OwnInPlace(&data_); }  // NOLINT(*)
  template <typename T, typename = std::enable_if_t<detail::kGoesIntoAny<T>>>
  Any(T value) {  // NOLINT(*)
    TypeTraits<T>::MoveToAny(std::move(value), &data_);
  }
  ~Any() { detail::Disown(data_); }

  Any& operator=(const Any& other) {
    Any(other).swap(*this);
    return *this;
  }
  Any& operator=(Any&& other) noexcept {
    Any(std::move(other)).swap(*this);
    return *this;
  }
  Any& operator=(const AnyView& other) {
    Any(other).swap(*this);
    return *this;
  }
  template <typename T, typename = std::enable_if_t<detail::kGoesIntoAny<T>>>
  Any& operator=(T value) {
    Any(std::move(value)).swap(*this);
    return *this;
  }

  operator AnyView() const { return AnyView::CopyFromTVMFFIAny(data_); }  // NOLINT(*)

  int32_t type_index() const { return data_.type_index; }
  std::string GetTypeKey() const { return detail::TypeKeyOf(data_.type_index); }
  void reset() { Any().swap(*this); }
  void swap(Any& other) noexcept { std::swap(data_, other.data_); }

  /* The value if it is a T as it stands, else nothing; moved out of an r-value. */
  template <typename T, typename = detail::IfValue<T>>
  std::optional<T> as() const& {
    return detail::AsValue<T>(&data_);
  }
  template <typename T, typename = detail::IfValue<T>>
  std::optional<T> as() && {
    static_assert(TypeTraits<T>::convert_enabled, "as<T> needs a T that values convert to");
    if (!TypeTraits<T>::CheckAnyStrict(&data_)) return std::nullopt;
    return MoveOut<T>();
  }
  template <typename T, typename = detail::IfObject<T>, int = 0>
  const T* as() const& {
    return detail::AsObject<T>(&data_);
  }
  template <typename T, typename = detail::IfObject<T>, int = 0>
  const T* as() && = delete;
  template <typename T, typename = std::enable_if_t<std::is_same_v<T, Any>>, char = 0>
  std::optional<T> as() const& {
    return *this;
  }
  template <typename T, typename = std::enable_if_t<std::is_same_v<T, Any>>, char = 0>
  std::optional<T> as() && {
    return std::move(*this);
  }
  /* The same; TypeError when it is none. */
  template <typename T, typename = detail::IfValue<T>>
  T as_or_throw() const& {
    return detail::AsValueOrThrow<T>(&data_);
  }
  template <typename T, typename = detail::IfValue<T>>
  T as_or_throw() && {
    if (TVM_FFI_PREDICT_FALSE(!TypeTraits<T>::CheckAnyStrict(&data_))) {
      detail::ThrowCannotTreat(&data_, detail::kTypeDesc<T>);
    }
    return MoveOut<T>();
  }
  /* The value converted to T; TypeError, or OverflowError, when it does not convert. */
  template <typename T>
  T cast() const& {
    if constexpr (std::is_same_v<T, Any>) {
      return *this;
    } else {
      return detail::CastValue<T>(&data_);
    }
  }
  template <typename T>
  T cast() && {
    if constexpr (std::is_same_v<T, Any>) {
      return std::move(*this);
    } else {
      if constexpr (TypeTraits<T>::storage_enabled) {
        if (TVM_FFI_PREDICT_TRUE(TypeTraits<T>::CheckAnyStrict(&data_))) return MoveOut<T>();
      }
      return detail::CastValue<T>(&data_);
    }
  }
  /* The same; nothing when it does not convert. */
  template <typename T>
  std::optional<T> try_cast() const {
    if constexpr (std::is_same_v<T, Any>) {
      return *this;
    } else {
      return TypeTraits<T>::TryCastFromAnyView(&data_);
    }
  }

  bool same_as(const Any& other) const {
    return std::memcmp(&data_, &other.data_, sizeof(data_)) == 0;
  }
  bool same_as(const ObjectRef& other) const {
    TVMFFIObject* obj = detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(other);
    if (obj == nullptr) return data_.type_index == kTVMFFINone;
    return data_.type_index >= kTVMFFIStaticObjectBegin && data_.v_obj == obj;
  }
  bool operator==(std::nullptr_t) const { return data_.type_index == kTVMFFINone; }
  bool operator!=(std::nullptr_t) const { return data_.type_index != kTVMFFINone; }

 private:
  template <typename T>
  T MoveOut() {
    if constexpr (TypeTraits<T>::storage_enabled) {
      return TypeTraits<T>::MoveFromAnyAfterCheck(&data_);
    } else {
      return TypeTraits<T>::CopyFromAnyViewAfterCheck(&data_);
    }
  }

  TVMFFIAny data_;
  friend struct detail::AnyUnsafe;
};

static_assert(sizeof(Any) == sizeof(TVMFFIAny), "layout of Any");

namespace detail {

/* Crosses between Any and its raw form without looking. */
struct AnyUnsafe : ObjectUnsafe {
  /* The owned raw value; `any` is left None. */
  static TVMFFIAny MoveAnyToTVMFFIAny(Any&& any) {
    TVMFFIAny data = any.data_;
    SetNone(&any.data_);
    return data;
  }
  /* Takes the value out of `*data`, which is left None. */
  static Any MoveTVMFFIAnyToAny(TVMFFIAny* data) {
    Any any;
    any.data_ = *data;
    SetNone(data);
    return any;
  }
  static Any MoveTVMFFIAnyRawToAny(TVMFFIAny data) {
    Any any;
    any.data_ = data;
    return any;
  }
  template <typename T>
  static bool CheckAnyStrict(const Any& any) {
    if constexpr (std::is_same_v<T, Any>) {
      return true;
    } else {
      return TypeTraits<T>::CheckAnyStrict(&any.data_);
    }
  }
  template <typename T>
  static T CopyFromAnyViewAfterCheck(const Any& any) {
    if constexpr (std::is_same_v<T, Any>) {
      return any;
    } else {
      return TypeTraits<T>::CopyFromAnyViewAfterCheck(&any.data_);
    }
  }
  template <typename T>
  static T MoveFromAnyAfterCheck(Any&& any) {
    if constexpr (std::is_same_v<T, Any>) {
      return std::move(any);
    } else {
      return TypeTraits<T>::MoveFromAnyAfterCheck(&any.data_);
    }
  }
  static Object* RawObjectPtrFromAnyAfterCheck(const Any& any) {
    return reinterpret_cast<Object*>(any.data_.v_obj);
  }
  template <typename T>
  static T* RawObjectPtrFromAnyAfterCheck(const Any& any) {
    return RawObjectPtrFromUnowned<T>(any.data_.v_obj);
  }
  static const TVMFFIAny* TVMFFIAnyPtrFromAny(const Any& any) { return &any.data_; }
  /* Where a C function may write an owned value. What was there must not be owned. */
  static TVMFFIAny* ResultSlot(Any* any) { return &any->data_; }
  template <typename T>
  static std::string GetMismatchTypeInfo(const Any& any) {
    return TypeTraits<T>::GetMismatchTypeInfo(&any.data_);
  }
};

}  // namespace detail

/* As a parameter of a function: whatever comes. */
template <typename T>
struct AnyTraits : TypeTraitsBase {
  static void CopyToAnyView(const Any& src, TVMFFIAny* result) {
    *result = AnyView(src).CopyToTVMFFIAny();
  }
  static void MoveToAny(Any src, TVMFFIAny* result) {
    *result = detail::AnyUnsafe::MoveAnyToTVMFFIAny(std::move(src));
  }
  static bool CheckAnyStrict(const TVMFFIAny*) { return true; }
  static Any CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return AnyView::CopyFromTVMFFIAny(*src);
  }
  static Any MoveFromAnyAfterCheck(TVMFFIAny* src) {
    return detail::AnyUnsafe::MoveTVMFFIAnyToAny(src);
  }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    return Any(AnyView::CopyFromTVMFFIAny(*src));
  }
  static std::string TypeStr() { return StaticTypeKey::kTVMFFIAny; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("Any"); }
};
template <>
struct TypeTraits<Any> : AnyTraits<Any> {};

template <typename T>
struct AnyViewTraits : TypeTraitsBase {
  static constexpr bool storage_enabled = false;
  static void CopyToAnyView(const AnyView& src, TVMFFIAny* result) {
    *result = src.CopyToTVMFFIAny();
  }
  static void MoveToAny(AnyView src, TVMFFIAny* result) {
    *result = src.CopyToTVMFFIAny();
    detail::OwnInPlace(result);
  }
  static bool CheckAnyStrict(const TVMFFIAny*) { return true; }
  static AnyView CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return AnyView::CopyFromTVMFFIAny(*src);
  }
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    return AnyView::CopyFromTVMFFIAny(*src);
  }
  static std::string TypeStr() { return "AnyView"; }
  static std::string TypeSchema() { return detail::SimpleTypeSchema("Any"); }
};
template <>
struct TypeTraits<AnyView> : AnyViewTraits<AnyView> {};

}  // namespace ffi TVM_FFI_HIDDEN

using ffi::Any;
using ffi::AnyView;

}  // namespace tvm

#include <tvm/ffi/any_hash.h>

#endif  // TVM_FFI_ANY_H_
