/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: constructor of a class has to be declared as: int make(circle*, double) */
#include <tvm/ffi/c/ffi.h>

typedef struct circle {
  TVMFFIObject header;
  double radius;
} circle;
#ifdef MISTAKE
static void make(circle* self, double radius) { self->radius = radius; }
#else
static int make(circle* self, double radius) {
  self->radius = radius;
  return 0;
}
#endif
TVM_FFI_CLASS(circle, "t.Circle", "", init(make, "", (float64, radius)),
              field(float64, radius, "", ro));
