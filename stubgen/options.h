/* SPDX-License-Identifier: Apache-2.0 */
/* The command line. */
#ifndef TVM_FFI_STUBGEN_OPTIONS_H_
#define TVM_FFI_STUBGEN_OPTIONS_H_

#include <stdbool.h>

#include "arena.h"

typedef enum { SG_COLOR_AUTO, SG_COLOR_ALWAYS, SG_COLOR_NEVER } sg_color;

typedef struct sg_options {
  SG_LIST(tf_str) paths;
  SG_LIST(tf_str) dlls;    /* --dlls, split at `;` */
  SG_LIST(tf_str) imports; /* --imports, split at `;` */
  tf_str init_package;
  tf_str init_library;
  tf_str init_prefix;
  bool init; /* the three --init-* options were given */
  bool init_library_class;
  size_t indent;
  bool verbose;
  bool dry_run; /* also set by --check */
  bool check;
  bool diff;
  bool docs;
  bool json;
  bool prune;
  bool help;
  bool version;
  sg_color color;
  tf_str depfile;
  tf_str stamp;
  tf_str output_dir;
} sg_options;

/* Reads `count` arguments, the program's name not among them. Returns NULL, or the text of what is wrong. Texts are
   borrowed from `args`. */
const char* sg_options_parse(sg_arena* arena, size_t count, const char* const* args,
                             sg_options* out);

/* The usage lines, and the whole help. */
extern const char sg_usage_text[];
extern const char sg_help_text[];

#endif /* TVM_FFI_STUBGEN_OPTIONS_H_ */
