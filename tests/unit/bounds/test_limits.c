/* SPDX-License-Identifier: Apache-2.0 */
/* The limits of docs/bounds.md that no other program tests: what is just inside is taken, what is just beyond is refused. */
#include "core/typetable_impl.h"
#include "extra/find_paths.h"
#include "values.h"

static void there_is_a_most_of_types(void** state) {
  (void)state;
  tf_typetable* table = tf_typetable_new();
  int32_t index = 0;
  const tf_type_spec half = {.key = TF_STR("bounds.Half"),
                             .static_index = -1,
                             .depth = 1,
                             .child_slots = TF_TYPE_INDEX_LIMIT / 2,
                             .can_overflow = true,
                             .parent = kTVMFFIObject,
                             .owner = tf_owner_self()};
  tf_type_spec other = half;
  assert_non_null(table);
  assert_ok(tf_typetable_add(table, &half, &index));
  other.key = tf_str_c("bounds.OtherHalf");
  assert_raises(tf_typetable_add(table, &other, &index), "RuntimeError", "too many types");
  assert_int_equal(tf_typetable_find(table, other.key), -1);
  other.child_slots = 0; /* one more still fits */
  assert_ok(tf_typetable_add(table, &other, &index));
  tf_typetable_drop(&table);
}

static int parse_dtype(size_t size) {
  DLDataType out;
  char* text = (char*)malloc(size);
  memset(text, 'x', size);
  const TVMFFIByteArray bytes = {text, size};
  int code = TVMFFIDataTypeFromString(&bytes, &out);
  free(text);
  return code;
}

static void texts_of_data_types_are_short(void** state) {
  (void)state;
  assert_raises(parse_dtype(4096), "ValueError", "unknown dtype");
  assert_raises(parse_dtype(4097), "ValueError", "unknown dtype");
  assert_raises(parse_dtype(1u << 20), "ValueError", "unknown dtype");
}

static void indents_of_json_have_a_most(void** state) {
  (void)state;
  tf_any text = MAKE("ffi.json.Stringify", ARRAY(INT(1)), INT(1024));
  tf_any_drop(&text);
  tf_any args[] = {ARRAY(INT(1)), INT(1025)};
  assert_raises(call_global("ffi.json.Stringify", args, 2, &text), "ValueError", "1024");
}

/* More ways to one object than are listed. */
static void paths_to_an_object_have_a_most(void** state) {
  (void)state;
  tf_any leaf = LIST(INT(1));
  tf_seq* root = NULL;
  tf_seq* paths = NULL;
  assert_ok(tf_list_new(0, &root));
  for (int i = 0; i < TF_FIND_PATHS_MAX + 5; ++i) {
    assert_ok(tf_list_push(root, tf_any_copy_owned(&leaf)));
  }
  tf_any trail = ARRAY(tf_any_copy_owned(&leaf));
  assert_ok(tf_find_paths(&root->header, (const tf_seq*)(void*)trail.raw.v_obj, false, &paths));
  assert_int_equal(paths->seq.size, TF_FIND_PATHS_MAX);
  tf_object_drop(&paths);
  tf_any_drop(&trail);
  tf_any_drop(&leaf);
  tf_object_drop(&root);
}

/* Beyond 50,000 names a hint may be missing; the answer comes all the same. */
static void hints_are_optional_among_many_names(void** state) {
  (void)state;
  enum { NAMES = 60000 };
  tf_arena arena = {0};
  tf_table table = {0};
  for (int i = 0; i < NAMES; ++i) {
    char text[32];
    tf_str name;
    tf_table_key* record = (tf_table_key*)tf_arena_alloc(&arena, sizeof(*record));
    int size = snprintf(text, sizeof(text), "a name like %d", i);
    assert_true(tf_table_reserve(&table, &arena));
    assert_true(tf_arena_copy(&arena, tf_str_of(text, (size_t)size), &name));
    record->name = name;
    record->hash = tf_hash_key(name);
    tf_table_put(&table, record);
  }
  tf_str found = tf_table_nearest(&table, tf_str_c("a name lke 5"));
  assert_true(found.size == 0 || memcmp(found.data, "a name like", 11) == 0);
  tf_arena_drop(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(there_is_a_most_of_types),
      tf_unit(texts_of_data_types_are_short),
      tf_unit(indents_of_json_have_a_most),
      tf_unit(paths_to_an_object_have_a_most),
      tf_unit(hints_are_optional_among_many_names),
  };
  return tf_test_run(tests);
}
