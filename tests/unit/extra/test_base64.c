/* SPDX-License-Identifier: Apache-2.0 */
#include "extra/base64.h"

#include "tf_test.h"

#define LIMIT 100000

static void assert_encodes(const char* content, const char* text) {
  tf_buf buf = tf_buf_new(LIMIT);
  tf_base64_put(tf_str_c(content), &buf);
  assert_str_is(tf_buf_view(&buf), text);
  tf_buf_clear(&buf);
  assert_true(tf_base64_put_decoded(tf_str_c(text), &buf));
  assert_str_is(tf_buf_view(&buf), content);
  tf_buf_drop(&buf);
}

/* RFC 4648, section 10. */
static void the_vectors_of_the_standard_hold(void** state) {
  (void)state;
  assert_encodes("", "");
  assert_encodes("f", "Zg==");
  assert_encodes("fo", "Zm8=");
  assert_encodes("foo", "Zm9v");
  assert_encodes("foob", "Zm9vYg==");
  assert_encodes("fooba", "Zm9vYmE=");
  assert_encodes("foobar", "Zm9vYmFy");
}

static void every_byte_comes_back(void** state) {
  (void)state;
  char content[256 * 3];
  for (size_t i = 0; i < sizeof content; ++i) content[i] = (char)(i * 7);
  for (size_t size = 0; size < sizeof content; size += 1 + size / 16) {
    tf_buf text = tf_buf_new(LIMIT), back = tf_buf_new(LIMIT);
    tf_base64_put(tf_str_of(content, size), &text);
    assert_int_equal(text.size, (size + 2) / 3 * 4);
    assert_true(tf_base64_put_decoded(tf_buf_view(&text), &back));
    assert_true(tf_str_equal(tf_buf_view(&back), tf_str_of(content, size)));
    tf_buf_drop(&text);
    tf_buf_drop(&back);
  }
}

static void what_is_no_base64_is_refused(void** state) {
  (void)state;
  static const char* const bad[] = {"Z",    "Zg",   "Zg=",  "=",    "====", "Zg==Zg==", "Zm9v\n",
                                    "Zm 9", "Zm9-", "Z===", "Zm9_", "Zm=v", "\x80m9v",  "Zg==="};
  for (size_t i = 0; i < TF_COUNT_OF(bad); ++i) {
    tf_buf buf = tf_buf_new(LIMIT);
    if (tf_base64_put_decoded(tf_str_c(bad[i]), &buf)) fail_msg("accepts \"%s\"", bad[i]);
    tf_buf_drop(&buf);
  }
}

static int encode_and_decode(void* context) {
  (void)context;
  tf_buf text = tf_buf_new(LIMIT), back = tf_buf_new(LIMIT);
  tf_base64_put(tf_str_c("some content"), &text);
  if (text.status == TF_BUF_OK) (void)tf_base64_put_decoded(tf_buf_view(&text), &back);
  int status = text.status != TF_BUF_OK ? (int)text.status : (int)back.status;
  tf_buf_drop(&text);
  tf_buf_drop(&back);
  return status;
}

static void coding_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(encode_and_decode, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(the_vectors_of_the_standard_hold),
      tf_unit(every_byte_comes_back),
      tf_unit(what_is_no_base64_is_refused),
      tf_unit(coding_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
