/* SPDX-License-Identifier: Apache-2.0 */
#include "metadata.h"

#include "base/json.h"
#include "literal.h"
#include "names.h"

/* Literals longer than this are not shown. */
enum { LITERAL_MAX = 80 };

/* The members of a metadata object that say something about types. */
typedef struct members {
  tf_str schema;
  tf_str names;
  tf_str defaults;
} members;

static tf_str take_text(sg_arena* arena, tf_json* reader) {
  if (!reader->escaped) return tf_str_of(reader->text, reader->text_size);
  char* text = sg_alloc(arena, reader->text_size + 1);
  return tf_str_of(text, tf_json_unescape(reader, text));
}

static tf_str* member_of(members* out, const tf_json* reader) {
  if (tf_json_text_is(reader, "type_schema", 11)) return &out->schema;
  if (tf_json_text_is(reader, "arg_names", 9)) return &out->names;
  return tf_json_text_is(reader, "arg_defaults", 12) ? &out->defaults : NULL;
}

/* Returns false when the metadata is no JSON object. */
static bool read_members(sg_arena* arena, tf_str metadata, members* out) {
  tf_json reader;
  tf_json_begin(&reader, metadata.data, metadata.size, 64, TF_JSON_STRICT);
  tf_json_event event = tf_json_next(&reader);
  while (event == TF_JSON_OBJECT_BEGIN || event == TF_JSON_KEY) {
    event = tf_json_next(&reader);
    if (event != TF_JSON_KEY) break;
    tf_str* member = member_of(out, &reader);
    tf_json_event value = tf_json_next(&reader);
    if (member != NULL && value == TF_JSON_STRING) *member = take_text(arena, &reader);
    if (!tf_json_skip(&reader, value)) break;
  }
  return event == TF_JSON_OBJECT_END && tf_json_next(&reader) == TF_JSON_END;
}

/* ---- Names ---- */

static bool is_repeated(const sg_arg* args, size_t count, tf_str name) {
  for (size_t i = 0; i < count; i++) {
    if (tf_str_equal(args[i].name, name)) return true;
  }
  return false;
}

/* Reads exactly `count` names, all different, that Python can write. */
static bool read_names(sg_arena* arena, tf_str json, sg_arg* args, size_t count) {
  tf_json reader;
  tf_json_begin(&reader, json.data, json.size, 2, TF_JSON_STRICT);
  if (tf_json_next(&reader) != TF_JSON_ARRAY_BEGIN) return false;
  for (size_t i = 0; i < count; i++) {
    if (tf_json_next(&reader) != TF_JSON_STRING) return false;
    args[i].name = take_text(arena, &reader);
    if (!sg_is_name(args[i].name) || is_repeated(args, i, args[i].name)) return false;
  }
  return tf_json_next(&reader) == TF_JSON_ARRAY_END && tf_json_next(&reader) == TF_JSON_END;
}

/* ---- Defaults ---- */

static sg_default literal_of(sg_arena* arena, tf_json* reader, tf_json_event event) {
  sg_default hidden = {SG_DEFAULT_HIDDEN, {NULL, 0}};
  sg_text quoted = sg_text_new(arena);
  switch (event) {
    case TF_JSON_TRUE:
      return (sg_default){SG_DEFAULT_BOOL, TF_STR("True")};
    case TF_JSON_FALSE:
      return (sg_default){SG_DEFAULT_BOOL, TF_STR("False")};
    case TF_JSON_NULL:
      return (sg_default){SG_DEFAULT_NULL, TF_STR("None")};
    case TF_JSON_INTEGER:
    case TF_JSON_REAL:
      if (reader->text_size > LITERAL_MAX) return hidden;
      return (sg_default){event == TF_JSON_REAL ? SG_DEFAULT_FLOAT : SG_DEFAULT_INT,
                          tf_str_of(reader->text, reader->text_size)};
    case TF_JSON_STRING:
      if (reader->text_size > LITERAL_MAX) return hidden;
      sg_put_python_string(&quoted, take_text(arena, reader));
      return (sg_default){SG_DEFAULT_STR, sg_text_view(&quoted)};
    default:
      return hidden;
  }
}

static void read_defaults(sg_arena* arena, tf_str json, sg_arg* args, size_t count) {
  tf_json reader;
  tf_json_begin(&reader, json.data, json.size, 64, TF_JSON_STRICT);
  if (tf_json_next(&reader) != TF_JSON_OBJECT_BEGIN) return;
  while (tf_json_next(&reader) == TF_JSON_KEY) {
    tf_str name = take_text(arena, &reader);
    tf_json_event event = tf_json_next(&reader);
    sg_default value = literal_of(arena, &reader, event);
    if (!tf_json_skip(&reader, event)) return;
    for (size_t i = 0; i < count && name.size != 0; i++) {
      if (tf_str_equal(args[i].name, name)) args[i].default_value = value;
    }
  }
}

/* Python wants what may be left out behind what may not. */
static bool are_trailing(const sg_arg* args, size_t count) {
  bool any = false;
  for (size_t i = 0; i < count; i++) {
    bool has_default = args[i].default_value.kind != SG_DEFAULT_NONE;
    if (any && !has_default) return false;
    any |= has_default;
  }
  return true;
}

static const sg_schema* with_names(sg_arena* arena, const sg_schema* schema, const members* texts) {
  size_t count = schema->params.count;
  if (texts->names.data == NULL || schema->kind != SG_KIND_CALLABLE || !schema->has_params) {
    return schema;
  }
  sg_arg* args = sg_resize(arena, NULL, 0, count + 1, sizeof *args);
  if (!read_names(arena, texts->names, args, count)) return schema;
  if (texts->defaults.data != NULL) read_defaults(arena, texts->defaults, args, count);
  if (!are_trailing(args, count)) return schema;
  sg_schema* named = sg_alloc(arena, sizeof *named);
  *named = *schema;
  named->names = args;
  return named;
}

const sg_schema* sg_schema_of_metadata(sg_arena* arena, tf_str metadata, const char** why) {
  const char* reason = metadata.size == 0 ? "no metadata" : "metadata is no JSON object";
  const sg_schema* schema = NULL;
  members texts = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
  if (read_members(arena, metadata, &texts)) {
    reason = "no type_schema";
    if (texts.schema.data != NULL) schema = sg_schema_parse(arena, texts.schema, &reason);
    if (schema != NULL) schema = with_names(arena, schema, &texts);
  }
  if (why != NULL) *why = reason;
  return schema;
}

bool sg_args_equal(const sg_schema* a, const sg_schema* b) {
  if (a->names == NULL || b->names == NULL) return a->names == b->names;
  for (size_t i = 0; i < a->params.count; i++) {
    const sg_default *x = &a->names[i].default_value, *y = &b->names[i].default_value;
    if (!tf_str_equal(a->names[i].name, b->names[i].name)) return false;
    if ((x->kind == SG_DEFAULT_NONE) != (y->kind == SG_DEFAULT_NONE)) return false;
  }
  return true;
}
