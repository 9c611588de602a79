/* SPDX-License-Identifier: Apache-2.0 */
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1 /* nftw */
#endif
#include "sg_runs.h"

#include <ftw.h>

#include "rawreg.h"

#define FN(result, params) SG_FN(result, params)
#define WALK "{\"type\":\"walk.Node\"}"
#define MARK "# tvm-ffi-stubgen"

void sg_runs_register(void) {
  rr_doc = "What it does.";
  rr_global("walk.add", FN(SG_INT, SG_INT "," SG_STR), NULL);
  rr_global("walk.list", FN("{\"type\":\"ffi.Array\",\"args\":[" SG_STR "]}", ""), NULL);
  rr_global("walk.node", FN(WALK, WALK), NULL);
  rr_global("walk.inner.deep", FN(SG_STR, ""), NULL);
  rr_global_bare("walk.bare");
  int32_t node = rr_type("walk.Node", NULL);
  rr_field(node, "value", SG_INT, 0);
  rr_field(node, "next", "{\"type\":\"Optional\",\"args\":[" WALK "]}",
           kTVMFFIFieldFlagBitMaskHasDefault);
  rr_method(node, "sum", FN(SG_INT, WALK), 0);
  rr_method(node, "sum", FN(SG_STR, WALK "," SG_INT), 0);
  rr_method(node, "__ffi_init__", FN(WALK, SG_INT), kTVMFFIFieldFlagBitMaskIsStaticMethod);
  int32_t leaf = rr_type("walk.Leaf", "walk.Node");
  rr_field(leaf, "colour", SG_STR, 0);
}

/* In memory where that can be had: flushing to a disk thousands of times takes minutes. */
static char in_memory[] = "/dev/shm/sg-runs-XXXXXX", on_disk[] = "/tmp/sg-runs-XXXXXX";
static const char* place;
static char* said;
static size_t said_size;

static int remove_one(const char* path, const struct stat* info, int kind, struct FTW* walk) {
  (void)info;
  (void)kind;
  return walk->level == 0 ? 0 : remove(path);
}

static void put(const char* path, const char* text) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0640);
  size_t size = strlen(text);
  if (fd < 0 || write(fd, text, size) != (ssize_t)size) fail_msg("cannot write %s", path);
  close(fd);
}

void sg_runs_reset(void) {
  if (nftw(".", remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0) fail_msg("cannot empty the folder");
  mkdir("src", 0777);
  mkdir("src/a", 0777);
  mkdir("old", 0777);
  mkdir("gen", 0777);
  put("src/a/x.py", MARK "(begin): import-section\r\n" MARK "(end)\r\n" MARK
                         "(begin): global/walk\r\n" MARK "(end)\r\nafter = 1");
  put("src/classes.py",
      MARK "(begin): import-section\n" MARK "(end)\n" MARK
           "(import-object): tvm_ffi.Object;False;_Base\nclass Node(_Base):\n    " MARK
           "(begin): object/walk.Node\n    " MARK "(end)\n\nclass Leaf(Node):\n    " MARK
           "(begin): object/walk.Leaf\n    " MARK "(end)\n\n__all__ = [\n    " MARK
           "(begin): __all__\n    " MARK "(end)\n]\n");
  put("src/init.py", MARK "(begin): export/_ffi_api\n" MARK "(end)\n");
  put("src/plain.py", "x = 1\n");
  put("old/gone.py",
      "y = 2\n\n" MARK "(begin): object/walk.Gone\nold: int\n" MARK "(end)\nz = 3\n");
}

int sg_runs_enter(void) {
  place = mkdtemp(in_memory);
  if (place == NULL) place = mkdtemp(on_disk);
  return place == NULL ? -1 : chdir(place);
}

int sg_runs_leave(void) {
  free(said);
  said = NULL;
  if (nftw(".", remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0 || chdir("/") != 0) return -1;
  return rmdir(place);
}

static void add_file(FILE* out, const char* path) {
  char bytes[4096];
  size_t size;
  FILE* in = fopen(path, "rb");
  assert_non_null(in);
  fprintf(out, "== %s\n", path);
  while ((size = fread(bytes, 1, sizeof bytes, in)) != 0) fwrite(bytes, 1, size, out);
  fclose(in);
}

static void add_folder(FILE* out, const char* path) {
  struct dirent** entries;
  int count = scandir(path, &entries, NULL, alphasort);
  assert_true(count >= 0);
  for (int i = 0; i < count; i++) {
    char below[512];
    struct stat info;
    const char* name = entries[i]->d_name;
    snprintf(below, sizeof below, "%s/%s", path, name);
    if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && stat(below, &info) == 0) {
      if (S_ISDIR(info.st_mode)) {
        add_folder(out, below);
      } else {
        add_file(out, below);
      }
    }
    free(entries[i]);
  }
  free(entries);
}

char* sg_runs_tree(void) {
  char* text = NULL;
  size_t size;
  FILE* out = open_memstream(&text, &size);
  assert_non_null(out);
  add_folder(out, ".");
  fclose(out);
  return text;
}

int sg_runs_run(const sg_command* command) {
  size_t count = 0;
  char* out_text = NULL;
  size_t out_size;
  while (count < 10 && command->args[count] != NULL) count++;
  free(said);
  said = NULL;
  FILE* out = open_memstream(&out_text, &out_size);
  FILE* err = open_memstream(&said, &said_size);
  assert_non_null(out);
  assert_non_null(err);
  sg_host host = {out, err, NULL, NULL};
  int status = sg_run(&host, count, command->args);
  fclose(out);
  fclose(err);
  free(out_text);
  return status;
}

const char* sg_runs_said(void) { return said; }

int sg_runs_descriptors(void) {
  int count = 0;
  DIR* dir = opendir("/proc/self/fd");
  assert_non_null(dir);
  while (readdir(dir) != NULL) count++;
  closedir(dir);
  return count;
}
