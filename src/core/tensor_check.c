/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic on shapes and strides that others wrote: nothing here may wrap. */
#include "core/tensor.h"

#include "base/mem.h"
#include "core/error.h"

/* Offsets are signed 64-bit numbers in every consumer, so this is where addresses end. */
#define OFFSET_MAX ((uint64_t)INT64_MAX)

/* *out = a * b unless that is beyond OFFSET_MAX. */
static bool multiply(uint64_t a, uint64_t b, uint64_t* out) {
  uint64_t product;
#if defined(__GNUC__)
  if (__builtin_mul_overflow(a, b, &product)) return false;
#else
  if (b != 0 && a > UINT64_MAX / b) return false;
  product = a * b;
#endif
  *out = product;
  return product <= OFFSET_MAX;
}

static bool has_no_elements(const DLTensor* tensor) {
  for (int32_t i = 0; i < tensor->ndim; ++i) {
    if (tensor->shape[i] == 0) return true;
  }
  return false;
}

static int check_extents(const DLTensor* tensor, const char* where) {
  if (tensor->ndim < 0 || tensor->ndim > TF_TENSOR_MAX_NDIM) {
    return tf_raise(TF_VALUE_ERROR, "%s: ndim is %d, expected 0 to %d", where, (int)tensor->ndim,
                    TF_TENSOR_MAX_NDIM);
  }
  if (tensor->ndim > 0 && tensor->shape == NULL) {
    return tf_raise(TF_VALUE_ERROR, "%s: the shape is NULL with ndim %d", where, (int)tensor->ndim);
  }
  for (int32_t i = 0; i < tensor->ndim; ++i) {
    if (tensor->shape[i] < 0) {
      return tf_raise(TF_VALUE_ERROR, "%s: shape[%d] is %lld, expected 0 or more", where, (int)i,
                      (long long)tensor->shape[i]);
    }
  }
  return 0;
}

/* The product of the extents from the last one on: every compact stride is one of its steps, so
   none may overflow, also when a leading 0 makes the whole product 0. */
static int check_count(const DLTensor* tensor, const char* where) {
  uint64_t count = 1;
  for (int32_t i = tensor->ndim; i-- > 0;) {
    uint64_t extent = (uint64_t)tensor->shape[i];
    if (!multiply(count, extent, &count)) {
      return tf_raise(TF_VALUE_ERROR, "%s: the shape has more than 2^63 - 1 elements", where);
    }
  }
  return 0;
}

static uint64_t magnitude(int64_t value) {
  return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

/* Elements from the first one to the farthest one, in either direction. False on overflow. */
static bool find_reach(const DLTensor* tensor, uint64_t* out) {
  uint64_t reach = 0;
  for (int32_t i = 0; i < tensor->ndim; ++i) {
    uint64_t steps = (uint64_t)tensor->shape[i] - 1;
    uint64_t stride = magnitude(tensor->strides[i]);
    uint64_t distance;
    if (!multiply(steps, stride, &distance) || distance > OFFSET_MAX - reach) return false;
    reach += distance;
  }
  *out = reach;
  return true;
}

/* Bits of one element; scalable vectors have no fixed size and count as nothing. */
static uint64_t element_bits(DLDataType dtype) {
  return dtype.lanes > INT16_MAX ? 0 : (uint64_t)dtype.bits * dtype.lanes;
}

static int check_reach(const DLTensor* tensor, const char* where) {
  uint64_t reach = 0;
  uint64_t bits = element_bits(tensor->dtype);
  if (has_no_elements(tensor)) return 0;
  bool fits = true;
  if (tensor->strides != NULL) {
    fits = find_reach(tensor, &reach);
  } else {
    reach = (uint64_t)tf_tensor_numel(tensor) - 1;
  }
  /* Eight times the bytes would not fit where the bytes do: divide the reach first. */
  uint64_t bytes = 0;
  fits = fits && multiply(reach / 8 + 1, bits, &bytes) && tensor->byte_offset <= OFFSET_MAX - bytes;
  if (fits) return 0;
  return tf_raise(TF_VALUE_ERROR, "%s: strides and byte_offset reach beyond 2^63 bytes", where);
}

#if defined(__GNUC__)
static unsigned bits_of(uint64_t value) { return 64 - (unsigned)__builtin_clzll(value | 1); }

/* Is the tensor so small that nothing below can fail? Extents below 2^e and strides below 2^s, at most 8 of them, give a
   reach below 2^(e + s + 3) elements; an element has less than 2^23 bits, so that e + s up to 38 keeps the bytes below
   2^62. Negative extents are far above. */
static bool is_small(const DLTensor* tensor) {
  if (tensor->ndim < 0 || tensor->ndim > 8 || (tensor->ndim > 0 && tensor->shape == NULL)) {
    return false;
  }
  uint64_t extents = 0;
  uint64_t strides = 0;
  for (int32_t i = 0; i < tensor->ndim; ++i) extents |= (uint64_t)tensor->shape[i];
  for (int32_t i = 0; tensor->strides != NULL && i < tensor->ndim; ++i) {
    strides |= magnitude(tensor->strides[i]);
  }
  unsigned e = bits_of(extents);
  return e * (unsigned)tensor->ndim <= 32 && e + bits_of(strides) <= 38 &&
         tensor->byte_offset <= OFFSET_MAX / 2;
}
#else
static bool is_small(const DLTensor* tensor) {
  (void)tensor;
  return false;
}
#endif

int tf_tensor_check(const DLTensor* tensor, const char* where) {
  if (TF_LIKELY(is_small(tensor))) return 0;
  TF_TRY(check_extents(tensor, where));
  TF_TRY(check_count(tensor, where));
  return check_reach(tensor, where);
}

int64_t tf_tensor_numel(const DLTensor* tensor) {
  int64_t count = 1;
  for (int32_t i = tensor->ndim; i-- > 0;) count *= tensor->shape[i];
  return count;
}

int tf_tensor_nbytes(const DLTensor* tensor, size_t* out) {
  if (tensor->dtype.lanes > INT16_MAX) {
    return tf_raise(TF_VALUE_ERROR, "a tensor of scalable vectors has no size in bytes");
  }
  size_t count = (size_t)tf_tensor_numel(tensor);
  size_t bits = (size_t)element_bits(tensor->dtype);
  size_t whole, rest = (count % 8) * bits; /* bytes = count * bits / 8, without the overflow */
  if (!tf_size_mul(count / 8, bits, &whole) || !tf_size_add(whole, (rest + 7) / 8, out)) {
    return tf_raise(TF_VALUE_ERROR, "the tensor has more bytes than the machine has addresses");
  }
  return 0;
}

bool tf_tensor_is_contiguous(const DLTensor* tensor) {
  if (tensor->strides == NULL || has_no_elements(tensor)) return true;
  uint64_t expected = 1; /* unsigned: tensors that clients point at are not checked */
  for (int32_t i = tensor->ndim; i-- > 0;) {
    if (tensor->shape[i] == 1) continue;
    if ((uint64_t)tensor->strides[i] != expected) return false;
    expected *= (uint64_t)tensor->shape[i];
  }
  return true;
}
