/* SPDX-License-Identifier: Apache-2.0 */
/* What Map and Dict share on top of their object: the verbs, the typed iterator and the
   conversions. */
#ifndef TVM_FFI_CONTAINER_MAP_DETAIL_H_
#define TVM_FFI_CONTAINER_MAP_DETAIL_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/container_detail.h>
#include <tvm/ffi/container/map_base.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/type_traits.h>

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace detail {

/* What Map<K, V> and Dict<K, V> do to the reference they hold, for all K and V. */
struct MapAlgo {
  using NewFn = MapBaseObj::NewFn;

  static MapBaseObj* Get(const ObjectPtr<Object>& data) {
    return static_cast<MapBaseObj*>(data.get());
  }

  static ObjectPtr<Object> New(NewFn make) {
    return MapBaseObj::NewSmall(make, MapBaseObj::kSmallInit);
  }

  /* A map for `count` entries, which Append then stores one by one. */
  static ObjectPtr<MapBaseObj> Start(NewFn make, uint64_t count) {
    return MapBaseObj::NewForCount(make, count);
  }
  static void Append(NewFn make, ObjectPtr<MapBaseObj>* map, Any key, Any value) {
    if ((*map)->Insert(key, value)) return;
    *map = MapBaseObj::InsertOrGrow(make, MapBaseObj::Grown(make, map->get()), key, value);
  }

  /* Copy on write: makes `*data` a map that nobody else sees. */
  static MapBaseObj* ForWrite(NewFn make, ObjectPtr<Object>* data) {
    if (*data == nullptr) {
      *data = New(make);
    } else if (!data->unique()) {
      *data = MapBaseObj::CopyOf(make, Get(*data));
    }
    return Get(*data);
  }

  static void Set(NewFn make, ObjectPtr<Object>* data, Any key, Any value) {
    MapBaseObj* map = ForWrite(make, data);
    if (map->Insert(key, value)) return;
    *data = MapBaseObj::InsertOrGrow(make, MapBaseObj::Grown(make, map), key, value);
  }

  /* Set without copy on write: the object stays the same and everybody sees the change. */
  static void SetShared(NewFn make, ObjectPtr<Object>* data, Any key, Any value) {
    if (*data == nullptr) *data = New(make);
    MapBaseObj* map = Get(*data);
    if (map->Insert(key, value)) return;
    ObjectPtr<MapBaseObj> grown =
        MapBaseObj::InsertOrGrow(make, MapBaseObj::Grown(make, map), key, value);
    map->TakeContents(grown.get());
  }

  static void Erase(NewFn make, ObjectPtr<Object>* data, const Any& key) {
    if (Count(*data, key) != 0) ForWrite(make, data)->Erase(key);
  }
  static void EraseShared(const ObjectPtr<Object>& data, const Any& key) {
    if (data != nullptr) Get(data)->Erase(key);
  }

  static void ClearShared(NewFn make, const ObjectPtr<Object>& data) {
    if (data != nullptr) Get(data)->ClearEntries(make);
  }

  static size_t Size(const ObjectPtr<Object>& data) {
    return data == nullptr ? 0 : Get(data)->size();
  }
  static size_t Count(const ObjectPtr<Object>& data, const Any& key) {
    return data == nullptr ? 0 : Get(data)->count(key);
  }
  static const Any& At(const ObjectPtr<Object>& data, const Any& key) {
    if (data == nullptr) ThrowKeyNotInMap();
    return std::as_const(*Get(data)).at(key);
  }
  /* The value of `key`, or null. */
  static const Any* Peek(const ObjectPtr<Object>& data, const Any& key) {
    if (data == nullptr) return nullptr;
    MapBaseObj::iterator it = Get(data)->find(key);
    return it == Get(data)->end() ? nullptr : &it->second;
  }
  static MapBaseObj::iterator Begin(const ObjectPtr<Object>& data) {
    return data == nullptr ? MapBaseObj::iterator() : Get(data)->begin();
  }
  static MapBaseObj::iterator End(const ObjectPtr<Object>& data) {
    return data == nullptr ? MapBaseObj::iterator() : Get(data)->end();
  }

  /* The map or dict `src` with every entry converted, or null when one does not convert. */
  static ObjectPtr<Object> Convert(NewFn make, const TVMFFIAny* src, const ElementOps& key_ops,
                                   const ElementOps& value_ops) {
    // A conversion may run foreign code that changes a dict: walk a copy of it.
    ObjectPtr<MapBaseObj> copy =
        MapBaseObj::CopyOf(make, ObjectUnsafe::RawObjectPtrFromUnowned<MapBaseObj>(src->v_obj));
    ObjectPtr<MapBaseObj> out = MapBaseObj::NewSmall(make, MapBaseObj::kSmallInit);
    for (const MapPair& entry : *copy) {
      MapPair converted;
      if (!ConvertElement(key_ops, entry.first, &converted.first)) return nullptr;
      if (!ConvertElement(value_ops, entry.second, &converted.second)) return nullptr;
      Append(make, &out, std::move(converted.first), std::move(converted.second));
    }
    return out;
  }
};

/* Iterator of Map<K, V> and Dict<K, V>: yields each entry as a pair by value. */
template <typename K, typename V>
class MapIterator {
 public:
  using iterator_category = std::bidirectional_iterator_tag;
  using difference_type = int64_t;
  using value_type = std::pair<K, V>;
  using pointer = value_type*;
  using reference = value_type;

  MapIterator() = default;
  explicit MapIterator(MapBaseObj::iterator at) : at_(at) {}

  reference operator*() const {
    const MapPair& entry = *at_;
    return value_type(ReadElement<K>(entry.first), ReadElement<V>(entry.second));
  }
  pointer operator->() const = delete;
  MapIterator& operator++() {
    ++at_;
    return *this;
  }
  MapIterator& operator--() {
    --at_;
    return *this;
  }
  MapIterator operator++(int) { return MapIterator(at_++); }
  MapIterator operator--(int) { return MapIterator(at_--); }
  bool operator==(const MapIterator& other) const { return at_ == other.at_; }
  bool operator!=(const MapIterator& other) const { return at_ != other.at_; }

 private:
  MapBaseObj::iterator at_;
};

/* The strict check of a whole map. */
inline bool MapCheckStrict(const TVMFFIAny* src, int32_t type_index, const ElementOps& key_ops,
                           const ElementOps& value_ops) {
  if (src->type_index != type_index) return false;
  if (key_ops.check == nullptr && value_ops.check == nullptr) return true;
  const MapBaseObj* map = ObjectUnsafe::RawObjectPtrFromUnowned<MapBaseObj>(src->v_obj);
  for (const MapPair& entry : *map) {
    if (!PassesCheck(key_ops, entry.first) || !PassesCheck(value_ops, entry.second)) return false;
  }
  return true;
}

inline bool IsMapLike(const TVMFFIAny* src) {
  return src->type_index == kTVMFFIMap || src->type_index == kTVMFFIDict;
}

/* Names the first entry that cannot be converted, as error texts show it. */
inline std::string MapMismatch(const TVMFFIAny* src, const ElementOps& key_ops,
                               const ElementOps& value_ops, const char* name) {
  if (!IsMapLike(src)) return TypeTraitsBase::GetMismatchTypeInfo(src);
  const MapBaseObj* map = ObjectUnsafe::RawObjectPtrFromUnowned<MapBaseObj>(src->v_obj);
  for (const MapPair& entry : *map) {
    MapPair converted;
    if (key_ops.check != nullptr && !ConvertElement(key_ops, entry.first, &converted.first)) {
      return JoinText({name, "[some key is ",
                       key_ops.mismatch(AnyUnsafe::TVMFFIAnyPtrFromAny(entry.first)), ", V]"});
    }
    if (value_ops.check != nullptr && !ConvertElement(value_ops, entry.second, &converted.second)) {
      return JoinText({name, "[K, some value is ",
                       value_ops.mismatch(AnyUnsafe::TVMFFIAnyPtrFromAny(entry.second)), "]"});
    }
  }
  return TypeTraitsBase::GetMismatchTypeInfo(src);
}

/* Keeps the covariant constructors away from the same type and from types that do not fit. */
template <typename K, typename V, typename KU, typename VU>
using EnableIfMapFits = std::enable_if_t<!(std::is_same_v<K, KU> && std::is_same_v<V, VU>) &&
                                         kElementFits<K, KU> && kElementFits<V, VU>>;

template <typename It>
using EnableIfIterator = std::enable_if_t<kIsIterator<It>>;

template <typename M>
using EnableIfStdMap = std::enable_if_t<std::is_same_v<
    typename M::value_type, std::pair<const typename M::key_type, typename M::mapped_type>>>;

/* A new map of the pairs in a range; later duplicates of a key win. */
template <typename K, typename V, typename It>
inline ObjectPtr<Object> CollectMap(MapAlgo::NewFn make, It first, It last) {
  ObjectPtr<MapBaseObj> map =
      MapAlgo::Start(make, static_cast<uint64_t>(std::distance(first, last)));
  for (; first != last; ++first) {
    const auto& entry = *first;
    MapAlgo::Append(make, &map, Any(K(entry.first)), Any(V(entry.second)));
  }
  return map;
}

/* The part of TypeTraits that Map and Dict have in common. */
template <typename MapRef, typename MapObjType, typename K, typename V>
struct MapTypeTraits : public ObjectRefTypeTraitsBase<MapRef> {
  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return MapCheckStrict(src, MapObjType::_type_index, ElementOpsOf<K>::kOps,
                          ElementOpsOf<V>::kOps);
  }
  static std::optional<MapRef> TryCastFromAnyView(const TVMFFIAny* src) {
    if (!IsMapLike(src)) return std::nullopt;
    if (CheckAnyStrict(src)) {
      return ObjectRefTypeTraitsBase<MapRef>::CopyFromAnyViewAfterCheck(src);
    }
    ObjectPtr<Object> converted =
        MapAlgo::Convert(&MapObjType::Make, src, ElementOpsOf<K>::kOps, ElementOpsOf<V>::kOps);
    if (converted == nullptr) return std::nullopt;
    return MapRef(std::move(converted));
  }
};

}  // namespace detail
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_MAP_DETAIL_H_
