/* SPDX-License-Identifier: Apache-2.0 */
/* The table is part of the ABI: its rule here, and its numbers as abi.json records them. */
#include "container/jump.h"

#include "tf_test.h"

static void short_distances_come_first(void** state) {
  (void)state;
  for (uint64_t i = 0; i < 16; ++i) assert_int_equal(tf_jump_table[i], i);
}

static void triangular_numbers_follow(void** state) {
  (void)state;
  for (uint64_t k = 6; k <= 72; ++k) assert_int_equal(tf_jump_table[k + 10], k * (k + 1) / 2);
}

static void the_rest_grows(void** state) {
  (void)state;
  assert_int_equal(tf_jump_table[83], 8515);
  for (int i = 84; i < TF_JUMP_COUNT; ++i) assert_true(tf_jump_table[i] > 2 * tf_jump_table[i - 1]);
  assert_true(tf_jump_table[TF_JUMP_COUNT - 1] == UINT64_C(5209859154120846435));
}

/* The numbers between the brackets behind "dense_jump_table" in abi.json. */
static void the_numbers_are_the_recorded_ones(void** state) {
  (void)state;
  FILE* file = fopen(TF_ABI_JSON, "rb");
  assert_non_null(file);
  static char text[1 << 20];
  size_t size = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[size] = '\0';
  const char* at = strstr(text, "\"dense_jump_table\"");
  assert_non_null(at);
  at = strchr(at, '[');
  for (int i = 0; i < TF_JUMP_COUNT; ++i) {
    char* end;
    assert_true(strtoull(at + 1, &end, 10) == tf_jump_table[i]);
    at = end + strcspn(end, ",]");
  }
  assert_int_equal(*at, ']');
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(short_distances_come_first),
      tf_unit(triangular_numbers_follow),
      tf_unit(the_rest_grows),
      tf_unit(the_numbers_are_the_recorded_ones),
  };
  return tf_test_run(tests);
}
