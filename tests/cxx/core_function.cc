// SPDX-License-Identifier: Apache-2.0
// function.h, function_detail.h, rvalue_ref.h, enum.h: calls of every kind, their errors, the registry.
#define TVM_FFI_DLL_EXPORT_INCLUDE_METADATA 1
#include <tvm/ffi/container/array.h>
#include <tvm/ffi/enum.h>
#include <tvm/ffi/function.h>
#include <tvm/ffi/optional.h>
#include <tvm/ffi/rvalue_ref.h>

#include <memory>
#include <stdexcept>
#include <vector>

#include "check.h"

namespace ffi = tvm::ffi;
using ffi::Any;
using ffi::AnyView;
using ffi::Error;
using ffi::Function;
using ffi::String;
using ffi::TypedFunction;

static int Add(const int& a, int64_t&& b) noexcept { return a + static_cast<int>(b); }
template <typename T>
static T Twice(T x) {
  return x + x;
}
static const auto kShout = [](String s) { return s + "!"; };

TVM_FFI_DLL_EXPORT_TYPED_FUNC(add, Add);
TVM_FFI_DLL_EXPORT_TYPED_FUNC(twice, (Twice<double>));
TVM_FFI_DLL_EXPORT_TYPED_FUNC(shout, kShout);
TVM_FFI_DLL_EXPORT_TYPED_FUNC_DOC(shout, "Makes it loud.");

class CounterObj : public ffi::Object {
 public:
  int64_t count = 0;
  int64_t Get() const { return count; }
  void Step(int64_t by) { count += by; }
  static constexpr bool _type_mutable = true;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.function.Counter", CounterObj, ffi::Object);
};

static void Typed() {
  Function add = Function::FromTyped(Add, "my.add");
  CHECK(add(1, 2).cast<int>() == 3 && add(true, 2).cast<int>() == 3);
  CHECK_ERROR(
      "TypeError: Mismatched number of arguments when calling: `my.add(0: int, 1: int) -> int`. "
      "Expected 2 but got 1 arguments",
      add(1));
  CHECK_ERROR(
      "TypeError: Mismatched type on argument #1 when calling: `my.add(0: int, 1: int) -> int`. "
      "Expected `int` but got `const char*`",
      add(1, "x"));
  // The first wrong argument is named.
  CHECK_ERROR(
      "TypeError: Mismatched type on argument #0 when calling: `my.add(0: int, 1: int) -> int`. "
      "Expected `int` but got `float`",
      add(1.5, "x"));
  CHECK_ERROR(
      "OverflowError: integer 1099511627776 does not fit into a signed 32-bit integer: argument #0 "
      "when calling: `my.add(0: int, 1: int) -> int`",
      add(int64_t{1} << 40, 1));
  CHECK(Function::FromTyped(kShout)("a").cast<String>() == "a!");
  CHECK(Function::FromTyped([]() {})() == nullptr);
  CHECK(Function::FromTyped([](Any a, AnyView b) { return a.cast<int>() + b.cast<int>(); })(1, 2)
            .cast<int>() == 3);
  CHECK(Function::FromTyped([](ffi::Optional<String> s) { return s.has_value(); })(nullptr)
            .cast<bool>() == false);
  CHECK(Function::FromTyped([](const char* s) { return std::string(s); })("raw").cast<String>() ==
        "raw");
  CHECK_ERROR(
      "TypeError: Mismatched number of arguments when calling: `(0: Any, 1: AnyView, 2: "
      "ffi.Function, "
      "3: const char*, 4: std::string, 5: (0: int) -> int, 6: void*) -> void`. Expected 7 but got "
      "0 "
      "arguments",
      Function::FromTyped([](Any, AnyView, Function, const char*, std::string,
                             TypedFunction<int(int)>, void*) {})());
  // A callable that owns something.
  auto shared = std::make_shared<int>(5);
  {
    Function holder = Function::FromTyped([shared](int x) { return *shared + x; });
    CHECK(holder(1).cast<int>() == 6 && shared.use_count() == 2);
  }
  CHECK(shared.use_count() == 1);
  int calls = 0;
  Function mutating = Function::FromTyped([calls]() mutable { return ++calls; });
  mutating();
  CHECK(mutating().cast<int>() == 2);
  CHECK(ffi::detail::FunctionInfo<decltype(&Add)>::Sig() == "(0: int, 1: int) -> int");
}

static void Members() {
  auto counter = ffi::make_object<CounterObj>();
  Function get = Function::FromTyped(&CounterObj::Get, "get");
  Function step = Function::FromTyped(&CounterObj::Step, "step");
  step(counter, 4);
  CHECK(get(counter).cast<int>() == 4 && counter->count == 4);
  CHECK_ERROR(
      "TypeError: Mismatched type on argument #0 when calling: `get(0: test.function.Counter) -> "
      "int`. "
      "Expected `test.function.Counter` but got `None`",
      get(nullptr));
}

static void Packed() {
  Function f = Function::FromPacked(
      [](const AnyView* args, int32_t n, Any* rv) { *rv = args[0].cast<int64_t>() + n; });
  CHECK(f(4).cast<int>() == 5);
  Function g([](ffi::PackedArgs args, Any* rv) { *rv = args.Slice(1).size() * 10 + args.size(); });
  CHECK(g(1, 2, 3).cast<int>() == 23 && g().cast<int>() == -10);
  AnyView args[2];
  ffi::PackedArgs::Fill(args, 7, "x");
  Any rv;
  f.CallPacked(args, 2, &rv);
  CHECK(rv.cast<int>() == 9 && args[1].cast<String>() == "x");
  f.CallPacked(ffi::PackedArgs(args, 1), &rv);
  CHECK(rv.cast<int>() == 8 && ffi::PackedArgs(args, 2)[1].cast<std::string>() == "x");
  struct State {
    int base;
    explicit State(int b) : base(b) {}
    void operator()(const AnyView*, int32_t n, Any* result) const { *result = base + n; }
  };
  auto [func, state] = Function::FromPackedInplace<State>(10);
  state->base = 20;
  CHECK(func(1, 2).cast<int>() == 22);
  // What a function set before it threw is not a result.
  Function half = Function::FromPacked([](ffi::PackedArgs, Any* result) {
    *result = String("a string that is on the heap");
    TVM_FFI_THROW(ValueError) << "after";
  });
  CHECK_ERROR("ValueError: after", half());
}

static int ExternAdd(void* self, const TVMFFIAny* args, int32_t n, TVMFFIAny* result) {
  if (n != 1) {
    TVMFFIErrorSetRaisedFromCStr("TypeError", "one argument");
    return -1;
  }
  ffi::TypeTraits<int64_t>::CopyToAnyView(args[0].v_int64 + *static_cast<int64_t*>(self), result);
  return 0;
}

static void External() {
  static int64_t base = 100;
  static int deleted = 0;
  {
    Function f = Function::FromExternC(&base, ExternAdd, [](void*) { ++deleted; });
    CHECK(f(1).cast<int>() == 101);
    CHECK_ERROR("TypeError: one argument", f());
  }
  CHECK(deleted == 1);
  CHECK(Function::InvokeExternC(&base, ExternAdd, 2).cast<int>() == 102);
  CHECK_ERROR("TypeError: one argument", Function::InvokeExternC(&base, ExternAdd));
}

static void Exports() {
  CHECK(Function::InvokeExternC(nullptr, __tvm_ffi_add, 1, 2).cast<int>() == 3);
  CHECK(Function::InvokeExternC(nullptr, __tvm_ffi_twice, 1.5).cast<double>() == 3.0);
  CHECK(Function::InvokeExternC(nullptr, __tvm_ffi_shout, "a").cast<String>() == "a!");
  CHECK_ERROR(
      "TypeError: Mismatched number of arguments when calling: `add(0: int, 1: int) -> int`. "
      "Expected 2 "
      "but got 0 arguments",
      Function::InvokeExternC(nullptr, __tvm_ffi_add));
  CHECK(
      Function::InvokeExternC(nullptr, __tvm_ffi__metadata_shout).cast<String>() ==
      R"({"type_schema":"{\"type\":\"ffi.Function\",\"named_args\":{\"return\":[{\"type\":\"ffi.String\"}],)"
      R"(\"params\":[{\"type\":\"ffi.String\"}]}}"})");
  CHECK(Function::InvokeExternC(nullptr, __tvm_ffi__doc_shout).cast<String>() == "Makes it loud.");
}

static void Errors() {
  CHECK_ERROR("InternalError: std",
              Function::FromTyped([]() { throw std::runtime_error("std"); })());
  CHECK_ERROR("InternalError: C++ exception of type `int`",
              Function::FromTyped([]() { throw 1; })());
  CHECK_ERROR("TypeError: a null Function was called", Function()());
  Error error("ValueError", "same", "");
  try {
    Function::FromTyped([error]() { throw error; })();
  } catch (const Error& e) {
    CHECK(e.same_as(error));
  }
  TVMFFIAny slot = AnyView(1).CopyToTVMFFIAny();
  slot.type_index = 70;
  Function f = Function::FromTyped([]() {});
  CHECK(f.get()->safe_call(const_cast<ffi::FunctionObj*>(f.get()), nullptr, 0, &slot) == -1);
  CHECK(check::Contains(ffi::detail::MoveFromSafeCallRaised().message(), "(70 vs. 64)"));
  // No C++ exception can come out of a function but through safe_call.
  CHECK(f.get()->cpp_call == nullptr);
}

static void ExpectedCalls() {
  Function f = Function::FromTyped([](int x) -> ffi::Expected<int> {
    if (x < 0) return ffi::Unexpected(Error("ValueError", "neg", ""));
    return x;
  });
  CHECK(f.CallExpected<int>(2).value() == 2 &&
        f.CallExpected<int>(-1).error().kind() == "ValueError");
  CHECK(f(-1).type_index() == ffi::TypeIndex::kTVMFFIError &&
        f.CallExpected<double>(2).value() == 2.0);
  CHECK(f.CallExpected<int>("x").error().kind() == "TypeError");
  CHECK(f.CallExpected<String>(1).error().message() ==
        "CallExpected: result type mismatch, expected str, but got int");
  CHECK(f.CallExpected<void>(1).is_ok() && f.CallExpected<Any>(1).value().cast<int>() == 1);
  CHECK(Function().CallExpected<int>().is_err());
}

static void TypedFunctions() {
  TypedFunction<int(int)> f = [](int x) { return x * 2; };
  CHECK(f(4) == 8 && f != nullptr && TypedFunction<int(int)>() == nullptr);
  Function g = f;
  CHECK(g(5).cast<int>() == 10 && f.packed().same_as(g));
  TypedFunction<double(Any)> h = g;
  CHECK(h(3) == 6.0);
  CHECK_ERROR(
      "TypeError: Mismatched number of arguments when calling: `named(0: int) -> int`. Expected 1 "
      "but got "
      "0 arguments",
      (TypedFunction<int(int)>([](int x) { return x; }, "named").packed()()));
  CHECK(Function::FromTyped([](TypedFunction<int(int)> t) { return t(2); })(f).cast<int>() == 4);
  CHECK(
      (TypedFunction<int(int, String)>::TypeSchema()) ==
      R"({"type":"ffi.Function","named_args":{"return":[{"type":"int"}],"params":[{"type":"int"},{"type":"ffi.String"}]}})");
  f = nullptr;
  CHECK(f == nullptr);
}

static void RValues() {
  Function take = Function::FromTyped(
      [](ffi::RValueRef<ffi::Array<int>> r) {
        ffi::Array<int> array = *std::move(r);
        return array.use_count();
      },
      "take");
  ffi::Array<int> array{1};
  CHECK(take(ffi::RValueRef(std::move(array))).cast<int>() == 1 && !array.defined());
  ffi::Array<int> kept{1};
  CHECK(take(kept).cast<int>() == 2 && kept.size() == 1);
  CHECK_ERROR(
      "TypeError: Mismatched type on argument #0 when calling: `take(0: RValueRef<Array<int>>) -> "
      "int`. "
      "Expected `RValueRef<Array<int>>` but got `RValueRef<ffi.Function>`",
      take(ffi::RValueRef(Function::FromTyped([]() {}))));
  CHECK_ERROR(
      "TypeError: Mismatched type on argument #0 when calling: `take(0: RValueRef<Array<int>>) -> "
      "int`. "
      "Expected `RValueRef<Array<int>>` but got `int`",
      take(1));
  // A function that wants a plain value takes the object out, too.
  Function count = Function::FromTyped([](Any a) { return a.cast<ffi::Array<int>>().use_count(); });
  CHECK(count(ffi::RValueRef(ffi::Array<int>{1})).cast<int>() == 2);
}

static void Registry() {
  Function::SetGlobal("test.function.x", Function::FromTyped(Add));
  CHECK(Function::GetGlobal("test.function.x").has_value());
  CHECK(Function::GetGlobalRequired(String("test.function.x"))(1, 2).cast<int>() == 3);
  CHECK(check::Contains(
      check::ErrorOf([] { Function::SetGlobal("test.function.x", Function::FromTyped(Add)); }),
      "RuntimeError: Global Function `test.function.x` is already registered"));
  Function::SetGlobal("test.function.x", Function::FromTyped(kShout), true);
  CHECK(Function::GetGlobalRequired(std::string("test.function.x"))("a").cast<String>() == "a!");
  std::vector<String> names = Function::ListGlobalNames();
  int found = 0;
  for (const String& name : names) found += name == "test.function.x" ? 1 : 0;
  CHECK(found == 1);
  Function::RemoveGlobal("test.function.x");
  CHECK(!Function::GetGlobal("test.function.x").has_value());
  CHECK_ERROR("ValueError: Function test.function.x not found",
              Function::GetGlobalRequired("test.function.x"));
}

class ColorObj : public ffi::EnumObj {
 public:
  using ffi::EnumObj::EnumObj;
  TVM_FFI_DECLARE_OBJECT_INFO_FINAL("test.function.Color", ColorObj, ffi::EnumObj);
};

static void Enums() {
  CHECK_ERROR("ValueError: Enum `test.function.Color` has no instance with index nope",
              ffi::EnumObj::_GetByStrIndex<ColorObj>("nope"));
  CHECK_ERROR("ValueError: Enum `test.function.Color` has no instance with index 7",
              ffi::EnumObj::_GetByIntIndex<ColorObj>(7));
  CHECK(ffi::EnumObj::RuntimeTypeIndex() == ffi::TypeKeyToIndex("ffi.Enum"));
}

int main() {
  Typed();
  Members();
  Packed();
  External();
  Exports();
  Errors();
  ExpectedCalls();
  TypedFunctions();
  RValues();
  Registry();
  Enums();
  return check::Failures();
}
