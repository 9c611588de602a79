/* SPDX-License-Identifier: Apache-2.0 */
/* Windows: running another program in the place of this one. POSIX systems have exec for that. */
#ifndef TVM_FFI_BASE_PROCESS_H_
#define TVM_FFI_BASE_PROCESS_H_

#include <stdbool.h>
#include <wchar.h>

#include "base/compiler.h"

/* Runs `program` (NULL: the first word of `command`, looked for in PATH) with the command line `command`, which is
   scratch, and waits for its end. It has this process's streams, ends with it, and gets the interrupts in its stead.
   False when it cannot be started; `*status` is its exit status. */
TF_NODISCARD bool tf_process_run(const wchar_t* program, wchar_t* command, int* status);

#endif /* TVM_FFI_BASE_PROCESS_H_ */
