/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor.h"

#include "tf_test_core.h"

/* A float32 tensor on the CPU; `strides` may be NULL. */
static DLTensor tensor_of(int32_t ndim, int64_t* shape, int64_t* strides) {
  return (DLTensor){.device = {kDLCPU, 0},
                    .ndim = ndim,
                    .dtype = {kDLFloat, 32, 1},
                    .shape = shape,
                    .strides = strides};
}

#define TENSOR(shape, strides) tensor_of((int32_t)TF_COUNT_OF(shape), shape, strides)

static void usual_tensors_pass(void** state) {
  (void)state;
  int64_t shape[] = {2, 3}, strides[] = {3, 1}, transposed[] = {1, 2}, reversed[] = {-3, -1};
  DLTensor plain = TENSOR(shape, NULL), strided = TENSOR(shape, strides);
  DLTensor turned = TENSOR(shape, transposed), backward = TENSOR(shape, reversed);
  DLTensor scalar = tensor_of(0, NULL, NULL);
  assert_ok(tf_tensor_check(&plain, "here"));
  assert_ok(tf_tensor_check(&strided, "here"));
  assert_ok(tf_tensor_check(&turned, "here"));
  assert_ok(tf_tensor_check(&backward, "here"));
  assert_ok(tf_tensor_check(&scalar, "here"));
  assert_int_equal(tf_tensor_numel(&plain), 6);
  assert_int_equal(tf_tensor_numel(&scalar), 1);
}

static void bad_ndim_is_refused(void** state) {
  (void)state;
  int64_t shape[] = {2};
  DLTensor negative = tensor_of(-1, shape, NULL), smallest = tensor_of(INT32_MIN, shape, NULL);
  DLTensor huge = tensor_of(INT32_MAX, shape, NULL), no_shape = tensor_of(1, NULL, NULL);
  assert_raises(tf_tensor_check(&negative, "here"), "ValueError", "here: ndim is -1");
  assert_raises(tf_tensor_check(&smallest, "here"), "ValueError", "ndim is -2147483648");
  assert_raises(tf_tensor_check(&huge, "here"), "ValueError", "ndim is 2147483647");
  assert_raises(tf_tensor_check(&no_shape, "here"), "ValueError", "the shape is NULL with ndim 1");
}

static void negative_extents_are_refused(void** state) {
  (void)state;
  int64_t shape[] = {2, -1}, least[] = {INT64_MIN};
  DLTensor negative = TENSOR(shape, NULL), smallest = TENSOR(least, NULL);
  assert_raises(tf_tensor_check(&negative, "here"), "ValueError", "shape[1] is -1");
  assert_raises(tf_tensor_check(&smallest, "here"), "ValueError", "shape[0]");
}

static void overflowing_counts_are_refused(void** state) {
  (void)state;
  int64_t twice[] = {INT64_C(1) << 32, INT64_C(1) << 31},
          wraps[] = {INT64_C(1) << 32, INT64_C(1) << 32};
  int64_t hidden[] = {0, INT64_C(1) << 62, INT64_C(1) << 62}, still[] = {0, 0};
  DLTensor a = TENSOR(twice, NULL), b = TENSOR(wraps, NULL), c = TENSOR(hidden, NULL);
  DLTensor broadcast = TENSOR(wraps, still);
  assert_raises(tf_tensor_check(&a, "here"), "ValueError", "more than 2^63 - 1 elements");
  assert_raises(tf_tensor_check(&b, "here"), "ValueError", "more than 2^63 - 1 elements");
  assert_raises(tf_tensor_check(&c, "here"), "ValueError", "more than 2^63 - 1 elements");
  assert_raises(tf_tensor_check(&broadcast, "here"), "ValueError", "more than 2^63 - 1 elements");
}

static void large_counts_pass(void** state) {
  (void)state;
  int64_t many[] = {INT64_C(1) << 31, 1}, most[] = {INT64_C(1) << 60};
  int64_t none[] = {INT64_C(1) << 62, 0, INT64_C(1) << 62};
  DLTensor a = TENSOR(many, NULL), b = TENSOR(most, NULL), c = TENSOR(none, NULL);
  assert_ok(tf_tensor_check(&a, "here"));
  assert_ok(tf_tensor_check(&b, "here"));
  assert_ok(tf_tensor_check(&c, "here"));
  assert_int_equal(tf_tensor_numel(&c), 0);
}

static void far_reaching_strides_are_refused(void** state) {
  (void)state;
  int64_t shape[] = {3, 2}, one[] = {1, 1}, far[] = {INT64_MAX, 1}, least[] = {INT64_MIN, 0};
  int64_t sum[] = {INT64_C(1) << 61, INT64_MAX};
  DLTensor a = TENSOR(shape, far), b = TENSOR(shape, least), c = TENSOR(shape, sum);
  DLTensor harmless = TENSOR(one, far);
  assert_raises(tf_tensor_check(&a, "here"), "ValueError", "reach beyond 2^63 bytes");
  assert_raises(tf_tensor_check(&b, "here"), "ValueError", "reach beyond 2^63 bytes");
  assert_raises(tf_tensor_check(&c, "here"), "ValueError", "reach beyond 2^63 bytes");
  assert_ok(tf_tensor_check(&harmless, "here"));
}

static void bytes_beyond_all_addresses_are_refused(void** state) {
  (void)state;
  int64_t most[] = {INT64_MAX}, small[] = {2};
  DLTensor a = TENSOR(most, NULL), b = TENSOR(small, NULL), c = TENSOR(most, NULL);
  b.byte_offset = UINT64_MAX;
  c.dtype.bits = 1;
  assert_raises(tf_tensor_check(&a, "here"), "ValueError", "reach beyond 2^63 bytes");
  assert_raises(tf_tensor_check(&b, "here"), "ValueError", "reach beyond 2^63 bytes");
  assert_ok(tf_tensor_check(&c, "here"));
}

/* Tensors just below and above the sizes that are passed without looking closely. */
static void borders_of_the_easy_way_hold(void** state) {
  (void)state;
  int64_t shape[] = {INT64_C(1) << 15, INT64_C(1) << 15}, wide[] = {3, 3};
  DLTensor large = TENSOR(shape, NULL);
  large.dtype = (DLDataType){kDLFloat, 255, INT16_MAX};
  assert_ok(tf_tensor_check(&large, "here"));
  large.byte_offset = (uint64_t)INT64_MAX;
  assert_raises(tf_tensor_check(&large, "here"), "ValueError", "reach beyond");
  for (int bits = 30; bits < 63; ++bits) {
    int64_t strides[] = {INT64_C(1) << bits, -(INT64_C(1) << bits)};
    DLTensor strided = TENSOR(wide, strides);
    strided.dtype = (DLDataType){kDLFloat, 64, 1};
    /* Four strides of 8 bytes each, and one element. */
    if (bits + 2 + 3 < 63) {
      assert_ok(tf_tensor_check(&strided, "here"));
    } else {
      assert_raises(tf_tensor_check(&strided, "here"), "ValueError", "reach beyond");
    }
  }
}

static void bytes_are_counted(void** state) {
  (void)state;
  int64_t shape[] = {3, 5};
  DLTensor tensor = TENSOR(shape, NULL);
  size_t bytes = 0;
  assert_ok(tf_tensor_nbytes(&tensor, &bytes));
  assert_int_equal(bytes, 60);
  tensor.dtype.bits = 4;
  assert_ok(tf_tensor_nbytes(&tensor, &bytes));
  assert_int_equal(bytes, 8);
  tensor.dtype.bits = 0;
  assert_ok(tf_tensor_nbytes(&tensor, &bytes));
  assert_int_equal(bytes, 0);
  int64_t many[] = {INT64_C(1) << 62};
  DLTensor large = TENSOR(many, NULL);
  large.dtype = (DLDataType){kDLFloat, 255, 32767};
  assert_raises(tf_tensor_nbytes(&large, &bytes), "ValueError", "than the machine has addresses");
  tensor.dtype.lanes = 65532;
  assert_raises(tf_tensor_nbytes(&tensor, &bytes), "ValueError", "scalable");
}

static void contiguity_is_row_major(void** state) {
  (void)state;
  int64_t shape[] = {2, 3}, strides[] = {3, 1}, transposed[] = {1, 2}, wide[] = {4, 1};
  DLTensor plain = TENSOR(shape, NULL), strided = TENSOR(shape, strides);
  DLTensor turned = TENSOR(shape, transposed), padded = TENSOR(shape, wide);
  assert_true(tf_tensor_is_contiguous(&plain));
  assert_true(tf_tensor_is_contiguous(&strided));
  assert_false(tf_tensor_is_contiguous(&turned));
  assert_false(tf_tensor_is_contiguous(&padded));
}

static void contiguity_ignores_ones_and_nothing(void** state) {
  (void)state;
  int64_t ones[] = {1, 5, 1}, odd[] = {100, 1, 77}, empty[] = {2, 0}, any[] = {9, 9};
  DLTensor a = TENSOR(ones, odd), b = TENSOR(empty, any), scalar = tensor_of(0, NULL, any);
  assert_true(tf_tensor_is_contiguous(&a));
  assert_true(tf_tensor_is_contiguous(&b));
  assert_true(tf_tensor_is_contiguous(&scalar));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      tf_unit(usual_tensors_pass),
      tf_unit(bad_ndim_is_refused),
      tf_unit(negative_extents_are_refused),
      tf_unit(overflowing_counts_are_refused),
      tf_unit(large_counts_pass),
      tf_unit(far_reaching_strides_are_refused),
      tf_unit(bytes_beyond_all_addresses_are_refused),
      tf_unit(borders_of_the_easy_way_hold),
      tf_unit(bytes_are_counted),
      tf_unit(contiguity_is_row_major),
      tf_unit(contiguity_ignores_ones_and_nothing),
  };
  return tf_test_run(tests);
}
