/* SPDX-License-Identifier: Apache-2.0 */
/* The calls of POSIX that the tool makes, on Windows: included in front of each of its files, so that these are the same on
   every system. Only what the tool needs and only as far as it needs it. Paths are UTF-8 with slashes; a descriptor of a
   folder is a number above those of files. On failure -1 (or NULL) with errno. */
#ifndef TVM_FFI_STUBGEN_WINDOWS_POSIX_H_
#define TVM_FFI_STUBGEN_WINDOWS_POSIX_H_

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <limits.h>
#include <process.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>

#undef PATH_MAX
#define PATH_MAX 4096

#define O_CLOEXEC _O_NOINHERIT
#define O_DIRECTORY 0x1000000
#define O_NONBLOCK 0
#define O_NOCTTY 0
#define AT_FDCWD (-100)
#define AT_SYMLINK_NOFOLLOW 1
#define SIGKILL 9
#define S_IFLNK 0xA000
#define S_ISLNK(mode) (((mode) & 0xF000) == S_IFLNK)

/* The system's own have 16 bits for the number of a file. */
#define dev_t uint32_t
#define ino_t uint64_t
#define stat sgw_stat
#define fstat sgw_fstat
#define close sgw_close
#define read sgw_read
#define write sgw_write
#define mkdir sgw_mkdir
#define rmdir sgw_rmdir
#define raise sgw_raise
#define openat sgw_openat
#define fstatat sgw_fstatat
#define renameat sgw_renameat
#define unlinkat sgw_unlinkat
#define faccessat sgw_faccessat
#define fsync sgw_fsync
#define fchmod sgw_fchmod
#define fchown sgw_fchown
#define futimens sgw_futimens
#define realpath sgw_realpath
#define kill sgw_kill

struct stat {
  dev_t st_dev;
  ino_t st_ino;
  mode_t st_mode;
  int st_uid;
  int st_gid;
  int64_t st_size;
};

int stat(const char* path, struct stat* info);
int fstat(int fd, struct stat* info);
int fstatat(int folder, const char* path, struct stat* info, int flags);
int faccessat(int folder, const char* path, int mode, int flags);

int openat(int folder, const char* path, int flags, mode_t mode);
int close(int fd);
ssize_t read(int fd, void* data, size_t size);
ssize_t write(int fd, const void* data, size_t size);
int fsync(int fd);

/* Over what is there, as one step. `folder` and `to_folder` are the same. */
int renameat(int folder, const char* from, int to_folder, const char* to);
int unlinkat(int folder, const char* path, int flags);
int mkdir(const char* path, mode_t mode);
int rmdir(const char* path);

/* Files have no mode and no owner here that these could set. */
int fchmod(int fd, mode_t mode);
int fchown(int fd, int user, int group);

/* Sets the time of the last change to now; `times` is NULL. */
int futimens(int fd, const void* times);

/* The final path with links followed. `out` has room for PATH_MAX bytes. */
char* realpath(const char* path, char* out);

/* Is the process there? With signal 0 alone; ESRCH when it is not. */
int kill(int pid, int number);

/* Ends the process at once, as SIGKILL would. */
int raise(int number);

#endif /* TVM_FFI_STUBGEN_WINDOWS_POSIX_H_ */
