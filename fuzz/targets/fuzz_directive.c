/* SPDX-License-Identifier: Apache-2.0 */
/* Marked files as bytes: the pieces of any file join to the file; a fixed stub in every block changes nothing outside
   blocks and is a fixed point; errors point into the file and leave nothing to write; a slow line-by-line model finds the
   same blocks; the bytes looked at are linear in the size; a refused allocation leaves nothing behind. The last byte
   chooses the comment sign, and from 128 on which allocation is refused. */
#include "common/check.h"
#include "common/input.h"

#include "block.h"
#include "generate.h"
#include "names.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

/* Three walks over the markers, each looking at a byte at most four times. */
enum { STEPS_FOR_A_BYTE = 12 };

static tf_str path_of(bool rust) { return tf_str_c(rust ? "m.rs" : "m.py"); }

/* ---- The model: each line by itself ---- */

typedef struct model {
  const sg_blocks* blocks;
  size_t at;        /* piece that is expected next */
  size_t number;    /* of the line in hand */
  size_t done;      /* offset behind the last marker line */
  bool is_open;     /* between begin and end of piece `at` */
  const char* sign; /* begin of a marker */
} model;

static const sg_piece* next_piece(model* m) {
  while (m->at < m->blocks->pieces.count && m->blocks->pieces.items[m->at].kind == SG_TEXT) m->at++;
  FUZZ_CHECK(m->at < m->blocks->pieces.count, "line %zu is in no piece", m->number);
  return &m->blocks->pieces.items[m->at];
}

/* What stands behind the bracket and the colon of the marker in `rest`. */
static tf_str payload_of(tf_str rest) {
  size_t colon = tf_str_find(rest, tf_str_c("):"));
  FUZZ_CHECK(colon != TF_STR_NONE, "%s", "a marker without a value is accepted");
  return sg_strip(tf_str_slice(rest, colon + 2, rest.size));
}

static void expect_begin(model* m, tf_str line, tf_str rest) {
  const sg_piece* piece = next_piece(m);
  FUZZ_CHECK(!m->is_open && piece->kind == SG_BLOCK && piece->line == m->number &&
                 tf_str_equal(piece->text, line),
             "line %zu begins a block, the piece is another", m->number);
  FUZZ_CHECK(tf_str_ends_with(payload_of(rest), piece->argument), "line %zu: argument `%.*s`",
             m->number, SG_ARG(piece->argument));
  m->is_open = true;
}

static void expect_end(model* m, tf_str text, tf_str line, size_t begin) {
  const sg_piece* piece = next_piece(m);
  FUZZ_CHECK(m->is_open && piece->end_line == m->number && tf_str_equal(piece->end, line) &&
                 tf_str_equal(piece->body, tf_str_slice(text, m->done, begin)),
             "line %zu ends a block, the piece does not", m->number);
  m->is_open = false;
  m->at++;
}

static void expect_directive(model* m, tf_str line, tf_str rest) {
  const sg_piece* piece = next_piece(m);
  FUZZ_CHECK(!m->is_open && piece->kind == SG_DIRECTIVE && piece->line == m->number &&
                 tf_str_equal(piece->text, line) && tf_str_equal(piece->argument, payload_of(rest)),
             "line %zu is a directive, the piece is another", m->number);
  m->at++;
}

static size_t line_end(tf_str text, size_t at) {
  while (at < text.size && text.data[at] != '\n' && text.data[at] != '\r') at++;
  return at;
}

static void check_by_model(tf_str text, bool rust, const sg_blocks* blocks) {
  model m = {blocks, 0, 0, 0, false, rust ? "// tvm-ffi-stubgen(" : "# tvm-ffi-stubgen("};
  for (size_t begin = 0, next; begin < text.size; begin = next) {
    size_t end = line_end(text, begin);
    bool crlf = end + 1 < text.size && text.data[end] == '\r' && text.data[end + 1] == '\n';
    next = end + (crlf ? 2 : 1);
    m.number++;
    tf_str shown = tf_str_slice(text, begin, end), line = tf_str_slice(text, begin, next);
    if (begin == 0 && tf_str_starts_with(shown, tf_str_c("\xef\xbb\xbf"))) {
      shown = tf_str_slice(shown, 3, shown.size);
    }
    shown = sg_strip(shown);
    if (!tf_str_starts_with(shown, tf_str_c(m.sign))) continue;
    tf_str rest = tf_str_slice(shown, strlen(m.sign), shown.size);
    if (tf_str_starts_with(rest, tf_str_c("begin):"))) {
      expect_begin(&m, line, rest);
    } else if (tf_str_starts_with(rest, tf_str_c("end)"))) {
      expect_end(&m, text, line, begin);
    } else {
      expect_directive(&m, line, rest);
    }
    m.done = next;
  }
  while (m.at < blocks->pieces.count && blocks->pieces.items[m.at].kind == SG_TEXT) m.at++;
  FUZZ_CHECK(m.at == blocks->pieces.count && !m.is_open, "piece %zu is in no line", m.at);
}

/* ---- The other oracles ---- */

static size_t count_lines(tf_str text) {
  size_t lines = 1;
  for (size_t i = 0; i < text.size; i++) {
    bool cr = text.data[i] == '\r' && (i + 1 == text.size || text.data[i + 1] != '\n');
    lines += text.data[i] == '\n' || cr;
  }
  return lines;
}

static void fill_blocks(sg_arena* arena, sg_blocks* blocks) {
  for (size_t i = 0; i < blocks->pieces.count; i++) {
    sg_piece* piece = &blocks->pieces.items[i];
    if (piece->kind != SG_BLOCK) continue;
    piece->has_fresh = true;
    piece->fresh = sg_fit_body(arena, tf_str_c("stub\n"), piece->indent, piece->eol);
  }
}

static void check_errors(const sg_diags* diags, tf_str text) {
  for (size_t i = 0; i < diags->list.count; i++) {
    const sg_diag* diag = &diags->list.items[i];
    FUZZ_CHECK(diag->line <= count_lines(text), "line %zu of %zu", diag->line, count_lines(text));
    FUZZ_CHECK(diag->message.size != 0, "%s", "an empty message");
  }
}

/* What is outside of blocks is the same in both lists, and the blocks come in the same order. */
static void check_same_outside(const sg_blocks* a, const sg_blocks* b) {
  FUZZ_CHECK(a->pieces.count == b->pieces.count, "%zu pieces, then %zu", a->pieces.count,
             b->pieces.count);
  for (size_t i = 0; i < a->pieces.count; i++) {
    const sg_piece *x = &a->pieces.items[i], *y = &b->pieces.items[i];
    FUZZ_CHECK(x->kind == y->kind && tf_str_equal(x->text, y->text) && tf_str_equal(x->end, y->end),
               "piece %zu differs", i);
  }
}

static void check_accepted(sg_arena* arena, tf_str text, bool rust, sg_blocks* blocks) {
  FUZZ_CHECK(tf_str_equal(sg_blocks_join(arena, blocks), text), "%s", "the pieces do not join");
  FUZZ_CHECK(!sg_blocks_changed(blocks), "%s", "nothing was changed");
  check_by_model(text, rust, blocks);
  fill_blocks(arena, blocks);
  tf_str once = sg_blocks_join(arena, blocks);
  sg_blocks again;
  sg_diags diags = sg_diags_new(arena);
  sg_blocks_parse(arena, path_of(rust), once, &diags, &again);
  FUZZ_CHECK(diags.errors == 0, "%s", "the result is refused");
  check_same_outside(blocks, &again);
  fill_blocks(arena, &again);
  FUZZ_CHECK(!sg_blocks_changed(&again), "%s", "filling twice is not filling once");
}

typedef struct input {
  tf_str text;
  bool rust;
} input;

static void run(sg_arena* arena, void* context) {
  const input* in = context;
  sg_diags diags = sg_diags_new(arena);
  sg_blocks blocks;
  sg_blocks_parse(arena, path_of(in->rust), in->text, &diags, &blocks);
  FUZZ_CHECK(blocks.steps <= STEPS_FOR_A_BYTE * in->text.size, "%zu steps for %zu bytes",
             blocks.steps, in->text.size);
  FUZZ_CHECK(blocks.marks == 0 || sg_blocks_mentioned(in->text), "%s", "unmentioned markers");
  check_errors(&diags, in->text);
  if (diags.errors == 0 && !blocks.skip_file && blocks.marks != 0) {
    check_accepted(arena, in->text, in->rust, &blocks);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  uint8_t choice = fuzz_input_byte(&in);
  size_t count;
  uint8_t* bytes = fuzz_input_rest(&in, &count);
  input all = {tf_str_of(bytes, count), choice % 8 == 7};
  bool refuses = choice >= 128;
  sg_arena arena;
  sg_arena_begin(&arena, (size_t)64 << 20);
  sg_arena_split(refuses);
  tf_mem_fail_at(refuses ? choice - 127 : 0);
  sg_arena_guard(&arena, run, &all);
  tf_mem_fail_at(0);
  sg_arena_split(false);
  sg_arena_drop(&arena);
  free(bytes);
  fuzz_end(live);
  return 0;
}
