/* SPDX-License-Identifier: Apache-2.0 */
#include "schema.h"

#include <string.h>

#include "base/json.h"

static const struct {
  tf_str written;
  tf_str origin;
  sg_schema_kind kind;
} origins[] = {
    {TF_STR("Variant"), TF_STR("Union"), SG_KIND_UNION},
    {TF_STR("std::variant"), TF_STR("Union"), SG_KIND_UNION},
    {TF_STR("Union"), TF_STR("Union"), SG_KIND_UNION},
    {TF_STR("Optional"), TF_STR("Optional"), SG_KIND_OPTIONAL},
    {TF_STR("std::optional"), TF_STR("Optional"), SG_KIND_OPTIONAL},
    {TF_STR("ffi.Function"), TF_STR("Callable"), SG_KIND_CALLABLE},
    {TF_STR("std::function"), TF_STR("Callable"), SG_KIND_CALLABLE},
    {TF_STR("Callable"), TF_STR("Callable"), SG_KIND_CALLABLE},
    {TF_STR("Tuple"), TF_STR("tuple"), SG_KIND_TUPLE},
    {TF_STR("std::tuple"), TF_STR("tuple"), SG_KIND_TUPLE},
    {TF_STR("tuple"), TF_STR("tuple"), SG_KIND_TUPLE},
    {TF_STR("ffi.Array"), TF_STR("Array"), SG_KIND_NAME},
    {TF_STR("std::vector"), TF_STR("Array"), SG_KIND_NAME},
    {TF_STR("ffi.List"), TF_STR("List"), SG_KIND_NAME},
    {TF_STR("ffi.Map"), TF_STR("Map"), SG_KIND_NAME},
    {TF_STR("std::map"), TF_STR("Map"), SG_KIND_NAME},
    {TF_STR("std::unordered_map"), TF_STR("Map"), SG_KIND_NAME},
    {TF_STR("ffi.Dict"), TF_STR("Dict"), SG_KIND_NAME},
    {TF_STR("ffi.Object"), TF_STR("Object"), SG_KIND_NAME},
    {TF_STR("ObjectRValueRef"), TF_STR("Object"), SG_KIND_RVALUE},
    {TF_STR("ffi.Tensor"), TF_STR("Tensor"), SG_KIND_NAME},
    {TF_STR("DLTensor*"), TF_STR("Tensor"), SG_KIND_NAME},
    {TF_STR("ffi.String"), TF_STR("str"), SG_KIND_NAME},
    {TF_STR("ffi.SmallStr"), TF_STR("str"), SG_KIND_NAME},
    {TF_STR("std::string"), TF_STR("str"), SG_KIND_NAME},
    {TF_STR("const char*"), TF_STR("str"), SG_KIND_NAME},
    {TF_STR("ffi.Bytes"), TF_STR("bytes"), SG_KIND_NAME},
    {TF_STR("ffi.SmallBytes"), TF_STR("bytes"), SG_KIND_NAME},
    {TF_STR("TVMFFIByteArray*"), TF_STR("bytes"), SG_KIND_NAME},
    {TF_STR("ffi.BigInt"), TF_STR("int"), SG_KIND_NAME},
    {TF_STR("ffi.OpaquePyObject"), TF_STR("Any"), SG_KIND_NAME},
    {TF_STR("void*"), TF_STR("ctypes.c_void_p"), SG_KIND_NAME},
    {TF_STR("DataType"), TF_STR("dtype"), SG_KIND_NAME},
};

static const tf_str builtin_origins[] = {
    TF_STR("Any"),      TF_STR("None"),
    TF_STR("int"),      TF_STR("bool"),
    TF_STR("float"),    TF_STR("str"),
    TF_STR("bytes"),    TF_STR("Union"),
    TF_STR("Optional"), TF_STR("Callable"),
    TF_STR("tuple"),    TF_STR("Array"),
    TF_STR("List"),     TF_STR("Map"),
    TF_STR("Dict"),     TF_STR("list"),
    TF_STR("dict"),     TF_STR("Object"),
    TF_STR("Tensor"),   TF_STR("dtype"),
    TF_STR("Device"),   TF_STR("ctypes.c_void_p"),
};

bool sg_origin_is_builtin(tf_str origin) {
  for (size_t i = 0; i < TF_COUNT_OF(builtin_origins); i++) {
    if (tf_str_equal(origin, builtin_origins[i])) return true;
  }
  return false;
}

static void convert_origin(sg_schema* schema) {
  for (size_t i = 0; i < TF_COUNT_OF(origins); i++) {
    if (tf_str_equal(schema->origin, origins[i].written)) {
      schema->kind = origins[i].kind;
      schema->origin = origins[i].origin;
      return;
    }
  }
}

/* One schema being read, before its arity is known to be right. */
typedef struct draft {
  sg_schema* schema;
  SG_LIST(const sg_schema*) args;
  SG_LIST(const sg_schema*) params;
  SG_LIST(const sg_schema*) legacy_params; /* `args` = [return, [params...]] */
  bool has_legacy_params;
  size_t members; /* of `args`, dropped ones included */
  bool has_named;
  bool bad_group; /* named_args has a group that callables do not know, or not exactly one result */
} draft;

typedef struct decoder {
  sg_arena* arena;
  tf_json reader;
  const char* why;
} decoder;

static const sg_schema* fail(decoder* d, const char* why) {
  if (d->why == NULL) d->why = why;
  return NULL;
}

static tf_str take_text(decoder* d) {
  if (!d->reader.escaped) return tf_str_of(d->reader.text, d->reader.text_size);
  char* text = sg_alloc(d->arena, d->reader.text_size + 1);
  return tf_str_of(text, tf_json_unescape(&d->reader, text));
}

static const sg_schema* read_schema(decoder* d);

/* Reads `[schema, ...]` up to the closing bracket. Members that are no objects are dropped. */
static bool read_list(decoder* d, void* list_address, draft* nested) {
  SG_LIST(const sg_schema*)* list = list_address;
  for (;;) {
    tf_json_event event = tf_json_next(&d->reader);
    if (event == TF_JSON_ARRAY_END) return true;
    if (event == TF_JSON_ERROR) return fail(d, "not JSON") != NULL;
    if (nested != NULL) nested->members++;
    if (event == TF_JSON_OBJECT_BEGIN) {
      const sg_schema* member = read_schema(d);
      if (member == NULL) return false;
      *SG_PUSH(d->arena, list) = member;
    } else if (event == TF_JSON_ARRAY_BEGIN && nested != NULL && nested->members == 2) {
      nested->has_legacy_params = true;
      if (!read_list(d, &nested->legacy_params, NULL)) return false;
    } else if (!tf_json_skip(&d->reader, event)) {
      return fail(d, "not JSON") != NULL;
    }
  }
}

static bool read_named(decoder* d, draft* out) {
  out->has_named = true;
  for (;;) {
    tf_json_event event = tf_json_next(&d->reader);
    if (event == TF_JSON_OBJECT_END) return true;
    if (event != TF_JSON_KEY) return fail(d, "not JSON") != NULL;
    bool is_result = tf_json_text_is(&d->reader, "return", 6);
    bool is_params = tf_json_text_is(&d->reader, "params", 6);
    event = tf_json_next(&d->reader);
    if (event == TF_JSON_ERROR) return fail(d, "not JSON") != NULL;
    if (event != TF_JSON_ARRAY_BEGIN) return fail(d, "a group of named_args is no list") != NULL;
    if (is_params) {
      out->schema->has_params = true;
      if (!read_list(d, &out->params, NULL)) return false;
      continue;
    }
    SG_LIST(const sg_schema*) members = {NULL, 0, 0};
    if (!read_list(d, &members, NULL)) return false;
    out->schema->has_result = is_result && members.count == 1;
    if (!out->schema->has_result) {
      out->bad_group = true;
    } else {
      out->schema->result = members.items[0];
    }
  }
}

/* Moves the flat encodings of callables into result and parameters. */
static void settle_legacy_callable(draft* out) {
  sg_schema* s = out->schema;
  if (out->args.count == 0) return;
  s->has_result = true;
  s->result = out->args.items[0];
  if (out->has_legacy_params && out->members == 2) {
    s->has_params = true;
    s->params.items = out->legacy_params.items;
    s->params.count = out->legacy_params.count;
  } else if (out->args.count > 1) {
    s->has_params = true;
    s->params.items = out->args.items + 1;
    s->params.count = out->args.count - 1;
  }
  s->has_args = false;
  s->args.count = 0;
}

static const char* check_arity(const sg_schema* s) {
  size_t n = s->args.count;
  if (s->kind == SG_KIND_OPTIONAL && n != 1) return "Optional wants one argument";
  if (s->kind == SG_KIND_UNION && n < 2) return "Union wants two arguments or more";
  if (s->kind != SG_KIND_NAME) return NULL;
  if (tf_str_equal_c(s->origin, "Array") || tf_str_equal_c(s->origin, "List") ||
      tf_str_equal_c(s->origin, "list")) {
    return n <= 1 ? NULL : "a sequence wants one argument at most";
  }
  if (tf_str_equal_c(s->origin, "Map") || tf_str_equal_c(s->origin, "Dict") ||
      tf_str_equal_c(s->origin, "dict")) {
    return n == 0 || n == 2 ? NULL : "a map wants two arguments or none";
  }
  return NULL;
}

static const sg_schema any_schema = {
    .kind = SG_KIND_NAME, .origin = TF_STR("Any"), .is_builtin = true};
static const sg_schema* any_pair[2] = {&any_schema, &any_schema};

/* Containers without arguments hold anything. */
static void fill_containers(sg_schema* s) {
  if (s->kind != SG_KIND_NAME || s->args.count != 0) return;
  static const struct {
    const char* origin;
    size_t count;
  } containers[] = {{"Array", 1}, {"List", 1}, {"list", 1}, {"Map", 2}, {"Dict", 2}, {"dict", 2}};
  for (size_t i = 0; i < TF_COUNT_OF(containers); i++) {
    if (tf_str_equal_c(s->origin, containers[i].origin)) {
      s->args.items = any_pair;
      s->args.count = containers[i].count;
    }
  }
}

static const sg_schema* settle(decoder* d, draft* out) {
  sg_schema* s = out->schema;
  if (s->origin.size == 0) return fail(d, "no type");
  convert_origin(s);
  s->is_builtin = sg_origin_is_builtin(s->origin);
  s->args.items = out->args.items;
  s->args.count = out->args.count;
  s->params.items = out->params.items;
  s->params.count = out->params.count;
  if (s->kind == SG_KIND_CALLABLE) {
    if (out->has_named && s->has_args) return fail(d, "both args and named_args");
    if (out->has_named && (out->bad_group || !s->has_result)) {
      return fail(d, "named_args wants exactly one result, and params");
    }
    if (s->has_args) settle_legacy_callable(out);
  } else {
    s->has_result = s->has_params = false;
    s->result = NULL;
    s->params.count = 0;
  }
  const char* why = check_arity(s);
  if (why != NULL) return fail(d, why);
  fill_containers(s);
  return s;
}

/* Reads the members of an object whose opening brace was read. */
static const sg_schema* read_schema(decoder* d) {
  draft out;
  memset(&out, 0, sizeof out);
  out.schema = sg_alloc(d->arena, sizeof *out.schema);
  for (;;) {
    tf_json_event event = tf_json_next(&d->reader);
    if (event == TF_JSON_OBJECT_END) return settle(d, &out);
    if (event != TF_JSON_KEY) return fail(d, "not JSON");
    bool is_type = tf_json_text_is(&d->reader, "type", 4);
    bool is_args = tf_json_text_is(&d->reader, "args", 4);
    bool is_named = tf_json_text_is(&d->reader, "named_args", 10);
    bool is_fallback = tf_json_text_is(&d->reader, "fallback", 8);
    event = tf_json_next(&d->reader);
    if (event == TF_JSON_ERROR) return fail(d, "not JSON");
    if (is_type) {
      if (event != TF_JSON_STRING) return fail(d, "type is no text");
      out.schema->origin = take_text(d);
    } else if (is_args) {
      if (event != TF_JSON_ARRAY_BEGIN) return fail(d, "args is no list");
      out.schema->has_args = true;
      if (!read_list(d, &out.args, &out)) return NULL;
    } else if (is_named) {
      if (event != TF_JSON_OBJECT_BEGIN) return fail(d, "named_args is no object");
      if (!read_named(d, &out)) return NULL;
    } else if (is_fallback) {
      if (event != TF_JSON_OBJECT_BEGIN) return fail(d, "fallback is no object");
      out.schema->fallback = read_schema(d);
      if (out.schema->fallback == NULL) return NULL;
    } else if (!tf_json_skip(&d->reader, event)) {
      return fail(d, "not JSON");
    }
  }
}

const sg_schema* sg_schema_parse(sg_arena* arena, tf_str json, const char** why) {
  decoder d;
  d.arena = arena;
  d.why = NULL;
  /* An object and a list per level. */
  tf_json_begin(&d.reader, json.data, json.size, 2 * SG_SCHEMA_DEPTH, TF_JSON_STRICT);
  const sg_schema* schema = NULL;
  if (tf_json_next(&d.reader) == TF_JSON_OBJECT_BEGIN) schema = read_schema(&d);
  if (schema != NULL && tf_json_next(&d.reader) != TF_JSON_END) schema = fail(&d, "not JSON");
  if (schema == NULL && d.why == NULL) d.why = "not a JSON object";
  if (why != NULL) *why = d.why;
  return schema;
}

static bool lists_equal(sg_schemas a, sg_schemas b) {
  if (a.count != b.count) return false;
  for (size_t i = 0; i < a.count; i++) {
    if (!sg_schema_equal(a.items[i], b.items[i])) return false;
  }
  return true;
}

bool sg_schema_equal(const sg_schema* a, const sg_schema* b) {
  if (a == NULL || b == NULL) return a == b;
  return a->kind == b->kind && tf_str_equal(a->origin, b->origin) &&
         lists_equal(a->args, b->args) && a->has_result == b->has_result &&
         a->has_params == b->has_params && sg_schema_equal(a->result, b->result) &&
         lists_equal(a->params, b->params);
}

static void write_list(sg_schemas list, sg_text* out) {
  for (size_t i = 0; i < list.count; i++) {
    if (i != 0) sg_put_char(out, ',');
    sg_schema_write(list.items[i], out);
  }
}

void sg_schema_write(const sg_schema* schema, sg_text* out) {
  sg_put_c(out, "{\"type\":");
  bool moved = schema->kind == SG_KIND_RVALUE;
  sg_put_json(out, moved ? tf_str_c("ObjectRValueRef") : schema->origin);
  if (schema->has_result) {
    sg_put_c(out, ",\"named_args\":{\"return\":[");
    sg_schema_write(schema->result, out);
    sg_put_c(out, schema->has_params ? "],\"params\":[" : "]");
    write_list(schema->params, out);
    sg_put_c(out, schema->has_params ? "]}" : "}");
  } else if (schema->args.count != 0 || schema->has_args) {
    sg_put_c(out, ",\"args\":[");
    write_list(schema->args, out);
    sg_put_char(out, ']');
  }
  if (schema->fallback != NULL) {
    sg_put_c(out, ",\"fallback\":");
    sg_schema_write(schema->fallback, out);
  }
  sg_put_char(out, '}');
}
