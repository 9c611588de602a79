/* SPDX-License-Identifier: Apache-2.0 */
/* EXPECT: exported function has to be declared as: int64_t count(tvm_ffi_array_view) */
#include <tvm/ffi/c/ffi.h>

#ifdef MISTAKE
static int64_t count(tvm_ffi_array items) { return items.object == NULL; }
#else
static int64_t count(tvm_ffi_array_view items) { return tvm_ffi_array_size(items); }
#endif
TVM_FFI_FUNCTION(count, "t.count", "", int64, (array(str), items));
