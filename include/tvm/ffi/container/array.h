/* SPDX-License-Identifier: Apache-2.0 */
/* Array<T>: immutable when shared, copied on write. cpp.md §6; layout abi.md §6.6. */
#ifndef TVM_FFI_CONTAINER_ARRAY_H_
#define TVM_FFI_CONTAINER_ARRAY_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/array_detail.h>
#include <tvm/ffi/container/container_detail.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/type_traits.h>

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

/* A reference to an ArrayObj whose elements are all T. A handle that is moved from is null and acts
   as an empty array; the first write gives it an object again. */
template <typename T>
class Array : public ObjectRef {
  static_assert(detail::storage_enabled_v<T>,
                "T cannot be stored in an Array: it is a view or has no TypeTraits");
  using Algo = detail::ArrayAlgo;

 public:
  using value_type = T;
  using iterator = detail::ElementIterator<T>;
  using const_iterator = iterator;
  using reverse_iterator = std::reverse_iterator<iterator>;
  using const_reverse_iterator = reverse_iterator;

  Array() : ObjectRef(ArrayObj::Empty()) {}
  explicit Array(UnsafeInit tag) : ObjectRef(tag) {}
  explicit Array(ObjectPtr<Object> data) : ObjectRef(std::move(data)) {}
  Array(const Array&) = default;
  Array(Array&&) noexcept = default;
  Array& operator=(const Array&) = default;
  Array& operator=(Array&&) noexcept = default;

  template <typename U,
            typename = std::enable_if_t<!std::is_same_v<T, U> && detail::kElementFits<T, U>>>
  Array(const Array<U>& other) : ObjectRef(other) {}  // NOLINT(google-explicit-constructor)
  template <typename U,
            typename = std::enable_if_t<!std::is_same_v<T, U> && detail::kElementFits<T, U>>>
  Array(Array<U>&& other)  // NOLINT(google-explicit-constructor)
      : ObjectRef(std::move(static_cast<ObjectRef&>(other))) {}
  template <typename U,
            typename = std::enable_if_t<!std::is_same_v<T, U> && detail::kElementFits<T, U>>>
  Array& operator=(const Array<U>& other) {
    data_ = Array(other).data_;
    return *this;
  }
  template <typename U,
            typename = std::enable_if_t<!std::is_same_v<T, U> && detail::kElementFits<T, U>>>
  Array& operator=(Array<U>&& other) {
    data_ = Array(std::move(other)).data_;
    return *this;
  }

  Array(std::initializer_list<T> items)  // NOLINT(google-explicit-constructor)
      : ObjectRef(Collect(items.begin(), items.end())) {}
  Array(const std::vector<T>& items)  // NOLINT(google-explicit-constructor)
      : ObjectRef(Collect(items.begin(), items.end())) {}
  template <typename It, typename = std::enable_if_t<detail::is_valid_iterator_v<T, It>>>
  Array(It first, It last) : ObjectRef(Collect(first, last)) {}
  explicit Array(size_t size, const T& value)
      : ObjectRef(ArrayObj::CreateRepeated(AsSize(size), Any(value))) {}

  size_t size() const { return static_cast<size_t>(Algo::Size(data_)); }
  size_t capacity() const { return data_ == nullptr ? 0 : GetArrayObj()->capacity(); }
  bool empty() const { return size() == 0; }

  /* Element access; IndexError outside [0, size). Negative indices are refused. */
  const T operator[](int64_t index) const {  // NOLINT(readability-const-return-type)
    return detail::ReadElement<T>(Algo::At(data_, index));
  }
  const T at(int64_t index) const { return (*this)[index]; }                    // NOLINT
  const T front() const { return detail::ReadElement<T>(Algo::Front(data_)); }  // NOLINT
  const T back() const { return detail::ReadElement<T>(Algo::Back(data_)); }    // NOLINT

  iterator begin() const { return iterator(data_ == nullptr ? nullptr : GetArrayObj()->begin()); }
  iterator end() const { return iterator(data_ == nullptr ? nullptr : GetArrayObj()->end()); }
  reverse_iterator rbegin() const { return reverse_iterator(end()); }
  reverse_iterator rend() const { return reverse_iterator(begin()); }

  // Every function below writes: on a shared object it first takes a copy for this handle.

  void push_back(const T& item) {
    T copy(item);  // `item` may be gone once the array has moved
    ::new (Algo::Room(&data_)) Any(std::move(copy));
    Algo::Commit(data_);
  }
  template <typename... Args>
  void emplace_back(Args&&... args) {
    T item(std::forward<Args>(args)...);
    ::new (Algo::Room(&data_)) Any(std::move(item));
    Algo::Commit(data_);
  }
  void insert(iterator at, const T& item) { Algo::Insert(&data_, IndexOf(at), Any(item)); }
  template <typename It, typename = std::enable_if_t<detail::is_valid_iterator_v<T, It>>>
  void insert(iterator at, It first, It last) {
    int64_t index = IndexOf(at);
    ObjectPtr<ArrayObj> items = Collect(first, last);
    Algo::InsertAll(&data_, index, items.get());
  }
  void pop_back() { Algo::PopBack(&data_); }
  void erase(iterator at) { Algo::Erase(&data_, IndexOf(at), IndexOf(at) + 1); }
  void erase(iterator first, iterator last) { Algo::Erase(&data_, IndexOf(first), IndexOf(last)); }
  /* New places hold None. */
  void resize(int64_t size) { Algo::Resize(&data_, size); }
  void reserve(int64_t capacity) { Algo::Reserve(&data_, capacity); }
  void clear() { Algo::Clear(&data_); }
  void Set(int64_t index, T item) { Algo::SetItem(&data_, index, Any(std::move(item))); }
  template <typename It>
  void Assign(It first, It last) {
    Algo::Assign(&data_, Collect(first, last));
  }

  /* The results of `f` on every element; this very array when every result is the element itself. */
  template <typename F, typename U = std::decay_t<std::invoke_result_t<F, T>>>
  Array<U> Map(F f) const {
    return Array<U>(MapItems(data_, std::move(f), /*may_reuse=*/detail::kElementFits<U, T>));
  }

  /* Replaces every element by the result of `f`; the object stays when nothing changes or when no
     other handle sees it. */
  template <typename F, typename = std::enable_if_t<
                            std::is_same_v<T, std::decay_t<std::invoke_result_t<F, T>>>>>
  void MutateByApply(F f) {
    if (data_ == nullptr) return;
    if (!data_.unique()) {
      data_ = MapItems(data_, std::move(f), /*may_reuse=*/true);
      return;
    }
    for (int64_t i = 0; i < Algo::Size(data_); ++i) {
      Any result(f(detail::ReadElement<T>(Algo::At(data_, i))));
      Algo::SetItem(&data_, i, std::move(result));
    }
  }

  /* The object behind this handle, unique to it. */
  ArrayObj* CopyOnWrite() { return data_ == nullptr ? nullptr : Algo::ForWrite(&data_, 0); }
  ArrayObj* GetArrayObj() const { return Algo::Get(data_); }

  /* One array out of values and arrays of values, in order. */
  template <typename... Args>
  static Array<T> Agregate(Args... args) {
    Array<T> out;
    (out.AppendOneOrAll(args), ...);
    return out;
  }

  using ContainerType = ArrayObj;
  static constexpr bool _type_container_is_exact = false;
  static constexpr bool _type_is_nullable = false;

 private:
  template <typename>
  friend class Array;

  int64_t IndexOf(iterator it) const { return it - begin(); }

  static int64_t AsSize(size_t size) {
    return size > static_cast<size_t>(INT64_MAX) ? INT64_MAX : static_cast<int64_t>(size);
  }

  template <typename It>
  static Any ToItem(It& it) {
    if constexpr (std::is_same_v<T, Any> || std::is_same_v<T, detail::IterValue<It>>) {
      return Any(*it);
    } else {
      return Any(T(*it));
    }
  }

  /* A new array of the values in a range, as long as the range. */
  template <typename It>
  static ObjectPtr<ArrayObj> Collect(It first, It last) {
    int64_t count = static_cast<int64_t>(std::distance(first, last));
    ObjectPtr<ArrayObj> out = ArrayObj::Empty(count);
    for (int64_t i = 0; i < count; ++i, ++first) out->Append(ToItem(first));
    return out;
  }

  template <typename F>
  static ObjectPtr<Object> MapItems(const ObjectPtr<Object>& data, F f, bool may_reuse) {
    if (data == nullptr) return nullptr;
    ObjectPtr<Object> keep = data;  // `f` may drop the last other reference
    const ArrayObj* from = Algo::Get(keep);
    const Any* end = from->end();
    const Any* at = from->begin();
    Any result;
    // Nothing is built as long as every result is the element itself.
    if (may_reuse) {
      for (; at != end; ++at) {
        result = Any(f(detail::ReadElement<T>(*at)));
        if (!result.same_as(*at)) break;
      }
      if (at == end) return keep;
    }
    ObjectPtr<ArrayObj> out = ArrayObj::Empty(static_cast<int64_t>(from->size()));
    if (may_reuse) {
      out->AppendRange(from->begin(), at++);
      out->Append(std::move(result));
    }
    for (; at != end; ++at) out->Append(Any(f(detail::ReadElement<T>(*at))));
    return out;
  }

  template <typename U>
  void AppendOneOrAll(const U& value) {
    if constexpr (std::is_constructible_v<T, U>) {
      push_back(T(value));
    } else {
      insert(end(), value.begin(), value.end());
    }
  }
};

/* The elements of `lhs`, then those of `rhs`. Reuses `lhs` when the caller moves in the only handle. */
template <typename T>
inline Array<T> Concat(Array<T> lhs, const Array<T>& rhs) {
  for (const auto& item : rhs) lhs.push_back(item);
  return lhs;
}

template <typename T>
inline constexpr bool use_default_type_traits_v<Array<T>> = false;

template <typename T>
struct TypeTraits<Array<T>> : public ObjectRefTypeTraitsBase<Array<T>> {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIArray;
  using Ops = detail::ElementOpsOf<T>;

  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return detail::SeqCheckStrict(src, TypeIndex::kTVMFFIArray, Ops::kOps);
  }

  static std::optional<Array<T>> TryCastFromAnyView(const TVMFFIAny* src) {
    if (!detail::IsSequence(src)) return std::nullopt;
    if (CheckAnyStrict(src)) {
      return ObjectRefTypeTraitsBase<Array<T>>::CopyFromAnyViewAfterCheck(src);
    }
    ObjectPtr<Object> converted = detail::ArrayAlgo::Convert(src, Ops::kOps);
    if (converted == nullptr) return std::nullopt;
    return Array<T>(std::move(converted));
  }

  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    return detail::SeqMismatch(src, Ops::kOps, "Array");
  }
  static std::string TypeStr() { return detail::TypeTexts<T>::Str("Array"); }
  static std::string TypeSchema() { return detail::TypeTexts<T>::Schema("ffi.Array"); }
};

template <typename T, typename U>
inline constexpr bool type_subsumes_v<Array<T>, Array<U>> = detail::kElementFits<T, U>;

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_ARRAY_H_
