/* SPDX-License-Identifier: Apache-2.0 */
#include "outcome.h"

#include <unistd.h>

#include "sg_file.h"

static sg_file* stale(sg_world* w, const char* path, bool is_new) {
  sg_file* file = sg_world_add(w, path, BLOCK("global/p"));
  (void)sg_world_generate(w, file);
  file->is_new = is_new;
  return file;
}

static void test_stale_files_are_named_and_collected(void** state) {
  (void)state;
  sg_world w;
  sg_options options;
  sg_writes writes;
  sg_world_begin(&w);
  memset(&options, 0, sizeof options);
  memset(&writes, 0, sizeof writes);
  options.check = true;
  stale(&w, "/t/_ffi_api.py", true);
  stale(&w, "/t/__init__.py", true);
  sg_world_generate(&w, sg_world_add(&w, "/t/same.py", "x = 1\n"));
  sg_text out = sg_text_new(&w.arena);
  assert_int_equal(sg_outcome_print(&w.arena, &options, &w.files, false, &out), 2);
  assert_true(sg_has(sg_text_view(&out), "[Stale] /t/_ffi_api.py\n"));
  assert_false(sg_has(sg_text_view(&out), "same.py"));
  /* What stands around the bindings comes first: a run that is stopped in between is made again. */
  sg_outcome_collect(&w.arena, &w.files, S("/nonexistent/py.typed"), &writes, &w.diags);
  assert_int_equal(writes.list.count, 3);
  assert_str_is(writes.list.items[0].target, "/nonexistent/py.typed");
  assert_str_is(writes.list.items[1].target, "/t/__init__.py");
  assert_str_is(writes.list.items[2].target, "/t/_ffi_api.py");
  sg_arena_drop(&w.arena);
}

static void test_lines_are_coloured_only_if_wanted(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_text out = sg_text_new(&arena);
  sg_put_line(&out, true, SG_RED_LINE, S("a"));
  sg_put_line(&out, false, SG_RED_LINE, S("b"));
  sg_put_line(&out, true, SG_PLAIN_LINE, S("c"));
  assert_str_is(sg_text_view(&out), "\x1b[31ma\x1b[0m\nb\nc\n");
  sg_arena_drop(&arena);
}

static void test_two_files_have_no_place_in_common(void** state) {
  (void)state;
  sg_world w;
  sg_options options;
  sg_sources sources;
  tf_str marker = {NULL, 0};
  sg_world_begin(&w);
  memset(&options, 0, sizeof options);
  memset(&sources, 0, sizeof sources);
  options.output_dir = S("/nonexistent/out");
  for (int i = 0; i < 2; i++) {
    sg_found* found = SG_PUSH(&w.arena, &sources.files);
    *found = (sg_found){S(i == 0 ? "a/m.py" : "b/m.py"), S(i == 0 ? "/x/a/m.py" : "/x/b/m.py"),
                        S(i == 0 ? "a" : "b"), true};
    sg_world_add(&w, i == 0 ? "/x/a/m.py" : "/x/b/m.py", BLOCK("global/p"));
  }
  sg_outcome_redirect(&w.arena, &options, &sources, S(""), &w.files, &marker, &w.diags);
  assert_str_is(w.files.list.items[0]->target, "/nonexistent/out/m.py");
  assert_true(sg_world_says(&w, "would be written to the same place as"));
  sg_arena_drop(&w.arena);
}

static void test_dependencies_are_in_the_syntax_of_make(void** state) {
  (void)state;
  sg_world w;
  sg_options options;
  sg_sources sources;
  sg_world_begin(&w);
  memset(&options, 0, sizeof options);
  memset(&sources, 0, sizeof sources);
  assert_int_equal(sg_outcome_stamps(&w.arena, &options, &sources, &w.files).depends.size, 0);
  options.depfile = S("d");
  options.stamp = S("s $#");
  sg_world_add(&w, "/x y/m.py", "");
  sg_stamps stamps = sg_outcome_stamps(&w.arena, &options, &sources, &w.files);
  assert_str_is(stamps.depends, "s\\ $$\\#: /x\\ y /x\\ y/m.py\n");
  stamps.depfile = S("/nonexistent/d");
  sg_outcome_write_stamps(&stamps, &w.diags);
  assert_true(sg_world_says(&w, "cannot write"));
  sg_arena_drop(&w.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_stale_files_are_named_and_collected),
      tf_unit(test_lines_are_coloured_only_if_wanted),
      tf_unit(test_two_files_have_no_place_in_common),
      tf_unit(test_dependencies_are_in_the_syntax_of_make),
  };
  return tf_test_run(tests);
}
