/* SPDX-License-Identifier: Apache-2.0 */
#include "report.h"

#include <string.h>

#include "names.h"
#include "render_signature.h"

/* Where something is shown. */
typedef struct place {
  tf_str path;
  size_t line;
} place;

typedef struct places {
  SG_LIST(place) list;
} places;

typedef struct writer {
  sg_generator* g;
  sg_text* out;
  sg_text scratch;
  sg_imports imports; /* never settled: names are shown by their last parts */
  sg_scope scope;
  sg_annotator annotator;
  sg_map prefixes; /* prefix -> places */
  sg_map keys;     /* type key -> places */
  sg_map targets;  /* library target -> places */
  bool first;      /* no member was written since the last bracket */
} writer;

/* ---- JSON ---- */

static void comma(writer* w) {
  if (!w->first) sg_put_char(w->out, ',');
  w->first = false;
}

static void open_bracket(writer* w, const char* key, char bracket) {
  comma(w);
  if (key != NULL) sg_putf(w->out, "\"%s\":", key);
  sg_put_char(w->out, bracket);
  w->first = true;
}

static void close_bracket(writer* w, char bracket) {
  sg_put_char(w->out, bracket);
  w->first = false;
}

static void put_text(writer* w, const char* key, tf_str value) {
  comma(w);
  sg_putf(w->out, "\"%s\":", key);
  sg_put_json(w->out, value);
}

static void put_number(writer* w, const char* key, size_t value) {
  comma(w);
  sg_putf(w->out, "\"%s\":%zu", key, value);
}

static void put_flag(writer* w, const char* key, bool value) {
  comma(w);
  sg_putf(w->out, "\"%s\":%s", key, value ? "true" : "false");
}

/* What was rendered into the scratch text, without `def ` and `: ...`. */
static void put_signature(writer* w, const char* key) {
  tf_str text = sg_strip(sg_text_view(&w->scratch));
  if (tf_str_starts_with(text, tf_str_c("def "))) text = tf_str_slice(text, 4, text.size);
  if (tf_str_ends_with(text, tf_str_c(": ..."))) text = tf_str_slice(text, 0, text.size - 5);
  put_text(w, key, text);
  w->scratch.size = 0;
}

/* ---- Uses ---- */

static void add_use(writer* w, sg_map* map, tf_str name, const sg_file* file, size_t line) {
  places* found = sg_map_find(map, name);
  if (found == NULL) {
    found = sg_alloc(w->g->arena, sizeof *found);
    sg_map_set(map, name, found);
  }
  place* use = SG_PUSH(w->g->arena, &found->list);
  use->path = file->path;
  use->line = line;
}

static void find_uses(writer* w, const sg_files* files) {
  for (size_t i = 0; i < files->list.count; i++) {
    const sg_file* file = files->list.items[i];
    for (size_t k = 0; k < file->blocks.pieces.count; k++) {
      const sg_piece* piece = &file->blocks.pieces.items[k];
      if (piece->kind != SG_BLOCK || piece->removed) continue;
      if (piece->block == SG_GLOBAL) {
        size_t at = tf_str_find_byte(piece->argument, '@');
        add_use(w, &w->prefixes, tf_str_slice(piece->argument, 0, at), file, piece->line);
      } else if (piece->block == SG_OBJECT) {
        add_use(w, &w->keys, piece->argument, file, piece->line);
      } else if (piece->block == SG_LIBRARY) {
        add_use(w, &w->targets, piece->argument, file, piece->line);
      }
    }
  }
}

static void put_uses(writer* w, const places* uses) {
  open_bracket(w, "used", '[');
  for (size_t i = 0; uses != NULL && i < uses->list.count; i++) {
    open_bracket(w, NULL, '{');
    put_text(w, "path", uses->list.items[i].path);
    put_number(w, "line", uses->list.items[i].line);
    close_bracket(w, '}');
  }
  close_bracket(w, ']');
}

/* ---- Parts ---- */

static void put_diagnostics(writer* w) {
  const sg_diags* diags = w->g->diags;
  open_bracket(w, "diagnostics", '[');
  for (size_t i = 0; i < diags->list.count; i++) {
    const sg_diag* diag = &diags->list.items[i];
    open_bracket(w, NULL, '{');
    put_text(w, "severity", tf_str_c(diag->severity == SG_ERROR ? "error" : "warning"));
    put_text(w, "path", diag->path);
    put_number(w, "line", diag->line);
    put_text(w, "message", diag->message);
    close_bracket(w, '}');
  }
  close_bracket(w, ']');
}

static void put_blocks(writer* w, const sg_blocks* blocks) {
  open_bracket(w, "blocks", '[');
  for (size_t i = 0; i < blocks->pieces.count; i++) {
    const sg_piece* piece = &blocks->pieces.items[i];
    if (piece->kind != SG_BLOCK) continue;
    tf_str title = sg_piece_title(w->g->arena, piece);
    open_bracket(w, NULL, '{');
    put_text(w, "kind", tf_str_slice(title, 0, tf_str_find_byte(title, '/')));
    put_text(w, "argument", piece->argument);
    put_number(w, "line", piece->line);
    put_number(w, "end_line", piece->end_line);
    close_bracket(w, '}');
  }
  close_bracket(w, ']');
}

/* Nothing changes when anything is wrong. */
static void put_files(writer* w, const sg_files* files) {
  open_bracket(w, "files", '[');
  for (size_t i = 0; i < files->list.count; i++) {
    const sg_file* file = files->list.items[i];
    if (file->blocks.skip_file) continue;
    open_bracket(w, NULL, '{');
    put_text(w, "path", file->target);
    bool differs = file->is_new || !tf_str_equal(file->bytes, file->result);
    put_flag(w, "changed", differs && w->g->diags->errors == 0);
    put_blocks(w, &file->blocks);
    close_bracket(w, '}');
  }
  close_bracket(w, ']');
}

static const sg_def_end plain_end = {"", {NULL, 0}, 0};

static void put_functions(writer* w) {
  sg_model* model = w->g->model;
  open_bracket(w, "functions", '[');
  for (size_t i = 0; i < model->functions.count; i++) {
    sg_function* function = &model->functions.items[i];
    const places* uses = sg_map_find(&w->prefixes, function->prefix);
    if (uses == NULL && sg_is_below(function->name, tf_str_c("ffi"))) continue;
    const sg_schema* schema = sg_model_schema(model, function);
    open_bracket(w, NULL, '{');
    put_text(w, "name", function->name);
    if (schema != NULL && schema->kind == SG_KIND_CALLABLE) {
      sg_render_function(&w->annotator, function->last, schema, &plain_end, &w->scratch);
      put_signature(w, "signature");
    } else {
      put_text(w, "problem",
               tf_str_c(schema == NULL ? function->why : "its schema is no function"));
    }
    put_text(w, "doc", function->doc);
    put_uses(w, uses);
    close_bracket(w, '}');
  }
  close_bracket(w, ']');
}

static void put_members(writer* w, const sg_type* type) {
  open_bracket(w, "fields", '[');
  for (size_t i = 0; i < type->fields.count; i++) {
    const sg_field* field = &type->fields.items[i];
    open_bracket(w, NULL, '{');
    put_text(w, "name", field->name);
    sg_annotate(&w->annotator, field->schema, false, &w->scratch);
    put_signature(w, "type");
    put_text(w, "doc", field->doc);
    put_flag(w, "has_default", field->has_default);
    put_flag(w, "keyword_only", field->keyword_only);
    put_flag(w, "in_constructor", !field->init_off);
    close_bracket(w, '}');
  }
  close_bracket(w, ']');
  open_bracket(w, "methods", '[');
  for (size_t i = 0; i < type->methods.count; i++) {
    const sg_method* method = &type->methods.items[i];
    open_bracket(w, NULL, '{');
    put_text(w, "name", method->name);
    if (type->problem.size == 0) {
      sg_render_method(&w->annotator, method, &plain_end, &w->scratch);
      put_signature(w, "signature");
    }
    put_text(w, "doc", method->doc);
    put_flag(w, "static", method->is_static);
    close_bracket(w, '}');
  }
  close_bracket(w, ']');
  open_bracket(w, "constructors", '[');
  for (size_t i = 0; i < type->inits.count; i++) {
    sg_render_init(&w->annotator, "__init__", &type->inits.items[i], &plain_end, &w->scratch);
    open_bracket(w, NULL, '{');
    put_signature(w, "signature");
    close_bracket(w, '}');
  }
  close_bracket(w, ']');
}

static void put_classes(writer* w) {
  sg_model* model = w->g->model;
  open_bracket(w, "classes", '[');
  for (size_t i = 0; i < model->types.count; i++) {
    tf_str key = model->types.items[i]->key;
    const places* uses = sg_map_find(&w->keys, key);
    const sg_type* above = model->types.items[i]->parent;
    /* Plain kinds have no parent: they are no classes. */
    if (uses == NULL && (above == NULL || sg_is_below(key, tf_str_c("ffi")))) continue;
    const sg_type* type = sg_model_type(model, key);
    open_bracket(w, NULL, '{');
    put_text(w, "key", key);
    put_text(w, "name", sg_last_part(sg_ty_map_class(&w->g->map, key)));
    if (type->parent != NULL) put_text(w, "parent", type->parent->key);
    put_text(w, "doc", type->doc);
    if (type->problem.size != 0) put_text(w, "problem", type->problem);
    put_members(w, type);
    put_uses(w, uses);
    close_bracket(w, '}');
  }
  close_bracket(w, ']');
}

static void put_libraries(writer* w) {
  sg_model* model = w->g->model;
  open_bracket(w, "libraries", '[');
  for (size_t i = 0; i < model->libraries.count; i++) {
    const sg_library* library = sg_model_library(model, model->libraries.items[i].target);
    open_bracket(w, NULL, '{');
    put_text(w, "target", library->target);
    put_text(w, "path", library->path);
    open_bracket(w, "exports", '[');
    for (size_t k = 0; k < library->exports.count; k++) {
      const sg_export* function = &library->exports.items[k];
      open_bracket(w, NULL, '{');
      put_text(w, "name", function->name);
      if (function->schema != NULL) {
        sg_render_function(&w->annotator, function->name, function->schema, &plain_end,
                           &w->scratch);
        put_signature(w, "signature");
      }
      put_text(w, "doc", function->doc);
      close_bracket(w, '}');
    }
    close_bracket(w, ']');
    put_uses(w, sg_map_find(&w->targets, library->target));
    close_bracket(w, '}');
  }
  close_bracket(w, ']');
}

void sg_report_write(sg_generator* generator, const sg_files* files, const char* version,
                     int status, sg_text* out) {
  sg_arena* arena = generator->arena;
  writer w;
  memset(&w, 0, sizeof w);
  w.g = generator;
  w.out = out;
  w.scratch = sg_text_new(arena);
  w.first = true;
  sg_imports_begin(&w.imports, arena);
  w.scope = (sg_scope){&w.imports, sg_map_new(arena)};
  w.annotator = (sg_annotator){generator->model, &generator->map, &w.scope};
  w.prefixes = sg_map_new(arena);
  w.keys = sg_map_new(arena);
  w.targets = sg_map_new(arena);
  find_uses(&w, files);
  open_bracket(&w, NULL, '{');
  put_text(&w, "version", tf_str_c(version));
  put_number(&w, "status", (size_t)status);
  put_diagnostics(&w);
  put_files(&w, files);
  put_functions(&w);
  put_classes(&w);
  put_libraries(&w);
  close_bracket(&w, '}');
  sg_put_char(out, '\n');
}
