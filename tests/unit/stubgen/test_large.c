/* SPDX-License-Identifier: Apache-2.0 */
/* Large inputs: bytes looked at and memory taken are linear in the size, counted and not timed. Full size in release
   builds; under a sanitizer, which needs several times the memory, a twentieth. */
#include "generate.h"
#include "sg_test.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SCALE = 20 };
#else
enum { SCALE = 1 };
#endif

enum { MILLION = 1000 * 1000 };

/* Each walk over the markers looks at a byte at most four times, and there are at most three. */
enum { STEPS_FOR_A_BYTE = 12 };

/* What the lists of pieces and errors take for each, doubling included. */
enum { BYTES_FOR_A_MARKER = 2048 };

#define BEGIN "# tvm-ffi-stubgen(begin): "
#define END "# tvm-ffi-stubgen(end)"

typedef struct text {
  char* data;
  size_t size, room;
} text;

static text text_of_room(size_t room) {
  text t = {malloc(room), 0, room};
  assert_non_null(t.data);
  return t;
}

static void put(text* t, const char* piece, size_t times) {
  size_t size = strlen(piece);
  assert_true(t->room - t->size >= size * times);
  for (size_t i = 0; i < times; i++, t->size += size) memcpy(t->data + t->size, piece, size);
}

typedef struct outcome {
  size_t steps, memory, markers, errors, changed;
} outcome;

static void run(sg_arena* arena, const text* t, outcome* out) {
  sg_diags diags = sg_diags_new(arena);
  sg_model model;
  sg_generator generator;
  sg_file file;
  memset(&file, 0, sizeof file);
  sg_model_begin(&model, arena);
  sg_test_function(&model, "p.add", SG_FN(SG_INT, SG_INT));
  sg_test_type(&model, "p.Class", sg_test_type(&model, "ffi.Object", NULL));
  sg_model_finish(&model);
  sg_generator_begin(&generator, arena, &diags, &model);
  file.path = file.target = S("m.py");
  file.bytes = file.text = tf_str_of(t->data, t->size);
  sg_blocks_parse(arena, file.path, file.text, &diags, &file.blocks);
  if (diags.errors == 0) sg_generate_file(&generator, &file);
  out->steps = file.blocks.steps;
  out->markers = file.blocks.marks;
  out->errors = diags.errors;
  out->memory = arena->used;
  out->changed = diags.errors == 0 && file.result.data != file.text.data;
}

/* Runs the tool over the text; steps and memory must be within their bounds. `per_byte`: memory for a byte of text. */
static outcome check(text* t, size_t per_byte) {
  outcome out;
  sg_arena arena;
  sg_arena_begin(&arena, (size_t)4 << 30);
  memset(&out, 0, sizeof out);
  run(&arena, t, &out);
  size_t most = t->size * per_byte + (out.markers + out.errors + 100) * BYTES_FOR_A_MARKER;
  if (out.steps > STEPS_FOR_A_BYTE * t->size)
    fail_msg("%zu steps for %zu bytes", out.steps, t->size);
  if (out.memory > most) fail_msg("%zu bytes of memory, more than %zu", out.memory, most);
  sg_arena_drop(&arena);
  free(t->data);
  return out;
}

static void test_a_file_of_100_megabytes(void** state) {
  (void)state;
  text t = text_of_room(101 * MILLION / SCALE);
  put(&t, "x = 1  # some text of the file\n", 100 * MILLION / SCALE / 31);
  put(&t, BEGIN "global/p\n" END "\n", 1);
  outcome out = check(&t, 2);
  assert_int_equal(out.markers, 1);
  assert_int_equal(out.changed, 1);
}

static void test_a_million_lines_that_mention_the_tool(void** state) {
  (void)state;
  static const char* const ends[] = {"\n", "\r\n", "\r"};
  for (size_t i = 0; i < 3; i++) {
    text t = text_of_room(34 * MILLION / SCALE + 100);
    for (size_t k = 0; k < (size_t)MILLION / SCALE; k++) {
      put(&t, "x = 1 # tvm-ffi-stubgen(begin):", 1);
      put(&t, ends[i], 1);
    }
    put(&t, BEGIN "global/p\n" END "\n", 1);
    outcome out = check(&t, 2);
    assert_int_equal(out.markers, 1);
    assert_int_equal(out.errors, 0);
  }
}

static void test_a_line_of_50_megabytes(void** state) {
  (void)state;
  text t = text_of_room(51 * MILLION / SCALE);
  put(&t, "x = '", 1);
  put(&t, BEGIN, 50 * MILLION / SCALE / (sizeof BEGIN - 1));
  put(&t, "'\n" BEGIN "global/p\n" END "\n", 1);
  outcome out = check(&t, 2);
  assert_int_equal(out.markers, 1);
  assert_int_equal(out.changed, 1);
}

static void test_an_argument_of_50_megabytes(void** state) {
  (void)state;
  text t = text_of_room(51 * MILLION / SCALE);
  put(&t, BEGIN "global/", 1);
  put(&t, "abcde.", 50 * MILLION / SCALE / 6);
  put(&t, "\n" END "\n", 1);
  assert_int_equal(check(&t, 8).errors, 1);
}

static void test_a_hundred_thousand_blocks(void** state) {
  (void)state;
  size_t count = 100000 / SCALE;
  text t = text_of_room(count * 200);
  for (size_t i = 0; i < count; i++) {
    put(&t,
        i % 2 == 0 ? BEGIN "global/p\n" END "\n"
                   : "class C(Object):\n    " BEGIN "object/p.Class\n    " END "\n",
        1);
  }
  outcome out = check(&t, 4);
  assert_int_equal(out.markers, count);
  assert_int_equal(out.changed, 1);
}

static void test_a_hundred_thousand_errors(void** state) {
  (void)state;
  static const char* const lines[] = {BEGIN "globl/p\n", END "\n", "# tvm-ffi-stubgen(what): x\n",
                                      "# tvm-ffi-stubgen(x\n"};
  for (size_t i = 0; i < TF_COUNT_OF(lines); i++) {
    size_t count = 100000 / SCALE;
    text t = text_of_room(count * strlen(lines[i]));
    put(&t, lines[i], count);
    outcome out = check(&t, 2);
    assert_true(out.errors >= count);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_a_file_of_100_megabytes),   tf_unit(test_a_million_lines_that_mention_the_tool),
      tf_unit(test_a_line_of_50_megabytes),    tf_unit(test_an_argument_of_50_megabytes),
      tf_unit(test_a_hundred_thousand_blocks), tf_unit(test_a_hundred_thousand_errors),
  };
  return tf_test_run(tests);
}
