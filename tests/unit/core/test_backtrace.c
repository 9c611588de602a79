/* SPDX-License-Identifier: Apache-2.0 */
#include "core/backtrace.h"

#include <pthread.h>
#include <tvm/ffi/extra/c_runtime_api.h>

#include "backtrace_fixture.h"
#include "tf_system.h"
#include "tf_test_core.h"

#define LINE(function) "  File \"<unknown>\", line 0, in " function "\n"

static void raise_error(void* argument) {
  (void)argument;
  TVMFFIErrorSetRaisedFromCStr("K", "m");
}

/* The backtrace of the error that was just raised, as text for free(). */
static char* taken(void) {
  tf_error* error = tf_error_take_raised();
  assert_non_null(error);
  assert_int_equal(strlen(error->cell.backtrace.data), error->cell.backtrace.size);
  char* text = strdup(error->cell.backtrace.data);
  tf_object_decref(error);
  return text;
}

static void assert_taken(const char* want) {
  char* text = taken();
  if (strcmp(text, want) != 0) print_error("got:\n%s", text);
  assert_string_equal(text, want);
  free(text);
}

static void callers_are_named_innermost_first(void** state) {
  (void)state;
  for (int i = 0; i < 3; ++i) {
    fixture_outer(raise_error, NULL);
    assert_taken(LINE("fixture_inner") LINE("fixture_outer"));
    fixture_other(raise_error, NULL);
    assert_taken(LINE("fixture_inner") LINE("fixture_other"));
  }
}

/* From one place with two stacks: what is remembered of the first must not be taken for the second. */
static void equal_depth_is_not_equal_stack(void** state) {
  (void)state;
  for (int i = 0; i < 50; ++i) {
    void (*through)(void (*)(void*), void*) = i % 2 == 0 ? fixture_outer : fixture_other;
    through(raise_error, NULL);
    assert_taken(i % 2 == 0 ? LINE("fixture_inner") LINE("fixture_outer")
                            : LINE("fixture_inner") LINE("fixture_other"));
  }
}

static void equal_stacks_share_their_text(void** state) {
  (void)state;
  const char* first = NULL;
  tf_error* kept = NULL;
  for (int i = 0; i < 3; ++i) {
    fixture_outer(raise_error, NULL);
    tf_error* error = tf_error_take_raised();
    if (i == 1) first = error->cell.backtrace.data;
#if defined(__x86_64__)
    if (i == 2) assert_ptr_equal(error->cell.backtrace.data, first);
#endif
    tf_object_drop(&kept);
    kept = error;
  }
  /* Changing the text of one leaves the others alone. */
  fixture_outer(raise_error, NULL);
  tf_error* other = tf_error_take_raised();
  TVMFFIByteArray line = {"more\n", 5};
  kept->cell.update_backtrace(kept, &line, kTVMFFIBacktraceUpdateModeAppend);
  assert_string_equal(kept->cell.backtrace.data,
                      LINE("fixture_inner") LINE("fixture_outer") "more\n");
  assert_string_equal(other->cell.backtrace.data, LINE("fixture_inner") LINE("fixture_outer"));
  tf_object_decref(kept);
  tf_object_decref(other);
  (void)first;
}

static size_t count_lines(const char* text) {
  size_t lines = 0;
  for (; *text != '\0'; ++text) lines += *text == '\n';
  return lines;
}

static void the_limit_rules_when_it_is_set(void** state) {
  (void)state;
  static const struct {
    const char* limit;
    size_t lines;
  } cases[] = {{NULL, 32}, {"5", 5}, {"0", 0},   {"100", 100}, {"1000", 301},
               {"x", 32},  {"", 32}, {"-3", 32}, {"1", 1},     {NULL, 32}};
  for (size_t i = 0; i < TF_COUNT_OF(cases); ++i) {
    if (cases[i].limit == NULL) {
      assert_int_equal(unsetenv("TVM_TRACEBACK_LIMIT"), 0);
    } else {
      assert_int_equal(setenv("TVM_TRACEBACK_LIMIT", cases[i].limit, 1), 0);
    }
    for (int again = 0; again < 3; ++again) {
      fixture_deep(300, raise_error, NULL);
      char* text = taken();
      assert_int_equal(count_lines(text), cases[i].lines);
      free(text);
    }
  }
  assert_int_equal(tf_backtrace_limit(77), 77);
}

static void the_stack_ends_at_the_interpreter(void** state) {
  (void)state;
  PyObject_fixture(raise_error, NULL);
  assert_taken(LINE("fixture_inner") LINE("fixture_outer"));
}

static void machinery_is_not_shown_and_cxx_names_are_readable(void** state) {
  (void)state;
  _ZN3tvm3ffi6detail7fixtureEv(raise_error, NULL);
  assert_taken(LINE("fixture_inner") LINE("fixture_outer"));
  _ZN8fixtures5namedEv(raise_error, NULL);
  char* text = taken();
  /* Readable when a C++ runtime is loaded. */
  bool is_known = strcmp(text, LINE("fixtures::named()")) == 0 ||
                  strcmp(text, LINE("_ZN8fixtures5namedEv")) == 0;
  assert_true(is_known);
  free(text);
}

/* ---- TVMFFIBacktrace ---- */

static char backtrace[4096];

static void ask_with_place(void* argument) {
  const TVMFFIByteArray* text = TVMFFIBacktrace("file.cc", 12, "my_function", argument != NULL);
  (void)snprintf(backtrace, sizeof backtrace, "%.*s", (int)text->size, text->data);
}

static void ask_without_place(void* argument) {
  const TVMFFIByteArray* text = TVMFFIBacktrace(NULL, 0, NULL, argument != NULL);
  (void)snprintf(backtrace, sizeof backtrace, "%.*s", (int)text->size, text->data);
}

static void ask_from_header(void* argument) {
  (void)argument;
  const TVMFFIByteArray* text = TVMFFIBacktrace("/usr/include/tvm/ffi/error.h", 1, "Throw", 0);
  (void)snprintf(backtrace, sizeof backtrace, "%.*s", (int)text->size, text->data);
}

static void the_told_place_replaces_the_innermost_frame(void** state) {
  (void)state;
  for (int i = 0; i < 2; ++i) {
    fixture_outer(ask_with_place, NULL);
    /* This program stands for the runtime: the first caller outside of it is the one left out. */
    assert_string_equal(backtrace,
                        "  File \"file.cc\", line 12, in my_function\n" LINE("fixture_outer"));
    fixture_outer(ask_without_place, NULL);
    assert_string_equal(backtrace, LINE("fixture_inner") LINE("fixture_outer"));
    fixture_outer(ask_from_header, NULL);
    assert_string_equal(backtrace, LINE("fixture_outer"));
  }
}

static void boundaries_can_be_crossed(void** state) {
  (void)state;
  int cross = 1;
  PyObject_fixture(ask_without_place, NULL);
  assert_string_equal(backtrace, LINE("fixture_inner") LINE("fixture_outer"));
  PyObject_fixture(ask_without_place, &cross);
  assert_true(tf_str_starts_with(
      tf_str_c(backtrace),
      tf_str_c(LINE("fixture_inner") LINE("fixture_outer") LINE("PyObject_fixture"))));
}

static void without_memory_the_answer_is_empty(void** state) {
  (void)state;
  tf_mem_fail_from(1);
  fixture_outer(ask_with_place, NULL);
  fixture_outer(raise_error, NULL);
  tf_mem_fail_from(0);
  tf_error_clear();
  assert_string_equal(backtrace, "");
}

/* ---- threads ---- */

static void* raise_in_thread(void* argument) {
  for (int i = 0; i < 100; ++i) {
    fixture_deep(i % 5, raise_error, NULL);
    tf_error* error = tf_error_take_raised();
    if (count_lines(error->cell.backtrace.data) != (size_t)(i % 5) + 1) return argument;
    tf_object_decref(error);
  }
  /* Left in the slot, its text not made. */
  tf_backtrace_forget();
  fixture_outer(raise_error, NULL);
  return NULL;
}

static void threads_do_not_disturb_each_other(void** state) {
  (void)state;
  pthread_t threads[3];
  int failed = 0;
  for (int i = 0; i < 3; ++i) {
    assert_int_equal(pthread_create(&threads[i], NULL, raise_in_thread, &failed), 0);
  }
  for (int i = 0; i < 3; ++i) {
    void* result = NULL;
    assert_int_equal(pthread_join(threads[i], &result), 0);
    assert_null(result);
  }
}

static void what_is_remembered_can_be_forgotten(void** state) {
  (void)state;
  for (int i = 0; i < 3; ++i) {
    fixture_outer(raise_error, NULL);
    assert_taken(LINE("fixture_inner") LINE("fixture_outer"));
    tf_backtrace_forget();
  }
}

static void (*second_action)(void* argument);

static void through_this_program(void* argument) { fixture_inner(second_action, argument); }

static void (*sorter)(void* argument);

static int compare_through_fixture(const void* a, const void* b) {
  fixture_inner(sorter, NULL);
  return *(const int*)a - *(const int*)b;
}

/* Last: it cannot be taken back. */
static void a_declared_file_is_a_boundary(void** state) {
  (void)state;
  int local = 0;
  tvm_ffi_backtrace_add_boundary(NULL);
  tvm_ffi_backtrace_add_boundary(&local);
  fixture_outer(raise_error, NULL);
  assert_taken(LINE("fixture_inner") LINE("fixture_outer"));
  void (*inside)(void (*)(void*), void*) = fixture_outer;
  const void* address;
  memcpy(&address, &inside, sizeof address);
  tvm_ffi_backtrace_add_boundary(address);
  /* All of the stack is inside: nothing to show. */
  fixture_outer(raise_error, NULL);
  assert_taken("");
  /* Innermost inside, then this program (the runtime's own file), then inside again: that is the end. */
  second_action = raise_error;
  fixture_outer(through_this_program, NULL);
  assert_taken("");
  /* Innermost inside, then another library: whoever called back is shown. Elsewhere the functions of
     the C library that call back have no exported names, or cannot be unwound. */
#if defined(__GLIBC__) && defined(__x86_64__)
  sorter = raise_error;
  int two[2] = {2, 1};
  qsort(two, 2, sizeof two[0], compare_through_fixture);
  char* text = taken();
  if (strstr(text, "qsort") == NULL) print_error("got:\n%s", text);
  assert_non_null(strstr(text, "qsort"));
  assert_null(strstr(text, "fixture"));
  free(text);
#else
  (void)compare_through_fixture;
#endif
}

/* The frames of the test runner are of no interest. */
static void stop_at_runner(void) {
  int (*runner)(const char*, const struct CMUnitTest*, size_t, CMFixtureFunction,
                CMFixtureFunction) = _cmocka_run_group_tests;
  const void* address;
  memcpy(&address, &runner, sizeof address);
  tvm_ffi_backtrace_add_boundary(address);
}

int main(void) {
  stop_at_runner();
  const struct CMUnitTest tests[] = {
      tf_unit(callers_are_named_innermost_first),
      tf_unit(equal_depth_is_not_equal_stack),
      tf_unit(equal_stacks_share_their_text),
      tf_unit(the_limit_rules_when_it_is_set),
      tf_unit(the_stack_ends_at_the_interpreter),
      tf_unit(machinery_is_not_shown_and_cxx_names_are_readable),
      tf_unit(the_told_place_replaces_the_innermost_frame),
      tf_unit(boundaries_can_be_crossed),
      tf_unit(without_memory_the_answer_is_empty),
      tf_unit(threads_do_not_disturb_each_other),
      tf_unit(what_is_remembered_can_be_forgotten),
      tf_unit(a_declared_file_is_a_boundary),
  };
  return tf_test_run(tests);
}
