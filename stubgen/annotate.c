/* SPDX-License-Identifier: Apache-2.0 */
#include "annotate.h"

#include "names.h"

/* A type whose widened form is being written: inside itself it is shown plainly. */
typedef struct active {
  const struct active* outer;
  const sg_type* type;
  unsigned depth;
} active;

/* Types that accept each other in a ring would nest without end; this many levels of widening are shown. */
enum { WIDENING_MAX = 16 };

typedef struct writer {
  sg_annotator* a;
  sg_text* out;
  size_t limit; /* of out->size */
  bool input;
} writer;

static void write_type(writer* w, const sg_schema* schema, const active* inside);

static void write_any(writer* w) {
  sg_put(w->out, sg_scope_show(w->a->scope, tf_str_c("typing.Any")));
}

/* `A SEPARATOR B`. */
static void write_list(writer* w, sg_schemas list, const char* separator, const active* inside) {
  for (size_t i = 0; i < list.count; i++) {
    if (i != 0) sg_put_c(w->out, separator);
    write_type(w, list.items[i], inside);
  }
}

static void write_args(writer* w, sg_schemas args, const active* inside) {
  sg_put_char(w->out, '[');
  write_list(w, args, ", ", inside);
  sg_put_char(w->out, ']');
}

static void write_callable(writer* w, tf_str name, const sg_schema* s, const active* inside) {
  sg_put(w->out, sg_scope_show(w->a->scope, name));
  sg_put_char(w->out, '[');
  if (s->has_params) {
    write_args(w, s->params, inside);
  } else {
    sg_put_c(w->out, "...");
  }
  sg_put_c(w->out, ", ");
  if (s->has_result) {
    write_type(w, s->result, inside);
  } else {
    write_any(w);
  }
  sg_put_char(w->out, ']');
}

/* A tuple that does not say what it holds may hold anything; an empty one holds nothing. */
static void write_tuple(writer* w, tf_str name, const sg_schema* s, const active* inside) {
  sg_put(w->out, sg_scope_show(w->a->scope, name));
  if (!s->has_args) {
    sg_put_char(w->out, '[');
    write_any(w);
    sg_put_c(w->out, ", ...]");
  } else if (s->args.count == 0) {
    sg_put_c(w->out, "[()]");
  } else {
    write_args(w, s->args, inside);
  }
}

/* Builtin origins that are no containers take no arguments, whatever the schema says. */
static bool is_plain(const sg_schema* schema) {
  static const tf_str containers[] = {TF_STR("Array"), TF_STR("List"), TF_STR("Map"),
                                      TF_STR("Dict"),  TF_STR("list"), TF_STR("dict")};
  for (size_t i = 0; i < TF_COUNT_OF(containers); i++) {
    if (tf_str_equal(schema->origin, containers[i])) return false;
  }
  return schema->is_builtin;
}

/* Writes the name of a class or container. Returns false, having written Any, when Python has none for it. */
static bool write_name(writer* w, tf_str origin) {
  const sg_ty_name* name = sg_ty_map_show(w->a->map, origin, w->input);
  if (name->is_none) {
    sg_put_c(w->out, "None");
    return true;
  }
  /* A class of the file itself may have any name, also one without a module. */
  sg_imports* imports = w->a->scope->imports;
  bool own = !name->is_known && tf_str_find_byte(name->full, '.') == TF_STR_NONE &&
             sg_map_find(&imports->own_types, name->full) != NULL;
  if (!name->is_known && !own) {
    write_any(w);
    return false;
  }
  sg_put(w->out, sg_scope_show(w->a->scope, name->full));
  return true;
}

/* The name that a `ty-map` line gives to a special form; false when the form keeps its own notation. */
static bool form_is_mapped(writer* w, const sg_schema* s, tf_str* name) {
  bool by_user = false;
  if (!sg_ty_map_find(w->a->map, s->origin, w->input, name, &by_user) || !by_user) return false;
  return !tf_str_equal(sg_last_part(*name), s->origin);
}

static void write_form(writer* w, const sg_schema* s, const active* inside) {
  tf_str name = s->origin;
  bool mapped = form_is_mapped(w, s, &name);
  if (mapped) name = sg_python_name(w->a->scope->imports->arena, name);
  switch (s->kind) {
    case SG_KIND_CALLABLE:
      if (!mapped) {
        bool by_user;
        sg_ty_map_find(w->a->map, s->origin, w->input, &name, &by_user);
      }
      write_callable(w, name, s, inside);
      return;
    case SG_KIND_TUPLE:
      write_tuple(w, name, s, inside);
      return;
    default:
      break;
  }
  if (mapped) {
    sg_put(w->out, sg_scope_show(w->a->scope, name));
    write_args(w, s->args, inside);
    return;
  }
  write_list(w, s->args, " | ", inside);
  if (s->kind == SG_KIND_OPTIONAL) sg_put_c(w->out, " | None");
}

static bool is_active(const active* inside, const sg_type* type) {
  for (; inside != NULL; inside = inside->outer) {
    if (inside->type == type || inside->depth >= WIDENING_MAX) return true;
  }
  return false;
}

static void write_type(writer* w, const sg_schema* schema, const active* inside) {
  if (schema == NULL || w->out->size > w->limit) {
    write_any(w);
    return;
  }
  if (schema->kind == SG_KIND_RVALUE) {
    if (schema->args.count == 1) {
      write_type(w, schema->args.items[0], inside);
    } else {
      write_name(w, schema->origin);
    }
    return;
  }
  if (schema->kind != SG_KIND_NAME) {
    write_form(w, schema, inside);
    return;
  }
  bool builtin = schema->is_builtin;
  sg_type* type = builtin ? NULL : sg_model_type(w->a->model, schema->origin);
  if (!builtin && type == NULL && schema->fallback != NULL) {
    write_type(w, schema->fallback, inside);
    return;
  }
  if (w->input && type != NULL && type->accepts != NULL && !is_active(inside, type)) {
    active here = {inside, type, inside == NULL ? 1 : inside->depth + 1};
    write_type(w, type->accepts, &here);
    return;
  }
  if (write_name(w, schema->origin) && schema->args.count != 0 && !is_plain(schema)) {
    write_args(w, schema->args, inside);
  }
}

void sg_annotate(sg_annotator* annotator, const sg_schema* schema, bool input, sg_text* out) {
  writer w = {annotator, out, out->size + SG_ANNOTATION_MAX, input};
  write_type(&w, schema, NULL);
}
