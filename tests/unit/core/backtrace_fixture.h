/* SPDX-License-Identifier: Apache-2.0 */
/* Functions that call `action` through frames of known names. */
#ifndef BACKTRACE_FIXTURE_H_
#define BACKTRACE_FIXTURE_H_

#if !defined(_WIN32)
#define FIXTURE_API __attribute__((visibility("default")))
#elif defined(backtrace_fixture_EXPORTS)
#define FIXTURE_API __declspec(dllexport)
#else
#define FIXTURE_API __declspec(dllimport)
#endif

FIXTURE_API void fixture_inner(void (*action)(void* argument), void* argument);
FIXTURE_API void fixture_outer(void (*action)(void* argument), void* argument);
FIXTURE_API void fixture_other(void (*action)(void* argument), void* argument);
FIXTURE_API void fixture_deep(int depth, void (*action)(void* argument), void* argument);

/* Names with a meaning for backtraces: the interpreter's, the headers', and an ordinary C++ one. */
FIXTURE_API void PyObject_fixture(void (*action)(void* argument), void* argument);
FIXTURE_API void _ZN3tvm3ffi6detail7fixtureEv(void (*action)(void* argument), void* argument);
FIXTURE_API void _ZN8fixtures5namedEv(void (*action)(void* argument), void* argument);

#endif /* BACKTRACE_FIXTURE_H_ */
