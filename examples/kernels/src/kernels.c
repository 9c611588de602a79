/* SPDX-License-Identifier: Apache-2.0 */
/* A small kernel library: three kernels on tensors of whatever framework calls, an object that keeps state between
   calls, and a function that calls back. Parameters have names and defaults, and tensors say what they have to be. */
#include <tvm/ffi/c/ffi.h>

static float* elements(const DLTensor* tensor) { return (float*)tvm_ffi_tensor_data(tensor); }

/* ---- Kernels ---- */

static int scale(DLTensor* x, DLTensor* out, float factor, float offset) {
  TVM_FFI_CHECK(tvm_ffi_tensor_has_shape_of(out, x), "ValueError", "x and out differ in shape");
  const int64_t count = tvm_ffi_tensor_numel(x);
  for (int64_t i = 0; i < count; ++i) elements(out)[i] = elements(x)[i] * factor + offset;
  return 0;
}
TVM_FFI_FUNCTION(scale, "tensor_kernels.scale", "Writes x * factor + offset to out.",
                 or_error(none), (contiguous_tensor_of(float32, _, cpu), x),
                 (contiguous_tensor_of(float32, _, cpu), out), (float32, factor, 1.0),
                 (float32, offset, 0.0));

static int dot(DLTensor* x, DLTensor* y, double* sum) {
  TVM_FFI_CHECK(x->shape[0] == y->shape[0], "ValueError", "lengths differ: %lld and %lld",
                (long long)x->shape[0], (long long)y->shape[0]);
  const int64_t x_step = tvm_ffi_tensor_stride(x, 0);
  const int64_t y_step = tvm_ffi_tensor_stride(y, 0);
  for (int64_t i = 0; i < x->shape[0]; ++i) {
    *sum += (double)elements(x)[i * x_step] * (double)elements(y)[i * y_step];
  }
  return 0;
}
TVM_FFI_FUNCTION(dot, "tensor_kernels.dot", "The inner product of two vectors.", or_error(float64),
                 (tensor_of(float32, 1, cpu), x), (tensor_of(float32, 1, cpu), y));

static int matmul(DLTensor* a, DLTensor* b, tvm_ffi_tensor* product) {
  const int64_t rows = a->shape[0];
  const int64_t inner = a->shape[1];
  const int64_t columns = b->shape[1];
  const int64_t shape[2] = {rows, columns};
  TVM_FFI_CHECK(inner == b->shape[0], "ValueError", "cannot multiply %lldx%lld by %lldx%lld",
                (long long)rows, (long long)inner, (long long)b->shape[0], (long long)columns);
  TVM_FFI_TRY(tvm_ffi_tensor_new_on_cpu(2, shape, a->dtype, product));
  float* out = elements(tvm_ffi_tensor_get(tvm_ffi_tensor_peek(product)));
  for (int64_t i = 0; i < rows; ++i) {
    for (int64_t k = 0; k < inner; ++k) {
      const float factor = elements(a)[i * inner + k];
      for (int64_t j = 0; j < columns; ++j)
        out[i * columns + j] += factor * elements(b)[k * columns + j];
    }
  }
  return 0;
}
TVM_FFI_FUNCTION(matmul, "tensor_kernels.matmul", "The product of two matrices, as a new tensor.",
                 or_error(managed_tensor), (contiguous_tensor_of(float32, 2, cpu), a),
                 (contiguous_tensor_of(float32, 2, cpu), b));

/* ---- A callback ---- */

static int apply(DLTensor* x, tvm_ffi_function_view function) {
  const int64_t count = tvm_ffi_tensor_numel(x);
  for (int64_t i = 0; i < count; ++i) {
    TVM_FFI_AUTO(any) answer = TVM_FFI_ZERO;
    double value = 0;
    TVM_FFI_TRY(TVM_FFI_CALL(function, &answer, tvm_ffi_view_from_float((double)elements(x)[i])));
    TVM_FFI_TRY(tvm_ffi_view_get_float(tvm_ffi_any_peek(&answer), &value));
    elements(x)[i] = (float)value;
  }
  return 0;
}
TVM_FFI_FUNCTION(apply, "tensor_kernels.apply", "Replaces each element of x by function(element).",
                 or_error(none), (contiguous_tensor_of(float32, _, cpu), x), (function, function));

/* ---- An object with state ---- */

typedef struct running_mean {
  TVMFFIObject header;
  tvm_ffi_string name;
  double decay;
  double mean;
  int64_t count;
} running_mean;

static int running_mean_init(running_mean* self, tvm_ffi_string_view name, double decay) {
  TVM_FFI_CHECK(decay >= 0 && decay <= 1, "ValueError", "decay has to be from 0 to 1, not %g",
                decay);
  self->decay = decay;
  return tvm_ffi_string_new(name, &self->name);
}

static double running_mean_update(running_mean* self, DLTensor* x) {
  const int64_t step = tvm_ffi_tensor_stride(x, 0);
  for (int64_t i = 0; i < x->shape[0]; ++i) {
    const double value = (double)elements(x)[i * step];
    const double weight = self->decay > 0 ? 1 - self->decay : 1 / (double)(self->count + 1);
    self->mean += (value - self->mean) * (self->count == 0 ? 1 : weight);
    ++self->count;
  }
  return self->mean;
}

static void running_mean_reset(running_mean* self) {
  self->mean = 0;
  self->count = 0;
}

TVM_FFI_CLASS(running_mean, "tensor_kernels.RunningMean", "The mean of all values seen so far.",
              init(running_mean_init, "A decay above 0 weighs recent values more.",
                   (str, name, "mean"), (float64, decay, 0.0)),
              field(str, name, "what is measured", rw), field(float64, decay, "from 0 to 1", ro),
              field(float64, mean, "the mean so far", ro), field(int64, count, "values seen", ro),
              method(update, running_mean_update, "Takes the values of x in and returns the mean.",
                     float64, (tensor_of(float32, 1, cpu), x)),
              method(reset, running_mean_reset, "Forgets all values.", none));
