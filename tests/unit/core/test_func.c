/* SPDX-License-Identifier: Apache-2.0 */
#include "core/func.h"

#include "core/string.h"

#include "tf_test_core.h"

/* ---- native functions ---- */

static int add_one(const tf_args* args, tf_any* result) {
  int64_t value;
  TF_TRY(tf_args_int(args, 0, &value));
  *result = tf_any_int(value + 1);
  return 0;
}

static const tf_func_def add_one_def = {"test.add_one", "(int) -> int", add_one, NULL};

static int call1(const tf_func_def* def, tf_view argument, tf_any* result) {
  tf_function* function;
  TF_TRY(tf_func_new(def, &function));
  int status = tf_func_call(&function->header, &argument, 1, result);
  tf_object_drop(&function);
  return status;
}

static void native_functions_compute(void** state) {
  (void)state;
  tf_any result;
  assert_ok(call1(&add_one_def, tf_view_int(41), &result));
  assert_int_equal(result.raw.v_int64, 42);
  assert_ok(call1(&add_one_def, tf_view_bool(true), &result));
  assert_int_equal(result.raw.v_int64, 2);
}

static void wrong_kinds_are_named_in_the_usual_words(void** state) {
  (void)state;
  tf_any result;
  tf_any small = tf_string_small(tf_str_c("x"));
  assert_raises(call1(&add_one_def, tf_view_of(&small), &result), "TypeError",
                "Mismatched type on argument #0 when calling: `test.add_one(0: int) -> int`. "
                "Expected `int` but got `ffi.SmallStr`");
}

static void wrong_counts_are_named_in_the_usual_words(void** state) {
  (void)state;
  tf_function* function;
  tf_any result;
  assert_ok(tf_func_new(&add_one_def, &function));
  tf_view two[2] = {tf_view_int(1), tf_view_int(2)};
  assert_raises(tf_func_call(&function->header, two, 2, &result), "TypeError",
                "Mismatched number of arguments when calling: `test.add_one(0: int) -> int`. "
                "Expected 1 but got 2 arguments");
  assert_raises(tf_func_call(&function->header, NULL, 0, &result), "TypeError", "got 0 arguments");
  tf_object_drop(&function);
}

/* ---- every kind of argument ---- */

typedef struct seen {
  int64_t i;
  bool b;
  double f;
  void* p;
  tf_str s;
  tf_str y;
  tf_object* o;
  tf_object* opt;
} seen;

static int take_all(const tf_args* args, tf_any* result) {
  seen* out = args->context;
  TF_TRY(tf_args_int(args, 0, &out->i));
  TF_TRY(tf_args_bool(args, 1, &out->b));
  TF_TRY(tf_args_float(args, 2, &out->f));
  TF_TRY(tf_args_ptr(args, 3, &out->p));
  TF_TRY(tf_args_str(args, 4, &out->s));
  TF_TRY(tf_args_bytes(args, 5, &out->y));
  TF_TRY(tf_args_object(args, 6, kTVMFFIObject, &out->o));
  TF_TRY(tf_args_opt_object(args, 7, kTVMFFIFunction, &out->opt));
  *result = tf_any_bool(tf_args_has(args, 7));
  return 0;
}

static const tf_func_def take_all_def = {
    "test.take_all",
    "(int, bool, float, void*, ffi.String, ffi.Bytes, ffi.Object, Optional<ffi.Function>) -> bool",
    take_all, NULL};

static void each_kind_of_argument_is_unpacked(void** state) {
  (void)state;
  seen out = {0};
  tf_function* function;
  assert_ok(tf_func_new_closure(&take_all_def, &out, NULL, &function));
  TVMFFIByteArray bytes = {"by", 2};
  tf_view args[8] = {tf_view_int(-3),          tf_view_int(1),        tf_view_int(2),
                     tf_view_none(),           tf_view_c_str("text"), tf_view_byte_array(&bytes),
                     tf_view_object(function), tf_view_none()};
  tf_any result;
  assert_ok(tf_func_call(&function->header, args, 8, &result));
  assert_int_equal(out.i, -3);
  assert_true(out.b);
  assert_true(out.f == 2.0);
  assert_null(out.p);
  assert_str_is(out.s, "text");
  assert_str_is(out.y, "by");
  assert_ptr_equal(out.o, function);
  assert_null(out.opt);
  assert_int_equal(result.raw.v_int64, 0);
  args[7] = tf_view_object(function);
  tf_object* slot = &function->header;
  args[6] = (tf_view){{.type_index = kTVMFFIObjectRValueRef, .v_ptr = &slot}};
  args[3] = tf_view_ptr(&out);
  assert_ok(tf_func_call(&function->header, args, 8, &result));
  assert_ptr_equal(out.opt, function);
  assert_ptr_equal(out.p, &out);
  /* Each place refuses what does not fit. */
  static const char* const expected[8] = {"int", "bool",  "float",      "void*",
                                          "str", "bytes", "ffi.Object", "Optional<ffi.Function>"};
  for (int i = 0; i < 8; ++i) {
    tf_view good = args[i];
    args[i] = tf_view_device((DLDevice){kDLCPU, 0});
    assert_int_equal(tf_func_call(&function->header, args, 8, &result), -1);
    tf_error* error = tf_error_take_raised();
    char want[100];
    (void)snprintf(want, sizeof want, "Expected `%s` but got `Device`", expected[i]);
    assert_non_null(strstr(error->cell.message.data, want));
    tf_object_decref(error);
    args[i] = good;
  }
  tf_object_drop(&function);
}

static int take_packed(const tf_args* args, tf_any* result) {
  double f;
  *result = tf_any_int(args->count);
  return args->count > 2 ? tf_args_float(args, 5, &f) : 0;
}

static const tf_func_def packed_def = {"test.packed", "packed", take_packed, NULL};

static void packed_functions_take_any_number(void** state) {
  (void)state;
  tf_function* function;
  tf_any result;
  assert_ok(tf_func_new(&packed_def, &function));
  tf_view args[7] = {tf_view_none(), tf_view_none(), tf_view_none(), tf_view_none(),
                     tf_view_none(), tf_view_none(), tf_view_none()};
  assert_ok(tf_func_call(&function->header, args, 2, &result));
  assert_int_equal(result.raw.v_int64, 2);
  assert_raises(tf_func_call(&function->header, args, 3, &result), "TypeError",
                "Expected 6 but got 3 arguments");
  assert_raises(tf_func_call(&function->header, args, 7, &result), "TypeError",
                "Expected `float` but got `None`");
  tf_object_drop(&function);
}

/* ---- functions from outside ---- */

static void* last_handle;

static int note_handle(void* handle, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  last_handle = handle;
  (void)args;
  result->type_index = kTVMFFIInt;
  result->v_int64 = count;
  return count == 3 ? -1 : 0;
}

static void count_up(void* self) { ++*(int*)self; }

static void external_functions_get_their_self(void** state) {
  (void)state;
  int deleted = 0;
  TVMFFIObjectHandle function = NULL;
  assert_ok(TVMFFIFunctionCreate(&deleted, note_handle, count_up, &function));
  TVMFFIAny result = {0};
  TVMFFIAny args[3] = {{0}};
  assert_ok(TVMFFIFunctionCall(function, args, 2, &result));
  assert_int_equal(result.v_int64, 2);
  assert_ptr_equal(last_handle, &deleted);
  assert_null(TVMFFIFunctionGetCellPtr(function)->cpp_call);
  tf_object_decref(function);
  assert_int_equal(deleted, 1);
}

static void without_self_and_deleter_the_handle_is_the_function(void** state) {
  (void)state;
  TVMFFIObjectHandle function = NULL;
  assert_ok(TVMFFIFunctionCreate(NULL, note_handle, NULL, &function));
  assert_true(TVMFFIFunctionGetCellPtr(function)->safe_call == note_handle);
  TVMFFIAny result = {0};
  assert_ok(TVMFFIFunctionCall(function, NULL, 0, &result));
  assert_ptr_equal(last_handle, function);
  tf_object_decref(function);
  int deleted = 0;
  assert_ok(TVMFFIFunctionCreate(&deleted, note_handle, NULL, &function));
  tf_object_decref(function);
  assert_int_equal(deleted, 0);
}

static void a_silent_failure_stays_silent(void** state) {
  (void)state;
  TVMFFIObjectHandle function = NULL;
  assert_ok(TVMFFIFunctionCreate(NULL, note_handle, NULL, &function));
  tf_view args[3] = {tf_view_none(), tf_view_none(), tf_view_none()};
  tf_any result = tf_any_int(5);
  assert_int_equal(tf_func_call(function, args, 3, &result), -1);
  assert_false(tf_error_is_raised());
  assert_int_equal(result.raw.v_int64, 5);
  tf_object_decref(function);
}

static void what_is_no_function_is_not_called(void** state) {
  (void)state;
  TVMFFIAny result = {0};
  TVMFFIObjectHandle out = NULL;
  assert_raises(TVMFFIFunctionCall(NULL, NULL, 0, &result), "TypeError", "NULL");
  assert_raises(TVMFFIFunctionCall(tf_object_missing(), NULL, 0, &result), "TypeError",
                "ffi.Object");
  assert_raises(TVMFFIFunctionCreate(NULL, NULL, NULL, &out), "TypeError", "safe_call");
  assert_raises(TVMFFIFunctionCreate(NULL, note_handle, NULL, NULL), "TypeError", "out");
}

static void native_functions_are_recognised(void** state) {
  (void)state;
  tf_function* function;
  int context = 0;
  void* found = NULL;
  assert_ok(tf_func_new_closure(&packed_def, &context, count_up, &function));
  assert_true(tf_func_is_native(&function->header, &packed_def, &found));
  assert_ptr_equal(found, &context);
  assert_false(tf_func_is_native(&function->header, &add_one_def, NULL));
  assert_false(tf_func_is_native(tf_object_missing(), &add_one_def, NULL));
  assert_false(tf_func_is_native(NULL, &add_one_def, NULL));
  tf_object_drop(&function);
  assert_int_equal(context, 1);
}

static int fail_to_unpack(void* context) {
  (void)context;
  tf_any result;
  tf_any text;
  TF_TRY(tf_string_new(tf_str_c("a text of some length"), &text));
  int status = call1(&add_one_def, tf_view_of(&text), &result);
  tf_any_drop(&text);
  if (status == 0 || tf_error_is_raised_of("MemoryError")) return status;
  tf_error_clear();
  TVMFFIObjectHandle function;
  int deleted = 0;
  TF_TRY(TVMFFIFunctionCreate(&deleted, note_handle, count_up, &function));
  tf_object_decref(function);
  return 0;
}

static void refusing_arguments_survives_allocation_failure(void** state) {
  (void)state;
  tf_test_fail_walk(fail_to_unpack, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(native_functions_compute),
      tf_unit(wrong_kinds_are_named_in_the_usual_words),
      tf_unit(wrong_counts_are_named_in_the_usual_words),
      tf_unit(each_kind_of_argument_is_unpacked),
      tf_unit(packed_functions_take_any_number),
      tf_unit(external_functions_get_their_self),
      tf_unit(without_self_and_deleter_the_handle_is_the_function),
      tf_unit(a_silent_failure_stays_silent),
      tf_unit(what_is_no_function_is_not_called),
      tf_unit(native_functions_are_recognised),
      tf_unit(refusing_arguments_survives_allocation_failure),
  };
  return tf_test_run(tests);
}
