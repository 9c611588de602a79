/* SPDX-License-Identifier: Apache-2.0 */
/* A file as a list of pieces: ordinary text, one-line directives and blocks, joined without a gap.

   ┌ text ┐┌ directive line ┐┌ begin line │ body │ end line ┐┌ text ┐ ...
   Joining all pieces gives the file back, byte for byte. */
#ifndef TVM_FFI_STUBGEN_BLOCK_H_
#define TVM_FFI_STUBGEN_BLOCK_H_

#include "arena.h"
#include "diag.h"

typedef enum { SG_TEXT, SG_DIRECTIVE, SG_BLOCK } sg_piece_kind;

typedef enum {
  SG_GLOBAL,
  SG_OBJECT,
  SG_LIBRARY,
  SG_IMPORT_SECTION,
  SG_ALL,
  SG_EXPORT
} sg_block_kind;

typedef enum { SG_TY_MAP, SG_IMPORT_OBJECT, SG_PREFIX, SG_SKIP } sg_directive_kind;

typedef struct sg_piece {
  sg_piece_kind kind;
  size_t line;     /* number of its (first) line */
  size_t end_line; /* BLOCK: number of the end line */
  tf_str text; /* TEXT: the bytes; DIRECTIVE: its line; BLOCK: the begin line; line ends included */
  tf_str body; /* BLOCK: what stands between begin and end line */
  tf_str end;  /* BLOCK: the end line */
  tf_str eol;  /* BLOCK: line end of the begin line */
  size_t indent; /* BLOCK: leading spaces of the begin line */
  sg_block_kind block;
  sg_directive_kind directive;
  tf_str argument; /* BLOCK: what follows the slash; DIRECTIVE: its payload */
  bool has_fresh;  /* BLOCK: `fresh` replaces `body` */
  tf_str fresh;
  bool added;   /* stands in no file yet */
  bool removed; /* BLOCK: leaves the file, with `text` and `end` */
} sg_piece;

typedef struct sg_blocks {
  SG_LIST(sg_piece) pieces;
  size_t marks;   /* how many pieces are no TEXT */
  bool skip_file; /* the file asks to be left alone; there are no pieces then */
  size_t steps;   /* bytes that looking for markers looked at: linear in the text */
} sg_blocks;

/* Cuts `text` into pieces. What is wrong goes to `diags`, every error of the file, and the result
   is then only good for looking at. `text` must outlive the result. `path` names the file in
   errors, and its suffix decides the comment sign: `//` for .rs, else `#`. */
void sg_blocks_parse(sg_arena* arena, tf_str path, tf_str text, sg_diags* diags, sg_blocks* out);

/* False for a text that can have no markers: the tool's name is not in it. */
bool sg_blocks_mentioned(tf_str text);

/* Joins the pieces, fresh bodies in the place of old ones. */
tf_str sg_blocks_join(sg_arena* arena, const sg_blocks* blocks);

/* True when joining would not give the file back. */
bool sg_blocks_changed(const sg_blocks* blocks);

/* `global/a.b`, as it is written behind `begin):`. */
tf_str sg_piece_title(sg_arena* arena, const sg_piece* piece);

/* Finds the first block of a kind; NULL when there is none. */
sg_piece* sg_blocks_first(const sg_blocks* blocks, sg_block_kind kind);

#endif /* TVM_FFI_STUBGEN_BLOCK_H_ */
