/* SPDX-License-Identifier: Apache-2.0 */
#include "block.h"

#include <string.h>

#include "marker.h"
#include "names.h"

static const struct {
  const char* name; /* with a slash when an argument follows */
  sg_block_kind kind;
} block_names[] = {
    {"global/", SG_GLOBAL},
    {"object/", SG_OBJECT},
    {"library/", SG_LIBRARY},
    {"export/", SG_EXPORT},
    {"import-section", SG_IMPORT_SECTION},
    {"__all__", SG_ALL},
};

static const struct {
  const char* name;
  sg_directive_kind kind;
} directive_names[] = {
    {"ty-map", SG_TY_MAP},
    {"import-object", SG_IMPORT_OBJECT},
    {"prefix", SG_PREFIX},
    {"skip", SG_SKIP},
};

/* State of one parse. */
typedef struct parse {
  sg_arena* arena;
  sg_diags* diags;
  tf_str path;
  tf_str text;
  sg_blocks* out;
  size_t done;                    /* bytes that are in pieces already */
  size_t open;                    /* index of the open block + 1; 0 when none is open */
  size_t nested;                  /* begin markers inside the open block that still want an end */
  size_t first_of[SG_EXPORT + 1]; /* line of the first block of a kind that may come once */
} parse;

static sg_piece* push(parse* p, sg_piece_kind kind, size_t line) {
  sg_piece* piece = SG_PUSH(p->arena, &p->out->pieces);
  piece->kind = kind;
  piece->line = line;
  if (kind != SG_TEXT) p->out->marks++;
  return piece;
}

static void push_text(parse* p, size_t end, size_t line) {
  if (end > p->done) push(p, SG_TEXT, line)->text = tf_str_slice(p->text, p->done, end);
}

static bool read_block_kind(parse* p, const sg_mark* mark, sg_piece* piece) {
  sg_nearest nearest = sg_nearest_to(mark->payload);
  size_t slash = tf_str_find_byte(mark->payload, '/');
  if (slash != TF_STR_NONE) nearest.name = tf_str_slice(mark->payload, 0, slash + 1);
  for (size_t i = 0; i < TF_COUNT_OF(block_names); i++) {
    tf_str name = tf_str_c(block_names[i].name);
    bool takes_argument = name.data[name.size - 1] == '/';
    if (takes_argument ? tf_str_starts_with(mark->payload, name)
                       : tf_str_equal(mark->payload, name)) {
      piece->block = block_names[i].kind;
      piece->argument = sg_strip(tf_str_slice(mark->payload, name.size, mark->payload.size));
      return true;
    }
    sg_nearest_offer(&nearest, name);
  }
  tf_str hint = sg_nearest_hint(&nearest, p->arena);
  sg_error(p->diags, p->path, mark->number,
           "unknown block `%.*s`%.*s (known: global/, object/, library/, export/, import-section, "
           "__all__)",
           SG_ARG(mark->payload), SG_ARG(hint));
  return false;
}

static void on_begin(parse* p, const sg_mark* mark) {
  if (p->open != 0) {
    const sg_piece* outer = &p->out->pieces.items[p->open - 1];
    sg_error(p->diags, p->path, mark->number,
             "a block may not begin inside another one (the one of line %zu is still open)",
             outer->line);
    p->nested++;
    return;
  }
  push_text(p, mark->line.begin, 0);
  sg_piece* piece = push(p, SG_BLOCK, mark->number);
  piece->text = tf_str_slice(p->text, mark->line.begin, mark->line.next);
  piece->eol = sg_line_end(p->text, mark->line);
  piece->indent = mark->indent;
  p->open = p->out->pieces.count;
  p->done = mark->line.next;
  if (!read_block_kind(p, mark, piece)) return;
  if (piece->block == SG_IMPORT_SECTION || piece->block == SG_ALL) {
    size_t* first = &p->first_of[piece->block];
    if (*first != 0) {
      sg_error(p->diags, p->path, mark->number, "a second `%.*s` block (the first is in line %zu)",
               SG_ARG(mark->payload), *first);
    } else {
      *first = mark->number;
    }
  }
}

static void on_end(parse* p, const sg_mark* mark) {
  if (p->nested != 0) {
    p->nested--;
    return;
  }
  if (p->open == 0) {
    sg_error(p->diags, p->path, mark->number, "an end marker without a block");
    return;
  }
  sg_piece* piece = &p->out->pieces.items[p->open - 1];
  piece->body = tf_str_slice(p->text, p->done, mark->line.begin);
  piece->end = tf_str_slice(p->text, mark->line.begin, mark->line.next);
  piece->end_line = mark->number;
  p->done = mark->line.next;
  p->open = 0;
}

static void on_directive(parse* p, const sg_mark* mark) {
  sg_nearest nearest = sg_nearest_to(mark->name);
  for (size_t i = 0; i < TF_COUNT_OF(directive_names); i++) {
    tf_str name = tf_str_c(directive_names[i].name);
    if (!tf_str_equal(mark->name, name)) {
      sg_nearest_offer(&nearest, name);
      continue;
    }
    if (p->open != 0) {
      sg_error(p->diags, p->path, mark->number, "the directive `%s` may not stand inside a block",
               directive_names[i].name);
      return;
    }
    push_text(p, mark->line.begin, 0);
    sg_piece* piece = push(p, SG_DIRECTIVE, mark->number);
    piece->text = tf_str_slice(p->text, mark->line.begin, mark->line.next);
    piece->directive = directive_names[i].kind;
    piece->argument = mark->payload;
    p->done = mark->line.next;
    return;
  }
  sg_nearest_offer(&nearest, tf_str_c("skip-file"));
  sg_nearest_offer(&nearest, tf_str_c("begin"));
  tf_str hint = sg_nearest_hint(&nearest, p->arena);
  sg_error(p->diags, p->path, mark->number, "unknown directive `%.*s`%.*s", SG_ARG(mark->name),
           SG_ARG(hint));
}

/* Offset of the first byte that is not part of well-formed UTF-8; the text has one. */
static size_t bad_utf8(tf_str text) {
  size_t at = 0;
  while (at < text.size) {
    unsigned char c = (unsigned char)text.data[at];
    size_t size = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (size > text.size - at || (size > 1 && !tf_str_is_utf8(tf_str_slice(text, at, at + size)))) {
      break;
    }
    at += size;
  }
  return at;
}

static void parse_marks(parse* p, sg_marks* marks) {
  sg_mark mark;
  while (sg_marks_next(marks, &mark)) {
    switch (mark.kind) {
      case SG_MARK_BEGIN:
        on_begin(p, &mark);
        break;
      case SG_MARK_END:
        on_end(p, &mark);
        break;
      case SG_MARK_DIRECTIVE:
        on_directive(p, &mark);
        break;
      case SG_MARK_SKIP_FILE:
        break;
      case SG_MARK_BAD:
        sg_error(p->diags, p->path, mark.number,
                 "malformed marker `%.*s`; a directive is written `NAME): VALUE`",
                 SG_ARG(tf_str_slice(mark.text, 0, 120)));
        break;
    }
  }
}

/* A skip-file marker anywhere silences everything else, so it is looked for first; nearly no file has the word. */
static bool asks_to_be_skipped(sg_marks marks, size_t* steps) {
  sg_mark mark;
  bool found = false;
  if (tf_str_find(marks.text, tf_str_c("tvm-ffi-stubgen(skip-file)")) == TF_STR_NONE) return false;
  while (!found && sg_marks_next(&marks, &mark)) found = mark.kind == SG_MARK_SKIP_FILE;
  *steps += marks.steps;
  return found;
}

bool sg_blocks_mentioned(tf_str text) {
  return tf_str_find(text, tf_str_c("tvm-ffi-stubgen(")) != TF_STR_NONE;
}

void sg_blocks_parse(sg_arena* arena, tf_str path, tf_str text, sg_diags* diags, sg_blocks* out) {
  bool rust = tf_str_ends_with(path, tf_str_c(".rs"));
  sg_marks marks = sg_marks_of(text, tf_str_c(rust ? "//" : "#")), first = marks;
  sg_mark mark;
  memset(out, 0, sizeof *out);
  bool any = sg_marks_next(&first, &mark);
  out->steps = first.steps;
  if (!any) return;
  out->skip_file = asks_to_be_skipped(marks, &out->steps);
  if (out->skip_file) return;
  if (!tf_str_is_utf8(text)) {
    size_t at = bad_utf8(text);
    sg_error(diags, path, 0, "not UTF-8: byte 0x%02x at offset %zu", (unsigned char)text.data[at],
             at);
    return;
  }
  parse p = {arena, diags, path, text, out, 0, 0, 0, {0}};
  parse_marks(&p, &marks);
  out->steps += marks.steps;
  if (p.open != 0) {
    sg_error(diags, path, out->pieces.items[p.open - 1].line, "a block without an end marker");
    return;
  }
  push_text(&p, text.size, 0);
}

bool sg_blocks_changed(const sg_blocks* blocks) {
  for (size_t i = 0; i < blocks->pieces.count; i++) {
    const sg_piece* piece = &blocks->pieces.items[i];
    if (piece->removed || piece->added) return true;
    if (piece->has_fresh && !tf_str_equal(piece->fresh, piece->body)) return true;
  }
  return false;
}

tf_str sg_blocks_join(sg_arena* arena, const sg_blocks* blocks) {
  sg_text out = sg_text_new(arena);
  size_t size = 0;
  for (size_t i = 0; i < blocks->pieces.count; i++) {
    const sg_piece* piece = &blocks->pieces.items[i];
    size +=
        piece->text.size + (piece->has_fresh ? piece->fresh : piece->body).size + piece->end.size;
  }
  /* Big files are not to be copied again and again while the text grows. */
  sg_text_reserve(&out, size);
  for (size_t i = 0; i < blocks->pieces.count; i++) {
    const sg_piece* piece = &blocks->pieces.items[i];
    if (piece->removed) continue;
    sg_put(&out, piece->text);
    sg_put(&out, piece->has_fresh ? piece->fresh : piece->body);
    sg_put(&out, piece->end);
  }
  return sg_text_view(&out);
}

tf_str sg_piece_title(sg_arena* arena, const sg_piece* piece) {
  for (size_t i = 0; i < TF_COUNT_OF(block_names); i++) {
    if (block_names[i].kind == piece->block) {
      return sg_format(arena, "%s%.*s", block_names[i].name, SG_ARG(piece->argument));
    }
  }
  return tf_str_of("", 0);
}

sg_piece* sg_blocks_first(const sg_blocks* blocks, sg_block_kind kind) {
  for (size_t i = 0; i < blocks->pieces.count; i++) {
    sg_piece* piece = &blocks->pieces.items[i];
    if (piece->kind == SG_BLOCK && piece->block == kind && !piece->removed) return piece;
  }
  return NULL;
}
