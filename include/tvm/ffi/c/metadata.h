/* SPDX-License-Identifier: Apache-2.0 */
/* Metadata texts, made by the compiler out of string literals: `{"type_schema":"...","arg_names":"[...]"}` and, if
   there are defaults, `"arg_defaults":"{...}"`. The values are JSON texts inside JSON strings, hence the escapes.
   `arg_names` has a name for each parameter of the schema, `self` included. */
#ifndef TVM_FFI_C_METADATA_H_
#define TVM_FFI_C_METADATA_H_

#include <tvm/ffi/c/wrapper.h>

#define TVM_FFI_LIST_SCHEMA(c, p) TVM_FFI_LIST_SCHEMA_(TVM_FFI_PP_UNPACK p, ~)
#define TVM_FFI_LIST_SCHEMA_(...) TVM_FFI_LIST_SCHEMA__(__VA_ARGS__)
#define TVM_FFI_LIST_SCHEMA__(T, ...) TVM_FFI_SCHEMA(T)
#define TVM_FFI_LIST_SCHEMA_COMMA(c, p) TVM_FFI_LIST_SCHEMA(c, p) ","

#define TVM_FFI_LIST_NAME(c, p) TVM_FFI_LIST_NAME_(TVM_FFI_PP_UNPACK p, ~)
#define TVM_FFI_LIST_NAME_(...) TVM_FFI_LIST_NAME__(__VA_ARGS__)
#define TVM_FFI_LIST_NAME__(T, name, ...) "\\\"" #name "\\\""
#define TVM_FFI_LIST_NAME_COMMA(c, p) TVM_FFI_LIST_NAME(c, p) ","

#define TVM_FFI_LIST_DEFAULT(c, p) TVM_FFI_LIST_DEFAULT_("", TVM_FFI_PP_UNPACK p)
#define TVM_FFI_LIST_DEFAULT_COMMA(c, p) TVM_FFI_LIST_DEFAULT_(", ", TVM_FFI_PP_UNPACK p)
#define TVM_FFI_LIST_DEFAULT_(...) \
  TVM_FFI_LIST_DEFAULT_N(TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__), __VA_ARGS__)
#define TVM_FFI_LIST_DEFAULT_N(n, ...) TVM_FFI_LIST_DEFAULT_N_(n, __VA_ARGS__)
#define TVM_FFI_LIST_DEFAULT_N_(n, ...) TVM_FFI_LIST_DEFAULT_##n(__VA_ARGS__)
#define TVM_FFI_LIST_DEFAULT_2(comma, T, name)
#define TVM_FFI_LIST_DEFAULT_3(comma, T, name, value) \
  "\\\"" #name "\\\": " TVM_FFI_ON(TVM_FFI_JSON, value, T) comma

#define TVM_FFI_FUNCTION_SCHEMA(result, ...) \
  "{\"type_schema\":\"{\\\"type\\\":\\\"ffi.Function\\\",\\\"named_args\\\":{\\\"return\\\":" \
  "[" result               \
  "],\\\"params\\\":[" TVM_FFI_PP_JOIN(TVM_FFI_LIST_SCHEMA_COMMA, TVM_FFI_LIST_SCHEMA, ~, __VA_ARGS__) "]}}\"" \
  ",\"arg_names\":\"[" TVM_FFI_PP_JOIN(TVM_FFI_LIST_NAME_COMMA, TVM_FFI_LIST_NAME, ~, __VA_ARGS__) "]\""
#define TVM_FFI_ARG_DEFAULTS(...)                                                              \
  ",\"arg_defaults\":\"{" TVM_FFI_PP_JOIN(TVM_FFI_LIST_DEFAULT_COMMA, TVM_FFI_LIST_DEFAULT, ~, \
                                          __VA_ARGS__) "}\""

/* The metadata of a signature, a constant: JSON with the type schema, the names of the parameters and, if there are
   any, their defaults. `result` is the result's schema. */
#define TVM_FFI_METADATA_AS(result, ...)                               \
  (TVM_FFI_REQUIRED(__VA_ARGS__) == TVM_FFI_PP_TAIL_COUNT(__VA_ARGS__) \
       ? TVM_FFI_FUNCTION_SCHEMA(result, __VA_ARGS__) "}"              \
       : TVM_FFI_FUNCTION_SCHEMA(result, __VA_ARGS__) TVM_FFI_ARG_DEFAULTS(__VA_ARGS__) "}")
#define TVM_FFI_METADATA(...) TVM_FFI_METADATA_0(TVM_FFI_PP_HEAD(__VA_ARGS__), __VA_ARGS__)
#define TVM_FFI_METADATA_0(T, ...) TVM_FFI_METADATA_AS(TVM_FFI_SCHEMA(T), __VA_ARGS__)

#endif /* TVM_FFI_C_METADATA_H_ */
