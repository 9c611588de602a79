/* SPDX-License-Identifier: Apache-2.0 */
/* Error, the exception that crosses the interface, and the boundary where exceptions become raised
   errors and the reverse. The macros that throw are in error_macros.h. */
#ifndef TVM_FFI_ERROR_H_
#define TVM_FFI_ERROR_H_

#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/type_traits.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#if defined(__GNUC__) || defined(__clang__)
#include <cxxabi.h>
#include <typeinfo>
#endif

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* The object behind an Error (abi.md §6.2). */
class ErrorObj : public Object, public TVMFFIErrorCell {
 public:
  static constexpr int32_t _type_index = kTVMFFIError;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIError, ErrorObj, Object);
};

namespace detail {

/* Throws a MemoryError, which the runtime keeps ready. */
[[noreturn]] inline void ThrowNoMemory();

/* A new error object, owned; MemoryError when memory runs out. */
TVM_FFI_NO_INLINE inline Object* CreateError(std::string_view kind, std::string_view message,
                                             const TVMFFIByteArray* backtrace, const Object* cause,
                                             const Object* extra_context) {
  TVMFFIByteArray kind_bytes = BytesOf(kind);
  TVMFFIByteArray message_bytes = BytesOf(message);
  TVMFFIByteArray none = {"", 0};
  TVMFFIObjectHandle handle = nullptr;
  int failed = TVMFFIErrorCreateWithCauseAndExtraContext(
      &kind_bytes, &message_bytes, backtrace == nullptr ? &none : backtrace,
      const_cast<Object*>(cause), const_cast<Object*>(extra_context), &handle);
  if (failed != 0) ThrowNoMemory();
  return static_cast<Object*>(handle);
}

/* Text of a backtrace with its lines in the opposite order. */
inline std::string ReverseLines(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 1);
  while (!text.empty()) {
    if (text.back() == '\n') text.remove_suffix(1);
    size_t start = text.rfind('\n');
    start = start == std::string_view::npos ? 0 : start + 1;
    out.append(text.substr(start));
    out += '\n';
    text = text.substr(0, start);
  }
  return out;
}

}  // namespace detail

/* An error: kind, message, and where it came from. Thrown by value, shared by reference. Visible,
   so that one library can catch what another threw; its functions are hidden all the same. */
class TVM_FFI_VISIBLE Error : public ObjectRef, public std::exception {
 public:
  /* `backtrace` has one line a frame, the most recent call first. */
  TVM_FFI_HIDDEN Error(std::string kind, std::string message, std::string backtrace)
      : ObjectRef(UnsafeInit{}) {
    TVMFFIByteArray bytes = detail::BytesOf(backtrace);
    Init(detail::CreateError(kind, message, &bytes, nullptr, nullptr));
  }
  TVM_FFI_HIDDEN Error(std::string kind, std::string message, const TVMFFIByteArray* backtrace)
      : ObjectRef(UnsafeInit{}) {
    Init(detail::CreateError(kind, message, backtrace, nullptr, nullptr));
  }
  /* `cause` is the error that led to this one; `extra_context` any object. */
  TVM_FFI_HIDDEN Error(std::string kind, std::string message, std::string backtrace,
                       std::optional<Error> cause, std::optional<ObjectRef> extra_context);
  TVM_FFI_HIDDEN Error(std::string kind, std::string message, const TVMFFIByteArray* backtrace,
                       std::optional<Error> cause, std::optional<ObjectRef> extra_context);

  TVM_FFI_HIDDEN explicit Error(UnsafeInit tag) : ObjectRef(tag) {}
  TVM_FFI_HIDDEN Error(const Error& other) = default;
  TVM_FFI_HIDDEN Error(Error&& other) noexcept = default;
  TVM_FFI_HIDDEN Error& operator=(const Error& other) = default;
  TVM_FFI_HIDDEN Error& operator=(Error&& other) noexcept = default;
  TVM_FFI_HIDDEN ~Error() override = default;

  TVM_FFI_HIDDEN std::string kind() const { return detail::StringOf(get()->kind); }
  TVM_FFI_HIDDEN std::string message() const { return detail::StringOf(get()->message); }
  /* Most recent call first. */
  TVM_FFI_HIDDEN std::string backtrace() const { return detail::StringOf(get()->backtrace); }
  TVM_FFI_HIDDEN std::optional<Error> cause_chain() const;
  TVM_FFI_HIDDEN std::optional<ObjectRef> extra_context() const;

  /* Adds to the backtrace or replaces it; `mode` is a TVMFFIBacktraceUpdateMode. */
  TVM_FFI_HIDDEN void UpdateBacktrace(const TVMFFIByteArray* backtrace, int32_t mode) const {
    get()->update_backtrace(const_cast<ErrorObj*>(get()), backtrace, mode);
  }
  TVM_FFI_HIDDEN std::string TracebackMostRecentCallLast() const {
    const TVMFFIByteArray& text = get()->backtrace;
    return detail::ReverseLines({text.data, text.size});
  }
  /* Traceback, kind and message, as Python prints them. */
  TVM_FFI_HIDDEN std::string FullMessage() const {
    return "Traceback (most recent call last):\n" + TracebackMostRecentCallLast() + kind() + ": " +
           message() + "\n";
  }
  /* The message. */
  TVM_FFI_HIDDEN const char* what() const noexcept override { return get()->message.data; }

  TVM_FFI_HIDDEN const ErrorObj* get() const { return static_cast<ErrorObj*>(get_mutable()); }
  TVM_FFI_HIDDEN const ErrorObj* operator->() const { return get(); }

  TVM_FFI_HIDDEN static constexpr bool _type_is_nullable = false;
  using ContainerType = ErrorObj;

 private:
  TVM_FFI_HIDDEN void Init(Object* owned) {
    data_ = detail::ObjectUnsafe::ObjectPtrFromOwned<Object>(owned);
  }
};

// The reference's layout: pointer to the virtual table, pointer to the object.
static_assert(sizeof(Error) == 2 * sizeof(void*), "layout of Error");

inline Error::Error(std::string kind, std::string message, const TVMFFIByteArray* backtrace,
                    std::optional<Error> cause, std::optional<ObjectRef> extra_context)
    : ObjectRef(UnsafeInit{}) {
  Init(detail::CreateError(kind, message, backtrace, cause.has_value() ? cause->get() : nullptr,
                           extra_context.has_value() ? extra_context->get() : nullptr));
}

inline Error::Error(std::string kind, std::string message, std::string backtrace,
                    std::optional<Error> cause, std::optional<ObjectRef> extra_context)
    : ObjectRef(UnsafeInit{}) {
  TVMFFIByteArray bytes = detail::BytesOf(backtrace);
  Init(detail::CreateError(kind, message, &bytes, cause.has_value() ? cause->get() : nullptr,
                           extra_context.has_value() ? extra_context->get() : nullptr));
}

inline std::optional<Error> Error::cause_chain() const {
  if (get()->cause_chain == nullptr) return std::nullopt;
  return detail::ObjectUnsafe::ObjectRefFromObjectPtr<Error>(
      detail::ObjectUnsafe::ObjectPtrFromUnowned<Object>(get()->cause_chain));
}

inline std::optional<ObjectRef> Error::extra_context() const {
  if (get()->extra_context == nullptr) return std::nullopt;
  return ObjectRef(detail::ObjectUnsafe::ObjectPtrFromUnowned<Object>(get()->extra_context));
}

/* The error to throw when the host language has its own error set already, as after
   TVMFFIEnvCheckSignals failed: the host goes on with that one. */
inline Error EnvErrorAlreadySet() {
  return detail::ObjectUnsafe::ObjectRefFromObjectPtr<Error>(
      detail::ObjectUnsafe::ObjectPtrFromOwned<Object>(
          detail::CreateError("EnvErrorAlreadySet", "", nullptr, nullptr, nullptr)));
}

namespace detail {

/* ---- The boundary ---- */

/* Leaves `error` in the thread's raised slot. */
TVM_FFI_INLINE void SetSafeCallRaised(const Error& error) {
  TVMFFIErrorSetRaised(ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(error));
}

/* Takes the error that a failed call left. An empty slot means that the host has an error set. */
TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline Error MoveFromSafeCallRaised() {
  TVMFFIObjectHandle handle = nullptr;
  TVMFFIErrorMoveFromRaised(&handle);
  if (handle == nullptr) return EnvErrorAlreadySet();
  return ObjectUnsafe::ObjectRefFromObjectPtr<Error>(
      ObjectUnsafe::ObjectPtrFromOwned<Object>(handle));
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowRaised() {
  throw MoveFromSafeCallRaised();
}

/* Raises an exception that is not a std::exception, saying what is known of it. */
inline void SetRaisedFromForeignException() {
#if defined(__GLIBCXX__) || defined(_LIBCPPABI_VERSION)
  if (const std::type_info* type = abi::__cxa_current_exception_type()) {
    int status = 0;
    char* readable = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
    const char* parts[] = {"C++ exception of type `", status == 0 ? readable : type->name(), "`"};
    TVMFFIErrorSetRaisedFromCStrParts("InternalError", parts, 3);
    std::free(readable);
    return;
  }
#endif
  TVMFFIErrorSetRaisedFromCStr("InternalError", "unknown C++ exception");
}

/* Raises the exception that is being handled. The unwinding of a cancelled thread is not an error
   and goes on. */
TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE TVM_FFI_NO_NULL_CHECK inline void
SetRaisedFromCurrentException() {
  try {
    throw;
#if defined(__GLIBCXX__)
  } catch (const abi::__forced_unwind&) {
    throw;
#endif
  } catch (const Error& error) {
    SetSafeCallRaised(error);
  } catch (const std::bad_alloc&) {
    TVMFFIErrorSetRaisedFromCStr("MemoryError", "out of memory");
  } catch (const std::exception& error) {
    TVMFFIErrorSetRaisedFromCStr("InternalError", error.what());
  } catch (...) {
    SetRaisedFromForeignException();
  }
}

/* An error of which only the text is known. Unwinding costs by the frame, and twice where something
   has to be destroyed on the way: errors are made in functions that return them, and thrown by
   functions that own nothing. */
TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline Error MakeError(const char* kind,
                                                           std::string_view message) {
  return ObjectUnsafe::ObjectRefFromObjectPtr<Error>(ObjectUnsafe::ObjectPtrFromOwned<Object>(
      CreateError(kind, message, TVMFFIBacktrace(nullptr, 0, nullptr, 0), nullptr, nullptr)));
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowError(const char* kind,
                                                                        std::string_view message) {
  throw MakeError(kind, message);
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowNoMemory() {
  TVMFFIErrorSetRaisedFromCStr("MemoryError", "out of memory");
  ThrowRaised();
}

/* ---- Failed conversions ---- */

/* True when the value is an integer as wanted, only too large or too small. */
TVM_FFI_INLINE bool IsOutOfRange(const TVMFFIAny* src, const TypeDesc& target) {
  return target.int_bits != 0 &&
         (src->type_index == kTVMFFIInt || src->type_index == kTVMFFIBigInt);
}

/* `integer 256 does not fit into an unsigned 8-bit integer`, and what else there is to say. */
inline std::string OutOfRangeText(const TVMFFIAny* src, const TypeDesc& target,
                                  std::string_view where = {}, std::string_view site = {}) {
  bool is_signed = target.int_bits < 0;
  IntText value(src->v_int64);
  return JoinText(
      {"integer ", src->type_index == kTVMFFIInt ? std::string_view(value) : "of more than 64 bits",
       " does not fit into ", is_signed ? "a signed " : "an unsigned ",
       IntText(is_signed ? -target.int_bits : target.int_bits), "-bit integer", where, site});
}

TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline Error MakeMismatch(const TVMFFIAny* src,
                                                              const TypeDesc& target,
                                                              const char* before,
                                                              const char* between) {
  if (IsOutOfRange(src, target)) return MakeError("OverflowError", OutOfRangeText(src, target));
  return MakeError("TypeError",
                   JoinText({before, target.mismatch(src), between, target.type_str(), "`"}));
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowMismatch(const TVMFFIAny* src,
                                                                           const TypeDesc& target,
                                                                           const char* before,
                                                                           const char* between) {
  throw MakeMismatch(src, target, before, between);
}

[[noreturn]] TVM_FFI_COLD_CODE inline void ThrowCannotConvert(const TVMFFIAny* src,
                                                              const TypeDesc& target) {
  ThrowMismatch(src, target, "Cannot convert from type `", "` to `");
}

[[noreturn]] TVM_FFI_COLD_CODE inline void ThrowCannotTreat(const TVMFFIAny* src,
                                                            const TypeDesc& target) {
  ThrowMismatch(src, target, "Cannot treat type `", "` as type `");
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowTooLarge(uint64_t value) {
  ThrowError(
      "OverflowError",
      JoinText({"integer ", IntText(value, false),
                " does not fit into a signed 64-bit integer, which is what a value can hold; "
                "cast it to int64_t if its bits are meant"}));
}

TVM_FFI_NO_INLINE inline int32_t LookupTypeIndex(int32_t* cache, const char* type_key) {
  if (*cache != 0) return *cache;
  TVMFFIByteArray key = BytesOf(type_key);
  int32_t index = 0;
  if (TVMFFITypeKeyToIndex(&key, &index) != 0) ThrowRaised();
  *cache = index;
  return index;
}

/* ---- Code that runs while a library is being loaded ---- */

/* Runs the body of a TVM_FFI_STATIC_INIT_BLOCK. An exception must not leave an ELF constructor: it
   would end the process. It is left in the raised slot, where a loader can find it, and told in one
   line. */
TVM_FFI_NO_INLINE TVM_FFI_NO_NULL_CHECK inline void RunStaticInit(void (*body)(),
                                                                  const char* file) {
  try {
    body();
    return;
#if defined(__GLIBCXX__)
  } catch (const abi::__forced_unwind&) {
    throw;
#endif
  } catch (...) {
    SetRaisedFromCurrentException();
  }
  Error error = MoveFromSafeCallRaised();
  std::fprintf(stderr, "tvm-ffi: registration in %s failed: %s: %s\n", file, error->kind.data,
               error->message.data);
  SetSafeCallRaised(error);
}

}  // namespace detail

/* The index of a registered type; the runtime's error when there is none of that key. */
inline int32_t TypeKeyToIndex(std::string_view type_key) {
  TVMFFIByteArray key = detail::BytesOf(type_key);
  int32_t index = 0;
  if (TVMFFITypeKeyToIndex(&key, &index) != 0) detail::ThrowRaised();
  return index;
}

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#include <tvm/ffi/error_macros.h>

#endif  // TVM_FFI_ERROR_H_
