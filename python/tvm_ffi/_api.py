# SPDX-License-Identifier: Apache-2.0
"""What `import tvm_ffi` loads: the extension module, and the Python parts that complete it."""

from __future__ import annotations

from ._version import BUILD_ID

_MIXED = "files of apache-tvm-ffi and tvm-ffi-c are mixed: uninstall both, then install one"

try:
    from . import core
except ImportError as error:
    if error.name == "tvm_ffi.core":  # not there at all, or made for another interpreter
        raise ImportError(f"{error}; tvm_ffi is not installed completely for this interpreter") from None
    raise
if getattr(core, "BUILD_ID", None) != BUILD_ID:
    raise ImportError(f"{_MIXED} (package: {BUILD_ID}, core: {getattr(core, 'BUILD_ID', 'unknown')})")

from . import container, error, module, registry
from .container import Array, Dict, List, Map
from .core import (
    CAny,
    Device,
    Function,
    Object,
    ObjectConvertible,
    Shape,
    Tensor,
    convert_func,
    device,
    dtype,
    from_dlpack,
)
from .error import register_error
from .module import Module, load_module, system_lib
from .registry import (
    get_global_func,
    get_global_func_metadata,
    init_ffi_api,
    register_global_func,
    register_object,
    remove_global_func,
)

DTYPE_NAMES = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "bfloat16"),
    *("float8_e3m4", "float8_e4m3", "float8_e4m3b11fnuz", "float8_e4m3fn", "float8_e4m3fnuz"),
    *("float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu", "float6_e2m3fn", "float6_e3m2fn"),
    *("float4_e2m1fn", "float4_e2m1fnx2"),
)

# Names that the package shows in its `__all__`; the lazy ones stand in `__init__`.
PUBLIC = (
    "Array",
    "Device",
    "Dict",
    "Function",
    "List",
    "Map",
    "Module",
    "Object",
    "ObjectConvertible",
    "Shape",
    "Tensor",
    "convert_func",
    "device",
    "dtype",
    "from_dlpack",
    "get_global_func",
    "get_global_func_metadata",
    "init_ffi_api",
    "load_module",
    "register_error",
    "register_global_func",
    "register_object",
    "remove_global_func",
    "system_lib",
)
# Names that are there without being in `__all__`.
_ALSO = ("CAny", "container", "core", "error", "module", "registry")


def namespace() -> dict[str, object]:
    """Everything that the package takes from here, by name."""
    names = {name: globals()[name] for name in (*PUBLIC, *_ALSO)}
    names.update((name, dtype(name)) for name in DTYPE_NAMES)
    return names
