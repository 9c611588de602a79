/* SPDX-License-Identifier: Apache-2.0 */
/* Type-key mapping lines, import-object lines and prefixes. What is accepted holds dotted identifiers only, prints back to
   a line that reads the same, and the last mapping wins; names that collide get aliases that are distinct identifiers; no
   accepted prefix leaves the base folder. Lines of the input alternate between the kinds. */
#include "common/check.h"
#include "common/input.h"

#include "imports.h"
#include "names.h"
#include "scaffold.h"
#include "tymap.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

enum { SHOWN_MAX = 64 };

typedef struct names {
  tf_str full[SHOWN_MAX];
  size_t count;
} names;

static void check_map(sg_arena* arena, sg_ty_map* map, tf_str line, names* seen) {
  tf_str from, to, from2, to2, found;
  bool by_user;
  if (sg_ty_map_parse(line, &from, &to) != NULL) return;
  FUZZ_CHECK(sg_is_dotted_name(to), "maps to `%.*s`", SG_ARG(to));
  sg_text line_again = sg_text_new(arena);
  sg_put(&line_again, from);
  sg_put_c(&line_again, " -> ");
  sg_put(&line_again, to);
  tf_str printed = sg_text_view(&line_again);
  FUZZ_CHECK(sg_ty_map_parse(printed, &from2, &to2) == NULL && tf_str_equal(from, from2) &&
                 tf_str_equal(to, to2),
             "`%.*s` reads differently", SG_ARG(printed));
  sg_ty_map_set(map, from, to);
  FUZZ_CHECK(sg_ty_map_find(map, from, false, &found, &by_user) && tf_str_equal(found, to), "%s",
             "the last mapping does not win");
  if (seen->count < SHOWN_MAX) seen->full[seen->count++] = sg_python_name(arena, to);
}

static void check_import(sg_arena* arena, sg_imports* imports, tf_str line) {
  sg_import_object o, again;
  if (sg_import_object_parse(line, &o) != NULL) return;
  FUZZ_CHECK(sg_is_module(o.name), "imports `%.*s`", SG_ARG(o.name));
  FUZZ_CHECK(o.alias.size == 0 || sg_is_name(o.alias), "alias `%.*s`", SG_ARG(o.alias));
  tf_str printed = sg_format(arena, "%.*s;%s;%.*s", SG_ARG(o.name), o.checking ? "True" : "False",
                             SG_ARG(o.alias));
  FUZZ_CHECK(sg_import_object_parse(printed, &again) == NULL && tf_str_equal(o.name, again.name) &&
                 o.checking == again.checking && tf_str_equal(o.alias, again.alias),
             "`%.*s` reads differently", SG_ARG(printed));
  sg_imports_define(imports, o.alias.size != 0 ? o.alias : sg_last_part(o.name),
                    sg_python_name(arena, o.name));
}

/* The folder of a package lies below its base: what sg_scaffold makes of a prefix that is a dotted name. */
static void check_prefix(tf_str line) {
  if (!sg_is_dotted_name(line)) return;
  FUZZ_CHECK(tf_str_find_byte(line, '/') == TF_STR_NONE, "%s", "a slash in a package name");
  FUZZ_CHECK(tf_str_find(line, tf_str_c("..")) == TF_STR_NONE, "%s", "`..` in a package name");
  FUZZ_CHECK(tf_str_find_byte(line, '\0') == TF_STR_NONE, "%s", "a NUL in a package name");
}

static void check_shown(sg_arena* arena, sg_imports* imports, const names* seen) {
  tf_str shown[SHOWN_MAX];
  sg_scope scope = {imports, sg_map_new(arena)};
  for (int round = 0; round < 2; round++) {
    for (size_t i = 0; i < seen->count; i++) shown[i] = sg_scope_show(&scope, seen->full[i]);
    if (round == 0) sg_imports_settle(imports);
  }
  for (size_t i = 0; i < seen->count; i++) {
    FUZZ_CHECK(sg_is_name(shown[i]), "shown as `%.*s`", SG_ARG(shown[i]));
    for (size_t k = 0; k < i; k++) {
      bool same = tf_str_equal(seen->full[i], seen->full[k]);
      FUZZ_CHECK(same == tf_str_equal(shown[i], shown[k]), "`%.*s` and `%.*s` are both `%.*s`",
                 SG_ARG(seen->full[i]), SG_ARG(seen->full[k]), SG_ARG(shown[i]));
    }
  }
}

static void run(sg_arena* arena, void* context) {
  sg_ty_map map = sg_ty_map_new(arena);
  sg_imports imports;
  names seen = {.count = 0};
  tf_str rest = *(tf_str*)context, line;
  sg_imports_begin(&imports, arena);
  while (tf_str_next_line(&rest, &line)) {
    if (!tf_str_is_utf8(line)) continue;
    check_map(arena, &map, line, &seen);
    check_import(arena, &imports, line);
    check_prefix(line);
  }
  check_shown(arena, &imports, &seen);
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  size_t count;
  uint8_t* bytes = fuzz_input_rest(&in, &count);
  tf_str text = tf_str_of(bytes, count);
  sg_arena arena;
  sg_arena_begin(&arena, (size_t)64 << 20);
  sg_arena_guard(&arena, run, &text);
  sg_arena_drop(&arena);
  free(bytes);
  fuzz_end(live);
  return 0;
}
