/* SPDX-License-Identifier: Apache-2.0 */
#include "scaffold.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io.h"
#include "literal.h"
#include "names.h"
#include "render_library.h"
#include "source.h"

typedef struct scaffold {
  sg_generator* g;
  sg_arena* arena;
  const sg_scaffold_request* request;
  sg_files* files;
  tf_str base;
  tf_str root; /* the prefix without its dot */
  sg_present present;
  sg_scaffold_result* result;
} scaffold;

/* ---- Where ---- */

static bool exists(sg_arena* arena, tf_str folder, const char* name) {
  struct stat info;
  return stat(sg_format(arena, "%.*s/%s", SG_ARG(folder), name).data, &info) == 0;
}

tf_str sg_scaffold_base(sg_arena* arena, tf_str path, tf_str prefix) {
  struct stat info;
  tf_str folder = sg_source_resolve(arena, sg_path_tidy(arena, path));
  if (!sg_path_is_absolute(folder)) {
    folder = sg_format(arena, "%.*s/%.*s", SG_ARG(sg_source_resolve(arena, tf_str_c("."))),
                       SG_ARG(folder));
  }
  if (stat(sg_c_str(arena, folder), &info) == 0 && !S_ISDIR(info.st_mode)) {
    folder = sg_path_folder(folder);
  }
  tf_str first = tf_str_slice(prefix, 0, tf_str_find_byte(prefix, '.'));
  if (!tf_str_equal(sg_path_file(folder), first)) return folder;
  bool is_project = exists(arena, folder, "pyproject.toml") || exists(arena, folder, "setup.py") ||
                    exists(arena, folder, "CMakeLists.txt") ||
                    exists(arena, folder, sg_c_str(arena, first));
  bool is_package = exists(arena, folder, "__init__.py");
  return is_package || !is_project ? sg_path_folder(folder) : folder;
}

/* ---- One file being extended ---- */

typedef struct draft {
  scaffold* s;
  sg_file* file;
  sg_text text;
  tf_str eol;
  bool changed;
} draft;

static tf_str first_line_end(tf_str text) {
  for (size_t i = 0; i < text.size; i++) {
    if (text.data[i] == '\n') return tf_str_c("\n");
    if (text.data[i] != '\r') continue;
    return i + 1 < text.size && text.data[i + 1] == '\n' ? tf_str_c("\r\n") : tf_str_c("\r");
  }
  return tf_str_c("\n");
}

/* Appends LF ended lines in the file's own line ends, on a line of their own. */
static void append(draft* d, tf_str lines) {
  if (d->text.size != 0) {
    char last = d->text.data[d->text.size - 1];
    if (last != '\n' && last != '\r') sg_put(&d->text, d->eol);
  }
  sg_put(&d->text, sg_fit_body(d->s->arena, lines, 0, d->eol));
  d->changed = true;
}

static void append_c(draft* d, const char* lines) { append(d, tf_str_c(lines)); }

#define APPENDF(draft, ...) append((draft), sg_format((draft)->s->arena, __VA_ARGS__))

static sg_file* find_file(const scaffold* s, tf_str target) {
  for (size_t i = 0; i < s->files->list.count; i++) {
    if (tf_str_equal(s->files->list.items[i]->target, target)) return s->files->list.items[i];
  }
  return NULL;
}

/* The file at `target`: of the run, from disk, or new. NULL when it cannot be read. */
static sg_file* open_file(scaffold* s, tf_str target, bool* listed) {
  sg_file* file = find_file(s, target);
  *listed = file != NULL;
  if (file != NULL) return file;
  file = sg_alloc(s->arena, sizeof *file);
  file->path = target;
  file->target = target;
  /* What cannot be looked at may well be there: reading it then says why not. */
  file->is_new = sg_io_exists(sg_c_str(s->arena, target)) == 0;
  if (!file->is_new && !sg_source_read(s->arena, target, s->g->diags, &file->bytes)) return NULL;
  file->text = file->bytes;
  sg_blocks_parse(s->arena, target, file->text, s->g->diags, &file->blocks);
  return file;
}

static bool begin_draft(scaffold* s, tf_str target, draft* out, bool* listed) {
  memset(out, 0, sizeof *out);
  out->s = s;
  out->file = open_file(s, target, listed);
  if (out->file == NULL) return false;
  out->text = sg_text_new(s->arena);
  sg_put(&out->text, out->file->text);
  out->eol = first_line_end(out->file->text);
  return true;
}

static void end_draft(draft* d, bool listed) {
  if (!d->changed && (listed || d->file->blocks.marks == 0)) return;
  if (d->changed) {
    d->file->text = sg_text_view(&d->text);
    sg_blocks_parse(d->s->arena, d->file->path, d->file->text, d->s->g->diags, &d->file->blocks);
  }
  if (!listed) *SG_PUSH(d->s->arena, &d->s->files->list) = d->file;
}

static bool has_block(const draft* d, sg_block_kind kind) {
  return sg_blocks_first(&d->file->blocks, kind) != NULL;
}

static bool has_loader(const draft* d) {
  for (size_t i = 0; i < d->file->blocks.pieces.count; i++) {
    const sg_piece* piece = &d->file->blocks.pieces.items[i];
    sg_import_object object;
    if (piece->kind != SG_DIRECTIVE || piece->directive != SG_IMPORT_OBJECT) continue;
    if (sg_import_object_parse(piece->argument, &object) == NULL &&
        sg_import_object_is_loader(&object)) {
      return true;
    }
  }
  return false;
}

/* ---- _ffi_api.py ---- */

/* True when the file has, or is given now, a block of this class. */
static bool is_in_file(const draft* d, const sg_type* type, const sg_class_list* adding) {
  for (size_t i = 0; i < adding->list.count; i++) {
    if (adding->list.items[i] == type) return true;
  }
  for (size_t i = 0; i < d->file->blocks.pieces.count; i++) {
    const sg_piece* piece = &d->file->blocks.pieces.items[i];
    if (piece->kind == SG_BLOCK && piece->block == SG_OBJECT &&
        tf_str_equal(piece->argument, type->key)) {
      return true;
    }
  }
  return false;
}

/* The name after which the class statement derives; writes the import that it needs. */
static tf_str append_parent(draft* d, const sg_type* type, const sg_class_list* adding) {
  scaffold* s = d->s;
  const sg_type* parent = type->parent;
  tf_str shown = tf_str_of("", 0);
  /* Ancestors without an importable name are passed over. */
  for (; parent != NULL; parent = parent->parent) {
    shown = sg_ty_map_class(&s->g->map, parent->key);
    if (is_in_file(d, parent, adding) && sg_is_name(sg_last_part(shown))) {
      return sg_last_part(shown);
    }
    if (sg_is_dotted_name(shown) && tf_str_find_byte(shown, '.') != TF_STR_NONE) break;
  }
  if (parent == NULL) shown = tf_str_c("ffi.Object");
  tf_str alias = sg_format(s->arena, "_%.*s", SG_ARG(shown));
  for (size_t i = 0; i < alias.size; i++) {
    char* c = (char*)(uintptr_t)&alias.data[i];
    if (*c == '.') *c = '_';
  }
  APPENDF(d, "# tvm-ffi-stubgen(import-object): %.*s;False;%.*s\n", SG_ARG(shown), SG_ARG(alias));
  return alias;
}

static void append_class(draft* d, const sg_type* type, const sg_class_list* adding) {
  tf_str name = sg_last_part(sg_ty_map_class(&d->s->g->map, type->key));
  if (!sg_is_name(name) || tf_str_find_byte(type->key, '"') != TF_STR_NONE) {
    sg_warning(d->s->g->diags, d->file->path, 0,
               "the class `%.*s` is left out: its name is no Python name", SG_ARG(type->key));
    return;
  }
  tf_str parent = append_parent(d, type, adding);
  APPENDF(d, "@_FFI_REG_OBJ(\"%.*s\")\nclass %.*s(%.*s):\n", SG_ARG(type->key), SG_ARG(name),
          SG_ARG(parent));
  APPENDF(d, "    \"\"\"FFI binding for `%.*s`.\"\"\"\n\n", SG_ARG(type->key));
  APPENDF(d, "    # tvm-ffi-stubgen(begin): object/%.*s\n    # tvm-ffi-stubgen(end)\n\n",
          SG_ARG(type->key));
}

static void append_library(draft* d) {
  scaffold* s = d->s;
  sg_text line = sg_text_new(s->arena);
  append_c(
      d, "# tvm-ffi-stubgen(import-object): tvm_ffi.libinfo.load_lib_module;False;_FFI_LOAD_LIB\n");
  if (s->request->library_class) {
    APPENDF(d, "# tvm-ffi-stubgen(begin): library/%.*s\n# tvm-ffi-stubgen(end)\n",
            SG_ARG(s->request->library));
    sg_putf(&line, "LIB: %.*s = _FFI_LOAD_LIB(",
            SG_ARG(sg_library_class(s->arena, s->request->library)));
  } else {
    sg_put_c(&line, "LIB = _FFI_LOAD_LIB(");
  }
  sg_put_python_string(&line, s->request->package);
  sg_put_c(&line, ", ");
  sg_put_python_string(&line, s->request->library);
  sg_put_c(&line, s->request->library_class ? ")  # type: ignore[assignment]\n" : ")\n");
  append(d, sg_text_view(&line));
}

static void extend_api(draft* d, tf_str prefix, const sg_class_list* classes) {
  if (d->file->text.size == 0) {
    APPENDF(d, "\"\"\"FFI API bindings for %.*s.\"\"\"\n", SG_ARG(prefix));
  }
  if (!has_block(d, SG_IMPORT_SECTION)) {
    append_c(d, "\n# tvm-ffi-stubgen(begin): import-section\n# tvm-ffi-stubgen(end)\n");
  }
  if (tf_str_equal(prefix, d->s->root) && !has_loader(d)) append_library(d);
  if (!has_block(d, SG_GLOBAL)) {
    APPENDF(d, "# tvm-ffi-stubgen(begin): global/%.*s\n# tvm-ffi-stubgen(end)\n", SG_ARG(prefix));
  }
  if (classes->list.count != 0) {
    append_c(d, "# tvm-ffi-stubgen(import-object): tvm_ffi.register_object;False;_FFI_REG_OBJ\n");
  }
  for (size_t i = 0; i < classes->list.count; i++) {
    append_class(d, classes->list.items[i], classes);
  }
  if (!has_block(d, SG_ALL)) {
    append_c(d,
             "\n__all__ = [\n    # tvm-ffi-stubgen(begin): __all__\n"
             "    # tvm-ffi-stubgen(end)\n]\n");
  }
}

/* ---- __init__.py ---- */

static void extend_init(draft* d, tf_str prefix) {
  static const char block[] =
      "\n# tvm-ffi-stubgen(begin): export/_ffi_api\n# tvm-ffi-stubgen(end)\n";
  if (d->file->text.size == 0) APPENDF(d, "\"\"\"Package %.*s.\"\"\"\n", SG_ARG(prefix));
  if (!has_block(d, SG_EXPORT)) append_c(d, block);
}

/* ---- One prefix ---- */

static bool has_functions(scaffold* s, tf_str prefix) {
  size_t count;
  sg_function* functions = sg_model_functions(s->g->model, prefix, &count);
  if (sg_map_find(&s->present.prefixes, prefix) != NULL) return false;
  for (size_t i = 0; i < count; i++) {
    if (sg_model_schema(s->g->model, &functions[i]) != NULL) return true;
  }
  return false;
}

static void extend_package(scaffold* s, tf_str prefix) {
  sg_class_list classes;
  draft api, init;
  bool api_listed, init_listed;
  sg_classes_missing(s->arena, s->g->model, &s->present, prefix, &classes);
  if (classes.list.count == 0 && !has_functions(s, prefix)) return;
  if (!sg_is_dotted_name(prefix)) {
    sg_warning(s->g->diags, tf_str_of("", 0), 0,
               "the prefix `%.*s` is left out: it is no name of a Python package", SG_ARG(prefix));
    return;
  }
  tf_str folder =
      sg_format(s->arena, "%.*s/%.*s", tf_str_equal_c(s->base, "/") ? 0 : (int)s->base.size,
                s->base.data, SG_ARG(prefix));
  for (size_t i = folder.size - prefix.size; i < folder.size; i++) {
    char* c = (char*)(uintptr_t)&folder.data[i];
    if (*c == '.') *c = '/';
  }
  folder = sg_source_resolve(s->arena, folder);
  if (!begin_draft(s, sg_format(s->arena, "%.*s/_ffi_api.py", SG_ARG(folder)), &api, &api_listed) ||
      !begin_draft(s, sg_format(s->arena, "%.*s/__init__.py", SG_ARG(folder)), &init,
                   &init_listed)) {
    return;
  }
  if (api.file->blocks.skip_file) {
    sg_warning(s->g->diags, api.file->path, 0,
               "left alone (skip-file), so the package of `%.*s` is not scaffolded",
               SG_ARG(prefix));
    return;
  }
  extend_api(&api, prefix, &classes);
  end_draft(&api, api_listed);
  if (!init.file->blocks.skip_file) {
    extend_init(&init, prefix);
    end_draft(&init, init_listed);
  }
  if (tf_str_equal(prefix, s->root) && init.file->is_new && !exists(s->arena, folder, "py.typed")) {
    s->result->marker_file = sg_format(s->arena, "%.*s/py.typed", SG_ARG(folder));
  }
}

/* ---- All prefixes ---- */

typedef struct names {
  SG_LIST(tf_str) list;
  sg_map seen;
} names;

static void add_name(sg_arena* arena, names* to, tf_str name) {
  if (sg_map_find(&to->seen, name) != NULL) return;
  sg_map_set(&to->seen, name, to);
  *SG_PUSH(arena, &to->list) = name;
}

/* All prefixes of the registry: of types, then of functions, each in order. */
static names all_prefixes(scaffold* s) {
  names out;
  memset(&out, 0, sizeof out);
  out.seen = sg_map_new(s->arena);
  for (size_t i = 0; i < s->g->model->types.count; i++) {
    const sg_type* type = s->g->model->types.items[i];
    if (type->has_dot) add_name(s->arena, &out, type->prefix);
  }
  for (size_t i = 0; i < s->g->model->functions.count; i++) {
    const sg_function* function = &s->g->model->functions.items[i];
    if (function->has_dot) add_name(s->arena, &out, function->prefix);
  }
  return out;
}

static int compare_texts(const void* a, const void* b) {
  return tf_str_compare(*(const tf_str*)a, *(const tf_str*)b);
}

static void refuse_prefix(scaffold* s, names* prefixes) {
  sg_text known = sg_text_new(s->arena);
  sg_nearest nearest = sg_nearest_to(s->root);
  qsort(prefixes->list.items, prefixes->list.count, sizeof *prefixes->list.items, compare_texts);
  for (size_t i = 0; i < prefixes->list.count; i++) {
    tf_str prefix = prefixes->list.items[i];
    if (prefix.size == 0 || sg_is_below(prefix, tf_str_c("ffi"))) continue;
    sg_nearest_offer(&nearest, prefix);
    sg_putf(&known, "%s%.*s", known.size == 0 ? "" : ", ", SG_ARG(prefix));
  }
  tf_str hint = sg_nearest_hint(&nearest, s->arena);
  if (known.size == 0) {
    sg_error(s->g->diags, tf_str_of("", 0), 0,
             "nothing is registered below the prefix `%.*s.`, nor below any other of a library; "
             "name the library with --dlls",
             SG_ARG(s->root));
  } else {
    sg_error(s->g->diags, tf_str_of("", 0), 0,
             "nothing is registered below the prefix `%.*s.`%.*s (registered: %.*s)",
             SG_ARG(s->root), SG_ARG(hint), SG_ARG(sg_text_view(&known)));
  }
}

void sg_scaffold(sg_generator* generator, const sg_scaffold_request* request, sg_files* files,
                 sg_scaffold_result* out) {
  scaffold s;
  bool any = false;
  memset(&s, 0, sizeof s);
  out->marker_file = tf_str_of("", 0);
  s.g = generator;
  s.arena = generator->arena;
  s.request = request;
  s.files = files;
  s.result = out;
  s.root = sg_strip(request->prefix);
  if (s.root.size != 0 && s.root.data[s.root.size - 1] == '.') s.root.size--;
  if (s.root.size == 0) {
    sg_error(generator->diags, tf_str_of("", 0), 0, "--init-prefix is blank");
    return;
  }
  s.base = sg_scaffold_base(s.arena, request->path, s.root);
  sg_present_find(s.arena, files, NULL, &s.present);
  names prefixes = all_prefixes(&s);
  for (size_t i = 0; i < prefixes.list.count; i++) {
    if (!sg_is_below(prefixes.list.items[i], s.root)) continue;
    any = true;
    extend_package(&s, prefixes.list.items[i]);
  }
  if (!any) refuse_prefix(&s, &prefixes);
}
