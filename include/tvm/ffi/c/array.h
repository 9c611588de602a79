/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays and lists. An array is shared and never changes once it is: build it while it is yours alone. A list is one
   thing that everybody who holds it sees change. Reading either costs no call. */
#ifndef TVM_FFI_C_ARRAY_H_
#define TVM_FFI_C_ARRAY_H_

#include <tvm/ffi/c/any.h>
#include <tvm/ffi/c/function.h>
#include <tvm/ffi/c/layout.h>

/* ---- Reading ---- */

static inline int64_t tvm_ffi_array_size(tvm_ffi_array_view array) {
  return array.object == NULL ? 0 : ((const tvm_ffi_seq_object*)array.object)->seq.size;
}
static inline int64_t tvm_ffi_list_size(tvm_ffi_list_view list) {
  return list.object == NULL ? 0 : ((const tvm_ffi_seq_object*)list.object)->seq.size;
}

/* The item at `index`, which must be from 0 to below the size. Borrowed from the array. */
static inline tvm_ffi_view tvm_ffi_array_item(tvm_ffi_array_view array, int64_t index) {
  return tvm_ffi_view_of_raw(
      ((const TVMFFIAny*)((const tvm_ffi_seq_object*)array.object)->seq.data)[index]);
}
/* The same of a list: borrowed until the list changes. */
static inline tvm_ffi_view tvm_ffi_list_item(tvm_ffi_list_view list, int64_t index) {
  return tvm_ffi_view_of_raw(
      ((const TVMFFIAny*)((const tvm_ffi_seq_object*)list.object)->seq.data)[index]);
}

/* The same for any index; IndexError when there is no such item. */
TVM_FFI_NODISCARD_INT tvm_ffi_array_get(tvm_ffi_array_view array, int64_t index,
                                        tvm_ffi_view* out) {
  TVM_FFI_CHECK(index >= 0 && index < tvm_ffi_array_size(array), "IndexError",
                "Index %lld out of bounds %lld", (long long)index,
                (long long)tvm_ffi_array_size(array));
  *out = tvm_ffi_array_item(array, index);
  return 0;
}
TVM_FFI_NODISCARD_INT tvm_ffi_list_get(tvm_ffi_list_view list, int64_t index, tvm_ffi_view* out) {
  TVM_FFI_CHECK(index >= 0 && index < tvm_ffi_list_size(list), "IndexError",
                "Index %lld out of bounds %lld", (long long)index,
                (long long)tvm_ffi_list_size(list));
  *out = tvm_ffi_list_item(list, index);
  return 0;
}

/* ---- Building arrays ---- */

/* True when nobody else holds the object, weakly or not. */
static inline bool tvm_ffi_object_is_unique(const TVMFFIObject* object) {
#if defined(__GNUC__)
  const uint64_t count = __atomic_load_n(&object->combined_ref_count, __ATOMIC_ACQUIRE);
#else
  const uint64_t count = *(const volatile uint64_t*)&object->combined_ref_count;
#endif
  return count == (((uint64_t)1 << 32) | 1);
}

static inline void tvm_ffi_array_delete_(void* self, int flags) {
  tvm_ffi_seq_object* array = (tvm_ffi_seq_object*)self;
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskStrong) != 0) {
    TVMFFIAny* items = (TVMFFIAny*)array->seq.data;
    while (array->seq.size > 0) tvm_ffi_raw_drop(&items[--array->seq.size]);
  }
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskWeak) != 0) free(self);
}

/* An empty array with room for `capacity` items. ValueError for a negative one, MemoryError. */
TVM_FFI_NODISCARD_INT tvm_ffi_array_new(int64_t capacity, tvm_ffi_array* out) {
  TVM_FFI_CHECK(capacity >= 0, "ValueError", "an array cannot have room for %lld items",
                (long long)capacity);
  const size_t most = ((size_t)-1 / 2 - sizeof(tvm_ffi_seq_object)) / sizeof(TVMFFIAny);
  if ((uint64_t)capacity > most) return tvm_ffi_raise_no_memory();
  tvm_ffi_seq_object* array = (tvm_ffi_seq_object*)malloc(sizeof(tvm_ffi_seq_object) +
                                                          (size_t)capacity * sizeof(TVMFFIAny));
  if (array == NULL) return tvm_ffi_raise_no_memory();
  array->header.combined_ref_count = ((uint64_t)1 << 32) | 1;
  array->header.type_index = kTVMFFIArray;
  array->header.__padding = 0;
  array->header.deleter = tvm_ffi_array_delete_;
  array->seq.data = array + 1;
  array->seq.size = 0;
  array->seq.capacity = capacity;
  array->seq.data_deleter = NULL;
  out->object = &array->header;
  return 0;
}

/* Makes `*array` a larger array of the same items that is yours alone. */
TVM_FFI_NODISCARD_INT tvm_ffi_array_regrow_(tvm_ffi_array* array) {
  tvm_ffi_seq_object* old = (tvm_ffi_seq_object*)array->object;
  const int64_t size = old == NULL ? 0 : old->seq.size;
  tvm_ffi_array larger = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_array_new(size < 4               ? 4
                                : size > INT64_MAX / 2 ? INT64_MAX
                                                       : size * 2,
                                &larger));
  tvm_ffi_seq_object* made = (tvm_ffi_seq_object*)larger.object;
  const bool ours = old != NULL && tvm_ffi_object_is_unique(&old->header);
  for (int64_t i = 0; i < size; ++i) {
    const TVMFFIAny item = ((const TVMFFIAny*)old->seq.data)[i];
    if (!ours && tvm_ffi_raw_is_object(&item)) (void)TVMFFIObjectIncRef(item.v_obj);
    ((TVMFFIAny*)made->seq.data)[i] = item;
  }
  made->seq.size = size;
  if (ours) old->seq.size = 0; /* the items moved */
  tvm_ffi_array_drop(array);
  *array = larger;
  return 0;
}

/* Appends `item`, consuming it. `*array` may be empty, and becomes another object when it has no room or others hold
   it. MemoryError leaves it as it was. */
TVM_FFI_NODISCARD_INT tvm_ffi_array_push(tvm_ffi_array* array, tvm_ffi_any item) {
  const tvm_ffi_seq_object* seq = (const tvm_ffi_seq_object*)array->object;
  /* What others made may keep its items elsewhere; only what lies behind the object is filled in place. */
  if (seq == NULL || seq->seq.size == seq->seq.capacity || seq->seq.data_deleter != NULL ||
      !tvm_ffi_object_is_unique(&seq->header)) {
    if (tvm_ffi_array_regrow_(array) != 0) {
      tvm_ffi_any_drop(&item);
      return -1;
    }
  }
  tvm_ffi_seq_object* mine = (tvm_ffi_seq_object*)array->object;
  ((TVMFFIAny*)mine->seq.data)[mine->seq.size++] = item.raw;
  return 0;
}

/* ---- Lists ---- */

/* An empty list. */
TVM_FFI_NODISCARD_INT tvm_ffi_list_new(tvm_ffi_list* out) {
  tvm_ffi_any made = TVM_FFI_ZERO;
  TVM_FFI_TRY(tvm_ffi_call_global("ffi.List", NULL, 0, &made));
  return tvm_ffi_any_take_list(&made, out);
}

/* Appends `item`, consuming it. */
TVM_FFI_NODISCARD_INT tvm_ffi_list_push(tvm_ffi_list_view list, tvm_ffi_any item) {
  tvm_ffi_view args[2];
  tvm_ffi_any nothing = TVM_FFI_ZERO;
  args[0] = tvm_ffi_view_from_list(list);
  args[1] = tvm_ffi_any_peek(&item);
  const int status = tvm_ffi_call_global("ffi.ListAppend", args, 2, &nothing);
  tvm_ffi_any_drop(&item);
  tvm_ffi_any_drop(&nothing);
  return status;
}

/* Puts `item`, consuming it, in the place of another. IndexError. */
TVM_FFI_NODISCARD_INT tvm_ffi_list_set(tvm_ffi_list_view list, int64_t index, tvm_ffi_any item) {
  tvm_ffi_view args[3];
  tvm_ffi_any nothing = TVM_FFI_ZERO;
  args[0] = tvm_ffi_view_from_list(list);
  args[1] = tvm_ffi_view_from_int(index);
  args[2] = tvm_ffi_any_peek(&item);
  const int status = tvm_ffi_call_global("ffi.ListSetItem", args, 3, &nothing);
  tvm_ffi_any_drop(&item);
  tvm_ffi_any_drop(&nothing);
  return status;
}

#endif /* TVM_FFI_C_ARRAY_H_ */
