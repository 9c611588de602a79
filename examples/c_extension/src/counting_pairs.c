/* SPDX-License-Identifier: Apache-2.0 */
/* The same three exports as examples/python_packaging, in C11: a C symbol, a global function, a class. */
#include <tvm/ffi/c/ffi.h>

/* Writes x + 1 to y, element by element. */
static int add_one_to_all(DLTensor* x, DLTensor* y) {
  TVM_FFI_CHECK(x->shape[0] == y->shape[0], "ValueError", "lengths differ");
  const float* from = (const float*)tvm_ffi_tensor_data(x);
  float* to = (float*)tvm_ffi_tensor_data(y);
  for (int64_t i = 0; i < x->shape[0]; ++i) {
    to[i * tvm_ffi_tensor_stride(y, 0)] = from[i * tvm_ffi_tensor_stride(x, 0)] + 1.0f;
  }
  return 0;
}
TVM_FFI_SYMBOL(add_one_to_all, add_one_to_all, "Writes x + 1 to y.", or_error(none),
               (tensor_of(float32, 1, cpu), x), (tensor_of(float32, 1, cpu), y));

static int add_one(int64_t x, int64_t* result) {
  TVM_FFI_CHECK(x < INT64_MAX, "OverflowError", "%lld + 1 does not fit 64 bits", (long long)x);
  *result = x + 1;
  return 0;
}
TVM_FFI_FUNCTION(add_one, "counting_pairs_c.add_one", "Returns x + 1.", or_error(int64),
                 (int64, x));

typedef struct int_pair {
  TVMFFIObject header;
  int64_t first;
  int64_t second;
} int_pair;

static int64_t int_pair_sum(int_pair* self) { return self->first + self->second; }

TVM_FFI_CLASS(int_pair, "counting_pairs_c.IntPair", "Two integers.",
              field(int64, first, "the number in front", rw),
              field(int64, second, "the number behind", rw),
              method(sum, int_pair_sum, "first + second", int64));
