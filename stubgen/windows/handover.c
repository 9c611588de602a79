/* SPDX-License-Identifier: Apache-2.0 */
#include "handover.h"

#include <stdbool.h>
#include <stdio.h>
#include <windows.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/wide.h"

enum { ROOM = 4096 };

/* Set while Python runs in this program's place: a package without the extension module would start the program again. */
static const wchar_t handed_over[] = L"TVM_FFI_STUBGEN_HANDED_OVER";

/* One argument as the C runtime of the other side takes it apart: backslashes count only in front of a quotation mark. */
static void put_argument(tf_buf* out, const char* text) {
  (void)tf_buf_put_c(out, " \"");
  size_t backslashes = 0;
  for (; *text != '\0'; ++text) {
    if (*text == '"') {
      for (size_t i = 0; i <= backslashes; ++i) (void)tf_buf_put_char(out, '\\');
    }
    backslashes = *text == '\\' ? backslashes + 1 : 0;
    (void)tf_buf_put_char(out, *text);
  }
  for (; backslashes > 0; --backslashes) (void)tf_buf_put_char(out, '\\');
  (void)tf_buf_put_char(out, '"');
}

/* Runs Python and ends as it ends. Returns when `program` (NULL: `python` in PATH) is none. */
static void become(const wchar_t* program, size_t count, const char* const* args) {
  if (program != NULL && GetFileAttributesW(program) == INVALID_FILE_ATTRIBUTES) return;
  tf_buf command = tf_buf_new((size_t)1 << 20);
  (void)tf_buf_put_c(&command, "python -c");
  put_argument(&command, sg_python_code);
  for (size_t i = 0; i < count; ++i) put_argument(&command, args[i]);
  wchar_t* wide = tf_wide_new(tf_buf_c_str(&command));
  tf_buf_drop(&command);
  int status = 0;
  bool ran = wide != NULL && tf_process_run(program, wide, &status);
  tf_mem_free(wide);
  if (ran) exit(status);
}

static void become_below(const wchar_t* folder, const wchar_t* name, size_t count,
                         const char* const* args) {
  wchar_t path[ROOM];
  int size = _snwprintf(path, ROOM, L"%ls\\%ls", folder, name);
  if (size > 0 && size < ROOM) become(path, count, args);
}

/* The environment in whose packages the tool lies: ENV\Lib\site-packages\tvm_ffi\bin\TOOL. */
static bool own_environment(wchar_t* path) {
  enum { PARTS_BELOW = 5 };
  DWORD size = GetModuleFileNameW(NULL, path, ROOM);
  if (size == 0 || size >= ROOM) return false;
  for (int i = 0; i < PARTS_BELOW; ++i) {
    wchar_t* last = wcsrchr(path, L'\\');
    if (last == NULL) return false;
    *last = L'\0';
  }
  return true;
}

void sg_hand_over(size_t count, const char* const* args) {
  wchar_t folder[ROOM];
  if (GetEnvironmentVariableW(handed_over, NULL, 0) != 0) return;
  (void)SetEnvironmentVariableW(handed_over, L"1");
  DWORD size = GetEnvironmentVariableW(L"TVM_FFI_STUBGEN_LAUNCHED_FROM", folder, ROOM);
  if (size != 0 && size < ROOM) {
    become_below(folder, L"python.exe", count, args);
    become_below(folder, L"..\\python.exe", count, args);
  }
  if (own_environment(folder)) {
    become_below(folder, L"Scripts\\python.exe", count, args);
    become_below(folder, L"python.exe", count, args);
  }
  become(NULL, count, args);
}
