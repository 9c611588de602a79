/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"

#include "tf_test.h"

static void blocks_of_any_size_can_be_had(void** state) {
  (void)state;
  void* empty = tf_mem_alloc(0);
  unsigned char* zeros = tf_mem_zalloc(100);
  assert_non_null(empty);
  for (int i = 0; i < 100; ++i) assert_int_equal(zeros[i], 0);
  memset(zeros, 7, 100);
  zeros = tf_mem_realloc(zeros, 1000);
  assert_int_equal(zeros[99], 7);
  assert_int_equal(tf_mem_live(), 2);
  tf_mem_free(empty);
  tf_mem_free(zeros);
  tf_mem_free(NULL);
  assert_int_equal(tf_mem_live(), 0);
}

static void one_allocation_can_be_refused(void** state) {
  (void)state;
  tf_mem_fail_at(2);
  void* first = tf_mem_alloc(1);
  assert_non_null(first);
  assert_null(tf_mem_realloc(first, 10));
  assert_int_equal(tf_mem_refused(), 1);
  first = tf_mem_realloc(first, 10);
  assert_non_null(first);
  tf_mem_free(first);
}

static void all_later_allocations_can_be_refused(void** state) {
  (void)state;
  tf_mem_fail_from(1);
  assert_null(tf_mem_alloc(1));
  assert_null(tf_mem_zalloc(1));
  assert_null(tf_mem_permanent(1));
  assert_null(tf_mem_cache_alloc(1));
  assert_int_equal(tf_mem_refused(), 4);
  tf_mem_fail_from(0);
  void* block = tf_mem_alloc(1);
  assert_non_null(block);
  tf_mem_free(block);
}

static void permanent_memory_is_zero_and_aligned(void** state) {
  (void)state;
  static const size_t sizes[] = {1, 7, 8, 100, 4000, 9000, 100000, 60000, 3};
  for (size_t i = 0; i < TF_COUNT_OF(sizes); ++i) {
    unsigned char* block = tf_mem_permanent(sizes[i]);
    assert_non_null(block);
    assert_int_equal((uintptr_t)block % 8, 0);
    for (size_t k = 0; k < sizes[i]; ++k) assert_int_equal(block[k], 0);
    memset(block, 0xff, sizes[i]);
  }
  assert_string_equal(tf_mem_permanent_text("hello!", 5), "hello");
  assert_string_equal(tf_mem_permanent_text(NULL, 0), "");
  assert_null(tf_mem_permanent_text("x", SIZE_MAX));
  assert_null(tf_mem_permanent(SIZE_MAX));
}

static void sizes_do_not_wrap(void** state) {
  (void)state;
  size_t out = 1;
  assert_true(tf_size_add(2, 3, &out) && out == 5);
  assert_true(tf_size_mul(6, 7, &out) && out == 42);
  assert_true(tf_size_mul(0, SIZE_MAX, &out) && out == 0);
  out = 9;
  assert_false(tf_size_add(SIZE_MAX, 1, &out));
  assert_false(tf_size_mul(SIZE_MAX / 2, 3, &out));
  assert_int_equal(out, 9);
}

static void growth_doubles_and_never_wraps(void** state) {
  (void)state;
  size_t out = 0;
  assert_true(tf_size_grow(0, 1, 8, &out) && out == 4);
  assert_true(tf_size_grow(4, 5, 8, &out) && out == 8);
  assert_true(tf_size_grow(4, 100, 8, &out) && out == 100);
  /* Twice would not fit, but what is needed does. */
  size_t most = SIZE_MAX / 16;
  assert_true(tf_size_grow(most - 1, most, 16, &out) && out == most);
  assert_false(tf_size_grow(most, most + 1, 16, &out));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(blocks_of_any_size_can_be_had),
      tf_unit(one_allocation_can_be_refused),
      tf_unit(all_later_allocations_can_be_refused),
      tf_unit(permanent_memory_is_zero_and_aligned),
      tf_unit(sizes_do_not_wrap),
      tf_unit(growth_doubles_and_never_wraps),
  };
  return tf_test_run(tests);
}
