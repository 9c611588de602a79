/* SPDX-License-Identifier: Apache-2.0 */
/* What walks remember of shared objects. */
#include "extra/quiet.h"

#include "values.h"

static void only_shared_objects_are_remembered(void** state) {
  (void)state;
  tf_quiet quiet = {0};
  tf_any list = LIST(INT(1));
  tf_view view = tf_view_of(&list);
  assert_ok(tf_quiet_remember(&quiet, view, 0, 0));
  assert_ok(tf_quiet_remember(&quiet, tf_view_int(1), 0, 0));
  assert_null(quiet.kept);
  tf_any more[] = {tf_any_copy_owned(&list), tf_any_copy_owned(&list)};
  assert_ok(tf_quiet_remember(&quiet, view, 0, 0));
  assert_true(tf_quiet_is(&quiet, view, 0));
  assert_false(tf_quiet_is(&quiet, view, 1));
  assert_ok(tf_quiet_remember(&quiet, view, 1, 0));
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
  assert_ok(tf_quiet_remember(&quiet, view, 0, 0));
  tf_quiet_break(&quiet);
  assert_false(tf_quiet_is(&quiet, view, 0));
  assert_ok(tf_quiet_remember(&quiet, view, 1, 0)); /* there was a call since */
  assert_false(tf_quiet_is(&quiet, view, 1));
  assert_ok(tf_quiet_remember(&quiet, view, 1, 1));
  assert_true(tf_quiet_is(&quiet, view, 1));
  assert_false(tf_quiet_is(&quiet, view, 0));
  tf_quiet_drop(&quiet);
  for (int i = 0; i < 2; ++i) tf_any_drop(&more[i]);
  tf_any_drop(&list);
}

static int remember_one(void* context) {
  tf_quiet quiet = {0};
  const tf_any* list = (const tf_any*)context;
  int code = tf_quiet_remember(&quiet, tf_view_of(list), 0, 0);
  if (code == 0) assert_true(tf_quiet_is(&quiet, tf_view_of(list), 0));
  tf_quiet_drop(&quiet);
  return code;
}

static void remembering_survives_allocation_failure(void** state) {
  (void)state;
  tf_any list = LIST(INT(1));
  tf_any more[] = {tf_any_copy_owned(&list), tf_any_copy_owned(&list)};
  tf_test_fail_walk(remember_one, &list);
  for (int i = 0; i < 2; ++i) tf_any_drop(&more[i]);
  tf_any_drop(&list);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(only_shared_objects_are_remembered),
      tf_unit(a_call_ends_what_is_remembered),
      tf_unit(remembering_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
