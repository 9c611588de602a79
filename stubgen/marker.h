/* SPDX-License-Identifier: Apache-2.0 */
/* Lines and markers of a file, as bytes. Only LF, CR LF and CR end a line.

   A marker line is one whose text, white space at both ends aside, begins with the file's comment
   sign, one space and `tvm-ffi-stubgen(`. */
#ifndef TVM_FFI_STUBGEN_MARKER_H_
#define TVM_FFI_STUBGEN_MARKER_H_

#include <stdbool.h>

#include "base/text.h"

typedef struct sg_line {
  size_t begin; /* offset of its first byte */
  size_t end;   /* offset behind its text */
  size_t next;  /* offset behind its line end */
} sg_line;

typedef enum {
  SG_MARK_BEGIN, /* `payload`: what stands behind `begin):` */
  SG_MARK_END,
  SG_MARK_SKIP_FILE,
  SG_MARK_DIRECTIVE, /* `name` and `payload` */
  SG_MARK_BAD        /* neither: no `):`, or a name that is none */
} sg_mark_kind;

typedef struct sg_mark {
  sg_mark_kind kind;
  sg_line line;
  size_t number; /* line number, counted from 1 */
  size_t indent; /* leading spaces */
  tf_str text;   /* the whole line, stripped */
  tf_str name;
  tf_str payload;
} sg_mark;

/* Walks over the marker lines of a text. */
typedef struct sg_marks {
  tf_str text;
  tf_str comment; /* `#` or `//` */
  size_t at;      /* begin of a line not looked at yet */
  size_t counted; /* begin of a line whose number is known */
  size_t number;  /* of that line */
  size_t
      steps; /* bytes looked at so far, each time one is looked at: at most 4 for each byte of the text */
} sg_marks;

/* A byte-order mark at the start hides nothing. */
sg_marks sg_marks_of(tf_str text, tf_str comment);

/* Moves to the next marker line. Returns false when there is none. Linear in the bytes passed. */
bool sg_marks_next(sg_marks* marks, sg_mark* out);

/* The line end of `line` in `text`: LF, CR LF, CR or nothing. */
tf_str sg_line_end(tf_str text, sg_line line);

/* How many lines end in the bytes [begin, end). */
size_t sg_count_line_ends(tf_str text, size_t begin, size_t end);

/* The line that begins at `at`. */
sg_line sg_line_at(tf_str text, size_t at);

#endif /* TVM_FFI_STUBGEN_MARKER_H_ */
