/* SPDX-License-Identifier: Apache-2.0 */
/* Folders: their descriptors, locks and entries. Windows has no descriptor of a folder; ours is a place in a table. */
#include "system.h"

#define WIN32_LEAN_AND_MEAN
#include <dirent.h>
#include <stdio.h>
#include <sys/file.h>
#include <windows.h>

#include "base/mem.h"
#include "base/thread.h"
#include "base/wide.h"

enum { FIRST = 1 << 20, MOST = 1024 };

typedef struct folder {
  char* path; /* NULL: free */
  HANDLE lock;
} folder;

static folder folders[MOST];
static tf_mutex folders_lock = TF_MUTEX_INIT;

static folder* folder_of(int fd) {
  if (fd < FIRST || fd >= FIRST + MOST || folders[fd - FIRST].path == NULL) return NULL;
  return &folders[fd - FIRST];
}

int sgw_folder_open(const char* path) {
  size_t size = strlen(path) + 1;
  char* copy = tf_mem_alloc(size);
  if (copy == NULL) {
    errno = ENOMEM;
    return -1;
  }
  memcpy(copy, path, size);
  tf_mutex_lock(&folders_lock);
  int at = 0;
  while (at < MOST && folders[at].path != NULL) ++at;
  if (at < MOST) folders[at].path = copy;
  tf_mutex_unlock(&folders_lock);
  if (at < MOST) return FIRST + at;
  tf_mem_free(copy);
  errno = EMFILE;
  return -1;
}

const char* sgw_folder_path(int fd) {
  const folder* found = folder_of(fd);
  return found == NULL ? NULL : found->path;
}

int sgw_folder_close(int fd) {
  tf_mutex_lock(&folders_lock);
  folder* found = folder_of(fd);
  folder old = {NULL, NULL};
  if (found != NULL) {
    old = *found;
    *found = (folder){NULL, NULL};
  }
  tf_mutex_unlock(&folders_lock);
  if (old.path == NULL) return -1;
  if (old.lock != NULL) {
    (void)ReleaseMutex(old.lock);
    (void)CloseHandle(old.lock);
  }
  tf_mem_free(old.path);
  return 0;
}

/* ---- Locks ---- */

/* A named mutex for each folder: nothing lies in the folder, and it ends with its process. */
int flock(int fd, int operation) {
  struct stat info;
  folder* found = folder_of(fd);
  if (found == NULL || operation != LOCK_EX || fstat(fd, &info) != 0) {
    errno = EBADF;
    return -1;
  }
  char name[80];
  (void)snprintf(name, sizeof name, "Local\\tvm-ffi-stubgen-%08lx-%016llx",
                 (unsigned long)info.st_dev, (unsigned long long)info.st_ino);
  HANDLE mutex = CreateMutexA(NULL, FALSE, name);
  if (mutex == NULL) return sgw_failed();
  DWORD answer = WaitForSingleObject(mutex, INFINITE);
  /* Abandoned: whoever had it ended without giving it back, and it is ours now. */
  if (answer != WAIT_OBJECT_0 && answer != WAIT_ABANDONED) {
    (void)CloseHandle(mutex);
    return sgw_failed();
  }
  found->lock = mutex;
  return 0;
}

/* ---- Entries ---- */

struct sgw_dir {
  HANDLE search;
  int fd;
  bool is_first; /* `found` has not been handed out yet */
  WIN32_FIND_DATAW found;
  struct dirent entry;
};

DIR* fdopendir(int fd) {
  const char* path = sgw_folder_path(fd);
  DIR* dir = path == NULL ? NULL : tf_mem_zalloc(sizeof *dir);
  wchar_t* pattern = dir == NULL ? NULL : sgw_path(fd, "*");
  if (pattern == NULL) {
    errno = path == NULL ? EBADF : ENOMEM;
    tf_mem_free(dir);
    return NULL;
  }
  dir->search = FindFirstFileW(pattern, &dir->found);
  tf_mem_free(pattern);
  if (dir->search == INVALID_HANDLE_VALUE) {
    (void)sgw_failed();
    tf_mem_free(dir);
    return NULL;
  }
  dir->fd = fd;
  dir->is_first = true;
  return dir;
}

DIR* opendir(const char* path) {
  int fd = openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY, 0);
  DIR* dir = fd < 0 ? NULL : fdopendir(fd);
  if (dir == NULL && fd >= 0) (void)close(fd);
  return dir;
}

static unsigned char type_of(const WIN32_FIND_DATAW* found) {
  if (found->dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) return DT_LNK;
  return found->dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? DT_DIR : DT_REG;
}

/* False for a name that is no Unicode text: the tool could not write it down. */
static bool fill_entry(DIR* dir) {
  char* name = tf_wide_to_text(dir->found.cFileName);
  bool fits = name != NULL && strlen(name) < sizeof dir->entry.d_name;
  if (fits) memcpy(dir->entry.d_name, name, strlen(name) + 1);
  tf_mem_free(name);
  dir->entry.d_type = type_of(&dir->found);
  return fits;
}

struct dirent* readdir(DIR* dir) {
  for (;;) {
    if (!dir->is_first && !FindNextFileW(dir->search, &dir->found)) {
      if (GetLastError() != ERROR_NO_MORE_FILES) (void)sgw_failed();
      return NULL;
    }
    dir->is_first = false;
    if (fill_entry(dir)) return &dir->entry;
  }
}

int dirfd(DIR* dir) { return dir->fd; }

int closedir(DIR* dir) {
  (void)FindClose(dir->search);
  int status = close(dir->fd);
  tf_mem_free(dir);
  return status;
}
