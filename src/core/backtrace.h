/* SPDX-License-Identifier: Apache-2.0 */
/* Backtraces: return addresses captured cheaply, turned into text late (abi.md section 10, "Backtrace text").

   Raising captures addresses, not text. Each thread remembers its last few captures (`tf_trace`); when the same stack
   raises again, every return-address slot still holds what it held, and capture and text are reused as they are. What an
   address resolves to is remembered process-wide. Frames of this library itself are never shown. */
#ifndef TVM_FFI_CORE_BACKTRACE_H_
#define TVM_FFI_CORE_BACKTRACE_H_

#include "base/buf.h"
#include "core/types.h"

/* Lines of the stack part when TVM_TRACEBACK_LIMIT is not set. */
#define TF_BACKTRACE_DEFAULT_LINES 32
#define TF_BACKTRACE_MAX_FRAMES 512

/* A remembered capture. Belongs to its thread. */
typedef struct tf_trace tf_trace;

/* Immutable text with a reference count of its own, shared by all errors raised on the same stack. */
typedef struct tf_trace_text {
  uint32_t refs;
  size_t size;
  char data[]; /* NUL-terminated */
} tf_trace_text;

/* Captures the calling stack up to the FFI boundary. NULL when there is no memory for a thread's first capture. The
   result stays valid until tf_trace_release, which every non-NULL result needs. Allocates only in a thread's first call. */
tf_trace* tf_trace_capture(void);
void tf_trace_release(tf_trace* trace);

/* Its text; owned, NULL when memory is short. */
tf_trace_text* tf_trace_get_text(tf_trace* trace);

/* The text if it was made already: no work, no allocation. Owned, or NULL. */
tf_trace_text* tf_trace_peek_text(tf_trace* trace);

void tf_trace_text_drop(tf_trace_text** text);

/* Forgets what addresses resolve to. For loaders, after a library was unloaded. */
void tf_backtrace_forget(void);

/* TVM_TRACEBACK_LIMIT when it is set to a number of lines, else `unset`. Notices changes of the environment. */
size_t tf_backtrace_limit(size_t unset);

#endif /* TVM_FFI_CORE_BACKTRACE_H_ */
