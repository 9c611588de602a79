/* SPDX-License-Identifier: Apache-2.0 */
/* Optional<T>: a T or nothing, in the smallest form that the type allows. */
#ifndef TVM_FFI_OPTIONAL_H_
#define TVM_FFI_OPTIONAL_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/object.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

template <typename T, typename = void>
class Optional;

namespace detail {

template <typename T>
inline constexpr bool kIsObjectPtr = false;
template <typename T>
inline constexpr bool kIsObjectPtr<ObjectPtr<T>> = true;
template <typename T>
inline constexpr bool kIsObjectPtr<Arc<T>> = true;

template <typename T>
inline constexpr bool is_optional_type_v = false;
template <typename T>
inline constexpr bool is_optional_type_v<Optional<T>> = true;

/* Where the T lives. Each form has Has, Put, Clear and, when there is a T, Get, Take, which leaves
   nothing, and View, which borrows it. */

/* A type that cannot be a value: as std::optional. */
template <typename T, typename = void>
struct OptionalStore {
  bool Has() const { return data.has_value(); }
  T Get() const { return *data; }
  T Take() {
    T result = *std::move(data);
    data.reset();
    return result;
  }
  void View(TVMFFIAny* result) const { TypeTraits<T>::CopyToAnyView(*data, result); }
  void Put(T&& value) { data.emplace(std::move(value)); }
  void Clear() { data.reset(); }
  std::optional<T> data;
};

/* A value: nothing is None. */
template <typename T>
struct OptionalStore<
    T, std::enable_if_t<TypeTraits<T>::storage_enabled && !std::is_base_of_v<ObjectRef, T> &&
                        !kIsObjectPtr<T> && !std::is_same_v<T, Any>>> {
  bool Has() const { return data != nullptr; }
  T Get() const { return AnyUnsafe::CopyFromAnyViewAfterCheck<T>(data); }
  T Take() { return AnyUnsafe::MoveFromAnyAfterCheck<T>(std::move(data)); }
  void View(TVMFFIAny* result) const { *result = *AnyUnsafe::TVMFFIAnyPtrFromAny(data); }
  void Put(T&& value) { data = Any(std::move(value)); }
  void Clear() { data.reset(); }
  Any data;
};

/* A reference: nothing is null. */
template <typename T>
struct OptionalStore<T, std::enable_if_t<std::is_base_of_v<ObjectRef, T>>> {
  bool Has() const { return data != nullptr; }
  T Get() const { return ObjectUnsafe::ObjectRefFromObjectPtr<T>(data); }
  T Take() { return ObjectUnsafe::ObjectRefFromObjectPtr<T>(std::move(data)); }
  void View(TVMFFIAny* result) const { SetObject(result, ObjectUnsafe::GetHeader(data.get())); }
  void Put(T&& value) { data = ObjectUnsafe::ObjectPtrFromObjectRef<Object>(std::move(value)); }
  void Clear() { data.reset(); }
  ObjectPtr<Object> data;
};

/* An owning pointer: nothing is null. */
template <typename T>
struct OptionalStore<T, std::enable_if_t<kIsObjectPtr<T>>> {
  using Target = std::remove_reference_t<decltype(*std::declval<const T&>())>;
  bool Has() const { return data != nullptr; }
  T Get() const { return Wrap(ObjectPtr<Target>(data)); }
  T Take() { return Wrap(std::move(data)); }
  void View(TVMFFIAny* result) const { SetObject(result, ObjectUnsafe::GetHeader(data.get())); }
  void Put(T&& value) { data = std::move(value); }
  void Clear() { data.reset(); }
  static T Wrap(ObjectPtr<Target>&& ptr) {
    if constexpr (std::is_same_v<T, ObjectPtr<Target>>) {
      return std::move(ptr);
    } else {
      return ObjectUnsafe::ArcFromObjectPtr<Target>(std::move(ptr));
    }
  }
  ObjectPtr<Target> data;
};

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowNoOptionalValue() {
  ThrowError("RuntimeError", "Back optional access");
}

/* What two values of T compare to. */
template <typename T>
using EqResult = decltype(std::declval<const T&>() == std::declval<const T&>());
template <typename T>
using NeResult = decltype(std::declval<const T&>() != std::declval<const T&>());

/* The object behind an Optional of references, as operator-> and get() show it. */
template <typename T, typename = void>
struct OptionalPointee {
  using type = void;
};
template <typename T>
struct OptionalPointee<T, std::enable_if_t<std::is_base_of_v<ObjectRef, T>>> {
  using type = const typename T::ContainerType;
};

}  // namespace detail

/* A T or nothing. Elements come out by value. */
template <typename T, typename>
class Optional {
  static constexpr bool kIsRef = std::is_base_of_v<ObjectRef, T>;
  static constexpr bool kIsPtr = kIsRef || detail::kIsObjectPtr<T>;
  template <typename U>
  using IfRef = std::enable_if_t<std::is_base_of_v<ObjectRef, U>>;

 public:
  using value_type = T;

  Optional() = default;
  Optional(const Optional&) = default;
  Optional(Optional&&) noexcept = default;
  Optional& operator=(const Optional&) = default;
  Optional& operator=(Optional&&) noexcept = default;

  Optional(std::nullopt_t) {}                          // NOLINT(*)
  Optional(T value) { store_.Put(std::move(value)); }  // NOLINT(*)
  Optional(std::optional<T> other) {                   // NOLINT(*)
    if (other.has_value()) store_.Put(*std::move(other));
  }
  template <typename U, typename = std::enable_if_t<std::is_same_v<U, std::nullptr_t> && kIsPtr>>
  Optional(U) {}  // NOLINT(*)
  template <typename U, typename = std::enable_if_t<std::is_base_of_v<ObjectRef, U> && kIsRef>>
  explicit Optional(ObjectPtr<Object> ptr, U* = nullptr) {
    store_.data = std::move(ptr);
  }

  Optional& operator=(std::nullopt_t) {
    store_.Clear();
    return *this;
  }
  Optional& operator=(T value) {
    store_.Put(std::move(value));
    return *this;
  }
  Optional& operator=(std::optional<T> other) { return *this = Optional(std::move(other)); }
  template <typename U, typename = std::enable_if_t<std::is_same_v<U, std::nullptr_t> && kIsPtr>>
  Optional& operator=(U) {
    store_.Clear();
    return *this;
  }

  bool has_value() const { return store_.Has(); }
  explicit operator bool() const { return store_.Has(); }
  void reset() { store_.Clear(); }

  /* The T; RuntimeError when there is none. */
  T value() const& {
    if (TVM_FFI_PREDICT_FALSE(!store_.Has())) detail::ThrowNoOptionalValue();
    return store_.Get();
  }
  T value() && {
    if (TVM_FFI_PREDICT_FALSE(!store_.Has())) detail::ThrowNoOptionalValue();
    return store_.Take();
  }
  template <typename U = std::remove_cv_t<T>>
  T value_or(U&& other) const& {
    return store_.Has() ? store_.Get() : T(std::forward<U>(other));
  }
  template <typename U = std::remove_cv_t<T>>
  T value_or(U&& other) && {
    return store_.Has() ? store_.Take() : T(std::forward<U>(other));
  }
  /* The T; there must be one. */
  T operator*() const& noexcept { return store_.Get(); }
  T operator*() && noexcept { return store_.Take(); }

  /* As on T itself; nothing when there is none. */
  template <typename U, typename V = T>
  auto as() const -> decltype(std::declval<const V&>().template as<U>()) {
    using Result = decltype(std::declval<const V&>().template as<U>());
    if (!store_.Has()) return Result{};
    if constexpr (std::is_pointer_v<Result> && kIsRef) {
      return store_.data->template IsInstance<U>() ? static_cast<Result>(store_.data.get())
                                                   : nullptr;
    } else {
      return static_cast<const V&>(store_.Get()).template as<U>();
    }
  }
  template <typename U, typename V = T>
  auto as_or_throw() const -> decltype(std::declval<const V&>().template as_or_throw<U>()) {
    return value().template as_or_throw<U>();
  }

  /* The object of a reference, null when there is none. */
  template <typename U = T, typename = IfRef<U>>
  typename detail::OptionalPointee<U>::type* get() const {
    return static_cast<typename detail::OptionalPointee<U>::type*>(store_.data.get());
  }
  template <typename U = T, typename = IfRef<U>>
  typename detail::OptionalPointee<U>::type* operator->() const {
    return get<U>();
  }
  template <typename U = T,
            typename = std::enable_if_t<std::is_base_of_v<ObjectRef, U> || detail::kIsObjectPtr<U>>>
  bool unique() const {
    return store_.data.unique();
  }
  template <typename U = T,
            typename = std::enable_if_t<std::is_base_of_v<ObjectRef, U> || detail::kIsObjectPtr<U>>>
  int use_count() const {
    return store_.data.use_count();
  }
  bool same_as(const Optional& other) const {
    if (!has_value() || !other.has_value()) return has_value() == other.has_value();
    return store_.Get().same_as(other.store_.Get());
  }
  bool same_as(const T& other) const { return has_value() && store_.Get().same_as(other); }

  bool operator==(std::nullopt_t) const { return !has_value(); }
  bool operator!=(std::nullopt_t) const { return has_value(); }
  template <typename U, typename = std::enable_if_t<std::is_same_v<U, std::nullptr_t> && kIsPtr>>
  bool operator==(U) const {
    return !has_value();
  }
  template <typename U, typename = std::enable_if_t<std::is_same_v<U, std::nullptr_t> && kIsPtr>>
  bool operator!=(U) const {
    return has_value();
  }
  /* What T's own comparison says; nothing equals nothing only. */
  template <typename U = T>
  detail::EqResult<U> operator==(const Optional& other) const {
    if (has_value() && other.has_value()) return store_.Get() == other.store_.Get();
    return detail::EqResult<U>(has_value() == other.has_value());
  }
  template <typename U = T>
  detail::NeResult<U> operator!=(const Optional& other) const {
    if (has_value() && other.has_value()) return store_.Get() != other.store_.Get();
    return detail::NeResult<U>(has_value() != other.has_value());
  }
  template <typename U,
            typename = std::enable_if_t<
                !detail::is_optional_type_v<U> && !std::is_same_v<U, std::nullptr_t> &&
                !std::is_same_v<U, std::nullopt_t> && !std::is_same_v<U, std::optional<T>>>>
  auto operator==(const U& other) const -> decltype(std::declval<const T&>() == other) {
    using Result = decltype(std::declval<const T&>() == other);
    if (has_value()) return store_.Get() == other;
    return Result(false);
  }
  template <typename U,
            typename = std::enable_if_t<
                !detail::is_optional_type_v<U> && !std::is_same_v<U, std::nullptr_t> &&
                !std::is_same_v<U, std::nullopt_t> && !std::is_same_v<U, std::optional<T>>>>
  auto operator!=(const U& other) const -> decltype(std::declval<const T&>() != other) {
    using Result = decltype(std::declval<const T&>() != other);
    if (has_value()) return store_.Get() != other;
    return Result(true);
  }
  template <typename U = T>
  detail::EqResult<U> operator==(const std::optional<T>& other) const {
    return *this == Optional(other);
  }
  template <typename U = T>
  detail::NeResult<U> operator!=(const std::optional<T>& other) const {
    return *this != Optional(other);
  }

 private:
  detail::OptionalStore<T> store_;
  template <typename, typename>
  friend struct TypeTraits;
};

/* None is nothing; everything else goes the way of T. */
template <typename T>
struct TypeTraits<Optional<T>, std::enable_if_t<TypeTraits<T>::convert_enabled>> : TypeTraitsBase {
  static constexpr bool storage_enabled = TypeTraits<T>::storage_enabled;

  static void CopyToAnyView(const Optional<T>& src, TVMFFIAny* result) {
    if (src.has_value()) {
      src.store_.View(result);
    } else {
      detail::SetNone(result);
    }
  }
  static void MoveToAny(Optional<T> src, TVMFFIAny* result) {
    if (!src.has_value()) {
      detail::SetNone(result);
    } else {
      TypeTraits<T>::MoveToAny(*std::move(src), result);
    }
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == kTVMFFINone || TypeTraits<T>::CheckAnyStrict(src);
  }
  static Optional<T> CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFINone) return std::nullopt;
    return TypeTraits<T>::CopyFromAnyViewAfterCheck(src);
  }
  static Optional<T> MoveFromAnyAfterCheck(TVMFFIAny* src) {
    if (src->type_index == kTVMFFINone) return std::nullopt;
    return TypeTraits<T>::MoveFromAnyAfterCheck(src);
  }
  static std::optional<Optional<T>> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFINone) return Optional<T>(std::nullopt);
    std::optional<T> value = TypeTraits<T>::TryCastFromAnyView(src);
    if (!value.has_value()) return std::nullopt;
    return Optional<T>(*std::move(value));
  }
  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    return TypeTraits<T>::GetMismatchTypeInfo(src);
  }
  static std::string TypeStr() {
    return detail::JoinText({"Optional<", TypeTraits<T>::TypeStr(), ">"});
  }
  static std::string TypeSchema() {
    return detail::OptionalTypeSchema(TypeTraits<T>::TypeSchema());
  }
};

template <typename T, typename U>
inline constexpr bool type_subsumes_v<Optional<T>, U> = type_subsumes_v<T, U>;
template <typename T, typename U>
inline constexpr bool type_subsumes_v<Optional<T>, Optional<U>> = type_subsumes_v<T, U>;

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_OPTIONAL_H_
