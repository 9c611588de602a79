// SPDX-License-Identifier: Apache-2.0
// The library that matrix.cc loads.
#include <tvm/ffi/tvm_ffi.h>

static int F1(int x) { return x + 1; }
TVM_FFI_DLL_EXPORT_TYPED_FUNC(m_f1, F1);
