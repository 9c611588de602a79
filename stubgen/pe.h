/* SPDX-License-Identifier: Apache-2.0 */
/* Names that a library of Windows exports, read from its file. */
#ifndef TVM_FFI_STUBGEN_PE_H_
#define TVM_FFI_STUBGEN_PE_H_

#include "elf.h"

/* Lists the names that a PE file exports and that begin with `prefix`, without it, in the order of the file, which is that
   of the alphabet: the order of the source is not in it. Every offset is checked against the file. Returns NULL, or what is
   wrong with the file. */
const char* sg_pe_exports(sg_arena* arena, tf_str file, tf_str prefix, sg_names* out);

#endif /* TVM_FFI_STUBGEN_PE_H_ */
