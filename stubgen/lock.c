/* SPDX-License-Identifier: Apache-2.0 */
#include "lock.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/file.h>

#include "io.h"

typedef struct lockable {
  int fd;
  dev_t device;
  ino_t inode;
} lockable;

static int compare_lockables(const void* a, const void* b) {
  const lockable *x = a, *y = b;
  if (x->device != y->device) return x->device < y->device ? -1 : 1;
  return x->inode < y->inode ? -1 : x->inode > y->inode;
}

void sg_locks_take(sg_arena* arena, sg_locks* locks, const tf_str* folders, size_t count) {
  lockable* items = sg_resize(arena, NULL, 0, count, sizeof *items);
  size_t opened = 0;
  for (size_t i = 0; i < count; i++) {
    struct stat info;
    /* Room first: a descriptor that is nowhere written down would stay open when there is none. */
    const char* path = sg_c_str(arena, folders[i]);
    int* fd = SG_PUSH(arena, &locks->fds);
    *fd = sg_io_open(SG_IO_HERE, path, O_RDONLY | O_DIRECTORY, 0);
    if (*fd < 0) locks->fds.count--;
    if (*fd < 0 || sg_io_stat_fd(*fd, &info) != 0) continue;
    items[opened++] = (lockable){*fd, info.st_dev, info.st_ino};
  }
  if (opened != 0) qsort(items, opened, sizeof *items, compare_lockables);
  for (size_t i = 0; i < opened; i++) {
    /* A folder named twice has one inode; the second descriptor would wait for the first. */
    if (i != 0 && compare_lockables(&items[i], &items[i - 1]) == 0) continue;
    while (flock(items[i].fd, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
}

void sg_locks_drop(sg_locks* locks) {
  for (size_t i = 0; i < locks->fds.count; i++) (void)sg_io_close(locks->fds.items[i]);
  locks->fds.count = 0;
}
