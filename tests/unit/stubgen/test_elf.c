/* SPDX-License-Identifier: Apache-2.0 */
/* The test reads itself: its own file is an ELF file with dynamic symbols. */
#include "elf.h"

#include <stdio.h>

#include "sg_test.h"

static tf_str read_self(sg_arena* arena) {
  FILE* file = fopen("/proc/self/exe", "rb");
  assert_non_null(file);
  fseek(file, 0, SEEK_END);
  size_t size = (size_t)ftell(file);
  rewind(file);
  char* data = sg_alloc(arena, size);
  assert_int_equal(fread(data, 1, size, file), size);
  fclose(file);
  return tf_str_of(data, size);
}

static void test_exports_are_listed_by_prefix(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_names names;
  tf_str self = read_self(&arena);
  assert_null(sg_elf_exports(&arena, self, S(""), &names));
  size_t all = names.list.count;
  assert_null(sg_elf_exports(&arena, self, S("no_such_prefix_"), &names));
  assert_int_equal(names.list.count, 0);
  assert_true(all < 100000);
  sg_arena_drop(&arena);
}

static void test_other_files_are_refused(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_names names;
  assert_string_equal(sg_elf_exports(&arena, S(""), S(""), &names), "not an ELF file");
  char other[64] =
      "\x7f"
      "ELF\x02\x01";
  static const uint16_t one = 1;
  if (*(const char*)&one == 1) other[5] = 2; /* the byte order that is not ours */
  assert_string_equal(sg_elf_exports(&arena, tf_str_of(other, 64), S(""), &names),
                      "made for another machine");
  assert_string_equal(sg_elf_exports(&arena, tf_str_of(other, 60), S(""), &names), "truncated");
  sg_arena_drop(&arena);
}

/* Cut and damaged files, each in a block of its own size: whatever comes out, nothing outside is read. */
static void test_damage_is_survived(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  tf_str self = read_self(&arena);
  unsigned seed = 7;
  for (int round = 0; round < 400; round++) {
    sg_arena_state mark = sg_arena_mark(&arena);
    seed = seed * 1103515245u + 12345u;
    size_t size = round % 2 == 0 ? self.size : self.size * (seed >> 16) / 65536;
    unsigned char* copy = malloc(size == 0 ? 1 : size);
    assert_non_null(copy);
    memcpy(copy, self.data, size);
    for (int i = 0; i < 8; i++) {
      seed = seed * 1103515245u + 12345u;
      size_t at = (seed >> 8) % (i < 4 ? 64 : self.size);
      /* Damage the file header, and the section headers at the end. */
      if (i >= 4) at = self.size - 1 - (seed >> 8) % 2048;
      if (at < size && at > 5) copy[at] = (unsigned char)(seed >> 24);
    }
    sg_names names;
    (void)sg_elf_exports(&arena, tf_str_of(copy, size), S("a"), &names);
    free(copy);
    sg_arena_rewind(&arena, mark);
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
