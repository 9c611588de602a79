/* SPDX-License-Identifier: Apache-2.0 */
/* The driver of test_abi_walk.c: runs a scenario with each allocation refused in turn, and looks at what is left. */
#ifndef TF_UNIT_ABI_WALK_H_
#define TF_UNIT_ABI_WALK_H_

#include <pthread.h>

#include "core/registry.h"
#include "core/typetable.h"
#include "tf_test_core.h"

/* Does its work and returns the status of the function under test. */
typedef int (*scenario_body)(void);

typedef struct {
  const char* name;
  scenario_body body;
} scenario;

/* A name that no earlier run has used: registrations stay for ever. A retry counts from where the
   refused run did and gets the same ones. */
static int name_count;

static TVMFFIByteArray fresh_name(const char* stem) {
  static char text[64];
  int size = snprintf(text, sizeof text, "walk.%s%d", stem, ++name_count);
  return (TVMFFIByteArray){text, (size_t)size};
}

/* Ahead of each run, while nothing is refused. */
static void walk_prepare(void);

/* ---- The walk. ---- */

typedef struct {
  const scenario* what;
  long refuse; /* which allocation; 0: none */
  bool from_then_on;
  int status;
  long refused;
  bool said_memory; /* an error of that kind is raised */
} run;

static void* run_once(void* argument) {
  run* r = argument;
  if (r->from_then_on) {
    tf_mem_fail_from(r->refuse);
  } else {
    tf_mem_fail_at(r->refuse);
  }
  r->status = r->what->body();
  r->refused = tf_mem_refused();
  tf_mem_fail_at(0);
  r->said_memory = tf_error_is_raised_of(TF_MEMORY_ERROR);
  tf_error_clear();
  return NULL;
}

static void run_in_thread(run* r) {
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, run_once, r), 0);
  assert_int_equal(pthread_join(thread, NULL), 0);
}

/* What others see: how many functions and types there are. */
typedef struct {
  size_t num_functions;
  int32_t num_types;
} known;

static known known_now(void) {
  return (known){tf_registry_size(tf_registry_global()), tf_typetable_end(tf_typetable_global())};
}

/* Allocating an index has no status: a failure gives the index of a record that was made beforehand. */
static void assert_nothing_registered(const run* r, const known* before) {
  known now = known_now();
  if (strcmp(r->what->name, "TVMFFITypeGetOrAllocIndex") == 0) now.num_types = before->num_types;
  if (now.num_functions != before->num_functions || now.num_types != before->num_types) {
    fail_msg("%s: registers something and fails, run %ld", r->what->name, r->refuse);
  }
}

/* A success of a keeper may leave blocks behind, a failure may not. True when something was refused. */
static bool refuse_one(const scenario* what, long n, bool from_then_on, bool is_keeper) {
  run r = {.what = what, .refuse = n, .from_then_on = from_then_on};
  run retry = {.what = what};
  walk_prepare();
  int names_before = name_count;
  long before = tf_mem_live();
  known known_before = known_now();
  run_in_thread(&r);
  if (r.status == 0) {
    if (tf_mem_live() != before && !is_keeper) {
      fail_msg("%s: run %ld leaves %ld blocks behind", what->name, n, tf_mem_live() - before);
    }
    return r.refused != 0;
  }
  if (r.refused == 0) fail_msg("%s: fails with nothing refused", what->name);
  if (!r.said_memory) fail_msg("%s: no MemoryError, run %ld", what->name, n);
  if (tf_mem_live() != before) {
    fail_msg("%s: the failed run %ld leaves %ld blocks behind", what->name, n,
             tf_mem_live() - before);
  }
  assert_nothing_registered(&r, &known_before);
  name_count = names_before;
  run_in_thread(&retry);
  if (retry.status != 0) fail_msg("%s: a retry fails after run %ld", what->name, n);
  return true;
}

static void walk(const scenario* what, bool is_keeper) {
  for (int from_then_on = 0; from_then_on < 2; ++from_then_on) {
    for (long n = 1; refuse_one(what, n, from_then_on != 0, is_keeper);) ++n;
  }
}

#endif /* TF_UNIT_ABI_WALK_H_ */
