// SPDX-License-Identifier: Apache-2.0
// The tests that check: a test is a function, a failed check is printed and counted, main returns
// how many failed. The same sources run on any implementation of the library.
#ifndef TESTS_CXX_CHECK_H_
#define TESTS_CXX_CHECK_H_

#include <tvm/ffi/error.h>

#include <cstdio>
#include <exception>
#include <string>

namespace check {

inline int& Failures() {
  static int failures = 0;
  return failures;
}

inline void Report(const char* file, int line, const std::string& what) {
  std::fprintf(stderr, "%s:%d: %s\n", file, line, what.c_str());
  ++Failures();
}

// Kind and message of the error that `f` throws, "" when it throws none.
template <typename F>
inline std::string ErrorOf(F f) {
  try {
    f();
  } catch (const tvm::ffi::Error& e) {
    return e.kind() + ": " + e.message();
  } catch (const std::exception& e) {
    return std::string("std::exception: ") + e.what();
  }
  return "";
}

inline bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace check

#define CHECK(cond)                                                   \
  do {                                                                \
    if (!(cond)) check::Report(__FILE__, __LINE__, "failed: " #cond); \
  } while (false)

#define CHECK_ERROR(expected, ...)                                                        \
  do {                                                                                    \
    std::string check_got = check::ErrorOf([&] { (void)(__VA_ARGS__); });                 \
    if (check_got != (expected)) {                                                        \
      check::Report(__FILE__, __LINE__,                                                   \
                    std::string("wanted `") + (expected) + "`, got `" + check_got + "`"); \
    }                                                                                     \
  } while (false)

#endif  // TESTS_CXX_CHECK_H_
