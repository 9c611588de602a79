/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 to UTF-16 and back, by the system. */
#include "base/wide.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include "base/mem.h"

wchar_t* tf_wide_new(const char* text) {
  int count = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, NULL, 0);
  if (count <= 0) return NULL;
  wchar_t* wide = tf_mem_alloc((size_t)count * sizeof *wide);
  if (wide != NULL) (void)MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, count);
  return wide;
}

char* tf_wide_to_text(const wchar_t* wide) {
  int size = WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, wide, -1, NULL, 0, NULL, NULL);
  if (size <= 0) return NULL;
  char* text = tf_mem_alloc((size_t)size);
  if (text != NULL) (void)WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, size, NULL, NULL);
  return text;
}
