/* SPDX-License-Identifier: Apache-2.0 */
/* The object behind Map and Dict: an insertion-ordered table from values to values. Everything here
   is independent of the element types; map.h and dict.h put types around it. The memory is walked
   and changed by inline code of other binaries, so layout and probing follow abi.md §7 to the byte;
   tvm/ffi/c/layout.h draws it. */
#ifndef TVM_FFI_CONTAINER_MAP_BASE_H_
#define TVM_FFI_CONTAINER_MAP_BASE_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/c/layout.h>
#include <tvm/ffi/container/container_detail.h>
#include <tvm/ffi/container/map_dense.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>

#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <new>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace detail {

struct MapAlgo;

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowKeyNotInMap() {
  ThrowError("KeyError", "key is not in Map");
}

}  // namespace detail

/* Up to four entries are an array of pairs searched front to back; more are a hash table. Which of
   the two an object is changes over its life (bit 63 of slots_). Not thread-safe for writers. */
class MapBaseObj : public Object {
 public:
  using key_type = Any;
  using mapped_type = Any;
  using KVType = detail::MapPair;

  /* Forward and backward walk in iteration order; any change of the map may invalidate it. */
  class iterator {
   public:
    using iterator_category = std::bidirectional_iterator_tag;
    using difference_type = std::ptrdiff_t;
    using value_type = KVType;
    using pointer = KVType*;
    using reference = KVType&;

    iterator() = default;
    iterator(uint64_t index, const MapBaseObj* self) : index_(index), self_(self) {}

    reference operator*() const { return *self_->PairAt(index_); }
    pointer operator->() const { return self_->PairAt(index_); }
    iterator& operator++() {
      index_ = self_->IsSmall() ? index_ + 1 : self_->Dense().Next(index_);
      return *this;
    }
    iterator& operator--() {
      index_ = self_->IsSmall() ? index_ - 1 : self_->Dense().Prev(index_);
      return *this;
    }
    iterator operator++(int) {
      iterator copy = *this;
      ++*this;
      return copy;
    }
    iterator operator--(int) {
      iterator copy = *this;
      --*this;
      return copy;
    }
    bool operator==(const iterator& other) const { return index_ == other.index_; }
    bool operator!=(const iterator& other) const { return index_ != other.index_; }

   private:
    friend class MapBaseObj;
    uint64_t index_ = 0;
    const MapBaseObj* self_ = nullptr;
  };

  MapBaseObj() = default;
  MapBaseObj(const MapBaseObj&) = delete;
  MapBaseObj& operator=(const MapBaseObj&) = delete;
  ~MapBaseObj() { DropContents(); }

  size_t size() const { return static_cast<size_t>(size_); }
  bool empty() const { return size_ == 0; }
  /* The number of entries or slots that the present memory has. */
  size_t NumSlots() const { return static_cast<size_t>(slots_ & ~TVM_FFI_MAP_SMALL_TAG); }

  iterator begin() const {
    if (size_ == 0) return end();
    return iterator(IsSmall() ? 0 : Dense().Head(), this);
  }
  iterator end() const { return iterator(IsSmall() ? size_ : TVM_FFI_MAP_END, this); }

  /* The entry of `key`, or end(). Throws only what a hash or equality hook of the key throws. */
  iterator find(const Any& key) const { return iterator(FindIndex(key), this); }
  size_t count(const Any& key) const { return FindIndex(key) == end().index_ ? 0 : 1; }

  /* The value of `key`; KeyError when absent. */
  const Any& at(const Any& key) const {
    iterator it = find(key);
    if (it == end()) detail::ThrowKeyNotInMap();
    return it->second;
  }
  Any& at(const Any& key) { return const_cast<Any&>(std::as_const(*this).at(key)); }

 protected:
  friend struct detail::MapAlgo;

  /* Makes an empty object of the concrete class with `tail_bytes` behind the common fields. */
  using NewFn = ObjectPtr<MapBaseObj> (*)(size_t tail_bytes);

  static constexpr uint64_t kSmallInit = 2;
  static constexpr uint64_t kSmallMax = 4;
  static constexpr size_t kDenseTailBytes =
      sizeof(tvm_ffi_dense_map_object) - sizeof(tvm_ffi_map_object);

  bool IsSmall() const { return (slots_ & TVM_FFI_MAP_SMALL_TAG) != 0; }
  detail::DenseMap Dense() const {
    return detail::DenseMap(
        reinterpret_cast<tvm_ffi_dense_map_object*>(const_cast<MapBaseObj*>(this)));
  }
  KVType* SmallPairs() const { return static_cast<KVType*>(data_); }
  KVType* PairAt(uint64_t index) const {
    return IsSmall() ? SmallPairs() + index : Dense().PairAt(index);
  }

  static ObjectPtr<MapBaseObj> NewSmall(NewFn make, uint64_t capacity) {
    ObjectPtr<MapBaseObj> map = make(static_cast<size_t>(capacity) * sizeof(KVType));
    map->data_ = reinterpret_cast<char*>(map.get()) + sizeof(MapBaseObj);
    map->slots_ = capacity | TVM_FFI_MAP_SMALL_TAG;
    return map;
  }

  static ObjectPtr<MapBaseObj> NewDense(NewFn make, uint64_t slots, uint32_t fib_shift) {
    ObjectPtr<MapBaseObj> map = make(kDenseTailBytes);
    map->Dense().Init(slots, fib_shift);
    return map;
  }

  /* An empty map with the form that a range of `count` entries starts with. */
  static ObjectPtr<MapBaseObj> NewForCount(NewFn make, uint64_t count) {
    if (count < kSmallMax) return NewSmall(make, count > kSmallInit ? count : kSmallInit);
    uint32_t shift = 64;
    uint64_t slots = 1;
    detail::DenseMap::SizeFor(count, &slots, &shift);
    return NewDense(make, slots, shift);
  }

  /* A map of the same form with the same entries: in the same slots, or, when small, with no more
     room than they need. */
  static ObjectPtr<MapBaseObj> CopyOf(NewFn make, const MapBaseObj* from) {
    if (!from->IsSmall()) {
      ObjectPtr<MapBaseObj> map = NewDense(make, from->slots_, from->Dense().FibShift());
      map->Dense().CopyEntries(from->Dense());
      return map;
    }
    ObjectPtr<MapBaseObj> map = NewSmall(make, from->size_ > kSmallInit ? from->size_ : kSmallInit);
    for (uint64_t i = 0; i < from->size_; ++i) map->AppendSmall(KVType(from->SmallPairs()[i]));
    return map;
  }

  /* Stores an entry, taking key and value. False, and nothing taken, when there is no room; nothing
     is changed then, except that the chains of a dense map may be cut, which leaves it good for
     Grown() alone. */
  bool Insert(Any& key, Any& value) {
    if (!IsSmall()) return Dense().Insert(key, value);
    // A full small map becomes a dense one even when the key is there already.
    if (size_ >= kSmallMax) return false;
    uint64_t index = FindIndex(key);
    if (index < size_) {
      SmallPairs()[index].second.swap(value);  // the caller drops the old value
      return true;
    }
    if (size_ >= NumSlots()) return false;
    AppendSmall(KVType{std::move(key), std::move(value)});
    return true;
  }

  /* A larger map with copies of the entries in iteration order. */
  static ObjectPtr<MapBaseObj> Grown(NewFn make, const MapBaseObj* from) {
    uint64_t slots = from->NumSlots();
    ObjectPtr<MapBaseObj> map;
    if (!from->IsSmall()) {
      map = NewDense(make, detail::DenseMap::Doubled(slots), from->Dense().FibShift() - 1);
    } else if (slots < kSmallMax) {
      uint64_t doubled = slots * 2 > kSmallInit ? slots * 2 : kSmallInit;
      map = NewSmall(make, doubled < kSmallMax ? doubled : kSmallMax);
    } else {
      map = NewForCount(make, slots);
    }
    for (const KVType& entry : *from) {
      KVType copy = entry;
      map = InsertOrGrow(make, std::move(map), copy.first, copy.second);
    }
    return map;
  }

  /* Stores an entry in `map` or in a larger copy of it. */
  static ObjectPtr<MapBaseObj> InsertOrGrow(NewFn make, ObjectPtr<MapBaseObj> map, Any& key,
                                            Any& value) {
    while (!map->Insert(key, value)) map = Grown(make, map.get());
    return map;
  }

  void Erase(const Any& key) {
    uint64_t index = FindIndex(key);
    if (index == end().index_) return;
    if (!IsSmall()) {
      Dense().EraseAt(index);
      return;
    }
    KVType removed = std::move(SmallPairs()[index]);
    for (uint64_t i = index + 1; i < size_; ++i) {
      SmallPairs()[i - 1] = std::move(SmallPairs()[i]);
    }
    --size_;
    SmallPairs()[size_].~KVType();
  }

  /* Removes all entries and keeps the form. What destructors of the entries add stays. */
  void ClearEntries(NewFn make) {
    if (IsSmall()) {
      KVType removed[kSmallMax];
      for (uint64_t i = 0; i < size_; ++i) {
        removed[i] = std::move(SmallPairs()[i]);
        SmallPairs()[i].~KVType();
      }
      size_ = 0;
      return;
    }
    uint64_t slots = slots_;
    uint32_t fib_shift = Dense().FibShift();
    ObjectPtr<MapBaseObj> removed = NewSmall(make, kSmallInit);
    removed->TakeContents(this);
    Dense().Init(slots, fib_shift);
  }

  /* Replaces the contents by those of `other`, which is left empty. Identity stays: this object may
     have been small and inline and become anything. */
  void TakeContents(MapBaseObj* other) {
    if (other->IsSmall() && other->data_deleter_ == nullptr) other->MovePairsOut();
    DropContents();
    data_ = other->data_;
    size_ = other->size_;
    slots_ = other->slots_;
    data_deleter_ = other->data_deleter_;
    if (!IsSmall()) Dense().CopyTail(other->Dense());
    other->data_ = nullptr;
    other->size_ = 0;
    other->slots_ = TVM_FFI_MAP_SMALL_TAG;
    other->data_deleter_ = nullptr;
  }

  void* data_ = nullptr;
  uint64_t size_ = 0;
  uint64_t slots_ = 0;
  void (*data_deleter_)(void*) = nullptr;

 private:
  uint64_t FindIndex(const Any& key) const {
    if (!IsSmall()) return Dense().Find(key);
    for (uint64_t i = 0; i < size_; ++i) {
      if (detail::KeysEqual(SmallPairs()[i].first, key)) return i;
    }
    return size_;
  }

  void AppendSmall(KVType entry) {
    ::new (static_cast<void*>(SmallPairs() + size_)) KVType(std::move(entry));
    ++size_;
  }

  /* Moves inline pairs to a buffer of their own, which another object can take over. */
  void MovePairsOut() {
    void* buffer = std::malloc(NumSlots() * sizeof(KVType));
    if (buffer == nullptr) detail::ThrowNoMemory();
    KVType* pairs = static_cast<KVType*>(buffer);
    for (uint64_t i = 0; i < size_; ++i) {
      ::new (static_cast<void*>(pairs + i)) KVType(std::move(SmallPairs()[i]));
      SmallPairs()[i].~KVType();
    }
    data_ = buffer;
    data_deleter_ = &std::free;
  }

  /* Destroys entries and memory, whatever form they have and whoever made them. */
  void DropContents() {
    if (IsSmall()) {
      for (uint64_t i = 0; i < size_; ++i) SmallPairs()[i].~KVType();
    } else if (slots_ != 0) {
      Dense().DestroyEntries();
    }
    if (data_deleter_ != nullptr) data_deleter_(data_);
    data_ = nullptr;
    data_deleter_ = nullptr;
    size_ = 0;
  }
};

static_assert(sizeof(MapBaseObj) == sizeof(tvm_ffi_map_object), "layout of Map and Dict");

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_MAP_BASE_H_
