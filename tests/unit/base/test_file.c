/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>

#include "tf_test.h"

static void a_file_is_read_and_measured(void** state) {
  (void)state;
  FILE* file = tf_file_open(TF_THIS_FILE);
  assert_non_null(file);
  char begin[28] = "";
  assert_int_equal(fread(begin, 1, sizeof begin - 1, file), sizeof begin - 1);
  assert_string_equal(begin, "/* SPDX-License-Identifier:");
  uint64_t size = 0;
  assert_true(tf_file_size(file, &size));
  assert_true(size > 500 && size < 100000);
  assert_int_equal(fclose(file), 0);
}

static void a_missing_file_has_an_error_code(void** state) {
  (void)state;
  errno = 0;
  assert_null(tf_file_open("no/such/file"));
  assert_int_equal(errno, ENOENT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(a_file_is_read_and_measured),
      tf_unit(a_missing_file_has_an_error_code),
  };
  return tf_test_run(tests);
}
