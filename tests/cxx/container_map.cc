// SPDX-License-Identifier: Apache-2.0
// Map and Dict: order, growth, overwriting, erasing, copy-on-write, conversions, error texts and the
// bytes of the object's memory (without addresses), which inline code of other binaries walks.
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/tvm_ffi.h>

#include <cstring>
#include <unordered_map>
#include <vector>

#include "print.h"

namespace ffi = tvm::ffi;
using ffi::Any;
using ffi::Dict;
using ffi::Map;
using ffi::String;

struct RawMap {
  TVMFFIObject header;
  unsigned char* data;
  uint64_t size;
  uint64_t slots;
  void (*deleter)(void*);
  uint32_t fib_shift;
  uint32_t padding;
  uint64_t head;
  uint64_t tail;
};

// Everything that a foreign reader of the map sees.
template <typename M>
static void Dump(const char* name, const M& map) {
  const RawMap* raw = reinterpret_cast<const RawMap*>(map.get());
  bool small = (raw->slots >> 63) != 0;
  std::printf("%s: size %llu", name, static_cast<unsigned long long>(raw->size));
  if (small) {
    bool is_inline = raw->data == reinterpret_cast<const unsigned char*>(raw) + 56;
    std::printf(" small %d inline %d deleter %d:", static_cast<int>(raw->slots & 0xff), is_inline,
                raw->deleter != nullptr);
    for (uint64_t i = 0; i < raw->size; ++i) {
      const TVMFFIAny* pair = reinterpret_cast<const TVMFFIAny*>(raw->data + 32 * i);
      std::printf(" %lld=%lld", static_cast<long long>(pair[0].v_int64),
                  static_cast<long long>(pair[1].v_int64));
    }
  } else {
    std::printf(
        " dense %llu shift %u head %lld tail %lld:", static_cast<unsigned long long>(raw->slots),
        raw->fib_shift, static_cast<long long>(raw->head), static_cast<long long>(raw->tail));
    for (uint64_t i = 0; i < raw->slots; ++i) {
      const unsigned char* block = raw->data + 784 * (i / 16);
      unsigned meta = block[i % 16];
      if (meta == 0xff) continue;
      const unsigned char* item = block + 16 + 48 * (i % 16);
      int64_t key, prev, next;
      std::memcpy(&key, item + 8, 8);
      std::memcpy(&prev, item + 32, 8);
      std::memcpy(&next, item + 40, 8);
      std::printf(" [%llu %02x %lld %lld %lld]", static_cast<unsigned long long>(i), meta,
                  static_cast<long long>(key), static_cast<long long>(prev),
                  static_cast<long long>(next));
    }
  }
  std::printf("\n");
}

template <typename M>
static void Order(const char* name, const M& map) {
  std::printf("%s:", name);
  for (const auto& kv : map) {
    std::printf(" %lld=%lld", static_cast<long long>(kv.first), static_cast<long long>(kv.second));
  }
  std::printf("\n");
}

template <typename M>
static void Growth(const char* name) {
  M map;
  Dump(name, map);
  for (int64_t i = 0; i < 40; ++i) {
    map.Set(i * 7 - 3, i);
    if (i < 10 || i == 17 || i == 33 || i == 39) Dump(name, map);
  }
  map.Set(4, 100);
  map.Set(-3, 101);
  Order(name, map);
  for (int64_t i = 0; i < 40; i += 3) map.erase(i * 7 - 3);
  Dump(name, map);
  map.erase(123456);
  for (int64_t i = 0; i < 20; ++i) map.Set(1000 + i * i * 65536, i);
  Dump(name, map);
  Order(name, map);
  map.clear();
  Dump(name, map);
  map.Set(1, 2);
  Dump(name, map);
}

template <typename M>
static void Small(const char* name) {
  M map{{1, 1}, {2, 2}};
  Dump(name, map);
  map.Set(1, 9);
  Order(name, map);
  map.Set(3, 3);
  Dump(name, map);
  map.Set(4, 4);
  map.erase(2);
  Dump(name, map);
  map.Set(2, 5);
  map.Set(3, 6);
  Order(name, map);
  map.Set(5, 5);
  Dump(name, map);
  map.Set(3, 7);
  Order(name, map);
  // Overwriting in a small map without free places.
  for (int64_t n = 1; n <= 5; ++n) {
    M full;
    for (int64_t i = 0; i < n; ++i) full.Set(i, i);
    for (int64_t i = 0; i < n; ++i) {
      M copy;
      for (const auto& kv : full) copy.Set(kv.first, kv.second);
      copy.Set(i, 100);
      Dump(name, copy);
    }
    M shared = full;
    shared.Set(0, 100);
    Dump(name, shared);
    if (n == 2) {
      shared.erase(0);
      Dump(name, shared);
      M again = shared;
      again.erase(1);
      Dump(name, again);
    }
  }
  M three{{1, 1}, {2, 2}, {3, 3}};
  M other = three;
  other.Set(2, 100);
  Dump(name, other);
  Dump(name, three);
  M four{{1, 1}, {2, 2}, {3, 3}, {4, 4}};
  Dump(name, four);
  M dup{{1, 1}, {1, 2}, {2, 3}, {1, 4}, {3, 3}};
  Dump(name, dup);
  Order(name, dup);
  M dup3{{1, 1}, {2, 2}, {1, 3}};
  Dump(name, dup3);
  std::vector<std::pair<int64_t, int64_t>> many;
  for (int64_t i = 0; i < 33; ++i) many.emplace_back(i * 1024, i);
  M range(many.begin(), many.end());
  Dump(name, range);
  M empty(many.begin(), many.begin());
  Dump(name, empty);
  std::unordered_map<int64_t, int64_t> hash{{5, 6}};
  M from_hash(hash);
  Dump(name, from_hash);
}

// A long walk of edits, dumped now and then: any difference in probing shows.
template <typename M>
static void Stress(const char* name) {
  M map;
  uint64_t state = 12345;
  for (int i = 0; i < 3000; ++i) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    int64_t key = static_cast<int64_t>((state >> 33) % 700) * (1 << ((state >> 20) % 12));
    if ((state >> 60) < 6) {
      map.erase(key);
    } else {
      map.Set(key, i);
    }
    if (i % 600 == 599) Dump(name, map);
  }
}

static void CopyOnWriteOf() {
  Map<String, int64_t> a{{"x", 1}};
  Map<String, int64_t> b = a;
  b.Set("y", 2);
  Show("cow", a.size(), b.size(), a.same_as(b));
  Map<String, int64_t> c = b;
  c.erase("x");
  Show("cow erase", b.size(), c.size());
  c = b;
  c.clear();
  Show("cow clear", b.size(), c.size());
  const void* object = b.get();
  b.Set("z", 3);
  b.Set("w", 3);
  b.Set("v", 3);
  Show("grown object is new", object != b.get(), b.size());
  Dict<String, int64_t> d{{"x", 1}};
  Dict<String, int64_t> e = d;
  object = e.get();
  for (int i = 0; i < 50; ++i) e.Set(std::to_string(i), i);
  Show("dict is shared", d.size(), e.size(), d.same_as(e), object == e.get());
  Map<Any, Any> big;
  for (int i = 0; i < 20; ++i) big.Set(i, String("text"));
  Map<Any, Any> copy = big;
  copy.Set(3, nullptr);
  Show("cow dense", big.at(3).GetTypeKey(), copy.at(3).GetTypeKey(), copy.size());
  Map<Any, Any> merged = ffi::Merge(big, Map<Any, Any>{{3, 1}, {99, 2}});
  Show("merge", merged.size(), big.size(), merged.at(3).cast<int>());
}

static void Lookup() {
  Map<String, Any> m{{"k", 1}, {"a longer key", "text"}};
  Show("count", m.count("k"), m.count("none"), m.size(), m.empty());
  Show("get", m.Get("k").has_value(), m.Get("none").has_value());
  Show("find", m.find("k") != m.end(), m.find("none") == m.end());
  Show("long", m.at("a longer key").cast<String>());
  Show("from std string", m.count(String(std::string("k"))));
  auto it = m.begin();
  ++it;
  Show("second", (*it).first);
  --it;
  Show("first", (*it).first);
  it = m.end();
  --it;
  Show("last", (*it).first);
  Map<Any, int> mixed;
  mixed.Set(1, 1);
  mixed.Set(true, 2);
  mixed.Set(1.0, 3);
  mixed.Set(String("1"), 4);
  mixed.Set(ffi::Bytes("1", 1), 5);
  mixed.Set(nullptr, 6);
  mixed.Set(0.0, 7);
  mixed.Set(-0.0, 8);
  Show("mixed", mixed.size(), mixed.at(1), mixed.at(true), mixed.at(1.0), mixed.at(-0.0));
}

static void ErrorsAndMoves() {
  Map<String, int64_t> m{{"k", 1}};
  ShowError("at", [&] { (void)m.at("q"); });
  ShowError("index", [&] { (void)m["q"]; });
  Dict<String, int64_t> d{{"k", 1}};
  ShowError("dict at", [&] { (void)d.at("q"); });
  ShowError("dict index", [&] { (void)d["q"]; });
  Map<int64_t, int64_t> ints{{1, 1}};
  ShowError("int at", [&] { (void)ints.at(5); });
  Map<String, int64_t> moved = std::move(m);
  Show("moved", m.defined(), m.size(), m.count("k"), m.empty());
  m.Set("a", 1);
  Show("moved set", m.size());
  Dict<String, int64_t> dmoved = std::move(d);
  Show("dict moved", d.defined(), d.size(), d.count("k"));
}

static void Conversions() {
  Any m = Map<Any, Any>{{"a", 1}, {2, "b"}};
  ShowError("cast key", [&] { (void)m.cast<Map<String, Any>>(); });
  ShowError("cast value", [&] { (void)m.cast<Map<Any, int64_t>>(); });
  ShowError("cast both", [&] { (void)m.cast<Map<int64_t, int64_t>>(); });
  ShowError("as_or_throw", [&] { (void)m.as_or_throw<Map<String, Any>>(); });
  ShowError("none", [&] { (void)Any(nullptr).cast<Map<String, Any>>(); });
  ShowError("array", [&] { (void)Any(ffi::Array<int>{1}).cast<Map<Any, Any>>(); });
  Any ints = Map<String, Any>{{"a", 1}, {"b", true}};
  Map<String, double> floats = ints.cast<Map<String, double>>();
  Show("floats", floats.size(), floats["a"], floats["b"],
       floats.same_as(ints.cast<Map<String, Any>>()));
  Show("strict", ints.as<Map<String, int64_t>>().has_value(),
       ints.as<Map<String, Any>>().has_value(), ints.as<Map<Any, Any>>().has_value());
  Any dict = Dict<String, Any>{{"a", 1}};
  Show("dict as map", dict.as<Map<String, Any>>().has_value(),
       dict.cast<Map<String, int64_t>>().size());
  Show("map as dict", ints.as<Dict<String, Any>>().has_value(),
       ints.cast<Dict<String, int64_t>>().size());
  ShowError("dict bad", [&] { (void)dict.cast<Dict<String, String>>(); });
  ShowError("dict bad key", [&] { (void)dict.cast<Map<int64_t, Any>>(); });
  Map<ffi::Any, ffi::ObjectRef> wide = Map<String, ffi::Array<int>>{{"a", {1}}};
  Show("covariant", wide.size());
}

int main() {
  Growth<Map<int64_t, int64_t>>("map");
  Growth<Dict<int64_t, int64_t>>("dict");
  Small<Map<int64_t, int64_t>>("small map");
  Small<Dict<int64_t, int64_t>>("small dict");
  Stress<Map<int64_t, int64_t>>("stress map");
  Stress<Dict<int64_t, int64_t>>("stress dict");
  CopyOnWriteOf();
  Lookup();
  ErrorsAndMoves();
  Conversions();
  return 0;
}
