/* SPDX-License-Identifier: Apache-2.0 */
/* Expected<T>: a T or an Error, for code that does not throw. */
#ifndef TVM_FFI_EXPECTED_H_
#define TVM_FFI_EXPECTED_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* Marks an error that is returned. */
template <typename E = Error>
class Unexpected {
 public:
  static_assert(std::is_base_of_v<Error, E>, "Unexpected carries an Error");
  explicit Unexpected(E error) : error_(std::move(error)) {}

  const E& error() const& { return error_; }
  E&& error() && { return std::move(error_); }

 private:
  E error_;
};

template <typename E>
Unexpected(E) -> Unexpected<E>;

namespace detail {

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowNoExpectedError() {
  ThrowError("RuntimeError", "Bad expected access: contains value, not error");
}

/* What Expected<T> and Expected<void> share: one value, an Error being the failure. */
class ExpectedBase {
 public:
  bool is_err() const { return data_.type_index() == kTVMFFIError; }
  bool is_ok() const { return !is_err(); }
  bool has_value() const { return is_ok(); }
  int32_t type_index() const { return data_.type_index(); }
  /* The error; RuntimeError when there is a value. */
  Error error() const& {
    if (TVM_FFI_PREDICT_FALSE(!is_err())) ThrowNoExpectedError();
    return AnyUnsafe::CopyFromAnyViewAfterCheck<Error>(data_);
  }
  Error error() && {
    if (TVM_FFI_PREDICT_FALSE(!is_err())) ThrowNoExpectedError();
    return AnyUnsafe::MoveFromAnyAfterCheck<Error>(std::move(data_));
  }

 protected:
  ExpectedBase() = default;
  explicit ExpectedBase(Any data) : data_(std::move(data)) {}
  void ThrowIfError() const {
    if (TVM_FFI_PREDICT_FALSE(is_err())) {
      throw AnyUnsafe::CopyFromAnyViewAfterCheck<Error>(data_);
    }
  }
  Any data_;
};

}  // namespace detail

/* A T or an Error; 16 bytes. */
template <typename T>
class Expected : public detail::ExpectedBase {
 public:
  static_assert(!std::is_base_of_v<Error, T>, "Expected<Error> would be two errors");
  static_assert(std::is_same_v<T, Any> || TypeTraits<T>::storage_enabled,
                "Expected<T> needs a T that values can hold");
  using value_type = T;

  Expected(T value) : ExpectedBase(Any(std::move(value))) {}      // NOLINT(*)
  Expected(Error error) : ExpectedBase(Any(std::move(error))) {}  // NOLINT(*)
  template <typename E>
  Expected(Unexpected<E> unexpected)  // NOLINT(*)
      : ExpectedBase(Any(Error(std::move(unexpected).error()))) {}
  template <typename U, typename = std::enable_if_t<std::is_convertible_v<U, T> &&
                                                    !std::is_base_of_v<Error, std::decay_t<U>> &&
                                                    !std::is_same_v<std::decay_t<U>, T>>>
  Expected(U&& value) : Expected(T(std::forward<U>(value))) {}  // NOLINT(*)

  /* The value; throws the error. */
  T value() const& {
    ThrowIfError();
    return detail::AnyUnsafe::CopyFromAnyViewAfterCheck<T>(data_);
  }
  T value() && {
    ThrowIfError();
    return detail::AnyUnsafe::MoveFromAnyAfterCheck<T>(std::move(data_));
  }
  template <typename U = T>
  T value_or(U&& other) const {
    return is_ok() ? detail::AnyUnsafe::CopyFromAnyViewAfterCheck<T>(data_)
                   : T(std::forward<U>(other));
  }
  /* The value as a U when it is one as it stands, or the error; TypeError when it is neither. */
  template <typename U>
  Expected<U> as_or_error() const;

 private:
  friend struct TypeTraits<Expected<T>>;
  template <typename>
  friend class Expected;
  explicit Expected(UnsafeInit) {}
};

/* Success or an Error. */
template <>
class Expected<void> : public detail::ExpectedBase {
 public:
  using value_type = void;

  Expected() = default;
  Expected(Error error) : ExpectedBase(Any(std::move(error))) {}  // NOLINT(*)
  template <typename E>
  Expected(Unexpected<E> unexpected)  // NOLINT(*)
      : ExpectedBase(Any(Error(std::move(unexpected).error()))) {}

  /* Throws the error. */
  void value() const { ThrowIfError(); }
};

template <typename T>
template <typename U>
inline Expected<U> Expected<T>::as_or_error() const {
  if (is_err()) return Expected<U>(error());
  if constexpr (std::is_same_v<U, void>) {
    return Expected<void>();
  } else {
    std::optional<U> result = data_.template as<U>();
    if (result.has_value()) return Expected<U>(*std::move(result));
    return Expected<U>(Error("TypeError",
                             "Cannot treat type `" +
                                 detail::AnyUnsafe::GetMismatchTypeInfo<U>(data_) + "` as type `" +
                                 TypeTraits<U>::TypeStr() + "`",
                             TVMFFIBacktrace(nullptr, 0, nullptr, 0)));
  }
}

template <typename T>
struct TypeTraits<Expected<T>, std::enable_if_t<!std::is_void_v<T>>> : TypeTraitsBase {
  static void CopyToAnyView(const Expected<T>& src, TVMFFIAny* result) {
    *result = *detail::AnyUnsafe::TVMFFIAnyPtrFromAny(src.data_);
  }
  static void MoveToAny(Expected<T> src, TVMFFIAny* result) {
    *result = detail::AnyUnsafe::MoveAnyToTVMFFIAny(std::move(src.data_));
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return src->type_index == kTVMFFIError || TypeTraits<T>::CheckAnyStrict(src);
  }
  static Expected<T> CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    Expected<T> result(UnsafeInit{});
    result.data_ = AnyView::CopyFromTVMFFIAny(*src);
    return result;
  }
  static Expected<T> MoveFromAnyAfterCheck(TVMFFIAny* src) {
    Expected<T> result(UnsafeInit{});
    result.data_ = detail::AnyUnsafe::MoveTVMFFIAnyToAny(src);
    return result;
  }
  static std::optional<Expected<T>> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index == kTVMFFIError) return CopyFromAnyViewAfterCheck(src);
    std::optional<T> value = TypeTraits<T>::TryCastFromAnyView(src);
    if (!value.has_value()) return std::nullopt;
    return Expected<T>(*std::move(value));
  }
  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    return TypeTraits<T>::GetMismatchTypeInfo(src);
  }
  static std::string TypeStr() { return "Expected<" + TypeTraits<T>::TypeStr() + ">"; }
  static std::string TypeSchema() {
    return "{\"type\":\"Expected\",\"args\":[" + TypeTraits<T>::TypeSchema() + "," +
           detail::SimpleTypeSchema(StaticTypeKey::kTVMFFIError) + "]}";
  }
};

namespace detail {

/* Collects a message; turns into the Unexpected that is returned. */
class UnexpectedBuilder {
 public:
  UnexpectedBuilder(const char* kind, const char* file, int line, const char* func)
      : kind_(kind),
        frame_(std::string("  File \"") + file + "\", line " + std::to_string(line) + ", in " +
               func + "\n") {}
  template <typename T>
  UnexpectedBuilder& operator<<(const T& value) {
    message_.stream() << value;
    return *this;
  }
  template <typename T>
  operator Expected<T>() {  // NOLINT(*)
    return Expected<T>(MakeError());
  }
  operator Unexpected<Error>() { return Unexpected<Error>(MakeError()); }  // NOLINT(*)

 private:
  Error MakeError() { return Error(kind_, message_.text(), frame_); }

  const char* kind_;
  std::string frame_;
  TextStream message_;
};

}  // namespace detail

#define TVM_FFI_UNEXPECTED(ErrorKind) \
  ::tvm::ffi::detail::UnexpectedBuilder(#ErrorKind, __FILE__, __LINE__, TVM_FFI_FUNC_SIG)

/* Return an error from a function of Expected result unless the condition holds. */
#define TVM_FFI_RET_CHECK(cond, ErrorKind) \
  while (TVM_FFI_PREDICT_FALSE(!(cond)))   \
  return TVM_FFI_UNEXPECTED(ErrorKind) << "Check failed: (" #cond << ") is false: "

#define TVM_FFI_RET_CHECK_OP_(Name, op, x, y, ErrorKind)                                \
  while (const auto& tvm_ffi_check_failure = ::tvm::ffi::detail::Check##Name((x), (y))) \
  return TVM_FFI_UNEXPECTED(ErrorKind)                                                  \
         << "Check failed: " #x " " #op " " #y << tvm_ffi_check_failure.operands() << ": "

#define TVM_FFI_RET_CHECK_LT(x, y, ErrorKind) TVM_FFI_RET_CHECK_OP_(LT, <, x, y, ErrorKind)
#define TVM_FFI_RET_CHECK_GT(x, y, ErrorKind) TVM_FFI_RET_CHECK_OP_(GT, >, x, y, ErrorKind)
#define TVM_FFI_RET_CHECK_LE(x, y, ErrorKind) TVM_FFI_RET_CHECK_OP_(LE, <=, x, y, ErrorKind)
#define TVM_FFI_RET_CHECK_GE(x, y, ErrorKind) TVM_FFI_RET_CHECK_OP_(GE, >=, x, y, ErrorKind)
#define TVM_FFI_RET_CHECK_EQ(x, y, ErrorKind) TVM_FFI_RET_CHECK_OP_(EQ, ==, x, y, ErrorKind)
#define TVM_FFI_RET_CHECK_NE(x, y, ErrorKind) TVM_FFI_RET_CHECK_OP_(NE, !=, x, y, ErrorKind)
#define TVM_FFI_RET_ICHECK(cond) TVM_FFI_RET_CHECK(cond, InternalError)
#define TVM_FFI_RET_ICHECK_LT(x, y) TVM_FFI_RET_CHECK_LT(x, y, InternalError)
#define TVM_FFI_RET_ICHECK_GT(x, y) TVM_FFI_RET_CHECK_GT(x, y, InternalError)
#define TVM_FFI_RET_ICHECK_LE(x, y) TVM_FFI_RET_CHECK_LE(x, y, InternalError)
#define TVM_FFI_RET_ICHECK_GE(x, y) TVM_FFI_RET_CHECK_GE(x, y, InternalError)
#define TVM_FFI_RET_ICHECK_EQ(x, y) TVM_FFI_RET_CHECK_EQ(x, y, InternalError)
#define TVM_FFI_RET_ICHECK_NE(x, y) TVM_FFI_RET_CHECK_NE(x, y, InternalError)

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_EXPECTED_H_
