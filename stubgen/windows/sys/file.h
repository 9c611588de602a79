/* SPDX-License-Identifier: Apache-2.0 */
/* Locks on folders, in place of the header of that name. */
#ifndef TVM_FFI_STUBGEN_WINDOWS_SYS_FILE_H_
#define TVM_FFI_STUBGEN_WINDOWS_SYS_FILE_H_

enum { LOCK_EX = 2 };

/* Waits for the lock on a folder's descriptor and holds it until that is closed or the process ends. */
int flock(int fd, int operation);

#endif /* TVM_FFI_STUBGEN_WINDOWS_SYS_FILE_H_ */
