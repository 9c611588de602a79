/* SPDX-License-Identifier: Apache-2.0 */
/* Nanoseconds on the wall that loading a library takes, in this fresh process: load LIBRARY. */
#include <dlfcn.h>
#include <stdio.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  double begun = now();
  void* library = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
  double took = now() - begun;
  if (library == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  printf("%.0f\n", took);
  return 0;
}
