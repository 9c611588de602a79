/* SPDX-License-Identifier: Apache-2.0 */
/* The object behind Array and List: a buffer of owned values. Everything here is independent of the
   element type; array.h and list.h put types around it. Layout: abi.md §6.6. */
#ifndef TVM_FFI_CONTAINER_SEQ_BASE_H_
#define TVM_FFI_CONTAINER_SEQ_BASE_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/container_detail.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/object.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace detail {

struct ArrayAlgo;

/* More elements than this cannot be addressed; asking for them is an error, never a wrapped size. */
inline constexpr int64_t kMaxSeqSize = INT64_MAX / (4 * static_cast<int64_t>(sizeof(Any)));

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowIndexOutOfBounds(int64_t index,
                                                                                   int64_t size) {
  ThrowError("IndexError", JoinText({"Index ", IntText(index), " out of bounds ", IntText(size)}));
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowSeqIndexError(const char* text) {
  ThrowError("IndexError", text);
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowSeqRuntimeError(
    const char* text) {
  ThrowError("RuntimeError", text);
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowSeqSizeError(const char* what,
                                                                               int64_t size) {
  ThrowError("ValueError", JoinText({what, IntText(size)}));
}

TVM_FFI_INLINE int64_t CheckedSeqSize(int64_t size) {
  if (TVM_FFI_PREDICT_FALSE(size < 0 || size > kMaxSeqSize)) {
    ThrowSeqSizeError("cannot make a sequence of size ", size);
  }
  return size;
}

}  // namespace detail

/* Object with a TVMFFISeqCell behind the header. `data` holds `size` owned values and room for
   `capacity`. Not thread-safe for writers. */
class SeqBaseObj : public Object, protected TVMFFISeqCell {
 public:
  SeqBaseObj() {
    TVMFFISeqCell::data = nullptr;
    TVMFFISeqCell::size = 0;
    TVMFFISeqCell::capacity = 0;
    TVMFFISeqCell::data_deleter = nullptr;
  }

  ~SeqBaseObj() {
    DestroyRange(MutableBegin(), MutableEnd());
    if (TVMFFISeqCell::data_deleter != nullptr) TVMFFISeqCell::data_deleter(TVMFFISeqCell::data);
  }

  SeqBaseObj(const SeqBaseObj&) = delete;
  SeqBaseObj& operator=(const SeqBaseObj&) = delete;

  size_t size() const { return static_cast<size_t>(TVMFFISeqCell::size); }
  size_t capacity() const { return static_cast<size_t>(TVMFFISeqCell::capacity); }
  bool empty() const { return TVMFFISeqCell::size == 0; }

  /* The element at `index`; IndexError outside [0, size). */
  const Any& at(int64_t index) const {
    CheckIndex(index);
    return begin()[index];
  }
  const Any& operator[](int64_t index) const { return at(index); }

  const Any& front() const {
    if (empty()) detail::ThrowSeqIndexError("front() on empty sequence");
    return *begin();
  }
  const Any& back() const {
    if (empty()) detail::ThrowSeqIndexError("back() on empty sequence");
    return end()[-1];
  }

  const Any* begin() const { return static_cast<const Any*>(TVMFFISeqCell::data); }
  const Any* end() const { return begin() + TVMFFISeqCell::size; }

  /* Replaces the element at `index`; IndexError outside [0, size). */
  void SetItem(int64_t index, Any item) {
    CheckIndex(index);
    // The old value dies last: its destructor may run code that looks at this sequence.
    MutableBegin()[index].swap(item);
  }

  void CheckIndex(int64_t index) const {
    if (TVM_FFI_PREDICT_FALSE(index < 0 || index >= TVMFFISeqCell::size)) {
      detail::ThrowIndexOutOfBounds(index, TVMFFISeqCell::size);
    }
  }

 protected:
  friend struct detail::ArrayAlgo;
  template <typename>
  friend class Array;
  template <typename>
  friend class List;

  Any* MutableBegin() { return static_cast<Any*>(TVMFFISeqCell::data); }
  Any* MutableEnd() { return MutableBegin() + TVMFFISeqCell::size; }

  // The functions below trust the caller: indices are valid and the capacity suffices.

  void Append(Any item) {
    ::new (static_cast<void*>(MutableEnd())) Any(std::move(item));
    ++TVMFFISeqCell::size;
  }

  template <typename T>
  TVM_FFI_INLINE void AppendNew(const T& item) {
    ::new (static_cast<void*>(MutableEnd())) Any(item);
    ++TVMFFISeqCell::size;
  }

  void AppendRange(const Any* first, const Any* last) {
    for (; first != last; ++first) Append(*first);
  }

  void AppendNone(int64_t count) {
    // A None is all zero bytes (abi.md §4).
    std::memset(static_cast<void*>(MutableEnd()), 0, static_cast<size_t>(count) * sizeof(Any));
    TVMFFISeqCell::size += count;
  }

  /* Moves all elements of `from` to place `index`; `from` is left empty. Values are moved as bytes:
     an owned value does not know its own address. */
  void InsertAllFrom(int64_t index, SeqBaseObj* from) {
    int64_t count = from->TVMFFISeqCell::size;
    if (count == 0) return;
    Any* at = MutableBegin() + index;
    std::memmove(static_cast<void*>(at + count), static_cast<const void*>(at),
                 static_cast<size_t>(TVMFFISeqCell::size - index) * sizeof(Any));
    std::memcpy(static_cast<void*>(at), static_cast<const void*>(from->MutableBegin()),
                static_cast<size_t>(count) * sizeof(Any));
    TVMFFISeqCell::size += count;
    from->TVMFFISeqCell::size = 0;
  }

  void InsertOne(int64_t index, Any item) {
    Append(std::move(item));
    Any* base = MutableBegin();
    alignas(Any) unsigned char last[sizeof(Any)];
    int64_t end = TVMFFISeqCell::size - 1;
    std::memcpy(last, static_cast<const void*>(base + end), sizeof(Any));
    std::memmove(static_cast<void*>(base + index + 1), static_cast<const void*>(base + index),
                 static_cast<size_t>(end - index) * sizeof(Any));
    std::memcpy(static_cast<void*>(base + index), last, sizeof(Any));
  }

  /* Takes out elements one by one from the back of the range, each destroyed after the sequence is
     whole again, so that a destructor may use the sequence. */
  void EraseRange(int64_t first, int64_t last, SeqBaseObj* graveyard) {
    int64_t count = last - first;
    if (count == 0) return;
    Any* base = MutableBegin();
    std::memcpy(static_cast<void*>(graveyard->MutableEnd()), static_cast<const void*>(base + first),
                static_cast<size_t>(count) * sizeof(Any));
    graveyard->TVMFFISeqCell::size += count;
    std::memmove(static_cast<void*>(base + first), static_cast<const void*>(base + last),
                 static_cast<size_t>(TVMFFISeqCell::size - last) * sizeof(Any));
    TVMFFISeqCell::size -= count;
  }

  Any EraseOne(int64_t index) {
    Any* base = MutableBegin();
    Any removed = std::move(base[index]);
    std::memmove(static_cast<void*>(base + index), static_cast<const void*>(base + index + 1),
                 static_cast<size_t>(TVMFFISeqCell::size - index - 1) * sizeof(Any));
    --TVMFFISeqCell::size;
    return removed;
  }

  void Truncate(int64_t size) {
    while (TVMFFISeqCell::size > size) {
      Any removed = std::move(MutableBegin()[TVMFFISeqCell::size - 1]);
      --TVMFFISeqCell::size;
    }
  }

  static void DestroyRange(Any* first, Any* last) {
    for (; first != last; ++first) first->~Any();
  }
};

namespace detail {

/* The strict check of a whole sequence. */
inline bool SeqCheckStrict(const TVMFFIAny* src, int32_t type_index, const ElementOps& ops) {
  if (src->type_index != type_index) return false;
  if (ops.check == nullptr) return true;
  const SeqBaseObj* seq = ObjectUnsafe::RawObjectPtrFromUnowned<SeqBaseObj>(src->v_obj);
  for (const Any& item : *seq) {
    if (!PassesCheck(ops, item)) return false;
  }
  return true;
}

inline bool IsSequence(const TVMFFIAny* src) {
  return src->type_index == kTVMFFIArray || src->type_index == kTVMFFIList;
}

/* Names the first element that cannot be converted, as error texts show it. */
inline std::string SeqMismatch(const TVMFFIAny* src, const ElementOps& ops, const char* name) {
  if (!IsSequence(src) || ops.check == nullptr) return TypeTraitsBase::GetMismatchTypeInfo(src);
  const SeqBaseObj* seq = ObjectUnsafe::RawObjectPtrFromUnowned<SeqBaseObj>(src->v_obj);
  for (size_t i = 0; i < seq->size(); ++i) {
    Any item = seq->begin()[i];
    Any converted;
    if (ConvertElement(ops, item, &converted)) continue;
    return JoinText({name, "[index ", IntText(static_cast<int64_t>(i)), ": ",
                     ops.mismatch(AnyUnsafe::TVMFFIAnyPtrFromAny(item)), "]"});
  }
  return TypeTraitsBase::GetMismatchTypeInfo(src);
}

}  // namespace detail
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_SEQ_BASE_H_
