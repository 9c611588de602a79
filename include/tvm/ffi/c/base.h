/* SPDX-License-Identifier: Apache-2.0 */
/* What every other header of the C API rests on: the two types of values, how errors are raised and passed on, and
   how held things are let go.

   Ownership in one sentence: a parameter of owned type is consumed, also on failure; a parameter of view type is not.
   Owned (`tvm_ffi_any`, `tvm_ffi_string`, `tvm_ffi_array`, ...) and borrowed (`tvm_ffi_view`, `tvm_ffi_string_view`,
   `tvm_ffi_array_view`, ...) are different types with the same layout, so that a mix-up does not compile.

   Verbs: `new copy take from` give something to drop; `get view peek` do not; `move` empties its source; `drop` takes
   an address and leaves it empty, and may run twice. Functions that can fail return 0, or -1 with an error raised, and
   write what they give on success only. */
#ifndef TVM_FFI_C_BASE_H_
#define TVM_FFI_C_BASE_H_

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tvm/ffi/c/pp.h>
#include <tvm/ffi/c_api.h>

#if defined(__GNUC__)
#define TVM_FFI_NODISCARD_INT __attribute__((warn_unused_result)) static inline int
#define TVM_FFI_PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
/* Code that runs when something went wrong: one copy, out of the way. */
#define TVM_FFI_COLD_FUNCTION __attribute__((cold, noinline, unused)) static
/* Code of some size that many places need: one copy. */
#define TVM_FFI_SHARED_FUNCTION __attribute__((noinline, unused)) static
#define TVM_FFI_LIKELY(condition) __builtin_expect(!!(condition), 1)
#if defined(_WIN32)
#define TVM_FFI_HIDDEN_SYMBOL
#else
#define TVM_FFI_HIDDEN_SYMBOL __attribute__((visibility("hidden")))
#endif
#else
#define TVM_FFI_NODISCARD_INT static inline int
#define TVM_FFI_PRINTF_LIKE(text, first)
#define TVM_FFI_COLD_FUNCTION static inline
#define TVM_FFI_SHARED_FUNCTION static inline
#define TVM_FFI_LIKELY(condition) (condition)
#define TVM_FFI_HIDDEN_SYMBOL
#endif

/* The initialiser of every owned local: empty, so that it may be dropped. */
#ifdef __cplusplus
#define TVM_FFI_ZERO \
  {                  \
  }
#define TVM_FFI_ALIGNOF(type) alignof(type)
#else
#define TVM_FFI_ZERO {0}
#define TVM_FFI_ALIGNOF(type) _Alignof(type)
#endif

/* ---- The two types of values ---- */

/* A value that is yours: give it away or drop it. `tvm_ffi_any x = TVM_FFI_ZERO;` is None. */
typedef struct tvm_ffi_any {
  TVMFFIAny raw;
} tvm_ffi_any;

/* A value that somebody else keeps alive: for the time of a call if it is an argument, until its owner changes if it
   was read out of something. */
typedef struct tvm_ffi_view {
  TVMFFIAny raw;
} tvm_ffi_view;

/* ---- Early return ---- */

/* Passes a failure on: returns from the function with what `status` came to unless that is 0. For functions that hold
   nothing at this point, or hold it by TVM_FFI_AUTO. */
#define TVM_FFI_TRY(status)                   \
  do {                                        \
    const int tvm_ffi_try_status_ = (status); \
    if (tvm_ffi_try_status_ != 0) {           \
      return tvm_ffi_try_status_;             \
    }                                         \
  } while (0)

/* Raises an error and returns -1 unless `condition` holds:
       TVM_FFI_CHECK(n >= 0, "ValueError", "n is %d", n); */
#define TVM_FFI_CHECK(condition, ...)    \
  do {                                   \
    if (!(condition)) {                  \
      return tvm_ffi_raise(__VA_ARGS__); \
    }                                    \
  } while (0)

/* Lets a local variable go at the end of its scope, whichever way that is left:
       TVM_FFI_AUTO(array) items = TVM_FFI_ZERO;
   The word is a type without its `tvm_ffi_`. Only where the compiler has the cleanup attribute; code for others
   writes the drop by hand. */
#if defined(__GNUC__)
#define TVM_FFI_AUTO(noun) __attribute__((cleanup(tvm_ffi_##noun##_drop))) tvm_ffi_##noun
#define TVM_FFI_HAS_AUTO 1
#else
#define TVM_FFI_HAS_AUTO 0
#endif

/* ---- Raising ---- */

/* Raises an error of a kind ("ValueError", ...) with a message as for printf. Always returns -1. */
TVM_FFI_PRINTF_LIKE(2, 3)
TVM_FFI_COLD_FUNCTION int tvm_ffi_raise(const char* kind, const char* format, ...) {
  char room[256];
  char* text = room;
  va_list words;
  va_start(words, format);
  const int size = vsnprintf(room, sizeof(room), format, words);
  va_end(words);
  if (size >= (int)sizeof(room)) {
    char* larger = (char*)malloc((size_t)size + 1);
    if (larger != NULL) {
      va_start(words, format);
      (void)vsnprintf(larger, (size_t)size + 1, format, words);
      va_end(words);
      text = larger;
    }
  }
  TVMFFIErrorSetRaisedFromCStr(kind, size < 0 ? format : text);
  if (text != room) free(text);
  return -1;
}

/* MemoryError. Always returns -1. */
TVM_FFI_COLD_FUNCTION int tvm_ffi_raise_no_memory(void) {
  TVMFFIErrorSetRaisedFromCStr("MemoryError", "out of memory");
  return -1;
}

/* ---- Raw values: for the headers themselves ---- */

static inline TVMFFIAny tvm_ffi_raw_none(void) {
  TVMFFIAny raw;
  raw.type_index = kTVMFFINone;
  raw.zero_padding = 0;
  raw.v_int64 = 0;
  return raw;
}

static inline TVMFFIAny tvm_ffi_raw_int(int32_t type_index, int64_t value) {
  TVMFFIAny raw;
  raw.type_index = type_index;
  raw.zero_padding = 0;
  raw.v_int64 = value;
  return raw;
}

static inline TVMFFIAny tvm_ffi_raw_float(double value) {
  TVMFFIAny raw;
  raw.type_index = kTVMFFIFloat;
  raw.zero_padding = 0;
  raw.v_float64 = value;
  return raw;
}

static inline TVMFFIAny tvm_ffi_raw_ptr(int32_t type_index, void* value) {
  TVMFFIAny raw = tvm_ffi_raw_int(type_index, 0);
  raw.v_ptr = value;
  return raw;
}

/* None for NULL. */
static inline TVMFFIAny tvm_ffi_raw_object(TVMFFIObject* object) {
  if (object == NULL) return tvm_ffi_raw_none();
  TVMFFIAny raw = tvm_ffi_raw_int(object->type_index, 0);
  raw.v_obj = object;
  return raw;
}

static inline bool tvm_ffi_raw_is_object(const TVMFFIAny* raw) {
  return raw->type_index >= kTVMFFIStaticObjectBegin;
}

static inline void tvm_ffi_raw_drop(TVMFFIAny* raw) {
  const TVMFFIAny gone = *raw;
  *raw = tvm_ffi_raw_none();
  if (tvm_ffi_raw_is_object(&gone)) (void)TVMFFIObjectDecRef(gone.v_obj);
}

static inline TVMFFIByteArray tvm_ffi_raw_text(const char* text) {
  TVMFFIByteArray bytes;
  bytes.data = text;
  bytes.size = text == NULL ? 0 : strlen(text);
  return bytes;
}

/* The key of a value's type; never NULL. */
static inline const char* tvm_ffi_type_key_of(int32_t type_index) {
  return TVMFFIGetTypeInfo(type_index)->type_key.data;
}

/* True when objects of `type_index` are of the class `target`: the class itself, or one derived from it. */
static inline bool tvm_ffi_is_instance(int32_t type_index, int32_t target) {
  if (type_index == target) return true;
  if (type_index < kTVMFFIStaticObjectBegin || type_index < target) return false;
  if (target == kTVMFFIObject) return true;
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(type_index);
  for (int32_t i = 0; i < info->type_depth; ++i) {
    if (info->type_ancestors[i]->type_index == target) return true;
  }
  return false;
}

#endif /* TVM_FFI_C_BASE_H_ */
