/* SPDX-License-Identifier: Apache-2.0 */
/* Strings and bytes. Up to 7 bytes lie inside the value, longer ones in an object; nobody has to know. Texts are
   UTF-8 and NUL-terminated behind their size; bytes are anything. */
#ifndef TVM_FFI_C_STRING_H_
#define TVM_FFI_C_STRING_H_

#include <tvm/ffi/c/base.h>

/* Owned text or bytes: what a function with result `str` or `bytes` gives, and what such a field of a class is. */
typedef struct tvm_ffi_string {
  TVMFFIAny raw;
} tvm_ffi_string;
typedef struct tvm_ffi_bytes {
  TVMFFIAny raw;
} tvm_ffi_bytes;

/* Borrowed text or bytes. A text that came out of a value is NUL-terminated; one that you made need not be. */
typedef struct tvm_ffi_string_view {
  const char* data;
  size_t size;
} tvm_ffi_string_view;
typedef struct tvm_ffi_bytes_view {
  const char* data;
  size_t size;
} tvm_ffi_bytes_view;

/* A view of a C string; "" for NULL. */
static inline tvm_ffi_string_view tvm_ffi_string_view_of(const char* text) {
  tvm_ffi_string_view view;
  view.data = text == NULL ? "" : text;
  view.size = strlen(view.data);
  return view;
}

/* A view of `size` bytes. */
static inline tvm_ffi_bytes_view tvm_ffi_bytes_view_of(const void* data, size_t size) {
  tvm_ffi_bytes_view view;
  view.data = (const char*)data;
  view.size = size;
  return view;
}

static inline bool tvm_ffi_string_view_is(tvm_ffi_string_view view, const char* text) {
  return strlen(text) == view.size && memcmp(view.data, text, view.size) == 0;
}

/* The content of a value that is a string or bytes in any of its forms. It borrows from `*raw` itself when the text is
   short. */
static inline TVMFFIByteArray tvm_ffi_raw_content(const TVMFFIAny* raw) {
  if (raw->type_index == kTVMFFISmallStr || raw->type_index == kTVMFFISmallBytes) {
    return TVMFFISmallBytesGetContentByteArray(raw);
  }
  if (raw->type_index == kTVMFFIRawStr) return tvm_ffi_raw_text(raw->v_c_str);
  if (raw->type_index == kTVMFFIByteArrayPtr) return *(const TVMFFIByteArray*)raw->v_ptr;
  return *TVMFFIBytesGetByteArrayPtr(raw->v_obj);
}

/* An empty string or bytes as a value: what None is for other types. */
static inline TVMFFIAny tvm_ffi_raw_empty(int32_t type_index) {
  return tvm_ffi_raw_int(type_index, 0);
}

/* Copies a text. MemoryError when there is no room. */
TVM_FFI_NODISCARD_INT tvm_ffi_string_new(tvm_ffi_string_view text, tvm_ffi_string* out) {
  TVMFFIByteArray bytes;
  bytes.data = text.data;
  bytes.size = text.size;
  return TVMFFIStringFromByteArray(&bytes, &out->raw);
}

TVM_FFI_NODISCARD_INT tvm_ffi_bytes_new(tvm_ffi_bytes_view content, tvm_ffi_bytes* out) {
  TVMFFIByteArray bytes;
  bytes.data = content.data;
  bytes.size = content.size;
  return TVMFFIBytesFromByteArray(&bytes, &out->raw);
}

/* A text as for printf. ValueError for a bad format. */
TVM_FFI_PRINTF_LIKE(2, 3)
TVM_FFI_COLD_FUNCTION int tvm_ffi_string_print(tvm_ffi_string* out, const char* format, ...) {
  char room[256];
  char* text = room;
  va_list words;
  va_start(words, format);
  const int size = vsnprintf(room, sizeof(room), format, words);
  va_end(words);
  if (size < 0) return tvm_ffi_raise("ValueError", "cannot format \"%s\"", format);
  if (size >= (int)sizeof(room)) {
    text = (char*)malloc((size_t)size + 1);
    if (text == NULL) return tvm_ffi_raise_no_memory();
    va_start(words, format);
    (void)vsnprintf(text, (size_t)size + 1, format, words);
    va_end(words);
  }
  TVMFFIByteArray bytes;
  bytes.data = text;
  bytes.size = (size_t)size;
  const int status = TVMFFIStringFromByteArray(&bytes, &out->raw);
  if (text != room) free(text);
  return status;
}

/* The content, borrowed until the string changes or moves. An empty (zeroed) string reads as "". */
static inline tvm_ffi_string_view tvm_ffi_string_peek(const tvm_ffi_string* string) {
  tvm_ffi_string_view view = {"", 0};
  if (string->raw.type_index == kTVMFFINone) return view;
  const TVMFFIByteArray content = tvm_ffi_raw_content(&string->raw);
  view.data = content.data;
  view.size = content.size;
  return view;
}

static inline tvm_ffi_bytes_view tvm_ffi_bytes_peek(const tvm_ffi_bytes* bytes) {
  tvm_ffi_bytes_view view = {"", 0};
  if (bytes->raw.type_index == kTVMFFINone) return view;
  const TVMFFIByteArray content = tvm_ffi_raw_content(&bytes->raw);
  view.data = content.data;
  view.size = content.size;
  return view;
}

static inline void tvm_ffi_string_drop(tvm_ffi_string* string) { tvm_ffi_raw_drop(&string->raw); }
static inline void tvm_ffi_bytes_drop(tvm_ffi_bytes* bytes) { tvm_ffi_raw_drop(&bytes->raw); }

static inline tvm_ffi_string tvm_ffi_string_move(tvm_ffi_string* from) {
  const tvm_ffi_string moved = *from;
  from->raw = tvm_ffi_raw_none();
  return moved;
}

static inline tvm_ffi_bytes tvm_ffi_bytes_move(tvm_ffi_bytes* from) {
  const tvm_ffi_bytes moved = *from;
  from->raw = tvm_ffi_raw_none();
  return moved;
}

/* A second reference to the same text. Cannot fail. */
static inline tvm_ffi_string tvm_ffi_string_copy(const tvm_ffi_string* from) {
  if (tvm_ffi_raw_is_object(&from->raw)) (void)TVMFFIObjectIncRef(from->raw.v_obj);
  return *from;
}

static inline tvm_ffi_bytes tvm_ffi_bytes_copy(const tvm_ffi_bytes* from) {
  if (tvm_ffi_raw_is_object(&from->raw)) (void)TVMFFIObjectIncRef(from->raw.v_obj);
  return *from;
}

#endif /* TVM_FFI_C_STRING_H_ */
