/* SPDX-License-Identifier: Apache-2.0 */
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1 /* dladdr */
#endif
#include "base/dynlib.h"

#include <dlfcn.h>
#if defined(__linux__) || defined(__FreeBSD__)
#include <link.h>
#endif
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

void* tf_dynlib_open(const char* path, tf_buf* reason) {
  void* handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (handle != NULL) return handle;
  const char* text = dlerror();
  (void)tf_buf_put_c(reason, text == NULL ? "unknown reason" : text);
  return NULL;
}

void* tf_dynlib_symbol(void* handle, const char* name) { return dlsym(handle, name); }

void tf_dynlib_close(void* handle) {
  if (handle != NULL) (void)dlclose(handle);
}

const void* tf_dynlib_address_in(void* handle) {
#if defined(__linux__) || defined(__FreeBSD__)
  struct link_map* map = NULL;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0 && map != NULL) return map->l_ld;
#else
  (void)handle;
#endif
  return NULL;
}

void tf_dynlib_pin(const void* address) {
  tf_dynlib_place place;
  if (!tf_dynlib_find(address, &place)) return;
#if defined(RTLD_NODELETE) && defined(RTLD_NOLOAD)
  /* The extra reference is never given back. */
  (void)dlopen(place.path, RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE);
#endif
}

bool tf_dynlib_find(const void* address, tf_dynlib_place* out) {
  Dl_info info;
  if (address == NULL || dladdr(address, &info) == 0 || info.dli_fname == NULL) return false;
  out->base = info.dli_fbase;
  out->path = info.dli_fname;
  out->symbol = info.dli_sname;
  out->symbol_address = info.dli_saddr;
  return true;
}

/* The C++ runtime knows how, and wherever C++ symbols occur it is loaded already. */
typedef char* (*demangle_function)(const char* symbol, char* buffer, size_t* length, int* status);

static demangle_function find_demangler(void) {
  static const char* const runtimes[] = {"libstdc++.so.6", "libc++abi.so.1", "libc++abi.dylib"};
  void* found = dlsym(RTLD_DEFAULT, "__cxa_demangle");
  for (size_t i = 0; found == NULL && i < TF_COUNT_OF(runtimes); ++i) {
    void* handle = dlopen(runtimes[i], RTLD_LAZY | RTLD_NOLOAD);
    if (handle == NULL) continue;
    found = dlsym(handle, "__cxa_demangle");
    /* The runtime stays: its users keep it. */
    (void)dlclose(handle);
  }
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
  return tf_str_c(slash == NULL ? path : slash + 1);
}
