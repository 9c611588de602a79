/* SPDX-License-Identifier: Apache-2.0 */
/* What posix.c and folder.c share. */
#ifndef TVM_FFI_STUBGEN_WINDOWS_SYSTEM_H_
#define TVM_FFI_STUBGEN_WINDOWS_SYSTEM_H_

#include <wchar.h>

/* errno for the error that the system reported last. Returns -1. */
int sgw_failed(void);

/* `path` below a folder's descriptor (or AT_FDCWD) as the system wants it, for tf_mem_free. NULL with errno. */
wchar_t* sgw_path(int folder, const char* path);

/* Gives a folder a descriptor, or returns -1. `path` is absolute; a copy is kept. */
int sgw_folder_open(const char* path);

/* The path of a folder's descriptor; NULL when `fd` is none. Lives as long as the descriptor. */
const char* sgw_folder_path(int fd);

/* Gives a folder's descriptor back, and its lock. -1 when `fd` is none. */
int sgw_folder_close(int fd);

#endif /* TVM_FFI_STUBGEN_WINDOWS_SYSTEM_H_ */
