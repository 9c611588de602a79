/* SPDX-License-Identifier: Apache-2.0 */
/* The program's start on Windows: main.c's `main` (called tool_main there) gets its arguments in UTF-8 and with slashes, and
   what it prints keeps its line ends. */
#define WIN32_LEAN_AND_MEAN
#include <stdio.h>
#include <windows.h>

#include <shellapi.h>

#include "base/mem.h"
#include "base/wide.h"

int tool_main(int argc, char** argv);

/* NULL when there is no memory, or an argument is no Unicode text. */
static char** read_arguments(int* count) {
  wchar_t** wide = CommandLineToArgvW(GetCommandLineW(), count);
  char** out = wide == NULL ? NULL : tf_mem_zalloc(((size_t)*count + 1) * sizeof *out);
  for (int i = 0; out != NULL && i < *count; ++i) {
    out[i] = tf_wide_to_text(wide[i]);
    if (out[i] == NULL) return NULL;
    for (char* at = out[i]; *at != '\0'; ++at) {
      if (*at == '\\') *at = '/';
    }
  }
  (void)LocalFree(wide);
  return out;
}

int main(void) {
  int count = 0;
  (void)_setmode(_fileno(stdout), _O_BINARY);
  (void)_setmode(_fileno(stderr), _O_BINARY);
  char** arguments = read_arguments(&count);
  if (arguments == NULL) {
    fputs("tvm-ffi-stubgen: error: the arguments cannot be read\n", stderr);
    return 2;
  }
  return tool_main(count, arguments);
}
