/* SPDX-License-Identifier: Apache-2.0 */
/* What func.c needs to know of signatures (their grammar: core/func.h). */
#ifndef TVM_FFI_CORE_FUNC_SIG_H_
#define TVM_FFI_CORE_FUNC_SIG_H_

#include "core/func.h"

bool tf_func_sig_is_packed(const char* signature);

/* Number of parameters; -1 for packed. */
int32_t tf_func_sig_count(const char* signature);

/* The type of parameter `index` as messages spell it. Appended. */
void tf_func_sig_put_param(const char* signature, int32_t index, tf_buf* buf);

#endif /* TVM_FFI_CORE_FUNC_SIG_H_ */
