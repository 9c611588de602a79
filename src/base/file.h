/* SPDX-License-Identifier: Apache-2.0 */
/* Reading files of which only the path is known. */
#ifndef TVM_FFI_BASE_FILE_H_
#define TVM_FFI_BASE_FILE_H_

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Opens the file NUL-terminated UTF-8 `path` for reading bytes. NULL with errno on failure. */
FILE* tf_file_open(const char* path);

/* How long an open file is; it stands at its end then. False when that cannot be told. */
bool tf_file_size(FILE* file, uint64_t* out);

#endif /* TVM_FFI_BASE_FILE_H_ */
