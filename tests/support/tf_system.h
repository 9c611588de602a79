/* SPDX-License-Identifier: Apache-2.0 */
/* What tests use of POSIX and Windows calls otherwise. */
#ifndef TF_TEST_SYSTEM_H_
#define TF_TEST_SYSTEM_H_

#include <stdlib.h>

#if defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#include <fcntl.h>
#include <io.h>
#include <string.h>
#include <windows.h>

static inline int setenv(const char* name, const char* value, int overwrite) {
  (void)overwrite;
  return SetEnvironmentVariableA(name, value) ? 0 : -1;
}

static inline int unsetenv(const char* name) {
  return SetEnvironmentVariableA(name, NULL) || GetLastError() == ERROR_ENVVAR_NOT_FOUND ? 0 : -1;
}

static inline int pipe(int ends[2]) { return _pipe(ends, 4096, _O_BINARY | _O_NOINHERIT); }
#else
#include <unistd.h>
#endif

#endif /* TF_TEST_SYSTEM_H_ */
