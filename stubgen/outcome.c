/* SPDX-License-Identifier: Apache-2.0 */
#include "outcome.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "diff.h"
#include "io.h"

void sg_put_line(sg_text* out, bool color, sg_tint tint, tf_str line) {
  static const char* const codes[] = {"", "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[36m"};
  bool tinted = color && tint != SG_PLAIN_LINE;
  if (tinted) sg_put_c(out, codes[tint]);
  sg_put(out, line);
  if (tinted) sg_put_c(out, "\x1b[0m");
  sg_put_char(out, '\n');
}

/* ---- --output-dir ---- */

static tf_str below(tf_str target, tf_str root) {
  if (!tf_str_starts_with(target, root)) return sg_path_file(target);
  tf_str rest = tf_str_slice(target, root.size, target.size);
  while (rest.size != 0 && rest.data[0] == '/') rest = tf_str_slice(rest, 1, rest.size);
  return rest.size == 0 ? sg_path_file(target) : rest;
}

/* The path of a file below its PATH. Links inside count by their own names. */
static tf_str place_of(const sg_sources* sources, tf_str scaffold_base, const sg_file* file) {
  for (size_t i = 0; i < sources->files.count; i++) {
    const sg_found* found = &sources->files.items[i];
    if (!tf_str_equal(found->target, file->target)) continue;
    bool is_here = tf_str_equal_c(found->root, ".");
    return is_here ? found->path : below(found->path, found->root);
  }
  return below(file->target, scaffold_base);
}

static void read_present(sg_arena* arena, sg_file* file, sg_diags* diags) {
  int exists = sg_io_exists(file->target.data);
  file->bytes = tf_str_of("", 0);
  file->is_new = exists == 0;
  if (exists < 0) sg_error(diags, file->target, 0, "cannot read: %s", strerror(errno));
  if (exists > 0) (void)sg_source_read(arena, file->target, diags, &file->bytes);
}

void sg_outcome_redirect(sg_arena* arena, const sg_options* options, const sg_sources* sources,
                         tf_str scaffold_base, sg_files* files, tf_str* marker_file,
                         sg_diags* diags) {
  sg_map owners = sg_map_new(arena);
  tf_str folder = sg_source_resolve(arena, sg_path_tidy(arena, options->output_dir));
  if (!sg_path_is_absolute(folder)) {
    folder = sg_format(arena, "%.*s/%.*s", SG_ARG(sg_source_resolve(arena, tf_str_c("."))),
                       SG_ARG(folder));
  }
  for (size_t i = 0; i < files->list.count; i++) {
    sg_file* file = files->list.items[i];
    if (file->blocks.skip_file) continue;
    tf_str place = place_of(sources, scaffold_base, file);
    tf_str target = sg_format(arena, "%.*s/%.*s", SG_ARG(folder), SG_ARG(place));
    const sg_file* owner = sg_map_find(&owners, target);
    if (owner != NULL) {
      sg_error(diags, file->path, 0, "would be written to the same place as %.*s: %.*s",
               SG_ARG(owner->path), SG_ARG(target));
      continue;
    }
    sg_map_set(&owners, target, file);
    file->target = sg_source_resolve(arena, target);
    read_present(arena, file, diags);
  }
  if (marker_file->size != 0) {
    tf_str place = below(*marker_file, scaffold_base);
    *marker_file = sg_format(arena, "%.*s/%.*s", SG_ARG(folder), SG_ARG(place));
  }
}

/* ---- What is printed and written ---- */

static bool is_stale(const sg_file* file) {
  if (file->blocks.skip_file) return false;
  return file->is_new || !tf_str_equal(file->bytes, file->result);
}

size_t sg_outcome_print(sg_arena* arena, const sg_options* options, const sg_files* files,
                        bool color, sg_text* out) {
  size_t stale = 0;
  for (size_t i = 0; i < files->list.count; i++) {
    const sg_file* file = files->list.items[i];
    if (file->blocks.skip_file) continue;
    bool changes = is_stale(file);
    stale += changes;
    if (options->verbose) {
      sg_put_line(out, color, SG_CYAN_LINE, sg_format(arena, "[File] %.*s", SG_ARG(file->target)));
      if (!changes) sg_put_line(out, color, SG_CYAN_LINE, tf_str_c("-----> Unchanged"));
    }
    if (changes && (options->verbose || options->diff)) {
      sg_diff_style style = {color, options->diff};
      sg_diff(arena, file->target, file->bytes, file->result, style, out);
    }
    if (changes && options->check) {
      sg_put_line(out, color, SG_YELLOW_LINE,
                  sg_format(arena, "[Stale] %.*s", SG_ARG(file->target)));
    }
  }
  return stale;
}

static bool goes_first(const sg_file* file) {
  return file->is_new && !tf_str_equal_c(sg_path_file(file->target), "_ffi_api.py");
}

/* What a scaffold puts around the bindings comes before them: a scaffold that was stopped half-way is made again by the
   next run only for names that no block has yet. */
void sg_outcome_collect(sg_arena* arena, const sg_files* files, tf_str marker_file,
                        sg_writes* writes, sg_diags* diags) {
  int marked = marker_file.size == 0 ? 1 : sg_io_exists(marker_file.data);
  if (marked == 0) sg_writes_put(arena, writes, marker_file, tf_str_of("", 0));
  if (marked < 0) sg_error(diags, marker_file, 0, "cannot look at it: %s", strerror(errno));
  for (int round = 0; round < 2; round++) {
    for (size_t i = 0; i < files->list.count; i++) {
      const sg_file* file = files->list.items[i];
      if (!is_stale(file) || goes_first(file) != (round == 0)) continue;
      sg_writes_put(arena, writes, file->target, file->result);
    }
  }
}

/* ---- For build systems ---- */

/* A path in make's syntax. */
static void put_make_path(sg_text* out, tf_str path) {
  for (size_t i = 0; i < path.size; i++) {
    char c = path.data[i];
    if (c == ' ' || c == '#') sg_put_char(out, '\\');
    if (c == '$') sg_put_char(out, '$');
    sg_put_char(out, c);
  }
}

/* `path` ends with a NUL. */
static bool write_whole(tf_str path, tf_str bytes, sg_diags* diags) {
  int fd = sg_io_open(SG_IO_HERE, path.data, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  bool good = fd >= 0 && (bytes.size == 0 || sg_io_write(fd, bytes.data, bytes.size) == 0);
  /* An empty stamp is as good as any; its time has to be now even when it was there. */
  if (good) good = futimens(fd, NULL) == 0;
  int error = errno;
  if (fd >= 0 && sg_io_close(fd) != 0 && good) {
    good = false;
    error = errno;
  }
  if (!good) sg_error(diags, path, 0, "cannot write: %s", strerror(error));
  return good;
}

static void put_dependency(sg_text* out, sg_map* seen, tf_str path) {
  if (sg_map_find(seen, path) != NULL) return;
  sg_map_set(seen, path, out);
  sg_put_char(out, ' ');
  put_make_path(out, path);
}

static tf_str depfile_text(sg_arena* arena, const sg_options* options, const sg_sources* sources,
                           const sg_files* files) {
  sg_text text = sg_text_new(arena);
  sg_map seen = sg_map_new(arena);
  put_make_path(&text, options->stamp.size != 0 ? options->stamp : options->depfile);
  sg_put_char(&text, ':');
  for (size_t i = 0; i < sources->folders.count; i++) {
    put_dependency(&text, &seen, sg_source_resolve(arena, sources->folders.items[i]));
  }
  for (size_t i = 0; i < sources->files.count; i++) {
    put_dependency(&text, &seen, sources->files.items[i].target);
  }
  for (size_t i = 0; i < files->list.count; i++) {
    put_dependency(&text, &seen, sg_path_folder(files->list.items[i]->target));
    put_dependency(&text, &seen, files->list.items[i]->target);
  }
  sg_put_char(&text, '\n');
  return sg_text_view(&text);
}

sg_stamps sg_outcome_stamps(sg_arena* arena, const sg_options* options, const sg_sources* sources,
                            const sg_files* files) {
  sg_stamps stamps = {sg_copy(arena, options->depfile), {NULL, 0}, sg_copy(arena, options->stamp)};
  if (stamps.depfile.size != 0) stamps.depends = depfile_text(arena, options, sources, files);
  return stamps;
}

void sg_outcome_write_stamps(const sg_stamps* stamps, sg_diags* diags) {
  if (stamps->depfile.size != 0 && !write_whole(stamps->depfile, stamps->depends, diags)) return;
  if (stamps->stamp.size != 0) (void)write_whole(stamps->stamp, tf_str_of("", 0), diags);
}
