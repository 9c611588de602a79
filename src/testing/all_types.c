/* SPDX-License-Identifier: Apache-2.0 */
/* A class of the testing library with a field for each shape of schema, and methods on containers. */
#include <tvm/ffi/c/ffi.h>

typedef struct all_types {
  TVMFFIObject header;
  bool v_bool;
  int64_t v_int;
  double v_float;
  DLDevice v_device;
  DLDataType v_dtype;
  tvm_ffi_string v_string;
  tvm_ffi_bytes v_bytes;
  tvm_ffi_any v_opt_int;
  tvm_ffi_any v_opt_str;
  tvm_ffi_array v_arr_int;
  tvm_ffi_array v_arr_str;
  tvm_ffi_map v_map_str_int;
  tvm_ffi_map v_map_str_arr_int;
  tvm_ffi_any v_variant;
  tvm_ffi_any v_opt_arr_variant;
} all_types;

static int64_t add_int(all_types* self, int64_t other) {
  return (int64_t)((uint64_t)self->v_int + (uint64_t)other);
}

/* Appends the items of `from` to `*to`. */
static int push_all(tvm_ffi_array* to, tvm_ffi_array_view from) {
  for (int64_t i = 0; i < tvm_ffi_array_size(from); ++i) {
    tvm_ffi_any item = TVM_FFI_ZERO;
    TVM_FFI_TRY(tvm_ffi_any_copy(tvm_ffi_array_item(from, i), &item));
    TVM_FFI_TRY(tvm_ffi_array_push(to, item));
  }
  return 0;
}

static int append_int(all_types* self, tvm_ffi_array_view xs, int64_t y, tvm_ffi_array* out) {
  TVM_FFI_AUTO(array) made = TVM_FFI_ZERO;
  (void)self;
  TVM_FFI_TRY(push_all(&made, xs));
  TVM_FFI_TRY(tvm_ffi_array_push(&made, tvm_ffi_any_from_int(y)));
  *out = tvm_ffi_array_move(&made);
  return 0;
}

/* Both texts one after the other, or the one that is there. */
static int maybe_concat(all_types* self, tvm_ffi_view a, tvm_ffi_view b, tvm_ffi_any* out) {
  tvm_ffi_string_view first = {"", 0};
  tvm_ffi_string_view second = {"", 0};
  tvm_ffi_string text = TVM_FFI_ZERO;
  (void)self;
  if (tvm_ffi_view_is_none(a) && tvm_ffi_view_is_none(b)) return 0;
  if (!tvm_ffi_view_is_none(a)) TVM_FFI_TRY(tvm_ffi_view_get_string(&a, &first));
  if (!tvm_ffi_view_is_none(b)) TVM_FFI_TRY(tvm_ffi_view_get_string(&b, &second));
  TVM_FFI_TRY(tvm_ffi_string_print(&text, "%.*s%.*s", (int)first.size, first.data, (int)second.size,
                                   second.data));
  *out = tvm_ffi_any_from_string(text);
  return 0;
}

/* What a map has under a key, as an array that is ours to extend; empty when the key is absent. */
static int numbers_under(tvm_ffi_map_view map, tvm_ffi_view key, tvm_ffi_array* out) {
  TVM_FFI_AUTO(any) value = TVM_FFI_ZERO;
  bool found = false;
  TVM_FFI_TRY(tvm_ffi_map_find(map, key, &found, &value));
  return found ? tvm_ffi_any_take_array(&value, out) : 0;
}

/* All keys of both maps in order, the numbers of the right one behind those of the left. */
static int merge_map(all_types* self, tvm_ffi_map_view lhs, tvm_ffi_map_view rhs,
                     tvm_ffi_map* out) {
  TVM_FFI_AUTO(dict) merged = TVM_FFI_ZERO;
  const tvm_ffi_map_view sides[2] = {lhs, rhs};
  (void)self;
  TVM_FFI_TRY(tvm_ffi_dict_new(&merged));
  for (int side = 0; side < 2; ++side) {
    tvm_ffi_map_iter it = tvm_ffi_map_walk(sides[side]);
    while (tvm_ffi_map_advance(&it)) {
      TVM_FFI_AUTO(array) numbers = TVM_FFI_ZERO;
      TVM_FFI_AUTO(array) more = TVM_FFI_ZERO;
      TVM_FFI_TRY(numbers_under(lhs, it.key, &numbers));
      TVM_FFI_TRY(numbers_under(rhs, it.key, &more));
      TVM_FFI_TRY(push_all(&numbers, tvm_ffi_array_peek(&more)));
      TVM_FFI_TRY(tvm_ffi_dict_set(tvm_ffi_dict_peek(&merged), it.key,
                                   tvm_ffi_any_from_array(tvm_ffi_array_move(&numbers))));
    }
  }
  tvm_ffi_view items[64];
  int32_t count = 0;
  tvm_ffi_map_iter it = tvm_ffi_dict_walk(tvm_ffi_dict_peek(&merged));
  TVM_FFI_CHECK(tvm_ffi_dict_size(tvm_ffi_dict_peek(&merged)) <= 32, "ValueError",
                "more than 32 keys");
  while (tvm_ffi_map_advance(&it)) {
    items[2 * count] = it.key;
    items[2 * count++ + 1] = it.value;
  }
  return tvm_ffi_map_new(items, count, out);
}

TVM_FFI_DECLARE_CLASS(all_types);

static int make_with(int64_t v_int, double v_float, tvm_ffi_string_view v_string, all_types** out) {
  all_types* made = TVM_FFI_NEW(all_types);
  if (made == NULL) return -1;
  made->v_bool = true;
  made->v_int = v_int;
  made->v_float = v_float;
  made->v_device = TVMFFIDLDeviceFromIntPair(kDLCPU, 0);
  made->v_dtype = tvm_ffi_dtype_of(kDLFloat, 32, 1);
  made->v_variant = tvm_ffi_any_from_string(made->v_string); /* "" */
  int status = tvm_ffi_string_new(v_string, &made->v_string);
  if (status == 0) status = tvm_ffi_array_new(0, &made->v_arr_int);
  if (status == 0) status = tvm_ffi_array_new(0, &made->v_arr_str);
  if (status == 0) status = tvm_ffi_map_new(NULL, 0, &made->v_map_str_int);
  if (status == 0) status = tvm_ffi_map_new(NULL, 0, &made->v_map_str_arr_int);
  if (status != 0) {
    tvm_ffi_drop_object(made);
    return status;
  }
  *out = made;
  return 0;
}

TVM_FFI_CLASS(all_types, "testing.SchemaAllTypes", "", no_new,
              field(bool, v_bool, "bool field", rw), field(int64, v_int, "int field", rw, value(0)),
              field(float64, v_float, "float field", rw, value(0.0)),
              field(device, v_device, "device field", rw), field(dtype, v_dtype, "dtype field", rw),
              field(str, v_string, "string field", rw, value("s")),
              field(bytes, v_bytes, "bytes field", rw),
              field(optional(int64), v_opt_int, "optional int", rw),
              field(optional(str), v_opt_str, "optional str", rw),
              field(array(int64), v_arr_int, "array<int>", rw),
              field(array(str), v_arr_str, "array<str>", rw),
              field(map(str, int64), v_map_str_int, "map<str,int>", rw),
              field(map(str, array(int64)), v_map_str_arr_int, "map<str,array<int>>", rw),
              field(variant(str, array(int64), map(str, int64)), v_variant,
                    "variant<str,array<int>,map<str,int>>", rw),
              field(optional(array(variant(int64, str))), v_opt_arr_variant,
                    "optional<array<variant<int,str>>>", rw),
              method(add_int, add_int, "add int method", int64, (int64, other)),
              method(append_int, append_int, "append int to array", or_error(array(int64)),
                     (array(int64), xs), (int64, y)),
              method(maybe_concat, maybe_concat, "optional concat", or_error(optional(str)),
                     (optional(str), a), (optional(str), b)),
              method(merge_map, merge_map, "merge maps", or_error(map(str, array(int64))),
                     (map(str, array(int64)), lhs), (map(str, array(int64)), rhs)),
              static_method(make_with, make_with, "Constructor with subset of fields",
                            or_error(object(all_types, "testing.SchemaAllTypes")), (int64, v_int),
                            (float64, v_float), (str, v_string)));
