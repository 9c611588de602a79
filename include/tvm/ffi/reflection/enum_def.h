/* SPDX-License-Identifier: Apache-2.0 */
/* Defining the instances of enumeration classes. cpp.md §10.

     refl::EnumDef<ColorObj>("red").set_attr("rgb", 0xff0000);
     refl::EnumDef<LevelObj>("low", 10);  */
#ifndef TVM_FFI_REFLECTION_ENUM_DEF_H_
#define TVM_FFI_REFLECTION_ENUM_DEF_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/enum.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/reflection/registry_detail.h>
#include <tvm/ffi/string.h>

#include <cstdint>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace reflection {
namespace detail {

/* The state of an enumeration class, made at its first definition. */
TVM_FFI_NO_INLINE inline EnumStateObj* EnumStateFor(int32_t type_index) {
  const EnumStateObj* found = FindEnumState(type_index);
  if (found == nullptr) {
    RegisterAttr(type_index, "__ffi_enum__", ObjectRef(make_object<EnumStateObj>()));
    found = FindEnumState(type_index);
  }
  return const_cast<EnumStateObj*>(found);
}

/* Enters an instance under its number and its name; ValueError when one of them is taken. */
TVM_FFI_NO_INLINE inline void AddEnumInstance(EnumStateObj* state,
                                              const ObjectPtr<EnumObj>& instance,
                                              int32_t type_index) {
  Any number = instance->_int_index;
  Any name = instance->_str_index;
  if (state->indexes.count(number) != 0 || state->indexes.count(name) != 0) {
    ThrowError("ValueError",
               JoinText({"Duplicate enum index for type `", TypeKeyOf(type_index), "`"}));
  }
  Any value = ObjectRef(instance);
  state->entries.push_back(value);
  state->indexes.Set(number, value);
  state->indexes.Set(name, value);
}

/* Notes a value of one instance under the name of an attribute. */
TVM_FFI_NO_INLINE inline void SetEnumAttr(EnumStateObj* state, const ObjectPtr<EnumObj>& instance,
                                          const char* name, const Any& value) {
  Any key = String(name);
  auto found = state->attrs.Get(key);
  Dict<Any, Any> values = found.has_value() ? (*found).cast<Dict<Any, Any>>() : Dict<Any, Any>();
  if (!found.has_value()) state->attrs.Set(key, values);
  values.Set(ObjectRef(instance), value);
}

}  // namespace detail

/* Defines one instance of an enumeration class. */
template <typename EnumClass>
class EnumDef {
  static_assert(std::is_base_of_v<EnumObj, EnumClass>, "EnumDef is for subclasses of EnumObj");

 public:
  /* The instance gets the next position as its number. */
  explicit EnumDef(const char* name)
      : EnumDef(name, static_cast<int64_t>(
                          detail::EnumStateFor(EnumClass::RuntimeTypeIndex())->entries.size())) {}
  /* The number is the value of an IntEnum. ValueError when number or name is taken. */
  EnumDef(const char* name, int64_t number)
      : state_(detail::EnumStateFor(EnumClass::RuntimeTypeIndex())) {
    ObjectPtr<EnumClass> instance = make_object<EnumClass>();
    instance->_int_index = number;
    instance->_str_index = String(name);
    instance_ = std::move(instance);
    detail::AddEnumInstance(state_, instance_, EnumClass::RuntimeTypeIndex());
  }

  /* Attaches a value to the instance. */
  template <typename T>
  EnumDef& set_attr(const char* name, T value) {
    detail::SetEnumAttr(state_, instance_, name, Any(std::move(value)));
    return *this;
  }

  /* The instance. */
  Enum instance() const { return Any(ObjectRef(instance_)).template cast<Enum>(); }

  static bool IsDefined(const String& name) {
    const EnumStateObj* state = detail::FindEnumState(EnumClass::RuntimeTypeIndex());
    return state != nullptr && state->indexes.count(name) != 0;
  }

 private:
  EnumStateObj* state_;
  ObjectPtr<EnumObj> instance_;
};

}  // namespace reflection
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_REFLECTION_ENUM_DEF_H_
