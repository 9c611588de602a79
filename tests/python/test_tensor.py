# SPDX-License-Identifier: Apache-2.0
"""Tensor from and to numpy, DLPack capsules, exchange tables, and Shape."""

import copy
import ctypes
import gc
import pickle
import sys
import weakref

import numpy as np
import pytest
import tvm_ffi
from hypothesis import given
from hypothesis import strategies as st
from tvm_ffi import Shape, Tensor, from_dlpack


def echo(value):
    return tvm_ffi.convert(lambda x: x)(value)


@pytest.fixture
def tensor():
    return from_dlpack(np.arange(6, dtype="float32").reshape(2, 3))


# ---- description


def test_properties(tensor):
    assert tensor.shape == (2, 3)
    assert type(tensor.shape) is tuple
    assert tensor.strides == (3, 1)
    assert tensor.dtype == "float32"
    assert type(tensor.dtype) is tvm_ffi.dtype
    assert tensor.device == tvm_ffi.device("cpu")
    assert tensor.ndim == 2
    assert tensor.numel() == 6
    assert tensor.size(-1) == 3
    assert tensor.is_contiguous()
    assert repr(tensor) == "float32[2, 3]@cpu:0"


def test_size_errors(tensor):
    for index in (2, -3):
        with pytest.raises(IndexError, match=f"Dimension {index} out of range for tensor with 2 dimensions"):
            tensor.size(index)
    with pytest.raises(TypeError):
        tensor.size("x")


def test_data_ptr_includes_the_offset():
    array = np.arange(10, dtype="int64")
    assert from_dlpack(array).data_ptr() == array.ctypes.data
    assert from_dlpack(array[3:]).data_ptr() == array.ctypes.data + 24


@given(
    shape=st.lists(st.integers(0, 4), max_size=4),
    permutation=st.randoms(),
    dtype=st.sampled_from(["int8", "uint16", "int64", "float16", "float64", "bool"]),
)
def test_description_agrees_with_numpy(shape, permutation, dtype):
    axes = list(range(len(shape)))
    permutation.shuffle(axes)
    array = np.zeros(shape, dtype).transpose(axes)
    t = from_dlpack(array)
    assert t.shape == array.shape
    assert t.ndim == array.ndim
    assert t.numel() == array.size
    assert t.dtype == dtype
    assert t.is_contiguous() == array.flags.c_contiguous
    again = np.from_dlpack(t)
    assert again.shape == array.shape
    assert np.array_equal(again, array)


def test_a_tensor_without_data():
    t = Tensor()
    for use in (
        lambda: t.shape,
        lambda: t.strides,
        lambda: t.dtype,
        lambda: t.device,
        lambda: t.ndim,
        t.numel,
        t.data_ptr,
        t.is_contiguous,
        t.__dlpack__,
        t.__dlpack_device__,
        lambda: t.size(0),
    ):
        with pytest.raises(TypeError, match="NULL"):
            use()
    assert repr(t) == "Tensor(chandle=None)"


def test_identity(tensor):
    assert tensor == tensor
    assert echo(tensor) == tensor
    assert tensor != from_dlpack(tensor)
    assert hash(echo(tensor)) == hash(tensor)
    weakref.ref(tensor)


def test_no_copies(tensor):
    for make in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="pickled or copied"):
            make(tensor)


# ---- numpy


def test_numpy_shares_the_memory():
    array = np.zeros(4, "int32")
    t = from_dlpack(array)
    array[1] = 7
    view = np.from_dlpack(t)
    assert view[1] == 7
    assert view.ctypes.data == array.ctypes.data


def test_the_data_lives_as_long_as_its_users():
    class Array(np.ndarray):
        pass

    array = np.zeros(4, "int32").view(Array)
    alive = weakref.ref(array)
    t = from_dlpack(array)
    del array
    gc.collect()
    assert alive() is not None
    view = np.from_dlpack(t)
    del t
    gc.collect()
    assert alive() is not None
    assert view.sum() == 0
    del view
    gc.collect()
    assert alive() is None


def test_arrays_are_arguments():
    assert echo(np.zeros((2, 3), "float32")).shape == (2, 3)
    assert isinstance(echo(np.zeros(3)), Tensor)
    nested = tvm_ffi.Array([np.zeros(2, "int8"), {"x": np.zeros((1, 5))}])
    assert nested[0].dtype == "int8"
    assert nested[1]["x"].shape == (1, 5)


def test_arrays_that_cannot_travel():
    frozen = np.zeros(3)
    frozen.flags.writeable = False
    with pytest.raises(BufferError):
        echo(frozen)
    with pytest.raises(BufferError):
        from_dlpack(np.zeros(3, "U4"))


def test_types_without_a_name():
    t = from_dlpack(np.zeros(3, "complex64"))
    assert t.shape == (3,)
    assert "[3]@cpu:0" in repr(t)
    with pytest.raises(ValueError, match="type_code=5"):
        t.dtype  # noqa: B018


def test_demands():
    array = np.zeros((4, 4), "float32")
    with pytest.raises(RuntimeError, match="FromDLPack: Tensor is not contiguous"):
        from_dlpack(array.T, require_contiguous=True)
    offset = np.zeros(65, "uint8")
    odd = offset[1:] if offset.ctypes.data % 2 == 0 else offset[:-1]
    with pytest.raises(RuntimeError, match="FromDLPack: Data is not aligned to 2 bytes"):
        from_dlpack(odd, require_alignment=2)
    with pytest.raises(ValueError, match="-1"):
        from_dlpack(array, require_alignment=-1)
    assert from_dlpack(array, require_contiguous=True).shape == (4, 4)


# ---- capsules


def name_of(capsule):
    get = ctypes.pythonapi.PyCapsule_GetName
    get.restype, get.argtypes = ctypes.c_char_p, [ctypes.py_object]
    return get(capsule).decode()


def test_capsules(tensor):
    assert name_of(tensor.__dlpack__()) == "dltensor"
    assert name_of(tensor.__dlpack__(stream=None, max_version=None)) == "dltensor"
    assert name_of(tensor.__dlpack__(max_version=(0, 8))) == "dltensor"
    assert name_of(tensor.__dlpack__(max_version=(1, 0))) == "dltensor_versioned"
    assert name_of(tensor.__dlpack__(max_version=(2, 0), dl_device=(1, 0), copy=False)) == "dltensor_versioned"
    assert tensor.__dlpack_device__() == (1, 0)


@pytest.mark.parametrize("version", [None, (1, 1)])
def test_a_capsule_is_taken_once(tensor, version):
    capsule = tensor.__dlpack__(max_version=version)
    again = from_dlpack(capsule)
    assert again.data_ptr() == tensor.data_ptr()
    assert name_of(capsule).startswith("used_")
    with pytest.raises(TypeError, match="taken already"):
        from_dlpack(capsule)


@pytest.mark.parametrize("version", [None, (1, 1)])
def test_an_unused_capsule_frees_its_tensor(version):
    class Array(np.ndarray):
        pass

    array = np.zeros(4).view(Array)
    alive = weakref.ref(array)
    capsule = from_dlpack(array).__dlpack__(max_version=version)
    del array, capsule
    gc.collect()
    assert alive() is None


def test_requests_that_need_a_copy(tensor):
    with pytest.raises(BufferError, match="copy"):
        tensor.__dlpack__(copy=True)
    with pytest.raises(BufferError, match="device"):
        tensor.__dlpack__(dl_device=(2, 0))
    with pytest.raises(TypeError):
        tensor.__dlpack__(max_version=(1,))
    with pytest.raises(TypeError):
        tensor.__dlpack__(None)


@pytest.mark.parametrize("wrong", [3, None, "x", object()])
def test_what_is_no_tensor(wrong):
    with pytest.raises(TypeError, match=f"compatible tensor or PyCapsule, got {type(wrong).__name__}"):
        from_dlpack(wrong)


def test_a_method_that_returns_no_capsule():
    class Liar:
        def __dlpack__(self):
            return 3

    class Breaks:
        def __dlpack__(self):
            raise KeyError("x")

    with pytest.raises(TypeError, match="capsule"):
        from_dlpack(Liar())
    with pytest.raises(TypeError, match="capsule"):
        echo(Liar())
    with pytest.raises(KeyError):
        echo(Breaks())


# ---- exchange tables: a framework of our own, through ctypes


class Header(ctypes.Structure):
    _fields_ = (("major", ctypes.c_uint32), ("minor", ctypes.c_uint32), ("prev", ctypes.c_void_p))


FROM = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object, ctypes.POINTER(ctypes.c_void_p))
TO = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p))
STREAM = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_int32, ctypes.POINTER(ctypes.c_void_p))


class Table(ctypes.Structure):
    _fields_ = (
        ("header", Header),
        ("allocator", ctypes.c_void_p),
        ("from_object", FROM),
        ("to_object", TO),
        ("view", ctypes.c_void_p),
        ("stream", STREAM),
    )


capsule_pointer = ctypes.pythonapi.PyCapsule_GetPointer
capsule_pointer.restype, capsule_pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
capsule_rename = ctypes.pythonapi.PyCapsule_SetName
capsule_rename.restype, capsule_rename.argtypes = ctypes.c_int, [ctypes.py_object, ctypes.c_char_p]
new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype, new_capsule.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]


class FrameTensor:
    """A tensor class with an exchange table: it wraps one of ours."""

    def __init__(self, inner):
        self.inner = inner


CALLS = []
NAMES = {"versioned": b"dltensor_versioned", "used": b"used_dltensor_versioned"}


@FROM
def _from_object(obj, out):
    CALLS.append("from")
    capsule = obj.inner.__dlpack__(max_version=(1, 0))
    out[0] = capsule_pointer(capsule, NAMES["versioned"])
    capsule_rename(capsule, NAMES["used"])
    return 0


@TO
def _to_object(managed, out):
    CALLS.append("to")
    result = FrameTensor(from_dlpack(new_capsule(managed, NAMES["versioned"], None)))
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(result))
    out[0] = id(result)
    return 0


@STREAM
def _stream(device_type, device_id, out):
    out[0] = 0
    return 0


TABLE = Table(Header(1, 3, None), None, _from_object, _to_object, None, _stream)


@pytest.fixture(params=["capsule", "integer"])
def framework(request, monkeypatch):
    address = ctypes.addressof(TABLE)
    table = new_capsule(address, b"dlpack_exchange_api", None) if request.param == "capsule" else address
    monkeypatch.setattr(FrameTensor, "__dlpack_c_exchange_api__", table, raising=False)
    CALLS.clear()
    return FrameTensor


def test_arguments_and_results_are_of_the_framework(framework, tensor):
    result = echo(framework(tensor))
    assert type(result) is framework
    assert result.inner.data_ptr() == tensor.data_ptr()
    assert "from" in CALLS


def test_from_dlpack_prefers_the_table(framework, tensor):
    assert from_dlpack(framework(tensor)).data_ptr() == tensor.data_ptr()
    assert CALLS == ["from"]


def test_containers_give_tensors_of_the_framework(framework, tensor):
    result = tvm_ffi.convert(lambda x: x)([framework(tensor), {"k": framework(tensor)}])
    assert type(result[0]) is framework
    assert type(result[1]["k"]) is framework
    assert [type(x) for x in result][:1] == [framework]


def test_a_callback_can_ask_for_a_class(framework, tensor):
    seen = []
    function = tvm_ffi.convert_func(lambda x: seen.append(type(x)), tensor_cls=framework)
    function(tensor)
    assert seen == [framework]
    with pytest.raises(TypeError, match="__dlpack_c_exchange_api__"):
        tvm_ffi.convert_func(lambda x: x, tensor_cls=int)
    with pytest.raises(TypeError, match="tensor_cls: expected a class, got bool"):
        tvm_ffi.convert_func(lambda x: x, tensor_cls=True)


def test_a_table_of_another_version_is_left_alone(monkeypatch, tensor):
    other = Table(Header(2, 0, None), None, _from_object, _to_object, None, _stream)
    monkeypatch.setattr(FrameTensor, "__dlpack_c_exchange_api__", ctypes.addressof(other), raising=False)
    with pytest.raises(TypeError, match="compatible tensor"):
        from_dlpack(FrameTensor(tensor))


def test_a_null_table_is_an_error(monkeypatch, tensor):
    monkeypatch.setattr(FrameTensor, "__dlpack_c_exchange_api__", 0, raising=False)
    with pytest.raises(ValueError, match="null pointer"):
        from_dlpack(FrameTensor(tensor))


# ---- Shape


def test_shape():
    s = Shape((1, 2))
    assert s == (1, 2)
    assert hash(s) == hash((1, 2))
    assert Shape([np.int64(3), True]) == (3, 1)
    assert type(s[0:1]) is tuple
    assert repr(s) == "(1, 2)"
    for again in (pickle.loads(pickle.dumps(s)), copy.copy(s), copy.deepcopy(s)):
        assert type(again) is Shape
        assert again == s


def test_shape_errors():
    with pytest.raises(ValueError, match=r"item 0 is 1.5"):
        Shape((1.5,))
    with pytest.raises(ValueError, match="tuple of integers"):
        Shape(("a",))
    with pytest.raises(ValueError, match="64 bits"):
        Shape((2**70,))
    with pytest.raises(TypeError):
        Shape(3)


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=12))
def test_shape_travels(extents):
    result = echo(Shape(extents))
    assert type(result) is Shape
    assert list(result) == extents


def test_reference_counts_stay():
    array = np.zeros(3)
    before = sys.getrefcount(array)
    for _ in range(100):
        echo(array)
        from_dlpack(array)
    gc.collect()
    assert sys.getrefcount(array) == before
