/* SPDX-License-Identifier: Apache-2.0 */
/* Variant<V...>: one value that is one of several types. cpp.md §6. */
#ifndef TVM_FFI_CONTAINER_VARIANT_H_
#define TVM_FFI_CONTAINER_VARIANT_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/container_detail.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/type_traits.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

template <typename... V>
class Variant;

namespace detail {
template <typename T>
inline constexpr bool kIsVariant = false;
template <typename... V>
inline constexpr bool kIsVariant<Variant<V...>> = true;

template <typename T, typename... V>
using EnableIfAlternative = std::enable_if_t<!kIsVariant<T> && (type_subsumes_v<V, T> || ...)>;
}  // namespace detail

/* Always 16 bytes: an Any that is known to hold one of the alternatives. */
template <typename... V>
class Variant {
  static_assert(detail::storage_enabled_v<V...>,
                "an alternative cannot be stored: it is a view or has no TypeTraits");

 public:
  Variant(const Variant&) = default;
  Variant(Variant&&) noexcept = default;
  Variant& operator=(const Variant&) = default;
  Variant& operator=(Variant&&) noexcept = default;

  template <typename T, typename = detail::EnableIfAlternative<T, V...>>
  Variant(T value) : data_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  /* From a variant with no other alternatives than ours. */
  template <typename... U, typename = std::enable_if_t<!std::is_same_v<Variant, Variant<U...>> &&
                                                       type_subsumes_v<Variant, Variant<U...>>>>
  Variant(const Variant<U...>& other)  // NOLINT(google-explicit-constructor)
      : data_(other.data_) {}
  template <typename T, typename = detail::EnableIfAlternative<T, V...>>
  Variant& operator=(T value) {
    data_ = Any(std::move(value));
    return *this;
  }

  /* The value as T when it is one as it stands: an optional, or a pointer for an object class. */
  template <typename T>
  auto as() const& {
    return data_.template as<T>();
  }
  template <typename T>
  auto as() && {
    return std::move(data_).template as<T>();
  }
  /* The value as T, converted if need be; TypeError when that is impossible. */
  template <typename T>
  T get() const& {
    return data_.template cast<T>();
  }
  template <typename T>
  T get() && {
    return std::move(data_).template cast<T>();
  }

  std::string GetTypeKey() const { return data_.GetTypeKey(); }
  int32_t type_index() const { return data_.type_index(); }
  bool same_as(const Variant& other) const { return data_.same_as(other.data_); }
  bool same_as(const ObjectRef& other) const { return data_.same_as(other); }

 private:
  template <typename...>
  friend class Variant;
  friend struct TypeTraits<Variant<V...>>;
  friend struct ObjectPtrHash;
  friend struct ObjectPtrEqual;

  explicit Variant(UnsafeInit, Any data) : data_(std::move(data)) {}

  /* For hashing and comparing by pointer; null when the value is not an object. */
  const Object* GetObjectPtrForHashEqual() const {
    if (data_.type_index() < TypeIndex::kTVMFFIStaticObjectBegin) return nullptr;
    return detail::AnyUnsafe::RawObjectPtrFromAnyAfterCheck<Object>(data_);
  }

  Any data_;
};

template <typename... V>
inline constexpr bool use_default_type_traits_v<Variant<V...>> = false;

template <typename... V>
struct TypeTraits<Variant<V...>> : public TypeTraitsBase {
  static void CopyToAnyView(const Variant<V...>& src, TVMFFIAny* result) {
    *result = AnyView(src.data_).CopyToTVMFFIAny();
  }
  static void MoveToAny(Variant<V...> src, TVMFFIAny* result) {
    *result = detail::AnyUnsafe::MoveAnyToTVMFFIAny(std::move(src.data_));
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) { return (CheckOne<V>(src) || ...); }
  static Variant<V...> CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return Variant<V...>(UnsafeInit{}, Any(AnyView::CopyFromTVMFFIAny(*src)));
  }
  static Variant<V...> MoveFromAnyAfterCheck(TVMFFIAny* src) {
    return Variant<V...>(UnsafeInit{}, detail::AnyUnsafe::MoveTVMFFIAnyToAny(src));
  }
  /* A value that is an alternative as it stands is kept; else the first alternative that takes it. */
  static std::optional<Variant<V...>> TryCastFromAnyView(const TVMFFIAny* src) {
    if (CheckAnyStrict(src)) return CopyFromAnyViewAfterCheck(src);
    std::optional<Variant<V...>> result;
    (void)(TryOne<V>(src, &result) || ...);
    return result;
  }
  static std::string TypeStr() { return detail::TypeTexts<V...>::Str("Variant"); }
  static std::string TypeSchema() { return detail::TypeTexts<V...>::Schema("Variant"); }

 private:
  template <typename T>
  static bool CheckOne(const TVMFFIAny* src) {
    if constexpr (std::is_same_v<T, Any>) {
      return true;
    } else {
      return TypeTraits<T>::CheckAnyStrict(src);
    }
  }
  template <typename T>
  static bool TryOne(const TVMFFIAny* src, std::optional<Variant<V...>>* result) {
    Any converted;
    if (!detail::ElementOpsOf<T>::kOps.convert(src, &converted)) return false;
    *result = Variant<V...>(UnsafeInit{}, std::move(converted));
    return true;
  }
};

/* A variant takes what any of its alternatives takes; from a variant, every alternative must fit. */
template <typename... V, typename T>
inline constexpr bool type_subsumes_v<Variant<V...>, T> = (type_subsumes_v<V, T> || ...);
template <typename... V, typename... U>
inline constexpr bool type_subsumes_v<Variant<V...>, Variant<U...>> =
    (type_subsumes_v<Variant<V...>, U> && ...);

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_VARIANT_H_
