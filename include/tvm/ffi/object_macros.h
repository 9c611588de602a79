/* SPDX-License-Identifier: Apache-2.0 */
/* The macros by which object classes and reference classes declare themselves. Part of object.h. */
#ifndef TVM_FFI_OBJECT_MACROS_H_
#define TVM_FFI_OBJECT_MACROS_H_

#include <tvm/ffi/base_detail.h>

#include <type_traits>
#include <utility>

/* What all declarations share: depth, and the index given out at first use. Everything static is
   hidden: each binary that sees the class asks the type table once for itself. */
#define TVM_FFI_DECLARE_OBJECT_INFO_COMMON_(TypeName, ParentType, StaticTypeIndex)          \
  TVM_FFI_HIDDEN static constexpr int32_t _type_depth = ParentType::_type_depth + 1;        \
  TVM_FFI_HIDDEN static int32_t _GetOrAllocRuntimeTypeIndex() {                             \
    static_assert(!ParentType::_type_final, "the parent class is final");                   \
    static_assert(TypeName::_type_child_slots == 0 || ParentType::_type_child_slots == 0 || \
                      static_cast<int32_t>(TypeName::_type_child_slots) <                   \
                          static_cast<int32_t>(ParentType::_type_child_slots),              \
                  "_type_child_slots has to be 0 or less than the parent's");               \
    static_assert(!ParentType::_type_s_eq_hash_subclass_kind_fixed ||                       \
                      TypeName::_type_s_eq_hash_kind == ParentType::_type_s_eq_hash_kind,   \
                  "the parent class fixes the kind of structural equality");                \
    static int32_t cache = 0;                                                               \
    static constexpr ::tvm::ffi::detail::TypeDecl decl = {                                  \
        TypeName::_type_key, StaticTypeIndex, TypeName::_type_depth,                        \
        static_cast<int32_t>(TypeName::_type_child_slots),                                  \
        TypeName::_type_child_slots_can_overflow ? 1 : 0};                                  \
    return ::tvm::ffi::detail::CachedTypeIndex(&cache, decl,                                \
                                               &ParentType::_GetOrAllocRuntimeTypeIndex);   \
  }

/* The class supplies `_type_key` itself. */
#define TVM_FFI_DECLARE_OBJECT_INFO_PREDEFINED_TYPE_KEY(TypeName, ParentType)             \
  TVM_FFI_DECLARE_OBJECT_INFO_COMMON_(TypeName, ParentType, -1)                           \
  TVM_FFI_HIDDEN static inline const int32_t _type_index = _GetOrAllocRuntimeTypeIndex(); \
  TVM_FFI_HIDDEN static int32_t RuntimeTypeIndex() { return _GetOrAllocRuntimeTypeIndex(); }

/* Declares an object class: `TVM_FFI_DECLARE_OBJECT_INFO("my_ext.Node", NodeObj, ffi::Object);` in
   the public part of its body. The type is registered when the binary is loaded. */
#define TVM_FFI_DECLARE_OBJECT_INFO(TypeKey, TypeName, ParentType) \
  TVM_FFI_HIDDEN static constexpr const char* _type_key = TypeKey; \
  TVM_FFI_DECLARE_OBJECT_INFO_PREDEFINED_TYPE_KEY(TypeName, ParentType)

/* The same for a class that has no subclasses. */
#define TVM_FFI_DECLARE_OBJECT_INFO_FINAL(TypeKey, TypeName, ParentType) \
  TVM_FFI_HIDDEN static constexpr int32_t _type_child_slots = 0;         \
  TVM_FFI_HIDDEN static constexpr bool _type_final = true;               \
  TVM_FFI_DECLARE_OBJECT_INFO(TypeKey, TypeName, ParentType)

/* For a fixed type number: the class supplies `_type_index` itself. */
#define TVM_FFI_DECLARE_OBJECT_INFO_STATIC(TypeKey, TypeName, ParentType)          \
  TVM_FFI_HIDDEN static constexpr const char* _type_key = TypeKey;                 \
  TVM_FFI_DECLARE_OBJECT_INFO_COMMON_(TypeName, ParentType, TypeName::_type_index) \
  TVM_FFI_HIDDEN static int32_t RuntimeTypeIndex() { return TypeName::_type_index; }

/* For a class whose type is registered elsewhere: found by key at first use. */
#define TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP(TypeKey, TypeDepth)     \
  TVM_FFI_HIDDEN static constexpr const char* _type_key = TypeKey; \
  TVM_FFI_HIDDEN static constexpr int32_t _type_depth = TypeDepth; \
  TVM_FFI_HIDDEN static int32_t _GetOrAllocRuntimeTypeIndex() {    \
    static int32_t cache = 0;                                      \
    return ::tvm::ffi::detail::LookupTypeIndex(&cache, TypeKey);   \
  }                                                                \
  TVM_FFI_HIDDEN static int32_t RuntimeTypeIndex() { return _GetOrAllocRuntimeTypeIndex(); }

/* What nullable and not nullable references share. */
#define TVM_FFI_DEFINE_OBJECT_REF_METHODS_COMMON_(TypeName, ParentType, ObjectName)           \
  explicit TypeName(::tvm::ffi::UnsafeInit tag) : ParentType(tag) {}                          \
  TypeName(const TypeName& other) = default;                                                  \
  TypeName(TypeName&& other) noexcept = default;                                              \
  TypeName& operator=(const TypeName& other) = default;                                       \
  TypeName& operator=(TypeName&& other) noexcept = default;                                   \
  using ContainerType = ObjectName;                                                           \
  std::conditional_t<ObjectName::_type_mutable, ObjectName*, const ObjectName*> operator->()  \
      const {                                                                                 \
    return get();                                                                             \
  }                                                                                           \
  std::conditional_t<ObjectName::_type_mutable, ObjectName*, const ObjectName*> get() const { \
    return static_cast<ObjectName*>(this->get_mutable());                                     \
  }

/* Defines the members of a reference class that may be null. */
#define TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(TypeName, ParentType, ObjectName) \
  TypeName() : ParentType(::tvm::ffi::UnsafeInit{}) {}                               \
  explicit TypeName(::tvm::ffi::ObjectPtr<ObjectName> ptr)                           \
      : ParentType(::tvm::ffi::UnsafeInit{}) {                                       \
    this->data_ = std::move(ptr);                                                    \
  }                                                                                  \
  static constexpr bool _type_is_nullable = true;                                    \
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_COMMON_(TypeName, ParentType, ObjectName)

/* Defines the members of a reference class that always has an object, until it is moved from. */
#define TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(TypeName, ParentType, ObjectName) \
  static constexpr bool _type_is_nullable = false;                                      \
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_COMMON_(TypeName, ParentType, ObjectName)

#endif  // TVM_FFI_OBJECT_MACROS_H_
