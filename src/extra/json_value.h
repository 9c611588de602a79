/* SPDX-License-Identifier: Apache-2.0 */
/* JSON text as values and back (abi.md section 19.5): RFC 8259, and NaN, Infinity, -Infinity. */
#ifndef TVM_FFI_EXTRA_JSON_VALUE_H_
#define TVM_FFI_EXTRA_JSON_VALUE_H_

#include "core/func.h"

/* Deeper texts are refused with RecursionError. */
#define TF_JSON_VALUE_DEPTH_MAX 100000

/* The value of a text: None, Bool, Int, Float, string, Array, Map. Owned. -1 with ValueError "<what>: line L column C
   (char N)". */
TF_NODISCARD int tf_json_value_parse(tf_str text, tf_any* out);

/* The text of a value, an owned string object. `indent` 0 writes no blanks at all; otherwise each element stands on a
   line of its own, behind `indent` blanks a level (none when negative). -1 with ValueError for what JSON cannot say. */
TF_NODISCARD int tf_json_value_write(tf_view value, int64_t indent, tf_any* out);

/* Bodies of ffi.json.Parse and ffi.json.Stringify. */
int tf_json_value_parse_call(const tf_args* args, tf_any* result);
int tf_json_value_write_call(const tf_args* args, tf_any* result);

#endif /* TVM_FFI_EXTRA_JSON_VALUE_H_ */
