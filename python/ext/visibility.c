/* SPDX-License-Identifier: Apache-2.0 */
/* Visibility of the runtime library, which came in by our own dependency and so is local to us. */
#if !defined(_WIN32)
#define _GNU_SOURCE
#endif
#include "visibility.h"

#include <string.h>
#include <tvm/ffi/c_api.h>

#if defined(_WIN32)
void pytf_make_runtime_global(void) {}
#else
#include <dlfcn.h>

void pytf_make_runtime_global(void) {
  Dl_info info;
  void* address;
  void (*const function)(TVMFFIVersion*) = TVMFFIGetVersion;
  memcpy(&address, &function, sizeof address);
  if (!dladdr(address, &info) || !info.dli_fname) return;
  /* The handle is kept: the library stays as long as the process. */
  (void)dlopen(info.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL);
}
#endif
