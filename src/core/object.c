/* SPDX-License-Identifier: Apache-2.0 */
#include "core/object.h"

#include <string.h>

#include "base/mem.h"
#include "core/error.h"

void* tf_object_new(size_t size, int32_t type_index, tf_object_deleter deleter) {
  tf_object* self = tf_mem_zalloc(size < sizeof(tf_object) ? sizeof(tf_object) : size);
  if (self == NULL) {
    (void)tf_raise_memory();
    return NULL;
  }
  tf_object_init(self, type_index, deleter);
  return self;
}

void tf_object_delete_leaf(void* self, int flags) {
  if (flags & TF_DELETE_MEMORY) tf_mem_free(self);
}

/* ---- Reference counts ---- */

/* What other threads did before they dropped their references comes before what follows. */
static void acquire(const tf_object* self) {
#if TF_HAS_TSAN
  /* It does not know fences. */
  (void)__atomic_load_n(&self->combined_ref_count, __ATOMIC_ACQUIRE);
#else
  (void)self;
  __atomic_thread_fence(__ATOMIC_ACQUIRE);
#endif
}

void tf_object_last_decref(tf_object* self, uint64_t old) {
  acquire(self);
  if (self->deleter == NULL) return;
  if (old == TF_REF_ONE) {
    /* No weak reference besides the strong ones' own: contents and memory go together, the word is not touched again. */
    self->deleter(self, TF_DELETE_CONTENTS | TF_DELETE_MEMORY);
    return;
  }
  self->deleter(self, TF_DELETE_CONTENTS);
  tf_object_weak_decref(self);
}

void tf_object_drop(void* slot) {
  void* object;
  memcpy(&object, slot, sizeof object);
  memset(slot, 0, sizeof object);
  tf_object_decref(object);
}

void tf_object_weak_incref(tf_object* self) {
  __atomic_fetch_add(&self->combined_ref_count, TF_REF_WEAK, __ATOMIC_RELAXED);
}

void tf_object_weak_decref(tf_object* self) {
  uint64_t old = __atomic_fetch_sub(&self->combined_ref_count, TF_REF_WEAK, __ATOMIC_RELEASE);
  if (old != TF_REF_WEAK) return;
  acquire(self);
  if (self->deleter != NULL) self->deleter(self, TF_DELETE_MEMORY);
}

bool tf_object_promote(tf_object* self) {
  uint64_t word = __atomic_load_n(&self->combined_ref_count, __ATOMIC_RELAXED);
  while ((word & TF_REF_STRONG_MASK) != 0) {
    if (__atomic_compare_exchange_n(&self->combined_ref_count, &word, word + TF_REF_STRONG, true,
                                    __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
      return true;
    }
  }
  return false;
}

/* ---- Deletion without stack ----

   Deleters nest: a list drops its elements, whose deleters run inside the list's. Beyond TF_NEST_MAX the object is parked
   and the outermost deleter of the thread works the queue off. Parking must not allocate: an object nobody refers to any
   more lends its own count word as link (deleter flags 3). With a weak reference outstanding (flags 1) that word belongs
   to others; such objects are parked through a small node, kept alive by a weak reference, and deleted in place when
   there is no memory for one. */

typedef struct weak_node {
  struct weak_node* next;
  tf_object* object;
} weak_node;

TF_THREAD_LOCAL tf_deleting tf_object_deleting;

/* tf_deleting.has_parked says whether anything is here. */
static TF_THREAD_LOCAL struct {
  tf_object* objects;
  weak_node* weak;
} parked;

bool tf_object_put_off(tf_object* self, int flags) {
  if (flags & TF_DELETE_MEMORY) {
    self->combined_ref_count = (uint64_t)(uintptr_t)parked.objects;
    parked.objects = self;
    tf_object_deleting.has_parked = true;
    return true;
  }
  weak_node* node = tf_mem_alloc(sizeof *node);
  if (node == NULL) return false;
  tf_object_weak_incref(self);
  node->object = self;
  node->next = parked.weak;
  parked.weak = node;
  tf_object_deleting.has_parked = true;
  return true;
}

void tf_object_work_off(void) {
  /* With depth 1: deleters nest anew, and none of them takes itself for the outermost. */
  tf_object_deleting.depth = 1;
  for (;;) {
    if (parked.objects != NULL) {
      tf_object* self = parked.objects;
      parked.objects = (tf_object*)(uintptr_t)self->combined_ref_count;
      /* What a deleter may expect to see: no strong reference, one weak one. */
      self->combined_ref_count = TF_REF_WEAK;
      self->deleter(self, TF_DELETE_CONTENTS | TF_DELETE_MEMORY);
    } else if (parked.weak != NULL) {
      weak_node* node = parked.weak;
      parked.weak = node->next;
      tf_object* self = node->object;
      tf_mem_free(node);
      self->deleter(self, TF_DELETE_CONTENTS);
      tf_object_weak_decref(self);
    } else {
      break;
    }
  }
  tf_object_deleting.has_parked = false;
  tf_object_deleting.depth = 0;
}

/* ---- Sentinels ---- */

static tf_object missing = {.combined_ref_count = TF_REF_ONE, .type_index = kTVMFFIObject};
static tf_object kwargs = {.combined_ref_count = TF_REF_ONE, .type_index = kTVMFFIObject};

tf_object* tf_object_missing(void) { return &missing; }

tf_object* tf_object_kwargs(void) { return &kwargs; }

/* ---- Foreign pointers ---- */

typedef struct opaque {
  tf_object header;
  TVMFFIOpaqueObjectCell cell;
  void (*deleter)(void* handle);
} opaque;

static void opaque_destroy(tf_object* self) {
  opaque* object = (opaque*)self;
  if (object->deleter != NULL) object->deleter(object->cell.handle);
}

static void opaque_delete(void* self, int flags) {
  tf_object_delete(self, flags, opaque_destroy, NULL);
}

static inline tf_object* new_opaque(void* handle, void (*deleter)(void* handle)) {
  opaque* object = tf_mem_alloc(sizeof *object);
  if (object == NULL) {
    (void)tf_raise_memory();
    return NULL;
  }
  tf_object_init(&object->header, kTVMFFIOpaquePyObject,
                 deleter == NULL ? tf_object_delete_leaf : opaque_delete);
  object->cell.handle = handle;
  object->deleter = deleter;
  return &object->header;
}

int tf_object_new_opaque(void* handle, void (*deleter)(void* handle), tf_object** out) {
  tf_object* object = new_opaque(handle, deleter);
  if (object == NULL) return -1;
  *out = object;
  return 0;
}

/* ---- ABI ---- */

void TVMFFIGetVersion(TVMFFIVersion* out_version) {
  if (out_version == NULL) return;
  out_version->major = TVM_FFI_VERSION_MAJOR;
  out_version->minor = TVM_FFI_VERSION_MINOR;
  out_version->patch = TVM_FFI_VERSION_PATCH;
}

int TVMFFIObjectIncRef(TVMFFIObjectHandle obj) {
  if (obj == NULL) return tf_raise(TF_TYPE_ERROR, "TVMFFIObjectIncRef: the object is NULL");
  tf_object_incref(obj);
  return 0;
}

int TVMFFIObjectDecRef(TVMFFIObjectHandle obj) {
  tf_object_decref(obj);
  return 0;
}

int TVMFFIObjectCreateOpaque(void* handle, int32_t type_index, void (*deleter)(void* handle),
                             TVMFFIObjectHandle* out) {
  if (out == NULL) return tf_raise(TF_TYPE_ERROR, "TVMFFIObjectCreateOpaque: `out` is NULL");
  if (type_index != kTVMFFIOpaquePyObject) {
    return tf_raise(TF_RUNTIME_ERROR, "Only kTVMFFIOpaquePyObject is supported for now");
  }
  tf_object* object = new_opaque(handle, deleter);
  if (object == NULL) return -1;
  *out = object;
  return 0;
}
