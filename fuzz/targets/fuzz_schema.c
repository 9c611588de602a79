/* SPDX-License-Identifier: Apache-2.0 */
/* Metadata and type schemas: decode, encode, decode is stable; the annotation has balanced brackets, no stray bytes, and
   a size within its bound; a refused allocation is an error and leaks nothing. The last two bytes choose the direction
   and which allocation fails. */
#include "common/check.h"
#include "common/input.h"

#include "annotate.h"
#include "metadata.h"
#include "schema.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

/* Names, dots, brackets, `|`, commas and blanks are all that an annotation is made of. */
static void check_annotation(tf_str text) {
  size_t depth = 0;
  for (size_t i = 0; i < text.size; i++) {
    unsigned char c = (unsigned char)text.data[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c >= 0x80 || c == '_';
    FUZZ_CHECK(letter || (c != 0 && strchr("[], |.()", c) != NULL), "byte 0x%02x", c);
    if (c == '[') depth++;
    FUZZ_CHECK(c != ']' || depth > 0, "%s", "a bracket too many");
    if (c == ']') depth--;
  }
  FUZZ_CHECK(depth == 0 && text.size != 0, "%zu brackets open", depth);
}

static void check_schema(sg_arena* arena, const sg_schema* schema, bool input) {
  sg_text once = sg_text_new(arena), twice = sg_text_new(arena), shown = sg_text_new(arena);
  sg_schema_write(schema, &once);
  const char* why = "";
  const sg_schema* again = sg_schema_parse(arena, sg_copy(arena, sg_text_view(&once)), &why);
  FUZZ_CHECK(again != NULL, "what was written is refused: %s", why);
  FUZZ_CHECK(sg_schema_equal(schema, again), "%s", "what was written reads differently");
  sg_schema_write(again, &twice);
  FUZZ_CHECK(tf_str_equal(sg_text_view(&once), sg_text_view(&twice)), "%s", "writing is unstable");
  sg_model model;
  sg_ty_map map = sg_ty_map_new(arena);
  sg_imports imports;
  sg_model_begin(&model, arena);
  sg_model_finish(&model);
  sg_imports_begin(&imports, arena);
  sg_scope scope = {&imports, sg_map_new(arena)};
  sg_annotator annotator = {&model, &map, &scope};
  sg_annotate(&annotator, schema, input, &shown);
  check_annotation(sg_text_view(&shown));
  FUZZ_CHECK(shown.size <= 64 * once.size + 64, "%zu bytes from %zu", shown.size, once.size);
}

typedef struct input {
  tf_str text;
  bool is_input;
} input;

static void run(sg_arena* arena, void* context) {
  const input* in = context;
  const char* why = NULL;
  const sg_schema* schema = sg_schema_parse(arena, in->text, &why);
  FUZZ_CHECK(schema != NULL || why != NULL, "%s", "refused without a reason");
  if (schema == NULL) schema = sg_schema_of_metadata(arena, in->text, &why);
  if (schema != NULL) check_schema(arena, schema, in->is_input);
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  bool is_input = fuzz_input_choice(&in, 2) == 1;
  long fail = fuzz_input_byte(&in);
  size_t count;
  uint8_t* bytes = fuzz_input_rest(&in, &count);
  input all = {tf_str_of(bytes, count), is_input};
  for (int round = 0; round < 2; round++) {
    sg_arena arena;
    sg_arena_begin(&arena, (size_t)64 << 20);
    sg_arena_split(round == 0 && fail != 0);
    tf_mem_fail_at(round == 0 ? fail : 0);
    sg_arena_guard(&arena, run, &all);
    tf_mem_fail_at(0);
    sg_arena_split(false);
    sg_arena_drop(&arena);
  }
  free(bytes);
  fuzz_end(live);
  return 0;
}
