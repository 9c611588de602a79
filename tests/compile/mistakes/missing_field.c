/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: no member named .second. */
#include <tvm/ffi/c/ffi.h>

typedef struct pair {
  TVMFFIObject header;
  int64_t first;
#ifndef MISTAKE
  int64_t second;
#endif
} pair;
TVM_FFI_CLASS(pair, "t.Pair", "", field(int64, first, "", rw), field(int64, second, "", rw));
