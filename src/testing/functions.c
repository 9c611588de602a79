/* SPDX-License-Identifier: Apache-2.0 */
/* Functions of the testing library: identities, errors, containers with tensors in them, symbols of the library. */
#include <tvm/ffi/c/ffi.h>
#include <tvm/ffi/extra/c_env_api.h>

/* Old builds of the Python package want to find this symbol. */
TVM_FFI_DLL_EXPORT int TVMFFITestingDummyTarget(void);
int TVMFFITestingDummyTarget(void) { return 0; }

/* ---- Calls ---- */

/* A C `int`: more than fits is an OverflowError, also of the result. */
static int add_one(int32_t x, int32_t* out) {
  TVM_FFI_CHECK(x != INT32_MAX, "OverflowError", "%d + 1 does not fit into an int", (int)x);
  *out = x + 1;
  return 0;
}
TVM_FFI_FUNCTION(add_one, "testing.add_one", "", or_error(int32), (int32, x));

static int nop(const tvm_ffi_view* args, int32_t num_args, tvm_ffi_any* result) {
  (void)args;
  (void)num_args;
  *result = tvm_ffi_any_none();
  return 0;
}
TVM_FFI_PACKED(nop, "testing.nop", "");

static int echo(const tvm_ffi_view* args, int32_t num_args, tvm_ffi_any* result) {
  TVM_FFI_CHECK(num_args > 0, "TypeError", "testing.echo needs an argument");
  return tvm_ffi_any_copy(args[0], result);
}
TVM_FFI_PACKED(echo, "testing.echo", "");

/* Calls the first argument with the others. */
static int apply(const tvm_ffi_view* args, int32_t num_args, tvm_ffi_any* result) {
  tvm_ffi_function_view function = {NULL};
  TVM_FFI_CHECK(num_args > 0, "TypeError", "testing.apply needs a function");
  TVM_FFI_TRY(tvm_ffi_view_get_function(args[0], &function));
  return tvm_ffi_call(function, args + 1, num_args - 1, result);
}
TVM_FFI_PACKED(apply, "testing.apply", "");

/* ---- Errors and signals ---- */

static int raise_error(tvm_ffi_string_view kind, tvm_ffi_string_view message) {
  return tvm_ffi_raise(kind.data, "%.*s", (int)message.size, message.data);
}
TVM_FFI_FUNCTION(raise_error, "testing.test_raise_error", "", or_error(none), (str, kind),
                 (str, message));

/* Waits up to `nsec` seconds for a signal that the host wants to hear of. */
static int run_check_signal(int32_t nsec) {
  for (int32_t i = 0; i < nsec; ++i) {
    if (TVMFFIEnvCheckSignals() != 0) return tvm_ffi_raise("EnvErrorAlreadySet", "%s", "");
  }
  return 0;
}
TVM_FFI_FUNCTION(run_check_signal, "testing.run_check_signal", "", or_error(none), (int32, nsec));

/* ---- Objects ---- */

static int64_t object_use_count(tvm_ffi_object_view object) {
  return (int64_t)(uint32_t)object.object->combined_ref_count;
}
TVM_FFI_FUNCTION(object_use_count, "testing.object_use_count", "", int64, (handle, object));

static bool optional_tensor_view_has_value(tvm_ffi_view tensor) {
  return !tvm_ffi_view_is_none(tensor);
}
TVM_FFI_FUNCTION(optional_tensor_view_has_value, "testing.optional_tensor_view_has_value", "", bool,
                 (optional(tensor), tensor));

/* The address of a function in the ABI's form, for callers that make functions of addresses. */
TVM_FFI_CALLABLE(add_one, "add_one", or_error(int32), (int32, x));
static int64_t get_add_one_c_symbol(void) { return (int64_t)(intptr_t)tvm_ffi_callable_add_one; }
TVM_FFI_FUNCTION(get_add_one_c_symbol, "testing.get_add_one_c_symbol", "", int64);

/* The same in the form of compilers of MLIR: one array with the addresses of handle, arguments, their number, result and
   status. */
static void mlir_add_one(void** places) {
  *(int*)places[4] = tvm_ffi_callable_add_one(*(void**)places[0], *(const TVMFFIAny**)places[1],
                                              *(int32_t*)places[2], *(TVMFFIAny**)places[3]);
}
static int64_t get_mlir_add_one_c_symbol(void) { return (int64_t)(intptr_t)mlir_add_one; }
TVM_FFI_FUNCTION(get_mlir_add_one_c_symbol, "testing.get_mlir_add_one_c_symbol", "", int64);

/* ---- Containers with tensors in them ---- */

static tvm_ffi_any held(tvm_ffi_tensor_view tensor) {
  return tvm_ffi_any_from_tensor(tvm_ffi_tensor_copy(tensor));
}

static int make_array_with_tensor(tvm_ffi_tensor_view t, tvm_ffi_array* out) {
  return tvm_ffi_array_push(out, held(t));
}
TVM_FFI_FUNCTION(make_array_with_tensor, "testing.make_array_with_tensor", "", or_error(array(any)),
                 (managed_tensor, t));

static int make_empty_array(tvm_ffi_tensor_view t, tvm_ffi_array* out) {
  (void)t;
  return tvm_ffi_array_new(0, out);
}
TVM_FFI_FUNCTION(make_empty_array, "testing.make_empty_array_with_tensor_input", "",
                 or_error(array(any)), (managed_tensor, t));

static int make_array_with_mixed(tvm_ffi_tensor_view t, int64_t x, tvm_ffi_array* out) {
  tvm_ffi_any text = TVM_FFI_ZERO;
  TVM_FFI_AUTO(array) made = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_array_push(&made, held(t)));
  TVM_FFI_TRY(tvm_ffi_array_push(&made, tvm_ffi_any_from_int(x)));
  TVM_FFI_TRY(tvm_ffi_any_new_text("hello", &text));
  TVM_FFI_TRY(tvm_ffi_array_push(&made, text));
  *out = tvm_ffi_array_move(&made);
  return 0;
}
TVM_FFI_FUNCTION(make_array_with_mixed, "testing.make_array_with_mixed", "", or_error(array(any)),
                 (managed_tensor, t), (int64, x));

static int make_nested_array_with_tensor(tvm_ffi_tensor_view t, tvm_ffi_array* out) {
  TVM_FFI_AUTO(array) inner = TVM_FFI_ZERO;
  TVM_FFI_AUTO(array) made = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_array_push(&inner, held(t)));
  TVM_FFI_TRY(tvm_ffi_array_push(&inner, tvm_ffi_any_from_int(42)));
  TVM_FFI_TRY(tvm_ffi_array_push(&made, tvm_ffi_any_from_array(tvm_ffi_array_move(&inner))));
  TVM_FFI_TRY(tvm_ffi_array_push(&made, held(t)));
  *out = tvm_ffi_array_move(&made);
  return 0;
}
TVM_FFI_FUNCTION(make_nested_array_with_tensor, "testing.make_nested_array_with_tensor", "",
                 or_error(array(any)), (managed_tensor, t));

static int make_list_with_tensor(tvm_ffi_tensor_view t, int64_t x, tvm_ffi_list* out) {
  TVM_FFI_AUTO(list) made = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_list_new(&made));
  TVM_FFI_TRY(tvm_ffi_list_push(tvm_ffi_list_peek(&made), held(t)));
  TVM_FFI_TRY(tvm_ffi_list_push(tvm_ffi_list_peek(&made), tvm_ffi_any_from_int(x)));
  *out = tvm_ffi_list_move(&made);
  return 0;
}
TVM_FFI_FUNCTION(make_list_with_tensor, "testing.make_list_with_tensor", "", or_error(list(any)),
                 (managed_tensor, t), (int64, x));

static int make_map_with_tensor(tvm_ffi_tensor_view t, tvm_ffi_map* out) {
  const tvm_ffi_view items[] = {tvm_ffi_view_from_c_str("tensor"), tvm_ffi_view_from_tensor(t),
                                tvm_ffi_view_from_c_str("value"),  tvm_ffi_view_from_int(42),
                                tvm_ffi_view_from_c_str("name"),   tvm_ffi_view_from_c_str("test")};
  return tvm_ffi_map_new(items, 3, out);
}
TVM_FFI_FUNCTION(make_map_with_tensor, "testing.make_map_with_tensor", "", or_error(map(str, any)),
                 (managed_tensor, t));

static int make_dict_with_tensor(tvm_ffi_tensor_view t, tvm_ffi_dict* out) {
  TVM_FFI_AUTO(dict) made = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_dict_new(&made));
  TVM_FFI_TRY(
      tvm_ffi_dict_set(tvm_ffi_dict_peek(&made), tvm_ffi_view_from_c_str("tensor"), held(t)));
  TVM_FFI_TRY(tvm_ffi_dict_set(tvm_ffi_dict_peek(&made), tvm_ffi_view_from_c_str("value"),
                               tvm_ffi_any_from_int(42)));
  *out = tvm_ffi_dict_move(&made);
  return 0;
}
TVM_FFI_FUNCTION(make_dict_with_tensor, "testing.make_dict_with_tensor", "",
                 or_error(dict(str, any)), (managed_tensor, t));

static int make_nested_map_with_tensor(tvm_ffi_tensor_view t, tvm_ffi_tensor_view u,
                                       tvm_ffi_map* out) {
  TVM_FFI_AUTO(array) array = TVM_FFI_ZERO;
  TVM_FFI_AUTO(map) map = TVM_FFI_ZERO;
  const tvm_ffi_view inner[] = {tvm_ffi_view_from_c_str("t"), tvm_ffi_view_from_tensor(t)};
  TVM_FFI_TRY(tvm_ffi_array_push(&array, held(t)));
  TVM_FFI_TRY(tvm_ffi_array_push(&array, held(u)));
  TVM_FFI_TRY(tvm_ffi_map_new(inner, 1, &map));
  const tvm_ffi_view items[] = {
      tvm_ffi_view_from_c_str("array"),  tvm_ffi_view_from_array(tvm_ffi_array_peek(&array)),
      tvm_ffi_view_from_c_str("map"),    tvm_ffi_view_from_map(tvm_ffi_map_peek(&map)),
      tvm_ffi_view_from_c_str("scalar"), tvm_ffi_view_from_int(99)};
  return tvm_ffi_map_new(items, 3, out);
}
TVM_FFI_FUNCTION(make_nested_map_with_tensor, "testing.make_nested_map_with_tensor", "",
                 or_error(map(str, any)), (managed_tensor, t), (managed_tensor, u));

/* ---- Symbols ---- */

static int64_t same_int(int64_t x) { return x; }
TVM_FFI_SYMBOL(same_int, testing_dll_schema_id_int, "", int64, (int64, x));
static int64_t add(int64_t a, int64_t b) { return (int64_t)((uint64_t)a + (uint64_t)b); }
TVM_FFI_SYMBOL(add, testing_dll_test_add_with_docstring, "Returns a + b.", int64, (int64, a),
               (int64, b));
