/* SPDX-License-Identifier: Apache-2.0 */
/* Shared libraries on POSIX systems. */
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1 /* dladdr */
#endif
#include <dlfcn.h>
#if defined(__linux__) || defined(__FreeBSD__)
#include <link.h>
#endif
#include <stddef.h>

#include "base/dynlib.h"

/* musl's `Error relocating FILE: NAME: symbol not found` in glibc's words, `FILE: undefined symbol: NAME`. */
static bool put_missing_symbol(tf_str text, tf_buf* reason) {
  tf_str begin = tf_str_c("Error relocating "), end = tf_str_c(": symbol not found");
  if (!tf_str_starts_with(text, begin) || !tf_str_ends_with(text, end)) return false;
  text = tf_str_slice(text, begin.size, text.size - end.size);
  size_t colon = tf_str_find_last_byte(text, ':');
  if (colon == TF_STR_NONE || text.size - colon < 2) return false;
  (void)tf_buf_put_str(reason, tf_str_slice(text, 0, colon));
  (void)tf_buf_put_c(reason, ": undefined symbol: ");
  (void)tf_buf_put_str(reason, tf_str_slice(text, colon + 2, text.size));
  return true;
}

void* tf_dynlib_open(const char* path, tf_buf* reason) {
  void* handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (handle != NULL) return handle;
  const char* text = dlerror();
  tf_str said = tf_str_c(text == NULL ? "unknown reason" : text);
  if (!put_missing_symbol(said, reason)) (void)tf_buf_put_str(reason, said);
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

void* tf_dynlib_cxx_symbol(const char* name) {
  static const char* const runtimes[] = {"libstdc++.so.6", "libc++abi.so.1", "libc++abi.dylib"};
  void* found = dlsym(RTLD_DEFAULT, name);
  for (size_t i = 0; found == NULL && i < TF_COUNT_OF(runtimes); ++i) {
    void* handle = dlopen(runtimes[i], RTLD_LAZY | RTLD_NOLOAD);
    if (handle == NULL) continue;
    found = dlsym(handle, name);
    /* The runtime stays: its users keep it. */
    (void)dlclose(handle);
  }
  return found;
}
