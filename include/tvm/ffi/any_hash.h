/* SPDX-License-Identifier: Apache-2.0 */
/* Hash and equality of values, the same in every binary: maps are shared in memory (abi.md §8). Part
   of any.h. */
#ifndef TVM_FFI_ANY_HASH_H_
#define TVM_FFI_ANY_HASH_H_

#include <tvm/ffi/any.h>

#include <cstring>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace detail {

TVM_FFI_INLINE uint64_t StableHashCombine(uint64_t kind, uint64_t value) {
  return kind ^ (value + 0x9e3779b9U + (kind << 6) + (kind >> 2));
}

/* The remainder by 2^31 - 1 comes from folding the upper bits onto the lower ones. */
TVM_FFI_INLINE uint64_t StableHashStep(uint64_t hash, uint64_t word) {
  constexpr uint64_t modulus = 2147483647ULL;
  uint64_t x = hash * 1099511628211ULL + word;
  x = (x & modulus) + (x >> 31);
  x = (x & modulus) + (x >> 31);
  return x >= modulus ? x - modulus : x;
}

/* A word of up to 8 bytes in little-endian order, padded with zeros. */
TVM_FFI_INLINE uint64_t LoadHashWord(const unsigned char* p, size_t size) {
  uint64_t word = 0;
  for (size_t i = size; i > 0; --i) word = (word << 8) | p[i - 1];
  return word;
}
TVM_FFI_INLINE uint64_t LoadHashWord(const unsigned char* p) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint64_t word;
  std::memcpy(&word, p, 8);
  return word;
#else
  return LoadHashWord(p, 8);
#endif
}

/* Hash of bytes, taken as little-endian words, the last one padded with zeros. */
TVM_FFI_NO_INLINE inline uint64_t StableHashBytes(const void* data, size_t size) {
  const unsigned char* p = static_cast<const unsigned char*>(data);
  uint64_t hash = 0;
  for (; size >= 8; p += 8, size -= 8) hash = StableHashStep(hash, LoadHashWord(p));
  return size == 0 ? hash : StableHashStep(hash, LoadHashWord(p, size));
}

/* The hook of a type in a column, or null. */
TVM_FFI_INLINE const TVMFFIAny* FindHook(const TVMFFITypeAttrColumn* column, int32_t type_index) {
  if (column == nullptr) return nullptr;
  int64_t at = static_cast<int64_t>(type_index) - column->begin_index;
  if (at < 0 || at >= column->size) return nullptr;
  const TVMFFIAny* hook = &column->data[at];
  return hook->type_index == kTVMFFINone ? nullptr : hook;
}

inline const TVMFFITypeAttrColumn* GetHookColumn(std::string_view name) {
  TVMFFIByteArray bytes = BytesOf(name);
  return TVMFFIGetTypeAttrColumn(&bytes);
}

/* Takes a hook's answer: its payload, or the Error it returned, thrown. */
inline int64_t TakeHookResult(TVMFFIAny result) {
  if (result.type_index == kTVMFFIError) {
    throw AnyUnsafe::MoveFromAnyAfterCheck<Error>(AnyUnsafe::MoveTVMFFIAnyRawToAny(result));
  }
  Any owned = AnyUnsafe::MoveTVMFFIAnyRawToAny(result);
  return owned.cast<int64_t>();
}

inline int64_t CallHook(TVMFFIObject* function, const TVMFFIAny* args, int32_t num_args) {
  TVMFFIAny result;
  SetNone(&result);
  if (TVMFFIFunctionCall(function, const_cast<TVMFFIAny*>(args), num_args, &result) != 0) {
    ThrowRaised();
  }
  return TakeHookResult(result);
}

TVM_FFI_NO_INLINE inline uint64_t HashObject(const TVMFFIAny& value) {
  uint64_t kind = static_cast<uint64_t>(value.type_index);
  if (value.type_index == kTVMFFIStr || value.type_index == kTVMFFIBytes) {
    const TVMFFIByteArray* bytes = TVMFFIBytesGetByteArrayPtr(value.v_obj);
    return StableHashCombine(kind, StableHashBytes(bytes->data, bytes->size));
  }
  static const TVMFFITypeAttrColumn* const column = GetHookColumn("__any_hash__");
  const TVMFFIAny* hook = FindHook(column, value.type_index);
  if (hook == nullptr) return StableHashCombine(kind, value.v_uint64);
  if (hook->type_index == kTVMFFIOpaquePtr) {
    auto native = reinterpret_cast<TVMFFIAny (*)(const TVMFFIAny*)>(hook->v_ptr);
    return StableHashCombine(kind, static_cast<uint64_t>(TakeHookResult(native(&value))));
  }
  return StableHashCombine(kind, static_cast<uint64_t>(CallHook(hook->v_obj, &value, 1)));
}

inline TVMFFIByteArray TextOf(const TVMFFIAny& value) {
  if (value.type_index < kTVMFFIStaticObjectBegin) {
    return TVMFFISmallBytesGetContentByteArray(&value);
  }
  return *TVMFFIBytesGetByteArrayPtr(value.v_obj);
}

/* str and bytes each have two forms, inside the value and as an object; -1 for other kinds. */
inline int32_t TextKind(int32_t type_index) {
  if (type_index == kTVMFFISmallStr || type_index == kTVMFFIStr) return kTVMFFIStr;
  if (type_index == kTVMFFISmallBytes || type_index == kTVMFFIBytes) return kTVMFFIBytes;
  return -1;
}

/* Equality of two values that are not the same bits. */
TVM_FFI_NO_INLINE inline bool EqualObjects(const TVMFFIAny& a, const TVMFFIAny& b) {
  int32_t kind = TextKind(a.type_index);
  if (kind >= 0) {
    if (kind != TextKind(b.type_index)) return false;
    TVMFFIByteArray x = TextOf(a);
    TVMFFIByteArray y = TextOf(b);
    return x.size == y.size && (x.size == 0 || std::memcmp(x.data, y.data, x.size) == 0);
  }
  if (a.type_index != b.type_index || a.type_index < kTVMFFIStaticObjectBegin) return false;
  static const TVMFFITypeAttrColumn* const column = GetHookColumn("__any_equal__");
  const TVMFFIAny* hook = FindHook(column, a.type_index);
  if (hook == nullptr) return false;
  if (hook->type_index == kTVMFFIOpaquePtr) {
    auto native = reinterpret_cast<TVMFFIAny (*)(const TVMFFIAny*, const TVMFFIAny*)>(hook->v_ptr);
    return TakeHookResult(native(&a, &b)) != 0;
  }
  TVMFFIAny args[2] = {a, b};
  return CallHook(hook->v_obj, args, 2) != 0;
}

}  // namespace detail

/* Hash of a value: texts by content, objects by their type's `__any_hash__` or by address. */
struct AnyHash {
  uint64_t operator()(const Any& value) const {
    const TVMFFIAny& data = *detail::AnyUnsafe::TVMFFIAnyPtrFromAny(value);
    if (data.type_index == kTVMFFISmallStr || data.type_index == kTVMFFISmallBytes) {
      uint64_t kind = static_cast<uint64_t>(detail::TextKind(data.type_index));
      return detail::StableHashCombine(kind,
                                       detail::StableHashBytes(data.v_bytes, data.small_str_len));
    }
    if (data.type_index >= kTVMFFIStaticObjectBegin) return detail::HashObject(data);
    return detail::StableHashCombine(static_cast<uint64_t>(data.type_index), data.v_uint64);
  }
};

/* Equality of values: the same bits, the same text, or what the type's `__any_equal__` says. */
struct AnyEqual {
  bool operator()(const Any& a, const Any& b) const {
    if (a.same_as(b)) return true;
    return detail::EqualObjects(*detail::AnyUnsafe::TVMFFIAnyPtrFromAny(a),
                                *detail::AnyUnsafe::TVMFFIAnyPtrFromAny(b));
  }
};

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_ANY_HASH_H_
