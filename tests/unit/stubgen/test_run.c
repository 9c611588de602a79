/* SPDX-License-Identifier: Apache-2.0 */
/* Whole runs: what each kind of command does, and every allocation refused in turn, once and from then on. Such a run
   fails with status 2 and a message, no file has changed, nothing is leaked, and the next run succeeds. */
#include "run.h"

#include "io.h"
#include "sg_runs.h"

static long scenarios;

/* The tree after the command when nothing goes wrong. */
static char* wanted_tree(const sg_command* command) {
  sg_runs_reset();
  int status = sg_runs_run(command);
  if (status != command->status) {
    fail_msg("%s: status %d, not %d: %s", command->name, status, command->status, sg_runs_said());
  }
  return sg_runs_tree();
}

static void test_commands_do_what_they_say(void** state) {
  (void)state;
  for (size_t i = 0; i < TF_COUNT_OF(sg_commands); i++) {
    const sg_command* command = &sg_commands[i];
    sg_runs_reset();
    char* before = sg_runs_tree();
    char* after = wanted_tree(command);
    if ((strcmp(before, after) != 0) != command->changes) fail_msg("%s: changes", command->name);
    assert_null(strstr(after, ".tvmffi-"));
    free(before);
    if (command->changes && command->status == SG_EXIT_DONE) {
      assert_int_equal(sg_runs_run(command), SG_EXIT_DONE);
      char* again = sg_runs_tree();
      assert_string_equal(again, after);
      free(again);
    }
    free(after);
  }
}

typedef struct walk {
  const sg_command* command;
  const char* before;
  const char* after;
  void (*refuse)(long n);
} walk;

/* One run with allocation `n` refused. Returns whether there was one. */
static bool refuse_one(const walk* w, long n) {
  const char* name = w->command->name;
  long live = tf_mem_live();
  int open = sg_runs_descriptors();
  w->refuse(n);
  int status = sg_runs_run(w->command);
  long refused = tf_mem_refused();
  w->refuse(0);
  char* tree = sg_runs_tree();
  if (tf_mem_live() != live) {
    fail_msg("%s: allocation %ld: %ld blocks more", name, n, tf_mem_live() - live);
  }
  if (sg_runs_descriptors() != open) fail_msg("%s: allocation %ld: descriptors", name, n);
  bool done = status == w->command->status && strcmp(tree, w->after) == 0;
  bool failed =
      status == SG_EXIT_FAILED && strcmp(tree, w->before) == 0 && sg_runs_said()[0] != '\0';
  if (refused != 0 ? !done && !failed : !done) {
    fail_msg("%s: allocation %ld: status %d, said: %s", name, n, status, sg_runs_said());
  }
  if (refused != 0 && !done) {
    if (sg_runs_run(w->command) != w->command->status) fail_msg("%s: no retry after %ld", name, n);
    free(tree);
    tree = sg_runs_tree();
    if (strcmp(tree, w->after) != 0) fail_msg("%s: the retry after %ld differs", name, n);
  }
  if (strcmp(tree, w->before) != 0) sg_runs_reset();
  free(tree);
  scenarios += refused != 0;
  return refused != 0;
}

/* Each allocation up to a few hundred, then ever fewer: runs have thousands when none shares a block. */
static void refuse_all(const sg_command* command, void (*refuse)(long n)) {
  char* after = wanted_tree(command);
  sg_runs_reset();
  char* before = sg_runs_tree();
  walk w = {command, before, after, refuse};
  for (long n = 1; refuse_one(&w, n); n += 1 + n / SG_RUNS_DENSITY) {
    if (n > 10000000) fail_msg("%s: no end", command->name);
  }
  free(before);
  free(after);
}

static void refuse_all_commands(bool split, void (*refuse)(long n)) {
  for (size_t i = 0; i < TF_COUNT_OF(sg_commands); i++) {
    sg_arena_split(split);
    refuse_all(&sg_commands[i], refuse);
    sg_arena_split(false);
  }
}

static void test_one_refused_allocation_changes_nothing(void** state) {
  (void)state;
  refuse_all_commands(false, tf_mem_fail_at);
  refuse_all_commands(true, tf_mem_fail_at);
}

static void test_no_memory_from_some_point_on_changes_nothing(void** state) {
  (void)state;
  refuse_all_commands(false, tf_mem_fail_from);
  refuse_all_commands(true, tf_mem_fail_from);
}

static int enter(void** state) {
  (void)state;
  if (sg_runs_enter() != 0) return -1;
  sg_runs_register();
  /* What the runtime makes on the first use of something stays; that is no leak of a run. */
  for (size_t i = 0; i < TF_COUNT_OF(sg_commands); i++) {
    sg_runs_reset();
    (void)sg_runs_run(&sg_commands[i]);
  }
  return 0;
}

static int leave(void** state) {
  (void)state;
  print_message("%ld scenarios\n", scenarios);
  return sg_runs_leave();
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_commands_do_what_they_say),
      tf_unit(test_one_refused_allocation_changes_nothing),
      tf_unit(test_no_memory_from_some_point_on_changes_nothing),
  };
  return cmocka_run_group_tests(tests, enter, leave);
}
