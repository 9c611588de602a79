/* SPDX-License-Identifier: Apache-2.0 */
#include "core/backtrace_impl.h"

#include "backtrace_fixture.h"
#include "tf_test_core.h"

/* An address inside a function, as a return address would be. */
static const void* inside(void (*function)(void (*)(void*), void*)) {
  const char* address;
  memcpy(&address, &function, sizeof address);
  return address + 1;
}

static void an_address_resolves_to_a_line(void** state) {
  (void)state;
  tf_backtrace_line scratch;
  const tf_backtrace_line* line = tf_backtrace_line_of(inside(fixture_outer), NULL, &scratch);
  assert_str_is(line->text, "  File \"<unknown>\", line 0, in fixture_outer\n");
  assert_false(line->stops);
  assert_false(line->hidden);
  assert_ptr_equal(tf_backtrace_line_of(inside(fixture_outer), NULL, &scratch), line);
  assert_ptr_not_equal(line, &scratch);
}

static void names_decide_what_stops_and_what_hides(void** state) {
  (void)state;
  tf_backtrace_line scratch;
  const tf_backtrace_line* line = tf_backtrace_line_of(inside(PyObject_fixture), NULL, &scratch);
  assert_true(line->stops);
  line = tf_backtrace_line_of(inside(_ZN3tvm3ffi6detail7fixtureEv), NULL, &scratch);
  assert_true(line->hidden && !line->stops);
  /* This program stands for the runtime. */
  line = tf_backtrace_line_of("a constant of this file", NULL, &scratch);
  assert_true(line->hidden && line->is_own);
  line = tf_backtrace_line_of(&scratch, NULL, &scratch);
  assert_true(line->hidden && !line->stops);
  line = tf_backtrace_line_of(NULL, NULL, &scratch);
  assert_true(line->hidden);
}

static void forgetting_resolves_anew(void** state) {
  (void)state;
  tf_backtrace_line scratch;
  uint32_t before = tf_backtrace_generation();
  const tf_backtrace_line* line = tf_backtrace_line_of(inside(fixture_outer), NULL, &scratch);
  tf_backtrace_forget();
  assert_int_not_equal(tf_backtrace_generation(), before);
  const tf_backtrace_line* again = tf_backtrace_line_of(inside(fixture_outer), NULL, &scratch);
  assert_ptr_not_equal(again, line);
  assert_true(tf_str_equal(again->text, line->text));
}

static void without_memory_there_is_no_line_but_an_end(void** state) {
  (void)state;
  tf_backtrace_line scratch;
  tf_backtrace_forget();
  tf_mem_fail_from(1);
  const tf_backtrace_line* line = tf_backtrace_line_of(inside(PyObject_fixture), NULL, &scratch);
  const tf_backtrace_line stop = *line;
  line = tf_backtrace_line_of(inside(fixture_outer), NULL, &scratch);
  tf_mem_fail_from(0);
  assert_true(stop.stops && stop.hidden);
  assert_true(line->hidden && !line->stops);
  line = tf_backtrace_line_of(inside(fixture_outer), NULL, &scratch);
  assert_false(line->hidden);
}

static void a_full_memory_resolves_all_the_same(void** state) {
  (void)state;
  tf_backtrace_line scratch;
  const char* address = (const char*)inside(fixture_outer);
  /* Addresses that no file holds fill it. */
  for (uintptr_t i = 1; i < 20000; ++i) {
    (void)tf_backtrace_line_of((const void*)(i * 16), NULL, &scratch);
  }
  const tf_backtrace_line* line = tf_backtrace_line_of(address + 3, NULL, &scratch);
  assert_ptr_equal(line, &scratch);
  assert_false(line->stops);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(an_address_resolves_to_a_line),
      tf_unit(names_decide_what_stops_and_what_hides),
      tf_unit(forgetting_resolves_anew),
      tf_unit(without_memory_there_is_no_line_but_an_end),
      tf_unit(a_full_memory_resolves_all_the_same),
  };
  return tf_test_run(tests);
}
