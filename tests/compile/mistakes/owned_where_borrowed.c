/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: incompatible type|cannot convert|no matching function|no known conversion|could not convert */
#include <tvm/ffi/c/ffi.h>

int use(tvm_ffi_any* any, int64_t* out);
int use(tvm_ffi_any* any, int64_t* out) {
#ifdef MISTAKE
  return tvm_ffi_view_get_int(*any, out);
#else
  return tvm_ffi_view_get_int(tvm_ffi_any_peek(any), out);
#endif
}
