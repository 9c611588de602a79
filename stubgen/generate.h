/* SPDX-License-Identifier: Apache-2.0 */
/* Fills the blocks of parsed files from the model. Reads and writes nothing. */
#ifndef TVM_FFI_STUBGEN_GENERATE_H_
#define TVM_FFI_STUBGEN_GENERATE_H_

#include "block.h"
#include "render.h"

/* One file with markers. */
typedef struct sg_file {
  tf_str path;   /* as given or found: for errors */
  tf_str target; /* absolute, links followed: what is written and what [File] lines show */
  tf_str bytes;  /* what lies there now */
  bool is_new;   /* nothing lies there yet */
  tf_str text;   /* the same, with what a scaffold adds; `blocks` are its pieces */
  sg_blocks blocks;
  tf_str result; /* what should lie there */
} sg_file;

typedef struct sg_files {
  SG_LIST(sg_file*) list;
} sg_files;

typedef struct sg_generator {
  sg_arena* arena;
  sg_diags* diags;
  sg_model* model;
  sg_ty_map map;
  sg_render_options render;
  bool prune;                    /* remove blocks of unknown names instead of refusing them */
  SG_LIST(tf_str) notices;       /* lines for standard output: `[Removed] ...` */
  SG_LIST(sg_function*) skipped; /* functions that a block wanted and that have no usable schema */
} sg_generator;

void sg_generator_begin(sg_generator* generator, sg_arena* arena, sg_diags* diags, sg_model* model);

/* Reads the `ty-map` lines of all files into the one table of the run. */
void sg_generate_maps(sg_generator* generator, const sg_files* files);

/* Fills all blocks of a file and sets `file->result`. Everything that is wrong is recorded. */
void sg_generate_file(sg_generator* generator, sg_file* file);

/* Puts `indent` spaces before every line and gives it the line end `eol`. */
tf_str sg_fit_body(sg_arena* arena, tf_str body, size_t indent, tf_str eol);

#endif /* TVM_FFI_STUBGEN_GENERATE_H_ */
