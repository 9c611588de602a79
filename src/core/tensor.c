/* SPDX-License-Identifier: Apache-2.0 */
/* Tensor objects: birth over memory of others, and their end.

     0        24         72        80       88      96
     | header | DLTensor | release | source | flags | strides, or shape and strides, when we made
   them

   `release(source)` ends the life of the memory. */
#include "core/tensor.h"

#include "base/mem.h"
#include "core/error.h"

typedef struct {
  tf_tensor base;
  void (*release)(void* source);
  void* source;
  uint64_t flags; /* DLPACK_FLAG_BITMASK_READ_ONLY or 0 */
  int64_t dims[];
} own_tensor;

_Static_assert(sizeof(tf_tensor) == 72, "clients look no further");

static void destroy(tf_object* self) {
  own_tensor* tensor = (own_tensor*)(void*)self;
  if (tensor->release != NULL) tensor->release(tensor->source);
}

static void delete_tensor(void* self, int flags) { tf_object_delete(self, flags, destroy, NULL); }

/* A tensor of `like`'s metadata with room for `num_dims` numbers of its own. `like` is checked, so
   the size cannot wrap. */
static inline own_tensor* new_tensor(const DLTensor* like, int32_t num_dims) {
  size_t bytes = sizeof(own_tensor) + (size_t)num_dims * sizeof(int64_t);
  own_tensor* self = tf_mem_alloc(bytes);
  if (self == NULL) {
    (void)tf_raise_memory();
    return NULL;
  }
  tf_object_init(&self->base.header, kTVMFFITensor, delete_tensor);
  self->base.tensor = *like;
  self->release = NULL;
  self->source = NULL;
  self->flags = 0;
  return self;
}

/* Row-major strides; a checked shape has no suffix whose product overflows. */
static void fill_compact_strides(const DLTensor* like, int64_t* strides) {
  int64_t next = 1;
  for (int32_t i = like->ndim; i-- > 0;) {
    strides[i] = next;
    next *= like->shape[i];
  }
}

/* ---- Adopting. ---- */

static bool is_host_addressable(DLDeviceType type) {
  return type == kDLCPU || type == kDLCUDA || type == kDLCUDAHost || type == kDLCUDAManaged ||
         type == kDLROCM || type == kDLROCMHost;
}

/* Where `data` is an address the first element counts, else only its offset. */
static bool is_aligned(const DLTensor* tensor, uint64_t alignment) {
  uint64_t at = tensor->byte_offset;
  if (is_host_addressable(tensor->device.device_type)) at += (uintptr_t)tensor->data;
  return at % alignment == 0;
}

static int check_required(const DLTensor* tensor, int32_t alignment, bool contiguous) {
  if (alignment < 0) {
    return tf_raise(TF_VALUE_ERROR, "FromDLPack: the required alignment is %d, expected 0 or more",
                    (int)alignment);
  }
  if (alignment != 0 && !is_aligned(tensor, (uint64_t)alignment)) {
    return tf_raise(TF_RUNTIME_ERROR, "FromDLPack: Data is not aligned to %d bytes.",
                    (int)alignment);
  }
  if (contiguous && !tf_tensor_is_contiguous(tensor)) {
    return tf_raise(TF_RUNTIME_ERROR, "FromDLPack: Tensor is not contiguous.");
  }
  return 0;
}

/* A tensor over `like`, whose shape it shares, with strides of its own when there are none; NULL with the error raised. */
static TF_ALWAYS_INLINE own_tensor* new_sharing(const DLTensor* like, int32_t alignment,
                                                bool contiguous) {
  if (tf_tensor_check(like, "FromDLPack") != 0) return NULL;
  if ((alignment != 0 || contiguous) && check_required(like, alignment, contiguous) != 0) {
    return NULL;
  }
  bool wants_strides = like->strides == NULL && like->ndim > 0;
  own_tensor* self = new_tensor(like, wants_strides ? like->ndim : 0);
  if (self != NULL && wants_strides) {
    fill_compact_strides(like, self->dims);
    self->base.tensor.strides = self->dims;
  }
  return self;
}

static void release_managed(void* source) {
  DLManagedTensor* managed = source;
  if (managed->deleter != NULL) managed->deleter(managed);
}

int tf_tensor_adopt(DLManagedTensor* from, int32_t require_alignment, bool require_contiguous,
                    tf_tensor** out) {
  if (from == NULL) return tf_raise(TF_TYPE_ERROR, "FromDLPack: the managed tensor is NULL");
  own_tensor* self = new_sharing(&from->dl_tensor, require_alignment, require_contiguous);
  if (self == NULL) return -1;
  self->release = release_managed;
  self->source = from;
  *out = &self->base;
  return 0;
}

static void release_versioned(void* source) {
  DLManagedTensorVersioned* managed = source;
  if (managed->deleter != NULL) managed->deleter(managed);
}

/* The version comes first in the structure for this: nothing else may be read when it is wrong. */
static int check_version(const DLManagedTensorVersioned* from) {
  if (from->version.major != DLPACK_MAJOR_VERSION) {
    return tf_raise(TF_RUNTIME_ERROR, "FromDLPack: DLPack version %u.%u is not supported, only 1.x",
                    (unsigned)from->version.major, (unsigned)from->version.minor);
  }
  if ((from->flags & DLPACK_FLAG_BITMASK_IS_SUBBYTE_TYPE_PADDED) != 0) {
    return tf_raise(TF_RUNTIME_ERROR, "Subbyte type padded is not yet supported");
  }
  return 0;
}

int tf_tensor_adopt_versioned(DLManagedTensorVersioned* from, int32_t require_alignment,
                              bool require_contiguous, tf_tensor** out) {
  if (from == NULL) return tf_raise(TF_TYPE_ERROR, "FromDLPack: the managed tensor is NULL");
  TF_TRY(check_version(from));
  own_tensor* self = new_sharing(&from->dl_tensor, require_alignment, require_contiguous);
  if (self == NULL) return -1;
  self->release = release_versioned;
  self->source = from;
  self->flags = from->flags & DLPACK_FLAG_BITMASK_READ_ONLY;
  *out = &self->base;
  return 0;
}

/* ---- Views. ---- */

int tf_tensor_new_view(tf_object* source, const DLTensor* prototype, tf_tensor** out) {
  if (prototype == NULL) return tf_raise(TF_TYPE_ERROR, "UnsafeView: the prototype is NULL");
  if (prototype->strides == NULL) {
    return tf_raise(TF_INTERNAL_ERROR, "Check not null: prototype.strides ");
  }
  TF_TRY(tf_tensor_check(prototype, "UnsafeView"));
  int32_t ndim = prototype->ndim;
  own_tensor* self = new_tensor(prototype, 2 * ndim);
  if (self == NULL) return -1;
  self->base.tensor.shape = self->dims;
  self->base.tensor.strides = self->dims + ndim;
  for (int32_t i = 0; i < ndim; ++i) {
    self->dims[i] = prototype->shape[i];
    self->dims[ndim + i] = prototype->strides[i];
  }
  if (source != NULL) {
    tf_object_incref(source);
    self->source = source;
    self->release = tf_object_decref;
    if (source->type_index == kTVMFFITensor) {
      self->flags = tf_tensor_flags((const tf_tensor*)(const void*)source);
    }
  }
  *out = &self->base;
  return 0;
}

const DLTensor* tf_tensor_get(tf_view view) {
  if (view.raw.type_index == kTVMFFIDLTensorPtr) return view.raw.v_ptr;
  const tf_tensor* tensor = tf_view_get_exact(view, kTVMFFITensor);
  return tensor != NULL ? &tensor->tensor : NULL;
}

uint64_t tf_tensor_flags(const tf_tensor* tensor) {
  if (tensor->header.deleter != delete_tensor) return 0; /* a client's own kind of Tensor */
  return ((const own_tensor*)(const void*)tensor)->flags;
}
