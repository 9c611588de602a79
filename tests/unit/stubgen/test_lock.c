/* SPDX-License-Identifier: Apache-2.0 */
#include "lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "io.h"
#include "sg_test.h"

static char folder[] = "/tmp/sg-lock-XXXXXX";

/* Whether another descriptor could take the lock right now. */
static bool is_free(void) {
  int fd = open(folder, O_RDONLY | O_DIRECTORY);
  assert_true(fd >= 0);
  bool free = flock(fd, LOCK_EX | LOCK_NB) == 0;
  close(fd);
  return free;
}

static void test_locks_do_not_wait_for_themselves(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_locks locks;
  memset(&locks, 0, sizeof locks);
  tf_str folders[] = {S(folder), sg_format(&arena, "%s/.", folder), S("/nonexistent")};
  sg_locks_take(&arena, &locks, folders, 3);
  assert_int_equal(locks.fds.count, 2);
  assert_false(is_free());
  sg_locks_drop(&locks);
  sg_locks_drop(&locks);
  assert_true(is_free());
  sg_arena_drop(&arena);
}

static void test_folders_that_cannot_be_opened_are_passed_over(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_locks locks;
  memset(&locks, 0, sizeof locks);
  tf_str folders[] = {S(folder)};
  assert_int_equal(sg_io_fault("denied:open:1"), 0);
  sg_locks_take(&arena, &locks, folders, 1);
  assert_int_equal(sg_io_faults(), 1);
  assert_int_equal(locks.fds.count, 0);
  assert_int_equal(sg_io_fault("fail:stat:1"), 0);
  sg_locks_take(&arena, &locks, folders, 1);
  assert_int_equal(locks.fds.count, 1);
  assert_true(is_free());
  assert_int_equal(sg_io_fault(NULL), 0);
  sg_locks_drop(&locks);
  sg_arena_drop(&arena);
}

static int make_folder(void** state) {
  (void)state;
  return mkdtemp(folder) == NULL ? -1 : 0;
}

static int drop_folder(void** state) {
  (void)state;
  return rmdir(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_locks_do_not_wait_for_themselves),
      tf_unit(test_folders_that_cannot_be_opened_are_passed_over),
  };
  return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
