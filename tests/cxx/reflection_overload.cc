// SPDX-License-Identifier: Apache-2.0
// OverloadObjectDef, and attributes of types.
#include <tvm/ffi/reflection/overload.h>
#include <tvm/ffi/tvm_ffi.h>

#include "print.h"

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;
using ffi::Any;
using ffi::Function;
using ffi::ObjectRef;
using ffi::String;

class BoxObj : public ffi::Object {
 public:
  int64_t n = 0;
  String s;
  explicit BoxObj(int64_t v) : n(v) {}
  BoxObj(String text, int64_t v) : n(v), s(text) {}
  int64_t Add(int64_t v) const { return n + v; }
  double Add(double v) const { return static_cast<double>(n) + v; }
  String Add(const String& a, int64_t b) { return s + a + std::to_string(b + n); }
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("over.Box", BoxObj, ffi::Object);
};

class Box : public ObjectRef {
 public:
  explicit Box(int64_t v) { data_ = ffi::make_object<BoxObj>(v); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NOTNULLABLE(Box, ObjectRef, BoxObj);
};

static std::string Text(const TVMFFIByteArray& s) { return std::string(s.data, s.size); }

int main() {
  refl::OverloadObjectDef<BoxObj>("A box.")
      .def(refl::init<int64_t>())
      .def(refl::init<String, int64_t>())
      .def_ro("n", &BoxObj::n)
      .def_rw("s", &BoxObj::s, "text")
      .def("add", refl::overload_cast<int64_t>(&BoxObj::Add, refl::const_))
      .def("add", refl::overload_cast<double>(&BoxObj::Add, refl::const_))
      .def("add", refl::overload_cast<const String&, int64_t>(&BoxObj::Add))
      .def("lone", [](const BoxObj* self) { return self->n; })
      .def_static("make", [](int64_t v) { return Box(v); })
      .def_static("make", [](String s) { return Box(static_cast<int64_t>(s.size())); });
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(BoxObj::RuntimeTypeIndex());
  for (int i = 0; i < info->num_methods; ++i) {
    const TVMFFIMethodInfo* m = info->methods + i;
    Show("method", Text(m->name), Text(m->doc), m->flags, Text(m->metadata));
  }
  for (int i = 0; i < info->num_fields; ++i) {
    const TVMFFIFieldInfo* f = info->fields + i;
    Show("field", Text(f->name), Text(f->doc), f->flags, Text(f->metadata));
  }
  Function init = refl::TypeAttrColumn("__ffi_init__")[BoxObj::RuntimeTypeIndex()].cast<Function>();
  ObjectRef five = init(5).cast<ObjectRef>();
  ObjectRef named = init("t", 6).cast<ObjectRef>();
  Show("made", five.as<BoxObj>()->n, named.as<BoxObj>()->n, named.as<BoxObj>()->s);
  ShowError("init bad", [&] { init("x"); });
  ShowError("init none", [&] { init(); });
  Function add = refl::GetMethod("over.Box", "add");
  Show("add", add(five, 2).GetTypeKey(), add(five, 2).cast<int>());
  Show("add", add(five, 2.5).GetTypeKey(), add(five, 2.5).cast<double>());
  Show("add", add(named, "a", 2).cast<String>());
  Show("add bool", add(five, true).GetTypeKey());
  ShowError("add bad", [&] { add(five, "x"); });
  ShowError("add self", [&] { add(1, 2); });
  ShowError("add count", [&] { add(five); });
  Show("lone", refl::GetMethod("over.Box", "lone")(five).cast<int>());
  ShowError("lone bad", [&] { refl::GetMethod("over.Box", "lone")(1); });
  Function make = refl::GetMethod("over.Box", "make");
  Show("make", make(3).cast<Box>()->n, make("four").cast<Box>()->n);
  ShowError("make bad", [&] { make(nullptr); });
  // The entries of one name, each called for itself.
  for (int i = 0; i < info->num_methods; ++i) {
    const TVMFFIMethodInfo* m = info->methods + i;
    if (Text(m->name) != "add") continue;
    Function f = ffi::AnyView::CopyFromTVMFFIAny(m->method).cast<Function>();
    ShowError("entry int", [&] { Show("is", f(five, 2).GetTypeKey()); });
    ShowError("entry float", [&] { Show("is", f(five, 2.5).GetTypeKey()); });
    ShowError("entry text", [&] { Show("is", f(named, "a", 2).GetTypeKey()); });
  }
  return 0;
}
