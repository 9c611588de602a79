/* SPDX-License-Identifier: Apache-2.0 */
#include "sg_test.h"

static void test_blocks_are_zero_and_aligned(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  for (size_t size = 0; size < 200000; size = size * 2 + 1) {
    unsigned char* block = sg_alloc(&arena, size);
    assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
    for (size_t i = 0; i < size; i++) assert_int_equal(block[i], 0);
    memset(block, 0xff, size);
  }
  sg_arena_drop(&arena);
  sg_arena_drop(&arena);
}

static void test_rewind_gives_back_what_came_later(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  char* first = sg_alloc(&arena, 100);
  memset(first, 'a', 100);
  sg_arena_state mark = sg_arena_mark(&arena);
  size_t used = arena.used;
  for (int i = 0; i < 100; i++) sg_alloc(&arena, 40000);
  assert_true(arena.used > used);
  sg_arena_rewind(&arena, mark);
  assert_int_equal(arena.used, used);
  assert_int_equal(first[99], 'a');
  sg_alloc(&arena, 10);
  sg_arena_drop(&arena);
}

static void test_the_maximum_jumps(void** state) {
  (void)state;
  sg_arena arena;
  sg_arena_begin(&arena, 100000);
  if (setjmp(arena.failed) == 0) {
    for (;;) sg_alloc(&arena, 5000);
  }
  assert_true(arena.used <= 100000);
  if (setjmp(arena.failed) == 0) {
    sg_resize(&arena, NULL, 0, SIZE_MAX / 2, 16);
    fail_msg("%s", "a size that does not fit was allocated");
  }
  sg_arena_drop(&arena);
}

static int fill(void* context) {
  sg_arena arena;
  (void)context;
  sg_arena_begin(&arena, SIZE_MAX);
  if (setjmp(arena.failed) != 0) {
    sg_arena_drop(&arena);
    return -1;
  }
  sg_text text = sg_text_new(&arena);
  sg_map map = sg_map_new(&arena);
  for (int i = 0; i < 3000; i++) {
    sg_putf(&text, "%d,", i);
    sg_map_set(&map, sg_format(&arena, "%d", i), &map);
  }
  sg_arena_drop(&arena);
  return 0;
}

static void test_allocation_failure_jumps_and_leaks_nothing(void** state) {
  (void)state;
  tf_test_fail_walk(fill, NULL);
}

static void test_lists_and_texts_grow(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  SG_LIST(int) list = {NULL, 0, 0};
  sg_text text = sg_text_new(&arena);
  for (int i = 0; i < 1000; i++) {
    *SG_PUSH(&arena, &list) = i;
    sg_put_char(&text, (char)('a' + i % 26));
    sg_put_spaces(&text, 2);
  }
  for (int i = 0; i < 1000; i++) assert_int_equal(list.items[i], i);
  assert_int_equal(text.size, 3000);
  assert_int_equal(text.data[2997], 'a' + 999 % 26);
  assert_str_is(sg_format(&arena, "%s-%d", "x", 7), "x-7");
  sg_arena_drop(&arena);
}

static void test_maps_keep_the_last_value(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_map map = sg_map_new(&arena);
  int a, b;
  assert_null(sg_map_find(&map, S("x")));
  sg_map_set(&map, S("x"), &a);
  sg_map_set(&map, S(""), &b);
  sg_map_set(&map, S("x"), &b);
  assert_ptr_equal(sg_map_find(&map, S("x")), &b);
  assert_ptr_equal(sg_map_find(&map, S("")), &b);
  assert_int_equal(map.count, 2);
  sg_arena_drop(&arena);
}

static void test_json_strings_are_escaped(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_text text = sg_text_new(&arena);
  sg_put_json(&text, tf_str_of("a\"\\/\n\x01\x7f\xc3\xa9\0", 10));
  assert_str_is(sg_text_view(&text), "\"a\\\"\\\\/\\n\\u0001\\u007f\xc3\xa9\\u0000\"");
  sg_arena_drop(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_blocks_are_zero_and_aligned),
      tf_unit(test_rewind_gives_back_what_came_later),
      tf_unit(test_the_maximum_jumps),
      tf_unit(test_allocation_failure_jumps_and_leaks_nothing),
      tf_unit(test_lists_and_texts_grow),
      tf_unit(test_maps_keep_the_last_value),
      tf_unit(test_json_strings_are_escaped),
  };
  return tf_test_run(tests);
}
