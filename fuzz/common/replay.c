/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target over files and folders, without a fuzzer.

   Usage: fuzz_NAME PATH...

   Folders are walked down, in order of names. Inputs run in a child process; when one kills it, the
   next child goes on behind it, so one bad input does not hide the others. The last line is
   `N passed, M failed`. Exit 0: all passed; 1: some did not, or there was nothing to run; 2: a path
   cannot be read. */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE 1 /* scandir, MAP_ANONYMOUS */
#endif

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

typedef struct {
  char** paths;
  size_t count;
  size_t room;
} file_list;

static void die(const char* path, const char* why) {
  fprintf(stderr, "%s: %s\n", path, why);
  exit(2);
}

static void* must(void* block) {
  if (block == NULL) die("replay", "no memory");
  return block;
}

/* ---- Collecting. ---- */

static void add_file(file_list* files, const char* path) {
  if (files->count == files->room) {
    files->room = files->room * 2 + 64;
    files->paths = must(realloc(files->paths, files->room * sizeof(char*)));
  }
  files->paths[files->count++] = must(strdup(path));
}

static void add_path(file_list* files, const char* path);

static int is_visible(const struct dirent* entry) { return entry->d_name[0] != '.'; }

static void add_folder(file_list* files, const char* path) {
  struct dirent** entries;
  int count = scandir(path, &entries, is_visible, alphasort);
  if (count < 0) die(path, strerror(errno));
  for (int i = 0; i < count; ++i) {
    size_t size = strlen(path) + strlen(entries[i]->d_name) + 2;
    char* below = must(malloc(size));
    snprintf(below, size, "%s/%s", path, entries[i]->d_name);
    add_path(files, below);
    free(below);
    free(entries[i]);
  }
  free(entries);
}

static void add_path(file_list* files, const char* path) {
  struct stat status;
  if (stat(path, &status) != 0) die(path, strerror(errno));
  if (S_ISDIR(status.st_mode)) {
    add_folder(files, path);
  } else {
    add_file(files, path);
  }
}

/* ---- Running. ---- */

static uint8_t* read_file(const char* path, size_t* out_size) {
  FILE* file = fopen(path, "rb");
  if (file == NULL) die(path, strerror(errno));
  if (fseek(file, 0, SEEK_END) != 0) die(path, strerror(errno));
  long size = ftell(file);
  if (size < 0 || fseek(file, 0, SEEK_SET) != 0) die(path, strerror(errno));
  uint8_t* data = must(malloc((size_t)size + (size == 0)));
  if (fread(data, 1, (size_t)size, file) != (size_t)size) die(path, "cannot be read");
  fclose(file);
  *out_size = (size_t)size;
  return data;
}

/* Twice: a second call with the same bytes has to do the same. */
static void run_file(const char* path) {
  size_t size;
  uint8_t* data = read_file(path, &size);
  LLVMFuzzerTestOneInput(data, size);
  LLVMFuzzerTestOneInput(data, size);
  free(data);
}

/* Runs files from `*next` on in a child, which keeps `*next`, shared memory, up to date. Returns
   whether the child came to a good end. */
static bool run_child(const file_list* files, volatile size_t* next) {
  fflush(NULL);
  pid_t child = fork();
  if (child < 0) die("fork", strerror(errno));
  if (child == 0) {
    for (; *next < files->count; ++*next) run_file(files->paths[*next]);
    exit(0);
  }
  int status;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) die("waitpid", strerror(errno));
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Returns how many failed. A child that dies behind the last file has a leak, which counts too. */
static size_t run_all(const file_list* files) {
  size_t failed = 0;
  volatile size_t* next =
      mmap(NULL, sizeof *next, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (next == MAP_FAILED) die("mmap", strerror(errno));
  for (*next = 0; *next < files->count; ++*next) {
    if (run_child(files, next)) break;
    ++failed;
    printf("failed: %s\n", *next < files->count ? files->paths[*next] : "at exit");
  }
  munmap((void*)next, sizeof *next);
  return failed;
}

int main(int argc, char** argv) {
  file_list files = {0};
  if (argc < 2) die(argv[0], "usage: fuzz_NAME PATH...");
  for (int i = 1; i < argc; ++i) add_path(&files, argv[i]);
  size_t failed = run_all(&files);
  size_t passed = failed < files.count ? files.count - failed : 0;
  for (size_t i = 0; i < files.count; ++i) free(files.paths[i]);
  free(files.paths);
  printf("%zu passed, %zu failed\n", passed, failed);
  return failed == 0 && passed != 0 ? 0 : 1;
}
