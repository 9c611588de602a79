/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: exported function has to be declared as: int any_args(const tvm_ffi_view*, int32_t, tvm_ffi_any*) */
#include <tvm/ffi/c/ffi.h>

#ifdef MISTAKE
static int any_args(const tvm_ffi_any* args, int32_t num_args, tvm_ffi_any* result) {
#else
static int any_args(const tvm_ffi_view* args, int32_t num_args, tvm_ffi_any* result) {
#endif
  (void)args;
  *result = tvm_ffi_any_from_int(num_args);
  return 0;
}
TVM_FFI_PACKED(any_args, "t.any_args", "");
