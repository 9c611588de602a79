/* SPDX-License-Identifier: Apache-2.0 */
/* Base64 of RFC 4648, with padding. Leaf code. */
#ifndef TVM_FFI_EXTRA_BASE64_H_
#define TVM_FFI_EXTRA_BASE64_H_

#include <stdbool.h>

#include "base/buf.h"

/* Appends the text of `content`. Failure is sticky in `out`. */
void tf_base64_put(tf_str content, tf_buf* out);

/* Appends the bytes that `text` stands for. False when it is no base64: wrong characters, length or padding. */
bool tf_base64_put_decoded(tf_str text, tf_buf* out);

#endif /* TVM_FFI_EXTRA_BASE64_H_ */
