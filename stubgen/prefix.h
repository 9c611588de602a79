/* SPDX-License-Identifier: Apache-2.0 */
/* The `prefix` directive: a file that wants a block for every class below a prefix. */
#ifndef TVM_FFI_STUBGEN_PREFIX_H_
#define TVM_FFI_STUBGEN_PREFIX_H_

#include "classes.h"

/* Adds the missing blocks to all files that have the directive. Empty directives, repeated ones and prefixes claimed
   twice are errors; a prefix without classes is a notice. Call it before sg_generate_file, which removes the blocks of
   classes that are gone. */
void sg_prefix_apply(sg_generator* generator, sg_files* files);

#endif /* TVM_FFI_STUBGEN_PREFIX_H_ */
