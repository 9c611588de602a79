/* SPDX-License-Identifier: Apache-2.0 */
/* What is refused before anything is read. Each function of the ABI that takes one: bounds/test_byte_arrays.c. */
#include "core/byte_array.h"

#include "tf_test_core.h"

static void what_can_be_read_is_taken(void** state) {
  (void)state;
  const TVMFFIByteArray good[] = {{"abc", 3}, {"", 0}, {NULL, 0}, {"a", PTRDIFF_MAX}};
  for (size_t i = 0; i < TF_COUNT_OF(good); ++i) {
    assert_true(tf_byte_array_is_readable(&good[i]));
    assert_ok(tf_byte_array_check("f", &good[i]));
  }
}

static void what_cannot_be_read_is_refused(void** state) {
  (void)state;
  const TVMFFIByteArray at_null = {NULL, 3};
  const TVMFFIByteArray endless = {"a", SIZE_MAX};
  const TVMFFIByteArray too_long = {"a", (size_t)PTRDIFF_MAX + 1};
  assert_raises(tf_byte_array_check("f", NULL), "TypeError", "f: a byte array is NULL");
  assert_raises(tf_byte_array_check("f", &at_null), "TypeError", "f: 3 bytes at NULL");
  assert_raises(tf_byte_array_check("f", &endless), "ValueError", "18446744073709551615 bytes");
  assert_false(tf_byte_array_is_readable(&too_long));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(what_can_be_read_is_taken),
      tf_unit(what_cannot_be_read_is_refused),
  };
  return tf_test_run(tests);
}
