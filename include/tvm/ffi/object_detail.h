/* SPDX-License-Identifier: Apache-2.0 */
/* Under object.h: counting references, and what is asked of the type table. */
#ifndef TVM_FFI_OBJECT_DETAIL_H_
#define TVM_FFI_OBJECT_DETAIL_H_

#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/text_detail.h>

#include <string>
#include <string_view>
#include <type_traits>

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

class Object;

namespace detail {

/* Throws an Error with a fresh backtrace. Lives in error.h. */
[[noreturn]] inline void ThrowError(const char* kind, std::string_view message);

/* ---- Counting: strong references in the low half, weak ones in the high half; all strong ones
   together hold one weak one. ---- */

inline constexpr uint64_t kStrongOne = 1;
inline constexpr uint64_t kWeakOne = static_cast<uint64_t>(1) << 32;
inline constexpr uint64_t kStrongMask = kWeakOne - 1;
inline constexpr uint64_t kBothOne = kWeakOne | kStrongOne;

#if defined(__GNUC__) || defined(__clang__)
TVM_FFI_INLINE void CountAdd(uint64_t* count, uint64_t n) {
  (void)__atomic_fetch_add(count, n, __ATOMIC_RELAXED);
}
TVM_FFI_INLINE uint64_t CountSub(uint64_t* count, uint64_t n) {
  return __atomic_fetch_sub(count, n, __ATOMIC_RELEASE);
}
TVM_FFI_INLINE uint64_t CountLoad(const uint64_t* count) {
  return __atomic_load_n(count, __ATOMIC_RELAXED);
}
/* True when `expected` was the count and `wanted` is now, for the only owner: nobody else can have
   touched it in between, so this takes no atomic exchange. */
TVM_FFI_INLINE bool CountReplaceAlone(uint64_t* count, uint64_t expected, uint64_t wanted) {
  if (__atomic_load_n(count, __ATOMIC_ACQUIRE) != expected) return false;
  __atomic_store_n(count, wanted, __ATOMIC_RELAXED);
  return true;
}
TVM_FFI_INLINE bool CountReplace(uint64_t* count, uint64_t* expected, uint64_t wanted) {
  return __atomic_compare_exchange_n(count, expected, wanted, true, __ATOMIC_ACQ_REL,
                                     __ATOMIC_RELAXED);
}
/* Sees what all who dropped a reference did before. */
TVM_FFI_INLINE void CountAcquire(const uint64_t* count) {
  (void)__atomic_load_n(count, __ATOMIC_ACQUIRE);
}
#else
TVM_FFI_INLINE void CountAdd(uint64_t* count, uint64_t n) {
  _InterlockedExchangeAdd64(reinterpret_cast<volatile __int64*>(count), static_cast<__int64>(n));
}
TVM_FFI_INLINE uint64_t CountSub(uint64_t* count, uint64_t n) {
  return static_cast<uint64_t>(_InterlockedExchangeAdd64(reinterpret_cast<volatile __int64*>(count),
                                                         -static_cast<__int64>(n)));
}
TVM_FFI_INLINE uint64_t CountLoad(const uint64_t* count) {
  return static_cast<uint64_t>(
      __iso_volatile_load64(reinterpret_cast<const volatile __int64*>(count)));
}
TVM_FFI_INLINE bool CountReplaceAlone(uint64_t*, uint64_t, uint64_t) { return false; }
TVM_FFI_INLINE bool CountReplace(uint64_t* count, uint64_t* expected, uint64_t wanted) {
  uint64_t seen = static_cast<uint64_t>(
      _InterlockedCompareExchange64(reinterpret_cast<volatile __int64*>(count),
                                    static_cast<__int64>(wanted), static_cast<__int64>(*expected)));
  bool done = seen == *expected;
  *expected = seen;
  return done;
}
TVM_FFI_INLINE void CountAcquire(const uint64_t*) { _ReadWriteBarrier(); }
#endif

TVM_FFI_INLINE void IncStrong(TVMFFIObject* obj) { CountAdd(&obj->combined_ref_count, kStrongOne); }
TVM_FFI_INLINE void IncWeak(TVMFFIObject* obj) { CountAdd(&obj->combined_ref_count, kWeakOne); }

/* Drops a weak reference; the last one frees the memory. */
TVM_FFI_NO_INLINE inline void DecWeak(TVMFFIObject* obj) {
  if (CountSub(&obj->combined_ref_count, kWeakOne) != kWeakOne) return;
  CountAcquire(&obj->combined_ref_count);
  if (obj->deleter != nullptr) obj->deleter(obj, kTVMFFIObjectDeleterFlagBitMaskWeak);
}

/* Ends an object that nobody watches: one call does both. The weak half is left at one (abi.md §20,
   4). */
TVM_FFI_INLINE void EndBoth(TVMFFIObject* obj) {
  if (obj->deleter != nullptr) obj->deleter(obj, kTVMFFIObjectDeleterFlagBitMaskBoth);
}

/* Ends an object whose count was `old` when its last strong reference went. */
TVM_FFI_NO_INLINE inline void EndStrong(TVMFFIObject* obj, uint64_t old) {
  CountAcquire(&obj->combined_ref_count);
  if (old == kBothOne) {
    EndBoth(obj);
    return;
  }
  if (obj->deleter != nullptr) obj->deleter(obj, kTVMFFIObjectDeleterFlagBitMaskStrong);
  DecWeak(obj);
}

/* Drops a strong reference. */
TVM_FFI_INLINE void DecStrong(TVMFFIObject* obj) {
  if (CountReplaceAlone(&obj->combined_ref_count, kBothOne, kWeakOne)) {
    EndBoth(obj);
    return;
  }
  uint64_t old = CountSub(&obj->combined_ref_count, kStrongOne);
  if ((old & kStrongMask) == kStrongOne) EndStrong(obj, old);
}

/* Makes a strong reference of a weak one; false when the object has ended. */
TVM_FFI_NO_INLINE inline bool PromoteWeak(TVMFFIObject* obj) {
  uint64_t old = CountLoad(&obj->combined_ref_count);
  while ((old & kStrongMask) != 0) {
    if (CountReplace(&obj->combined_ref_count, &old, old + kStrongOne)) return true;
  }
  return false;
}

/* ---- Types ---- */

/* What a class tells the type table about itself. */
struct TypeDecl {
  const char* type_key;
  int32_t static_type_index; /* -1: give me one */
  int32_t depth;
  int32_t child_slots;
  int32_t child_slots_can_overflow;
};

/* The index of a declared class, kept in `*cache` (0 before the first call). Threads may come
   together: the table gives the same answer to each. */
TVM_FFI_NO_INLINE inline int32_t FillTypeIndex(int32_t* cache, const TypeDecl& decl,
                                               int32_t (*parent)()) {
  TVMFFIByteArray key{decl.type_key, std::char_traits<char>::length(decl.type_key)};
  int32_t index =
      TVMFFITypeGetOrAllocIndex(&key, decl.static_type_index, decl.depth, decl.child_slots,
                                decl.child_slots_can_overflow, parent());
#if defined(__GNUC__) || defined(__clang__)
  __atomic_store_n(cache, index, __ATOMIC_RELAXED);
#else
  *static_cast<volatile int32_t*>(cache) = index;
#endif
  return index;
}

TVM_FFI_INLINE int32_t CachedTypeIndex(int32_t* cache, const TypeDecl& decl, int32_t (*parent)()) {
#if defined(__GNUC__) || defined(__clang__)
  int32_t index = __atomic_load_n(cache, __ATOMIC_RELAXED);
#else
  int32_t index = *static_cast<volatile int32_t*>(cache);
#endif
  return TVM_FFI_PREDICT_FALSE(index == 0) ? FillTypeIndex(cache, decl, parent) : index;
}

/* The index of a class that somebody else registers. Throws when nobody has. Lives in error.h. */
inline int32_t LookupTypeIndex(int32_t* cache, const char* type_key);

/* True when `type_index` has `target`, a type of that depth, among its ancestors. */
TVM_FFI_NO_INLINE inline bool HasAncestor(int32_t type_index, int32_t target, int32_t depth) {
  // A child's index is always greater than its parent's.
  if (type_index < target) return false;
  const TypeInfo* info = TVMFFIGetTypeInfo(type_index);
  return info->type_depth > depth && info->type_ancestors[depth]->type_index == target;
}

/* True when objects of this type index are instances of class T. */
template <typename T>
TVM_FFI_INLINE bool IsObjectInstance(int32_t type_index) {
  static_assert(std::is_base_of_v<Object, T>, "IsInstance is for subclasses of Object");
  if constexpr (std::is_same_v<T, Object>) {
    return type_index >= kTVMFFIStaticObjectBegin;
  } else {
    const int32_t target = T::RuntimeTypeIndex();
    if constexpr (T::_type_final) return type_index == target;
    // A class may declare its slots with any integer type.
    constexpr int32_t slots = static_cast<int32_t>(T::_type_child_slots);
    if constexpr (slots > 0) {
      if (type_index >= target && type_index <= target + slots) return true;
    } else {
      if (type_index == target) return true;
    }
    if constexpr (!T::_type_child_slots_can_overflow) return false;
    return HasAncestor(type_index, target, T::_type_depth);
  }
}

TVM_FFI_NO_INLINE inline std::string TypeKeyOf(int32_t type_index) {
  return StringOf(TVMFFIGetTypeInfo(type_index)->type_key);
}

}  // namespace detail
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_OBJECT_DETAIL_H_
