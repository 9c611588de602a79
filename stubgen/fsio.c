/* SPDX-License-Identifier: Apache-2.0 */
#include "fsio.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "io.h"
#include "source.h"

void sg_writes_put(sg_arena* arena, sg_writes* writes, tf_str target, tf_str bytes) {
  sg_write* write = SG_PUSH(arena, &writes->list);
  write->target = sg_copy(arena, target);
  write->bytes = bytes;
}

/* ---- Folders ---- */

static bool make_folder(sg_arena* arena, sg_writes* writes, tf_str folder, sg_diags* diags) {
  struct stat info;
  const char* path = sg_c_str(arena, folder);
  if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) return true;
  tf_str parent = sg_path_folder(folder);
  if (parent.size < folder.size && !make_folder(arena, writes, parent, diags)) return false;
  if (sg_io_mkdir(path, 0777) != 0) {
    if (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) return true;
    sg_error(diags, folder, 0, "cannot make the folder: %s", strerror(errno));
    return false;
  }
  *SG_PUSH(arena, &writes->made) = path;
  return true;
}

/* ---- Temporary files ---- */

static bool refuse_write(sg_diags* diags, const sg_write* write, const char* what) {
  if (errno == EACCES || errno == EROFS || errno == EPERM) {
    sg_error(diags, write->target, 0, "cannot write: %s", strerror(errno));
  } else {
    sg_error(diags, write->target, 0, "cannot %s: %s", what, strerror(errno));
  }
  return false;
}

static bool fill_temp(int fd, const sg_write* write, const struct stat* old, const char** what) {
  *what = "write";
  if (sg_io_write(fd, write->bytes.data, write->bytes.size) != 0) return false;
  *what = "keep the mode";
  return old == NULL || sg_io_chmod(fd, old) == 0;
}

static bool make_temp(sg_arena* arena, sg_write* write, sg_diags* diags) {
  struct stat info;
  const struct stat* old = stat(write->target.data, &info) == 0 ? &info : NULL;
  if (old != NULL && access(write->target.data, W_OK) != 0) {
    return refuse_write(diags, write, "write");
  }
  const char* temp = sg_source_temp_name(arena, write->target).data;
  int fd = sg_io_open(temp, O_WRONLY | O_CREAT | O_EXCL, 0666);
  if (fd < 0) return refuse_write(diags, write, "make a temporary file");
  write->temp = temp;
  const char* what;
  bool good = fill_temp(fd, write, old, &what);
  int error = errno;
  if (sg_io_close(fd) != 0 && good) {
    good = false;
    error = errno;
  }
  errno = error;
  return good || refuse_write(diags, write, what);
}

/* ---- Flushing ---- */

enum { FLUSHERS = 8 };

typedef struct flush {
  const sg_writes* writes;
  atomic_size_t next;
  atomic_int error; /* errno of the first failure */
} flush;

static int flush_path(const char* path, int flags) {
  int fd = sg_io_open(path, O_RDONLY | flags, 0);
  if (fd < 0) return -1;
  int status = sg_io_sync(fd);
  int error = errno;
  sg_io_close(fd);
  errno = error;
  return status;
}

static void* flush_some(void* argument) {
  flush* f = argument;
  for (;;) {
    size_t at = atomic_fetch_add(&f->next, 1);
    if (at >= f->writes->list.count) return NULL;
    int none = 0;
    if (flush_path(f->writes->list.items[at].temp, 0) != 0) {
      atomic_compare_exchange_strong(&f->error, &none, errno);
    }
  }
}

/* Several at once: the disk then puts them into one journal transaction. */
static bool flush_temps(const sg_writes* writes, sg_diags* diags) {
  flush f = {writes, 0, 0};
  pthread_t threads[FLUSHERS];
  size_t started = 0;
  size_t wanted = writes->list.count < FLUSHERS ? writes->list.count : FLUSHERS;
  while (started + 1 < wanted && pthread_create(&threads[started], NULL, flush_some, &f) == 0) {
    started++;
  }
  flush_some(&f);
  for (size_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
  int error = atomic_load(&f.error);
  if (error == 0) return true;
  sg_error(diags, tf_str_of("", 0), 0,
           "cannot flush the new files to disk: %s; nothing was changed", strerror(error));
  return false;
}

/* A folder that cannot be flushed has still been changed; that is no error. */
static void flush_folders(sg_arena* arena, const sg_writes* writes) {
  tf_str last = {NULL, 0};
  sg_map seen = sg_map_new(arena);
  for (size_t i = 0; i < writes->list.count; i++) {
    tf_str folder = sg_path_folder(writes->list.items[i].target);
    if (tf_str_equal(folder, last) || sg_map_find(&seen, folder) != NULL) continue;
    last = folder;
    sg_map_set(&seen, folder, arena);
    (void)flush_path(sg_c_str(arena, folder), O_DIRECTORY);
  }
  for (size_t i = 0; i < writes->made.count; i++) {
    tf_str parent = sg_path_folder(tf_str_c(writes->made.items[i]));
    (void)flush_path(sg_c_str(arena, parent), O_DIRECTORY);
  }
}

/* ---- All together ---- */

static void explain_half_done(sg_arena* arena, const sg_writes* writes, sg_diags* diags,
                              int error) {
  sg_text text = sg_text_new(arena);
  for (size_t i = 0; i < writes->list.count; i++) {
    if (i == 0) sg_put_c(&text, "new: ");
    if (i == writes->renamed) sg_put_c(&text, "; still old: ");
    if (i != 0 && i != writes->renamed) sg_put_c(&text, ", ");
    sg_put(&text, writes->list.items[i].target);
  }
  sg_error(diags, writes->list.items[writes->renamed].target, 0,
           "cannot put the new file in place: %s; run again to complete (%.*s)", strerror(error),
           SG_ARG(sg_text_view(&text)));
}

static bool rename_temps(sg_arena* arena, sg_writes* writes, sg_diags* diags) {
  for (; writes->renamed < writes->list.count; writes->renamed++) {
    sg_write* write = &writes->list.items[writes->renamed];
    if (sg_io_rename(write->temp, write->target.data) == 0) {
      write->temp = NULL;
      continue;
    }
    if (writes->renamed == 0) {
      return refuse_write(diags, write, "put the new file in place");
    }
    explain_half_done(arena, writes, diags, errno);
    return false;
  }
  return true;
}

bool sg_writes_commit(sg_arena* arena, sg_writes* writes, sg_diags* diags) {
  bool good = true;
  for (size_t i = 0; i < writes->list.count; i++) {
    sg_write* write = &writes->list.items[i];
    if (!make_folder(arena, writes, sg_path_folder(write->target), diags) ||
        !make_temp(arena, write, diags)) {
      good = false; /* the others are tried too: one run tells all */
    }
  }
  good = good && flush_temps(writes, diags) && rename_temps(arena, writes, diags);
  if (good) flush_folders(arena, writes);
  sg_writes_drop(writes);
  return good;
}

void sg_writes_drop(sg_writes* writes) {
  for (size_t i = 0; i < writes->list.count; i++) {
    const char* temp = writes->list.items[i].temp;
    if (temp != NULL) (void)sg_io_unlink(temp);
    writes->list.items[i].temp = NULL;
  }
  if (writes->renamed == 0) {
    for (size_t i = writes->made.count; i > 0; i--) (void)sg_io_rmdir(writes->made.items[i - 1]);
  }
  writes->made.count = 0;
}

/* ---- Locks ---- */

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
    int fd = sg_io_open(sg_c_str(arena, folders[i]), O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0) continue;
    *SG_PUSH(arena, &locks->fds) = fd;
    if (fstat(fd, &info) != 0) continue;
    items[opened++] = (lockable){fd, info.st_dev, info.st_ino};
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
  for (size_t i = 0; i < locks->fds.count; i++) sg_io_close(locks->fds.items[i]);
  locks->fds.count = 0;
}
