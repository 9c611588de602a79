/* SPDX-License-Identifier: Apache-2.0 */
/* Managed tensors of both versions made from the input, every piece in a block of exactly its size.

   Properties: what is refused leaves the tensor to its owner, with an error of an expected kind;
   what is adopted has the metadata that were given, strides, and a number of elements that 128-bit
   arithmetic agrees with; export and import again changes nothing; the deleter runs exactly once,
   after the last holder. */
#include "common/check.h"
#include "common/input.h"

#include <tvm/ffi/c_api.h>

#include "core/error.h"
#include "core/tensor.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

#define MAX_DIMS 6

typedef struct {
  bool is_versioned, require_contiguous, has_deleter;
  int32_t alignment;
  long fail_at;
  DLTensor tensor;
  DLManagedTensor* plain;
  DLManagedTensorVersioned* versioned;
} fuzz_case;

static int deleted;

static void count_plain(DLManagedTensor* self) {
  (void)self;
  ++deleted;
}

static void count_versioned(DLManagedTensorVersioned* self) {
  (void)self;
  ++deleted;
}

static void* block_of(size_t size) {
  void* block = malloc(size);
  if (block == NULL) abort();
  return block;
}

/* `count` numbers, or NULL when the input says so. */
static int64_t* make_numbers(fuzz_input* in, int32_t count) {
  if (fuzz_input_choice(in, 4) == 3) return NULL;
  int64_t* numbers = block_of((size_t)count * sizeof(int64_t) + (count == 0));
  for (int32_t i = 0; i < count; ++i) {
    bool is_small = fuzz_input_choice(in, 4) != 0;
    numbers[i] = is_small ? fuzz_input_choice(in, 5) : fuzz_input_edge(in);
  }
  return numbers;
}

/* The blocks hold what ndim says, unless ndim is one that must be refused unread. One statement a
   piece: C does not say in which order initialisers read the input. */
static DLTensor make_tensor(fuzz_input* in) {
  DLTensor tensor;
  memset(&tensor, 0, sizeof tensor);
  int32_t dims = (int32_t)fuzz_input_choice(in, MAX_DIMS);
  tensor.ndim = dims;
  tensor.data = (void*)(uintptr_t)fuzz_input_number(in, 2);
  tensor.device.device_type = (DLDeviceType)fuzz_input_choice(in, 20);
  tensor.device.device_id = fuzz_input_byte(in);
  tensor.dtype.code = fuzz_input_byte(in);
  tensor.dtype.bits = fuzz_input_byte(in);
  tensor.dtype.lanes = (uint16_t)fuzz_input_number(in, 2);
  tensor.shape = make_numbers(in, dims);
  tensor.strides = make_numbers(in, dims);
  if (fuzz_input_choice(in, 2) != 0) tensor.byte_offset = (uint64_t)fuzz_input_edge(in);
  if (fuzz_input_choice(in, 8) == 7) {
    int32_t wild = (int32_t)fuzz_input_edge(in);
    if (wild < 0 || wild > TF_TENSOR_MAX_NDIM) tensor.ndim = wild;
  }
  return tensor;
}

static void make_managed(fuzz_input* in, fuzz_case* c) {
  if (!c->is_versioned) {
    c->plain = block_of(sizeof *c->plain);
    c->plain->deleter = c->has_deleter ? count_plain : NULL;
    c->plain->dl_tensor = c->tensor;
    return;
  }
  c->versioned = block_of(sizeof *c->versioned);
  c->versioned->version.major = fuzz_input_choice(in, 4) == 3 ? fuzz_input_byte(in) : 1;
  c->versioned->version.minor = fuzz_input_byte(in);
  c->versioned->flags = fuzz_input_choice(in, 4) == 3 ? fuzz_input_number(in, 8) : 0;
  c->versioned->deleter = c->has_deleter ? count_versioned : NULL;
  c->versioned->dl_tensor = c->tensor;
}

static fuzz_case make_case(fuzz_input* in) {
  fuzz_case c = {0};
  c.is_versioned = fuzz_input_choice(in, 2) != 0;
  c.require_contiguous = fuzz_input_choice(in, 2) != 0;
  c.has_deleter = fuzz_input_choice(in, 8) != 7;
  c.alignment = fuzz_input_choice(in, 2) == 0 ? 0 : (int32_t)fuzz_input_edge(in);
  c.fail_at = fuzz_input_choice(in, 16);
  c.tensor = make_tensor(in);
  make_managed(in, &c);
  return c;
}

static void free_case(fuzz_case* c) {
  free(c->tensor.shape);
  free(c->tensor.strides);
  free(c->plain);
  free(c->versioned);
}

static int import(const fuzz_case* c, TVMFFIObjectHandle* out) {
  return c->is_versioned
             ? TVMFFITensorFromDLPackVersioned(c->versioned, c->alignment, c->require_contiguous,
                                               out)
             : TVMFFITensorFromDLPack(c->plain, c->alignment, c->require_contiguous, out);
}

static void check_refused(TVMFFIObjectHandle out) {
  FUZZ_CHECK(out == NULL, "result written on failure");
  FUZZ_CHECK(deleted == 0, "deleter called for a refused tensor");
  FUZZ_CHECK(tf_error_is_raised_of(TF_VALUE_ERROR) || tf_error_is_raised_of(TF_RUNTIME_ERROR) ||
                 tf_error_is_raised_of(TF_MEMORY_ERROR),
             "an error of another kind");
  tf_error_clear();
}

/* The product of the extents, by arithmetic that cannot overflow with so few of them once each is
   known to fit in 63 bits; stops when it is beyond them. */
static void check_count(const DLTensor* tensor) {
  unsigned __int128 count = 1;
  for (int32_t i = tensor->ndim; i-- > 0;) {
    FUZZ_CHECK(tensor->shape[i] >= 0, "extent %lld", (long long)tensor->shape[i]);
    count *= (unsigned __int128)tensor->shape[i];
    FUZZ_CHECK(count <= INT64_MAX, "too many elements");
  }
  FUZZ_CHECK((uint64_t)tf_tensor_numel(tensor) == (uint64_t)count, "wrong count");
}

static void check_strides(const DLTensor* got, const int64_t* given) {
  int64_t expected = 1;
  FUZZ_CHECK(got->ndim == 0 || got->strides != NULL, "no strides");
  FUZZ_CHECK(given == NULL || got->strides == given, "strides not shared");
  for (int32_t i = got->ndim; i-- > 0 && given == NULL;) {
    FUZZ_CHECK(got->strides[i] == expected, "stride %d", (int)i);
    expected *= got->shape[i];
  }
}

/* Row-major without gaps, dimension by dimension: the slow way. */
static bool is_compact(const DLTensor* tensor) {
  for (int32_t i = 0; i < tensor->ndim; ++i) {
    if (tensor->shape[i] == 0) return true;
  }
  for (int32_t i = 0; i < tensor->ndim; ++i) {
    int64_t inner = 1;
    for (int32_t k = i + 1; k < tensor->ndim; ++k) inner *= tensor->shape[k];
    if (tensor->shape[i] != 1 && tensor->strides[i] != inner) return false;
  }
  return true;
}

static void check_adopted(const fuzz_case* c, const DLTensor* got) {
  FUZZ_CHECK(!c->is_versioned || c->versioned->version.major == 1, "a foreign version");
  FUZZ_CHECK(got->data == c->tensor.data && got->byte_offset == c->tensor.byte_offset, "data");
  FUZZ_CHECK(got->ndim == c->tensor.ndim && got->shape == c->tensor.shape, "shape");
  check_count(got);
  check_strides(got, c->tensor.strides);
  FUZZ_CHECK(tf_tensor_is_contiguous(got) == is_compact(got), "contiguity");
  FUZZ_CHECK(!c->require_contiguous || is_compact(got), "not contiguous, but required");
}

static void same_metadata(const DLTensor* a, const DLTensor* b) {
  FUZZ_CHECK(memcmp(a, b, sizeof *a) == 0, "export and import changed the metadata");
}

/* Out by one form, in again, and a view of that: all hold the first tensor. */
static TVMFFIObjectHandle take_around(const fuzz_case* c, TVMFFIObjectHandle tensor) {
  DLManagedTensor* plain;
  DLManagedTensorVersioned* versioned;
  TVMFFIObjectHandle again = NULL;
  int status;
  if (c->is_versioned) {
    FUZZ_CHECK(TVMFFITensorToDLPack(tensor, &plain) == 0, "export");
    status = TVMFFITensorFromDLPack(plain, 0, 0, &again);
  } else {
    FUZZ_CHECK(TVMFFITensorToDLPackVersioned(tensor, &versioned) == 0, "export");
    status = TVMFFITensorFromDLPackVersioned(versioned, 0, 0, &again);
  }
  FUZZ_CHECK(status == 0, "import of an export");
  same_metadata(TVMFFITensorGetDLTensorPtr(again), TVMFFITensorGetDLTensorPtr(tensor));
  return again;
}

static void check_life(const fuzz_case* c, TVMFFIObjectHandle tensor) {
  TVMFFIObjectHandle again = take_around(c, tensor);
  TVMFFIObjectDecRef(tensor);
  FUZZ_CHECK(deleted == 0, "deleter called while an export lives");
  TVMFFIObjectDecRef(again);
  FUZZ_CHECK(deleted == (c->has_deleter ? 1 : 0), "deleter called %d times", deleted);
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  long live = fuzz_begin();
  fuzz_input in = fuzz_input_of(data, size);
  fuzz_case c = make_case(&in);
  TVMFFIObjectHandle tensor = NULL;
  deleted = 0;
  tf_mem_fail_at(c.fail_at);
  int status = import(&c, &tensor);
  tf_mem_fail_at(0);
  if (status != 0) {
    check_refused(tensor);
  } else {
    check_adopted(&c, TVMFFITensorGetDLTensorPtr(tensor));
    check_life(&c, tensor);
  }
  free_case(&c);
  fuzz_end(live);
  return 0;
}
