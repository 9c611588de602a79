// SPDX-License-Identifier: Apache-2.0
// An extension that uses what a kernel library and a compiler's object classes use. Compiled
// against either side's headers, it runs on either side's library and answers the same.
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/tvm_ffi.h>

#include <string>
#include <vector>

namespace kitchen {

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;

class NodeObj : public ffi::Object {
 public:
  int64_t weight = 0;
  double scale = 1.0;
  bool flag = false;
  ffi::String name;
  ffi::Array<ffi::Any> children;
  ffi::Map<ffi::String, ffi::Any> attrs;
  ffi::Optional<ffi::String> note;
  ffi::Any anything;

  NodeObj() = default;
  explicit NodeObj(ffi::UnsafeInit) {}

  static constexpr bool _type_mutable = true;
  static constexpr uint32_t _type_child_slots = 4;
  TVM_FFI_DECLARE_OBJECT_INFO("kitchen.Node", NodeObj, ffi::Object);
};

class Node : public ffi::ObjectRef {
 public:
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Node, ffi::ObjectRef, NodeObj);
};

class LeafObj : public NodeObj {
 public:
  int32_t value;

  explicit LeafObj(int32_t value) : value(value) {}

  int64_t Times(int64_t n) const { return value * n; }

  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("kitchen.Leaf", LeafObj, NodeObj);
};

static ffi::String Describe(ffi::Any value) {
  if (auto text = value.as<ffi::String>()) return ffi::String("str:") + *text;
  if (auto number = value.as<int64_t>()) return "int:" + std::to_string(*number);
  if (const LeafObj* leaf = value.as<LeafObj>()) return "leaf:" + std::to_string(leaf->value);
  if (value.as<Node>()) return "node-or-none";
  return value.GetTypeKey();
}

static ffi::Array<int64_t> Squares(int64_t n) {
  ffi::Array<int64_t> out;
  for (int64_t i = 0; i < n; ++i) out.push_back(i * i);
  return out;
}

static ffi::Map<ffi::String, int64_t> Lengths(ffi::Array<ffi::String> words) {
  ffi::Map<ffi::String, int64_t> out;
  for (ffi::String word : words) out.Set(word, static_cast<int64_t>(word.size()));
  return out;
}

static int64_t SumMap(ffi::Map<ffi::Any, int64_t> map) {
  int64_t total = 0;
  for (auto pair : map) total += pair.second;
  return total;
}

static ffi::Any CallTwice(ffi::Function f, ffi::Any x) { return f(f(x)); }

static double Mean(ffi::TensorView x) {
  TVM_FFI_CHECK(x.ndim() == 1, ValueError) << "expected 1 dimension, got " << x.ndim();
  TVM_FFI_ICHECK_EQ(x.dtype().code, static_cast<uint8_t>(kDLFloat));
  double total = 0;
  for (int64_t i = 0; i < x.size(0); ++i)
    total += static_cast<const double*>(x.data_ptr())[i * x.stride(0)];
  return total / static_cast<double>(x.size(0));
}

static ffi::String CatchKind(ffi::Function f) {
  try {
    f();
  } catch (const ffi::Error& error) {
    return error.kind() + ": " + error.message();
  }
  return "nothing";
}

static void Fail(ffi::String kind) {
  if (kind == "ValueError") TVM_FFI_THROW(ValueError) << "asked for " << kind;
  TVM_FFI_THROW(RuntimeError) << "another: " << kind;
}

static ffi::Tuple<int64_t, ffi::String> Pair(int64_t a, ffi::Optional<ffi::String> b) {
  return ffi::Tuple<int64_t, ffi::String>(a, b.value_or("none"));
}

static ffi::Variant<int64_t, ffi::String> Either(bool number) {
  if (number) return static_cast<int64_t>(7);
  return ffi::String("seven");
}

static int64_t StreamOf(DLDevice device) {
  return reinterpret_cast<int64_t>(TVMFFIEnvGetStream(device.device_type, device.device_id));
}

TVM_FFI_DLL_EXPORT_TYPED_FUNC(mean, Mean);

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::GlobalDef()
      .def("kitchen.describe", Describe)
      .def("kitchen.squares", Squares)
      .def("kitchen.lengths", Lengths)
      .def("kitchen.sum_map", SumMap)
      .def("kitchen.call_twice", CallTwice)
      .def("kitchen.mean", Mean)
      .def("kitchen.catch_kind", CatchKind)
      .def("kitchen.fail", Fail)
      .def("kitchen.pair", Pair)
      .def("kitchen.either", Either)
      .def("kitchen.stream_of", StreamOf)
      .def_packed("kitchen.count", [](ffi::PackedArgs args, ffi::Any* rv) {
        *rv = static_cast<int64_t>(args.size());
      });
  refl::ObjectDef<NodeObj>()
      .def_rw("weight", &NodeObj::weight, refl::default_value(3))
      .def_rw("scale", &NodeObj::scale, refl::default_value(1.5))
      .def_rw("flag", &NodeObj::flag, refl::default_value(false))
      .def_rw("name", &NodeObj::name)
      .def_ro("children", &NodeObj::children, refl::default_value(ffi::Array<ffi::Any>()))
      .def_rw("attrs", &NodeObj::attrs, refl::default_value(ffi::Map<ffi::String, ffi::Any>()))
      .def_rw("note", &NodeObj::note, refl::default_value(ffi::Optional<ffi::String>(std::nullopt)))
      .def_rw("anything", &NodeObj::anything, refl::default_value(ffi::Any(nullptr)));
  refl::ObjectDef<LeafObj>()
      .def(refl::init<int32_t>())
      .def_rw("value", &LeafObj::value)
      .def("times", &LeafObj::Times, "value * n")
      .def_static("twice",
                  [](int32_t v) { return ffi::ObjectRef(ffi::make_object<LeafObj>(v * 2)); });
}

}  // namespace kitchen
