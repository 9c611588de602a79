/* SPDX-License-Identifier: Apache-2.0 */
#include "render_signature.h"

#include "names.h"

/* Writes `, ` between parameters. */
static void put_comma(bool* first, sg_text* out) {
  if (!*first) sg_put_c(out, ", ");
  *first = false;
}

/* `_N: `. */
static void put_index(sg_text* out, size_t index) {
  sg_put_char(out, '_');
  if (index >= 10) {
    sg_putf(out, "%zu", index);
  } else {
    sg_put_char(out, (char)('0' + index));
  }
  sg_put_c(out, ": ");
}

static void put_any_args(sg_annotator* a, bool* first, sg_text* out) {
  put_comma(first, out);
  sg_put_c(out, "*args: ");
  sg_annotate(a, NULL, true, out);
}

/* True when a literal may stand as the default of a parameter of that type; type checkers would refuse others. */
static bool takes_literal(sg_annotator* a, const sg_schema* schema, sg_default_kind kind) {
  tf_str name = {NULL, 0};
  bool by_user = false;
  if (schema == NULL) return true;
  (void)sg_ty_map_find(a->map, schema->origin, true, &name, &by_user);
  if (by_user || !schema->is_builtin) return false;
  bool may_be_none = schema->kind == SG_KIND_OPTIONAL && kind == SG_DEFAULT_NULL;
  if (schema->kind == SG_KIND_UNION || schema->kind == SG_KIND_OPTIONAL) {
    for (size_t i = 0; i < schema->args.count && !may_be_none; i++) {
      may_be_none = takes_literal(a, schema->args.items[i], kind);
    }
    return may_be_none;
  }
  static const char* const names[] = {"", "int", "float", "bool", "str", "None", ""};
  if (tf_str_equal_c(schema->origin, "Any")) return true;
  bool widened = kind == SG_DEFAULT_INT && tf_str_equal_c(schema->origin, "float");
  return widened || tf_str_equal_c(schema->origin, names[kind]);
}

/* ` = 3`, or ` = ...` when the value is not to be shown. */
static void put_default(sg_annotator* a, const sg_schema* schema, const sg_default* value,
                        sg_text* out) {
  if (value->kind == SG_DEFAULT_NONE) return;
  bool shown = value->kind != SG_DEFAULT_HIDDEN && takes_literal(a, schema, value->kind);
  sg_put_c(out, " = ");
  sg_put(out, shown ? value->literal : tf_str_c("..."));
}

/* `_0: T0, _1: T1, /` from parameter `from` on; the slash also stands behind a lone `self`. */
static void put_positional(sg_annotator* a, const sg_schema* schema, size_t from, bool slash,
                           bool* first, sg_text* out) {
  for (size_t i = from; i < schema->params.count; i++) {
    put_comma(first, out);
    put_index(out, i);
    sg_annotate(a, schema->params.items[i], true, out);
    slash = true;
  }
  if (slash) {
    put_comma(first, out);
    sg_put_char(out, '/');
  }
}

/* `x: T0, y: T1 = 3`: parameters that metadata names. */
static void put_named(sg_annotator* a, const sg_schema* schema, size_t from, bool* first,
                      sg_text* out) {
  for (size_t i = from; i < schema->params.count; i++) {
    const sg_arg* arg = &schema->names[i];
    put_comma(first, out);
    sg_put(out, arg->name);
    sg_put_c(out, ": ");
    sg_annotate(a, schema->params.items[i], true, out);
    put_default(a, schema->params.items[i], &arg->default_value, out);
  }
}

static void put_params(sg_annotator* a, const sg_schema* schema, size_t from, bool slash,
                       bool* first, sg_text* out) {
  if (!schema->has_params) {
    put_any_args(a, first, out);
  } else if (schema->names != NULL && from < schema->params.count) {
    put_named(a, schema, from, first, out);
  } else {
    put_positional(a, schema, from, slash, first, out);
  }
}

/* `: ...`, or `:` and a docstring. */
static void put_end(const sg_def_end* end, sg_text* out) {
  sg_put_c(out, end->doc.size == 0 ? ": ..." : ":");
  sg_put_c(out, end->comment);
  sg_put_char(out, '\n');
  if (end->doc.size == 0) return;
  sg_put_docstring(out, end->doc, end->indent);
  /* Without it pyright misses a result. */
  sg_put_spaces(out, end->indent);
  sg_put_c(out, "...\n");
}

static void put_result(sg_annotator* a, const sg_schema* schema, const sg_def_end* end,
                       sg_text* out) {
  sg_put_c(out, ") -> ");
  sg_annotate(a, schema->has_result ? schema->result : NULL, false, out);
  put_end(end, out);
}

void sg_render_function(sg_annotator* annotator, tf_str name, const sg_schema* schema,
                        const sg_def_end* end, sg_text* out) {
  bool first = true;
  sg_put_c(out, "def ");
  sg_put(out, name);
  sg_put_char(out, '(');
  put_params(annotator, schema, 0, false, &first, out);
  put_result(annotator, schema, end, out);
}

static void put_none(const sg_def_end* end, sg_text* out) {
  sg_put_c(out, ") -> None");
  put_end(end, out);
}

/* A constructor is written as a member: its schema names the arguments only. */
static void render_ffi_init(sg_annotator* a, const sg_schema* schema, const sg_def_end* end,
                            sg_text* out) {
  bool first = false;
  sg_put_c(out, "def __ffi_init__(self");
  put_params(a, schema, 0, false, &first, out);
  put_none(end, out);
}

void sg_render_method(sg_annotator* annotator, const sg_method* method, const sg_def_end* end,
                      sg_text* out) {
  bool first = false;
  if (tf_str_equal_c(method->name, "__ffi_init__")) {
    render_ffi_init(annotator, method->schema, end, out);
    return;
  }
  if (method->is_static) {
    sg_render_function(annotator, method->name, method->schema, end, out);
    return;
  }
  sg_putf(out, "def %.*s(self", SG_ARG(method->name));
  put_params(annotator, method->schema, 1, true, &first, out);
  put_result(annotator, method->schema, end, out);
}

void sg_render_init(sg_annotator* annotator, const char* name, const sg_signature* signature,
                    const sg_def_end* end, sg_text* out) {
  bool star = false;
  size_t positional = 0;
  sg_putf(out, "def %s(self", name);
  for (size_t i = 0; i < signature->count; i++) {
    const sg_param* param = &signature->params[i];
    if (param->kind == SG_VARIADIC) {
      sg_put_c(out, ", *args: ");
      sg_annotate(annotator, NULL, true, out);
      continue;
    }
    if (param->kind == SG_POSITIONAL_ONLY) {
      sg_put_c(out, ", ");
      put_index(out, positional++);
    } else {
      if (!sg_is_name(param->name)) continue;
      if (positional != 0) sg_put_c(out, ", /");
      positional = 0;
      if (param->kind == SG_KEYWORD_ONLY && !star) sg_put_c(out, ", *");
      star |= param->kind == SG_KEYWORD_ONLY;
      sg_putf(out, ", %.*s: ", SG_ARG(param->name));
    }
    sg_annotate(annotator, param->schema, true, out);
    if (param->has_default) {
      sg_default hidden = {SG_DEFAULT_HIDDEN, {NULL, 0}};
      bool known = param->default_value.kind != SG_DEFAULT_NONE;
      put_default(annotator, param->schema, known ? &param->default_value : &hidden, out);
    }
  }
  if (positional != 0) sg_put_c(out, ", /");
  put_none(end, out);
}

void sg_render_export_method(sg_annotator* annotator, tf_str name, const sg_schema* schema,
                             const sg_def_end* end, sg_text* out) {
  static const sg_schema untyped = {.kind = SG_KIND_CALLABLE};
  bool first = false;
  if (schema == NULL) schema = &untyped;
  sg_putf(out, "def %.*s(self", SG_ARG(name));
  put_params(annotator, schema, 0, true, &first, out);
  put_result(annotator, schema, end, out);
}

/* One line of a docstring: backslashes and quotes escaped, control characters left out. */
static void put_doc_line(sg_text* out, tf_str line) {
  for (size_t i = 0; i < line.size; i++) {
    unsigned char c = (unsigned char)line.data[i];
    if (c == '\\' || c == '"') sg_put_char(out, '\\');
    if (c >= 0x20 && c != 0x7f) sg_put_char(out, (char)c);
    if (c == '\t') sg_put_spaces(out, 4);
  }
}

void sg_put_docstring(sg_text* out, tf_str doc, size_t indent) {
  tf_str rest = sg_strip(doc), line;
  bool first = true;
  sg_put_spaces(out, indent);
  sg_put_c(out, "\"\"\"");
  while (tf_str_next_line(&rest, &line)) {
    tf_str text = sg_strip(line);
    if (!first) {
      sg_put_char(out, '\n');
      /* What is indented in the source stays indented, from the docstring's own indent on. */
      if (text.size != 0) {
        sg_put_spaces(out, indent + (size_t)(text.data - line.data));
      }
    }
    put_doc_line(out, text);
    first = false;
  }
  sg_put_c(out, "\"\"\"\n");
}
