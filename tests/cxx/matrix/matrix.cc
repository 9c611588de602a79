// SPDX-License-Identifier: Apache-2.0
// One small use of every feature that public extensions rely on most. Each must compile without a
// warning and hold. Takes the path of the library that exports `m_f1` (library.cc).
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/extra/module.h>
#include <tvm/ffi/tvm_ffi.h>

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <unordered_map>
#include <vector>

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;

class PairObj : public ffi::Object {
 public:
  int64_t a;
  int64_t b;
  PairObj(int64_t first, int64_t second) : a(first), b(second) {}
  int64_t Sum() const { return a + b; }
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("m.Pair", PairObj, ffi::Object);
};

struct CPUAlloc {
  void AllocData(DLTensor* t) { t->data = malloc(ffi::GetDataSize(*t)); }
  void FreeData(DLTensor* t) { free(t->data); }
};

// 01 and 02: exported functions.
static int F1(int x) { return x + 1; }
TVM_FFI_DLL_EXPORT_TYPED_FUNC(m_own_f1, F1);
static int64_t F2(ffi::TensorView a, ffi::Optional<ffi::TensorView> b) {
  return a.size(0) + (b ? (*b).numel() : 0);
}
TVM_FFI_DLL_EXPORT_TYPED_FUNC(m_f2, F2);

// 03 and 04: global functions.
TVM_FFI_STATIC_INIT_BLOCK() {
  refl::GlobalDef().def("m.f3", [](int a, double b) { return a * b; }, "doc");
}
TVM_FFI_STATIC_INIT_BLOCK() {
  refl::GlobalDef().def_packed("m.f4",
                               [](ffi::PackedArgs args, ffi::Any* rv) { *rv = args.size(); });
}

// 05 to 08: classes.
class M5Obj : public ffi::Object {
 public:
  int64_t a;
  explicit M5Obj(int64_t value) : a(value) {}
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("m.M5", M5Obj, ffi::Object);
};
class M6Obj : public ffi::Object {
 public:
  ffi::String s;
  TVM_FFI_DECLARE_OBJECT_INFO("m.M6", M6Obj, ffi::Object);
};
class M6 : public ffi::ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(M6, ffi::ObjectRef, M6Obj);
};
class P7 : public ffi::ObjectRef {
 public:
  explicit P7(int64_t a, int64_t b) : ObjectRef(ffi::make_object<PairObj>(a, b)) {}
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(P7, ffi::ObjectRef, PairObj);
};
TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<PairObj>()
      .def(refl::init<int64_t, int64_t>())
      .def_rw("a", &PairObj::a, "first")
      .def_ro("b", &PairObj::b)
      .def("sum", &PairObj::Sum, "doc")
      .def_static("make",
                  [](int64_t a) { return ffi::ObjectRef(ffi::make_object<PairObj>(a, a)); });
}

static int Line09(int argc, const char*) {
  TVM_FFI_ICHECK(argc >= 0) << "argc " << argc;
  TVM_FFI_ICHECK_EQ(1 + 1, 2) << "math";
  TVM_FFI_CHECK(argc < 1000, ValueError) << "v";
  TVM_FFI_CHECK_LE(1, 2, IndexError) << "i";
  return 0;
}
static int Line10(int, const char*) {
  try {
    TVM_FFI_THROW(ValueError) << "bad " << 3;
  } catch (const ffi::Error& e) {
    if (e.kind() != "ValueError" || e.message() != "bad 3") return 1;
  }
  return 0;
}
static int Line11(int, const char*) {
  ffi::Array<int64_t> a{1, 2, 3};
  a.push_back(4);
  int64_t t = 0;
  for (int64_t v : a) t += v;
  return t != 10 || a.size() != 4 || a[3] != 4;
}
static int Line12(int, const char*) {
  ffi::Map<ffi::String, ffi::Any> m{{"k", 1}};
  m.Set("j", ffi::String("x"));
  return m.count("j") != 1 || m["k"].cast<int>() != 1 || !m.Get("k").has_value();
}
static int Line13(int, const char*) {
  ffi::Optional<ffi::String> o = std::nullopt;
  if (o.has_value() || o.value_or("d") != "d") return 1;
  o = ffi::String("v");
  return *o != "v";
}
static int Line14(int, const char*) {
  ffi::Tuple<int, ffi::String> t(1, "a");
  auto [i, s] = t;
  return i != 1 || s != "a" || t.get<0>() != 1;
}
static int Line15(int, const char*) {
  ffi::Variant<int64_t, ffi::String> v = ffi::String("a");
  if (!v.as<ffi::String>() || v.as<int64_t>()) return 1;
  return v.get<ffi::String>() != "a";
}
static int Line16(int, const char*) {
  ffi::Any x = 3;
  if (x.cast<double>() != 3.0 || x.as<double>() || !x.try_cast<bool>() || *x.as<int>() != 3)
    return 1;
  x = ffi::String("s");
  return x == nullptr;
}
static int Line17(int, const char*) {
  ffi::Function f = ffi::Function::FromTyped([](int, ffi::String s) { return s + "!"; }, "m.f17");
  return f(1, "a").cast<ffi::String>() != "a!";
}
static int Line18(int, const char*) {
  ffi::TypedFunction<int(int)> f = [](int x) { return x * 2; };
  if (f(4) != 8) return 1;
  ffi::Function g = f;
  return g(5).cast<int>() != 10;
}
static int Line19(int, const char*) {
  ffi::Function f = ffi::Function::GetGlobalRequired("m.f3");
  if (f(2, 1.5).cast<double>() != 3.0) return 1;
  if (ffi::Function::GetGlobalRequired("m.f4")(1, 2).cast<int>() != 2) return 1;
  return ffi::Function::GetGlobal("m.none").has_value();
}
static int Line20(int, const char*) {
  ffi::ObjectRef r(ffi::make_object<PairObj>(1, 2));
  const PairObj* p = r.as<PairObj>();
  if (!p || p->Sum() != 3) return 1;
  ffi::ObjectRef q = ffi::GetRef<ffi::ObjectRef>(p);
  return !q.same_as(r);
}
static int Line21(int, const char*) {
  ffi::String s("hello");
  s = s + " " + std::string("w");
  std::string u = s;
  if (s.size() != 7 || u != "hello w" || s < "a") return 1;
  std::ostringstream os;
  os << s;
  return os.str() != u;
}
static int Line22(int, const char*) {
  ffi::Bytes b("a\0b", 3);
  std::string u = b;
  return b.size() != 3 || u.size() != 3;
}
static int Line23(int, const char*) {
  ffi::Shape s{2, 3};
  ffi::ShapeView v = s;
  return s.Product() != 6 || v.size() != 2 || v[1] != 3;
}
static int Line24(int, const char*) {
  ffi::Tensor t = ffi::Tensor::FromNDAlloc(CPUAlloc(), ffi::ShapeView({2, 3}),
                                           DLDataType{kDLFloat, 32, 1}, DLDevice{kDLCPU, 0});
  ffi::TensorView v(t);
  return v.ndim() != 2 || v.size(-1) != 3 || v.stride(0) != 3 || !v.IsContiguous() ||
         v.dtype() != t.dtype() || v.data_ptr() != t.data_ptr();
}
static int Line25(int, const char*) {
  DLDataType d = ffi::StringToDLDataType("float16");
  return ffi::DLDataTypeToString(d) != "float16" || d != DLDataType{kDLFloat, 16, 1};
}
static int Line26(int, const char*) {
  void* st = TVMFFIEnvGetStream(kDLCPU, 0);
  (void)st;
  TVM_FFI_CHECK_SAFE_CALL(TVMFFIEnvCheckSignals());
  return 0;
}
static int Line27(int, const char*) {
  ffi::ObjectPtr<PairObj> p = ffi::make_object<PairObj>(1, 2);
  p->a = 5;
  ffi::ObjectRef r(p);
  if (r.use_count() != 2 || p.unique()) return 1;
  ffi::WeakObjectPtr<PairObj> w = p;
  return !w.lock();
}
static int Line28(int, const char*) {
  ffi::Function f = ffi::Function::FromPacked(
      [](const ffi::AnyView* a, int32_t n, ffi::Any* rv) { *rv = a[0].cast<int64_t>() + n; });
  ffi::Any r;
  ffi::AnyView args[1] = {ffi::AnyView(4)};
  f.CallPacked(args, 1, &r);
  return r.cast<int>() != 5;
}
static int Line29(int, const char*) {
  ffi::Function f = ffi::Function::FromTyped([](int x) -> ffi::Expected<int> {
    if (x < 0) return ffi::Unexpected(ffi::Error("ValueError", "neg", ""));
    return x;
  });
  auto e = f.CallExpected<int>(-1);
  if (!e.is_err() || e.error().kind() != "ValueError") return 1;
  return f.CallExpected<int>(2).value() != 2;
}
static int Line30(int, const char* library) {
  ffi::Module m = ffi::Module::LoadFromFile(library);
  ffi::Optional<ffi::Function> f = m->GetFunction("m_f1");
  return !f.has_value() || (*f)(1).cast<int>() != 2;
}
static int Line31(int, const char*) {
  std::unordered_map<ffi::ObjectRef, int, ffi::ObjectPtrHash, ffi::ObjectPtrEqual> um;
  um[ffi::Array<int>{1}] = 1;
  std::unordered_map<ffi::String, int> us;
  us["a"] = 1;
  return us.count("a") != 1;
}
static int Line32(int, const char*) {
  ffi::Array<ffi::String> a{"b", "a"};
  ffi::Array<ffi::String> b = a.Map([](ffi::String s) { return s + "x"; });
  if (b[0] != "bx" || a[0] != "b") return 1;
  std::vector<ffi::String> v(a.begin(), a.end());
  return v.size() != 2;
}
static int Line33(int, const char*) {
  refl::FieldGetter g("m.Pair", "a");
  refl::FieldSetter s("m.Pair", "a");
  ffi::ObjectRef r(ffi::make_object<PairObj>(1, 2));
  s(r, 9);
  return g(r).cast<int>() != 9 || refl::GetMethod("m.Pair", "sum")(r).cast<int>() != 11;
}

int main(int argc, char** argv) {
  struct Line {
    int number;
    int (*run)(int argc, const char* library);
  };
  static const Line kLines[] = {
      {9, Line09},  {10, Line10}, {11, Line11}, {12, Line12}, {13, Line13},
      {14, Line14}, {15, Line15}, {16, Line16}, {17, Line17}, {18, Line18},
      {19, Line19}, {20, Line20}, {21, Line21}, {22, Line22}, {23, Line23},
      {24, Line24}, {25, Line25}, {26, Line26}, {27, Line27}, {28, Line28},
      {29, Line29}, {30, Line30}, {31, Line31}, {32, Line32}, {33, Line33},
  };
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s LIBRARY\n", argv[0]);
    return 2;
  }
  int failures = 0;
  for (const Line& line : kLines) {
    bool failed = true;
    try {
      failed = line.run(argc, argv[1]) != 0;
    } catch (const std::exception& e) {
      std::fprintf(stderr, "%s\n", e.what());
    }
    if (failed) std::fprintf(stderr, "line %02d does not hold\n", line.number);
    failures += failed ? 1 : 0;
  }
  return failures;
}
