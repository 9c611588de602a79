/* SPDX-License-Identifier: Apache-2.0 */
/* Between error.c (raising) and error_object.c (the objects): nobody else includes this. */
#ifndef TVM_FFI_CORE_ERROR_IMPL_H_
#define TVM_FFI_CORE_ERROR_IMPL_H_

#include "core/backtrace.h"
#include "core/error.h"

/* Gives an error that tf_error_new made its backtrace. Consumes the reference to `text`. */
void tf_error_set_text(tf_error* error, tf_trace_text* text);

/* A MemoryError from the reserve: needs no memory. Owned, never NULL. */
tf_error* tf_error_take_reserve(void);

#endif /* TVM_FFI_CORE_ERROR_IMPL_H_ */
