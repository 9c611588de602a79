/* SPDX-License-Identifier: Apache-2.0 */
/* The same command on Windows: runs the program of its own name in the folder tvm_ffi\bin of the installed package, waits
   and ends as that ends. Windows cannot put another program in the place of this one. */
#define WIN32_LEAN_AND_MEAN
#include <stdio.h>
#include <windows.h>

#include "base/process.h"

enum { NOT_FOUND = 127, ROOM = 4096 };

static wchar_t folder[ROOM]; /* of this program */
static const wchar_t* name;  /* of this program, and of the one to run */

static bool is_file(const wchar_t* path) {
  DWORD attributes = GetFileAttributesW(path);
  return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) == 0;
}

/* Runs `program` and ends; returns when it cannot be started. */
static void become(const wchar_t* program, wchar_t* command) {
  int status;
  if (tf_process_run(program, command, &status)) ExitProcess((UINT)status);
}

/* Runs FOLDER\BELOW\tvm_ffi\bin\NAME with this program's command line. Returns when that is no program, or this one. */
static void try_below(const wchar_t* below) {
  static wchar_t path[ROOM], whole[ROOM], own[ROOM];
  int size = _snwprintf(path, ROOM, L"%ls\\%ls\\tvm_ffi\\bin\\%ls", folder, below, name);
  if (size < 0 || size >= ROOM || !is_file(path)) return;
  DWORD length = GetFullPathNameW(path, ROOM, whole, NULL);
  DWORD own_length = GetModuleFileNameW(NULL, own, ROOM);
  if (length == 0 || length >= ROOM || own_length == 0 || own_length >= ROOM) return;
  if (_wcsicmp(whole, own) != 0) become(whole, GetCommandLineW());
}

/* What stands behind this program's name in its command line. */
static const wchar_t* arguments(void) {
  const wchar_t* at = GetCommandLineW();
  bool quoted = false;
  for (; *at != L'\0' && (quoted || (*at != L' ' && *at != L'\t')); ++at) {
    if (*at == L'"') quoted = !quoted;
  }
  return at;
}

/* Runs `python -m tvm_ffi.stub.cli` with the interpreter at BELOW. */
static void try_python(const wchar_t* below) {
  static wchar_t path[ROOM], command[32768];
  int size = _snwprintf(path, ROOM, L"%ls\\%ls", folder, below);
  if (size < 0 || size >= ROOM || !is_file(path)) return;
  size = _snwprintf(command, 32768, L"python -m tvm_ffi.stub.cli%ls", arguments());
  if (size > 0 && size < 32768) become(path, command);
}

int main(void) {
  DWORD size = GetModuleFileNameW(NULL, folder, ROOM);
  wchar_t* last = size == 0 || size >= ROOM ? NULL : wcsrchr(folder, L'\\');
  if (last == NULL) {
    fputs("tvm-ffi: cannot tell where this program lies\n", stderr);
    return NOT_FOUND;
  }
  *last = L'\0';
  name = last + 1;
  /* The tool may have to hand over to the interpreter beside this command. */
  (void)SetEnvironmentVariableW(L"TVM_FFI_STUBGEN_LAUNCHED_FROM", folder);
  try_below(L"..\\Lib\\site-packages"); /* an environment, or the installation itself */
  try_below(L"..\\site-packages");      /* pip install --user */
  try_below(L"..");                     /* pip install --target */
  try_below(L"..\\..");                 /* an unpacked wheel: the cache of uv */
  if (_wcsicmp(name, L"tvm-ffi-stubgen.exe") == 0) {
    try_python(L"python.exe");
    try_python(L"..\\python.exe");
  }
  fwprintf(stderr,
           L"%ls: no package tvm_ffi found for %ls\\%ls; is it installed in this environment?\n",
           name, folder, name);
  return NOT_FOUND;
}
