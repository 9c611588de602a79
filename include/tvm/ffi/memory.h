/* SPDX-License-Identifier: Apache-2.0 */
/* Making objects. They come from the C heap of the binary that makes them and go back to it through
   the deleter in their header. */
#ifndef TVM_FFI_MEMORY_H_
#define TVM_FFI_MEMORY_H_

#include <tvm/ffi/object.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#if defined(_WIN32)
#include <malloc.h>
#endif

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace detail {

inline constexpr size_t kMallocAlignment = alignof(std::max_align_t);

/* Memory for one object; MemoryError when there is none. */
TVM_FFI_INLINE void* AllocateObject(size_t size) {
  void* ptr = std::malloc(size);
  if (TVM_FFI_PREDICT_FALSE(ptr == nullptr)) ThrowNoMemory();
  return ptr;
}

/* The same for classes that are aligned more than the C heap does. */
TVM_FFI_NO_INLINE inline void* AllocateAlignedObject(size_t size, size_t alignment) {
  void* ptr = nullptr;
#if defined(_WIN32)
  ptr = _aligned_malloc(size, alignment);
#else
  if (posix_memalign(&ptr, alignment, size) != 0) ptr = nullptr;
#endif
  if (ptr == nullptr) ThrowNoMemory();
  return ptr;
}

template <typename T>
TVM_FFI_INLINE void* AllocateFor(size_t size) {
  if constexpr (alignof(T) > kMallocAlignment) {
    return AllocateAlignedObject(size, alignof(T));
  } else {
    return AllocateObject(size);
  }
}

TVM_FFI_INLINE void FreeObject(void* ptr, size_t alignment) {
#if defined(_WIN32)
  if (alignment > kMallocAlignment) {
    _aligned_free(ptr);
    return;
  }
#endif
  (void)alignment;
  std::free(ptr);
}

/* Gives the memory back unless the constructor finished. */
struct UnfinishedObject {
  void* ptr;
  size_t alignment;
  ~UnfinishedObject() {
    if (ptr != nullptr) FreeObject(ptr, alignment);
  }
};

/* The deleter of classes that have nothing to destroy and start with their header. */
TVM_FFI_NO_INLINE inline void DeletePlainObject(void* self, int flags) {
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskWeak) != 0) std::free(self);
}

template <typename T>
inline void DeleteObject(void* self, int flags) {
  T* obj = static_cast<T*>(static_cast<Object*>(self));
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskStrong) != 0) obj->T::~T();
  if ((flags & kTVMFFIObjectDeleterFlagBitMaskWeak) != 0) {
    FreeObject(static_cast<void*>(obj), alignof(T));
  }
}

/* Sets the index and the padding behind it in one store: the C heap looks at that word of a block that comes back, and
   would have to wait for two. */
TVM_FFI_INLINE void SetTypeIndex(TVMFFIObject* header, int32_t type_index) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint64_t word = static_cast<uint32_t>(type_index);
  std::memcpy(reinterpret_cast<char*>(header) + offsetof(TVMFFIObject, type_index), &word, 8);
#else
  header->type_index = type_index;
  header->__padding = 0;
#endif
}

/* Makes a constructed object countable: one strong reference, owned by the result. */
template <typename T>
TVM_FFI_INLINE ObjectPtr<T> FinishObject(T* obj) {
  TVMFFIObject* header = ObjectUnsafe::GetHeader(obj);
  header->combined_ref_count = kBothOne;
  SetTypeIndex(header, T::RuntimeTypeIndex());
  header->deleter = &DeleteObject<T>;
  if constexpr (std::is_trivially_destructible_v<T> && alignof(T) <= kMallocAlignment) {
    // One deleter for all of them. The comparison is known when this is compiled.
    if (static_cast<void*>(header) == static_cast<void*>(obj)) header->deleter = &DeletePlainObject;
  }
  return ObjectUnsafe::ObjectPtrFromOwned<T>(header);
}

}  // namespace detail

/* Makes a T. Inside T's constructor the object cannot be referred to yet. When the constructor
   throws, the memory is given back. MemoryError when there is none. */
template <typename T, typename... Args>
inline ObjectPtr<T> make_object(Args&&... args) {
  static_assert(std::is_base_of_v<Object, T>, "make_object makes subclasses of Object");
  detail::UnfinishedObject memory{detail::AllocateFor<T>(sizeof(T)), alignof(T)};
  T* obj = ::new (memory.ptr) T(std::forward<Args>(args)...);
  memory.ptr = nullptr;
  return detail::FinishObject(obj);
}

/* The same as a pointer that is never null. */
template <typename T, typename... Args>
inline Arc<T> make_arc(Args&&... args) {
  return Arc<T>(make_object<T>(std::forward<Args>(args)...));
}

/* Makes an ArrayT with room for `num_elems` of ElemT right behind it. The elements are not
   constructed; ArrayT's destructor destroys those that it made. MemoryError when there is no room
   for so many. */
template <typename ArrayT, typename ElemT, typename... Args>
inline ObjectPtr<ArrayT> make_inplace_array_object(size_t num_elems, Args&&... args) {
  static_assert(std::is_base_of_v<Object, ArrayT>, "the array has to be an Object");
  static_assert(alignof(ArrayT) % alignof(ElemT) == 0 && sizeof(ArrayT) % alignof(ElemT) == 0,
                "elements behind the array would not be aligned");
  if (num_elems > (static_cast<size_t>(-1) / 2 - sizeof(ArrayT)) / sizeof(ElemT)) {
    detail::ThrowNoMemory();
  }
  size_t size = sizeof(ArrayT) + num_elems * sizeof(ElemT);
  detail::UnfinishedObject memory{detail::AllocateFor<ArrayT>(size), alignof(ArrayT)};
  ArrayT* obj = ::new (memory.ptr) ArrayT(std::forward<Args>(args)...);
  memory.ptr = nullptr;
  return detail::FinishObject(obj);
}

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_MEMORY_H_
