/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: struct of a subclass has to begin with its parent: shape base; circle */
#include <tvm/ffi/c/ffi.h>

typedef struct shape {
  TVMFFIObject header;
} shape;
typedef struct circle {
#ifdef MISTAKE
  TVMFFIObject base;
#else
  shape base;
#endif
  double radius;
} circle;
TVM_FFI_CLASS(shape, "t.Shape", "", no_init);
TVM_FFI_SUBCLASS(circle, shape, "t.Circle", "", field(float64, radius, "", rw));
