/* SPDX-License-Identifier: Apache-2.0 */
/* The C API in one include: values, containers, tensors, calls, exported functions, classes. Begin to read in
   export.h and class_table.h; docs/c-authoring.md is the tour. */
#ifndef TVM_FFI_C_FFI_H_
#define TVM_FFI_C_FFI_H_

#include <tvm/ffi/c/any.h>
#include <tvm/ffi/c/array.h>
#include <tvm/ffi/c/base.h>
#include <tvm/ffi/c/class_table.h>
#include <tvm/ffi/c/error.h>
#include <tvm/ffi/c/export.h>
#include <tvm/ffi/c/function.h>
#include <tvm/ffi/c/map.h>
#include <tvm/ffi/c/string.h>
#include <tvm/ffi/c/tensor.h>

#endif /* TVM_FFI_C_FFI_H_ */
