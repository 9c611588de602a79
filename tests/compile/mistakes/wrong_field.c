/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: field of a class has to be declared as: int64_t first */
#include <tvm/ffi/c/ffi.h>

typedef struct pair {
  TVMFFIObject header;
#ifdef MISTAKE
  int32_t first;
#else
  int64_t first;
#endif
} pair;
TVM_FFI_CLASS(pair, "t.Pair", "", field(int64, first, "", rw));
