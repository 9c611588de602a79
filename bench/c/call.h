/* SPDX-License-Identifier: Apache-2.0 */
/* Calling the library through the C ABI, for the rows. */
#ifndef TVM_FFI_BENCH_C_CALL_H_
#define TVM_FFI_BENCH_C_CALL_H_

#include "bench.h"

static inline TVMFFIAny int_of(int64_t value) {
  TVMFFIAny any;
  memset(&any, 0, sizeof any);
  any.type_index = kTVMFFIInt;
  any.v_int64 = value;
  return any;
}

static inline TVMFFIAny none(void) {
  TVMFFIAny any;
  memset(&any, 0, sizeof any);
  return any;
}

static inline TVMFFIByteArray bytes_of(const char* text) {
  TVMFFIByteArray bytes = {text, strlen(text)};
  return bytes;
}

static inline void drop(TVMFFIAny* value) {
  if (value->type_index >= kTVMFFIStaticObjectBegin) TVMFFIObjectDecRef(value->v_obj);
  *value = none();
}

static inline TVMFFIAny string_of(const char* text) {
  TVMFFIByteArray bytes = bytes_of(text);
  TVMFFIAny any;
  BENCH_MUST(TVMFFIStringFromByteArray(&bytes, &any));
  return any;
}

/* A global function, kept for ever. */
static inline TVMFFIObjectHandle global(const char* name) {
  TVMFFIByteArray bytes = bytes_of(name);
  TVMFFIObjectHandle function = NULL;
  BENCH_MUST(TVMFFIFunctionGetGlobal(&bytes, &function));
  if (function == NULL) bench_die(name);
  return function;
}

static inline TVMFFIAny call(TVMFFIObjectHandle function, TVMFFIAny* args, int32_t count) {
  TVMFFIAny result = none();
  BENCH_MUST(TVMFFIFunctionCall(function, args, count, &result));
  return result;
}

static inline TVMFFIAny call_named(const char* name, TVMFFIAny* args, int32_t count) {
  TVMFFIObjectHandle function = global(name);
  TVMFFIAny result = call(function, args, count);
  TVMFFIObjectDecRef(function);
  return result;
}

/* One function, called over and over with the same arguments; what it answers is dropped. */
static inline void call_loop(TVMFFIObjectHandle function, TVMFFIAny* args, int32_t num_args,
                             size_t count) {
  for (size_t i = 0; i < count; ++i) {
    TVMFFIAny result = call(function, args, num_args);
    drop(&result);
  }
}

/* The rows of a file; each file lists its own. */
typedef struct {
  const bench_row* rows;
  size_t count;
} bench_group;

bench_group value_rows(void);
bench_group registry_rows(void);
bench_group container_rows(void);
bench_group walk_rows(void);

#endif /* TVM_FFI_BENCH_C_CALL_H_ */
