/* SPDX-License-Identifier: Apache-2.0 */
/* Every call of the I/O funnel is made to fail in turn; each file must then be old or new, whole, and all old as long as
   nothing was put in place. */
#include "fsio.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io.h"
#include "sg_test.h"

enum { FILES = 5 };

static char folder[] = "/tmp/sg-fsio-XXXXXX";

static tf_str path_of(sg_arena* arena, int i) {
  return i < FILES - 1 ? sg_format(arena, "%s/f%d.py", folder, i)
                       : sg_format(arena, "%s/new/deep/f%d.py", folder, i);
}

static void put(const char* path, const char* text) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0640);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
  close(fd);
}

/* 1 new, 0 old, -1 anything else. The last file does not exist when it is old. */
static int state_of(sg_arena* arena, int i) {
  char text[64];
  int fd = open(path_of(arena, i).data, O_RDONLY);
  if (fd < 0) return i == FILES - 1 ? 0 : -1;
  ssize_t size = read(fd, text, sizeof text - 1);
  close(fd);
  text[size < 0 ? 0 : size] = '\0';
  return strcmp(text, "new\n") == 0 ? 1 : strcmp(text, "old\n") == 0 ? 0 : -1;
}

static void reset(sg_arena* arena) {
  for (int i = 0; i < FILES - 1; i++) put(path_of(arena, i).data, "old\n");
  unlink(path_of(arena, FILES - 1).data);
  rmdir(sg_format(arena, "%s/new/deep", folder).data);
  rmdir(sg_format(arena, "%s/new", folder).data);
}

static int count_entries(void) {
  int count = 0;
  DIR* dir = opendir(folder);
  assert_non_null(dir);
  while (readdir(dir) != NULL) count++;
  closedir(dir);
  return count - 2;
}

static bool commit_all(sg_arena* arena, sg_diags* diags) {
  sg_writes writes;
  memset(&writes, 0, sizeof writes);
  for (int i = 0; i < FILES; i++) sg_writes_put(arena, &writes, path_of(arena, i), S("new\n"));
  return sg_writes_commit(arena, &writes, diags);
}

static void test_all_files_are_put_in_place(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_diags diags = sg_diags_new(&arena);
  struct stat info;
  reset(&arena);
  assert_int_equal(chmod(path_of(&arena, 0).data, 0751), 0);
  assert_true(commit_all(&arena, &diags));
  for (int i = 0; i < FILES; i++) assert_int_equal(state_of(&arena, i), 1);
  assert_int_equal(stat(path_of(&arena, 0).data, &info), 0);
  assert_int_equal(info.st_mode & 07777, 0751);
  assert_int_equal(count_entries(), FILES);
  sg_arena_drop(&arena);
}

static void walk(sg_io_call call) {
  for (long n = 1;; n++) {
    SG_TEST_ARENA(arena);
    sg_diags diags = sg_diags_new(&arena);
    reset(&arena);
    sg_io_fail_at(call, n);
    bool good = commit_all(&arena, &diags);
    sg_io_fail_at(call, 0);
    int fresh = 0;
    for (int i = 0; i < FILES; i++) {
      assert_int_not_equal(state_of(&arena, i), -1);
      fresh += state_of(&arena, i);
    }
    assert_int_equal(good, fresh == FILES);
    assert_int_equal(good, diags.errors == 0);
    if (call != SG_IO_RENAME) assert_true(fresh == 0 || fresh == FILES);
    if (call == SG_IO_RENAME && !good) assert_int_equal(fresh, n - 1);
    /* Nothing is left behind but the files themselves, and folders once something was put in place. */
    if (call != SG_IO_UNLINK) assert_int_equal(count_entries(), FILES - 1 + (fresh != 0));
    sg_arena_drop(&arena);
    if (good && n > 2 * FILES + 20) return;
  }
}

static void test_each_failure_leaves_whole_files(void** state) {
  (void)state;
  walk(SG_IO_OPEN);
  walk(SG_IO_WRITE);
  walk(SG_IO_SYNC);
  walk(SG_IO_RENAME);
  walk(SG_IO_CHMOD);
  walk(SG_IO_MKDIR);
  walk(SG_IO_STAT);
  walk(SG_IO_CLOSE);
}

static void test_half_done_says_what_is_new(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_diags diags = sg_diags_new(&arena);
  reset(&arena);
  sg_io_fail_at(SG_IO_RENAME, 3);
  assert_false(commit_all(&arena, &diags));
  sg_io_fail_at(SG_IO_RENAME, 0);
  tf_str message = diags.list.items[0].message;
  assert_true(tf_str_find(message, S("new: ")) < tf_str_find(message, S("f1.py")));
  assert_true(tf_str_find(message, S("still old: ")) < tf_str_find(message, S("f2.py")));
  assert_true(commit_all(&arena, &diags));
  sg_arena_drop(&arena);
}

static int make_folder(void** state) {
  (void)state;
  return mkdtemp(folder) == NULL ? -1 : 0;
}

static int drop_folder(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  for (int i = 0; i < FILES; i++) unlink(path_of(&arena, i).data);
  reset(&arena);
  for (int i = 0; i < FILES; i++) unlink(path_of(&arena, i).data);
  sg_arena_drop(&arena);
  return rmdir(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_all_files_are_put_in_place),
      tf_unit(test_each_failure_leaves_whole_files),
      tf_unit(test_half_done_says_what_is_new),
  };
  return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
