/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: int46 */
#include <tvm/ffi/c/ffi.h>

static int64_t same(int64_t x) { return x; }
#ifdef MISTAKE
TVM_FFI_FUNCTION(same, "t.same", "", int64, (int46, x));
#else
TVM_FFI_FUNCTION(same, "t.same", "", int64, (int64, x));
#endif
