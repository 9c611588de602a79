/* SPDX-License-Identifier: Apache-2.0 */
/* Types in C: what a word of type.h is as a parameter, as a result and as a field, and the prototype that a list of
   them asks for. A list is `result, (type, name), (type, name, default), ...`. */
#ifndef TVM_FFI_C_CTYPE_H_
#define TVM_FFI_C_CTYPE_H_

#include <tvm/ffi/c/arg.h>
#include <tvm/ffi/c/type.h>

/* ---- The C types of parameters and results, by family ---- */

#define TVM_FFI_PARAM_int8 int8_t
#define TVM_FFI_PARAM_int16 int16_t
#define TVM_FFI_PARAM_int32 int32_t
#define TVM_FFI_PARAM_int64 int64_t
#define TVM_FFI_PARAM_uint8 uint8_t
#define TVM_FFI_PARAM_uint16 uint16_t
#define TVM_FFI_PARAM_uint32 uint32_t
#define TVM_FFI_PARAM_uint64 uint64_t
#define TVM_FFI_PARAM_float32 float
#define TVM_FFI_PARAM_float64 double
#define TVM_FFI_PARAM_boolean bool
#define TVM_FFI_PARAM_str tvm_ffi_string_view
#define TVM_FFI_PARAM_bytes tvm_ffi_bytes_view
#define TVM_FFI_PARAM_any tvm_ffi_view
#define TVM_FFI_PARAM_none tvm_ffi_view
#define TVM_FFI_PARAM_optional tvm_ffi_view
#define TVM_FFI_PARAM_variant tvm_ffi_view
#define TVM_FFI_PARAM_dtype DLDataType
#define TVM_FFI_PARAM_device DLDevice
#define TVM_FFI_PARAM_ptr void*
#define TVM_FFI_PARAM_shape tvm_ffi_shape_view
#define TVM_FFI_PARAM_tensor DLTensor*
#define TVM_FFI_PARAM_tensor_of DLTensor*
#define TVM_FFI_PARAM_managed_tensor tvm_ffi_tensor_view
#define TVM_FFI_PARAM_function tvm_ffi_function_view
#define TVM_FFI_PARAM_error tvm_ffi_error_view
#define TVM_FFI_PARAM_module tvm_ffi_module_view
#define TVM_FFI_PARAM_handle tvm_ffi_object_view
#define TVM_FFI_PARAM_array tvm_ffi_array_view
#define TVM_FFI_PARAM_list tvm_ffi_list_view
#define TVM_FFI_PARAM_map tvm_ffi_map_view
#define TVM_FFI_PARAM_dict tvm_ffi_dict_view
#define TVM_FFI_PARAM_tuple tvm_ffi_array_view

#define TVM_FFI_RETURN_int8 int8_t
#define TVM_FFI_RETURN_int16 int16_t
#define TVM_FFI_RETURN_int32 int32_t
#define TVM_FFI_RETURN_int64 int64_t
#define TVM_FFI_RETURN_uint8 uint8_t
#define TVM_FFI_RETURN_uint16 uint16_t
#define TVM_FFI_RETURN_uint32 uint32_t
#define TVM_FFI_RETURN_uint64 uint64_t
#define TVM_FFI_RETURN_float32 float
#define TVM_FFI_RETURN_float64 double
#define TVM_FFI_RETURN_boolean bool
#define TVM_FFI_RETURN_str tvm_ffi_string
#define TVM_FFI_RETURN_bytes tvm_ffi_bytes
#define TVM_FFI_RETURN_any tvm_ffi_any
#define TVM_FFI_RETURN_none tvm_ffi_any
#define TVM_FFI_RETURN_optional tvm_ffi_any
#define TVM_FFI_RETURN_variant tvm_ffi_any
#define TVM_FFI_RETURN_dtype DLDataType
#define TVM_FFI_RETURN_device DLDevice
#define TVM_FFI_RETURN_ptr void*
#define TVM_FFI_RETURN_shape tvm_ffi_shape
#define TVM_FFI_RETURN_managed_tensor tvm_ffi_tensor
#define TVM_FFI_RETURN_function tvm_ffi_function
#define TVM_FFI_RETURN_error tvm_ffi_error
#define TVM_FFI_RETURN_module tvm_ffi_module
#define TVM_FFI_RETURN_handle tvm_ffi_object
#define TVM_FFI_RETURN_array tvm_ffi_array
#define TVM_FFI_RETURN_list tvm_ffi_list
#define TVM_FFI_RETURN_map tvm_ffi_map
#define TVM_FFI_RETURN_dict tvm_ffi_dict
#define TVM_FFI_RETURN_tuple tvm_ffi_array
/* A DLTensor belongs to somebody else: what is returned or kept is a managed_tensor. */
#define TVM_FFI_RETURN_tensor struct a_tensor_cannot_be_returned_or_stored_use_managed_tensor*
#define TVM_FFI_RETURN_tensor_of TVM_FFI_RETURN_tensor

#define TVM_FFI_PARAM_TYPE(T) TVM_FFI_ON(TVM_FFI_PARAM_TYPE, ~, T)
#define TVM_FFI_PARAM_TYPE_tvm_ffi_leaf(x, family, ...) TVM_FFI_PARAM_##family
#define TVM_FFI_PARAM_TYPE_tvm_ffi_void(x, family, ...) TVM_FFI_PARAM_##family
#define TVM_FFI_PARAM_TYPE_tvm_ffi_one(x, family, ...) TVM_FFI_PARAM_##family
#define TVM_FFI_PARAM_TYPE_tvm_ffi_two(x, family, ...) TVM_FFI_PARAM_##family
#define TVM_FFI_PARAM_TYPE_tvm_ffi_many(x, family, ...) TVM_FFI_PARAM_##family
#define TVM_FFI_PARAM_TYPE_tvm_ffi_signature(x, family, ...) TVM_FFI_PARAM_##family
#define TVM_FFI_PARAM_TYPE_tvm_ffi_checked(x, family, ...) TVM_FFI_PARAM_##family
#define TVM_FFI_PARAM_TYPE_tvm_ffi_class(x, family, code, name, type) type*
#define TVM_FFI_RETURN_TYPE(T) TVM_FFI_ON(TVM_FFI_RETURN_TYPE, ~, T)
#define TVM_FFI_RETURN_TYPE_tvm_ffi_leaf(x, family, ...) TVM_FFI_RETURN_##family
#define TVM_FFI_RETURN_TYPE_tvm_ffi_void(x, family, ...) TVM_FFI_RETURN_##family
#define TVM_FFI_RETURN_TYPE_tvm_ffi_one(x, family, ...) TVM_FFI_RETURN_##family
#define TVM_FFI_RETURN_TYPE_tvm_ffi_two(x, family, ...) TVM_FFI_RETURN_##family
#define TVM_FFI_RETURN_TYPE_tvm_ffi_many(x, family, ...) TVM_FFI_RETURN_##family
#define TVM_FFI_RETURN_TYPE_tvm_ffi_signature(x, family, ...) TVM_FFI_RETURN_##family
#define TVM_FFI_RETURN_TYPE_tvm_ffi_checked(x, family, ...) TVM_FFI_RETURN_##family
#define TVM_FFI_RETURN_TYPE_tvm_ffi_class(x, family, code, name, type) type*
#define TVM_FFI_RETURN_TYPE_tvm_ffi_fallible(x, family, code, name, T) \
  TVM_FFI_ON_INNER(TVM_FFI_RETURN_TYPE, x, T)
#define TVM_FFI_GIVE(value, T) TVM_FFI_ON(TVM_FFI_GIVE, value, T)
#define TVM_FFI_GIVE_tvm_ffi_leaf(x, family, ...) tvm_ffi_give_##family(x, result)
#define TVM_FFI_GIVE_tvm_ffi_void(x, family, ...) tvm_ffi_give_##family(x, result)
#define TVM_FFI_GIVE_tvm_ffi_one(x, family, ...) tvm_ffi_give_##family(x, result)
#define TVM_FFI_GIVE_tvm_ffi_two(x, family, ...) tvm_ffi_give_##family(x, result)
#define TVM_FFI_GIVE_tvm_ffi_many(x, family, ...) tvm_ffi_give_##family(x, result)
#define TVM_FFI_GIVE_tvm_ffi_signature(x, family, ...) tvm_ffi_give_##family(x, result)
#define TVM_FFI_GIVE_tvm_ffi_checked(x, family, ...) tvm_ffi_give_##family(x, result)
#define TVM_FFI_GIVE_tvm_ffi_class(x, family, code, name, type) tvm_ffi_give_object(x, result)
#define TVM_FFI_GIVE_tvm_ffi_fallible(x, family, code, name, T) TVM_FFI_ON_INNER(TVM_FFI_GIVE, x, T)

/* Chooses by what a function gives: m_value, m_void, m_try_value, m_try_void, called with (T, ...). */
#define TVM_FFI_BY_RESULT(m, T, ...) TVM_FFI_BY_RESULT_0(m, T, __VA_ARGS__)
#define TVM_FFI_BY_RESULT_0(m, T, ...) TVM_FFI_BY_RESULT_1(m, (T, __VA_ARGS__), TVM_FFI_TYPE_##T)
#define TVM_FFI_BY_RESULT_1(m, args, ...) TVM_FFI_BY_RESULT_2(m, args, __VA_ARGS__)
#define TVM_FFI_BY_RESULT_2(m, args, shape, ...) TVM_FFI_BY_RESULT_##shape(m, args, __VA_ARGS__)
#define TVM_FFI_BY_RESULT_tvm_ffi_fallible(m, args, family, code, name, T) \
  TVM_FFI_BY_INNER_1(m, args, TVM_FFI_TYPE_##T)
#define TVM_FFI_BY_INNER_1(m, args, ...) TVM_FFI_BY_INNER_2(m, args, __VA_ARGS__)
#define TVM_FFI_BY_INNER_2(m, args, shape, ...) TVM_FFI_BY_INNER_##shape(m, args)
#define TVM_FFI_BY_RESULT_tvm_ffi_leaf(m, args, ...) m##_value args
#define TVM_FFI_BY_RESULT_tvm_ffi_one(m, args, ...) m##_value args
#define TVM_FFI_BY_RESULT_tvm_ffi_two(m, args, ...) m##_value args
#define TVM_FFI_BY_RESULT_tvm_ffi_many(m, args, ...) m##_value args
#define TVM_FFI_BY_RESULT_tvm_ffi_signature(m, args, ...) m##_value args
#define TVM_FFI_BY_RESULT_tvm_ffi_class(m, args, ...) m##_value args
#define TVM_FFI_BY_RESULT_tvm_ffi_checked(m, args, ...) m##_value args
#define TVM_FFI_BY_RESULT_tvm_ffi_void(m, args, ...) m##_void args
#define TVM_FFI_BY_INNER_tvm_ffi_leaf(m, args) m##_try_value args
#define TVM_FFI_BY_INNER_tvm_ffi_one(m, args) m##_try_value args
#define TVM_FFI_BY_INNER_tvm_ffi_two(m, args) m##_try_value args
#define TVM_FFI_BY_INNER_tvm_ffi_many(m, args) m##_try_value args
#define TVM_FFI_BY_INNER_tvm_ffi_signature(m, args) m##_try_value args
#define TVM_FFI_BY_INNER_tvm_ffi_class(m, args) m##_try_value args
#define TVM_FFI_BY_INNER_tvm_ffi_checked(m, args) m##_try_value args
#define TVM_FFI_BY_INNER_tvm_ffi_void(m, args) m##_try_void args

/* ---- The prototype that a signature asks for: `int64_t (*)(int64_t, DLTensor*)` ---- */

#define TVM_FFI_LIST_TYPE(c, p) TVM_FFI_LIST_TYPE_(TVM_FFI_PP_UNPACK p, ~)
#define TVM_FFI_LIST_TYPE_(...) TVM_FFI_LIST_TYPE__(__VA_ARGS__)
#define TVM_FFI_LIST_TYPE__(T, ...) TVM_FFI_PARAM_TYPE(T)
#define TVM_FFI_LIST_TYPE_COMMA(c, p) TVM_FFI_LIST_TYPE(c, p),
#define TVM_FFI_LIST_TYPE_EACH(c, i, p) TVM_FFI_LIST_TYPE(c, p),

/* `void` when there are none. */
#define TVM_FFI_PARAM_TYPES(...) \
  TVM_FFI_PARAM_TYPES_N(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_N(n, ...) TVM_FFI_PARAM_TYPES_N_(n, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_N_(n, ...) TVM_FFI_PARAM_TYPES_##n(__VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_0(head) void
#define TVM_FFI_PARAM_TYPES_1(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_2(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_3(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_4(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_5(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_6(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_7(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_8(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_9(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_10(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_11(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_12(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_13(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_14(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_15(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)
#define TVM_FFI_PARAM_TYPES_16(...) \
  TVM_FFI_PP_JOIN(TVM_FFI_LIST_TYPE_COMMA, TVM_FFI_LIST_TYPE, ~, __VA_ARGS__)

/* `name` stands between result and parameters: `(*)` for a type, the function's name for a message. */
#define TVM_FFI_PROTOTYPE(name, ...) \
  TVM_FFI_BY_RESULT(TVM_FFI_PROTOTYPE, TVM_FFI_PP_HEAD(__VA_ARGS__), name, __VA_ARGS__)
#define TVM_FFI_PROTOTYPE_value(T, name, ...) \
  TVM_FFI_RETURN_TYPE(T) name(TVM_FFI_PARAM_TYPES(__VA_ARGS__))
#define TVM_FFI_PROTOTYPE_void(T, name, ...) void name(TVM_FFI_PARAM_TYPES(__VA_ARGS__))
#define TVM_FFI_PROTOTYPE_try_void(T, name, ...) int name(TVM_FFI_PARAM_TYPES(__VA_ARGS__))
#define TVM_FFI_PROTOTYPE_try_value(T, name, ...) \
  int name(TVM_FFI_PP_EACH(TVM_FFI_LIST_TYPE_EACH, ~, __VA_ARGS__) TVM_FFI_RETURN_TYPE(T)*)

#ifdef __cplusplus
template <typename A, typename B>
struct tvm_ffi_is_same_ {
  static const bool value = false;
};
template <typename A>
struct tvm_ffi_is_same_<A, A> {
  static const bool value = true;
};
#define TVM_FFI_HAS_TYPE(expression, ...) \
  (tvm_ffi_is_same_<decltype(expression), __VA_ARGS__>::value)
#else
#define TVM_FFI_HAS_TYPE(expression, ...) _Generic((expression), __VA_ARGS__: 1, default: 0)
#endif

#define TVM_FFI_ASSERT_PROTOTYPE(fn, ...)                                           \
  TVM_FFI_STATIC_ASSERT(TVM_FFI_HAS_TYPE(&fn, TVM_FFI_PROTOTYPE((*), __VA_ARGS__)), \
                        "exported function has to be declared as: " TVM_FFI_PP_STR( \
                            TVM_FFI_PROTOTYPE(fn, __VA_ARGS__)))

#endif /* TVM_FFI_C_CTYPE_H_ */
