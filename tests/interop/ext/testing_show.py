# SPDX-License-Identifier: Apache-2.0
"""Prints what the type table and the registry know of `testing.*`, straight from the library's records.

Usage: testing_show.py [LIBRARY]   loads the library first, unless the package did that itself
"""

import ctypes
import json
import sys
from pathlib import Path

import tvm_ffi


class Bytes(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]


class Any(ctypes.Structure):
    _fields_ = [("kind", ctypes.c_int32), ("pad", ctypes.c_uint32), ("value", ctypes.c_int64)]


class Field(ctypes.Structure):
    _fields_ = [
        *[(name, Bytes) for name in ("name", "doc", "metadata")],
        *[(name, ctypes.c_int64) for name in ("flags", "size", "alignment", "offset")],
        *[("getter", ctypes.c_void_p), ("setter", ctypes.c_void_p), ("default", Any), ("static", ctypes.c_int32)],
    ]


class Method(ctypes.Structure):
    _fields_ = [
        *[(name, Bytes) for name in ("name", "doc", "metadata")],
        ("flags", ctypes.c_int64),
        ("method", Any),
    ]


class Metadata(ctypes.Structure):
    _fields_ = [("doc", Bytes), ("creator", ctypes.c_void_p), ("size", ctypes.c_int32), ("kind", ctypes.c_int32)]


class Type(ctypes.Structure):
    pass


Type._fields_ = [
    *[("index", ctypes.c_int32), ("depth", ctypes.c_int32), ("key", Bytes)],
    *[("ancestors", ctypes.POINTER(ctypes.POINTER(Type))), ("hash", ctypes.c_uint64)],
    *[("num_fields", ctypes.c_int32), ("num_methods", ctypes.c_int32)],
    *[("fields", ctypes.POINTER(Field)), ("methods", ctypes.POINTER(Method)), ("metadata", ctypes.POINTER(Metadata))],
]


class Column(ctypes.Structure):
    _fields_ = [("data", ctypes.POINTER(Any)), ("size", ctypes.c_int32), ("begin", ctypes.c_int32)]


ATTRIBUTES = ["new", "init", "shallow_copy", "type_final", "hash", "eq", "compare", "repr"]


def schema(metadata):
    """The type schema alone: what follows it is an addition."""
    return json.loads(metadata)["type_schema"] if metadata else ""


def show_type(lib, key):
    index = ctypes.c_int32()
    lib.TVMFFITypeKeyToIndex(ctypes.byref(Bytes(key.encode(), len(key))), ctypes.byref(index))
    info = lib.TVMFFIGetTypeInfo(index.value).contents
    meta = info.metadata.contents if info.metadata else Metadata()
    parent = info.ancestors[info.depth - 1].contents.key.data.decode()
    print(key, "of", parent, "size", meta.size, "structural", meta.kind, "creator", bool(meta.creator))
    for field in info.fields[: info.num_fields]:
        default = (field.default.kind, field.default.value if field.default.kind < 64 else 0) if field.flags & 2 else ""
        numbers = field.flags, field.size, field.alignment, field.offset, field.static
        print(key, "field", field.name.data.decode(), schema(field.metadata.data), *numbers, default, field.doc.data)
    for method in info.methods[: info.num_methods]:
        print(key, "method", method.name.data.decode(), schema(method.metadata.data), method.flags, method.doc.data)
    for name in (f"__ffi_{name}__" for name in ATTRIBUTES):
        column = lib.TVMFFIGetTypeAttrColumn(ctypes.byref(Bytes(name.encode(), len(name))))
        cell = column.contents.data[index.value] if column and index.value < column.contents.size else Any()
        if cell.kind != 0:
            print(key, "attribute", name, cell.kind, cell.value if cell.kind < 64 else "")


def main():
    if len(sys.argv) > 1:
        tvm_ffi.load_module(sys.argv[1])
    maps = Path("/proc/self/maps").read_text().splitlines()
    lib = ctypes.CDLL(next(line.split()[-1] for line in maps if "libtvm_ffi.so" in line))
    lib.TVMFFIGetTypeInfo.restype = ctypes.POINTER(Type)
    lib.TVMFFIGetTypeAttrColumn.restype = ctypes.POINTER(Column)
    metadata_of = tvm_ffi.get_global_func("ffi.GetGlobalFuncMetadata")
    for name in sorted(str(name) for name in tvm_ffi.registry.list_global_func_names()):
        if name.startswith("testing."):
            print(name, schema(str(metadata_of(name))))
    for key in sorted(str(key) for key in tvm_ffi.get_global_func("ffi.GetRegisteredTypeKeys")()):
        if key.startswith("testing."):
            show_type(lib, key)


if __name__ == "__main__":
    main()
