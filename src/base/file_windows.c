/* SPDX-License-Identifier: Apache-2.0 */
/* Files on Windows: paths in UTF-16, sizes in 64 bits. */
#include "base/file.h"

#include <errno.h>

#include "base/mem.h"
#include "base/wide.h"

FILE* tf_file_open(const char* path) {
  wchar_t* wide = tf_wide_new(path);
  if (wide == NULL) {
    errno = ENOENT;
    return NULL;
  }
  FILE* file = _wfopen(wide, L"rb");
  tf_mem_free(wide);
  return file;
}

/* `long` has 4 bytes here. */
bool tf_file_size(FILE* file, uint64_t* out) {
  if (_fseeki64(file, 0, SEEK_END) != 0) return false;
  int64_t end = _ftelli64(file);
  if (end < 0) return false;
  *out = (uint64_t)end;
  return true;
}
