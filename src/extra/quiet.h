/* SPDX-License-Identifier: Apache-2.0 */
/* What walks with callbacks remember of shared objects: below this one no callback was called. Callbacks are called once for
   each way that leads to a value, but ways on which nothing happens need not be gone twice: a graph of shared pairs has
   exponentially many. What is remembered holds until the next call of a callback, which may change anything. One thread
   at a time. */
#ifndef TVM_FFI_EXTRA_QUIET_H_
#define TVM_FFI_EXTRA_QUIET_H_

#include "container/seq.h"
#include "core/any.h"
#include "extra/ptrmap.h"

typedef struct tf_quiet {
  tf_ptrmap marks; /* object -> (number of calls when it was found quiet) * 8 + bits of regions */
  tf_seq* kept;    /* owned: the addresses of remembered objects stay theirs */
  uint64_t num_calls;
} tf_quiet;

/* To be called ahead of each callback. */
static inline void tf_quiet_break(tf_quiet* quiet) { ++quiet->num_calls; }

/* Is nothing to be expected below this value in this region? */
bool tf_quiet_is(const tf_quiet* quiet, tf_view value, int32_t region);

/* Remembers that no callback was called since there were `num_calls`, if so, and if the value is shared. -1 with
   MemoryError: going on without it might take for ever. */
TF_NODISCARD int tf_quiet_remember(tf_quiet* quiet, tf_view value, int32_t region,
                                   uint64_t num_calls);

/* May be called twice. */
void tf_quiet_drop(tf_quiet* quiet);

#endif /* TVM_FFI_EXTRA_QUIET_H_ */
