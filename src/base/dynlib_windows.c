/* SPDX-License-Identifier: Apache-2.0 */
/* Shared libraries on Windows. A handle is the address at which the file lies in memory. Windows binds every import when a
   library is linked, so a missing symbol is said by its linker, and here only that some library or symbol is missing. */
#if !defined(_WIN32_WINNT) || _WIN32_WINNT < 0x0602
#undef _WIN32_WINNT
#define _WIN32_WINNT 0x0602
#endif
#define WIN32_LEAN_AND_MEAN
#include <stdint.h>
#include <string.h>
#include <windows.h>

#include "base/dynlib.h"
#include "base/mem.h"
#include "base/thread.h"
#include "base/wide.h"

/* ---- Opening ---- */

/* The system's line for an error code, without the end of line and the full stop. */
static void put_error(DWORD code, tf_buf* out) {
  wchar_t wide[512];
  DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
  DWORD size = FormatMessageW(flags, NULL, code, 0, wide, TF_COUNT_OF(wide) - 1, NULL);
  while (size > 0 && (wide[size - 1] <= L' ' || wide[size - 1] == L'.')) --size;
  wide[size] = L'\0';
  char* text = size == 0 ? NULL : tf_wide_to_text(wide);
  if (text == NULL) {
    (void)tf_buf_printf(out, "error %lu of the system", (unsigned long)code);
  } else {
    (void)tf_buf_put_c(out, text);
  }
  tf_mem_free(text);
}

/* With backslashes, as the loader wants it. An absolute path also makes the library's own folder the first place where its
   needs are looked for. */
static HMODULE open_wide(wchar_t* path) {
  for (wchar_t* at = path; *at != L'\0'; ++at) {
    if (*at == L'/') *at = L'\\';
  }
  bool is_absolute = path[0] == L'\\' || (path[0] != L'\0' && path[1] == L':');
  return LoadLibraryExW(path, NULL, is_absolute ? LOAD_WITH_ALTERED_SEARCH_PATH : 0);
}

void* tf_dynlib_open(const char* path, tf_buf* reason) {
  wchar_t* wide = tf_wide_new(path);
  if (wide == NULL) {
    (void)tf_buf_printf(reason, "%s: no memory, or not UTF-8", path);
    return NULL;
  }
  /* No dialog box for a file that is no library. */
  DWORD old_mode = 0;
  bool changed = SetThreadErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX, &old_mode);
  HMODULE handle = open_wide(wide);
  DWORD code = GetLastError();
  if (changed) (void)SetThreadErrorMode(old_mode, NULL);
  tf_mem_free(wide);
  if (handle == NULL) {
    (void)tf_buf_printf(reason, "%s: ", path);
    put_error(code, reason);
  }
  return handle;
}

void* tf_dynlib_symbol(void* handle, const char* name) {
  FARPROC found = GetProcAddress(handle, name);
  void* address = NULL;
  memcpy(&address, &found, sizeof address);
  return address;
}

void tf_dynlib_close(void* handle) {
  if (handle != NULL) (void)FreeLibrary(handle);
}

const void* tf_dynlib_address_in(void* handle) { return handle; }

/* ---- Which file an address belongs to ---- */

static HMODULE module_at(const void* address, DWORD flags) {
  HMODULE found = NULL;
  flags |= GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS;
  return address != NULL && GetModuleHandleExW(flags, (LPCWSTR)address, &found) ? found : NULL;
}

void tf_dynlib_pin(const void* address) { (void)module_at(address, GET_MODULE_HANDLE_EX_FLAG_PIN); }

/* Clients keep pointers into our tables until the process ends. */
TF_CONSTRUCTOR(101) static void stay_loaded(void) {
  tf_dynlib_pin((const void*)(uintptr_t)&stay_loaded);
}

/* The system copies paths out and keeps none, so they are kept here, one for each file that was asked for. */
typedef struct known_path {
  struct known_path* next;
  HMODULE module;
  char* path;
} known_path;

static tf_mutex paths_lock = TF_MUTEX_INIT;
static known_path* paths;

static const char* keep_path(HMODULE module, const char* path) {
  const known_path* entry = paths;
  while (entry != NULL && (entry->module != module || strcmp(entry->path, path) != 0)) {
    entry = entry->next;
  }
  if (entry != NULL) return entry->path;
  known_path* fresh = tf_mem_permanent(sizeof *fresh);
  char* copy = tf_mem_permanent_text(path, strlen(path));
  if (fresh == NULL || copy == NULL) return NULL;
  *fresh = (known_path){paths, module, copy};
  paths = fresh;
  return copy;
}

static const char* path_of(HMODULE module) {
  enum { ROOM = 32768 }; /* the longest path there is */
  wchar_t* wide = tf_mem_alloc(ROOM * sizeof *wide);
  DWORD size = wide == NULL ? 0 : GetModuleFileNameW(module, wide, ROOM);
  char* text = size == 0 || size >= ROOM ? NULL : tf_wide_to_text(wide);
  tf_mem_free(wide);
  if (text == NULL) return NULL;
  tf_mutex_lock(&paths_lock);
  const char* kept = keep_path(module, text);
  tf_mutex_unlock(&paths_lock);
  tf_mem_free(text);
  return kept;
}

/* The table of exports of a loaded file, NULL when it has none. */
static const IMAGE_EXPORT_DIRECTORY* exports_of(HMODULE module) {
  const char* base = (const char*)module;
  const IMAGE_DOS_HEADER* dos = (const void*)base;
  const IMAGE_NT_HEADERS* headers = (const void*)(base + dos->e_lfanew);
  const IMAGE_DATA_DIRECTORY* entry =
      &headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXPORT];
  return entry->VirtualAddress == 0 ? NULL : (const void*)(base + entry->VirtualAddress);
}

static void find_symbol(HMODULE module, const void* address, tf_dynlib_place* out) {
  const char* base = (const char*)module;
  const IMAGE_EXPORT_DIRECTORY* exports = exports_of(module);
  if (exports == NULL) return;
  const DWORD* functions = (const void*)(base + exports->AddressOfFunctions);
  const DWORD* names = (const void*)(base + exports->AddressOfNames);
  const WORD* ordinals = (const void*)(base + exports->AddressOfNameOrdinals);
  size_t wanted = (size_t)((const char*)address - base);
  size_t best = 0;
  for (DWORD i = 0; i < exports->NumberOfNames; ++i) {
    size_t at = functions[ordinals[i]];
    if (at > wanted || at < best) continue;
    best = at;
    out->symbol = base + names[i];
    out->symbol_address = base + at;
  }
}

bool tf_dynlib_find(const void* address, tf_dynlib_place* out) {
  HMODULE module = module_at(address, GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT);
  const char* path = module == NULL ? NULL : path_of(module);
  if (path == NULL) return false;
  *out = (tf_dynlib_place){.base = module, .path = path};
  find_symbol(module, address, out);
  return true;
}

void* tf_dynlib_cxx_symbol(const char* name) {
  static const wchar_t* const runtimes[] = {L"libstdc++-6.dll", L"libc++.dll", L"libc++abi.dll"};
  void* found = NULL;
  for (size_t i = 0; found == NULL && i < TF_COUNT_OF(runtimes); ++i) {
    HMODULE module = GetModuleHandleW(runtimes[i]);
    if (module != NULL) found = tf_dynlib_symbol(module, name);
  }
  return found;
}
