/* SPDX-License-Identifier: Apache-2.0 */
#include "core/error.h"

#include <pthread.h>

#include "tf_test_core.h"

static void raising_fills_the_slot_and_taking_empties_it(void** state) {
  (void)state;
  assert_int_equal(tf_raise(TF_VALUE_ERROR, "%d is too %s", 7, "large"), -1);
  assert_true(tf_error_is_raised_of("ValueError"));
  assert_false(tf_error_is_raised_of("TypeError"));
  tf_error* error = tf_error_take_raised();
  assert_string_equal(error->cell.kind.data, "ValueError");
  assert_string_equal(error->cell.message.data, "7 is too large");
  assert_non_null(error->cell.backtrace.data);
  assert_true(tf_object_is_unique(&error->header));
  assert_false(tf_error_is_raised());
  assert_null(tf_error_take_raised());
  tf_object_decref(error);
}

static void a_new_error_replaces_the_old_one(void** state) {
  (void)state;
  TVMFFIErrorSetRaisedFromCStr("A", "first");
  TVMFFIErrorSetRaisedFromCStr("B", "second");
  TVMFFIObjectHandle handle = NULL;
  TVMFFIErrorMoveFromRaised(&handle);
  assert_string_equal(TVMFFIErrorGetCellPtr(handle)->message.data, "second");
  TVMFFIErrorSetRaised(handle);
  TVMFFIErrorSetRaised(handle);
  assert_ptr_equal(tf_error_peek_raised(), handle);
  tf_object_decref(handle);
  TVMFFIErrorSetRaised(NULL);
  assert_false(tf_error_is_raised());
  TVMFFIErrorMoveFromRaised(&handle);
  assert_null(handle);
  TVMFFIErrorMoveFromRaised(NULL);
}

static void only_errors_can_be_raised(void** state) {
  (void)state;
  TVMFFIErrorSetRaised(tf_object_missing());
  tf_test_raised_is("raising an object", "TypeError", "cannot raise a `ffi.Object`");
}

static void parts_are_joined_and_null_parts_left_out(void** state) {
  (void)state;
  const char* parts[] = {"one ", NULL, "two", ""};
  TVMFFIErrorSetRaisedFromCStrParts("K", parts, 4);
  tf_test_raised_is("parts", "K", "one two");
  TVMFFIErrorSetRaisedFromCStrParts("K", NULL, 4);
  tf_test_raised_is("no parts", "K", "");
  TVMFFIErrorSetRaisedFromCStrParts(NULL, parts, -1);
  tf_test_raised_is("no kind", "", "");
}

static void very_long_messages_are_cut(void** state) {
  (void)state;
  char* text = malloc(200000);
  memset(text, 'x', 199999);
  text[199999] = '\0';
  (void)tf_raise(TF_VALUE_ERROR, "%s", text);
  tf_error* error = tf_error_take_raised();
  assert_in_range(error->cell.message.size, 60000, 70000);
  tf_object_decref(error);
  const char* parts[] = {"begin", text};
  TVMFFIErrorSetRaisedFromCStrParts("K", parts, 2);
  error = tf_error_take_raised();
  assert_in_range(error->cell.message.size, 60000, 70000);
  tf_object_decref(error);
  (void)tf_raise(TF_VALUE_ERROR, "%.600s", text);
  error = tf_error_take_raised();
  assert_int_equal(error->cell.message.size, 600);
  tf_object_decref(error);
  free(text);
}

static void chaining_keeps_kind_and_cause(void** state) {
  (void)state;
  (void)tf_raise(TF_KEY_ERROR, "inner");
  assert_int_equal(tf_error_chain(NULL, "outer %d", 1), -1);
  tf_error* error = tf_error_take_raised();
  assert_string_equal(error->cell.kind.data, "KeyError");
  assert_string_equal(error->cell.message.data, "outer 1");
  const TVMFFIErrorCell* cause = TVMFFIErrorGetCellPtr(error->cell.cause_chain);
  assert_string_equal(cause->message.data, "inner");
  tf_object_decref(error);
}

static void a_failure_without_error_becomes_one(void** state) {
  (void)state;
  tf_error* error = tf_error_take_as_value();
  assert_string_equal(error->cell.kind.data, "InternalError");
  tf_object_decref(error);
}

static void memory_errors_need_no_memory(void** state) {
  (void)state;
  tf_mem_fail_from(1);
  tf_error* held[200];
  for (int i = 0; i < 200; ++i) {
    (void)tf_raise(TF_VALUE_ERROR, "cannot be made");
    held[i] = tf_error_take_raised();
    assert_string_equal(held[i]->cell.kind.data, "MemoryError");
  }
  tf_mem_fail_from(0);
  assert_ptr_not_equal(held[0], held[1]);
  for (int i = 0; i < 200; ++i) tf_object_decref(held[i]);
}

static void the_reserve_is_used_again(void** state) {
  (void)state;
  for (int i = 0; i < 1000; ++i) {
    (void)tf_raise_memory();
    tf_error* error = tf_error_take_raised();
    assert_true(tf_object_is_unique(&error->header));
    /* A client may change it in place; the next one must not see that. */
    assert_null(error->cell.extra_context);
    tf_object_incref(tf_object_missing());
    error->cell.extra_context = tf_object_missing();
    TVMFFIByteArray line = {"line\n", 5};
    error->cell.update_backtrace(error, &line, kTVMFFIBacktraceUpdateModeAppend);
    assert_string_equal(error->cell.backtrace.data, "line\n");
    tf_object_decref(error);
  }
}

static void rendering_shows_the_last_call_last(void** state) {
  (void)state;
  tf_error* error = tf_error_new(tf_str_c("ValueError"), tf_str_c("bad"),
                                 tf_str_c("  inner\n  outer\n"), NULL, NULL);
  tf_buf buf = tf_buf_new(1000);
  tf_error_render(error, &buf);
  assert_str_is(tf_buf_view(&buf),
                "Traceback (most recent call last):\n  outer\n  inner\nValueError: bad\n");
  tf_buf_drop(&buf);
  tf_object_decref(error);
  error = tf_error_new(tf_str_c("K"), tf_str_c("m"), tf_str_c("no newline"), NULL, NULL);
  tf_error_render(error, &buf);
  assert_str_is(tf_buf_view(&buf), "Traceback (most recent call last):\nno newline\nK: m\n");
  tf_buf_drop(&buf);
  tf_object_decref(error);
}

static void* raise_and_leave(void* argument) {
  (void)argument;
  (void)tf_raise(TF_VALUE_ERROR, "left behind");
  return NULL;
}

static void a_thread_that_ends_drops_its_error(void** state) {
  (void)state;
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, raise_and_leave, NULL), 0);
  assert_int_equal(pthread_join(thread, NULL), 0);
  assert_false(tf_error_is_raised());
  /* The fixture finds the leak if there is one. */
}

static void depth_errors_have_their_kind(void** state) {
  (void)state;
  assert_raises(tf_raise_depth("the value"), "RecursionError", "the value is nested too deeply");
}

static int chain(void* context) {
  (void)context;
  (void)tf_raise(TF_VALUE_ERROR, "%0600d", 1);
  (void)tf_error_chain(NULL, "%0600d", 1);
  tf_error* error = tf_error_take_raised();
  bool is_whole =
      strcmp(error->cell.kind.data, "ValueError") == 0 && error->cell.cause_chain != NULL;
  (void)tf_raise_error(error);
  if (!is_whole) return -1;
  tf_error_clear();
  return 0;
}

static void chaining_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(chain, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(raising_fills_the_slot_and_taking_empties_it),
      tf_unit(a_new_error_replaces_the_old_one),
      tf_unit(only_errors_can_be_raised),
      tf_unit(parts_are_joined_and_null_parts_left_out),
      tf_unit(very_long_messages_are_cut),
      tf_unit(chaining_keeps_kind_and_cause),
      tf_unit(a_failure_without_error_becomes_one),
      tf_unit(memory_errors_need_no_memory),
      tf_unit(the_reserve_is_used_again),
      tf_unit(rendering_shows_the_last_call_last),
      tf_unit(a_thread_that_ends_drops_its_error),
      tf_unit(depth_errors_have_their_kind),
      tf_unit(chaining_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
