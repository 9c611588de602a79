// SPDX-License-Identifier: Apache-2.0
// Tuple and Variant: access, copy-on-write, bindings, conversions, error texts.
#include <tvm/ffi/tvm_ffi.h>

#include <sstream>
#include <vector>

#include "print.h"

namespace ffi = tvm::ffi;
using ffi::Any;
using ffi::Array;
using ffi::ObjectRef;
using ffi::Optional;
using ffi::String;
using ffi::Tuple;
using ffi::Variant;

static Tuple<int, String> MakePair() { return Tuple<int, String>(7, "made"); }

static void Tuples() {
  Tuple<int, String> t(1, "a");
  auto [i, s] = t;
  Show("bound", i, s, t.get<0>(), t.get<1>(), std::tuple_size<Tuple<int, String>>::value);
  const auto& [ci, cs] = t;
  Show("bound const", ci, cs);
  auto [mi, ms] = MakePair();
  Show("bound moved", mi, ms);
  Tuple<int, String> u = t;
  u.Set<0>(5);
  Show("cow", t.get<0>(), u.get<0>(), t.same_as(u));
  u.Set<1>("b");
  Show("unique set", u.use_count(), u.get<1>());
  Tuple<> none;
  Show("empty", Any(none).cast<Array<Any>>().size());
  Tuple<int, double> zeros;
  Show("default", zeros.get<0>(), zeros.get<1>());
  Tuple deduced(1, String("x"), 2.5);
  Show("deduced", deduced.get<2>(), std::is_same_v<decltype(deduced), Tuple<int, String, double>>);
  Tuple<Any, Any> any = t;
  Show("covariant", any.same_as(t), any.get<1>().cast<String>());
  Tuple<Array<int>, int> moving(Array<int>{1, 2}, 3);
  Array<int> taken = std::move(moving).get<0>();
  Show("moved out", taken.size(), taken.use_count());
  Tuple<Array<int>, int> shared(Array<int>{1, 2}, 3);
  Tuple<Array<int>, int> other = shared;
  Array<int> copied = std::move(shared).get<0>();
  Show("shared out", copied.use_count());
  Show("still there", other.get<0>().size());
  Array<Any> array = Any(t).cast<Array<Any>>();
  Show("as array", array.size(), array[1].cast<String>());
  Any value = Array<Any>{1, "x"};
  Show("from array", value.as<Tuple<int, String>>().has_value(),
       value.cast<Tuple<int, String>>().get<1>());
  Show("from array converted", value.as<Tuple<double, String>>().has_value(),
       value.cast<Tuple<double, Any>>().get<0>());
  ShowError("length", [&] { (void)value.cast<Tuple<int>>(); });
  ShowError("element", [&] { (void)value.cast<Tuple<int, int>>(); });
  ShowError("treat", [&] { (void)value.as_or_throw<Tuple<String, String>>(); });
  ShowError("list", [&] { (void)Any(ffi::List<Any>{1, "x"}).cast<Tuple<int, String>>(); });
  ShowError("none", [&] { (void)Any(nullptr).cast<Tuple<int, String>>(); });
  Array<Any> inner{1, "y"};
  Array<Any> outer{1};
  outer.Set(0, inner);
  ShowError("nested", [&] { (void)Any(outer).cast<Tuple<Tuple<int, int>>>(); });
}

static void Variants() {
  Variant<int64_t, String> v = String("a");
  Show("string", v.as<String>().has_value(), v.as<int64_t>().has_value(), v.get<String>(),
       v.GetTypeKey());
  v = static_cast<int64_t>(5);
  Show("int", v.as<int64_t>().value(), v.get<int64_t>());
  ShowError("get wrong", [&] { (void)v.get<String>(); });
  Any x = v;
  Show("any", x.cast<int>());
  Show("cast", Any("text").cast<Variant<int64_t, String>>().get<String>(),
       Any(true).cast<Variant<int64_t, String>>().GetTypeKey(),
       Any(true).cast<Variant<double, String, int64_t>>().GetTypeKey());
  ShowError("cast none", [&] { (void)Any(nullptr).cast<Variant<int64_t, String>>(); });
  ShowError("cast float", [&] { (void)Any(1.5).cast<Variant<int64_t, String>>(); });
  ShowError("treat bool", [&] { (void)Any(true).as_or_throw<Variant<int64_t, String>>(); });
  Variant<Array<int>, String> w = Array<int>{1};
  Show("object", w.as<Array<int>>()->size(), w.same_as(w), w.as<ffi::ArrayObj>() != nullptr,
       w.as<ffi::ShapeObj>() == nullptr);
  Variant<Array<int>, String> copy = w;
  Show("copy", copy.same_as(w));
  Array<Variant<int64_t, String>> list{static_cast<int64_t>(1), String("q")};
  Show("in array", list.size(), list[1].get<String>());
  Optional<Variant<int64_t, String>> opt = v;
  Show("optional", opt.has_value(), (*opt).get<int64_t>());
  Show("sizes", sizeof(v), sizeof(Tuple<int, int, int>), sizeof(Array<int>), sizeof(opt));
  ffi::ObjectPtrHash hash;
  ffi::ObjectPtrEqual equal;
  Variant<Array<int>, ffi::Shape> refs = Array<int>{1};
  Variant<Array<int>, ffi::Shape> same = refs;
  Show("hash", hash(refs) == hash(same), equal(refs, same));
}

static void Shapes() {
  ffi::Shape s{2, 3, 4};
  Show("shape", s.size(), s[1], s.at(2), s.front(), s.back(), s.Product(), s.empty());
  ffi::Shape e;
  Show("empty", e.size(), e.Product(), e.empty(), e.defined());
  ffi::ShapeView v = s;
  int64_t sum = 0;
  for (int64_t x : v) sum += x;
  for (int64_t x : s) sum += x;
  Show("view", v.size(), v[2], v.front(), v.back(), v.Product(), sum);
  ffi::Shape from_array(Array<int64_t>{5, 6});
  ffi::Shape from_vector(std::vector<int64_t>{7, 8, 9});
  ffi::Shape from_view(v);
  ffi::Shape from_range(v.begin(), v.begin() + 2);
  Show("from", from_array[1], from_vector[2], from_view[0], from_range.size());
  ffi::Shape strides = ffi::Shape::StridesFromShape(s);
  Show("strides", strides[0], strides[1], strides[2]);
  std::ostringstream os;
  os << s << " " << e << " " << ffi::Shape{1};
  Show("print", os.str());
  ShowError("at", [&] { (void)s.at(3); });
  ShowError("back", [&] { (void)e.back(); });
  ShowError("front", [&] { (void)e.front(); });
  ShowError("view at", [&] { (void)v.at(3); });
  Any x = s;
  Show("any", x.GetTypeKey(), x.as<ffi::Shape>().has_value());
  Any ints = Array<Any>{1, 2};
  Show("array to shape", ints.as<ffi::Shape>().has_value(), ints.cast<ffi::Shape>()[1]);
  Show("list to shape", Any(ffi::List<Any>{4}).cast<ffi::Shape>()[0]);
  ShowError("bad shape", [&] { (void)Any(Array<Any>{1, "x"}).cast<ffi::Shape>(); });
  ShowError("none shape", [&] { (void)Any(nullptr).cast<ffi::Shape>(); });
  const TVMFFIShapeCell* cell = reinterpret_cast<const TVMFFIShapeCell*>(
      reinterpret_cast<const char*>(s.get()) + sizeof(TVMFFIObject));
  Show("memory", cell->size, cell->data == s.data(),
       reinterpret_cast<const char*>(cell->data) - reinterpret_cast<const char*>(s.get()));
}

int main() {
  Tuples();
  Variants();
  Shapes();
  return 0;
}
