/* SPDX-License-Identifier: Apache-2.0 */
/* Function, a callable of any language, the registry of global functions, and TypedFunction. */
#ifndef TVM_FFI_FUNCTION_H_
#define TVM_FFI_FUNCTION_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/expected.h>
#include <tvm/ffi/function_detail.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/string.h>

#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* The object behind a Function (abi.md §6.3). It is called through `safe_call` only: a function of
   another library may not throw into this one. */
class FunctionObj : public Object, public TVMFFIFunctionCell {
 public:
  /* Calls; throws what the callee raised. */
  TVM_FFI_INLINE Any CallPacked(const AnyView* args, int32_t num_args) const {
    Any result;
    // Written where it stays: a copy right behind the callee's writes would have to wait for them.
    TVMFFIAny* slot = detail::AnyUnsafe::ResultSlot(&result);
    if (TVM_FFI_PREDICT_FALSE(safe_call(const_cast<FunctionObj*>(this),
                                        reinterpret_cast<const TVMFFIAny*>(args), num_args,
                                        slot) != 0)) {
      detail::SetNone(slot);  // whatever is there is not owned
      detail::ThrowRaised();
    }
    return result;
  }
  TVM_FFI_INLINE void CallPacked(const AnyView* args, int32_t num_args, Any* result) const {
    *result = CallPacked(args, num_args);
  }

  static constexpr int32_t _type_index = kTVMFFIFunction;
  TVM_FFI_DECLARE_OBJECT_INFO_STATIC(StaticTypeKey::kTVMFFIFunction, FunctionObj, Object);
};

namespace detail {

/* A function made here: its call site, and the callable behind it. */
class LocalFunctionObj : public FunctionObj {
 public:
  LocalFunctionObj(TVMFFISafeCallType call, const Signature* signature) {
    this->safe_call = call;
    this->cpp_call = nullptr;
    site_ = {"", 0, signature};
  }
  TVM_FFI_NO_INLINE void SetName(std::string_view name) {
    name_ = String(name.data(), name.size());
    site_.name = name_.data();
    site_.name_size = name_.size();
  }
  const CallSite& site() const { return site_; }

 private:
  String name_;
  CallSite site_;
};

/* The same with a callable that has something to destroy. */
template <typename F>
class HeldFunctionObj : public LocalFunctionObj {
 public:
  template <typename... Args>
  HeldFunctionObj(TVMFFISafeCallType call, const Signature* signature, Args&&... args)
      : LocalFunctionObj(call, signature), held_(std::forward<Args>(args)...) {}
  F* held() { return &held_; }

 private:
  F held_;
};

/* Callables that are copied as bytes, right behind the object. */
template <typename F>
inline constexpr bool kIsPlainCallable =
    std::is_trivially_copyable_v<F> && std::is_trivially_destructible_v<F> &&
    alignof(F) <= alignof(LocalFunctionObj);

/* The safe calls of a function around an F. */
template <typename F, typename Invoker>
int CallHeld(void* self, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  HeldFunctionObj<F>* func =
      ObjectUnsafe::RawObjectPtrFromUnowned<HeldFunctionObj<F>>(static_cast<TVMFFIObject*>(self));
  return Invoker::SafeCall(*func->held(), func->site(), args, num_args, result);
}
template <typename F, typename Invoker>
int CallPlain(void* self, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  LocalFunctionObj* func =
      ObjectUnsafe::RawObjectPtrFromUnowned<LocalFunctionObj>(static_cast<TVMFFIObject*>(self));
  return Invoker::SafeCall(*reinterpret_cast<F*>(func + 1), func->site(), args, num_args, result);
}

/* A function with room for a callable of `size` bytes behind it. */
TVM_FFI_NO_INLINE inline ObjectPtr<LocalFunctionObj> NewPlainFunction(TVMFFISafeCallType call,
                                                                      const Signature* signature,
                                                                      size_t size) {
  return make_inplace_array_object<LocalFunctionObj, char>(size, call, signature);
}

template <typename Invoker, typename F>
inline ObjectPtr<Object> NewFunction(const Signature* signature, std::string_view name,
                                     F callable) {
  if constexpr (kIsPlainCallable<F>) {
    ObjectPtr<LocalFunctionObj> func =
        NewPlainFunction(&CallPlain<F, Invoker>, signature, sizeof(F));
    ::new (static_cast<void*>(func.get() + 1)) F(std::move(callable));
    if (!name.empty()) func->SetName(name);
    return func;
  } else {
    ObjectPtr<LocalFunctionObj> func =
        make_object<HeldFunctionObj<F>>(&CallHeld<F, Invoker>, signature, std::move(callable));
    if (!name.empty()) func->SetName(name);
    return func;
  }
}

/* The owned handle of a global function, or null. Throws what the look-up raised. */
TVM_FFI_NO_INLINE inline ObjectPtr<Object> FindGlobal(std::string_view name) {
  TVMFFIByteArray bytes = BytesOf(name);
  TVMFFIObjectHandle handle = nullptr;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionGetGlobal(&bytes, &handle));
  return ObjectUnsafe::ObjectPtrFromOwned<Object>(handle);
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowNullFunction() {
  ThrowError("TypeError", "a null Function was called");
}

}  // namespace detail

/* A callable, shared by reference. May be null. */
class Function : public ObjectRef {
  template <typename F>
  using IfPacked = std::enable_if_t<!std::is_base_of_v<ObjectRef, std::decay_t<F>> &&
                                    detail::kTakesPacked<std::decay_t<F>>>;

 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Function, ObjectRef, FunctionObj);

  Function(std::nullptr_t) : ObjectRef(UnsafeInit{}) {}  // NOLINT(*)
  template <typename F, typename = IfPacked<F>>
  explicit Function(F callable) : Function(FromPacked(std::move(callable))) {}

  /* Of a callable that takes `(const AnyView*, int32_t, Any*)` or `(PackedArgs, Any*)`. */
  template <typename F>
  static Function FromPacked(F callable) {
    static_assert(detail::kTakesPacked<F>,
                  "FromPacked needs a callable of (const AnyView*, int32_t, Any*) or (PackedArgs, "
                  "Any*)");
    return Wrap(detail::NewFunction<detail::PackedInvoker<F>>(nullptr, {}, std::move(callable)));
  }
  /* The same, with the callable made in its place: the function and where the callable lies. */
  template <typename F, typename... Args>
  static std::tuple<Function, F*> FromPackedInplace(Args&&... args) {
    static_assert(detail::kTakesPacked<F>, "the callable does not take packed arguments");
    // Held whatever F is: it is made in its place and may know its address.
    auto func = make_object<detail::HeldFunctionObj<F>>(
        &detail::CallHeld<F, detail::PackedInvoker<F>>, nullptr, std::forward<Args>(args)...);
    F* held = func->held();
    return {Wrap(std::move(func)), held};
  }
  /* Of a callable with a C++ signature: arguments are counted, converted and checked. `name` stands
     in error messages. */
  template <typename F>
  static Function FromTyped(F callable) {
    return FromTyped(std::move(callable), std::string_view());
  }
  template <typename F>
  static Function FromTyped(F callable, std::string_view name) {
    using Info = detail::FunctionInfo<F>;
    static_assert(Info::unpacked_supported, "The function signature do not support unpacked");
    return Wrap(detail::NewFunction<typename Info::template Invoker<F>>(&Info::GetSignature(), name,
                                                                        std::move(callable)));
  }
  /* Of a C function; see TVMFFIFunctionCreate. */
  static Function FromExternC(void* self, TVMFFISafeCallType safe_call,
                              void (*deleter)(void* self)) {
    TVMFFIObjectHandle handle = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionCreate(self, safe_call, deleter, &handle));
    return Wrap(detail::ObjectUnsafe::ObjectPtrFromOwned<Object>(handle));
  }

  /* Calls with arguments of any kind that converts; throws what the callee raised. */
  template <typename... Args>
  TVM_FFI_INLINE Any operator()(Args&&... args) const {
    constexpr size_t n = sizeof...(Args);
    const AnyView packed[n == 0 ? 1 : n] = {AnyView(std::forward<Args>(args))...};
    if (TVM_FFI_PREDICT_FALSE(data_ == nullptr)) detail::ThrowNullFunction();
    return static_cast<const FunctionObj*>(data_.get())
        ->CallPacked(packed, static_cast<int32_t>(n));
  }
  TVM_FFI_INLINE void CallPacked(const AnyView* args, int32_t num_args, Any* result) const {
    if (TVM_FFI_PREDICT_FALSE(data_ == nullptr)) detail::ThrowNullFunction();
    static_cast<const FunctionObj*>(data_.get())->CallPacked(args, num_args, result);
  }
  TVM_FFI_INLINE void CallPacked(PackedArgs args, Any* result) const {
    CallPacked(args.data(), args.size(), result);
  }
  /* Calls without throwing: what the callee raised, or an Error that it returned, is the error. */
  template <typename T = Any, typename... Args>
  Expected<T> CallExpected(Args&&... args) const;

  /* Calls a C function. */
  template <typename... Args>
  static Any InvokeExternC(void* handle, TVMFFISafeCallType safe_call, Args&&... args) {
    constexpr size_t n = sizeof...(Args);
    const AnyView packed[n == 0 ? 1 : n] = {AnyView(std::forward<Args>(args))...};
    TVMFFIAny raw;
    detail::SetNone(&raw);
    TVM_FFI_CHECK_SAFE_CALL(safe_call(handle, reinterpret_cast<const TVMFFIAny*>(packed),
                                      static_cast<int32_t>(n), &raw));
    return detail::AnyUnsafe::MoveTVMFFIAnyRawToAny(raw);
  }

  /* The global function of that name, if there is one. */
  static std::optional<Function> GetGlobal(std::string_view name) {
    ObjectPtr<Object> func = detail::FindGlobal(name);
    if (func == nullptr) return std::nullopt;
    return Wrap(std::move(func));
  }
  static std::optional<Function> GetGlobal(const std::string& name) {
    return GetGlobal(std::string_view(name));
  }
  static std::optional<Function> GetGlobal(const String& name) {
    return GetGlobal(detail::TextView(name));
  }
  static std::optional<Function> GetGlobal(const char* name) {
    return GetGlobal(std::string_view(name));
  }
  /* The same; ValueError when there is none. */
  static Function GetGlobalRequired(std::string_view name) {
    ObjectPtr<Object> func = detail::FindGlobal(name);
    if (TVM_FFI_PREDICT_FALSE(func == nullptr)) {
      detail::ThrowError("ValueError", "Function " + std::string(name) + " not found");
    }
    return Wrap(std::move(func));
  }
  static Function GetGlobalRequired(const std::string& name) {
    return GetGlobalRequired(std::string_view(name));
  }
  static Function GetGlobalRequired(const String& name) {
    return GetGlobalRequired(detail::TextView(name));
  }
  static Function GetGlobalRequired(const char* name) {
    return GetGlobalRequired(std::string_view(name));
  }
  /* Registers a global function; RuntimeError when the name is taken and `override` is false. */
  static void SetGlobal(std::string_view name, Function func, bool override = false) {
    TVMFFIByteArray bytes = detail::BytesOf(name);
    TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionSetGlobal(
        &bytes, detail::ObjectUnsafe::TVMFFIObjectPtrFromObjectRef(func), override ? 1 : 0));
  }
  static std::vector<String> ListGlobalNames() {
    Function names = GetGlobalRequired("ffi.FunctionListGlobalNamesFunctor")().cast<Function>();
    int64_t count = names(-1).cast<int64_t>();
    std::vector<String> result;
    result.reserve(static_cast<size_t>(count));
    for (int64_t i = 0; i < count; ++i) result.push_back(names(i).cast<String>());
    return result;
  }
  static void RemoveGlobal(const String& name) {
    static const Function remove = GetGlobalRequired("ffi.FunctionRemoveGlobal");
    remove(name);
  }

  bool operator==(std::nullptr_t) const { return data_ == nullptr; }
  bool operator!=(std::nullptr_t) const { return data_ != nullptr; }
  using ObjectRef::operator==;
  using ObjectRef::operator!=;

 private:
  static Function Wrap(ObjectPtr<Object> func) {
    return detail::ObjectUnsafe::ObjectRefFromObjectPtr<Function>(std::move(func));
  }
};

namespace detail {

/* The outcome of a call as an Error or a value. */
TVM_FFI_NO_INLINE inline Any CallForOutcome(const Function& func, const AnyView* args,
                                            int32_t num_args) {
  if (func == nullptr) return Error("TypeError", "a null Function was called", "");
  TVMFFIAny raw;
  SetNone(&raw);
  const FunctionObj* obj = func.get();
  if (obj->safe_call(const_cast<FunctionObj*>(obj), reinterpret_cast<const TVMFFIAny*>(args),
                     num_args, &raw) != 0) {
    return MoveFromSafeCallRaised();
  }
  return AnyUnsafe::MoveTVMFFIAnyRawToAny(raw);
}

TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline Error WrongOutcome(const Any& outcome,
                                                              const TypeDesc& wanted) {
  const TVMFFIAny* raw = AnyUnsafe::TVMFFIAnyPtrFromAny(outcome);
  return Error("TypeError",
               "CallExpected: result type mismatch, expected " + wanted.type_str() + ", but got " +
                   wanted.mismatch(raw),
               TVMFFIBacktrace(nullptr, 0, nullptr, 0));
}

}  // namespace detail

template <typename T, typename... Args>
inline Expected<T> Function::CallExpected(Args&&... args) const {
  constexpr size_t n = sizeof...(Args);
  const AnyView packed[n == 0 ? 1 : n] = {AnyView(std::forward<Args>(args))...};
  Any outcome = detail::CallForOutcome(*this, packed, static_cast<int32_t>(n));
  if (outcome.type_index() == kTVMFFIError) {
    return detail::AnyUnsafe::MoveFromAnyAfterCheck<Error>(std::move(outcome));
  }
  if constexpr (std::is_void_v<T>) {
    return Expected<void>();
  } else if constexpr (std::is_same_v<T, Any>) {
    return Expected<Any>(std::move(outcome));
  } else {
    std::optional<T> value = outcome.template try_cast<T>();
    if (value.has_value()) return Expected<T>(*std::move(value));
    return detail::WrongOutcome(outcome, detail::kTypeDesc<T>);
  }
}

/* Prefixes and names of what a library exports (abi.md §15). */
namespace symbol {
inline constexpr const char* tvm_ffi_symbol_prefix = "__tvm_ffi_";
inline constexpr const char* tvm_ffi_metadata_prefix = "__tvm_ffi__metadata_";
inline constexpr const char* tvm_ffi_doc_prefix = "__tvm_ffi__doc_";
inline constexpr const char* tvm_ffi_main = "__tvm_ffi_main";
inline constexpr const char* tvm_ffi_library_ctx = "__tvm_ffi__library_ctx";
inline constexpr const char* tvm_ffi_library_bin = "__tvm_ffi__library_bin";
}  // namespace symbol

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#include <tvm/ffi/typed_function.h>

/* Set to 1 to have every export carry its type schema and documentation. */
#ifndef TVM_FFI_DLL_EXPORT_INCLUDE_METADATA
#define TVM_FFI_DLL_EXPORT_INCLUDE_METADATA 0
#endif

#define TVM_FFI_DLL_EXPORT_FUNC_(ExportName, Function)                                 \
  extern "C" {                                                                         \
  TVM_FFI_DLL_EXPORT int __tvm_ffi_##ExportName(void* self, const TVMFFIAny* args,     \
                                                int32_t num_args, TVMFFIAny* result) { \
    (void)self;                                                                        \
    auto func = Function;                                                              \
    static constexpr ::tvm::ffi::detail::CallSite site =                               \
        ::tvm::ffi::detail::ExportedCallSite<decltype(func)>(#ExportName,              \
                                                             sizeof(#ExportName) - 1); \
    return ::tvm::ffi::detail::CallExported(func, site, args, num_args, result);       \
  }                                                                                    \
  }

#if TVM_FFI_DLL_EXPORT_INCLUDE_METADATA
/* Exports a function of a library by name: at namespace scope, on a function, a stateless function
   object, or a parenthesised template instance. */
#define TVM_FFI_DLL_EXPORT_TYPED_FUNC(ExportName, Function)                                 \
  TVM_FFI_DLL_EXPORT_FUNC_(ExportName, Function)                                            \
  extern "C" {                                                                              \
  TVM_FFI_DLL_EXPORT int __tvm_ffi__metadata_##ExportName(void*, const TVMFFIAny*, int32_t, \
                                                          TVMFFIAny* result) {              \
    auto func = Function;                                                                   \
    return ::tvm::ffi::detail::ReturnMetadata(func, result);                                \
  }                                                                                         \
  }
/* Exports the documentation of an exported function. */
#define TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC(ExportName, DocString)                       \
  extern "C" {                                                                         \
  TVM_FFI_DLL_EXPORT int __tvm_ffi__doc_##ExportName(void*, const TVMFFIAny*, int32_t, \
                                                     TVMFFIAny* result) {              \
    return ::tvm::ffi::detail::ReturnText(DocString, result);                          \
  }                                                                                    \
  }
#else
#define TVM_FFI_DLL_EXPORT_TYPED_FUNC(ExportName, Function) \
  TVM_FFI_DLL_EXPORT_FUNC_(ExportName, Function)
#define TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC(ExportName, DocString)
#endif

#endif  // TVM_FFI_FUNCTION_H_
