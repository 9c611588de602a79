/* SPDX-License-Identifier: Apache-2.0 */
/* Unified diffs with three lines of context. */
#ifndef TVM_FFI_STUBGEN_DIFF_H_
#define TVM_FFI_STUBGEN_DIFF_H_

#include <stdbool.h>

#include "arena.h"

typedef struct sg_diff_style {
  bool color;
  bool headers; /* `--- path` and `+++ path`, so that patch can apply it */
} sg_diff_style;

/* Writes how `before` becomes `after`; nothing when they are equal. Lines end at LF. Texts that differ in more than a
   thousand lines within one stretch are shown as one removed and one added stretch. */
void sg_diff(sg_arena* arena, tf_str path, tf_str before, tf_str after, sg_diff_style style,
             sg_text* out);

#endif /* TVM_FFI_STUBGEN_DIFF_H_ */
