/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: a_tensor_cannot_be_returned_or_stored_use_managed_tensor */
#include <tvm/ffi/c/ffi.h>

#ifdef MISTAKE
static DLTensor* same(DLTensor* x) { return x; }
TVM_FFI_FUNCTION(same, "t.same", "", tensor, (tensor, x));
#else
static tvm_ffi_tensor same(tvm_ffi_tensor_view x) { return tvm_ffi_tensor_copy(x); }
TVM_FFI_FUNCTION(same, "t.same", "", managed_tensor, (managed_tensor, x));
#endif
