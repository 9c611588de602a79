/* SPDX-License-Identifier: Apache-2.0 */
/* What a run does with its results: lines on standard output, files, depfile and stamp. */
#ifndef TVM_FFI_STUBGEN_OUTCOME_H_
#define TVM_FFI_STUBGEN_OUTCOME_H_

#include "fsio.h"
#include "generate.h"
#include "options.h"
#include "source.h"

/* Adds a coloured line; colours only if asked for. */
typedef enum { SG_PLAIN_LINE, SG_RED_LINE, SG_GREEN_LINE, SG_YELLOW_LINE, SG_CYAN_LINE } sg_tint;
void sg_put_line(sg_text* out, bool color, sg_tint tint, tf_str line);

/* Moves the targets of all files below `options->output_dir`: to their path below the PATH where they were found. Two
   files with one place are an error. */
void sg_outcome_redirect(sg_arena* arena, const sg_options* options, const sg_sources* sources,
                         tf_str scaffold_base, sg_files* files, tf_str* marker_file,
                         sg_diags* diags);

/* Prints [File], [Stale] and diffs. Returns how many files would change. */
size_t sg_outcome_print(sg_arena* arena, const sg_options* options, const sg_files* files,
                        bool color, sg_text* out);

/* Collects what has to be written. */
void sg_outcome_collect(sg_arena* arena, const sg_files* files, tf_str marker_file,
                        sg_writes* writes, sg_diags* diags);

/* What build systems get besides: made before anything is changed, written after everything else went well. */
typedef struct sg_stamps {
  tf_str depfile; /* path; empty: none */
  tf_str depends; /* its text: every file read or written, every folder searched or written to */
  tf_str stamp;   /* path; empty: none */
} sg_stamps;

sg_stamps sg_outcome_stamps(sg_arena* arena, const sg_options* options, const sg_sources* sources,
                            const sg_files* files);

/* Writes the depfile, then touches the stamp. Needs memory for errors only. */
void sg_outcome_write_stamps(const sg_stamps* stamps, sg_diags* diags);

#endif /* TVM_FFI_STUBGEN_OUTCOME_H_ */
