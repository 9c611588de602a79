/* SPDX-License-Identifier: Apache-2.0 */
/* Which registered classes have no block yet, in the order in which they must stand. */
#ifndef TVM_FFI_STUBGEN_CLASSES_H_
#define TVM_FFI_STUBGEN_CLASSES_H_

#include "generate.h"

/* What the files of a run already have. */
typedef struct sg_present {
  sg_map objects;  /* keys of object/ blocks, and those that `skip` names */
  sg_map prefixes; /* prefixes of global/ blocks */
} sg_present;

/* `skipping`: the file whose `skip` lines count; NULL: those of all files. */
void sg_present_find(sg_arena* arena, const sg_files* files, const sg_file* skipping,
                     sg_present* out);

typedef struct sg_class_list {
  SG_LIST(sg_type*) list;
} sg_class_list;

/* The classes directly below `prefix` that no file has and that the runtime does not bind itself; parents before
   children, otherwise by key. */
void sg_classes_missing(sg_arena* arena, const sg_model* model, const sg_present* present,
                        tf_str prefix, sg_class_list* out);

#endif /* TVM_FFI_STUBGEN_CLASSES_H_ */
