/* SPDX-License-Identifier: Apache-2.0 */
/* What walks remember of shared objects. */
#include "extra/quiet.h"

#include "values.h"

static void only_shared_objects_are_remembered(void** state) {
  (void)state;
  tf_quiet quiet = {0};
  tf_any list = LIST(INT(1));
  tf_view view = tf_view_of(&list);
  tf_quiet_remember(&quiet, view, 0, 0);
  tf_quiet_remember(&quiet, tf_view_int(1), 0, 0);
  assert_null(quiet.kept);
  tf_any more[] = {tf_any_copy_owned(&list), tf_any_copy_owned(&list)};
  tf_quiet_remember(&quiet, view, 0, 0);
  assert_true(tf_quiet_is(&quiet, view, 0));
  assert_false(tf_quiet_is(&quiet, view, 1));
  tf_quiet_remember(&quiet, view, 1, 0);
  assert_true(tf_quiet_is(&quiet, view, 0) && tf_quiet_is(&quiet, view, 1));
  tf_quiet_drop(&quiet);
  tf_quiet_drop(&quiet);
  tf_any_drop(&more[0]);
  tf_any_drop(&more[1]);
  tf_any_drop(&list);
}

static void a_call_ends_what_is_remembered(void** state) {
  (void)state;
  tf_quiet quiet = {0};
  tf_any list = LIST(INT(1));
  tf_any more[] = {tf_any_copy_owned(&list), tf_any_copy_owned(&list)};
  tf_view view = tf_view_of(&list);
  tf_quiet_remember(&quiet, view, 0, 0);
  tf_quiet_break(&quiet);
  assert_false(tf_quiet_is(&quiet, view, 0));
  tf_quiet_remember(&quiet, view, 1, 0); /* there was a call since */
  assert_false(tf_quiet_is(&quiet, view, 1));
  tf_quiet_remember(&quiet, view, 1, 1);
  assert_true(tf_quiet_is(&quiet, view, 1));
  assert_false(tf_quiet_is(&quiet, view, 0));
  tf_quiet_drop(&quiet);
  for (int i = 0; i < 2; ++i) tf_any_drop(&more[i]);
  tf_any_drop(&list);
}

static void without_memory_nothing_is_remembered(void** state) {
  (void)state;
  tf_any list = LIST(INT(1));
  tf_any more[] = {tf_any_copy_owned(&list), tf_any_copy_owned(&list)};
  for (long n = 1; n < 10; ++n) {
    tf_quiet quiet = {0};
    tf_mem_fail_at(n);
    tf_quiet_remember(&quiet, tf_view_of(&list), 0, 0);
    bool was_refused = tf_mem_refused() != 0;
    tf_mem_fail_at(0);
    assert_false(tf_error_is_raised());
    assert_true(was_refused != tf_quiet_is(&quiet, tf_view_of(&list), 0));
    tf_quiet_drop(&quiet);
  }
  for (int i = 0; i < 2; ++i) tf_any_drop(&more[i]);
  tf_any_drop(&list);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(only_shared_objects_are_remembered),
      tf_unit(a_call_ends_what_is_remembered),
      tf_unit(without_memory_nothing_is_remembered),
  };
  return tf_test_run(tests);
}
