// SPDX-License-Identifier: Apache-2.0
// What GlobalDef and ObjectDef register, in which order, and how the registered things behave.
#include <dlfcn.h>
#include <tvm/ffi/tvm_ffi.h>

#include <cstring>

#include "print.h"

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;
using ffi::Any;
using ffi::AnyView;
using ffi::Array;
using ffi::Function;
using ffi::Map;
using ffi::ObjectRef;
using ffi::Optional;
using ffi::String;

// ---- the calls, seen on their way into the library ----

static bool tracing = false;

static std::string Text(const TVMFFIByteArray& s) { return std::string(s.data, s.size); }

// Type numbers differ from run to run.
static std::string KeyOf(int32_t type_index) {
  return type_index == 0 ? "None" : Text(TVMFFIGetTypeInfo(type_index)->type_key);
}

template <typename F>
static F Next(const char* name) {
  return reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

extern "C" {
int TVMFFITypeRegisterField(int32_t type_index, const TVMFFIFieldInfo* info) {
  if (tracing) {
    Show("  field", KeyOf(type_index), Text(info->name), "doc", Text(info->doc), "flags",
         info->flags, "size", info->size, "align", info->alignment, "offset", info->offset,
         "static", info->field_static_type_index, "default",
         info->default_value_or_factory.type_index, Text(info->metadata));
  }
  return Next<decltype(&TVMFFITypeRegisterField)>("TVMFFITypeRegisterField")(type_index, info);
}
int TVMFFITypeRegisterMethod(int32_t type_index, const TVMFFIMethodInfo* info) {
  if (tracing) {
    Show("  method", KeyOf(type_index), Text(info->name), "doc", Text(info->doc), "flags",
         info->flags, "type", info->method.type_index, Text(info->metadata));
  }
  return Next<decltype(&TVMFFITypeRegisterMethod)>("TVMFFITypeRegisterMethod")(type_index, info);
}
int TVMFFITypeRegisterMetadata(int32_t type_index, const TVMFFITypeMetadata* info) {
  if (tracing) {
    Show("  metadata", KeyOf(type_index), "doc", Text(info->doc), "creator",
         info->creator != nullptr, "size", info->total_size, "kind", info->structural_eq_hash_kind);
  }
  return Next<decltype(&TVMFFITypeRegisterMetadata)>("TVMFFITypeRegisterMetadata")(type_index,
                                                                                   info);
}
int TVMFFITypeRegisterAttr(int32_t type_index, const TVMFFIByteArray* name,
                           const TVMFFIAny* value) {
  // A constructor that the library derives may be registered inside of it.
  if (tracing && (Text(*name) != "__ffi_init__" || KeyOf(type_index) == "test.Pair")) {
    Show("  attr", KeyOf(type_index), Text(*name), "type", value->type_index,
         value->type_index == 2 ? static_cast<int>(value->v_int64) : -1);
  }
  return Next<decltype(&TVMFFITypeRegisterAttr)>("TVMFFITypeRegisterAttr")(type_index, name, value);
}
int TVMFFIFunctionSetGlobalFromMethodInfo(const TVMFFIMethodInfo* info, int allow_override) {
  if (tracing) {
    Show("  global", Text(info->name), "doc", Text(info->doc), "flags", info->flags, "type",
         info->method.type_index, "override", allow_override, Text(info->metadata));
  }
  return Next<decltype(&TVMFFIFunctionSetGlobalFromMethodInfo)>(
      "TVMFFIFunctionSetGlobalFromMethodInfo")(info, allow_override);
}
}

// ---- the classes ----

class PairObj : public ffi::Object {
 public:
  int64_t a;
  int32_t b;
  PairObj(int64_t first, int32_t second) : a(first), b(second) {}
  int64_t Sum() const { return a + b; }
  void Grow(int64_t by) { a += by; }
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.Pair", PairObj, ffi::Object);
};

class Pair : public ObjectRef {
 public:
  Pair(int64_t a, int32_t b) { data_ = ffi::make_object<PairObj>(a, b); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Pair, ObjectRef, PairObj);
};

enum class Color : int32_t { kRed = 1 };

// A default constructor and fields of every kind.
class KindsObj : public ffi::Object {
 public:
  bool flag = true;
  int8_t i8 = 1;
  uint8_t u8 = 1;
  int16_t i16 = 2;
  uint32_t u32 = 3;
  uint64_t u64 = 4;
  float f32 = 0.5f;
  double f64 = 0.25;
  Color color = Color::kRed;
  void* ptr = nullptr;
  DLDataType dtype = DLDataType{0, 32, 1};
  DLDevice device = DLDevice{kDLCPU, 0};
  String str = "s";
  ffi::Bytes bytes = ffi::Bytes("b", 1);
  Any any;
  ObjectRef ref;
  Array<int64_t> array;
  ffi::List<String> list;
  Map<String, Any> map;
  ffi::Dict<int64_t, Any> dict;
  ffi::Tuple<int, String> tuple = ffi::Tuple<int, String>(1, "x");
  ffi::Shape shape;
  ffi::Tensor tensor;
  Function func;
  ffi::TypedFunction<int(int, String)> typed;
  Optional<String> opt_str;
  Optional<ObjectRef> opt_ref;
  Optional<int64_t> opt_int;
  ffi::Variant<int64_t, String> variant = static_cast<int64_t>(1);
  ffi::ObjectPtr<PairObj> pair_ptr;
  Optional<Pair> pair;

  static constexpr bool _type_mutable = true;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  TVM_FFI_DECLARE_OBJECT_INFO("test.Kinds", KindsObj, ffi::Object);
};

class ChildObj : public KindsObj {
 public:
  int64_t own = 7;
  explicit ChildObj(ffi::UnsafeInit) {}
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.Child", ChildObj, KindsObj);
};

class NoCopyObj : public ffi::Object {
 public:
  int64_t x = 0;
  NoCopyObj() = default;
  NoCopyObj(const NoCopyObj&) = delete;
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO("test.NoCopy", NoCopyObj, ffi::Object);
};

// ---- the tests ----

static int AddOne(int x) { return x + 1; }
static String Concat(const String& a, String b) { return a + b; }
static void Nothing() {}

static void Globals() {
  tracing = true;
  refl::GlobalDef()
      .def("test.add_one", AddOne)
      .def("test.concat", Concat, "Joins \"two\" texts.")
      .def("test.nothing", Nothing)
      .def(
          "test.meta", [](double x) { return x; },
          refl::Metadata{{"k/1", 1}, {"yes", true}, {"no", false}, {"s", "a/b\"c\\\n\x01\x7f"}})
      .def("test.meta_doc", AddOne, refl::Metadata{{"k", -5}}, "the doc")
      .def("test.wide",
           [](Any, AnyView, Optional<String>, Map<String, Array<int>>, ffi::Tuple<int, double>,
              ffi::Variant<int, String>, ffi::TensorView, ffi::Tensor, ffi::Shape, DLDataType,
              DLDevice, void*, bool, ObjectRef, Function,
              ffi::TypedFunction<void(int, Optional<int>)>, const PairObj*, ffi::ObjectPtr<PairObj>,
              Pair, ffi::Bytes, const char*, std::string, float, Color, ffi::List<Any>,
              Optional<ffi::TensorView>) -> Optional<Pair> { return std::nullopt; })
      .def_packed(
          "test.packed", [](ffi::PackedArgs args, Any* rv) { *rv = args.size(); }, "packed doc")
      .def_method("test.pair_sum", &PairObj::Sum);
  tracing = false;
  Function f = Function::GetGlobalRequired("test.add_one");
  Show("add_one", f(1).cast<int>());
  ShowError("add_one str", [&] { f("x"); });
  ShowError("add_one none", [&] { f(); });
  Show("pair_sum", Function::GetGlobalRequired("test.pair_sum")(Pair(1, 2)).cast<int>());
  ShowError("pair_sum bad", [&] { Function::GetGlobalRequired("test.pair_sum")(1); });
  ShowError("pair_sum none", [&] { Function::GetGlobalRequired("test.pair_sum")(nullptr); });
  Show("metadata",
       Function::GetGlobalRequired("ffi.GetGlobalFuncMetadata")("test.meta").cast<String>());
  Show("packed", Function::GetGlobalRequired("test.packed")(1, 2, 3).cast<int>());
}

static void Pairs() {
  tracing = true;
  refl::ObjectDef<PairObj>("Two numbers.")
      .def(refl::init<int64_t, int32_t>(), "Makes a pair.")
      .def_rw("a", &PairObj::a, "the first", refl::default_value(5))
      .def_ro("b", &PairObj::b, refl::repr(false), refl::Metadata{{"unit", "m"}})
      .def("sum", &PairObj::Sum, "adds")
      .def("grow", &PairObj::Grow)
      .def("scaled", [](const PairObj* self, int64_t by) { return self->a * by; })
      .def("ref_sum", [](Pair self) { return self->a + self->b; })
      .def_static(
          "make", [](int64_t a) { return Pair(a, 1); }, "static doc", refl::Metadata{{"k", 1}})
      .def_type_attr("test_attr", "hello")
      .def_type_attr("test_attr_fn", [](int x) { return x; });
  tracing = false;
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(PairObj::RuntimeTypeIndex());
  Show("pair", info->num_fields, info->num_methods, info->metadata->total_size);
  Function init = refl::GetMethod("test.Pair", "__ffi_init__");
  ObjectRef obj = init(3, 4).cast<ObjectRef>();
  Show("init", obj.as<PairObj>()->a, obj.as<PairObj>()->b);
  ShowError("init few", [&] { init(3); });
  ShowError("init bad", [&] { init("x", 1); });
  Show("sum", refl::GetMethod("test.Pair", "sum")(obj).cast<int>());
  refl::GetMethod("test.Pair", "grow")(obj, 10);
  Show("grown", refl::GetMethod("test.Pair", "sum")(obj).cast<int>());
  Show("scaled", refl::GetMethod("test.Pair", "scaled")(obj, 2).cast<int>());
  Show("ref_sum", refl::GetMethod("test.Pair", "ref_sum")(obj).cast<int>());
  ShowError("sum bad", [&] { refl::GetMethod("test.Pair", "sum")(1); });
  ShowError("sum args", [&] { refl::GetMethod("test.Pair", "sum")(obj, 2); });
  ShowError("scaled bad", [&] { refl::GetMethod("test.Pair", "scaled")(obj, "x"); });
  ShowError("ref_sum bad", [&] { refl::GetMethod("test.Pair", "ref_sum")(nullptr); });
  ShowError("make bad", [&] { refl::GetMethod("test.Pair", "make")("x"); });
  ShowError("no method", [&] { refl::GetMethod("test.Pair", "nope"); });
  ShowErrorKind("no type", [&] { refl::GetMethod("test.Nope", "nope"); });
  refl::FieldGetter get("test.Pair", "a");
  refl::FieldSetter set("test.Pair", "a");
  set(obj, 9);
  Show("set", get(obj).cast<int>());
  ShowError("set bad", [&] { set(obj, "text"); });
  ShowError("set none", [&] { set(obj, nullptr); });
  ShowError("set float", [&] { set(obj, 1.5); });
  set(obj, true);
  Show("set bool", get(obj).cast<int>());
  ShowError("no field", [&] { refl::FieldGetter("test.Pair", "zz"); });
  refl::TypeAttrColumn column("test_attr");
  Show("attr", column[PairObj::RuntimeTypeIndex()].cast<String>(),
       column[ffi::TypeIndex::kTVMFFIObject].type_index());
  ShowError("no column", [&] { refl::TypeAttrColumn("test_nope"); });
  refl::TypeAttrColumn copy("__ffi_shallow_copy__");
  Function copy_fn = copy[PairObj::RuntimeTypeIndex()].cast<Function>();
  ObjectRef copied = copy_fn(obj).cast<ObjectRef>();
  Show("copied", copied.as<PairObj>()->a, copied.as<PairObj>()->b, copied.same_as(obj),
       copied.use_count());
  ShowError("copy bad", [&] { copy_fn(1); });
  ShowError("copy none", [&] { copy_fn(); });
  ShowErrorKind("twice", [&] { refl::ObjectDef<PairObj>(); });
  ShowErrorKind("attr twice", [&] { refl::TypeAttrDef<PairObj>().def("test_attr_fn", 1); });
}

static void Kinds() {
  tracing = true;
  refl::ObjectDef<KindsObj>()
      .def_rw("flag", &KindsObj::flag)
      .def_rw("i8", &KindsObj::i8)
      .def_rw("u8", &KindsObj::u8)
      .def_rw("i16", &KindsObj::i16)
      .def_rw("u32", &KindsObj::u32)
      .def_rw("u64", &KindsObj::u64)
      .def_rw("f32", &KindsObj::f32)
      .def_rw("f64", &KindsObj::f64)
      .def_rw("color", &KindsObj::color)
      .def_rw("ptr", &KindsObj::ptr)
      .def_rw("dtype", &KindsObj::dtype)
      .def_rw("device", &KindsObj::device)
      .def_rw("str", &KindsObj::str, refl::default_value("text"))
      .def_rw("bytes", &KindsObj::bytes, refl::init(false))
      .def_rw("any", &KindsObj::any, refl::default_value(nullptr))
      .def_rw("ref", &KindsObj::ref, refl::kw_only(true), refl::default_value(ObjectRef()))
      .def_rw("array", &KindsObj::array,
              refl::default_factory(Function::FromTyped([]() { return Array<int64_t>{1}; })))
      .def_rw("list", &KindsObj::list, refl::compare(false))
      .def_rw("map", &KindsObj::map, refl::hash(false))
      .def_rw("dict", &KindsObj::dict, refl::AttachFieldFlag::SEqHashIgnore())
      .def_rw("tuple", &KindsObj::tuple, refl::AttachFieldFlag::SEqHashDefPattern())
      .def_rw("shape", &KindsObj::shape, refl::AttachFieldFlag::SEqHashDefSimple())
      .def_rw("tensor", &KindsObj::tensor, refl::AttachFieldFlag(1 << 20))
      .def_rw("func", &KindsObj::func, refl::init(true), refl::kw_only(false))
      .def_rw("typed", &KindsObj::typed, refl::repr(true), refl::compare(true))
      .def_rw("opt_str", &KindsObj::opt_str)
      .def_rw("opt_ref", &KindsObj::opt_ref)
      .def_rw("opt_int", &KindsObj::opt_int)
      .def_rw("variant", &KindsObj::variant)
      .def_rw("pair_ptr", &KindsObj::pair_ptr)
      .def_ro("pair", &KindsObj::pair, "a pair", refl::Metadata{{"z", 1}}, refl::init(false));
  tracing = false;
  ObjectRef obj(ffi::make_object<KindsObj>());
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(KindsObj::RuntimeTypeIndex());
  for (int i = 0; i < info->num_fields; ++i) {
    const TVMFFIFieldInfo* field = info->fields + i;
    std::string name = Text(field->name);
    refl::FieldGetter get(field);
    refl::FieldSetter set(field);
    Show("get", name, get(obj).GetTypeKey());
    ShowError(("set str " + name).c_str(), [&] { set(obj, "zzz"); });
    ShowError(("set int " + name).c_str(), [&] { set(obj, 1); });
    ShowError(("set none " + name).c_str(), [&] { set(obj, nullptr); });
    ShowError(("set array " + name).c_str(), [&] { set(obj, Array<Any>{1, "x"}); });
    Show("now", name, get(obj).GetTypeKey());
  }
}

static void Children() {
  tracing = true;
  refl::ObjectDef<ChildObj>().def_ro("own", &ChildObj::own);
  refl::ObjectDef<NoCopyObj>(refl::init(false)).def_rw("x", &NoCopyObj::x);
  tracing = false;
  refl::TypeAttrColumn init("__ffi_init__");
  Show("init", init[KindsObj::RuntimeTypeIndex()].GetTypeKey(),
       init[ChildObj::RuntimeTypeIndex()].GetTypeKey(),
       init[NoCopyObj::RuntimeTypeIndex()].GetTypeKey());
  std::string names;
  refl::ForEachFieldInfo(TVMFFIGetTypeInfo(ChildObj::RuntimeTypeIndex()),
                         [&](const TVMFFIFieldInfo* field) { names += Text(field->name) + " "; });
  Show("fields", names);
  names.clear();
  bool stopped = refl::ForEachFieldInfoWithEarlyStop(
      TVMFFIGetTypeInfo(ChildObj::RuntimeTypeIndex()), [&](const TVMFFIFieldInfo* field) {
        names += Text(field->name) + " ";
        return Text(field->name) == "u8";
      });
  Show("stopped", stopped, names);
  ShowError("creator missing", [] { refl::ObjectCreator("test.NoCopy")(Map<String, Any>{}); });
  ShowError("creator extra",
            [] { refl::ObjectCreator("test.NoCopy")(Map<String, Any>{{"x", 1}, {"q", 2}}); });
  ShowError("creator bad",
            [] { refl::ObjectCreator("test.NoCopy")(Map<String, Any>{{"x", "t"}}); });
  ShowError("creator none", [] { refl::ObjectCreator("test.Pair")(Map<String, Any>{}); });
  Any made = refl::ObjectCreator("test.NoCopy")(Map<String, Any>{{"x", 5}});
  Show("created", made.GetTypeKey(), made.as<NoCopyObj>()->x);
  Show("has creator", ffi::HasCreator(TVMFFIGetTypeInfo(PairObj::RuntimeTypeIndex())),
       ffi::HasCreator(TVMFFIGetTypeInfo(NoCopyObj::RuntimeTypeIndex())));
  Function make_new =
      refl::TypeAttrColumn("__ffi_new__")[NoCopyObj::RuntimeTypeIndex()].cast<Function>();
  Show("new", make_new().cast<ObjectRef>().as<NoCopyObj>()->x);
  ShowError("new args", [&] { make_new(1); });
}

int main() {
  Globals();
  Pairs();
  Kinds();
  Children();
  return 0;
}
