/* SPDX-License-Identifier: Apache-2.0 */
/* Readable C++ names. */
#include "extra/demangle.h"

#include <stdlib.h>

#include "base/dynlib.h"
#include "base/mem.h"

typedef char* (*demangle_function)(const char* name, char* buffer, size_t* size, int* status);

/* Found in a C++ runtime: loaded already, as in most processes that use extensions, or on the disk. */
static demangle_function find_function(void) {
  static const char* const runtimes[] = {"libstdc++.so.6", "libc++abi.so.1", "libc++abi.dylib"};
  for (size_t i = 0; i < TF_COUNT_OF(runtimes); ++i) {
    tf_buf ignored = tf_buf_new(4096);
    union {
      void* address;
      demangle_function function;
    } symbol = {NULL};
    /* The handle is kept: this happens once, on the way to an error message. */
    void* handle = tf_dynlib_open(runtimes[i], &ignored);
    tf_buf_drop(&ignored);
    if (handle != NULL) symbol.address = tf_dynlib_symbol(handle, "__cxa_demangle");
    if (symbol.address != NULL) return symbol.function;
  }
  return NULL;
}

void tf_demangle_put(tf_str symbol, tf_buf* buf) {
  char* text = NULL;
  tf_str prefix = TF_STR("_Z");
  tf_buf name = tf_buf_new(1 << 16);
  if (tf_str_starts_with(symbol, prefix) && tf_buf_put_str(&name, symbol) == TF_BUF_OK) {
    demangle_function function = find_function();
    int status = -1;
    if (function != NULL) text = function(tf_buf_c_str(&name), NULL, NULL, &status);
    if (status != 0) text = NULL;
  }
  if (text != NULL) {
    (void)tf_buf_put_c(buf, text);
    free(text); /* by the contract of __cxa_demangle, not from our funnel */
  } else {
    (void)tf_buf_put_str(buf, symbol);
  }
  tf_buf_drop(&name);
}
