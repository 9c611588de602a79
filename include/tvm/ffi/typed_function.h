/* SPDX-License-Identifier: Apache-2.0 */
/* TypedFunction: a Function with a C++ signature. Part of function.h. */
#ifndef TVM_FFI_TYPED_FUNCTION_H_
#define TVM_FFI_TYPED_FUNCTION_H_

#include <tvm/ffi/function.h>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* A Function whose signature the compiler knows. */
template <typename FType>
class TypedFunction;

template <typename R, typename... Args>
class TypedFunction<R(Args...)> {
  template <typename F>
  using IfCallable = std::enable_if_t<std::is_invocable_r_v<R, std::decay_t<F>&, Args...> &&
                                      !std::is_base_of_v<Function, std::decay_t<F>> &&
                                      !std::is_same_v<std::decay_t<F>, TypedFunction>>;

 public:
  using TSelf = TypedFunction<R(Args...)>;

  TypedFunction() = default;
  TypedFunction(std::nullptr_t) {}                                // NOLINT(*)
  TypedFunction(Function packed) : packed_(std::move(packed)) {}  // NOLINT(*)
  template <typename F, typename = IfCallable<F>>
  TypedFunction(F callable) : TypedFunction(std::move(callable), std::string_view()) {}  // NOLINT
  template <typename F, typename = IfCallable<F>>
  TypedFunction(F callable, std::string_view name) {
    static_assert(detail::FunctionInfo<R(Args...)>::unpacked_supported,
                  "The function signature do not support unpacked");
    packed_ = detail::ObjectUnsafe::ObjectRefFromObjectPtr<Function>(
        detail::NewFunction<detail::TypedInvoker<F, R, Args...>>(
            &detail::SignatureOf<R, Args...>::kValue, name, std::move(callable)));
  }
  TypedFunction& operator=(std::nullptr_t) {
    packed_ = nullptr;
    return *this;
  }
  TypedFunction& operator=(Function packed) {
    packed_ = std::move(packed);
    return *this;
  }
  template <typename F, typename = IfCallable<F>>
  TypedFunction& operator=(F callable) {
    return *this = TypedFunction(std::move(callable));
  }

  TVM_FFI_INLINE R operator()(Args... args) const {
    if constexpr (std::is_void_v<R>) {
      packed_(std::forward<Args>(args)...);
    } else {
      return packed_(std::forward<Args>(args)...).template cast<R>();
    }
  }
  operator Function() const { return packed_; }  // NOLINT(*)
  const Function& packed() const& { return packed_; }
  Function&& packed() && { return std::move(packed_); }
  bool operator==(std::nullptr_t) const { return packed_ == nullptr; }
  bool operator!=(std::nullptr_t) const { return packed_ != nullptr; }

  static std::string TypeSchema() { return detail::FunctionInfo<R(Args...)>::TypeSchema(); }

 private:
  Function packed_;
};

template <typename FType>
struct TypeTraits<TypedFunction<FType>> : TypeTraitsBase {
  static constexpr int32_t field_static_type_index = kTVMFFIFunction;

  static void CopyToAnyView(const TypedFunction<FType>& src, TVMFFIAny* result) {
    TypeTraits<Function>::CopyToAnyView(src.packed(), result);
  }
  static void MoveToAny(TypedFunction<FType> src, TVMFFIAny* result) {
    TypeTraits<Function>::MoveToAny(std::move(src).packed(), result);
  }
  static bool CheckAnyStrict(const TVMFFIAny* src) { return src->type_index == kTVMFFIFunction; }
  static TypedFunction<FType> CopyFromAnyViewAfterCheck(const TVMFFIAny* src) {
    return TypeTraits<Function>::CopyFromAnyViewAfterCheck(src);
  }
  static TypedFunction<FType> MoveFromAnyAfterCheck(TVMFFIAny* src) {
    return TypeTraits<Function>::MoveFromAnyAfterCheck(src);
  }
  static std::optional<TypedFunction<FType>> TryCastFromAnyView(const TVMFFIAny* src) {
    std::optional<Function> func = TypeTraits<Function>::TryCastFromAnyView(src);
    if (!func.has_value()) return std::nullopt;
    return TypedFunction<FType>(*std::move(func));
  }
  static std::string TypeStr() { return detail::FunctionInfo<FType>::Sig(); }
  static std::string TypeSchema() { return detail::FunctionInfo<FType>::TypeSchema(); }
};

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_TYPED_FUNCTION_H_
