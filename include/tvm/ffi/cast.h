/* SPDX-License-Identifier: Apache-2.0 */
/* From a plain pointer to an object back to a counted one. */
#ifndef TVM_FFI_CAST_H_
#define TVM_FFI_CAST_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/error.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/optional.h>

#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

/* A reference of class RefType to an object that others own already. A null pointer gives a null
   reference where RefType may be null, else InternalError. */
template <typename RefType, typename ObjectType>
inline RefType GetRef(const ObjectType* ptr) {
  if constexpr (detail::is_optional_type_v<RefType>) {
    using Held = typename RefType::value_type;
    return ptr == nullptr ? RefType(std::nullopt) : RefType(GetRef<Held>(ptr));
  } else {
    using ContainerType = typename RefType::ContainerType;
    static_assert(std::is_base_of_v<ContainerType, ObjectType>,
                  "the object is not of the class that the reference is for");
    static_assert(RefType::_type_container_is_exact,
                  "the elements of a templated container would go unchecked; use cast");
    if constexpr (!RefType::_type_is_nullable) {
      TVM_FFI_ICHECK_NOTNULL(ptr);
    }
    return detail::ObjectUnsafe::ObjectRefFromObjectPtr<RefType>(
        detail::ObjectUnsafe::ObjectPtrFromUnowned<Object>(
            const_cast<Object*>(static_cast<const Object*>(ptr))));
  }
}

/* A counted pointer to an object that others own already. */
template <typename BaseType, typename ObjectType>
inline ObjectPtr<BaseType> GetObjectPtr(ObjectType* ptr) {
  static_assert(std::is_base_of_v<BaseType, ObjectType>,
                "the object is not of the class asked for");
  return detail::ObjectUnsafe::ObjectPtrFromUnowned<BaseType>(static_cast<Object*>(ptr));
}

}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_CAST_H_
