/* SPDX-License-Identifier: Apache-2.0 */
/* The values of a running sequence and the steps that make more of them. */
#include "pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "objects.h"

any registers[NUM_REGISTERS];

any none(void) { return (any){.type_index = kTVMFFINone}; }
any of_int(int64_t value) { return (any){.type_index = kTVMFFIInt, .v_int64 = value}; }
any of_bool(int value) { return (any){.type_index = kTVMFFIBool, .v_int64 = value}; }
static any of_float(double value) { return (any){.type_index = kTVMFFIFloat, .v_float64 = value}; }

any text_of(const char* data, size_t size) {
  TVMFFIByteArray bytes = {data, size};
  any out = none();
  if (lib.TVMFFIStringFromByteArray(&bytes, &out) != 0) abort();
  return out;
}

static any bytes_of(const char* data, size_t size) {
  TVMFFIByteArray bytes = {data, size};
  any out = none();
  if (lib.TVMFFIBytesFromByteArray(&bytes, &out) != 0) abort();
  return out;
}

/* ---- scalars ---- */

static const char* const words[] = {"a",
                                    "b",
                                    "key",
                                    "number",
                                    "seven_7",
                                    "eight__8",
                                    "a/b\\c\"d",
                                    "tab\tline\n",
                                    "",
                                    "first of a long name",
                                    "\xc3\xbc\xe2\x82\xac",
                                    "\xf0\x9f\x98\x80 smile",
                                    "nul\x01\x1f\x7f"};

any random_text(rng* r) {
  int kind = below(r, 4);
  if (kind < 3) {
    const char* word = words[below(r, (int)(sizeof words / sizeof words[0]))];
    return text_of(word, strlen(word));
  }
  char text[40];
  int size = below(r, 20);
  for (int i = 0; i < size; ++i) text[i] = (char)(' ' + below(r, 95));
  return text_of(text, (size_t)size);
}

static any random_int(rng* r) {
  switch (below(r, 5)) {
    case 0:
    case 1:
      return of_int(below(r, 8));
    case 2:
      return of_int(below(r, 400) - 200);
    case 3: {
      static const int64_t edges[] = {INT64_MIN,    INT64_MAX,   INT64_MIN + 1, 1ll << 53,
                                      -(1ll << 53), (1ll << 31), -(1ll << 31),  (1ll << 32) + 1};
      return of_int(edges[below(r, 8)]);
    }
    default:
      return of_int((int64_t)draw(r) >> below(r, 64));
  }
}

static any random_float(rng* r) {
  static const double edges[] = {0.0,  -0.0, 1.0,    0.1,     1e300, -1e-300, 5e-324, 1e15,
                                 1e16, 1e21, 123456, 1234567, 1e6,   1e-5,    0.5,    100};
  switch (below(r, 5)) {
    case 0:
      return of_float(edges[below(r, 16)]);
    case 1:
      return of_float(below(r, 2000) / 8.0 - 100);
    case 2:
      return of_float(below(r, 100000) / 1000.0);
    case 3: {
      static const int kinds = 4;
      int kind = below(r, kinds);
      if (kind == 0) return of_float(INFINITY);
      if (kind == 1) return of_float(-INFINITY);
      if (kind == 2) return of_float(NAN);
      return of_float((double)(int64_t)draw(r));
    }
    default: {
      uint64_t bits = draw(r);
      double value;
      memcpy(&value, &bits, sizeof value);
      return of_float(isnan(value) ? 1.5 : value);
    }
  }
}

static any random_dtype(rng* r) {
  static const DLDataType types[] = {
      {kDLInt, 8, 1},  {kDLUInt, 16, 1},         {kDLFloat, 32, 1}, {kDLBfloat, 16, 1},
      {kDLBool, 8, 1}, {kDLOpaqueHandle, 64, 1}, {kDLFloat, 16, 4}, {kDLFloat8_e4m3fn, 8, 1}};
  return (any){.type_index = kTVMFFIDataType, .v_dtype = types[below(r, 8)]};
}

static any random_device(rng* r) {
  static const DLDeviceType types[] = {kDLCPU, kDLCUDA, kDLROCM, kDLVulkan, kDLMetal};
  return (any){.type_index = kTVMFFIDevice, .v_device = {types[below(r, 5)], below(r, 4)}};
}

static any random_big(rng* r) {
  int64_t content[4] = {0};
  int count = 2 + below(r, 3);
  for (int i = 0; i < count; ++i) content[i] = (int64_t)draw(r);
  TVMFFIByteArray bytes = {(const char*)content, 8 * (size_t)count};
  any out;
  if (lib.TVMFFIBigIntFromByteArray(&bytes, &out) != 0) abort();
  return out;
}

static any random_shape(rng* r) {
  any args[4], out;
  int count = below(r, 4);
  for (int i = 0; i < count; ++i) args[i] = of_int(below(r, 9));
  if (call_global(G_Shape, args, count, &out) != 0) abort();
  return out;
}

any random_key(rng* r) {
  switch (below(r, 10)) {
    case 0:
    case 1:
    case 2:
      return of_int(below(r, 40));
    case 3:
      return random_int(r);
    case 4:
    case 5:
    case 6:
      return random_text(r);
    case 7:
      return of_bool(below(r, 2));
    case 8:
      return random_float(r);
    default:
      return random_dtype(r);
  }
}

any random_scalar(rng* r) {
  switch (below(r, 16)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return random_int(r);
    case 4:
    case 5:
      return random_float(r);
    case 6:
    case 7:
    case 8:
      return random_text(r);
    case 9:
      return none();
    case 10:
      return of_bool(below(r, 2));
    case 11: {
      char content[24];
      int size = below(r, 20);
      for (int i = 0; i < size; ++i) content[i] = (char)below(r, 256);
      return bytes_of(content, (size_t)size);
    }
    case 12:
      return random_dtype(r);
    case 13:
      return random_device(r);
    case 14:
      return random_big(r);
    default:
      return random_shape(r);
  }
}

/* ---- tensors and functions ---- */

typedef struct {
  DLManagedTensor managed;
  int64_t shape[2];
  unsigned char data[32];
} small_tensor;

static void delete_tensor(DLManagedTensor* managed) { free(managed->manager_ctx); }

static any random_tensor(rng* r) {
  small_tensor* t = calloc(1, sizeof *t);
  if (t == NULL) abort();
  t->shape[0] = below(r, 3);
  t->shape[1] = below(r, 3);
  for (int i = 0; i < 4; ++i) t->data[i] = (unsigned char)below(r, 3);
  t->managed.manager_ctx = t;
  t->managed.deleter = delete_tensor;
  t->managed.dl_tensor = (DLTensor){.data = t->data,
                                    .device = {kDLCPU, 0},
                                    .ndim = below(r, 3),
                                    .dtype = {kDLUInt, below(r, 2) ? 8 : 16, 1},
                                    .shape = t->shape};
  TVMFFIObjectHandle out;
  if (lib.TVMFFITensorFromDLPack(&t->managed, 0, 0, &out) != 0) abort();
  return (any){.type_index = kTVMFFITensor, .v_obj = out};
}

static int do_nothing(void* self, const any* args, int32_t count, any* result) {
  (void)self;
  (void)args;
  (void)count;
  *result = none();
  return 0;
}

static any new_function(void) {
  TVMFFIObjectHandle out;
  if (lib.TVMFFIFunctionCreate(NULL, do_nothing, NULL, &out) != 0) abort();
  return (any){.type_index = kTVMFFIFunction, .v_obj = out};
}

/* ---- registers ---- */

void pool_clear(void) {
  for (int i = 0; i < NUM_REGISTERS; ++i) {
    any ignored;
    global_id clear = registers[i].type_index == kTVMFFIDict ? G_DictClear : G_ListClear;
    if (registers[i].type_index == kTVMFFIList || registers[i].type_index == kTVMFFIDict) {
      if (call_global(clear, &registers[i], 1, &ignored) != 0) abort();
    }
  }
  for (int i = 0; i < NUM_REGISTERS; ++i) pool_set(i, none());
}

void pool_set(int at, any owned) {
  any old = registers[at];
  registers[at] = owned;
  drop(old);
}

any pool_any(rng* r) { return registers[below(r, NUM_REGISTERS)]; }

int pool_find(rng* r, int32_t type_index) {
  int begin = below(r, NUM_REGISTERS);
  for (int i = 0; i < NUM_REGISTERS; ++i) {
    int at = (begin + i) % NUM_REGISTERS;
    if (registers[at].type_index == type_index) return at;
  }
  return -1;
}

/* ---- building ---- */

enum { MAX_WEIGHT = 160, MAX_PATH = 60 };

typedef struct {
  const void* path[MAX_PATH];
  int depth;
  int count; /* what has been met so far; past MAX_WEIGHT nothing more is looked at */
  const void* wanted;
  int found;
} weighing;

static void weigh(any value, weighing* w);

static void weigh_inside(any value, weighing* w) {
  if (value.type_index == kTVMFFIArray || value.type_index == kTVMFFIList) {
    const TVMFFISeqCell* seq = &((const tvm_ffi_seq_object*)value.v_obj)->seq;
    for (int64_t i = 0; i < seq->size; ++i) weigh(((const any*)seq->data)[i], w);
  } else if (value.type_index == kTVMFFIMap || value.type_index == kTVMFFIDict) {
    const tvm_ffi_map_object* map = (const tvm_ffi_map_object*)value.v_obj;
    for (uint64_t at = tvm_ffi_map_first(map); at != TVM_FFI_MAP_END;
         at = tvm_ffi_map_next(map, at)) {
      weigh(tvm_ffi_map_pair_at(map, at)->key, w);
      weigh(tvm_ffi_map_pair_at(map, at)->value, w);
    }
  }
  const node* n = node_of(value);
  if (n != NULL) {
    weigh(n->first, w);
    weigh(n->second, w);
  }
}

/* Counts what a printer of trees would print, an object that holds itself once. */
static void weigh(any value, weighing* w) {
  w->count += 1;
  if (value.type_index < kTVMFFIStaticObjectBegin || w->count > MAX_WEIGHT) return;
  if (value.v_obj == w->wanted) w->found = 1;
  for (int i = 0; i < w->depth; ++i) {
    if (w->path[i] == value.v_obj) return;
  }
  if (w->depth == MAX_PATH) {
    w->count = MAX_WEIGHT + 1;
    return;
  }
  w->path[w->depth++] = value.v_obj;
  weigh_inside(value, w);
  w->depth -= 1;
}

/* Shared parts count each time: a value stays small enough to be printed as a tree. */
static void pool_set_light(int at, any owned) {
  weighing w = {.count = 0};
  weigh(owned, &w);
  if (w.count <= MAX_WEIGHT) {
    pool_set(at, owned);
  } else {
    drop(owned);
  }
}

static void build_sequence(rng* r, global_id which) {
  any args[MAX_ARGS], out;
  int count = below(r, one_in(r, 6) ? MAX_ARGS : 5);
  for (int i = 0; i < count; ++i) args[i] = pool_any(r);
  if (call_global(which, args, count, &out) != 0) abort();
  pool_set_light(below(r, NUM_REGISTERS), out);
}

any dict_of(const any* args, int count) {
  any dict, ignored;
  if (call_global(G_Dict, NULL, 0, &dict) != 0) abort();
  for (int i = 0; i + 1 < count; i += 2) {
    any pair[3] = {dict, args[i], args[i + 1]};
    if (call_global(G_DictSetItem, pair, 3, &ignored) != 0) abort();
  }
  return dict;
}

static void build_map(rng* r, global_id which) {
  any args[MAX_ARGS], out;
  int count = below(r, one_in(r, 6) ? MAX_ARGS / 2 : 4);
  for (int i = 0; i < count; ++i) {
    args[2 * i] = random_key(r);
    args[2 * i + 1] = pool_any(r);
  }
  out = which == G_Map ? none() : dict_of(args, 2 * count);
  if (which == G_Map && call_global(G_Map, args, 2 * count, &out) != 0) abort();
  for (int i = 0; i < count; ++i) drop(args[2 * i]);
  pool_set_light(below(r, NUM_REGISTERS), out);
}

static void change_one(rng* r, int options) {
  int is_list = below(r, 2);
  int at = pool_find(r, is_list ? kTVMFFIList : kTVMFFIDict);
  any value = pool_any(r), out;
  if (at < 0) return;
  weighing w = {.wanted = registers[at].v_obj};
  weigh(value, &w);
  if (w.found && !(options & WITH_CYCLES)) return;
  weigh(registers[at], &w);
  if (w.count > MAX_WEIGHT) return;
  if (is_list) {
    any args[2] = {registers[at], value};
    if (call_global(G_ListAppend, args, 2, &out) != 0) abort();
  } else {
    any args[3] = {registers[at], random_key(r), value};
    if (call_global(G_DictSetItem, args, 3, &out) != 0) abort();
    drop(args[1]);
  }
}

static void build_object(rng* r) {
  node_type type = (node_type)below(r, NUM_NODE_TYPES);
  any first = share(pool_any(r)), second = share(pool_any(r));
  pool_set_light(below(r, NUM_REGISTERS), make_node(type, below(r, 3), first, second));
}

void pool_build(rng* r, int options) {
  int at = below(r, NUM_REGISTERS);
  switch (below(r, 12)) {
    case 0:
    case 1:
    case 2:
      pool_set(at, random_scalar(r));
      return;
    case 3:
    case 4:
      build_sequence(r, G_Array);
      return;
    case 5:
      build_sequence(r, G_List);
      return;
    case 6:
      build_map(r, G_Map);
      return;
    case 7:
      build_map(r, G_Dict);
      return;
    case 8:
      change_one(r, options);
      return;
    case 9:
      if (options & WITH_TENSORS) pool_set(at, random_tensor(r));
      return;
    case 10:
      if ((options & WITH_ADDRESSES) && one_in(r, 3)) {
        pool_set(at, new_function());
        return;
      }
      pool_set(at, random_scalar(r));
      return;
    default:
      if (options & WITH_OBJECTS) build_object(r);
      return;
  }
}

void show_call(global_id which, const any* args, int count, int at) {
  any result;
  emit_word(global_name(which));
  for (int i = 0; i < count; ++i) emit_value(args[i]);
  emit_word("=");
  if (call_global(which, args, count, &result) != 0) {
    emit_error();
  } else {
    emit_value(result);
    if (at >= 0) {
      pool_set(at, result);
    } else {
      drop(result);
    }
  }
}
