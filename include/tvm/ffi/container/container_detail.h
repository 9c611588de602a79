/* SPDX-License-Identifier: Apache-2.0 */
/* What the containers share: iterators over stored values, and the table that tells the type-erased
   algorithms about one element type. */
#ifndef TVM_FFI_CONTAINER_CONTAINER_DETAIL_H_
#define TVM_FFI_CONTAINER_CONTAINER_DETAIL_H_

#include <tvm/ffi/any.h>

#include <cstddef>
#include <iterator>
#include <new>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace detail {

/* True when T may be stored as an element. */
template <typename T>
inline constexpr bool kIsElement = std::is_same_v<T, Any> || TypeTraits<T>::storage_enabled;

template <typename... T>
inline constexpr bool storage_enabled_v = (kIsElement<T> && ...);

/* True when `const U&` may be put where T is wanted without a check. */
template <typename T, typename U>
inline constexpr bool kElementFits =
    std::is_same_v<T, Any> || std::is_same_v<T, U> || type_subsumes_v<T, U>;

/* The element type behind iterator It, and whether it can fill a container of T. */
template <typename It>
using IterValue =
    std::remove_cv_t<std::remove_reference_t<decltype(*std::declval<std::decay_t<It>&>())>>;

template <typename It, typename = void>
inline constexpr bool kIsIterator = false;
template <typename It>
inline constexpr bool
    kIsIterator<It, std::void_t<decltype(*std::declval<It&>()), decltype(++std::declval<It&>())>> =
        true;

template <typename T, typename It, typename = void>
inline constexpr bool is_valid_iterator_v = false;
template <typename T, typename It>
inline constexpr bool is_valid_iterator_v<T, It, std::enable_if_t<kIsIterator<It>>> =
    std::is_same_v<T, Any>
        ? std::is_constructible_v<Any, IterValue<It>>
        : (std::is_same_v<T, IterValue<It>> || std::is_base_of_v<T, IterValue<It>> ||
           type_subsumes_v<T, IterValue<It>> || std::is_convertible_v<IterValue<It>, T>);

/* Copies the T out of a slot that is known to hold one. */
template <typename T>
TVM_FFI_INLINE T ReadElement(const Any& slot) {
  if constexpr (std::is_same_v<T, Any>) {
    return slot;
  } else {
    return AnyUnsafe::CopyFromAnyViewAfterCheck<T>(slot);
  }
}

/* A key for the duration of a look-up, borrowed: nothing is counted. */
template <typename K>
class KeyView {
 public:
  explicit KeyView(const K& key) { TypeTraits<K>::CopyToAnyView(key, &raw_); }
  // An Any is a TVMFFIAny and nothing else; this one is never destroyed as an Any.
  operator const Any&() const { return reinterpret_cast<const Any&>(raw_); }  // NOLINT

 private:
  TVMFFIAny raw_;
};
template <>
class KeyView<Any> {
 public:
  explicit KeyView(const Any& key) : key_(key) {}
  operator const Any&() const { return key_; }  // NOLINT(google-explicit-constructor)

 private:
  const Any& key_;
};
static_assert(sizeof(Any) == sizeof(TVMFFIAny), "an Any is a TVMFFIAny");

/* One element type, as the type-erased algorithms see it. A null `check` accepts everything. */
struct ElementOps {
  bool (*check)(const TVMFFIAny* src);
  /* Converts into `*out`, which holds None; false when the value does not fit. May throw what the
     conversion throws. */
  bool (*convert)(const TVMFFIAny* src, Any* out);
  std::string (*mismatch)(const TVMFFIAny* src);
};

template <typename T>
struct ElementOpsOf {
  static bool Check(const TVMFFIAny* src) { return TypeTraits<T>::CheckAnyStrict(src); }
  static bool Convert(const TVMFFIAny* src, Any* out) {
    std::optional<T> value = TypeTraits<T>::TryCastFromAnyView(src);
    if (!value.has_value()) return false;
    ::new (static_cast<void*>(out)) Any(*std::move(value));
    return true;
  }
  static std::string Mismatch(const TVMFFIAny* src) {
    return TypeTraits<T>::GetMismatchTypeInfo(src);
  }
  static constexpr ElementOps kOps = {&Check, &Convert, &Mismatch};
};

template <>
struct ElementOpsOf<Any> {
  static bool Convert(const TVMFFIAny* src, Any* out) {
    ::new (static_cast<void*>(out)) Any(AnyView::CopyFromTVMFFIAny(*src));
    return true;
  }
  static constexpr ElementOps kOps = {nullptr, &Convert, nullptr};
};

TVM_FFI_INLINE bool PassesCheck(const ElementOps& ops, const Any& value) {
  return ops.check == nullptr || ops.check(AnyUnsafe::TVMFFIAnyPtrFromAny(value));
}

/* Converts `value` into `*out`, which holds None. */
inline bool ConvertElement(const ElementOps& ops, const Any& value, Any* out) {
  return ops.convert(AnyUnsafe::TVMFFIAnyPtrFromAny(value), out);
}

/* Texts of the arguments of a templated type: type names or schemas, made one after the other. */
using TextFn = std::string (*)();

/* The texts made by `args`, with `separator` between them. */
TVM_FFI_NO_INLINE inline std::string JoinTexts(const TextFn* args, size_t num_args,
                                               const char* separator) {
  std::string out;
  for (size_t i = 0; i < num_args; ++i) {
    if (i != 0) AppendText(&out, separator);
    AppendText(&out, args[i]());
  }
  return out;
}

/* `Name<a, b>`, as signatures print it. */
inline std::string ComposeTypeStr(const char* name, const TextFn* args, size_t num_args) {
  return JoinText({name, "<", JoinTexts(args, num_args, ", "), ">"});
}

/* `{"type":"Name","args":[a,b]}` (abi.md §14). */
inline std::string ComposeTypeSchema(const char* type, const TextFn* args, size_t num_args) {
  return JoinText({"{\"type\":\"", type, "\",\"args\":[", JoinTexts(args, num_args, ","), "]}"});
}

/* The argument texts of a templated type: one table per list of types. */
template <typename... T>
struct TypeTexts {
  static constexpr size_t kCount = sizeof...(T);
  static constexpr TextFn kStr[kCount + 1] = {&TypeTraits<T>::TypeStr..., nullptr};
  static constexpr TextFn kSchema[kCount + 1] = {&TypeTraits<T>::TypeSchema..., nullptr};
  static std::string Str(const char* name) { return ComposeTypeStr(name, kStr, kCount); }
  static std::string Schema(const char* type) { return ComposeTypeSchema(type, kSchema, kCount); }
};

/* Iterator over stored values that yields each as a T by value. `It` points at Any. */
template <typename T, typename It = const Any*>
class ElementIterator {
 public:
  using difference_type = std::ptrdiff_t;
  using value_type = T;
  using pointer = const T*;
  using reference = const T;
  using iterator_category = std::random_access_iterator_tag;

  ElementIterator() = default;
  explicit ElementIterator(It at) : at_(at) {}

  reference operator*() const { return ReadElement<T>(*at_); }
  reference operator[](difference_type n) const { return ReadElement<T>(at_[n]); }

  ElementIterator& operator++() {
    ++at_;
    return *this;
  }
  ElementIterator& operator--() {
    --at_;
    return *this;
  }
  ElementIterator operator++(int) { return ElementIterator(at_++); }
  ElementIterator operator--(int) { return ElementIterator(at_--); }
  ElementIterator& operator+=(difference_type n) {
    at_ += n;
    return *this;
  }
  ElementIterator& operator-=(difference_type n) {
    at_ -= n;
    return *this;
  }
  ElementIterator operator+(difference_type n) const { return ElementIterator(at_ + n); }
  ElementIterator operator-(difference_type n) const { return ElementIterator(at_ - n); }
  friend ElementIterator operator+(difference_type n, ElementIterator it) { return it + n; }
  difference_type operator-(const ElementIterator& other) const { return at_ - other.at_; }

  bool operator==(const ElementIterator& other) const { return at_ == other.at_; }
  bool operator!=(const ElementIterator& other) const { return at_ != other.at_; }
  bool operator<(const ElementIterator& other) const { return at_ < other.at_; }
  bool operator>(const ElementIterator& other) const { return at_ > other.at_; }
  bool operator<=(const ElementIterator& other) const { return at_ <= other.at_; }
  bool operator>=(const ElementIterator& other) const { return at_ >= other.at_; }

  /* Where the iterator points in the stored values. */
  It base() const { return at_; }

 private:
  It at_ = It();
};

}  // namespace detail
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_CONTAINER_DETAIL_H_
