/* SPDX-License-Identifier: Apache-2.0 */
/* How many lines a backtrace may have: TVM_TRACEBACK_LIMIT, read for every error. */
#include "core/backtrace.h"

#include <string.h>

#include "base/num.h"

extern char** environ;

/* getenv costs as much as everything else here together. So the answer is kept together with where it was found; setenv
   and unsetenv change at least one of these. Per thread: no lock. */
static TF_THREAD_LOCAL struct {
  char** table;
  char* entry; /* TVM_TRACEBACK_LIMIT=..., or NULL when unset */
  size_t index;
  char* last; /* last entry, and how many there were */
  size_t count;
  size_t limit; /* SIZE_MAX: unset */
} environment;

static const char limit_name[] = "TVM_TRACEBACK_LIMIT=";

static bool environment_is_same(void) {
  char** table = environment.table;
  if (table == NULL || table != environ) return false;
  if (environment.entry != NULL && table[environment.index] != environment.entry) return false;
  return environment.count > 0 && table[environment.count - 1] == environment.last &&
         table[environment.count] == NULL;
}

static void read_environment(void) {
  environment.table = environ;
  environment.entry = NULL;
  environment.limit = SIZE_MAX;
  size_t count = 0;
  for (; environ != NULL && environ[count] != NULL; ++count) {
    if (environment.entry != NULL ||
        strncmp(environ[count], limit_name, sizeof limit_name - 1) != 0) {
      continue;
    }
    environment.entry = environ[count];
    environment.index = count;
    uint64_t lines;
    tf_str value = tf_str_c(environ[count] + sizeof limit_name - 1);
    if (tf_num_uint64(value, &lines) == TF_NUM_OK) {
      environment.limit = lines < SIZE_MAX ? (size_t)lines : SIZE_MAX - 1;
    }
  }
  environment.count = count;
  environment.last = count == 0 ? NULL : environ[count - 1];
}

size_t tf_backtrace_limit(size_t unset) {
  if (!environment_is_same()) read_environment();
  return environment.limit == SIZE_MAX ? unset : environment.limit;
}
