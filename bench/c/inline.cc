// SPDX-License-Identifier: Apache-2.0
// The rows that are inline code of the C++ headers: one source, compiled against each side's headers.
#include <tvm/ffi/tvm_ffi.h>

#include <string>

#include "bench.h"

namespace {

namespace ffi = tvm::ffi;

constexpr int kEntries = 100000;
constexpr int kElements = 1000;

class PointObj : public ffi::Object {
 public:
  int64_t x;
  int64_t y;

  PointObj(int64_t x, int64_t y) : x(x), y(y) {}

  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("bench.Point", PointObj, ffi::Object);
};

class Point : public ffi::ObjectRef {
 public:
  Point(int64_t x, int64_t y) { data_ = ffi::make_object<PointObj>(x, y); }

  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Point, ffi::ObjectRef, PointObj);
};

// ---- objects and values ----

void CreateObject(size_t count) {
  for (size_t i = 0; i < count; ++i) {
    auto object = ffi::make_object<PointObj>(static_cast<int64_t>(i), 2);
    bench_keep(object.get());
  }
}

void CopyReference(size_t count) {
  Point point(1, 2);
  for (size_t i = 0; i < count; ++i) {
    Point copy = point;
    bench_keep(copy.get());
  }
}

void CopyIntAny(size_t count) {
  ffi::Any any = 5;
  for (size_t i = 0; i < count; ++i) {
    ffi::Any copy = any;
    bench_keep(&copy);
  }
}

void CopyObjectAny(size_t count) {
  ffi::Any any = Point(1, 2);
  for (size_t i = 0; i < count; ++i) {
    ffi::Any copy = any;
    bench_keep(&copy);
  }
}

void CastInt(size_t count) {
  ffi::Any any = 5;
  for (size_t i = 0; i < count; ++i) {
    bench_keep(&any);
    int64_t value = any.cast<int64_t>();
    bench_keep(&value);
  }
}

void CastObject(size_t count) {
  ffi::Any any = Point(1, 2);
  for (size_t i = 0; i < count; ++i) {
    Point point = any.cast<Point>();
    bench_keep(point.get());
  }
}

void CastString(size_t count) {
  ffi::Any any = ffi::String("a text that lies in an object");
  for (size_t i = 0; i < count; ++i) {
    ffi::String text = any.cast<ffi::String>();
    bench_keep(text.data());
  }
}

// ---- strings ----

void CreateShortString(size_t count) {
  for (size_t i = 0; i < count; ++i) {
    ffi::String text("short");
    bench_keep(text.data());
  }
}

void CreateLongString(size_t count) {
  std::string source(64, 'x');
  for (size_t i = 0; i < count; ++i) {
    ffi::String text(source);
    bench_keep(text.data());
  }
}

void CompareStrings(size_t count) {
  ffi::String left("a text that lies in an object, one"),
      right("a text that lies in an object, two");
  for (size_t i = 0; i < count; ++i) {
    bool equal = left == right;
    bench_keep(&equal);
  }
}

// ---- functions ----

void CreateFunction(size_t count) {
  int64_t offset = 3;
  for (size_t i = 0; i < count; ++i) {
    ffi::Function function = ffi::Function::FromTyped([offset](int64_t x) { return x + offset; });
    bench_keep(function.get());
  }
}

void CallInt(size_t count) {
  ffi::Function function = ffi::Function::FromTyped([](int64_t x) { return x + 1; });
  for (size_t i = 0; i < count; ++i) {
    int64_t value = function(static_cast<int64_t>(i)).cast<int64_t>();
    bench_keep(&value);
  }
}

void CallTyped(size_t count) {
  ffi::TypedFunction<int64_t(int64_t, double)> function = [](int64_t x, double y) {
    return x + static_cast<int64_t>(y);
  };
  for (size_t i = 0; i < count; ++i) {
    int64_t value = function(static_cast<int64_t>(i), 2.0);
    bench_keep(&value);
  }
}

void CallTextAndObject(size_t count) {
  ffi::Function function =
      ffi::Function::FromTyped([](const ffi::String& text, const Point& point) {
        return static_cast<int64_t>(text.size()) + point->x;
      });
  ffi::String text("a text that lies in an object");
  Point point(1, 2);
  for (size_t i = 0; i < count; ++i) {
    int64_t value = function(text, point).cast<int64_t>();
    bench_keep(&value);
  }
}

void CallObjectBack(size_t count) {
  ffi::Function function = ffi::Function::FromTyped([](Point point) { return point; });
  Point point(1, 2);
  for (size_t i = 0; i < count; ++i) {
    Point value = function(point).cast<Point>();
    bench_keep(value.get());
  }
}

void CallPacked(size_t count) {
  ffi::Function function =
      ffi::Function::FromPacked([](const ffi::AnyView* args, int32_t, ffi::Any* result) {
        *result = args[0].cast<int64_t>();
      });
  for (size_t i = 0; i < count; ++i) {
    int64_t value = function(static_cast<int64_t>(i), 1.0, true).cast<int64_t>();
    bench_keep(&value);
  }
}

void ThrowAndCatch(size_t count) {
  ffi::Function function = ffi::Function::FromTyped([](int64_t x) -> int64_t {
    TVM_FFI_THROW(ValueError) << "no " << x;
    return x;
  });
  for (size_t i = 0; i < count; ++i) {
    try {
      function(static_cast<int64_t>(i));
    } catch (const ffi::Error& error) {
      bench_keep(&error);
    }
  }
}

// ---- Array, List ----

void PushArray(size_t count) {
  ffi::Array<int64_t> array;
  for (size_t i = 0; i < count; ++i) {
    if (i % kElements == 0) array = ffi::Array<int64_t>();
    array.push_back(static_cast<int64_t>(i));
  }
  bench_keep(array.get());
}

ffi::Array<int64_t> MakeArray() {
  ffi::Array<int64_t> array;
  for (int i = 0; i < kElements; ++i) array.push_back(i);
  return array;
}

void IndexArray(size_t count) {
  ffi::Array<int64_t> array = MakeArray();
  for (size_t i = 0; i < count; ++i) {
    int64_t value = array[static_cast<int64_t>(i % kElements)];
    bench_keep(&value);
  }
}

void IterateArray(size_t count) {
  ffi::Array<int64_t> array = MakeArray();
  int64_t sum = 0;
  for (size_t i = 0; i < count; i += kElements) {
    for (int64_t value : array) sum += value;
  }
  bench_keep(&sum);
}

void PushList(size_t count) {
  ffi::List<int64_t> list;
  for (size_t i = 0; i < count; ++i) {
    if (i % kElements == 0) list = ffi::List<int64_t>();
    list.push_back(static_cast<int64_t>(i));
  }
  bench_keep(list.get());
}

// ---- Map, Dict ----

template <typename MapType>
double Insert() {
  double begun = bench_now();
  MapType map;
  for (int64_t i = 0; i < kEntries; ++i) map.Set(i, i);
  double took = bench_now() - begun;
  bench_keep(map.get());
  return took / kEntries;
}

const ffi::Map<int64_t, int64_t>& IntMap() {
  static ffi::Map<int64_t, int64_t> map = [] {
    ffi::Map<int64_t, int64_t> made;
    for (int64_t i = 0; i < kEntries; ++i) made.Set(i, i);
    return made;
  }();
  return map;
}

void LookUpInt(size_t count) {
  const ffi::Map<int64_t, int64_t>& map = IntMap();
  for (size_t i = 0; i < count; ++i) {
    int64_t value = map[static_cast<int64_t>(i % kEntries)];
    bench_keep(&value);
  }
}

void MissInt(size_t count) {
  const ffi::Map<int64_t, int64_t>& map = IntMap();
  for (size_t i = 0; i < count; ++i) {
    size_t found = map.count(static_cast<int64_t>(kEntries + i % kEntries));
    bench_keep(&found);
  }
}

double IterateInt() {
  const ffi::Map<int64_t, int64_t>& map = IntMap();
  int64_t sum = 0;
  double begun = bench_now();
  for (const auto& entry : map) sum += entry.second;
  double took = bench_now() - begun;
  bench_keep(&sum);
  return took / kEntries;
}

void LookUpText(size_t count) {
  static ffi::Array<ffi::String> keys;
  static ffi::Map<ffi::String, int64_t> map;
  if (keys.empty()) {
    for (int i = 0; i < kElements; ++i) {
      std::string text = "key_number_" + std::to_string(i);
      map.Set(ffi::String(text), i);
      keys.push_back(ffi::String(text));
    }
  }
  for (size_t i = 0; i < count; ++i) {
    int64_t value = map[keys[static_cast<int64_t>(i % kElements)]];
    bench_keep(&value);
  }
}

const bench_row rows[] = {
    {"C++: make an object, drop", CreateObject, nullptr},
    {"C++: copy a reference", CopyReference, nullptr},
    {"C++: copy an Any, int", CopyIntAny, nullptr},
    {"C++: copy an Any, object", CopyObjectAny, nullptr},
    {"C++: cast an Any to int", CastInt, nullptr},
    {"C++: cast an Any to an object", CastObject, nullptr},
    {"C++: cast an Any to String", CastString, nullptr},
    {"C++: String, short", CreateShortString, nullptr},
    {"C++: String of 64 bytes, drop", CreateLongString, nullptr},
    {"C++: compare two Strings", CompareStrings, nullptr},
    {"C++: make a Function, drop", CreateFunction, nullptr},
    {"C++: call Function(int)", CallInt, nullptr},
    {"C++: call TypedFunction(int, float)", CallTyped, nullptr},
    {"C++: call Function(str, object)", CallTextAndObject, nullptr},
    {"C++: call Function(object) -> object", CallObjectBack, nullptr},
    {"C++: call a packed Function", CallPacked, nullptr},
    {"C++: throw through a Function, catch", ThrowAndCatch, nullptr},
    {"C++: Array push, up to 1000", PushArray, nullptr},
    {"C++: Array index", IndexArray, nullptr},
    {"C++: Array iterate, an element", IterateArray, nullptr},
    {"C++: List push, up to 1000", PushList, nullptr},
    {"C++: Map insert, int keys, 1e5", nullptr, Insert<ffi::Map<int64_t, int64_t>>},
    {"C++: Map look-up, int keys, 1e5", LookUpInt, nullptr},
    {"C++: Map miss, int keys", MissInt, nullptr},
    {"C++: Map iterate, an entry", nullptr, IterateInt},
    {"C++: Map look-up, str keys, 1000", LookUpText, nullptr},
    {"C++: Dict insert, int keys, 1e5", nullptr, Insert<ffi::Dict<int64_t, int64_t>>},
};

}  // namespace

int main(int argc, char** argv) {
  return bench_serve(argc, argv, rows, sizeof rows / sizeof rows[0]);
}
