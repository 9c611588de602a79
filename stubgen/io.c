/* SPDX-License-Identifier: Apache-2.0 */
#include "io.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char* const call_names[SG_IO_CALLS] = {"open",   "read",  "write", "sync",
                                                    "rename", "chmod", "mkdir", "unlink"};

/* What is to go wrong. `left` counts down; calls come from several threads while files are flushed. */
static struct {
  bool armed;
  bool kills;
  unsigned calls; /* bit per call */
  atomic_long left;
} fault;

static unsigned calls_of(const char* name, size_t size) {
  if (size == 3 && memcmp(name, "any", 3) == 0) return ~0u;
  for (unsigned i = 0; i < SG_IO_CALLS; i++) {
    if (strlen(call_names[i]) == size && memcmp(call_names[i], name, size) == 0) return 1u << i;
  }
  return 0;
}

int sg_io_begin(void) {
  const char* text = getenv("TVM_FFI_STUBGEN_FAULT");
  fault.armed = false;
  if (text == NULL || *text == '\0') return 0;
  fault.kills = strncmp(text, "kill:", 5) == 0;
  if (!fault.kills && strncmp(text, "fail:", 5) != 0) return -1;
  const char* name = text + 5;
  const char* colon = strchr(name, ':');
  if (colon == NULL) return -1;
  fault.calls = calls_of(name, (size_t)(colon - name));
  long n = strtol(colon + 1, NULL, 10);
  if (fault.calls == 0 || n <= 0) return -1;
  atomic_store(&fault.left, n);
  fault.armed = true;
  return 0;
}

void sg_io_fail_at(sg_io_call call, long n) {
  fault.armed = n > 0;
  fault.kills = false;
  fault.calls = 1u << call;
  atomic_store(&fault.left, n);
}

/* True when this call is the one that fails. */
static bool goes_wrong(sg_io_call call) {
  if (!fault.armed || !(fault.calls & (1u << call))) return false;
  if (atomic_fetch_sub(&fault.left, 1) != 1) return false;
  if (fault.kills) (void)raise(SIGKILL);
  errno = EIO;
  return true;
}

int sg_io_open(const char* path, int flags, mode_t mode) {
  if (goes_wrong(SG_IO_OPEN)) return -1;
  int fd;
  do {
    fd = open(path, flags | O_CLOEXEC, mode);
  } while (fd < 0 && errno == EINTR);
  return fd;
}

int sg_io_close(int fd) { return close(fd); }

int sg_io_sync(int fd) {
  if (goes_wrong(SG_IO_SYNC)) return -1;
  int status;
  do {
    status = fsync(fd);
  } while (status != 0 && errno == EINTR);
  return status;
}

int sg_io_rename(const char* from, const char* to) {
  return goes_wrong(SG_IO_RENAME) ? -1 : rename(from, to);
}

/* Mode, and owner where the system lets us. */
int sg_io_chmod(int fd, const struct stat* like) {
  struct stat now;
  if (goes_wrong(SG_IO_CHMOD) || fstat(fd, &now) != 0) return -1;
  if (now.st_uid != like->st_uid || now.st_gid != like->st_gid) {
    if (fchown(fd, like->st_uid, like->st_gid) != 0 && errno != EPERM) return -1;
  }
  return fchmod(fd, like->st_mode & 07777);
}

int sg_io_mkdir(const char* path, mode_t mode) {
  return goes_wrong(SG_IO_MKDIR) ? -1 : mkdir(path, mode);
}

int sg_io_unlink(const char* path) { return goes_wrong(SG_IO_UNLINK) ? -1 : unlink(path); }

int sg_io_rmdir(const char* path) { return rmdir(path); }

int sg_io_write(int fd, const char* data, size_t size) {
  do {
    /* Counted per call of the system, so that a test can stop between two parts of a big file. */
    if (goes_wrong(SG_IO_WRITE)) return -1;
    size_t part = size > ((size_t)1 << 20) ? (size_t)1 << 20 : size;
    ssize_t done = write(fd, data, part);
    if (done < 0 && errno != EINTR) return -1;
    if (done > 0) {
      data += done;
      size -= (size_t)done;
    }
  } while (size != 0);
  return 0;
}

ssize_t sg_io_read(int fd, char* data, size_t size) {
  size_t total = 0;
  while (total < size) {
    if (goes_wrong(SG_IO_READ)) return -1;
    ssize_t done = read(fd, data + total, size - total);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return -1;
    if (done == 0) break;
    total += (size_t)done;
    /* Regular files give less than asked for only at their end. */
    if (total < size) break;
  }
  return (ssize_t)total;
}
