/* SPDX-License-Identifier: Apache-2.0 */
/* The same three exports as examples/python_packaging, in C11 on the C ABI alone: a C symbol, a
 * global function, a class. */
#include <stddef.h>
#include <stdlib.h>
#include <tvm/ffi/c_api.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static TVMFFIByteArray text(const char* s) {
  TVMFFIByteArray bytes = {s, 0};
  while (s[bytes.size] != '\0') ++bytes.size;
  return bytes;
}

static int raise(const char* kind, const char* message) {
  TVMFFIErrorSetRaisedFromCStr(kind, message);
  return -1;
}

static void return_int(TVMFFIAny* result, int64_t value) {
  result->type_index = kTVMFFIInt;
  result->zero_padding = 0;
  result->v_int64 = value;
}

static int read_int(const TVMFFIAny* value, int64_t* out, const char* message) {
  if (value->type_index != kTVMFFIInt && value->type_index != kTVMFFIBool)
    return raise("TypeError", message);
  *out = value->v_int64;
  return 0;
}

/* ---- 1. A C symbol: found by its name in the library, metadata beside it
 * --------------------------------------------- */

static const DLTensor* tensor_of(const TVMFFIAny* value) {
  if (value->type_index == kTVMFFIDLTensorPtr) return (const DLTensor*)value->v_ptr;
  if (value->type_index == kTVMFFITensor)
    return (const DLTensor*)(value->v_obj + 1); /* behind the header */
  return NULL;
}

static int is_float_vector(const DLTensor* t) {
  return t->ndim == 1 && t->dtype.code == kDLFloat && t->dtype.bits == 32 && t->dtype.lanes == 1 &&
         t->device.device_type == kDLCPU;
}

/* add_one_to_all(x, y): writes x + 1 to y, element by element. */
TVM_FFI_DLL_EXPORT int __tvm_ffi_add_one_to_all(void* handle, const TVMFFIAny* args,
                                                int32_t num_args, TVMFFIAny* result) {
  (void)handle;
  (void)result; /* comes in as None, which is what we return */
  if (num_args != 2) return raise("TypeError", "add_one_to_all expects 2 arguments: x, y");
  const DLTensor* x = tensor_of(&args[0]);
  const DLTensor* y = tensor_of(&args[1]);
  if (x == NULL || y == NULL) return raise("TypeError", "add_one_to_all expects two tensors");
  if (!is_float_vector(x) || !is_float_vector(y))
    return raise("ValueError", "expected 1-d float32 tensors in main memory");
  if (x->shape[0] != y->shape[0]) return raise("ValueError", "lengths differ");
  const float* from = (const float*)((const char*)x->data + x->byte_offset);
  float* to = (float*)((char*)y->data + y->byte_offset);
  const int64_t from_step = x->strides != NULL ? x->strides[0] : 1;
  const int64_t to_step = y->strides != NULL ? y->strides[0] : 1;
  for (int64_t i = 0; i < x->shape[0]; ++i) to[i * to_step] = from[i * from_step] + 1.0f;
  return 0;
}

/* ---- 2. A global function
 * ------------------------------------------------------------------------------------------ */

static int add_one(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  int64_t x;
  (void)handle;
  if (num_args != 1) return raise("TypeError", "counting_pairs_c.add_one expects 1 argument: x");
  if (read_int(&args[0], &x, "counting_pairs_c.add_one expects an int for argument 0") != 0)
    return -1;
  if (x == INT64_MAX)
    return raise("OverflowError", "counting_pairs_c.add_one: the result does not fit 64 bits");
  return_int(result, x + 1);
  return 0;
}

/* ---- 3. A class
 * ------------------------------------------------------------------------------------------------------
 */

typedef struct {
  TVMFFIObject header;
  int64_t first;
  int64_t second;
} int_pair;

static int32_t int_pair_index;

static void int_pair_delete(void* self, int flags) {
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) free(self);
}

static int int_pair_new(TVMFFIObjectHandle* out) {
  int_pair* self = (int_pair*)calloc(1, sizeof(int_pair));
  if (self == NULL) return raise("MemoryError", "out of memory");
  self->header.combined_ref_count = ((uint64_t)1 << 32) | 1;
  self->header.type_index = int_pair_index;
  self->header.deleter = int_pair_delete;
  *out = self;
  return 0;
}

static int int_pair_init(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  TVMFFIObjectHandle made;
  int64_t first;
  int64_t second;
  (void)handle;
  if (num_args != 2)
    return raise("TypeError", "counting_pairs_c.IntPair expects 2 arguments: first, second");
  if (read_int(&args[0], &first, "counting_pairs_c.IntPair: first must be an int") != 0) return -1;
  if (read_int(&args[1], &second, "counting_pairs_c.IntPair: second must be an int") != 0)
    return -1;
  if (int_pair_new(&made) != 0) return -1;
  ((int_pair*)made)->first = first;
  ((int_pair*)made)->second = second;
  result->type_index = int_pair_index;
  result->zero_padding = 0;
  result->v_obj = (TVMFFIObject*)made;
  return 0;
}

static int int_pair_sum(void* handle, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  (void)handle;
  if (num_args != 1 || args[0].type_index != int_pair_index)
    return raise("TypeError", "sum expects an IntPair");
  const int_pair* self = (const int_pair*)args[0].v_obj;
  return_int(result, (int64_t)((uint64_t)self->first + (uint64_t)self->second));
  return 0;
}

static int get_int_field(void* field, TVMFFIAny* result) {
  return_int(result, *(const int64_t*)field);
  return 0;
}

static int set_int_field(void* field, const TVMFFIAny* value) {
  return read_int(value, (int64_t*)field, "expected an int");
}

/* ---- Registration, when the library is loaded
 * ---------------------------------------------------------------------------- */

#define SCHEMA(type) "{\"type_schema\":\"" type "\"}"
#define INT_SCHEMA "{\\\"type\\\":\\\"int\\\"}"
#define SELF_SCHEMA "{\\\"type\\\":\\\"counting_pairs_c.IntPair\\\"}"
#define FUNC_SCHEMA(result, params)                                                \
  "{\\\"type\\\":\\\"ffi.Function\\\",\\\"named_args\\\":{\\\"return\\\":[" result \
  "],\\\"params\\\":[" params "]}}"

static int make_method(TVMFFIMethodInfo* info, const char* name, const char* doc,
                       const char* metadata, int64_t flags, TVMFFISafeCallType call) {
  TVMFFIObjectHandle function;
  if (TVMFFIFunctionCreate(NULL, call, NULL, &function) != 0) return -1;
  info->name = text(name);
  info->doc = text(doc);
  info->metadata = text(metadata);
  info->flags = flags;
  info->method.type_index = kTVMFFIFunction;
  info->method.zero_padding = 0;
  info->method.v_obj = (TVMFFIObject*)function;
  return 0;
}

static int register_function(void) {
  TVMFFIMethodInfo info;
  if (make_method(&info, "counting_pairs_c.add_one", "Returns x + 1.",
                  SCHEMA(FUNC_SCHEMA(INT_SCHEMA, INT_SCHEMA)),
                  kTVMFFIFieldFlagBitMaskIsStaticMethod, add_one) != 0) {
    return -1;
  }
  const int status = TVMFFIFunctionSetGlobalFromMethodInfo(&info, 0);
  TVMFFIObjectDecRef(info.method.v_obj);
  return status;
}

static int register_field(const char* name, const char* doc, size_t offset) {
  TVMFFIFieldInfo info = {0};
  info.name = text(name);
  info.doc = text(doc);
  info.metadata = text(SCHEMA(INT_SCHEMA));
  info.flags = kTVMFFIFieldFlagBitMaskWritable;
  info.size = sizeof(int64_t);
  info.alignment = sizeof(int64_t);
  info.offset = (int64_t)offset;
  info.getter = get_int_field;
  info.setter = (void*)(uintptr_t)set_int_field;
  info.field_static_type_index = kTVMFFIInt;
  return TVMFFITypeRegisterField(int_pair_index, &info);
}

static int register_init_and_sum(void) {
  const TVMFFIByteArray init_name = {"__ffi_init__", 12};
  TVMFFIMethodInfo infos[2];
  int status;
  if (make_method(
          &infos[0], "__ffi_init__", "",
          SCHEMA(FUNC_SCHEMA("{\\\"type\\\":\\\"ffi.Object\\\"}", INT_SCHEMA "," INT_SCHEMA)),
          kTVMFFIFieldFlagBitMaskIsStaticMethod, int_pair_init) != 0) {
    return -1;
  }
  if (make_method(&infos[1], "sum", "first + second", SCHEMA(FUNC_SCHEMA(INT_SCHEMA, SELF_SCHEMA)),
                  0, int_pair_sum) != 0) {
    TVMFFIObjectDecRef(infos[0].method.v_obj);
    return -1;
  }
  status = TVMFFITypeRegisterAttr(int_pair_index, &init_name, &infos[0].method);
  for (size_t i = 0; i < COUNT_OF(infos); ++i) {
    if (status == 0) status = TVMFFITypeRegisterMethod(int_pair_index, &infos[i]);
    TVMFFIObjectDecRef(infos[i].method.v_obj);
  }
  return status;
}

static int register_class(void) {
  const TVMFFIByteArray key = text("counting_pairs_c.IntPair");
  TVMFFITypeMetadata metadata = {0};
  int_pair_index = TVMFFITypeGetOrAllocIndex(&key, -1, 1, 0, 0, kTVMFFIObject);
  metadata.doc = text("Two integers.");
  metadata.creator = int_pair_new;
  metadata.total_size = (int32_t)sizeof(int_pair);
  if (TVMFFITypeRegisterMetadata(int_pair_index, &metadata) != 0) return -1;
  if (register_field("first", "the number in front", offsetof(int_pair, first)) != 0) return -1;
  if (register_field("second", "the number behind", offsetof(int_pair, second)) != 0) return -1;
  return register_init_and_sum();
}

/* A failed registration leaves its error raised; whoever loads the library reports it. */
__attribute__((constructor)) static void register_all(void) {
  if (register_function() == 0) (void)register_class();
}
