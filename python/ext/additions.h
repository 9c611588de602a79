/* SPDX-License-Identifier: Apache-2.0 */
/* Our additions to the ABI, as weak references: with another implementation's library in our place the extension still
   loads, and can say what is wrong instead of naming a missing symbol. module.c asks for the build identity first; after
   that all of them are there. */
#ifndef PYTF_ADDITIONS_H_
#define PYTF_ADDITIONS_H_

#include <tvm/ffi/extra/c_runtime_api.h>

#if defined(__GNUC__) && !defined(_WIN32)
#pragma weak tvm_ffi_build_id
#pragma weak tvm_ffi_constructor_of
#pragma weak tvm_ffi_constructor_free
#pragma weak tvm_ffi_backtrace_add_boundary
#endif

#endif /* PYTF_ADDITIONS_H_ */
