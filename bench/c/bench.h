/* SPDX-License-Identifier: Apache-2.0 */
/* What the measured programs share: the clock, the table of rows, and the loop that answers the driver.

   A program reads names of rows from its standard input and prints nanoseconds per operation for each, the best of a few
   repetitions. The first request for a row also finds out how many operations fill a repetition; whatever a row sets up
   once happens then and is not timed. Plain C that C++ takes too. */
#ifndef TVM_FFI_BENCH_C_BENCH_H_
#define TVM_FFI_BENCH_C_BENCH_H_

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tvm/ffi/c_api.h>

/* One row: either `loop` does an operation `count` times, or `once` times a fixed amount of work itself and returns
   nanoseconds per operation (for work that needs untimed preparation every time). */
typedef struct {
  const char* name;
  void (*loop)(size_t count);
  double (*once)(void);
} bench_row;

static inline double bench_clock(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Nanoseconds of processor time of this thread: waiting while others run on the processor does not count. */
static inline double bench_now(void) { return bench_clock(CLOCK_THREAD_CPUTIME_ID); }

/* Nanoseconds on the wall, for rows of several threads. */
static inline double bench_wall(void) { return bench_clock(CLOCK_MONOTONIC); }

/* Keeps a value that nobody looks at from being optimised away. */
static inline void bench_keep(const void* value) { __asm__ volatile("" : : "r"(value) : "memory"); }

/* Says what went wrong, with the pending error, and ends the program: a row that fails must not look fast. */
static inline void bench_die(const char* what) {
  TVMFFIObjectHandle error = NULL;
  TVMFFIErrorMoveFromRaised(&error);
  fprintf(stderr, "%s failed: %s\n", what,
          error == NULL ? "no error raised" : TVMFFIErrorGetCellPtr(error)->message.data);
  exit(1);
}

#define BENCH_MUST(call)               \
  do {                                 \
    if ((call) != 0) bench_die(#call); \
  } while (0)

#define BENCH_CHECK(condition)                        \
  do {                                                \
    if (!(condition)) bench_die("check " #condition); \
  } while (0)

#define BENCH_REPETITION_NS 8e6
#define BENCH_REPETITIONS 3

static inline double bench_time_loop(const bench_row* row, size_t count) {
  double begun = bench_now();
  row->loop(count);
  return bench_now() - begun;
}

/* How many operations fill a repetition. */
static inline size_t bench_calibrate(const bench_row* row) {
  size_t count = 1;
  row->loop(1);
  for (;; count *= 4) {
    double took = bench_time_loop(row, count);
    if (took < BENCH_REPETITION_NS / 16) continue;
    size_t fitting = (size_t)((double)count * BENCH_REPETITION_NS / took);
    return fitting > 0 ? fitting : 1;
  }
}

static inline double bench_measure(const bench_row* row, size_t* count) {
  double best = 0;
  if (row->loop != NULL && *count == 0) *count = bench_calibrate(row);
  for (int i = 0; i < BENCH_REPETITIONS; ++i) {
    double took = row->loop != NULL ? bench_time_loop(row, *count) / (double)*count : row->once();
    if (i == 0 || took < best) best = took;
  }
  return best;
}

/* Answers the driver until its end of the pipe is closed. `--rows` prints the names instead. */
static inline int bench_serve(int argc, char** argv, const bench_row* rows, size_t num_rows) {
  char line[200];
  size_t* counts = (size_t*)calloc(num_rows, sizeof(size_t));
  if (argc > 1 && strcmp(argv[1], "--rows") == 0) {
    for (size_t i = 0; i < num_rows; ++i) puts(rows[i].name);
    free(counts);
    return 0;
  }
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    size_t i = 0;
    while (i < num_rows && strcmp(rows[i].name, line) != 0) ++i;
    if (i == num_rows) {
      fprintf(stderr, "no row named %s\n", line);
      free(counts);
      return 1;
    }
    printf("%.6f\n", bench_measure(&rows[i], &counts[i]));
    fflush(stdout);
  }
  free(counts);
  return 0;
}

#endif /* TVM_FFI_BENCH_C_BENCH_H_ */
