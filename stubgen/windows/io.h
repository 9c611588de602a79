/* SPDX-License-Identifier: Apache-2.0 */
/* What is needed of the system's header of that name, whose place the tool's own io.h takes. */
#ifndef TVM_FFI_STUBGEN_WINDOWS_IO_H_
#define TVM_FFI_STUBGEN_WINDOWS_IO_H_

#include <stdint.h>

#define W_OK 2
int isatty(int fd);
int _close(int fd);
int _read(int fd, void* data, unsigned size);
int _write(int fd, const void* data, unsigned size);
int _setmode(int fd, int mode);
intptr_t _get_osfhandle(int fd);
int _open_osfhandle(intptr_t handle, int flags);

#endif /* TVM_FFI_STUBGEN_WINDOWS_IO_H_ */
