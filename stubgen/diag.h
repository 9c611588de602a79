/* SPDX-License-Identifier: Apache-2.0 */
/* What a run has to say: errors and warnings with their places, collected and printed once. */
#ifndef TVM_FFI_STUBGEN_DIAG_H_
#define TVM_FFI_STUBGEN_DIAG_H_

#include <stdbool.h>
#include <stdio.h>

#include "arena.h"

typedef enum { SG_ERROR, SG_WARNING } sg_severity;

typedef struct sg_diag {
  sg_severity severity;
  tf_str path;    /* empty: about the run, not a file */
  size_t line;    /* 0: about the whole file */
  tf_str message; /* one line */
} sg_diag;

typedef struct sg_diags {
  sg_arena* arena;
  SG_LIST(sg_diag) list;
  size_t errors;
} sg_diags;

static inline sg_diags sg_diags_new(sg_arena* arena) {
  sg_diags diags = {arena, {NULL, 0, 0}, 0};
  return diags;
}

/* Records one; control characters in the message become `?`. `path` is borrowed. */
void sg_diag_put(sg_diags* diags, sg_severity severity, tf_str path, size_t line,
                 const char* format, ...) TF_PRINTF(5, 6);

#define sg_error(diags, path, line, ...) sg_diag_put((diags), SG_ERROR, (path), (line), __VA_ARGS__)
#define sg_warning(diags, path, line, ...) \
  sg_diag_put((diags), SG_WARNING, (path), (line), __VA_ARGS__)

/* Writes them in the order in which they were recorded, a line each: `path:line: error: message`.
 */
void sg_diags_print(const sg_diags* diags, FILE* out);

/* Offers candidates one by one and remembers the one nearest to a name. */
typedef struct sg_nearest {
  tf_str name;
  tf_str found; /* empty when none is near enough */
  size_t best;
} sg_nearest;

static inline sg_nearest sg_nearest_to(tf_str name) {
  sg_nearest nearest = {name, {NULL, 0}, SIZE_MAX};
  return nearest;
}
void sg_nearest_offer(sg_nearest* nearest, tf_str candidate);

/* `; did you mean `X`?`, or an empty text. */
tf_str sg_nearest_hint(const sg_nearest* nearest, sg_arena* arena);

#endif /* TVM_FFI_STUBGEN_DIAG_H_ */
