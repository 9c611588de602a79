/* SPDX-License-Identifier: Apache-2.0 */
/* Distances between the elements of a chain in a dense map (abi.md section 7.2). Indices into this
   table are stored in the meta bytes of every dense map, also by client code: the values are part
   of the ABI. */
#ifndef TVM_FFI_CONTAINER_JUMP_H_
#define TVM_FFI_CONTAINER_JUMP_H_

#include <stdint.h>

#define TF_JUMP_COUNT 126

extern const uint64_t tf_jump_table[TF_JUMP_COUNT];

#endif /* TVM_FFI_CONTAINER_JUMP_H_ */
