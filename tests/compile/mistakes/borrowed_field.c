/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: field of a class has to be declared as: tvm_ffi_string name */
#include <tvm/ffi/c/ffi.h>

typedef struct named {
  TVMFFIObject header;
#ifdef MISTAKE
  tvm_ffi_string_view name;
#else
  tvm_ffi_string name;
#endif
} named;
TVM_FFI_CLASS(named, "t.Named", "", field(str, name, "", ro));
