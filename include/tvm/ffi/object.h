/* SPDX-License-Identifier: Apache-2.0 */
/* Objects and the smart pointers that own them. Layout and counting protocol: abi.md §5. */
#ifndef TVM_FFI_OBJECT_H_
#define TVM_FFI_OBJECT_H_

#include <tvm/ffi/base_detail.h>
#include <tvm/ffi/object_detail.h>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {

class Object;
class ObjectRef;
template <typename T>
class ObjectPtr;

namespace detail {
struct ObjectUnsafe;
}  // namespace detail

/* Key of a type, `<unknown type>` or the like for an index nobody has. */
inline std::string TypeIndexToTypeKey(int32_t type_index) { return detail::TypeKeyOf(type_index); }

/* Base of all objects: a header and no virtual functions. Members of subclasses start at offset 24.
   A subclass declares itself with TVM_FFI_DECLARE_OBJECT_INFO or its _FINAL form and may redeclare
   the defaults below before it does. Made by make_object. */
class Object {
 protected:
  TVMFFIObject header_;

 public:
  Object() {
    header_.combined_ref_count = 0;
    header_.type_index = 0;
    header_.__padding = 0;
    header_.deleter = nullptr;
  }
  // A copy is another object: counts, type and deleter are its maker's to set.
  Object(const Object&) : Object() {}
  Object& operator=(const Object&) { return *this; }

  template <typename T>
  bool IsInstance() const {
    return detail::IsObjectInstance<T>(header_.type_index);
  }
  int32_t type_index() const { return header_.type_index; }
  std::string GetTypeKey() const { return detail::TypeKeyOf(header_.type_index); }
  uint64_t GetTypeKeyHash() const { return TVMFFIGetTypeInfo(header_.type_index)->type_key_hash; }
  static std::string TypeIndex2Key(int32_t index) { return detail::TypeKeyOf(index); }
  /* True with exactly one strong reference and nobody watching. */
  bool unique() const { return detail::CountLoad(&header_.combined_ref_count) == detail::kBothOne; }
  /* Number of strong references. */
  uint64_t use_count() const {
    return detail::CountLoad(&header_.combined_ref_count) & detail::kStrongMask;
  }

  static constexpr const char* _type_key = StaticTypeKey::kTVMFFIObject;
  static constexpr bool _type_final = false;
  static constexpr bool _type_mutable = false;
  static constexpr int32_t _type_child_slots = 0;
  static constexpr bool _type_child_slots_can_overflow = true;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindUnsupported;
  static constexpr bool _type_s_eq_hash_subclass_kind_fixed = false;
  static constexpr int32_t _type_depth = 0;
  static constexpr int32_t _type_index = kTVMFFIObject;
  static int32_t RuntimeTypeIndex() { return _type_index; }
  static int32_t _GetOrAllocRuntimeTypeIndex() { return _type_index; }

 private:
  friend struct detail::ObjectUnsafe;
};

/* Owning pointer to an object; null by default. Comes from make_object or GetObjectPtr. */
template <typename T>
class ObjectPtr {
 public:
  ObjectPtr() = default;
  ObjectPtr(std::nullptr_t) {}  // NOLINT(*)
  ObjectPtr(const ObjectPtr& other) : ObjectPtr(other.data_) {}
  ObjectPtr(ObjectPtr&& other) noexcept : data_(std::exchange(other.data_, nullptr)) {}
  template <typename U>
  ObjectPtr(const ObjectPtr<U>& other) : ObjectPtr(other.data_) {  // NOLINT(*)
    static_assert(std::is_base_of_v<T, U>, "an ObjectPtr converts to that of a base class only");
  }
  template <typename U>
  ObjectPtr(ObjectPtr<U>&& other) noexcept  // NOLINT(*)
      : data_(std::exchange(other.data_, nullptr)) {
    static_assert(std::is_base_of_v<T, U>, "an ObjectPtr converts to that of a base class only");
  }
  ~ObjectPtr() { reset(); }

  ObjectPtr& operator=(const ObjectPtr& other) {
    ObjectPtr(other).swap(*this);
    return *this;
  }
  ObjectPtr& operator=(ObjectPtr&& other) noexcept {
    ObjectPtr(std::move(other)).swap(*this);
    return *this;
  }

  TVM_FFI_NO_VPTR_CHECK T* get() const { return static_cast<T*>(data_); }
  T* operator->() const { return get(); }
  T& operator*() const { return *get(); }
  explicit operator bool() const { return data_ != nullptr; }
  void swap(ObjectPtr& other) noexcept { std::swap(data_, other.data_); }
  void reset() {
    if (data_ != nullptr) detail::DecStrong(Header(std::exchange(data_, nullptr)));
  }
  int use_count() const { return data_ == nullptr ? 0 : static_cast<int>(data_->use_count()); }
  bool unique() const { return data_ != nullptr && data_->unique(); }

  bool operator==(const ObjectPtr& other) const { return data_ == other.data_; }
  bool operator!=(const ObjectPtr& other) const { return data_ != other.data_; }
  bool operator==(std::nullptr_t) const { return data_ == nullptr; }
  bool operator!=(std::nullptr_t) const { return data_ != nullptr; }

 protected:
  explicit ObjectPtr(Object* data) : data_(data) {
    if (data_ != nullptr) detail::IncStrong(Header(data_));
  }
  // The header is the whole of class Object.
  static TVMFFIObject* Header(Object* data) { return reinterpret_cast<TVMFFIObject*>(data); }

  Object* data_ = nullptr;

 private:
  template <typename>
  friend class ObjectPtr;
  template <typename>
  friend class WeakObjectPtr;
  friend struct detail::ObjectUnsafe;
};

/* An ObjectPtr that is null only after it was moved from. */
template <typename T>
class Arc : public ObjectPtr<T> {
 public:
  Arc() = delete;
  Arc(std::nullptr_t) = delete;
  explicit Arc(UnsafeInit) {}
  Arc(const Arc&) = default;
  Arc(Arc&&) noexcept = default;
  Arc& operator=(const Arc&) = default;
  Arc& operator=(Arc&&) noexcept = default;
  template <typename U, typename = std::enable_if_t<std::is_base_of_v<T, U>>>
  Arc(const Arc<U>& other) : ObjectPtr<T>(static_cast<const ObjectPtr<U>&>(other)) {}  // NOLINT(*)
  template <typename U, typename = std::enable_if_t<std::is_base_of_v<T, U>>>
  Arc(Arc<U>&& other) noexcept  // NOLINT(*)
      : ObjectPtr<T>(static_cast<ObjectPtr<U>&&>(other)) {}

 private:
  explicit Arc(ObjectPtr<T>&& ptr) : ObjectPtr<T>(std::move(ptr)) {}
  template <typename U, typename... Args>
  friend Arc<U> make_arc(Args&&... args);
  friend struct detail::ObjectUnsafe;
};

/* Pointer that watches an object without keeping it alive. */
template <typename T>
class WeakObjectPtr {
 public:
  WeakObjectPtr() = default;
  WeakObjectPtr(std::nullptr_t) {}  // NOLINT(*)
  WeakObjectPtr(const WeakObjectPtr& other) : WeakObjectPtr(other.data_) {}
  WeakObjectPtr(WeakObjectPtr&& other) noexcept : data_(std::exchange(other.data_, nullptr)) {}
  template <typename U, typename = std::enable_if_t<std::is_base_of_v<T, U>>>
  WeakObjectPtr(const ObjectPtr<U>& other) : WeakObjectPtr(other.data_) {}  // NOLINT(*)
  template <typename U, typename = std::enable_if_t<std::is_base_of_v<T, U>>>
  WeakObjectPtr(const WeakObjectPtr<U>& other) : WeakObjectPtr(other.data_) {}  // NOLINT(*)
  template <typename U, typename = std::enable_if_t<std::is_base_of_v<T, U>>>
  WeakObjectPtr(WeakObjectPtr<U>&& other) noexcept  // NOLINT(*)
      : data_(std::exchange(other.data_, nullptr)) {}
  ~WeakObjectPtr() { reset(); }

  WeakObjectPtr& operator=(const WeakObjectPtr& other) {
    WeakObjectPtr(other).swap(*this);
    return *this;
  }
  WeakObjectPtr& operator=(WeakObjectPtr&& other) noexcept {
    WeakObjectPtr(std::move(other)).swap(*this);
    return *this;
  }

  /* A strong pointer, or null when the object has ended. */
  ObjectPtr<T> lock() const {
    ObjectPtr<T> strong;
    if (data_ != nullptr && detail::PromoteWeak(Header(data_))) strong.data_ = data_;
    return strong;
  }
  bool expired() const { return use_count() == 0; }
  int use_count() const { return data_ == nullptr ? 0 : static_cast<int>(data_->use_count()); }
  void swap(WeakObjectPtr& other) noexcept { std::swap(data_, other.data_); }
  void reset() {
    if (data_ != nullptr) detail::DecWeak(Header(std::exchange(data_, nullptr)));
  }

 private:
  explicit WeakObjectPtr(Object* data) : data_(data) {
    if (data_ != nullptr) detail::IncWeak(Header(data_));
  }
  static TVMFFIObject* Header(Object* data) { return reinterpret_cast<TVMFFIObject*>(data); }

  Object* data_ = nullptr;
  template <typename>
  friend class WeakObjectPtr;
};

/* Base of the reference classes: one owning pointer. Null where the class allows it, and after a
   move. Classes declare themselves with TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE or
   _NOTNULLABLE. */
class ObjectRef {
 public:
  ObjectRef() = default;
  ObjectRef(const ObjectRef&) = default;
  ObjectRef(ObjectRef&&) noexcept = default;
  ObjectRef& operator=(const ObjectRef&) = default;
  ObjectRef& operator=(ObjectRef&&) noexcept = default;
  explicit ObjectRef(ObjectPtr<Object> data) : data_(std::move(data)) {}
  explicit ObjectRef(UnsafeInit) {}

  bool same_as(const ObjectRef& other) const { return data_ == other.data_; }
  bool operator==(const ObjectRef& other) const { return data_ == other.data_; }
  bool operator!=(const ObjectRef& other) const { return data_ != other.data_; }
  bool operator<(const ObjectRef& other) const {
    return reinterpret_cast<uintptr_t>(get()) < reinterpret_cast<uintptr_t>(other.get());
  }
  bool defined() const { return data_ != nullptr; }
  const Object* get() const { return data_.get(); }
  const Object* operator->() const { return get(); }
  bool unique() const { return data_.unique(); }
  int use_count() const { return data_.use_count(); }
  /* None for a null reference. */
  int32_t type_index() const { return data_ == nullptr ? kTVMFFINone : data_->type_index(); }
  std::string GetTypeKey() const { return detail::TypeKeyOf(type_index()); }

  /* The object as class T, or null when it is none. */
  template <typename T, typename = std::enable_if_t<std::is_base_of_v<Object, T>>>
  TVM_FFI_NO_VPTR_CHECK const T* as() const {
    if (data_ != nullptr && data_->IsInstance<T>()) return static_cast<const T*>(data_.get());
    return nullptr;
  }
  /* The reference as reference class T. A null reference is a T when T is nullable. */
  template <typename T, typename = std::enable_if_t<!std::is_base_of_v<Object, T>>, int = 0>
  std::optional<T> as() const&;
  template <typename T, typename = std::enable_if_t<!std::is_base_of_v<Object, T>>, int = 0>
  std::optional<T> as() &&;
  /* The same; TypeError when it is none. */
  template <typename T, typename = std::enable_if_t<!std::is_base_of_v<Object, T>>>
  T as_or_throw() const&;
  template <typename T, typename = std::enable_if_t<!std::is_base_of_v<Object, T>>>
  T as_or_throw() &&;

  static constexpr bool _type_is_nullable = true;
  static constexpr bool _type_container_is_exact = true;
  using ContainerType = Object;

 protected:
  Object* get_mutable() const { return data_.get(); }

  ObjectPtr<Object> data_;

 private:
  friend struct detail::ObjectUnsafe;
};

/* Hash and equality by address. */
struct ObjectPtrHash {
  size_t operator()(const ObjectRef& ref) const { return Hash(ref.get()); }
  template <typename T>
  size_t operator()(const ObjectPtr<T>& ptr) const {
    return Hash(ptr.get());
  }
  /* Anything else that can show its object, such as a Variant of references. */
  template <typename T, typename = std::enable_if_t<!std::is_base_of_v<ObjectRef, T>>>
  auto operator()(const T& value) const -> decltype(value.template as<Object>(), size_t()) {
    return Hash(value.template as<Object>());
  }

 private:
  static size_t Hash(const void* ptr) { return reinterpret_cast<size_t>(ptr); }
};

struct ObjectPtrEqual {
  bool operator()(const ObjectRef& a, const ObjectRef& b) const { return a.same_as(b); }
  template <typename T>
  bool operator()(const ObjectPtr<T>& a, const ObjectPtr<T>& b) const {
    return a == b;
  }
  template <typename T, typename = std::enable_if_t<!std::is_base_of_v<ObjectRef, T>>>
  auto operator()(const T& a, const T& b) const -> decltype(a.template as<Object>() != nullptr) {
    return a.template as<Object>() == b.template as<Object>();
  }
};

namespace detail {

/* Crosses between references, pointers and handles without looking. Whoever uses it answers for
   types and counts. */
struct ObjectUnsafe {
  static TVMFFIObject* GetHeader(const Object* src) {
    return const_cast<TVMFFIObject*>(&src->header_);
  }
  /* Bytes from the start of a class to its header; not 0 for classes with virtual functions. */
  template <typename Class>
  static int64_t GetObjectOffsetToSubclass() {
    alignas(Class) static char space[sizeof(Class)];
    Class* at = reinterpret_cast<Class*>(space);
    return reinterpret_cast<char*>(static_cast<Object*>(at)) - space;
  }
  template <typename T>
  static ObjectPtr<T> ObjectPtrFromOwned(Object* data) {
    ObjectPtr<T> ptr;
    ptr.data_ = data;
    return ptr;
  }
  template <typename T>
  static ObjectPtr<T> ObjectPtrFromOwned(TVMFFIObject* data) {
    return ObjectPtrFromOwned<T>(reinterpret_cast<Object*>(data));
  }
  template <typename T>
  static ObjectPtr<T> ObjectPtrFromOwned(TVMFFIObjectHandle data) {
    return ObjectPtrFromOwned<T>(static_cast<TVMFFIObject*>(data));
  }
  template <typename T>
  static ObjectPtr<T> ObjectPtrFromUnowned(Object* data) {
    return ObjectPtr<T>(data);
  }
  template <typename T>
  static ObjectPtr<T> ObjectPtrFromUnowned(TVMFFIObject* data) {
    return ObjectPtr<T>(reinterpret_cast<Object*>(data));
  }
  template <typename T>
  static ObjectPtr<T> ObjectPtrFromUnowned(TVMFFIObjectHandle data) {
    return ObjectPtrFromUnowned<T>(static_cast<TVMFFIObject*>(data));
  }
  template <typename T>
  static T ObjectRefFromObjectPtr(const ObjectPtr<Object>& ptr) {
    T ref(UnsafeInit{});
    ref.data_ = ptr;
    return ref;
  }
  template <typename T>
  static T ObjectRefFromObjectPtr(ObjectPtr<Object>&& ptr) {
    T ref(UnsafeInit{});
    ref.data_ = std::move(ptr);
    return ref;
  }
  template <typename T>
  static ObjectPtr<T> ObjectPtrFromObjectRef(const ObjectRef& ref) {
    return ObjectPtr<T>(ref.data_.data_);
  }
  template <typename T>
  static ObjectPtr<T> ObjectPtrFromObjectRef(ObjectRef&& ref) {
    return ObjectPtrFromOwned<T>(std::exchange(ref.data_.data_, nullptr));
  }
  template <typename T>
  static Arc<T> ArcFromObjectPtr(ObjectPtr<T>&& ptr) {
    return Arc<T>(std::move(ptr));
  }
  /* Borrowed pointers to the object of a reference or behind a header. */
  static Object* RawObjectPtrFromObjectRef(const ObjectRef& ref) { return ref.data_.data_; }
  template <typename T>
  TVM_FFI_NO_VPTR_CHECK static T* RawObjectPtrFromUnowned(TVMFFIObject* data) {
    return static_cast<T*>(reinterpret_cast<Object*>(data));
  }
  static TVMFFIObject* TVMFFIObjectPtrFromObjectRef(const ObjectRef& ref) {
    return reinterpret_cast<TVMFFIObject*>(ref.data_.data_);
  }
  template <typename T>
  static TVMFFIObject* TVMFFIObjectPtrFromObjectPtr(const ObjectPtr<T>& ptr) {
    return reinterpret_cast<TVMFFIObject*>(ptr.data_);
  }
  /* Owned handles; the source is left null. */
  static TVMFFIObject* MoveObjectRefToTVMFFIObjectPtr(ObjectRef&& ref) {
    return reinterpret_cast<TVMFFIObject*>(std::exchange(ref.data_.data_, nullptr));
  }
  template <typename T>
  static TVMFFIObject* MoveObjectPtrToTVMFFIObjectPtr(ObjectPtr<T>&& ptr) {
    return reinterpret_cast<TVMFFIObject*>(std::exchange(ptr.data_, nullptr));
  }
  static void IncRefObjectHandle(TVMFFIObjectHandle handle) {
    IncStrong(static_cast<TVMFFIObject*>(handle));
  }
  static void DecRefObjectHandle(TVMFFIObjectHandle handle) {
    DecStrong(static_cast<TVMFFIObject*>(handle));
  }
};

}  // namespace detail
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#include <tvm/ffi/object_macros.h>
#include <tvm/ffi/type_traits.h>

#endif  // TVM_FFI_OBJECT_H_
