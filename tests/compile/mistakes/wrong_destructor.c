/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: destructor of a class has to be declared as: void forget(circle*) */
#include <tvm/ffi/c/ffi.h>

typedef struct circle {
  TVMFFIObject header;
} circle;
#ifdef MISTAKE
static void forget(void* self) { (void)self; }
#else
static void forget(circle* self) { (void)self; }
#endif
TVM_FFI_CLASS(circle, "t.Circle", "", destroy(forget));
