/* SPDX-License-Identifier: Apache-2.0 */
/* The macros that throw, check, and guard the boundary. Part of error.h. */
#ifndef TVM_FFI_ERROR_MACROS_H_
#define TVM_FFI_ERROR_MACROS_H_

#include <tvm/ffi/error.h>

#include <cstdio>
#include <memory>
#include <ostream>
#include <streambuf>
#include <string>
#include <utility>

/* Set to 1 to have every TVM_FFI_THROW print its message to stderr first. */
#ifndef TVM_FFI_ALWAYS_LOG_BEFORE_THROW
#define TVM_FFI_ALWAYS_LOG_BEFORE_THROW 0
#endif

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace detail {

/* A stream that collects text. Plainer and lighter than a std::ostringstream. */
class TextBuffer : public std::streambuf {
 public:
  std::string text;

 protected:
  int_type overflow(int_type c) override {
    if (!traits_type::eq_int_type(c, traits_type::eof())) text += traits_type::to_char_type(c);
    return traits_type::not_eof(c);
  }
  std::streamsize xsputn(const char* data, std::streamsize size) override {
    text.append(data, static_cast<size_t>(size));
    return size;
  }
};

class TextStream {
 public:
  TVM_FFI_NO_INLINE TextStream() : stream_(&buffer_) {}
  TVM_FFI_NO_INLINE ~TextStream() {}
  std::ostream& stream() { return stream_; }
  std::string& text() { return buffer_.text; }

 private:
  TextBuffer buffer_;
  std::ostream stream_;
};

/* Collects a message; the end of the full expression throws it. */
class ErrorBuilder {
 public:
  TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE ErrorBuilder(const char* kind,
                                                   const TVMFFIByteArray* backtrace,
                                                   bool log_before_throw)
      // The runtime's buffer is overwritten by the next backtrace, which an operand may cause.
      : parts_(new Parts{kind, StringOf(*backtrace), log_before_throw}) {}

  [[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE ~ErrorBuilder() noexcept(false) {
    throw Finish(parts_);
  }

  std::ostream& stream() { return parts_->message.stream(); }

 private:
  struct Parts {
    const char* kind;
    std::string backtrace;
    bool log_before_throw;
    TextStream message = {};
  };

  /* Nothing is left to be destroyed when the error is thrown: see MakeError. */
  TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE static Error Finish(Parts* parts) {
    std::unique_ptr<Parts> owned(parts);
    Error error(parts->kind, std::move(parts->message.text()), std::move(parts->backtrace));
    if (parts->log_before_throw) {
      std::string text = error.FullMessage();
      std::fwrite(text.data(), 1, text.size(), stderr);
      std::fflush(stderr);
    }
    return error;
  }

  Parts* parts_;
};

/* Outcome of a comparison: false, or the two operands as text. */
class CheckFailure {
 public:
  CheckFailure() = default;
  explicit CheckFailure(std::string* operands) : operands_(operands) {}
  CheckFailure(const CheckFailure&) = delete;
  CheckFailure& operator=(const CheckFailure&) = delete;
  ~CheckFailure() { delete operands_; }
  explicit operator bool() const { return TVM_FFI_PREDICT_FALSE(operands_ != nullptr); }
  const std::string& operands() const { return *operands_; }

 private:
  std::string* operands_ = nullptr;
};

template <typename X, typename Y>
TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE std::string* DescribeOperands(const X& x, const Y& y) {
  TextStream out;
  out.stream() << " (" << x << " vs. " << y << ") ";
  return new std::string(std::move(out.text()));
}

#if defined(__GNUC__) || defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
#endif
#define TVM_FFI_DEFINE_CHECK_(Name, op)                             \
  template <typename X, typename Y>                                 \
  TVM_FFI_INLINE CheckFailure Check##Name(const X& x, const Y& y) { \
    if (TVM_FFI_PREDICT_TRUE(x op y)) return CheckFailure();        \
    return CheckFailure(DescribeOperands(x, y));                    \
  }
TVM_FFI_DEFINE_CHECK_(LT, <)
TVM_FFI_DEFINE_CHECK_(GT, >)
TVM_FFI_DEFINE_CHECK_(LE, <=)
TVM_FFI_DEFINE_CHECK_(GE, >=)
TVM_FFI_DEFINE_CHECK_(EQ, ==)
TVM_FFI_DEFINE_CHECK_(NE, !=)
#undef TVM_FFI_DEFINE_CHECK_
#if defined(__GNUC__) || defined(__clang__)
#pragma GCC diagnostic pop
#endif

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowNull(
    const char* kind, const char* expr, const TVMFFIByteArray* backtrace) {
  throw Error(kind, std::string("Check not null: ") + expr + " ", backtrace);
}

template <typename T>
TVM_FFI_INLINE T&& CheckNotNull(T&& ptr, const char* kind, const char* expr, const char* file,
                                int line, const char* func) {
  if (TVM_FFI_PREDICT_FALSE(ptr == nullptr)) {
    ThrowNull(kind, expr, TVMFFIBacktrace(file, line, func, 0));
  }
  return std::forward<T>(ptr);
}

}  // namespace detail
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#define TVM_FFI_THROW_(ErrorKind, log)                                                  \
  ::tvm::ffi::detail::ErrorBuilder(                                                     \
      #ErrorKind, TVMFFIBacktrace(__FILE__, __LINE__, TVM_FFI_FUNC_SIG, 0), (log) != 0) \
      .stream()

/* Throws an Error of the kind: `TVM_FFI_THROW(ValueError) << "bad size " << n;` */
#define TVM_FFI_THROW(ErrorKind) TVM_FFI_THROW_(ErrorKind, TVM_FFI_ALWAYS_LOG_BEFORE_THROW)

/* The same, and prints traceback and message to stderr first: for code whose errors may get lost. */
#define TVM_FFI_LOG_AND_THROW(ErrorKind) TVM_FFI_THROW_(ErrorKind, 1)

// A loop that never comes round instead of an `if`: a following `else` cannot attach to it.

/* Throws unless the condition holds: `TVM_FFI_CHECK(n > 0, ValueError) << "n is " << n;` */
#define TVM_FFI_CHECK(cond, ErrorKind)   \
  while (TVM_FFI_PREDICT_FALSE(!(cond))) \
  TVM_FFI_THROW(ErrorKind) << "Check failed: (" #cond << ") is false: "

#define TVM_FFI_CHECK_OP_(Name, op, x, y, ErrorKind)                                    \
  while (const auto& tvm_ffi_check_failure = ::tvm::ffi::detail::Check##Name((x), (y))) \
  TVM_FFI_THROW(ErrorKind) << "Check failed: " #x " " #op " " #y                        \
                           << tvm_ffi_check_failure.operands() << ": "

/* Throw unless the comparison holds; the message shows both operands, which must be printable. */
#define TVM_FFI_CHECK_LT(x, y, ErrorKind) TVM_FFI_CHECK_OP_(LT, <, x, y, ErrorKind)
#define TVM_FFI_CHECK_GT(x, y, ErrorKind) TVM_FFI_CHECK_OP_(GT, >, x, y, ErrorKind)
#define TVM_FFI_CHECK_LE(x, y, ErrorKind) TVM_FFI_CHECK_OP_(LE, <=, x, y, ErrorKind)
#define TVM_FFI_CHECK_GE(x, y, ErrorKind) TVM_FFI_CHECK_OP_(GE, >=, x, y, ErrorKind)
#define TVM_FFI_CHECK_EQ(x, y, ErrorKind) TVM_FFI_CHECK_OP_(EQ, ==, x, y, ErrorKind)
#define TVM_FFI_CHECK_NE(x, y, ErrorKind) TVM_FFI_CHECK_OP_(NE, !=, x, y, ErrorKind)
/* Yields the pointer. */
#define TVM_FFI_CHECK_NOTNULL(ptr, ErrorKind) \
  ::tvm::ffi::detail::CheckNotNull((ptr), #ErrorKind, #ptr, __FILE__, __LINE__, TVM_FFI_FUNC_SIG)

/* The same as InternalError: for what only a mistake in the program can break. */
#define TVM_FFI_ICHECK(cond) TVM_FFI_CHECK(cond, InternalError)
#define TVM_FFI_ICHECK_LT(x, y) TVM_FFI_CHECK_LT(x, y, InternalError)
#define TVM_FFI_ICHECK_GT(x, y) TVM_FFI_CHECK_GT(x, y, InternalError)
#define TVM_FFI_ICHECK_LE(x, y) TVM_FFI_CHECK_LE(x, y, InternalError)
#define TVM_FFI_ICHECK_GE(x, y) TVM_FFI_CHECK_GE(x, y, InternalError)
#define TVM_FFI_ICHECK_EQ(x, y) TVM_FFI_CHECK_EQ(x, y, InternalError)
#define TVM_FFI_ICHECK_NE(x, y) TVM_FFI_CHECK_NE(x, y, InternalError)
#define TVM_FFI_ICHECK_NOTNULL(ptr) TVM_FFI_CHECK_NOTNULL(ptr, InternalError)

/* The same in debug builds; under NDEBUG compiled and never executed. */
#ifndef NDEBUG
#define TVM_FFI_DCHECK(cond) TVM_FFI_ICHECK(cond)
#define TVM_FFI_DCHECK_LT(x, y) TVM_FFI_ICHECK_LT(x, y)
#define TVM_FFI_DCHECK_GT(x, y) TVM_FFI_ICHECK_GT(x, y)
#define TVM_FFI_DCHECK_LE(x, y) TVM_FFI_ICHECK_LE(x, y)
#define TVM_FFI_DCHECK_GE(x, y) TVM_FFI_ICHECK_GE(x, y)
#define TVM_FFI_DCHECK_EQ(x, y) TVM_FFI_ICHECK_EQ(x, y)
#define TVM_FFI_DCHECK_NE(x, y) TVM_FFI_ICHECK_NE(x, y)
#define TVM_FFI_DCHECK_NOTNULL(ptr) TVM_FFI_ICHECK_NOTNULL(ptr)
#else
#define TVM_FFI_DCHECK(cond) \
  while (false) TVM_FFI_ICHECK(cond)
#define TVM_FFI_DCHECK_LT(x, y) \
  while (false) TVM_FFI_ICHECK_LT(x, y)
#define TVM_FFI_DCHECK_GT(x, y) \
  while (false) TVM_FFI_ICHECK_GT(x, y)
#define TVM_FFI_DCHECK_LE(x, y) \
  while (false) TVM_FFI_ICHECK_LE(x, y)
#define TVM_FFI_DCHECK_GE(x, y) \
  while (false) TVM_FFI_ICHECK_GE(x, y)
#define TVM_FFI_DCHECK_EQ(x, y) \
  while (false) TVM_FFI_ICHECK_EQ(x, y)
#define TVM_FFI_DCHECK_NE(x, y) \
  while (false) TVM_FFI_ICHECK_NE(x, y)
#define TVM_FFI_DCHECK_NOTNULL(ptr) (ptr)
#endif

/* Body of a C function that may be called from anywhere: returns 0, or -1 with whatever was thrown
   in between raised. Nothing is thrown across. */
#define TVM_FFI_SAFE_CALL_BEGIN() \
  try {                           \
  (void)0

#define TVM_FFI_SAFE_CALL_END()                           \
  return 0;                                               \
  }                                                       \
  catch (const ::tvm::ffi::Error& tvm_ffi_error) {        \
    ::tvm::ffi::detail::SetSafeCallRaised(tvm_ffi_error); \
    return -1;                                            \
  }                                                       \
  catch (...) {                                           \
    ::tvm::ffi::detail::SetRaisedFromCurrentException();  \
    return -1;                                            \
  }                                                       \
  TVM_FFI_UNREACHABLE()

/* Calls a function of the C interface; throws what it raised. */
#define TVM_FFI_CHECK_SAFE_CALL(func)                                          \
  do {                                                                         \
    if (TVM_FFI_PREDICT_FALSE((func) != 0)) ::tvm::ffi::detail::ThrowRaised(); \
  } while (false)

/* Body of a C function that has no way to fail: prints what was thrown and ends the process. */
#define TVM_FFI_LOG_EXCEPTION_CALL_BEGIN() \
  try {                                    \
  (void)0

#define TVM_FFI_LOG_EXCEPTION_CALL_END(Name)                                                \
  }                                                                                         \
  catch (const std::exception& tvm_ffi_error) {                                             \
    std::fprintf(stderr, "Exception caught during %s:\n%s\n", #Name, tvm_ffi_error.what()); \
    std::exit(-1);                                                                          \
  }

/* A block of code that runs when the library is loaded; any number of them. What it throws is
   reported and does not end the process:
     TVM_FFI_STATIC_INIT_BLOCK() { reflection::GlobalDef().def("my_ext.f", f); } */
#define TVM_FFI_STATIC_INIT_BLOCK_(Body, Run) \
  static void Body();                         \
  TVM_FFI_STATIC_INIT_RUN_(Body, Run)         \
  static void Body()

#if defined(__GNUC__) || defined(__clang__)
#define TVM_FFI_STATIC_INIT_RUN_(Body, Run)             \
  __attribute__((constructor)) static void Run() {      \
    ::tvm::ffi::detail::RunStaticInit(&Body, __FILE__); \
  }
#else
#define TVM_FFI_STATIC_INIT_RUN_(Body, Run) \
  static const int Run = (::tvm::ffi::detail::RunStaticInit(&Body, __FILE__), 0);
#endif

#define TVM_FFI_STATIC_INIT_BLOCK_NUMBERED_(N)                            \
  TVM_FFI_STATIC_INIT_BLOCK_(TVM_FFI_STR_CONCAT(TVMFFIStaticInitBody, N), \
                             TVM_FFI_STR_CONCAT(TVMFFIStaticInitRun, N))
#define TVM_FFI_STATIC_INIT_BLOCK() TVM_FFI_STATIC_INIT_BLOCK_NUMBERED_(__COUNTER__)

#endif  // TVM_FFI_ERROR_MACROS_H_
