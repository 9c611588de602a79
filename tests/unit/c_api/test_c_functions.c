/* SPDX-License-Identifier: Apache-2.0 */
/* Functions declared with the C API: every type of parameter and result, checks, messages, defaults, metadata. */
#include <tvm/ffi/c/ffi.h>

#include "tf_test_core.h"

/* ---- One identity function for each type of number ---- */

#define IDENTITY(word, type)                    \
  static type same_##word(type x) { return x; } \
  TVM_FFI_FUNCTION(same_##word, "t." #word, "", word, (word, x))
IDENTITY(int8, int8_t);
IDENTITY(int16, int16_t);
IDENTITY(int32, int32_t);
IDENTITY(int64, int64_t);
IDENTITY(uint8, uint8_t);
IDENTITY(uint16, uint16_t);
IDENTITY(uint32, uint32_t);
IDENTITY(uint64, uint64_t);
IDENTITY(float32, float);
IDENTITY(float64, double);
IDENTITY(dtype, DLDataType);
IDENTITY(device, DLDevice);
IDENTITY(ptr, void*);
static bool same_bool(bool x) { return x; }
TVM_FFI_FUNCTION(same_bool, "t.bool", "", bool, (bool, x));

static int same_str(tvm_ffi_string_view x, tvm_ffi_string* out) {
  return tvm_ffi_string_new(x, out);
}
TVM_FFI_FUNCTION(same_str, "t.str", "", or_error(str), (str, x));
static int same_bytes(tvm_ffi_bytes_view x, tvm_ffi_bytes* out) {
  return tvm_ffi_bytes_new(x, out);
}
TVM_FFI_FUNCTION(same_bytes, "t.bytes", "", or_error(bytes), (bytes, x));
static int same_any(tvm_ffi_view x, tvm_ffi_any* out) { return tvm_ffi_any_copy(x, out); }
TVM_FFI_FUNCTION(same_any, "t.any", "", or_error(any), (any, x));
TVM_FFI_FUNCTION_AS(same_any, optional_int, "t.optional", "", or_error(optional(int64)),
                    (optional(int64), x));
TVM_FFI_FUNCTION_AS(same_any, variant_of_two, "t.variant", "", or_error(variant(int64, array(str))),
                    (variant(int64, array(str)), x));
#define SAME_REF(noun, word, ...)                                                                 \
  static tvm_ffi_##noun same_##word(tvm_ffi_##noun##_view x) { return tvm_ffi_##noun##_copy(x); } \
  TVM_FFI_FUNCTION(same_##word, "t." #word, "", __VA_ARGS__, (__VA_ARGS__, x))
SAME_REF(array, array, array(int32));
SAME_REF(list, list, list(float64));
SAME_REF(map, map, map(str, int64));
SAME_REF(dict, dict, dict(str, array(any)));
SAME_REF(array, tuple, tuple(int64, str));
SAME_REF(shape, shape, shape);
SAME_REF(function, function, function);
SAME_REF(error, error, error);
SAME_REF(object, handle, handle);
SAME_REF(tensor, managed_tensor, managed_tensor);

static int64_t rank(DLTensor* x) { return x->ndim; }
TVM_FFI_FUNCTION(rank, "t.rank", "", int64, (tensor, x));
static int64_t compact(DLTensor* x) { return x->shape[0]; }
TVM_FFI_FUNCTION(compact, "t.compact", "", int64, (contiguous_tensor_of(int32, 2, cpu), x));

static int defaults(int64_t a, int32_t b, double c, bool d, tvm_ffi_string_view e, tvm_ffi_view f,
                    tvm_ffi_string* out) {
  return tvm_ffi_string_print(out, "%lld %d %g %d %.*s %d", (long long)a, (int)b, c, (int)d,
                              (int)e.size, e.data, (int)f.raw.type_index);
}
TVM_FFI_FUNCTION(defaults, "t.defaults", "Shows what it got.", or_error(str), (int64, a),
                 (int32, b, -2), (float64, c, 1.5), (bool, d, true), (str, e, "text"),
                 (optional(any), f, none));

static int calls;
static void nothing(void) { ++calls; }
TVM_FFI_FUNCTION(nothing, "t.nothing", "", none);
static int refuse(void) { return tvm_ffi_raise("LookupError", "refused"); }
TVM_FFI_FUNCTION(refuse, "t.refuse", "", or_error(none));
static int count_args(const tvm_ffi_view* args, int32_t num_args, tvm_ffi_any* result) {
  (void)args;
  *result = tvm_ffi_any_from_int(num_args);
  return 0;
}
TVM_FFI_PACKED(count_args, "t.packed", "");
static int64_t twice(int64_t x) { return 2 * x; }
TVM_FFI_CALLABLE(twice, "twice", int64, (int64, x));
TVM_FFI_SYMBOL(twice, twice_of, "Doubles.", int64, (int64, x));

/* ---- Helpers ---- */

static int call1(const char* name, tvm_ffi_view arg, tvm_ffi_any* out) {
  return tvm_ffi_call_global(name, &arg, 1, out);
}

static void expect_int(const char* name, tvm_ffi_view arg, int32_t kind, int64_t value) {
  tvm_ffi_any out = TVM_FFI_ZERO;
  assert_ok(call1(name, arg, &out));
  assert_int_equal(out.raw.type_index, kind);
  assert_int_equal(out.raw.v_int64, value);
}

static void expect_error(const char* name, tvm_ffi_view arg, const char* kind, const char* part) {
  tvm_ffi_any out = TVM_FFI_ZERO;
  assert_raises(call1(name, arg, &out), kind, part);
}

/* A value made by JSON text, so that nested ones are easy to write. */
static tvm_ffi_any from_json(const char* text) {
  tvm_ffi_any out = TVM_FFI_ZERO;
  assert_ok(call1("ffi.json.Parse", tvm_ffi_view_from_c_str(text), &out));
  return out;
}

static void expect_error_for_json(const char* name, const char* text, const char* part) {
  tvm_ffi_any value = from_json(text);
  expect_error(name, tvm_ffi_any_peek(&value), "TypeError", part);
  tvm_ffi_any_drop(&value);
}

/* ---- Tests ---- */

static void integers_are_checked_at_both_ends(void** state) {
  (void)state;
  static const struct {
    const char* name;
    int64_t least;
    int64_t most;
    const char* what;
  } kRows[] = {{"t.int8", INT8_MIN, INT8_MAX, "a signed 8-bit"},
               {"t.int16", INT16_MIN, INT16_MAX, "a signed 16-bit"},
               {"t.int32", INT32_MIN, INT32_MAX, "a signed 32-bit"},
               {"t.uint8", 0, UINT8_MAX, "an unsigned 8-bit"},
               {"t.uint16", 0, UINT16_MAX, "an unsigned 16-bit"},
               {"t.uint32", 0, UINT32_MAX, "an unsigned 32-bit"}};
  for (size_t i = 0; i < sizeof(kRows) / sizeof(kRows[0]); ++i) {
    expect_int(kRows[i].name, tvm_ffi_view_from_int(kRows[i].least), kTVMFFIInt, kRows[i].least);
    expect_int(kRows[i].name, tvm_ffi_view_from_int(kRows[i].most), kTVMFFIInt, kRows[i].most);
    expect_error(kRows[i].name, tvm_ffi_view_from_int(kRows[i].least - 1), "OverflowError",
                 kRows[i].what);
    expect_error(kRows[i].name, tvm_ffi_view_from_int(kRows[i].most + 1), "OverflowError",
                 "-bit integer: argument #0 when calling: `t.");
    expect_error(kRows[i].name, tvm_ffi_view_from_float(1), "TypeError",
                 "Expected `int` but got `float`");
  }
  expect_int("t.int64", tvm_ffi_view_from_int(INT64_MIN), kTVMFFIInt, INT64_MIN);
  expect_int("t.int64", tvm_ffi_view_from_bool(true), kTVMFFIInt, 1);
  expect_int("t.uint64", tvm_ffi_view_from_int(INT64_MAX), kTVMFFIInt, INT64_MAX);
  expect_error("t.uint64", tvm_ffi_view_from_int(-1), "OverflowError",
               "integer -1 does not fit into an unsigned 64-bit");
}

static uint64_t too_large(void) { return UINT64_MAX; }
TVM_FFI_FUNCTION(too_large, "t.too_large", "", uint64);

static void results_out_of_range_are_errors(void** state) {
  (void)state;
  tvm_ffi_any out = TVM_FFI_ZERO;
  assert_raises(tvm_ffi_call_global("t.too_large", NULL, 0, &out), "OverflowError",
                "18446744073709551615");
}

static void other_plain_types_convert_as_in_cpp(void** state) {
  (void)state;
  tvm_ffi_any out = TVM_FFI_ZERO;
  expect_int("t.bool", tvm_ffi_view_from_int(3), kTVMFFIBool, 1);
  expect_error("t.bool", tvm_ffi_view_from_float(1), "TypeError",
               "Expected `bool` but got `float`");
  assert_ok(call1("t.float32", tvm_ffi_view_from_int(3), &out));
  assert_true(out.raw.type_index == kTVMFFIFloat && out.raw.v_float64 == 3.0);
  assert_ok(call1("t.float64", tvm_ffi_view_from_bool(true), &out));
  assert_true(out.raw.v_float64 == 1.0);
  expect_error("t.float64", tvm_ffi_view_none(), "TypeError", "Expected `float` but got `None`");
  assert_ok(call1("t.dtype", tvm_ffi_view_from_c_str("bfloat16x2"), &out));
  assert_int_equal(out.raw.type_index, kTVMFFIDataType);
  assert_int_equal(out.raw.v_dtype.lanes, 2);
  expect_error("t.dtype", tvm_ffi_view_from_c_str("nonsense"), "ValueError", "nonsense");
  assert_ok(call1("t.device", tvm_ffi_view_from_c_str("cuda:3"), &out));
  assert_int_equal(out.raw.v_device.device_type, kDLCUDA);
  assert_int_equal(out.raw.v_device.device_id, 3);
  assert_ok(call1("t.device", tvm_ffi_view_from_c_str("cpu"), &out));
  expect_error("t.device", tvm_ffi_view_from_c_str("cpu:"), "TypeError", "Expected `Device`");
  expect_error("t.device", tvm_ffi_view_from_c_str("cpu:99999999999999999999"), "TypeError",
               "Expected `Device`");
  expect_int("t.ptr", tvm_ffi_view_none(), kTVMFFIOpaquePtr, 0);
  expect_error("t.function", tvm_ffi_view_none(), "TypeError",
               "Expected `ffi.Function` but got `None`");
}

static void texts_come_in_every_form(void** state) {
  (void)state;
  static const char* const kTexts[] = {"", "short", "a text of more than seven bytes"};
  for (size_t i = 0; i < 3; ++i) {
    tvm_ffi_any out = TVM_FFI_ZERO;
    tvm_ffi_any again = TVM_FFI_ZERO;
    assert_ok(call1("t.str", tvm_ffi_view_from_c_str(kTexts[i]), &out));
    assert_ok(call1("t.str", tvm_ffi_any_peek(&out), &again));
    assert_string_equal(tvm_ffi_raw_content(&again.raw).data, kTexts[i]);
    tvm_ffi_any_drop(&out);
    tvm_ffi_any_drop(&again);
  }
  expect_error("t.str", tvm_ffi_view_from_int(1), "TypeError", "Expected `str` but got `int`");
  expect_error("t.bytes", tvm_ffi_view_from_c_str("text"), "TypeError",
               "Expected `bytes` but got `const char*`");
}

static void containers_are_checked_or_converted(void** state) {
  (void)state;
  static const struct {
    const char* name;
    const char* value;
    int32_t kind;
    bool same; /* the object that went in comes out */
  } kRows[] = {{"t.array", "[1, 2]", kTVMFFIArray, true},
               {"t.array", "[true]", kTVMFFIArray, false},
               {"t.array", "[]", kTVMFFIArray, true},
               {"t.list", "[1, 2.5]", kTVMFFIList, false},
               {"t.map", "{\"a\": 1}", kTVMFFIMap, true},
               {"t.map", "{\"a\": true}", kTVMFFIMap, false},
               {"t.dict", "{\"a\": []}", kTVMFFIDict, false},
               {"t.tuple", "[1, \"x\"]", kTVMFFIArray, true},
               {"t.tuple", "[true, \"x\"]", kTVMFFIArray, false},
               {"t.shape", "[2, 3]", kTVMFFIShape, false},
               {"t.variant", "[\"a\"]", kTVMFFIArray, true},
               {"t.optional", "null", kTVMFFINone, true},
               {"t.optional", "true", kTVMFFIInt, false},
               {"t.handle", "[]", kTVMFFIArray, true}};
  for (size_t i = 0; i < sizeof(kRows) / sizeof(kRows[0]); ++i) {
    tvm_ffi_any value = from_json(kRows[i].value);
    tvm_ffi_any out = TVM_FFI_ZERO;
    assert_ok(call1(kRows[i].name, tvm_ffi_any_peek(&value), &out));
    assert_int_equal(out.raw.type_index, kRows[i].kind);
    assert_int_equal(
        out.raw.v_uint64 == value.raw.v_uint64 && out.raw.type_index == value.raw.type_index,
        kRows[i].same);
    tvm_ffi_any_drop(&value);
    tvm_ffi_any_drop(&out);
  }
}

typedef struct conversion {
  const char* name;
  tvm_ffi_any value;
} conversion;

static int convert_once(void* context) {
  const conversion* made = (const conversion*)context;
  tvm_ffi_any out = TVM_FFI_ZERO;
  const int status = call1(made->name, tvm_ffi_any_peek(&made->value), &out);
  tvm_ffi_any_drop(&out);
  return status;
}

static void conversions_survive_allocation_failure(void** state) {
  (void)state;
  static const char* const kRows[][2] = {
      {"t.list", "[1, 2.5]"},
      {"t.map", "{\"a\": true, \"a long key of many bytes\": 2}"},
      {"t.dict", "{\"a\": [1]}"},
      {"t.shape", "[2, 3]"},
      {"t.str", "\"a text of more than seven bytes\""},
      {"t.any", "[1, \"a text of more than seven bytes\"]"}};
  for (size_t i = 0; i < sizeof(kRows) / sizeof(kRows[0]); ++i) {
    conversion made = {kRows[i][0], from_json(kRows[i][1])};
    tf_test_fail_walk(convert_once, &made);
    tvm_ffi_any_drop(&made.value);
  }
}

static void mismatches_inside_containers_are_named(void** state) {
  (void)state;
  expect_error_for_json("t.array", "[1, \"a\"]",
                        "Mismatched type on argument #0 when calling: `t.array(0: Array<int>) -> "
                        "Array<int>`. Expected "
                        "`Array<int>` but got `Array[index 1: ffi.SmallStr]`");
  expect_error_for_json("t.array", "[1, 5000000000]",
                        "Array[index 1: int 5000000000 (out of range)]");
  expect_error_for_json("t.array", "3", "Expected `Array<int>` but got `int`");
  expect_error_for_json("t.list", "[null]",
                        "Expected `List<float>` but got `Array[index 0: None]`");
  expect_error_for_json("t.map", "{\"a\": \"b\"}",
                        "`Map<str, int>` but got `Map[K, some value is ffi.SmallStr]`");
  expect_error_for_json("t.dict", "{\"a\": 1}",
                        "Expected `Dict<str, Array<Any>>` but got `Map[K, some value is int]`");
  expect_error_for_json("t.tuple", "[1]", "Expected `Tuple<int, str>` but got `Array[size=1]`");
  expect_error_for_json("t.tuple", "[1, 2]", "Array[index 1: int]");
  expect_error_for_json("t.tuple", "[1, \"a\", 2]", "Array[size=3]");
  expect_error_for_json("t.variant", "\"a\"",
                        "Expected `Variant<int, Array<str>>` but got `ffi.SmallStr`");
  expect_error_for_json("t.optional", "\"a\"", "Expected `Optional<int>` but got `ffi.SmallStr`");
  expect_error_for_json("t.handle", "1", "Expected `ffi.Object` but got `int`");
}

static void tensors_are_checked(void** state) {
  (void)state;
  const int64_t shape[] = {2, 3};
  int64_t extents[] = {2, 3};
  int64_t strides[] = {1, 2};
  tvm_ffi_tensor tensor = TVM_FFI_ZERO;
  DLTensor view = {.device = {kDLCPU, 0}, .ndim = 2, .dtype = {kDLInt, 32, 1}, .shape = extents};
  assert_ok(tvm_ffi_tensor_new_on_cpu(2, shape, tvm_ffi_dtype_of(kDLInt, 32, 1), &tensor));
  expect_int("t.rank", tvm_ffi_view_from_tensor(tvm_ffi_tensor_peek(&tensor)), kTVMFFIInt, 2);
  expect_int("t.rank", tvm_ffi_view_from_dltensor(&view), kTVMFFIInt, 2);
  expect_error("t.rank", tvm_ffi_view_from_dltensor(NULL), "TypeError", "Expected `DLTensor*`");
  expect_error("t.rank", tvm_ffi_view_from_int(1), "TypeError",
               "Expected `DLTensor*` but got `int`");
  expect_error("t.managed_tensor", tvm_ffi_view_from_dltensor(&view), "TypeError",
               "Expected `ffi.Tensor`");
  expect_int("t.compact", tvm_ffi_view_from_dltensor(&view), kTVMFFIInt, 2);
  view.strides = strides;
  expect_error("t.compact", tvm_ffi_view_from_dltensor(&view), "ValueError",
               "Mismatched tensor on argument #0 when calling: `t.compact(0: DLTensor*) -> int`. "
               "Expected `int32, 2-d, "
               "cpu, contiguous` but got `int32, 2-d, cpu, strided`");
  view.strides = NULL;
  view.ndim = 1;
  expect_error("t.compact", tvm_ffi_view_from_dltensor(&view), "ValueError",
               "but got `int32, 1-d, cpu`");
  view.dtype.code = kDLFloat;
  expect_error("t.compact", tvm_ffi_view_from_dltensor(&view), "TypeError",
               "but got `float32, 1-d, cpu`");
  view.device.device_type = kDLCUDA;
  expect_error("t.compact", tvm_ffi_view_from_dltensor(&view), "TypeError",
               "but got `float32, 1-d, cuda`");
  tvm_ffi_tensor_drop(&tensor);
}

static void missing_arguments_take_their_defaults(void** state) {
  (void)state;
  const tvm_ffi_view args[] = {tvm_ffi_view_from_int(1),     tvm_ffi_view_from_int(20),
                               tvm_ffi_view_from_float(0.5), tvm_ffi_view_from_bool(false),
                               tvm_ffi_view_from_c_str("e"), tvm_ffi_view_from_int(0)};
  static const char* const kWanted[] = {NULL,
                                        "1 -2 1.5 1 text 0",
                                        "1 20 1.5 1 text 0",
                                        "1 20 0.5 1 text 0",
                                        "1 20 0.5 0 text 0",
                                        "1 20 0.5 0 e 0",
                                        "1 20 0.5 0 e 1"};
  tvm_ffi_any out = TVM_FFI_ZERO;
  for (int32_t count = 1; count <= 6; ++count) {
    assert_ok(tvm_ffi_call_global("t.defaults", args, count, &out));
    assert_string_equal(tvm_ffi_raw_content(&out.raw).data, kWanted[count]);
    tvm_ffi_any_drop(&out);
  }
  assert_raises(tvm_ffi_call_global("t.defaults", args, 0, &out), "TypeError",
                ". Expected 1 to 6 but got 0 arguments");
}

static void wrong_counts_are_named(void** state) {
  (void)state;
  const tvm_ffi_view args[] = {tvm_ffi_view_none(), tvm_ffi_view_none()};
  tvm_ffi_any out = TVM_FFI_ZERO;
  calls = 0;
  assert_ok(tvm_ffi_call_global("t.nothing", NULL, 0, &out));
  assert_int_equal(calls, 1);
  assert_raises(tvm_ffi_call_global("t.nothing", args, 1, &out), "TypeError",
                "Mismatched number of arguments when calling: `t.nothing() -> void`. Expected 0 "
                "but got 1 arguments");
  assert_raises(tvm_ffi_call_global("t.int8", args, 2, &out), "TypeError",
                "Mismatched number of arguments when calling: `t.int8(0: int) -> int`. Expected 1 "
                "but got 2 arguments");
  assert_int_equal(calls, 1);
}

static void a_full_result_slot_is_refused(void** state) {
  (void)state;
  tvm_ffi_function function = TVM_FFI_ZERO;
  assert_ok(tvm_ffi_function_take("t.nothing", &function));
  TVMFFIAny full = tvm_ffi_raw_object(function.object);
  assert_raises(TVMFFIFunctionGetCellPtr(function.object)->safe_call(NULL, NULL, 0, &full),
                "InternalError", "(68 vs. 64)");
  tvm_ffi_function_drop(&function);
}

static void errors_of_the_author_pass(void** state) {
  (void)state;
  tvm_ffi_any out = TVM_FFI_ZERO;
  assert_raises(tvm_ffi_call_global("t.refuse", NULL, 0, &out), "LookupError", "refused");
  assert_raises(tvm_ffi_call_global("t.absent", NULL, 0, &out), "ValueError",
                "Function t.absent not found");
  tvm_ffi_function none = TVM_FFI_ZERO;
  assert_ok(tvm_ffi_function_find("t.absent", &none));
  assert_null(none.object);
  assert_raises(tvm_ffi_call(tvm_ffi_function_peek(&none), NULL, 0, &out), "ValueError", "empty");
}

static void callables_become_functions(void** state) {
  (void)state;
  tvm_ffi_function function = TVM_FFI_ZERO;
  tvm_ffi_any out = TVM_FFI_ZERO;
  assert_ok(TVM_FFI_MAKE_FUNCTION(twice, &function));
  assert_ok(TVM_FFI_CALL(tvm_ffi_function_peek(&function), &out, tvm_ffi_view_from_int(21)));
  assert_int_equal(out.raw.v_int64, 42);
  assert_ok(TVM_FFI_CALL_GLOBAL("t.packed", &out, tvm_ffi_view_none(), tvm_ffi_view_none(),
                                tvm_ffi_view_none()));
  assert_int_equal(out.raw.v_int64, 3);
  tvm_ffi_function_drop(&function);
}

static void expect_metadata(const char* name, const char* wanted) {
  tvm_ffi_any out = TVM_FFI_ZERO;
  assert_ok(call1("ffi.GetGlobalFuncMetadata", tvm_ffi_view_from_c_str(name), &out));
  assert_string_equal(tvm_ffi_raw_content(&out.raw).data, wanted);
  tvm_ffi_any_drop(&out);
}

static void metadata_is_json_in_json(void** state) {
  (void)state;
  expect_metadata("t.nothing",
                  "{\"type_schema\":\"{\\\"type\\\":\\\"ffi.Function\\\",\\\"named_args\\\":{"
                  "\\\"return\\\":[{\\\"type\\\":"
                  "\\\"None\\\"}],\\\"params\\\":[]}}\",\"arg_names\":\"[]\"}");
  expect_metadata(
      "t.tuple",
      "{\"type_schema\":\"{\\\"type\\\":\\\"ffi.Function\\\",\\\"named_args\\\":{\\\"return\\\":[{"
      "\\\"type\\\":"
      "\\\"Tuple\\\",\\\"args\\\":[{\\\"type\\\":\\\"int\\\"},{\\\"type\\\":\\\"ffi.String\\\"}]}],"
      "\\\"params\\\":[{\\\"type\\\":\\\"Tuple\\\",\\\"args\\\":[{\\\"type\\\":\\\"int\\\"},{"
      "\\\"type\\\":"
      "\\\"ffi.String\\\"}]}]}}\",\"arg_names\":\"[\\\"x\\\"]\"}");
  expect_metadata("t.packed", "{\"type_schema\":\"{\\\"type\\\":\\\"ffi.Function\\\"}\"}");
  tvm_ffi_any out = TVM_FFI_ZERO;
  assert_ok(call1("ffi.GetGlobalFuncMetadata", tvm_ffi_view_from_c_str("t.defaults"), &out));
  assert_non_null(strstr(tvm_ffi_raw_content(&out.raw).data,
                         ",\"arg_names\":\"[\\\"a\\\",\\\"b\\\",\\\"c\\\",\\\"d\\\",\\\"e\\\","
                         "\\\"f\\\"]\",\"arg_defaults\":"
                         "\"{\\\"b\\\": -2, \\\"c\\\": 1.5, \\\"d\\\": true, \\\"e\\\": "
                         "\\\"text\\\", \\\"f\\\": null}\"}"));
  tvm_ffi_any_drop(&out);
}

static void symbols_answer_for_themselves(void** state) {
  (void)state;
  TVMFFIAny result = tvm_ffi_raw_none();
  const TVMFFIAny four = tvm_ffi_raw_int(kTVMFFIInt, 4);
  assert_ok(__tvm_ffi_twice_of(NULL, &four, 1, &result));
  assert_int_equal(result.v_int64, 8);
  assert_ok(__tvm_ffi__doc_twice_of(NULL, NULL, 0, &result));
  assert_string_equal(tvm_ffi_raw_content(&result).data, "Doubles.");
  tvm_ffi_raw_drop(&result);
  assert_ok(__tvm_ffi__metadata_twice_of(NULL, NULL, 0, &result));
  assert_non_null(strstr(tvm_ffi_raw_content(&result).data, "\"arg_names\":\"[\\\"x\\\"]\""));
  tvm_ffi_raw_drop(&result);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(integers_are_checked_at_both_ends),
      tf_unit(results_out_of_range_are_errors),
      tf_unit(other_plain_types_convert_as_in_cpp),
      tf_unit(texts_come_in_every_form),
      tf_unit(containers_are_checked_or_converted),
      tf_unit(conversions_survive_allocation_failure),
      tf_unit(mismatches_inside_containers_are_named),
      tf_unit(tensors_are_checked),
      tf_unit(missing_arguments_take_their_defaults),
      tf_unit(wrong_counts_are_named),
      tf_unit(a_full_result_slot_is_refused),
      tf_unit(errors_of_the_author_pass),
      tf_unit(callables_become_functions),
      tf_unit(metadata_is_json_in_json),
      tf_unit(symbols_answer_for_themselves),
  };
  return tf_test_run(tests);
}
