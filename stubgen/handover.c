/* SPDX-License-Identifier: Apache-2.0 */
#include "handover.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Set while Python runs in this program's place: a package without the extension module would start the program again. */
static const char handed_over[] = "TVM_FFI_STUBGEN_HANDED_OVER";

/* Becomes `python -c CODE ARGS`; returns when `python` is none. */
static void become(const char* python, size_t count, const char* const* args) {
  const char** all = calloc(count + 4, sizeof *all);
  if (all == NULL) return;
  all[0] = python;
  all[1] = "-c";
  all[2] = sg_python_code;
  for (size_t i = 0; i < count; i++) all[i + 3] = args[i];
  execvp(python, (char* const*)(uintptr_t)all);
  free(all);
}

/* Cuts the last part off; false when it is not `name` (NULL: whatever it is). */
static bool cut_last(char* path, const char* name) {
  char* slash = strrchr(path, '/');
  if (slash == NULL || (name != NULL && strcmp(slash + 1, name) != 0)) return false;
  *slash = '\0';
  return true;
}

/* The environment in whose packages the tool lies: ENV/lib/pythonX.Y/site-packages/tvm_ffi/bin/TOOL. */
static bool own_environment(char* path, size_t room) {
  ssize_t size = readlink("/proc/self/exe", path, room - 1);
  if (size <= 0) return false;
  path[size] = '\0';
  if (!cut_last(path, NULL) || !cut_last(path, "bin") || !cut_last(path, "tvm_ffi")) return false;
  if (!cut_last(path, "site-packages") && !cut_last(path, "dist-packages")) return false;
  return cut_last(path, NULL) && cut_last(path, NULL);
}

void sg_hand_over(size_t count, const char* const* args) {
  char path[PATH_MAX + 16], folder[PATH_MAX];
  if (getenv(handed_over) != NULL) return;
  (void)setenv(handed_over, "1", 1);
  const char* launcher = getenv("TVM_FFI_STUBGEN_LAUNCHED_FROM");
  if (launcher != NULL && strlen(launcher) < PATH_MAX) {
    snprintf(path, sizeof path, "%s/python3", launcher);
    become(path, count, args);
  }
  if (own_environment(folder, sizeof folder)) {
    snprintf(path, sizeof path, "%s/bin/python3", folder);
    become(path, count, args);
  }
  become("python3", count, args);
  become("python", count, args);
}
