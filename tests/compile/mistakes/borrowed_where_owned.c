/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: incompatible type|cannot convert|no matching function|no known conversion|could not convert */
#include <tvm/ffi/c/ffi.h>

int use(tvm_ffi_array* array, tvm_ffi_view item);
int use(tvm_ffi_array* array, tvm_ffi_view item) {
#ifdef MISTAKE
  return tvm_ffi_array_push(array, item);
#else
  tvm_ffi_any owned = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_any_copy(item, &owned));
  return tvm_ffi_array_push(array, owned);
#endif
}
