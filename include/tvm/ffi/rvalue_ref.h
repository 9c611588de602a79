/* SPDX-License-Identifier: Apache-2.0 */
/* RValueRef: an argument whose object the callee may take over. */
#ifndef TVM_FFI_RVALUE_REF_H_
#define TVM_FFI_RVALUE_REF_H_

#include <tvm/ffi/object.h>
#include <tvm/ffi/type_traits.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* A reference given away: `f(RValueRef(std::move(array)))`. The callee takes it out with
   `*std::move(argument)` and may then be the only owner. On the wire a pointer to the caller's
   object pointer, nulled when the object is taken. */
template <typename Ref, typename = std::enable_if_t<std::is_base_of_v<ObjectRef, Ref>>>
class RValueRef {
 public:
  explicit RValueRef(Ref&& ref)
      : data_(detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(std::move(ref))) {}
  RValueRef(const RValueRef&) = delete;
  RValueRef& operator=(const RValueRef&) = delete;
  RValueRef(RValueRef&&) noexcept = default;
  RValueRef& operator=(RValueRef&&) noexcept = default;

  Ref operator*() && { return detail::ObjectUnsafe::ObjectRefFromObjectPtr<Ref>(std::move(data_)); }

 private:
  // A callee empties it through the pointer on the wire while it looks like a constant.
  mutable ObjectPtr<Object> data_;
  template <typename, typename>
  friend struct TypeTraits;
};

template <typename Ref>
struct TypeTraits<RValueRef<Ref>> : TypeTraitsBase {
  static constexpr bool storage_enabled = false;

  static void CopyToAnyView(const RValueRef<Ref>& src, TVMFFIAny* result) {
    static_assert(sizeof(src.data_) == sizeof(TVMFFIObject*), "an ObjectPtr is its pointer");
    detail::SetPtr(result, kTVMFFIObjectRValueRef, &src.data_);
  }
  static std::optional<RValueRef<Ref>> TryCastFromAnyView(const TVMFFIAny* src) {
    if (src->type_index != kTVMFFIObjectRValueRef) {
      std::optional<Ref> ref = TypeTraits<Ref>::TryCastFromAnyView(src);
      if (!ref.has_value()) return std::nullopt;
      return RValueRef<Ref>(*std::move(ref));
    }
    TVMFFIObject** slot = static_cast<TVMFFIObject**>(src->v_ptr);
    TVMFFIAny held;
    detail::SetObject(&held, *slot);
    if (*slot == nullptr && !Ref::_type_is_nullable) return std::nullopt;
    if (TypeTraits<Ref>::CheckAnyStrict(&held)) {
      *slot = nullptr;
      return RValueRef<Ref>(TypeTraits<Ref>::MoveFromAnyAfterCheck(&held));
    }
    // Not a Ref as it stands, but something that one is made of: the caller keeps its object.
    std::optional<Ref> ref = TypeTraits<Ref>::TryCastFromAnyView(&held);
    if (!ref.has_value()) return std::nullopt;
    return RValueRef<Ref>(*std::move(ref));
  }
  static std::string GetMismatchTypeInfo(const TVMFFIAny* src) {
    if (src->type_index != kTVMFFIObjectRValueRef) {
      return TypeTraits<Ref>::GetMismatchTypeInfo(src);
    }
    TVMFFIAny held;
    detail::SetObject(&held, *static_cast<TVMFFIObject**>(src->v_ptr));
    return "RValueRef<" + TypeTraits<Ref>::GetMismatchTypeInfo(&held) + ">";
  }
  static std::string TypeStr() { return "RValueRef<" + TypeTraits<Ref>::TypeStr() + ">"; }
  static std::string TypeSchema() {
    return "{\"type\":\"ObjectRValueRef\",\"args\":[" + TypeTraits<Ref>::TypeSchema() + "]}";
  }
};

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_RVALUE_REF_H_
