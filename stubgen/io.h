/* SPDX-License-Identifier: Apache-2.0 */
/* Every system call by which the tool looks at, reads or changes files goes through here, so that tests can make the n-th
   one fail or end the process. Nothing is mapped into memory: a file that somebody cuts short meanwhile would be a signal.

   The environment variable TVM_FFI_STUBGEN_FAULT, for tests alone, holds `KIND:CALL:N`, with a `+` behind it for "from then
   on". CALL is one of open read write sync rename chmod mkdir unlink close stat, or `any`. What happens at the N-th CALL of
   the process, by KIND:
     fail    it fails with EIO                     full    it fails with ENOSPC
     denied  it fails with EACCES                  intr    it is interrupted (EINTR) and has to be tried again
     short   a read or write does half of what was asked for; other calls are done as usual
     kill    SIGKILL comes before it */
#ifndef TVM_FFI_STUBGEN_IO_H_
#define TVM_FFI_STUBGEN_IO_H_

#include <fcntl.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

typedef enum {
  SG_IO_OPEN,
  SG_IO_READ,
  SG_IO_WRITE,
  SG_IO_SYNC,
  SG_IO_RENAME,
  SG_IO_CHMOD,
  SG_IO_MKDIR,
  SG_IO_UNLINK,
  SG_IO_CLOSE,
  SG_IO_STAT,
  SG_IO_CALLS
} sg_io_call;

/* Stands for the current folder where a folder's descriptor is asked for. */
#define SG_IO_HERE AT_FDCWD

/* Reads the environment variable. Call it once, before threads. Returns -1 when the variable is set and malformed. */
int sg_io_begin(void);

/* For tests in the process: the same from a text; NULL stops it. Returns -1 when it is malformed. */
int sg_io_fault(const char* text);

/* Lets call number `n` of a kind (1 = the next) fail; 0 stops that. */
void sg_io_fail_at(sg_io_call call, long n);

/* How many faults have happened since the last of the three functions above. */
long sg_io_faults(void);

/* As the system calls, but restarted when interrupted. -1 with errno on failure. `folder` is a descriptor or SG_IO_HERE. */
int sg_io_open(int folder, const char* path, int flags, mode_t mode);
int sg_io_close(int fd); /* the descriptor is gone whatever comes back */
int sg_io_sync(int fd);
int sg_io_rename(int folder, const char* from, const char* to);
int sg_io_mkdir(const char* path, mode_t mode);
int sg_io_unlink(int folder, const char* path);
int sg_io_rmdir(const char* path);
int sg_io_stat(int folder, const char* path, struct stat* info);
int sg_io_stat_fd(int fd, struct stat* info);

/* 1 or 0; -1 with errno when that cannot be told. */
int sg_io_exists(const char* path);

/* 0 when the file may be written to. */
int sg_io_may_write(int folder, const char* path);

/* Gives an open file the mode of another, and its owner where the system lets us. */
int sg_io_chmod(int fd, const struct stat* like);

/* Lets the system begin to write the file to disk. A hint. */
void sg_io_start_sync(int fd);

/* Writes all of it. */
int sg_io_write(int fd, const char* data, size_t size);

/* Reads `size` bytes or up to the end of the file. Returns how many, or -1. */
ssize_t sg_io_read(int fd, char* data, size_t size);

#endif /* TVM_FFI_STUBGEN_IO_H_ */
