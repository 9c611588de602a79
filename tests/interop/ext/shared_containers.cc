// SPDX-License-Identifier: Apache-2.0
// Container operations under the prefix given as -DPREFIX="A.". Built once with each side's headers and loaded twice
// into one process, so that the inline code of both works on the same objects.
#include <tvm/ffi/container/dict.h>
#include <tvm/ffi/tvm_ffi.h>

namespace ffi = tvm::ffi;
using ffi::Any;
using ffi::Array;
using ffi::Dict;
using ffi::List;
using ffi::Map;
using ffi::RValueRef;

// Returns the container: the copy when somebody else still sees the argument, else the object itself.
template <typename T>
static T Take(RValueRef<T> ref) {
  return *std::move(ref);
}

TVM_FFI_STATIC_INIT_BLOCK() {
  namespace refl = tvm::ffi::reflection;
  refl::GlobalDef()
      .def(PREFIX "dict_new", []() { return Dict<Any, Any>(); })
      .def(PREFIX "dict_set", [](Dict<Any, Any> d, Any k, Any v) { d.Set(k, v); })
      .def(PREFIX "dict_erase", [](Dict<Any, Any> d, Any k) { d.erase(k); })
      .def(PREFIX "dict_clear", [](Dict<Any, Any> d) { d.clear(); })
      .def(PREFIX "dict_keys",
           [](Dict<Any, Any> d) {
             Array<Any> keys;
             for (const auto& kv : d) keys.push_back(kv.first);
             return keys;
           })
      .def(PREFIX "dict_get",
           [](Dict<Any, Any> d, Any k) -> Any {
             auto value = d.Get(k);
             return value ? *value : Any(nullptr);
           })
      .def(PREFIX "map_set",
           [](RValueRef<Map<Any, Any>> ref, Any k, Any v) {
             Map<Any, Any> map = Take(std::move(ref));
             map.Set(k, v);
             return map;
           })
      .def(PREFIX "map_erase",
           [](Map<Any, Any> map, Any k) {
             map.erase(k);
             return map;
           })
      .def(PREFIX "map_keys",
           [](Map<Any, Any> map) {
             Array<Any> keys;
             for (const auto& kv : map) keys.push_back(kv.first);
             return keys;
           })
      .def(PREFIX "list_new", []() { return List<Any>(); })
      .def(PREFIX "list_insert",
           [](List<Any> l, int64_t at, Any v) { l.insert(l.begin() + at, v); })
      .def(PREFIX "list_erase", [](List<Any> l, int64_t at) { l.erase(l.begin() + at); })
      .def(PREFIX "list_push", [](List<Any> l, Any v) { l.push_back(v); })
      .def(PREFIX "array_push", [](RValueRef<Array<Any>> ref, Any v) {
        Array<Any> array = Take(std::move(ref));
        array.push_back(v);
        return array;
      });
}
