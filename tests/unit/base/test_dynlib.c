/* SPDX-License-Identifier: Apache-2.0 */
#include "base/dynlib.h"

#include <stdlib.h>

#include "tf_test.h"

static void a_missing_file_gives_a_reason(void** state) {
  (void)state;
  tf_buf reason = tf_buf_new(4096);
  assert_null(tf_dynlib_open("/nonexistent/libnothing.so", &reason));
  assert_true(tf_str_find(tf_buf_view(&reason), tf_str_c("libnothing.so")) != TF_STR_NONE);
  tf_buf_drop(&reason);
}

static void symbols_are_found_by_name(void** state) {
  (void)state;
  tf_buf reason = tf_buf_new(4096);
  void* handle = tf_dynlib_open(TF_FIXTURE, &reason);
  assert_non_null(handle);
  void* address = tf_dynlib_symbol(handle, "tf_dynlib_fixture_answer");
  assert_non_null(address);
  int (*answer)(void) = NULL;
  memcpy(&answer, &address, sizeof answer);
  assert_int_equal(answer(), 42);
  assert_null(tf_dynlib_symbol(handle, "there_is_no_such_function"));
  tf_dynlib_pin(address);
  tf_dynlib_close(handle);
  tf_dynlib_close(NULL);
  tf_buf_drop(&reason);
}

static void addresses_belong_to_files(void** state) {
  (void)state;
  tf_buf reason = tf_buf_new(4096);
  void* handle = tf_dynlib_open(TF_FIXTURE, &reason);
  void* address = tf_dynlib_symbol(handle, "tf_dynlib_fixture_answer");
  tf_dynlib_place place;
  assert_true(tf_dynlib_find(address, &place));
  assert_str_is(tf_dynlib_file_name(place.path), tf_dynlib_file_name(TF_FIXTURE).data);
  assert_non_null(place.base);
  assert_string_equal(place.symbol, "tf_dynlib_fixture_answer");
  assert_ptr_equal(place.symbol_address, address);
  /* The file that a handle stands for, by an address in it. */
  tf_dynlib_place same;
  const void* inside = tf_dynlib_address_in(handle);
  if (inside != NULL) {
    assert_true(tf_dynlib_find(inside, &same));
    assert_ptr_equal(same.base, place.base);
  }
  tf_dynlib_place own;
  assert_true(tf_dynlib_find("a constant of this program", &own));
  assert_ptr_not_equal(own.base, place.base);
  assert_false(tf_dynlib_find(NULL, &own));
  assert_false(tf_dynlib_find(&reason, &own));
  tf_dynlib_close(handle);
  tf_buf_drop(&reason);
}

static void file_names_are_last_parts(void** state) {
  (void)state;
  assert_str_is(tf_dynlib_file_name("/a/b/libc.so"), "libc.so");
  assert_str_is(tf_dynlib_file_name("libc.so"), "libc.so");
  assert_str_is(tf_dynlib_file_name("/a/"), "");
}

static void c_names_stay_and_cxx_names_are_read(void** state) {
  (void)state;
  tf_buf out = tf_buf_new(1000);
  tf_dynlib_put_demangled("plain_name", &out);
  assert_str_is(tf_buf_view(&out), "plain_name");
  tf_buf_clear(&out);
  tf_dynlib_put_demangled("_Zbroken", &out);
  assert_str_is(tf_buf_view(&out), "_Zbroken");
  tf_buf reason = tf_buf_new(4096);
  void* runtime = tf_dynlib_open("libstdc++.so.6", &reason);
  if (runtime != NULL) {
    tf_buf_clear(&out);
    tf_dynlib_put_demangled("_ZN3foo3barEi", &out);
    assert_str_is(tf_buf_view(&out), "foo::bar(int)");
    tf_dynlib_close(runtime);
  }
  tf_buf_drop(&reason);
  tf_buf_drop(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(a_missing_file_gives_a_reason),       tf_unit(symbols_are_found_by_name),
      tf_unit(addresses_belong_to_files),           tf_unit(file_names_are_last_parts),
      tf_unit(c_names_stay_and_cxx_names_are_read),
  };
  return tf_test_run(tests);
}
