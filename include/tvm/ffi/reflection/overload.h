/* SPDX-License-Identifier: Apache-2.0 */
/* Classes whose methods or constructors share a name and differ in their parameters. cpp.md §10. */
#ifndef TVM_FFI_REFLECTION_OVERLOAD_H_
#define TVM_FFI_REFLECTION_OVERLOAD_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/reflection/registry.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace reflection {

/* Picks one of several member functions of a name by its parameters:
   `overload_cast<int64_t>(&C::Add, const_)`; the tag is for const ones. */
struct const_t {};
inline constexpr const_t const_{};

template <typename... Args>
struct OverloadCast {
  template <typename R>
  constexpr auto operator()(R (*func)(Args...)) const {
    return func;
  }
  template <typename R, typename Class>
  constexpr auto operator()(R (Class::*method)(Args...)) const {
    return method;
  }
  template <typename R, typename Class>
  constexpr auto operator()(R (Class::*method)(Args...) const, const_t) const {
    return method;
  }
};
template <typename... Args>
inline constexpr OverloadCast<Args...> overload_cast{};

namespace detail {

/* Place of the first argument that does not convert to its parameter; -1 when all do. */
using FirstMismatchFn = int32_t (*)(const AnyView* args);

template <typename T>
inline bool ArgumentFits(const AnyView& arg) {
  if constexpr (std::is_same_v<T, Any> || std::is_same_v<T, AnyView>) {
    return true;
  } else {
    TVMFFIAny raw = arg.CopyToTVMFFIAny();
    return TypeTraits<T>::TryCastFromAnyView(&raw).has_value();
  }
}

template <typename ArgTuple>
struct FirstMismatchOf;
template <typename... Args>
struct FirstMismatchOf<std::tuple<Args...>> {
  static int32_t Find(const AnyView* args) {
    (void)args;
    int32_t at = 0;
    bool all = ((ArgumentFits<std::remove_cv_t<std::remove_reference_t<Args>>>(args[at]) &&
                 (++at, true)) &&
                ...);
    return all ? -1 : at;
  }
};

/* One function of a name. */
struct Overload {
  Function func;
  const Signature* signature;
  FirstMismatchFn first_mismatch;
};

/* The function that is registered under a name: it calls the first overload that takes the
   arguments. TypeError with the reason of each when none does. */
class OverloadSet {
 public:
  explicit OverloadSet(std::string name) : name_(std::move(name)) {}

  void Add(Overload overload) { overloads_.push_back(std::move(overload)); }

  void operator()(const AnyView* args, int32_t num_args, Any* rv) const {
    for (const Overload& overload : overloads_) {
      if (overloads_.size() > 1 &&
          (num_args != overload.signature->num_params || overload.first_mismatch(args) >= 0)) {
        continue;
      }
      overload.func.CallPacked(args, num_args, rv);
      return;
    }
    ThrowNoMatch(args, num_args);
  }

 private:
  [[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE void ThrowNoMatch(const AnyView* args,
                                                                     int32_t num_args) const {
    std::string text = JoinText({"No matching overload found when calling: `", name_, "` with ",
                                 IntText(num_args), " arguments:"});
    for (size_t i = 0; i < overloads_.size(); ++i) {
      AppendText(&text, JoinText({"\nOverload #", IntText(static_cast<int64_t>(i)), ": "}));
      AppendText(&text, Reason(overloads_[i], args, num_args));
    }
    ThrowError("TypeError", text);
  }

  std::string Reason(const Overload& overload, const AnyView* args, int32_t num_args) const {
    const Signature& signature = *overload.signature;
    std::string site = JoinText({" when calling: `", name_, " ", SignatureText(signature), "`"});
    if (num_args != signature.num_params) {
      return JoinText({"Mismatched number of arguments", site, ". Expected ",
                       IntText(signature.num_params), " arguments"});
    }
    int32_t at = overload.first_mismatch(args);
    const TypeDesc& wanted = *signature.types[at + 1];
    TVMFFIAny raw = args[at].CopyToTVMFFIAny();
    return JoinText({"Mismatched type on argument #", IntText(at), site, ". Expected `",
                     wanted.type_str(), "` but got `", wanted.mismatch(&raw), "`"});
  }

  std::string name_;
  std::vector<Overload> overloads_;
};

/* The sets of one class by name. */
class OverloadTable {
 public:
  struct Entry {
    std::string name;
    Function func;
    OverloadSet* set;
  };

  /* The entry of `name`, and whether it is new. */
  std::pair<const Entry*, bool> FindOrAdd(std::string_view name, std::string full_name) {
    for (const Entry& entry : entries_) {
      if (entry.name == name) return {&entry, false};
    }
    auto [func, set] = Function::FromPackedInplace<OverloadSet>(std::move(full_name));
    entries_.push_back(Entry{std::string(name), std::move(func), set});
    return {&entries_.back(), true};
  }

 private:
  std::vector<Entry> entries_;
};

}  // namespace detail

/* ObjectDef for classes with overloads: the same name may be defined several times. All definitions
   of a name share one function, which tries them in order; each is a method entry of its own. */
template <typename Class>
class OverloadObjectDef {
 public:
  template <typename... Extra>
  explicit OverloadObjectDef(Extra... extra) : def_(std::move(extra)...) {}

  template <typename T, typename Owner, typename... Extra>
  OverloadObjectDef& def_ro(const char* name, T Owner::* field, Extra... extra) {
    def_.def_ro(name, field, std::move(extra)...);
    return *this;
  }
  template <typename T, typename Owner, typename... Extra>
  OverloadObjectDef& def_rw(const char* name, T Owner::* field, Extra... extra) {
    def_.def_rw(name, field, std::move(extra)...);
    return *this;
  }
  template <typename T>
  OverloadObjectDef& def_type_attr(const char* name, T value) {
    def_.def_type_attr(name, std::move(value));
    return *this;
  }
  template <typename Ref>
  OverloadObjectDef& def_convert() {
    def_.template def_convert<Ref>();
    return *this;
  }

  template <typename F, typename... Extra>
  OverloadObjectDef& def(const char* name, F func, Extra... extra) {
    return Add(name, std::move(func), 0, extra...);
  }
  template <typename F, typename... Extra>
  OverloadObjectDef& def_static(const char* name, F func, Extra... extra) {
    return Add(name, std::move(func), kTVMFFIFieldFlagBitMaskIsStaticMethod, extra...);
  }
  template <typename... Args, typename... Extra>
  OverloadObjectDef& def(init<Args...>, Extra... extra) {
    def_.derive_init_ = false;
    return Add("__ffi_init__", detail::MakeInit<Class, Args...>(),
               kTVMFFIFieldFlagBitMaskIsStaticMethod, extra...);
  }

 private:
  template <typename F, typename... Extra>
  OverloadObjectDef& Add(const char* name, F func, int64_t flags, const Extra&... extra) {
    auto callable = detail::AsCallable(std::move(func));
    using Info = detail::FunctionInfo<decltype(callable)>;
    std::string full_name = detail::MemberName(Class::_type_key, name);
    Function typed = Function::FromTyped(std::move(callable), full_name);
    auto [entry, is_new] = table_.FindOrAdd(name, std::move(full_name));
    entry->set->Add(detail::Overload{std::move(typed), &Info::GetSignature(),
                                     &detail::FirstMismatchOf<typename Info::ArgType>::Find});
    detail::MethodRecord record(name, entry->func, &Info::GetSignature(), flags);
    (record.Apply(extra), ...);
    if (is_new && std::string_view(name) == "__ffi_init__") {
      record.RegisterMethodAndAttr(def_.type_index_);
    } else {
      record.RegisterMethod(def_.type_index_);
    }
    return *this;
  }

  ObjectDef<Class> def_;
  detail::OverloadTable table_;
};

}  // namespace reflection
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_REFLECTION_OVERLOAD_H_
