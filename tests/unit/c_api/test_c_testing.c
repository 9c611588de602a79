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

static void errors_are_of_the_kind_asked_for(void** state) {
  (void)state;
  tvm_ffi_any out = TVM_FFI_ZERO;
  assert_raises(
      TVM_FFI_CALL_GLOBAL("testing.test_raise_error", &out, tvm_ffi_view_from_c_str("KeyError"),
                          tvm_ffi_view_from_c_str("no %s here")),
      "KeyError", "no %s here");
  assert_raises(tvm_ffi_call_global("testing.echo", NULL, 0, &out), "TypeError",
                "needs an argument");
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
      tf_unit(classes_can_be_made_and_compared),
  };
  return tf_test_run(tests);
}
