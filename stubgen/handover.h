/* SPDX-License-Identifier: Apache-2.0 */
/* Going on inside Python. handover.c is for POSIX systems, windows/handover.c for Windows. */
#ifndef TVM_FFI_STUBGEN_HANDOVER_H_
#define TVM_FFI_STUBGEN_HANDOVER_H_

#include <stddef.h>

/* Runs the tool inside Python with these arguments, in the place of this process: the interpreter beside the command, as
   the launcher says; that of the tool's own environment; those in PATH. Returns when there is none, or when this already
   happened. */
void sg_hand_over(size_t count, const char* const* args);

/* What Python is to run, as for its option -c. */
extern const char sg_python_code[];

#endif /* TVM_FFI_STUBGEN_HANDOVER_H_ */
