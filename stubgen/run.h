/* SPDX-License-Identifier: Apache-2.0 */
/* One run of the tool, from arguments to exit status. */
#ifndef TVM_FFI_STUBGEN_RUN_H_
#define TVM_FFI_STUBGEN_RUN_H_

#include <stdbool.h>
#include <stdio.h>

#include "base/text.h"

/* Where the tool runs: as a program, or inside Python. */
typedef struct sg_host {
  FILE* out;
  FILE* err;
  /* Imports a Python module. Returns false and writes one line into `message` when that fails. NULL: there is no
     interpreter here. */
  bool (*import_module)(const char* name, char* message, size_t room);
  /* Starts Python on `python -m tvm_ffi.stub.cli ARGS` in the place of this process. Returns only when no interpreter was
     found. NULL: never. */
  void (*hand_over)(size_t count, const char* const* args);
} sg_host;

/* Exit statuses. */
enum { SG_EXIT_DONE = 0, SG_EXIT_STALE = 1, SG_EXIT_FAILED = 2 };

/* Runs the tool with `count` arguments, the program's name not among them. Returns the exit status. */
int sg_run(const sg_host* host, size_t count, const char* const* args);

#endif /* TVM_FFI_STUBGEN_RUN_H_ */
