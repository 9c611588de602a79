/* SPDX-License-Identifier: Apache-2.0 */
#include "core/loading.h"

#include "tf_test_core.h"

static const tf_owner lib_a = {"a", "/x/libA.so", "libA.so"};
static const tf_owner lib_b = {"b", "/x/libB.so", "libB.so"};

static char undone[64];

static void undo(const tf_loading_undo* step) {
  (void)strcat(undone, step->key);
  *(int*)step->table += 1;
}

static void record(const tf_owner* owner, int* count, const char* key) {
  tf_loading_record(&(tf_loading_undo){.owner = owner, .undo = undo, .table = count, .key = key});
}

static int clash(const tf_owner* owner, int number) {
  return tf_loading_clash_or_raise(owner, "KeyError", "clash %d", number);
}

static void outside_a_scope_a_clash_is_an_error(void** state) {
  (void)state;
  assert_null(tf_loading_current());
  assert_raises(clash(&lib_a, 1), "KeyError", "clash 1");
  int count = 0;
  record(&lib_a, &count, "x");
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
  record(&lib_a, &count, "1");
  record(&lib_b, &count, "2");
  record(&lib_a, &count, "3");
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
  record(&lib_a, &count, "1");
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
  record(&lib_a, &count, "o");
  tf_loading_begin(&inner, tf_str_c("inner"));
  record(&lib_a, &count, "i");
  assert_ok(clash(&lib_a, 1));
  assert_int_equal(tf_loading_end(&inner), 1);
  assert_ptr_equal(tf_loading_current(), &outer);
  assert_int_equal(tf_loading_end(&outer), 0);
  assert_string_equal(undone, "i");
  tf_loading_drop(&inner);
  tf_loading_drop(&outer);
}

static const tf_owner outer_owner = {"o", "/x/outer.so", "outer.so"};

/* The inner library calls back into the outer one, which registers something and clashes: the outer one's fault. */
static void a_called_back_library_answers_for_itself(void** state) {
  (void)state;
  tf_loading outer;
  tf_loading inner;
  int count = 0;
  undone[0] = '\0';
  tf_loading_begin(&outer, tf_str_c("./outer.so"));
  tf_loading_begin(&inner, tf_str_c("/x/inner.so"));
  record(&lib_a, &count, "a");
  record(&outer_owner, &count, "o");
  assert_ok(clash(&outer_owner, 1));
  tf_loading_bar_type(&outer_owner, 7);
  assert_true(tf_loading_is_barred(&outer_owner, 7));
  assert_int_equal(tf_loading_end(&inner), 0);
  assert_int_equal(inner.num_registered, 1);
  assert_string_equal(undone, "");
  assert_true(tf_loading_is_barred(&outer_owner, 7));
  assert_int_equal(tf_loading_end(&outer), 1);
  assert_string_equal(undone, "o");
  tf_loading_drop(&inner);
  tf_loading_drop(&outer);
}

static int forgotten;

static void forget(void* saved) { forgotten += *(int*)saved; }

static void what_was_saved_is_given_back_once(void** state) {
  (void)state;
  int weight = 1;
  int count = 0;
  tf_loading_undo step = {.owner = &lib_a,
                          .undo = undo,
                          .table = &count,
                          .key = "x",
                          .saved = &weight,
                          .forget = forget};
  undone[0] = '\0';
  forgotten = 0;
  tf_loading_record(&step);
  assert_int_equal(forgotten, 1);
  tf_loading scope;
  for (int has_clash = 0; has_clash < 2; ++has_clash) {
    tf_loading_begin(&scope, tf_str_c("f"));
    tf_loading_record(&step);
    assert_int_equal(forgotten, 1 + has_clash);
    if (has_clash) assert_ok(clash(&lib_a, 1));
    assert_int_equal(tf_loading_end(&scope), (size_t)has_clash);
    assert_int_equal(forgotten, 2 + has_clash);
    assert_int_equal(count, has_clash);
    tf_loading_drop(&scope);
  }
  tf_loading_begin(&scope, tf_str_c("f"));
  tf_mem_fail_from(1);
  tf_loading_record(&step);
  tf_mem_fail_from(0);
  assert_int_equal(forgotten, 4);
  assert_int_equal(count, 2);
  assert_int_equal(tf_loading_end(&scope), 1);
  tf_loading_drop(&scope);
}

static char told[100];

static void tell(const tf_loading* scope, const char* reason) {
  (void)snprintf(told + strlen(told), sizeof told - strlen(told), "%.*s: %s;",
                 (int)scope->path.size, scope->path.data, reason);
}

static void the_first_reason_is_told_at_once(void** state) {
  (void)state;
  tf_loading scope;
  tf_loading_begin(&scope, tf_str_c("f"));
  scope.refused = tell;
  told[0] = '\0';
  assert_ok(clash(&lib_a, 1));
  assert_string_equal(told, "f: clash 1;");
  assert_ok(clash(&lib_a, 2));
  assert_ok(tf_loading_no_memory(&lib_a));
  assert_string_equal(told, "f: clash 1;");
  assert_int_equal(tf_loading_end(&scope), 3);
  tf_loading_drop(&scope);
  assert_raises(tf_loading_no_memory(&lib_a), "MemoryError", "");
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
    record(&lib_a, &count, "");
    tf_mem_fail_from(1);
    if (which == 0) assert_ok(clash(&lib_a, 1));
    if (which == 1) {
      for (int i = 0; i < 10; ++i) record(&lib_a, &count, "");
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
      tf_unit(a_called_back_library_answers_for_itself),
      tf_unit(what_was_saved_is_given_back_once),
      tf_unit(the_first_reason_is_told_at_once),
      tf_unit(clashes_are_listed_up_to_a_limit),
      tf_unit(types_can_be_barred),
      tf_unit(want_of_memory_counts_as_a_clash),
  };
  return tf_test_run(tests);
}
