/* SPDX-License-Identifier: Apache-2.0 */
/* Runs sequences of random operations on one library, so that two processes can be compared.

   Usage: sequences LIBRARY digest SURFACE FIRST COUNT     a line per sequence: its digest, or how it died
          sequences LIBRARY trace SURFACE [SEED[/MASK]]... what each sequence shows, step by step
          sequences LIBRARY list                           the surfaces

   MASK is a hexadecimal number: the steps whose bit is 0 are left out. A sequence that ends the
   process ends a child of it only, and the next one begins in a fresh child. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "objects.h"
#include "surfaces.h"

enum { SECONDS_FOR_ONE = 20 };

static const surface surfaces[] = {
    {"array", 24, step_array},
    {"list", 30, step_list},
    {"map", 20, step_map},
    {"dict", 30, step_dict},
    {"any_hash", 8, step_any_hash},
    {"dtype_read", 6, step_dtype_read},
    {"dtype_write", 6, step_dtype_write},
    {"json_read", 4, step_json_read},
    {"json_write", 20, step_json_write},
    {"graph", 16, step_graph},
    {"graph_text", 16, step_graph_text},
    {"repr", 20, step_repr},
    {"recursive", 20, step_recursive},
    {"structural", 20, step_structural},
    {"copy", 20, step_copy},
};
static const size_t num_surfaces = sizeof surfaces / sizeof surfaces[0];

static int steps_of(const surface* s, uint64_t seed) {
  rng r = rng_for(seed, 1000);
  return 2 + below(&r, s->max_steps - 1);
}

static uint64_t run_sequence(const surface* s, uint64_t seed, uint64_t mask, int trace) {
  int count = steps_of(s, seed);
  emit_begin(trace);
  for (int i = 0; i < count; ++i) {
    if (!(mask >> i & 1)) continue;
    rng r = rng_for(seed, (uint64_t)i);
    if (trace) printf("%d", i);
    s->step(&r);
    emit_line();
  }
  pool_clear();
  return emit_digest();
}

/* ---- children ---- */

typedef struct {
  uint64_t next; /* the sequence that runs or is about to */
  uint64_t digests[];
} shared_results;

static void run_from(const surface* s, shared_results* results, uint64_t first, uint64_t count) {
  while (results->next < count) {
    alarm(SECONDS_FOR_ONE);
    results->digests[results->next] = run_sequence(s, first + results->next, ~(uint64_t)0, 0);
    results->next += 1;
  }
}

/* Waits for the child; what it died of, or 0. The library's own last words are not wanted. */
static int run_child(const surface* s, shared_results* results, uint64_t first, uint64_t count) {
  fflush(stdout);
  pid_t child = fork();
  if (child < 0) exit(2);
  if (child == 0) {
    if (freopen("/dev/null", "w", stderr) == NULL) _exit(3);
    run_from(s, results, first, count);
    _exit(0);
  }
  int status;
  if (waitpid(child, &status, 0) != child) exit(2);
  if (WIFSIGNALED(status)) return WTERMSIG(status);
  return results->next < count ? 256 + WEXITSTATUS(status) : 0;
}

static void print_digests(const surface* s, uint64_t first, uint64_t count) {
  size_t size = sizeof(shared_results) + count * sizeof(uint64_t);
  shared_results* results =
      mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int* deaths = calloc(count, sizeof *deaths);
  if (results == MAP_FAILED || deaths == NULL) exit(2);
  while (results->next < count) {
    int death = run_child(s, results, first, count);
    if (death != 0) deaths[results->next++] = death;
  }
  for (uint64_t i = 0; i < count; ++i) {
    if (deaths[i] != 0) {
      printf("died %d\n", deaths[i]);
    } else {
      printf("%016llx\n", (unsigned long long)results->digests[i]);
    }
  }
}

/* The names of sequences to trace: from the command line, or lines of the standard input. */
typedef struct {
  char** names;
  size_t count;
} name_list;

static void add_name(name_list* list, const char* name) {
  list->names = realloc(list->names, (list->count + 1) * sizeof *list->names);
  if (list->names == NULL || (list->names[list->count] = strdup(name)) == NULL) exit(2);
  list->count += 1;
}

static name_list read_names(int argc, char** argv) {
  name_list list = {NULL, 0};
  char line[64];
  for (int i = 0; i < argc; ++i) add_name(&list, argv[i]);
  while (argc == 0 && fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    add_name(&list, line);
  }
  return list;
}

static void trace_from(const surface* s, const name_list* list, volatile size_t* next) {
  while (*next < list->count) {
    char* rest;
    uint64_t seed = strtoull(list->names[*next], &rest, 10);
    uint64_t mask = *rest == '/' ? strtoull(rest + 1, NULL, 16) : ~(uint64_t)0;
    alarm(SECONDS_FOR_ONE);
    printf("sequence %s steps %d\n", list->names[*next], steps_of(s, seed));
    fflush(stdout);
    run_sequence(s, seed, mask, 1);
    fflush(stdout);
    *next += 1;
  }
}

static void trace_all(const surface* s, const name_list* list) {
  size_t* next =
      mmap(NULL, sizeof *next, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (next == MAP_FAILED) exit(2);
  while (*next < list->count) {
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) exit(2);
    if (child == 0) {
      if (freopen("/dev/null", "w", stderr) == NULL) _exit(3);
      trace_from(s, list, next);
      _exit(0);
    }
    int status;
    if (waitpid(child, &status, 0) != child) exit(2);
    if (*next == list->count) return;
    printf("\ndied %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 256 + WEXITSTATUS(status));
    *next += 1;
  }
}

/* The first error of a process is a slow one: it is raised before there are children. */
static void warm_up(void) {
  any nothing = none(), ignored;
  if (call_global(G_ListSize, &nothing, 1, &ignored) == 0) exit(2);
  forget_error();
}

int main(int argc, char** argv) {
  if (argc == 3 && strcmp(argv[2], "list") == 0) {
    for (size_t i = 0; i < num_surfaces; ++i) printf("%s\n", surfaces[i].name);
    return 0;
  }
  if (argc < 4) return 2;
  const surface* s = NULL;
  for (size_t i = 0; i < num_surfaces; ++i) {
    if (strcmp(surfaces[i].name, argv[3]) == 0) s = &surfaces[i];
  }
  if (s == NULL) return 2;
  struct rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  /* No stack traces in errors: they are compared elsewhere and cost the reference most of its time. */
  setenv("TVM_TRACEBACK_LIMIT", "0", 1);
  open_library(argv[1]);
  register_node_types();
  warm_up();
  if (strcmp(argv[2], "digest") == 0 && argc == 6) {
    print_digests(s, strtoull(argv[4], NULL, 10), strtoull(argv[5], NULL, 10));
  } else {
    name_list list = read_names(argc - 4, argv + 4);
    trace_all(s, &list);
  }
  return 0;
}
