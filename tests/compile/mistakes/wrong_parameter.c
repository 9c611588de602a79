/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: exported function has to be declared as: int64_t add(int64_t, double) */
#include <tvm/ffi/c/ffi.h>

#ifdef MISTAKE
static int64_t add(int32_t x, double y) { return x + (int64_t)y; }
#else
static int64_t add(int64_t x, double y) { return x + (int64_t)y; }
#endif
TVM_FFI_FUNCTION(add, "t.add", "", int64, (int64, x), (float64, y));
