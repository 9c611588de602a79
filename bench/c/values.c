/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of objects, values, functions, strings, errors, tensors and the environment. */
#include <tvm/ffi/extra/c_env_api.h>

#include "call.h"

/* ---- objects, values, functions ---- */

static void create_object(size_t count) {
  for (size_t i = 0; i < count; ++i) {
    TVMFFIObjectHandle object = NULL;
    BENCH_MUST(TVMFFIObjectCreateOpaque(NULL, kTVMFFIOpaquePyObject, NULL, &object));
    TVMFFIObjectDecRef(object);
  }
}

static void copy_value(TVMFFIAny* value, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    TVMFFIAny copy;
    BENCH_MUST(TVMFFIAnyViewToOwnedAny(value, &copy));
    drop(&copy);
  }
}

static void copy_int(size_t count) {
  TVMFFIAny value = int_of(7);
  copy_value(&value, count);
}

static void copy_object(size_t count) {
  TVMFFIAny value = string_of("a text that lies in an object");
  copy_value(&value, count);
  drop(&value);
}

static void copy_raw_text(size_t count) {
  TVMFFIAny value = none();
  value.type_index = kTVMFFIRawStr;
  value.v_c_str = "a text that becomes an object";
  copy_value(&value, count);
}

static int do_nothing(void* self, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)self, (void)args, (void)count, (void)result;
  return 0;
}

static void keep_self(void* self) { bench_keep(self); }

static void create_function(size_t count) {
  for (size_t i = 0; i < count; ++i) {
    TVMFFIObjectHandle function = NULL;
    BENCH_MUST(TVMFFIFunctionCreate(&function, do_nothing, keep_self, &function));
    TVMFFIObjectDecRef(function);
  }
}

static void call_function(size_t count) {
  static TVMFFIObjectHandle function;
  if (function == NULL)
    BENCH_MUST(TVMFFIFunctionCreate(&function, do_nothing, keep_self, &function));
  TVMFFIAny arg = int_of(1);
  call_loop(function, &arg, 1, count);
}

static void call_builtin(size_t count) {
  static TVMFFIObjectHandle function;
  if (function == NULL) function = global("ffi.GetInvalidObject");
  call_loop(function, NULL, 0, count);
}

/* ---- strings and data types ---- */

static void create_string(const char* text, size_t count) {
  TVMFFIByteArray bytes = bytes_of(text);
  for (size_t i = 0; i < count; ++i) {
    TVMFFIAny any;
    BENCH_MUST(TVMFFIStringFromByteArray(&bytes, &any));
    drop(&any);
  }
}

static void create_short_string(size_t count) { create_string("short", count); }

static void create_long_string(size_t count) {
  create_string("sixty-four bytes of text, which do not fit into a value inside..", count);
}

static void read_dtype(size_t count) {
  TVMFFIByteArray text = bytes_of("float32x4");
  for (size_t i = 0; i < count; ++i) {
    DLDataType dtype;
    BENCH_MUST(TVMFFIDataTypeFromString(&text, &dtype));
    bench_keep(&dtype);
  }
}

static void write_dtype(size_t count) {
  DLDataType dtype = {kDLFloat, 32, 4};
  for (size_t i = 0; i < count; ++i) {
    TVMFFIAny text;
    BENCH_MUST(TVMFFIDataTypeToString(&dtype, &text));
    drop(&text);
  }
}

/* ---- errors ---- */

static void raise_and_take(void) {
  TVMFFIObjectHandle error = NULL;
  TVMFFIErrorSetRaisedFromCStr("ValueError", "a message");
  TVMFFIErrorMoveFromRaised(&error);
  BENCH_CHECK(error != NULL);
  TVMFFIObjectDecRef(error);
}

static int raise_many(void* self, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)self, (void)count, (void)result;
  for (int64_t i = 0; i < args[0].v_int64; ++i) raise_and_take();
  return 0;
}

/* Inside a call, as errors are in life; the call is shared by all of the repetition. */
static void raise_on_same_stack(size_t count) {
  static TVMFFIObjectHandle function;
  if (function == NULL) BENCH_MUST(TVMFFIFunctionCreate(NULL, raise_many, NULL, &function));
  TVMFFIAny times = int_of((int64_t)count);
  call_loop(function, &times, 1, 1);
}

/* 16 ways through two functions: every raise has another stack than those before it. */
#define INNER(n)                                          \
  __attribute__((noinline)) static void inner_##n(void) { \
    raise_and_take();                                     \
    bench_keep(#n);                                       \
  }
/* clang-format off */
INNER(0)
INNER(1)
INNER(2)
INNER(3)
/* clang-format on */

static void (*const inner[4])(void) = {inner_0, inner_1, inner_2, inner_3};

#define OUTER(n)                                                  \
  __attribute__((noinline)) static void outer_##n(unsigned way) { \
    inner[way]();                                                 \
    bench_keep(#n);                                               \
  }
/* clang-format off */
OUTER(0)
OUTER(1)
OUTER(2)
OUTER(3)
/* clang-format on */

static void (*const outer[4])(unsigned) = {outer_0, outer_1, outer_2, outer_3};

static int raise_on_ways(void* self, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)self, (void)count, (void)result;
  for (int64_t i = 0; i < args[0].v_int64; ++i) outer[i / 4 % 4]((unsigned)(i % 4));
  return 0;
}

static void raise_on_new_stack(size_t count) {
  static TVMFFIObjectHandle function;
  if (function == NULL) BENCH_MUST(TVMFFIFunctionCreate(NULL, raise_on_ways, NULL, &function));
  TVMFFIAny times = int_of((int64_t)count);
  call_loop(function, &times, 1, 1);
}

static void create_error(size_t count) {
  TVMFFIByteArray kind = bytes_of("ValueError"), message = bytes_of("a message"),
                  nothing = bytes_of("");
  for (size_t i = 0; i < count; ++i) {
    TVMFFIObjectHandle error = NULL;
    BENCH_MUST(TVMFFIErrorCreate(&kind, &message, &nothing, &error));
    TVMFFIObjectDecRef(error);
  }
}

/* ---- tensors ---- */

static float content[64] __attribute__((aligned(64)));
static int64_t extents[2] = {8, 8}, steps[2] = {8, 1};

static DLTensor prototype(void) {
  DLTensor tensor;
  memset(&tensor, 0, sizeof tensor);
  tensor.data = content;
  tensor.device.device_type = kDLCPU;
  tensor.ndim = 2;
  tensor.dtype.code = kDLFloat;
  tensor.dtype.bits = 32;
  tensor.dtype.lanes = 1;
  tensor.shape = extents;
  tensor.strides = steps;
  return tensor;
}

static void create_view(size_t count) {
  DLTensor of = prototype();
  for (size_t i = 0; i < count; ++i) {
    TVMFFIObjectHandle tensor = NULL;
    BENCH_MUST(TVMFFITensorCreateUnsafeView(NULL, &of, &tensor));
    TVMFFIObjectDecRef(tensor);
  }
}

static TVMFFIObjectHandle shared_tensor(void) {
  static TVMFFIObjectHandle tensor;
  DLTensor of = prototype();
  if (tensor == NULL) BENCH_MUST(TVMFFITensorCreateUnsafeView(NULL, &of, &tensor));
  return tensor;
}

static void exchange(size_t count) {
  TVMFFIObjectHandle tensor = shared_tensor();
  for (size_t i = 0; i < count; ++i) {
    DLManagedTensor* managed = NULL;
    TVMFFIObjectHandle back = NULL;
    BENCH_MUST(TVMFFITensorToDLPack(tensor, &managed));
    BENCH_MUST(TVMFFITensorFromDLPack(managed, 0, 0, &back));
    TVMFFIObjectDecRef(back);
  }
}

static void exchange_versioned(size_t count) {
  TVMFFIObjectHandle tensor = shared_tensor();
  for (size_t i = 0; i < count; ++i) {
    DLManagedTensorVersioned* managed = NULL;
    TVMFFIObjectHandle back = NULL;
    BENCH_MUST(TVMFFITensorToDLPackVersioned(tensor, &managed));
    BENCH_MUST(TVMFFITensorFromDLPackVersioned(managed, 0, 0, &back));
    TVMFFIObjectDecRef(back);
  }
}

/* ---- environment ---- */

static void get_stream(size_t count) {
  for (size_t i = 0; i < count; ++i) bench_keep(TVMFFIEnvGetStream(kDLCUDA, 0));
}

static void set_stream(size_t count) {
  for (size_t i = 0; i < count; ++i) {
    TVMFFIStreamHandle before;
    BENCH_MUST(
        TVMFFIEnvSetStream(kDLCUDA, 0, (TVMFFIStreamHandle)(uintptr_t)(8 + i % 2 * 8), &before));
    bench_keep(&before);
  }
}

static int never_run(void** out) {
  (void)out;
  return -1;
}

static void init_once(size_t count) {
  void* handle = content;
  for (size_t i = 0; i < count; ++i) BENCH_MUST(TVMFFIHandleInitOnce(&handle, never_run));
}

static const bench_row rows[] = {
    {"object: create, drop", create_object, NULL},
    {"value: copy an int", copy_int, NULL},
    {"value: copy an object, drop", copy_object, NULL},
    {"value: raw text to owned, drop", copy_raw_text, NULL},
    {"function: create, drop", create_function, NULL},
    {"function: call a client's, 1 int", call_function, NULL},
    {"function: call a built-in", call_builtin, NULL},
    {"string: short", create_short_string, NULL},
    {"string: 64 bytes, drop", create_long_string, NULL},
    {"data type: read float32x4", read_dtype, NULL},
    {"data type: write float32x4", write_dtype, NULL},
    {"error: raise and take, repeated stack", raise_on_same_stack, NULL},
    {"error: raise and take, new stack, 3 frames", raise_on_new_stack, NULL},
    {"error: create, drop", create_error, NULL},
    {"tensor: create a view, drop", create_view, NULL},
    {"tensor: DLPack round trip", exchange, NULL},
    {"tensor: DLPack round trip, versioned", exchange_versioned, NULL},
    {"environment: get stream", get_stream, NULL},
    {"environment: set stream", set_stream, NULL},
    {"handle made once: already there", init_once, NULL},
};

bench_group value_rows(void) {
  bench_group group = {rows, sizeof rows / sizeof rows[0]};
  return group;
}
