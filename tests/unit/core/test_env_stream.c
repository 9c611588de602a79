/* SPDX-License-Identifier: Apache-2.0 */
#include <tvm/ffi/extra/c_env_api.h>

#include <pthread.h>

#include "tf_test_core.h"

#define STREAM(n) ((void*)(uintptr_t)(0x100 + (n)))

/* Each test body runs in a thread of its own: streams belong to threads, and what is left behind at
   a thread's end fails the leak check. */
static void in_thread(void* (*body)(void* argument), void* argument) {
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, body, argument), 0);
  assert_int_equal(pthread_join(thread, NULL), 0);
}

static void* set_and_get(void* argument) {
  TVMFFIStreamHandle original = STREAM(9);
  (void)argument;
  assert_null(TVMFFIEnvGetStream(kDLCUDA, 0));
  assert_ok(TVMFFIEnvSetStream(kDLCUDA, 3, STREAM(1), &original));
  assert_null(original);
  assert_ptr_equal(TVMFFIEnvGetStream(kDLCUDA, 3), STREAM(1));
  assert_null(TVMFFIEnvGetStream(kDLCUDA, 2));
  assert_null(TVMFFIEnvGetStream(kDLROCM, 3));
  assert_ok(TVMFFIEnvSetStream(kDLCUDA, 3, NULL, &original));
  assert_ptr_equal(original, STREAM(1));
  assert_null(TVMFFIEnvGetStream(kDLCUDA, 3));
  assert_ok(TVMFFIEnvSetStream(kDLCUDA, 3, STREAM(2), NULL));
  return NULL;
}

static void streams_are_set_and_found(void** state) {
  (void)state;
  in_thread(set_and_get, NULL);
}

static void* find_nothing(void* argument) {
  (void)argument;
  assert_null(TVMFFIEnvGetStream(kDLCUDA, 0));
  return NULL;
}

static void* set_and_look_from_elsewhere(void* argument) {
  (void)argument;
  assert_ok(TVMFFIEnvSetStream(kDLCUDA, 0, STREAM(1), NULL));
  in_thread(find_nothing, NULL);
  assert_ptr_equal(TVMFFIEnvGetStream(kDLCUDA, 0), STREAM(1));
  return NULL;
}

static void streams_belong_to_their_thread(void** state) {
  (void)state;
  in_thread(set_and_look_from_elsewhere, NULL);
}

static void* set_many(void* argument) {
  (void)argument;
  for (int32_t i = 99; i >= 0; --i) {
    assert_ok(TVMFFIEnvSetStream(i % 10, i * 7919 % 100, STREAM(i), NULL));
  }
  for (int32_t i = 0; i < 100; ++i) {
    assert_ptr_equal(TVMFFIEnvGetStream(i % 10, i * 7919 % 100), STREAM(i));
  }
  assert_ok(TVMFFIEnvSetStream(INT32_MAX, INT32_MAX, STREAM(1), NULL));
  assert_ptr_equal(TVMFFIEnvGetStream(INT32_MAX, INT32_MAX), STREAM(1));
  return NULL;
}

static void many_devices_keep_their_streams(void** state) {
  (void)state;
  in_thread(set_many, NULL);
}

static void* count_devices(void* argument) {
  (void)argument;
  for (int32_t i = 0; i < 65536; ++i) assert_ok(TVMFFIEnvSetStream(2, i, STREAM(1), NULL));
  assert_raises(TVMFFIEnvSetStream(2, 65536, STREAM(1), NULL), "RuntimeError", "65536");
  assert_ok(TVMFFIEnvSetStream(2, 7, STREAM(2), NULL));
  assert_ptr_equal(TVMFFIEnvGetStream(2, 7), STREAM(2));
  return NULL;
}

static void there_is_a_most_of_devices(void** state) {
  (void)state;
  in_thread(count_devices, NULL);
}

static void* clear_unknown(void* argument) {
  (void)argument;
  assert_ok(TVMFFIEnvSetStream(kDLCUDA, 0, NULL, NULL));
  assert_int_equal(tf_mem_live(), *(long*)argument);
  return NULL;
}

static void clearing_what_was_never_set_takes_no_memory(void** state) {
  (void)state;
  long live = tf_mem_live();
  in_thread(clear_unknown, &live);
}

static void* set_negative(void* argument) {
  TVMFFIStreamHandle original = STREAM(9);
  (void)argument;
  assert_raises(TVMFFIEnvSetStream(-1, 0, STREAM(1), &original), "ValueError", "type -1");
  assert_raises(TVMFFIEnvSetStream(2, -7, STREAM(1), &original), "ValueError", "id -7");
  assert_ptr_equal(original, STREAM(9));
  assert_null(TVMFFIEnvGetStream(-1, 0));
  assert_null(TVMFFIEnvGetStream(INT32_MIN, INT32_MIN));
  return NULL;
}

static void negative_numbers_are_refused(void** state) {
  (void)state;
  in_thread(set_negative, NULL);
}

/* The second device of a thread makes its table grow where the first allocation does not. */
static int32_t walk_device;

static int set_one(void* context) {
  (void)context;
  TVMFFIStreamHandle before = TVMFFIEnvGetStream(kDLCUDA, walk_device);
  int status = TVMFFIEnvSetStream(kDLCUDA, walk_device, STREAM(1), NULL);
  if (status != 0) assert_ptr_equal(TVMFFIEnvGetStream(kDLCUDA, walk_device), before);
  return status;
}

static void* set_with_failures(void* argument) {
  (void)argument;
  for (walk_device = 0; walk_device < 20; ++walk_device) {
    for (long n = 1;; ++n) {
      tf_mem_fail_at(n);
      int status = set_one(NULL);
      long refused = tf_mem_refused();
      tf_mem_fail_at(0);
      if (status != 0) tf_test_raised_is("set", "MemoryError", "");
      if (refused == 0) break;
    }
    assert_ptr_equal(TVMFFIEnvGetStream(kDLCUDA, walk_device), STREAM(1));
  }
  return NULL;
}

static void streams_survive_allocation_failure(void** state) {
  (void)state;
  in_thread(set_with_failures, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(streams_are_set_and_found),
      tf_unit(streams_belong_to_their_thread),
      tf_unit(many_devices_keep_their_streams),
      tf_unit(there_is_a_most_of_devices),
      tf_unit(clearing_what_was_never_set_takes_no_memory),
      tf_unit(negative_numbers_are_refused),
      tf_unit(streams_survive_allocation_failure),
  };
  return tf_test_run(tests);
}
