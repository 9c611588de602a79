/* SPDX-License-Identifier: Apache-2.0 */
/* Making objects of types known by key or record only. cpp.md §10. */
#ifndef TVM_FFI_REFLECTION_CREATOR_H_
#define TVM_FFI_REFLECTION_CREATOR_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/map.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/reflection/accessor.h>
#include <tvm/ffi/string.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace detail {

/* The type's `__ffi_new__`, a function that makes an empty object; None when it has none. */
inline AnyView NewAttrOf(const TypeInfo* info) {
  TVMFFIByteArray name{"__ffi_new__", 11};
  const TVMFFITypeAttrColumn* column = TVMFFIGetTypeAttrColumn(&name);
  if (column == nullptr) return AnyView();
  int64_t at = static_cast<int64_t>(info->type_index) - column->begin_index;
  if (at < 0 || at >= column->size) return AnyView();
  return AnyView::CopyFromTVMFFIAny(column->data[at]);
}

inline std::string QuotedKey(const TypeInfo* info) {
  return JoinText({"`", ViewOf(info->type_key), "`"});
}

}  // namespace detail

/* True when objects of the type can be made without arguments. */
inline bool HasCreator(const TypeInfo* info) {
  if (info->metadata != nullptr && info->metadata->creator != nullptr) return true;
  return detail::NewAttrOf(info) != nullptr;
}

/* A new object whose fields still want values; RuntimeError when the type allows none. */
inline ObjectPtr<Object> CreateEmptyObject(const TypeInfo* info) {
  if (info->metadata != nullptr && info->metadata->creator != nullptr) {
    TVMFFIObjectHandle handle = nullptr;
    TVM_FFI_CHECK_SAFE_CALL(info->metadata->creator(&handle));
    return detail::ObjectUnsafe::ObjectPtrFromOwned<Object>(static_cast<TVMFFIObject*>(handle));
  }
  AnyView make = detail::NewAttrOf(info);
  if (make != nullptr) {
    ObjectRef made = make.cast<Function>()().cast<ObjectRef>();
    return detail::ObjectUnsafe::ObjectPtrFromObjectRef<Object>(made);
  }
  detail::ThrowError("RuntimeError",
                     detail::JoinText({"Type ", detail::QuotedKey(info),
                                       " does not support default constructor, as a result cannot "
                                       "be created via reflection"}));
}

namespace reflection {

/* Makes objects of one type out of field values by name. */
class ObjectCreator {
 public:
  explicit ObjectCreator(std::string_view type_key)
      : ObjectCreator(detail::TypeInfoOfKey(type_key)) {}
  explicit ObjectCreator(const TypeInfo* info) : info_(info) {
    if (!HasCreator(info)) CreateEmptyObject(info);  // says why not
  }

  /* Fields that are not named take their default; TypeError when one has none, or when a name is
     not a field. */
  Any operator()(const Map<String, Any>& values) const {
    ObjectPtr<Object> object = CreateEmptyObject(info_);
    size_t used = 0;
    ForEachFieldInfo(info_, [&](const TVMFFIFieldInfo* field) {
      void* address = detail::FieldAddress(object.get(), field);
      const Any* value = Peek(values, field->name);
      if (value != nullptr) {
        ++used;
        TVM_FFI_CHECK_SAFE_CALL(
            CallFieldSetter(field, address, detail::AnyUnsafe::TVMFFIAnyPtrFromAny(*value)));
      } else if ((field->flags & kTVMFFIFieldFlagBitMaskHasDefault) != 0) {
        SetFieldToDefault(field, address);
      } else {
        detail::ThrowError("TypeError",
                           detail::JoinText({"Required field `", detail::ViewOf(field->name),
                                             "` not set in type ", detail::QuotedKey(info_)}));
      }
    });
    if (used != values.size()) ThrowUnknownField(values);
    return ObjectRef(std::move(object));
  }

 private:
  static const Any* Peek(const Map<String, Any>& values, const TVMFFIByteArray& name) {
    if (!values.defined()) return nullptr;
    const MapObj* map = static_cast<const MapObj*>(values.get());
    MapObj::iterator it = map->find(Any(String(name.data, name.size)));
    return it == map->end() ? nullptr : &it->second;
  }

  [[noreturn]] void ThrowUnknownField(const Map<String, Any>& values) const {
    String unknown;
    for (const auto& entry : values) {
      std::string_view name(entry.first.data(), entry.first.size());
      bool known = ForEachFieldInfoWithEarlyStop(
          info_, [&](const TVMFFIFieldInfo* field) { return detail::SameName(field->name, name); });
      if (!known) unknown = entry.first;
    }
    detail::ThrowError(
        "TypeError", detail::JoinText({"Type ", detail::QuotedKey(info_), " does not have field `",
                                       detail::TextView(unknown), "`"}));
  }

  const TypeInfo* info_;
};

}  // namespace reflection
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_REFLECTION_CREATOR_H_
