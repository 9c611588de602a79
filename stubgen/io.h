/* SPDX-License-Identifier: Apache-2.0 */
/* Every system call by which the tool changes or reads files goes through here, so that tests can make the n-th one fail
   or end the process.

   The environment variable TVM_FFI_STUBGEN_FAULT, for tests alone, holds `fail:CALL:N` or `kill:CALL:N`: the N-th CALL of
   the process (open read write sync rename chmod mkdir unlink, or `any`) fails with EIO, or is preceded by SIGKILL. */
#ifndef TVM_FFI_STUBGEN_IO_H_
#define TVM_FFI_STUBGEN_IO_H_

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
  SG_IO_CALLS
} sg_io_call;

/* Reads the environment variable. Call it once, before threads. Returns -1 when the variable is set and malformed. */
int sg_io_begin(void);

/* For tests in the process: lets call number `n` of a kind (1 = the next) fail; 0 stops that. */
void sg_io_fail_at(sg_io_call call, long n);

/* As the system calls, but restarted when interrupted. -1 with errno on failure. */
int sg_io_open(const char* path, int flags, mode_t mode);
int sg_io_close(int fd);
int sg_io_sync(int fd);
int sg_io_rename(const char* from, const char* to);
int sg_io_chmod(int fd, const struct stat* like);
int sg_io_mkdir(const char* path, mode_t mode);
int sg_io_unlink(const char* path);
int sg_io_rmdir(const char* path);

/* Writes all of it. */
int sg_io_write(int fd, const char* data, size_t size);

/* Reads `size` bytes or up to the end of the file. Returns how many, or -1. */
ssize_t sg_io_read(int fd, char* data, size_t size);

#endif /* TVM_FFI_STUBGEN_IO_H_ */
