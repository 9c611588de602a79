/* SPDX-License-Identifier: Apache-2.0 */
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1 /* sync_file_range */
#endif
#include "io.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char* const call_names[SG_IO_CALLS] = {"open",  "read",  "write",  "sync",  "rename",
                                                    "chmod", "mkdir", "unlink", "close", "stat"};

typedef enum { FAIL, FULL, DENIED, INTR, SHORT, KILL, KINDS } fault_kind;

static const struct {
  const char* name;
  int error; /* errno of the call; 0: it is no failure */
} kinds[KINDS] = {{"fail", EIO},   {"full", ENOSPC}, {"denied", EACCES},
                  {"intr", EINTR}, {"short", 0},     {"kill", 0}};

/* What is to go wrong. `left` counts down; calls come from several threads. */
static struct {
  bool armed;
  bool stays; /* all later calls go wrong too */
  fault_kind kind;
  unsigned calls; /* bit per call */
  atomic_long left;
  atomic_long happened;
} fault;

static bool is_text(const char* word, const char* text, size_t size) {
  return strlen(word) == size && memcmp(word, text, size) == 0;
}

/* KINDS when there is none of that name. */
static fault_kind kind_of(const char* name, size_t size) {
  unsigned i = 0;
  while (i < KINDS && !is_text(kinds[i].name, name, size)) i++;
  return (fault_kind)i;
}

/* A bit for each call meant; 0 when there is none of that name. */
static unsigned calls_of(const char* name, size_t size) {
  if (is_text("any", name, size)) return ~0u;
  for (unsigned i = 0; i < SG_IO_CALLS; i++) {
    if (is_text(call_names[i], name, size)) return 1u << i;
  }
  return 0;
}

int sg_io_fault(const char* text) {
  fault.armed = false;
  atomic_store(&fault.happened, 0);
  if (text == NULL || *text == '\0') return 0;
  const char* first = strchr(text, ':');
  const char* second = first == NULL ? NULL : strchr(first + 1, ':');
  if (second == NULL) return -1;
  fault.kind = kind_of(text, (size_t)(first - text));
  fault.calls = calls_of(first + 1, (size_t)(second - first - 1));
  char* end = NULL;
  long n = strtol(second + 1, &end, 10);
  if (fault.kind == KINDS || fault.calls == 0 || n <= 0) return -1;
  if (*end != '\0' && strcmp(end, "+") != 0) return -1;
  fault.stays = *end == '+';
  atomic_store(&fault.left, n);
  fault.armed = true;
  return 0;
}

int sg_io_begin(void) { return sg_io_fault(getenv("TVM_FFI_STUBGEN_FAULT")); }

void sg_io_fail_at(sg_io_call call, long n) {
  fault.armed = n > 0;
  fault.stays = false;
  fault.kind = FAIL;
  fault.calls = 1u << call;
  atomic_store(&fault.left, n);
  atomic_store(&fault.happened, 0);
}

long sg_io_faults(void) { return atomic_load(&fault.happened); }

/* True when it is the turn of this call. Being interrupted from then on would never end, so that is always once. */
static bool is_turn(sg_io_call call) {
  if (!fault.armed || !(fault.calls & (1u << call))) return false;
  long left = atomic_fetch_sub(&fault.left, 1);
  if (left != 1 && !(left < 1 && fault.stays && fault.kind != INTR)) return false;
  atomic_fetch_add(&fault.happened, 1);
  if (fault.kind == KILL) (void)raise(SIGKILL);
  return true;
}

/* True, with errno, when this call fails. `*half`, unless NULL: when it does half of its work. */
static bool goes_wrong(sg_io_call call, bool* half) {
  if (half != NULL) *half = false;
  if (!is_turn(call)) return false;
  if (half != NULL) *half = fault.kind == SHORT;
  errno = kinds[fault.kind].error;
  return errno != 0;
}

/* Does `call` until it is not interrupted; its result is in `status`. */
#define RESTARTED(which, status, call)                  \
  do {                                                  \
    (status) = goes_wrong((which), NULL) ? -1 : (call); \
  } while ((status) < 0 && errno == EINTR)

int sg_io_open(int folder, const char* path, int flags, mode_t mode) {
  int fd;
  RESTARTED(SG_IO_OPEN, fd, openat(folder, path, flags | O_CLOEXEC, mode));
  return fd;
}

int sg_io_close(int fd) {
  /* Not tried again when interrupted: the descriptor may be somebody else's by then. */
  bool wrong = goes_wrong(SG_IO_CLOSE, NULL);
  int error = errno;
  int status = close(fd);
  if (status != 0 && errno == EINTR) status = 0;
  if (!wrong || error == EINTR) return status;
  errno = error;
  return -1;
}

int sg_io_sync(int fd) {
  int status;
  RESTARTED(SG_IO_SYNC, status, fsync(fd));
  return status;
}

void sg_io_start_sync(int fd) {
#if defined(__linux__)
  (void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
#else
  (void)fd;
#endif
}

int sg_io_rename(int folder, const char* from, const char* to) {
  int status;
  RESTARTED(SG_IO_RENAME, status, renameat(folder, from, folder, to));
  return status;
}

int sg_io_stat(int folder, const char* path, struct stat* info) {
  int status;
  RESTARTED(SG_IO_STAT, status, fstatat(folder, path, info, 0));
  return status;
}

int sg_io_stat_fd(int fd, struct stat* info) {
  int status;
  RESTARTED(SG_IO_STAT, status, fstat(fd, info));
  return status;
}

int sg_io_exists(const char* path) {
  struct stat info;
  if (sg_io_stat(SG_IO_HERE, path, &info) == 0) return 1;
  return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
}

int sg_io_may_write(int folder, const char* path) {
  int status;
  RESTARTED(SG_IO_STAT, status, faccessat(folder, path, W_OK, 0));
  return status;
}

static int give_owner(int fd, const struct stat* like, const struct stat* now) {
  if (now->st_uid == like->st_uid && now->st_gid == like->st_gid) return 0;
  int status;
  RESTARTED(SG_IO_CHMOD, status, fchown(fd, like->st_uid, like->st_gid));
  return status != 0 && errno != EPERM ? -1 : 0;
}

int sg_io_chmod(int fd, const struct stat* like) {
  struct stat now;
  if (sg_io_stat_fd(fd, &now) != 0 || give_owner(fd, like, &now) != 0) return -1;
  /* Another owner may have cost set-user-ID bits. */
  bool same =
      now.st_mode == like->st_mode && now.st_uid == like->st_uid && now.st_gid == like->st_gid;
  if (same) return 0;
  int status;
  RESTARTED(SG_IO_CHMOD, status, fchmod(fd, like->st_mode & 07777));
  return status;
}

int sg_io_mkdir(const char* path, mode_t mode) {
  int status;
  RESTARTED(SG_IO_MKDIR, status, mkdir(path, mode));
  return status;
}

int sg_io_unlink(int folder, const char* path) {
  int status;
  RESTARTED(SG_IO_UNLINK, status, unlinkat(folder, path, 0));
  return status;
}

int sg_io_rmdir(const char* path) { return rmdir(path); }

int sg_io_write(int fd, const char* data, size_t size) {
  while (size != 0) {
    /* Counted for each call of the system, so that a test can stop between two parts of a big file. */
    bool half;
    size_t part = size > ((size_t)1 << 20) ? (size_t)1 << 20 : size;
    ssize_t done =
        goes_wrong(SG_IO_WRITE, &half) ? -1 : write(fd, data, half ? (part + 1) / 2 : part);
    if (done < 0 && errno == EINTR) continue;
    if (done == 0) errno = EIO;
    if (done <= 0) return -1;
    data += done;
    size -= (size_t)done;
  }
  return 0;
}

ssize_t sg_io_read(int fd, char* data, size_t size) {
  size_t total = 0;
  while (total < size) {
    bool half;
    size_t part = size - total;
    ssize_t done =
        goes_wrong(SG_IO_READ, &half) ? -1 : read(fd, data + total, half ? (part + 1) / 2 : part);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return -1;
    /* Only nothing at all is the end: file systems over a network may give less than asked for. */
    if (done == 0) break;
    total += (size_t)done;
  }
  return (ssize_t)total;
}
