/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: parameter needs a default, for one before it has one: y */
#include <tvm/ffi/c/ffi.h>

static int64_t add(int64_t x, int64_t y) { return x + y; }
#ifdef MISTAKE
TVM_FFI_FUNCTION(add, "t.add", "", int64, (int64, x, 1), (int64, y));
#else
TVM_FFI_FUNCTION(add, "t.add", "", int64, (int64, x), (int64, y, 1));
#endif
