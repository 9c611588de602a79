/* SPDX-License-Identifier: Apache-2.0 */
/* A made-up registry, its names and schemas taken from the input, is rendered into a file with every kind of block.
   Every definition has an identifier for a name; each line is made of Python's tokens with balanced brackets, so that no
   byte of the input is outside a name or a literal; the order of registration does not matter; generating again from the
   result changes nothing.

   Input: lines `fNAME=SCHEMA`, `tKEY`, `aNAME=SCHEMA` (field of the last type), `mNAME=SCHEMA` (method), `sNAME=SCHEMA`
   (static method), `iSCHEMA` (constructor). */
#include "common/check.h"
#include "common/input.h"

#include "generate.h"
#include "names.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

#define BLOCK(x) "# tvm-ffi-stubgen(begin): " x "\n# tvm-ffi-stubgen(end)\n"

static void split(tf_str line, tf_str* name, tf_str* value) {
  size_t equals = tf_str_find_byte(line, '=');
  *name = tf_str_slice(line, 0, equals);
  *value = equals == TF_STR_NONE ? tf_str_of("", 0) : tf_str_slice(line, equals + 1, line.size);
}

static void add_method(sg_model* model, sg_type* type, tf_str name, const sg_schema* schema,
                       bool is_static) {
  if (schema == NULL || schema->kind != SG_KIND_CALLABLE) return;
  sg_method* method = SG_PUSH(model->arena, &type->methods);
  method->name = sg_last_part(name);
  method->schema = schema;
  method->is_static = is_static;
}

static sg_type* add_line(sg_model* model, sg_type* type, sg_type* root, tf_str line) {
  tf_str name, value;
  char kind = line.data[0];
  split(tf_str_slice(line, 1, line.size), &name, &value);
  const sg_schema* schema = sg_schema_parse(model->arena, value, NULL);
  if (kind == 'f') {
    sg_function* function =
        sg_model_add_function(model, sg_format(model->arena, "p.%.*s", SG_ARG(name)));
    function->schema = schema;
  } else if (kind == 't' && name.size != 0) {
    sg_type* found = sg_model_add_type(model, name);
    if (found->parent == NULL && found != root)
      found->parent = type != NULL && type != found ? type : root;
    /* A class is only ever derived from an earlier one, so there is no ring. */
    if (found->parent != NULL && found->parent->parent != NULL) found->parent = root;
    return found;
  } else if (type == NULL || type == root) {
    return type;
  } else if (kind == 'a' && schema != NULL) {
    sg_field* field = SG_PUSH(model->arena, &type->fields);
    field->name = name;
    field->schema = schema;
    field->has_default = name.size % 2 != 0;
    field->keyword_only = name.size % 3 == 0;
  } else if (kind == 'm' || kind == 's') {
    add_method(model, type, name, schema, kind == 's');
  } else if (kind == 'i') {
    type->has_init = true;
    *SG_PUSH(model->arena, &type->inits) = sg_model_signature_of(model, type, schema);
  }
  return type;
}

static void build_model(sg_arena* arena, sg_model* model, tf_str text, bool backwards) {
  SG_LIST(tf_str) lines = {NULL, 0, 0};
  tf_str line;
  sg_model_begin(model, arena);
  sg_type* root = sg_model_add_type(model, tf_str_c("ffi.Object"));
  while (tf_str_next_line(&text, &line)) {
    if (line.size != 0 && tf_str_is_utf8(line)) *SG_PUSH(arena, &lines) = line;
  }
  /* Functions may come in any order; what belongs to a type has to follow it. */
  for (size_t i = 0; i < lines.count; i++) {
    tf_str each = lines.items[backwards ? lines.count - 1 - i : i];
    if (each.data[0] == 'f') add_line(model, NULL, root, each);
  }
  sg_type* type = NULL;
  for (size_t i = 0; i < lines.count; i++) {
    if (lines.items[i].data[0] != 'f') type = add_line(model, type, root, lines.items[i]);
  }
  sg_model_finish(model);
  for (size_t i = 0; i < model->types.count; i++) {
    model->types.items[i]->is_described = true;
    sg_model_order_fields(model, model->types.items[i]);
  }
}

static tf_str file_of(sg_arena* arena, const sg_model* model) {
  sg_text text = sg_text_new(arena);
  sg_put_c(&text, BLOCK("import-section"));
  size_t count;
  if (sg_model_functions(model, tf_str_c("p"), &count) != NULL) sg_put_c(&text, BLOCK("global/p"));
  for (size_t i = 0; i < model->types.count && i < 20; i++) {
    tf_str key = model->types.items[i]->key;
    if (!tf_str_equal(key, sg_strip(key)) || tf_str_find_byte(key, '\r') != TF_STR_NONE) continue;
    sg_putf(&text, "class C%zu:\n    # tvm-ffi-stubgen(begin): object/", i);
    sg_put(&text, key);
    sg_put_c(&text, "\n    # tvm-ffi-stubgen(end)\n");
  }
  sg_put_c(&text,
           "__all__ = [\n    # tvm-ffi-stubgen(begin): __all__\n    # tvm-ffi-stubgen(end)\n]\n");
  return sg_text_view(&text);
}

/* ---- A small model of Python's lexer, for lines that are whole by themselves ---- */

static bool is_name_byte(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c >= 0x80;
}

/* Offset behind the literal that begins at `at`. */
static size_t pass_literal(tf_str line, size_t at) {
  char quote = line.data[at];
  for (at++; at < line.size && line.data[at] != quote; at++) {
    if (line.data[at] == '\\') at++;
  }
  FUZZ_CHECK(at < line.size, "a literal without an end: %.*s", SG_ARG(line));
  return at + 1;
}

/* Offset behind a name or number. */
static size_t pass_word(tf_str line, size_t at) {
  size_t begin = at;
  bool is_number = line.data[at] >= '0' && line.data[at] <= '9';
  while (at < line.size &&
         (is_name_byte((unsigned char)line.data[at]) || (is_number && line.data[at] == '.'))) {
    at++;
  }
  tf_str word = tf_str_slice(line, begin, at);
  FUZZ_CHECK(is_number || sg_is_identifier(word), "`%.*s` is no identifier", SG_ARG(word));
  return at;
}

typedef struct brackets {
  char open[256];
  size_t depth;
} brackets;

static void pass_sign(tf_str line, brackets* b, char c) {
  const char* sign = strchr("()[]{},:.=|*/->@", c);
  FUZZ_CHECK(sign != NULL && c != '\0', "byte 0x%02x outside names and literals", (unsigned char)c);
  if (strchr("([{", c) != NULL && b->depth < sizeof b->open) b->open[b->depth++] = c;
  if (strchr(")]}", c) == NULL) return;
  char want = c == ')' ? '(' : c == ']' ? '[' : '{';
  FUZZ_CHECK(b->depth != 0 && b->open[b->depth - 1] == want, "brackets: %.*s", SG_ARG(line));
  b->depth--;
}

static void check_tokens(tf_str line) {
  brackets b = {.depth = 0};
  for (size_t at = 0; at < line.size;) {
    char c = line.data[at];
    FUZZ_CHECK((unsigned char)c >= 0x20 && c != 0x7f, "byte 0x%02x in a generated line", c);
    if (c == '#') break;
    if (c == '"' || c == '\'') {
      at = pass_literal(line, at);
    } else if (is_name_byte((unsigned char)c)) {
      at = pass_word(line, at);
    } else {
      if (c != ' ') pass_sign(line, &b, c);
      at++;
    }
  }
  FUZZ_CHECK(b.depth == 0, "open brackets: %.*s", SG_ARG(line));
}

static void check_line(tf_str line) {
  tf_str stripped = sg_strip(line);
  check_tokens(stripped);
  tf_str name = {NULL, 0};
  size_t colon = tf_str_find_byte(stripped, ':');
  if (tf_str_starts_with(stripped, tf_str_c("def "))) {
    name = tf_str_slice(stripped, 4, tf_str_find_byte(stripped, '('));
  } else if (tf_str_starts_with(stripped, tf_str_c("class "))) {
    name = tf_str_slice(stripped, 6, tf_str_find_byte(stripped, '('));
  } else if (colon != TF_STR_NONE && stripped.data[0] != '#' && stripped.data[0] != '"' &&
             !tf_str_starts_with(stripped, tf_str_c("if "))) {
    name = tf_str_slice(stripped, 0, colon);
  }
  FUZZ_CHECK(name.data == NULL || sg_is_name(name), "defines `%.*s`", SG_ARG(name));
}

static void check_bodies(const sg_blocks* blocks) {
  for (size_t i = 0; i < blocks->pieces.count; i++) {
    tf_str body = blocks->pieces.items[i].fresh, line;
    while (tf_str_next_line(&body, &line)) check_line(line);
  }
}

/* Generates from `text`; the result, or an empty text when something was refused. */
static tf_str generate(sg_arena* arena, sg_model* model, tf_str text) {
  sg_diags diags = sg_diags_new(arena);
  sg_generator generator;
  sg_file* file = sg_alloc(arena, sizeof *file);
  file->path = file->target = tf_str_c("m.py");
  file->bytes = file->text = text;
  sg_blocks_parse(arena, file->path, text, &diags, &file->blocks);
  FUZZ_CHECK(diags.errors == 0, "the made-up file is refused: %.*s",
             SG_ARG(diags.list.items[0].message));
  sg_generator_begin(&generator, arena, &diags, model);
  sg_generate_file(&generator, file);
  if (diags.errors != 0) return tf_str_of("", 0);
  check_bodies(&file->blocks);
  return file->result;
}

static void run(sg_arena* arena, void* context) {
  tf_str input = *(tf_str*)context;
  sg_model model, backwards;
  build_model(arena, &model, input, false);
  build_model(arena, &backwards, input, true);
  tf_str text = file_of(arena, &model);
  tf_str once = generate(arena, &model, text);
  FUZZ_CHECK(once.size == 0 || tf_str_equal(once, generate(arena, &model, once)), "%s",
             "generating twice is not generating once");
  bool repeated = false;
  for (size_t i = 1; i < model.functions.count; i++) {
    repeated |= tf_str_equal(model.functions.items[i].name, model.functions.items[i - 1].name);
  }
  FUZZ_CHECK(repeated || tf_str_equal(once, generate(arena, &backwards, text)), "%s",
             "the order of registration matters");
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
