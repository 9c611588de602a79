/* SPDX-License-Identifier: Apache-2.0 */
/* Generated constructors: `__ffi_init__` made from the fields of a type (abi.md section 19.8). */
#ifndef TVM_FFI_EXTRA_INIT_H_
#define TVM_FFI_EXTRA_INIT_H_

#include "core/func.h"

/* Registers the generated constructor as attribute `__ffi_init__` of a type. -1 with RuntimeError when it has one. */
TF_NODISCARD int tf_init_register(int32_t type_index);

/* Is this function a generated constructor? */
bool tf_init_is_generated(const tf_object* function);

/* Global functions. */
int tf_init_register_call(const tf_args* args, tf_any* result); /* ffi._RegisterFFIInit */
int tf_init_register_py_class_call(const tf_args* args,
                                   tf_any* result); /* ffi._PyClassRegisterTypeAttrColumns */
int tf_init_make_object_call(const tf_args* args,
                             tf_any* result); /* ffi.MakeObjectFromPackedArgs */

#endif /* TVM_FFI_EXTRA_INIT_H_ */
