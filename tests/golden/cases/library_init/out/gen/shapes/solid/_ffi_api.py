"""FFI API bindings for shapes.solid."""

# tvm-ffi-stubgen(begin): import-section
# fmt: off
# isort: off
from __future__ import annotations
from shapes import Area as _shapes_Area
from tvm_ffi import init_ffi_api as _FFI_INIT_FUNC, register_object as _FFI_REG_OBJ
from tvm_ffi.libinfo import load_lib_module as _FFI_LOAD_LIB
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, MutableSequence, Sequence
    from shapes import Base
    from tvm_ffi import Module, Tensor as _Tensor
    from typing import Any
# isort: on
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(import-object): tvm_ffi.libinfo.load_lib_module;False;_FFI_LOAD_LIB
# tvm-ffi-stubgen(begin): library/symbols
# fmt: off
if TYPE_CHECKING:
    class SymbolsLibrary(Module):
        def Tensor(self, _0: int, /) -> _Tensor: ...
        def _private(self, /) -> int: ...
        def add_one(self, _0: _Tensor, _1: _Tensor, /) -> None:
            """Adds one.

              x: input with \"quotes\" and a \\ backslash"""
            ...
        def bare(self, *args: Any) -> Any: ...
        def scale(self, _0: float, /) -> tuple[int]: ...
# fmt: on
# tvm-ffi-stubgen(end)
LIB: SymbolsLibrary = _FFI_LOAD_LIB("s-ext", "symbols")  # type: ignore[assignment]
# tvm-ffi-stubgen(begin): global/shapes.solid
# fmt: off
_FFI_INIT_FUNC("shapes.solid", __name__)
if TYPE_CHECKING:
    def count(_0: Sequence[Base], /) -> int: ...
# fmt: on
# tvm-ffi-stubgen(end)
# tvm-ffi-stubgen(import-object): tvm_ffi.register_object;False;_FFI_REG_OBJ
# tvm-ffi-stubgen(import-object): shapes.Area;False;_shapes_Area
@_FFI_REG_OBJ("shapes.solid.Cube")
class Cube(_shapes_Area):
    """FFI binding for `shapes.solid.Cube`."""

    # tvm-ffi-stubgen(begin): object/shapes.solid.Cube
    # fmt: off
    faces: Sequence[Base]
    groups: Mapping[str, Sequence[int]]
    history: MutableSequence[int]
    attrs: MutableMapping[str, Any]
    if TYPE_CHECKING:
        def __init__(self, label: str, width: float, faces: Sequence[Base], groups: Mapping[str, Sequence[int]], history: Sequence[int], attrs: Mapping[str, Any], tag: int = ..., height: float = ..., *, inner: Base | None = ...) -> None: ...
        def __ffi_init__(self, label: str, width: float, faces: Sequence[Base], groups: Mapping[str, Sequence[int]], history: Sequence[int], attrs: Mapping[str, Any], tag: int = ..., height: float = ..., *, inner: Base | None = ...) -> None: ...  # type: ignore[override]
    # fmt: on
    # tvm-ffi-stubgen(end)


__all__ = [
    # tvm-ffi-stubgen(begin): __all__
    "LIB",
    "Cube",
    "count",
    # tvm-ffi-stubgen(end)
]
