/* SPDX-License-Identifier: Apache-2.0 */
/* Reference counts of FFI objects and small helpers on TVMFFIAny, inline: the protocol is part of
   the ABI (abi.md section 5). No GIL needed, except that pytf_handle_drop may run a deleter. */
#ifndef PYTF_HANDLE_H_
#define PYTF_HANDLE_H_

#include <stdint.h>
#include <string.h>
#include <tvm/ffi/c_api.h>

#define PYTF_ONE_OWNER (((uint64_t)1 << 32) | 1)

static inline int32_t pytf_handle_type(TVMFFIObjectHandle handle) {
  return ((const TVMFFIObject*)handle)->type_index;
}

/* Whether a type is `above` or one below it. Both are indices of registered types. */
static inline int pytf_type_is_a(int32_t type_index, int32_t above) {
  if (type_index == above) return 1;
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(type_index);
  const TVMFFITypeInfo* wanted = TVMFFIGetTypeInfo(above);
  return info->type_depth > wanted->type_depth &&
         info->type_ancestors[wanted->type_depth]->type_index == above;
}

static inline uint64_t pytf_handle_refs(TVMFFIObjectHandle handle) {
  return __atomic_load_n(&((TVMFFIObject*)handle)->combined_ref_count, __ATOMIC_RELAXED);
}

/* Adds a strong reference; `handle` must not be NULL. */
static inline void pytf_handle_incref(TVMFFIObjectHandle handle) {
  __atomic_fetch_add(&((TVMFFIObject*)handle)->combined_ref_count, 1, __ATOMIC_RELAXED);
}

/* Drops a strong reference; the last one runs the object's deleter. `handle` must not be NULL. */
static inline void pytf_handle_decref(TVMFFIObjectHandle handle) {
  TVMFFIObject* object = (TVMFFIObject*)handle;
  const uint64_t old = __atomic_fetch_sub(&object->combined_ref_count, 1, __ATOMIC_RELEASE);
  if (old == PYTF_ONE_OWNER) {
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    if (object->deleter) object->deleter(object, kTVMFFIObjectDeleterFlagBitMaskBoth);
  } else if ((uint32_t)old == 1) {
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    if (object->deleter) object->deleter(object, kTVMFFIObjectDeleterFlagBitMaskStrong);
    const uint64_t weak =
        __atomic_fetch_sub(&object->combined_ref_count, (uint64_t)1 << 32, __ATOMIC_RELEASE);
    if (weak == (uint64_t)1 << 32) {
      __atomic_thread_fence(__ATOMIC_ACQUIRE);
      if (object->deleter) object->deleter(object, kTVMFFIObjectDeleterFlagBitMaskWeak);
    }
  }
}

static inline int pytf_any_is_object(const TVMFFIAny* any) {
  return any->type_index >= kTVMFFIStaticObjectBegin;
}

/* Sets a value of any kind whose payload is 8 bytes wide. */
static inline void pytf_any_set(TVMFFIAny* any, int32_t type_index, int64_t bits) {
  any->type_index = type_index;
  any->zero_padding = 0;
  any->v_int64 = bits;
}

static inline void pytf_any_set_none(TVMFFIAny* any) { pytf_any_set(any, kTVMFFINone, 0); }

/* Stores an object's handle with its dynamic type; whether it is owned is the caller's affair. */
static inline void pytf_any_set_object(TVMFFIAny* any, TVMFFIObjectHandle handle) {
  any->type_index = pytf_handle_type(handle);
  any->zero_padding = 0;
  any->v_uint64 = 0;
  any->v_obj = (TVMFFIObject*)handle;
}

/* Drops an owned value and leaves None. */
static inline void pytf_any_drop(TVMFFIAny* any) {
  if (pytf_any_is_object(any) && any->v_obj) pytf_handle_decref(any->v_obj);
  pytf_any_set_none(any);
}

static inline TVMFFIByteArray pytf_bytes_of(const char* text) {
  TVMFFIByteArray bytes = {text, strlen(text)};
  return bytes;
}

#endif /* PYTF_HANDLE_H_ */
