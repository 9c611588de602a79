/* SPDX-License-Identifier: Apache-2.0 */
#include "imports.h"

#include <stdlib.h>
#include <string.h>

#include "names.h"

typedef struct sg_shown {
  tf_str full;
  tf_str module; /* empty for builtins */
  tf_str last;
  tf_str name; /* in the module; equal to `last` unless that is taken */
} sg_shown;

void sg_imports_begin(sg_imports* imports, sg_arena* arena) {
  memset(imports, 0, sizeof *imports);
  imports->arena = arena;
  imports->defined = sg_map_new(arena);
  imports->own_types = sg_map_new(arena);
  imports->shown = sg_map_new(arena);
  imports->helpers = sg_map_new(arena);
  imports->providers = sg_map_new(arena);
}

void sg_imports_define(sg_imports* imports, tf_str name, tf_str what) {
  if (sg_map_find(&imports->defined, name) != NULL) return;
  tf_str* value = sg_alloc(imports->arena, sizeof *value);
  *value = what;
  sg_map_set(&imports->defined, name, value);
}

void sg_imports_define_class(sg_imports* imports, tf_str full) {
  sg_map_set(&imports->own_types, full, imports);
  sg_imports_define(imports, sg_last_part(full), full);
}

/* True when `name` may stand for `full` in the module. */
static bool is_free(const sg_imports* imports, tf_str name, tf_str full) {
  const tf_str* what = sg_map_find(&imports->defined, name);
  return what == NULL || tf_str_equal(*what, full);
}

/* `_N`, then `_module_N`, then numbers: the first that is free in the module and among `members`. */
static tf_str free_alias(sg_imports* imports, const sg_shown* shown, const sg_map* members) {
  sg_arena* arena = imports->arena;
  tf_str alias = sg_format(arena, "_%.*s", SG_ARG(shown->last));
  for (unsigned attempt = 1;; attempt++) {
    bool hidden = members != NULL && sg_map_find(members, alias) != NULL;
    if (!hidden && is_free(imports, alias, shown->full)) return alias;
    char* text =
        (char*)(uintptr_t)sg_format(arena, "_%.*s_%.*s", SG_ARG(shown->module), SG_ARG(shown->last))
            .data;
    for (char* c = text; *c != '\0'; c++) {
      if (*c == '.') *c = '_';
    }
    alias = attempt == 1 ? tf_str_c(text) : sg_format(arena, "%s_%u", text, attempt);
  }
}

static int compare_uses(const void* a, const void* b) {
  return tf_str_compare((*(sg_shown* const*)a)->full, (*(sg_shown* const*)b)->full);
}

void sg_imports_start(sg_imports* imports) {
  imports->fixed_at_run_time = imports->at_run_time.count;
  imports->fixed_when_checking = imports->when_checking.count;
}

/* Gives each name that is used one of its own in the module. Returns whether all have their last parts. */
static bool choose_names(sg_imports* imports) {
  bool plain = true;
  if (imports->uses.count == 0) return true;
  qsort(imports->uses.items, imports->uses.count, sizeof *imports->uses.items, compare_uses);
  for (size_t i = 0; i < imports->uses.count; i++) {
    sg_shown* shown = imports->uses.items[i];
    shown->name = shown->last;
    if (!is_free(imports, shown->name, shown->full)) {
      shown->name = free_alias(imports, shown, NULL);
      plain = false;
    }
    sg_imports_define(imports, shown->name, shown->full);
  }
  return plain;
}

bool sg_imports_settle(sg_imports* imports) {
  imports->settled = true;
  if (!choose_names(imports) || imports->wants_second) {
    imports->at_run_time.count = imports->fixed_at_run_time;
    imports->when_checking.count = imports->fixed_when_checking;
    return false;
  }
  for (size_t i = 0; i < imports->uses.count; i++) {
    const sg_shown* shown = imports->uses.items[i];
    if (shown->module.size == 0 || sg_map_find(&imports->own_types, shown->full) != NULL) continue;
    sg_imports_add(imports, shown->full, tf_str_of("", 0), true);
  }
  return true;
}

static sg_shown* find_shown(sg_imports* imports, tf_str full) {
  sg_shown* shown = sg_map_find(&imports->shown, full);
  if (shown != NULL) return shown;
  shown = sg_alloc(imports->arena, sizeof *shown);
  shown->full = full;
  sg_split_last(full, &shown->module, &shown->last);
  shown->name = shown->last;
  sg_map_set(&imports->shown, full, shown);
  *SG_PUSH(imports->arena, &imports->uses) = shown;
  return shown;
}

tf_str sg_scope_show(sg_scope* scope, tf_str full) {
  sg_imports* imports = scope->imports;
  sg_shown* shown = find_shown(imports, full);
  if (!imports->settled) {
    imports->wants_second |= sg_map_find(&scope->members, shown->last) != NULL;
    return shown->last;
  }
  tf_str name = shown->name;
  if (sg_map_find(&scope->members, name) != NULL) {
    name = free_alias(imports, shown, &scope->members);
    sg_imports_define(imports, name, full);
  }
  bool plain = tf_str_equal(name, shown->last);
  if (shown->module.size == 0) {
    if (!plain)
      sg_imports_add(imports, sg_format(imports->arena, "builtins.%.*s", SG_ARG(full)), name, true);
  } else if (!plain || sg_map_find(&imports->own_types, full) == NULL) {
    sg_imports_add(imports, full, plain ? tf_str_of("", 0) : name, true);
  }
  return name;
}

void sg_imports_add(sg_imports* imports, tf_str full, tf_str alias, bool checking) {
  sg_import import;
  bool dotted = sg_split_last(full, &import.module, &import.name);
  /* The text before a leading dot is empty, but it does name a module: the package itself. */
  if (dotted && import.module.size == 0) import.module = tf_str_of(".", 1);
  import.alias = alias;
  if (checking) {
    *SG_PUSH(imports->arena, &imports->when_checking) = import;
  } else {
    *SG_PUSH(imports->arena, &imports->at_run_time) = import;
  }
}

tf_str sg_imports_helper(sg_imports* imports, tf_str module) {
  tf_str* name = sg_map_find(&imports->helpers, module);
  if (name == NULL) {
    size_t number = imports->helpers.count + 1;
    name = sg_alloc(imports->arena, sizeof *name);
    *name = number == 1 ? tf_str_c("_FFI_INIT_FUNC")
                        : sg_format(imports->arena, "_FFI_INIT_FUNC_%zu", number);
    sg_map_set(&imports->helpers, module, name);
  }
  return *name;
}

bool sg_imports_is_empty(const sg_imports* imports) {
  return imports->at_run_time.count == 0 && imports->when_checking.count == 0;
}

/* By module, then by the text `N` or `N as A` (a blank sorts before whatever may continue a name). */
static int compare_imports(const void* a, const void* b) {
  const sg_import *x = a, *y = b;
  int order = tf_str_compare(x->module, y->module);
  if (order == 0) order = tf_str_compare(x->name, y->name);
  return order != 0 ? order : tf_str_compare(x->alias, y->alias);
}

static void render_group(sg_import* items, size_t count, size_t indent, sg_text* out) {
  if (count != 0) qsort(items, count, sizeof *items, compare_imports);
  for (size_t i = 0; i < count; i++) {
    const sg_import* it = &items[i];
    const sg_import* last = i == 0 ? NULL : &items[i - 1];
    bool same_module = last != NULL && tf_str_equal(last->module, it->module);
    if (same_module && tf_str_equal(last->name, it->name) && tf_str_equal(last->alias, it->alias)) {
      continue;
    }
    if (same_module) {
      sg_put_c(out, ", ");
    } else {
      if (i != 0) sg_put_char(out, '\n');
      sg_put_spaces(out, indent);
      if (it->module.size == 0) {
        sg_put_c(out, "import ");
      } else {
        sg_putf(out, "from %.*s import ", SG_ARG(it->module));
      }
    }
    sg_put(out, it->name);
    if (it->alias.size != 0) sg_putf(out, " as %.*s", SG_ARG(it->alias));
  }
  if (count != 0) sg_put_char(out, '\n');
}

void sg_imports_render(sg_imports* imports, size_t inner, sg_text* out) {
  bool checking = imports->when_checking.count != 0;
  if (checking) sg_imports_add(imports, tf_str_c("typing.TYPE_CHECKING"), tf_str_of("", 0), false);
  sg_put_c(out, "# fmt: off\n# isort: off\nfrom __future__ import annotations\n");
  render_group(imports->at_run_time.items, imports->at_run_time.count, 0, out);
  if (checking) {
    sg_put_c(out, "if TYPE_CHECKING:\n");
    render_group(imports->when_checking.items, imports->when_checking.count, inner, out);
  }
  sg_put_c(out, "# isort: on\n# fmt: on\n");
}
