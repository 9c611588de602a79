/* SPDX-License-Identifier: Apache-2.0 */
#include "base/process.h"

#include "tf_test.h"

static void the_exit_status_comes_back(void** state) {
  (void)state;
  wchar_t command[] = L"cmd.exe /c exit 7";
  int status = 0;
  assert_true(tf_process_run(NULL, command, &status));
  assert_int_equal(status, 7);
}

static void a_missing_program_is_not_started(void** state) {
  (void)state;
  wchar_t command[] = L"no_such_program";
  int status = 3;
  assert_false(tf_process_run(NULL, command, &status));
  assert_false(tf_process_run(L"C:\\no\\such\\program.exe", command, &status));
  assert_int_equal(status, 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(the_exit_status_comes_back),
      tf_unit(a_missing_program_is_not_started),
  };
  return tf_test_run(tests);
}
