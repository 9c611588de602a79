/* SPDX-License-Identifier: Apache-2.0 */
#include "fsio.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>

#include "base/thread.h"
#include "io.h"
#include "source.h"

/* A folder with files to be written. Its descriptor spares the system the walk down the path at each call. */
typedef struct sg_write_folder {
  const char* path;
  int fd;      /* SG_IO_HERE when there are too many: names are then whole paths */
  bool exists; /* it was there or could be made */
  SG_LIST(sg_write*) writes;
} sg_write_folder;

void sg_writes_put(sg_arena* arena, sg_writes* writes, tf_str target, tf_str bytes) {
  /* The entry comes last: one that is half there would have descriptor 0, and it is closed when memory runs out. */
  tf_str copy = sg_copy(arena, target);
  *SG_PUSH(arena, &writes->list) = (sg_write){.target = copy, .bytes = bytes, .fd = -1};
}

/* ---- Folders ---- */

static bool is_folder(const char* path) {
  struct stat info;
  return sg_io_stat(SG_IO_HERE, path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool make_folder(sg_arena* arena, sg_writes* writes, tf_str folder, sg_diags* diags) {
  const char* path = sg_c_str(arena, folder);
  if (is_folder(path)) return true;
  tf_str parent = sg_path_folder(folder);
  if (parent.size < folder.size && !make_folder(arena, writes, parent, diags)) return false;
  /* Written down first: without memory for that there must be no folder. */
  const char* above = sg_c_str(arena, parent);
  *SG_PUSH(arena, &writes->made) = (sg_made_folder){path, above};
  if (sg_io_mkdir(path, 0777) == 0) return true;
  writes->made.count--;
  if (errno == EEXIST && is_folder(path)) return true;
  sg_error(diags, folder, 0, "cannot make the folder: %s", strerror(errno));
  return false;
}

/* How many descriptors the commit may hold at once. */
static size_t descriptors(void) {
  struct rlimit limit;
  enum { OTHERS = 64, MOST = 4096 };
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < 2 * OTHERS) return 0;
  return limit.rlim_cur > MOST ? MOST - OTHERS : (size_t)limit.rlim_cur - OTHERS;
}

static sg_write_folder* add_folder(sg_arena* arena, sg_writes* writes, tf_str path,
                                   sg_diags* diags) {
  bool opens = writes->folders.count < descriptors() / 4;
  sg_write_folder* folder = sg_alloc(arena, sizeof *folder);
  folder->path = sg_c_str(arena, path);
  folder->fd = SG_IO_HERE;
  folder->exists = make_folder(arena, writes, path, diags);
  *SG_PUSH(arena, &writes->folders) = folder;
  int fd = opens ? sg_io_open(SG_IO_HERE, folder->path, O_RDONLY | O_DIRECTORY, 0) : -1;
  if (fd >= 0) folder->fd = fd;
  return folder;
}

/* Makes the folders and decides all names, so that what follows needs no memory and can run in several threads. */
static bool plan(sg_arena* arena, sg_writes* writes, sg_diags* diags) {
  sg_map known = sg_map_new(arena);
  size_t may_open = descriptors();
  bool good = true;
  for (size_t i = 0; i < writes->list.count; i++) {
    sg_write* write = &writes->list.items[i];
    tf_str path = sg_path_folder(write->target);
    sg_write_folder* folder = sg_map_find(&known, path);
    if (folder == NULL) {
      folder = add_folder(arena, writes, path, diags);
      sg_map_set(&known, path, folder);
      good &= folder->exists;
    }
    *SG_PUSH(arena, &folder->writes) = write;
    write->folder = folder;
    bool here = folder->fd == SG_IO_HERE;
    tf_str temp = sg_source_temp_name(arena, write->target);
    write->name = here ? write->target.data : sg_path_file(write->target).data;
    write->temp = here ? temp.data : sg_path_file(temp).data;
    write->keeps_fd = i < may_open / 2;
  }
  return good;
}

/* ---- Several threads ---- */

/* Threads wait for the disk more than they compute, so they may be more than there are processors. Few files are not
   worth starting one, except for flushing: flushes that run together end together. */
enum { THREADS = 8, WORTH_THREADS = 32 };

typedef struct work {
  sg_writes* writes;
  void (*one)(struct work* work, size_t index);
  size_t count;
  atomic_size_t next;
  atomic_bool stop;
} work;

static void work_some(void* argument) {
  work* w = argument;
  for (;;) {
    size_t at = atomic_fetch_add(&w->next, 1);
    if (at >= w->count || atomic_load(&w->stop)) return;
    w->one(w, at);
  }
}

/* Calls one(work, 0 .. count - 1), each once, until `stop` is set. */
static void work_all(sg_writes* writes, void (*one)(work*, size_t), size_t count, bool threads) {
  work w = {writes, one, count, 0, false};
  size_t wanted = count < THREADS ? count : THREADS;
  tf_thread_run(threads ? wanted : 1, work_some, &w);
}

static void work_folders(sg_writes* writes, void (*one)(work*, size_t)) {
  work_all(writes, one, writes->folders.count, writes->list.count >= WORTH_THREADS);
}

/* ---- Temporary files ---- */

static bool fails(sg_write* write, const char* what) {
  write->error = errno;
  write->what = what;
  return false;
}

static bool fill_temp(sg_write* write, const struct stat* old) {
  if (sg_io_write(write->fd, write->bytes.data, write->bytes.size) != 0) {
    return fails(write, "write");
  }
  if (old != NULL && sg_io_chmod(write->fd, old) != 0) return fails(write, "keep the mode");
  sg_io_start_sync(write->fd);
  if (write->keeps_fd) return true;
  int fd = write->fd;
  write->fd = -1;
  return sg_io_close(fd) == 0 || fails(write, "write");
}

static bool make_temp(sg_write* write) {
  struct stat info;
  int folder = write->folder->fd;
  bool exists = sg_io_stat(folder, write->name, &info) == 0;
  if (!exists && errno != ENOENT) return fails(write, "look at the old file");
  if (exists && sg_io_may_write(folder, write->name) != 0) return fails(write, "write");
  /* Never open to more readers than the old file. */
  mode_t mode = exists ? info.st_mode & 0777 : 0666;
  write->fd = sg_io_open(folder, write->temp, O_WRONLY | O_CREAT | O_EXCL, mode);
  if (write->fd < 0) return fails(write, "make a temporary file");
  write->made = true;
  return fill_temp(write, exists ? &info : NULL);
}

static void make_temps_of(work* w, size_t index) {
  sg_write_folder* folder = w->writes->folders.items[index];
  for (size_t i = 0; folder->exists && i < folder->writes.count; i++) {
    (void)make_temp(folder->writes.items[i]);
  }
}

static void refuse(sg_diags* diags, const sg_write* write) {
  bool denied = write->error == EACCES || write->error == EROFS || write->error == EPERM;
  sg_error(diags, write->target, 0, "cannot %s: %s", denied ? "write" : write->what,
           strerror(write->error));
}

/* Says what failed; true when nothing did. */
static bool all_good(const sg_writes* writes, sg_diags* diags) {
  bool good = true;
  for (size_t i = 0; i < writes->list.count; i++) {
    const sg_write* write = &writes->list.items[i];
    if (write->what == NULL) continue;
    refuse(diags, write);
    good = false;
  }
  return good;
}

/* ---- Flushing ---- */

static void flush_temp(work* w, size_t index) {
  sg_write* write = &w->writes->list.items[index];
  int fd = write->fd;
  if (fd < 0) fd = sg_io_open(write->folder->fd, write->temp, O_RDONLY, 0);
  if (fd < 0 || sg_io_sync(fd) != 0) (void)fails(write, "flush the new file to disk");
  write->fd = -1;
  if (fd >= 0 && sg_io_close(fd) != 0 && write->what == NULL) {
    (void)fails(write, "flush the new file to disk");
  }
}

static void flush_folder(const char* path) {
  int fd = sg_io_open(SG_IO_HERE, path, O_RDONLY | O_DIRECTORY, 0);
  if (fd < 0) return;
  (void)sg_io_sync(fd);
  (void)sg_io_close(fd);
}

/* A folder that cannot be flushed has still been changed; that is no error. Needs no memory: after the first rename
   nothing may run out of it. */
static void flush_folders(const sg_writes* writes) {
  for (size_t i = 0; i < writes->folders.count; i++) {
    const sg_write_folder* folder = writes->folders.items[i];
    if (folder->fd != SG_IO_HERE) {
      (void)sg_io_sync(folder->fd);
    } else {
      flush_folder(folder->path);
    }
  }
  for (size_t i = 0; i < writes->made.count; i++) {
    flush_folder(writes->made.items[i].parent);
  }
}

/* ---- Putting in place ---- */

static void place_temps_of(work* w, size_t index) {
  sg_write_folder* folder = w->writes->folders.items[index];
  for (size_t i = 0; i < folder->writes.count && !atomic_load(&w->stop); i++) {
    sg_write* write = folder->writes.items[i];
    write->placed = sg_io_rename(folder->fd, write->temp, write->name) == 0;
    if (write->placed) {
      write->made = false;
    } else {
      (void)fails(write, "put the new file in place");
      atomic_store(&w->stop, true);
    }
  }
}

static bool any_placed(const sg_writes* writes) {
  for (size_t i = 0; i < writes->list.count; i++) {
    if (writes->list.items[i].placed) return true;
  }
  return false;
}

static void put_names(sg_text* text, const sg_writes* writes, bool placed) {
  bool first = true;
  for (size_t i = 0; i < writes->list.count; i++) {
    if (writes->list.items[i].placed != placed) continue;
    if (!first) sg_put_c(text, ", ");
    sg_put(text, writes->list.items[i].target);
    first = false;
  }
}

static void explain_half_done(sg_arena* arena, const sg_writes* writes, sg_diags* diags) {
  sg_text text = sg_text_new(arena);
  const sg_write* failed = writes->list.items;
  while (failed->what == NULL) failed++;
  sg_put_c(&text, "new: ");
  put_names(&text, writes, true);
  sg_put_c(&text, "; still old: ");
  put_names(&text, writes, false);
  sg_error(diags, failed->target, 0,
           "cannot put the new file in place: %s; run again to complete (%.*s)",
           strerror(failed->error), SG_ARG(sg_text_view(&text)));
}

static bool place_temps(sg_arena* arena, sg_writes* writes, sg_diags* diags) {
  work_folders(writes, place_temps_of);
  bool good = true;
  for (size_t i = 0; i < writes->list.count; i++) good &= writes->list.items[i].placed;
  if (good) return true;
  if (!any_placed(writes)) return all_good(writes, diags);
  explain_half_done(arena, writes, diags);
  return false;
}

/* ---- All together ---- */

bool sg_writes_commit(sg_arena* arena, sg_writes* writes, sg_diags* diags) {
  bool good = plan(arena, writes, diags);
  /* What can be tried is tried: one run tells all. */
  work_folders(writes, make_temps_of);
  good &= all_good(writes, diags);
  if (good) {
    work_all(writes, flush_temp, writes->list.count, true);
    good = all_good(writes, diags) && place_temps(arena, writes, diags);
  }
  if (good) flush_folders(writes);
  sg_writes_drop(writes);
  return good;
}

void sg_writes_drop(sg_writes* writes) {
  for (size_t i = 0; i < writes->list.count; i++) {
    sg_write* write = &writes->list.items[i];
    if (write->fd >= 0) (void)sg_io_close(write->fd);
    write->fd = -1;
    if (write->made) (void)sg_io_unlink(write->folder->fd, write->temp);
    write->made = false;
  }
  if (!any_placed(writes)) {
    for (size_t i = writes->made.count; i > 0; i--)
      (void)sg_io_rmdir(writes->made.items[i - 1].path);
  }
  writes->made.count = 0;
  for (size_t i = 0; i < writes->folders.count; i++) {
    sg_write_folder* folder = writes->folders.items[i];
    if (folder->fd != SG_IO_HERE) (void)sg_io_close(folder->fd);
    folder->fd = SG_IO_HERE;
  }
  writes->folders.count = 0;
}
