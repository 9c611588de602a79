/* SPDX-License-Identifier: Apache-2.0 */
#include "pe.h"

#include "sg_test.h"

enum { SIZE = 1024, SECTION_AT = 512, ADDRESS = 0x1000 };

static void put(char* at, unsigned long value, size_t width) {
  for (size_t i = 0; i < width; i++) at[i] = (char)(value >> (8 * i));
}

/* A library with one section, at 512 in the file and 0x1000 in memory, that exports three names. */
static void make_library(char* file) {
  static const char* const names[] = {"__tvm_ffi_add", "__tvm_ffi_mul", "other"};
  memset(file, 0, SIZE);
  memcpy(file, "MZ", 2);
  put(file + 60, 64, 4);
  memcpy(file + 64, "PE\0\0", 4);
  put(file + 64 + 6, 1, 2);    /* sections */
  put(file + 64 + 20, 120, 2); /* size of the optional header */
  char* optional = file + 64 + 24;
  put(optional, 0x20b, 2);
  put(optional + 112, ADDRESS, 4); /* exports */
  char* section = optional + 120;
  put(section + 8, SIZE - SECTION_AT, 4);
  put(section + 12, ADDRESS, 4);
  put(section + 16, SIZE - SECTION_AT, 4);
  put(section + 20, SECTION_AT, 4);
  char* exports = file + SECTION_AT;
  put(exports + 24, 3, 4);
  put(exports + 32, ADDRESS + 40, 4);
  size_t text = 60;
  for (size_t i = 0; i < 3; i++) {
    put(exports + 40 + 4 * i, (unsigned long)(ADDRESS + text), 4);
    memcpy(exports + text, names[i], strlen(names[i]) + 1);
    text += strlen(names[i]) + 1;
  }
}

static void test_exports_are_listed_by_prefix(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  char file[SIZE];
  sg_names names;
  make_library(file);
  assert_null(sg_pe_exports(&arena, tf_str_of(file, SIZE), S("__tvm_ffi_"), &names));
  assert_int_equal(names.list.count, 2);
  assert_str_is(names.list.items[0], "add");
  assert_str_is(names.list.items[1], "mul");
  assert_null(sg_pe_exports(&arena, tf_str_of(file, SIZE), S(""), &names));
  assert_int_equal(names.list.count, 3);
  sg_arena_drop(&arena);
}

static const char* why(sg_arena* arena, const char* file, size_t size) {
  sg_names names;
  return sg_pe_exports(arena, tf_str_of(file, size), S(""), &names);
}

static void test_other_files_are_refused(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  char file[SIZE];
  make_library(file);
  assert_string_equal(why(&arena, "", 0), "not a PE file");
  assert_string_equal(why(&arena, file, 70), "truncated");
  assert_string_equal(why(&arena, file, 700 - 188), "a table lies outside of the file");
  put(file + 64 + 24, 0x107, 2);
  assert_string_equal(why(&arena, file, SIZE), "made for another machine");
  make_library(file);
  put(file + 64 + 24 + 112, 0, 4);
  assert_string_equal(why(&arena, file, SIZE), "it has no table of exports");
  put(file + 64 + 24 + 112, ADDRESS + 500, 4);
  assert_string_equal(why(&arena, file, SIZE), "a table lies outside of the file");
  make_library(file);
  put(file + SECTION_AT + 24, 0x7fffffff, 4);
  assert_string_equal(why(&arena, file, SIZE), "a table lies outside of the file");
  sg_arena_drop(&arena);
}

/* Cut and damaged files, each in a block of its own size: whatever comes out, nothing outside is read. */
static void test_damage_is_survived(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  char file[SIZE];
  sg_names names;
  for (size_t size = 0; size < SIZE; size++) {
    char* copy = malloc(size + 1);
    make_library(file);
    memcpy(copy, file, size);
    (void)sg_pe_exports(&arena, tf_str_of(copy, size), S(""), &names);
    free(copy);
    file[size] = (char)(file[size] ^ 0xff);
    (void)sg_pe_exports(&arena, tf_str_of(file, SIZE), S(""), &names);
  }
  sg_arena_drop(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_exports_are_listed_by_prefix),
      tf_unit(test_other_files_are_refused),
      tf_unit(test_damage_is_survived),
  };
  return tf_test_run(tests);
}
