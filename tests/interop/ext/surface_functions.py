# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: F401
"""Runs on two sides: functions, arguments and results, errors, annotations, small values."""

from __future__ import annotations

import pickle
from typing import Any, Optional

import numpy as np
import tvm_ffi
from surface_show import kind_of_error, show
from tvm_ffi import Array, Dict, List, Map, Object, core, error
from tvm_ffi.core import TypeSchema
from tvm_ffi.dataclasses import c_class

g = tvm_ffi.get_global_func


@c_class("testing.TestIntPair")
class IntPair(Object):
    a: int
    b: int


@tvm_ffi.register_error
class SurfaceError(ValueError):
    pass


class Plain(ValueError):
    pass


class Convertible(tvm_ffi.ObjectConvertible):
    def asobject(self):
        return IntPair(7, 8)


def raising(kind):
    def inner(*_):
        raise kind("what went wrong")

    return tvm_ffi.convert(inner)


def native_error(kind, message="text"):
    return kind_of_error(lambda: g("testing.test_raise_error")(kind, message))


def through(kind):
    return kind_of_error(lambda: g("testing.apply")(raising(kind), 1))


def reversed_list():
    values = List([1, 2, 3])
    values.reverse()
    return values


def moved():
    a = Array([1, 2])
    b = a._move()
    return type(b).__name__, a.same_as(a)


def wrapped_by(call, *args):
    o = Array.__new__(Array)
    o.__init_handle_by_constructor__(call, *args)
    return o


def handle_moves():
    a, b = Array([1]), Array.__new__(Array)
    b.__move_handle_from__(a)
    return list(b), a.__chandle__()


def set_on(o, name, value):
    setattr(o, name, value)
    return getattr(o, name)


def gil(f):
    before = f.release_gil
    f.release_gil = not before
    return before, f.release_gil


def extern_function():
    address = int(g("testing.get_add_one_c_symbol")())
    return tvm_ffi.Function.__from_extern_c__(address)(4)


def mlir_function():
    address = int(g("testing.get_mlir_add_one_c_symbol")())
    return tvm_ffi.Function.__from_mlir_packed_safe_call__(address)(4)


def error_parts(e):
    return e.kind, e.message, e.backtrace, e.extra_context


def updated(e):
    e.update_backtrace("other\n")
    return e.backtrace


def sub_annotation(text):
    return str(TypeSchema.from_annotation(eval(text)))


PAIR = IntPair(1, 2)

F = tvm_ffi.convert(lambda *a: len(a))

EXPRESSIONS = r"""
tvm_ffi.convert(Convertible()), Convertible().asobject()
reversed_list()
g("testing.echo")(Convertible())
moved()
wrapped_by(g("ffi.Array"), 1, 2)
handle_moves()
Array([1]).__chandle__() != 0
type(core.ObjectRValueRef(Array([1]))).__name__
F(), F(1, 2)
F(x=1)
gil(F)
extern_function()
mlir_function()
repr(F), type(F).__name__, F == F, F.same_as(F)
set_on(F, "anything", 3)
isinstance(F, Object), isinstance(Array([1]), core.CContainerBase), isinstance(PAIR, core.CObject)
g("testing.nop")()
g("testing.nop")(*range(40))
g("testing.add_one")(1)
g("testing.add_one")("a")
g("testing.add_one")()
g("testing.add_one")(1, 2)
g("testing.add_one")(True)
g("testing.add_one")(1.0)
g("testing.add_one")(2**64)
g("testing.echo")(np.arange(3)).shape
g("testing.apply")(lambda x: x + 1, 2)
g("testing.apply")(lambda: None)
g("testing.apply")(3)
g("testing.object_use_count")(Array([1]))
g("testing.object_use_count")(PAIR)
g("testing.schema_id_int")(3), g("testing.schema_id_float")(3), g("testing.schema_id_bool")(1)
g("testing.schema_id_float")("3")
g("testing.schema_id_device")("cuda:1"), g("testing.schema_id_dtype")("int8x4")
g("testing.schema_id_device")("nope")
g("testing.schema_id_dtype")("nope")
g("testing.schema_id_string")("a"), g("testing.schema_id_bytes")(b"a")
g("testing.schema_id_string")(b"a")
g("testing.schema_id_bytes")("a")
g("testing.schema_id_func")(len)([1, 2])
g("testing.schema_id_func_typed")(lambda a, b, c: 1.5) is not None
g("testing.schema_id_any")(None), g("testing.schema_id_object")(Array([1]))
g("testing.schema_id_object")(3)
g("testing.schema_id_tensor")(np.zeros((2, 3))).shape
g("testing.schema_id_tensor")(3)
g("testing.schema_id_opt_int")(None), g("testing.schema_id_opt_str")("s"), g("testing.schema_id_opt_obj")(None)
g("testing.schema_id_opt_int")("s")
g("testing.schema_id_arr_int")([1, 2]), g("testing.schema_id_arr")([1, "a"])
g("testing.schema_id_arr_int")([1, "a"])
g("testing.schema_id_arr_str")(["a", 1])
g("testing.schema_id_arr_obj")([1])
g("testing.schema_id_list_int")(List([1])), g("testing.schema_id_list_int")([1])
g("testing.schema_id_list_str")(List([1]))
g("testing.schema_id_map_str_int")({"a": 1})
g("testing.schema_id_map_str_int")({"a": "b"})
g("testing.schema_id_map_str_int")({1: 1})
g("testing.schema_id_dict_str_int")(Dict({"a": 1}))
g("testing.schema_id_dict_str_str")(Dict({"a": 1}))
g("testing.schema_id_variant_int_str")(1), g("testing.schema_id_variant_int_str")("a")
g("testing.schema_id_variant_int_str")(1.5)
g("testing.schema_variant_mix")(1)
g("testing.schema_arr_map_opt")([1], {"a": [1]}, None)
g("testing.schema_no_args")(), g("testing.schema_no_return")(1), g("testing.schema_no_args_no_return")()
g("testing.optional_tensor_view_has_value")(np.zeros(1)), g("testing.optional_tensor_view_has_value")(None)
[tvm_ffi.get_global_func_metadata("testing." + n) for n in ("add_one", "schema_id_map_str_int", "schema_packed")]
native_error("ValueError")
native_error("TypeError")
native_error("KeyError")
native_error("IndexError")
native_error("AttributeError")
native_error("AssertionError")
native_error("MemoryError")
native_error("NotImplementedError")
native_error("SurfaceError")
native_error("NoSuchKind")
native_error("")
native_error("ValueError", "ü\nsecond line\x00end")
through(ValueError)
through(SurfaceError)
through(Plain)
through(ZeroDivisionError)
through(KeyError)
through(StopIteration)
through(KeyboardInterrupt)
error_parts(core.Error("ValueError", "m", "  File \"f\", line 1, in g\n"))
core.Error("SurfaceError", "m", "").py_error()
updated(core.Error("ValueError", "m", "first\n"))
error_parts(pickle.loads(pickle.dumps(core.Error("ValueError", "m", "bt\n"))))
repr(core.Error("ValueError", "m", ""))
error_parts(tvm_ffi.convert(ValueError("x")))[:2]
error.register_error("surface.Named", KeyError)
core.Error("surface.Named", "m", "").py_error()
core.ERROR_NAME_TO_TYPE["SurfaceError"].__name__, core.ERROR_TYPE_TO_NAME[SurfaceError]
str(TypeSchema("int")), str(TypeSchema.from_annotation(list[int])), TypeSchema.from_annotation(dict[str, int]).args
sub_annotation("tuple[int, ...]")
sub_annotation("tuple[int, str]")
sub_annotation("Optional[int]")
sub_annotation("__import__('typing').Callable[[int], str]")
sub_annotation("__import__('typing').Callable[[], str]")
sub_annotation("set")
TypeSchema.from_json_str('{"type":"ffi.Array","args":[{"type":"int"}]}').repr()
TypeSchema.from_json_obj({"type": "Optional", "args": [{"type": "ffi.String"}]}).to_json()
TypeSchema.from_json_obj({"type": "ffi.Array"}).input_repr()
TypeSchema.from_json_obj({"type": "ffi.Array"}).output_repr()
TypeSchema.from_annotation(list[int]).convert([1, 2])
TypeSchema.from_annotation(list[int]).convert([1, "a"])
TypeSchema.from_annotation(int).convert(1.5)
TypeSchema.from_annotation(float).convert(1)
TypeSchema.from_annotation(int).check_value(3)
TypeSchema.from_annotation(int).check_value("a")
TypeSchema.from_annotation(int).is_subtype_of(TypeSchema("Any")) if hasattr(TypeSchema, "is_subtype_of") else None
TypeSchema.from_annotation(list[int]).origin, TypeSchema.from_annotation(list[int]).origin_type_index
core.CAny(3), core.CAny("abc"), core.CAny([1]).type_index, core.CAny(None)
core.OpaquePyObject.__name__, g("testing.echo")({1, 2})
core.String("abc"), core.Bytes(b"abc"), core.String("a" * 9), isinstance(core.String("a"), core.PyNativeObject)
core.__dlpack_version__
isinstance(tvm_ffi.core.Device, type), tvm_ffi.core.ObjectConvertible is tvm_ffi.ObjectConvertible
tvm_ffi.CAny is core.CAny, tvm_ffi.CContainerBase is core.CContainerBase
"""

if __name__ == "__main__":
    show(EXPRESSIONS, globals())
