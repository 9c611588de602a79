/* SPDX-License-Identifier: Apache-2.0 */
/* Names that a shared library exports, read from its file. */
#ifndef TVM_FFI_STUBGEN_ELF_H_
#define TVM_FFI_STUBGEN_ELF_H_

#include "arena.h"

typedef struct sg_names {
  SG_LIST(tf_str) list;
} sg_names;

/* Lists the defined global symbols of an ELF file (32 or 64 bits, of this machine's byte order) that begin with `prefix`,
   without it, in the order of the file's table of dynamic symbols. Every offset is checked against the file. Returns
   NULL, or what is wrong with the file. */
const char* sg_elf_exports(sg_arena* arena, tf_str file, tf_str prefix, sg_names* out);

#endif /* TVM_FFI_STUBGEN_ELF_H_ */
