/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays made here: one block, filled in place. An Array's layout is part of the ABI (layout.h), so
   that whoever allocates it also frees it, and nobody sees the difference. */
#include "container_array.h"

#include "from_py.h"

/* Destruction goes into the elements, which may be Arrays: beyond this depth they wait in a list
   instead of on the stack. */
#define MAX_DEPTH 32

#if defined(_MSC_VER)
#define THREAD_LOCAL __declspec(thread)
#else
#define THREAD_LOCAL _Thread_local
#endif

static THREAD_LOCAL int depth;
static THREAD_LOCAL tvm_ffi_seq_object* waiting; /* linked through seq.data */

static void drop_elements(tvm_ffi_seq_object* array) {
  TVMFFIAny* elements = (TVMFFIAny*)(array + 1);
  const int64_t size = array->seq.size;
  array->seq.size = 0;
  depth += 1;
  for (int64_t i = 0; i < size; ++i) {
    if (pytf_any_is_object(&elements[i])) pytf_handle_decref(elements[i].v_obj);
  }
  depth -= 1;
}

/* Weak references keep the memory: one more of them while the array waits. */
static void hold(tvm_ffi_seq_object* array) {
  __atomic_fetch_add(&array->header.combined_ref_count, (uint64_t)1 << 32, __ATOMIC_RELAXED);
}

static void let_go(tvm_ffi_seq_object* array) {
  const uint64_t one = (uint64_t)1 << 32;
  if (__atomic_fetch_sub(&array->header.combined_ref_count, one, __ATOMIC_RELEASE) == one) {
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    PyMem_RawFree(array);
  }
}

static void drop_waiting(void) {
  while (waiting) {
    tvm_ffi_seq_object* array = waiting;
    waiting = (tvm_ffi_seq_object*)array->seq.data;
    drop_elements(array);
    let_go(array);
  }
}

static void array_deleter(void* self, int flags) {
  tvm_ffi_seq_object* array = (tvm_ffi_seq_object*)self;
  if (flags == kTVMFFIObjectDeleterFlagBitMaskWeak) {
    PyMem_RawFree(array);
    return;
  }
  if (depth >= MAX_DEPTH) {
    /* With both flags the word still counts the weak reference of the owners, which nobody drops. */
    if (flags == kTVMFFIObjectDeleterFlagBitMaskStrong) hold(array);
    array->seq.data = waiting;
    waiting = array;
    return;
  }
  drop_elements(array);
  if (flags & kTVMFFIObjectDeleterFlagBitMaskWeak) PyMem_RawFree(array);
  if (depth == 0) drop_waiting();
}

pytf_deleter pytf_array_deleter(void) { return array_deleter; }

static tvm_ffi_seq_object* new_array(Py_ssize_t room) {
  const size_t most = ((size_t)PTRDIFF_MAX - sizeof(tvm_ffi_seq_object)) / sizeof(TVMFFIAny);
  if ((size_t)room > most) return NULL;
  const size_t size = sizeof(tvm_ffi_seq_object) + (size_t)room * sizeof(TVMFFIAny);
  tvm_ffi_seq_object* array = PyMem_RawMalloc(size);
  if (!array) return NULL;
  array->header.combined_ref_count = PYTF_ONE_OWNER;
  array->header.type_index = kTVMFFIArray;
  array->header.__padding = 0;
  array->header.deleter = array_deleter;
  array->seq.data = array + 1;
  array->seq.size = 0;
  array->seq.capacity = room;
  array->seq.data_deleter = NULL;
  return array;
}

/* Makes an owned value of a view. An object that the conversion has just made changes hands, from
   the context to the value. */
static inline int own(pytf_ctx* ctx, TVMFFIAny* any) {
  if (pytf_any_is_object(any)) {
    const int32_t last = ctx->num_temps - 1;
    if (last >= 0 && ctx->temps[last] == (uintptr_t)any->v_obj) {
      ctx->num_temps = last;
    } else {
      pytf_handle_incref(any->v_obj);
    }
    return 0;
  }
  if (pytf_likely(any->type_index < kTVMFFIDLTensorPtr ||
                  any->type_index > kTVMFFIObjectRValueRef)) {
    return 0;
  }
  if (any->type_index == kTVMFFIDLTensorPtr) return pytf_refuse_borrowed();
  const TVMFFIAny view = *any;
  return pytf_check(ctx->state, TVMFFIAnyViewToOwnedAny(&view, any));
}

/* Converts one item into a slot. The item is held: conversion may run Python code that takes it out
   of its list. */
static int add_item(pytf_ctx* ctx, PyObject* item, TVMFFIAny* slot) {
  Py_INCREF(item);
  int rc = pytf_from_py_inline(ctx, item, slot);
  if (rc == 0) rc = own(ctx, slot);
  Py_DECREF(item);
  return rc;
}

int pytf_array_new(pytf_ctx* ctx, PyObject* items, TVMFFIObjectHandle* out) {
  const Py_ssize_t count = PySequence_Fast_GET_SIZE(items);
  tvm_ffi_seq_object* array = new_array(count);
  if (!array) {
    PyErr_NoMemory();
    return -1;
  }
  TVMFFIAny* elements = (TVMFFIAny*)(array + 1);
  PyObject** from = PySequence_Fast_ITEMS(items);
  for (Py_ssize_t i = 0; i < count; ++i) {
    int64_t number = 0;
    if (PyLong_CheckExact(from[i]) && pytf_likely(pytf_small_int(from[i], &number))) {
      pytf_any_set(&elements[i], kTVMFFIInt, number);
      continue;
    }
    array->seq.size = i;
    if (add_item(ctx, from[i], &elements[i]) != 0) goto fail;
    array->seq.size = i + 1;
    if (pytf_unlikely(PySequence_Fast_GET_SIZE(items) != count)) {
      pytf_collection_changed();
      goto fail;
    }
    from = PySequence_Fast_ITEMS(items);
  }
  array->seq.size = count;
  *out = array;
  return 0;
fail:
  pytf_drop_handle(ctx->state, array);
  return -1;
}
