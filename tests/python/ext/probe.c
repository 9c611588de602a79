/* SPDX-License-Identifier: Apache-2.0 */
/* A library on the C ABI alone with functions and classes that look into corners of the Python extension. */
#if !defined(_POSIX_C_SOURCE)
#define _POSIX_C_SOURCE 199309L
#endif
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tvm/ffi/c/layout.h>
#include <tvm/ffi/c_api.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define ONE_OWNER (((uint64_t)1 << 32) | 1)

static TVMFFIByteArray text(const char* s) { return (TVMFFIByteArray){s, strlen(s)}; }

static int fail(const char* kind, const char* message) {
  TVMFFIErrorSetRaisedFromCStr(kind, message);
  return -1;
}

static void set_int(TVMFFIAny* out, int64_t value) {
  memset(out, 0, sizeof *out);
  out->type_index = kTVMFFIInt;
  out->v_int64 = value;
}

static const char* text_of(const TVMFFIAny* value) {
  if (value->type_index == kTVMFFISmallStr) return value->v_bytes;
  if (value->type_index == kTVMFFIStr)
    return ((const tvm_ffi_bytes_object*)value->v_obj)->bytes.data;
  return "";
}

/* ---- functions ---- */

static int nop(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)args, (void)n, (void)result;
  return 0;
}

static int echo(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self;
  return n == 1 ? TVMFFIAnyViewToOwnedAny(&args[0], result) : fail("TypeError", "echo takes one");
}

static int kind_of(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)n;
  set_int(result, args[0].type_index);
  return 0;
}

static int count(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)args;
  set_int(result, n);
  return 0;
}

static int raise_error(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)n, (void)result;
  return fail(text_of(&args[0]), text_of(&args[1]));
}

static int fail_silently(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)args, (void)n, (void)result;
  return -1;
}

static int uses(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)n;
  set_int(result, (int64_t)(uint32_t)args[0].v_obj->combined_ref_count);
  return 0;
}

/* apply(f, args...): a call back through native code. */
static int apply(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self;
  if (n < 1 || args[0].type_index != kTVMFFIFunction) return fail("TypeError", "no function");
  return TVMFFIFunctionCall(args[0].v_obj, (TVMFFIAny*)args + 1, n - 1, result);
}

typedef struct {
  const TVMFFIAny* args;
  int32_t n;
  TVMFFIAny result;
  int rc;
  TVMFFIObjectHandle error;
} job;

static void* run_job(void* arg) {
  job* j = (job*)arg;
  j->rc = apply(NULL, j->args, j->n, &j->result);
  if (j->rc != 0) TVMFFIErrorMoveFromRaised(&j->error);
  return NULL;
}

/* The same from a thread that Python has never seen. */
static int apply_in_thread(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self;
  job j = {args, n, {0}, 0, NULL};
  pthread_t thread;
  if (pthread_create(&thread, NULL, run_job, &j) != 0) return fail("RuntimeError", "no thread");
  pthread_join(thread, NULL);
  if (j.rc == 0) {
    *result = j.result;
    return 0;
  }
  TVMFFIErrorSetRaised(j.error);
  TVMFFIObjectDecRef(j.error);
  return j.rc;
}

/* Calls a function every millisecond from a thread that nobody waits for. */
static void* run_for_ever(void* function) {
  for (;;) {
    TVMFFIAny result = {0};
    struct timespec pause = {0, 1000000};
    if (TVMFFIFunctionCall(function, NULL, 0, &result) != 0) TVMFFIErrorSetRaised(NULL);
    nanosleep(&pause, NULL);
  }
  return NULL;
}

static int call_for_ever(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)n, (void)result;
  pthread_t thread;
  TVMFFIObjectIncRef(args[0].v_obj);
  if (pthread_create(&thread, NULL, run_for_ever, args[0].v_obj) != 0)
    return fail("RuntimeError", "no thread");
  pthread_detach(thread);
  return 0;
}

/* Calls with an argument of a kind that only exists on the way into a callback. */
static int call_with_raw(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)n;
  TVMFFIByteArray bytes = {"by\0tes", 6};
  TVMFFIAny raw[2];
  memset(raw, 0, sizeof raw);
  raw[0].type_index = kTVMFFIRawStr;
  raw[0].v_c_str = "text";
  raw[1].type_index = kTVMFFIByteArrayPtr;
  raw[1].v_ptr = &bytes;
  return TVMFFIFunctionCall(args[0].v_obj, raw, 2, result);
}

/* take(rvalue): empties the slot and tells how many owners the object had. */
static int take(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)n;
  if (args[0].type_index != kTVMFFIObjectRValueRef) return fail("TypeError", "not an r-value");
  TVMFFIObjectHandle* slot = (TVMFFIObjectHandle*)args[0].v_ptr;
  TVMFFIObjectHandle taken = *slot;
  *slot = NULL;
  set_int(result, (int64_t)(uint32_t)((TVMFFIObject*)taken)->combined_ref_count);
  return TVMFFIObjectDecRef(taken);
}

/* Keeps a value until the next call. */
static int keep(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  static TVMFFIAny kept;
  (void)self;
  TVMFFIAny old = kept;
  memset(&kept, 0, sizeof kept);
  if (n > 0 && TVMFFIAnyViewToOwnedAny(&args[0], &kept) != 0) return -1;
  *result = old;
  return 0;
}

/* ---- probe.Cell: one field of each plain layout, read only and writable ---- */

typedef struct {
  TVMFFIObject header;
  int64_t i64;
  double f64;
  int32_t i32;
  uint32_t u32;
  float f32;
  int16_t i16;
  uint16_t u16;
  int8_t i8;
  uint8_t u8;
  uint8_t flag;
  int64_t odd; /* stored plus one */
  TVMFFIAny any;
} cell;

/* foreign_array(x): an Array made without the library. Its deleter says so by counting. */
static int64_t foreign_deleted;

typedef struct {
  TVMFFIObject header;
  TVMFFISeqCell seq;
  TVMFFIAny element;
} foreign_array_object;

static void foreign_delete(void* self, int flags) {
  foreign_array_object* array = (foreign_array_object*)self;
  if (flags & kTVMFFIObjectDeleterFlagBitMaskStrong) {
    foreign_deleted++;
    if (array->element.type_index >= kTVMFFIStaticObjectBegin) {
      (void)TVMFFIObjectDecRef(array->element.v_obj);
    }
  }
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) free(array);
}

static int foreign_array(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)n;
  foreign_array_object* array = (foreign_array_object*)calloc(1, sizeof *array);
  if (!array) return fail("MemoryError", "out of memory");
  array->header.combined_ref_count = ((uint64_t)1 << 32) | 1;
  array->header.type_index = kTVMFFIArray;
  array->header.deleter = foreign_delete;
  array->seq.data = &array->element;
  array->seq.size = array->seq.capacity = 1;
  if (TVMFFIAnyViewToOwnedAny(&args[0], &array->element) != 0) {
    free(array);
    return -1;
  }
  result->type_index = kTVMFFIArray;
  result->v_obj = &array->header;
  return 0;
}

static int foreign_count(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)args, (void)n;
  result->type_index = kTVMFFIInt;
  result->v_int64 = foreign_deleted;
  return 0;
}

static int32_t cell_index, derived_index, bare_index, other_index, auto_index;

static void cell_delete(void* self, int flags) {
  cell* c = (cell*)self;
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskStrong) && c->any.type_index >= 64)
    TVMFFIObjectDecRef(c->any.v_obj);
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) free(self);
}

static cell* cell_new(int32_t index) {
  cell* c = (cell*)calloc(1, sizeof *c);
  if (!c) return NULL;
  c->header.combined_ref_count = ONE_OWNER;
  c->header.type_index = index;
  c->header.deleter = cell_delete;
  return c;
}

static int return_cell(cell* c, TVMFFIAny* result) {
  if (!c) return fail("MemoryError", "out of memory");
  memset(result, 0, sizeof *result);
  result->type_index = c->header.type_index;
  result->v_obj = &c->header;
  return 0;
}

static int need_int(const TVMFFIAny* value, int64_t min, int64_t max, int64_t* out) {
  if (value->type_index != kTVMFFIInt && value->type_index != kTVMFFIBool)
    return fail("TypeError", "expected an int");
  if (value->v_int64 < min || value->v_int64 > max) return fail("OverflowError", "out of range");
  *out = value->v_int64;
  return 0;
}

static int cell_init(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self;
  int64_t i64, i32;
  if (n != 2) return fail("TypeError", "probe.Cell expects i64 and i32");
  if (need_int(&args[0], INT64_MIN, INT64_MAX, &i64) ||
      need_int(&args[1], INT32_MIN, INT32_MAX, &i32))
    return -1;
  cell* c = cell_new(cell_index);
  if (c) c->i64 = i64, c->i32 = (int32_t)i32;
  return return_cell(c, result);
}

static int derived_init(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)args;
  if (n != 0) return fail("TypeError", "probe.Derived expects nothing");
  return return_cell(cell_new(derived_index), result);
}

static int bare_make(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)args, (void)n;
  return return_cell(cell_new(bare_index), result);
}

/* Of a type that no Python class is ever registered for. */
static int other_make(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)args, (void)n;
  return return_cell(cell_new(other_index), result);
}

static int cell_add(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self;
  int64_t other;
  if (n != 2) return fail("TypeError", "add expects one argument");
  if (need_int(&args[1], INT64_MIN, INT64_MAX, &other)) return -1;
  set_int(result, (int64_t)((uint64_t)((cell*)args[0].v_obj)->i64 + (uint64_t)other));
  return 0;
}

static int cell_twice(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  (void)self, (void)n;
  set_int(result, 2 * args[0].v_int64);
  return 0;
}

static int auto_create(TVMFFIObjectHandle* out) {
  *out = cell_new(auto_index);
  return *out ? 0 : fail("MemoryError", "out of memory");
}

#define INT_FIELD(name, type, min, max)                        \
  static int get_##name(void* field, TVMFFIAny* result) {      \
    set_int(result, (int64_t)*(type*)field);                   \
    return 0;                                                  \
  }                                                            \
  static int set_##name(void* field, const TVMFFIAny* value) { \
    int64_t wide;                                              \
    if (need_int(value, min, max, &wide)) return -1;           \
    *(type*)field = (type)wide;                                \
    return 0;                                                  \
  }
INT_FIELD(i64, int64_t, INT64_MIN, INT64_MAX)
INT_FIELD(i32, int32_t, INT32_MIN, INT32_MAX)
INT_FIELD(u32, uint32_t, 0, UINT32_MAX)
INT_FIELD(i16, int16_t, INT16_MIN, INT16_MAX)
INT_FIELD(u16, uint16_t, 0, UINT16_MAX)
INT_FIELD(i8, int8_t, INT8_MIN, INT8_MAX)
INT_FIELD(u8, uint8_t, 0, UINT8_MAX)

static int get_odd(void* field, TVMFFIAny* result) {
  set_int(result, *(int64_t*)field - 1);
  return 0;
}
static int set_odd(void* field, const TVMFFIAny* value) {
  int64_t wide;
  if (need_int(value, INT64_MIN, INT64_MAX - 1, &wide)) return -1;
  *(int64_t*)field = wide + 1;
  return 0;
}

static int get_flag(void* field, TVMFFIAny* result) {
  set_int(result, *(uint8_t*)field != 0);
  result->type_index = kTVMFFIBool;
  return 0;
}
static int set_flag(void* field, const TVMFFIAny* value) {
  int64_t wide;
  if (need_int(value, INT64_MIN, INT64_MAX, &wide)) return -1;
  *(uint8_t*)field = wide != 0;
  return 0;
}

static int need_float(const TVMFFIAny* value, double* out) {
  if (value->type_index == kTVMFFIFloat) return *out = value->v_float64, 0;
  int64_t wide = 0;
  if (need_int(value, INT64_MIN, INT64_MAX, &wide)) return -1;
  *out = (double)wide;
  return 0;
}
static int return_float(double value, TVMFFIAny* result) {
  memset(result, 0, sizeof *result);
  result->type_index = kTVMFFIFloat;
  result->v_float64 = value;
  return 0;
}
static int get_f64(void* field, TVMFFIAny* result) { return return_float(*(double*)field, result); }
static int set_f64(void* field, const TVMFFIAny* value) {
  return need_float(value, (double*)field);
}
static int get_f32(void* field, TVMFFIAny* result) { return return_float(*(float*)field, result); }
static int set_f32(void* field, const TVMFFIAny* value) {
  double wide = 0;
  if (need_float(value, &wide)) return -1;
  *(float*)field = (float)wide;
  return 0;
}

static int get_any(void* field, TVMFFIAny* result) {
  return TVMFFIAnyViewToOwnedAny(field, result);
}
static int set_any(void* field, const TVMFFIAny* value) {
  TVMFFIAny owned, old = *(TVMFFIAny*)field;
  if (value->type_index == kTVMFFIFloat) return fail("TypeError", "no floats here");
  if (TVMFFIAnyViewToOwnedAny(value, &owned) != 0) return -1;
  *(TVMFFIAny*)field = owned;
  if (old.type_index >= 64) TVMFFIObjectDecRef(old.v_obj);
  return 0;
}

/* ---- registration ---- */

static void check(int rc) {
  if (rc != 0) fprintf(stderr, "probe: a registration failed\n"), abort();
}

static TVMFFIAny function(TVMFFISafeCallType f) {
  TVMFFIAny any;
  TVMFFIObjectHandle handle;
  memset(&any, 0, sizeof any);
  check(TVMFFIFunctionCreate(NULL, f, NULL, &handle));
  any.type_index = kTVMFFIFunction;
  any.v_obj = handle;
  return any;
}

static void add_field(int32_t index, const char* name, size_t offset, size_t size, int32_t kind,
                      int64_t flags, TVMFFIFieldGetter getter, TVMFFIFieldSetter setter,
                      const TVMFFIAny* default_value) {
  TVMFFIFieldInfo info;
  memset(&info, 0, sizeof info);
  info.name = text(name);
  info.doc = text("a field");
  info.metadata = text("{\"type_schema\":\"{\\\"type\\\":\\\"int\\\"}\"}");
  info.flags = flags;
  info.size = (int64_t)size;
  info.alignment = (int64_t)size;
  info.offset = (int64_t)offset;
  info.getter = getter;
  memcpy(&info.setter, &setter, sizeof setter);
  info.field_static_type_index = kind;
  if (default_value) info.default_value_or_factory = *default_value;
  check(TVMFFITypeRegisterField(index, &info));
}

static void add_method(int32_t index, const char* name, TVMFFISafeCallType f, int64_t flags,
                       const char* schema) {
  TVMFFIMethodInfo info;
  memset(&info, 0, sizeof info);
  info.name = text(name);
  info.doc = text("a method");
  info.metadata = text(schema);
  info.flags = flags;
  info.method = function(f);
  check(TVMFFITypeRegisterMethod(index, &info));
  if (strcmp(name, "__ffi_init__") == 0) {
    TVMFFIByteArray attr = text(name);
    check(TVMFFITypeRegisterAttr(index, &attr, &info.method));
  }
  TVMFFIObjectDecRef(info.method.v_obj);
}

static int32_t add_type(const char* key, int32_t depth, int32_t parent,
                        TVMFFIObjectCreator creator) {
  TVMFFIByteArray bytes = text(key);
  int32_t index = TVMFFITypeGetOrAllocIndex(&bytes, -1, depth, 2, 1, parent);
  TVMFFITypeMetadata metadata;
  memset(&metadata, 0, sizeof metadata);
  metadata.creator = creator;
  metadata.total_size = (int32_t)sizeof(cell);
  metadata.structural_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  check(TVMFFITypeRegisterMetadata(index, &metadata));
  return index;
}

static void add_global(const char* name, TVMFFISafeCallType f) {
  TVMFFIByteArray bytes = text(name);
  TVMFFIAny any = function(f);
  check(TVMFFIFunctionSetGlobal(&bytes, any.v_obj, 0));
  TVMFFIObjectDecRef(any.v_obj);
}

#define FIELD(name, kind, flags)                                                            \
  add_field(cell_index, #name, offsetof(cell, name), sizeof(((cell*)0)->name), kind, flags, \
            get_##name, set_##name, NULL)

#define INT_JSON "{\\\"type\\\":\\\"int\\\"}"
#define INIT_SCHEMA                                                                           \
  "{\"type_schema\":\"{\\\"type\\\":\\\"ffi.Function\\\",\\\"named_args\\\":{\\\"return\\\":" \
  "[{\\\"type\\\":\\\"probe.Cell\\\"}],\\\"params\\\":[" INT_JSON "," INT_JSON "]}}\"}"

static void add_cell(void) {
  const int64_t rw = kTVMFFIFieldFlagBitMaskWritable, out = kTVMFFIFieldFlagBitMaskInitOff;
  cell_index = add_type("probe.Cell", 1, kTVMFFIObject, NULL);
  FIELD(i64, kTVMFFIInt, rw);
  FIELD(i32, kTVMFFIInt, rw);
  FIELD(u32, kTVMFFIInt, rw | out);
  FIELD(i16, kTVMFFIInt, rw | out);
  FIELD(u16, kTVMFFIInt, rw | out);
  FIELD(i8, kTVMFFIInt, rw | out);
  FIELD(u8, kTVMFFIInt, out);
  FIELD(odd, kTVMFFIInt, rw | out);
  FIELD(flag, kTVMFFIBool, rw | out);
  FIELD(f64, kTVMFFIFloat, rw | out);
  FIELD(f32, kTVMFFIFloat, rw | out);
  FIELD(any, kTVMFFIAny, rw | out);
  add_method(cell_index, "__ffi_init__", cell_init, kTVMFFIFieldFlagBitMaskIsStaticMethod,
             INIT_SCHEMA);
  add_method(cell_index, "add", cell_add, 0, "{}");
  add_method(cell_index, "twice", cell_twice, kTVMFFIFieldFlagBitMaskIsStaticMethod, "{}");
}

/* A type whose constructor the library makes from the fields: b before a has no default, c a default, d keyword only. */
static void add_auto(void) {
  const int64_t rw = kTVMFFIFieldFlagBitMaskWritable;
  TVMFFIAny five, type_index, result;
  TVMFFIObjectHandle registrar = NULL;
  TVMFFIByteArray name = text("ffi._RegisterFFIInit");
  auto_index = add_type("probe.Auto", 1, kTVMFFIObject, auto_create);
  set_int(&five, 5);
  add_field(auto_index, "a", offsetof(cell, i64), 8, kTVMFFIInt, rw, get_i64, set_i64, NULL);
  add_field(auto_index, "c", offsetof(cell, i32), 4, kTVMFFIInt,
            rw | kTVMFFIFieldFlagBitMaskHasDefault, get_i32, set_i32, &five);
  add_field(auto_index, "b", offsetof(cell, i16), 2, kTVMFFIInt, rw, get_i16, set_i16, NULL);
  add_field(auto_index, "d", offsetof(cell, f64), 8, kTVMFFIFloat,
            rw | kTVMFFIFieldFlagBitMaskKwOnly | kTVMFFIFieldFlagBitMaskHasDefault, get_f64,
            set_f64, &five);
  check(TVMFFIFunctionGetGlobal(&name, &registrar));
  if (!registrar) return;
  set_int(&type_index, auto_index);
  memset(&result, 0, sizeof result);
  check(TVMFFIFunctionCall(registrar, &type_index, 1, &result));
  TVMFFIObjectDecRef(registrar);
}

__attribute__((constructor)) static void register_all(void) {
  static const struct {
    const char* name;
    TVMFFISafeCallType f;
  } functions[] = {
      {"probe.nop", nop},
      {"probe.echo", echo},
      {"probe.kind_of", kind_of},
      {"probe.count", count},
      {"probe.raise", raise_error},
      {"probe.fail_silently", fail_silently},
      {"probe.uses", uses},
      {"probe.apply", apply},
      {"probe.apply_in_thread", apply_in_thread},
      {"probe.call_for_ever", call_for_ever},
      {"probe.call_with_raw", call_with_raw},
      {"probe.take", take},
      {"probe.keep", keep},
      {"probe.foreign_array", foreign_array},
      {"probe.foreign_count", foreign_count},
      {"probe.make_bare", bare_make},
      {"probe.make_other", other_make},
  };
  for (size_t i = 0; i < COUNT_OF(functions); i++) add_global(functions[i].name, functions[i].f);
  add_cell();
  derived_index = add_type("probe.Derived", 2, cell_index, NULL);
  add_method(derived_index, "__ffi_init__", derived_init, kTVMFFIFieldFlagBitMaskIsStaticMethod,
             "{}");
  bare_index = add_type("probe.parts.Bare", 1, kTVMFFIObject, NULL);
  add_field(bare_index, "i64", offsetof(cell, i64), 8, kTVMFFIInt, 0, get_i64, set_i64, NULL);
  other_index = add_type("probe.parts.Other", 1, kTVMFFIObject, NULL);
  add_field(other_index, "i64", offsetof(cell, i64), 8, kTVMFFIInt, 0, get_i64, set_i64, NULL);
  add_auto();
}
