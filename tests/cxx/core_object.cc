// SPDX-License-Identifier: Apache-2.0
// object.h, memory.h, cast.h: counting, weak pointers, instance tests, references, layouts.
#include <tvm/ffi/cast.h>
#include <tvm/ffi/memory.h>
#include <tvm/ffi/object.h>
#include <tvm/ffi/string.h>

#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <vector>

#include "check.h"

namespace ffi = tvm::ffi;

static int live = 0;

class NodeObj : public ffi::Object {
 public:
  int64_t value;
  explicit NodeObj(int64_t v) : value(v) {
    if (v < 0) throw std::runtime_error("negative");
    ++live;
  }
  NodeObj(const NodeObj& other) : Object(other), value(other.value) { ++live; }
  ~NodeObj() { --live; }
  static constexpr bool _type_mutable = true;
  static constexpr int32_t _type_child_slots = 2;
  TVM_FFI_DECLARE_OBJECT_INFO("test.core.Node", NodeObj, ffi::Object);
};

class LeafObj : public NodeObj {
 public:
  explicit LeafObj(int64_t v) : NodeObj(v) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.core.Leaf", LeafObj, NodeObj);
};

class OtherObj : public ffi::Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.core.Other", OtherObj, ffi::Object);
};

// More children than slots: the ancestor table decides.
#define DEFINE_CHILD(Name)                                          \
  class Name : public NodeObj {                                     \
   public:                                                          \
    Name() : NodeObj(1) {}                                          \
    static constexpr int32_t _type_child_slots = 0;                 \
    TVM_FFI_DECLARE_OBJECT_INFO("test.core." #Name, Name, NodeObj); \
  };
DEFINE_CHILD(Child1Obj)
DEFINE_CHILD(Child2Obj)
DEFINE_CHILD(Child3Obj)
DEFINE_CHILD(Child4Obj)

class Node : public ffi::ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Node, ffi::ObjectRef, NodeObj);
};
class Leaf : public Node {
 public:
  explicit Leaf(int64_t v) : Node(ffi::make_object<LeafObj>(v)) {}
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Leaf, Node, LeafObj);
};
class Other : public ffi::ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Other, ffi::ObjectRef, OtherObj);
};

static void Counting() {
  {
    ffi::ObjectPtr<NodeObj> p = ffi::make_object<NodeObj>(1);
    CHECK(live == 1 && p.use_count() == 1 && p.unique() && p->value == 1);
    ffi::ObjectPtr<ffi::Object> base = p;
    CHECK(base.use_count() == 2 && !p.unique() && base == ffi::ObjectPtr<ffi::Object>(p));
    ffi::ObjectPtr<NodeObj> moved = std::move(p);
    CHECK(p == nullptr && moved.use_count() == 2);  // NOLINT(bugprone-use-after-move)
    base.reset();
    CHECK(moved.unique() && !base);
    ffi::ObjectPtr<NodeObj>& alias = moved;
    moved = alias;
    CHECK(moved->value == 1);
    p.swap(moved);
    CHECK(p->value == 1 && moved == nullptr);
  }
  CHECK(live == 0);
}

static void ThrowingConstructor() {
  bool thrown = false;
  try {
    ffi::make_object<NodeObj>(-1);
  } catch (const std::runtime_error&) {
    thrown = true;
  }
  CHECK(thrown && live == 0);
}

static void Weak() {
  ffi::WeakObjectPtr<NodeObj> w;
  CHECK(w.expired() && w.lock() == nullptr);
  {
    ffi::ObjectPtr<NodeObj> p = ffi::make_object<NodeObj>(2);
    w = p;
    CHECK(w.use_count() == 1 && !w.expired() && !p.unique());
    ffi::WeakObjectPtr<ffi::Object> base = w;
    CHECK(w.lock()->value == 2 && base.lock() == ffi::ObjectPtr<ffi::Object>(p));
  }
  CHECK(w.expired() && w.lock() == nullptr && live == 0);
}

static void CountersFromThreads() {
  ffi::ObjectPtr<NodeObj> p = ffi::make_object<NodeObj>(3);
  ffi::WeakObjectPtr<NodeObj> w = p;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&p, &w] {
      for (int i = 0; i < 2000; ++i) {
        ffi::ObjectPtr<NodeObj> copy = p;
        ffi::WeakObjectPtr<NodeObj> weak = w;
        if (weak.lock()->value != copy->value) check::Report(__FILE__, __LINE__, "lost value");
      }
    });
  }
  for (std::thread& t : threads) t.join();
  CHECK(p.use_count() == 1);
}

static void Instances() {
  ffi::ObjectRef leaf = Leaf(1);
  ffi::ObjectRef child4(ffi::make_object<Child4Obj>());
  ffi::ObjectRef other(ffi::make_object<OtherObj>());
  CHECK(leaf->IsInstance<ffi::Object>() && leaf->IsInstance<NodeObj>());
  CHECK(leaf->IsInstance<LeafObj>() && !leaf->IsInstance<OtherObj>());
  for (const ffi::ObjectRef& r : {ffi::ObjectRef(ffi::make_object<Child1Obj>()),
                                  ffi::ObjectRef(ffi::make_object<Child2Obj>()),
                                  ffi::ObjectRef(ffi::make_object<Child3Obj>()), child4}) {
    CHECK(r->IsInstance<NodeObj>() && !r->IsInstance<LeafObj>());
  }
  CHECK(child4->IsInstance<Child4Obj>() && !child4->IsInstance<Child3Obj>());
  CHECK(!other->IsInstance<NodeObj>() && other.GetTypeKey() == "test.core.Other");
  CHECK(ffi::TypeKeyToIndex("test.core.Leaf") == LeafObj::RuntimeTypeIndex());
  CHECK(LeafObj::_type_index == LeafObj::RuntimeTypeIndex() && LeafObj::_type_depth == 2);
  CHECK(ffi::Object::TypeIndex2Key(64) == "ffi.Object");
  CHECK(leaf->GetTypeKeyHash() == TVMFFIGetTypeInfo(leaf->type_index())->type_key_hash);
  CHECK(check::Contains(check::ErrorOf([] { ffi::TypeKeyToIndex("test.core.Nope"); }),
                        "Cannot find type `test.core.Nope`"));
}

static void References() {
  Node null;
  CHECK(!null.defined() && null.type_index() == ffi::TypeIndex::kTVMFFINone &&
        null.get() == nullptr);
  CHECK(null.as<Node>().has_value() && !null.as<Leaf>().has_value() &&
        null.as<NodeObj>() == nullptr);
  CHECK_ERROR("TypeError: Cannot treat type `None` as type `test.core.Leaf`",
              null.as_or_throw<Leaf>());
  Leaf leaf(4);
  Node node = leaf;
  CHECK(node == leaf && node.same_as(leaf) && !(node != leaf) && node->value == 4);
  node->value = 5;
  CHECK(leaf->value == 5 && node.as<LeafObj>()->value == 5);
  CHECK(node.as<Leaf>()->use_count() == 3);
  CHECK_ERROR("TypeError: Cannot treat type `test.core.Leaf` as type `test.core.Other`",
              node.as_or_throw<Other>());
  const void* address = leaf.get();
  std::optional<Leaf> taken = std::move(node).as<Leaf>();
  CHECK(taken.has_value() && taken->get() == address && !node.defined());
  CHECK(ffi::GetRef<Node>(leaf.get()).same_as(leaf));
  CHECK(!ffi::GetRef<Node>(static_cast<const NodeObj*>(nullptr)).defined());
  CHECK_ERROR("InternalError: Check not null: ptr ",
              ffi::GetRef<Leaf>(static_cast<const LeafObj*>(nullptr)));
  CHECK(!ffi::GetRef<ffi::Optional<Leaf>>(static_cast<const LeafObj*>(nullptr)).has_value());
  CHECK(ffi::GetObjectPtr<NodeObj>(leaf.get()).use_count() == 3);
  std::unordered_map<ffi::ObjectRef, int, ffi::ObjectPtrHash, ffi::ObjectPtrEqual> map;
  map[leaf] = 1;
  map[Leaf(4)] = 2;
  CHECK(map.size() == 2 && map[*taken] == 1);
}

static void NeverNull() {
  ffi::Arc<LeafObj> arc = ffi::make_arc<LeafObj>(6);
  ffi::Arc<NodeObj> base = arc;
  CHECK(base->value == 6 && base.use_count() == 2);
  static_assert(!std::is_default_constructible_v<ffi::Arc<LeafObj>>);
  static_assert(!std::is_constructible_v<ffi::Arc<LeafObj>, std::nullptr_t>);
}

// An array object destroys what it constructed.
struct Item {
  explicit Item(int) { ++live; }
  Item(const Item&) = delete;
  ~Item() { --live; }
};
class ItemsObj : public ffi::Object {
 public:
  explicit ItemsObj(size_t n) : size(n) {
    for (size_t i = 0; i < n; ++i) new (items() + i) Item(1);
  }
  ~ItemsObj() {
    for (size_t i = 0; i < size; ++i) items()[i].~Item();
  }
  Item* items() { return reinterpret_cast<Item*>(this + 1); }
  size_t size;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.core.Items", ItemsObj, ffi::Object);
};

static void InplaceArray() {
  {
    auto array = ffi::make_inplace_array_object<ItemsObj, Item>(5, size_t{5});
    CHECK(live == 5 && array->size == 5);
  }
  CHECK(live == 0);
  CHECK(check::Contains(check::ErrorOf([] {
                          ffi::make_inplace_array_object<ItemsObj, Item>(
                              static_cast<size_t>(-1) / 2, size_t{0});
                        }),
                        "MemoryError"));
}

class alignas(64) WideObj : public ffi::Object {
 public:
  char data[64];
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.core.Wide", WideObj, ffi::Object);
};

struct Polymorphic {
  virtual ~Polymorphic() = default;
  int64_t before = 7;
};
class MixedObj : public Polymorphic, public ffi::Object {
 public:
  int64_t after = 8;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.core.Mixed", MixedObj, ffi::Object);
};

static void Layouts() {
  auto wide = ffi::make_object<WideObj>();
  CHECK(reinterpret_cast<uintptr_t>(wide.get()) % 64 == 0);
  ffi::ObjectRef mixed(ffi::make_object<MixedObj>());
  CHECK(mixed.as<MixedObj>()->before == 7 && mixed.as<MixedObj>()->after == 8);
  CHECK(ffi::detail::ObjectUnsafe::GetObjectOffsetToSubclass<MixedObj>() != 0);
  static_assert(sizeof(ffi::Object) == 24 && sizeof(ffi::ObjectRef) == 8);
  static_assert(sizeof(ffi::ObjectPtr<NodeObj>) == 8 && sizeof(ffi::WeakObjectPtr<NodeObj>) == 8);
  alignas(NodeObj) char room[sizeof(NodeObj)];
  NodeObj* node = reinterpret_cast<NodeObj*>(room);
  CHECK(reinterpret_cast<char*>(&node->value) - reinterpret_cast<char*>(node) == 24);
}

// The class is registered by somebody else.
class BorrowedObj : public ffi::Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP("test.core.Leaf", 2);
};
class UnknownObj : public ffi::Object {
 public:
  TVM_FFI_DECLARE_OBJECT_INFO_LOOKUP("test.core.Unknown", 1);
};

static void Lookup() {
  CHECK(BorrowedObj::RuntimeTypeIndex() == LeafObj::RuntimeTypeIndex());
  CHECK(check::Contains(check::ErrorOf([] { UnknownObj::RuntimeTypeIndex(); }),
                        "Cannot find type `test.core.Unknown`"));
}

int main() {
  Counting();
  ThrowingConstructor();
  Weak();
  CountersFromThreads();
  Instances();
  References();
  NeverNull();
  InplaceArray();
  Layouts();
  Lookup();
  CHECK(live == 0);
  return check::Failures();
}
