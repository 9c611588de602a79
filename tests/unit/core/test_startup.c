/* SPDX-License-Identifier: Apache-2.0 */
#include "core/startup.h"

#include <stdio.h>

#include <tvm/ffi/extra/c_runtime_api.h>

#include "tf_system.h"
#include "tf_test_core.h"

static void the_build_has_an_identity(void** state) {
  (void)state;
  assert_true(strncmp(tvm_ffi_build_id(), "tvm-ffi-c ", 10) == 0);
}

/* What a call writes to stderr. */
static void report_into(char* text, size_t size, const char* layer, int status) {
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  (void)fflush(stderr);
  int saved = dup(STDERR_FILENO);
  assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
  tf_startup_report(layer, status);
  (void)fflush(stderr);
  assert_true(dup2(saved, STDERR_FILENO) >= 0);
  (void)close(saved);
  (void)close(ends[1]);
  ssize_t got = read(ends[0], text, (unsigned)size - 1);
  text[got < 0 ? 0 : got] = '\0';
  (void)close(ends[0]);
}

static void a_failed_layer_is_named_in_one_line(void** state) {
  (void)state;
  char text[200];
  (void)tf_raise(TF_VALUE_ERROR, "the reason");
  report_into(text, sizeof text, "the layer", -1);
  assert_string_equal(text, "tvm_ffi: the layer could not be registered: the reason\n");
  assert_false(tf_error_is_raised());
  report_into(text, sizeof text, "the layer", -1);
  assert_string_equal(text, "tvm_ffi: the layer could not be registered: unknown reason\n");
  report_into(text, sizeof text, "the layer", 0);
  assert_string_equal(text, "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(the_build_has_an_identity),
      tf_unit(a_failed_layer_is_named_in_one_line),
  };
  return tf_test_run(tests);
}
