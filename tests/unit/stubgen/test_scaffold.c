/* SPDX-License-Identifier: Apache-2.0 */
#include "scaffold.h"

#include <sys/stat.h>
#include <unistd.h>

#include "sg_file.h"

static char folder[] = "/tmp/sg-scaffold-XXXXXX";

static sg_file* file_named(const sg_world* w, const char* end) {
  for (size_t i = 0; i < w->files.list.count; i++) {
    if (tf_str_ends_with(w->files.list.items[i]->target, S(end))) return w->files.list.items[i];
  }
  return NULL;
}

static void scaffold(sg_world* w, const char* prefix, sg_scaffold_result* result) {
  sg_scaffold_request request = {S(folder), S("dist"), S("lib"), S(prefix), false};
  memset(result, 0, sizeof *result);
  sg_world_begin(w);
  sg_scaffold(&w->generator, &request, &w->files, result);
}

static void test_a_package_is_laid_out(void** state) {
  (void)state;
  sg_world w;
  sg_scaffold_result result;
  scaffold(&w, "p", &result);
  assert_int_equal(w.diags.errors, 0);
  const sg_file* root = file_named(&w, "/p/_ffi_api.py");
  assert_non_null(root);
  assert_non_null(file_named(&w, "/p/__init__.py"));
  assert_non_null(file_named(&w, "/p/sub/_ffi_api.py"));
  assert_true(tf_str_ends_with(result.marker_file, S("/p/py.typed")));
  assert_true(sg_has(root->text, "LIB = _FFI_LOAD_LIB(\"dist\", \"lib\")"));
  size_t base = tf_str_find(root->text, S("object/p.Base")),
         child = tf_str_find(root->text, S("object/p.Child"));
  assert_true(base < child && child != TF_STR_NONE);
  assert_true(root->is_new);
  sg_arena_drop(&w.arena);
}

static void test_an_unmatched_prefix_lists_those_there_are(void** state) {
  (void)state;
  sg_world w;
  sg_scaffold_result result;
  scaffold(&w, "nobody", &result);
  assert_true(sg_world_says(&w, "p"));
  assert_int_equal(w.diags.errors, 1);
  assert_int_equal(w.files.list.count, 0);
  sg_arena_drop(&w.arena);
}

static void test_the_folder_of_the_package_itself_is_found(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  tf_str own = sg_format(&arena, "%s/q", folder);
  assert_int_equal(mkdir(own.data, 0777), 0);
  assert_str_is(sg_scaffold_base(&arena, own, S("q")), folder);
  assert_true(tf_str_equal(sg_scaffold_base(&arena, own, S("other")), own));
  assert_int_equal(rmdir(own.data), 0);
  sg_arena_drop(&arena);
}

static int make_folder(void** state) {
  (void)state;
  return mkdtemp(folder) == NULL ? -1 : 0;
}

static int drop_folder(void** state) {
  (void)state;
  return rmdir(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_a_package_is_laid_out),
      tf_unit(test_an_unmatched_prefix_lists_those_there_are),
      tf_unit(test_the_folder_of_the_package_itself_is_found),
  };
  return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
