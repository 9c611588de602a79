/* SPDX-License-Identifier: Apache-2.0 */
/* Structural equality and hash of values without parts. */
#include "extra/structural_leaf.h"

#include <math.h>

#include "base/hash.h"
#include "core/shape.h"
#include "core/tensor.h"
#include "core/typetable.h"

bool tf_structural_is_leaf(tf_view value) {
  switch (value.raw.type_index) {
    case kTVMFFIStr:
    case kTVMFFIBytes:
    case kTVMFFIShape:
    case kTVMFFITensor:
    case kTVMFFIBigInt:
      return true;
    default:
      return !tf_view_is_object(value);
  }
}

/* ---- tensors ---- */

static int check_tensor(const DLTensor* tensor, const char* side, const char* what) {
  if (tensor->device.device_type != kDLCPU) {
    return tf_raise(TF_INTERNAL_ERROR,
                    "Check failed: (%s.device().device_type == kDLCPU) is false: Can only %s CPU "
                    "tensor",
                    side, what);
  }
  if (!tf_tensor_is_contiguous(tensor)) {
    return tf_raise(TF_INTERNAL_ERROR,
                    "Check failed: (%s.IsContiguous()) is false: Can only %s contiguous tensor",
                    side, what);
  }
  return 0;
}

static bool has_same_form(const DLTensor* a, const DLTensor* b) {
  if (a->ndim != b->ndim || a->dtype.code != b->dtype.code || a->dtype.bits != b->dtype.bits ||
      a->dtype.lanes != b->dtype.lanes) {
    return false;
  }
  for (int32_t i = 0; i < a->ndim; ++i) {
    if (a->shape[i] != b->shape[i]) return false;
  }
  return true;
}

static int tensor_equal(const DLTensor* a, const DLTensor* b, bool skip_content, bool* out) {
  size_t size = 0;
  *out = has_same_form(a, b);
  if (!*out || skip_content || a == b) return 0;
  TF_TRY(check_tensor(a, "lhs", "compare"));
  TF_TRY(check_tensor(b, "rhs", "compare"));
  TF_TRY(tf_tensor_nbytes(a, &size));
  *out = size == 0 || memcmp(tf_tensor_data(a), tf_tensor_data(b), size) == 0;
  return 0;
}

static int tensor_hash(const DLTensor* tensor, bool skip_content, uint64_t* out) {
  uint64_t hash =
      tf_hash_combine(tf_type_info(kTVMFFITensor)->type_key_hash, (uint64_t)tensor->ndim);
  for (int32_t i = 0; i < tensor->ndim; ++i) {
    hash = tf_hash_combine(hash, (uint64_t)tensor->shape[i]);
  }
  uint64_t dtype = (uint64_t)tensor->dtype.code | (uint64_t)tensor->dtype.bits << 8 |
                   (uint64_t)tensor->dtype.lanes << 16;
  hash = tf_hash_combine(hash, dtype);
  if (!skip_content) {
    size_t size = 0;
    TF_TRY(check_tensor(tensor, "tensor", "hash"));
    TF_TRY(tf_tensor_nbytes(tensor, &size));
    hash = tf_hash_combine(hash, tf_hash_bytes(tf_tensor_data(tensor), size));
  }
  *out = hash;
  return 0;
}

/* ---- equality ---- */

static bool shape_equal(tf_view a, tf_view b) {
  TVMFFIShapeCell x = {NULL, 0};
  TVMFFIShapeCell y = {NULL, 0};
  (void)tf_shape_get(a, &x);
  (void)tf_shape_get(b, &y);
  return x.size == y.size && (x.size == 0 || memcmp(x.data, y.data, x.size * 8) == 0);
}

int tf_structural_leaf_equal(tf_view a, tf_view b, bool skip_tensor_content, bool* out) {
  tf_str x;
  tf_str y;
  if ((tf_view_get_str(&a, &x) && tf_view_get_str(&b, &y)) ||
      (tf_view_get_bytes(&a, &x) && tf_view_get_bytes(&b, &y))) {
    *out = tf_str_equal(x, y);
    return 0;
  }
  *out = false;
  if (a.raw.type_index != b.raw.type_index) return 0;
  switch (a.raw.type_index) {
    case kTVMFFIFloat:
      *out = a.raw.v_uint64 == b.raw.v_uint64 || (isnan(a.raw.v_float64) && isnan(b.raw.v_float64));
      return 0;
    case kTVMFFIShape:
      *out = shape_equal(a, b);
      return 0;
    case kTVMFFITensor:
      return tensor_equal(tf_tensor_get(a), tf_tensor_get(b), skip_tensor_content, out);
    default:
      return tf_any_equal(a, b, out);
  }
}

/* ---- hash ---- */

static uint64_t shape_hash(tf_view value) {
  TVMFFIShapeCell cell = {NULL, 0};
  (void)tf_shape_get(value, &cell);
  uint64_t hash = tf_hash_combine(tf_type_info(kTVMFFIShape)->type_key_hash, cell.size);
  for (size_t i = 0; i < cell.size; ++i) hash = tf_hash_combine(hash, (uint64_t)cell.data[i]);
  return hash;
}

int tf_structural_leaf_hash(tf_view value, bool skip_tensor_content, uint64_t* out) {
  uint64_t type = (uint64_t)value.raw.type_index;
  tf_str content;
  if (tf_view_get_str(&value, &content)) {
    *out = tf_hash_combine(kTVMFFIStr, tf_hash_bytes(content.data, content.size));
    return 0;
  }
  switch (value.raw.type_index) {
    case kTVMFFIFloat:
      *out = tf_hash_combine(
          type, isnan(value.raw.v_float64) ? UINT64_C(0x7ff8000000000000) : value.raw.v_uint64);
      return 0;
    case kTVMFFIShape:
      *out = shape_hash(value);
      return 0;
    case kTVMFFITensor:
      return tensor_hash(tf_tensor_get(value), skip_tensor_content, out);
    case kTVMFFIBytes:
    case kTVMFFIBigInt:
      return tf_any_hash(value, out);
    case kTVMFFISmallBytes:
      /* They hash as what they are, not as Bytes. */
      *out = tf_hash_combine(type, tf_hash_from_memory(value.raw.v_uint64));
      return 0;
    default:
      *out = tf_hash_combine(type, value.raw.v_uint64);
      return 0;
  }
}
