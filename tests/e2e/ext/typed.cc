// SPDX-License-Identifier: Apache-2.0
// A library with C symbols and one global function, for the stubs of both.
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/reflection/registry.h>

namespace ffi = tvm::ffi;

static ffi::Array<double> Scale(ffi::Array<double> values, double by) {
  ffi::Array<double> out;
  for (double value : values) out.push_back(value * by);
  return out;
}

TVM_FFI_DLL_EXPORT_TYPED_FUNC(scale, Scale);
TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC(scale, "Multiplies every number.");

TVM_FFI_STATIC_INIT_BLOCK() {
  ffi::reflection::GlobalDef().def("typed.answer", []() { return 42; });
}
