/* SPDX-License-Identifier: Apache-2.0 */
/* Shape objects.

     0        24     32     40
     | header | data | size | the numbers ...   */
#include "core/shape.h"

#include "base/mem.h"
#include "core/error.h"

#include <string.h>

_Static_assert(sizeof(tf_shape) == 40, "the numbers begin behind the cell");

int tf_shape_new_room(size_t size, int64_t** out_dims, tf_any* out) {
  size_t bytes;
  if (!tf_size_mul(size, sizeof(int64_t), &bytes) ||
      !tf_size_add(bytes, sizeof(tf_shape), &bytes)) {
    return tf_raise_memory();
  }
  tf_shape* self = tf_object_new(bytes, kTVMFFIShape, tf_object_delete_leaf);
  if (self == NULL) return -1;
  int64_t* dims = (int64_t*)(void*)(self + 1);
  self->cell = (TVMFFIShapeCell){.data = dims, .size = size};
  *out_dims = dims;
  *out = tf_any_own(self);
  return 0;
}

int tf_shape_new(const int64_t* dims, size_t size, tf_any* out) {
  int64_t* room;
  TF_TRY(tf_shape_new_room(size, &room, out));
  if (size != 0) memcpy(room, dims, size * sizeof(int64_t));
  return 0;
}

bool tf_shape_get(tf_view view, TVMFFIShapeCell* out) {
  const tf_shape* shape = tf_view_get_exact(view, kTVMFFIShape);
  if (shape == NULL) return false;
  *out = shape->cell;
  return true;
}
