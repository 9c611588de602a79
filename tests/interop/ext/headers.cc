// SPDX-License-Identifier: Apache-2.0
// An extension that uses every header that needs none of the library's C++ symbols. Compiled
// against the reference's headers it runs on either library; headers that ours do not have are
// left out when it is compiled against ours.
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/tvm_ffi.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#if __has_include(<tvm/ffi/big_int.h>)
#include <tvm/ffi/big_int.h>
#endif
#if __has_include(<tvm/ffi/extra/base64.h>)
#include <tvm/ffi/extra/base.h>
#include <tvm/ffi/extra/base64.h>
#endif
#if __has_include(<tvm/ffi/extra/dtype.h>)
#include <tvm/ffi/extra/dtype.h>
#endif
#if __has_include(<tvm/ffi/extra/stl.h>)
#include <tvm/ffi/extra/stl.h>
#endif
#if __has_include(<tvm/ffi/extra/structural_visit.h>)
#include <tvm/ffi/extra/structural_visit.h>
#endif
#if __has_include(<tvm/ffi/extra/structural_mutate.h>)
#include <tvm/ffi/extra/structural_mutate.h>
#endif
#if __has_include(<tvm/ffi/extra/visit_error_context.h>)
#include <tvm/ffi/extra/visit_error_context.h>
#endif
#if __has_include(<tvm/ffi/reflection/native_function.h>)
#include <tvm/ffi/reflection/native_function.h>
#endif

#ifndef PREFIX
#define PREFIX "headers."
#endif

namespace {

namespace ffi = tvm::ffi;
namespace refl = tvm::ffi::reflection;
using ffi::Any;
using ffi::Array;
using ffi::String;

class CellObj : public ffi::Object {
 public:
  int64_t number = 0;
  Any held;

  CellObj() = default;
  CellObj(int64_t number, Any held) : number(number), held(std::move(held)) {}

  static constexpr bool _type_mutable = true;
  static constexpr TVMFFISEqHashKind _type_s_eq_hash_kind = kTVMFFISEqHashKindTreeNode;
  TVM_FFI_DECLARE_OBJECT_INFO(PREFIX "Cell", CellObj, ffi::Object);
};

class Cell : public ffi::ObjectRef {
 public:
  Cell(int64_t number, Any held) { data_ = ffi::make_object<CellObj>(number, std::move(held)); }
  TVM_FFI_DEFINE_OBJECT_REF_METHODS_NULLABLE(Cell, ffi::ObjectRef, CellObj);
};

// memory.h, object.h, cast.h, any.h, optional.h, type_traits.h
Array<Any> Objects() {
  Cell cell(3, String("held"));
  Any any = cell;
  ffi::Optional<Cell> maybe;
  ffi::WeakObjectPtr<CellObj> weak(ffi::make_object<CellObj>(1, Any()));
  Array<Any> out{cell->number,      any.as<Cell>().has_value(), any.GetTypeKey(),
                 maybe.has_value(), weak.lock() == nullptr,     int64_t{cell.use_count()}};
  maybe = cell;
  out.push_back(maybe.value()->held);
  out.push_back(any.cast<Cell>()->number);
  try {
    any.cast<String>();
  } catch (const ffi::Error& error) {
    out.push_back(error.message());
  }
  return out;
}

// string.h, dtype.h, device.h, endian.h
Array<Any> Values() {
  uint32_t words[2] = {1, 0x01020304};
  ffi::ByteSwap(words, 4, 2);
  String text = "a text that is not short";
  ffi::Bytes bytes("by\0tes", 6);
  return {text.size(),
          text + "!",
          text == String("other"),
          bytes.size(),
          int64_t{words[0]},
          int64_t{words[1]},
          ffi::DLDataTypeToString(ffi::StringToDLDataType("float16x4")),
          DLDevice{kDLCUDA, 2},
          ffi::StringToDLDataType("int8"),
          TVM_FFI_IO_NO_ENDIAN_SWAP};
}

// function.h, function_detail.h, rvalue_ref.h, expected.h, error.h
int64_t TakeOver(ffi::RValueRef<Array<int64_t>> ref) {
  Array<int64_t> taken = *std::move(ref);
  return taken.use_count();
}

ffi::Expected<int64_t> Half(int64_t value) {
  if (value % 2 != 0) return ffi::Unexpected(ffi::Error("ValueError", "odd", ""));
  return value / 2;
}

Array<Any> Functions() {
  ffi::Function take = ffi::Function::FromTyped(TakeOver);
  Array<int64_t> owned{1, 2};
  Array<Any> out{take(ffi::RValueRef<Array<int64_t>>(std::move(owned)))};
  out.push_back(Half(8).value());
  out.push_back(Half(7).is_err());
  ffi::TypedFunction<int64_t(int64_t, String)> typed(
      [](int64_t n, String s) { return n + s.size(); });
  out.push_back(typed(1, "abc"));
  for (const char* name : {"ffi.Array", "headers.no.such"}) {
    out.push_back(ffi::Function::GetGlobal(name).has_value());
  }
  try {
    typed.packed()("x");
  } catch (const ffi::Error& error) {
    out.push_back(error.kind());
    out.push_back(error.message());
  }
  try {
    TVM_FFI_THROW(IndexError) << "at " << 3;
  } catch (const ffi::Error& error) {
    out.push_back(error.kind() + ": " + error.message());
  }
  return out;
}

// container/*.h
Array<Any> Containers() {
  Array<int64_t> array{3, 1, 2};
  Array<int64_t> shared = array;
  array.Set(0, 9);
  ffi::List<Any> list{1, String("b")};
  list.push_back(list.size());
  ffi::Map<String, int64_t> map{{"one", 1}, {"two", 2}};
  map.Set("three", 3);
  ffi::Dict<Any, Any> dict;
  for (int64_t i = 0; i < 20; ++i) dict.Set(i, i * i);
  dict.erase(3);
  ffi::Shape shape{2, 3};
  ffi::Tuple<int64_t, String> tuple(5, "five");
  ffi::Variant<int64_t, String> variant = String("either");
  return {array,
          shared,
          list,
          map,
          dict,
          shape,
          shape.Product(),
          tuple.get<1>(),
          variant.get<String>(),
          dict.size(),
          map.count("two")};
}

// container/tensor.h, extra/c_env_api.h
struct Heap {
  void AllocData(DLTensor* tensor) { tensor->data = new float[6](); }
  void FreeData(DLTensor* tensor) { delete[] static_cast<float*>(tensor->data); }
};

Array<Any> Tensors() {
  ffi::Tensor tensor =
      ffi::Tensor::FromNDAlloc(Heap(), {2, 3}, DLDataType{kDLFloat, 32, 1}, DLDevice{kDLCPU, 0});
  DLManagedTensorVersioned* exported = tensor.ToDLPackVersioned();
  ffi::Tensor back = ffi::Tensor::FromDLPackVersioned(exported);
  ffi::TensorView view(back);
  void* before = nullptr;
  TVMFFIEnvSetStream(kDLCUDA, 0, reinterpret_cast<void*>(16), &before);
  int64_t stream = reinterpret_cast<int64_t>(TVMFFIEnvGetStream(kDLCUDA, 0));
  TVMFFIEnvSetStream(kDLCUDA, 0, before, nullptr);
  return {tensor.numel(), back.IsContiguous(),
          view.size(1),   view.stride(0),
          stream,         tensor.data_ptr() == back.data_ptr(),
          tensor};
}

// reflection/*.h, enum.h
Array<Any> Reflection() {
  const TVMFFITypeInfo* info = TVMFFIGetTypeInfo(CellObj::RuntimeTypeIndex());
  Cell cell(7, Any());
  Array<Any> out{int64_t{info->num_fields}, int64_t{info->num_methods}};
  refl::ForEachFieldInfo(info, [&](const TVMFFIFieldInfo* field) {
    out.push_back(String(field->name.data, field->name.size));
    out.push_back(refl::FieldGetter(field)(cell));
  });
  out.push_back(refl::AccessPath::Root()->Attr("a")->ArrayItem(2));
  out.push_back(refl::ObjectCreator(PREFIX "Cell")(
      ffi::Map<String, Any>{{"number", 4}, {"held", String("x")}}));
  return out;
}

Array<Any> Extras() {
  Array<Any> out;
#if __has_include(<tvm/ffi/big_int.h>)
  ffi::BigInt big(INT64_MAX);
  out.push_back(big + big);
  out.push_back(big * big - ffi::BigInt(1));
  out.push_back(Any(ffi::BigInt(5)));
#endif
#if __has_include(<tvm/ffi/extra/base64.h>)
  out.push_back(ffi::Base64Encode(ffi::Bytes("any carnal pleas")));
  out.push_back(ffi::Base64Decode(String("YW55")));
#endif
#if __has_include(<tvm/ffi/extra/dtype.h>)
  out.push_back(ffi::dtype_trait<float>::value);
  out.push_back(ffi::dtype_trait<int8_t>::value);
#endif
#if __has_include(<tvm/ffi/extra/stl.h>)
  auto typed = [](std::vector<int64_t> numbers, std::map<std::string, int64_t> named) {
    for (const auto& [name, value] : named) numbers.push_back(value);
    return numbers;
  };
  ffi::Function stl = ffi::Function::FromTyped(typed);
  out.push_back(stl(Array<int64_t>{1, 2}, ffi::Map<String, int64_t>{{"k", 3}}));
#endif
#if __has_include(<tvm/ffi/extra/structural_visit.h>)
  int64_t sum = 0;
  Cell nested(1, Array<Any>{2, Cell(3, 4)});
  ffi::StructuralWalk<ffi::WalkOrder::kPreOrder>(
      nested, [&](int64_t number) -> ffi::Expected<ffi::WalkResult> {
        sum += number;
        return ffi::WalkResult::Advance();
      });
  out.push_back(sum);
#endif
#if __has_include(<tvm/ffi/extra/structural_mutate.h>)
  out.push_back(ffi::StructuralMap<ffi::WalkOrder::kPostOrder>(
      Cell(1, Array<Any>{2}),
      [](int64_t number) -> ffi::Expected<Any> { return Any(number + 10); }));
#endif
#if __has_include(<tvm/ffi/extra/visit_error_context.h>)
  ffi::Error error("ValueError", "no", "");
  ffi::detail::UpdateVisitErrorContext(error, Cell(1, Any()));
  out.push_back(error.extra_context().has_value());
#endif
  return out;
}

// What one library makes, throws and calls, and another takes, catches and answers.

Any Fail(String kind) { throw ffi::Error(kind, "thrown by " PREFIX, ""); }

String Catch(ffi::Function call, String kind) {
  try {
    call(kind);
  } catch (const ffi::Error& error) {
    return "caught by " PREFIX " " + error.kind() + ": " + error.message();
  }
  return "nothing";
}

Cell Make(int64_t number, Any held) { return Cell(number, std::move(held)); }

Array<Any> Take(ffi::ObjectRef object, Array<Any> items, ffi::Map<String, Any> named,
                ffi::Tensor tensor, ffi::Function back) {
  Any any = object;
  bool is_mine = any.as<Cell>().has_value();
  items.push_back(is_mine);
  named.Set(PREFIX, tensor.numel());
  return {items, named, back(any), any.GetTypeKey()};
}

TVM_FFI_STATIC_INIT_BLOCK() {
  refl::ObjectDef<CellObj>()
      .def(refl::init<int64_t, Any>())
      .def_rw("number", &CellObj::number, "a number", refl::default_value(1))
      .def_rw("held", &CellObj::held)
      .def("twice", [](const CellObj* self) { return 2 * self->number; });
  refl::GlobalDef()
      .def(PREFIX "Objects", Objects)
      .def(PREFIX "Values", Values)
      .def(PREFIX "Functions", Functions)
      .def(PREFIX "Containers", Containers)
      .def(PREFIX "Tensors", Tensors)
      .def(PREFIX "Reflection", Reflection)
      .def(PREFIX "Fail", Fail)
      .def(PREFIX "Catch", Catch)
      .def(PREFIX "Make", Make)
      .def(PREFIX "Take", Take)
      .def(PREFIX "Extras", Extras);
}

}  // namespace
