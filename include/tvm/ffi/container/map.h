/* SPDX-License-Identifier: Apache-2.0 */
/* Map<K, V>: insertion-ordered, immutable when shared, copied on write. cpp.md §6; layout abi.md §7. */
#ifndef TVM_FFI_CONTAINER_MAP_H_
#define TVM_FFI_CONTAINER_MAP_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/container_detail.h>
#include <tvm/ffi/container/map_base.h>
#include <tvm/ffi/container/map_detail.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/type_traits.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

class MapObj : public MapBaseObj {
 public:
  static constexpr int32_t _type_index = TypeIndex::kTVMFFIMap;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  static constexpr bool _type_final = true;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIMap, MapObj, Object);

  /* An object without contents; for MapBaseObj, which gives it a form. */
  static ObjectPtr<MapBaseObj> Make(size_t tail_bytes) {
    return make_inplace_array_object<MapObj, uint64_t>(tail_bytes / sizeof(uint64_t));
  }

  /* An empty map. */
  static ObjectPtr<Object> Empty() { return detail::MapAlgo::New(&MapObj::Make); }
};

/* A reference to a MapObj with keys K and values V. A handle that is moved from is null and acts as
   an empty map; the first write gives it an object again. Overwriting a key keeps its place among
   up to three entries and moves it to the end in larger maps. */
template <typename K, typename V>
class Map : public ObjectRef {
  static_assert(detail::storage_enabled_v<K, V>,
                "K or V cannot be stored in a Map: it is a view or has no TypeTraits");
  using Algo = detail::MapAlgo;

 public:
  using key_type = K;
  using mapped_type = V;
  using iterator = detail::MapIterator<K, V>;
  using const_iterator = iterator;

  Map() : ObjectRef(MapObj::Empty()) {}
  explicit Map(UnsafeInit tag) : ObjectRef(tag) {}
  explicit Map(ObjectPtr<Object> data) : ObjectRef(std::move(data)) {}
  Map(const Map&) = default;
  Map(Map&&) noexcept = default;
  Map& operator=(const Map&) = default;
  Map& operator=(Map&&) noexcept = default;

  template <typename KU, typename VU, typename = detail::EnableIfMapFits<K, V, KU, VU>>
  Map(const Map<KU, VU>& other) : ObjectRef(other) {}  // NOLINT(google-explicit-constructor)
  template <typename KU, typename VU, typename = detail::EnableIfMapFits<K, V, KU, VU>>
  Map(Map<KU, VU>&& other)  // NOLINT(google-explicit-constructor)
      : ObjectRef(std::move(static_cast<ObjectRef&>(other))) {}
  template <typename KU, typename VU, typename = detail::EnableIfMapFits<K, V, KU, VU>>
  Map& operator=(const Map<KU, VU>& other) {
    data_ = Map(other).data_;
    return *this;
  }
  template <typename KU, typename VU, typename = detail::EnableIfMapFits<K, V, KU, VU>>
  Map& operator=(Map<KU, VU>&& other) {
    data_ = Map(std::move(other)).data_;
    return *this;
  }

  Map(std::initializer_list<std::pair<K, V>> items)  // NOLINT(google-explicit-constructor)
      : ObjectRef(detail::CollectMap<K, V>(&MapObj::Make, items.begin(), items.end())) {}
  template <typename It, typename = detail::EnableIfIterator<It>>
  Map(It first, It last) : ObjectRef(detail::CollectMap<K, V>(&MapObj::Make, first, last)) {}
  /* From std::unordered_map, std::map and the like. */
  template <typename StdMap, typename = detail::EnableIfStdMap<StdMap>, int = 0>
  Map(const StdMap& items)  // NOLINT(google-explicit-constructor)
      : ObjectRef(detail::CollectMap<K, V>(&MapObj::Make, items.begin(), items.end())) {}

  /* The value of `key`; KeyError when absent. */
  const V at(const K& key) const {  // NOLINT(readability-const-return-type)
    return detail::ReadElement<V>(Algo::At(data_, detail::KeyView<K>(key)));
  }
  const V operator[](const K& key) const { return at(key); }  // NOLINT
  /* The value of `key`, or nothing. */
  std::optional<V> Get(const K& key) const {
    const Any* value = Algo::Peek(data_, detail::KeyView<K>(key));
    if (value == nullptr) return std::nullopt;
    return detail::ReadElement<V>(*value);
  }
  size_t size() const { return Algo::Size(data_); }
  bool empty() const { return size() == 0; }
  size_t count(const K& key) const { return Algo::Count(data_, detail::KeyView<K>(key)); }
  iterator find(const K& key) const {
    return iterator(data_ == nullptr ? MapBaseObj::iterator()
                                     : Algo::Get(data_)->find(detail::KeyView<K>(key)));
  }
  iterator begin() const { return iterator(Algo::Begin(data_)); }
  iterator end() const { return iterator(Algo::End(data_)); }

  // Every function below writes: on a shared object it first takes a copy for this handle.

  void Set(const K& key, const V& value) { Algo::Set(&MapObj::Make, &data_, Any(key), Any(value)); }
  /* Nothing happens when `key` is absent. */
  void erase(const K& key) { Algo::Erase(&MapObj::Make, &data_, detail::KeyView<K>(key)); }
  void clear() {
    if (data_ != nullptr) data_ = MapObj::Empty();
  }

  /* The object behind this handle, unique to it. */
  MapObj* CopyOnWrite() {
    return data_ == nullptr ? nullptr : static_cast<MapObj*>(Algo::ForWrite(&MapObj::Make, &data_));
  }

  using ContainerType = MapObj;
  static constexpr bool _type_container_is_exact = false;
  static constexpr bool _type_is_nullable = false;
};

/* The entries of `lhs`, then those of `rhs`, which win. */
template <typename K, typename V>
inline Map<K, V> Merge(Map<K, V> lhs, const Map<K, V>& rhs) {
  for (const auto& entry : rhs) lhs.Set(entry.first, entry.second);
  return lhs;
}

template <typename K, typename V>
inline constexpr bool use_default_type_traits_v<Map<K, V>> = false;

template <typename K, typename V>
struct TypeTraits<Map<K, V>> : public detail::MapTypeTraits<Map<K, V>, MapObj, K, V> {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIObject;
  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    return detail::MapMismatch(src, detail::ElementOpsOf<K>::kOps, detail::ElementOpsOf<V>::kOps,
                               "Map");
  }
  static std::string TypeStr() { return detail::TypeTexts<K, V>::Str("Map"); }
  static std::string TypeSchema() { return detail::TypeTexts<K, V>::Schema("ffi.Map"); }
};

template <typename K, typename V, typename KU, typename VU>
inline constexpr bool type_subsumes_v<Map<K, V>, Map<KU, VU>> =
    detail::kElementFits<K, KU> && detail::kElementFits<V, VU>;

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_MAP_H_
