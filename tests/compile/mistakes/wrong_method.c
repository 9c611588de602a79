/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: exported function has to be declared as: double area(circle*, double) */
#include <tvm/ffi/c/ffi.h>

typedef struct circle {
  TVMFFIObject header;
  double radius;
} circle;
#ifdef MISTAKE
static double area(circle* self, float pi) { return pi * self->radius * self->radius; }
#else
static double area(circle* self, double pi) { return pi * self->radius * self->radius; }
#endif
TVM_FFI_CLASS(circle, "t.Circle", "", field(float64, radius, "", rw),
              method(area, area, "", float64, (float64, pi, 3.14)));
