/* SPDX-License-Identifier: Apache-2.0 */
/* Files. They are opened so that others may rename and remove them meanwhile, as everywhere else. */
#include "posix.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include "base/mem.h"
#include "base/wide.h"
#include "system.h"

#undef read
#undef write
#undef close

enum { SHARE = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, KILLED = 137 };

/* ---- Errors and paths ---- */

static int errno_of(DWORD code) {
  switch (code) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_PATHNAME:
    case ERROR_BAD_NETPATH:
    case ERROR_INVALID_DRIVE:
      return ENOENT;
    case ERROR_ACCESS_DENIED:
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
    case ERROR_WRITE_PROTECT:
      return EACCES;
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS:
      return EEXIST;
    case ERROR_DIR_NOT_EMPTY:
      return ENOTEMPTY;
    case ERROR_DIRECTORY:
      return ENOTDIR;
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
      return ENOSPC;
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
      return ENOMEM;
    case ERROR_TOO_MANY_OPEN_FILES:
      return EMFILE;
    case ERROR_FILENAME_EXCED_RANGE:
    case ERROR_BUFFER_OVERFLOW:
      return ENAMETOOLONG;
    default:
      return EIO;
  }
}

int sgw_failed(void) {
  errno = errno_of(GetLastError());
  return -1;
}

static bool is_absolute(const char* path) {
  return path[0] == '/' || path[0] == '\\' || (path[0] != '\0' && path[1] == ':');
}

/* FOLDER/PATH; a drive alone means its root. For tf_mem_free; NULL with errno. */
static char* join(int folder, const char* path) {
  const char* base = is_absolute(path) ? NULL : sgw_folder_path(folder);
  size_t base_size = base == NULL ? 0 : strlen(base);
  size_t size = strlen(path);
  char* out = tf_mem_alloc(base_size + size + 3);
  if (out == NULL) {
    errno = ENOMEM;
    return NULL;
  }
  if (base != NULL) {
    memcpy(out, base, base_size);
    if (base_size != 0 && base[base_size - 1] != '/') out[base_size++] = '/';
  }
  memcpy(out + base_size, path, size + 1);
  size += base_size;
  if (size == 2 && out[1] == ':') memcpy(out + 2, "/", 2);
  return out;
}

wchar_t* sgw_path(int folder, const char* path) {
  char* text = join(folder, path);
  if (text == NULL) return NULL;
  wchar_t* wide = tf_wide_new(text);
  tf_mem_free(text);
  if (wide == NULL) errno = ENOENT;
  for (wchar_t* at = wide; at != NULL && *at != L'\0'; ++at) {
    if (*at == L'/') *at = L'\\';
  }
  return wide;
}

/* Calls `action` with the path in the system's form. True when it says so; else errno is set. */
static bool with_path(int folder, const char* path, BOOL(WINAPI* action)(LPCWSTR)) {
  wchar_t* wide = sgw_path(folder, path);
  if (wide == NULL) return false;
  bool good = action(wide);
  if (!good) (void)sgw_failed();
  tf_mem_free(wide);
  return good;
}

/* ---- Looking ---- */

static HANDLE open_to_look(int folder, const char* path, DWORD more_flags) {
  wchar_t* wide = sgw_path(folder, path);
  if (wide == NULL) return INVALID_HANDLE_VALUE;
  HANDLE handle = CreateFileW(wide, FILE_READ_ATTRIBUTES, SHARE, NULL, OPEN_EXISTING,
                              FILE_FLAG_BACKUP_SEMANTICS | more_flags, NULL);
  if (handle == INVALID_HANDLE_VALUE) (void)sgw_failed();
  tf_mem_free(wide);
  return handle;
}

static int look(HANDLE handle, bool follows, struct stat* info) {
  BY_HANDLE_FILE_INFORMATION found;
  if (!GetFileInformationByHandle(handle, &found)) return sgw_failed();
  DWORD attributes = found.dwFileAttributes;
  mode_t kind = attributes & FILE_ATTRIBUTE_DIRECTORY ? S_IFDIR : S_IFREG;
  if (!follows && (attributes & FILE_ATTRIBUTE_REPARSE_POINT)) kind = S_IFLNK;
  mode_t rights = attributes & FILE_ATTRIBUTE_READONLY ? 0444 : 0644;
  if (kind == S_IFDIR) rights = 0755;
  info->st_dev = found.dwVolumeSerialNumber;
  info->st_ino = (uint64_t)found.nFileIndexHigh << 32 | found.nFileIndexLow;
  info->st_mode = (mode_t)(kind | rights);
  info->st_uid = info->st_gid = 0;
  info->st_size = (int64_t)((uint64_t)found.nFileSizeHigh << 32 | found.nFileSizeLow);
  return 0;
}

int fstatat(int folder, const char* path, struct stat* info, int flags) {
  bool follows = (flags & AT_SYMLINK_NOFOLLOW) == 0;
  HANDLE handle = open_to_look(folder, path, follows ? 0 : FILE_FLAG_OPEN_REPARSE_POINT);
  if (handle == INVALID_HANDLE_VALUE) return -1;
  int status = look(handle, follows, info);
  (void)CloseHandle(handle);
  return status;
}

int stat(const char* path, struct stat* info) { return fstatat(AT_FDCWD, path, info, 0); }

int fstat(int fd, struct stat* info) {
  const char* folder = sgw_folder_path(fd);
  if (folder != NULL) return stat(folder, info);
  return look((HANDLE)_get_osfhandle(fd), true, info);
}

int faccessat(int folder, const char* path, int mode, int flags) {
  struct stat info;
  (void)flags;
  if (fstatat(folder, path, &info, 0) != 0) return -1;
  if ((mode & W_OK) == 0 || (info.st_mode & S_IWUSR) != 0) return 0;
  errno = EACCES;
  return -1;
}

char* realpath(const char* path, char* out) {
  wchar_t wide[PATH_MAX];
  HANDLE handle = open_to_look(AT_FDCWD, path, 0);
  if (handle == INVALID_HANDLE_VALUE) return NULL;
  DWORD size = GetFinalPathNameByHandleW(handle, wide, PATH_MAX, VOLUME_NAME_DOS);
  if (size == 0) (void)sgw_failed();
  (void)CloseHandle(handle);
  if (size == 0) return NULL;
  char* text = size < PATH_MAX ? tf_wide_to_text(wide) : NULL;
  /* Written \\?\C:\..., or \\?\UNC\SERVER\... for \\SERVER\... */
  const char* begin = text;
  if (begin != NULL && strncmp(begin, "\\\\?\\UNC\\", 8) == 0) {
    text[6] = '\\';
    begin = text + 6;
  } else if (begin != NULL && strncmp(begin, "\\\\?\\", 4) == 0) {
    begin = text + 4;
  }
  bool fits = begin != NULL && strlen(begin) < PATH_MAX;
  if (fits) memcpy(out, begin, strlen(begin) + 1);
  tf_mem_free(text);
  for (char* at = out; fits && *at != '\0'; ++at) {
    if (*at == '\\') *at = '/';
  }
  if (!fits) errno = ENAMETOOLONG;
  return fits ? out : NULL;
}

/* ---- Opening, reading, writing ---- */

static int open_folder(int folder, const char* path) {
  char* whole = join(folder, path);
  if (whole == NULL) return -1;
  char real[PATH_MAX];
  int fd = realpath(whole, real) == NULL ? -1 : sgw_folder_open(real);
  tf_mem_free(whole);
  return fd;
}

static HANDLE open_file(int folder, const char* path, int flags) {
  wchar_t* wide = sgw_path(folder, path);
  if (wide == NULL) return INVALID_HANDLE_VALUE;
  bool writes = (flags & (O_WRONLY | O_RDWR)) != 0;
  DWORD access = writes ? GENERIC_WRITE : GENERIC_READ;
  DWORD how = OPEN_EXISTING;
  if (flags & O_CREAT) how = flags & O_EXCL ? CREATE_NEW : CREATE_ALWAYS;
  HANDLE handle = CreateFileW(wide, access, SHARE, NULL, how, FILE_ATTRIBUTE_NORMAL, NULL);
  if (handle == INVALID_HANDLE_VALUE) (void)sgw_failed();
  tf_mem_free(wide);
  return handle;
}

int openat(int folder, const char* path, int flags, mode_t mode) {
  struct stat info;
  (void)mode;
  if ((flags & O_CREAT) == 0 && fstatat(folder, path, &info, 0) == 0 && S_ISDIR(info.st_mode)) {
    return open_folder(folder, path);
  }
  if (flags & O_DIRECTORY) {
    if (fstatat(folder, path, &info, 0) == 0) errno = ENOTDIR;
    return -1;
  }
  HANDLE handle = open_file(folder, path, flags);
  if (handle == INVALID_HANDLE_VALUE) return -1;
  int fd = _open_osfhandle((intptr_t)handle, _O_BINARY | _O_NOINHERIT);
  if (fd < 0) (void)CloseHandle(handle);
  return fd;
}

int sgw_close(int fd) { return sgw_folder_close(fd) == 0 ? 0 : _close(fd); }

static unsigned part_of(size_t size) { return size > INT_MAX ? INT_MAX : (unsigned)size; }

ssize_t sgw_read(int fd, void* data, size_t size) { return _read(fd, data, part_of(size)); }

ssize_t sgw_write(int fd, const void* data, size_t size) { return _write(fd, data, part_of(size)); }

int fsync(int fd) {
  if (sgw_folder_path(fd) != NULL) return 0; /* renaming writes through */
  HANDLE handle = (HANDLE)_get_osfhandle(fd);
  if (FlushFileBuffers(handle)) return 0;
  if (GetLastError() != ERROR_ACCESS_DENIED) return sgw_failed();
  /* Only those who may write may flush. */
  HANDLE writer = ReOpenFile(handle, GENERIC_WRITE, SHARE, 0);
  if (writer == INVALID_HANDLE_VALUE) return sgw_failed();
  int status = FlushFileBuffers(writer) ? 0 : sgw_failed();
  (void)CloseHandle(writer);
  return status;
}

/* ---- Changing ---- */

/* Indexers and virus scanners hold new files for a moment. */
static bool move_file(const wchar_t* from, const wchar_t* to) {
  enum { TRIES = 20, PAUSE = 10 };
  for (int i = 0; i < TRIES; ++i) {
    if (MoveFileExW(from, to, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)) return true;
    DWORD code = GetLastError();
    if (code != ERROR_ACCESS_DENIED && code != ERROR_SHARING_VIOLATION) return false;
    Sleep(PAUSE);
    SetLastError(code);
  }
  return false;
}

int renameat(int folder, const char* from, int to_folder, const char* to) {
  wchar_t* wide_from = sgw_path(folder, from);
  wchar_t* wide_to = wide_from == NULL ? NULL : sgw_path(to_folder, to);
  int status = -1;
  if (wide_to != NULL) status = move_file(wide_from, wide_to) ? 0 : sgw_failed();
  tf_mem_free(wide_to);
  tf_mem_free(wide_from);
  return status;
}

int unlinkat(int folder, const char* path, int flags) {
  (void)flags;
  return with_path(folder, path, DeleteFileW) ? 0 : -1;
}

static BOOL WINAPI make_folder(LPCWSTR path) { return CreateDirectoryW(path, NULL); }

int mkdir(const char* path, mode_t mode) {
  (void)mode;
  return with_path(AT_FDCWD, path, make_folder) ? 0 : -1;
}

int rmdir(const char* path) { return with_path(AT_FDCWD, path, RemoveDirectoryW) ? 0 : -1; }

int fchmod(int fd, mode_t mode) {
  (void)fd, (void)mode;
  return 0;
}

int fchown(int fd, int user, int group) {
  (void)fd, (void)user, (void)group;
  return 0;
}

int futimens(int fd, const void* times) {
  FILETIME now;
  (void)times;
  GetSystemTimeAsFileTime(&now);
  return SetFileTime((HANDLE)_get_osfhandle(fd), NULL, NULL, &now) ? 0 : sgw_failed();
}

/* ---- Processes ---- */

int kill(int pid, int number) {
  (void)number;
  HANDLE process = OpenProcess(SYNCHRONIZE, FALSE, (DWORD)pid);
  bool runs = process == NULL ? GetLastError() == ERROR_ACCESS_DENIED
                              : WaitForSingleObject(process, 0) == WAIT_TIMEOUT;
  if (process != NULL) (void)CloseHandle(process);
  errno = runs ? 0 : ESRCH;
  return runs ? 0 : -1;
}

int raise(int number) {
  (void)number;
  (void)TerminateProcess(GetCurrentProcess(), KILLED);
  return -1;
}
