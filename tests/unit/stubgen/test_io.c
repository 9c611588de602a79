/* SPDX-License-Identifier: Apache-2.0 */
#include "io.h"

#include <errno.h>
#include <unistd.h>

#include "sg_test.h"

static char folder[] = "/tmp/sg-io-XXXXXX";
static char path[64];

enum { BIG = 3 * 1024 * 1024 };

static int create(void) {
  int fd = sg_io_open(SG_IO_HERE, path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  assert_true(fd >= 0);
  return fd;
}

static void set_fault(const char* text) { assert_int_equal(sg_io_fault(text), 0); }

static void test_malformed_faults_are_refused(void** state) {
  (void)state;
  static const char* const bad[] = {"x",
                                    "fail",
                                    "fail:open",
                                    "fail:open:0",
                                    "fail:open:-1",
                                    "fail:no:1",
                                    "sometimes:open:1",
                                    "fail:open:1x",
                                    "fail::1",
                                    "fail:open:"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) assert_int_equal(sg_io_fault(bad[i]), -1);
  assert_int_equal(sg_io_fault("kill:any:1+"), 0);
  set_fault(NULL);
}

static void test_the_environment_says_what_goes_wrong(void** state) {
  (void)state;
  assert_int_equal(setenv("TVM_FFI_STUBGEN_FAULT", "fail:stat:2", 1), 0);
  assert_int_equal(sg_io_begin(), 0);
  assert_int_equal(sg_io_exists(folder), 1);
  assert_int_equal(sg_io_exists(folder), -1);
  assert_int_equal(errno, EIO);
  assert_int_equal(sg_io_exists(folder), 1);
  assert_int_equal(setenv("TVM_FFI_STUBGEN_FAULT", "nonsense", 1), 0);
  assert_int_equal(sg_io_begin(), -1);
  assert_int_equal(unsetenv("TVM_FFI_STUBGEN_FAULT"), 0);
  assert_int_equal(sg_io_begin(), 0);
}

static void test_what_was_cut_short_is_completed(void** state) {
  (void)state;
  char* out = malloc(BIG);
  char* in = malloc(BIG + 1);
  assert_non_null(out);
  assert_non_null(in);
  for (int i = 0; i < BIG; i++) out[i] = (char)(i % 251);
  static const char* const faults[] = {"short:write:1", "short:write:2", "short:write:1+",
                                       "intr:write:1", "intr:write:3"};
  for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
    set_fault(faults[i]);
    int fd = create();
    assert_int_equal(sg_io_write(fd, out, BIG), 0);
    assert_true(sg_io_faults() > 0);
    set_fault(i % 2 == 0 ? "short:read:1+" : "intr:read:1");
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    assert_int_equal(sg_io_read(fd, in, BIG + 1), BIG);
    assert_true(sg_io_faults() > 0);
    assert_memory_equal(in, out, BIG);
    set_fault(NULL);
    assert_int_equal(sg_io_close(fd), 0);
  }
  free(in);
  free(out);
}

static void test_a_full_disk_is_told(void** state) {
  (void)state;
  int fd = create();
  set_fault("full:write:1+");
  assert_int_equal(sg_io_write(fd, "abc", 3), -1);
  assert_int_equal(errno, ENOSPC);
  assert_int_equal(sg_io_write(fd, "abc", 3), -1);
  set_fault(NULL);
  assert_int_equal(sg_io_close(fd), 0);
}

static void test_closing_closes_even_when_it_fails(void** state) {
  (void)state;
  int fd = create();
  set_fault("fail:close:1");
  assert_int_equal(sg_io_close(fd), -1);
  assert_int_equal(errno, EIO);
  set_fault(NULL);
  assert_int_equal(close(fd), -1);
  assert_int_equal(errno, EBADF);
}

static void test_interrupted_calls_are_tried_again(void** state) {
  (void)state;
  struct stat info;
  char other[80];
  snprintf(other, sizeof other, "%s/other", folder);
  set_fault("intr:open:1");
  int fd = create();
  set_fault("intr:sync:1");
  assert_int_equal(sg_io_sync(fd), 0);
  sg_io_start_sync(fd);
  set_fault("intr:stat:1");
  assert_int_equal(sg_io_stat_fd(fd, &info), 0);
  set_fault("intr:close:1");
  assert_int_equal(sg_io_close(fd), 0);
  set_fault("intr:rename:1");
  assert_int_equal(sg_io_rename(SG_IO_HERE, path, other), 0);
  set_fault("intr:unlink:1");
  assert_int_equal(sg_io_unlink(SG_IO_HERE, other), 0);
  set_fault("intr:mkdir:1");
  assert_int_equal(sg_io_mkdir(other, 0700), 0);
  assert_int_equal(sg_io_faults(), 1);
  set_fault(NULL);
  assert_int_equal(sg_io_rmdir(other), 0);
}

static void test_modes_are_given_on(void** state) {
  (void)state;
  struct stat like, now;
  int fd = create();
  assert_int_equal(sg_io_stat_fd(fd, &like), 0);
  like.st_mode = (like.st_mode & ~(mode_t)07777) | 0751;
  assert_int_equal(sg_io_chmod(fd, &like), 0);
  assert_int_equal(sg_io_stat_fd(fd, &now), 0);
  assert_int_equal(now.st_mode & 07777, 0751);
  /* What is so already costs no call. */
  set_fault("fail:chmod:1");
  assert_int_equal(sg_io_chmod(fd, &like), 0);
  like.st_mode ^= 1;
  assert_int_equal(sg_io_chmod(fd, &like), -1);
  set_fault(NULL);
  assert_int_equal(sg_io_close(fd), 0);
}

static void test_absence_is_told_from_ignorance(void** state) {
  (void)state;
  char below[80];
  assert_int_equal(sg_io_close(create()), 0);
  snprintf(below, sizeof below, "%s/below", path);
  assert_int_equal(sg_io_exists(path), 1);
  assert_int_equal(sg_io_exists(below), 0);
  assert_int_equal(sg_io_exists("/nonexistent"), 0);
  set_fault("denied:stat:1");
  assert_int_equal(sg_io_exists(path), -1);
  set_fault("denied:stat:1");
  assert_int_equal(sg_io_may_write(SG_IO_HERE, path), -1);
  assert_int_equal(sg_io_may_write(SG_IO_HERE, path), 0);
  set_fault(NULL);
}

static int make_folder(void** state) {
  (void)state;
  if (mkdtemp(folder) == NULL) return -1;
  snprintf(path, sizeof path, "%s/file", folder);
  return 0;
}

static int drop_folder(void** state) {
  (void)state;
  unlink(path);
  return rmdir(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_malformed_faults_are_refused),
      tf_unit(test_the_environment_says_what_goes_wrong),
      tf_unit(test_what_was_cut_short_is_completed),
      tf_unit(test_a_full_disk_is_told),
      tf_unit(test_closing_closes_even_when_it_fails),
      tf_unit(test_interrupted_calls_are_tried_again),
      tf_unit(test_modes_are_given_on),
      tf_unit(test_absence_is_told_from_ignorance),
  };
  return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
