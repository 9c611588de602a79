// SPDX-License-Identifier: Apache-2.0
// Output helpers of the printing tests: each test prints facts, one a line, and is compared with a
// recorded text, so the same source can run on any implementation of the headers.
#ifndef TESTS_CXX_PRINT_H_
#define TESTS_CXX_PRINT_H_

#include <tvm/ffi/error.h>
#include <tvm/ffi/string.h>

#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <type_traits>

inline void ShowOne(std::string_view v) {
  std::printf(" %.*s", static_cast<int>(v.size()), v.data());
}
inline void ShowOne(const char* v) { ShowOne(std::string_view(v)); }
inline void ShowOne(const std::string& v) { ShowOne(std::string_view(v)); }
inline void ShowOne(const tvm::ffi::String& v) { ShowOne(std::string_view(v.data(), v.size())); }
template <typename T, typename = std::enable_if_t<std::is_arithmetic_v<T> || std::is_enum_v<T>>>
inline void ShowOne(T v) {
  if constexpr (std::is_floating_point_v<T>) {
    std::printf(" %g", static_cast<double>(v));
  } else if constexpr (std::is_same_v<T, bool>) {
    std::printf(" %s", v ? "true" : "false");
  } else {
    std::printf(" %lld", static_cast<long long>(v));
  }
}

// Prints `name: a b c`.
template <typename... Args>
inline void Show(const char* name, const Args&... args) {
  std::printf("%s:", name);
  (ShowOne(args), ...);
  std::printf("\n");
  std::fflush(stdout);
}

// Runs `f` and prints the error it throws, without the backtrace.
template <typename F>
inline void ShowError(const char* name, F f) {
  try {
    f();
    Show(name, "no error");
  } catch (const tvm::ffi::Error& e) {
    Show(name, e.kind(), e.message());
  } catch (const std::exception& e) {
    Show(name, "std::exception", e.what());
  }
}

// The same without the text, where the libraries word it differently.
template <typename F>
inline void ShowErrorKind(const char* name, F f) {
  try {
    f();
    Show(name, "no error");
  } catch (const tvm::ffi::Error& e) {
    Show(name, e.kind());
  }
}

template <typename Seq>
inline std::string Join(const Seq& seq) {
  std::string out;
  for (const auto& item : seq) {
    if (!out.empty()) out += ",";
    out += std::string(item);
  }
  return out;
}

#endif  // TESTS_CXX_PRINT_H_
