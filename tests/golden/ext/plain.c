/* SPDX-License-Identifier: Apache-2.0 */
/* Test extension "plain": an exported function without metadata. */
#include "rawreg.h"

__attribute__((visibility("default"))) int __tvm_ffi_run(void* self, const TVMFFIAny* a, int32_t n,
                                                         TVMFFIAny* r);
int __tvm_ffi_run(void* self, const TVMFFIAny* a, int32_t n, TVMFFIAny* r) {
  return rr_call(self, a, n, r);
}
