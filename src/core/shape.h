/* SPDX-License-Identifier: Apache-2.0 */
/* Shape objects: immutable tuples of integers (abi.md section 6.4). Thread-safe. */
#ifndef TVM_FFI_CORE_SHAPE_H_
#define TVM_FFI_CORE_SHAPE_H_

#include "core/any.h"

/* Our own keep the numbers behind the struct; those of clients may keep them anywhere. */
typedef struct tf_shape {
  tf_object header;
  TVMFFIShapeCell cell;
} tf_shape;

/* A Shape that holds a copy of `size` numbers; `dims` may be NULL when `size` is 0. -1 with
   MemoryError. */
TF_NODISCARD int tf_shape_new(const int64_t* dims, size_t size, tf_any* out);

/* A Shape of `size` zeros that the caller fills in through *out_dims before anybody else sees it.
 */
TF_NODISCARD int tf_shape_new_room(size_t size, int64_t** out_dims, tf_any* out);

/* The numbers of a Shape value. False, and *out untouched, for any other kind. */
bool tf_shape_get(tf_view view, TVMFFIShapeCell* out);

#endif /* TVM_FFI_CORE_SHAPE_H_ */
