/* SPDX-License-Identifier: Apache-2.0 */
/* List<T>: mutable and shared; every handle sees every change. cpp.md §6; layout abi.md §6.6. */
#ifndef TVM_FFI_CONTAINER_LIST_H_
#define TVM_FFI_CONTAINER_LIST_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/container_detail.h>
#include <tvm/ffi/container/seq_base.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/type_traits.h>

#include <cstdlib>
#include <initializer_list>
#include <iterator>
#include <new>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* Header, cell, and a separate buffer. The object never moves, the buffer does. */
class ListObj : public SeqBaseObj {
 public:
  static constexpr int64_t kInitSize = 4;

  static constexpr bool _type_mutable = true;
  static constexpr int32_t _type_index = TypeIndex::kTVMFFIList;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  static const constexpr bool _type_final = true;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIList, ListObj, Object);

  /* Buffers come from malloc: the library and older clients free them with whichever deleter the
     object was born with, and both `free` and `operator delete` take such memory (abi.md §6.6). */
  ListObj() { TVMFFISeqCell::data_deleter = &std::free; }

  /* A new list without elements and with room for `capacity`. */
  static ObjectPtr<ListObj> Empty(int64_t capacity = 0) {
    ObjectPtr<ListObj> list = make_object<ListObj>();
    list->SetCapacity(detail::CheckedSeqSize(capacity));
    return list;
  }

  /* Makes room for `capacity` elements; existing ones move. */
  void Reserve(int64_t capacity) {
    if (capacity > TVMFFISeqCell::capacity) SetCapacity(detail::CheckedSeqSize(capacity));
  }

  /* Makes room for `extra` more elements, at least doubling. */
  void GrowBy(int64_t extra) {
    int64_t wanted = detail::CheckedSeqSize(TVMFFISeqCell::size + extra);
    if (wanted <= TVMFFISeqCell::capacity) return;
    int64_t doubled = TVMFFISeqCell::capacity * 2;
    SetCapacity(doubled > wanted ? doubled : wanted);
  }

  /* The value is made where it stays; an Any may be one of ours, which moves when we grow. */
  template <typename T>
  void PushBack(const T& item) {
    if constexpr (std::is_same_v<T, Any>) {
      Any copy(item);
      GrowBy(1);
      Append(std::move(copy));
    } else {
      GrowBy(1);
      AppendNew(item);
    }
  }

  void PopBack() {
    if (empty()) detail::ThrowSeqIndexError("pop_back on empty sequence");
    (void)EraseOne(TVMFFISeqCell::size - 1);
  }

  void Insert(int64_t index, Any item) {
    CheckPosition(index);
    GrowBy(1);
    InsertOne(index, std::move(item));
  }

  /* Moves the elements of `items` to place `index`. */
  void InsertAll(int64_t index, ArrayObj* items) {
    CheckPosition(index);
    GrowBy(static_cast<int64_t>(items->size()));
    InsertAllFrom(index, items);
  }

  void Erase(int64_t first, int64_t last) {
    int64_t size = TVMFFISeqCell::size;
    if (first == last && first >= 0 && first <= size) return;
    CheckIndex(first);
    if (last < first || last > size) detail::ThrowIndexOutOfBounds(last, size);
    ObjectPtr<ArrayObj> removed = ArrayObj::Empty(last - first);
    EraseRange(first, last, removed.get());
  }

  void Resize(int64_t size) {
    if (size < 0) ThrowNegativeResize();
    if (size > TVMFFISeqCell::size) {
      GrowBy(detail::CheckedSeqSize(size) - TVMFFISeqCell::size);
      AppendNone(size - TVMFFISeqCell::size);
    } else {
      Truncate(size);
    }
  }

  /* Also removes what destructors of the elements add meanwhile. */
  void Clear() { Truncate(0); }

  /* A new list that takes over all elements of `items`, with room for at least `min_capacity`. */
  static ObjectPtr<ListObj> TakeAll(ArrayObj* items, int64_t min_capacity) {
    int64_t size = static_cast<int64_t>(items->size());
    ObjectPtr<ListObj> list = Empty(size > min_capacity ? size : min_capacity);
    list->InsertAllFrom(0, items);
    return list;
  }

 private:
  void SetCapacity(int64_t capacity) {
    if (capacity <= TVMFFISeqCell::capacity) return;
    void* buffer = std::malloc(static_cast<size_t>(capacity) * sizeof(Any));
    if (buffer == nullptr) detail::ThrowNoMemory();
    if (TVMFFISeqCell::size != 0) {
      std::memcpy(buffer, TVMFFISeqCell::data,
                  static_cast<size_t>(TVMFFISeqCell::size) * sizeof(Any));
    }
    TVMFFISeqCell::data_deleter(TVMFFISeqCell::data);
    TVMFFISeqCell::data = buffer;
    TVMFFISeqCell::capacity = capacity;
  }

  void CheckPosition(int64_t index) const {
    if (index < 0 || index > TVMFFISeqCell::size) {
      detail::ThrowIndexOutOfBounds(index, TVMFFISeqCell::size);
    }
  }

  [[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE static void ThrowNegativeResize() {
    detail::ThrowError("ValueError", "cannot resize a List to negative size");
  }
};

/* A reference to a ListObj whose elements are all T. */
template <typename T>
class List : public ObjectRef {
  static_assert(detail::storage_enabled_v<T>,
                "T cannot be stored in a List: it is a view or has no TypeTraits");

 public:
  using value_type = T;
  using iterator = detail::ElementIterator<T>;
  using const_iterator = iterator;
  using reverse_iterator = std::reverse_iterator<iterator>;
  using const_reverse_iterator = reverse_iterator;

  List() : ObjectRef(ListObj::Empty()) {}
  explicit List(UnsafeInit tag) : ObjectRef(tag) {}
  explicit List(ObjectPtr<Object> data) : ObjectRef(std::move(data)) {}
  List(const List&) = default;
  List(List&&) noexcept = default;
  List& operator=(const List&) = default;
  List& operator=(List&&) noexcept = default;

  template <typename U,
            typename = std::enable_if_t<!std::is_same_v<T, U> && detail::kElementFits<T, U>>>
  List(const List<U>& other) : ObjectRef(other) {}  // NOLINT(google-explicit-constructor)
  template <typename U,
            typename = std::enable_if_t<!std::is_same_v<T, U> && detail::kElementFits<T, U>>>
  List& operator=(const List<U>& other) {
    data_ = List(other).data_;
    return *this;
  }

  List(std::initializer_list<T> items)  // NOLINT(google-explicit-constructor)
      : ObjectRef(FromArray(Array<T>(items))) {}
  List(const std::vector<T>& items)  // NOLINT(google-explicit-constructor)
      : ObjectRef(FromArray(Array<T>(items))) {}
  template <typename It, typename = std::enable_if_t<detail::is_valid_iterator_v<T, It>>>
  List(It first, It last) : ObjectRef(FromArray(Array<T>(first, last))) {}
  explicit List(size_t size, const T& value) : ObjectRef(FromArray(Array<T>(size, value))) {}

  size_t size() const { return data_ == nullptr ? 0 : GetListObj()->size(); }
  size_t capacity() const { return data_ == nullptr ? 0 : GetListObj()->capacity(); }
  bool empty() const { return size() == 0; }

  /* Element access; IndexError outside [0, size). Negative indices are refused. */
  const T operator[](int64_t index) const {  // NOLINT(readability-const-return-type)
    if (data_ == nullptr) detail::ThrowSeqIndexError("cannot index a null list");
    return detail::ReadElement<T>(GetListObj()->at(index));
  }
  const T at(int64_t index) const { return (*this)[index]; }  // NOLINT
  const T front() const {                                     // NOLINT
    if (empty()) detail::ThrowSeqIndexError("front() on empty sequence");
    return detail::ReadElement<T>(GetListObj()->front());
  }
  const T back() const {  // NOLINT
    if (empty()) detail::ThrowSeqIndexError("back() on empty sequence");
    return detail::ReadElement<T>(GetListObj()->back());
  }

  iterator begin() const { return iterator(data_ == nullptr ? nullptr : GetListObj()->begin()); }
  iterator end() const { return iterator(data_ == nullptr ? nullptr : GetListObj()->end()); }
  reverse_iterator rbegin() const { return reverse_iterator(end()); }
  reverse_iterator rend() const { return reverse_iterator(begin()); }

  void push_back(const T& item) { Write()->PushBack(item); }
  template <typename... Args>
  void emplace_back(Args&&... args) {
    Write()->PushBack(T(std::forward<Args>(args)...));
  }
  void insert(iterator at, const T& item) {
    int64_t index = IndexOf(at);
    Write()->Insert(index, Any(item));
  }
  template <typename It, typename = std::enable_if_t<detail::is_valid_iterator_v<T, It>>>
  void insert(iterator at, It first, It last) {
    int64_t index = IndexOf(at);
    Array<T> items(first, last);
    Write()->InsertAll(index, items.CopyOnWrite());
  }
  void pop_back() {
    if (data_ != nullptr) Write()->PopBack();
  }
  void erase(iterator at) { Write()->Erase(IndexOf(at), IndexOf(at) + 1); }
  void erase(iterator first, iterator last) { Write()->Erase(IndexOf(first), IndexOf(last)); }
  /* New places hold None. */
  void resize(int64_t size) { Write()->Resize(size); }
  void reserve(int64_t capacity) { Write()->Reserve(capacity); }
  void clear() {
    if (data_ != nullptr) GetListObj()->Clear();
  }
  void Set(int64_t index, T item) { Write()->SetItem(index, Any(std::move(item))); }
  template <typename It>
  void Assign(It first, It last) {
    Array<T> items(first, last);
    ListObj* list = Write();
    list->Clear();
    list->Reserve(static_cast<int64_t>(items.size()));
    list->InsertAll(0, items.CopyOnWrite());
  }

  ListObj* GetListObj() const { return static_cast<ListObj*>(data_.get()); }

  using ContainerType = ListObj;
  static constexpr bool _type_container_is_exact = false;
  static constexpr bool _type_is_nullable = false;

 private:
  int64_t IndexOf(iterator it) const { return it - begin(); }

  /* A handle that was moved from gets a new object at its first write. */
  ListObj* Write() {
    if (data_ == nullptr) data_ = ListObj::Empty();
    return GetListObj();
  }

  static ObjectPtr<Object> FromArray(Array<T> items) {
    return ListObj::TakeAll(items.CopyOnWrite(), ListObj::kInitSize);
  }
};

template <typename T>
inline constexpr bool use_default_type_traits_v<List<T>> = false;

template <typename T>
struct TypeTraits<List<T>> : public ObjectRefTypeTraitsBase<List<T>> {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIList;
  using Ops = detail::ElementOpsOf<T>;

  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return detail::SeqCheckStrict(src, TypeIndex::kTVMFFIList, Ops::kOps);
  }

  static std::optional<List<T>> TryCastFromAnyView(const TVMFFIAny* src) {
    if (!detail::IsSequence(src)) return std::nullopt;
    if (CheckAnyStrict(src)) {
      return ObjectRefTypeTraitsBase<List<T>>::CopyFromAnyViewAfterCheck(src);
    }
    ObjectPtr<Object> converted = detail::ArrayAlgo::Convert(src, Ops::kOps);
    if (converted == nullptr) return std::nullopt;
    return List<T>(ListObj::TakeAll(static_cast<ArrayObj*>(converted.get()), 0));
  }

  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    return detail::SeqMismatch(src, Ops::kOps, "List");
  }
  static std::string TypeStr() { return detail::TypeTexts<T>::Str("List"); }
  static std::string TypeSchema() { return detail::TypeTexts<T>::Schema("ffi.List"); }
};

template <typename T, typename U>
inline constexpr bool type_subsumes_v<List<T>, List<U>> = detail::kElementFits<T, U>;

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_LIST_H_
