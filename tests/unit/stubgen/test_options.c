/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include "sg_test.h"

#define PARSE(arena, out, ...)                                                     \
  sg_options_parse(&(arena), sizeof((const char*[]){__VA_ARGS__}) / sizeof(char*), \
                   (const char*[]){__VA_ARGS__}, (out))

static void test_values_and_beginnings(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_options o;
  assert_null(PARSE(arena, &o, "a", "--dll", "x.so ; y.so;;", "b", "--inden=2", "--verb", "--dry"));
  assert_int_equal(o.paths.count, 2);
  assert_int_equal(o.dlls.count, 2);
  assert_str_is(o.dlls.items[1], "y.so");
  assert_int_equal(o.indent, 2);
  assert_true(o.verbose && o.dry_run && !o.check && !o.init);
  assert_null(PARSE(arena, &o, "a", "--check", "--indent", "-3", "--target", "python"));
  assert_true(o.check && o.dry_run);
  assert_int_equal(o.indent, 0);
  assert_null(PARSE(arena, &o, "--", "--dlls"));
  assert_str_is(o.paths.items[0], "--dlls");
  assert_null(PARSE(arena, &o, "x", "-h", "--nonsense"));
  assert_true(o.help);
  assert_null(PARSE(arena, &o, "x", "--init-lib", "a", "--init-pypkg=b", "--init-prefix", "c."));
  assert_true(o.init);
  sg_arena_drop(&arena);
}

static void check_refused(const char* why, const char* words) {
  if (why == NULL || strstr(why, words) == NULL) fail_msg("%s", why == NULL ? "accepted" : why);
}

static void test_mistakes_are_named(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_options o;
  check_refused(PARSE(arena, &o, "--bogus"), "unrecognized arguments: --bogus");
  check_refused(PARSE(arena, &o, "--chek"), "did you mean `--check`");
  check_refused(PARSE(arena, &o, "--d"),
                "ambiguous option: --d could match --dlls, --dry-run, --diff");
  check_refused(PARSE(arena, &o, "--dlls"), "argument --dlls: expected one argument");
  check_refused(PARSE(arena, &o, "--dlls", "--check"), "expected one argument");
  check_refused(PARSE(arena, &o, "--check=1"), "takes no value");
  check_refused(PARSE(arena, &o, "--indent", "two"), "argument --indent: invalid int value: 'two'");
  check_refused(PARSE(arena, &o, "--color", "maybe"), "invalid choice: 'maybe'");
  check_refused(PARSE(arena, &o, "--target", "rust"), "only python");
  check_refused(PARSE(arena, &o, "--coverage-out", "x"), "not supported");
  check_refused(PARSE(arena, &o, "a", "--init-lib", "x"), "must be provided together");
  check_refused(
      PARSE(arena, &o, "a", "--check", "--init-lib=a", "--init-pypkg=b", "--init-prefix=c"),
      "--check cannot be combined");
  sg_arena_drop(&arena);
}

static void test_the_help_names_every_directive(void** state) {
  (void)state;
  const char* examples[] = {
      "(begin): global/", "(begin): object/", "(begin): import-section", "(begin): export/",
      "(begin): __all__", "(ty-map): ",       "(import-object): ",       "(skip-file)",
      "(prefix): ",       "(skip): "};
  for (size_t i = 0; i < TF_COUNT_OF(examples); i++)
    assert_non_null(strstr(sg_help_text, examples[i]));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_values_and_beginnings),
      tf_unit(test_mistakes_are_named),
      tf_unit(test_the_help_names_every_directive),
  };
  return tf_test_run(tests);
}
