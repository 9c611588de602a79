/* SPDX-License-Identifier: Apache-2.0 */
#include "base/wide.h"

#include "tf_test.h"

static void texts_survive_the_way_there_and_back(void** state) {
  (void)state;
  static const char* const texts[] = {"", "plain", "\xc3\xa4/\xe2\x82\xac", "\xf0\x9f\x8e\x88"};
  for (size_t i = 0; i < TF_COUNT_OF(texts); ++i) {
    wchar_t* wide = tf_wide_new(texts[i]);
    assert_non_null(wide);
    char* text = tf_wide_to_text(wide);
    assert_string_equal(text, texts[i]);
    tf_mem_free(text);
    tf_mem_free(wide);
  }
}

static void malformed_texts_are_refused(void** state) {
  (void)state;
  static const wchar_t half[] = {0xd83c, L'x', L'\0'};
  assert_null(tf_wide_new("\xff"));
  assert_null(tf_wide_new("\xe2\x82"));
  assert_null(tf_wide_to_text(half));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(texts_survive_the_way_there_and_back),
      tf_unit(malformed_texts_are_refused),
  };
  return tf_test_run(tests);
}
