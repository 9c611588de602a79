/* SPDX-License-Identifier: Apache-2.0 */
/* An extension in C: a function that is found by its symbol, and one that is registered when the file is loaded. */
#include <stdlib.h>
#include <string.h>
#include <tvm/ffi/c_api.h>

static int raise(const char* kind, const char* message) {
  TVMFFIErrorSetRaisedFromCStr(kind, message);
  return -1;
}

TVM_FFI_DLL_EXPORT int __tvm_ffi_triple(void* self, const TVMFFIAny* args, int32_t count,
                                        TVMFFIAny* result);
int __tvm_ffi_triple(void* self, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)self;
  if (count != 1 || args[0].type_index != kTVMFFIInt) {
    return raise("TypeError", "triple takes one int");
  }
  result->type_index = kTVMFFIInt;
  result->v_int64 = 3 * args[0].v_int64;
  return 0;
}

/* The bytes of a string argument in any of its forms; size SIZE_MAX when it is none. */
static TVMFFIByteArray bytes_of(const TVMFFIAny* value) {
  TVMFFIByteArray none = {NULL, SIZE_MAX};
  TVMFFIByteArray bytes = {NULL, 0};
  switch (value->type_index) {
    case kTVMFFIRawStr:
      bytes.data = value->v_c_str;
      bytes.size = strlen(value->v_c_str);
      return bytes;
    case kTVMFFISmallStr:
      bytes.data = value->v_bytes;
      bytes.size = value->small_str_len;
      return bytes;
    case kTVMFFIStr:
      return *(const TVMFFIByteArray*)(const void*)(value->v_obj + 1);
    default:
      return none;
  }
}

static int join(void* self, const TVMFFIAny* args, int32_t count, TVMFFIAny* result) {
  (void)self;
  if (count != 2) return raise("TypeError", "join takes two strings");
  TVMFFIByteArray first = bytes_of(&args[0]);
  TVMFFIByteArray second = bytes_of(&args[1]);
  if (first.size == SIZE_MAX || second.size == SIZE_MAX) {
    return raise("TypeError", "join takes two strings");
  }
  char* text = malloc(first.size + second.size + 1);
  if (text == NULL) return raise("MemoryError", "out of memory");
  memcpy(text, first.data, first.size);
  memcpy(text + first.size, second.data, second.size);
  TVMFFIByteArray whole = {text, first.size + second.size};
  int status = TVMFFIStringFromByteArray(&whole, result);
  free(text);
  return status;
}

__attribute__((constructor)) static void register_all(void) {
  TVMFFIByteArray name = {"portable.join", strlen("portable.join")};
  TVMFFIObjectHandle function = NULL;
  if (TVMFFIFunctionCreate(NULL, join, NULL, &function) != 0) return;
  (void)TVMFFIFunctionSetGlobal(&name, function, 0);
  (void)TVMFFIObjectDecRef(function);
}
