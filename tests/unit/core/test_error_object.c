/* SPDX-License-Identifier: Apache-2.0 */
#include "core/error.h"

#include "tf_test_core.h"

static TVMFFIByteArray bytes_of(const char* text) {
  TVMFFIByteArray bytes = {text, strlen(text)};
  return bytes;
}

static void errors_copy_what_they_are_given(void** state) {
  (void)state;
  char kind[] = "MyKind";
  char message[] = "a message";
  TVMFFIByteArray k = bytes_of(kind);
  TVMFFIByteArray m = bytes_of(message);
  TVMFFIByteArray b = bytes_of("trace\n");
  TVMFFIObjectHandle error = NULL;
  assert_ok(TVMFFIErrorCreate(&k, &m, &b, &error));
  memset(kind, 'x', 6);
  memset(message, 'x', 9);
  const TVMFFIErrorCell* cell = TVMFFIErrorGetCellPtr(error);
  assert_string_equal(cell->kind.data, "MyKind");
  assert_string_equal(cell->message.data, "a message");
  assert_string_equal(cell->backtrace.data, "trace\n");
  assert_non_null(cell->update_backtrace);
  assert_null(cell->cause_chain);
  assert_false(tf_error_is_raised());
  tf_object_decref(error);
}

static void empty_and_null_texts_are_empty(void** state) {
  (void)state;
  TVMFFIByteArray nothing = {NULL, 0};
  TVMFFIObjectHandle error = NULL;
  assert_ok(TVMFFIErrorCreate(&nothing, NULL, &nothing, &error));
  assert_string_equal(TVMFFIErrorGetCellPtr(error)->kind.data, "");
  assert_int_equal(TVMFFIErrorGetCellPtr(error)->message.size, 0);
  tf_object_decref(error);
  assert_int_equal(TVMFFIErrorCreate(NULL, NULL, NULL, NULL), -1);
}

static void cause_and_context_are_referenced_anew(void** state) {
  (void)state;
  TVMFFIByteArray text = bytes_of("x");
  TVMFFIObjectHandle cause = NULL;
  TVMFFIObjectHandle error = NULL;
  tf_object* context = tf_object_new(sizeof *context, kTVMFFIObject, tf_object_delete_leaf);
  assert_ok(TVMFFIErrorCreate(&text, &text, &text, &cause));
  assert_ok(TVMFFIErrorCreateWithCauseAndExtraContext(&text, &text, &text, cause, context, &error));
  assert_false(tf_object_is_unique(cause));
  assert_false(tf_object_is_unique(context));
  tf_object_decref(error);
  assert_true(tf_object_is_unique(cause));
  assert_true(tf_object_is_unique(context));
  tf_object_decref(cause);
  tf_object_decref(context);
}

static void the_backtrace_can_be_replaced_and_appended(void** state) {
  (void)state;
  TVMFFIByteArray text = bytes_of("x");
  TVMFFIByteArray first = bytes_of("first\n");
  TVMFFIByteArray second = bytes_of("second\n");
  TVMFFIObjectHandle error = NULL;
  assert_ok(TVMFFIErrorCreate(&text, &text, &first, &error));
  TVMFFIErrorCell* cell = TVMFFIErrorGetCellPtr(error);
  cell->update_backtrace(error, &second, kTVMFFIBacktraceUpdateModeAppend);
  assert_string_equal(cell->backtrace.data, "first\nsecond\n");
  cell->update_backtrace(error, &second, kTVMFFIBacktraceUpdateModeReplace);
  assert_string_equal(cell->backtrace.data, "second\n");
  /* Its own text as the piece to be appended. */
  TVMFFIByteArray own = cell->backtrace;
  cell->update_backtrace(error, &own, kTVMFFIBacktraceUpdateModeAppend);
  assert_string_equal(cell->backtrace.data, "second\nsecond\n");
  cell->update_backtrace(NULL, &own, 0);
  cell->update_backtrace(error, NULL, 0);
  tf_mem_fail_at(1);
  cell->update_backtrace(error, &first, kTVMFFIBacktraceUpdateModeReplace);
  assert_string_equal(cell->backtrace.data, "second\nsecond\n");
  tf_object_decref(error);
}

static void a_long_chain_of_causes_is_dropped(void** state) {
  (void)state;
  tf_error* error = NULL;
  for (int i = 0; i < 200000; ++i) {
    tf_error* next = tf_error_new(tf_str_c("K"), tf_str_c("m"), tf_str_c(""),
                                  error == NULL ? NULL : &error->header, NULL);
    if (error != NULL) tf_object_decref(error);
    error = next;
  }
  tf_object_decref(error);
}

static int create(void* context) {
  (void)context;
  TVMFFIByteArray text = bytes_of("x");
  TVMFFIObjectHandle error = NULL;
  if (TVMFFIErrorCreate(&text, &text, &text, &error) != 0) {
    /* By contract nothing is raised; the walk wants to see an error. */
    return tf_error_is_raised() ? 0 : tf_raise_memory();
  }
  tf_object_decref(error);
  return 0;
}

static void creating_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(create, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(errors_copy_what_they_are_given),
      tf_unit(empty_and_null_texts_are_empty),
      tf_unit(cause_and_context_are_referenced_anew),
      tf_unit(the_backtrace_can_be_replaced_and_appended),
      tf_unit(a_long_chain_of_causes_is_dropped),
      tf_unit(creating_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
