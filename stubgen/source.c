/* SPDX-License-Identifier: Apache-2.0 */
#include "source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "io.h"

/* Files beyond this are refused; 1 GiB of Python is no Python. */
#define SG_FILE_MAX ((uint64_t)1 << 30)

tf_str sg_path_folder(tf_str path) {
  size_t slash = tf_str_find_last_byte(path, '/');
  if (slash == TF_STR_NONE) return tf_str_c(".");
  return tf_str_slice(path, 0, slash == 0 ? 1 : slash);
}

tf_str sg_path_file(tf_str path) {
  size_t slash = tf_str_find_last_byte(path, '/');
  return slash == TF_STR_NONE ? path : tf_str_slice(path, slash + 1, path.size);
}

bool sg_path_is_absolute(tf_str path) {
#if defined(_WIN32)
  if (path.size > 1 && path.data[1] == ':') return true;
#endif
  return path.size != 0 && path.data[0] == '/';
}

tf_str sg_path_tidy(sg_arena* arena, tf_str path) {
  sg_text out = sg_text_new(arena);
  bool absolute = path.size != 0 && path.data[0] == '/';
  if (absolute) sg_put_char(&out, '/');
  while (path.size != 0) {
    size_t slash = tf_str_find_byte(path, '/');
    tf_str part = tf_str_slice(path, 0, slash);
    path = slash == TF_STR_NONE ? tf_str_of("", 0) : tf_str_slice(path, slash + 1, path.size);
    if (part.size == 0 || tf_str_equal_c(part, ".")) continue;
    if (out.size > (absolute ? 1u : 0u)) sg_put_char(&out, '/');
    sg_put(&out, part);
  }
  return out.size == 0 ? tf_str_c(".") : sg_copy(arena, sg_text_view(&out));
}

static tf_str join(sg_arena* arena, tf_str folder, tf_str name) {
  if (tf_str_equal_c(folder, ".")) return sg_copy(arena, name);
  bool slash = folder.size != 0 && folder.data[folder.size - 1] == '/';
  sg_text out = sg_text_new(arena);
  sg_put(&out, folder);
  if (!slash) sg_put_char(&out, '/');
  sg_put(&out, name);
  return sg_copy(arena, sg_text_view(&out));
}

tf_str sg_source_resolve(sg_arena* arena, tf_str path) {
  char buffer[PATH_MAX];
  if (realpath(sg_c_str(arena, path), buffer) != NULL) return sg_copy(arena, tf_str_c(buffer));
  /* The nearest folder that exists, and the rest as it is. */
  tf_str folder = sg_path_folder(path);
  if (tf_str_equal(folder, path)) return path;
  return join(arena, sg_source_resolve(arena, folder), sg_path_file(path));
}

tf_str sg_source_temp_name(sg_arena* arena, tf_str target) {
  tf_str name = sg_path_file(target);
  /* Names near the system's limit keep their beginning. */
  return sg_format(arena, "%.*s/.%.*s.tvmffi-%ld.tmp", SG_ARG(sg_path_folder(target)),
                   (int)(name.size > 200 ? 200 : name.size), name.data, (long)getpid());
}

/* True for the temporary file of a run that has ended. */
static bool is_leftover(const char* name) {
  const char* mark = strstr(name, ".tvmffi-");
  if (name[0] != '.' || mark == NULL) return false;
  char* end = NULL;
  long pid = strtol(mark + 8, &end, 10);
  if (end == mark + 8 || strcmp(end, ".tmp") != 0 || pid <= 0 || pid > INT_MAX) return false;
  return pid == (long)getpid() || (kill((pid_t)pid, 0) != 0 && errno == ESRCH);
}

static bool is_python_name(const char* name) {
  size_t size = strlen(name);
  const char* dot = strrchr(name, '.');
  if (dot == NULL || dot == name || size == 0) return false;
  return strcasecmp(dot, ".py") == 0 || strcasecmp(dot, ".pyi") == 0;
}

typedef struct search {
  sg_arena* arena;
  sg_diags* diags;
  sg_sources* out;
  tf_str leave_out;
  SG_LIST(sg_found) folders; /* still to be looked into */
} search;

static void cannot(search* s, tf_str path, const char* what) {
  sg_error(s->diags, path, 0, "cannot %s: %s", what, strerror(errno));
}

static void take_file(search* s, tf_str path, tf_str target, tf_str root, bool is_regular) {
  sg_found* found = SG_PUSH(s->arena, &s->out->files);
  found->path = path;
  found->target = target;
  found->root = root;
  found->is_regular = is_regular;
}

static void look_at_entry(search* s, const sg_found* folder, DIR* dir, const struct dirent* entry) {
  struct stat info;
  tf_str name = tf_str_c(entry->d_name);
  unsigned char kind = entry->d_type;
  if (tf_str_equal_c(name, ".") || tf_str_equal_c(name, "..")) return;
  if (is_leftover(entry->d_name)) {
    *SG_PUSH(s->arena, &s->out->leftovers) = join(s->arena, folder->target, name);
    return;
  }
  if (kind == DT_UNKNOWN && fstatat(dirfd(dir), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0) {
    kind = S_ISDIR(info.st_mode)   ? DT_DIR
           : S_ISLNK(info.st_mode) ? DT_LNK
           : S_ISREG(info.st_mode) ? DT_REG
                                   : DT_UNKNOWN;
  }
  if (kind == DT_DIR) {
    tf_str target = join(s->arena, folder->target, name);
    if (tf_str_equal(target, s->leave_out)) return;
    sg_found* next = SG_PUSH(s->arena, &s->folders);
    next->path = join(s->arena, folder->path, name);
    next->target = target;
    next->root = folder->root;
    return;
  }
  if (!is_python_name(entry->d_name)) return;
  tf_str path = join(s->arena, folder->path, name);
  if (kind != DT_LNK) {
    take_file(s, path, join(s->arena, folder->target, name), folder->root, kind == DT_REG);
  } else if (sg_io_stat(dirfd(dir), entry->d_name, &info) != 0) {
    cannot(s, path, "follow the link");
  } else if (!S_ISDIR(info.st_mode)) {
    take_file(s, path, sg_source_resolve(s->arena, path), folder->root, S_ISREG(info.st_mode));
  }
}

/* Opens a folder for reading; sg_sources_drop closes it should the arena jump meanwhile. */
static DIR* open_folder(search* s, tf_str path) {
  int fd = sg_io_open(SG_IO_HERE, sg_c_str(s->arena, path), O_RDONLY | O_DIRECTORY, 0);
  DIR* dir = fd < 0 ? NULL : fdopendir(fd);
  if (fd >= 0 && dir == NULL) (void)sg_io_close(fd);
  s->out->open_folder = dir;
  return dir;
}

void sg_sources_drop(sg_sources* sources) {
  if (sources->open_folder != NULL) closedir(sources->open_folder);
  sources->open_folder = NULL;
}

/* The next entry; NULL at the end. What cannot be read to its end must not pass for a folder with fewer files. */
static const struct dirent* next_entry(search* s, DIR* dir, tf_str path) {
  errno = 0;
  const struct dirent* entry = readdir(dir);
  if (entry == NULL && errno != 0) cannot(s, path, "read the folder");
  return entry;
}

static void look_into(search* s, const sg_found* folder) {
  DIR* dir = open_folder(s, folder->path);
  if (dir == NULL) {
    cannot(s, folder->path, "read the folder");
    return;
  }
  *SG_PUSH(s->arena, &s->out->folders) = folder->path;
  const struct dirent* entry;
  while ((entry = next_entry(s, dir, folder->path)) != NULL) look_at_entry(s, folder, dir, entry);
  sg_sources_drop(s->out);
}

/* The folder of a PATH that is a file is not searched, but a dead run may have left something there. */
static void look_for_leftovers(search* s, tf_str folder) {
  DIR* dir = open_folder(s, folder);
  const struct dirent* entry;
  if (dir == NULL) return;
  while ((entry = readdir(dir)) != NULL) {
    if (!is_leftover(entry->d_name)) continue;
    *SG_PUSH(s->arena, &s->out->leftovers) = join(s->arena, folder, tf_str_c(entry->d_name));
  }
  sg_sources_drop(s->out);
}

static void look_at_path(search* s, tf_str given, bool may_be_absent) {
  struct stat info;
  if (given.size == 0) {
    sg_error(s->diags, tf_str_of("", 0), 0, "an empty PATH; write `.` for the current folder");
    return;
  }
  tf_str path = sg_path_tidy(s->arena, given);
  if (sg_io_stat(SG_IO_HERE, path.data, &info) != 0) {
    if (!may_be_absent || errno != ENOENT) cannot(s, path, "open");
    return;
  }
  tf_str target = sg_source_resolve(s->arena, path);
  if (!S_ISDIR(info.st_mode)) {
    look_for_leftovers(s, sg_path_folder(target));
    *SG_PUSH(s->arena, &s->out->roots) = sg_path_folder(target);
    take_file(s, path, target, sg_path_folder(path), S_ISREG(info.st_mode));
    return;
  }
  *SG_PUSH(s->arena, &s->out->roots) = target;
  sg_found first = {path, target, path, false};
  *SG_PUSH(s->arena, &s->folders) = first;
  while (s->folders.count != 0) {
    sg_found folder = s->folders.items[--s->folders.count];
    look_into(s, &folder);
  }
}

static int compare_found(const void* a, const void* b) {
  return tf_str_compare(((const sg_found*)a)->path, ((const sg_found*)b)->path);
}

/* The same file by two ways is one file; the first path in order stands for it. */
static void drop_repeated(search* s) {
  sg_map seen = sg_map_new(s->arena);
  size_t kept = 0;
  for (size_t i = 0; i < s->out->files.count; i++) {
    sg_found found = s->out->files.items[i];
    if (sg_map_find(&seen, found.target) != NULL) continue;
    sg_map_set(&seen, found.target, s);
    s->out->files.items[kept++] = found;
  }
  s->out->files.count = kept;
}

void sg_sources_find(sg_arena* arena, const tf_str* paths, size_t count, bool absent_first,
                     tf_str leave_out, sg_diags* diags, sg_sources* out) {
  search s;
  memset(&s, 0, sizeof s);
  memset(out, 0, sizeof *out);
  s.arena = arena;
  s.diags = diags;
  s.out = out;
  s.leave_out = leave_out;
  for (size_t i = 0; i < count; i++) look_at_path(&s, paths[i], absent_first && i == 0);
  if (out->files.count == 0) return;
  qsort(out->files.items, out->files.count, sizeof *out->files.items, compare_found);
  drop_repeated(&s);
}

/* A file being read. */
typedef struct reading {
  int fd;
  tf_str bytes;
} reading;

static bool refuse(sg_diags* diags, reading* r, tf_str path, const char* why) {
  if (r->fd >= 0) (void)sg_io_close(r->fd);
  r->fd = -1;
  sg_error(diags, path, 0, "%s", why);
  return false;
}

static bool refuse_system(sg_diags* diags, reading* r, tf_str path) {
  int error = errno;
  if (r->fd >= 0) (void)sg_io_close(r->fd);
  r->fd = -1;
  sg_error(diags, path, 0, "cannot read: %s", strerror(error));
  return false;
}

/* Reads the file of `r->fd` into memory of its own size; `begun` bytes of it have been read already. */
static bool read_sized(sg_arena* arena, tf_str path, sg_diags* diags, reading* r, tf_str begun) {
  struct stat info;
  if (sg_io_stat_fd(r->fd, &info) != 0) return refuse_system(diags, r, path);
  if (!S_ISREG(info.st_mode)) return refuse(diags, r, path, "not a regular file");
  if ((uint64_t)info.st_size > SG_FILE_MAX) return refuse(diags, r, path, "longer than 1 GiB");
  size_t size = (size_t)info.st_size;
  char* data = size < begun.size ? NULL : sg_try_alloc(arena, size + 1);
  if (data == NULL) {
    (void)sg_io_close(r->fd);
    if (size >= begun.size) sg_arena_fail(arena);
    r->fd = -1;
    return refuse(diags, r, path, "has become shorter while it was read");
  }
  if (begun.size != 0) memcpy(data, begun.data, begun.size);
  /* One byte more shows whether the file has grown meanwhile. */
  ssize_t more = sg_io_read(r->fd, data + begun.size, size + 1 - begun.size);
  if (more < 0) return refuse_system(diags, r, path);
  if (begun.size + (size_t)more != size) {
    return refuse(diags, r, path, "has changed while it was read");
  }
  (void)sg_io_close(r->fd);
  r->bytes = tf_str_of(data, size);
  return true;
}

bool sg_source_read(sg_arena* arena, tf_str path, sg_diags* diags, tf_str* out) {
  reading r = {-1, {NULL, 0}};
  r.fd = sg_io_open(SG_IO_HERE, sg_c_str(arena, path), O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
  if (r.fd < 0) return refuse_system(diags, &r, path);
  if (!read_sized(arena, path, diags, &r, tf_str_of(NULL, 0))) return false;
  *out = r.bytes;
  return true;
}

/* Most files are small and have no markers: those cost one read into memory that all of them share. */
enum { SCRATCH = 64 * 1024 };

/* Reads a file into `scratch` if it fits, else as sg_source_read. */
static bool read_found(sg_arena* arena, const sg_found* found, char* scratch, sg_diags* diags,
                       tf_str* out) {
  if (!found->is_regular) return sg_source_read(arena, found->path, diags, out);
  reading r = {-1, {NULL, 0}};
  /* Found paths end with a NUL. */
  r.fd = sg_io_open(SG_IO_HERE, found->path.data, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
  if (r.fd < 0) return refuse_system(diags, &r, found->path);
  ssize_t size = sg_io_read(r.fd, scratch, SCRATCH);
  if (size < 0) return refuse_system(diags, &r, found->path);
  if (size == SCRATCH) {
    if (!read_sized(arena, found->path, diags, &r, tf_str_of(scratch, SCRATCH))) return false;
    *out = r.bytes;
    return true;
  }
  (void)sg_io_close(r.fd);
  *out = tf_str_of(scratch, (size_t)size);
  return true;
}

static void add_file(sg_arena* arena, const sg_found* found, tf_str bytes, const sg_blocks* blocks,
                     sg_files* out) {
  sg_file* file = sg_alloc(arena, sizeof *file);
  file->path = found->path;
  file->target = found->target;
  file->bytes = bytes;
  file->text = bytes;
  file->blocks = *blocks;
  *SG_PUSH(arena, &out->list) = file;
}

void sg_sources_load(sg_arena* arena, const sg_sources* sources, sg_diags* diags, sg_files* out) {
  char* scratch = sources->files.count == 0 ? NULL : sg_alloc_raw(arena, SCRATCH);
  for (size_t i = 0; i < sources->files.count; i++) {
    const sg_found* found = &sources->files.items[i];
    tf_str bytes;
    sg_blocks blocks;
    sg_arena_state before = sg_arena_mark(arena);
    size_t said = diags->list.count, errors = diags->errors;
    if (!read_found(arena, found, scratch, diags, &bytes)) continue;
    if (!sg_blocks_mentioned(bytes)) {
      sg_arena_rewind(arena, before);
      continue;
    }
    if (bytes.data == scratch) bytes = sg_copy(arena, bytes);
    sg_blocks_parse(arena, found->path, bytes, diags, &blocks);
    if (blocks.marks == 0 && !blocks.skip_file) {
      if (diags->list.count == said) sg_arena_rewind(arena, before);
      continue;
    }
    /* The others are still looked at, so that one run tells everything. */
    if (diags->errors == errors) add_file(arena, found, bytes, &blocks, out);
  }
}
