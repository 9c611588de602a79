/* SPDX-License-Identifier: Apache-2.0 */
#include "source.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io.h"
#include "sg_test.h"

static char folder[] = "/tmp/sg-source-XXXXXX";

static void put(const char* name, const char* text) {
  int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
  close(fd);
}

static void test_paths_are_tidied_and_cut(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  assert_str_is(sg_path_tidy(&arena, S("./a//b/./c/")), "a/b/c");
  assert_str_is(sg_path_tidy(&arena, S("/")), "/");
  assert_str_is(sg_path_tidy(&arena, S("./")), ".");
  assert_str_is(sg_path_tidy(&arena, S("//a")), "/a");
  assert_str_is(sg_path_folder(S("a/b.py")), "a");
  assert_str_is(sg_path_folder(S("b.py")), ".");
  assert_str_is(sg_path_folder(S("/b.py")), "/");
  assert_str_is(sg_path_file(S("a/b.py")), "b.py");
  sg_arena_drop(&arena);
}

static void test_folders_are_searched(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_diags diags = sg_diags_new(&arena);
  sg_sources found;
  put("a-b.py", "x");
  put("a.PYI", "x");
  put("a.txt", "x");
  put(".py", "x");
  put("sub/c.py", "x");
  put(".a.tvmffi-999999999.tmp", "x");
  assert_int_equal(symlink("sub", "link"), 0);
  assert_int_equal(symlink("sub/c.py", "d.py"), 0);
  tf_str paths[] = {S("."), S("sub/c.py")};
  sg_sources_find(&arena, paths, 2, false, S(""), &diags, &found);
  assert_int_equal(diags.errors, 0);
  assert_int_equal(found.files.count, 3);
  assert_str_is(found.files.items[0].path, "a-b.py");
  assert_str_is(found.files.items[1].path, "a.PYI");
  assert_str_is(found.files.items[2].path, "d.py"); /* sub/c.py by its first path in order */
  assert_true(tf_str_ends_with(found.files.items[2].target, S("/sub/c.py")));
  assert_true(found.leftovers.count >= 1);
  sg_arena_drop(&arena);
}

static void test_what_cannot_be_read_is_said(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_diags diags = sg_diags_new(&arena);
  sg_sources found;
  tf_str bytes;
  tf_str paths[] = {S("none"), S("")};
  sg_sources_find(&arena, paths, 2, false, S(""), &diags, &found);
  assert_int_equal(diags.errors, 2);
  assert_false(sg_source_read(&arena, S("none"), &diags, &bytes));
  assert_false(sg_source_read(&arena, S("/dev/null"), &diags, &bytes));
  put("read.py", "text");
  sg_io_fail_at(SG_IO_READ, 1);
  assert_false(sg_source_read(&arena, S("read.py"), &diags, &bytes));
  sg_io_fail_at(SG_IO_READ, 0);
  assert_true(sg_source_read(&arena, S("read.py"), &diags, &bytes));
  assert_str_is(bytes, "text");
  assert_int_equal(diags.errors, 5);
  sg_arena_drop(&arena);
}

static void test_absent_paths_resolve_below_present_ones(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  char real[4096];
  assert_non_null(realpath(".", real));
  tf_str want = sg_format(&arena, "%s/sub/no/such", real);
  assert_true(tf_str_equal(sg_source_resolve(&arena, S("link/no/such")), want));
  sg_arena_drop(&arena);
}

static int make_folder(void** state) {
  (void)state;
  if (mkdtemp(folder) == NULL || chdir(folder) != 0) return -1;
  return mkdir("sub", 0700);
}

static int drop_folder(void** state) {
  (void)state;
  const char* names[] = {"a-b.py", "a.PYI", "a.txt",  ".py", "sub/c.py", ".a.tvmffi-999999999.tmp",
                         "link",   "d.py",  "read.py"};
  for (size_t i = 0; i < TF_COUNT_OF(names); i++) unlink(names[i]);
  return rmdir("sub") != 0 || chdir("/") != 0 || rmdir(folder) != 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_paths_are_tidied_and_cut),
      tf_unit(test_folders_are_searched),
      tf_unit(test_what_cannot_be_read_is_said),
      tf_unit(test_absent_paths_resolve_below_present_ones),
  };
  return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
