# SPDX-License-Identifier: Apache-2.0
"""`convert`: a Python value in its FFI form, made once instead of at every call."""

from __future__ import annotations

from . import core

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["convert"]


# Builtin types that are always converted: most calls are for one of them.
_CONVERTED = frozenset((str, bytes, tuple, list, dict))


def convert(value: Any) -> Any:
    """Turn a Python value into what it would become as an argument of a Function.

    Numbers, data types and FFI objects are returned as they are. Sequences become Array, dicts Map, text String,
    bytes Bytes, callables Function, whatever speaks DLPack Tensor, exceptions Error; anything that has no form of its
    own is carried as it is in an OpaquePyObject.
    """
    if type(value) in _CONVERTED:
        return core.to_ffi(value)
    if value is None or isinstance(value, (bool, int, float, core.CObject, core.PyNativeObject)):
        return value
    if isinstance(value, (core.dtype, core.Device)) or _stays_as_it_is(value):
        return value
    return core.to_ffi(value)


def _stays_as_it_is(value: Any) -> bool:
    """Plain values that every call converts anyway: other numbers, addresses, and what names a protocol for them."""
    cls = type(value)
    if isinstance(value, (str, bytes, bytearray, tuple, list, dict, core.ObjectConvertible)):
        return False
    from numbers import Number

    if isinstance(value, Number) or cls.__name__ == "c_void_p":
        return True
    protocols = ("__cuda_stream__", "__tvm_ffi_opaque_ptr__", "__tvm_ffi_int__", "__tvm_ffi_float__")
    if any(hasattr(cls, name) for name in protocols):
        return not hasattr(cls, "__dlpack__")
    return hasattr(cls, "__dlpack_device__") and not hasattr(cls, "__dlpack__")
