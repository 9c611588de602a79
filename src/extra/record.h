/* SPDX-License-Identifier: Apache-2.0 */
/* Records: objects that are nothing but their reflected fields. Python-defined classes are made this way (abi.md section
   19.8), and so are the reflected types of this library. */
#ifndef TVM_FFI_EXTRA_RECORD_H_
#define TVM_FFI_EXTRA_RECORD_H_

#include "core/any.h"

/* A new instance of a type, all fields zero (None). Its size stands in the type's metadata; without them it is `size`, or
   what the fields need when that is 0. Owned. -1 with MemoryError, or TypeError when a field would lie outside. */
TF_NODISCARD int tf_record_new(int32_t type_index, int64_t size, tf_object** out);

/* A new object of the same type and field values. `source` must be a record. Owned. */
TF_NODISCARD int tf_record_copy(const tf_object* source, tf_object** out);

/* Is it an object made by the two functions above? */
bool tf_record_is(const tf_object* object);

/* Registers `__ffi_new__` and `__ffi_shallow_copy__` for a type; `size` as in tf_record_new. */
TF_NODISCARD int tf_record_register_new(int32_t type_index, int32_t size);
TF_NODISCARD int tf_record_register_copy(int32_t type_index);

/* The functions that these two register. Owned. */
TF_NODISCARD int tf_record_new_creator(int32_t type_index, int32_t size, tf_any* out);
TF_NODISCARD int tf_record_new_copier(tf_any* out);

/* ---- any reflected type ---- */

/* A new instance through the native creator of the type or its `__ffi_new__`. Owned. RuntimeError when it has neither. */
TF_NODISCARD int tf_record_create(int32_t type_index, tf_object** out);

/* The default of a field with HasDefault: a copy, or what its factory makes. Owned. */
TF_NODISCARD int tf_record_default(const TVMFFIFieldInfo* field, tf_any* out);

/* A shallow copy of any object through `__ffi_shallow_copy__`. Owned. InternalError when its type has none. */
TF_NODISCARD int tf_record_shallow_copy(const tf_object* source, tf_object** out);

#endif /* TVM_FFI_EXTRA_RECORD_H_ */
