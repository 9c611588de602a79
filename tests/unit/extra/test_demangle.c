/* SPDX-License-Identifier: Apache-2.0 */
/* The readable form needs a copy of the C++ runtime; without one the name itself is right. */
#include "extra/demangle.h"

#include "base/dynlib.h"
#include "tf_test.h"

static bool has_cxx_runtime(void) {
  static const char* const names[] = {"libstdc++.so.6", "libc++abi.so.1", "libstdc++-6.dll"};
  tf_buf reason = tf_buf_new(10000);
  void* handle = NULL;
  for (size_t i = 0; handle == NULL && i < TF_COUNT_OF(names); ++i) {
    handle = tf_dynlib_open(names[i], &reason);
  }
  tf_dynlib_close(handle);
  tf_buf_drop(&reason);
  return handle != NULL;
}

static void assert_shows(const char* symbol, const char* want) {
  tf_buf buf = tf_buf_new(10000);
  tf_demangle_put(tf_str_c(symbol), &buf);
  assert_str_is(tf_buf_view(&buf), want);
  tf_buf_drop(&buf);
}

static void cxx_names_become_readable(void** state) {
  (void)state;
  assert_shows("_ZN3abc3defEi", has_cxx_runtime() ? "abc::def(int)" : "_ZN3abc3defEi");
}

static void other_names_stay(void** state) {
  (void)state;
  assert_shows("TVMFFIGetVersion", "TVMFFIGetVersion");
  assert_shows("_Znonsense", "_Znonsense");
  assert_shows("", "");
}

static void names_are_appended_and_need_no_nul(void** state) {
  (void)state;
  tf_buf buf = tf_buf_new(10000);
  tf_buf_put_c(&buf, "undefined: ");
  tf_demangle_put(tf_str_of("plain_name and more", sizeof "plain_name" - 1), &buf);
  assert_str_is(tf_buf_view(&buf), "undefined: plain_name");
  tf_buf_drop(&buf);
}

static void enormous_names_meet_the_buffers_end(void** state) {
  (void)state;
  static char name[5000];
  memset(name, 'x', sizeof name);
  tf_buf buf = tf_buf_new(100);
  tf_demangle_put(tf_str_of(name, sizeof name), &buf);
  assert_int_equal(buf.status, TF_BUF_TOO_LONG);
  tf_buf_drop(&buf);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(cxx_names_become_readable),
      tf_unit(other_names_stay),
      tf_unit(names_are_appended_and_need_no_nul),
      tf_unit(enormous_names_meet_the_buffers_end),
  };
  return tf_test_run(tests);
}
