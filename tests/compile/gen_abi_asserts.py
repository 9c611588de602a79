#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns abi/abi.json into static assertions about the public headers, as a file that compiles as C11 and as C++17.

Usage: gen_abi_asserts.py ABI_JSON OUTPUT

Covered: size and alignment of every structure, offset, size and type of every member, the object layouts of
tvm/ffi/c/layout.h, every enumerator, every constant that a public header declares, every type definition and the exact
type of every function.
"""

import json
import re
import sys

HEAD = """/* SPDX-License-Identifier: Apache-2.0 */
/* Made by tests/compile/gen_abi_asserts.py from abi/abi.json. */
#include <tvm/ffi/c_api.h>
#include <tvm/ffi/extra/c_env_api.h>
#include <tvm/ffi/c/layout.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#include <type_traits>
#define HOLDS(...) static_assert((__VA_ARGS__), #__VA_ARGS__)
#define HAS_TYPE(expression, ...) \\
  static_assert(std::is_same<std::decay<decltype(expression)>::type, __VA_ARGS__>::value, #expression)
#define ALIGN_OF(type) alignof(type)
#else
#define HOLDS(...) _Static_assert((__VA_ARGS__), #__VA_ARGS__)
#define HAS_TYPE(expression, ...) \\
  _Static_assert(_Generic((expression), __VA_ARGS__ : 1, default : 0), #expression)
#define ALIGN_OF(type) _Alignof(type)
#endif
#define MEMBER(type, member) (((type*)0)->member)
#define MEMBER_AT(type, member, at, bytes) \\
  HOLDS(offsetof(type, member) == at && sizeof(MEMBER(type, member)) == bytes)
"""

# Name of the C++ object in abi.json -> our structure, bytes before its header, member names that differ.
OBJECTS = {
    "Object": ("TVMFFIObject", 0, {}),
    "Any": ("TVMFFIAny", 0, {}),
    "detail::StringObj": ("tvm_ffi_bytes_object", 0, {"data": "bytes.data", "size": "bytes.size"}),
    "detail::BytesObj": ("tvm_ffi_bytes_object", 0, {"data": "bytes.data", "size": "bytes.size"}),
    "ErrorObj": (
        "tvm_ffi_error_object",
        0,
        {n: "error." + n for n in ("kind", "message", "backtrace", "update_backtrace", "cause_chain", "extra_context")},
    ),
    "FunctionObj": ("tvm_ffi_function_object", 0, {"safe_call": "call.safe_call", "cpp_call": "call.cpp_call"}),
    "ShapeObj": ("tvm_ffi_shape_object", 0, {"data": "shape.data", "size": "shape.size"}),
    "TensorObj": (
        "tvm_ffi_tensor_object",
        0,
        {n: "tensor." + n for n in ("data", "device", "ndim", "dtype", "shape", "strides", "byte_offset")},
    ),
    "SeqBaseObj": ("tvm_ffi_seq_object", 0, {n: "seq." + n for n in ("data", "size", "capacity", "data_deleter")}),
    "MapBaseObj": ("tvm_ffi_map_object", 0, {n + "_": n for n in ("data", "size", "slots", "data_deleter")}),
    "DenseMapBaseObj": (
        "tvm_ffi_dense_map_object",
        0,
        {"fib_shift_": "fib_shift", "iter_list_head_": "head", "iter_list_tail_": "tail"},
    ),
    "DenseMapBaseObj::Block": ("tvm_ffi_map_block", 0, {}),
    "DenseMapBaseObj::ItemType": ("tvm_ffi_map_item", 0, {"data": "pair"}),
    "MapBaseObj::KVType": ("tvm_ffi_map_pair", 0, {}),
    "detail::BigIntObj": ("tvm_ffi_bigint_object", 0, {"size_": "size"}),
    "ModuleObj": ("tvm_ffi_module_object", 8, {"imports_": "imports", "import_lookup_cache_": "import_lookup_cache"}),
    "VisitInterruptObj": ("tvm_ffi_visit_interrupt_object", 0, {}),
    "StructuralVisitorObj": (
        "tvm_ffi_structural_visitor_object",
        0,
        {"vtable_": "vtable", "def_region_mode_": "def_region_kind"},
    ),
    "StructuralMutatorObj": (
        "tvm_ffi_structural_visitor_object",
        0,
        {"vtable_": "vtable", "def_region_mode_": "def_region_kind"},
    ),
    "StructuralKeyObj": ("tvm_ffi_structural_key_object", 0, {}),
    "VisitErrorContextObj": ("tvm_ffi_visit_error_context_object", 0, {}),
    "EnumStateObj": ("tvm_ffi_enum_state_object", 0, {}),
    "EnumObj": ("tvm_ffi_enum_object", 0, {"_int_index": "int_index", "_str_index": "str_index"}),
    "reflection::AccessStepObj": ("tvm_ffi_access_step_object", 0, {}),
    "reflection::AccessPathObj": ("tvm_ffi_access_path_object", 0, {}),
}

# Constants of abi.json that a public header declares under another name.
CONSTANTS = {
    "small_map_tag": "TVM_FFI_MAP_SMALL_TAG",
    "dense_block_cap": "TVM_FFI_MAP_BLOCK_SLOTS",
    "dense_block_bytes": "sizeof(tvm_ffi_map_block)",
    "dense_empty_slot": "TVM_FFI_MAP_META_EMPTY",
    "dense_protected_slot": "TVM_FFI_MAP_META_MOVING",
    "invalid_index": "TVM_FFI_MAP_END",
}
# Constants of algorithms: no public header declares them; the tests of those algorithms hold them to their results.
ALGORITHM_CONSTANTS = {
    "kCombinedRefCountStrongOne",
    "kCombinedRefCountWeakOne",
    "kCombinedRefCountBothOne",
    "small_string_max_len",
    "fib_hash_coeff",
    "max_load_factor",
    "stable_hash_multiplier",
    "stable_hash_mod",
    "stable_hash_combine_const",
    "type_key_hash_seed",
    "type_key_hash_mul",
    "dense_jump_table",
}
# Objects of C++ that have no C structure of their own.
CXX_ONLY = {
    "AnyView",
    "ObjectRef",
    "String",
    "Bytes",
    "Function",
    "Shape",
    "Tensor",
    "Error",
    "BigInt",
    "Module",
    "Optional<int>",
    "Optional<String>",
    "Optional<ObjectRef>",
    "Optional<Function>",
    "Optional<reflection::AccessPathPair>",
    "detail::BytesObjStdImpl<detail::StringObj>",
    "detail::ErrorObjFromStd",
    "ArrayObj",
    "ListObj",
    "MapObj",
    "DictObj",
    "SmallMapBaseObj",
    "MapBaseObj::iterator",
    "IntEnumObj",
    "StrEnumObj",
    "StructuralVisitorVTable",
    "StructuralMutatorVTable",
}


def plain_type(text):
    """The type as C writes it: abi.json explains some in brackets or braces, and arrays decay."""
    text = re.sub(r" [({]u?int32.*$", "", text)
    return re.sub(r"\[\d+\]$", "*", text)


def literal(value):
    if isinstance(value, str):
        return value
    return str(value) + ("u" if value > 0x7FFFFFFFFFFFFFFF else "")


def struct_lines(name, record):
    yield f"HOLDS(sizeof({name}) == {record['size']} && ALIGN_OF({name}) == {record['align']});"
    for field in record["fields"]:
        member = field["name"]
        yield f"MEMBER_AT({name}, {member}, {field['offset']}, {field['size']});"
        yield f"HAS_TYPE(MEMBER({name}, {member}), {plain_type(field['type'])});"


def object_lines(name, record):
    struct, before, members = OBJECTS[name]
    if before == 0:
        yield f"HOLDS(sizeof({struct}) == {record['size']});"
    for field in record["fields"]:
        member = members.get(field["name"], field["name"])
        yield f"MEMBER_AT({struct}, {member}, {field['offset'] - before}, {field['size']});"


def enum_lines(name, record):
    if " " in name:  # C++ only: the C++ headers have assertions of their own
        return
    yield f"HOLDS(sizeof({name}) == 4);"
    for enumerator, value in record.items():
        yield f"HOLDS((int64_t){enumerator} == {value});"


def constant_lines(name, value):
    if name in ALGORITHM_CONSTANTS:
        return
    yield f"HOLDS({CONSTANTS.get(name, name)} == {literal(value)});"


def typedef_lines(name, definition):
    yield f"HAS_TYPE(({name})0, {definition});"


def function_lines(record):
    params = ", ".join(p["type"] for p in record["params"]) or "void"
    yield f"HAS_TYPE(&{record['name']}, {record['returns']} (*)({params}));"


def generate(abi):
    unknown = set(abi["cxx_objects"]) - set(OBJECTS) - CXX_ONLY
    if unknown:
        raise SystemExit(f"abi.json has objects that this script does not know: {sorted(unknown)}")
    yield HEAD
    for version, macro in zip(abi["reference"]["runtime_version"], ("MAJOR", "MINOR", "PATCH")):
        yield f"HOLDS(TVM_FFI_VERSION_{macro} == {version});"
    for name, record in abi["structs"].items():
        yield from struct_lines(name, record)
    yield "#if UINTPTR_MAX == 0xFFFFFFFFFFFFFFFFu"
    for name in OBJECTS:
        yield from object_lines(name, abi["cxx_objects"][name])
    yield "#endif"
    for name, record in abi["enums"].items():
        yield from enum_lines(name, record)
    for name, value in abi["constants"].items():
        yield from constant_lines(name, value)
    for name, definition in abi["typedefs"].items():
        yield from typedef_lines(name, definition)
    for record in abi["functions"]:
        yield from function_lines(record)


def main():
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        abi = json.load(file)
    text = "\n".join(generate(abi)) + "\n"
    with open(target, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
