/* SPDX-License-Identifier: Apache-2.0 */
/* Fixture of the unit tests: cmocka, a leak check around every test, and the allocation-failure
   walk.

   How to use it:

     #include "tf_test.h"

     static void buf_keeps_what_was_there_when_full(void **state) { (void)state; ...
   assert_int_equal(...); ... }

     static int fill(void *context) { ... return 0, or anything else when an allocation failed ... }
     static void filling_survives_allocation_failure(void **state) { (void)state;
   tf_test_fail_walk(fill, NULL); }

     int main(void) {
       const struct CMUnitTest tests[] = {
           tf_unit(buf_keeps_what_was_there_when_full),
           tf_unit(filling_survives_allocation_failure),
       };
       return tf_test_run(tests);
     }

   Each test made with tf_unit fails when it ends with more (or fewer) live blocks than it began
   with. Permanent memory (tf_mem_permanent) is not counted. tf_test_fail_walk runs its body with
   the 1st, 2nd, 3rd ... allocation refused until one run sees no refusal; a run with a refusal must
   leave nothing allocated, and the last one must return 0. A body may also succeed in spite of a
   refusal.

   Tests of code above src/base include "tf_test_core.h" instead, which adds raised errors. */
#ifndef TF_TEST_H_
#define TF_TEST_H_

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

#ifndef TF_TEST_CLEAN
#define TF_TEST_CLEAN() ((void)0)
#endif

static inline int tf_test_setup(void** state) {
  (void)state;
  TF_TEST_CLEAN();
  tf_mem_fail_at(0);
  tf_mem_watch(true);
  return 0;
}

static inline int tf_test_teardown(void** state) {
  (void)state;
  tf_mem_fail_at(0);
  TF_TEST_CLEAN();
  long live = tf_mem_live();
  tf_mem_watch(false);
  if (live != 0) {
    print_error("the test ends with %ld live blocks more than it began with\n", live);
    return -1;
  }
  return 0;
}

#define tf_unit(test) cmocka_unit_test_setup_teardown(test, tf_test_setup, tf_test_teardown)
#define tf_test_run(tests) cmocka_run_group_tests(tests, NULL, NULL)

#ifndef TF_TEST_AFTER_FAILURE
#define TF_TEST_AFTER_FAILURE() ((void)0)
#endif

static inline void tf_test_fail_walk(int (*body)(void* context), void* context) {
  enum { MANY = 100000 };
  for (long n = 1; n < MANY; ++n) {
    long before = tf_mem_live();
    tf_mem_fail_at(n);
    int status = body(context);
    long refused = tf_mem_refused();
    tf_mem_fail_at(0);
    if (status != 0) {
      if (refused == 0)
        fail_msg("failed (%d) although no allocation was refused, run %ld", status, n);
      TF_TEST_AFTER_FAILURE();
    }
    if (tf_mem_live() != before) {
      fail_msg("refusing allocation %ld leaves %ld blocks behind", n, tf_mem_live() - before);
    }
    if (refused == 0) return;
  }
  fail_msg("still refused after %d runs", (int)MANY);
}

#define assert_str_is(text, literal)                                                   \
  do {                                                                                 \
    tf_str tf_test_text = (text);                                                      \
    tf_str tf_test_want = tf_str_c(literal);                                           \
    if (!tf_str_equal(tf_test_text, tf_test_want)) {                                   \
      fail_msg("got \"%.*s\", want \"%s\"", (int)tf_test_text.size,                    \
               tf_test_text.data == NULL ? "" : tf_test_text.data, tf_test_want.data); \
    }                                                                                  \
  } while (0)

#endif /* TF_TEST_H_ */
