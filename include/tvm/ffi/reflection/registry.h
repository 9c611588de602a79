/* SPDX-License-Identifier: Apache-2.0 */
/* Registering functions and classes. cpp.md §10; abi.md §12 to §14.

     TVM_FFI_STATIC_INIT_BLOCK() {
       namespace refl = tvm::ffi::reflection;
       refl::GlobalDef().def("my_ext.add_one", AddOne, "Adds one.");
       refl::ObjectDef<PairObj>()
           .def(refl::init<int64_t, int64_t>())
           .def_rw("a", &PairObj::a, "the first")
           .def("sum", &PairObj::Sum);
     }

   Every function here throws an Error when the library refuses: a name twice, a class twice. */
#ifndef TVM_FFI_REFLECTION_REGISTRY_H_
#define TVM_FFI_REFLECTION_REGISTRY_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/reflection/accessor.h>
#include <tvm/ffi/reflection/registry_detail.h>
#include <tvm/ffi/string.h>
#include <tvm/ffi/type_traits.h>

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace reflection {

// ---- extras of fields ----

/* The value a field takes when a constructor gets none. */
class default_value : public InfoTrait {
 public:
  explicit default_value(Any value) : value_(std::move(value)) {}
  void Apply(TVMFFIFieldInfo* info) const {
    info->default_value_or_factory = AnyView(value_).CopyToTVMFFIAny();
    info->flags |= kTVMFFIFieldFlagBitMaskHasDefault;
  }

 private:
  Any value_;
};
using DefaultValue = default_value;

/* A function of no arguments that makes the value, anew for each object. */
class default_factory : public InfoTrait {
 public:
  explicit default_factory(Function factory) : factory_(std::move(factory)) {}
  void Apply(TVMFFIFieldInfo* info) const {
    info->default_value_or_factory = AnyView(factory_).CopyToTVMFFIAny();
    info->flags |= kTVMFFIFieldFlagBitMaskHasDefault | kTVMFFIFieldFlagBitMaskDefaultFromFactory;
  }

 private:
  Function factory_;
};

/* Sets flags of a field or method as they are. */
class AttachFieldFlag : public InfoTrait {
 public:
  explicit AttachFieldFlag(int64_t flags) : flags_(flags) {}
  void Apply(TVMFFIFieldInfo* info) const { info->flags |= flags_; }
  void Apply(TVMFFIMethodInfo* info) const { info->flags |= flags_; }

  /* Structural equality and hash: skip the field, or let it define variables. */
  static AttachFieldFlag SEqHashIgnore() {
    return AttachFieldFlag(kTVMFFIFieldFlagBitMaskSEqHashIgnore);
  }
  static AttachFieldFlag SEqHashDefPattern() {
    return AttachFieldFlag(kTVMFFIFieldFlagBitMaskSEqHashDefPattern);
  }
  static AttachFieldFlag SEqHashDefSimple() {
    return AttachFieldFlag(kTVMFFIFieldFlagBitMaskSEqHashDefSimple);
  }

 private:
  int64_t flags_;
};

namespace detail {

/* A switch of a field: sets `kFlag` when it has the value `kWhen`. */
template <int64_t kFlag, bool kWhen>
class FieldSwitch : public InfoTrait {
 public:
  constexpr explicit FieldSwitch(bool value) : value_(value) {}
  void Apply(TVMFFIFieldInfo* info) const {
    if (value_ == kWhen) info->flags |= kFlag;
  }

 private:
  bool value_;
};

}  // namespace detail

/* `kw_only(true)`: the derived constructor takes the field by keyword only. */
using kw_only = detail::FieldSwitch<kTVMFFIFieldFlagBitMaskKwOnly, true>;
/* `repr(false)`: not shown. `compare(false)`, `hash(false)`: not looked at. */
using repr = detail::FieldSwitch<kTVMFFIFieldFlagBitMaskReprOff, false>;
using compare = detail::FieldSwitch<kTVMFFIFieldFlagBitMaskCompareOff, false>;
using hash = detail::FieldSwitch<kTVMFFIFieldFlagBitMaskHashOff, false>;

/* `init<Args...>()`: the constructor with these parameters, for ObjectDef::def. `init(false)`: at a
   field, it is no parameter of the derived constructor; at a class, none is derived. */
template <typename... Args>
class init : public InfoTrait {
 public:
  constexpr init() = default;
  constexpr explicit init(bool value) : value_(value) {}
  bool value() const { return value_; }
  void Apply(TVMFFIFieldInfo* info) const {
    if (!value_) info->flags |= kTVMFFIFieldFlagBitMaskInitOff;
  }

 private:
  bool value_ = true;
};
init(bool) -> init<>;

namespace detail {

/* A member function as a callable that takes the object first: a pointer to it, or, for a reference
   class, the reference. One that is not const may still be called: references give const pointers. */
template <typename Class, typename F, typename R, typename... Args>
struct MethodCallable {
  using Self = std::conditional_t<std::is_base_of_v<ObjectRef, Class>, Class, const Class*>;
  F method;
  R operator()(Self self, Args... args) const {
    if constexpr (std::is_base_of_v<ObjectRef, Class>) {
      return (self.*method)(std::forward<Args>(args)...);
    } else {
      return (const_cast<Class*>(self)->*method)(std::forward<Args>(args)...);
    }
  }
};

template <typename F>
inline F AsCallable(F func) {
  return func;
}
template <typename Class, typename R, typename... Args>
inline auto AsCallable(R (Class::*method)(Args...)) {
  return MethodCallable<Class, decltype(method), R, Args...>{method};
}
template <typename Class, typename R, typename... Args>
inline auto AsCallable(R (Class::*method)(Args...) const) {
  return MethodCallable<Class, decltype(method), R, Args...>{method};
}
template <typename Class, typename R, typename... Args>
inline auto AsCallable(R (Class::*method)(Args...) noexcept) {
  return MethodCallable<Class, decltype(method), R, Args...>{method};
}
template <typename Class, typename R, typename... Args>
inline auto AsCallable(R (Class::*method)(Args...) const noexcept) {
  return MethodCallable<Class, decltype(method), R, Args...>{method};
}

/* The function behind a constructor. */
template <typename Class, typename... Args>
inline auto MakeInit() {
  return [](Args... args) { return ObjectRef(make_object<Class>(std::forward<Args>(args)...)); };
}

/* A callable as a Function, together with its schema. */
template <typename F>
inline MethodRecord MakeRecord(const char* name, F func, std::string_view full_name,
                               int64_t flags) {
  auto callable = AsCallable(std::move(func));
  using Info = FunctionInfo<decltype(callable)>;
  return MethodRecord(name, Function::FromTyped(std::move(callable), full_name),
                      &Info::GetSignature(), flags);
}

/* The value of an attribute: what is a value stays one, a callable becomes a Function. */
template <typename T>
inline void RegisterAttrValue(int32_t type_index, const char* type_key, std::string_view name,
                              T value) {
  if constexpr (std::is_same_v<T, Any> || std::is_same_v<T, AnyView> ||
                TypeTraits<T>::convert_enabled) {
    RegisterAttr(type_index, name, value);
  } else {
    RegisterAttr(type_index, name,
                 Function::FromTyped(AsCallable(std::move(value)), MemberName(type_key, name)));
  }
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowCannotCast(
    const TVMFFIAny& value, const TypeDesc& target) {
  ThrowError("TypeError", JoinText({"Cannot cast from `", target.mismatch(&value), "` to `",
                                    target.type_str(), "`"}));
}

/* Attribute `__ffi_convert__` of a class: a function from any value to a Ref. */
template <typename Ref>
inline void RegisterConvert(int32_t type_index, const char* type_key) {
  RegisterAttrValue(type_index, type_key, "__ffi_convert__", [](AnyView value) -> Ref {
    std::optional<Ref> converted = value.try_cast<Ref>();
    if (!converted.has_value()) ThrowCannotCast(value.CopyToTVMFFIAny(), kTypeDesc<Ref>);
    return *std::move(converted);
  });
}

}  // namespace detail

/* Registers global functions. Extras: a doc text, Metadata. */
class GlobalDef {
 public:
  template <typename F, typename... Extra>
  GlobalDef& def(const char* name, F func, Extra... extra) {
    return Add(detail::MakeRecord(name, std::move(func), name, 0), extra...);
  }

  /* A function of PackedArgs and the result's Any*, or of the raw triple. */
  template <typename F, typename... Extra>
  GlobalDef& def_packed(const char* name, F func, Extra... extra) {
    return Add(detail::MethodRecord(name, Function::FromPacked(std::move(func)), nullptr, 0),
               extra...);
  }

  /* A member function, as a function whose first parameter is the object. */
  template <typename F, typename... Extra>
  GlobalDef& def_method(const char* name, F func, Extra... extra) {
    return def(name, std::move(func), std::move(extra)...);
  }

 private:
  template <typename... Extra>
  GlobalDef& Add(detail::MethodRecord&& record, const Extra&... extra) {
    (record.Apply(extra), ...);
    record.RegisterGlobal();
    return *this;
  }
};

/* Registers an object class: its metadata at once, fields and methods as they are named, the rest
   when the statement ends. Extras of the class: a doc text, `init(false)`. */
template <typename Class>
class ObjectDef {
  static_assert(std::is_base_of_v<Object, Class>, "ObjectDef is for subclasses of Object");

 public:
  template <typename... Extra>
  explicit ObjectDef(Extra... extra) : type_index_(Class::_GetOrAllocRuntimeTypeIndex()) {
    (ApplyToClass(extra), ...);
    detail::RegisterTypeMetadata(type_index_, detail::kClassDesc<Class>, doc_);
  }
  ObjectDef(const ObjectDef&) = delete;
  ObjectDef& operator=(const ObjectDef&) = delete;

  ~ObjectDef() noexcept(false) {
    // An error in the same statement is already under way: nothing more is registered, and above all
    // nothing more is thrown.
    if (std::uncaught_exceptions() > errors_before_) return;
    detail::FinishClass(type_index_, detail::kClassDesc<Class>, derive_init_);
  }

  /* A field that front ends may read. Extras: a doc text, Metadata and the extras of fields. */
  template <typename T, typename Owner, typename... Extra>
  ObjectDef& def_ro(const char* name, T Owner::* field, Extra... extra) {
    return AddField(name, field, false, extra...);
  }
  /* A field that front ends may write, too. The class says that it may change. */
  template <typename T, typename Owner, typename... Extra>
  ObjectDef& def_rw(const char* name, T Owner::* field, Extra... extra) {
    static_assert(Class::_type_mutable,
                  "def_rw needs a class with `static constexpr bool _type_mutable = true`");
    return AddField(name, field, true, extra...);
  }

  /* A method: a member function, or a function that takes the object or a reference to it first.
     Extras: a doc text, Metadata. */
  template <typename F, typename... Extra>
  ObjectDef& def(const char* name, F func, Extra... extra) {
    return AddMethod(Record(name, std::move(func), 0), extra...);
  }
  /* A function that belongs to the class. */
  template <typename F, typename... Extra>
  ObjectDef& def_static(const char* name, F func, Extra... extra) {
    return AddMethod(Record(name, std::move(func), kTVMFFIFieldFlagBitMaskIsStaticMethod),
                     extra...);
  }
  /* A method of PackedArgs, the object first among them. */
  template <typename F, typename... Extra>
  ObjectDef& def_packed(const char* name, F func, Extra... extra) {
    return AddMethod(detail::MethodRecord(name, Function::FromPacked(std::move(func)), nullptr, 0),
                     extra...);
  }
  /* The constructor with these parameters: static method and attribute `__ffi_init__`. */
  template <typename... Args, typename... Extra>
  ObjectDef& def(init<Args...>, Extra... extra) {
    derive_init_ = false;
    detail::MethodRecord record = Record("__ffi_init__", detail::MakeInit<Class, Args...>(),
                                         kTVMFFIFieldFlagBitMaskIsStaticMethod);
    (record.Apply(extra), ...);
    record.RegisterMethodAndAttr(type_index_);
    return *this;
  }

  /* An attribute of the type: a value or a callable. */
  template <typename T>
  ObjectDef& def_type_attr(const char* name, T value) {
    detail::RegisterAttrValue(type_index_, Class::_type_key, name, std::move(value));
    return *this;
  }
  /* Attribute `__ffi_convert__`: how a front end makes a Ref of any value. */
  template <typename Ref>
  ObjectDef& def_convert() {
    detail::RegisterConvert<Ref>(type_index_, Class::_type_key);
    return *this;
  }

 private:
  template <typename>
  friend class OverloadObjectDef;

  void ApplyToClass(const char* doc) { doc_ = doc; }
  void ApplyToClass(const init<>& value) { derive_init_ = value.value(); }

  template <typename T, typename Owner, typename... Extra>
  ObjectDef& AddField(const char* name, T Owner::* field, bool writable, const Extra&... extra) {
    static_assert(std::is_base_of_v<Owner, Class>, "the field belongs to another class");
    detail::FieldRecord record(name, detail::kFieldType<std::remove_const_t<T>>,
                               GetFieldByteOffsetToObject(field), writable);
    (record.Apply(extra), ...);
    record.Register(type_index_);
    return *this;
  }

  template <typename F>
  detail::MethodRecord Record(const char* name, F func, int64_t flags) {
    return detail::MakeRecord(name, std::move(func), detail::MemberName(Class::_type_key, name),
                              flags);
  }

  template <typename... Extra>
  ObjectDef& AddMethod(detail::MethodRecord&& record, const Extra&... extra) {
    (record.Apply(extra), ...);
    record.RegisterMethod(type_index_);
    return *this;
  }

  int32_t type_index_;
  const char* doc_ = nullptr;
  bool derive_init_ = true;
  int errors_before_ = std::uncaught_exceptions();
};

/* Registers attributes of a class that is registered elsewhere. */
template <typename Class>
class TypeAttrDef {
 public:
  TypeAttrDef() : type_index_(Class::_GetOrAllocRuntimeTypeIndex()) {}

  /* A value or a callable. A second value for the same type is a RuntimeError. */
  template <typename T>
  TypeAttrDef& def(const char* name, T value) {
    detail::RegisterAttrValue(type_index_, Class::_type_key, name, std::move(value));
    return *this;
  }
  template <typename T>
  TypeAttrDef& attr(const char* name, T value) {
    detail::RegisterAttr(type_index_, name, value);
    return *this;
  }
  template <typename K, typename T>
  TypeAttrDef& attr(const AttrKey<K>& key, T value) {
    detail::RegisterAttr(type_index_, key.Name(), K(std::move(value)));
    return *this;
  }
  template <typename Ref>
  TypeAttrDef& def_convert() {
    detail::RegisterConvert<Ref>(type_index_, Class::_type_key);
    return *this;
  }

 private:
  int32_t type_index_;
};

/* Makes an attribute known without giving it a value, so that look-ups find its column. */
inline void EnsureTypeAttrColumn(std::string_view name) {
  detail::RegisterAttr(TypeIndex::kTVMFFINone, name, nullptr);
}

}  // namespace reflection
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_REFLECTION_REGISTRY_H_
