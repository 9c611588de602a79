/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: exported function has to be declared as: int add(int64_t, int64_t*) */
#include <tvm/ffi/c/ffi.h>

#ifdef MISTAKE
static int64_t add(int64_t x) { return x + 1; }
#else
static int add(int64_t x, int64_t* out) {
  *out = x + 1;
  return 0;
}
#endif
TVM_FFI_FUNCTION(add, "t.add", "", or_error(int64), (int64, x));
