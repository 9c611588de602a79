# SPDX-License-Identifier: Apache-2.0
"""Tensors of torch, as users pass them: without a copy, both ways, and back as what they were."""

from __future__ import annotations

import ctypes
import gc
import sys

import numpy as np
import pytest
import torch
import tvm_ffi

ECHO = tvm_ffi.convert(lambda value: value)
DTYPES = [
    torch.bool,
    torch.int8,
    torch.int16,
    torch.int32,
    torch.int64,
    torch.uint8,
    torch.float16,
    torch.bfloat16,
    torch.float32,
    torch.float64,
]


def test_torch_offers_the_exchange_table() -> None:
    assert hasattr(torch.Tensor, "__dlpack_c_exchange_api__")


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_tensor_is_shared(dtype: torch.dtype) -> None:
    source = torch.zeros(2, 3, dtype=dtype)
    tensor = tvm_ffi.from_dlpack(source)
    assert (tensor.shape, tensor.ndim, tensor.data_ptr()) == ((2, 3), 2, source.data_ptr())
    assert tensor.dtype == str(dtype).removeprefix("torch.")
    source[1, 2] = 1
    back = torch.from_dlpack(tensor)
    assert back.data_ptr() == source.data_ptr()
    assert torch.equal(back, source)


def test_strides_are_kept() -> None:
    source = torch.arange(24).reshape(2, 3, 4).transpose(0, 2)[1:, ::2]
    tensor = tvm_ffi.from_dlpack(source)
    assert tensor.strides == source.stride()
    assert not tensor.is_contiguous()
    assert torch.equal(torch.from_dlpack(tensor), source)


def test_contiguity_is_asked_for() -> None:
    with pytest.raises(RuntimeError, match="not contiguous"):
        tvm_ffi.from_dlpack(torch.zeros(4, 4).t(), require_contiguous=True)


def test_argument_is_a_tensor_and_comes_back_as_torch() -> None:
    """A call with torch tensors gives torch tensors."""
    seen = []
    keep = tvm_ffi.convert(lambda value: seen.append((type(value).__name__, tuple(value.shape))) or value)
    source = torch.arange(6.0).reshape(2, 3)
    result = keep(source)
    assert seen == [("Tensor", (2, 3))]
    assert isinstance(result, torch.Tensor)
    assert result.data_ptr() == source.data_ptr()


def test_containers_give_torch_tensors() -> None:
    result = ECHO([torch.ones(2), {"k": torch.zeros(3)}, 4])
    assert isinstance(result[0], torch.Tensor) and isinstance(result[1]["k"], torch.Tensor)
    assert result[2] == 4


def test_callback_takes_torch_tensors() -> None:
    seen = []
    call = tvm_ffi.convert_func(lambda value: seen.append(value), tensor_cls=torch.Tensor)
    call(tvm_ffi.from_dlpack(torch.ones(3)))
    assert isinstance(seen[0], torch.Tensor) and torch.equal(seen[0], torch.ones(3))


def test_numpy_and_torch_in_one_call() -> None:
    joined = tvm_ffi.convert(lambda a, b: [a, b])(torch.ones(2), np.zeros(2))
    assert [tuple(value.shape) for value in joined] == [(2,), (2,)]


def test_memory_lives_as_long_as_anyone_needs_it() -> None:
    source = torch.arange(1000, dtype=torch.int64)
    tensor = tvm_ffi.from_dlpack(source)
    del source
    gc.collect()
    back = torch.from_dlpack(tensor)
    del tensor
    gc.collect()
    assert int(back.sum()) == 499500


def test_many_calls_hold_nothing() -> None:
    tensor = torch.ones(1)
    before = sys.getrefcount(tensor)
    for _ in range(2000):
        ECHO(tensor)
    gc.collect()
    assert sys.getrefcount(tensor) == before


@pytest.mark.parametrize("value", [torch.int8, torch.float16, torch.bfloat16, torch.bool, torch.float8_e4m3fn], ids=str)
def test_dtypes(value: torch.dtype) -> None:
    assert ECHO(value) == str(value).removeprefix("torch.")


def test_sizes_and_devices() -> None:
    assert list(ECHO(torch.zeros(2, 3).size())) == [2, 3]
    assert str(tvm_ffi.from_dlpack(torch.zeros(1)).device) == "cpu:0"


def test_torch_stream_needs_a_device() -> None:
    if torch.cuda.is_available():
        with tvm_ffi.use_torch_stream():
            assert tvm_ffi.get_raw_stream(tvm_ffi.device("cuda")) == torch.cuda.current_stream().cuda_stream
    else:
        with pytest.raises((AssertionError, RuntimeError)), tvm_ffi.use_torch_stream():
            pass


def test_stream_of_a_call_is_restored() -> None:
    cuda = tvm_ffi.device("cuda", 0)
    with tvm_ffi.use_raw_stream(cuda, 64):
        ECHO(torch.ones(1))
        assert tvm_ffi.get_raw_stream(cuda) == 64
    assert tvm_ffi.get_raw_stream(cuda) == 0


def test_allocator_of_a_call_is_torchs() -> None:
    """What native code allocates during a call with torch tensors is memory of torch; outside it is not."""
    get = tvm_ffi.LIB.TVMFFIEnvGetDLPackManagedTensorAllocator
    get.restype = ctypes.c_void_p
    seen = []
    tvm_ffi.convert(lambda value: seen.append(get()))(torch.ones(1))
    assert seen[0] is not None
    assert get() is None
