/* SPDX-License-Identifier: Apache-2.0 */
#include "render.h"

#include "render_library.h"
#include "render_signature.h"
#include "sg_file.h"

typedef struct drawing {
  sg_world w;
  sg_imports imports;
  sg_text out;
  sg_renderer r;
} drawing;

static void begin(drawing* d) {
  memset(d, 0, sizeof *d);
  sg_world_begin(&d->w);
  sg_imports_begin(&d->imports, &d->w.arena);
  d->out = sg_text_new(&d->w.arena);
  d->r =
      (sg_renderer){&d->w.model, &d->w.generator.map, &d->imports, d->w.generator.render, &d->out};
}

static void test_functions_of_a_prefix(void** state) {
  (void)state;
  drawing d;
  size_t count;
  begin(&d);
  sg_function* functions = sg_model_functions(&d.w.model, S("p"), &count);
  assert_int_equal(count, 1);
  sg_render_global(&d.r, S("p"), S("tvm_ffi"), functions, count);
  assert_str_is(sg_text_view(&d.out),
                "# fmt: off\n_FFI_INIT_FUNC(\"p\", __name__)\nif TYPE_CHECKING:\n"
                "    def add(_0: int, _1: str, /) -> int: ...\n# fmt: on\n");
  sg_arena_drop(&d.w.arena);
}

static void test_a_class_with_overloads(void** state) {
  (void)state;
  drawing d;
  begin(&d);
  sg_type* type = sg_model_type(&d.w.model, S("p.Base"));
  for (int i = 0; i < 2; i++) {
    sg_method* method = SG_PUSH(&d.w.arena, &type->methods);
    method->name = S("get");
    method->is_static = true;
    method->schema = sg_test_schema(&d.w.arena, i == 0 ? SG_FN(SG_INT, "") : SG_FN(SG_STR, SG_INT));
  }
  sg_class_place place = {false, {NULL, 0}};
  sg_render_object(&d.r, type, place);
  tf_str text = sg_text_view(&d.out);
  assert_true(sg_has(text, "x: int\nif TYPE_CHECKING:\n"));
  assert_true(sg_has(text, "    @overload\n    @staticmethod\n    def get() -> int: ...\n"));
  assert_true(sg_has(text, "    def get(_0: int, /) -> str: ...\n"));
  assert_true(sg_has(text, "    @staticmethod\n    def get(*args: Any) -> Any: ...\n"));
  sg_arena_drop(&d.w.arena);
}

static void test_an_empty_class_has_a_body(void** state) {
  (void)state;
  drawing d;
  begin(&d);
  sg_class_place place = {true, {NULL, 0}};
  sg_render_object(&d.r, sg_test_type(&d.w.model, "p.Empty", NULL), place);
  assert_str_is(sg_text_view(&d.out), "# fmt: off\n...\n# fmt: on\n");
  sg_arena_drop(&d.w.arena);
}

static void test_names_for_all_are_sorted_once_each(void** state) {
  (void)state;
  drawing d;
  begin(&d);
  tf_str names[] = {S("fn"), S("Cls"), S("MAX"), S("fn"), S("LIB")};
  sg_render_all(names, TF_COUNT_OF(names), &d.out);
  assert_str_is(sg_text_view(&d.out), "\"LIB\",\n\"MAX\",\n\"Cls\",\n\"fn\",\n");
  d.out.size = 0;
  sg_render_export(S("a.b"), &d.out);
  assert_true(sg_has(sg_text_view(&d.out), "a_b__all__"));
  sg_arena_drop(&d.w.arena);
}

static void test_a_library_is_a_class(void** state) {
  (void)state;
  drawing d;
  sg_library library;
  begin(&d);
  memset(&library, 0, sizeof library);
  library.target = S("my_ext");
  assert_str_is(sg_library_class(&d.w.arena, library.target), "MyExtLibrary");
  sg_export* function = SG_PUSH(&d.w.arena, &library.exports);
  function->name = S("add_one");
  function->schema = sg_test_schema(&d.w.arena, SG_FN(SG_INT, SG_INT));
  SG_PUSH(&d.w.arena, &library.exports)->name = S("bare");
  sg_render_library(&d.r, &library);
  tf_str text = sg_text_view(&d.out);
  assert_true(sg_has(text, "class MyExtLibrary(Module):\n"));
  assert_true(sg_has(text, "        def add_one(self, _0: int, /) -> int: ...\n"));
  assert_true(sg_has(text, "        def bare(self, *args: Any) -> Any: ...\n"));
  sg_arena_drop(&d.w.arena);
}

static void test_docstrings_end_nowhere_early(void** state) {
  (void)state;
  drawing d;
  begin(&d);
  sg_put_docstring(&d.out, S("One \"\"\" \\.\n\n  two\x01\n"), 4);
  assert_str_is(sg_text_view(&d.out), "    \"\"\"One \\\"\\\"\\\" \\\\.\n\n      two\"\"\"\n");
  sg_arena_drop(&d.w.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_functions_of_a_prefix),     tf_unit(test_a_class_with_overloads),
      tf_unit(test_an_empty_class_has_a_body), tf_unit(test_names_for_all_are_sorted_once_each),
      tf_unit(test_a_library_is_a_class),      tf_unit(test_docstrings_end_nowhere_early),
  };
  return tf_test_run(tests);
}
