/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of what walks whole values: JSON, graphs, comparison, hashing, text, copies. */
#include "call.h"

/* 130 bytes with everything that JSON has. */
static const char sample[] =
    "{\"name\": \"tensor_add\", \"shape\": [16, 128, 3, 77], \"scale\": 0.125, \"ok\": true, "
    "\"none\": null, \"attrs\": {\"axis\": -1, \"mode\": \"a\\nb\"}}";

_Static_assert(sizeof sample - 1 == 130, "the row's name says 130 bytes");

static TVMFFIAny parsed(const char* text) {
  TVMFFIAny arg = string_of(text);
  TVMFFIAny value = call_named("ffi.json.Parse", &arg, 1);
  drop(&arg);
  return value;
}

/* An array of that object, `count` times. */
static char* repeat_sample(size_t count) {
  size_t size = sizeof sample - 1;
  char* text = (char*)malloc(count * (size + 1) + 3);
  char* at = text;
  for (size_t i = 0; i < count; ++i) {
    *at++ = i == 0 ? '[' : ',';
    memcpy(at, sample, size);
    at += size;
  }
  strcpy(at, "]");
  return text;
}

/* The same 100 objects as separate values; two of them where a row compares. */
static TVMFFIAny shared_value(int which) {
  static TVMFFIAny values[2];
  if (values[which].type_index == 0) {
    char* text = repeat_sample(100);
    values[which] = parsed(text);
    free(text);
  }
  return values[which];
}

static void parse(TVMFFIAny text, size_t count) {
  static TVMFFIObjectHandle function;
  if (function == NULL) function = global("ffi.json.Parse");
  call_loop(function, &text, 1, count);
}

static void parse_sample(size_t count) {
  static TVMFFIAny text;
  if (text.type_index == 0) text = string_of(sample);
  parse(text, count);
}

static void parse_large(size_t count) {
  static TVMFFIAny text;
  if (text.type_index == 0) {
    char* repeated = repeat_sample(1000);
    text = string_of(repeated);
    free(repeated);
  }
  parse(text, count);
}

static void write_json(TVMFFIAny value, size_t count) {
  static TVMFFIObjectHandle function;
  if (function == NULL) function = global("ffi.json.Stringify");
  TVMFFIAny args[2] = {value, none()};
  call_loop(function, args, 2, count);
}

static void write_sample(size_t count) {
  static TVMFFIAny value;
  if (value.type_index == 0) value = parsed(sample);
  write_json(value, count);
}

static void write_large(size_t count) { write_json(shared_value(0), count); }

static void save_graph(size_t count) {
  static TVMFFIObjectHandle function;
  if (function == NULL) function = global("ffi.ToJSONGraphString");
  TVMFFIAny args[2] = {shared_value(0), none()};
  call_loop(function, args, 2, count);
}

static void load_graph(size_t count) {
  static TVMFFIObjectHandle function;
  static TVMFFIAny text;
  if (function == NULL) {
    TVMFFIAny args[2] = {shared_value(0), none()};
    text = call_named("ffi.ToJSONGraphString", args, 2);
    function = global("ffi.FromJSONGraphString");
  }
  call_loop(function, &text, 1, count);
}

/* One argument: the value. */
#define UNARY_ROW(name, function_name)                      \
  static void name(size_t count) {                          \
    static TVMFFIObjectHandle function;                     \
    if (function == NULL) function = global(function_name); \
    TVMFFIAny value = shared_value(0);                      \
    call_loop(function, &value, 1, count);                  \
  }

UNARY_ROW(hash_recursively, "ffi.RecursiveHash")
UNARY_ROW(print, "ffi.ReprPrint")
UNARY_ROW(copy_deeply, "ffi.DeepCopy")

/* Two equal values that share nothing, and two flags for the structural functions. */
static void compare(const char* name, TVMFFIObjectHandle* function, int32_t num_args,
                    size_t count) {
  if (*function == NULL) *function = global(name);
  TVMFFIAny args[4] = {shared_value(0), shared_value(1), int_of(0), int_of(0)};
  args[2].type_index = args[3].type_index = kTVMFFIBool;
  TVMFFIAny equal = call(*function, args, num_args);
  BENCH_CHECK(equal.v_int64 == 1);
  call_loop(*function, args, num_args, count);
}

static void compare_recursively(size_t count) {
  static TVMFFIObjectHandle function;
  compare("ffi.RecursiveEq", &function, 2, count);
}

static void compare_structurally(size_t count) {
  static TVMFFIObjectHandle function;
  compare("ffi.StructuralEqual", &function, 4, count);
}

static void hash_structurally(size_t count) {
  static TVMFFIObjectHandle function;
  if (function == NULL) function = global("ffi.StructuralHash");
  TVMFFIAny args[3] = {shared_value(0), int_of(0), int_of(0)};
  args[1].type_index = args[2].type_index = kTVMFFIBool;
  call_loop(function, args, 3, count);
}

static const bench_row rows[] = {
    {"JSON: parse 130 bytes, drop", parse_sample, NULL},
    {"JSON: parse 130 kB, drop", parse_large, NULL},
    {"JSON: write 130 bytes, drop", write_sample, NULL},
    {"JSON: write 13 kB, drop", write_large, NULL},
    {"graph: save 100 objects", save_graph, NULL},
    {"graph: load 100 objects", load_graph, NULL},
    {"recursive hash of 100 objects", hash_recursively, NULL},
    {"recursive equality of 100 objects", compare_recursively, NULL},
    {"structural hash of 100 objects", hash_structurally, NULL},
    {"structural equality of 100 objects", compare_structurally, NULL},
    {"repr of 100 objects", print, NULL},
    {"deep copy of 100 objects", copy_deeply, NULL},
};

bench_group walk_rows(void) {
  bench_group group = {rows, sizeof rows / sizeof rows[0]};
  return group;
}
