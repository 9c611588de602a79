/* SPDX-License-Identifier: Apache-2.0 */
/* What differs between compilers, behind names. */
#ifndef TVM_FFI_BASE_COMPILER_H_
#define TVM_FFI_BASE_COMPILER_H_

#include <limits.h> /* tells which C library this is */

#if defined(__GNUC__) || defined(__clang__)
#define TF_NODISCARD __attribute__((warn_unused_result))
#if defined(__MINGW32__)
#define TF_PRINTF(format_index, first_argument) \
  __attribute__((format(gnu_printf, format_index, first_argument)))
#else
#define TF_PRINTF(format_index, first_argument) \
  __attribute__((format(printf, format_index, first_argument)))
#endif
#define TF_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define TF_UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#define TF_NOINLINE __attribute__((noinline))
#define TF_ALWAYS_INLINE inline __attribute__((always_inline))
#define TF_COLD __attribute__((cold))
/* Runs when the library is loaded, before constructors of clients. Layers in order: core 110, container 120, extra 130. */
#define TF_CONSTRUCTOR(order) __attribute__((constructor(order)))
#define TF_RETURN_ADDRESS() __builtin_return_address(0)
/* Lets the compiler forget what it knows of a pointer. */
#define TF_FORGET(pointer) __asm__("" : "+r"(pointer))
#else
#define TF_NODISCARD
#define TF_PRINTF(format_index, first_argument)
#define TF_LIKELY(condition) (condition)
#define TF_UNLIKELY(condition) (condition)
#define TF_NOINLINE
#define TF_ALWAYS_INLINE inline
#define TF_COLD
#define TF_CONSTRUCTOR(order)
#define TF_RETURN_ADDRESS() ((void*)0)
#define TF_FORGET(pointer) ((void)0)
#endif

/* Thread-local storage. With glibc a library opened at run time may still use the fast model for a
   few words; elsewhere the general model is the safe one. */
#if defined(__GLIBC__)
#define TF_THREAD_LOCAL _Thread_local __attribute__((tls_model("initial-exec")))
#else
#define TF_THREAD_LOCAL _Thread_local
#endif

/* Address sanitizer in force? */
#if defined(__SANITIZE_ADDRESS__)
#define TF_HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TF_HAS_ASAN 1
#endif
#endif
#ifndef TF_HAS_ASAN
#define TF_HAS_ASAN 0
#endif

/* Thread sanitizer in force? */
#if defined(__SANITIZE_THREAD__)
#define TF_HAS_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TF_HAS_TSAN 1
#endif
#endif
#ifndef TF_HAS_TSAN
#define TF_HAS_TSAN 0
#endif

#define TF_COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif /* TVM_FFI_BASE_COMPILER_H_ */
