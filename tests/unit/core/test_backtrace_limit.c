/* SPDX-License-Identifier: Apache-2.0 */
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1 /* clearenv */
#endif
#include "core/backtrace.h"

#include <stdlib.h>

#include "tf_system.h"
#include "tf_test_core.h"

static void set(const char* value) { assert_int_equal(setenv("TVM_TRACEBACK_LIMIT", value, 1), 0); }

static void a_number_is_the_limit(void** state) {
  (void)state;
  set("7");
  assert_int_equal(tf_backtrace_limit(32), 7);
  assert_int_equal(tf_backtrace_limit(32), 7);
  set("0");
  assert_int_equal(tf_backtrace_limit(32), 0);
  set("99999999999");
  assert_true(tf_backtrace_limit(32) == 99999999999u);
}

static void what_is_no_number_is_as_good_as_unset(void** state) {
  (void)state;
  static const char* const bad[] = {"", "x", "-1", "1.5", " 3", "99999999999999999999999"};
  for (size_t i = 0; i < TF_COUNT_OF(bad); ++i) {
    set(bad[i]);
    assert_int_equal(tf_backtrace_limit(32), 32);
    assert_int_equal(tf_backtrace_limit(5), 5);
  }
}

static void changes_of_the_environment_are_noticed(void** state) {
  (void)state;
  assert_int_equal(unsetenv("TVM_TRACEBACK_LIMIT"), 0);
  assert_int_equal(tf_backtrace_limit(32), 32);
  for (int i = 0; i < 50; ++i) {
    char name[32];
    char value[16];
    (void)snprintf(name, sizeof name, "TF_TEST_%d", i);
    (void)snprintf(value, sizeof value, "%d", i);
    assert_int_equal(setenv(name, value, 1), 0);
    assert_int_equal(tf_backtrace_limit(32), 32);
    set(value);
    assert_int_equal(tf_backtrace_limit(32), (size_t)i);
    /* Another variable goes at the same time: the count stays what it was. */
    assert_int_equal(unsetenv("TVM_TRACEBACK_LIMIT"), 0);
    assert_int_equal(tf_backtrace_limit(32), 32);
    assert_int_equal(unsetenv(name), 0);
    set("3");
    assert_int_equal(tf_backtrace_limit(32), 3);
    assert_int_equal(unsetenv("TVM_TRACEBACK_LIMIT"), 0);
    assert_int_equal(tf_backtrace_limit(32), 32);
  }
}

/* Windows has no call that empties the environment. */
#if !defined(_WIN32)
static void an_empty_environment_has_no_limit(void** state) {
  (void)state;
  assert_int_equal(clearenv(), 0);
  assert_int_equal(tf_backtrace_limit(32), 32);
  set("4");
  assert_int_equal(tf_backtrace_limit(32), 4);
}
#endif

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(a_number_is_the_limit),
      tf_unit(what_is_no_number_is_as_good_as_unset),
      tf_unit(changes_of_the_environment_are_noticed),
#if !defined(_WIN32)
      tf_unit(an_empty_environment_has_no_limit),
#endif
  };
  return tf_test_run(tests);
}
