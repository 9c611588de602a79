/* SPDX-License-Identifier: Apache-2.0 */
/* Whole runs of the tool inside the test: a registry made here, a tree of files that can be put back, and every kind of
   command, so that tests can let each call go wrong in turn. */
#ifndef SG_RUNS_H_
#define SG_RUNS_H_

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run.h"
#include "sg_test.h"

/* One command, and what it does to the tree when nothing goes wrong. */
typedef struct sg_command {
  const char* name;
  const char* args[10];
  int status;
  bool changes;
} sg_command;

static const sg_command sg_commands[] = {
    {"rewrite", {"src"}, SG_EXIT_DONE, true},
    {"rewrite docs", {"src", "--docs", "--verbose"}, SG_EXIT_DONE, true},
    {"one file", {"src/a/x.py"}, SG_EXIT_DONE, true},
    {"check", {"src", "--check"}, SG_EXIT_STALE, false},
    {"diff", {"src", "--check", "--diff", "--color", "always"}, SG_EXIT_STALE, false},
    {"dry run", {"src", "--dry-run", "--verbose"}, SG_EXIT_DONE, false},
    {"json", {"src", "--json"}, SG_EXIT_DONE, true},
    {"json check", {"src", "--json", "--check"}, SG_EXIT_STALE, false},
    {"prune", {"src", "old", "--prune"}, SG_EXIT_DONE, true},
    {"refused", {"src", "old"}, SG_EXIT_FAILED, false},
    {"scaffold",
     {"gen/walk", "--init-pypkg", "p", "--init-lib", "l", "--init-prefix", "walk"},
     SG_EXIT_DONE,
     true},
    {"library class",
     {"gen/walk", "--init-pypkg", "p", "--init-lib", "symbols", "--init-prefix", "walk",
      "--init-library-class", "--dlls", SG_RUNS_LIBRARY},
     SG_EXIT_DONE,
     true},
    {"output folder", {"src", "--output-dir", "out"}, SG_EXIT_DONE, true},
    {"depfile", {"src", "--depfile", "d.d", "--stamp", "s"}, SG_EXIT_DONE, true},
    {"no library", {"src", "--dlls", "nowhere.so"}, SG_EXIT_FAILED, false},
    {"help", {"--help"}, SG_EXIT_DONE, false},
    {"bad option", {"--bogus"}, SG_EXIT_FAILED, false},
};

/* Registers functions and classes under `walk`. Once for a process. */
void sg_runs_register(void);

/* Makes a folder for the runs and goes there; removes it. */
int sg_runs_enter(void);
int sg_runs_leave(void);

/* The tree as it is before any run, whatever lies there. */
void sg_runs_reset(void);

/* All files below the folder with their bytes, as one text, by name; free it. Temporary files are named too. */
char* sg_runs_tree(void);

/* Runs a command; what it says on standard error is in `said` (freed by the next call). */
int sg_runs_run(const sg_command* command);
const char* sg_runs_said(void);

/* How many descriptors are open. */
int sg_runs_descriptors(void);

#endif /* SG_RUNS_H_ */
