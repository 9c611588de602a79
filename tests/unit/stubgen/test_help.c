/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"
#include "sg_test.h"

static void test_help_names_every_option_and_directive(void** state) {
  (void)state;
  static const char* const words[] = {
      "--imports", "--dlls",        "--init-pypkg", "--init-lib",     "--init-prefix", "--indent",
      "--verbose", "--dry-run",     "--check",      "--diff",         "--color",       "--docs",
      "--json",    "--prune",       "--depfile",    "--stamp",        "--output-dir",  "--version",
      "--help",    "global/",       "object/",      "library/",       "export/",       "__all__",
      "ty-map",    "import-object", "skip-file",    "import-section", "prefix",        "skip"};
  for (size_t i = 0; i < TF_COUNT_OF(words); i++) {
    if (strstr(sg_help_text, words[i]) == NULL) fail_msg("%s is not explained", words[i]);
  }
  assert_int_equal(strncmp(sg_help_text, sg_usage_text, strlen("usage: ")), 0);
}

static void test_help_is_plain_text_of_a_terminal_width(void** state) {
  (void)state;
  tf_str rest = S(sg_help_text), line;
  while (tf_str_next_line(&rest, &line)) {
    assert_true(line.size <= 120);
    for (size_t i = 0; i < line.size; i++) assert_true((unsigned char)line.data[i] >= 0x20);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_help_names_every_option_and_directive),
      tf_unit(test_help_is_plain_text_of_a_terminal_width),
  };
  return tf_test_run(tests);
}
