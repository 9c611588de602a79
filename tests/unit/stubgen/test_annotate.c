/* SPDX-License-Identifier: Apache-2.0 */
#include "annotate.h"

#include "sg_test.h"

#define G(type, args) "{\"type\":\"" type "\",\"args\":[" args "]}"
#define T(type) "{\"type\":\"" type "\"}"

typedef struct place {
  sg_arena arena;
  sg_model model;
  sg_ty_map map;
  sg_imports imports;
  sg_scope scope;
} place;

static void open_place(place* p) {
  sg_arena_begin(&p->arena, (size_t)1 << 28);
  sg_model_begin(&p->model, &p->arena);
  sg_test_type(&p->model, "my.Known", NULL);
  sg_type* wide = sg_test_type(&p->model, "my.Wide", NULL);
  wide->accepts = sg_test_schema(
      &p->arena, G("Variant", T("my.Wide") "," SG_INT "," G("ffi.Array", T("my.Wide"))));
  sg_model_finish(&p->model);
  p->map = sg_ty_map_new(&p->arena);
  sg_imports_begin(&p->imports, &p->arena);
  p->scope.imports = &p->imports;
  p->scope.members = sg_map_new(&p->arena);
}

static void check(place* p, const char* json, bool input, const char* want) {
  sg_annotator annotator = {&p->model, &p->map, &p->scope};
  sg_text out = sg_text_new(&p->arena);
  sg_annotate(&annotator, json == NULL ? NULL : sg_test_schema(&p->arena, json), input, &out);
  assert_str_is(sg_text_view(&out), want);
}

static void test_schemas_become_annotations(void** state) {
  place p;
  (void)state;
  open_place(&p);
  check(&p, NULL, true, "Any");
  check(&p, G("ffi.List", SG_INT), false, "MutableSequence[int]");
  check(&p, G("ffi.List", SG_INT), true, "Sequence[int]");
  check(&p, G("Variant", G("Optional", SG_INT) "," T("None")), false, "int | None | None");
  check(&p, SG_FN(SG_INT, SG_STR "," T("Any")), false, "Callable[[str, Any], int]");
  check(&p, T("ffi.Function"), false, "Callable[..., Any]");
  check(&p, T("Tuple"), false, "tuple[Any, ...]");
  check(&p, "{\"type\":\"Tuple\",\"args\":[]}", false, "tuple[()]");
  check(&p, T("my.Known"), false, "Known");
  check(&p, G("ObjectRValueRef", T("my.Known")), true, "Known");
  check(&p, G("ffi.Shape", SG_INT), true, "Shape[int]");
  check(&p, G("DataType", SG_INT), true, "dtype");
  sg_arena_drop(&p.arena);
}

static void test_types_without_a_name_are_any(void** state) {
  place p;
  (void)state;
  open_place(&p);
  check(&p, T("Plainword"), false, "Any");
  check(&p, G("std::array", SG_INT), false, "Any");
  check(&p, T("a..b"), false, "Any");
  check(&p, T("a.b-c"), false, "Any");
  check(&p, T("x\\\"); evil("), false, "Any");
  check(&p, "{\"type\":\"Plainword\",\"fallback\":" SG_STR "}", false, "str");
  check(&p, "{\"type\":\"my.Known\",\"fallback\":" SG_STR "}", false, "Known");
  check(&p, "{\"type\":\"int\",\"fallback\":" SG_STR "}", false, "int");
  sg_arena_drop(&p.arena);
}

static void test_inputs_are_widened_once(void** state) {
  place p;
  (void)state;
  open_place(&p);
  check(&p, T("my.Wide"), true, "Wide | int | Sequence[Wide]");
  check(&p, T("my.Wide"), false, "Wide");
  check(&p, G("Optional", T("my.Wide")), true, "Wide | int | Sequence[Wide] | None");
  sg_arena_drop(&p.arena);
}

static void test_mapped_forms_keep_their_arguments(void** state) {
  place p;
  (void)state;
  open_place(&p);
  sg_ty_map_set(&p.map, S("Optional"), S("my.Opt"));
  sg_ty_map_set(&p.map, S("Callable"), S("my.Func"));
  sg_ty_map_set(&p.map, S("Union"), S("typing.Union"));
  sg_ty_map_set(&p.map, S("my.Known"), S("Renamed"));
  check(&p, G("Optional", SG_INT), false, "Opt[int]");
  check(&p, SG_FN(SG_INT, ""), false, "Func[[], int]");
  check(&p, G("Variant", SG_INT "," T("my.Known")), false, "int | Renamed");
  sg_arena_drop(&p.arena);
}

static void test_long_texts_end_in_any(void** state) {
  place p;
  (void)state;
  open_place(&p);
  sg_text json = sg_text_new(&p.arena);
  sg_put_c(&json, "{\"type\":\"Tuple\",\"args\":[");
  for (int i = 0; i < 50000; i++) sg_put_c(&json, i == 0 ? SG_INT : "," SG_STR);
  sg_put_c(&json, "]}");
  sg_annotator annotator = {&p.model, &p.map, &p.scope};
  sg_text out = sg_text_new(&p.arena);
  sg_annotate(&annotator, sg_schema_parse(&p.arena, sg_text_view(&json), NULL), false, &out);
  assert_true(tf_str_ends_with(sg_text_view(&out), S(", Any, Any]")));
  sg_arena_drop(&p.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(test_schemas_become_annotations), tf_unit(test_types_without_a_name_are_any),
      tf_unit(test_inputs_are_widened_once),    tf_unit(test_mapped_forms_keep_their_arguments),
      tf_unit(test_long_texts_end_in_any),
  };
  return tf_test_run(tests);
}
