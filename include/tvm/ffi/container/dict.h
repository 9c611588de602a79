/* SPDX-License-Identifier: Apache-2.0 */
/* Dict<K, V>: insertion-ordered, mutable and shared; every handle sees every change. cpp.md §6; layout abi.md §7. */
#ifndef TVM_FFI_CONTAINER_DICT_H_
#define TVM_FFI_CONTAINER_DICT_H_

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

class DictObj : public MapBaseObj {
 public:
  static constexpr bool _type_mutable = true;
  static constexpr int32_t _type_index = TypeIndex::kTVMFFIDict;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  static constexpr bool _type_final = true;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIDict, DictObj, Object);

  /* An object without contents; for MapBaseObj, which gives it a form. */
  static ObjectPtr<MapBaseObj> Make(size_t tail_bytes) {
    return make_inplace_array_object<DictObj, uint64_t>(tail_bytes / sizeof(uint64_t));
  }

  /* An empty dict. */
  static ObjectPtr<Object> Empty() { return detail::MapAlgo::New(&DictObj::Make); }
};

/* A reference to a DictObj with keys K and values V. All handles see all changes; the object keeps
   its identity when it grows. Overwriting a key keeps its place among up to three entries and
   moves it to the end in larger dicts. */
template <typename K, typename V>
class Dict : public ObjectRef {
  static_assert(detail::storage_enabled_v<K, V>,
                "K or V cannot be stored in a Dict: it is a view or has no TypeTraits");
  using Algo = detail::MapAlgo;

 public:
  using key_type = K;
  using mapped_type = V;
  using iterator = detail::MapIterator<K, V>;
  using const_iterator = iterator;

  Dict() : ObjectRef(DictObj::Empty()) {}
  explicit Dict(UnsafeInit tag) : ObjectRef(tag) {}
  explicit Dict(ObjectPtr<Object> data) : ObjectRef(std::move(data)) {}
  Dict(const Dict&) = default;
  Dict(Dict&&) noexcept = default;
  Dict& operator=(const Dict&) = default;
  Dict& operator=(Dict&&) noexcept = default;

  template <typename KU, typename VU, typename = detail::EnableIfMapFits<K, V, KU, VU>>
  Dict(const Dict<KU, VU>& other) : ObjectRef(other) {}  // NOLINT(google-explicit-constructor)
  template <typename KU, typename VU, typename = detail::EnableIfMapFits<K, V, KU, VU>>
  Dict(Dict<KU, VU>&& other)  // NOLINT(google-explicit-constructor)
      : ObjectRef(std::move(static_cast<ObjectRef&>(other))) {}
  template <typename KU, typename VU, typename = detail::EnableIfMapFits<K, V, KU, VU>>
  Dict& operator=(const Dict<KU, VU>& other) {
    data_ = Dict(other).data_;
    return *this;
  }
  template <typename KU, typename VU, typename = detail::EnableIfMapFits<K, V, KU, VU>>
  Dict& operator=(Dict<KU, VU>&& other) {
    data_ = Dict(std::move(other)).data_;
    return *this;
  }

  Dict(std::initializer_list<std::pair<K, V>> items)  // NOLINT(google-explicit-constructor)
      : ObjectRef(detail::CollectMap<K, V>(&DictObj::Make, items.begin(), items.end())) {}
  template <typename It, typename = detail::EnableIfIterator<It>>
  Dict(It first, It last) : ObjectRef(detail::CollectMap<K, V>(&DictObj::Make, first, last)) {}
  /* From std::unordered_map, std::map and the like. */
  template <typename StdMap, typename = detail::EnableIfStdMap<StdMap>, int = 0>
  Dict(const StdMap& items)  // NOLINT(google-explicit-constructor)
      : ObjectRef(detail::CollectMap<K, V>(&DictObj::Make, items.begin(), items.end())) {}

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

  void Set(const K& key, const V& value) {
    Algo::SetShared(&DictObj::Make, &data_, Any(key), Any(value));
  }
  /* Nothing happens when `key` is absent. */
  void erase(const K& key) { Algo::EraseShared(data_, detail::KeyView<K>(key)); }
  void clear() { Algo::ClearShared(&DictObj::Make, data_); }

  using ContainerType = DictObj;
  static constexpr bool _type_container_is_exact = false;
  static constexpr bool _type_is_nullable = false;
};

template <typename K, typename V>
inline constexpr bool use_default_type_traits_v<Dict<K, V>> = false;

template <typename K, typename V>
struct TypeTraits<Dict<K, V>> : public detail::MapTypeTraits<Dict<K, V>, DictObj, K, V> {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIObject;
  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    return detail::MapMismatch(src, detail::ElementOpsOf<K>::kOps, detail::ElementOpsOf<V>::kOps,
                               "Dict");
  }
  static std::string TypeStr() { return detail::TypeTexts<K, V>::Str("Dict"); }
  static std::string TypeSchema() { return detail::TypeTexts<K, V>::Schema("ffi.Dict"); }
};

template <typename K, typename V, typename KU, typename VU>
inline constexpr bool type_subsumes_v<Dict<K, V>, Dict<KU, VU>> =
    detail::kElementFits<K, KU> && detail::kElementFits<V, VU>;

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CONTAINER_DICT_H_
