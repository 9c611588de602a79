/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include "tf_test.h"

static void appending_grows_and_terminates(void** state) {
  (void)state;
  tf_buf buf = tf_buf_new(1000);
  assert_string_equal(tf_buf_c_str(&buf), "");
  for (int i = 0; i < 100; ++i) assert_int_equal(tf_buf_printf(&buf, "%d,", i), TF_BUF_OK);
  (void)tf_buf_put_repeated(&buf, '-', 3);
  (void)tf_buf_put_char(&buf, '!');
  (void)tf_buf_put_repeated(&buf, '-', 0);
  assert_int_equal(buf.size, strlen(buf.data));
  assert_memory_equal(buf.data, "0,1,2,", 6);
  assert_true(tf_str_ends_with(tf_buf_view(&buf), tf_str_c("98,99,---!")));
  tf_buf_truncate(&buf, 3);
  assert_str_is(tf_buf_view(&buf), "0,1");
  tf_buf_drop(&buf);
  tf_buf_drop(&buf);
}

static void long_formats_are_written_whole(void** state) {
  (void)state;
  tf_buf buf = tf_buf_new(5000);
  assert_int_equal(tf_buf_printf(&buf, "%0*d", 3000, 7), TF_BUF_OK);
  assert_int_equal(buf.size, 3000);
  assert_int_equal(buf.data[2999], '7');
  tf_buf_drop(&buf);
}

static void the_maximum_is_a_wall_and_failure_sticks(void** state) {
  (void)state;
  tf_buf buf = tf_buf_new(5);
  assert_int_equal(tf_buf_put_c(&buf, "12345"), TF_BUF_OK);
  assert_int_equal(tf_buf_put_char(&buf, '6'), TF_BUF_TOO_LONG);
  assert_int_equal(tf_buf_put_c(&buf, ""), TF_BUF_TOO_LONG);
  assert_int_equal(tf_buf_printf(&buf, "%s", "x"), TF_BUF_TOO_LONG);
  assert_int_equal(tf_buf_put_repeated(&buf, 'x', 0), TF_BUF_TOO_LONG);
  assert_str_is(tf_buf_view(&buf), "12345");
  assert_null(tf_buf_take(&buf, NULL));
  tf_buf_clear(&buf);
  assert_int_equal(tf_buf_put_repeated(&buf, 'x', SIZE_MAX), TF_BUF_TOO_LONG);
  tf_buf_clear(&buf);
  assert_int_equal(tf_buf_put_c(&buf, "ok"), TF_BUF_OK);
  tf_buf_drop(&buf);
}

static void taking_gives_the_bytes_away(void** state) {
  (void)state;
  tf_buf buf = tf_buf_new(100);
  (void)tf_buf_put_c(&buf, "text");
  size_t size = 0;
  char* text = tf_buf_take(&buf, &size);
  assert_string_equal(text, "text");
  assert_int_equal(size, 4);
  assert_null(buf.data);
  tf_mem_free(text);
  text = tf_buf_take(&buf, NULL);
  assert_string_equal(text, "");
  tf_mem_free(text);
}

static int fill(void* context) {
  (void)context;
  tf_buf buf = tf_buf_new(100000);
  for (int i = 0; i < 2000; ++i) (void)tf_buf_printf(&buf, "%d ", i);
  (void)tf_buf_printf(&buf, "%0*d", 3000, 7);
  int status = (int)buf.status;
  tf_buf_drop(&buf);
  return status;
}

static void filling_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(fill, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(appending_grows_and_terminates),           tf_unit(long_formats_are_written_whole),
      tf_unit(the_maximum_is_a_wall_and_failure_sticks), tf_unit(taking_gives_the_bytes_away),
      tf_unit(filling_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
