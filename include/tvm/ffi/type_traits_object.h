/* SPDX-License-Identifier: Apache-2.0 */
/* TypeTraits of references and pointers to objects, and the helpers for classes that are also made of
   other values. Part of type_traits.h. */
#ifndef TVM_FFI_TYPE_TRAITS_OBJECT_H_
#define TVM_FFI_TYPE_TRAITS_OBJECT_H_

#include <tvm/ffi/object.h>
#include <tvm/ffi/type_traits.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* Traits of a reference class: an object of its container class, or None where it may be null. */
template <typename Ref>
struct ObjectRefTypeTraitsBase : TypeTraitsBase {
  static constexpr int32_t field_static_type_index = kTVMFFIObject;
  using ContainerType = typename Ref::ContainerType;

  static void CopyToAnyView(const Ref& src, TVMFFIAny* result) {
    detail::SetObject(result, detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(src));
  }
  static void MoveToAny(Ref src, TVMFFIAny* result) {
    detail::SetObject(result, detail::ObjectUnsafe::MoveObjectRefToTVMFFIObjectPtr(std::move(src)));
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    if constexpr (Ref::_type_is_nullable) {
      if (src->type_index == kTVMFFINone) return true;
    }
    return detail::IsInstanceValue<ContainerType>(src);
  }
  static Ref CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    TVMFFIObject* obj = src->type_index == kTVMFFINone ? nullptr : src->v_obj;
    return detail::ObjectUnsafe::ObjectRefFromObjectPtr<Ref>(
        detail::ObjectUnsafe::ObjectPtrFromUnowned<Object>(obj));
  }
  static Ref MoveFromAnyAfterCheck(TVMFFIAny* src) {
    return detail::ObjectUnsafe::ObjectRefFromObjectPtr<Ref>(
        detail::ObjectUnsafe::ObjectPtrFromOwned<Object>(detail::TakeObject(src)));
  }
  static std::optional<Ref> TryCastFromAnyView(const TVMFFIAny* src) {
    if (CheckAnyStrict(src)) return CopyFromAnyViewAfterCheck(src);
    return std::nullopt;
  }
  static std::string TypeStr() { return detail::JoinText({ContainerType::_type_key}); }
  static std::string TypeSchema() { return detail::SimpleTypeSchema(ContainerType::_type_key); }
};

template <typename Ref>
struct TypeTraits<
    Ref, std::enable_if_t<std::is_base_of_v<ObjectRef, Ref> && use_default_type_traits_v<Ref>>>
    : ObjectRefTypeTraitsBase<Ref> {};

/* Traits of a reference class that is also made from other values: an object of the class first,
   then the first of `Fallbacks` that the value converts to, by
   `TypeTraits<Ref>::ConvertFallbackValue(value)`. */
template <typename Ref, typename... Fallbacks>
struct ObjectRefWithFallbackTraitsBase : ObjectRefTypeTraitsBase<Ref> {
  static_assert((!std::is_same_v<Fallbacks, bool> && ...),
                "bool takes every integer; use StrictBool as a fallback");
  static std::optional<Ref> TryCastFromAnyView(const TVMFFIAny* src) {
    if (auto ref = ObjectRefTypeTraitsBase<Ref>::TryCastFromAnyView(src)) return ref;
    std::optional<Ref> result;
    (void)(TryFallback<Fallbacks>(src, &result) || ...);
    return result;
  }

 private:
  template <typename Fallback>
  static bool TryFallback(const TVMFFIAny* src, std::optional<Ref>* result) {
    auto value = TypeTraits<Fallback>::TryCastFromAnyView(src);
    if (!value.has_value()) return false;
    *result = TypeTraits<Ref>::ConvertFallbackValue(*std::move(value));
    return true;
  }
};

/* Traits of a type that is only ever made from other values, by
   `TypeTraits<T>::ConvertFallbackValue(value)`. Cannot be stored. */
template <typename T, typename... Fallbacks>
struct FallbackOnlyTraitsBase : TypeTraitsBase {
  static_assert((!std::is_same_v<Fallbacks, bool> && ...),
                "bool takes every integer; use StrictBool as a fallback");
  static constexpr bool storage_enabled = false;
  static std::optional<T> TryCastFromAnyView(const TVMFFIAny* src) {
    std::optional<T> result;
    (void)(TryFallback<Fallbacks>(src, &result) || ...);
    return result;
  }

 private:
  template <typename Fallback>
  static bool TryFallback(const TVMFFIAny* src, std::optional<T>* result) {
    auto value = TypeTraits<Fallback>::TryCastFromAnyView(src);
    if (!value.has_value()) return false;
    *result = TypeTraits<T>::ConvertFallbackValue(*std::move(value));
    return true;
  }
};

namespace detail {

/* Owning pointers to objects; `kNullable` says whether None is one. */
template <typename Ptr, typename T, bool kNullable>
struct ObjectPtrTraits : TypeTraitsBase {
  static constexpr int32_t field_static_type_index = kTVMFFIObject;
  static void CopyToAnyView(const Ptr& src, TVMFFIAny* result) {
    SetObject(result, ObjectUnsafe::TVMFFIObjectPtrFromObjectPtr(src));
  }
  static void MoveToAny(Ptr src, TVMFFIAny* result) {
    SetObject(result, ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr<T>(std::move(src)));
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return (kNullable && src->type_index == kTVMFFINone) || IsInstanceValue<T>(src);
  }
  static Ptr CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    TVMFFIObject* obj = src->type_index == kTVMFFINone ? nullptr : src->v_obj;
    return Wrap(ObjectUnsafe::ObjectPtrFromUnowned<T>(obj));
  }
  static Ptr MoveFromAnyAfterCheck(TVMFFIAny* src) {
    return Wrap(ObjectUnsafe::ObjectPtrFromOwned<T>(TakeObject(src)));
  }
  static std::optional<Ptr> TryCastFromAnyView(const TVMFFIAny* src) {
    if (CheckAnyStrict(src)) return CopyFromAnyViewAfterCheck(src);
    return std::nullopt;
  }
  static std::string TypeStr() { return JoinText({T::_type_key}); }
  static std::string TypeSchema() {
    std::string schema = SimpleTypeSchema(T::_type_key);
    return kNullable ? OptionalTypeSchema(schema) : schema;
  }

 private:
  static Ptr Wrap(ObjectPtr<T> ptr) {
    if constexpr (kNullable) {
      return ptr;
    } else {
      return ObjectUnsafe::ArcFromObjectPtr<T>(std::move(ptr));
    }
  }
};

/* Plain pointers to objects: passed, never null when received. */
template <typename Ptr, typename T>
struct ObjectRawPtrTraits : TypeTraitsBase {
  static constexpr int32_t field_static_type_index = kTVMFFIObject;
  static void CopyToAnyView(Ptr const& src, TVMFFIAny* result) {
    SetObject(result, src == nullptr ? nullptr : ObjectUnsafe::GetHeader(src));
  }
  static void MoveToAny(Ptr src, TVMFFIAny* result) {
    CopyToAnyView(src, result);
    if (src != nullptr) IncStrong(result->v_obj);
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) { return IsInstanceValue<T>(src); }
  static Ptr CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return ObjectUnsafe::RawObjectPtrFromUnowned<T>(src->v_obj);
  }
  static std::optional<Ptr> TryCastFromAnyView(const TVMFFIAny* src) {
    if (CheckAnyStrict(src)) return CopyFromAnyViewAfterCheck(src);
    return std::nullopt;
  }
  static std::string TypeStr() { return JoinText({T::_type_key}); }
  static std::string TypeSchema() { return SimpleTypeSchema(T::_type_key); }
};

}  // namespace detail

template <typename T>
struct TypeTraits<ObjectPtr<T>> : detail::ObjectPtrTraits<ObjectPtr<T>, T, true> {};

template <typename T>
struct TypeTraits<Arc<T>> : detail::ObjectPtrTraits<Arc<T>, T, false> {};

template <typename T>
struct TypeTraits<const T*, std::enable_if_t<std::is_base_of_v<Object, T>>>
    : detail::ObjectRawPtrTraits<const T*, T> {
  static constexpr bool storage_enabled = false;
};

template <typename T>
struct TypeTraits<
    T*, std::enable_if_t<std::is_base_of_v<Object, T> && !std::is_const_v<T> && T::_type_mutable>>
    : detail::ObjectRawPtrTraits<T*, T> {
  static constexpr bool storage_enabled = false;
};

/* ---- Members of ObjectRef that need the traits ---- */

template <typename T, typename, int>
inline std::optional<T> ObjectRef::as() const& {
  TVMFFIAny view;
  detail::SetObject(&view, detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*this));
  if (!TypeTraits<T>::CheckAnyStrict(&view)) return std::nullopt;
  return TypeTraits<T>::CopyFromAnyViewAfterCheck(&view);
}

template <typename T, typename, int>
inline std::optional<T> ObjectRef::as() && {
  TVMFFIAny view;
  detail::SetObject(&view, detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*this));
  if (!TypeTraits<T>::CheckAnyStrict(&view)) return std::nullopt;
  (void)detail::ObjectUnsafe::MoveObjectRefToTVMFFIObjectPtr(std::move(*this));
  return TypeTraits<T>::MoveFromAnyAfterCheck(&view);
}

template <typename T, typename>
inline T ObjectRef::as_or_throw() const& {
  std::optional<T> result = as<T>();
  if (TVM_FFI_PREDICT_TRUE(result.has_value())) return *std::move(result);
  TVMFFIAny view;
  detail::SetObject(&view, detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*this));
  detail::ThrowCannotTreat(&view, detail::kTypeDesc<T>);
}

template <typename T, typename>
inline T ObjectRef::as_or_throw() && {
  std::optional<T> result = std::move(*this).template as<T>();
  if (TVM_FFI_PREDICT_TRUE(result.has_value())) return *std::move(result);
  TVMFFIAny view;
  detail::SetObject(&view, detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(*this));
  detail::ThrowCannotTreat(&view, detail::kTypeDesc<T>);
}

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_TYPE_TRAITS_OBJECT_H_
