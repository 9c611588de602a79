/* SPDX-License-Identifier: Apache-2.0 */
/* A command on PATH: becomes the program of its own name in the folder tvm_ffi/bin of the installed package.

   Wheels put commands into the environment's bin folder and packages into its site-packages; how these lie to each
   other depends on the installer. The launcher starts from its own real path and tries the places in turn. It links
   libc alone, so that nothing has to be found before it runs (spec: packaging, layout of the wheel). */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

/* The folder of the interpreter for which the package was built. */
#ifndef TVM_FFI_PYTHON_FOLDER
#define TVM_FFI_PYTHON_FOLDER "python3"
#endif

enum { NOT_FOUND = 127 };

typedef struct launch {
  char folder[PATH_MAX]; /* of this program */
  const char* name;      /* of this program, and of the one to become */
  char** argv;
} launch;

/* Real path of this program; 0 or -1. */
static int own_path(char* out) {
#ifdef __APPLE__
  char raw[PATH_MAX];
  uint32_t size = sizeof raw;
  if (_NSGetExecutablePath(raw, &size) != 0) return -1;
  return realpath(raw, out) == NULL ? -1 : 0;
#else
  ssize_t size = readlink("/proc/self/exe", out, PATH_MAX - 1);
  if (size <= 0) return -1;
  out[size] = '\0';
  return 0;
#endif
}

/* Becomes FOLDER/BELOW/tvm_ffi/bin/NAME. Returns when that is no program, or is this very one. */
static void try_below(const launch* l, const char* below) {
  char path[PATH_MAX], real[PATH_MAX], own[PATH_MAX];
  int size = snprintf(path, sizeof path, "%s/%s/tvm_ffi/bin/%s", l->folder, below, l->name);
  if (size < 0 || (size_t)size >= sizeof path || access(path, X_OK) != 0) return;
  if (realpath(path, real) == NULL || own_path(own) != 0 || strcmp(real, own) == 0) return;
  execv(real, l->argv);
}

/* FOLDER/../LIB/pythonX/{site,dist}-packages for every interpreter folder X there. */
static void try_library_folder(const launch* l, const char* lib) {
  static const char* const kinds[] = {"site-packages", "dist-packages"};
  char path[PATH_MAX];
  int size = snprintf(path, sizeof path, "%s/../%s", l->folder, lib);
  if (size < 0 || (size_t)size >= sizeof path) return;
  DIR* dir = opendir(path);
  if (dir == NULL) return;
  const struct dirent* entry;
  while ((entry = readdir(dir)) != NULL) {
    if (strncmp(entry->d_name, "python3", 7) != 0) continue;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
      size = snprintf(path, sizeof path, "../%s/%s/%s", lib, entry->d_name, kinds[i]);
      if (size > 0 && (size_t)size < sizeof path) try_below(l, path);
    }
  }
  closedir(dir);
}

/* Becomes `python3 -m tvm_ffi.stub.cli` with the interpreter beside this program. */
static void try_python(const launch* l, int argc) {
  char path[PATH_MAX];
  int size = snprintf(path, sizeof path, "%s/python3", l->folder);
  if (size < 0 || (size_t)size >= sizeof path || access(path, X_OK) != 0) return;
  char** argv = calloc((size_t)argc + 3, sizeof *argv);
  if (argv == NULL) return;
  char module_flag[] = "-m", module[] = "tvm_ffi.stub.cli";
  argv[0] = path;
  argv[1] = module_flag;
  argv[2] = module;
  for (int i = 1; i < argc; i++) argv[i + 2] = l->argv[i];
  execv(path, argv);
  free(argv);
}

int main(int argc, char** argv) {
  static launch l;
  if (argc < 1 || own_path(l.folder) != 0) {
    fputs("tvm-ffi: cannot tell where this program lies\n", stderr);
    return NOT_FOUND;
  }
  char* slash = strrchr(l.folder, '/');
  if (slash == NULL) return NOT_FOUND;
  *slash = '\0';
  l.name = slash + 1;
  l.argv = argv;
  /* The tool may have to hand over to the interpreter beside this command. */
  (void)setenv("TVM_FFI_STUBGEN_LAUNCHED_FROM", l.folder, 1);
  try_below(&l, "../lib/" TVM_FFI_PYTHON_FOLDER "/site-packages");
  try_below(&l, "..");    /* pip install --target */
  try_below(&l, "../.."); /* an unpacked wheel: the cache of uv */
  try_library_folder(&l, "lib");
  try_library_folder(&l, "lib64");
  try_library_folder(&l, "local/lib");
  if (strcmp(l.name, "tvm-ffi-stubgen") == 0) try_python(&l, argc);
  fprintf(stderr, "%s: no package tvm_ffi found for %s/%s; is it installed in this environment?\n",
          l.name, l.folder, l.name);
  return NOT_FOUND;
}
