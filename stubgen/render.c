/* SPDX-License-Identifier: Apache-2.0 */
#include "render.h"

#include <stdlib.h>
#include <string.h>

#include "literal.h"
#include "metadata.h"
#include "names.h"
#include "override.h"
#include "render_signature.h"

bool sg_function_is_shown(sg_model* model, sg_function* function) {
  const sg_schema* schema = sg_model_schema(model, function);
  return schema != NULL && schema->kind == SG_KIND_CALLABLE && function->is_name;
}

/* True when the class statement of the file comes after the function of that name and hides it. */
static bool is_hidden_by_class(sg_renderer* r, tf_str name) {
  const tf_str* what = sg_map_find(&r->imports->defined, name);
  return what != NULL && sg_map_find(&r->imports->own_types, *what) != NULL;
}

const sg_function* sg_function_bound_later(const sg_imports* imports, const sg_function* function) {
  const sg_function* last = sg_map_find(&imports->providers, function->last);
  if (last == NULL || last == function) return NULL;
  bool same = sg_schema_equal(last->schema, function->schema) &&
              sg_args_equal(last->schema, function->schema);
  return same ? NULL : last;
}

/* What the block needs at run time. */
static void import_for_global(sg_renderer* r, tf_str module, tf_str helper, bool any) {
  tf_str full = sg_format(r->out->arena, "%.*s.init_ffi_api", SG_ARG(module));
  sg_imports_add(r->imports, full, helper, false);
  if (any) sg_imports_add(r->imports, tf_str_c("typing.TYPE_CHECKING"), tf_str_of("", 0), false);
}

void sg_render_global(sg_renderer* r, tf_str prefix, tf_str module, sg_function* functions,
                      size_t count) {
  sg_scope scope = {r->imports, sg_map_new(r->out->arena)};
  sg_annotator annotator = {r->model, r->map, &scope};
  bool any = false;
  tf_str helper = sg_imports_helper(r->imports, module);
  sg_put_c(r->out, "# fmt: off\n");
  sg_put(r->out, helper);
  sg_put_char(r->out, '(');
  sg_put_python_string(r->out, prefix);
  sg_put_c(r->out, ", __name__)\n");
  for (size_t i = 0; i < count; i++) {
    sg_function* function = &functions[i];
    if (!sg_function_is_shown(r->model, function)) continue;
    if (is_hidden_by_class(r, function->last)) continue;
    if (sg_function_bound_later(r->imports, function) != NULL) continue;
    if (!any) sg_put_c(r->out, "if TYPE_CHECKING:\n");
    any = true;
    sg_put_spaces(r->out, r->options.inner);
    sg_def_end end = {"", {NULL, 0}, r->options.inner + 4};
    if (r->options.docs) end.doc = sg_strip(function->doc);
    sg_render_function(&annotator, function->last, function->schema, &end, r->out);
  }
  sg_put_c(r->out, "# fmt: on\n");
  import_for_global(r, module, helper, any);
}

/* Members hide names of the module inside the class. */
static sg_scope class_scope(sg_renderer* r, const sg_type* type) {
  sg_scope scope = {r->imports, sg_map_new(r->out->arena)};
  for (size_t i = 0; i < type->fields.count; i++) {
    sg_map_set(&scope.members, type->fields.items[i].name, r);
  }
  for (size_t i = 0; i < type->methods.count; i++) {
    sg_map_set(&scope.members, type->methods.items[i].name, r);
  }
  return scope;
}

static bool render_fields(sg_renderer* r, sg_annotator* annotator, const sg_type* type) {
  bool any = false;
  for (size_t i = 0; i < type->fields.count; i++) {
    const sg_field* field = &type->fields.items[i];
    if (!sg_is_name(field->name)) continue;
    sg_putf(r->out, "%.*s: ", SG_ARG(field->name));
    sg_annotate(annotator, field->schema, false, r->out);
    sg_put_char(r->out, '\n');
    if (r->options.docs && sg_strip(field->doc).size != 0) sg_put_docstring(r->out, field->doc, 0);
    any = true;
  }
  return any;
}

/* Groups in the order of their first methods, by linear passes over an index of names. */
typedef struct method_group {
  SG_LIST(const sg_method*) methods;
} method_group;

typedef struct method_groups {
  SG_LIST(method_group*) list;
  bool has_init; /* a method `__ffi_init__` */
} method_groups;

static method_groups group_methods(sg_arena* arena, const sg_type* type) {
  method_groups groups;
  sg_map members = sg_map_new(arena), statics = sg_map_new(arena);
  memset(&groups, 0, sizeof groups);
  for (size_t i = 0; i < type->methods.count; i++) {
    const sg_method* method = &type->methods.items[i];
    if (!sg_is_name(method->name)) continue;
    sg_map* map = method->is_static ? &statics : &members;
    method_group* group = sg_map_find(map, method->name);
    if (group == NULL) {
      group = sg_alloc(arena, sizeof *group);
      *SG_PUSH(arena, &groups.list) = group;
      sg_map_set(map, method->name, group);
    }
    *SG_PUSH(arena, &group->methods) = method;
    groups.has_init |= tf_str_equal_c(method->name, "__ffi_init__");
  }
  return groups;
}

/* A class being written. */
typedef struct body {
  sg_renderer* r;
  sg_annotator annotator;
  const sg_type* type;
  const sg_type* base; /* the registered class from which the Python class inherits, or NULL */
} body;

static void put_decorator(body* b, const char* full, const char* comment) {
  sg_text* out = b->r->out;
  sg_put_spaces(out, b->r->options.inner);
  sg_put_char(out, '@');
  sg_put(out, sg_scope_show(b->annotator.scope, tf_str_c(full)));
  sg_put_c(out, comment);
  sg_put_char(out, '\n');
}

/* The definition that ends a group of overloads. */
typedef struct implementation {
  tf_str name;
  bool is_static;
  bool is_init; /* gives nothing */
  bool by_name; /* takes keywords */
  const char* comment;
} implementation;

/* Only stub files do without. */
static void put_implementation(body* b, const implementation* what) {
  sg_text* out = b->r->out;
  if (b->r->options.is_stub) return;
  if (what->is_static) put_decorator(b, "staticmethod", "");
  tf_str any = sg_scope_show(b->annotator.scope, tf_str_c("typing.Any"));
  sg_put_spaces(out, b->r->options.inner);
  sg_putf(out, "def %.*s(%s*args: %.*s", SG_ARG(what->name), what->is_static ? "" : "self, ",
          SG_ARG(any));
  if (what->by_name) sg_putf(out, ", **kwargs: %.*s", SG_ARG(any));
  sg_put_c(out, ") -> ");
  sg_put(out, what->is_init ? tf_str_c("None") : any);
  sg_putf(out, ": ...%s\n", what->comment);
}

static sg_override override_of(body* b, tf_str name) {
  if (b->base == NULL) return SG_OVERRIDE_FINE;
  return sg_override_of(b->r->model, b->type, name, b->base);
}

static sg_def_end def_end(const body* b, const char* comment, tf_str doc) {
  sg_def_end end = {comment, {NULL, 0}, b->r->options.inner + 4};
  if (b->r->options.docs) end.doc = sg_strip(doc);
  return end;
}

/* The documentation of the constructor's overload number `index`. */
static tf_str init_doc(const sg_type* type, size_t index) {
  for (size_t i = 0; i < type->methods.count; i++) {
    const sg_method* method = &type->methods.items[i];
    if (tf_str_equal_c(method->name, "__ffi_init__") && index-- == 0) return method->doc;
  }
  return tf_str_of("", 0);
}

static void render_method(body* b, const sg_method* method, const char* comment) {
  bool is_init = tf_str_equal_c(method->name, "__ffi_init__");
  if (method->is_static && !is_init) put_decorator(b, "staticmethod", "");
  sg_put_spaces(b->r->out, b->r->options.inner);
  sg_def_end end = def_end(b, comment, method->doc);
  sg_render_method(&b->annotator, method, &end, b->r->out);
}

/* mypy speaks of overloads at the first decorator, pyright at the last definition. */
static void render_overloads(body* b, const method_group* group) {
  size_t count = group->methods.count;
  const sg_method* last = group->methods.items[count - 1];
  sg_override what = override_of(b, last->name);
  const char* at_end = what == SG_OVERRIDE_FINE ? "" : sg_override_comment(SG_OVERRIDE_PYRIGHT);
  implementation end = {last->name, false, false, false, at_end};
  for (size_t i = 0; i < count; i++) {
    const sg_method* method = group->methods.items[i];
    bool refused = i == 0 && what == SG_OVERRIDE_REFUSED;
    put_decorator(b, "typing.overload", refused ? sg_override_comment(what) : "");
    render_method(b, method, b->r->options.is_stub && i + 1 == count ? at_end : "");
    end.by_name |= method->schema->names != NULL;
  }
  end.is_init = tf_str_equal_c(last->name, "__ffi_init__");
  end.is_static = last->is_static && !end.is_init;
  put_implementation(b, &end);
}

static void render_group(body* b, const method_group* group) {
  if (group->methods.count > 1) {
    render_overloads(b, group);
  } else {
    const sg_method* method = group->methods.items[0];
    render_method(b, method, sg_override_comment(override_of(b, method->name)));
  }
}

static void render_inits(body* b, bool has_method) {
  bool overloaded = b->type->inits.count > 1;
  for (size_t i = 0; i < b->type->inits.count; i++) {
    if (overloaded) put_decorator(b, "typing.overload", "");
    sg_put_spaces(b->r->out, b->r->options.inner);
    sg_def_end end = def_end(b, "", init_doc(b->type, i));
    sg_render_init(&b->annotator, "__init__", &b->type->inits.items[i], &end, b->r->out);
  }
  if (overloaded) {
    implementation last = {tf_str_c("__init__"), false, true, true, ""};
    put_implementation(b, &last);
  }
  if (has_method) return;
  const char* comment = sg_override_comment(override_of(b, tf_str_c("__ffi_init__")));
  sg_put_spaces(b->r->out, b->r->options.inner);
  sg_def_end end = {comment, {NULL, 0}, 0};
  sg_render_init(&b->annotator, "__ffi_init__", &b->type->by_fields, &end, b->r->out);
}

void sg_render_object(sg_renderer* r, sg_type* type, sg_class_place place) {
  sg_scope scope = class_scope(r, type);
  method_groups groups = group_methods(r->out->arena, type);
  body b = {r, {r->model, r->map, &scope}, type, NULL};
  b.base = sg_override_base(r->imports, r->map, type, place.bases);
  /* Which class a base is depends on what its name turns out to mean. */
  r->imports->wants_second |= place.bases.size != 0;
  sg_put_c(r->out, "# fmt: off\n");
  bool any = render_fields(r, &b.annotator, type);
  if (type->has_init || groups.list.count != 0) {
    any = true;
    sg_put_c(r->out, "if TYPE_CHECKING:\n");
    sg_imports_add(r->imports, tf_str_c("typing.TYPE_CHECKING"), tf_str_of("", 0), false);
    if (type->has_init) render_inits(&b, groups.has_init);
    for (size_t i = 0; i < groups.list.count; i++) render_group(&b, groups.list.items[i]);
  }
  if (!any && place.needs_body) sg_put_c(r->out, "...\n");
  sg_put_c(r->out, "# fmt: on\n");
}

static int compare_names(const void* a, const void* b) {
  return sg_name_compare(*(const tf_str*)a, *(const tf_str*)b);
}

void sg_render_all(tf_str* names, size_t count, sg_text* out) {
  if (count != 0) qsort(names, count, sizeof *names, compare_names);
  for (size_t i = 0; i < count; i++) {
    if (i != 0 && tf_str_equal(names[i], names[i - 1])) continue;
    sg_put_python_string(out, names[i]);
    sg_put_c(out, ",\n");
  }
}

void sg_render_export(tf_str module, sg_text* out) {
  tf_str alias = sg_copy(out->arena, module);
  for (size_t i = 0; i < alias.size; i++) {
    char* c = (char*)(uintptr_t)&alias.data[i];
    if (*c == '.') *c = '_';
  }
  sg_put_c(out, "# fmt: off\n# isort: off\n");
  sg_putf(out, "from .%.*s import *  # noqa: F403\n", SG_ARG(module));
  sg_putf(out, "from .%.*s import __all__ as %.*s__all__\n", SG_ARG(module), SG_ARG(alias));
  sg_put_c(out, "if \"__all__\" not in globals():\n    __all__ = []\n");
  sg_putf(out, "__all__.extend(%.*s__all__)\n", SG_ARG(alias));
  sg_put_c(out, "# isort: on\n# fmt: on\n");
}
