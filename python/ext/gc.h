/* SPDX-License-Identifier: Apache-2.0 */
/* Cycles through the FFI: visiting what a wrapper's object owns (spec/performance.md section 8). */
#ifndef PYTF_GC_H_
#define PYTF_GC_H_

#include "object.h"

/* Visits the Python objects that `wrapper` owns through its handle. Descends only while no native frame is active and
   through objects with exactly one owner, so that nobody else can reach or change them. */
int pytf_gc_traverse(const pytf_object* wrapper, visitproc visit, void* arg);

int pytf_setup_gc(pytf_state* st, PyObject* module);

#endif /* PYTF_GC_H_ */
