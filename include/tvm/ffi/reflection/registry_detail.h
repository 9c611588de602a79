/* SPDX-License-Identifier: Apache-2.0 */
/* How registrations reach the library: records filled in by templates, completed and sent by the
   functions here, which know no types. Part of registry.h. Order of calls: abi.md §12.6. */
#ifndef TVM_FFI_REFLECTION_REGISTRY_DETAIL_H_
#define TVM_FFI_REFLECTION_REGISTRY_DETAIL_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/reflection/accessor.h>
#include <tvm/ffi/string.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace reflection {

/* Base of the extras of a registration that are not texts. An extra has one or both of
     void Apply(TVMFFIFieldInfo* info) const;  void Apply(TVMFFIMethodInfo* info) const;
   What it writes into the record must live as long as the extra itself. */
struct InfoTrait {};

/* Further entries of the metadata, in the order given: int, bool or text. */
class Metadata : public InfoTrait {
 public:
  Metadata(std::initializer_list<std::pair<String, Any>> entries) : entries_(entries) {}

  /* Appends `,"key":value` for every entry; TypeError for a value of another kind. */
  void AppendJSON(std::string* out) const {
    for (const std::pair<String, Any>& entry : entries_) {
      detail::AppendText(out, ",");
      AppendKey(out, entry.first);
      detail::AppendText(out, ":");
      AppendValue(out, entry);
    }
  }

 private:
  /* Keys stand as they are unless that would break the text. */
  static void AppendKey(std::string* out, const String& key) {
    String escaped = EscapeStringJSON(key);
    size_t slashes = 0;
    for (char c : std::string_view(key.data(), key.size())) slashes += c == '/' ? 1 : 0;
    if (escaped.size() != key.size() + 2 + slashes)
      return detail::AppendText(out, detail::TextView(escaped));
    detail::AppendText(out, detail::JoinText({"\"", detail::TextView(key), "\""}));
  }

  static void AppendValue(std::string* out, const std::pair<String, Any>& entry) {
    const Any& value = entry.second;
    if (value.type_index() == TypeIndex::kTVMFFIInt) {
      detail::AppendText(out, detail::IntText(value.cast<int64_t>()));
    } else if (value.type_index() == TypeIndex::kTVMFFIBool) {
      detail::AppendText(out, value.cast<bool>() ? "true" : "false");
    } else if (auto text = value.as<String>()) {
      detail::AppendText(out, detail::TextView(EscapeStringJSON(*text)));
    } else {
      detail::ThrowError(
          "TypeError", detail::JoinText({"metadata `", detail::TextView(entry.first),
                                         "` must be int, bool or str, not ", value.GetTypeKey()}));
    }
  }

  std::vector<std::pair<String, Any>> entries_;
};

namespace detail {

/* The metadata of a function, method or field: its type schema, then what the extras add. */
class MetadataText {
 public:
  TVM_FFI_NO_INLINE explicit MetadataText(const std::string& schema)
      : text_(SchemaMetadata(schema)) {
    text_.pop_back();  // the closing brace comes last
  }
  TVM_FFI_NO_INLINE ~MetadataText() {}
  void Add(const Metadata& extra) { extra.AppendJSON(&text_); }
  TVMFFIByteArray Close() {
    AppendText(&text_, "}");
    return BytesOf(text_);
  }

 private:
  std::string text_;
};

/* A function or method on its way into the library. */
class MethodRecord {
 public:
  /* Without a signature the function takes whatever comes. */
  TVM_FFI_NO_INLINE MethodRecord(const char* name, Function func, const Signature* signature,
                                 int64_t flags)
      : func_(std::move(func)),
        metadata_(signature == nullptr ? SimpleTypeSchema("ffi.Function")
                                       : SignatureSchema(*signature)) {
    info_.name = BytesOf(name);
    info_.doc = TVMFFIByteArray{nullptr, 0};
    info_.flags = flags;
    info_.method = AnyView(func_).CopyToTVMFFIAny();
  }
  MethodRecord(const MethodRecord&) = delete;
  MethodRecord& operator=(const MethodRecord&) = delete;
  TVM_FFI_NO_INLINE ~MethodRecord() {}

  void Apply(const char* doc) { info_.doc = BytesOf(doc); }
  void Apply(const Metadata& extra) { metadata_.Add(extra); }
  template <typename Trait, typename = std::enable_if_t<std::is_base_of_v<InfoTrait, Trait>>>
  void Apply(const Trait& trait) {
    trait.Apply(&info_);
  }

  TVM_FFI_NO_INLINE void RegisterGlobal() {
    info_.metadata = metadata_.Close();
    TVM_FFI_CHECK_SAFE_CALL(TVMFFIFunctionSetGlobalFromMethodInfo(&info_, 0));
  }
  TVM_FFI_NO_INLINE void RegisterMethod(int32_t type_index) {
    info_.metadata = metadata_.Close();
    TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeRegisterMethod(type_index, &info_));
  }
  /* As a method, and under the same name as an attribute of the type. */
  TVM_FFI_NO_INLINE void RegisterMethodAndAttr(int32_t type_index) {
    RegisterMethod(type_index);
    TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeRegisterAttr(type_index, &info_.name, &info_.method));
  }

 private:
  Function func_;
  MetadataText metadata_;
  TVMFFIMethodInfo info_;
};

/* What a field's C++ type says, once for each type. */
struct FieldType {
  const TypeDesc* desc;
  int64_t size;
  int64_t alignment;
  int32_t static_type_index;
  TVMFFIFieldGetter getter;
  TVMFFIFieldSetter setter;
};

/* A field on its way into the library. */
class FieldRecord {
 public:
  TVM_FFI_NO_INLINE FieldRecord(const char* name, const FieldType& type, int64_t offset,
                                bool writable)
      : metadata_(type.desc->type_schema()) {
    info_.name = BytesOf(name);
    info_.doc = TVMFFIByteArray{nullptr, 0};
    info_.flags = writable ? kTVMFFIFieldFlagBitMaskWritable : 0;
    info_.size = type.size;
    info_.alignment = type.alignment;
    info_.offset = offset;
    info_.getter = type.getter;
    info_.setter = reinterpret_cast<void*>(type.setter);
    info_.default_value_or_factory = AnyView().CopyToTVMFFIAny();
    info_.field_static_type_index = type.static_type_index;
  }

  void Apply(const char* doc) { info_.doc = BytesOf(doc); }
  void Apply(const Metadata& extra) { metadata_.Add(extra); }
  template <typename Trait, typename = std::enable_if_t<std::is_base_of_v<InfoTrait, Trait>>>
  void Apply(const Trait& trait) {
    trait.Apply(&info_);
  }

  TVM_FFI_NO_INLINE void Register(int32_t type_index) {
    info_.metadata = metadata_.Close();
    TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeRegisterField(type_index, &info_));
  }

 private:
  MetadataText metadata_;
  TVMFFIFieldInfo info_;
};

// ---- getters and setters ----

/* Runs a copy or an assignment that may throw. */
TVM_FFI_NO_INLINE inline int GuardedAccess(void (*access)(void* field, void* value), void* field,
                                           void* value) {
  TVM_FFI_SAFE_CALL_BEGIN();
  access(field, value);
  TVM_FFI_SAFE_CALL_END();
}

template <typename T>
inline void ReadField(void* field, void* result) {
  Any value(*static_cast<const T*>(field));
  *static_cast<TVMFFIAny*>(result) = AnyUnsafe::MoveAnyToTVMFFIAny(std::move(value));
}

template <typename T>
inline void WriteField(void* field, void* value) {
  AnyView view = AnyView::CopyFromTVMFFIAny(*static_cast<const TVMFFIAny*>(value));
  if constexpr (std::is_same_v<T, Any>) {
    *static_cast<Any*>(field) = Any(view);
  } else {
    *static_cast<T*>(field) = view.cast<T>();
  }
}

/* True when making an Any of a T never throws. */
template <typename T>
inline constexpr bool kReadsWithoutError =
    std::is_same_v<T, Any> || std::is_base_of_v<ObjectRef, T> || std::is_floating_point_v<T> ||
    (std::is_integral_v<T> && (std::is_signed_v<T> || sizeof(T) < sizeof(int64_t)));

template <typename T>
inline int GetField(void* field, TVMFFIAny* result) {
  if constexpr (kReadsWithoutError<T>) {
    ReadField<T>(field, result);
    return 0;
  } else {
    return GuardedAccess(&ReadField<T>, field, result);
  }
}

template <typename T>
inline int SetField(void* field, const TVMFFIAny* value) {
  return GuardedAccess(&WriteField<T>, field, const_cast<TVMFFIAny*>(value));
}

template <typename T>
inline constexpr FieldType kFieldType = {
    &kTypeDesc<T>,
    static_cast<int64_t>(sizeof(T)),
    static_cast<int64_t>(alignof(T)),
    TypeToFieldStaticTypeIndex<T>::value,
    &GetField<T>,
    &SetField<T>,
};

// ---- classes ----

/* What a class can do, once for each class. */
struct ClassDesc {
  const char* type_key;
  int32_t total_size;
  TVMFFISEqHashKind eq_hash_kind;
  bool is_final;
  TVMFFIObjectCreator creator;        /* null: not without arguments */
  ObjectPtr<Object> (*copy)(Object*); /* null: not at all */
  bool (*is_instance)(int32_t type_index);
  const Signature* copy_signature;
};

template <typename Class>
inline ObjectPtr<Object> CopyObject(Object* from) {
  return make_object<Class>(*static_cast<const Class*>(from));
}

template <typename Class>
inline void NewObject(void* result, void*) {
  ObjectPtr<Object> object;
  if constexpr (std::is_default_constructible_v<Class>) {
    object = make_object<Class>();
  } else {
    object = make_object<Class>(UnsafeInit{});
  }
  *static_cast<TVMFFIObjectHandle*>(result) =
      ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(std::move(object));
}

template <typename Class>
inline int CreateObject(TVMFFIObjectHandle* result) {
  return GuardedAccess(&NewObject<Class>, result, nullptr);
}

template <typename Class>
constexpr ClassDesc DescribeClass() {
  ClassDesc desc = {Class::_type_key,
                    static_cast<int32_t>(sizeof(Class)),
                    Class::_type_s_eq_hash_kind,
                    Class::_type_final,
                    nullptr,
                    nullptr,
                    &IsObjectInstance<Class>,
                    &SignatureOf<ObjectRef, const Class*>::kValue};
  if constexpr (std::is_default_constructible_v<Class> ||
                std::is_constructible_v<Class, UnsafeInit>) {
    desc.creator = &CreateObject<Class>;
  }
  if constexpr (std::is_copy_constructible_v<Class>) desc.copy = &CopyObject<Class>;
  return desc;
}

template <typename Class>
inline constexpr ClassDesc kClassDesc = DescribeClass<Class>();

/* Name of a member of a class, as messages show it. */
TVM_FFI_NO_INLINE inline std::string MemberName(const char* type_key, std::string_view name) {
  return JoinText({type_key, ".", name});
}

/* Calls `Throw` with the site of an attribute function. */
template <typename F>
[[noreturn]] inline void ThrowAtAttr(const char* type_key, const char* name,
                                     const Signature& signature, F raise) {
  std::string full_name = MemberName(type_key, name);
  raise(CallSite{full_name.data(), full_name.size(), &signature});
  TVM_FFI_UNREACHABLE();
}

/* Attribute `__ffi_new__`: makes an empty object. */
inline int CallNew(void* self, const TVMFFIAny*, int32_t num_args, TVMFFIAny* result) {
  TVM_FFI_SAFE_CALL_BEGIN();
  const ClassDesc* desc = static_cast<const ClassDesc*>(self);
  if (num_args != 0) {
    ThrowAtAttr(desc->type_key, "__ffi_new__", SignatureOf<ObjectRef>::kValue,
                [&](const CallSite& site) { ThrowWrongCount(site, num_args); });
  }
  TVMFFIObjectHandle handle = nullptr;
  TVM_FFI_CHECK_SAFE_CALL(desc->creator(&handle));
  SetObject(result, static_cast<TVMFFIObject*>(handle));
  TVM_FFI_SAFE_CALL_END();
}

/* Attribute `__ffi_shallow_copy__`: makes an object with the same fields. */
inline int CallCopy(void* self, const TVMFFIAny* args, int32_t num_args, TVMFFIAny* result) {
  TVM_FFI_SAFE_CALL_BEGIN();
  const ClassDesc* desc = static_cast<const ClassDesc*>(self);
  if (num_args != 1 || args[0].type_index < TypeIndex::kTVMFFIStaticObjectBegin ||
      !desc->is_instance(args[0].type_index)) {
    ThrowAtAttr(desc->type_key, "__ffi_shallow_copy__", *desc->copy_signature,
                [&](const CallSite& site) {
                  if (num_args != 1) ThrowWrongCount(site, num_args);
                  ThrowWrongArgument(site, 0, &args[0]);
                });
  }
  ObjectPtr<Object> copy = desc->copy(ObjectUnsafe::RawObjectPtrFromUnowned<Object>(args[0].v_obj));
  SetObject(result, ObjectUnsafe::MoveObjectPtrToTVMFFIObjectPtr(std::move(copy)));
  TVM_FFI_SAFE_CALL_END();
}

TVM_FFI_NO_INLINE inline void RegisterAttr(int32_t type_index, std::string_view name,
                                           AnyView value) {
  TVMFFIByteArray bytes = BytesOf(name);
  TVMFFIAny raw = value.CopyToTVMFFIAny();
  TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeRegisterAttr(type_index, &bytes, &raw));
}

/* The record of a class behaves as a function: `call` gets it as its `self`. */
TVM_FFI_NO_INLINE inline void RegisterClassAttr(int32_t type_index, const char* name,
                                                const ClassDesc& desc, TVMFFISafeCallType call) {
  TVMFFIObjectHandle handle = nullptr;
  TVM_FFI_CHECK_SAFE_CALL(
      TVMFFIFunctionCreate(const_cast<ClassDesc*>(&desc), call, nullptr, &handle));
  RegisterAttr(
      type_index, name,
      ObjectRef(ObjectUnsafe::ObjectPtrFromOwned<Object>(static_cast<TVMFFIObject*>(handle))));
}

TVM_FFI_NO_INLINE inline void RegisterTypeMetadata(int32_t type_index, const ClassDesc& desc,
                                                   const char* doc) {
  TVMFFITypeMetadata metadata;
  metadata.doc = doc == nullptr ? TVMFFIByteArray{nullptr, 0} : BytesOf(doc);
  metadata.creator = desc.creator;
  metadata.total_size = desc.total_size;
  metadata.structural_eq_hash_kind = desc.eq_hash_kind;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeRegisterMetadata(type_index, &metadata));
}

/* What follows the fields and methods of a class. With `derive_init` the library is asked to make a
   constructor out of the fields. */
TVM_FFI_NO_INLINE inline void FinishClass(int32_t type_index, const ClassDesc& desc,
                                          bool derive_init) {
  if (desc.copy != nullptr) {
    RegisterClassAttr(type_index, "__ffi_shallow_copy__", desc, &CallCopy);
  }
  if (desc.creator != nullptr) {
    RegisterClassAttr(type_index, "__ffi_new__", desc, &CallNew);
    if (derive_init) {
      if (auto derive = Function::GetGlobal("ffi._RegisterFFIInit")) (*derive)(type_index);
    }
  }
  RegisterAttr(type_index, "__ffi_type_final__", desc.is_final);
}

}  // namespace detail
}  // namespace reflection
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_REFLECTION_REGISTRY_DETAIL_H_
