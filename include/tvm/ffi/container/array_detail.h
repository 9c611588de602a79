/* SPDX-License-Identifier: Apache-2.0 */
/* The object behind Array, and what Array does with it for all element types. Part of array.h. */
#ifndef TVM_FFI_CONTAINER_ARRAY_DETAIL_H_
#define TVM_FFI_CONTAINER_ARRAY_DETAIL_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/container_detail.h>
#include <tvm/ffi/container/seq_base.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>

#include <cstdint>
#include <new>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* Header, cell, then `capacity` inline elements. Capacity is fixed for the life of the object. */
class ArrayObj : public SeqBaseObj {
 public:
  static constexpr int64_t kInitSize = 4;
  static constexpr int64_t kIncFactor = 2;

  static constexpr int32_t _type_index = TypeIndex::kTVMFFIArray;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  static const constexpr bool _type_final = true;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIArray, ArrayObj, Object);

  /* A new array without elements and with room for `capacity`. */
  static ObjectPtr<ArrayObj> Empty(int64_t capacity = kInitSize) {
    capacity = detail::CheckedSeqSize(capacity);
    ObjectPtr<ArrayObj> array =
        make_inplace_array_object<ArrayObj, Any>(static_cast<size_t>(capacity));
    array->TVMFFISeqCell::data = reinterpret_cast<char*>(array.get()) + sizeof(ArrayObj);
    array->TVMFFISeqCell::capacity = capacity;
    return array;
  }

  static ObjectPtr<ArrayObj> CreateRepeated(int64_t size, const Any& value) {
    ObjectPtr<ArrayObj> array = Empty(size);
    for (int64_t i = 0; i < size; ++i) array->Append(value);
    return array;
  }

  /* A new array with the elements of `from`, copied. `capacity` must suffice. */
  static ObjectPtr<ArrayObj> CopyFrom(int64_t capacity, const ArrayObj* from) {
    ObjectPtr<ArrayObj> array = Empty(capacity);
    array->AppendRange(from->begin(), from->end());
    return array;
  }

  /* The same, taking the elements out of `from`. */
  static ObjectPtr<ArrayObj> MoveFrom(int64_t capacity, ArrayObj* from) {
    ObjectPtr<ArrayObj> array = Empty(capacity);
    array->InsertAllFrom(0, from);
    return array;
  }

 private:
  template <typename>
  friend class Array;
  friend struct detail::ArrayAlgo;
};

namespace detail {

/* What Array<T> does to the reference it holds, for all T. */
struct ArrayAlgo {
  static ArrayObj* Get(const ObjectPtr<Object>& data) { return static_cast<ArrayObj*>(data.get()); }

  static int64_t Size(const ObjectPtr<Object>& data) {
    return data == nullptr ? 0 : static_cast<int64_t>(Get(data)->size());
  }

  /* Makes `*data` an array that nobody else sees and that has exactly room for `capacity`. */
  static ArrayObj* SwitchTo(ObjectPtr<Object>* data, int64_t capacity) {
    if (*data == nullptr) {
      *data = ArrayObj::Empty(capacity);
    } else if (data->unique()) {
      *data = ArrayObj::MoveFrom(capacity, Get(*data));
    } else {
      *data = ArrayObj::CopyFrom(capacity, Get(*data));
    }
    return Get(*data);
  }

  /* Makes `*data` an array that nobody else sees, with room for `extra` more elements. */
  static ArrayObj* ForWrite(ObjectPtr<Object>* data, int64_t extra) {
    if (*data == nullptr) {
      return SwitchTo(data, extra > ArrayObj::kInitSize ? extra : ArrayObj::kInitSize);
    }
    ArrayObj* array = Get(*data);
    int64_t capacity = static_cast<int64_t>(array->capacity());
    int64_t wanted = CheckedSeqSize(static_cast<int64_t>(array->size()) + extra);
    if (wanted <= capacity) return data->unique() ? array : SwitchTo(data, capacity);
    int64_t doubled = capacity * ArrayObj::kIncFactor;
    return SwitchTo(data, doubled > wanted ? doubled : wanted);
  }

  static void Reserve(ObjectPtr<Object>* data, int64_t capacity) {
    if (*data == nullptr || capacity > static_cast<int64_t>(Get(*data)->capacity())) {
      SwitchTo(data, capacity);
    }
  }

  static void Resize(ObjectPtr<Object>* data, int64_t size) {
    if (size < 0) ThrowNegativeResize();
    int64_t old = Size(*data);
    if (*data == nullptr) *data = ArrayObj::Empty(size);
    if (old < size) {
      ForWrite(data, CheckedSeqSize(size) - old)->AppendNone(size - old);
    } else if (old > size) {
      ForWrite(data, 0)->Truncate(size);
    }
  }

  static void Clear(ObjectPtr<Object>* data) {
    if (*data == nullptr) return;
    if (data->unique()) {
      Get(*data)->Truncate(0);
    } else {
      *data = ArrayObj::Empty(static_cast<int64_t>(Get(*data)->capacity()));
    }
  }

  /* A place behind the last element, to construct one in; Commit then counts it. */
  TVM_FFI_INLINE static void* Room(ObjectPtr<Object>* data) {
    ArrayObj* array = Get(*data);
    if (TVM_FFI_PREDICT_TRUE(array != nullptr && array->unique() &&
                             array->size() < array->capacity())) {
      return array->MutableEnd();
    }
    return MoreRoom(data);
  }
  TVM_FFI_INLINE static void Commit(const ObjectPtr<Object>& data) {
    ++Get(data)->TVMFFISeqCell::size;
  }

  /* For arrays that were made with the room they need. */
  TVM_FFI_INLINE static void Append(ArrayObj* array, Any item) { array->Append(std::move(item)); }

  static void PopBack(ObjectPtr<Object>* data) {
    if (*data == nullptr) ThrowSeqRuntimeError("cannot pop_back a null array");
    int64_t size = Size(*data);
    if (size == 0) ThrowSeqIndexError("pop_back on empty sequence");
    ForWrite(data, 0)->Truncate(size - 1);
  }

  static void Insert(ObjectPtr<Object>* data, int64_t index, Any item) {
    CheckPosition(*data, index);
    ForWrite(data, 1)->InsertOne(index, std::move(item));
  }

  /* Moves the elements of `items` to place `index`. */
  static void InsertAll(ObjectPtr<Object>* data, int64_t index, ArrayObj* items) {
    CheckPosition(*data, index);
    ForWrite(data, static_cast<int64_t>(items->size()))->InsertAllFrom(index, items);
  }

  static void Erase(ObjectPtr<Object>* data, int64_t first, int64_t last) {
    int64_t size = Size(*data);
    if (first == last && first >= 0 && first <= size) return;
    if (*data == nullptr) ThrowSeqRuntimeError("cannot erase from a null array");
    if (first < 0 || first >= size) ThrowIndexOutOfBounds(first, size);
    if (last < first || last > size) ThrowIndexOutOfBounds(last, size);
    ObjectPtr<ArrayObj> removed = ArrayObj::Empty(last - first);
    ForWrite(data, 0)->EraseRange(first, last, removed.get());
  }

  static void SetItem(ObjectPtr<Object>* data, int64_t index, Any item) {
    At(*data, index);
    ForWrite(data, 0)->SetItem(index, std::move(item));
  }

  static const Any& At(const ObjectPtr<Object>& data, int64_t index) {
    if (data == nullptr) ThrowSeqIndexError("cannot index a null array");
    return Get(data)->at(index);
  }

  static const Any& Front(const ObjectPtr<Object>& data) {
    if (Size(data) == 0) ThrowSeqIndexError("front() on empty sequence");
    return *Get(data)->begin();
  }

  static const Any& Back(const ObjectPtr<Object>& data) {
    if (Size(data) == 0) ThrowSeqIndexError("back() on empty sequence");
    return Get(data)->end()[-1];
  }

  static void Assign(ObjectPtr<Object>* data, ObjectPtr<ArrayObj> items) {
    if (*data == nullptr || !data->unique() || Get(*data)->capacity() < items->size()) {
      *data = std::move(items);
      return;
    }
    Get(*data)->Truncate(0);
    Get(*data)->InsertAllFrom(0, items.get());
  }

  /* The array or list `src` with every element converted, or null when one does not convert. */
  static ObjectPtr<Object> Convert(const TVMFFIAny* src, const ElementOps& ops) {
    const SeqBaseObj* seq = ObjectUnsafe::RawObjectPtrFromUnowned<SeqBaseObj>(src->v_obj);
    ObjectPtr<ArrayObj> out = ArrayObj::Empty(static_cast<int64_t>(seq->size()));
    // A conversion may run foreign code that changes a list: look at its size every time.
    for (size_t i = 0; i < seq->size(); ++i) {
      Any item = seq->begin()[i];
      if (out->size() == out->capacity()) {
        out = ArrayObj::MoveFrom(static_cast<int64_t>(out->size()) * 2 + 1, out.get());
      }
      Any* slot = ::new (static_cast<void*>(out->MutableEnd())) Any();
      if (!ConvertElement(ops, item, slot)) return nullptr;
      ++out->TVMFFISeqCell::size;
    }
    return out;
  }

 private:
  TVM_FFI_NO_INLINE static void* MoreRoom(ObjectPtr<Object>* data) {
    return ForWrite(data, 1)->MutableEnd();
  }

  static void CheckPosition(const ObjectPtr<Object>& data, int64_t index) {
    int64_t size = Size(data);
    if (index < 0 || index > size) ThrowIndexOutOfBounds(index, size);
  }

  [[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE static void ThrowNegativeResize() {
    ThrowError("ValueError", "cannot resize an Array to negative size");
  }
};

}  // namespace detail

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_ARRAY_DETAIL_H_
