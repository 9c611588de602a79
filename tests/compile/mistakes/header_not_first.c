/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: struct of a class has to begin with: TVMFFIObject header; pair */
#include <tvm/ffi/c/ffi.h>

typedef struct pair {
#ifdef MISTAKE
  int64_t first;
  TVMFFIObject header;
#else
  TVMFFIObject header;
  int64_t first;
#endif
} pair;
TVM_FFI_CLASS(pair, "t.Pair", "", field(int64, first, "", rw));
