// SPDX-License-Identifier: Apache-2.0
// List: shared and mutable, growth numbers, edits, conversions and error texts.
#include <tvm/ffi/tvm_ffi.h>

#include <vector>

#include "print.h"

namespace ffi = tvm::ffi;
using ffi::Any;
using ffi::List;
using ffi::String;

static void Growth() {
  List<int64_t> a;
  Show("default", a.size(), a.capacity(), a.empty());
  for (int i = 0; i < 40; ++i) {
    size_t before = a.capacity();
    const void* object = a.get();
    a.push_back(i);
    if (a.capacity() != before) Show("push", i, before, a.capacity(), object == a.get());
  }
  List<int64_t> three{1, 2, 3};
  Show("init", three.size(), three.capacity());
  Show("init caps", List<int64_t>{1}.capacity(), List<int64_t>{1, 2}.capacity(),
       List<int64_t>{1, 2, 3, 4, 5}.capacity(),
       List<int64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9}.capacity());
  std::vector<int64_t> nine(9, 1);
  Show("range caps", List<int64_t>(nine.begin(), nine.end()).capacity(),
       List<int64_t>(nine).capacity(), List<int64_t>(nine.begin(), nine.begin() + 3).capacity());
  List<int64_t> filled(size_t{7}, 5);
  Show("filled", filled.size(), filled.capacity(), filled[6]);
  std::vector<int64_t> ten(10, 8);
  three.insert(three.begin() + 1, ten.begin(), ten.end());
  Show("insert range", three.size(), three.capacity(), three[0], three[1], three[10], three[11]);
  three.erase(three.begin() + 1, three.begin() + 11);
  Show("erase range", three.size(), three.capacity(), three[0], three[1]);
  three.reserve(5);
  Show("reserve less", three.capacity());
  three.reserve(20);
  Show("reserve more", three.capacity());
  three.resize(25);
  Show("resize", three.size(), three.capacity());
  three.resize(1);
  Show("resize less", three.size(), three.capacity());
  three.clear();
  Show("clear", three.size(), three.capacity());
  List<int64_t> assigned;
  assigned.Assign(ten.begin(), ten.end());
  Show("assign", assigned.size(), assigned.capacity());
}

static void Shared() {
  List<String> a{"x", "y"};
  List<String> b = a;
  b.push_back("z");
  b.Set(0, "q");
  b.insert(b.begin() + 1, String("i"));
  b.emplace_back("e");
  Show("shared", Join(a), Join(b), a.same_as(b));
  a.erase(a.begin());
  a.pop_back();
  Show("shared edited", Join(b), std::string(b.front()), std::string(b.back()));
  std::string back;
  for (auto it = a.rbegin(); it != a.rend(); ++it) back += std::string(*it);
  Show("reverse", back);
  List<Any> any = a;
  Show("covariant", any.same_as(a), any.size());
}

static void Errors() {
  List<int64_t> a{1};
  ShowError("at", [&] { (void)a[3]; });
  ShowError("at neg", [&] { (void)a[-1]; });
  ShowError("set", [&] { a.Set(1, 2); });
  List<int64_t> e;
  ShowError("front", [&] { (void)e.front(); });
  ShowError("back", [&] { (void)e.back(); });
  ShowError("pop", [&] { e.pop_back(); });
  ShowError("erase", [&] { e.erase(e.begin()); });
  ShowError("resize", [&] { e.resize(-1); });
  List<int64_t> m = std::move(a);
  Show("moved", a.defined(), a.size(), a.capacity(), a.empty());
  ShowError("moved at", [&] { (void)a[0]; });
  ShowError("moved push", [&] { a.push_back(1); });
  ShowError("moved pop", [&] { a.pop_back(); });
  ShowError("moved clear", [&] { a.clear(); });
  ShowError("moved set", [&] { a.Set(0, 1); });
  ShowError("moved reserve", [&] { a.reserve(3); });
}

static void Conversions() {
  Any array = ffi::Array<Any>{1, 2};
  Show("array as list", array.as<List<int64_t>>().has_value(), array.cast<List<int64_t>>().size());
  Any mixed = List<Any>{1, "abc", 2.5};
  ShowError("cast", [&] { (void)mixed.cast<List<int64_t>>(); });
  ShowError("cast none", [&] { (void)Any(nullptr).cast<List<int64_t>>(); });
  ShowError("cast array", [&] { (void)Any(ffi::Array<Any>{1, "x"}).cast<List<int64_t>>(); });
  List<double> floats = Any(List<Any>{1, 2}).cast<List<double>>();
  Show("floats", floats.size(), floats.capacity(), floats[1]);
  Show("type", Any(floats).GetTypeKey());
}

int main() {
  Growth();
  Shared();
  Errors();
  Conversions();
  return 0;
}
