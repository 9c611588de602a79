/* SPDX-License-Identifier: Apache-2.0 */
/* ELF headers: every cut and every damaged byte gets an answer, never a crash. */
#include "extra/library_check.h"

#include <stdio.h>

#include "base/text.h"
#include "tf_test.h"

static unsigned char head[4096];

/* A minimal shared library's headers with one loadable segment of 256 bytes. */
static void make_head(void) {
  memset(head, 0, sizeof(head));
  memcpy(head, "\177ELF", 4);
  head[4] = sizeof(void*) == 8 ? 2 : 1;
  const uint16_t one = 1;
  head[5] = *(const unsigned char*)&one == 1 ? 1 : 2;
  const uint16_t type = 3;
  memcpy(head + 16, &type, 2);
  FILE* self = fopen("/proc/self/exe", "rb");
  if (self != NULL) {
    unsigned char own[20];
    if (fread(own, 1, sizeof(own), self) == sizeof(own)) memcpy(head + 18, own + 18, 2);
    (void)fclose(self);
  }
  const uint64_t phoff = 64;
  const uint16_t entry = 56;
  const uint16_t count = 1;
  memcpy(head + 32, &phoff, 8);
  memcpy(head + 54, &entry, 2);
  memcpy(head + 56, &count, 2);
  const uint32_t load = 1;
  const uint64_t size = 256;
  memcpy(head + 64, &load, 4);
  memcpy(head + 64 + 32, &size, 8);
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
  const uint16_t arm = 40;
  const uint16_t object_file = 1;
  make_head();
  assert_false(check(sizeof(head), 200, "truncated"));
  head[4] = 1;
  assert_false(check(sizeof(head), sizeof(head), "bit"));
  make_head();
  head[5] = (unsigned char)(3 - head[5]);
  assert_false(check(sizeof(head), sizeof(head), "byte order"));
  make_head();
  memcpy(head + 18, &arm, 2);
  assert_false(check(sizeof(head), sizeof(head), "a library for arm"));
  make_head();
  memcpy(head + 16, &object_file, 2);
  assert_false(check(sizeof(head), sizeof(head), "not a shared library"));
  make_head();
  memset(head + 56, 0, 2);
  assert_false(check(sizeof(head), sizeof(head), "program headers"));
  make_head();
  memset(head + 32, 0xFF, 8);
  assert_false(check(sizeof(head), sizeof(head), "truncated"));
  make_head();
  memset(head + 64 + 8, 0xFF, 8);
  assert_false(check(sizeof(head), sizeof(head), "truncated"));
}

static void every_cut_is_survived(void** state) {
  (void)state;
  make_head();
  for (size_t size = 0; size < 400; ++size) {
    bool ok = check(size, size, NULL);
    assert_int_equal(ok, size >= 256);
  }
}

static void damaged_bytes_are_survived(void** state) {
  (void)state;
  for (size_t at = 0; at < 120; ++at) {
    for (unsigned value = 0; value < 256; value += 5) {
      make_head();
      head[at] = (unsigned char)value;
      (void)check(sizeof(head), sizeof(head), NULL);
      (void)check(130, 130, NULL);
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
