/* SPDX-License-Identifier: Apache-2.0 */
#include "core/table.h"

#include "tf_test_core.h"

static tf_table_key* add(tf_table* table, tf_arena* arena, const char* name) {
  tf_str copy;
  if (!tf_table_reserve(table, arena) || !tf_arena_copy(arena, tf_str_c(name), &copy)) return NULL;
  tf_table_key* record = tf_arena_alloc(arena, sizeof *record);
  if (record == NULL) return NULL;
  record->name = copy;
  record->hash = tf_hash_key(copy);
  tf_table_put(table, record);
  return record;
}

static void count(void* context, tf_table_key* record) {
  assert_true(record->name.size > 0);
  ++*(size_t*)context;
}

static void all_of_many_names_are_found(void** state) {
  (void)state;
  enum { MANY = 20000 };
  tf_arena arena = {0};
  tf_table table = {0};
  char name[32];
  for (int i = 0; i < MANY; ++i) {
    (void)snprintf(name, sizeof name, "name.%d", i);
    assert_null(tf_table_find(&table, tf_str_c(name)));
    assert_non_null(add(&table, &arena, name));
  }
  for (int i = 0; i < MANY; ++i) {
    (void)snprintf(name, sizeof name, "name.%d", i);
    const tf_table_key* record = tf_table_find(&table, tf_str_c(name));
    assert_non_null(record);
    assert_str_is(record->name, name);
  }
  assert_null(tf_table_find(&table, tf_str_c("name.")));
  size_t seen = 0;
  tf_table_visit(&table, count, &seen);
  assert_int_equal(seen, MANY);
  tf_arena_drop(&arena);
}

static void an_empty_table_finds_nothing(void** state) {
  (void)state;
  tf_table table = {0};
  size_t seen = 0;
  assert_null(tf_table_find(&table, tf_str_c("x")));
  tf_table_visit(&table, count, &seen);
  assert_int_equal(seen, 0);
  assert_str_is(tf_table_nearest(&table, tf_str_c("x")), "");
}

static void the_nearest_name_is_offered(void** state) {
  (void)state;
  tf_arena arena = {0};
  tf_table table = {0};
  assert_non_null(add(&table, &arena, "my.add_one"));
  assert_non_null(add(&table, &arena, "my.add_two"));
  assert_str_is(tf_table_nearest(&table, tf_str_c("my.add_oen")), "my.add_one");
  assert_str_is(tf_table_nearest(&table, tf_str_c("something else")), "");
  tf_arena_drop(&arena);
}

static void equal_tags_do_not_confuse(void** state) {
  (void)state;
  /* Two records of one made-up hash: only the name tells them apart. */
  tf_arena arena = {0};
  tf_table table = {0};
  static tf_table_key records[2] = {{TF_STR("a"), 77}, {TF_STR("b"), 77}};
  for (int i = 0; i < 2; ++i) {
    assert_true(tf_table_reserve(&table, &arena));
    tf_table_put(&table, &records[i]);
  }
  assert_ptr_equal(tf_table_find_hashed(&table, tf_str_c("b"), 77), &records[1]);
  assert_null(tf_table_find_hashed(&table, tf_str_c("c"), 77));
  tf_arena_drop(&arena);
}

static int fill(void* context) {
  (void)context;
  tf_arena arena = {0};
  tf_table table = {0};
  int status = 0;
  char name[32];
  for (int i = 0; i < 100 && status == 0; ++i) {
    (void)snprintf(name, sizeof name, "name.%d", i);
    if (add(&table, &arena, name) == NULL) status = tf_raise_memory();
  }
  tf_arena_drop(&arena);
  return status;
}

static void filling_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(fill, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(all_of_many_names_are_found),         tf_unit(an_empty_table_finds_nothing),
      tf_unit(the_nearest_name_is_offered),         tf_unit(equal_tags_do_not_confuse),
      tf_unit(filling_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
