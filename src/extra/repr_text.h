/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of single values, appended to a buffer whose failure is sticky. */
#ifndef TVM_FFI_EXTRA_REPR_TEXT_H_
#define TVM_FFI_EXTRA_REPR_TEXT_H_

#include "base/buf.h"
#include "core/any.h"

/* In double quotes; control bytes as \xNN, well-formed UTF-8 as \uXXXX or \UXXXXXXXX, other bytes as \xNN. */
void tf_repr_put_string(tf_str text, tf_buf* out);

/* b"..." with \xNN for all but printable ASCII. */
void tf_repr_put_bytes(tf_str content, tf_buf* out);

/* Six significant digits, as C++ streams print by default. */
void tf_repr_put_float(double value, tf_buf* out);

#endif /* TVM_FFI_EXTRA_REPR_TEXT_H_ */
