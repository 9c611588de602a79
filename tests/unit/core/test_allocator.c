/* SPDX-License-Identifier: Apache-2.0 */
#include <tvm/ffi/c_api.h>

#include "tf_test_core.h"

static void* allocate(size_t size, size_t alignment) {
  TVMFFICustomAllocator* allocator = TVMFFIGetCustomAllocator();
  return allocator->allocate(size, alignment, kTVMFFIObject, allocator->context);
}

static void bodies_are_aligned_and_free_themselves(void** state) {
  (void)state;
  static const size_t alignments[] = {1, 8, 16, 32, 64, 4096};
  for (size_t i = 0; i < TF_COUNT_OF(alignments); ++i) {
    char* body = allocate(100, alignments[i]);
    assert_non_null(body);
    assert_int_equal((uintptr_t)body % (alignments[i] < 16 ? 16 : alignments[i]), 0);
    memset(body, 1, 100);
    ((TVMFFIObjectAllocHeader*)(void*)body)[-1].delete_space(body);
  }
}

static void what_cannot_be_had_is_raised(void** state) {
  (void)state;
  assert_raises(allocate(100, 24) == NULL ? -1 : 0, "ValueError", "aligned to 24");
  assert_raises(allocate(SIZE_MAX - 10, 8) == NULL ? -1 : 0, "ValueError", "cannot allocate");
  tf_mem_fail_at(1);
  assert_raises(allocate(100, 8) == NULL ? -1 : 0, "MemoryError", "");
}

static void* mine(size_t size, size_t alignment, int32_t type_index, void* context) {
  (void)size, (void)alignment, (void)type_index;
  return context;
}

static void an_allocator_can_be_put_in_force(void** state) {
  (void)state;
  int here = 0;
  TVMFFICustomAllocator own = {mine, &here};
  TVMFFICustomAllocator broken = {NULL, &here};
  TVMFFICustomAllocator* builtin = TVMFFIGetCustomAllocator();
  assert_ok(TVMFFISetCustomAllocator(&own));
  assert_ptr_equal(TVMFFIGetCustomAllocator(), &own);
  assert_raises(TVMFFISetCustomAllocator(&broken), "TypeError", "`allocate` is NULL");
  assert_ok(TVMFFISetCustomAllocator(NULL));
  assert_ptr_equal(TVMFFIGetCustomAllocator(), builtin);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(bodies_are_aligned_and_free_themselves),
      tf_unit(what_cannot_be_had_is_raised),
      tf_unit(an_allocator_can_be_put_in_force),
  };
  return tf_test_run(tests);
}
