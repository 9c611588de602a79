/* SPDX-License-Identifier: Apache-2.0 */
/* Test extension "symbols": functions exported as C symbols, with and without metadata and documentation. */
#include "rawreg.h"

#define EXPORT __attribute__((visibility("default")))
#define T(x) "{\"type\":\"" x "\"}"
#define FN(result, params) \
  "{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[" result "],\"params\":[" params "]}}"

static int give_text(const char* text, TVMFFIAny* ret) {
  TVMFFIByteArray bytes = rr_str(text);
  return TVMFFIStringFromByteArray(&bytes, ret);
}
static int give_schema(const char* schema, TVMFFIAny* ret) {
  char* text = rr_meta(schema);
  int status = give_text(text, ret);
  free(text);
  return status;
}

#define FUNCTION(name)                                                                  \
  EXPORT int __tvm_ffi_##name(void* self, const TVMFFIAny* a, int32_t n, TVMFFIAny* r); \
  int __tvm_ffi_##name(void* self, const TVMFFIAny* a, int32_t n, TVMFFIAny* r) {       \
    return rr_call(self, a, n, r);                                                      \
  }
#define TEXT(kind, name, give)                                                                    \
  EXPORT int __tvm_ffi__##kind##_##name(void* self, const TVMFFIAny* a, int32_t n, TVMFFIAny* r); \
  int __tvm_ffi__##kind##_##name(void* self, const TVMFFIAny* a, int32_t n, TVMFFIAny* r) {       \
    (void)self, (void)a, (void)n;                                                                 \
    return give;                                                                                  \
  }

FUNCTION(add_one)
TEXT(metadata, add_one, give_schema(FN(T("None"), T("DLTensor*") "," T("ffi.Tensor")), r))
TEXT(doc, add_one, give_text("Adds one.\n\n  x: input with \"quotes\" and a \\ backslash\n", r))
FUNCTION(bare)
FUNCTION(scale)
TEXT(metadata, scale,
     give_schema(FN("{\"type\":\"Tuple\",\"args\":[{\"type\":\"int\"}]}", T("float")), r))
FUNCTION(get_function)
TEXT(metadata, get_function, give_schema(FN(T("int"), ""), r))
FUNCTION(_private)
TEXT(metadata, _private, give_schema(FN(T("int"), ""), r))
FUNCTION(Tensor)
TEXT(metadata, Tensor, give_schema(FN(T("ffi.Tensor"), T("int")), r))
EXPORT void* __tvm_ffi__library_ctx;
void* __tvm_ffi__library_ctx = NULL;
