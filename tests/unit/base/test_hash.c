/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include "tf_test.h"

/* Values recorded in abi/registry.json and abi.md section 8. */
static void type_keys_hash_as_recorded(void** state) {
  (void)state;
  assert_true(tf_hash_key(tf_str_c("ffi.Array")) == UINT64_C(9300778484448642049));
  assert_true(tf_hash_key(tf_str_c("None")) == UINT64_C(18116513903021958570));
  assert_true(tf_hash_key(tf_str_c("int")) == UINT64_C(12597418120160561823));
  assert_true(tf_hash_key(tf_str_c("DLTensor*")) == UINT64_C(14640400513118027854));
}

static uint64_t slow_hash(const unsigned char* data, size_t size) {
  uint64_t hash = 0;
  for (size_t i = 0; i < size; i += 8) {
    uint64_t word = 0;
    for (size_t k = 0; k < 8 && i + k < size; ++k) word |= (uint64_t)data[i + k] << (8 * k);
    hash = (hash * UINT64_C(1099511628211) + word) % UINT64_C(2147483647);
  }
  return hash;
}

static void content_hash_agrees_with_its_definition(void** state) {
  (void)state;
  unsigned char data[200];
  uint32_t random = 1;
  for (size_t i = 0; i < sizeof data; ++i) {
    random = random * 1664525 + 1013904223;
    data[i] = (unsigned char)(random >> 24);
  }
  for (size_t size = 0; size <= sizeof data; ++size) {
    assert_true(tf_hash_bytes(data, size) == slow_hash(data, size));
  }
  memset(data, 0xff, sizeof data);
  for (size_t size = 0; size <= sizeof data; ++size) {
    assert_true(tf_hash_bytes(data, size) == slow_hash(data, size));
  }
}

static void combining_is_as_recorded(void** state) {
  (void)state;
  assert_true(tf_hash_combine(0, 0) == UINT64_C(2654435769));
  assert_true(tf_hash_combine(1, 1) == UINT64_C(2654435835));
  assert_true(tf_hash_combine(65, tf_hash_bytes("abc", 3)) == UINT64_C(2660953131));
  assert_true(tf_hash_combine(65, tf_hash_bytes("hello world!", 12)) == UINT64_C(4293989269));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(type_keys_hash_as_recorded),
      tf_unit(content_hash_agrees_with_its_definition),
      tf_unit(combining_is_as_recorded),
  };
  return tf_test_run(tests);
}
