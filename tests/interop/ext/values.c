/* SPDX-License-Identifier: Apache-2.0 */
/* Prints what a library says about data types, tensors and the environment, one case a line. Linked
   once to each implementation; the lines are compared. */
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/extra/c_env_api.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

/* `shows_message`: else the kind alone, where messages are known to differ. */
static void print_error_with(int shows_message) {
  TVMFFIObjectHandle error = NULL;
  TVMFFIErrorMoveFromRaised(&error);
  if (error == NULL) {
    printf("nothing raised\n");
    return;
  }
  TVMFFIErrorCell* cell = TVMFFIErrorGetCellPtr(error);
  printf("%s %s\n", cell->kind.data, shows_message ? cell->message.data : "");
  TVMFFIObjectDecRef(error);
}

static void print_error(void) { print_error_with(1); }

/* ---- Data types. ---- */

static void read_dtype(const char* text) {
  TVMFFIByteArray bytes = {text, strlen(text)};
  DLDataType dtype = {0, 0, 0};
  printf("read '%s': ", text);
  if (TVMFFIDataTypeFromString(&bytes, &dtype) != 0) {
    print_error_with(0);
  } else {
    printf("%d %d %d\n", dtype.code, dtype.bits, dtype.lanes);
  }
}

static void read_all_dtypes(void) {
  static const char* const bases[] = {"",
                                      "int",
                                      "uint",
                                      "float",
                                      "bfloat",
                                      "bool",
                                      "handle",
                                      "void",
                                      "i",
                                      "u",
                                      "f",
                                      "bf",
                                      "b",
                                      "custom",
                                      "custom[x]",
                                      "custom[",
                                      "custom[]",
                                      "float8",
                                      "float8_e3m4",
                                      "float8_e4m3",
                                      "float8_e4m3b11fnuz",
                                      "float8_e4m3fn",
                                      "float8_e4m3fnuz",
                                      "float8_e5m2",
                                      "float8_e5m2fnuz",
                                      "float8_e8m0fnu",
                                      "float6_e2m3fn",
                                      "float6_e3m2fn",
                                      "float4_e2m1fn",
                                      "fp8_e4m3",
                                      "f8_e5m2",
                                      "fp6_e2m3fn",
                                      "f6_e3m2fn",
                                      "fp4_e2m1fn",
                                      "f4_e2m1fn",
                                      "complex",
                                      "str",
                                      "Int",
                                      " int"};
  static const char* const ends[] = {"",
                                     "1",
                                     "8",
                                     "08",
                                     "16",
                                     "32",
                                     "64",
                                     "255",
                                     "256",
                                     "4294967304",
                                     "18446744073709551624",
                                     "0",
                                     "+8",
                                     "-8",
                                     " 8",
                                     "8 ",
                                     "x4",
                                     "8x4",
                                     "8x1",
                                     "8x0",
                                     "8x",
                                     "8x65535",
                                     "8x65536",
                                     "8x-1",
                                     "8x+2",
                                     "8x02",
                                     "8x4x",
                                     "xvscalex4",
                                     "8xvscalex4",
                                     "8xvscalex1",
                                     "8xvscalex32768",
                                     "8xvscalex32769",
                                     "8xvscalex65535",
                                     "8xvscalex",
                                     "8xvscale",
                                     "8xvscale4",
                                     "_x4",
                                     "8_x4",
                                     "_",
                                     "X4",
                                     "8x4294967297",
                                     "8x18446744073709551617"};
  char text[64];
  for (int i = 0; i < COUNT(bases); ++i) {
    for (int k = 0; k < COUNT(ends); ++k) {
      snprintf(text, sizeof text, "%s%s", bases[i], ends[k]);
      read_dtype(text);
    }
  }
}

static void print_dtype(DLDataType dtype) {
  TVMFFIAny out;
  printf("print %d %d %d: ", dtype.code, dtype.bits, dtype.lanes);
  if (TVMFFIDataTypeToString(&dtype, &out) != 0) {
    print_error();
    return;
  }
  printf("kind %d '%s'\n", out.type_index, TVMFFIBytesGetByteArrayPtr(out.v_obj)->data);
  TVMFFIObjectDecRef(out.v_obj);
}

static void print_all_dtypes(void) {
  static const uint8_t bits[] = {0, 1, 4, 8, 32, 255};
  static const uint16_t lanes[] = {0, 1, 2, 32767, 32768, 65532, 65534, 65535};
  for (int code = 0; code < 256; ++code) {
    for (int i = 0; i < COUNT(bits); ++i) {
      for (int k = 0; k < COUNT(lanes); ++k) {
        DLDataType dtype = {(uint8_t)code, bits[i], lanes[k]};
        print_dtype(dtype);
      }
    }
  }
}

/* ---- Tensors. ---- */

static int deleted;

static void count_deleted(DLManagedTensor* self) {
  (void)self;
  ++deleted;
}

static void count_deleted_versioned(DLManagedTensorVersioned* self) {
  (void)self;
  ++deleted;
}

static void print_numbers(const char* name, const int64_t* numbers, int32_t count) {
  printf(" %s", name);
  if (numbers == NULL) printf(" NULL");
  for (int32_t i = 0; i < count && numbers != NULL; ++i) printf(" %lld", (long long)numbers[i]);
}

static void print_tensor(TVMFFIObjectHandle handle) {
  const DLTensor* t = TVMFFITensorGetDLTensorPtr(handle);
  printf("data %p device %d:%d dtype %d %d %d offset %llu", t->data, (int)t->device.device_type,
         (int)t->device.device_id, t->dtype.code, t->dtype.bits, t->dtype.lanes,
         (unsigned long long)t->byte_offset);
  print_numbers("shape", t->shape, t->ndim);
  print_numbers("strides", t->strides, t->ndim);
}

static void print_exports(TVMFFIObjectHandle tensor) {
  DLManagedTensor* plain;
  DLManagedTensorVersioned* versioned;
  if (TVMFFITensorToDLPack(tensor, &plain) != 0 ||
      TVMFFITensorToDLPackVersioned(tensor, &versioned) != 0) {
    print_error();
    return;
  }
  printf("; version %u.%u flags %llu context %d", versioned->version.major,
         versioned->version.minor, (unsigned long long)versioned->flags,
         plain->manager_ctx == tensor);
  TVMFFIObjectDecRef(tensor);
  printf("; deleted %d", deleted);
  plain->deleter(plain);
  printf(" %d", deleted);
  versioned->deleter(versioned);
  printf(" %d\n", deleted);
}

typedef struct {
  const char* name;
  int32_t alignment, contiguous;
  DLTensor tensor;
} tensor_case;

/* By both versions; a refused tensor must not have its deleter called. */
static void import_tensor(const tensor_case* c) {
  DLManagedTensor plain = {.dl_tensor = c->tensor, .deleter = count_deleted};
  DLManagedTensorVersioned versioned = {
      .version = {1, 3}, .deleter = count_deleted_versioned, .dl_tensor = c->tensor};
  for (int form = 0; form < 2; ++form) {
    TVMFFIObjectHandle tensor = NULL;
    int status = form == 0 ? TVMFFITensorFromDLPack(&plain, c->alignment, c->contiguous, &tensor)
                           : TVMFFITensorFromDLPackVersioned(&versioned, c->alignment,
                                                             c->contiguous, &tensor);
    printf("import %d %s: ", form, c->name);
    deleted = 0;
    if (status != 0) {
      printf("deleted %d ", deleted);
      print_error();
    } else {
      print_tensor(tensor);
      print_exports(tensor);
    }
  }
}

#define AT ((void*)0x10000)
#define HOST .device = {kDLCPU, 0}, .dtype = {kDLFloat, 32, 1}

static int64_t two_three[] = {2, 3}, empty[] = {2, 0, 3}, ones[] = {1, 5, 1},
               many[] = {1LL << 31, 1};
static int64_t row[] = {3, 1}, column[] = {1, 2}, back[] = {-3, -1}, odd[] = {100, 1, 77};
static int64_t negative[] = {-1, 2};

static const tensor_case tensor_cases[] = {
    {"plain", 0, 0, {.data = AT, HOST, .ndim = 2, .shape = two_three}},
    {"aligned", 64, 1, {.data = AT, HOST, .ndim = 2, .shape = two_three, .strides = row}},
    {"transposed", 0, 0, {.data = AT, HOST, .ndim = 2, .shape = two_three, .strides = column}},
    {"not contiguous", 0, 1, {.data = AT, HOST, .ndim = 2, .shape = two_three, .strides = column}},
    {"backward", 0, 0, {.data = AT, HOST, .ndim = 2, .shape = two_three, .strides = back}},
    {"empty", 0, 1, {.data = AT, HOST, .ndim = 3, .shape = empty}},
    {"ones", 0, 1, {.data = AT, HOST, .ndim = 3, .shape = ones, .strides = odd}},
    {"scalar", 0, 1, {.data = AT, HOST, .ndim = 0}},
    {"scalar with pointers", 0, 1, {.data = AT, HOST, .shape = two_three, .strides = row}},
    {"misaligned", 64, 0, {.data = (char*)AT + 4, HOST, .ndim = 2, .shape = two_three}},
    {"aligned by offset",
     64,
     0,
     {.data = (char*)AT + 4, HOST, .ndim = 2, .shape = two_three, .byte_offset = 60}},
    {"misaligned by offset",
     64,
     0,
     {.data = AT, HOST, .ndim = 2, .shape = two_three, .byte_offset = 4}},
    {"odd alignment", 3, 0, {.data = AT, HOST, .ndim = 2, .shape = two_three}},
    {"device memory",
     64,
     0,
     {.data = (char*)AT + 4,
      .device = {kDLOpenCL, 1},
      .dtype = {0, 8, 1},
      .ndim = 2,
      .shape = two_three}},
    {"device memory with offset",
     64,
     0,
     {.data = AT,
      .device = {kDLOpenCL, 1},
      .dtype = {0, 8, 1},
      .ndim = 2,
      .shape = two_three,
      .byte_offset = 4}},
    {"no data", 64, 0, {HOST, .ndim = 2, .shape = two_three}},
    {"two to 31", 0, 1, {.data = AT, HOST, .ndim = 2, .shape = many}},
    {"unknown device and dtype",
     0,
     0,
     {.data = AT, .device = {99, 7}, .dtype = {200, 0, 0}, .ndim = 2, .shape = two_three}},
    {"negative extent", 0, 0, {.data = AT, HOST, .ndim = 2, .shape = negative}},
};

static void make_view(const char* name, TVMFFIObjectHandle source, const DLTensor* prototype) {
  TVMFFIObjectHandle view;
  printf("view %s: ", name);
  if (TVMFFITensorCreateUnsafeView(source, prototype, &view) != 0) {
    print_error();
    return;
  }
  print_tensor(view);
  const DLTensor* t = TVMFFITensorGetDLTensorPtr(view);
  printf("; shares %d %d\n", t->shape == prototype->shape, t->strides == prototype->strides);
  TVMFFIObjectDecRef(view);
}

static void make_views(void) {
  DLTensor prototype = {.data = AT, HOST, .ndim = 2, .shape = two_three, .strides = column};
  make_view("of nothing", NULL, &prototype);
  prototype.ndim = 0;
  make_view("scalar", NULL, &prototype);
  prototype.strides = NULL;
  make_view("without strides", NULL, &prototype);
}

static void refuse_flags(void) {
  DLManagedTensorVersioned versioned = {.version = {1, 99},
                                        .flags = DLPACK_FLAG_BITMASK_IS_SUBBYTE_TYPE_PADDED,
                                        .dl_tensor = {.data = AT, HOST}};
  TVMFFIObjectHandle tensor;
  printf("padded: ");
  if (TVMFFITensorFromDLPackVersioned(&versioned, 0, 0, &tensor) != 0) print_error();
}

/* ---- Environment. ---- */

static void use_environment(void) {
  TVMFFIStreamHandle before = AT;
  TVMFFIObjectHandle tensor;
  DLTensor prototype = {HOST, .ndim = 2, .shape = two_three};
  printf("stream: %p", TVMFFIEnvGetStream(2, 3));
  printf(" %d", TVMFFIEnvSetStream(2, 3, AT, &before));
  printf(" %p %p", before, TVMFFIEnvGetStream(2, 3));
  printf(" %d", TVMFFIEnvSetStream(2, 3, NULL, &before));
  printf(" %p %p\n", before, TVMFFIEnvGetStream(2, 3));
  printf("allocator: %d ", TVMFFIEnvGetDLPackManagedTensorAllocator() == NULL);
  if (TVMFFIEnvTensorAlloc(&prototype, &tensor) != 0) print_error();
  printf("host: %d ", TVMFFIEnvCheckSignals());
  if (TVMFFIEnvRegisterCAPI("PyFoo", NULL) != 0) print_error();
}

int main(void) {
  read_all_dtypes();
  print_all_dtypes();
  for (int i = 0; i < COUNT(tensor_cases); ++i) import_tensor(&tensor_cases[i]);
  make_views();
  refuse_flags();
  use_environment();
  return 0;
}
