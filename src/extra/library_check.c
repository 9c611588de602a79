/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the beginning of a file; library_check_elf.c and library_check_pe.c judge it. */
#include "extra/library_check.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "extra/library_check_impl.h"

/* Enough for the headers that any linker writes. */
#define HEAD_SIZE 8192

bool tf_library_check(const char* path, tf_buf* reason) {
  unsigned char head[HEAD_SIZE];
  FILE* file = tf_file_open(path);
  if (file == NULL) {
    /* A bare name is searched in the library path by the system: not ours to judge. */
    if (errno == ENOENT && strchr(path, '/') == NULL) return true;
    return tf_library_refuse(reason, errno == ENOENT ? "no such file" : strerror(errno));
  }
  size_t size = fread(head, 1, sizeof(head), file);
  bool failed = ferror(file) != 0;
  bool ok = true;
  if (failed) {
    ok = tf_library_refuse(reason, errno == EISDIR ? "it is a folder" : strerror(errno));
  } else {
    uint64_t file_size;
    if (tf_file_size(file, &file_size)) ok = tf_library_check_bytes(head, size, file_size, reason);
  }
  (void)fclose(file);
  return ok;
}
