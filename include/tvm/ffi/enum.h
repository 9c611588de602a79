/* SPDX-License-Identifier: Apache-2.0 */
/* Enumerations: classes with a fixed set of named instances, which reflection/enum_def.h defines. */
#ifndef TVM_FFI_ENUM_H_
#define TVM_FFI_ENUM_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/container/list.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/string.h>

#include <string_view>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

class Enum;

/* Base of the enumeration classes: the position and the name of an instance. The runtime registers
   this type and the two below. */
class EnumObj : public Object {
 public:
  int64_t _int_index = 0;
  String _str_index;

  EnumObj() = default;
  EnumObj(int64_t int_index, String str_index)
      : _int_index(int_index), _str_index(std::move(str_index)) {}

  /* The instance of class EnumClass at a position or of a name; ValueError when there is none. */
  template <typename EnumClass>
  static Enum _GetByIntIndex(int64_t int_index);
  template <typename EnumClass>
  static Enum _GetByStrIndex(const String& str_index);

  TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP("ffi.Enum", 1);
};

/* An enumeration whose instances have an integer value, which `_int_index` holds. */
class IntEnumObj : public EnumObj {
 public:
  using EnumObj::EnumObj;
  TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP("ffi.IntEnum", 2);
};

/* An enumeration whose instances are texts. */
class StrEnumObj : public EnumObj {
 public:
  using EnumObj::EnumObj;
  TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP("ffi.StrEnum", 2);
};

static_assert(sizeof(EnumObj) == 48, "layout of EnumObj");

class Enum : public ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Enum, ObjectRef, EnumObj);
};

class IntEnum : public Enum {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(IntEnum, Enum, IntEnumObj);
};

class StrEnum : public Enum {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(StrEnum, Enum, StrEnumObj);
};

/* What a type keeps under its attribute `__ffi_enum__`. */
class EnumStateObj : public Object {
 public:
  List<Any> entries;      /* the instances, in the order of their definition */
  Dict<Any, Any> indexes; /* an instance under its int index and under its name */
  Dict<Any, Any> attrs;   /* further attributes: name to a Dict of instance to value */

  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP("ffi.EnumState", 1);
};

static_assert(sizeof(EnumStateObj) == 48, "layout of EnumStateObj");

namespace detail {

/* The state of an enumeration class; null when nothing was defined. Valid while the type is. */
TVM_FFI_NO_INLINE inline const EnumStateObj* FindEnumState(int32_t type_index) {
  const TVMFFITypeAttrColumn* column = GetHookColumn("__ffi_enum__");
  const TVMFFIAny* state = FindHook(column, type_index);
  if (state == nullptr || !IsInstanceValue<EnumStateObj>(state)) return nullptr;
  return ObjectUnsafe::RawObjectPtrFromUnowned<EnumStateObj>(state->v_obj);
}

/* The instance under a key; ValueError when there is none. */
TVM_FFI_NO_INLINE inline Enum FindEnumInstance(int32_t type_index, const Any& key,
                                               std::string_view key_text) {
  if (const EnumStateObj* state = FindEnumState(type_index)) {
    auto found = state->indexes.Get(key);
    if (found.has_value()) return (*std::move(found)).template cast<Enum>();
  }
  ThrowError("ValueError", JoinText({"Enum `", TypeKeyOf(type_index),
                                     "` has no instance with index ", key_text}));
}

}  // namespace detail

template <typename EnumClass>
inline Enum EnumObj::_GetByIntIndex(int64_t int_index) {
  return detail::FindEnumInstance(EnumClass::RuntimeTypeIndex(), int_index,
                                  detail::IntText(int_index));
}

template <typename EnumClass>
inline Enum EnumObj::_GetByStrIndex(const String& str_index) {
  return detail::FindEnumInstance(EnumClass::RuntimeTypeIndex(), str_index,
                                  detail::TextView(str_index));
}

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_ENUM_H_
