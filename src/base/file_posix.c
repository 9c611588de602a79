/* SPDX-License-Identifier: Apache-2.0 */
/* Files on POSIX systems. */
#include "base/file.h"

FILE* tf_file_open(const char* path) { return fopen(path, "rb"); }

bool tf_file_size(FILE* file, uint64_t* out) {
  if (fseek(file, 0, SEEK_END) != 0) return false;
  long end = ftell(file);
  if (end < 0) return false;
  *out = (uint64_t)end;
  return true;
}
