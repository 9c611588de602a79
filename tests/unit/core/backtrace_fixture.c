/* SPDX-License-Identifier: Apache-2.0 */
/* A library of its own with exported names, because frames of the runtime's own file are never shown. Compiled without
   tail calls. */
#include "backtrace_fixture.h"

void fixture_inner(void (*action)(void* argument), void* argument) { action(argument); }

void fixture_outer(void (*action)(void* argument), void* argument) {
  fixture_inner(action, argument);
}

void fixture_other(void (*action)(void* argument), void* argument) {
  fixture_inner(action, argument);
}

void fixture_deep(int depth, void (*action)(void* argument), void* argument) {
  if (depth == 0) {
    action(argument);
  } else {
    fixture_deep(depth - 1, action, argument);
  }
}

void PyObject_fixture(void (*action)(void* argument), void* argument) {
  fixture_outer(action, argument);
}

void _ZN3tvm3ffi6detail7fixtureEv(void (*action)(void* argument), void* argument) {
  fixture_outer(action, argument);
}

void _ZN8fixtures5namedEv(void (*action)(void* argument), void* argument) { action(argument); }
