/* SPDX-License-Identifier: Apache-2.0 */
/* Where a block stands in Python code, as far as it can be told from the lines around it. */
#ifndef TVM_FFI_STUBGEN_PLACE_H_
#define TVM_FFI_STUBGEN_PLACE_H_

#include "block.h"
#include "render.h"

/* The class statement above the block at `index` of the list, and whether the block is all that its body holds. */
sg_class_place sg_class_place_of(const sg_blocks* blocks, size_t index);

#endif /* TVM_FFI_STUBGEN_PLACE_H_ */
