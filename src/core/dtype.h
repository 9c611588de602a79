/* SPDX-License-Identifier: Apache-2.0 */
/* Data types as values: text conversion with errors raised and custom types resolved. */
#ifndef TVM_FFI_CORE_DTYPE_H_
#define TVM_FFI_CORE_DTYPE_H_

#include "base/buf.h"
#include "core/any.h"

/* Reads a data type's name (core/dtype_text.h). The code of `custom[NAME]` comes from the global
   function `dtype.get_custom_type_code`. -1 with ValueError, or what that function raised.
   Thread-safe. */
TF_NODISCARD int tf_dtype_from_str(tf_str text, DLDataType* out);

/* The implicit conversion of arguments: a DataType, or a string of any form that names one. -1 with
   TypeError for other kinds, else as above. */
TF_NODISCARD int tf_dtype_from_view(tf_view view, DLDataType* out);

/* Appends the name of `dtype`; that of a custom code comes from the global function
   `dtype.get_custom_type_name`. -1 with ValueError for a code without a name, or what that function
   raised, or the buffer's failure. Thread-safe. */
TF_NODISCARD int tf_dtype_put(DLDataType dtype, tf_buf* buf);

/* The name as an owned string, an object also when it is short (abi.md section 9.3). */
TF_NODISCARD int tf_dtype_to_string(DLDataType dtype, tf_any* out);

#endif /* TVM_FFI_CORE_DTYPE_H_ */
