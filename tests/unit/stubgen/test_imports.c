/* SPDX-License-Identifier: Apache-2.0 */
#include "imports.h"

#include "sg_test.h"

/* Shows `full` in both rounds; `members` are names of a class around it, or NULL. */
typedef struct use {
  const char* full;
  const char* member;
  const char* want;
} use;

static void check_uses(sg_arena* arena, sg_imports* imports, const use* uses, size_t count) {
  for (int round = 0; round < 2; round++) {
    for (size_t i = 0; i < count; i++) {
      sg_scope scope = {imports, sg_map_new(arena)};
      if (uses[i].member != NULL) sg_map_set(&scope.members, S(uses[i].member), imports);
      tf_str shown = sg_scope_show(&scope, S(uses[i].full));
      if (round == 1) assert_str_is(shown, uses[i].want);
    }
    if (round == 0) sg_imports_settle(imports);
  }
}

static void check_section(sg_arena* arena, sg_imports* imports, const char* want) {
  sg_text text = sg_text_new(arena);
  sg_imports_render(imports, 4, &text);
  tf_str head = S("# fmt: off\n# isort: off\nfrom __future__ import annotations\n");
  tf_str tail = S("# isort: on\n# fmt: on\n");
  tf_str all = sg_text_view(&text);
  assert_true(tf_str_starts_with(all, head) && tf_str_ends_with(all, tail));
  assert_str_is(tf_str_slice(all, head.size, all.size - tail.size), want);
}

static void test_free_names_are_shown_plainly(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_imports imports;
  sg_imports_begin(&imports, &arena);
  sg_imports_define_class(&imports, S("my.Own"));
  const use uses[] = {{"typing.Any", NULL, "Any"},
                      {"my.Own", NULL, "Own"},
                      {"int", NULL, "int"},
                      {"a.b.C", NULL, "C"},
                      {"a.b.C", NULL, "C"}};
  check_uses(&arena, &imports, uses, TF_COUNT_OF(uses));
  check_section(&arena, &imports,
                "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a.b import C\n"
                "    from typing import Any\n");
  sg_arena_drop(&arena);
}

static void test_taken_names_get_aliases(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_imports imports;
  sg_imports_begin(&imports, &arena);
  sg_imports_define_class(&imports, S("my.Own"));
  sg_imports_define(&imports, S("int"), S("my.int"));
  sg_imports_define(&imports, S("_Own"), S("my._Own"));
  const use uses[] = {
      {"int", NULL, "_int"}, {"x.Own", NULL, "_x_Own"}, {"b.C", NULL, "_C"}, {"a.C", NULL, "C"}};
  check_uses(&arena, &imports, uses, TF_COUNT_OF(uses));
  check_section(&arena, &imports,
                "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a import C\n"
                "    from b import C as _C\n    from builtins import int as _int\n"
                "    from x import Own as _x_Own\n");
  sg_arena_drop(&arena);
}

static void test_members_hide_names_in_their_class(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_imports imports;
  sg_imports_begin(&imports, &arena);
  sg_imports_define_class(&imports, S("my.Own"));
  const use uses[] = {
      {"my.Own", "Own", "_Own"}, {"my.Own", NULL, "Own"}, {"a.B", "B", "_B"}, {"a.B", NULL, "B"}};
  check_uses(&arena, &imports, uses, TF_COUNT_OF(uses));
  check_section(
      &arena, &imports,
      "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a import B, B as _B\n"
      "    from my import Own as _Own\n");
  sg_arena_drop(&arena);
}

static void test_imports_are_sorted_and_merged(void** state) {
  (void)state;
  SG_TEST_ARENA(arena);
  sg_imports imports;
  sg_imports_begin(&imports, &arena);
  assert_true(sg_imports_is_empty(&imports));
  sg_imports_add(&imports, S("os"), S(""), false);
  sg_imports_add(&imports, S("numpy"), S("np"), false);
  sg_imports_add(&imports, S("b.X"), S(""), false);
  sg_imports_add(&imports, S("b.X"), S("Y"), false);
  sg_imports_add(&imports, S("b.X"), S(""), false);
  sg_imports_add(&imports, S("b.X2"), S(""), false);
  sg_imports_add(&imports, S(".rel.N"), S(""), false);
  sg_imports_add(&imports, S(".N"), S(""), false);
  check_section(&arena, &imports,
                "import numpy as np, os\nfrom . import N\nfrom .rel import N\n"
                "from b import X, X as Y, X2\n");
  assert_str_is(sg_imports_helper(&imports, S("tvm_ffi")), "_FFI_INIT_FUNC");
  assert_str_is(sg_imports_helper(&imports, S(".mine")), "_FFI_INIT_FUNC_2");
  assert_str_is(sg_imports_helper(&imports, S("tvm_ffi")), "_FFI_INIT_FUNC");
  sg_arena_drop(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_free_names_are_shown_plainly),
      tf_unit(test_taken_names_get_aliases),
      tf_unit(test_members_hide_names_in_their_class),
      tf_unit(test_imports_are_sorted_and_merged),
  };
  return tf_test_run(tests);
}
