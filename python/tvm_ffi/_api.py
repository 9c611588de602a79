# SPDX-License-Identifier: Apache-2.0
"""The names that `import tvm_ffi` brings in, except those that come when first asked for."""

from __future__ import annotations

from . import container, core, error, module, registry
from .container import Array, Dict, List, Map
from .core import (
    CAny,
    CContainerBase,
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

__all__ = [
    "Array",
    "CAny",
    "CContainerBase",
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
    "container",
    "convert_func",
    "core",
    "device",
    "dtype",
    "error",
    "from_dlpack",
    "get_global_func",
    "get_global_func_metadata",
    "init_ffi_api",
    "load_module",
    "module",
    "register_error",
    "register_global_func",
    "register_object",
    "registry",
    "remove_global_func",
    "system_lib",
]

# Data types that are attributes of the package.
_DTYPE_NAMES = (
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "bfloat16"),
    *("float8_e3m4", "float8_e4m3", "float8_e4m3b11fnuz", "float8_e4m3fn", "float8_e4m3fnuz"),
    *("float8_e5m2", "float8_e5m2fnuz", "float8_e8m0fnu", "float6_e2m3fn", "float6_e3m2fn"),
    *("float4_e2m1fn", "float4_e2m1fnx2"),
)


def namespace() -> dict[str, object]:
    """Everything that the package takes from here, by name."""
    names = {name: globals()[name] for name in __all__}
    names.update((name, dtype(name)) for name in _DTYPE_NAMES)
    return names
