/* SPDX-License-Identifier: Apache-2.0 */
#include "prefix.h"

#include <string.h>

#include "names.h"

static void set_markers(sg_arena* arena, sg_piece* piece, tf_str gap, tf_str title, tf_str eol) {
  piece->kind = SG_BLOCK;
  piece->added = true;
  piece->eol = eol;
  piece->text = sg_format(arena, "%.*s# tvm-ffi-stubgen(begin): %.*s%.*s", SG_ARG(gap),
                          SG_ARG(title), SG_ARG(eol));
  piece->end = sg_format(arena, "# tvm-ffi-stubgen(end)%.*s", SG_ARG(eol));
}

static tf_str line_end_of(tf_str line) {
  if (tf_str_ends_with(line, tf_str_c("\r\n"))) return tf_str_c("\r\n");
  return tf_str_ends_with(line, tf_str_c("\r")) ? tf_str_c("\r") : tf_str_c("\n");
}

/* What has to stand before a new block: an empty line, and the end of the line before if the file stopped there. */
static tf_str gap_after(sg_arena* arena, tf_str line, tf_str eol) {
  bool open =
      line.size == 0 || (line.data[line.size - 1] != '\n' && line.data[line.size - 1] != '\r');
  return open ? sg_format(arena, "%.*s%.*s", SG_ARG(eol), SG_ARG(eol)) : eol;
}

/* Makes room for `count` pieces behind index `at` and returns the first of them. */
static sg_piece* insert_after(sg_arena* arena, sg_blocks* blocks, size_t at, size_t count) {
  size_t old = blocks->pieces.count, next = at + 1;
  sg_piece* items = sg_resize(arena, NULL, 0, old + count, sizeof *items);
  memcpy(items, blocks->pieces.items, next * sizeof *items);
  if (old > next) {
    memcpy(items + next + count, blocks->pieces.items + next, (old - next) * sizeof *items);
  }
  blocks->pieces.items = items;
  blocks->pieces.count = blocks->pieces.room = old + count;
  blocks->marks += count;
  return items + next;
}

static void add_import_section(sg_arena* arena, sg_blocks* blocks, size_t directive) {
  tf_str line = blocks->pieces.items[directive].text;
  tf_str eol = line_end_of(line), gap = gap_after(arena, line, eol);
  sg_piece* piece = insert_after(arena, blocks, directive, 1);
  piece->block = SG_IMPORT_SECTION;
  set_markers(arena, piece, gap, tf_str_c("import-section"), eol);
}

static void add_blocks(sg_generator* g, sg_file* file, size_t directive,
                       const sg_class_list* classes) {
  sg_blocks* blocks = &file->blocks;
  /* The section comes even when every class has a block somewhere. */
  if (sg_blocks_first(blocks, SG_IMPORT_SECTION) == NULL) {
    add_import_section(g->arena, blocks, directive);
  }
  if (classes->list.count == 0) return;
  size_t last = 0;
  for (size_t i = 0; i < blocks->pieces.count; i++) {
    const sg_piece* piece = &blocks->pieces.items[i];
    if (piece->kind == SG_BLOCK &&
        (piece->block == SG_OBJECT || piece->block == SG_IMPORT_SECTION)) {
      last = i;
    }
  }
  tf_str line = blocks->pieces.items[last].end;
  tf_str eol = line_end_of(line), gap = gap_after(g->arena, line, eol);
  sg_piece* piece = insert_after(g->arena, blocks, last, classes->list.count);
  for (size_t i = 0; i < classes->list.count; i++, piece++) {
    piece->block = SG_OBJECT;
    piece->argument = classes->list.items[i]->key;
    set_markers(g->arena, piece, i == 0 ? gap : eol,
                sg_format(g->arena, "object/%.*s", SG_ARG(piece->argument)), eol);
  }
}

static bool has_classes(const sg_model* model, tf_str prefix) {
  for (size_t i = 0; i < model->types.count; i++) {
    const sg_type* type = model->types.items[i];
    if (type->has_dot && tf_str_equal(type->prefix, prefix)) return true;
  }
  return false;
}

/* Index of the file's directive; its prefix goes to `*prefix`. TF_STR_NONE when there is none or it is wrong. */
static size_t find_directive(sg_generator* g, sg_file* file, tf_str* prefix) {
  size_t found = TF_STR_NONE;
  for (size_t i = 0; i < file->blocks.pieces.count; i++) {
    sg_piece* piece = &file->blocks.pieces.items[i];
    if (piece->kind != SG_DIRECTIVE || piece->directive != SG_PREFIX) continue;
    while (piece->argument.size != 0 && piece->argument.data[piece->argument.size - 1] == '.') {
      piece->argument.size--;
    }
    if (found != TF_STR_NONE) {
      sg_error(g->diags, file->path, piece->line, "more than one `prefix` directive");
    } else if (piece->argument.size == 0) {
      sg_error(g->diags, file->path, piece->line, "an empty `prefix` directive");
    } else {
      found = i;
      *prefix = piece->argument;
    }
  }
  return found;
}

void sg_prefix_apply(sg_generator* generator, sg_files* files) {
  sg_map owners = sg_map_new(generator->arena);
  for (size_t i = 0; i < files->list.count; i++) {
    sg_file* file = files->list.items[i];
    tf_str prefix;
    size_t at = find_directive(generator, file, &prefix);
    if (at == TF_STR_NONE) continue;
    const sg_file* owner = sg_map_find(&owners, prefix);
    if (owner != NULL) {
      sg_error(generator->diags, file->path, file->blocks.pieces.items[at].line,
               "the prefix `%.*s` is already declared by %.*s", SG_ARG(prefix),
               SG_ARG(owner->path));
      continue;
    }
    sg_map_set(&owners, prefix, file);
    if (!has_classes(generator->model, prefix)) {
      *SG_PUSH(generator->arena, &generator->notices) = sg_format(
          generator->arena, "[Skipped] No registered object under prefix `%.*s`", SG_ARG(prefix));
      continue;
    }
    sg_present present;
    sg_class_list classes;
    sg_present_find(generator->arena, files, file, &present);
    sg_classes_missing(generator->arena, generator->model, &present, prefix, &classes);
    add_blocks(generator, file, at, &classes);
  }
}
