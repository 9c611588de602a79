/* SPDX-License-Identifier: Apache-2.0 */
#include "generate.h"

#include <string.h>
#include <strings.h>

#include "names.h"
#include "place.h"
#include "render_library.h"

/* One file being filled. */
typedef struct filling {
  sg_generator* g;
  sg_file* file;
  sg_imports imports;
  sg_renderer renderer;
  sg_text body;
  bool has_lib;
  SG_LIST(tf_str) exported; /* names for `__all__` */
  tf_str prefix;            /* of the file's `prefix` directive */
  bool has_prefix;
} filling;

void sg_generator_begin(sg_generator* generator, sg_arena* arena, sg_diags* diags,
                        sg_model* model) {
  memset(generator, 0, sizeof *generator);
  generator->arena = arena;
  generator->diags = diags;
  generator->model = model;
  generator->map = sg_ty_map_new(arena);
  generator->render.inner = 4;
}

void sg_generate_maps(sg_generator* generator, const sg_files* files) {
  for (size_t i = 0; i < files->list.count; i++) {
    const sg_file* file = files->list.items[i];
    for (size_t k = 0; k < file->blocks.pieces.count; k++) {
      const sg_piece* piece = &file->blocks.pieces.items[k];
      if (piece->kind != SG_DIRECTIVE || piece->directive != SG_TY_MAP) continue;
      tf_str from, to;
      const char* why = sg_ty_map_parse(piece->argument, &from, &to);
      if (why == NULL) {
        sg_ty_map_set(&generator->map, from, to);
      } else {
        sg_error(generator->diags, file->path, piece->line,
                 "invalid ty-map (%s); write for example `ty-map): A.B -> C.D`", why);
      }
    }
  }
}

static tf_str fit_lines(sg_arena* arena, tf_str body, size_t indent, tf_str eol) {
  sg_text out = sg_text_new(arena);
  while (body.size != 0) {
    size_t end = tf_str_find_byte(body, '\n');
    if (end != 0) sg_put_spaces(&out, indent);
    sg_put(&out, tf_str_slice(body, 0, end));
    sg_put(&out, eol);
    body = end == TF_STR_NONE ? tf_str_of("", 0) : tf_str_slice(body, end + 1, body.size);
  }
  return sg_text_view(&out);
}

tf_str sg_fit_body(sg_arena* arena, tf_str body, size_t indent, tf_str eol) {
  if (indent == 0 && tf_str_equal_c(eol, "\n")) return sg_copy(arena, body);
  return fit_lines(arena, body, indent, eol);
}

static void set_fresh(filling* f, sg_piece* piece, size_t indent) {
  piece->has_fresh = true;
  piece->fresh = sg_fit_body(f->g->arena, sg_text_view(&f->body), indent, piece->eol);
}

static void remove_block(filling* f, sg_piece* piece, const char* why) {
  sg_arena* arena = f->g->arena;
  tf_str title = sg_piece_title(arena, piece);
  piece->removed = true;
  *SG_PUSH(arena, &f->g->notices) =
      sg_format(arena, "[Removed] File \"%.*s\": `%.*s` (line %zu): %s", SG_ARG(f->file->target),
                SG_ARG(title), piece->line, why);
  /* The empty line before it goes with it. */
  sg_piece* before = piece == f->file->blocks.pieces.items ? NULL : piece - 1;
  if (before == NULL || before->kind != SG_TEXT) return;
  tf_str text = before->text;
  size_t cut = text.size;
  if (cut != 0 && text.data[cut - 1] == '\n') cut -= cut > 1 && text.data[cut - 2] == '\r' ? 2 : 1;
  bool empty_line =
      cut != text.size && (cut == 0 || text.data[cut - 1] == '\n' || text.data[cut - 1] == '\r');
  if (empty_line) before->text = tf_str_slice(text, 0, cut);
}

/* True when a block of an unknown name is to leave the file instead of being an error. */
static bool goes_away(const filling* f, tf_str name) {
  return f->g->prune || (f->has_prefix && sg_is_below(name, f->prefix));
}

static bool is_blank_text(tf_str text) { return sg_strip(text).size == 0; }

/* ---- The names that the file defines ---- */

static void read_directives(filling* f) {
  sg_generator* g = f->g;
  for (size_t i = 0; i < f->file->blocks.pieces.count; i++) {
    sg_piece* piece = &f->file->blocks.pieces.items[i];
    if (piece->kind != SG_DIRECTIVE) continue;
    if (piece->directive == SG_PREFIX && !f->has_prefix) {
      f->has_prefix = true;
      f->prefix = piece->argument;
    }
    if (piece->directive != SG_IMPORT_OBJECT) continue;
    sg_import_object object;
    const char* why = sg_import_object_parse(piece->argument, &object);
    if (why != NULL) {
      sg_error(g->diags, f->file->path, piece->line, "invalid import-object: %s", why);
      continue;
    }
    tf_str full = sg_python_name(g->arena, object.name);
    tf_str bound = object.alias.size != 0 ? object.alias : sg_last_part(object.name);
    sg_imports_define(&f->imports, bound, full);
    sg_imports_add(&f->imports, full, object.alias, object.checking);
    f->has_lib |= sg_import_object_is_loader(&object);
  }
}

/* Splits `PREFIX@MODULE`. Returns false when it is malformed, having said so. */
static bool split_global(filling* f, const sg_piece* piece, tf_str* prefix, tf_str* module) {
  size_t at = tf_str_find_byte(piece->argument, '@');
  *prefix = tf_str_slice(piece->argument, 0, at);
  *module = at == TF_STR_NONE ? tf_str_c("tvm_ffi")
                              : tf_str_slice(piece->argument, at + 1, piece->argument.size);
  if (sg_is_module(*module)) return true;
  sg_error(f->g->diags, f->file->path, piece->line,
           "`%.*s` is no module to import init_ffi_api from; write global/PREFIX or "
           "global/PREFIX@MODULE",
           SG_ARG(*module));
  return false;
}

static void define_class(filling* f, const sg_piece* piece) {
  if (sg_model_peek_type(f->g->model, piece->argument) == NULL) return;
  tf_str name = sg_ty_map_class(&f->g->map, piece->argument);
  sg_imports_define_class(&f->imports, sg_python_name(f->g->arena, name));
}

static void define_functions(filling* f, const sg_piece* piece) {
  size_t count;
  tf_str prefix = tf_str_slice(piece->argument, 0, tf_str_find_byte(piece->argument, '@'));
  sg_function* functions = sg_model_functions(f->g->model, prefix, &count);
  for (size_t i = 0; i < count; i++) {
    if (sg_function_is_shown(f->g->model, &functions[i])) {
      sg_imports_define(&f->imports, functions[i].last, functions[i].name);
      sg_map_set(&f->imports.providers, functions[i].last, &functions[i]);
    }
  }
}

/* ---- Checks, before anything is rendered ---- */

/* Python sees what binds a name last: a class statement, or the last of several blocks. */
static void warn_if_hidden(filling* f, const sg_piece* piece, const sg_function* function) {
  const tf_str* what = sg_map_find(&f->imports.defined, function->last);
  const sg_function* last = sg_function_bound_later(&f->imports, function);
  if (sg_map_find(&f->imports.own_types, *what) != NULL) {
    sg_warning(f->g->diags, f->file->path, piece->line,
               "`%.*s` is left out: the file has a class of that name", SG_ARG(function->name));
  } else if (last != NULL) {
    sg_warning(f->g->diags, f->file->path, piece->line,
               "`%.*s` is left out: `%.*s` of a later block takes its name", SG_ARG(function->name),
               SG_ARG(last->name));
  }
}

static void check_functions(filling* f, const sg_piece* piece, sg_function* functions,
                            size_t count) {
  sg_generator* g = f->g;
  for (size_t i = 0; i < count; i++) {
    sg_function* function = &functions[i];
    const sg_schema* schema = sg_model_schema(g->model, function);
    if (schema == NULL) {
      *SG_PUSH(g->arena, &g->skipped) = function;
    } else if (schema->kind != SG_KIND_CALLABLE) {
      sg_error(g->diags, f->file->path, piece->line,
               "the type schema of `%.*s` is `%.*s`, not a function", SG_ARG(function->name),
               SG_ARG(schema->origin));
    } else if (!sg_is_name(function->last)) {
      sg_warning(g->diags, f->file->path, piece->line,
                 "`%.*s` is left out: `%.*s` is no Python name", SG_ARG(function->name),
                 SG_ARG(function->last));
    } else {
      warn_if_hidden(f, piece, function);
    }
  }
}

static void refuse_prefix(filling* f, sg_piece* piece, tf_str prefix) {
  sg_generator* g = f->g;
  sg_nearest nearest = sg_nearest_to(prefix);
  for (size_t i = 0; i < g->model->functions.count; i++) {
    const sg_function* function = &g->model->functions.items[i];
    if (function->has_dot) sg_nearest_offer(&nearest, function->prefix);
  }
  for (size_t i = 0; i < g->model->types.count; i++) {
    sg_nearest_offer(&nearest, g->model->types.items[i]->prefix);
  }
  tf_str hint = sg_nearest_hint(&nearest, g->arena);
  sg_error(g->diags, f->file->path, piece->line,
           "no function is registered below the prefix `%.*s`%.*s", SG_ARG(prefix), SG_ARG(hint));
}

/* Decides what becomes of a global block: true when it is to be rendered. */
static bool check_global(filling* f, sg_piece* piece) {
  sg_generator* g = f->g;
  tf_str prefix, module;
  size_t count, shown = 0;
  if (!split_global(f, piece, &prefix, &module)) return false;
  sg_function* functions = sg_model_functions(g->model, prefix, &count);
  check_functions(f, piece, functions, count);
  for (size_t i = 0; i < count; i++) shown += sg_function_is_shown(g->model, &functions[i]);
  if (shown != 0) return true;
  bool has_text = !is_blank_text(piece->body);
  if (count != 0 || (!has_text && sg_model_has_prefix(g->model, prefix))) return false;
  if (goes_away(f, prefix)) {
    remove_block(f, piece, "no function is registered below the prefix any more");
  } else {
    refuse_prefix(f, piece, prefix);
  }
  return false;
}

static void refuse_type(filling* f, sg_piece* piece) {
  sg_generator* g = f->g;
  sg_nearest nearest = sg_nearest_to(piece->argument);
  for (size_t i = 0; i < g->model->types.count; i++) {
    sg_nearest_offer(&nearest, g->model->types.items[i]->key);
  }
  tf_str hint = sg_nearest_hint(&nearest, g->arena);
  sg_error(g->diags, f->file->path, piece->line, "no type is registered as `%.*s`%.*s",
           SG_ARG(piece->argument), SG_ARG(hint));
}

static void warn_members(filling* f, const sg_piece* piece, const sg_type* type) {
  for (size_t i = 0; i < type->fields.count + type->methods.count; i++) {
    bool is_field = i < type->fields.count;
    tf_str name =
        is_field ? type->fields.items[i].name : type->methods.items[i - type->fields.count].name;
    if (sg_is_name(name)) continue;
    sg_warning(f->g->diags, f->file->path, piece->line,
               "the %s `%.*s` of `%.*s` is left out: that is no Python name",
               is_field ? "field" : "method", SG_ARG(name), SG_ARG(type->key));
  }
}

static bool check_object(filling* f, sg_piece* piece) {
  sg_generator* g = f->g;
  sg_type* type = sg_model_type(g->model, piece->argument);
  if (type == NULL) {
    if (goes_away(f, piece->argument)) {
      remove_block(f, piece, "the type is no longer registered");
    } else {
      refuse_type(f, piece);
    }
    return false;
  }
  if (type->problem.size != 0) {
    sg_error(g->diags, f->file->path, piece->line, "`%.*s` cannot be described: %.*s",
             SG_ARG(type->key), SG_ARG(type->problem));
    return false;
  }
  warn_members(f, piece, type);
  return true;
}

static void warn_exports(filling* f, const sg_piece* piece, const sg_library* library) {
  for (size_t i = 0; i < library->exports.count; i++) {
    tf_str name = library->exports.items[i].name;
    if (sg_library_shows(name)) continue;
    sg_warning(
        f->g->diags, f->file->path, piece->line,
        "the export `%.*s` is left out: an attribute of that name is %s; write LIB[\"%.*s\"]",
        SG_ARG(name), sg_is_name(name) ? "the module's own" : "nothing that Python can write",
        SG_ARG(name));
  }
}

static bool check_library(filling* f, sg_piece* piece) {
  sg_generator* g = f->g;
  sg_library* library = sg_model_library(g->model, piece->argument);
  if (library == NULL) {
    sg_nearest nearest = sg_nearest_to(piece->argument);
    for (size_t i = 0; i < g->model->libraries.count; i++) {
      sg_nearest_offer(&nearest, g->model->libraries.items[i].target);
    }
    tf_str hint = sg_nearest_hint(&nearest, g->arena);
    sg_error(g->diags, f->file->path, piece->line, "no library of --dlls is called `%.*s`%.*s",
             SG_ARG(piece->argument), SG_ARG(hint));
  } else if (library->problem.size != 0) {
    sg_error(g->diags, f->file->path, piece->line, "the exports of %.*s cannot be listed: %.*s",
             SG_ARG(library->path), SG_ARG(library->problem));
  } else if (library->exports.count == 0) {
    sg_error(g->diags, f->file->path, piece->line,
             "%.*s exports no function of the TVM-FFI convention", SG_ARG(library->path));
  } else if (library->with_schema == 0) {
    sg_error(g->diags, f->file->path, piece->line,
             "no function that %.*s exports has metadata; compile it with "
             "TVM_FFI_DLL_EXPORT_INCLUDE_METADATA defined to 1",
             SG_ARG(library->path));
  } else {
    warn_exports(f, piece, library);
    return true;
  }
  return false;
}

/* ---- Rendering ---- */

static void render_block(filling* f, size_t index) {
  sg_piece* piece = &f->file->blocks.pieces.items[index];
  f->body.size = 0;
  if (piece->block == SG_GLOBAL) {
    size_t count, at = tf_str_find_byte(piece->argument, '@');
    tf_str prefix = tf_str_slice(piece->argument, 0, at);
    tf_str module = at == TF_STR_NONE ? tf_str_c("tvm_ffi")
                                      : tf_str_slice(piece->argument, at + 1, piece->argument.size);
    sg_function* functions = sg_model_functions(f->g->model, prefix, &count);
    sg_render_global(&f->renderer, prefix, module, functions, count);
    for (size_t i = 0; i < count; i++) {
      if (sg_function_is_shown(f->g->model, &functions[i])) {
        *SG_PUSH(f->g->arena, &f->exported) = functions[i].last;
      }
    }
  } else if (piece->block == SG_LIBRARY) {
    sg_render_library(&f->renderer, sg_model_library(f->g->model, piece->argument));
  } else {
    sg_type* type = sg_model_type(f->g->model, piece->argument);
    sg_class_place place = sg_class_place_of(&f->file->blocks, index);
    sg_render_object(&f->renderer, type, place);
    tf_str name = sg_last_part(sg_ty_map_class(&f->g->map, piece->argument));
    if (sg_is_name(name)) *SG_PUSH(f->g->arena, &f->exported) = name;
  }
  set_fresh(f, piece, piece->indent);
}

static void render_import_section(filling* f, sg_piece* piece) {
  if (sg_imports_is_empty(&f->imports)) return;
  f->body.size = 0;
  sg_imports_render(&f->imports, f->g->render.inner, &f->body);
  set_fresh(f, piece, 0);
}

static void render_all(filling* f, sg_piece* piece) {
  if (f->has_lib) *SG_PUSH(f->g->arena, &f->exported) = tf_str_c("LIB");
  if (f->exported.count == 0) return;
  f->body.size = 0;
  sg_render_all(f->exported.items, f->exported.count, &f->body);
  set_fresh(f, piece, piece->indent);
}

static void render_export(filling* f, sg_piece* piece) {
  if (!sg_is_dotted_name(piece->argument)) {
    sg_error(f->g->diags, f->file->path, piece->line,
             "`%.*s` is no module of the package; write for example export/_ffi_api",
             SG_ARG(piece->argument));
    return;
  }
  f->body.size = 0;
  sg_render_export(piece->argument, &f->body);
  set_fresh(f, piece, 0);
}

static void render_round(filling* f, const bool* good) {
  const sg_blocks* blocks = &f->file->blocks;
  f->exported.count = 0;
  for (sg_block_kind kind = SG_GLOBAL; kind <= SG_LIBRARY; kind++) {
    for (size_t i = 0; i < blocks->pieces.count; i++) {
      if (good[i] && blocks->pieces.items[i].block == kind) render_block(f, i);
    }
  }
}

/* Renders the blocks that are good; again when names turned out to need aliases. */
static void render_blocks(filling* f, const bool* good) {
  sg_imports_start(&f->imports);
  render_round(f, good);
  if (!sg_imports_settle(&f->imports)) render_round(f, good);
}

void sg_generate_file(sg_generator* generator, sg_file* file) {
  sg_blocks* blocks = &file->blocks;
  filling f;
  memset(&f, 0, sizeof f);
  f.g = generator;
  f.file = file;
  f.body = sg_text_new(generator->arena);
  sg_imports_begin(&f.imports, generator->arena);
  f.renderer =
      (sg_renderer){generator->model, &generator->map, &f.imports, generator->render, &f.body};
  f.renderer.options.is_stub = tf_str_ends_with(file->path, tf_str_c(".pyi"));
  bool* good = sg_resize(generator->arena, NULL, 0, blocks->pieces.count, sizeof *good);
  for (size_t i = 0; i < blocks->pieces.count; i++) {
    const sg_piece* piece = &blocks->pieces.items[i];
    if (piece->kind == SG_BLOCK && piece->block == SG_OBJECT) define_class(&f, piece);
  }
  read_directives(&f);
  for (size_t i = 0; i < blocks->pieces.count; i++) {
    const sg_piece* piece = &blocks->pieces.items[i];
    if (piece->kind == SG_BLOCK && piece->block == SG_GLOBAL) define_functions(&f, piece);
  }
  for (size_t i = 0; i < blocks->pieces.count; i++) {
    sg_piece* piece = &blocks->pieces.items[i];
    if (piece->kind != SG_BLOCK) continue;
    if (piece->block == SG_GLOBAL) good[i] = check_global(&f, piece);
    if (piece->block == SG_OBJECT) good[i] = check_object(&f, piece);
    if (piece->block == SG_LIBRARY) good[i] = check_library(&f, piece);
    if (piece->block == SG_EXPORT) render_export(&f, piece);
  }
  render_blocks(&f, good);
  sg_piece* section = sg_blocks_first(blocks, SG_IMPORT_SECTION);
  if (section != NULL) render_import_section(&f, section);
  sg_piece* all = sg_blocks_first(blocks, SG_ALL);
  if (all != NULL) render_all(&f, all);
  file->result = sg_blocks_changed(blocks) ? sg_blocks_join(generator->arena, blocks) : file->text;
}
