# SPDX-License-Identifier: Apache-2.0
"""TVM-FFI for Python: call functions and use classes of libraries that speak the TVM-FFI ABI.

`import tvm_ffi` loads the runtime library and little else. What is rare or costs time to import comes when it is
first asked for, through `__getattr__` below.
"""

from __future__ import annotations

import sys

from ._version import __version__, __version_tuple__

__all__ = [
    "LIB",
    "Array",
    "DLDeviceType",
    "Device",
    "Dict",
    "Function",
    "List",
    "Map",
    "Module",
    "Object",
    "ObjectConvertible",
    "Shape",
    "StreamContext",
    "Tensor",
    "__version__",
    "__version_tuple__",
    "convert",
    "convert_func",
    "device",
    "dtype",
    "from_dlpack",
    "get_global_func",
    "get_global_func_metadata",
    "get_raw_stream",
    "init_ffi_api",
    "load_module",
    "register_error",
    "register_global_func",
    "register_object",
    "remove_global_func",
    "system_lib",
    "use_raw_stream",
    "use_torch_stream",
]

# Name -> the submodule that has it.
_LAZY = {
    "DLDeviceType": "_enums",
    "DataTypeCode": "_enums",
    "StreamContext": "stream",
    "convert": "_convert",
    "get_raw_stream": "stream",
    "use_raw_stream": "stream",
    "use_torch_stream": "stream",
}
_SUBMODULES = ("config", "libinfo", "stream", "stub")


def _starts_a_tool() -> bool:
    """Whether the process is one of our commands, which have to work where the runtime cannot be loaded."""
    argv = getattr(sys, "argv", None) or [""]
    if argv[0] == "-m":  # Python is still looking for the module to run
        original = getattr(sys, "orig_argv", None)  # from Python 3.10
        return original is None or any(name in original for name in ("tvm_ffi.config", "tvm_ffi.stub.cli"))
    name = argv[0].replace("\\", "/").rpartition("/")[2]
    return name.partition(".")[0] in ("tvm-ffi-config", "tvm-ffi-config-script")


# 0: not loaded, 1: loading, 2: loaded. While loading, `__getattr__` must not answer: importing a submodule asks for it.
_progress = 0


def _load() -> None:
    global _progress
    _progress = 1
    try:
        from ._build import check

        check()
        from ._api import namespace

        globals().update(namespace())
    except BaseException:
        _progress = 0
        raise
    _progress = 2


def _lib() -> object:
    import ctypes

    from . import libinfo

    return ctypes.CDLL(libinfo.find_libtvm_ffi())


def __getattr__(name: str) -> object:
    if name.startswith("_") or _progress == 1:
        raise AttributeError(f"module 'tvm_ffi' has no attribute {name!r}")
    if name in _SUBMODULES:
        import importlib

        return importlib.import_module("tvm_ffi." + name)
    if _progress == 0:
        _load()
        if name in globals():
            return globals()[name]
    if name == "LIB":
        value = _lib()
    elif name in _LAZY:
        import importlib

        value = getattr(importlib.import_module("tvm_ffi." + _LAZY[name]), name)
    else:
        from ._names import did_you_mean

        hint = did_you_mean(name, __all__)
        raise AttributeError(f"module 'tvm_ffi' has no attribute {name!r}{hint}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_LAZY, *_SUBMODULES})


if not _starts_a_tool():
    _load()
