/* SPDX-License-Identifier: Apache-2.0 */
/* Marked files as bytes: the pieces of any file join to the file; a fixed stub in every block changes nothing outside
   blocks and is a fixed point; errors point into the file and leave nothing to write; a slow line-by-line model finds the
   same blocks. The last byte chooses the comment sign. */
#include "common/check.h"
#include "common/input.h"

#include "block.h"
#include "generate.h"
#include "marker.h"
#include "names.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

static tf_str path_of(bool rust) { return tf_str_c(rust ? "m.rs" : "m.py"); }

/* Begin lines that open a block, and end lines that close one, by looking at each line alone. */
static void count_by_model(tf_str text, bool rust, size_t* begins, size_t* others) {
  const char* start = rust ? "// tvm-ffi-stubgen(" : "# tvm-ffi-stubgen(";
  *begins = *others = 0;
  for (size_t at = 0; at < text.size;) {
    size_t end = at;
    while (end < text.size && text.data[end] != '\n' && text.data[end] != '\r') end++;
    tf_str line = tf_str_slice(text, at, end);
    if (at == 0 && tf_str_starts_with(line, tf_str_c("\xef\xbb\xbf"))) {
      line = tf_str_slice(line, 3, line.size);
    }
    line = sg_strip(line);
    if (tf_str_starts_with(line, tf_str_c(start))) {
      tf_str rest = tf_str_slice(line, strlen(start), line.size);
      if (tf_str_starts_with(rest, tf_str_c("begin):"))) {
        ++*begins;
      } else if (!tf_str_starts_with(rest, tf_str_c("end)"))) {
        ++*others;
      }
    }
    at = end < text.size && text.data[end] == '\r' && end + 1 < text.size &&
                 text.data[end + 1] == '\n'
             ? end + 2
             : end + 1;
  }
}

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
    FUZZ_CHECK(diag->message.size != 0, "an empty message");
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
  size_t begins, others, found = 0, directives = 0;
  FUZZ_CHECK(tf_str_equal(sg_blocks_join(arena, blocks), text), "the pieces do not join");
  count_by_model(text, rust, &begins, &others);
  for (size_t i = 0; i < blocks->pieces.count; i++) {
    found += blocks->pieces.items[i].kind == SG_BLOCK;
    directives += blocks->pieces.items[i].kind == SG_DIRECTIVE;
  }
  FUZZ_CHECK(found == begins && directives == others, "%zu blocks, the model finds %zu", found,
             begins);
  fill_blocks(arena, blocks);
  tf_str once = sg_blocks_join(arena, blocks);
  sg_blocks again;
  sg_diags diags = sg_diags_new(arena);
  sg_blocks_parse(arena, path_of(rust), once, &diags, &again);
  FUZZ_CHECK(diags.errors == 0, "the result is refused");
  check_same_outside(blocks, &again);
  fill_blocks(arena, &again);
  FUZZ_CHECK(!sg_blocks_changed(&again), "filling twice is not filling once");
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
  check_errors(&diags, in->text);
  if (diags.errors == 0 && !blocks.skip_file && blocks.marks != 0) {
    check_accepted(arena, in->text, in->rust, &blocks);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  bool rust = fuzz_input_choice(&in, 8) == 7;
  size_t count;
  uint8_t* bytes = fuzz_input_rest(&in, &count);
  input all = {tf_str_of(bytes, count), rust};
  sg_arena arena;
  sg_arena_begin(&arena, (size_t)64 << 20);
  sg_arena_guard(&arena, run, &all);
  sg_arena_drop(&arena);
  free(bytes);
  fuzz_end(live);
  return 0;
}
