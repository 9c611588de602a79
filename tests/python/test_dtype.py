# SPDX-License-Identifier: Apache-2.0
"""dtype, a str that knows DLPack's view of it, and the DataType struct."""

import copy
import pickle

import numpy as np
import pytest
import tvm_ffi
from hypothesis import given
from hypothesis import strategies as st
from tvm_ffi import core, dtype

NAMES = {
    # name: code, bits, lanes
    "int8": (0, 8, 1),
    "int64": (0, 64, 1),
    "uint16": (1, 16, 1),
    "float32": (2, 32, 1),
    "float32x4": (2, 32, 4),
    "bool": (6, 8, 1),
    "handle": (3, 64, 1),
    "": (3, 0, 0),
    "void": (3, 0, 0),
    "bfloat16": (4, 16, 1),
    "int": (0, 32, 1),
    "float": (2, 32, 1),
    "float8_e4m3fn": (10, 8, 1),
    "float8_e5m2": (12, 8, 1),
    "float6_e2m3fn": (15, 6, 1),
    "float4_e2m1fn": (17, 4, 1),
    "float4_e2m1fnx2": (17, 4, 2),
    "float32xvscalex4": (2, 32, -4),
}


@pytest.mark.parametrize(("name", "triple"), NAMES.items())
def test_names(name, triple):
    d = dtype(name)
    assert (d.type_code, d.bits, d.lanes) == triple
    assert d == name
    assert hash(d) == hash(name)
    assert isinstance(d, str)
    assert repr(d) == f"dtype({name!r})"
    assert type(str(d)) is str


@pytest.mark.parametrize(
    ("name", "size"),
    [("int8", 1), ("int8x4", 4), ("float4_e2m1fn", 1), ("float4_e2m1fnx2", 1), ("bool", 1), ("", 0), ("float64", 8)],
)
def test_itemsize(name, size):
    assert dtype(name).itemsize == size


def test_scalable_vectors_have_no_itemsize():
    with pytest.raises(ValueError, match="scalable"):
        dtype("float32xvscalex4").itemsize  # noqa: B018


@pytest.mark.parametrize("name", ["foo", "int32x", "int3_", "x4", "custom[abc]8", "int8x0", "int999"])
def test_unknown_names(name):
    with pytest.raises(ValueError, match=r"dtype|lanes|custom"):
        dtype(name)


def test_unknown_name_is_quoted():
    with pytest.raises(ValueError, match="unknown dtype `foo`"):
        dtype("foo")


def test_kinds():
    assert dtype("bool").is_bool
    assert not dtype("bool").is_integer
    assert dtype("uint8").is_integer
    assert dtype("float16").is_float
    assert not dtype("bfloat16").is_float
    assert dtype("handle").is_handle


def test_with_lanes():
    assert dtype("int8").with_lanes(4) == "int8x4"
    assert dtype("int8x4").with_lanes(1) == "int8"
    with pytest.raises(TypeError):
        dtype("int8").with_lanes("x")
    with pytest.raises(ValueError, match="-1"):
        dtype("int8").with_lanes(-1)


def test_from_triple():
    assert dtype.from_dlpack_data_type((0, 8, 1)) == "int8"
    assert dtype.from_dlpack_data_type([2, 32, 4]) == "float32x4"
    with pytest.raises(OverflowError):
        dtype.from_dlpack_data_type((0, 999, 1))
    with pytest.raises(TypeError):
        dtype.from_dlpack_data_type((0, 8))
    with pytest.raises(ValueError, match="type_code=5"):
        dtype.from_dlpack_data_type((5, 64, 1))


def test_constants():
    assert tvm_ffi.bool == "bool"
    assert tvm_ffi.int32 == "int32"
    assert isinstance(tvm_ffi.float4_e2m1fnx2, dtype)


def test_numpy():
    assert dtype(np.dtype("float32")) == "float32"
    assert np.dtype(dtype("int8")) == np.int8


def test_copies():
    d = dtype("int8x4")
    for again in (pickle.loads(pickle.dumps(d)), copy.copy(d), copy.deepcopy(d)):
        assert again == d
        assert type(again) is dtype
        assert again.lanes == 4


def test_struct():
    a, b = core.DataType("int8x2"), core.DataType("int8")
    assert (a.type_code, a.bits, a.lanes, a.itemsize) == (0, 8, 2, 2)
    assert str(a) == "int8x2"
    assert a == core.DataType("int8x2")
    assert a != b
    assert a != "int8x2"
    assert hash(a) == hash(core.DataType("int8x2"))
    assert pickle.loads(pickle.dumps(a)) == a
    with pytest.raises(TypeError):
        core.DataType(3)


def echo(value):
    return tvm_ffi.convert(lambda x: x)(value)


def test_travels_as_a_data_type():
    result = echo(dtype("int"))
    assert type(result) is dtype
    assert result == "int32"
    assert echo(core.DataType("int8")) == "int8"
    assert type(echo("int8")) is str


@pytest.mark.parametrize("name", ["float16", "int64", "uint8", "float64"])
def test_numpy_types_travel(name):
    assert echo(np.dtype(name)) == name
    assert type(echo(np.dtype(name))) is dtype


def test_numpy_types_without_a_counterpart():
    with pytest.raises(ValueError, match="complex64"):
        echo(np.dtype("complex64"))


def test_protocol():
    class Half:
        def __dlpack_data_type__(self):
            return (2, 16, 1)

    class Wrong:
        def __dlpack_data_type__(self):
            return (2, 16)

    assert echo(Half()) == "float16"
    with pytest.raises(TypeError, match="lanes"):
        echo(Wrong())


def test_results_are_shared():
    assert echo(dtype("int8")) is echo(dtype("int8"))


@given(code=st.sampled_from([0, 1, 2, 4]), bits=st.sampled_from([8, 16, 32, 64]), lanes=st.integers(1, 32767))
def test_triple_round_trip(code, bits, lanes):
    if code == 4:
        bits = 16
    d = dtype.from_dlpack_data_type((code, bits, lanes))
    again = dtype(str(d))
    assert (again.type_code, again.bits, again.lanes) == (code, bits, lanes)


@given(st.text(max_size=12))
def test_any_text_is_a_name_or_a_value_error(text):
    try:
        d = dtype(text)
    except ValueError:
        return
    assert d == text
