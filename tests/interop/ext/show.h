/* SPDX-License-Identifier: Apache-2.0 */
/* Makes, calls and prints values through the ABI alone, for programs that run on either library. */
#ifndef TESTS_INTEROP_SHOW_H_
#define TESTS_INTEROP_SHOW_H_

#include <tvm/ffi/c/layout.h>
#include <tvm/ffi/c_api.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef TVMFFIAny any;

/* ---- Making. ---- */

static inline any none(void) { return (any){.type_index = kTVMFFINone}; }
static inline any num(int64_t value) { return (any){.type_index = kTVMFFIInt, .v_int64 = value}; }
static inline any truth(int value) { return (any){.type_index = kTVMFFIBool, .v_int64 = value}; }
static inline any real(double value) {
  return (any){.type_index = kTVMFFIFloat, .v_float64 = value};
}
static inline any pointer(void* value) {
  return (any){.type_index = kTVMFFIOpaquePtr, .v_ptr = value};
}
/* A view of constant text. */
static inline any raw(const char* value) {
  return (any){.type_index = kTVMFFIRawStr, .v_c_str = value};
}
static inline any of_object(TVMFFIObjectHandle handle) {
  return (any){.type_index = ((TVMFFIObject*)handle)->type_index, .v_obj = handle};
}

/* Results live until the program ends. */
static inline any keep(any value) {
  static any* kept;
  static size_t count;
  kept = realloc(kept, (count + 1) * sizeof *kept);
  if (kept == NULL) abort();
  kept[count++] = value;
  return value;
}

static inline any text(const char* value) {
  TVMFFIByteArray bytes = {value, strlen(value)};
  any out = none();
  if (TVMFFIStringFromByteArray(&bytes, &out) != 0) abort();
  return keep(out);
}

static inline any bytes_of(const char* value) {
  TVMFFIByteArray content = {value, strlen(value)};
  any out = none();
  if (TVMFFIBytesFromByteArray(&content, &out) != 0) abort();
  return keep(out);
}

/* ---- Printing. ---- */

static inline void show(any value);

static inline void show_text(TVMFFIByteArray content, char quote) {
  putchar(quote);
  for (size_t i = 0; i < content.size; ++i) {
    unsigned char c = (unsigned char)content.data[i];
    if (c < ' ' || c > '~') {
      printf("\\x%02x", c);
    } else {
      putchar(c);
    }
  }
  putchar(quote);
}

static inline void show_seq(const tvm_ffi_seq_object* seq) {
  printf("(");
  for (int64_t i = 0; i < seq->seq.size; ++i) {
    if (i > 0) printf(", ");
    show(((const any*)seq->seq.data)[i]);
  }
  printf(")");
}

static inline void show_map(const tvm_ffi_map_object* map) {
  const char* between = "";
  printf("{");
  for (uint64_t at = tvm_ffi_map_first(map); at != TVM_FFI_MAP_END;
       at = tvm_ffi_map_next(map, at)) {
    const tvm_ffi_map_pair* pair = tvm_ffi_map_pair_at(map, at);
    printf("%s", between);
    show(pair->key);
    printf(": ");
    show(pair->value);
    between = ", ";
  }
  printf("}");
}

static inline void show_shape(const TVMFFIShapeCell* shape) {
  for (size_t i = 0; i < shape->size; ++i) printf(" %lld", (long long)shape->data[i]);
}

/* Strings and bytes look alike in both of their forms: which one comes is not a promise. */
static inline void show_object(any value) {
  if (value.type_index == kTVMFFIStr || value.type_index == kTVMFFIBytes) {
    show_text(*TVMFFIBytesGetByteArrayPtr(value.v_obj),
              value.type_index == kTVMFFIStr ? '"' : '\'');
    return;
  }
  printf("%s", TVMFFIGetTypeInfo(value.type_index)->type_key.data);
  switch (value.type_index) {
    case kTVMFFIArray:
    case kTVMFFIList:
      show_seq((const tvm_ffi_seq_object*)value.v_obj);
      return;
    case kTVMFFIMap:
    case kTVMFFIDict:
      show_map((const tvm_ffi_map_object*)value.v_obj);
      return;
    case kTVMFFIShape:
      show_shape(TVMFFIShapeGetCellPtr(value.v_obj));
      return;
    default:
      return;
  }
}

static inline void show(any value) {
  switch (value.type_index) {
    case kTVMFFINone:
      printf("None");
      return;
    case kTVMFFIInt:
      printf("%lld", (long long)value.v_int64);
      return;
    case kTVMFFIBool:
      printf("%s", value.v_int64 != 0 ? "True" : "False");
      return;
    case kTVMFFIFloat:
      printf("%.17g", value.v_float64);
      return;
    case kTVMFFIOpaquePtr:
      printf("pointer");
      return;
    case kTVMFFIDevice:
      printf("device %d:%d", (int)value.v_device.device_type, (int)value.v_device.device_id);
      return;
    case kTVMFFIRawStr:
      printf("raw \"%s\"", value.v_c_str);
      return;
    case kTVMFFISmallStr:
      show_text(TVMFFISmallBytesGetContentByteArray(&value), '"');
      return;
    case kTVMFFISmallBytes:
      show_text(TVMFFISmallBytesGetContentByteArray(&value), '\'');
      return;
    default:
      if (value.type_index >= kTVMFFIStaticObjectBegin) {
        show_object(value);
      } else {
        printf("kind %d", value.type_index);
      }
  }
}

/* The raised error, up to the first line end: what follows may be a traceback. */
static inline void show_error(void) {
  TVMFFIObjectHandle error = NULL;
  TVMFFIErrorMoveFromRaised(&error);
  if (error == NULL) {
    printf("nothing raised");
    return;
  }
  TVMFFIErrorCell* cell = TVMFFIErrorGetCellPtr(error);
  printf("%s: %.*s", cell->kind.data, (int)strcspn(cell->message.data, "\n"), cell->message.data);
  TVMFFIObjectDecRef(error);
}

/* ---- Calling. ---- */

/* The function of that name, or NULL. Says once that it is absent. */
static inline TVMFFIObjectHandle find(const char* name) {
  TVMFFIByteArray key = {name, strlen(name)};
  TVMFFIObjectHandle function = NULL;
  if (TVMFFIFunctionGetGlobal(&key, &function) != 0) abort();
  if (function == NULL) printf("absent %s\n", name);
  return function;
}

static inline any call_function(const char* name, TVMFFIObjectHandle function, const any* args,
                                int count) {
  any result = none();
  printf("%s(", name);
  for (int i = 0; i < count; ++i) {
    if (i > 0) printf(", ");
    show(args[i]);
  }
  printf(") = ");
  if (TVMFFIFunctionCall(function, (any*)args, count, &result) != 0) {
    show_error();
    result = none();
  } else {
    show(result);
    keep(result);
  }
  printf("\n");
  return result;
}

/* Calls a global function and prints the call; None when it is absent or fails. */
static inline any call_global(const char* name, const any* args, int count) {
  TVMFFIObjectHandle function = find(name);
  if (function == NULL) return none();
  any result = call_function(name, function, args, count);
  TVMFFIObjectDecRef(function);
  return result;
}

/* An array of values and its length. */
#define ARGS(...) (any[]){__VA_ARGS__}, (int)(sizeof((any[]){__VA_ARGS__}) / sizeof(any))
#define CALL(name, ...) call_global(name, ARGS(__VA_ARGS__))
#define CALL0(name) call_global(name, NULL, 0)

#endif /* TESTS_INTEROP_SHOW_H_ */
