/* SPDX-License-Identifier: Apache-2.0 */
#include <tvm/ffi/extra/c_env_api.h>

#include "tf_test_core.h"

/* What happened to the pretended host, one letter a call. */
static char calls[16];
static int next_check;

static void note(char call) {
  size_t n = strlen(calls);
  calls[n] = call;
  calls[n + 1] = '\0';
}

static int check(void) {
  note('c');
  return next_check;
}

static int lock(void) {
  note('l');
  return 5;
}

static void unlock(int lock_state) { note(lock_state == 5 ? 'u' : '?'); }

static void register_all(bool on) {
  assert_ok(TVMFFIEnvRegisterCAPI("PyErr_CheckSignals", on ? (void*)(uintptr_t)check : NULL));
  assert_ok(TVMFFIEnvRegisterCAPI("PyGILState_Ensure", on ? (void*)(uintptr_t)lock : NULL));
  assert_ok(TVMFFIEnvRegisterCAPI("PyGILState_Release", on ? (void*)(uintptr_t)unlock : NULL));
  calls[0] = '\0';
}

static void without_a_host_there_are_no_signals(void** state) {
  (void)state;
  register_all(false);
  assert_ok(TVMFFIEnvCheckSignals());
}

static void the_host_is_locked_around_the_check(void** state) {
  (void)state;
  register_all(true);
  next_check = 0;
  assert_ok(TVMFFIEnvCheckSignals());
  assert_string_equal(calls, "lcu");
  register_all(false);
}

static void pending_signals_leave_the_slot_empty(void** state) {
  (void)state;
  register_all(true);
  next_check = -1;
  assert_int_equal(TVMFFIEnvCheckSignals(), -1);
  assert_false(tf_error_is_raised());
  next_check = 3;
  assert_int_equal(TVMFFIEnvCheckSignals(), -1);
  assert_string_equal(calls, "lculcu");
  register_all(false);
}

static void a_host_without_a_lock_is_asked_directly(void** state) {
  (void)state;
  register_all(true);
  assert_ok(TVMFFIEnvRegisterCAPI("PyGILState_Release", NULL));
  next_check = 0;
  assert_ok(TVMFFIEnvCheckSignals());
  assert_string_equal(calls, "c");
  register_all(false);
}

static void other_names_are_refused(void** state) {
  (void)state;
  assert_raises(TVMFFIEnvRegisterCAPI("PyFoo", NULL), "ValueError", "Unknown env API PyFoo");
  assert_raises(TVMFFIEnvRegisterCAPI("", NULL), "ValueError", "Unknown env API ");
  assert_raises(TVMFFIEnvRegisterCAPI(NULL, NULL), "TypeError", "NULL");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(without_a_host_there_are_no_signals),
      tf_unit(the_host_is_locked_around_the_check),
      tf_unit(pending_signals_leave_the_slot_empty),
      tf_unit(a_host_without_a_lock_is_asked_directly),
      tf_unit(other_names_are_refused),
  };
  return tf_test_run(tests);
}
