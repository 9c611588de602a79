/* SPDX-License-Identifier: Apache-2.0 */
/* Functions of the testing library that give back what they get, one for each shape of schema. */
#include <tvm/ffi/c/ffi.h>

#define SAME(id, type, ...)                   \
  static type same_##id(type x) { return x; } \
  TVM_FFI_FUNCTION(same_##id, "testing.schema_id_" #id, "", __VA_ARGS__, (__VA_ARGS__, x))
SAME(int, int64_t, int64);
SAME(float, double, float64);
SAME(device, DLDevice, device);
SAME(dtype, DLDataType, dtype);
static bool same_bool(bool x) { return x; }
TVM_FFI_FUNCTION(same_bool, "testing.schema_id_bool", "", bool, (bool, x));

#define SAME_REF(id, noun, ...)                                                                 \
  static tvm_ffi_##noun same_##id(tvm_ffi_##noun##_view x) { return tvm_ffi_##noun##_copy(x); } \
  TVM_FFI_FUNCTION(same_##id, "testing.schema_id_" #id, "", __VA_ARGS__, (__VA_ARGS__, x))
SAME_REF(func, function, function);
SAME_REF(func_typed, function, function_of(none, int64, float64, function));
SAME_REF(object, object, handle);
SAME_REF(tensor, tensor, managed_tensor);
SAME_REF(arr, array, any_array);
SAME_REF(arr_int, array, array(int64));
SAME_REF(arr_str, array, array(str));
SAME_REF(arr_obj, array, array(handle));
SAME_REF(list_int, list, list(int64));
SAME_REF(list_str, list, list(str));
SAME_REF(list_obj, list, list(handle));
SAME_REF(map, map, any_map);
SAME_REF(map_str_int, map, map(str, int64));
SAME_REF(map_str_str, map, map(str, str));
SAME_REF(map_str_obj, map, map(str, handle));
SAME_REF(dict_str_int, dict, dict(str, int64));
SAME_REF(dict_str_str, dict, dict(str, str));

#define SAME_ANY(id, name, ...)                                                               \
  static int same_##id(tvm_ffi_view x, tvm_ffi_any* out) { return tvm_ffi_any_copy(x, out); } \
  TVM_FFI_FUNCTION(same_##id, "testing." name, "", or_error(__VA_ARGS__), (__VA_ARGS__, x))
SAME_ANY(any, "schema_id_any", any);
SAME_ANY(opt_int, "schema_id_opt_int", optional(int64));
SAME_ANY(opt_str, "schema_id_opt_str", optional(str));
SAME_ANY(opt_obj, "schema_id_opt_obj", optional(handle));
SAME_ANY(variant_int_str, "schema_id_variant_int_str", variant(int64, str));
SAME_ANY(variant_mix, "schema_variant_mix", variant(int64, str, array(int64)));

static int same_string(tvm_ffi_string_view x, tvm_ffi_string* out) {
  return tvm_ffi_string_new(x, out);
}
TVM_FFI_FUNCTION(same_string, "testing.schema_id_string", "", or_error(str), (str, x));
static int same_bytes(tvm_ffi_bytes_view x, tvm_ffi_bytes* out) {
  return tvm_ffi_bytes_new(x, out);
}
TVM_FFI_FUNCTION(same_bytes, "testing.schema_id_bytes", "", or_error(bytes), (bytes, x));

static int64_t no_args(void) { return 1; }
TVM_FFI_FUNCTION(no_args, "testing.schema_no_args", "", int64);
static void no_args_no_return(void) {}
TVM_FFI_FUNCTION(no_args_no_return, "testing.schema_no_args_no_return", "", none);
static void no_return(int64_t x) { (void)x; }
TVM_FFI_FUNCTION(no_return, "testing.schema_no_return", "", none, (int64, x));
static void tensor_view_input(DLTensor* x) { (void)x; }
TVM_FFI_FUNCTION(tensor_view_input, "testing.schema_tensor_view_input", "", none, (tensor, x));

/* A borrowed tensor as a result: a signature that schemas can state and calls cannot keep, since an owned value holds no
   DLTensor*. The API refuses to compile it; the wrapper is written out and refuses at the call, as in C++. */
static int same_dltensor(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  static const tvm_ffi_site site = {"testing.schema_id_dltensor", "tt", 1, 1,
                                    tvm_ffi_plain_mismatch_text};
  int status = tvm_ffi_check_call(&site, num_args, result);
  (void)handle;
  if (status != 0) return status;
  (void)tvm_ffi_arg_tensor(&args[0], NULL, NULL, &status);
  if (status != 0) return tvm_ffi_raise_wrong_arg(&site, args, 0, status);
  return tvm_ffi_raise("RuntimeError",
                       "DLTensor* cannot be held in Any as it does not retain ownership, use "
                       "Tensor instead");
}
TVM_FFI_REGISTER_FUNCTION_(load_same_dltensor, "testing.schema_id_dltensor", "",
                           TVM_FFI_METADATA(tensor, (tensor, x)), same_dltensor);

static int packed(const tvm_ffi_view* args, int32_t num_args, tvm_ffi_any* result) {
  (void)args;
  (void)num_args;
  *result = tvm_ffi_any_none();
  return 0;
}
TVM_FFI_PACKED(packed, "testing.schema_packed", "");

/* The map, with what else came in under a key that it names: numbers that are no None under the text. */
static int arr_map_opt(tvm_ffi_array_view arr, tvm_ffi_map_view mp, tvm_ffi_view os,
                       tvm_ffi_map* out) {
  TVM_FFI_AUTO(array) numbers = TVM_FFI_ZERO;
  TVM_FFI_AUTO(array) items = TVM_FFI_ZERO;
  if (tvm_ffi_view_is_none(os)) {
    *out = tvm_ffi_map_copy(mp);
    return 0;
  }
  TVM_FFI_TRY(tvm_ffi_array_new(0, &numbers));
  for (int64_t i = 0; i < tvm_ffi_array_size(arr); ++i) {
    const tvm_ffi_view item = tvm_ffi_array_item(arr, i);
    if (tvm_ffi_view_is_none(item)) continue;
    TVM_FFI_TRY(tvm_ffi_array_push(&numbers, tvm_ffi_any_from_int(item.raw.v_int64)));
  }
  tvm_ffi_map_iter it = tvm_ffi_map_walk(mp);
  while (tvm_ffi_map_advance(&it)) {
    tvm_ffi_any key = TVM_FFI_ZERO;
    tvm_ffi_any value = TVM_FFI_ZERO;
    TVM_FFI_TRY(tvm_ffi_any_copy(it.key, &key));
    TVM_FFI_TRY(tvm_ffi_array_push(&items, key));
    TVM_FFI_TRY(tvm_ffi_any_copy(it.value, &value));
    TVM_FFI_TRY(tvm_ffi_array_push(&items, value));
  }
  tvm_ffi_any name = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_any_copy(os, &name));
  TVM_FFI_TRY(tvm_ffi_array_push(&items, name));
  TVM_FFI_TRY(tvm_ffi_array_push(&items, tvm_ffi_any_from_array(tvm_ffi_array_move(&numbers))));
  const tvm_ffi_seq_object* seq = (const tvm_ffi_seq_object*)items.object;
  return tvm_ffi_map_new((const tvm_ffi_view*)seq->seq.data, (int32_t)(seq->seq.size / 2), out);
}
TVM_FFI_FUNCTION(arr_map_opt, "testing.schema_arr_map_opt", "", or_error(map(str, array(int64))),
                 (array(optional(int64)), arr), (map(str, array(int64)), mp), (optional(str), os));
