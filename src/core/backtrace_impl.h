/* SPDX-License-Identifier: Apache-2.0 */
/* Between backtrace.c (capturing) and backtrace_line.c (what an address resolves to): nobody else includes this. */
#ifndef TVM_FFI_CORE_BACKTRACE_IMPL_H_
#define TVM_FFI_CORE_BACKTRACE_IMPL_H_

#include "base/text.h"
#include "core/backtrace.h"
#include "core/backtrace_source.h"

/* What is known of a return address. Permanent. */
typedef struct tf_backtrace_line {
  const void* pc;
  uint32_t generation;
  bool is_own;          /* in this library */
  bool stops;           /* by its name the caller came through the FFI */
  bool hidden;          /* no line for it */
  bool has_source;      /* debug information was asked; atomic, once published */
  const void* boundary; /* the file it lies in, when that was declared a boundary */
  tf_str
      text; /* the finished lines: one, or one for each call compiled into this frame, innermost first */
} tf_backtrace_line;

/* The line of a return address. Resolves it when it is new; `scratch` receives the answer when there is no memory or the
   cache is full. Never NULL. With `opt_reader` debug information is asked too, which may take milliseconds; without it the
   answer is what is known already, or names alone. */
const tf_backtrace_line* tf_backtrace_line_of(const void* pc, tf_source_reader* opt_reader,
                                              tf_backtrace_line* scratch);

/* Is this a header whose own places are of no interest to whoever reads a traceback? */
bool tf_backtrace_hides_file(const char* file);

/* Changes whenever what is known becomes stale. */
uint32_t tf_backtrace_generation(void);

#endif /* TVM_FFI_CORE_BACKTRACE_IMPL_H_ */
