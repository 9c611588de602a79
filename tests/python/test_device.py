# SPDX-License-Identifier: Apache-2.0
"""Device, device(), DLDeviceType, and the current stream of a device."""

import copy
import ctypes
import pickle
import threading

import numpy as np
import pytest
import tvm_ffi
from tvm_ffi import Device, DLDeviceType, device

CODES = {
    "cpu": 1,
    "cuda": 2,
    "opencl": 4,
    "vulkan": 7,
    "metal": 8,
    "mps": 8,
    "vpi": 9,
    "rocm": 10,
    "ext_dev": 12,
    "webgpu": 15,
    "wgpu": 15,
    "hexagon": 16,
    "maia": 17,
    "trn": 18,
}


@pytest.mark.parametrize(("name", "code"), CODES.items())
def test_names(name, code):
    d = device(name, 1)
    assert d.dlpack_device_type() == code
    assert d.index == 1
    assert device(code, 1) == d


def test_shown_names():
    assert str(device("cuda", 1)) == "cuda:1"
    assert repr(device("cuda", 1)) == "device(type='cuda', index=1)"
    assert device("mps").type == "metal"
    assert [device(code).type for code in (3, 11, 13, 14)] == ["cuda_host", "rocm_host", "cuda_managed", "oneapi"]


def test_index_in_the_text_wins():
    assert device("cuda:1", 2).index == 1
    assert device("cuda:1 anything").index == 1
    assert device("cuda").index == 0
    assert device("cuda", None).index == 0


@pytest.mark.parametrize("index", [3, np.int64(3), np.array(3), np.uint8(3)])
def test_index_is_any_integer(index):
    assert device("cuda", index).index == 3


def test_errors():
    with pytest.raises(ValueError, match=r"Unknown device: cudda; did you mean 'cuda'\?"):
        device("cudda")
    with pytest.raises(ValueError, match="Unknown device: CPUX"):
        device("CPUX")
    with pytest.raises(ValueError, match="Invalid device: a:b:c"):
        device("a:b:c")
    with pytest.raises(ValueError, match="Invalid device index: x"):
        device("cuda:x")
    with pytest.raises(TypeError, match="Invalid device index: 1"):
        device("cuda", "1")
    with pytest.raises(OverflowError):
        device("cuda", 2**40)
    for wrong in (2.0, None, b"cuda"):
        with pytest.raises(TypeError):
            device(wrong)


def test_unknown_code():
    d = device(99, 2)
    assert d.dlpack_device_type() == 99
    assert "99" in repr(d)
    assert str(d) == "99:2"
    with pytest.raises(KeyError):
        d.type  # noqa: B018


def test_value_semantics():
    assert device("cuda", 1) == Device("cuda:1")
    assert device("cuda", 1) != device("cuda", 0)
    assert device("cuda", 1) != "cuda:1"
    assert hash(device("cuda", 1)) == hash((2, 1))
    assert Device(device("cuda", 1)) == device("cuda", 1)
    for again in (pickle.loads(pickle.dumps(device("cuda", 1))), copy.deepcopy(device("cuda", 1))):
        assert again == device("cuda", 1)


def test_enum():
    assert DLDeviceType.kDLCUDA == 2
    assert DLDeviceType(18) is DLDeviceType.kDLTrn
    assert device(DLDeviceType.kDLROCM, 1) == device("rocm", 1)


def test_travels():
    echo = tvm_ffi.convert(lambda x: x)
    assert echo(device("cuda", 3)) == device("cuda", 3)
    assert type(echo("cuda:1")) is str

    class Somewhere:
        def __dlpack_device__(self):
            return (2, 1)

    class Nowhere:
        def __dlpack_device__(self):
            return 3

    assert echo(Somewhere()) == device("cuda", 1)
    with pytest.raises(TypeError):
        echo(Nowhere())


# ---- streams


def test_stream_is_set_and_restored():
    cuda = device("cuda", 0)
    assert tvm_ffi.get_raw_stream(cuda) == 0
    with tvm_ffi.use_raw_stream(cuda, 0x1234):
        assert tvm_ffi.get_raw_stream(cuda) == 0x1234
        with tvm_ffi.use_raw_stream(cuda, ctypes.c_void_p(0x5678)):
            assert tvm_ffi.get_raw_stream(cuda) == 0x5678
        assert tvm_ffi.get_raw_stream(cuda) == 0x1234
        assert tvm_ffi.get_raw_stream(device("cuda", 1)) == 0
    assert tvm_ffi.get_raw_stream(cuda) == 0


def test_stream_is_restored_after_an_exception():
    cuda = device("cuda", 0)
    with pytest.raises(KeyError), tvm_ffi.use_raw_stream(cuda, 1):
        raise KeyError
    assert tvm_ffi.get_raw_stream(cuda) == 0


def test_stream_is_per_thread():
    cuda = device("cuda", 0)
    seen = []
    with tvm_ffi.use_raw_stream(cuda, 7):
        thread = threading.Thread(target=lambda: seen.append(tvm_ffi.get_raw_stream(cuda)))
        thread.start()
        thread.join()
    assert seen == [0]


def test_a_context_can_be_entered_again():
    context = tvm_ffi.StreamContext(device("cuda", 0), 9)
    with context, context:
        assert tvm_ffi.get_raw_stream(device("cuda", 0)) == 9
    assert tvm_ffi.get_raw_stream(device("cuda", 0)) == 0


def test_stream_errors():
    with pytest.raises(ValueError, match="int or c_void_p"):
        tvm_ffi.use_raw_stream(device("cuda"), "x")
    with pytest.raises(ValueError, match="no device has type 2 and index -1"):
        tvm_ffi.get_raw_stream(device("cuda:-1"))
