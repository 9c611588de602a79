/* SPDX-License-Identifier: Apache-2.0 */
/* The testing library, linked into this program: what it registers, that it gives back what it gets, and that nothing of
   it is lost. */
#include <tvm/ffi/c/ffi.h>

#include "tf_test_core.h"

static tvm_ffi_any from_json(const char* text) {
  tvm_ffi_any out = TVM_FFI_ZERO;
  assert_ok(TVM_FFI_CALL_GLOBAL("ffi.json.Parse", &out, tvm_ffi_view_from_c_str(text)));
  return out;
}

/* The repr of what a function gives for arguments from a JSON array. */
static void expect(const char* name, const char* args, const char* wanted) {
  tvm_ffi_any list = from_json(args);
  tvm_ffi_any result = TVM_FFI_ZERO;
  tvm_ffi_any shown = TVM_FFI_ZERO;
  const tvm_ffi_seq_object* seq = (const tvm_ffi_seq_object*)list.raw.v_obj;
  assert_ok(tvm_ffi_call_global(name, (const tvm_ffi_view*)seq->seq.data, (int32_t)seq->seq.size,
                                &result));
  assert_ok(TVM_FFI_CALL_GLOBAL("ffi.ReprPrint", &shown, tvm_ffi_any_peek(&result)));
  assert_string_equal(tvm_ffi_raw_content(&shown.raw).data, wanted);
  tvm_ffi_any_drop(&list);
  tvm_ffi_any_drop(&result);
  tvm_ffi_any_drop(&shown);
}

static void identities_give_back_what_they_get(void** state) {
  (void)state;
  expect("testing.schema_id_int", "[3]", "3");
  expect("testing.schema_id_float", "[3]", "3");
  expect("testing.schema_id_bool", "[true]", "True");
  expect("testing.schema_id_string", "[\"a text of some length\"]", "\"a text of some length\"");
  expect("testing.schema_id_any", "[[1, null]]", "(1, None)");
  expect("testing.schema_id_opt_str", "[null]", "None");
  expect("testing.schema_id_arr_str", "[[\"a\"]]", "(\"a\",)");
  expect("testing.schema_id_list_int", "[[1, 2]]", "[1, 2]");
  expect("testing.schema_id_dict_str_int", "[{\"a\": 1}]", "{\"a\": 1}");
  expect("testing.schema_id_map_str_obj", "[{\"a\": [1]}]", "{\"a\": (1,)}");
  expect("testing.schema_variant_mix", "[[1]]", "(1,)");
  expect("testing.schema_arr_map_opt", "[[1, null], {\"a\": [2]}, \"x\"]",
         "{\"a\": (2,), \"x\": (1,)}");
  expect("testing.schema_arr_map_opt", "[[1], {\"a\": [2]}, null]", "{\"a\": (2,)}");
  expect("testing.schema_no_args", "[]", "1");
  expect("testing.schema_packed", "[1, 2]", "None");
}

static void calls_answer(void** state) {
  (void)state;
  expect("testing.add_one", "[41]", "42");
  expect("testing.echo", "[[1], 2]", "(1,)");
  expect("testing.nop", "[1]", "None");
  expect("testing.run_check_signal", "[0]", "None");
  expect("testing.optional_tensor_view_has_value", "[null]", "False");
  expect("testing.make_unregistered_object", "[]", "testing.TestUnregisteredObject(v1=41, v2=42)");
}

static void enumerations_know_their_members(void** state) {
  (void)state;
  tvm_ffi_any out = TVM_FFI_ZERO;
  expect("testing.enum_variant_get", "[\"Alpha\"]", "testing.TestEnumVariant.Alpha");
  expect("testing.enum_variant_get", "[\"Beta\"]", "testing.TestEnumVariant.Beta");
  assert_raises(TVM_FFI_CALL_GLOBAL("testing.enum_variant_get", &out,
                                    tvm_ffi_view_from_c_str("a name of some length")),
                "ValueError",
                "Enum `testing.TestEnumVariant` has no instance with index a name of some length");
}

static int64_t g_seen;

/* A callback of ffi.StructuralVisit on integers: notes the value and the region that it lies in. */
static void on_int(int64_t value, tvm_ffi_object_view visitor) {
  const tvm_ffi_structural_visitor_object* at =
      (const tvm_ffi_structural_visitor_object*)(const void*)visitor.object;
  g_seen = g_seen * 100 + value * 10 + at->def_region_kind;
}
TVM_FFI_CALLABLE(on_int, "on_int", none, (int64, value), (handle, visitor));

static void the_visit_hook_opens_a_region(void** state) {
  (void)state;
  for (int hooked = 0; hooked < 2; ++hooked) {
    tvm_ffi_any graph = TVM_FFI_ZERO;
    tvm_ffi_any pair = TVM_FFI_ZERO;
    tvm_ffi_any pairs = TVM_FFI_ZERO;
    tvm_ffi_any answer = TVM_FFI_ZERO;
    tvm_ffi_function callback = TVM_FFI_ZERO;
    assert_ok(TVM_FFI_CALL_GLOBAL("testing.make_visit_region_graph", &graph,
                                  tvm_ffi_view_from_bool(hooked != 0)));
    assert_ok(TVM_FFI_MAKE_FUNCTION(on_int, &callback));
    assert_ok(TVM_FFI_CALL_GLOBAL("ffi.Array", &pair, tvm_ffi_view_from_int(kTVMFFIInt),
                                  tvm_ffi_view_from_function(tvm_ffi_function_peek(&callback))));
    assert_ok(TVM_FFI_CALL_GLOBAL("ffi.Array", &pairs, tvm_ffi_any_peek(&pair)));
    g_seen = 0;
    assert_ok(TVM_FFI_CALL_GLOBAL("ffi.StructuralVisit", &answer, tvm_ffi_any_peek(&graph),
                                  tvm_ffi_any_peek(&pairs)));
    /* simple, pattern, ordinary, and behind the child the hook's own 4: each with its region */
    assert_int_equal(g_seen, hooked ? 12213240 : 122130);
    tvm_ffi_any_drop(&graph);
    tvm_ffi_any_drop(&pair);
    tvm_ffi_any_drop(&pairs);
    tvm_ffi_any_drop(&answer);
    tvm_ffi_function_drop(&callback);
  }
}

static void symbols_are_called_by_address(void** state) {
  (void)state;
  tvm_ffi_any symbol = TVM_FFI_ZERO;
  const TVMFFIAny number = tvm_ffi_raw_int(kTVMFFIInt, 41);
  const TVMFFIAny* args = &number;
  TVMFFIAny answer = tvm_ffi_raw_none();
  TVMFFIAny* result = &answer;
  void* handle = NULL;
  int32_t num_args = 1;
  int status = -7;
  void* places[] = {&handle, &args, &num_args, &result, &status};
  assert_ok(tvm_ffi_call_global("testing.get_mlir_add_one_c_symbol", NULL, 0, &symbol));
  ((void (*)(void**))(intptr_t)symbol.raw.v_int64)(places);
  assert_int_equal(status, 0);
  assert_int_equal(answer.v_int64, 42);
  num_args = 0;
  ((void (*)(void**))(intptr_t)symbol.raw.v_int64)(places);
  assert_raises(status, "TypeError", "Expected 1 but got 0 arguments");
}

static void a_borrowed_tensor_is_no_result(void** state) {
  (void)state;
  DLTensor tensor = {0};
  tvm_ffi_view view;
  tvm_ffi_any out = TVM_FFI_ZERO;
  view.raw = tvm_ffi_raw_ptr(kTVMFFIDLTensorPtr, &tensor);
  assert_raises(TVM_FFI_CALL_GLOBAL("testing.schema_id_dltensor", &out, view), "RuntimeError",
                "does not retain ownership");
  assert_raises(TVM_FFI_CALL_GLOBAL("testing.schema_id_dltensor", &out, tvm_ffi_view_from_int(1)),
                "TypeError", "Expected `DLTensor*` but got `int`");
}

static void errors_are_of_the_kind_asked_for(void** state) {
  (void)state;
  tvm_ffi_any out = TVM_FFI_ZERO;
  assert_raises(
      TVM_FFI_CALL_GLOBAL("testing.test_raise_error", &out, tvm_ffi_view_from_c_str("KeyError"),
                          tvm_ffi_view_from_c_str("no %s here")),
      "KeyError", "no %s here");
  assert_raises(tvm_ffi_call_global("testing.echo", NULL, 0, &out), "TypeError",
                "needs an argument");
  assert_raises(TVM_FFI_CALL_GLOBAL("testing.add_one", &out, tvm_ffi_view_from_int(INT32_MAX)),
                "OverflowError", "2147483647 + 1 does not fit");
  assert_raises(
      TVM_FFI_CALL_GLOBAL("testing.add_one", &out, tvm_ffi_view_from_int((int64_t)INT32_MAX + 1)),
      "OverflowError", "integer 2147483648 does not fit into a signed 32-bit integer");
}

static void containers_hold_the_tensor(void** state) {
  (void)state;
  static const struct {
    const char* name;
    const char* shown;
    int32_t args;
  } kRows[] = {
      {"testing.make_array_with_tensor", "(int8[2]@cpu:0,)", 1},
      {"testing.make_empty_array_with_tensor_input", "()", 1},
      {"testing.make_array_with_mixed", "(int8[2]@cpu:0, 7, \"hello\")", 2},
      {"testing.make_nested_array_with_tensor", "((int8[2]@cpu:0, 42), int8[2]@cpu:0)", 1},
      {"testing.make_list_with_tensor", "[int8[2]@cpu:0, 7]", 2},
      {"testing.make_map_with_tensor",
       "{\"tensor\": int8[2]@cpu:0, \"value\": 42, \"name\": \"test\"}", 1},
      {"testing.make_dict_with_tensor", "{\"tensor\": int8[2]@cpu:0, \"value\": 42}", 1},
  };
  const int64_t shape[] = {2};
  tvm_ffi_tensor tensor = TVM_FFI_ZERO;
  assert_ok(tvm_ffi_tensor_new_on_cpu(1, shape, tvm_ffi_dtype_of(kDLInt, 8, 1), &tensor));
  const tvm_ffi_view args[] = {tvm_ffi_view_from_tensor(tvm_ffi_tensor_peek(&tensor)),
                               tvm_ffi_view_from_int(7)};
  for (size_t i = 0; i < sizeof(kRows) / sizeof(kRows[0]); ++i) {
    tvm_ffi_any made = TVM_FFI_ZERO;
    tvm_ffi_any shown = TVM_FFI_ZERO;
    assert_ok(tvm_ffi_call_global(kRows[i].name, args, kRows[i].args, &made));
    assert_ok(TVM_FFI_CALL_GLOBAL("ffi.ReprPrint", &shown, tvm_ffi_any_peek(&made)));
    assert_string_equal(tvm_ffi_raw_content(&shown.raw).data, kRows[i].shown);
    tvm_ffi_any_drop(&made);
    tvm_ffi_any_drop(&shown);
  }
  tvm_ffi_tensor_drop(&tensor);
}

/* Makes each class that needs no argument of its own kind, copies it and compares the copy with it. */
static void make_and_compare(void) {
  static const char* const kRows[][3] = {
      {"testing.TestIntPair", "[1, 2]", "testing.TestIntPair(a=1, b=2)"},
      {"testing.TestCompare", "[1, \"a\", 3]",
       "testing.TestCompare(key=1, name=\"a\", ignored_field=3)"},
      {"testing.TestCustomCompare", "[1, \"a\"]", "testing.TestCustomCompare(key=1, label=\"a\")"},
      {"testing.TestObjectBase", "[]",
       "testing.TestObjectBase(v_i64=10, v_f64=10, v_str=\"hello\")"},
      {"testing.TestCxxInitSubset", "[1]",
       "testing.TestCxxInitSubset(required_field=1, optional_field=-1, note=\"default\")"},
      {NULL, NULL, NULL}};
  for (size_t i = 0; kRows[i][1] != NULL; ++i) {
    const TVMFFIByteArray name = tvm_ffi_raw_text("__ffi_init__");
    const TVMFFIByteArray key = tvm_ffi_raw_text(kRows[i][0]);
    int32_t index = 0;
    assert_ok(TVMFFITypeKeyToIndex(&key, &index));
    const tvm_ffi_function_view init = {TVMFFIGetTypeAttrColumn(&name)->data[index].v_obj};
    tvm_ffi_any args = from_json(kRows[i][1]);
    const TVMFFISeqCell* seq = &((const tvm_ffi_seq_object*)args.raw.v_obj)->seq;
    tvm_ffi_any object = TVM_FFI_ZERO;
    tvm_ffi_any other = TVM_FFI_ZERO;
    tvm_ffi_any answer = TVM_FFI_ZERO;
    assert_ok(tvm_ffi_call(init, (const tvm_ffi_view*)seq->data, (int32_t)seq->size, &object));
    assert_ok(TVM_FFI_CALL_GLOBAL("ffi.ReprPrint", &answer, tvm_ffi_any_peek(&object)));
    assert_string_equal(tvm_ffi_raw_content(&answer.raw).data, kRows[i][2]);
    tvm_ffi_any_drop(&answer);
    assert_ok(TVM_FFI_CALL_GLOBAL("ffi.DeepCopy", &other, tvm_ffi_any_peek(&object)));
    assert_ok(TVM_FFI_CALL_GLOBAL("ffi.RecursiveEq", &answer, tvm_ffi_any_peek(&object),
                                  tvm_ffi_any_peek(&other)));
    assert_int_equal(answer.raw.v_int64, 1);
    tvm_ffi_any_drop(&args);
    tvm_ffi_any_drop(&object);
    tvm_ffi_any_drop(&other);
  }
}

static void classes_can_be_made_and_compared(void** state) {
  (void)state;
  make_and_compare();
}

int main(void) {
  make_and_compare(); /* the library keeps what it finds out about derived constructors at their first call */
  const struct CMUnitTest tests[] = {
      tf_unit(identities_give_back_what_they_get), tf_unit(calls_answer),
      tf_unit(errors_are_of_the_kind_asked_for),   tf_unit(containers_hold_the_tensor),
      tf_unit(classes_can_be_made_and_compared),   tf_unit(enumerations_know_their_members),
      tf_unit(the_visit_hook_opens_a_region),      tf_unit(symbols_are_called_by_address),
      tf_unit(a_borrowed_tensor_is_no_result),
  };
  return tf_test_run(tests);
}
