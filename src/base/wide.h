/* SPDX-License-Identifier: Apache-2.0 */
/* Windows: our texts are UTF-8, its functions take UTF-16. */
#ifndef TVM_FFI_BASE_WIDE_H_
#define TVM_FFI_BASE_WIDE_H_

#include <stddef.h>
#include <wchar.h>

#include "base/compiler.h"

/* NUL-terminated copies in the other form, to be freed with tf_mem_free. NULL when there is no memory, or when the text is
   not well-formed. */
TF_NODISCARD wchar_t* tf_wide_new(const char* text);
TF_NODISCARD char* tf_wide_to_text(const wchar_t* wide);

#endif /* TVM_FFI_BASE_WIDE_H_ */
