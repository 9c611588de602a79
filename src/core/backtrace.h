/* SPDX-License-Identifier: Apache-2.0 */
/* Backtraces: capturing return addresses cheaply and turning them into text late (abi.md section
   10, "Backtrace text"; performance.md section 4). */
#ifndef TVM_FFI_CORE_BACKTRACE_H_
#define TVM_FFI_CORE_BACKTRACE_H_

#include "base/buf.h"
#include "core/types.h"

#define TF_BACKTRACE_MAX_FRAMES 512
#define TF_BACKTRACE_DEFAULT_LINES 32

/* Captures the calling stack into `pcs` (at most `max`), innermost first, beginning with the
   caller's caller; stops at the FFI boundary unless `cross_boundary`. Returns the number. Allocates
   nothing. */
size_t tf_backtrace_capture(const void** pcs, size_t max, bool cross_boundary);

/* Appends the text of captured addresses, one line a frame, at most `max_lines`. Failure is sticky
 * in `buf`. */
void tf_backtrace_put(const void* const* pcs, size_t count, size_t max_lines, tf_buf* buf);

/* TVM_TRACEBACK_LIMIT when it is set to a number, else `unset`. Read each time. */
size_t tf_backtrace_limit(size_t unset);

#endif /* TVM_FFI_CORE_BACKTRACE_H_ */
