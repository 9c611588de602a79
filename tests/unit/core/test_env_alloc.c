/* SPDX-License-Identifier: Apache-2.0 */
#include <tvm/ffi/extra/c_env_api.h>

#include <pthread.h>

#include "tf_managed.h"
#include "tf_test_core.h"

static tf_managed made;

static int make(DLTensor* prototype, DLManagedTensorVersioned** out, void* error_ctx,
                void (*SetError)(void* error_ctx, const char* kind, const char* message)) {
  (void)error_ctx;
  (void)SetError;
  tf_managed_init(&made);
  made.versioned.dl_tensor.dtype = prototype->dtype;
  *out = &made.versioned;
  return 0;
}

static int make_nonsense(DLTensor* prototype, DLManagedTensorVersioned** out, void* error_ctx,
                         void (*SetError)(void* error_ctx, const char* kind, const char* message)) {
  int status = make(prototype, out, error_ctx, SetError);
  made.versioned.dl_tensor.ndim = -1;
  return status;
}

static int make_nothing(DLTensor* prototype, DLManagedTensorVersioned** out, void* error_ctx,
                        void (*SetError)(void* error_ctx, const char* kind, const char* message)) {
  (void)prototype;
  (void)out;
  (void)error_ctx;
  (void)SetError;
  return 0;
}

static int fail_with_words(DLTensor* prototype, DLManagedTensorVersioned** out, void* error_ctx,
                           void (*SetError)(void* error_ctx, const char* kind,
                                            const char* message)) {
  (void)prototype;
  (void)out;
  SetError(error_ctx, "BufferError", "no room");
  return 7;
}

static int fail_silently(DLTensor* prototype, DLManagedTensorVersioned** out, void* error_ctx,
                         void (*SetError)(void* error_ctx, const char* kind, const char* message)) {
  (void)prototype;
  (void)out;
  (void)error_ctx;
  (void)SetError;
  return -3;
}

static int64_t asked_shape[] = {2, 3};
static DLTensor asked = {
    .device = {kDLCPU, 0}, .ndim = 2, .dtype = {kDLInt, 16, 1}, .shape = asked_shape};

static void use(DLPackManagedTensorAllocator allocator) {
  assert_ok(TVMFFIEnvSetDLPackManagedTensorAllocator(allocator, 0, NULL));
}

static void tensors_come_from_the_allocator(void** state) {
  (void)state;
  TVMFFIObjectHandle tensor;
  use(make);
  assert_ok(TVMFFIEnvTensorAlloc(&asked, &tensor));
  assert_int_equal(TVMFFITensorGetDLTensorPtr(tensor)->dtype.bits, 16);
  assert_int_equal(TVMFFITensorGetDLTensorPtr(tensor)->strides[0], 3);
  assert_int_equal(made.deleted, 0);
  TVMFFIObjectDecRef(tensor);
  assert_int_equal(made.deleted, 1);
  use(NULL);
}

static void without_an_allocator_there_is_an_error(void** state) {
  (void)state;
  TVMFFIObjectHandle tensor;
  assert_null(TVMFFIEnvGetDLPackManagedTensorAllocator());
  assert_raises(TVMFFIEnvTensorAlloc(&asked, &tensor), "RuntimeError", "allocator is nullptr");
}

static void failures_of_the_allocator_come_through(void** state) {
  (void)state;
  TVMFFIObjectHandle tensor;
  use(fail_with_words);
  assert_int_equal(TVMFFIEnvTensorAlloc(&asked, &tensor), 7);
  tf_test_raised_is("alloc", "BufferError", "no room");
  use(fail_silently);
  assert_int_equal(TVMFFIEnvTensorAlloc(&asked, &tensor), -3);
  tf_test_raised_is("alloc", "RuntimeError", "code -3");
  use(make_nothing);
  assert_raises(TVMFFIEnvTensorAlloc(&asked, &tensor), "RuntimeError", "made no tensor");
  use(NULL);
}

static void unusable_tensors_go_back(void** state) {
  (void)state;
  TVMFFIObjectHandle tensor;
  use(make_nonsense);
  assert_raises(TVMFFIEnvTensorAlloc(&asked, &tensor), "ValueError", "ndim is -1");
  assert_int_equal(made.deleted, 1);
  made.versioned.deleter = NULL;
  use(NULL);
}

static void unusable_prototypes_do_not_reach_the_allocator(void** state) {
  (void)state;
  TVMFFIObjectHandle tensor;
  DLTensor bad = asked;
  use(fail_silently);
  bad.ndim = -1;
  assert_raises(TVMFFIEnvTensorAlloc(&bad, &tensor), "ValueError", "ndim is -1");
  bad.ndim = 2;
  bad.shape = NULL;
  assert_raises(TVMFFIEnvTensorAlloc(&bad, &tensor), "ValueError", "shape is NULL");
  assert_raises(TVMFFIEnvTensorAlloc(NULL, &tensor), "TypeError", "NULL");
  assert_raises(TVMFFIEnvTensorAlloc(&asked, NULL), "TypeError", "NULL");
  use(NULL);
}

static void* look(void* argument) {
  *(DLPackManagedTensorAllocator*)argument = TVMFFIEnvGetDLPackManagedTensorAllocator();
  return NULL;
}

static DLPackManagedTensorAllocator seen_elsewhere(void) {
  DLPackManagedTensorAllocator seen = NULL;
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, look, &seen), 0);
  assert_int_equal(pthread_join(thread, NULL), 0);
  return seen;
}

static void the_threads_allocator_comes_first(void** state) {
  (void)state;
  DLPackManagedTensorAllocator original = make_nothing;
  assert_ok(TVMFFIEnvSetDLPackManagedTensorAllocator(make, 1, &original));
  assert_null(original);
  assert_true(seen_elsewhere() == make);
  assert_ok(TVMFFIEnvSetDLPackManagedTensorAllocator(fail_silently, 0, &original));
  assert_true(original == make);
  assert_true(TVMFFIEnvGetDLPackManagedTensorAllocator() == fail_silently);
  assert_true(seen_elsewhere() == make);
  use(NULL);
  assert_true(TVMFFIEnvGetDLPackManagedTensorAllocator() == make);
  assert_ok(TVMFFIEnvSetDLPackManagedTensorAllocator(NULL, 1, NULL));
  assert_null(TVMFFIEnvGetDLPackManagedTensorAllocator());
}

static int alloc_one(void* context) {
  (void)context;
  TVMFFIObjectHandle tensor;
  made.deleted = 0;
  int status = TVMFFIEnvTensorAlloc(&asked, &tensor);
  if (status == 0) TVMFFIObjectDecRef(tensor);
  assert_int_equal(made.deleted, 1);
  return status;
}

static void allocation_survives_allocation_failure(void** state) {
  (void)state;
  use(make);
  tf_test_fail_walk(alloc_one, NULL);
  use(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(tensors_come_from_the_allocator),
      tf_unit(without_an_allocator_there_is_an_error),
      tf_unit(failures_of_the_allocator_come_through),
      tf_unit(unusable_tensors_go_back),
      tf_unit(unusable_prototypes_do_not_reach_the_allocator),
      tf_unit(the_threads_allocator_comes_first),
      tf_unit(allocation_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
