// SPDX-License-Identifier: Apache-2.0
// Containers where the reference crashes or is silent: handles that were moved from, sizes without
// bounds, destructors and hooks that use the container they are called from.
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/tvm_ffi.h>

#include <functional>
#include <map>
#include <vector>

#include "check.h"

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;
using ffi::Any;
using ffi::Array;
using ffi::Dict;
using ffi::List;
using ffi::Map;
using ffi::ObjectRef;
using ffi::Shape;
using ffi::ShapeView;
using ffi::String;
using ffi::Tensor;
using ffi::TensorView;
using ffi::Variant;

// Runs a function when it dies.
class LastWordsObj : public ffi::Object {
 public:
  std::function<void()> words;
  ~LastWordsObj() {
    if (words) words();
  }
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("checks.LastWords", LastWordsObj, ffi::Object);
};

static ObjectRef Saying(std::function<void()> words) {
  ffi::ObjectPtr<LastWordsObj> object = ffi::make_object<LastWordsObj>();
  object->words = std::move(words);
  return ObjectRef(object);
}

// A key whose hash is what its class says, or an error.
class OddKeyObj : public ffi::Object {
 public:
  int64_t id = 0;
  int64_t hash = 0;
  bool fails = false;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("checks.OddKey", OddKeyObj, ffi::Object);
};

static bool hash_fails = false;

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::TypeAttrDef<OddKeyObj>()
      .def("__any_hash__",
           [](const OddKeyObj* key) {
             if (key->fails && hash_fails) TVM_FFI_THROW(ValueError) << "no hash today";
             return key->hash;
           })
      .def("__any_equal__", [](const OddKeyObj* a, const OddKeyObj* b) { return a->id == b->id; });
}

static ObjectRef OddKey(int64_t id, int64_t hash, bool fails = false) {
  ffi::ObjectPtr<OddKeyObj> key = ffi::make_object<OddKeyObj>();
  key->id = id;
  key->hash = hash;
  key->fails = fails;
  return ObjectRef(key);
}

static void MovedFromArrays() {
  Array<int64_t> a{1, 2};
  Array<int64_t> b = std::move(a);
  CHECK(a.begin() == a.end() && a.rbegin() == a.rend());
  for (int64_t v : a) CHECK(v == -1);
  CHECK(a.Map([](int64_t v) { return v + 1; }).size() == 0);
  a.MutateByApply([](int64_t v) { return v + 1; });
  CHECK(a.CopyOnWrite() == nullptr);
  CHECK_ERROR("RuntimeError: cannot erase from a null array", (a.erase(b.begin()), 0));
  CHECK_ERROR("IndexError: front() on empty sequence", a.front());
  a.resize(3);
  CHECK(a.size() == 3 && a[2] == 0);
  Array<int64_t> c = std::move(a);
  a.insert(a.begin(), 5);
  CHECK(a.size() == 1 && a[0] == 5);
  Array<int64_t> d = std::move(a);
  a.Assign(b.begin(), b.end());
  CHECK(a.size() == 2 && ffi::Concat(std::move(d), a).size() == 3);
  List<int64_t> l{1};
  List<int64_t> taken = std::move(l);
  CHECK(l.begin() == l.end());
  l.push_back(3);
  CHECK(l.size() == 1 && taken.size() == 1);
}

static void MovedFromMaps() {
  Map<String, int64_t> m{{"k", 1}};
  Map<String, int64_t> n = std::move(m);
  CHECK(m.begin() == m.end() && m.find("k") == m.end() && !m.Get("k").has_value());
  CHECK_ERROR("KeyError: key is not in Map", m.at("k"));
  m.erase("k");
  m.clear();
  CHECK(m.CopyOnWrite() == nullptr);
  m.Set("a", 2);
  CHECK(m.size() == 1 && n.size() == 1);
  Dict<String, int64_t> d{{"k", 1}};
  Dict<String, int64_t> e = std::move(d);
  d.erase("k");
  d.clear();
  CHECK(d.begin() == d.end());
  d.Set("a", 1);
  CHECK(d.size() == 1 && e.size() == 1);
}

static void Positions() {
  Array<int64_t> a{1, 2, 3};
  CHECK_ERROR("IndexError: Index 4 out of bounds 3", (a.insert(a.begin() + 4, 1), 0));
  CHECK_ERROR("IndexError: Index -1 out of bounds 3", (a.insert(a.begin() - 1, 1), 0));
  CHECK_ERROR("IndexError: Index 3 out of bounds 3", (a.erase(a.end()), 0));
  CHECK_ERROR("IndexError: Index 4 out of bounds 3", (a.erase(a.begin(), a.begin() + 4), 0));
  CHECK_ERROR("IndexError: Index 1 out of bounds 3", (a.erase(a.begin() + 2, a.begin() + 1), 0));
  a.erase(a.end(), a.end());
  a.insert(a.begin() + 1, a.begin(), a.end());
  CHECK(a.size() == 6 && a[1] == 1 && a[3] == 3 && a[5] == 3);
  List<int64_t> l{1, 2, 3};
  CHECK_ERROR("IndexError: Index 4 out of bounds 3", (l.insert(l.begin() + 4, 1), 0));
  CHECK_ERROR("IndexError: Index 4 out of bounds 3", (l.erase(l.begin(), l.begin() + 4), 0));
  l.insert(l.begin() + 1, l.begin(), l.end());
  CHECK(l.size() == 6 && l[1] == 1 && l[3] == 3 && l[5] == 3);
}

static void Sizes() {
  CHECK(check::Contains(check::ErrorOf([] { Array<int64_t> a(static_cast<size_t>(-1), 3); }),
                        "ValueError: cannot make a sequence of size"));
  CHECK(check::Contains(check::ErrorOf([] { Array<int64_t>().reserve(INT64_MAX); }), "ValueError"));
  CHECK(check::Contains(check::ErrorOf([] { Array<int64_t>().resize(INT64_MAX); }), "ValueError"));
  CHECK(check::Contains(check::ErrorOf([] { List<int64_t>().reserve(INT64_MAX); }), "ValueError"));
  CHECK(
      check::Contains(check::ErrorOf([] { List<int64_t>().resize(INT64_MAX / 2); }), "ValueError"));
}

static void DestructorsOfLists() {
  List<Any> list;
  for (int i = 0; i < 4; ++i) {
    list.push_back(Saying([list]() mutable {
      list.push_back(1);
      list.reserve(static_cast<int64_t>(list.capacity() * 2));
    }));
  }
  list.Set(0, 7);
  CHECK(list.size() == 5);
  list.erase(list.begin() + 1);
  CHECK(list.size() == 5);
  list.erase(list.begin() + 1, list.begin() + 3);
  CHECK(list.size() == 5);
  list.push_back(Saying([list]() mutable { list.push_back(2); }));
  list.pop_back();
  CHECK(list.size() == 6 && list[5].cast<int>() == 2);
  list.clear();
  CHECK(list.empty());
}

static void DestructorsOfDicts() {
  for (int64_t count : {2, 30}) {
    Dict<int64_t, Any> dict;
    for (int64_t i = 0; i < count; ++i) {
      dict.Set(i, Saying([dict, i]() mutable { dict.Set(1000 + i, i); }));
    }
    dict.Set(0, 1);
    dict.erase(1);
    CHECK(dict.count(1000) == 1 && dict.count(1001) == 1 && dict.count(1) == 0);
    CHECK(dict.size() == static_cast<size_t>(count) + 1);
    for (int64_t i = 2; i < count / 2; ++i) dict.Set(i, nullptr);
    dict.clear();
    // What the rest said on its way out.
    CHECK(dict.size() == (count == 2 ? 0u : static_cast<size_t>(count - count / 2)));
    dict.clear();
    CHECK(dict.empty());
  }
}

static void KeysThatCollide() {
  Dict<Any, int64_t> dict;
  for (int64_t i = 0; i < 200; ++i) dict.Set(OddKey(i, 42), i);
  for (int64_t i = 0; i < 200; ++i) CHECK(dict.at(OddKey(i, 42)) == i);
  for (int64_t i = 0; i < 200; i += 2) dict.erase(OddKey(i, 42));
  CHECK(dict.size() == 100 && dict.count(OddKey(4, 42)) == 0 && dict.at(OddKey(5, 42)) == 5);
  int64_t last = -1;
  for (const auto& kv : dict) {
    CHECK(kv.second > last);
    last = kv.second;
  }
}

static void KeysWithoutHash() {
  Map<Any, int64_t> map;
  for (int64_t i = 0; i < 5; ++i) map.Set(OddKey(i, i * 7, true), i);
  Map<Any, int64_t> other = map;
  hash_fails = true;
  CHECK_ERROR("ValueError: no hash today", (map.Set(OddKey(99, 1, true), 1), 0));
  CHECK_ERROR("ValueError: no hash today", map.count(OddKey(1, 7, true)));
  // Growing hashes every key again: on an error the old map stays as it was.
  int added = 0;
  std::string error;
  while (error.empty() && added < 20) {
    error = check::ErrorOf([&] { map.Set(100 + added, 0); });
    added += error.empty() ? 1 : 0;
  }
  hash_fails = false;
  CHECK(error == "ValueError: no hash today");
  CHECK(map.size() == 5 + static_cast<size_t>(added) && other.size() == 5);
  for (int64_t i = 0; i < 5; ++i) CHECK(map.at(OddKey(i, i * 7, true)) == i);
}

static void Conversions() {
  CHECK(Any(Array<Any>{300}).try_cast<Array<int8_t>>() == std::nullopt);
  CHECK(Any(Array<Any>{-1}).try_cast<Array<uint8_t>>() == std::nullopt);
  CHECK(Any(Array<Any>{127}).cast<Array<int8_t>>()[0] == 127);
  CHECK(!(Any(Map<Any, Any>{{1, 70000}}).try_cast<Map<int, int16_t>>().has_value()));
  CHECK((Map<int, int>(std::map<int, int>{{1, 2}, {3, 4}})).at(3) == 4);
  Variant<int64_t, String> narrow = String("x");
  Variant<String, double, int64_t> wide = narrow;
  CHECK(wide.get<String>() == "x");
  ffi::Tuple<int, int> tuple(1, 2);
  ffi::Tuple<int, int> moved = std::move(tuple);
  CHECK_ERROR("IndexError: cannot index a null array", tuple.get<0>());
}

struct CPUAlloc {
  void AllocData(DLTensor* tensor) { tensor->data = std::malloc(ffi::GetDataSize(*tensor)); }
  void FreeData(DLTensor* tensor) { std::free(tensor->data); }
};

struct NoAlloc {
  int* freed;
  void AllocData(DLTensor*) { TVM_FFI_THROW(MemoryError) << "the device is full"; }
  void FreeData(DLTensor*) { ++*freed; }
};

static void Tensors() {
  const DLDataType f32{kDLFloat, 32, 1};
  const DLDevice cpu{kDLCPU, 0};
  Tensor t = Tensor::FromNDAlloc(CPUAlloc(), ShapeView({4, 6}), f32, cpu);
  CHECK_ERROR("ValueError: shape has 2 dimensions, strides 1", t.as_strided({2, 3}, {6}));
  CHECK_ERROR("ValueError: shape has 1 dimensions, strides 2",
              Tensor::FromNDAllocStrided(CPUAlloc(), ShapeView({2}), ShapeView({1, 1}), f32, cpu));
  CHECK(check::Contains(check::ErrorOf([] { TensorView v(static_cast<const DLTensor*>(nullptr)); }),
                        "InternalError: Check not null"));
  DLTensor raw = *t.GetDLTensorPtr();
  raw.strides = nullptr;
  TensorView bare(&raw);
  CHECK_ERROR("InternalError: the tensor has no strides", bare.strides());
  CHECK_ERROR("InternalError: the tensor has no strides", bare.stride(0));
  DLTensor nibbles = *t.GetDLTensorPtr();
  nibbles.dtype = DLDataType{kDLInt, 4, 1};
  TensorView half(&nibbles);
  CHECK_ERROR("ValueError: element offset 3 does not fall on a byte",
              half.as_strided({1}, {1}, 3).numel());
  int freed = 0;
  CHECK_ERROR("MemoryError: the device is full",
              Tensor::FromNDAlloc(NoAlloc{&freed}, ShapeView({1}), f32, cpu));
  CHECK(freed == 0);
  Shape s{1, 2};
  CHECK_ERROR("IndexError: indexing 2 on a Shape of size 2", s[2]);
}

int main() {
  MovedFromArrays();
  MovedFromMaps();
  Positions();
  Sizes();
  DestructorsOfLists();
  DestructorsOfDicts();
  KeysThatCollide();
  KeysWithoutHash();
  Conversions();
  Tensors();
  return check::Failures();
}
