/* SPDX-License-Identifier: Apache-2.0 */
/* The words by which declarations name types, and what each word means.

     int8 int16 int32 int64 uint8 uint16 uint32 uint64    integers, range-checked
     float32 float64  bool  str  bytes  none  any
     dtype device  shape  ptr                             DLDataType, DLDevice, ffi.Shape, void*
     tensor                                               any tensor, as DLTensor*
     tensor_of(float32, 2, cpu)                           one of this element type, rank and device; `_` leaves one open
     contiguous_tensor_of(float32, 2, cpu)                the same, and compact
     managed_tensor                                       a tensor that can be kept: ffi.Tensor
     function error module  handle                        ffi.Function, ffi.Error, ffi.Module, any object
     function_of(R, T, U, ...)                            a function whose schema says that it gives R for T, U, ...
     object(my_struct, "pkg.Key")                         an object of this class or a subclass, as my_struct*
     array(T) list(T) map(K, V) dict(K, V)                containers; elements are checked
     any_array any_map                                    the same of anything, without types in the schema
     tuple(T, U, ...) variant(T, U, ...)  optional(T)     up to 8 alternatives or elements
     or_error(T)                                          results only: the function can fail

   A word stands for a form `shape, family, code, name, arguments...`: the shape says how to walk it, the family which C
   types and functions it uses (`tvm_ffi_arg_FAMILY` and so on, see convert.h), the code is one letter for the checks at
   run time, and the name is the type's name in schemas. Types nest four deep. A new word is a line here, its C types
   in export.h and class.h, and its functions in convert.h. */
#ifndef TVM_FFI_C_TYPE_H_
#define TVM_FFI_C_TYPE_H_

#include <tvm/ffi/c/pp.h>

#define TVM_FFI_TYPE_int8 tvm_ffi_leaf, int8, "b", "int"
#define TVM_FFI_TYPE_int16 tvm_ffi_leaf, int16, "h", "int"
#define TVM_FFI_TYPE_int32 tvm_ffi_leaf, int32, "i", "int"
#define TVM_FFI_TYPE_int64 tvm_ffi_leaf, int64, "q", "int"
#define TVM_FFI_TYPE_uint8 tvm_ffi_leaf, uint8, "B", "int"
#define TVM_FFI_TYPE_uint16 tvm_ffi_leaf, uint16, "H", "int"
#define TVM_FFI_TYPE_uint32 tvm_ffi_leaf, uint32, "I", "int"
#define TVM_FFI_TYPE_uint64 tvm_ffi_leaf, uint64, "Q", "int"
#define TVM_FFI_TYPE_float32 tvm_ffi_leaf, float32, "f", "float"
#define TVM_FFI_TYPE_float64 tvm_ffi_leaf, float64, "d", "float"
#define TVM_FFI_TYPE_bool tvm_ffi_leaf, boolean, "?", "bool"
#define TVM_FFI_TYPE__Bool tvm_ffi_leaf, boolean, "?", "bool"
#define TVM_FFI_TYPE_str tvm_ffi_leaf, str, "s", "ffi.String"
#define TVM_FFI_TYPE_bytes tvm_ffi_leaf, bytes, "y", "ffi.Bytes"
#define TVM_FFI_TYPE_none tvm_ffi_void, none, "n", "None"
#define TVM_FFI_TYPE_any tvm_ffi_leaf, any, "v", "Any"
#define TVM_FFI_TYPE_dtype tvm_ffi_leaf, dtype, "D", "DataType"
#define TVM_FFI_TYPE_device tvm_ffi_leaf, device, "C", "Device"
#define TVM_FFI_TYPE_shape tvm_ffi_leaf, shape, "S", "ffi.Shape"
#define TVM_FFI_TYPE_ptr tvm_ffi_leaf, ptr, "p", "void*"
#define TVM_FFI_TYPE_tensor tvm_ffi_leaf, tensor, "t", "DLTensor*"
#define TVM_FFI_TYPE_managed_tensor tvm_ffi_leaf, managed_tensor, "T", "ffi.Tensor"
#define TVM_FFI_TYPE_function tvm_ffi_leaf, function, "F", "ffi.Function"
#define TVM_FFI_TYPE_error tvm_ffi_leaf, error, "E", "ffi.Error"
#define TVM_FFI_TYPE_module tvm_ffi_leaf, module, "M", "ffi.Module"
#define TVM_FFI_TYPE_any_array tvm_ffi_leaf, array, "Av", "ffi.Array"
#define TVM_FFI_TYPE_any_map tvm_ffi_leaf, map, "mvv", "ffi.Map"
#define TVM_FFI_TYPE_handle tvm_ffi_leaf, handle, "o", "ffi.Object"
#define TVM_FFI_TYPE_tensor_of(element, rank, device) \
  tvm_ffi_checked, tensor_of, "t", "DLTensor*", element, rank, device, 0
#define TVM_FFI_TYPE_contiguous_tensor_of(element, rank, device) \
  tvm_ffi_checked, tensor_of, "t", "DLTensor*", element, rank, device, 1
#define TVM_FFI_TYPE_object(type, key) tvm_ffi_class, object, "k" key ";", key, type
#define TVM_FFI_TYPE_array(T) tvm_ffi_one, array, "A", "ffi.Array", T
#define TVM_FFI_TYPE_list(T) tvm_ffi_one, list, "L", "ffi.List", T
#define TVM_FFI_TYPE_optional(T) tvm_ffi_one, optional, "O", "Optional", T
#define TVM_FFI_TYPE_map(K, V) tvm_ffi_two, map, "m", "ffi.Map", K, V
#define TVM_FFI_TYPE_dict(K, V) tvm_ffi_two, dict, "G", "ffi.Dict", K, V
#define TVM_FFI_TYPE_tuple(...) tvm_ffi_many, tuple, "(", "Tuple", __VA_ARGS__
#define TVM_FFI_TYPE_variant(...) tvm_ffi_many, variant, "|", "Variant", __VA_ARGS__
#define TVM_FFI_TYPE_function_of(...) tvm_ffi_signature, function, "F", "ffi.Function", __VA_ARGS__
#define TVM_FFI_TYPE_or_error(T) tvm_ffi_fallible, or_error, "", "", T

/* ---- Choosing by the shape of a form: m_SHAPE(x, family, code, name, arguments...) ---- */

#define TVM_FFI_ON(m, x, T) TVM_FFI_ON_1(m, x, TVM_FFI_TYPE_##T)
#define TVM_FFI_ON_1(m, x, ...) TVM_FFI_ON_2(m, x, __VA_ARGS__)
#define TVM_FFI_ON_2(m, x, shape, ...) m##_##shape(x, __VA_ARGS__)
/* The same for what a result that may fail yields: macros do not call themselves. */
#define TVM_FFI_ON_INNER(m, x, T) TVM_FFI_ON_INNER_1(m, x, TVM_FFI_TYPE_##T)
#define TVM_FFI_ON_INNER_1(m, x, ...) TVM_FFI_ON_INNER_2(m, x, __VA_ARGS__)
#define TVM_FFI_ON_INNER_2(m, x, shape, ...) m##_##shape(x, __VA_ARGS__)

/* ---- Walking a form; `pass` names the macros that make the text ---- */

#define TVM_FFI_WALK1(pass, ...) TVM_FFI_WALK1_(pass, __VA_ARGS__)
#define TVM_FFI_WALK1_(pass, shape, ...) TVM_FFI_WALK1_##shape(pass, __VA_ARGS__)
#define TVM_FFI_WALK1_tvm_ffi_leaf(pass, family, code, name) pass##_leaf(code, name)
#define TVM_FFI_WALK1_tvm_ffi_void(pass, family, code, name) pass##_leaf(code, name)
#define TVM_FFI_WALK1_tvm_ffi_checked(pass, family, code, name, e, r, d, c) pass##_leaf(code, name)
#define TVM_FFI_WALK1_tvm_ffi_class(pass, family, code, name, type) pass##_leaf(code, name)
#define TVM_FFI_WALK1_tvm_ffi_one(pass, family, code, name, T) \
  pass##_one(code, name, TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##T))
#define TVM_FFI_WALK1_tvm_ffi_two(pass, family, code, name, K, V) \
  pass##_two(code, name, TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##K),   \
             TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##V))
#define TVM_FFI_WALK1_tvm_ffi_many(pass, family, code, name, ...) \
  pass##_many(code, name, TVM_FFI_LIST1(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), pass, __VA_ARGS__))
#define TVM_FFI_WALK1_tvm_ffi_signature(pass, family, code, name, ...) \
  TVM_FFI_SIGNATURE1(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), pass, code, name, __VA_ARGS__)
#define TVM_FFI_SIGNATURE1(n, ...) TVM_FFI_SIGNATURE1_(n, __VA_ARGS__)
#define TVM_FFI_SIGNATURE1_(n, ...) TVM_FFI_SIGNATURE1_##n(__VA_ARGS__)
#define TVM_FFI_SIGNATURE1_0(pass, code, name, R) \
  pass##_signature(code, name, TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##R), "")
#define TVM_FFI_SIGNATURE1_MORE(pass, code, name, R, ...)             \
  pass##_signature(code, name, TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##R), \
                   TVM_FFI_LIST1(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), pass, __VA_ARGS__))
#define TVM_FFI_SIGNATURE1_1 TVM_FFI_SIGNATURE1_MORE
#define TVM_FFI_SIGNATURE1_2 TVM_FFI_SIGNATURE1_MORE
#define TVM_FFI_SIGNATURE1_3 TVM_FFI_SIGNATURE1_MORE
#define TVM_FFI_SIGNATURE1_4 TVM_FFI_SIGNATURE1_MORE
#define TVM_FFI_SIGNATURE1_5 TVM_FFI_SIGNATURE1_MORE
#define TVM_FFI_SIGNATURE1_6 TVM_FFI_SIGNATURE1_MORE
#define TVM_FFI_SIGNATURE1_7 TVM_FFI_SIGNATURE1_MORE
#define TVM_FFI_SIGNATURE1_8 TVM_FFI_SIGNATURE1_MORE
#define TVM_FFI_LIST1(n, ...) TVM_FFI_LIST1_(n, __VA_ARGS__)
#define TVM_FFI_LIST1_(n, ...) TVM_FFI_LIST1_##n(__VA_ARGS__)
#define TVM_FFI_LIST1_0(pass, T) TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##T)
#define TVM_FFI_LIST1_1(pass, T, ...) \
  TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST1_0(pass, __VA_ARGS__)
#define TVM_FFI_LIST1_2(pass, T, ...) \
  TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST1_1(pass, __VA_ARGS__)
#define TVM_FFI_LIST1_3(pass, T, ...) \
  TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST1_2(pass, __VA_ARGS__)
#define TVM_FFI_LIST1_4(pass, T, ...) \
  TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST1_3(pass, __VA_ARGS__)
#define TVM_FFI_LIST1_5(pass, T, ...) \
  TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST1_4(pass, __VA_ARGS__)
#define TVM_FFI_LIST1_6(pass, T, ...) \
  TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST1_5(pass, __VA_ARGS__)
#define TVM_FFI_LIST1_7(pass, T, ...) \
  TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST1_6(pass, __VA_ARGS__)

#define TVM_FFI_WALK2(pass, ...) TVM_FFI_WALK2_(pass, __VA_ARGS__)
#define TVM_FFI_WALK2_(pass, shape, ...) TVM_FFI_WALK2_##shape(pass, __VA_ARGS__)
#define TVM_FFI_WALK2_tvm_ffi_leaf(pass, family, code, name) pass##_leaf(code, name)
#define TVM_FFI_WALK2_tvm_ffi_void(pass, family, code, name) pass##_leaf(code, name)
#define TVM_FFI_WALK2_tvm_ffi_checked(pass, family, code, name, e, r, d, c) pass##_leaf(code, name)
#define TVM_FFI_WALK2_tvm_ffi_class(pass, family, code, name, type) pass##_leaf(code, name)
#define TVM_FFI_WALK2_tvm_ffi_one(pass, family, code, name, T) \
  pass##_one(code, name, TVM_FFI_WALK3(pass, TVM_FFI_TYPE_##T))
#define TVM_FFI_WALK2_tvm_ffi_two(pass, family, code, name, K, V) \
  pass##_two(code, name, TVM_FFI_WALK3(pass, TVM_FFI_TYPE_##K),   \
             TVM_FFI_WALK3(pass, TVM_FFI_TYPE_##V))
#define TVM_FFI_WALK2_tvm_ffi_many(pass, family, code, name, ...) \
  pass##_many(code, name, TVM_FFI_LIST2(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), pass, __VA_ARGS__))
#define TVM_FFI_WALK2_tvm_ffi_signature(pass, family, code, name, ...) \
  TVM_FFI_SIGNATURE2(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), pass, code, name, __VA_ARGS__)
#define TVM_FFI_SIGNATURE2(n, ...) TVM_FFI_SIGNATURE2_(n, __VA_ARGS__)
#define TVM_FFI_SIGNATURE2_(n, ...) TVM_FFI_SIGNATURE2_##n(__VA_ARGS__)
#define TVM_FFI_SIGNATURE2_0(pass, code, name, R) \
  pass##_signature(code, name, TVM_FFI_WALK3(pass, TVM_FFI_TYPE_##R), "")
#define TVM_FFI_SIGNATURE2_MORE(pass, code, name, R, ...)             \
  pass##_signature(code, name, TVM_FFI_WALK3(pass, TVM_FFI_TYPE_##R), \
                   TVM_FFI_LIST2(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), pass, __VA_ARGS__))
#define TVM_FFI_SIGNATURE2_1 TVM_FFI_SIGNATURE2_MORE
#define TVM_FFI_SIGNATURE2_2 TVM_FFI_SIGNATURE2_MORE
#define TVM_FFI_SIGNATURE2_3 TVM_FFI_SIGNATURE2_MORE
#define TVM_FFI_SIGNATURE2_4 TVM_FFI_SIGNATURE2_MORE
#define TVM_FFI_SIGNATURE2_5 TVM_FFI_SIGNATURE2_MORE
#define TVM_FFI_SIGNATURE2_6 TVM_FFI_SIGNATURE2_MORE
#define TVM_FFI_SIGNATURE2_7 TVM_FFI_SIGNATURE2_MORE
#define TVM_FFI_SIGNATURE2_8 TVM_FFI_SIGNATURE2_MORE
#define TVM_FFI_LIST2(n, ...) TVM_FFI_LIST2_(n, __VA_ARGS__)
#define TVM_FFI_LIST2_(n, ...) TVM_FFI_LIST2_##n(__VA_ARGS__)
#define TVM_FFI_LIST2_0(pass, T) TVM_FFI_WALK3(pass, TVM_FFI_TYPE_##T)
#define TVM_FFI_LIST2_1(pass, T, ...) \
  TVM_FFI_WALK3(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST2_0(pass, __VA_ARGS__)
#define TVM_FFI_LIST2_2(pass, T, ...) \
  TVM_FFI_WALK3(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST2_1(pass, __VA_ARGS__)
#define TVM_FFI_LIST2_3(pass, T, ...) \
  TVM_FFI_WALK3(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST2_2(pass, __VA_ARGS__)
#define TVM_FFI_LIST2_4(pass, T, ...) \
  TVM_FFI_WALK3(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST2_3(pass, __VA_ARGS__)
#define TVM_FFI_LIST2_5(pass, T, ...) \
  TVM_FFI_WALK3(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST2_4(pass, __VA_ARGS__)
#define TVM_FFI_LIST2_6(pass, T, ...) \
  TVM_FFI_WALK3(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST2_5(pass, __VA_ARGS__)
#define TVM_FFI_LIST2_7(pass, T, ...) \
  TVM_FFI_WALK3(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST2_6(pass, __VA_ARGS__)

#define TVM_FFI_WALK3(pass, ...) TVM_FFI_WALK3_(pass, __VA_ARGS__)
#define TVM_FFI_WALK3_(pass, shape, ...) TVM_FFI_WALK3_##shape(pass, __VA_ARGS__)
#define TVM_FFI_WALK3_tvm_ffi_leaf(pass, family, code, name) pass##_leaf(code, name)
#define TVM_FFI_WALK3_tvm_ffi_void(pass, family, code, name) pass##_leaf(code, name)
#define TVM_FFI_WALK3_tvm_ffi_checked(pass, family, code, name, e, r, d, c) pass##_leaf(code, name)
#define TVM_FFI_WALK3_tvm_ffi_class(pass, family, code, name, type) pass##_leaf(code, name)
#define TVM_FFI_WALK3_tvm_ffi_one(pass, family, code, name, T) \
  pass##_one(code, name, TVM_FFI_WALK4(pass, TVM_FFI_TYPE_##T))
#define TVM_FFI_WALK3_tvm_ffi_two(pass, family, code, name, K, V) \
  pass##_two(code, name, TVM_FFI_WALK4(pass, TVM_FFI_TYPE_##K),   \
             TVM_FFI_WALK4(pass, TVM_FFI_TYPE_##V))
#define TVM_FFI_WALK3_tvm_ffi_many(pass, family, code, name, ...) \
  pass##_many(code, name, TVM_FFI_LIST3(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), pass, __VA_ARGS__))
#define TVM_FFI_WALK3_tvm_ffi_signature(pass, family, code, name, ...) \
  TVM_FFI_SIGNATURE3(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), pass, code, name, __VA_ARGS__)
#define TVM_FFI_SIGNATURE3(n, ...) TVM_FFI_SIGNATURE3_(n, __VA_ARGS__)
#define TVM_FFI_SIGNATURE3_(n, ...) TVM_FFI_SIGNATURE3_##n(__VA_ARGS__)
#define TVM_FFI_SIGNATURE3_0(pass, code, name, R) \
  pass##_signature(code, name, TVM_FFI_WALK4(pass, TVM_FFI_TYPE_##R), "")
#define TVM_FFI_SIGNATURE3_MORE(pass, code, name, R, ...)             \
  pass##_signature(code, name, TVM_FFI_WALK4(pass, TVM_FFI_TYPE_##R), \
                   TVM_FFI_LIST3(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), pass, __VA_ARGS__))
#define TVM_FFI_SIGNATURE3_1 TVM_FFI_SIGNATURE3_MORE
#define TVM_FFI_SIGNATURE3_2 TVM_FFI_SIGNATURE3_MORE
#define TVM_FFI_SIGNATURE3_3 TVM_FFI_SIGNATURE3_MORE
#define TVM_FFI_SIGNATURE3_4 TVM_FFI_SIGNATURE3_MORE
#define TVM_FFI_SIGNATURE3_5 TVM_FFI_SIGNATURE3_MORE
#define TVM_FFI_SIGNATURE3_6 TVM_FFI_SIGNATURE3_MORE
#define TVM_FFI_SIGNATURE3_7 TVM_FFI_SIGNATURE3_MORE
#define TVM_FFI_SIGNATURE3_8 TVM_FFI_SIGNATURE3_MORE
#define TVM_FFI_LIST3(n, ...) TVM_FFI_LIST3_(n, __VA_ARGS__)
#define TVM_FFI_LIST3_(n, ...) TVM_FFI_LIST3_##n(__VA_ARGS__)
#define TVM_FFI_LIST3_0(pass, T) TVM_FFI_WALK4(pass, TVM_FFI_TYPE_##T)
#define TVM_FFI_LIST3_1(pass, T, ...) \
  TVM_FFI_WALK4(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST3_0(pass, __VA_ARGS__)
#define TVM_FFI_LIST3_2(pass, T, ...) \
  TVM_FFI_WALK4(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST3_1(pass, __VA_ARGS__)
#define TVM_FFI_LIST3_3(pass, T, ...) \
  TVM_FFI_WALK4(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST3_2(pass, __VA_ARGS__)
#define TVM_FFI_LIST3_4(pass, T, ...) \
  TVM_FFI_WALK4(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST3_3(pass, __VA_ARGS__)
#define TVM_FFI_LIST3_5(pass, T, ...) \
  TVM_FFI_WALK4(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST3_4(pass, __VA_ARGS__)
#define TVM_FFI_LIST3_6(pass, T, ...) \
  TVM_FFI_WALK4(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST3_5(pass, __VA_ARGS__)
#define TVM_FFI_LIST3_7(pass, T, ...) \
  TVM_FFI_WALK4(pass, TVM_FFI_TYPE_##T) pass##_comma TVM_FFI_LIST3_6(pass, __VA_ARGS__)

#define TVM_FFI_WALK4(pass, ...) TVM_FFI_WALK4_(pass, __VA_ARGS__)
#define TVM_FFI_WALK4_(pass, shape, ...) TVM_FFI_WALK4_##shape(pass, __VA_ARGS__)
#define TVM_FFI_WALK4_tvm_ffi_leaf(pass, family, code, name) pass##_leaf(code, name)
#define TVM_FFI_WALK4_tvm_ffi_void(pass, family, code, name) pass##_leaf(code, name)
#define TVM_FFI_WALK4_tvm_ffi_checked(pass, family, code, name, e, r, d, c) pass##_leaf(code, name)
#define TVM_FFI_WALK4_tvm_ffi_class(pass, family, code, name, type) pass##_leaf(code, name)

/* A result that may fail is typed as what it yields. */
#define TVM_FFI_WALK1_tvm_ffi_fallible(pass, family, code, name, T) \
  TVM_FFI_WALK2(pass, TVM_FFI_TYPE_##T)

/* ---- Codes: `Ai` for array(int32). tvm_ffi_code_skip in convert.h knows the grammar ---- */

#define TVM_FFI_CODE(T) TVM_FFI_WALK1(TVM_FFI_CODE, TVM_FFI_TYPE_##T)
#define TVM_FFI_CODE_leaf(code, name) code
#define TVM_FFI_CODE_one(code, name, inner) code inner
#define TVM_FFI_CODE_two(code, name, key, value) code key value
#define TVM_FFI_CODE_many(code, name, inner) code inner ")"
#define TVM_FFI_CODE_signature(code, name, result, params) code
#define TVM_FFI_CODE_comma

/* ---- Schemas, escaped once: they stand inside a JSON string ---- */

#define TVM_FFI_SCHEMA(T) TVM_FFI_WALK1(TVM_FFI_SCHEMA, TVM_FFI_TYPE_##T)
#define TVM_FFI_SCHEMA_leaf(code, name) "{\\\"type\\\":\\\"" name "\\\"}"
#define TVM_FFI_SCHEMA_one(code, name, inner) \
  "{\\\"type\\\":\\\"" name "\\\",\\\"args\\\":[" inner "]}"
#define TVM_FFI_SCHEMA_two(code, name, key, value) TVM_FFI_SCHEMA_one(code, name, key "," value)
#define TVM_FFI_SCHEMA_many(code, name, inner) TVM_FFI_SCHEMA_one(code, name, inner)
#define TVM_FFI_SCHEMA_signature(code, name, result, params)                   \
  "{\\\"type\\\":\\\"" name "\\\",\\\"named_args\\\":{\\\"return\\\":[" result \
  "],\\\"params\\\":[" params "]}}"
#define TVM_FFI_SCHEMA_comma ","

#endif /* TVM_FFI_C_TYPE_H_ */
