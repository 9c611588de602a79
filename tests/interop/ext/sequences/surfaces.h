/* SPDX-License-Identifier: Apache-2.0 */
/* What is compared: each surface is one kind of step, repeated. */
#ifndef TESTS_INTEROP_SEQUENCES_SURFACES_H_
#define TESTS_INTEROP_SEQUENCES_SURFACES_H_

#include "pool.h"

typedef struct {
  const char* name;
  int max_steps; /* a sequence has 2 to this many, at most 64 */
  void (*step)(rng* r);
} surface;

/* containers.c */
void step_array(rng* r);
void step_list(rng* r);
void step_map(rng* r);
void step_dict(rng* r);
void step_any_hash(rng* r);

/* texts.c */
void step_dtype_read(rng* r);
void step_dtype_write(rng* r);
void step_json_read(rng* r);
void step_json_write(rng* r);

/* wholes.c */
void step_graph(rng* r);
void step_graph_text(rng* r);
void step_repr(rng* r);
void step_recursive(rng* r);
void step_structural(rng* r);
void step_copy(rng* r);

#endif /* TESTS_INTEROP_SEQUENCES_SURFACES_H_ */
