/* SPDX-License-Identifier: Apache-2.0 */
/* Looking at what is registered: fields, methods and attributes of types, and how to read and write
   fields without knowing the class. cpp.md §10; abi.md §12.3, §13. */
#ifndef TVM_FFI_REFLECTION_ACCESSOR_H_
#define TVM_FFI_REFLECTION_ACCESSOR_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/string.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace reflection {

namespace detail {

// The helpers of the layer below, under the same short name.
using namespace ::tvm::ffi::detail;

inline bool SameName(const TVMFFIByteArray& lhs, std::string_view rhs) {
  return ViewOf(lhs) == rhs;
}

TVM_FFI_NO_INLINE inline const TypeInfo* TypeInfoOfKey(std::string_view type_key) {
  int32_t type_index = 0;
  TVMFFIByteArray key = BytesOf(type_key);
  TVM_FFI_CHECK_SAFE_CALL(TVMFFITypeKeyToIndex(&key, &type_index));
  return TVMFFIGetTypeInfo(type_index);
}

[[noreturn]] TVM_FFI_NO_INLINE TVM_FFI_COLD_CODE inline void ThrowNotInType(const char* what,
                                                                            std::string_view name,
                                                                            const TypeInfo* info) {
  ::tvm::ffi::detail::ThrowError("RuntimeError",
                                 std::string(what) + std::string(name) + " in " +
                                     std::string(info->type_key.data, info->type_key.size));
}

inline void* FieldAddress(const void* object, const TVMFFIFieldInfo* field) {
  return static_cast<char*>(const_cast<void*>(object)) + field->offset;
}

}  // namespace detail
namespace details = detail;

inline TVMFFIByteArray AsByteArray(std::string_view text) { return detail::BytesOf(text); }

/* Distance from an object's header to a field, in bytes. */
template <typename Class, typename T>
inline int64_t GetFieldByteOffsetToObject(T Class::* field) {
  alignas(Class) static char space[sizeof(Class)];
  const Class* at = reinterpret_cast<const Class*>(space);
  int64_t offset = reinterpret_cast<const char*>(&(at->*field)) - space;
  return offset - detail::ObjectUnsafe::GetObjectOffsetToSubclass<Class>();
}

/* The record of a type's own field; RuntimeError when it has none of that name. */
inline const TVMFFIFieldInfo* GetFieldInfo(std::string_view type_key, std::string_view field_name) {
  const TypeInfo* info = detail::TypeInfoOfKey(type_key);
  for (int32_t i = 0; i < info->num_fields; ++i) {
    if (detail::SameName(info->fields[i].name, field_name)) return &info->fields[i];
  }
  detail::ThrowNotInType("Cannot find field  ", detail::JoinText({"`", field_name, "`"}), info);
}

/* The record of a type's own method; RuntimeError when it has none of that name. */
inline const TVMFFIMethodInfo* GetMethodInfo(std::string_view type_key,
                                             std::string_view method_name) {
  const TypeInfo* info = detail::TypeInfoOfKey(type_key);
  for (int32_t i = 0; i < info->num_methods; ++i) {
    if (detail::SameName(info->methods[i].name, method_name)) return &info->methods[i];
  }
  detail::ThrowNotInType("Cannot find method ", method_name, info);
}

/* A type's own method; RuntimeError when it has none of that name. */
inline Function GetMethod(std::string_view type_key, std::string_view method_name) {
  return AnyView::CopyFromTVMFFIAny(GetMethodInfo(type_key, method_name)->method).cast<Function>();
}

/* Reads a field of any object of a type. */
class FieldGetter {
 public:
  explicit FieldGetter(const TVMFFIFieldInfo* field) : field_(field) {}
  FieldGetter(std::string_view type_key, std::string_view field_name)
      : FieldGetter(GetFieldInfo(type_key, field_name)) {}

  Any operator()(const Object* object) const {
    TVMFFIAny result{};
    TVM_FFI_CHECK_SAFE_CALL(field_->getter(detail::FieldAddress(object, field_), &result));
    return detail::AnyUnsafe::MoveTVMFFIAnyToAny(&result);
  }
  Any operator()(const ObjectRef& ref) const { return (*this)(ref.get()); }
  template <typename T>
  Any operator()(const ObjectPtr<T>& ptr) const {
    return (*this)(static_cast<const Object*>(ptr.get()));
  }

 private:
  const TVMFFIFieldInfo* field_;
};

/* Writes a field through its setter, which may be a function of C or a Function. Returns 0, or -1
   with the error raised. */
inline int CallFieldSetter(const TVMFFIFieldInfo* field, void* address, const TVMFFIAny* value) {
  if ((field->flags & kTVMFFIFieldFlagBitSetterIsFunctionObj) == 0) {
    return reinterpret_cast<TVMFFIFieldSetter>(field->setter)(address, value);
  }
  TVMFFIAny args[2] = {};
  args[0].type_index = TypeIndex::kTVMFFIOpaquePtr;
  args[0].v_ptr = address;
  args[1] = *value;
  TVMFFIAny result{};
  int rc = TVMFFIFunctionCall(field->setter, args, 2, &result);
  if (rc == 0) (void)detail::AnyUnsafe::MoveTVMFFIAnyToAny(&result);
  return rc;
}

/* Writes a field of any object of a type. */
class FieldSetter {
 public:
  explicit FieldSetter(const TVMFFIFieldInfo* field) : field_(field) {}
  FieldSetter(std::string_view type_key, std::string_view field_name)
      : FieldSetter(GetFieldInfo(type_key, field_name)) {}

  /* Throws what the conversion throws: TypeError, OverflowError. */
  void operator()(const Object* object, AnyView value) const {
    TVMFFIAny raw = value.CopyToTVMFFIAny();
    TVM_FFI_CHECK_SAFE_CALL(CallFieldSetter(field_, detail::FieldAddress(object, field_), &raw));
  }
  void operator()(const ObjectRef& ref, AnyView value) const { (*this)(ref.get(), value); }
  template <typename T>
  void operator()(const ObjectPtr<T>& ptr, AnyView value) const {
    (*this)(static_cast<const Object*>(ptr.get()), value);
  }

 private:
  const TVMFFIFieldInfo* field_;
};

/* Gives a field its registered default: the value, or what the factory returns. */
inline void SetFieldToDefault(const TVMFFIFieldInfo* field, void* address) {
  if ((field->flags & kTVMFFIFieldFlagBitMaskDefaultFromFactory) == 0) {
    TVM_FFI_CHECK_SAFE_CALL(CallFieldSetter(field, address, &field->default_value_or_factory));
    return;
  }
  Any value = AnyView::CopyFromTVMFFIAny(field->default_value_or_factory).cast<Function>()();
  TVM_FFI_CHECK_SAFE_CALL(
      CallFieldSetter(field, address, detail::AnyUnsafe::TVMFFIAnyPtrFromAny(value)));
}

/* Calls `callback(const TVMFFIFieldInfo*)` for every field: ancestors first, then the type's own.
   Stops when it returns true, and says whether it did. */
template <typename F>
inline bool ForEachFieldInfoWithEarlyStop(const TypeInfo* info, F callback) {
  // Depth 0 is ffi.Object, which has no fields.
  for (int32_t depth = 1; depth <= info->type_depth; ++depth) {
    const TypeInfo* at = depth < info->type_depth ? info->type_ancestors[depth] : info;
    for (int32_t i = 0; i < at->num_fields; ++i) {
      if (callback(at->fields + i)) return true;
    }
  }
  return false;
}

/* The same for a callback that never stops. */
template <typename F>
inline void ForEachFieldInfo(const TypeInfo* info, F callback) {
  (void)ForEachFieldInfoWithEarlyStop(info, [&callback](const TVMFFIFieldInfo* field) {
    callback(field);
    return false;
  });
}

/* One attribute of all types. */
class TypeAttrColumn {
 public:
  /* RuntimeError when nobody has registered or announced the attribute. */
  explicit TypeAttrColumn(std::string_view attr_name) {
    TVMFFIByteArray name = detail::BytesOf(attr_name);
    column_ = TVMFFIGetTypeAttrColumn(&name);
    if (column_ == nullptr) {
      detail::ThrowError("RuntimeError",
                         detail::JoinText({"Cannot find type attribute ", attr_name}));
    }
  }

  /* The attribute of a type; None where it has none. */
  AnyView operator[](int32_t type_index) const {
    int64_t at = static_cast<int64_t>(type_index) - column_->begin_index;
    if (at < 0 || at >= column_->size) return AnyView();
    return AnyView::CopyFromTVMFFIAny(column_->data[at]);
  }

 private:
  const TVMFFITypeAttrColumn* column_;
};

/* The name of an attribute together with the type of its values. */
template <typename T>
struct AttrKey {
  using value_type = T;
  const char* name;

  constexpr explicit AttrKey(const char* attr_name) : name(attr_name) {}
  std::string_view Name() const { return name; }
  TVMFFIByteArray AsByteArray() const { return detail::BytesOf(name); }
  /* The attribute value as a T. */
  T ValueFrom(AnyView value) const { return value.cast<T>(); }
};

}  // namespace reflection
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_REFLECTION_ACCESSOR_H_
