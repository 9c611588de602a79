/* SPDX-License-Identifier: Apache-2.0 */
/* File, line and function of an address from debug information, calls that were compiled into their caller included. */
#ifndef TVM_FFI_CORE_BACKTRACE_SOURCE_H_
#define TVM_FFI_CORE_BACKTRACE_SOURCE_H_

#include <stdbool.h>
#include <stdint.h>

#include "base/dynlib.h"

/* One call. The texts live until the reader goes on to another file. */
typedef struct tf_source_place {
  const char* file;
  int line;
  const char* function; /* as in the symbol table, C++ names mangled */
} tf_source_place;

/* More calls within one frame are not told apart. */
enum { TF_SOURCE_DEPTH = 16 };

/* Holds the file looked at last, while a text is made. Start with all zero; belongs to one thread. */
typedef struct tf_source_reader {
  const void* base;
  uintptr_t bias;
  int file;
  void* elf;
  void* dwarf; /* NULL: nothing to find in `base` */
} tf_source_reader;

/* Finds what is at `address` in the file `where`: the innermost call first, the function that owns the frame last. Returns how
   many, 0 when nothing is known. */
int tf_source_find(tf_source_reader* reader, const tf_dynlib_place* where, const void* address,
                   tf_source_place* out);

/* Closes what is open. May be called twice. */
void tf_source_close(tf_source_reader* reader);

#endif /* TVM_FFI_CORE_BACKTRACE_SOURCE_H_ */
