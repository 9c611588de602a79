/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: add.* defined but not used|unused function .add. */
#include <tvm/ffi/c/ffi.h>

static int64_t add(int64_t x, int64_t y) { return x + y; }
#ifndef MISTAKE
TVM_FFI_FUNCTION(add, "t.add", "", int64, (int64, x), (int64, y));
#endif
