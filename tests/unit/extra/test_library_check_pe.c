/* SPDX-License-Identifier: Apache-2.0 */
/* PE headers: every cut and every damaged byte gets an answer, never a crash. */
#include "base/file.h"
#include "base/text.h"
#include "extra/library_check.h"
#include "tf_test.h"

static unsigned char head[4096];

static void put_u16(size_t at, unsigned value) {
  head[at] = (unsigned char)value;
  head[at + 1] = (unsigned char)(value >> 8);
}

/* A minimal library's headers: the new one at 128, no optional one, one section of 256 bytes at 512. */
static void make_head(void) {
  memset(head, 0, sizeof(head));
  memcpy(head, "MZ", 2);
  head[60] = 128;
  memcpy(head + 128, "PE\0\0", 4);
#if defined(__x86_64__)
  put_u16(132, 0x8664);
#else
  put_u16(132, 0xaa64);
#endif
  put_u16(134, 1);
  put_u16(150, 0x2022);
  put_u16(152 + 16, 256);
  put_u16(152 + 20, 512);
}

static bool check(size_t size, uint64_t file_size, const char* part) {
  tf_buf reason = tf_buf_new(4096);
  bool ok = tf_library_check_bytes(head, size, file_size, &reason);
  if (ok) assert_int_equal(reason.size, 0);
  if (!ok && part != NULL && strstr(tf_buf_c_str(&reason), part) == NULL) {
    fail_msg("got \"%s\"", tf_buf_c_str(&reason));
  }
  tf_buf_drop(&reason);
  return ok;
}

static void good_headers_pass(void** state) {
  (void)state;
  make_head();
  assert_true(check(sizeof(head), sizeof(head), NULL));
}

static void each_defect_has_its_words(void** state) {
  (void)state;
  make_head();
  assert_false(check(0, 0, "empty"));
  assert_false(check(sizeof(head), 700, "truncated"));
  head[1] = 'X';
  assert_false(check(sizeof(head), sizeof(head), "not a shared library"));
  make_head();
  head[128] = 'X';
  assert_false(check(sizeof(head), sizeof(head), "not a shared library"));
  make_head();
  put_u16(132, 0x14c);
  assert_false(check(sizeof(head), sizeof(head), "a library for i386"));
  make_head();
  put_u16(150, 0x22);
  assert_false(check(sizeof(head), sizeof(head), "a program"));
  make_head();
  memset(head + 60, 0xFF, 4);
  assert_false(check(sizeof(head), sizeof(head), "truncated"));
  make_head();
  put_u16(134, 0xFFFF);
  assert_false(check(sizeof(head), sizeof(head), "truncated"));
}

static void every_cut_is_survived(void** state) {
  (void)state;
  make_head();
  for (size_t size = 0; size < 1000; ++size) {
    bool ok = check(size, size, NULL);
    assert_int_equal(ok, size >= 768);
  }
}

static void damaged_bytes_are_survived(void** state) {
  (void)state;
  for (size_t at = 0; at < 200; ++at) {
    for (unsigned value = 0; value < 256; value += 5) {
      make_head();
      head[at] = (unsigned char)value;
      (void)check(sizeof(head), sizeof(head), NULL);
      (void)check(190, 190, NULL);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(good_headers_pass),
      tf_unit(each_defect_has_its_words),
      tf_unit(every_cut_is_survived),
      tf_unit(damaged_bytes_are_survived),
  };
  return tf_test_run(tests);
}
