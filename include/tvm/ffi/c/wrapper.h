/* SPDX-License-Identifier: Apache-2.0 */
/* The wrapper of a C function: the function in the ABI's form that checks the arguments, calls, and packs the result.
   A wrapper is straight code, `if (count is right && argument 0 is right && ...) call`, whose rare branches are shared
   functions of arg.h. */
#ifndef TVM_FFI_C_WRAPPER_H_
#define TVM_FFI_C_WRAPPER_H_

#include <tvm/ffi/c/ctype.h>

/* ---- The words inside tensor_of(element, rank, device); `_` leaves one open ---- */

#define TVM_FFI_ELEMENT_int8 kDLInt, 8
#define TVM_FFI_ELEMENT_int16 kDLInt, 16
#define TVM_FFI_ELEMENT_int32 kDLInt, 32
#define TVM_FFI_ELEMENT_int64 kDLInt, 64
#define TVM_FFI_ELEMENT_uint8 kDLUInt, 8
#define TVM_FFI_ELEMENT_uint16 kDLUInt, 16
#define TVM_FFI_ELEMENT_uint32 kDLUInt, 32
#define TVM_FFI_ELEMENT_uint64 kDLUInt, 64
#define TVM_FFI_ELEMENT_float16 kDLFloat, 16
#define TVM_FFI_ELEMENT_float32 kDLFloat, 32
#define TVM_FFI_ELEMENT_float64 kDLFloat, 64
#define TVM_FFI_ELEMENT_bfloat16 kDLBfloat, 16
#define TVM_FFI_ELEMENT_complex64 kDLComplex, 64
#define TVM_FFI_ELEMENT_complex128 kDLComplex, 128
#define TVM_FFI_ELEMENT_bool kDLBool, 8
#define TVM_FFI_ELEMENT__Bool kDLBool, 8
#define TVM_FFI_ELEMENT__ TVM_FFI_ANY_ELEMENT, 0
#define TVM_FFI_RANK__ -1
#define TVM_FFI_RANK_0 0
#define TVM_FFI_RANK_1 1
#define TVM_FFI_RANK_2 2
#define TVM_FFI_RANK_3 3
#define TVM_FFI_RANK_4 4
#define TVM_FFI_RANK_5 5
#define TVM_FFI_RANK_6 6
#define TVM_FFI_RANK_7 7
#define TVM_FFI_RANK_8 8
#define TVM_FFI_DEVICE__ 0
#define TVM_FFI_DEVICE_cpu kDLCPU
#define TVM_FFI_DEVICE_cuda kDLCUDA
#define TVM_FFI_DEVICE_cuda_host kDLCUDAHost
#define TVM_FFI_DEVICE_opencl kDLOpenCL
#define TVM_FFI_DEVICE_vulkan kDLVulkan
#define TVM_FFI_DEVICE_metal kDLMetal
#define TVM_FFI_DEVICE_rocm kDLROCM
#define TVM_FFI_DEVICE_webgpu kDLWebGPU
#define TVM_FFI_DEVICE_hexagon kDLHexagon

/* ---- Pieces of a wrapper ---- */

/* Declares the local variables of a parameter. */
#define TVM_FFI_DECLARE(c, i, p) TVM_FFI_DECLARE_(i, TVM_FFI_PP_UNPACK p)
#define TVM_FFI_DECLARE_(...) TVM_FFI_DECLARE_N(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), __VA_ARGS__)
#define TVM_FFI_DECLARE_N(n, ...) TVM_FFI_DECLARE_N_(n, __VA_ARGS__)
#define TVM_FFI_DECLARE_N_(n, ...) TVM_FFI_DECLARE_##n(__VA_ARGS__)
#define TVM_FFI_DECLARE_2(i, T, name)                                                    \
  TVM_FFI_STATIC_ASSERT(i < tvm_ffi_required_,                                           \
                        "parameter needs a default, for one before it has one: " #name); \
  TVM_FFI_DECLARE_3(i, T, name, ~)
#define TVM_FFI_DECLARE_3(i, T, name, value)  \
  TVM_FFI_PARAM_TYPE(T) arg_##name;           \
  TVMFFIAny hold_##name = tvm_ffi_raw_none(); \
  TVM_FFI_ON(TVM_FFI_DECLARE, name, T)
#define TVM_FFI_DECLARE_tvm_ffi_leaf(x, family, ...)
#define TVM_FFI_DECLARE_tvm_ffi_void(x, family, ...)
#define TVM_FFI_DECLARE_tvm_ffi_one(x, family, ...)
#define TVM_FFI_DECLARE_tvm_ffi_two(x, family, ...)
#define TVM_FFI_DECLARE_tvm_ffi_many(x, family, ...)
#define TVM_FFI_DECLARE_tvm_ffi_signature(x, family, ...)
#define TVM_FFI_DECLARE_tvm_ffi_checked(x, family, code, name, element, rank, device, contiguous) \
  static const tvm_ffi_tensor_spec spec_##x = {TVM_FFI_ELEMENT_##element, TVM_FFI_RANK_##rank,    \
                                               TVM_FFI_DEVICE_##device, contiguous, #element};
#define TVM_FFI_DECLARE_tvm_ffi_class(x, family, code, name, type) static int32_t cache_##x;

/* Reads an argument: a link of a chain of conditions. */
#define TVM_FFI_READ(c, i, p) TVM_FFI_READ_(i, TVM_FFI_PP_UNPACK p)
#define TVM_FFI_READ_(...) TVM_FFI_READ_N(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), __VA_ARGS__)
#define TVM_FFI_READ_N(n, ...) TVM_FFI_READ_N_(n, __VA_ARGS__)
#define TVM_FFI_READ_N_(n, ...) TVM_FFI_READ_##n(__VA_ARGS__)
#define TVM_FFI_READ_2(i, T, name) \
  &&(at = i, arg_##name = TVM_FFI_ON(TVM_FFI_ARG, (i, T, name), T), status == 0)
#define TVM_FFI_READ_3(i, T, name, value)                                  \
  &&(at = i,                                                               \
     arg_##name = (num_args > i ? TVM_FFI_ON(TVM_FFI_ARG, (i, T, name), T) \
                                : TVM_FFI_ON(TVM_FFI_DEFAULT, value, T)),  \
     status == 0)
#define TVM_FFI_ARG_PLAIN(family, x) TVM_FFI_ARG_PLAIN_(family, TVM_FFI_PP_UNPACK x)
#define TVM_FFI_ARG_PLAIN_(...) TVM_FFI_ARG_PLAIN__(__VA_ARGS__)
#define TVM_FFI_ARG_PLAIN__(family, i, T, name) \
  tvm_ffi_arg_##family(&args[i], TVM_FFI_CODE(T), &hold_##name, &status)
#define TVM_FFI_ARG_tvm_ffi_leaf(x, family, ...) TVM_FFI_ARG_PLAIN(family, x)
#define TVM_FFI_ARG_tvm_ffi_void(x, family, ...) TVM_FFI_ARG_PLAIN(family, x)
#define TVM_FFI_ARG_tvm_ffi_one(x, family, ...) TVM_FFI_ARG_PLAIN(family, x)
#define TVM_FFI_ARG_tvm_ffi_two(x, family, ...) TVM_FFI_ARG_PLAIN(family, x)
#define TVM_FFI_ARG_tvm_ffi_many(x, family, ...) TVM_FFI_ARG_PLAIN(family, x)
#define TVM_FFI_ARG_tvm_ffi_signature(x, family, ...) TVM_FFI_ARG_PLAIN(family, x)
#define TVM_FFI_ARG_tvm_ffi_checked(x, ...) TVM_FFI_ARG_CHECKED(TVM_FFI_PP_UNPACK x)
#define TVM_FFI_ARG_CHECKED(...) TVM_FFI_ARG_CHECKED_(__VA_ARGS__)
#define TVM_FFI_ARG_CHECKED_(i, T, name) \
  tvm_ffi_arg_tensor_of(&args[i], &spec_##name, &site, i, &status)
#define TVM_FFI_ARG_tvm_ffi_class(x, family, code, key, type) \
  TVM_FFI_ARG_CLASS(type, key, TVM_FFI_PP_UNPACK x)
#define TVM_FFI_ARG_CLASS(...) TVM_FFI_ARG_CLASS_(__VA_ARGS__)
#define TVM_FFI_ARG_CLASS_(type, key, i, T, name) \
  (type*)tvm_ffi_arg_object(&args[i], key, sizeof(key) - 1, &cache_##name, &status)

/* A default as a C value and as JSON, escaped once like schemas. */
#define TVM_FFI_DEFAULT_tvm_ffi_leaf(x, family, ...) TVM_FFI_DEFAULT_##family(x)
#define TVM_FFI_DEFAULT_tvm_ffi_void(x, family, ...) TVM_FFI_DEFAULT_##family(x)
#define TVM_FFI_DEFAULT_tvm_ffi_one(x, family, ...) TVM_FFI_DEFAULT_##family(x)
#define TVM_FFI_DEFAULT_tvm_ffi_two(x, family, ...) TVM_FFI_DEFAULT_##family(x)
#define TVM_FFI_DEFAULT_tvm_ffi_many(x, family, ...) TVM_FFI_DEFAULT_##family(x)
#define TVM_FFI_DEFAULT_tvm_ffi_signature(x, family, ...) TVM_FFI_DEFAULT_##family(x)
#define TVM_FFI_DEFAULT_tvm_ffi_checked(x, family, ...) TVM_FFI_DEFAULT_##family(x)
#define TVM_FFI_JSON_tvm_ffi_leaf(x, family, ...) TVM_FFI_JSON_##family(x)
#define TVM_FFI_JSON_tvm_ffi_void(x, family, ...) TVM_FFI_JSON_##family(x)
#define TVM_FFI_JSON_tvm_ffi_one(x, family, ...) TVM_FFI_JSON_##family(x)
#define TVM_FFI_JSON_tvm_ffi_two(x, family, ...) TVM_FFI_JSON_##family(x)
#define TVM_FFI_JSON_tvm_ffi_many(x, family, ...) TVM_FFI_JSON_##family(x)
#define TVM_FFI_JSON_tvm_ffi_signature(x, family, ...) TVM_FFI_JSON_##family(x)
#define TVM_FFI_JSON_tvm_ffi_checked(x, family, ...) TVM_FFI_JSON_##family(x)
#define TVM_FFI_DEFAULT_int8(value) ((int8_t)(value))
#define TVM_FFI_JSON_int8(value) #value
#define TVM_FFI_DEFAULT_int16(value) ((int16_t)(value))
#define TVM_FFI_JSON_int16(value) #value
#define TVM_FFI_DEFAULT_int32(value) ((int32_t)(value))
#define TVM_FFI_JSON_int32(value) #value
#define TVM_FFI_DEFAULT_int64(value) ((int64_t)(value))
#define TVM_FFI_JSON_int64(value) #value
#define TVM_FFI_DEFAULT_uint8(value) ((uint8_t)(value))
#define TVM_FFI_JSON_uint8(value) #value
#define TVM_FFI_DEFAULT_uint16(value) ((uint16_t)(value))
#define TVM_FFI_JSON_uint16(value) #value
#define TVM_FFI_DEFAULT_uint32(value) ((uint32_t)(value))
#define TVM_FFI_JSON_uint32(value) #value
#define TVM_FFI_DEFAULT_uint64(value) ((uint64_t)(value))
#define TVM_FFI_JSON_uint64(value) #value
#define TVM_FFI_DEFAULT_float32(value) ((float)(value))
#define TVM_FFI_JSON_float32(value) #value
#define TVM_FFI_DEFAULT_float64(value) ((double)(value))
#define TVM_FFI_JSON_float64(value) #value
#define TVM_FFI_DEFAULT_boolean(value) ((bool)(value))
#define TVM_FFI_JSON_boolean(value) TVM_FFI_JSON_boolean_(value)
#define TVM_FFI_JSON_boolean_(value) TVM_FFI_JSON_boolean_##value
#define TVM_FFI_JSON_boolean_true "true"
#define TVM_FFI_JSON_boolean_false "false"
#define TVM_FFI_JSON_boolean_1 "true"
#define TVM_FFI_JSON_boolean_0 "false"
#define TVM_FFI_DEFAULT_str(value) tvm_ffi_string_view_of("" value)
#define TVM_FFI_JSON_str(value) "\\\"" value "\\\""
#define TVM_FFI_DEFAULT_any(value) TVM_FFI_DEFAULT_only_##value
#define TVM_FFI_JSON_any(value) TVM_FFI_JSON_only_##value
#define TVM_FFI_DEFAULT_optional(value) TVM_FFI_DEFAULT_only_##value
#define TVM_FFI_JSON_optional(value) TVM_FFI_JSON_only_##value
#define TVM_FFI_DEFAULT_variant(value) TVM_FFI_DEFAULT_only_##value
#define TVM_FFI_JSON_variant(value) TVM_FFI_JSON_only_##value
#define TVM_FFI_DEFAULT_only_none tvm_ffi_view_none()
#define TVM_FFI_JSON_only_none "null"

#define TVM_FFI_RELEASE(c, i, p) TVM_FFI_RELEASE_(TVM_FFI_PP_UNPACK p, ~)
#define TVM_FFI_RELEASE_(...) TVM_FFI_RELEASE__(__VA_ARGS__)
#define TVM_FFI_RELEASE__(T, name, ...) tvm_ffi_raw_drop(&hold_##name);

#define TVM_FFI_PASS(c, p) TVM_FFI_PASS_(TVM_FFI_PP_UNPACK p, ~)
#define TVM_FFI_PASS_(...) TVM_FFI_PASS__(__VA_ARGS__)
#define TVM_FFI_PASS__(T, name, ...) arg_##name
#define TVM_FFI_PASS_COMMA(c, p) TVM_FFI_PASS(c, p),
#define TVM_FFI_PASS_EACH(c, i, p) TVM_FFI_PASS(c, p),
#define TVM_FFI_PASS_ALL(...) TVM_FFI_PP_JOIN(TVM_FFI_PASS_COMMA, TVM_FFI_PASS, ~, __VA_ARGS__)

#define TVM_FFI_INVOKE_value(T, fn, ...) \
  status = TVM_FFI_GIVE(fn(TVM_FFI_PASS_ALL(__VA_ARGS__)), T);
#define TVM_FFI_INVOKE_void(T, fn, ...) \
  fn(TVM_FFI_PASS_ALL(__VA_ARGS__));    \
  *result = tvm_ffi_raw_none();
#define TVM_FFI_INVOKE_try_void(T, fn, ...)   \
  status = fn(TVM_FFI_PASS_ALL(__VA_ARGS__)); \
  if (status == 0) *result = tvm_ffi_raw_none();
#define TVM_FFI_INVOKE_try_value(T, fn, ...)                               \
  TVM_FFI_RETURN_TYPE(T) given = TVM_FFI_ZERO;                             \
  status = fn(TVM_FFI_PP_EACH(TVM_FFI_PASS_EACH, ~, __VA_ARGS__) & given); \
  if (status == 0) status = TVM_FFI_GIVE(given, T);

#define TVM_FFI_COUNT_REQUIRED(c, i, p) TVM_FFI_COUNT_REQUIRED_(TVM_FFI_PP_UNPACK p)
#define TVM_FFI_COUNT_REQUIRED_(...) TVM_FFI_COUNT_REQUIRED_N(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__))
#define TVM_FFI_COUNT_REQUIRED_N(n) TVM_FFI_COUNT_REQUIRED_N_(n)
#define TVM_FFI_COUNT_REQUIRED_N_(n) TVM_FFI_COUNT_REQUIRED_##n
#define TVM_FFI_COUNT_REQUIRED_1 +1
#define TVM_FFI_COUNT_REQUIRED_2 +0
#define TVM_FFI_REQUIRED(...) (0 TVM_FFI_PP_EACH(TVM_FFI_COUNT_REQUIRED, ~, __VA_ARGS__))

/* Which teller a signature needs: a constant. */
#define TVM_FFI_TELLER(...)                                                           \
  (0 TVM_FFI_PP_EACH(TVM_FFI_COUNT_DEEP, ~, __VA_ARGS__) != 0 ? tvm_ffi_mismatch_text \
                                                              : tvm_ffi_plain_mismatch_text)
#define TVM_FFI_COUNT_DEEP(c, i, p) TVM_FFI_COUNT_DEEP_(TVM_FFI_PP_UNPACK p, ~)
#define TVM_FFI_COUNT_DEEP_(...) TVM_FFI_COUNT_DEEP__(__VA_ARGS__)
#define TVM_FFI_COUNT_DEEP__(T, ...) +TVM_FFI_ON(TVM_FFI_IS_DEEP, ~, T)
#define TVM_FFI_IS_DEEP_tvm_ffi_leaf(...) 0
#define TVM_FFI_IS_DEEP_tvm_ffi_void(...) 0
#define TVM_FFI_IS_DEEP_tvm_ffi_checked(...) 0
#define TVM_FFI_IS_DEEP_tvm_ffi_class(...) 0
#define TVM_FFI_IS_DEEP_tvm_ffi_one(...) 1
#define TVM_FFI_IS_DEEP_tvm_ffi_two(...) 1
#define TVM_FFI_IS_DEEP_tvm_ffi_many(...) 1
#define TVM_FFI_IS_DEEP_tvm_ffi_signature(...) 0

#define TVM_FFI_LIST_CODE(c, i, p) TVM_FFI_LIST_CODE_(TVM_FFI_PP_UNPACK p, ~)
#define TVM_FFI_LIST_CODE_(...) TVM_FFI_LIST_CODE__(__VA_ARGS__)
#define TVM_FFI_LIST_CODE__(T, ...) TVM_FFI_CODE(T)
#define TVM_FFI_CODES(...) TVM_FFI_CODES_0(TVM_FFI_PP_HEAD(__VA_ARGS__), __VA_ARGS__)
#define TVM_FFI_CODES_0(T, ...) TVM_FFI_CODE(T) TVM_FFI_PP_EACH(TVM_FFI_LIST_CODE, ~, __VA_ARGS__)

/* Defines `wrapper`, which calls `fn`: `name` is what messages say, `linkage` stands before it. */
#define TVM_FFI_DEFINE_WRAPPER(linkage, wrapper, fn, name, ...)                                   \
  TVM_FFI_ASSERT_PROTOTYPE(fn, __VA_ARGS__);                                                      \
  linkage int wrapper(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result);  \
  linkage int wrapper(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) { \
    enum { tvm_ffi_required_ = TVM_FFI_REQUIRED(__VA_ARGS__) };                                   \
    static const tvm_ffi_site site = {name, TVM_FFI_CODES(__VA_ARGS__),                           \
                                      TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), tvm_ffi_required_,      \
                                      TVM_FFI_TELLER(__VA_ARGS__)};                               \
    TVM_FFI_PP_EACH(TVM_FFI_DECLARE, ~, __VA_ARGS__)                                              \
    int32_t at = 0;                                                                               \
    int status = tvm_ffi_check_call(&site, num_args, result);                                     \
    (void)handle;                                                                                 \
    if (!TVM_FFI_LIKELY(status == 0)) return status;                                              \
    if (TVM_FFI_LIKELY(true TVM_FFI_PP_EACH(TVM_FFI_READ, ~, __VA_ARGS__))) {                     \
      TVM_FFI_BY_RESULT(TVM_FFI_INVOKE, TVM_FFI_PP_HEAD(__VA_ARGS__), fn, __VA_ARGS__)            \
    } else {                                                                                      \
      status = tvm_ffi_raise_wrong_arg(&site, args, at, status);                                  \
    }                                                                                             \
    TVM_FFI_PP_EACH(TVM_FFI_RELEASE, ~, __VA_ARGS__)                                              \
    return status;                                                                                \
  }                                                                                               \
  TVM_FFI_STATIC_ASSERT(true, "")

#endif /* TVM_FFI_C_WRAPPER_H_ */
