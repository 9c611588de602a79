# SPDX-License-Identifier: Apache-2.0
"""Runs on both sides: evaluates expressions on the Python surface and prints what came of each as a JSON line."""

import copy  # noqa: F401
import ctypes  # noqa: F401
import json
import pickle  # noqa: F401
import re

import numpy as np
import tvm_ffi  # noqa: F401
from tvm_ffi import *  # noqa: F403
from tvm_ffi import Array, Device, Dict, List, Map, Shape, convert, core, device, dtype, from_dlpack, registry  # noqa: F401


def echo(value):
    """To the FFI and back."""
    return ECHO(value)


class HalfType:
    def __dlpack_data_type__(self):
        return (2, 16, 1)


class Somewhere:
    def __dlpack_device__(self):
        return (2, 1)


class IntLike:
    def __tvm_ffi_int__(self):
        return 7


class ValueLike:
    def __tvm_ffi_value__(self):
        return [1, "x"]


ECHO = convert(lambda x: x)
T = from_dlpack(np.arange(6, dtype="float32").reshape(2, 3))
NAN = float("nan")
LONG = "a text of more than seven bytes"

EXPRESSIONS = r"""
echo(None)
echo(True)
echo(3)
echo(-(2**63))
echo(2**63)
echo(-(2**200))
echo(1.5)
echo("short")
echo(LONG)
type(echo("short")).__name__
type(echo(LONG)).__name__
echo("a\0b")
echo("ü€😀")
echo(b"bytes")
echo(b"more than seven bytes")
type(echo(b"more than seven bytes")).__name__
echo(bytearray(b"abc"))
echo((1, 2))
echo([1, [2, "x"]])
echo({"a": [1]})
echo({})
echo(dtype("int"))
echo(device("cuda:3"))
echo(np.float32(1.5))
echo(np.int64(7))
echo(np.uint64(2**64 - 1))
echo(np.dtype("float16"))
echo(np.dtype("complex64"))
echo(HalfType())
echo(Somewhere())
echo(IntLike())
echo(ValueLike())
echo(Shape((1, 2)))
type(echo(Shape((1, 2)))).__name__
echo({1, 2})
echo(1j)
echo(range(3))
echo(T)
type(echo(np.zeros(3))).__name__
echo(ctypes.c_void_p(0)).value
echo(ctypes.c_void_p(16)).value
echo("\ud800")
echo(T) == T
echo(1, 2)
echo(x=1)
dtype("int8").is_bool
dtype("bool").is_integer
dtype("bool").is_bool
dtype("bool").type_code
dtype("int8x4").itemsize
dtype("int8").with_lanes(4)
dtype("int8x4").with_lanes(1)
dtype.from_dlpack_data_type((0, 8, 1))
dtype.from_dlpack_data_type((5, 64, 1))
dtype.from_dlpack_data_type((0, 999, 1))
dtype.from_dlpack_data_type((0, 8))
dtype("foo")
dtype("int32x")
dtype("custom[abc]8")
dtype("")
dtype("void").bits
dtype("int")
dtype("int").bits
dtype("handle").bits
dtype("float8_e4m3fn").type_code
dtype("float4_e2m1fnx2").itemsize
dtype("float32xvscalex4").lanes
dtype("float32xvscalex4").itemsize
dtype(np.dtype("float32"))
dtype(np.float32)
dtype(3)
dtype("int8") == "int8"
hash(dtype("int8")) == hash("int8")
np.dtype(dtype("int8"))
pickle.loads(pickle.dumps(dtype("int8x4")))
dtype.is_dtype("int8")
tvm_ffi.bool
tvm_ffi.float4_e2m1fnx2
core.DataType("int8").bits
str(core.DataType("int8x2"))
core.DataType("int8") == core.DataType("int8")
device("cuda:1")
device("cuda:1 x")
device("cuda", 2)
device("cuda:1", 2)
device("mps").type
device("foo")
device("a:b:c")
device("cuda:x")
device("cuda:")
device("cuda:-1")
device("")
device("CUDA")
device("cuda_host")
device("cuda", "1")
device(2, 1)
device(2.0)
device(None)
device(99).type
device("cuda", np.int64(3))
device("cuda", np.array(3))
device("cuda", True)
device("cuda", 2**40)
Device("cuda", 1)
device(device_type="cuda", index=1)
device("cuda", 1) == device("cuda:1")
device("cuda", 1) == "cuda:1"
hash(device("cuda", 1)) == hash((2, 1))
str(device("cuda", 1))
device("cuda", 1).dlpack_device_type()
pickle.loads(pickle.dumps(device("cuda", 1)))
[device(code).type for code in (3, 11, 13, 14)]
DLDeviceType(2)
list(DLDeviceType.__members__.items())
Shape((1, 2))
Shape([1, 2])
Shape(3)
Shape((1.5,))
Shape(("a",))
Shape((2**70,))
Shape((1, 2))[0:1]
type(Shape((1, 2))[0:1]).__name__
pickle.loads(pickle.dumps(Shape((1, 2))))
T
T.shape
T.strides
T.dtype
T.device
T.ndim
T.numel()
T.size(-1)
T.size(2)
T.size(-3)
T.is_contiguous()
T.__dlpack_device__()
re.sub(" at .*", "", repr(T.__dlpack__()))
re.sub(" at .*", "", repr(T.__dlpack__(max_version=(1, 0))))
T.__dlpack__(max_version=(0, 8)) is not None
T.__dlpack__(copy=True) is not None
T.__dlpack__(dl_device=(2, 0)) is not None
np.from_dlpack(T).tolist()
from_dlpack(T).shape
from_dlpack(3)
from_dlpack(np.zeros((4, 4), "float32").T, require_contiguous=True)
from_dlpack(np.zeros((4, 4), "float32").T).strides
from_dlpack(np.zeros((0, 3))).strides
from_dlpack(np.float32(3).reshape(())).shape
from_dlpack(np.zeros(3, "bool"))
from_dlpack(np.zeros(3, "U4"))
Array([1, 2])
Array([1])
Array([])
Array(x for x in "ab")
Array({1: 2})
Array("abc")
Array(3)
Array()
Array([1], 2)
Array([1, 2])[0]
Array([1, 2])[-1]
Array([1, 2])[True]
Array([1, 2])[2]
Array([1, 2])[-3]
Array([1, 2])["a"]
Array([1, 2])[1.0]
Array([1, 2, 3])[::-1]
Array([1, 2, 3])[1:]
Array([None, True, 1.5, b"x", dtype("int8"), device("cuda:1"), 2**70, LONG])
Array([lambda: 1])
Array([1]) + [2]
[2] + Array([1])
(2,) + Array([1])
Array([1]) + List([2])
List([1]) + Array([2])
Array([1]) + "ab"
Array([1]) + 3
Array([1]) * 2
Array([1, 2]) == [1, 2]
Array([1, 2]) == (1, 2)
Array([1, 2]) == range(1, 3)
Array([1, 2]) == List([1, 2])
Array([1, 2]) == "ab"
Array([1, 2]) == {1, 2}
Array([1, 2]) != [1, 2]
Array([1]) == None
Array([1]) == [1.0]
Array([1]) == [True]
Array([NAN]) == Array([NAN])
Array([0.0]) == Array([-0.0])
Array([[1], {"a": [2]}]) == [[1], {"a": [2]}]
Array([T]) == Array([T])
Array([1, 2]) < [1, 3]
[1] in Array([[1]])
(1,) in Array([[1]])
2.0 in Array([2])
True in Array([1])
LONG in Array([LONG])
Array([1, 2]).index(2)
Array([1, 2]).index(3)
Array([1, 2]).count(2)
list(reversed(Array([1, 2])))
bool(Array([]))
len(Array(range(5)))
hash(Array([1, 2]))
hash(Array([1.5, "x", LONG, None]))
hash(List([1, 2]))
hash(Map({1: 2}))
hash(Map({"a": [1], "b": 2})) == hash(Map({"b": 2, "a": [1]}))
hash(Array([1, 2])) == hash((1, 2))
Array([1, 2]).x
setattr(Array([1]), "x", 1)
pickle.loads(pickle.dumps(Array([1, "a", [2]])))
pickle.dumps(Array([T]))
copy.copy(Array([1]))
copy.deepcopy(Array([1, [2]]))
List()
List([1, 2])
List([1, 2]).pop()
List([1, 2]).pop(0)
List([1, 2]).pop(5)
List([1, 2]).pop("a")
List().pop()
List().remove(1)
List([1, 2]).append(3)
List([1, 2]).append()
List([1, 2, 3]).insert(100, 4)
List([1, 2, 3]).extend(5)
List([1, 2, 3]).__delitem__(7)
List([1, 2, 3]).__setitem__(slice(0, 3, 2), [1])
List([1, 2, 3]).__setitem__("a", [1])
List([1, 2, 3])[0:2]
Map({"a": 1})
Map({"a": 1, 2: 3.5})
Map({})
Map()
Map([(1, 2)])
Map({1: 2})[1]
Map({1: 2})[3]
Map({1: 2}).get(3)
Map({1: 2}).get(3, 5)
Map({1: 2}).get(1)
1 in Map({1: 2})
True in Map({1: 2})
1.0 in Map({1: 2})
Map({1.0: 3})[1]
Map({(1, 2): 3})[(1, 2)]
list(Map({(1, 2): 3}))
list(Map({"a": 1, 2: 3}))
list(Map({i: -i for i in range(20)}))
list(Map({"a": 1, 2: 3}).items())
list(Map({"a": 1, 2: 3}).values())
len(Map({1: 2}).keys())
Map({1: 2}).keys() & {1}
1 in Map({1: 2}).keys()
isinstance(Map({1: 2}).keys(), __import__("collections.abc").abc.KeysView)
Map({1: 2}) == {1: 2}
Map({1: 2}) == Map({1: 2})
Map({1: 2}) == Dict({1: 2})
Map({1: [2]}) == Map({1: [2]})
dict(Map({"a": 1, 2: 3}))
pickle.loads(pickle.dumps(Map({1: "a"})))
Dict()
Dict({1: 2})
Dict({1: 2}).pop(3)
Dict({1: 2}).pop(3, 5)
Dict({1: 2}).pop(1)
Dict({1: 2}).popitem()
Dict().popitem()
Dict({1: 2}).update({3: 4})
Dict({1: 2}).update(a=4)
Dict({1: 2}).setdefault(4)
Dict({1: 2})["x"]
Dict({1: 2}).clear()
Dict([(1, 2)])
Dict({1: 2}) | {2: 3}
Array[int] is not None
tvm_ffi.get_global_func("ffi.Array")
tvm_ffi.get_global_func("no.such.function")
tvm_ffi.get_global_func("no.such.function", allow_missing=True)
tvm_ffi.get_global_func(3)
tvm_ffi.get_global_func("ffi.Array") == tvm_ffi.get_global_func("ffi.Array")
tvm_ffi.get_global_func_metadata("ffi.Array")
tvm_ffi.get_global_func_metadata("ffi.ArraySize")
tvm_ffi.get_global_func_metadata("nope")
tvm_ffi.remove_global_func("nope")
tvm_ffi.register_global_func("ffi.Array", lambda: 1)
tvm_ffi.register_global_func("surface.f", lambda x: x + 1)(1)
tvm_ffi.get_global_func("surface.f")(2)
tvm_ffi.get_global_func_metadata("surface.f")
tvm_ffi.register_global_func("surface.f", lambda x: x + 2, override=True)(1)
"surface.f" in registry.list_global_func_names()
tvm_ffi.init_ffi_api("ffi", "no_such_module")
tvm_ffi.init_ffi_api("typo", "__main__")
tvm_ffi.register_object("nope.X")(type("X", (tvm_ffi.Object,), {}))
"ffi.Array" in registry.get_registered_type_keys()
tvm_ffi.get_global_func("ffi.ArraySize")(Array([1, 2]))
tvm_ffi.get_global_func("ffi.ArraySize")("x")
tvm_ffi.get_global_func("ffi.ArraySize")()
tvm_ffi.load_module(3)
tvm_ffi.system_lib().kind
tvm_ffi.system_lib()
tvm_ffi.system_lib().imports
tvm_ffi.system_lib().get_property_mask()
tvm_ffi.system_lib().is_binary_serializable()
list(tvm_ffi.system_lib().get_write_formats())
tvm_ffi.system_lib().write_to_file("x")
tvm_ffi.system_lib().inspect_source()
tvm_ffi.system_lib().foo
tvm_ffi.system_lib()["foo"]
tvm_ffi.system_lib()[3]
tvm_ffi.system_lib().get_function("foo")
tvm_ffi.system_lib().implements_function("foo")
tvm_ffi.system_lib().get_function_doc("foo")
tvm_ffi.system_lib().get_function_metadata("foo")
tvm_ffi.system_lib()()
tvm_ffi.system_lib().entry_name
convert(3)
convert(None)
convert([1])
convert({1: 2})
convert({1})
convert("a")
type(convert("a")).__name__
type(convert(b"a")).__name__
type(convert(ValueError("x"))).__name__
convert(ValueError("x")).kind
convert(ValueError("x")).message
type(convert(len)).__name__
type(convert(np.zeros(3))).__name__
convert(np.dtype("int8"))
tvm_ffi.convert_func(lambda: 1, tensor_cls=int)
tvm_ffi.convert_func(lambda: 1)()
tvm_ffi.get_raw_stream(device("cuda"))
tvm_ffi.use_raw_stream(device("cuda"), "x")
type(tvm_ffi.use_raw_stream(device("cuda"), 3)).__name__
tvm_ffi.register_error("Foo", ValueError)
core.Error("ValueError", "m", "").py_error()
core.Error("NoSuchKind", "m", "").py_error()
core.Error("ValueError", "m", "").kind
tvm_ffi.LIB.TVMFFIGetVersion is not None
""".strip().splitlines()


def outcome(expression):
    """`type: repr` of the value, or `!! type: message` of the exception."""
    try:
        value = eval(expression)
    except Exception as error:
        return f"!! {type(error).__name__}: {error}"
    return f"{type(value).__name__}: {value!r}"


if __name__ == "__main__":
    for line in EXPRESSIONS:
        print(json.dumps([line, re.sub(r"0x[0-9a-f]+", "ADDRESS", outcome(line))]))
