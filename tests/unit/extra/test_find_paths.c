/* SPDX-License-Identifier: Apache-2.0 */
/* The way back from the trail of an error to paths in the value. */
#include "extra/find_paths.h"

#include "values.h"

static tf_object* item(const tf_any* seq, int64_t index) {
  return tf_seq_at((const tf_seq*)(const void*)seq->raw.v_obj, index).raw.v_obj;
}

/* Consumes `trail`. */
static void assert_paths(const tf_any* root, tf_any trail, bool prefix, const char* want) {
  tf_seq* paths = NULL;
  assert_ok(tf_find_paths(root->raw.v_obj, (const tf_seq*)(void*)trail.raw.v_obj, prefix, &paths));
  tf_any text = MAKE("ffi.ReprPrint", tf_any_own(paths));
  tf_view view = tf_view_of(&text);
  tf_str content = {NULL, 0};
  assert_true(tf_view_get_str(&view, &content));
  assert_str_is(content, want);
  tf_any_drop(&text);
  tf_any_drop(&trail);
}

#define AT(object) tf_any_share(object)

static void trails_lead_to_paths(void** state) {
  (void)state;
  tf_any inner = LIST(INT(1));
  tf_any root = ARRAY(INT(0), MAP(text_any("k"), ARRAY(tf_any_copy_owned(&inner))),
                      tf_any_copy_owned(&inner));
  tf_object* map = item(&root, 1);
  assert_paths(&root, ARRAY(AT(root.raw.v_obj)), false, "(<root>,)");
  assert_paths(&root, ARRAY(AT(inner.raw.v_obj), AT(map), AT(root.raw.v_obj)), false,
               "(<root>[1][\"k\"][0],)");
  assert_paths(&root, ARRAY(AT(inner.raw.v_obj)), false, "(<root>[1][\"k\"][0], <root>[2])");
  assert_paths(&root, ARRAY(AT(map), AT(inner.raw.v_obj)), false, "()");
  assert_paths(&root, make_with("ffi.Array", NULL, 0), true, "()");
  tf_any_drop(&root);
  tf_any_drop(&inner);
}

static void prefixes_match_what_is_there(void** state) {
  (void)state;
  tf_any stranger = LIST(INT(1));
  tf_any root = ARRAY(INT(0), LIST(INT(2)));
  tf_object* list = item(&root, 1);
  tf_any trail = ARRAY(tf_any_copy_owned(&stranger), AT(list), AT(root.raw.v_obj));
  assert_paths(&root, tf_any_copy_owned(&trail), false, "()");
  assert_paths(&root, trail, true, "(<root>[1],)");
  tf_any_drop(&root);
  tf_any_drop(&stranger);
}

static void shared_deep_and_cyclic_values_end(void** state) {
  (void)state;
  tf_any stranger = LIST(INT(1));
  tf_any shared = shared_arrays(60);
  tf_any deep = deep_list(100000);
  tf_any cyclic = cyclic_list();
  assert_paths(&shared, ARRAY(tf_any_copy_owned(&stranger)), false, "()");
  assert_paths(&deep, ARRAY(tf_any_copy_owned(&stranger)), true, "()");
  assert_paths(&cyclic, ARRAY(tf_any_copy_owned(&cyclic)), false, "(<root>,)");
  list_break(&cyclic);
  tf_any_drop(&shared);
  tf_any_drop(&deep);
  tf_any_drop(&stranger);
}

static void walks_and_paths_fit_together(void** state) {
  (void)state;
  tf_any root = ARRAY(INT(0), LIST(INT(2)));
  tf_any rows =
      ARRAY(ARRAY(INT(kTVMFFIList),
                  tf_any_own(tf_registry_find(tf_registry_global(), tf_str_c("ffi.ListClear")))),
            ARRAY(INT(kTVMFFIInt),
                  tf_any_own(tf_registry_find(tf_registry_global(), tf_str_c("ffi.String")))));
  tf_any args[] = {tf_any_copy_owned(&root), rows, make_with("ffi.Array", NULL, 0), INT(1)};
  tf_any result = tf_any_none();
  assert_int_equal(call_global("ffi.StructuralWalk", args, 4, &result), -1);
  tf_error* error = tf_error_take_raised();
  tf_any paths = MAKE("ffi.VisitErrorContext.FindAccessPaths", tf_any_copy_owned(&root),
                      tf_any_share(error->cell.extra_context), tf_any_bool(false));
  tf_object_decref(error);
  assert_int_equal(((const tf_seq*)(const void*)paths.raw.v_obj)->seq.size, 1);
  tf_any_drop(&paths);
  tf_any_drop(&root);
}

static int find_once(void* context) {
  const tf_any* root = (const tf_any*)context;
  tf_seq* paths = NULL;
  tf_seq* trail = NULL;
  TVMFFIAny last = tf_view_object(item(root, 1)).raw;
  int code = tf_array_from_views(&last, 1, &trail);
  if (code == 0) code = tf_find_paths(root->raw.v_obj, trail, false, &paths);
  tf_object_drop(&trail);
  tf_object_drop(&paths);
  return code;
}

static void finding_survives_allocation_failure(void** state) {
  (void)state;
  tf_any root = ARRAY(MAP(text_any("k"), LIST(INT(2))), LIST(INT(2)));
  tf_test_fail_walk(find_once, &root);
  tf_any_drop(&root);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(trails_lead_to_paths),
      tf_unit(prefixes_match_what_is_there),
      tf_unit(shared_deep_and_cyclic_values_end),
      tf_unit(walks_and_paths_fit_together),
      tf_unit(finding_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
