/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "fsio.h"
#include "io.h"
#include "lock.h"
#include "outcome.h"
#include "prefix.h"
#include "registry.h"
#include "report.h"
#include "scaffold.h"

#ifndef TVM_FFI_FULL_VERSION
#define TVM_FFI_FULL_VERSION "unknown"
#endif

/* No tree of Python files is near this; hostile input meets it before the machine's end. */
static const size_t memory_max = (size_t)4 << 30;

typedef struct run {
  const sg_host* host;
  size_t count;
  const char* const* args;
  int status;
  sg_arena arena;
  sg_options options;
  sg_diags diags;
  sg_text out;
  bool color;
  sg_model model;
  sg_registry* registry;
  struct {
    SG_LIST(sg_library) list;
  } opened;
  sg_generator generator;
  sg_sources sources;
  sg_files files;
  sg_locks locks;
  sg_writes writes;
  tf_str scaffold_base;
  sg_scaffold_result scaffolded;
} run;

static bool wants_color(const sg_options* options, FILE* out) {
  if (options->color != SG_COLOR_AUTO) return options->color == SG_COLOR_ALWAYS;
  const char* no_color = getenv("NO_COLOR");
  return (no_color == NULL || *no_color == '\0') && isatty(fileno(out));
}

/* ---- Loading what registers ---- */

static bool load_modules(run* r) {
  if (r->options.imports.count == 0) return true;
  if (r->host->import_module == NULL) {
    if (r->host->hand_over != NULL) r->host->hand_over(r->count, r->args);
    sg_error(&r->diags, tf_str_of("", 0), 0,
             "--imports needs Python, and no python3 was found next to this tool or in PATH");
    return false;
  }
  for (size_t i = 0; i < r->options.imports.count; i++) {
    char message[512] = "";
    const char* name = sg_c_str(&r->arena, r->options.imports.items[i]);
    if (r->host->import_module(name, message, sizeof message)) continue;
    sg_error(&r->diags, tf_str_of("", 0), 0, "cannot import `%s`: %s", name, message);
  }
  return r->diags.errors == 0;
}

/* The name of the build target that makes a file of this name. */
static tf_str target_of(tf_str path) {
  tf_str name = sg_path_file(path);
  name = tf_str_slice(name, 0, tf_str_find_last_byte(name, '.'));
  return tf_str_starts_with(name, tf_str_c("lib")) ? tf_str_slice(name, 3, name.size) : name;
}

/* A library that uses the interpreter's own functions can only be loaded inside one. */
static void hand_over_if_python_is_missing(run* r, size_t said) {
  for (size_t i = said; i < r->diags.list.count; i++) {
    tf_str message = r->diags.list.items[i].message;
    bool python = tf_str_find(message, tf_str_c("undefined symbol: Py")) != TF_STR_NONE ||
                  tf_str_find(message, tf_str_c("undefined symbol: _Py")) != TF_STR_NONE;
    if (python && r->host->hand_over != NULL) r->host->hand_over(r->count, r->args);
  }
}

static bool load_libraries(run* r) {
  sg_map seen = sg_map_new(&r->arena);
  bool good = true;
  for (size_t i = 0; i < r->options.dlls.count; i++) {
    tf_str path = r->options.dlls.items[i];
    /* A path without a slash would be looked for in the system's folders. */
    tf_str file = sg_source_resolve(&r->arena, path);
    if (sg_map_find(&seen, file) != NULL) continue;
    sg_map_set(&seen, file, r);
    size_t said = r->diags.list.count;
    void* handle = sg_registry_open(r->registry, &r->arena, file, &r->diags);
    if (handle == NULL) hand_over_if_python_is_missing(r, said);
    good &= handle != NULL;
    sg_library* library = SG_PUSH(&r->arena, &r->opened.list);
    library->target = target_of(file);
    library->path = file;
    library->handle = handle;
  }
  return good;
}

/* ---- Which parts of the registry are needed ---- */

static bool needs_registry(const run* r) {
  if (r->options.init || r->options.verbose || r->options.json) return true;
  for (size_t i = 0; i < r->files.list.count; i++) {
    const sg_blocks* blocks = &r->files.list.items[i]->blocks;
    for (size_t k = 0; k < blocks->pieces.count; k++) {
      const sg_piece* piece = &blocks->pieces.items[k];
      bool names = piece->kind == SG_BLOCK && piece->block <= SG_LIBRARY;
      if (names || (piece->kind == SG_DIRECTIVE && piece->directive == SG_PREFIX)) return true;
    }
  }
  return false;
}

/* ---- Standard output ---- */

static int compare_order(const void* a, const void* b) {
  const sg_function *x = *(sg_function* const*)a, *y = *(sg_function* const*)b;
  return x->order < y->order ? -1 : x->order > y->order;
}

/* Functions without a usable schema: those that a block wanted, or with --verbose all. */
static void put_skipped(run* r) {
  SG_LIST(sg_function*) list = {NULL, 0, 0};
  const sg_function* last = NULL;
  for (size_t i = 0; i < r->generator.skipped.count; i++) {
    *SG_PUSH(&r->arena, &list) = r->generator.skipped.items[i];
  }
  for (size_t i = 0; r->options.verbose && i < r->model.functions.count; i++) {
    sg_function* function = &r->model.functions.items[i];
    if (function->has_dot && sg_model_schema(&r->model, function) != NULL) continue;
    *SG_PUSH(&r->arena, &list) = function;
  }
  if (list.count != 0) qsort(list.items, list.count, sizeof *list.items, compare_order);
  for (size_t i = 0; i < list.count; i++) {
    const sg_function* function = list.items[i];
    if (function == last) continue;
    last = function;
    const char* what =
        function->has_dot ? "Function has no type schema" : "Invalid name in global function";
    sg_put_line(&r->out, r->color, SG_YELLOW_LINE,
                sg_format(&r->arena, "[Skipped] %s: %.*s", what, SG_ARG(function->name)));
  }
}

static void put_notices(run* r) {
  for (size_t i = 0; i < r->generator.notices.count; i++) {
    sg_put_line(&r->out, r->color, SG_YELLOW_LINE, r->generator.notices.items[i]);
  }
}

static void flush(run* r) {
  if (r->out.size != 0) fwrite(r->out.data, 1, r->out.size, r->host->out);
  r->out.size = 0;
  fflush(r->host->out);
  sg_diags_print(&r->diags, r->host->err);
  r->diags.list.count = 0;
  fflush(r->host->err);
}

/* ---- The run ---- */

static void generate(run* r) {
  sg_generate_maps(&r->generator, &r->files);
  if (r->options.init && r->diags.errors == 0) {
    sg_scaffold_request request = {r->options.paths.items[0], r->options.init_package,
                                   r->options.init_library, r->options.init_prefix,
                                   r->options.init_library_class};
    sg_scaffold(&r->generator, &request, &r->files, &r->scaffolded);
  }
  sg_prefix_apply(&r->generator, &r->files);
  for (size_t i = 0; i < r->files.list.count; i++) {
    sg_file* file = r->files.list.items[i];
    if (!file->blocks.skip_file) sg_generate_file(&r->generator, file);
  }
}

static void remove_leftovers(run* r) {
  for (size_t i = 0; i < r->sources.leftovers.count; i++) {
    (void)sg_io_unlink(SG_IO_HERE, sg_c_str(&r->arena, r->sources.leftovers.items[i]));
  }
}

/* Decides what the run comes to. Changes nothing yet. */
static int decide(run* r) {
  if (r->options.output_dir.size != 0 && r->diags.errors == 0) {
    sg_outcome_redirect(&r->arena, &r->options, &r->sources, r->scaffold_base, &r->files,
                        &r->scaffolded.marker_file, &r->diags);
  }
  put_skipped(r);
  put_notices(r);
  if (r->diags.errors != 0) return SG_EXIT_FAILED;
  size_t stale = sg_outcome_print(&r->arena, &r->options, &r->files, r->color, &r->out);
  if (r->options.check && stale != 0) return SG_EXIT_STALE;
  if (!r->options.dry_run) {
    sg_outcome_collect(&r->arena, &r->files, r->scaffolded.marker_file, &r->writes, &r->diags);
  }
  return r->diags.errors == 0 ? SG_EXIT_DONE : SG_EXIT_FAILED;
}

static void put_report(run* r, int status) {
  if (!r->options.json) return;
  r->out.size = 0;
  sg_report_write(&r->generator, &r->files, TVM_FFI_FULL_VERSION, status, &r->out);
}

/* Everything that needs memory comes before the first change: when a run fails for want of it, no file is new. */
static int conclude(run* r) {
  int status = decide(r);
  put_report(r, status);
  if (status != SG_EXIT_DONE) return status;
  sg_stamps stamps = sg_outcome_stamps(&r->arena, &r->options, &r->sources, &r->files);
  bool good = sg_writes_commit(&r->arena, &r->writes, &r->diags);
  if (good) sg_outcome_write_stamps(&stamps, &r->diags);
  if (good && r->diags.errors == 0) return SG_EXIT_DONE;
  put_report(r, SG_EXIT_FAILED);
  return SG_EXIT_FAILED;
}

static int work(run* r) {
  const sg_options* options = &r->options;
  bool loaded = load_modules(r) && load_libraries(r);
  tf_str results = {NULL, 0};
  if (options->output_dir.size != 0) {
    results = sg_source_resolve(&r->arena, sg_path_tidy(&r->arena, options->output_dir));
  }
  sg_sources_find(&r->arena, options->paths.items, options->paths.count, options->init, results,
                  &r->diags, &r->sources);
  if (results.size != 0) *SG_PUSH(&r->arena, &r->sources.roots) = results;
  if (!options->dry_run) {
    sg_locks_take(&r->arena, &r->locks, r->sources.roots.items, r->sources.roots.count);
    remove_leftovers(r);
  }
  sg_sources_load(&r->arena, &r->sources, &r->diags, &r->files);
  if (options->init) {
    r->scaffold_base =
        sg_source_resolve(&r->arena, sg_path_tidy(&r->arena, options->paths.items[0]));
  }
  if (loaded && needs_registry(r))
    loaded = sg_registry_list(r->registry, &r->arena, &r->model, &r->diags);
  if (!loaded) {
    put_report(r, SG_EXIT_FAILED);
    return SG_EXIT_FAILED;
  }
  for (size_t i = 0; i < r->opened.list.count; i++) {
    *SG_PUSH(&r->arena, &r->model.libraries) = r->opened.list.items[i];
  }
  r->generator.render.inner = options->indent;
  r->generator.render.docs = options->docs;
  r->generator.prune = options->prune;
  generate(r);
  return conclude(r);
}

static int start(run* r) {
  r->diags = sg_diags_new(&r->arena);
  r->out = sg_text_new(&r->arena);
  const char* why = sg_options_parse(&r->arena, r->count, r->args, &r->options);
  if (why == NULL && sg_io_begin() != 0) why = "TVM_FFI_STUBGEN_FAULT is malformed";
  if (why != NULL) {
    fprintf(r->host->err, "%stvm-ffi-stubgen: error: %s\n", sg_usage_text, why);
    return SG_EXIT_FAILED;
  }
  if (r->options.version) {
    fputs("tvm-ffi-stubgen " TVM_FFI_FULL_VERSION "\n", r->host->out);
    return SG_EXIT_DONE;
  }
  if (r->options.help || r->options.paths.count == 0) {
    fputs(sg_help_text, r->host->out);
    return r->options.help ? SG_EXIT_DONE : SG_EXIT_FAILED;
  }
  r->color = wants_color(&r->options, r->host->out);
  sg_model_begin(&r->model, &r->arena);
  sg_generator_begin(&r->generator, &r->arena, &r->diags, &r->model);
  int status = work(r);
  flush(r);
  return status;
}

static void start_guarded(sg_arena* arena, void* context) {
  run* r = context;
  (void)arena;
  r->status = start(r);
}

int sg_run(const sg_host* host, size_t count, const char* const* args) {
  static const char no_memory[] =
      "tvm-ffi-stubgen: error: out of memory; nothing more was changed\n";
  run* r = tf_mem_zalloc(sizeof *r);
  if (r != NULL) r->registry = sg_registry_new();
  if (r == NULL || r->registry == NULL) {
    tf_mem_free(r);
    fputs(no_memory, host->err);
    return SG_EXIT_FAILED;
  }
  sg_arena_begin(&r->arena, memory_max);
  r->host = host;
  r->count = count;
  r->args = args;
  if (!sg_arena_guard(&r->arena, start_guarded, r)) {
    fputs(no_memory, host->err);
    r->status = SG_EXIT_FAILED;
  }
  int status = r->status;
  sg_writes_drop(&r->writes);
  sg_registry_drop(&r->registry);
  sg_sources_drop(&r->sources);
  sg_locks_drop(&r->locks);
  sg_arena_drop(&r->arena);
  tf_mem_free(r);
  fflush(host->out);
  fflush(host->err);
  return status;
}
