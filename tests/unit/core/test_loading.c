/* SPDX-License-Identifier: Apache-2.0 */
#include "core/loading.h"

#include "tf_test_core.h"

static const tf_owner lib_a = {"a", "/x/libA.so", "libA.so"};
static const tf_owner lib_b = {"b", "/x/libB.so", "libB.so"};

static char undone[64];

static void undo(void* table, const char* key, int32_t number) {
  (void)number;
  (void)strcat(undone, key);
  *(int*)table += 1;
}

static int clash(const tf_owner* owner, int number) {
  return tf_loading_clash_or_raise(owner, "KeyError", "clash %d", number);
}

static void outside_a_scope_a_clash_is_an_error(void** state) {
  (void)state;
  assert_null(tf_loading_current());
  assert_raises(clash(&lib_a, 1), "KeyError", "clash 1");
  int count = 0;
  tf_loading_record(&lib_a, undo, &count, "x", 0);
  tf_loading_bar_type(&lib_a, 5);
  assert_false(tf_loading_is_barred(&lib_a, 5));
}

static void only_owners_with_clashes_lose_their_registrations(void** state) {
  (void)state;
  tf_loading scope;
  int count = 0;
  undone[0] = '\0';
  tf_loading_begin(&scope, tf_str_c("f"));
  assert_ptr_equal(tf_loading_current(), &scope);
  tf_loading_record(&lib_a, undo, &count, "1", 0);
  tf_loading_record(&lib_b, undo, &count, "2", 0);
  tf_loading_record(&lib_a, undo, &count, "3", 0);
  assert_ok(clash(&lib_a, 1));
  assert_int_equal(tf_loading_end(&scope), 1);
  assert_string_equal(undone, "31");
  assert_int_equal(count, 2);
  assert_int_equal(scope.num_registered, 3);
  assert_null(tf_loading_current());
  tf_loading_drop(&scope);
  tf_loading_drop(&scope);
}

static void without_clashes_nothing_is_taken_back(void** state) {
  (void)state;
  tf_loading scope;
  int count = 0;
  tf_loading_begin(&scope, tf_str_c("f"));
  tf_loading_record(&lib_a, undo, &count, "1", 0);
  assert_int_equal(tf_loading_end(&scope), 0);
  assert_int_equal(count, 0);
  tf_loading_drop(&scope);
}

static void scopes_nest(void** state) {
  (void)state;
  tf_loading outer;
  tf_loading inner;
  int count = 0;
  undone[0] = '\0';
  tf_loading_begin(&outer, tf_str_c("outer"));
  tf_loading_record(&lib_a, undo, &count, "o", 0);
  tf_loading_begin(&inner, tf_str_c("inner"));
  tf_loading_record(&lib_a, undo, &count, "i", 0);
  assert_ok(clash(&lib_a, 1));
  assert_int_equal(tf_loading_end(&inner), 1);
  assert_ptr_equal(tf_loading_current(), &outer);
  assert_int_equal(tf_loading_end(&outer), 0);
  assert_string_equal(undone, "i");
  tf_loading_drop(&inner);
  tf_loading_drop(&outer);
}

static void clashes_are_listed_up_to_a_limit(void** state) {
  (void)state;
  tf_loading scope;
  tf_loading_begin(&scope, tf_str_c("f"));
  for (int i = 0; i < 5000; ++i) assert_ok(clash(&lib_a, i));
  assert_int_equal(tf_loading_end(&scope), 1000);
  tf_buf buf = tf_buf_new(1 << 20);
  tf_loading_put_clashes(&scope, &buf);
  assert_true(tf_str_starts_with(tf_buf_view(&buf), tf_str_c("clash 0\nclash 1\n")));
  tf_buf_drop(&buf);
  tf_loading_drop(&scope);
}

static void types_can_be_barred(void** state) {
  (void)state;
  tf_loading scope;
  tf_loading_begin(&scope, tf_str_c("f"));
  tf_loading_bar_type(&lib_a, 5);
  tf_loading_bar_type(&lib_a, 5);
  assert_true(tf_loading_is_barred(&lib_a, 5));
  assert_false(tf_loading_is_barred(&lib_b, 5));
  assert_false(tf_loading_is_barred(&lib_a, 6));
  (void)tf_loading_end(&scope);
  tf_loading_drop(&scope);
}

static void want_of_memory_counts_as_a_clash(void** state) {
  (void)state;
  for (int which = 0; which < 3; ++which) {
    tf_loading scope;
    int count = 0;
    tf_loading_begin(&scope, tf_str_c("f"));
    tf_loading_record(&lib_a, undo, &count, "", 0);
    tf_mem_fail_from(1);
    if (which == 0) assert_ok(clash(&lib_a, 1));
    if (which == 1) {
      for (int i = 0; i < 10; ++i) tf_loading_record(&lib_a, undo, &count, "", 0);
    }
    if (which == 2) tf_loading_bar_type(&lib_a, 1);
    tf_mem_fail_from(0);
    assert_int_equal(tf_loading_end(&scope), 1);
    assert_true(count >= 1);
    tf_buf buf = tf_buf_new(1000);
    tf_loading_put_clashes(&scope, &buf);
    assert_true(tf_str_find(tf_buf_view(&buf), tf_str_c("out of memory")) != TF_STR_NONE);
    tf_buf_drop(&buf);
    tf_loading_drop(&scope);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(outside_a_scope_a_clash_is_an_error),
      tf_unit(only_owners_with_clashes_lose_their_registrations),
      tf_unit(without_clashes_nothing_is_taken_back),
      tf_unit(scopes_nest),
      tf_unit(clashes_are_listed_up_to_a_limit),
      tf_unit(types_can_be_barred),
      tf_unit(want_of_memory_counts_as_a_clash),
  };
  return tf_test_run(tests);
}
