/* SPDX-License-Identifier: Apache-2.0 */
/* `--init-*`: adds the files and markers that a package lacks. Nothing is written: files are extended in memory, and
   new ones join the list of the run. */
#ifndef TVM_FFI_STUBGEN_SCAFFOLD_H_
#define TVM_FFI_STUBGEN_SCAFFOLD_H_

#include "classes.h"

typedef struct sg_scaffold_request {
  tf_str path;        /* the first PATH */
  tf_str package;     /* name of the distribution */
  tf_str library;     /* name of the library target */
  tf_str prefix;      /* registry prefix, with or without a dot at its end */
  bool library_class; /* also write a `library/` block */
} sg_scaffold_request;

typedef struct sg_scaffold_result {
  tf_str marker_file; /* py.typed to be made; empty when none is needed */
} sg_scaffold_result;

/* Extends `files`. What is wrong is recorded in generator->diags. */
void sg_scaffold(sg_generator* generator, const sg_scaffold_request* request, sg_files* files,
                 sg_scaffold_result* out);

/* The folder that stands above the package of `prefix` (its first part) when PATH is `path`: PATH itself, its folder when
   it is a file, or its parent when PATH is the package's own folder. */
tf_str sg_scaffold_base(sg_arena* arena, tf_str path, tf_str prefix);

#endif /* TVM_FFI_STUBGEN_SCAFFOLD_H_ */
