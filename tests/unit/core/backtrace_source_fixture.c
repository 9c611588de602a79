/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled with debug information, optimized, and once more without debug information. The lines are part of the tests: new
   code goes to the end. */
#include "backtrace_fixture.h"

static inline __attribute__((always_inline)) int compiled_in(void (*action)(void*),
                                                             void* argument) {
  action(argument); /* line 8 */
  return 1;
}

static __attribute__((noinline)) int without_exported_name(void (*action)(void*), void* argument) {
  int number = compiled_in(action, argument); /* line 13 */
  __asm__ volatile("" : "+r"(number));
  return number;
}

FIXTURE_API int source_fixture_outer(void (*action)(void* argument), void* argument);

int source_fixture_outer(void (*action)(void* argument), void* argument) {
  int number = without_exported_name(action, argument); /* line 21 */
  __asm__ volatile("" : "+r"(number));
  return number;
}

FIXTURE_API int source_fixture_headers(void (*action)(void* argument), void* argument);

/* As if a header of ours was compiled in. */
int source_fixture_headers(void (*action)(void* argument), void* argument) {
#line 100 "/usr/include/tvm/ffi/function.h"
  int number = without_exported_name(action, argument);
  __asm__ volatile("nop" : "+r"(number));
  return number;
}
