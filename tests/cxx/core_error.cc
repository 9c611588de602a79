// SPDX-License-Identifier: Apache-2.0
// error.h, error_macros.h, expected.h: errors, checks, the boundary, static initialisation.
#include <tvm/ffi/error.h>
#include <tvm/ffi/expected.h>
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/string.h>

#if defined(__linux__)
#include <pthread.h>
#endif

#include <new>
#include <ostream>
#include <stdexcept>

#include "check.h"

namespace ffi = tvm::ffi;
using ffi::Error;

static int blocks_run = 0;
TVM_FFI_STATIC_INIT_BLOCK() { ++blocks_run; }
TVM_FFI_STATIC_INIT_BLOCK() { TVM_FFI_THROW(ValueError) << "expected by this test"; }
TVM_FFI_STATIC_INIT_BLOCK() { throw 42; }
TVM_FFI_STATIC_INIT_BLOCK() { ++blocks_run; }

static const char* const kTrace = "  File \"b\", line 2, in g\n  File \"a\", line 1, in f\n";

static void Values() {
  Error error("ValueError", "the message", kTrace);
  CHECK(error.kind() == "ValueError" && error.message() == "the message");
  CHECK(error.backtrace() == kTrace && std::string(error.what()) == "the message");
  CHECK(error.TracebackMostRecentCallLast() ==
        "  File \"a\", line 1, in f\n  File \"b\", line 2, in g\n");
  CHECK(error.FullMessage() ==
        "Traceback (most recent call last):\n  File \"a\", line 1, in f\n"
        "  File \"b\", line 2, in g\nValueError: the message\n");
  CHECK(!error.cause_chain() && !error.extra_context());
  Error outer("RuntimeError", "outer", "", error, ffi::ObjectRef(error));
  CHECK(outer.cause_chain()->same_as(error) && outer.extra_context()->same_as(error));
  const std::string frame = "  File \"c\", line 3, in h\n";
  TVMFFIByteArray line{frame.data(), frame.size()};
  error.UpdateBacktrace(&line, kTVMFFIBacktraceUpdateModeAppend);
  CHECK(error.backtrace() == kTrace + frame);
  error.UpdateBacktrace(&line, kTVMFFIBacktraceUpdateModeReplace);
  CHECK(error.backtrace() == frame);
  static_assert(sizeof(Error) == 16 && std::is_base_of_v<std::exception, Error>);
  static_assert(std::is_base_of_v<ffi::ObjectRef, Error>);
  CHECK(ffi::EnvErrorAlreadySet().kind() == "EnvErrorAlreadySet");
}

struct Point {
  int x, y;
};
static bool operator==(const Point& a, const Point& b) { return a.x == b.x && a.y == b.y; }
static std::ostream& operator<<(std::ostream& os, const Point& p) {
  return os << '<' << p.x << ',' << p.y << '>';
}

static void Throwing() {
  CHECK_ERROR("ValueError: bad 3 <1,2> 0x10", [] {
    TVM_FFI_THROW(ValueError) << "bad " << 3 << ' ' << Point{1, 2} << " 0x" << std::hex << 16;
  }());
  try {
    TVM_FFI_THROW(IndexError) << "here";
  } catch (const Error& e) {
    CHECK(check::Contains(e.backtrace(), "core_error.cc\", line") && e.message() == "here");
  }
  CHECK_ERROR("InternalError: Check failed: (1 == 2) is false: why",
              [] { TVM_FFI_ICHECK(1 == 2) << "why"; }());
  CHECK_ERROR("ValueError: Check failed: (false) is false: ",
              [] { TVM_FFI_CHECK(false, ValueError); }());
  CHECK_ERROR("InternalError: Check failed: 1 == 2 (1 vs. 2) : hi",
              [] { TVM_FFI_ICHECK_EQ(1, 2) << "hi"; }());
  CHECK_ERROR("IndexError: Check failed: size_t(3) < 2 (3 vs. 2) : ",
              [] { TVM_FFI_CHECK_LT(size_t(3), 2, IndexError); }());
  Point p{1, 1};
  CHECK_ERROR("TypeError: Check failed: p == (Point{1, 2}) (<1,1> vs. <1,2>) : ",
              [&] { TVM_FFI_CHECK_EQ(p, (Point{1, 2}), TypeError); }());
  CHECK_ERROR("", [] {
    TVM_FFI_ICHECK(true);
    TVM_FFI_ICHECK_NE(1, 2);
    TVM_FFI_ICHECK_LE(1, 1);
    TVM_FFI_ICHECK_GE(1, 1);
    TVM_FFI_ICHECK_GT(2, 1);
    TVM_FFI_DCHECK(true);
    TVM_FFI_DCHECK_EQ(1, 1);
  }());
  int value = 1;
  int* pointer = &value;
  CHECK(TVM_FFI_CHECK_NOTNULL(pointer, ValueError) == pointer);
  CHECK(*TVM_FFI_ICHECK_NOTNULL(&value) == 1);
  pointer = nullptr;
  CHECK_ERROR("ValueError: Check not null: pointer ", TVM_FFI_CHECK_NOTNULL(pointer, ValueError));
  // A check is a statement of its own: the else belongs to the if.
  bool other_branch = false;
  if (value == 2)
    TVM_FFI_ICHECK_EQ(value, 2);
  else
    other_branch = true;
  CHECK(other_branch);
  int calls = 0;
  auto count = [&calls] { return ++calls; };
  TVM_FFI_ICHECK_GE(count(), 1);
  CHECK(calls == 1);
}

static int Boundary(int what) {
  TVM_FFI_SAFE_CALL_BEGIN();
  switch (what) {
    case 0:
      break;
    case 1:
      TVM_FFI_THROW(KeyError) << "key";
    case 2:
      throw std::runtime_error("std");
    case 3:
      throw 42;
    case 4:
      throw std::bad_alloc();
    case 5:
      throw "text";
  }
  TVM_FFI_SAFE_CALL_END();
}

static void Boundaries() {
  CHECK_ERROR("", [] { TVM_FFI_CHECK_SAFE_CALL(Boundary(0)); }());
  CHECK_ERROR("KeyError: key", [] { TVM_FFI_CHECK_SAFE_CALL(Boundary(1)); }());
  CHECK_ERROR("InternalError: std", [] { TVM_FFI_CHECK_SAFE_CALL(Boundary(2)); }());
  CHECK_ERROR("InternalError: C++ exception of type `int`",
              [] { TVM_FFI_CHECK_SAFE_CALL(Boundary(3)); }());
  CHECK_ERROR("MemoryError: out of memory", [] { TVM_FFI_CHECK_SAFE_CALL(Boundary(4)); }());
  CHECK_ERROR("InternalError: C++ exception of type `char const*`",
              [] { TVM_FFI_CHECK_SAFE_CALL(Boundary(5)); }());
  // Nothing in the slot: the host language has its own error.
  CHECK_ERROR("EnvErrorAlreadySet: ", [] { TVM_FFI_CHECK_SAFE_CALL(-1); }());
  // The object is the same on both sides.
  Error error("ValueError", "same", "");
  auto raise = [&error]() -> int {
    TVM_FFI_SAFE_CALL_BEGIN();
    throw error;
    TVM_FFI_SAFE_CALL_END();
  };
  CHECK(raise() == -1 && ffi::detail::MoveFromSafeCallRaised().same_as(error));
}

#if defined(__GLIBCXX__) && defined(__linux__)
// The end of a thread unwinds its frames by something that looks like an exception. It is none.
struct Witness {
  bool* seen;
  ~Witness() { *seen = true; }
};
static void ThreadExit() {
  static bool unwound = false;
  static bool went_on = false;
  pthread_t thread;
  int failed = pthread_create(
      &thread, nullptr,
      [](void*) -> void* {
        ffi::Function leave = ffi::Function::FromTyped([] {
          Witness witness{&unwound};
          pthread_exit(&unwound);
        });
        try {
          leave();
        } catch (const Error&) {
          went_on = true;
        }
        went_on = true;
        return nullptr;
      },
      nullptr);
  CHECK(failed == 0);
  void* result = nullptr;
  CHECK(pthread_join(thread, &result) == 0);
  CHECK(unwound && !went_on && result == &unwound);
}
#else
static void ThreadExit() {}
#endif

static ffi::Expected<int> Half(int x) {
  TVM_FFI_RET_CHECK(x >= 0, ValueError) << "negative " << x;
  TVM_FFI_RET_ICHECK_EQ(x % 2, 0) << "odd";
  if (x > 100) return TVM_FFI_UNEXPECTED(OverflowError) << "large";
  return x / 2;
}

static void Expecteds() {
  CHECK(Half(4).is_ok() && Half(4).value() == 2 && Half(4).value_or(9) == 2 && !Half(4).is_err());
  CHECK(Half(-1).is_err() &&
        Half(-1).error().message() == "Check failed: (x >= 0) is false: negative -1");
  CHECK(Half(3).error().kind() == "InternalError" && Half(3).value_or(9) == 9);
  CHECK(Half(102).error().kind() == "OverflowError");
  CHECK(check::Contains(Half(102).error().backtrace(), "core_error.cc\", line"));
  CHECK_ERROR("OverflowError: large", Half(102).value());
  CHECK_ERROR("RuntimeError: Bad expected access: contains value, not error", Half(4).error());
  ffi::Expected<ffi::String> text = ffi::Unexpected(Error("A", "b", ""));
  CHECK(text.is_err() && text.type_index() == ffi::TypeIndex::kTVMFFIError);
  ffi::Expected<void> done;
  CHECK(done.is_ok());
  done = Error("A", "b", "");
  CHECK_ERROR("A: b", done.value());
  ffi::Expected<ffi::Any> any = ffi::Any(3);
  CHECK(any.as_or_error<int>().value() == 3 && any.as_or_error<ffi::String>().is_err());
  static_assert(sizeof(ffi::Expected<int>) == 16);
}

int main() {
  CHECK(blocks_run == 2);
  // What a block threw is left for a loader to find; the last one is there.
  CHECK(ffi::detail::MoveFromSafeCallRaised().message() == "C++ exception of type `int`");
  Values();
  Throwing();
  Boundaries();
  ThreadExit();
  Expecteds();
  return check::Failures();
}
