/* SPDX-License-Identifier: Apache-2.0 */
/* The program: the tool without an interpreter. */
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run.h"

/* Becomes `python -m tvm_ffi.stub.cli ARGS`; returns when `python` is none. */
static void become(const char* python, size_t count, const char* const* args) {
  const char** all = calloc(count + 4, sizeof *all);
  if (all == NULL) return;
  all[0] = python;
  all[1] = "-m";
  all[2] = "tvm_ffi.stub.cli";
  for (size_t i = 0; i < count; i++) all[i + 3] = args[i];
  execvp(python, (char* const*)(uintptr_t)all);
  free(all);
}

/* The interpreter beside the command, as the launcher says; that of the environment in whose site-packages the tool
   lies (ENV/lib/pythonX.Y/site-packages/tvm_ffi/bin); those in PATH. */
static void hand_over(size_t count, const char* const* args) {
  char path[PATH_MAX];
  const char* folder = getenv("TVM_FFI_STUBGEN_LAUNCHED_FROM");
  if (folder != NULL && strlen(folder) < PATH_MAX - 16) {
    snprintf(path, sizeof path, "%s/python3", folder);
    become(path, count, args);
  }
  ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
  if (size > 0) {
    path[size] = '\0';
    for (int up = 0; up < 6; up++) {
      char* slash = strrchr(path, '/');
      if (slash == NULL) break;
      *slash = '\0';
    }
    if (strlen(path) < PATH_MAX - 16) {
      strcat(path, "/bin/python3");
      become(path, count, args);
    }
  }
  become("python3", count, args);
  become("python", count, args);
}

int main(int argc, char** argv) {
  sg_host host = {stdout, stderr, NULL, hand_over};
  size_t count = argc > 0 ? (size_t)argc - 1 : 0;
  return sg_run(&host, count, (const char* const*)argv + 1);
}
