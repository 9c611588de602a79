/* SPDX-License-Identifier: Apache-2.0 */
/* Tuple<T...>: an Array of fixed length with a type for each place. cpp.md §6. */
#ifndef TVM_FFI_CONTAINER_TUPLE_H_
#define TVM_FFI_CONTAINER_TUPLE_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/container/container_detail.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/type_traits.h>

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

template <typename... Types>
class Tuple;

namespace detail {

/* The conversions of a tuple of any types: one ElementOps for each place. */
struct TupleAlgo {
  static const ArrayObj* AsArray(const TVMFFIAny* src) {
    return ObjectUnsafe::RawObjectPtrFromUnowned<ArrayObj>(src->v_obj);
  }

  static bool CheckStrict(const TVMFFIAny* src, const ElementOps* const* ops, size_t count) {
    if (src->type_index != kTVMFFIArray || AsArray(src)->size() != count) return false;
    const Any* items = AsArray(src)->begin();
    for (size_t i = 0; i < count; ++i) {
      if (!PassesCheck(*ops[i], items[i])) return false;
    }
    return true;
  }

  /* A new array of the converted elements, or null when one does not convert. */
  static ObjectPtr<Object> Convert(const TVMFFIAny* src, const ElementOps* const* ops,
                                   size_t count) {
    if (src->type_index != kTVMFFIArray || AsArray(src)->size() != count) return nullptr;
    ObjectPtr<ArrayObj> out = ArrayObj::Empty(static_cast<int64_t>(count));
    for (size_t i = 0; i < count; ++i) {
      Any converted;
      if (!ConvertElement(*ops[i], AsArray(src)->begin()[i], &converted)) return nullptr;
      ArrayAlgo::Append(out.get(), std::move(converted));
    }
    return out;
  }

  static std::string Mismatch(const TVMFFIAny* src, const ElementOps* const* ops, size_t count) {
    if (src->type_index != kTVMFFIArray) return TypeTraitsBase::GetMismatchTypeInfo(src);
    const ArrayObj* array = AsArray(src);
    if (array->size() != count) {
      return JoinText({"Array[size=", IntText(static_cast<int64_t>(array->size())), "]"});
    }
    for (size_t i = 0; i < count; ++i) {
      const Any& item = array->begin()[i];
      Any converted;
      if (ConvertElement(*ops[i], item, &converted)) continue;
      return JoinText({"Array[index ", IntText(static_cast<int64_t>(i)), ": ",
                       ops[i]->mismatch(AnyUnsafe::TVMFFIAnyPtrFromAny(item)), "]"});
    }
    return TypeTraitsBase::GetMismatchTypeInfo(src);
  }
};

/* Keeps the element-wise constructor away from copies and from pointers to objects. */
template <typename TupleType, typename... Args>
inline constexpr bool kIsElementList = true;
template <typename TupleType, typename Arg>
inline constexpr bool kIsElementList<TupleType, Arg> =
    !std::is_base_of_v<TupleType, std::decay_t<Arg>> &&
    !std::is_same_v<std::decay_t<Arg>, UnsafeInit> &&
    !std::is_convertible_v<Arg, ObjectPtr<Object>>;

}  // namespace detail

/* A handle that is moved from is null and must be assigned before it is read. */
template <typename... Types>
class Tuple : public ObjectRef {
  static_assert(detail::storage_enabled_v<Types...>,
                "a type cannot be stored in a Tuple: it is a view or has no TypeTraits");
  template <size_t I>
  using TypeAt = std::tuple_element_t<I, std::tuple<Types...>>;

 public:
  /* Every element default-constructed. */
  Tuple() : ObjectRef(Make(Types()...)) {}
  explicit Tuple(UnsafeInit tag) : ObjectRef(tag) {}
  explicit Tuple(ObjectPtr<Object> data) : ObjectRef(std::move(data)) {}
  Tuple(const Tuple&) = default;
  Tuple(Tuple&&) noexcept = default;
  Tuple& operator=(const Tuple&) = default;
  Tuple& operator=(Tuple&&) noexcept = default;

  template <typename... U,
            typename = std::enable_if_t<(sizeof...(U) == sizeof...(Types)) && (sizeof...(U) > 0) &&
                                        detail::kIsElementList<Tuple, U...>>>
  explicit Tuple(U&&... args) : ObjectRef(Make(Types(std::forward<U>(args))...)) {}

  template <typename... U, typename = std::enable_if_t<(detail::kElementFits<Types, U> && ...) &&
                                                       !std::is_same_v<Tuple, Tuple<U...>>>>
  Tuple(const Tuple<U...>& other) : ObjectRef(other) {}  // NOLINT(google-explicit-constructor)
  template <typename... U, typename = std::enable_if_t<(detail::kElementFits<Types, U> && ...) &&
                                                       !std::is_same_v<Tuple, Tuple<U...>>>>
  Tuple(Tuple<U...>&& other)  // NOLINT(google-explicit-constructor)
      : ObjectRef(std::move(static_cast<ObjectRef&>(other))) {}
  template <typename... U, typename = std::enable_if_t<(detail::kElementFits<Types, U> && ...) &&
                                                       !std::is_same_v<Tuple, Tuple<U...>>>>
  Tuple& operator=(const Tuple<U...>& other) {
    data_ = Tuple(other).data_;
    return *this;
  }

  static constexpr size_t size() { return sizeof...(Types); }

  /* A copy of the element at place I. */
  template <size_t I>
  auto get() const& {
    static_assert(I < sizeof...(Types), "the tuple is shorter");
    return detail::ReadElement<TypeAt<I>>(detail::ArrayAlgo::At(data_, I));
  }
  /* The same, taking it out when no other handle sees the tuple. */
  template <size_t I>
  auto get() && {
    static_assert(I < sizeof...(Types), "the tuple is shorter");
    if (!data_.unique()) return detail::ReadElement<TypeAt<I>>(detail::ArrayAlgo::At(data_, I));
    Any taken = std::move(const_cast<Any&>(detail::ArrayAlgo::At(data_, I)));
    if constexpr (std::is_same_v<TypeAt<I>, Any>) {
      return taken;
    } else {
      return detail::AnyUnsafe::MoveFromAnyAfterCheck<TypeAt<I>>(std::move(taken));
    }
  }

  /* Replaces the element at place I, on a copy when other handles see the tuple. */
  template <size_t I, typename U>
  void Set(U&& item) {
    static_assert(I < sizeof...(Types), "the tuple is shorter");
    detail::ArrayAlgo::SetItem(&data_, I, Any(TypeAt<I>(std::forward<U>(item))));
  }

  using ContainerType = ArrayObj;
  static constexpr bool _type_container_is_exact = false;
  static constexpr bool _type_is_nullable = false;

 private:
  static ObjectPtr<Object> Make(Types... items) {
    ObjectPtr<ArrayObj> data = ArrayObj::Empty(sizeof...(Types));
    (detail::ArrayAlgo::Append(data.get(), Any(std::move(items))), ...);
    return data;
  }
};

template <typename... Types>
Tuple(Types&&...) -> Tuple<std::remove_cv_t<std::remove_reference_t<Types>>...>;

template <typename... Types>
inline constexpr bool use_default_type_traits_v<Tuple<Types...>> = false;

template <typename... Types>
struct TypeTraits<Tuple<Types...>> : public ObjectRefTypeTraitsBase<Tuple<Types...>> {
  static constexpr int32_t field_static_type_index = TypeIndex::kTVMFFIObject;

  static bool CheckAnyStrict(const TVMFFIAny* src) {
    return detail::TupleAlgo::CheckStrict(src, kOps, sizeof...(Types));
  }
  static std::optional<Tuple<Types...>> TryCastFromAnyView(const TVMFFIAny* src) {
    if (CheckAnyStrict(src)) {
      return ObjectRefTypeTraitsBase<Tuple<Types...>>::CopyFromAnyViewAfterCheck(src);
    }
    ObjectPtr<Object> converted = detail::TupleAlgo::Convert(src, kOps, sizeof...(Types));
    if (converted == nullptr) return std::nullopt;
    return Tuple<Types...>(std::move(converted));
  }
  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    return detail::TupleAlgo::Mismatch(src, kOps, sizeof...(Types));
  }
  static std::string TypeStr() { return detail::TypeTexts<Types...>::Str("Tuple"); }
  static std::string TypeSchema() { return detail::TypeTexts<Types...>::Schema("Tuple"); }

 private:
  static constexpr const detail::ElementOps* kOps[sizeof...(Types) + 1] = {
      &detail::ElementOpsOf<Types>::kOps..., nullptr};
};

template <typename... T, typename... U>
inline constexpr bool type_subsumes_v<Tuple<T...>, Tuple<U...>> = [] {
  if constexpr (sizeof...(T) == sizeof...(U)) {
    return (detail::kElementFits<T, U> && ...);
  } else {
    return false;
  }
}();

/* Found by argument-dependent look-up; what structured bindings call. */
template <size_t I, typename... Types>
inline auto get(const Tuple<Types...>& tuple) {
  return tuple.template get<I>();
}
template <size_t I, typename... Types>
inline auto get(Tuple<Types...>&& tuple) {
  return std::move(tuple).template get<I>();
}

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

namespace std {
template <typename... Types>
struct tuple_size<::tvm::ffi::Tuple<Types...>> : integral_constant<size_t, sizeof...(Types)> {};
template <size_t I, typename... Types>
struct tuple_element<I, ::tvm::ffi::Tuple<Types...>> : tuple_element<I, tuple<Types...>> {};
}  // namespace std

#endif  // TVM_FFI_CONTAINER_TUPLE_H_
