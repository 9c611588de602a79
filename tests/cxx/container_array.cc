// SPDX-License-Identifier: Apache-2.0
// Array: values, growth numbers, copy-on-write, iterators, covariance, conversions and error texts.
// Prints one line per fact; the lines are compared with container_array.txt.
#include <tvm/ffi/tvm_ffi.h>

#include <vector>

#include "print.h"

namespace ffi = tvm::ffi;
using ffi::Any;
using ffi::AnyView;
using ffi::Array;
using ffi::String;

static void Growth() {
  Array<int64_t> empty;
  Show("default", empty.size(), empty.capacity(), empty.empty());
  Array<int64_t> a;
  for (int i = 0; i < 40; ++i) {
    size_t before = a.capacity();
    const void* object = a.get();
    a.push_back(i);
    if (a.capacity() != before) Show("push", i, before, a.capacity(), object != a.get());
  }
  Array<int64_t> list{1, 2, 3};
  Show("init list", list.size(), list.capacity());
  list.push_back(4);
  Show("init list push", list.size(), list.capacity());
  Array<int64_t> none(std::initializer_list<int64_t>{});
  Show("empty list", none.size(), none.capacity());
  none.push_back(1);
  Show("empty list push", none.size(), none.capacity());
  Array<int64_t> filled(size_t{7}, 5);
  Show("filled", filled.size(), filled.capacity(), filled[6]);
  Array<int64_t> vec(std::vector<int64_t>{1, 2, 3, 4, 5});
  Show("vector", vec.size(), vec.capacity());
  Array<int64_t> shared = vec;
  shared.push_back(6);
  Show("shared push", shared.size(), shared.capacity(), vec.size());
  Array<int64_t> shared2 = vec;
  shared2.Set(0, 9);
  Show("shared set", shared2.size(), shared2.capacity(), vec[0], shared2[0]);
  Array<int64_t> r;
  r.reserve(3);
  Show("reserve 3", r.capacity());
  r.reserve(10);
  Show("reserve 10", r.capacity());
  r.reserve(11);
  Show("reserve 11", r.capacity());
  r.resize(30);
  Show("resize 30", r.size(), r.capacity());
  r.resize(2);
  Show("resize 2", r.size(), r.capacity());
  r.clear();
  Show("clear", r.size(), r.capacity());
  Array<int64_t> many{1, 2, 3};
  std::vector<int64_t> ten(10, 8);
  many.insert(many.begin() + 1, ten.begin(), ten.end());
  Show("insert range", many.size(), many.capacity(), many[0], many[1], many[10], many[11]);
  many.erase(many.begin() + 1, many.begin() + 11);
  Show("erase range", many.size(), many.capacity(), many[0], many[1], many[2]);
  Array<int64_t> shared3 = many;
  shared3.clear();
  Show("shared clear", shared3.size(), shared3.capacity(), many.size());
  Array<int64_t> shared4 = many;
  shared4.resize(20);
  Show("shared resize", shared4.size(), shared4.capacity());
  Array<int64_t> shared5 = many;
  shared5.reserve(2);
  Show("shared reserve small", shared5.capacity(), shared5.same_as(many));
  shared5.reserve(50);
  Show("shared reserve big", shared5.capacity(), shared5.same_as(many));
  Array<int64_t> shared6 = many;
  shared6.insert(shared6.begin(), 77);
  Show("shared insert", shared6.size(), shared6.capacity(), shared6[0]);
  Array<int64_t> shared7 = many;
  shared7.erase(shared7.begin());
  Show("shared erase", shared7.size(), shared7.capacity(), shared7[0]);
  Array<int64_t> shared8 = many;
  shared8.pop_back();
  Show("shared pop", shared8.size(), shared8.capacity());
  Array<int64_t> assigned;
  assigned.Assign(ten.begin(), ten.end());
  Show("assign", assigned.size(), assigned.capacity());
  const void* object = assigned.get();
  assigned.Assign(ten.begin(), ten.begin() + 3);
  Show("assign less", assigned.size(), assigned.capacity(), object == assigned.get());
}

static void Moved() {
  Array<int64_t> a{1, 2};
  Array<int64_t> b = std::move(a);
  Show("moved", a.defined(), a.size(), a.capacity(), a.empty(), b.size());
  a.push_back(4);
  Show("moved push", a.size(), a.capacity(), a[0]);
  Array<int64_t> c = std::move(a);
  a.clear();
  Show("moved clear", a.defined(), a.size());
  Array<int64_t> d = std::move(c);
  c.reserve(2);
  Show("moved reserve", c.size(), c.capacity());
  c = std::move(d);
  Array<int64_t> e = std::move(c);
  Array<Any> g = std::move(e);
  ShowError("moved at", [&] { (void)e[0]; });
  ShowError("moved pop", [&] { e.pop_back(); });
}

static void Iterators() {
  Array<String> a{"x", "y", "z"};
  std::string joined;
  for (String s : a) joined += s;
  for (auto it = a.rbegin(); it != a.rend(); ++it) joined += std::string(*it);
  auto it = a.begin();
  it += 2;
  joined += *it--;
  joined += *it;
  Show("joined", joined, a.end() - a.begin(), *(a.begin() + 1), std::string(a.front()),
       std::string(a.back()));
  std::vector<String> v(a.begin(), a.end());
  Show("vector back", v.size(), v[1]);
  a.insert(a.end(), String("w"));
  a.insert(a.begin() + 1, String("q"));
  a.erase(a.begin());
  a.emplace_back("end");
  Show("edited", Join(a));
  Array<Any> any(v.begin(), v.end());
  Show("any", any.size(), any[0].GetTypeKey());
  Array<String> sum = ffi::Concat(a, Array<String>{"1", "2"});
  Show("concat", Join(sum), a.size());
  a.resize(5);
  Show("resized", a.size(), AnyView(Any(Array<Any>(a)[4])).GetTypeKey());
}

static void Mapping() {
  Array<String> a{"b", "a"};
  Array<String> same = a.Map([](String s) { return s; });
  Show("map same", same.same_as(a));
  Array<String> other = a.Map([](String s) { return s + "x"; });
  Show("map other", Join(other), Join(a));
  Array<int64_t> lens = a.Map([](String s) { return static_cast<int64_t>(s.size()); });
  Show("map type", lens.size(), lens.capacity(), lens[0]);
  const void* object = a.get();
  same = Array<String>();
  a.MutateByApply([](String s) { return s + "!"; });
  Show("mutate", Join(a), object == a.get());
  Array<String> shared = a;
  a.MutateByApply([](String s) { return s + "?"; });
  Show("mutate shared", Join(a), Join(shared));
  object = a.get();
  shared = a;
  a.MutateByApply([](String s) { return s; });
  Show("mutate identical", object == a.get());
}

static void Conversions() {
  Any mixed = Array<Any>{1, "a", 2.5};
  ShowError("cast int", [&] { (void)mixed.cast<Array<int64_t>>(); });
  ShowError("as_or_throw int", [&] { (void)mixed.as_or_throw<Array<int64_t>>(); });
  Show("as", mixed.as<Array<int64_t>>().has_value(), mixed.as<Array<Any>>().has_value());
  Any nested = Array<Any>{Array<Any>{1}, Array<Any>{1, String("long enough string")}};
  ShowError("cast nested", [&] { (void)nested.cast<Array<Array<int64_t>>>(); });
  Any ints = Array<Any>{1, 2};
  Array<double> floats = ints.cast<Array<double>>();
  Show("ints to floats", floats.size(), floats[1], floats.same_as(ints.cast<Array<Any>>()));
  Array<int64_t> same = ints.cast<Array<int64_t>>();
  Show("ints to ints", same.same_as(ints.cast<Array<Any>>()));
  Any list = ffi::List<Any>{1, 2};
  Show("list as array", list.as<Array<int64_t>>().has_value(),
       list.try_cast<Array<int64_t>>().has_value(), list.cast<Array<Any>>().size());
  ShowError("list cast", [] { (void)Any(ffi::List<Any>{1, "x"}).cast<Array<int64_t>>(); });
  ShowError("none cast", [] { (void)Any(nullptr).cast<Array<int64_t>>(); });
  ShowError("int cast", [] { (void)Any(3).cast<Array<Any>>(); });
  Array<Array<int64_t>> inner{{1, 2}, {3}};
  Array<ffi::ObjectRef> outer = inner;
  Show("covariant", outer.size(), outer.same_as(inner));
  Array<Any> top = inner;
  Show("covariant any", top.same_as(inner));
}

static void Errors() {
  Array<int64_t> a{1};
  ShowError("at", [&] { (void)a[3]; });
  ShowError("at neg", [&] { (void)a[-1]; });
  ShowError("set", [&] { a.Set(1, 2); });
  ShowError("set neg", [&] { a.Set(-1, 2); });
  Array<int64_t> e;
  ShowError("front", [&] { (void)e.front(); });
  ShowError("back", [&] { (void)e.back(); });
  ShowError("pop", [&] { e.pop_back(); });
  ShowError("erase", [&] { e.erase(e.begin()); });
  ShowError("resize", [&] { e.resize(-1); });
}

int main() {
  Growth();
  Moved();
  Iterators();
  Mapping();
  Conversions();
  Errors();
  return 0;
}
