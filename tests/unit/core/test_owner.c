/* SPDX-License-Identifier: Apache-2.0 */
#include "core/owner.h"

#include "base/dynlib.h"

#include "tf_test_core.h"

static void an_address_belongs_to_a_library(void** state) {
  (void)state;
  tf_buf reason = tf_buf_new(4096);
  void* handle = tf_dynlib_open(TF_FIXTURE, &reason);
  assert_non_null(handle);
  tf_str name = tf_dynlib_file_name(TF_FIXTURE);
  const tf_owner* owner = tf_owner_of(tf_dynlib_symbol(handle, "fixture_inner"));
  assert_string_equal(owner->name, name.data);
  assert_true(tf_str_ends_with(tf_str_c(owner->path), name));
  assert_ptr_equal(tf_owner_of(tf_dynlib_symbol(handle, "fixture_outer")), owner);
  assert_ptr_not_equal(tf_owner_self(), owner);
  tf_dynlib_close(handle);
  tf_buf_drop(&reason);
}

static void the_library_knows_itself(void** state) {
  (void)state;
  assert_ptr_equal(tf_owner_self(), tf_owner_of("a constant linked into the same file"));
  assert_ptr_equal(tf_owner_self(), tf_owner_self());
}

static void what_no_file_holds_is_unknown(void** state) {
  (void)state;
  int local = 0;
  assert_string_equal(tf_owner_of(&local)->name, "unknown library");
  assert_string_equal(tf_owner_of(NULL)->name, "unknown library");
  assert_null(tf_owner_of(NULL)->base);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(an_address_belongs_to_a_library),
      tf_unit(the_library_knows_itself),
      tf_unit(what_no_file_holds_is_unknown),
  };
  return tf_test_run(tests);
}
