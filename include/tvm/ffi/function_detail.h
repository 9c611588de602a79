/* SPDX-License-Identifier: Apache-2.0 */
/* How a C++ callable is called with packed arguments: one small piece of code per signature unpacks
   them, everything else is shared. Part of function.h. */
#ifndef TVM_FFI_FUNCTION_DETAIL_H_
#define TVM_FFI_FUNCTION_DETAIL_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/string.h>

#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* The arguments of a call, borrowed. */
class PackedArgs {
 public:
  PackedArgs(const AnyView* data, int32_t size) : data_(data), size_(size) {}

  int size() const { return size_; }
  const AnyView* data() const { return data_; }
  AnyView operator[](int i) const { return data_[i]; }
  /* The arguments from `begin` up to `end`, -1 for all that follow. */
  PackedArgs Slice(int begin, int end = -1) const {
    return PackedArgs(data_ + begin, (end < 0 ? size_ : end) - begin);
  }
  /* Writes the arguments into `data`, which has room for them. */
  template <typename... Args>
  static void Fill(AnyView* data, Args&&... args) {
    (void)data;
    ((*data++ = AnyView(std::forward<Args>(args))), ...);
  }

 private:
  const AnyView* data_;
  int32_t size_;
};

namespace detail {

/* ---- Signatures ---- */

/* The types of a function: its result, then its parameters. */
struct Signature {
  const TypeDesc* const* types;
  int32_t num_params;
};

template <typename T>
using RemoveCVRef = std::remove_cv_t<std::remove_reference_t<T>>;

template <typename R, typename... Args>
struct SignatureOf {
  static constexpr const TypeDesc* kTypes[] = {&kTypeDesc<RemoveCVRef<R>>,
                                               &kTypeDesc<RemoveCVRef<Args>>...};
  static constexpr Signature kValue = {kTypes, static_cast<int32_t>(sizeof...(Args))};
};

/* `(0: int, 1: str) -> int` */
TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline std::string SignatureText(const Signature& signature) {
  std::string text = JoinText({"("});
  for (int32_t i = 0; i < signature.num_params; ++i) {
    AppendText(&text, JoinText({i == 0 ? "" : ", ", IntText(i), ": ",
                                signature.types[i + 1]->type_str()}));
  }
  AppendText(&text, ") -> ");
  AppendText(&text, signature.types[0]->type_str());
  return text;
}

/* The signature as a type schema (abi.md §14). */
TVM_FFI_NO_INLINE inline std::string SignatureSchema(const Signature& signature) {
  std::string text = JoinText({"{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[",
                               signature.types[0]->type_schema(), "],\"params\":["});
  for (int32_t i = 0; i < signature.num_params; ++i) {
    if (i != 0) AppendText(&text, ",");
    AppendText(&text, signature.types[i + 1]->type_schema());
  }
  AppendText(&text, "]}}");
  return text;
}

/* What is called, for messages. `signature` is null for functions that take packed arguments. */
struct CallSite {
  const char* name;
  size_t name_size;
  const Signature* signature;
};

inline std::string CallSiteText(const CallSite& site) {
  return JoinText({" when calling: `", std::string_view(site.name, site.name_size),
                   SignatureText(*site.signature), "`"});
}

TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline Error MakeWrongCount(const CallSite& site,
                                                                int32_t num_args) {
  return MakeError("TypeError", JoinText({"Mismatched number of arguments", CallSiteText(site),
                                          ". Expected ", IntText(site.signature->num_params),
                                          " but got ", IntText(num_args), " arguments"}));
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowWrongCount(const CallSite& site,
                                                                             int32_t num_args) {
  throw MakeWrongCount(site, num_args);
}

TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline Error MakeWrongArgument(const CallSite& site,
                                                                   int32_t index,
                                                                   const TVMFFIAny* arg) {
  const TypeDesc& wanted = *site.signature->types[index + 1];
  std::string where = JoinText({"argument #", IntText(index), CallSiteText(site)});
  if (IsOutOfRange(arg, wanted)) {
    return MakeError("OverflowError", OutOfRangeText(arg, wanted, ": ", where));
  }
  return MakeError("TypeError",
                   JoinText({"Mismatched type on ", where, ". Expected `", wanted.type_str(),
                             "` but got `", wanted.mismatch(arg), "`"}));
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowWrongArgument(
    const CallSite& site, int32_t index, const TVMFFIAny* arg) {
  throw MakeWrongArgument(site, index, arg);
}

/* A caller left something in the result slot that would be lost. */
[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowBadResultSlot(
    const TVMFFIAny* result) {
  ThrowError("InternalError",
             JoinText({"Check failed: result->type_index < TypeIndex::kTVMFFIStaticObjectBegin (",
                       IntText(result->type_index),
                       " vs. 64) : the result slot of a call has to come in as None"}));
}

/* ---- Unpacking ---- */

template <typename T>
TVM_FFI_INLINE T ConvertArg(const TVMFFIAny* args, int32_t index, const CallSite& site) {
  if constexpr (std::is_same_v<T, AnyView> || std::is_same_v<T, Any>) {
    (void)site;
    return AnyView::CopyFromTVMFFIAny(args[index]);
  } else {
    std::optional<T> value = TypeTraits<T>::TryCastFromAnyView(&args[index]);
    if (TVM_FFI_PREDICT_FALSE(!value.has_value())) ThrowWrongArgument(site, index, &args[index]);
    return *std::move(value);
  }
}

/* Calls a member function. Objects come as pointers to constants: whether a method may change its
   object is the class's affair. References come by value. */
template <typename M, typename Self, typename... Args>
TVM_FFI_INLINE decltype(auto) CallMember(M member, Self&& self, Args&&... args) {
  if constexpr (std::is_pointer_v<std::remove_reference_t<Self>>) {
    using Class = std::remove_const_t<std::remove_pointer_t<std::remove_reference_t<Self>>>;
    return (const_cast<Class*>(self)->*member)(std::forward<Args>(args)...);
  } else {
    return (self.*member)(std::forward<Args>(args)...);
  }
}

/* `f(args...)`, the first argument being the object when F is a member function. */
template <typename F, typename... Args>
TVM_FFI_INLINE decltype(auto) Call(F& f, Args&&... args) {
  if constexpr (std::is_member_function_pointer_v<F>) {
    return CallMember(f, std::forward<Args>(args)...);
  } else {
    return f(std::forward<Args>(args)...);
  }
}

/* Calls in its constructor: written with braces, the arguments are converted from left to right, so
   that the first wrong one is named. */
template <typename F, typename R>
struct OrderedCall {
  template <typename... Args>
  TVM_FFI_INLINE OrderedCall(F& f, TVMFFIAny* result, Args&&... args) {
    if constexpr (std::is_void_v<R>) {
      Call(f, std::forward<Args>(args)...);
      SetNone(result);
    } else {
      TypeTraits<RemoveCVRef<R>>::MoveToAny(Call(f, std::forward<Args>(args)...), result);
    }
  }
};

TVM_FFI_INLINE void CheckResultSlot(const TVMFFIAny* result) {
  if (TVM_FFI_PREDICT_FALSE(result->type_index >= kTVMFFIStaticObjectBegin)) {
    ThrowBadResultSlot(result);
  }
}

/* How C calls a callable with a C++ signature: whatever is thrown is raised, nothing passes. */
template <typename F, typename R, typename... Args>
struct TypedInvoker {
  TVM_FFI_INLINE static int SafeCall(F& f, const CallSite& site, const TVMFFIAny* args,
                                     int32_t num_args, TVMFFIAny* result) {
    TVM_FFI_SAFE_CALL_BEGIN();
    CheckResultSlot(result);
    if (TVM_FFI_PREDICT_FALSE(num_args != static_cast<int32_t>(sizeof...(Args)))) {
      ThrowWrongCount(site, num_args);
    }
    Run(f, site, args, result, std::index_sequence_for<Args...>{});
    TVM_FFI_SAFE_CALL_END();
  }

 private:
  template <size_t... I>
  TVM_FFI_INLINE static void Run(F& f, const CallSite& site, const TVMFFIAny* args,
                                 TVMFFIAny* result, std::index_sequence<I...>) {
    (void)args;
    (void)site;
    OrderedCall<F, R>{f, result,
                      ConvertArg<RemoveCVRef<Args>>(args, static_cast<int32_t>(I), site)...};
  }
};

/* For callables that take `(const AnyView*, int32_t, Any*)` or `(PackedArgs, Any*)`. */
template <typename F>
inline constexpr bool kTakesPackedArgs = std::is_invocable_v<F&, PackedArgs, Any*>;
template <typename F>
inline constexpr bool kTakesPacked =
    std::is_invocable_v<F&, const AnyView*, int32_t, Any*> || kTakesPackedArgs<F>;

/* The same for these. */
template <typename F>
struct PackedInvoker {
  TVM_FFI_INLINE static int SafeCall(F& f, const CallSite&, const TVMFFIAny* args, int32_t num_args,
                                     TVMFFIAny* result) {
    TVM_FFI_SAFE_CALL_BEGIN();
    CheckResultSlot(result);
    Any rv;
    if constexpr (kTakesPackedArgs<F>) {
      f(PackedArgs(reinterpret_cast<const AnyView*>(args), num_args), &rv);
    } else {
      f(reinterpret_cast<const AnyView*>(args), num_args, &rv);
    }
    *result = AnyUnsafe::MoveAnyToTVMFFIAny(std::move(rv));
    TVM_FFI_SAFE_CALL_END();
  }
};

/* ---- What is known of a callable type ---- */

template <typename T>
inline constexpr bool ArgSupported =
    (TypeTraits<RemoveCVRef<T>>::convert_enabled) &&
    (!std::is_lvalue_reference_v<T> || std::is_const_v<std::remove_reference_t<T>>);

template <typename T>
inline constexpr bool RetSupported =
    std::is_void_v<T> || TypeTraits<RemoveCVRef<T>>::convert_enabled;

/* `num_args`, `RetType`, `ArgType`, `Sig()`, `TypeSchema()`, and how to invoke an F of this type. */
template <typename R, typename... Args>
struct FuncFunctorImpl {
  using FType = R(Args...);
  using RetType = R;
  using ArgType = std::tuple<Args...>;
  static constexpr size_t num_args = sizeof...(Args);
  static constexpr bool unpacked_supported = (ArgSupported<Args> && ...) && RetSupported<R>;

  static constexpr const Signature& GetSignature() { return SignatureOf<R, Args...>::kValue; }
  static std::string Sig() { return SignatureText(GetSignature()); }
  static std::string TypeSchema() { return SignatureSchema(GetSignature()); }
  template <typename F>
  using Invoker = TypedInvoker<F, R, Args...>;
};

/* A member function as a function of its object, or a call operator without it. */
template <typename C>
using MethodSelf = std::conditional_t<std::is_base_of_v<Object, C>, const C*, C>;

template <typename T, bool kWithSelf>
struct MemberInfo;
#define TVM_FFI_DEFINE_MEMBER_INFO_(qualifiers)                                            \
  template <typename C, typename R, typename... Args>                                      \
  struct MemberInfo<R (C::*)(Args...) qualifiers, false> : FuncFunctorImpl<R, Args...> {}; \
  template <typename C, typename R, typename... Args>                                      \
  struct MemberInfo<R (C::*)(Args...) qualifiers, true>                                    \
      : FuncFunctorImpl<R, MethodSelf<C>, Args...> {};
TVM_FFI_DEFINE_MEMBER_INFO_()
TVM_FFI_DEFINE_MEMBER_INFO_(const)
TVM_FFI_DEFINE_MEMBER_INFO_(noexcept)
TVM_FFI_DEFINE_MEMBER_INFO_(const noexcept)
#undef TVM_FFI_DEFINE_MEMBER_INFO_

template <typename T, typename = void>
struct FunctionInfo : MemberInfo<decltype(&T::operator()), false> {};
template <typename T>
struct FunctionInfo<T, std::enable_if_t<std::is_member_function_pointer_v<T>>>
    : MemberInfo<T, true> {};
template <typename R, typename... Args>
struct FunctionInfo<R(Args...)> : FuncFunctorImpl<R, Args...> {};
template <typename R, typename... Args>
struct FunctionInfo<R (*)(Args...)> : FuncFunctorImpl<R, Args...> {};
template <typename R, typename... Args>
struct FunctionInfo<R(Args...) noexcept> : FuncFunctorImpl<R, Args...> {};
template <typename R, typename... Args>
struct FunctionInfo<R (*)(Args...) noexcept> : FuncFunctorImpl<R, Args...> {};

/* ---- Exported functions ---- */

/* What TVM_FFI_DLL_EXPORT_TYPED_FUNC needs of its function. */
template <typename F>
constexpr CallSite ExportedCallSite(const char* name, size_t name_size) {
  return {name, name_size, &FunctionInfo<std::remove_const_t<F>>::GetSignature()};
}

template <typename F>
TVM_FFI_INLINE int CallExported(F& f, const CallSite& site, const TVMFFIAny* args, int32_t num_args,
                                TVMFFIAny* result) {
  using Callable = std::remove_const_t<F>;
  using Info = FunctionInfo<Callable>;
  static_assert(Info::unpacked_supported, "The function signature do not support unpacked");
  return Info::template Invoker<Callable>::SafeCall(const_cast<Callable&>(f), site, args, num_args,
                                                    result);
}

/* Answers a question about an exported function with a text. */
TVM_FFI_NO_INLINE inline int ReturnText(std::string_view text, TVMFFIAny* result) {
  TVM_FFI_SAFE_CALL_BEGIN();
  TypeTraits<String>::MoveToAny(String(text.data(), text.size()), result);
  TVM_FFI_SAFE_CALL_END();
}

/* `{"type_schema":"..."}`, the schema being a JSON text in a JSON text. */
TVM_FFI_NO_INLINE inline std::string SchemaMetadata(const std::string& schema) {
  return JoinText({"{\"type_schema\":", TextView(EscapeStringJSON(schema)), "}"});
}

template <typename F>
TVM_FFI_INLINE int ReturnMetadata(F&, TVMFFIAny* result) {
  TVM_FFI_SAFE_CALL_BEGIN();
  return ReturnText(SchemaMetadata(FunctionInfo<std::remove_const_t<F>>::TypeSchema()), result);
  TVM_FFI_SAFE_CALL_END();
}

}  // namespace detail
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_FUNCTION_DETAIL_H_
