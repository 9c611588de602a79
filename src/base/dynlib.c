/* SPDX-License-Identifier: Apache-2.0 */
/* What is the same everywhere; the rest is in dynlib_posix.c and dynlib_windows.c. */
#include "base/dynlib.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* The C++ runtime knows how, and wherever C++ symbols occur it is loaded already. */
typedef char* (*demangle_function)(const char* symbol, char* buffer, size_t* length, int* status);

static demangle_function find_demangler(void) {
  void* found = tf_dynlib_cxx_symbol("__cxa_demangle");
  demangle_function function = NULL;
  if (found != NULL) memcpy(&function, &found, sizeof function);
  return function;
}

void tf_dynlib_put_demangled(const char* symbol, tf_buf* buf) {
  if (strncmp(symbol, "_Z", 2) == 0) {
    demangle_function demangle = find_demangler();
    int status = -1;
    char* text = demangle == NULL ? NULL : demangle(symbol, NULL, NULL, &status);
    if (text != NULL && status == 0) {
      (void)tf_buf_put_c(buf, text);
      free(text);
      return;
    }
    free(text);
  }
  (void)tf_buf_put_c(buf, symbol);
}

tf_str tf_dynlib_file_name(const char* path) {
  const char* slash = strrchr(path, '/');
#if defined(_WIN32)
  const char* back = strrchr(slash == NULL ? path : slash, '\\');
  if (back != NULL) slash = back;
#endif
  return tf_str_c(slash == NULL ? path : slash + 1);
}
