/* SPDX-License-Identifier: Apache-2.0 */
/* Where a value lies inside another: a chain of steps from a root. cpp.md §10; layout abi.md §6.11. */
#ifndef TVM_FFI_REFLECTION_ACCESS_PATH_H_
#define TVM_FFI_REFLECTION_ACCESS_PATH_H_

#include <tvm/ffi/any.h>
#include <tvm/ffi/cast.h>
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/string.h>

#include <cstdint>
#include <utility>

namespace tvm {
namespace ffi TVM_FFI_HIDDEN {
namespace reflection {

/* What a step goes through; the second three say that there is nothing. */
enum class AccessKind : int32_t {
  kAttr = 0,
  kArrayItem = 1,
  kMapItem = 2,
  kAttrMissing = 3,
  kArrayItemMissing = 4,
  kMapItemMissing = 5,
};

class AccessStepObj : public Object {
 public:
  AccessKind kind = AccessKind::kAttr;
  Any key; /* a name, an index or a key of a map */

  AccessStepObj() = default;
  AccessStepObj(AccessKind step_kind, Any step_key) : kind(step_kind), key(std::move(step_key)) {}

  bool StepEqual(const ObjectRef& other) const {
    const AccessStepObj* step = other.as<AccessStepObj>();
    return step != nullptr && step->kind == kind && AnyEqual()(step->key, key);
  }

  TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP("ffi.reflection.AccessStep", 1);
};

class AccessStep : public ObjectRef {
 public:
  AccessStep(AccessKind kind, Any key) { data_ = make_object<AccessStepObj>(kind, std::move(key)); }

  static AccessStep Attr(const String& name) { return {AccessKind::kAttr, name}; }
  static AccessStep AttrMissing(const String& name) { return {AccessKind::kAttrMissing, name}; }
  static AccessStep ArrayItem(int64_t index) { return {AccessKind::kArrayItem, index}; }
  static AccessStep ArrayItemMissing(int64_t index) {
    return {AccessKind::kArrayItemMissing, index};
  }
  static AccessStep MapItem(Any key) { return {AccessKind::kMapItem, std::move(key)}; }
  static AccessStep MapItemMissing(Any key) {
    return {AccessKind::kMapItemMissing, std::move(key)};
  }

  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(AccessStep, ObjectRef, AccessStepObj);
};

class AccessPath;

/* A path is its last step and the path before it; the root has neither. */
class AccessPathObj : public Object {
 public:
  Optional<ObjectRef> parent;
  Optional<AccessStep> step;
  int32_t depth = 0; /* number of steps */

  AccessPathObj() = default;
  AccessPathObj(Optional<ObjectRef> path_parent, Optional<AccessStep> path_step, int32_t path_depth)
      : parent(std::move(path_parent)), step(std::move(path_step)), depth(path_depth) {}

  Optional<AccessPath> GetParent() const;
  /* The path with one more step. */
  AccessPath Extend(AccessStep next) const;
  AccessPath Attr(const String& name) const;
  AccessPath AttrMissing(const String& name) const;
  AccessPath ArrayItem(int64_t index) const;
  AccessPath ArrayItemMissing(int64_t index) const;
  AccessPath MapItem(Any key) const;
  AccessPath MapItemMissing(Any key) const;
  /* The steps from the root on. */
  Array<AccessStep> ToSteps() const;
  bool PathEqual(const ObjectRef& other) const {
    const AccessPathObj* path = other.as<AccessPathObj>();
    return path != nullptr && path->depth == depth && SameSteps(this, path);
  }
  /* True when `other` starts with all steps of this path. */
  bool IsPrefixOf(const ObjectRef& other) const {
    const AccessPathObj* path = other.as<AccessPathObj>();
    while (path != nullptr && path->depth > depth) path = path->ParentObj();
    return path != nullptr && path->depth == depth && SameSteps(this, path);
  }

  TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP("ffi.reflection.AccessPath", 1);

 private:
  const AccessPathObj* ParentObj() const {
    return parent.has_value() ? (*parent).as<AccessPathObj>() : nullptr;
  }

  /* Compares two paths of the same depth, from the ends to a place they share. */
  static bool SameSteps(const AccessPathObj* a, const AccessPathObj* b) {
    while (a != b) {
      if (a == nullptr || b == nullptr || a->step.has_value() != b->step.has_value()) return false;
      if (a->step.has_value() && !(*a->step)->StepEqual(*b->step)) return false;
      a = a->ParentObj();
      b = b->ParentObj();
    }
    return true;
  }
};

static_assert(sizeof(AccessStepObj) == 48 && sizeof(AccessPathObj) == 48, "layout of paths");

class AccessPath : public ObjectRef {
 public:
  AccessPath(Optional<ObjectRef> parent, Optional<AccessStep> step, int32_t depth) {
    data_ = make_object<AccessPathObj>(std::move(parent), std::move(step), depth);
  }

  static AccessPath Root() { return AccessPath(std::nullopt, std::nullopt, 0); }

  /* The path that takes the steps in order. */
  static AccessPath FromSteps(const Array<AccessStep>& steps) {
    AccessPath path = Root();
    for (const auto& step : steps) path = path->Extend(step);
    return path;
  }
  template <typename It>
  static AccessPath FromSteps(It first, It last) {
    AccessPath path = Root();
    for (; first != last; ++first) path = path->Extend(*first);
    return path;
  }

  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(AccessPath, ObjectRef, AccessPathObj);
};

inline Optional<AccessPath> AccessPathObj::GetParent() const {
  const AccessPathObj* path = ParentObj();
  if (path == nullptr) return std::nullopt;
  return GetRef<AccessPath>(path);
}

inline AccessPath AccessPathObj::Extend(AccessStep next) const {
  return AccessPath(GetRef<ObjectRef>(this), std::move(next), depth + 1);
}
inline AccessPath AccessPathObj::Attr(const String& name) const {
  return Extend(AccessStep::Attr(name));
}
inline AccessPath AccessPathObj::AttrMissing(const String& name) const {
  return Extend(AccessStep::AttrMissing(name));
}
inline AccessPath AccessPathObj::ArrayItem(int64_t index) const {
  return Extend(AccessStep::ArrayItem(index));
}
inline AccessPath AccessPathObj::ArrayItemMissing(int64_t index) const {
  return Extend(AccessStep::ArrayItemMissing(index));
}
inline AccessPath AccessPathObj::MapItem(Any key) const {
  return Extend(AccessStep::MapItem(std::move(key)));
}
inline AccessPath AccessPathObj::MapItemMissing(Any key) const {
  return Extend(AccessStep::MapItemMissing(std::move(key)));
}

inline Array<AccessStep> AccessPathObj::ToSteps() const {
  Array<AccessStep> steps;
  steps.reserve(depth);
  for (const AccessPathObj* path = this; path != nullptr; path = path->ParentObj()) {
    if (path->step.has_value()) steps.push_back(*path->step);
  }
  for (int64_t i = 0, j = static_cast<int64_t>(steps.size()) - 1; i < j; ++i, --j) {
    AccessStep front = steps[i];
    steps.Set(i, steps[j]);
    steps.Set(j, front);
  }
  return steps;
}

}  // namespace reflection
}  // namespace ffi TVM_FFI_HIDDEN
}  // namespace tvm

#endif  // TVM_FFI_REFLECTION_ACCESS_PATH_H_
