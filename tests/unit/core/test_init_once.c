/* SPDX-License-Identifier: Apache-2.0 */
#include <tvm/ffi/c_api.h>

#include <pthread.h>

#include "base/thread.h"

#include "tf_test_core.h"

static int calls;
static int made;

static int make(void** result) {
  __atomic_fetch_add(&calls, 1, __ATOMIC_RELAXED);
  for (int i = 0; i < 100; ++i) tf_thread_yield();
  *result = &made;
  return 0;
}

static int refuse(void** result) {
  (void)result;
  return tf_raise(TF_VALUE_ERROR, "not today");
}

static int fail_with_code(void** result) {
  (void)result;
  return -17;
}

static int make_nothing(void** result) {
  *result = NULL;
  return 0;
}

static void* first_handle;
static void* second_handle;

static int make_two(void** result) {
  if (TVMFFIHandleInitOnce(&second_handle, make) != 0) return -1;
  *result = second_handle;
  return 0;
}

static int ask_for_itself(void** result) {
  (void)result;
  return TVMFFIHandleInitOnce(&first_handle, ask_for_itself);
}

static int unmake(void* handle) { return handle == &made ? 5 : 0; }

static void a_handle_is_made_once(void** state) {
  (void)state;
  void* handle = NULL;
  calls = 0;
  assert_ok(TVMFFIHandleInitOnce(&handle, make));
  assert_ok(TVMFFIHandleInitOnce(&handle, make));
  assert_ptr_equal(handle, &made);
  assert_int_equal(calls, 1);
  assert_int_equal(TVMFFIHandleDeinitOnce(&handle, unmake), 5);
  assert_null(handle);
  assert_int_equal(TVMFFIHandleDeinitOnce(&handle, unmake), 0);
}

static void a_failure_may_be_retried(void** state) {
  (void)state;
  void* handle = NULL;
  assert_raises(TVMFFIHandleInitOnce(&handle, refuse), "ValueError", "not today");
  assert_int_equal(TVMFFIHandleInitOnce(&handle, fail_with_code), -17);
  assert_raises(TVMFFIHandleInitOnce(&handle, make_nothing), "RuntimeError",
                "init_func must return a non-NULL handle");
  assert_null(handle);
  assert_ok(TVMFFIHandleInitOnce(&handle, make));
}

static void an_init_function_may_make_another_handle(void** state) {
  (void)state;
  first_handle = second_handle = NULL;
  assert_ok(TVMFFIHandleInitOnce(&first_handle, make_two));
  assert_ptr_equal(first_handle, &made);
}

static void but_not_its_own(void** state) {
  (void)state;
  first_handle = NULL;
  assert_raises(TVMFFIHandleInitOnce(&first_handle, ask_for_itself), "RuntimeError",
                "asks for its own handle");
}

static void* race_for(void* argument) {
  return TVMFFIHandleInitOnce(argument, make) == 0 ? *(void**)argument : NULL;
}

static void threads_that_come_together_make_it_once(void** state) {
  (void)state;
  void* handle = NULL;
  pthread_t threads[4];
  calls = 0;
  for (int i = 0; i < 4; ++i) {
    assert_int_equal(pthread_create(&threads[i], NULL, race_for, &handle), 0);
  }
  for (int i = 0; i < 4; ++i) {
    void* result = NULL;
    assert_int_equal(pthread_join(threads[i], &result), 0);
    assert_ptr_equal(result, &made);
  }
  assert_int_equal(calls, 1);
}

static void null_is_refused(void** state) {
  (void)state;
  void* handle = NULL;
  assert_raises(TVMFFIHandleInitOnce(NULL, make), "TypeError", "NULL");
  assert_raises(TVMFFIHandleInitOnce(&handle, NULL), "TypeError", "NULL");
  assert_raises(TVMFFIHandleDeinitOnce(NULL, unmake), "TypeError", "NULL");
  assert_raises(TVMFFIHandleDeinitOnce(&handle, NULL), "TypeError", "NULL");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(a_handle_is_made_once),
      tf_unit(a_failure_may_be_retried),
      tf_unit(an_init_function_may_make_another_handle),
      tf_unit(but_not_its_own),
      tf_unit(threads_that_come_together_make_it_once),
      tf_unit(null_is_refused),
  };
  return tf_test_run(tests);
}
