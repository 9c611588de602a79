/* SPDX-License-Identifier: Apache-2.0 */
/* Backtrace text and Python tracebacks. A line of the text is `  File "name", line N, in function`, the innermost frame
   first. */
#ifndef PYTF_TRACEBACK_H_
#define PYTF_TRACEBACK_H_

#include "state.h"

/* Adds an entry to the pending exception's traceback for each line, the first line innermost. Lines that are not of
   the form are passed over. Keeps the exception pending whatever happens. */
void pytf_traceback_add(pytf_state* st, const char* text, size_t size);

/* The traceback of an exception as such text, malloc'ed by PyMem_RawMalloc; never NULL text with size > 0. -1 with
   MemoryError. */
int pytf_traceback_text(PyObject* exc, char** text, size_t* size);

#endif /* PYTF_TRACEBACK_H_ */
