/* SPDX-License-Identifier: Apache-2.0 */
/* Whole runs in which each call of the system goes wrong in turn: it fails, the disk is full, access is refused, it is
   interrupted or does half of its work. Every file is old or new afterwards, whole; unless a rename failed, all are old
   or all are new; nothing stays open; and the next run completes the work. */
#include "io.h"

#include "sg_runs.h"

static const char* const calls[] = {"open",  "read",  "write",  "sync",  "rename",
                                    "chmod", "mkdir", "unlink", "close", "stat"};

static long scenarios;

typedef struct walk {
  const sg_command* command;
  const char* before;
  const char* after;
} walk;

/* What a run that went wrong may have left. */
static void check(const walk* w, const char* fault, int status, const char* tree) {
  const char* name = w->command->name;
  bool old = strcmp(tree, w->before) == 0, fresh = strcmp(tree, w->after) == 0;
  bool harmless = strncmp(fault, "intr", 4) == 0 || strncmp(fault, "short", 5) == 0;
  if (harmless && (status != w->command->status || !fresh)) {
    fail_msg("%s: %s: status %d: %s", name, fault, status, sg_runs_said());
  }
  if (status == w->command->status && !fresh) fail_msg("%s: %s: not the result", name, fault);
  if (status != w->command->status && status != SG_EXIT_FAILED) {
    fail_msg("%s: %s: status %d", name, fault, status);
  }
  if (status == SG_EXIT_FAILED && sg_runs_said()[0] == '\0')
    fail_msg("%s: %s: silence", name, fault);
  /* Depfile and stamp are written last, over what was there: the files are new then. */
  bool half = strstr(fault, ":rename") != NULL || strcmp(name, "depfile") == 0;
  bool leftovers = strstr(fault, ":unlink") != NULL || strchr(fault, '+') != NULL;
  if (!old && !fresh && !half && !leftovers) fail_msg("%s: %s: neither old nor new", name, fault);
}

/* One run with a fault. Returns whether it happened. */
static bool fault_one(const walk* w, const char* fault) {
  int open = sg_runs_descriptors();
  assert_int_equal(setenv("TVM_FFI_STUBGEN_FAULT", fault, 1), 0);
  int status = sg_runs_run(w->command);
  bool happened = sg_io_faults() != 0;
  assert_int_equal(unsetenv("TVM_FFI_STUBGEN_FAULT"), 0);
  assert_int_equal(sg_io_fault(NULL), 0);
  if (sg_runs_descriptors() != open) fail_msg("%s: %s: descriptors", w->command->name, fault);
  char* tree = sg_runs_tree();
  check(w, fault, status, tree);
  if (strcmp(tree, w->after) != 0) {
    if (sg_runs_run(w->command) != w->command->status) {
      fail_msg("%s: no retry after %s: %s", w->command->name, fault, sg_runs_said());
    }
    free(tree);
    tree = sg_runs_tree();
    if (strcmp(tree, w->after) != 0) fail_msg("%s: the retry after %s", w->command->name, fault);
  }
  if (strcmp(tree, w->before) != 0) sg_runs_reset();
  free(tree);
  scenarios += happened;
  return happened;
}

static void fault_all(const sg_command* command, const char* kind, const char* more) {
  sg_runs_reset();
  char* before = sg_runs_tree();
  assert_int_equal(sg_runs_run(command), command->status);
  char* after = sg_runs_tree();
  walk w = {command, before, after};
  for (size_t i = 0; i < TF_COUNT_OF(calls); i++) {
    char fault[64];
    sg_runs_reset();
    for (int n = 1;; n++) {
      snprintf(fault, sizeof fault, "%s:%s:%d%s", kind, calls[i], n, more);
      if (!fault_one(&w, fault)) break;
      if (n > 10000) fail_msg("%s: %s: no end", command->name, fault);
    }
  }
  free(before);
  free(after);
}

static void fault_all_commands(const char* kind, const char* more) {
  for (size_t i = 0; i < TF_COUNT_OF(sg_commands); i++) fault_all(&sg_commands[i], kind, more);
}

static void test_a_failing_call_leaves_whole_files(void** state) {
  (void)state;
  fault_all_commands("fail", "");
}

static void test_calls_failing_from_some_point_on_leave_whole_files(void** state) {
  (void)state;
  fault_all_commands("fail", "+");
}

static void test_a_full_disk_leaves_whole_files(void** state) {
  (void)state;
  fault_all_commands("full", "");
  fault_all_commands("full", "+");
}

static void test_refused_access_leaves_whole_files(void** state) {
  (void)state;
  fault_all_commands("denied", "");
}

static void test_interrupted_and_short_calls_change_nothing(void** state) {
  (void)state;
  fault_all_commands("intr", "");
  fault_all_commands("short", "");
  fault_all_commands("short", "+");
}

static int enter(void** state) {
  (void)state;
  if (sg_runs_enter() != 0) return -1;
  sg_runs_register();
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
      tf_unit(test_a_failing_call_leaves_whole_files),
      tf_unit(test_calls_failing_from_some_point_on_leave_whole_files),
      tf_unit(test_a_full_disk_leaves_whole_files),
      tf_unit(test_refused_access_leaves_whole_files),
      tf_unit(test_interrupted_and_short_calls_change_nothing),
  };
  return cmocka_run_group_tests(tests, enter, leave);
}
