/* SPDX-License-Identifier: Apache-2.0 */
/* A library to open. */
#include <tvm/ffi/c_api.h>

TVM_FFI_DLL_EXPORT int tf_dynlib_fixture_answer(void);
int tf_dynlib_fixture_answer(void) { return 42; }
