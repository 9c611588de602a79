# SPDX-License-Identifier: Apache-2.0
"""The current stream of a device, per thread: functions called through the FFI run on it."""

from __future__ import annotations

from . import core

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ctypes
    from types import TracebackType
    from typing import Any

    from .core import Device

__all__ = ["StreamContext", "get_raw_stream", "use_raw_stream", "use_torch_stream"]


class StreamContext:
    """Sets the current stream of a device on entry and restores the previous one on exit."""

    __slots__ = ("_previous", "device", "stream")

    def __init__(self, device: Device, stream: int | ctypes.c_void_p) -> None:
        """Remember the device and the stream's address."""
        self.device = device
        self.stream = _address(stream)
        self._previous: list[int] = []

    def __enter__(self) -> StreamContext:
        self._previous.append(_set_stream(self.device, self.stream))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        _set_stream(self.device, self._previous.pop())


def _set_stream(device: Device, stream: int) -> int:
    return core.env_set_stream(device.dlpack_device_type(), device.index, stream)


def _address(stream: int | ctypes.c_void_p | None) -> int:
    """The address in a c_void_p (None is the null stream), or the integer itself."""
    value = getattr(stream, "value", stream)
    return 0 if value is None else int(value)


def use_raw_stream(device: Device, stream: int | ctypes.c_void_p) -> StreamContext:
    """Context in which `stream`, the address of a native stream, is current for the device."""
    if not isinstance(stream, int) and type(stream).__name__ != "c_void_p":
        raise ValueError(
            "use_raw_stream only accepts int or c_void_p as stream, got "
            f"{type(stream).__name__}; use_torch_stream takes torch's streams and graphs"
        )
    return StreamContext(device, stream)


def get_raw_stream(device: Device) -> int:
    """Address of the current stream of the device; 0 is the default stream."""
    return core.env_get_stream(device.dlpack_device_type(), device.index)


def use_torch_stream(context: Any = None) -> Any:
    """Context in which torch's stream is current for the FFI too.

    Without argument torch's current stream is taken; a torch stream or stream/graph context is entered as well.
    """
    try:
        import torch  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise ImportError("Cannot import torch") from None
    return _TorchStreamContext(torch, context)


class _TorchStreamContext:
    """Enters torch's own context, if one is given, and then ours with the stream that is current inside it."""

    __slots__ = ("_context", "_stream_context", "_torch")

    def __init__(self, torch: Any, context: Any) -> None:
        self._torch = torch
        self._context = torch.cuda.stream(context) if isinstance(context, torch.Stream) else context
        self._stream_context: StreamContext | None = None

    def __enter__(self) -> _TorchStreamContext:
        if self._context is not None:
            self._context.__enter__()
        stream = self._torch.cuda.current_stream()
        device = core.device("cuda", stream.device.index)
        self._stream_context = StreamContext(device, stream.cuda_stream)
        self._stream_context.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> Any:
        if self._stream_context is not None:
            self._stream_context.__exit__(kind, value, traceback)
            self._stream_context = None
        return self._context.__exit__(kind, value, traceback) if self._context is not None else None
